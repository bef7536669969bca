"""Which one change opens most: to a person, to an employer. Counted exactly, in one pass over the other side.

The rule: docs/engine/advice.md (`advice-1`). A change opens a pair when the pair fails for that reason alone, and by
no more than the change gives; so one look at every pair's failures answers all changes at once.
"""

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yizhan.engine import _fast
from yizhan.engine._columns import BadColumn, BadKnob, Flags
from yizhan.engine.door import PERSON_CHOOSES, Failure, Mobility, People, Postings, Weights
from yizhan.engine.recommend import failures, failures_of_people

NEAR_WORK_BP = 4000
"""Only work of the same 中类 as a wish, or as near by the mobility table, is counted."""


class Change(enum.StrEnum):
    """What a person, or an employer, could change."""

    CERTIFICATE = "certificate"
    DISTANCE = "distance"
    PAY = "pay"
    WEEKLY = "weekly"
    LODGING = "lodging"
    AGE_LIMIT = "age_limit"


@dataclass(frozen=True)
class Advice:
    """One change and what it opens.

    amount  CERTIFICATE: the bit; DISTANCE: metres more; PAY: fen a day less (an employer: more); WEEKLY: the part of
            the week, weekday · 4 + part; LODGING and AGE_LIMIT: 0
    rows    postings (an employer: people) that this change alone opens
    places  places left on those postings (an employer: places those people would take together, crews counted whole)
    """

    change: Change
    amount: int
    rows: int
    places: int


@dataclass(frozen=True)
class Advices:
    """How many rows and places are open now, and what each change would add, the most places first."""

    rows: int
    places: int
    changes: tuple[Advice, ...]


def advise(
    people: People,
    person: int,
    postings: Postings,
    *,
    more_m: Sequence[int] = (1000, 2000, 5000),
    less_fen: Sequence[int] = (1000, 2000, 5000),
    weights: Weights = PERSON_CHOOSES,
    mobility: Mobility | None = None,
    near_bp: int = NEAR_WORK_BP,
) -> Advices:
    """What one change opens for person `person`, among work near a wish.

    Exact: `rows` is what asking again with that change would find more. Order: places, then rows, descending, then
    the order of `Change`, then the smaller amount. What opens nothing is left out. O(m).

    :raises BadColumn: a row that is not there. :raises BadKnob: a step that is not a whole number of at least 1.
    """
    _steps("more_m", more_m)
    _steps("less_fen", less_fen)
    failed = failures(people, person, postings, weights=weights, mobility=mobility)
    if not len(postings):
        return Advices(0, 0, ())
    p, q = _fast.one_row(people, person), _fast.Window(postings, _fast.EVERY_ROW)
    counted = _near_enough(p, q, weights, mobility, near_bp)
    needed: dict[Failure, Callable[[NDArray[np.intp]], NDArray[np.int64]]] = {
        Failure.DISTANCE: lambda rows: _fast.distance_m(p, q.only(rows)) - people.max_distance_m[person],
        Failure.PAY: lambda rows: people.min_pay_fen[person].astype(np.int64) - postings.pay_fen[rows],
    }
    count = _Count(failed, counted, postings.places_left)
    found = [
        *count.by_bit(Change.CERTIFICATE, Failure.CERTIFICATE, postings.certificates, people.certificates[person]),
        *count.by_step(Change.DISTANCE, Failure.DISTANCE, needed[Failure.DISTANCE], more_m),
        *count.by_step(Change.PAY, Failure.PAY, needed[Failure.PAY], less_fen),
        *count.by_part(Failure.WEEKLY_TIMES, postings.weekly, int(people.weekly[person])),
    ]
    return count.answer(found)


