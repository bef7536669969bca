"""What is on offer in the installation, kept by each process for lists and searches, and never older than the request.

A list of a province would otherwise sort a hundred thousand rows for each look. Every look asks the table of changes
what was written since (one query, one row where nothing was; docs/adr/0025-change-cursor.md), so a place that was
taken is gone at the next look; what the clock ends is masked to the microsecond. Time alone only ends offers, it never
opens one: rows that were live when they were read are all that can be live later.

The columns of a market are never changed, only replaced. Whatever is worked out from one may be kept with it (`keep`)
and goes with it.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import structlog
from django.db import connection, connections
from django.db.models import F, Q
from django.utils import timezone
from numpy.typing import NDArray

from yizhan.employers.enums import EmployerKind
from yizhan.postings.columns import LEAVES_AFTER, id_stretches, midnight_of
from yizhan.postings.enums import PostingKind, PublishState, ReviewState
from yizhan.postings.facts import LOCAL
from yizhan.postings.models import Shift, fresh
from yizhan.shared.changes.cursor import Cursor, begin, changes_since
from yizhan.shared.changes.enums import Topic

log = structlog.get_logger("yizhan.postings")

#: Postings' ids that are read at once.
STRETCH = 20_000
#: So many changed at once are read with everything else (SQLite counts the values of a list).
MOST_CHANGED = 5000
#: Things worked out from one market that are kept with it; a list with its offers takes some 50 kB. And things about
#: one posting each, some 3 kB.
MOST_KEPT, MOST_ABOUT = 2000, 6000
NEVER, LONG_AGO = np.iinfo(np.int64).max, np.iinfo(np.int64).min
#: Latitude of a place that nobody knows.
NO_POINT = np.iinfo(np.int32).min
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
KINDS = tuple(PostingKind.values)

T = TypeVar("T")
Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]

#: Columns of one offer; `until`: the first moment at which it is live no more.
NUMBERS = (
    "posting", "office", "employer", "kind", "private", "published", "confirmed", "until", "lat", "lng", "occupation",
    "title", "place", "area", "shifts",
)  # fmt: skip


def micros(moment: dt.datetime) -> int:
    """Return a moment in whole microseconds, as the database keeps it."""
    return (moment - EPOCH) // dt.timedelta(microseconds=1)


class Texts:
    """Texts by number: a hundred thousand offers share some thousands of titles. Only grows; shared by markets."""

    def __init__(self) -> None:
        """Begin with none."""
        self.texts: list[str] = []
        self._numbers: dict[str, int] = {}
        self._adding = threading.Lock()

    def number(self, text: str) -> int:
        """Return the number of a text, a new one where it was not known."""
        found = self._numbers.get(text)
        if found is None:
            with self._adding:  # a look inside a transaction adds without the lock of the market
                found = self._numbers.get(text)
                if found is None:
                    found = len(self.texts)
                    self.texts.append(text)
                    self._numbers[text] = found
        return found

    def known(self, texts: Iterable[str]) -> list[int]:
        """Return the numbers of texts, those that no offer has left out."""
        return [number for text in texts if (number := self._numbers.get(text)) is not None]

    def which(self, column: NDArray[Any], fits: Callable[[str], bool]) -> Mask:
        """Say of rows whether their text fits; each text is asked once."""
        texts = self.texts[: int(column.max(initial=-1)) + 1]
        answers = np.fromiter((fits(text) for text in texts), np.bool_, len(texts))
        found: Mask = answers[column]
        return found


@dataclass(eq=False)
class Market:
    """Offers as columns (`NUMBERS`), in no order.

    :param cursor: which changes are in it. :param read_at: earlier moments cannot be asked.
    :param starts, ends, free: the shifts that were not cancelled, those of one offer together, in the order of the
        offers; `shifts` says how many each has.
    """

    cursor: Cursor
    read_at: int
    columns: dict[str, NDArray[Any]]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    titles: Texts
    places: Texts
    occupations: Texts
    areas: Texts
    _kept: dict[Hashable, tuple[int, Any]] = field(default_factory=dict)
    #: What is about one posting, with the posting and its employer.
    _about: dict[Hashable, tuple[int, Any, tuple[int, int]]] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return how many offers are held, those that ended by now included."""
        return len(self.columns["posting"])

    # --- which ----------------------------------------------------------------------------------------------------

    def live(self, at: dt.datetime) -> Mask:
        """Say of each offer whether people may be sent to it at a moment."""
        found: Mask = self.columns["until"] > micros(at)
        return found

    def at_offices(self, offices: Collection[int]) -> Mask:
        """Say of each offer whether it is of one of these offices."""
        return np.isin(self.columns["office"], np.fromiter(offices, np.int64))

    def of_kind(self, kind: str) -> Mask:
        """Say of each offer whether it lasts so long."""
        found: Mask = self.columns["kind"] == KINDS.index(kind)
        return found

    def titled(self, words: str) -> Mask:
        """Say of each offer whether its title holds a text, whatever its case."""
        wanted = words.casefold()
        return self.titles.which(self.columns["title"], lambda title: wanted in title)

    def placed(self, words: str) -> Mask:
        """Say of each offer whether the name of its place holds a text."""
        wanted = words.casefold()
        return self.places.which(self.columns["place"], lambda place: wanted in place)

    def in_area(self, code: str) -> Mask:
        """Say of each offer whether its division's code begins so."""
        return self.areas.which(self.columns["area"], lambda area: area.startswith(code))

    def of_occupations(self, codes: Iterable[str]) -> Mask:
        """Say of each offer whether it is of one of these occupations."""
        return np.isin(self.columns["occupation"], self.occupations.known(codes))

    @property
    def private(self) -> Mask:
        """Say of each offer whether a private person makes it."""
        found: Mask = self.columns["private"]
        return found

    def until(self, posting: int) -> dt.datetime:
        """Return the first moment at which an offer is over; long ago for one that is not held."""
        rows = np.flatnonzero(self.columns["posting"] == posting)
        return EPOCH + dt.timedelta(microseconds=int(self.columns["until"][rows[0]])) if len(rows) else EPOCH

    # --- in what order --------------------------------------------------------------------------------------------

    def newest(self, chosen: Mask, most: int, *, by: str = "published", day_labour_first: bool = False) -> Rows:
        """Return the first rows of the chosen, newest first; ties by the newer posting."""
        rows = np.flatnonzero(chosen)
        moments = self.columns[by][rows]
        # Later than any moment of this market, so that whatever is no day labour comes behind all that is.
        late = self._latest if day_labour_first else 0
        age = late - moments + (self.columns["kind"][rows] != KINDS.index(PostingKind.GIG)) * late
        if most < len(rows):
            # All that tie with the last one are kept for the exact order.
            rows_kept = age <= np.partition(age, most)[most]
            rows, age = rows[rows_kept], age[rows_kept]
        order = np.lexsort((-self.columns["posting"][rows], age))[:most]
        return rows[order].astype(np.intp)

    @cached_property
    def _latest(self) -> int:
        return int(self.columns["published"].max(initial=0)) + 1

    def soonest(self, chosen: Mask, at: dt.datetime) -> Rows:
        """Return the chosen rows by kind, what starts soonest first, ties by the newer posting."""
        rows = np.flatnonzero(chosen)
        if not len(rows):
            return rows
        firsts = np.concatenate([[0], np.cumsum(self.columns["shifts"])[:-1]])
        starts = np.minimum.reduceat(np.where(self.ends > micros(at), self.starts, NEVER), firsts)
        order = np.lexsort((-self.columns["posting"][rows], starts[rows], self.columns["kind"][rows]))
        return rows[order]

    # --- what was worked out --------------------------------------------------------------------------------------

    def keep(
        self, key: Hashable, at: dt.datetime, make: Callable[[], tuple[T, dt.datetime]],
        about: Callable[[T], int | None] | None = None,
    ) -> T:  # fmt: skip
        """Return what `make` gives, made once until the moment that comes with it or until the market changes.

        :param make: returns the value and the moment from which it may be untrue.
        :param about: names the one posting that all of it is about: then it is kept until that one or its employer
            changes, whatever else does.
        """
        known: T | None = self.known(key, at)
        if known is not None:
            return known
        value, until = make()
        posting = about(value) if about is not None else None
        if posting is not None:
            self.hold(key, at, value, until, posting)
        elif not connection.in_atomic_block:  # what is seen there may never be committed
            _make_room(self._kept, MOST_KEPT, at)
            self._kept[key] = (micros(until), value)
        return value

    def known(self, key: Hashable, at: dt.datetime) -> Any:
        """Return what is kept under a key and true at a moment, else None."""
        found = self._about.get(key) or self._kept.get(key)
        return found[1] if found is not None and found[0] > micros(at) else None

    def hold(self, key: Hashable, at: dt.datetime, value: Any, until: dt.datetime, posting: int) -> None:
        """Keep what is about one offer until a moment, or until that posting or its employer changes."""
        employers = self.columns["employer"][self.columns["posting"] == posting].tolist()
        if employers and not connection.in_atomic_block:
            _make_room(self._about, MOST_ABOUT, at)
            self._about[key] = (micros(until), value, (posting, employers[0]))

    # --- changing -------------------------------------------------------------------------------------------------

    def replaced(
        self, rows: Sequence[tuple[Any, ...]], postings: Collection[int], employers: Collection[int], cursor: Cursor
    ) -> Market:
        """Return a market with `rows` in the place of all offers of some postings and employers."""
        gone = np.isin(self.columns["posting"], np.fromiter(postings, np.int64))
        gone |= np.isin(self.columns["employer"], np.fromiter(employers, np.int64))
        stays = ~gone
        stay_shifts = np.repeat(stays, self.columns["shifts"])
        added = _columns(rows, self)
        still = {
            key: known
            for key, known in self._about.copy().items()
            if known[2][0] not in postings and known[2][1] not in employers
        }
        return Market(
            cursor, self.read_at,
            {name: np.concatenate([self.columns[name][stays], added[name]]) for name in NUMBERS},
            np.concatenate([self.starts[stay_shifts], added["starts"]]),
            np.concatenate([self.ends[stay_shifts], added["ends"]]),
            self.titles, self.places, self.occupations, self.areas, _about=still,
        )  # fmt: skip


