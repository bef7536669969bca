"""The open postings, kept between requests and never older than the request.

One snapshot a process, of the whole installation. Each request asks the table of changes what was written since the
last one (a single row where nothing was), reads those postings again and changes their rows. docs/matching.md.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from yizhan.accounts.enums import OfficeKind
from yizhan.accounts.queries import office_of, subtree_of
from yizhan.matching.columns import local_day
from yizhan.matching.snapshot import Snapshot
from yizhan.postings.queries import midnight_of, posting_columns, sunk_days_of_employers
from yizhan.shared.changes.cursor import begin, changes_since
from yizhan.shared.changes.enums import Topic

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User

#: So many changed postings and employers at once are read with everything else (SQLite counts the values of a list).
MOST_CHANGED = 5000

_kept: Snapshot | None = None
#: Rows are changed where they stand, so a reader has the snapshot to itself; what it reads takes milliseconds.
_reading = threading.RLock()


@dataclass(frozen=True)
class OnOffer:
    """What is on offer to somebody, while the snapshot is theirs.

    :param rows: positions of the shifts of the scope's offices that are open at the moment, ascending.
    """

    snapshot: Snapshot
    rows: NDArray[np.intp]


def scope_of(user: User) -> Office:
    """Return the office whose whole subtree's work is offered to people here: the county above the station.

    Work does not end at a station's door; a county's stations offer each other's postings. Whoever sits above the
    counties is offered what lies below them.
    """
    office: Office | None = office_of(user)
    while office is not None and office.kind not in (OfficeKind.COUNTY, OfficeKind.CITY, OfficeKind.PROVINCE):
        office = office.parent
    return office or office_of(user)


def offices_offered_to(user: User) -> tuple[int, ...]:
    """Return the ids of the scope's offices; one query, two the first time for a user."""
    return tuple(subtree_of(scope_of(user)).order_by("pk").values_list("pk", flat=True))


@contextmanager
def offers_for(user: User, at: dt.datetime) -> Iterator[OnOffer]:
    """Give what is on offer to people served by `user`, as committed at this request. Leave it soon: others wait."""
    offices = offices_offered_to(user)
    with _reading:
        snapshot = current(local_day(at))
        rows = snapshot.rows_of(offices)
        yield OnOffer(snapshot, rows[snapshot.open_at(at, rows)])


def current(day: dt.date) -> Snapshot:
    """Return the snapshot with every committed change in it, as of a day; one query where nothing was written.

    Inside a transaction nothing is kept, because what is seen there may never be committed; nor for an earlier day.
    """
    global _kept
    kept = _kept
    if kept is None or day < kept.day:
        made = Snapshot.read(day, begin())
    elif connection.in_atomic_block:
        return _brought_up(kept, day, private=True)
    else:
        made = _brought_up(kept, day, private=False)
    if not connection.in_atomic_block and (kept is None or day >= kept.day):
        _kept = made
    return made


def _brought_up(kept: Snapshot, day: dt.date, *, private: bool) -> Snapshot:
    """Return the snapshot as of now: changed where it stands, or, where that would not be seen by others, a copy."""
    look = changes_since(kept.cursor)
    if look is None:
        return Snapshot.read(day, begin())
    postings, employers = look.rows.get(Topic.POSTING, set()), look.rows.get(Topic.EMPLOYER, set())
    if len(postings) + len(employers) > MOST_CHANGED:
        return Snapshot.read(day, begin())
    snapshot = kept
    if day != kept.day:
        snapshot = kept.repacked(day, sunk=sunk_days_of_employers(day))
    elif private and (postings or employers):
        snapshot = kept.copy()
    if postings or employers:
        rows = posting_columns(None, midnight_of(day), only=postings, employers=employers)
        snapshot = snapshot.change(rows, postings, employers)
    if not (private and snapshot is kept):
        snapshot.cursor = look.cursor
    return snapshot


def forget() -> None:
    """Keep nothing: the next request reads everything anew."""
    global _kept
    with _reading:
        _kept = None
