"""Which postings of a snapshot one person is shown, and why the others are not: arrays in, a few rows out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yizhan.engine import Failure, People, Postings, failures, newest_first, rank_postings
from yizhan.matching.columns import mobility
from yizhan.matching.enums import Hindrance
from yizhan.matching.offers import OnOffer
from yizhan.matching.words import FAILURES

BLOCK = 1 << 15
#: Bit of a promise elsewhere beside the engine's own bits.
BUSY = 1 << 30


@dataclass(frozen=True)
class Unlisted:
    """So many were not offered for this reason first."""

    code: str
    label: str
    count: int


@dataclass(frozen=True)
class Chosen:
    """The first postings of a list, each at its best shift, taken out of the snapshot.

    :param table: their rows, best first. :param postings: the posting of each. :param points: 0 where none are given.
    :param shifts: posting -> how many of its shifts suit.
    :param suitable: how many postings suit; :param considered: how many were looked at.
    """

    table: Postings
    postings: tuple[int, ...]
    points: tuple[int, ...]
    shifts: dict[int, int]
    suitable: int
    considered: int
    unlisted: tuple[Unlisted, ...]


def choose(
    people: People, offers: OnOffer, promises: Sequence[tuple[dt.datetime, dt.datetime]], k: int, *, personal: bool
) -> Chosen:
    """Return the best k postings (or, not `personal`, those confirmed last) for the one row of `people`.

    Every open row is asked for what fails, because the page says of all that are not listed why; the kernel then
    orders those that are left.
    """
    snapshot, rows = offers.snapshot, offers.rows
    bits = _failures(people, offers) | np.where(snapshot.clashes(rows, promises), BUSY, 0)
    owners = snapshot.beside["posting_id"][rows]
    considered, unlisted = counted(bits, owners)
    found, shifts = np.unique(owners[bits == 0], return_counts=True)
    positions, points = first_of_each(people, offers, rows[bits == 0], k, len(found), personal=personal)
    return Chosen(
        table=snapshot.index.take(positions),
        postings=tuple(snapshot.beside["posting_id"][positions].tolist()),
        points=tuple(points.tolist()),
        shifts=dict(zip(found.tolist(), shifts.tolist(), strict=True)),
        suitable=len(found),
        considered=considered,
        unlisted=unlisted,
    )


def _failures(people: People, offers: OnOffer) -> NDArray[np.int32]:
    """Return what fails for each row, a block after the other: a block's columns stay close to the processor."""
    index, rows = offers.snapshot.index, offers.rows
    blocks = [rows[first : first + BLOCK] for first in range(0, max(len(rows), 1), BLOCK)]
    return np.concatenate([failures(people, 0, index, mobility=mobility(), positions=block) for block in blocks])


def first_of_each(
    people: People, offers: OnOffer, suitable: NDArray[np.intp], k: int, postings: int, *, personal: bool
) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """Return the best row of each of the first k postings; more rows are asked for until so many postings are met."""
    index, wanted = offers.snapshot.index, min(k, postings)
    among = np.zeros(len(index), np.bool_)
    among[suitable] = True
    rank = rank_postings if personal else newest_first
    asked = 2 * wanted + 8
    while wanted:
        ranked, points = rank(people, index, asked, mobility=mobility(), among=among).row()
        _, first = np.unique(offers.snapshot.beside["posting_id"][ranked], return_index=True)
        if len(first) >= wanted or len(ranked) < asked:
            first = np.sort(first)[:wanted]
            return ranked[first].astype(np.intp), points[first]
        asked *= 4
    return np.zeros(0, np.intp), np.zeros(0, np.int32)


def counted(bits: NDArray[Any], owners: NDArray[Any]) -> tuple[int, tuple[Unlisted, ...]]:
    """Count each owner once: offered if any of its rows is, else under the first reason of its least hindered row.

    Of equally hindered rows the one with the smallest bits speaks, so that the order of the rows never matters.

    :param bits: failures of each row. :param owners: to what each row belongs.
    :returns: how many owners there are, and the counts of those not offered, the most frequent first.
    """
    if not len(bits):
        return 0, ()
    hindered = np.bitwise_count(bits.astype(np.uint32)).astype(np.int64)
    order = np.lexsort((bits, owners * 32 + hindered))  # ids are far below 2^58, and there are 31 bits at most
    found, first = np.unique(owners[order], return_index=True)
    least = bits[order][first]
    counts: dict[Hindrance, int] = {}
    for flag, hindrance in _ordered_flags():
        hit = (least & flag) != 0
        counts[hindrance] = counts.get(hindrance, 0) + int(hit.sum())
        least = np.where(hit, 0, least)
    rows = [Unlisted(h.value, str(h.label), n) for h, n in counts.items() if n]
    return len(found), tuple(sorted(rows, key=lambda each: (-each.count, each.code)))


def _ordered_flags() -> Iterable[tuple[int, Hindrance]]:
    for failure, hindrance in FAILURES:
        yield int(failure), hindrance
        if failure == Failure.PLACES:
            yield BUSY, Hindrance.BUSY