def _make_room(kept: dict[Hashable, Any], most: int, at: dt.datetime) -> None:
    """Where too much is kept, let go what is over by now, and if that is not enough the older half."""
    if len(kept) < most:
        return
    standing = kept.copy()
    over = [key for key, known in standing.items() if known[0] <= micros(at)]
    for key in over if len(over) > most // 10 else list(standing)[: most // 2]:
        kept.pop(key, None)


def _empty(cursor: Cursor, at: dt.datetime) -> Market:
    nothing = np.zeros(0, np.int64)
    columns: dict[str, NDArray[Any]] = dict.fromkeys(NUMBERS, nothing)
    columns |= {"private": np.zeros(0, np.bool_), "lat": np.zeros(0, np.int32), "lng": np.zeros(0, np.int32)}
    return Market(cursor, micros(at), columns, nothing, nothing, Texts(), Texts(), Texts(), Texts())


def _rows(
    at: dt.datetime, *, between: tuple[int, int] | None = None, only: Collection[int] = (),
    employers: Collection[int] = (),
) -> list[tuple[Any, ...]]:  # fmt: skip
    """Read the shifts of live postings with what stands about the posting, those of a posting together; one query.

    :param between: a stretch of postings' ids, the first left out. :param only, employers: just these, and those of
        these employers; both empty: all.
    """
    chosen = Q(posting_id__in=list(only)) | Q(posting__employer_id__in=list(employers)) if only or employers else Q()
    if between is not None:
        chosen &= Q(posting_id__gt=between[0], posting_id__lte=between[1])
    found = (
        Shift.objects.kept()
        .filter(
            chosen, fresh(at, "posting__"),
            posting__review_state=ReviewState.APPROVED, posting__publish_state=PublishState.PUBLISHED,
            posting__valid_until_at__gt=at, posting__employer__verify_state="verified",
            posting__employer__reverify_on__gt=at.astimezone(LOCAL).date(), posting__employer__suspended_since=None,
        )
        .order_by("posting_id", "starts_at", "pk")
    )  # fmt: skip
    return list(
        found.values_list(
            "posting_id", "starts_at", "ends_at", F("headcount") - F("taken"), "posting__office_id",
            "posting__employer_id", "posting__kind", "posting__employer__kind", "posting__published_at",
            "posting__last_confirmed_at", "posting__valid_until_at", "posting__employer__reverify_on",
            "posting__terms__lat_e6", "posting__terms__lng_e6", "posting__terms__occupation_code",
            "posting__terms__title", "posting__terms__place_name", "posting__terms__area_code",
        )
    )  # fmt: skip


