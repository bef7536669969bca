"""The county's open shifts, kept between requests and never older than the request.

A table is kept in the process for (offices, day). Each request asks the database for the version of what the table was
made of (two sums over an index). If it moved, the revisions of all postings and their employers are compared, and only
the rows of those that changed are read again. What the clock alone changes is masked at reading (`Offers.open_at`).
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.db import connection

from yizhan.accounts.enums import OfficeKind
from yizhan.accounts.queries import office_of, subtree_of
from yizhan.matching.columns import Offers, local_day, posting_arrays, skill_bits
from yizhan.postings.queries import posting_columns, posting_revisions, postings_version

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User

#: Tables kept: a county each, yesterday's fall out.
KEPT = 8
#: So many changed postings at once are read with everything else (SQLite counts the values of a list).
MOST_CHANGED = 500

Key = tuple[str, tuple[int, ...], dt.date]


@dataclass(frozen=True)
class _Kept:
    version: str
    read_at: dt.datetime
    offers: Offers


_kept: OrderedDict[Key, _Kept] = OrderedDict()
_building = threading.Lock()


def scope_of(user: User) -> Office:
    """Return the office whose whole subtree's work is offered to people here: the county above the station.

    Work does not end at a station's door; a county's stations offer each other's postings. Whoever sits above the
    counties is offered what lies below them.
    """
    office: Office | None = office_of(user)
    while office is not None and office.kind not in (OfficeKind.COUNTY, OfficeKind.CITY, OfficeKind.PROVINCE):
        office = office.parent
    return office or office_of(user)


def offices_offered_to(user: User) -> tuple[str, tuple[int, ...]]:
    """Return the scope's public id and the ids of its offices; one query, two the first time for a user."""
    scope = scope_of(user)
    return str(scope.public_id), tuple(subtree_of(scope).order_by("pk").values_list("pk", flat=True))


def offers_for(user: User, at: dt.datetime) -> Offers:
    """Return what is on offer to people served by `user`, as committed at this request.

    The version is read before the rows: rows may be newer than their version, which costs a second reading, and never
    older. Inside a transaction nothing is kept, because what is seen there may never be committed.
    """
    scope, offices = offices_offered_to(user)
    day = local_day(at)
    key = (scope, offices, day)
    ids = list(offices)
    version = postings_version(ids)
    offers = _still_good(key, version, at)
    if offers is not None:
        return offers
    with _building:  # a second request that waits here finds the table made
        offers = _still_good(key, version, at)
        if offers is None:
            offers = _made(key, ids, at, day)
            _keep(key, _Kept(version, at, offers))
    return offers


def _still_good(key: Key, version: str, at: dt.datetime) -> Offers | None:
    """Return the kept table if nothing was written since and it was read before `at`."""
    kept = _kept.get(key)
    return kept.offers if kept is not None and kept.version == version and kept.read_at <= at else None


def _made(key: Key, offices: list[int], at: dt.datetime, day: dt.date) -> Offers:
    """Return the kept table brought up to date, or a new one."""
    kept = _kept.get(key)
    if kept is None or kept.read_at > at:  # what was over by then is not in a table that was read later
        return _read(offices, at, day)
    return _renewed(kept.offers, offices, at, day) or _read(offices, at, day)


def _keep(key: Key, kept: _Kept) -> None:
    if connection.in_atomic_block:
        return
    _kept[key] = kept
    _kept.move_to_end(key)
    while len(_kept) > KEPT:
        _kept.popitem(last=False)


def _read(offices: list[int], at: dt.datetime, day: dt.date) -> Offers:
    revisions = posting_revisions(offices)
    rows = posting_columns(offices, at)
    bits = skill_bits(rows)
    return Offers.of(posting_arrays(rows, bits, day), bits, revisions)


def _renewed(old: Offers, offices: list[int], at: dt.datetime, day: dt.date) -> Offers | None:
    """Return the table with only the changed postings read again; None when too many changed."""
    revisions = posting_revisions(offices)
    changed = [pk for pk, revision in revisions.items() if old.revisions.get(pk) != revision]
    changed += [pk for pk in old.revisions if pk not in revisions]
    if len(changed) > MOST_CHANGED:
        return None
    rows = posting_columns(offices, at, only=changed) if changed else []
    return old.renewed(rows, np.array(changed, np.int64), revisions, day)