def advise_posting(
    postings: Postings,
    posting: int,
    people: People,
    *,
    more_fen: Sequence[int] = (1000, 2000, 5000),
    would_lodge: Flags | None = None,
    weights: Weights = PERSON_CHOOSES,
    mobility: Mobility | None = None,
    near_bp: int = NEAR_WORK_BP,
) -> Advices:
    """What one change of a posting opens: more pay, lodging, one requirement dropped.

    `would_lodge` (bool[n]) are the people for whom distance no longer counts where lodging is given. A posting whose
    pay is unknown is not compared. Order, exactness and errors as of `advise`. O(n).

    :raises BadColumn: a row that is not there, `would_lodge` of the wrong length.
    """
    _steps("more_fen", more_fen)
    failed = failures_of_people(postings, posting, people, weights=weights, mobility=mobility)
    if would_lodge is not None and np.asarray(would_lodge).shape != (len(people),):
        raise BadColumn(f"would_lodge: {len(people)} times true or false is needed.")
    if not len(people):
        return Advices(0, 0, ())
    p, q = _fast.Window(people, _fast.EVERY_ROW), _fast.one_row(postings, posting)
    counted = _near_enough(p, q, weights, mobility, near_bp)
    pay = int(postings.pay_fen[posting])
    count = _Count(failed, counted, people.party_size)
    found = [
        *count.by_bit(Change.CERTIFICATE, Failure.CERTIFICATE, postings.certificates[posting], people.certificates),
        *count.by_step(Change.PAY, Failure.PAY, lambda rows: people.min_pay_fen[rows].astype(np.int64) - pay, more_fen),
        *count.by_part(Failure.WEEKLY_TIMES, int(postings.weekly[posting]), people.weekly),
        count.whole(Change.AGE_LIMIT, Failure.AGE_LIMIT, None),
    ]
    if would_lodge is not None:
        found.append(count.whole(Change.LODGING, Failure.DISTANCE, np.asarray(would_lodge, np.bool_)))
    return count.answer(found)


class _Count:
    """Counts rows and places that one failure alone keeps shut."""

    def __init__(self, failed: NDArray[np.int32], counted: Flags, places: NDArray[np.int32]) -> None:
        self.failed = failed
        self.counted = counted
        self.places = places.astype(np.int64)

    def _only(self, failure: Failure) -> NDArray[np.intp]:
        return np.flatnonzero(self.counted & (self.failed == failure))

    def _advice(self, change: Change, amount: int, rows: NDArray[np.intp]) -> Advice:
        return Advice(change, amount, len(rows), int(self.places[rows].sum()))

    def by_step(
        self,
        change: Change,
        failure: Failure,
        needed: Callable[[NDArray[np.intp]], NDArray[np.int64]],
        steps: Sequence[int],
    ) -> Iterable[Advice]:
        """One for each step: the rows that need no more than it."""
        rows = self._only(failure)
        lacking = needed(rows)
        for step in steps:
            yield self._advice(change, step, rows[lacking <= step])

    def by_bit(
        self, change: Change, failure: Failure, needed: NDArray[np.uint64], held: NDArray[np.uint64]
    ) -> Iterable[Advice]:
        """One for each bit that is, alone, what a row lacks."""
        rows = self._only(failure)
        lacking = np.broadcast_to(needed & ~held, (len(self.failed), max(needed.shape[-1], held.shape[-1])))[rows]
        alone = np.bitwise_count(lacking).sum(axis=1) == 1
        rows, lacking = rows[alone], lacking[alone]
        word = (lacking != 0).argmax(axis=1)
        values = lacking[np.arange(len(rows)), word]
        bit = np.bitwise_count(values - np.uint64(1)).astype(np.int64) + 64 * word
        for number in np.unique(bit).tolist():
            yield self._advice(change, number, rows[bit == number])

    def by_part(self, failure: Failure, needed: Any, free: Any) -> Iterable[Advice]:
        """One for each part of the week that is, alone, what is missing."""
        rows = self._only(failure)
        lacking = np.broadcast_to(np.asarray(needed & ~np.asarray(free), np.uint32), self.failed.shape)[rows]
        for part in range(28):
            yield self._advice(Change.WEEKLY, part, rows[lacking == np.uint32(1 << part)])

    def whole(self, change: Change, failure: Failure, among: Flags | None) -> Advice:
        """A requirement that is dropped whole."""
        rows = self._only(failure)
        return self._advice(change, 0, rows if among is None else rows[among[rows]])

    def answer(self, found: Iterable[Advice]) -> Advices:
        """Now, and the changes that open something."""
        order = list(Change)
        changes = sorted(
            (advice for advice in found if advice.rows),
            key=lambda a: (-a.places, -a.rows, order.index(a.change), a.amount),
        )
        now = self._only(Failure(0))
        return Advices(len(now), int(self.places[now].sum()), tuple(changes))


def _near_enough(p: _fast.Window, q: _fast.Window, w: Weights, near: Mobility | None, near_bp: int) -> Flags:
    if type(near_bp) is not int or not 0 <= near_bp <= 10_000:
        raise BadKnob(f"near_bp: {near_bp!r} is not a whole number between 0 and 10000.")
    result: Flags = _fast.closeness(p, q, w, near) >= near_bp
    return result


def _steps(name: str, steps: Sequence[int]) -> None:
    for step in steps:
        if type(step) is not int or step < 1:
            raise BadKnob(f"{name}: {step!r} is not a whole number of at least 1.")