def _columns(rows: Sequence[tuple[Any, ...]], market: Market) -> dict[str, NDArray[Any]]:
    """Return the columns of what was read, `starts` and `ends` of the shifts beside them."""
    offers: list[tuple[Any, ...]] = []
    starts: list[int] = []
    ends: list[int] = []
    last, first = None, 0
    for row in rows:
        if row[0] != last:
            last, first = row[0], len(starts)
            offers.append((row, first, []))
        starts.append(micros(row[1]))
        ends.append(NEVER if row[2] is None else micros(row[2]))
        if row[3] > 0:
            offers[-1][2].append(ends[-1])
    table = []
    for at, (row, first, free) in enumerate(offers):
        (posting, _s, _e, _left, office, employer, kind, employer_kind, published, confirmed, valid, reverify_on, lat,
         lng, occupation, title, place, area) = row  # fmt: skip
        until = min(valid, confirmed + LEAVES_AFTER[kind], midnight_of(reverify_on))
        after = offers[at + 1][1] if at + 1 < len(offers) else len(starts)
        table.append(
            (posting, office, employer, KINDS.index(kind), employer_kind == EmployerKind.HOUSEHOLD, micros(published),
             micros(confirmed), min(micros(until), max(free, default=LONG_AGO)), NO_POINT if lat is None else lat,
             NO_POINT if lng is None else lng, market.occupations.number(occupation),
             market.titles.number(title.casefold()), market.places.number(place.casefold()), market.areas.number(area),
             after - first)
        )  # fmt: skip
    columns = dict(zip(NUMBERS, zip(*table, strict=True), strict=True)) if table else dict.fromkeys(NUMBERS, ())
    kinds = {"private": np.bool_, "lat": np.int32, "lng": np.int32}
    found: dict[str, NDArray[Any]] = {
        name: np.array(values, kinds.get(name, np.int64)) for name, values in columns.items()
    }
    return found | {"starts": np.array(starts, np.int64), "ends": np.array(ends, np.int64)}


