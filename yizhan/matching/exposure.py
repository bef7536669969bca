"""How often postings were shown to people who look for work: counted in the process, written every few seconds.

A page only adds to a counter in memory. A thread of the web process writes what was counted and works out anew how far
each posting is to be lifted; where it cannot write, it keeps the counts and tries again. What a process had not written
when it ended is lost: a few seconds of looks. The rule: docs/engine/fairness.md.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
import structlog
from django.db import Error, close_old_connections
from django.db.models import Sum
from django.utils import timezone
from numpy.typing import NDArray

from yizhan.accounts.queries import counties
from yizhan.engine import exposure_shares
from yizhan.matching import offers
from yizhan.matching.columns import local_day
from yizhan.matching.lifts import put_shares
from yizhan.matching.models import Looks
from yizhan.matching.operations import WEIGHED_DAYS, add_looks
from yizhan.matching.snapshot import Snapshot

log = structlog.get_logger("yizhan.matching")

WRITE_EVERY_S = 10
#: So often the shares are worked out anew; in between a list keeps its order.
LIFT_EVERY_S = 300
#: Shares are told in tenths, so that a few looks more do not touch the columns of every posting.
STEP_BP = 1000

_counting = threading.Lock()
_waiting: Counter[int] = Counter()


def note_shown(posting_ids: Iterable[int]) -> None:
    """Count one look at each posting of a page. Nothing of who looked is kept, and nothing is asked of the database."""
    with _counting:
        _waiting.update(posting_ids)


def write_looks(day: dt.date) -> int:
    """Write what was counted since the last time; return how many postings. Where that fails, it is counted again."""
    with _counting:
        looks = dict(_waiting)
        _waiting.clear()
    if not looks:
        return 0
    try:
        add_looks(looks=looks, day=day)
    except Error:
        with _counting:
            _waiting.update(looks)
        raise
    return len(looks)


def lift(at: dt.datetime) -> None:
    """Work out each open posting's share of looks that it lacks, and put it into the columns where they stand."""
    looks, county_of = looks_of(local_day(at)), counties()
    with offers.reading():
        snapshot = offers.current(local_day(at))
        shares = shares_of(snapshot, looks, county_of, at)
        put_shares(shares)
        snapshot.set_exposure(shares)


def looks_of(day: dt.date) -> dict[int, int]:
    """Return how often each posting was shown in the days that weigh; one query."""
    since = day - dt.timedelta(days=WEIGHED_DAYS - 1)
    rows = Looks.objects.filter(day__gte=since).order_by("posting_id").values_list("posting_id")
    return {posting: int(total) for posting, total in rows.annotate(total=Sum("looks"))}


def shares_of(
    snapshot: Snapshot, looks: Mapping[int, int], county_of: Mapping[int, int], at: dt.datetime
) -> dict[int, int]:
    """Return posting -> how far it is lifted, 0 … 10 000, in steps of `STEP_BP`; what is not lifted is absent.

    A posting is compared with those that compete with it: what is open in its county at the moment. Its shifts count
    together.
    """
    beside = {name: column[: len(snapshot)] for name, column in snapshot.beside.items()}
    places = np.where(snapshot.open_at(at), snapshot.index.places, 0)
    postings, row_of = np.unique(beside["posting_id"], return_inverse=True)
    left = np.bincount(row_of, weights=places, minlength=len(postings)).astype(np.int64)
    offices = np.zeros(len(postings), np.int64)
    offices[row_of] = beside["office_id"]
    shown = np.array([looks.get(posting, 0) for posting in postings.tolist()], np.int64)
    county = np.array([county_of.get(office, 0) for office in offices.tolist()], np.int64)
    found: dict[int, int] = {}
    for one in np.unique(county).tolist():
        open_here = np.flatnonzero((county == one) & (left > 0))
        shares = exposure_shares(shown[open_here], left[open_here]) // STEP_BP * STEP_BP
        found |= _pairs(postings[open_here], shares)
    return found


def _pairs(postings: NDArray[np.int64], shares: NDArray[np.int32]) -> dict[int, int]:
    some = shares > 0
    return dict(zip(postings[some].tolist(), shares[some].tolist(), strict=True))


def keep_counting() -> None:
    """Write and lift from time to time, for as long as the process lives; a thread of a web process does it."""
    waiting, rounds = threading.Event(), 0
    while True:
        try:
            at = timezone.now()
            write_looks(local_day(at))
            if rounds % (LIFT_EVERY_S // WRITE_EVERY_S) == 0:
                lift(at)
        except Exception:
            # A database that is away or busy now is asked again; what was counted is kept meanwhile.
            log.exception("looks.not_written")
        finally:
            close_old_connections()
        rounds += 1
        waiting.wait(WRITE_EVERY_S)
