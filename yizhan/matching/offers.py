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
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from yizhan.accounts.queries import county_offices, office_of
from yizhan.matching import cards, column_file
from yizhan.matching.columns import local_day
from yizhan.matching.lifts import all_shares, put_shares
from yizhan.matching.snapshot import Snapshot
from yizhan.postings.queries import midnight_of, posting_columns, sunk_days_of_employers
from yizhan.shared.changes.cursor import begin, changes_since
from yizhan.shared.changes.enums import Topic

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User

#: So many changed postings and employers at once are read with everything else (SQLite counts the values of a list).
MOST_CHANGED = 5000

_kept: Snapshot | None = None
#: The column file that was looked at last.
_opened: Path | None = None
#: Rows are changed where they stand, so a reader has the snapshot to itself; what it reads takes milliseconds.
_reading = threading.RLock()


@dataclass(frozen=True)
class OnOffer:
    """What is on offer to somebody, while the snapshot is theirs.

    :param rows: positions of the shifts of the scope's offices that are open at the moment, ascending.
    :param as_read: how much of what is written is in it (`cards.cards_of`).
    """

    snapshot: Snapshot
    rows: NDArray[np.intp]
    as_read: int = -1


def offices_around(office: Office) -> tuple[int, ...]:
    """Return the ids of the offices whose work is offered to people served at an office: the whole county's; one query.

    Work does not end at a station's door; a county's stations offer each other's postings. Whoever sits above the
    counties is offered what lies below them.
    """
    return county_offices(office)


def offices_offered_to(user: User) -> tuple[int, ...]:
    """Return the ids of the offices whose work is offered to people served by `user`."""
    return offices_around(office_of(user))


@contextmanager
def offers_for(user: User, at: dt.datetime) -> Iterator[OnOffer]:
    """Give what is on offer to people served by `user`, as committed at this request. Leave it soon: others wait."""
    with offers_of(offices_offered_to(user), at) as found:
        yield found


@contextmanager
def offers_of(offices: tuple[int, ...] | None, at: dt.datetime) -> Iterator[OnOffer]:
    """Give what is on offer at some offices, None: at all of the installation. One query where nothing changed."""
    with reading():
        snapshot = current(local_day(at))
        rows = np.arange(len(snapshot)) if offices is None else snapshot.rows_of(offices)
        yield OnOffer(snapshot, rows[snapshot.open_at(at, rows)], cards.as_read())


@contextmanager
def reading() -> Iterator[None]:
    """Have the snapshot to oneself."""
    with _reading:
        yield


def current(day: dt.date) -> Snapshot:
    """Return the snapshot with every committed change in it, as of a day; one query where nothing was written.

    Inside a transaction nothing is kept, because what is seen there may never be committed; nor for an earlier day.
    """
    global _kept
    if connection.in_atomic_block:
        return read_anew(day) if _kept is None or day < _kept.day else brought_up(_kept, day, private=True)
    if _kept is not None and day < _kept.day:
        return read_anew(day)
    start = _from_file(day) or _kept
    if start is None or start is not _kept:
        cards.drop_all()  # what changed between what was kept and where this one begins is not known
    if start is not None and start is not _kept:
        if not all_shares():  # a process that starts knows none but those of the file's writer
            put_shares(start.shares())
        start.set_exposure(all_shares())
    _kept = read_anew(day) if start is None else brought_up(start, day)
    return _kept


def read_anew(day: dt.date) -> Snapshot:
    """Read every posting from the database; the cursor is made before."""
    return Snapshot.read(day, begin())


def brought_up(kept: Snapshot, day: dt.date, *, private: bool = False) -> Snapshot:
    """Return a snapshot as of now: changed where it stands, or `private`, which changes nothing that others see."""
    look = changes_since(kept.cursor)
    postings = look.rows.get(Topic.POSTING, set()) if look else set()
    employers = look.rows.get(Topic.EMPLOYER, set()) if look else set()
    if look is None or len(postings) + len(employers) > MOST_CHANGED:
        cards.drop_all()
        return read_anew(day)
    snapshot = kept
    if day != kept.day:
        snapshot = kept.repacked(day, sunk=sunk_days_of_employers(day))
    elif private and (postings or employers):
        snapshot = kept.copy()
    if postings or employers:
        if not private:
            cards.drop(postings, employers)
        rows = posting_columns(None, midnight_of(day), only=postings, employers=employers)
        snapshot = snapshot.change(rows, postings, employers)
    if not (private and snapshot is kept):
        snapshot.cursor = look.cursor
    return snapshot


def _from_file(day: dt.date) -> Snapshot | None:
    """Return a snapshot from a file that is better to go on from than what is kept: newer, where packing would be due.

    A process that starts has nothing yet. Later the columns would be packed anew for another day, or when the room
    behind them is used up: then another process may have done it, and its columns are shared.
    """
    global _opened
    if _kept is not None and day == _kept.day and not _kept.is_nearly_full:
        return None
    newest = next(iter(column_file.files()), None)
    if newest is None or newest == _opened:
        return None
    _opened, found = newest, column_file.open_newest()
    return found if found is not None and (found.day == day or (_kept is None and found.day < day)) else None


def forget() -> None:
    """Keep nothing: the next request begins as a fresh process does."""
    global _kept, _opened
    with _reading:
        _kept = _opened = None
        cards.drop_all()