_market: Market | None = None
_changing = threading.Lock()


def market(at: dt.datetime) -> Market:
    """Return the market with every committed change in it; one query where nothing was written.

    Inside a transaction nothing is kept, because what is seen there may never be committed; nor for a moment before
    the market was read.
    """
    global _market
    if connection.in_atomic_block or (_market is not None and micros(at) < _market.read_at):
        known = _market
        return _alone(at) if known is None or micros(at) < known.read_at else _brought_up(known, at) or _alone(at)
    with _changing:
        found = _brought_up(_market, at) if _market is not None else None
        _market = found or _read_anew(at)
        return _market


def _alone(at: dt.datetime) -> Market:
    """Read everything for one look; one query."""
    return _empty(Cursor(), at).replaced(_rows(at), (), (), Cursor())


def _read_anew(at: dt.datetime) -> Market:
    """Read everything; the cursor is made before, so that what is written meanwhile is read once more."""
    found = _empty(begin(), at)
    for stretch in id_stretches(STRETCH):  # rows take ten times the memory of columns
        found = found.replaced(_rows(at, between=stretch), (), (), found.cursor)
    return found


def _brought_up(known: Market, at: dt.datetime) -> Market | None:
    """Return the market as of now, the same one where nothing changed; None where that cannot be known."""
    look = changes_since(known.cursor)
    if look is None:
        return None
    postings, employers = look.rows.get(Topic.POSTING, set()), look.rows.get(Topic.EMPLOYER, set())
    if len(postings) + len(employers) > MOST_CHANGED:
        return None
    if not postings and not employers:
        if not connection.in_atomic_block:
            known.cursor = look.cursor
        return known
    return known.replaced(_rows(at, only=postings, employers=employers), postings, employers, look.cursor)


def warm() -> None:
    """Read what is on offer beside the first requests of a process."""
    try:
        market(timezone.now())
    except Exception:  # a request does the same and says what is wrong
        log.exception("postings.market_not_read")
    finally:
        connections.close_all()  # of this thread, which ends


def forget() -> None:
    """Keep nothing: the next look begins as a fresh process does."""
    global _market
    with _changing:
        _market = None
