"""Limits that hold when two ask at once: a counted row decides, not a look before an insert.

Whoever is turned away leaves a line in the program's log that names the limit and nobody.
"""

from __future__ import annotations

import datetime as dt

import structlog
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from yizhan.shared.crypto.keyring import ring
from yizhan.shared.db import constraint_speaks
from yizhan.shared.errors import Refused
from yizhan.shared.notifications.models import Tally

log = structlog.get_logger("yizhan.limits")

#: Counts older than this decide nothing any more.
KEPT = dt.timedelta(days=2)
#: How often two who counted at the same moment look again.
TRIES = 5


class _WindowOpen(Refused):
    """Somebody else opened the window at the same moment."""

    code = "window_open"
    sentence = _("请再试一次。")


def key_of(text: str) -> str:
    """Return the keyed hash under which a telephone, an address or an id is counted."""
    return ring().keyed_hash("message tally", text)


def take(*, scope: str, key: str, at: dt.datetime, window: dt.timedelta, most: int) -> bool:
    """Count one more, if the limit allows.

    :param key: from `key_of`. :param window: length of the stretches, counted from midnight UTC+8 of 1970.
    :return: False when `most` are counted already; nothing is counted then.
    """
    taken = _taken(scope, key, at, window, most)
    if not taken:
        log.warning("limit.reached", scope=scope, most=most)
    return taken


@transaction.atomic
def _taken(scope: str, key: str, at: dt.datetime, window: dt.timedelta, most: int) -> bool:
    if most < 1:
        return False
    start = window_start(at, window)
    rows = Tally.objects.filter(scope=scope, key=key, window_at=start)
    if rows.filter(count__lt=most).update(count=F("count") + 1):
        return True
    return _opened(scope, key, start, 1) or bool(rows.filter(count__lt=most).update(count=F("count") + 1))


@transaction.atomic
def take_some(*, scope: str, key: str, at: dt.datetime, window: dt.timedelta, most: int, parts: int) -> int:
    """Count several more at once: one part of what the limit still allows, at least one.

    For what is asked so often that each time would be a write too many: whoever gets some uses them up by itself, and
    the last ones are handed out one by one.

    :param parts: into how many what is left is divided. :return: how many were counted; 0 when nothing is left.
    """
    start = window_start(at, window)
    rows = Tally.objects.filter(scope=scope, key=key, window_at=start)
    for _try in range(TRIES):
        count = rows.values_list("count", flat=True).first()
        left = most - (count or 0)
        if left <= 0:
            log.warning("limit.reached", scope=scope, most=most)
            return 0
        some = -(-left // parts)
        # Who reads the same count and comes second changes nothing, and looks again.
        if count is None and _opened(scope, key, start, some):
            return some
        if count is not None and rows.filter(count=count).update(count=count + some):
            return some
    return int(take(scope=scope, key=key, at=at, window=window, most=most))


def _opened(scope: str, key: str, start: dt.datetime, count: int) -> bool:
    try:
        with constraint_speaks(Tally, tally_once_a_window=_WindowOpen):
            Tally.objects.create(scope=scope, key=key, window_at=start, count=count)
    except _WindowOpen:
        return False
    return True


def window_start(at: dt.datetime, window: dt.timedelta) -> dt.datetime:
    """Return the beginning of the stretch that `at` lies in, so that a day begins at midnight in China."""
    zero = dt.datetime(1970, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    return zero + (at - zero) // window * window


def forget_window(*, scope: str, before: dt.datetime) -> int:
    """Delete the counts of a scope whose windows are short and over."""
    return Tally.objects.filter(scope=scope, window_at__lt=before).delete()[0]


def forget_old(*, at: dt.datetime) -> int:
    """Delete counts that decide nothing any more."""
    return Tally.objects.filter(window_at__lt=at - KEPT).delete()[0]
