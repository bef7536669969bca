"""The installation's open postings as packed columns: read once, then changed row by row.

A snapshot is as of one day and stands on a cursor in the table of changes. What the clock alone changes within the day
is asked at reading (`open_at`); what changes with the day (how old a word is, which dates lie ahead) is worked out anew
from the columns, without the database (`repacked`). docs/matching.md says how it is kept true.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from yizhan.engine import PostingIndex, Postings
from yizhan.matching.columns import Columns, days_ago, posting_arrays, skill_bits, skill_words
from yizhan.postings.queries import (
    PostingRow,
    dated_masks,
    id_stretches,
    midnight_of,
    posting_columns,
)
from yizhan.shared.changes.cursor import Cursor

#: After every end, and before every beginning, in microseconds.
NEVER, LONG_AGO = np.iinfo(np.int64).max, np.iinfo(np.int64).min
#: Postings' ids that are read at once: a province is not held as rows.
STRETCH = 20_000
SECOND = 1_000_000
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

#: Columns beside the engine's, in the order of the packed rows; all of them int64, is_dated 0 or 1.
BESIDE = ("posting_id", "office_id", "employer_id", "starts", "ends", "valid_until", "confirmed", "is_dated")


def micros(moment: dt.datetime) -> int:
    """Return a moment in whole microseconds, as the database keeps it."""
    return (moment - EPOCH) // dt.timedelta(microseconds=1)


def beside_arrays(rows: Sequence[PostingRow]) -> Columns:
    """Return what the clock, promises and changes ask; `confirmed` is the employer's word before it sank."""
    return {
        "posting_id": _column(r.posting_id for r in rows),
        "office_id": _column(r.office_id for r in rows),
        "employer_id": _column(r.employer_id for r in rows),
        "starts": _column(micros(r.starts_at) for r in rows),
        "ends": _column(NEVER if r.ends_at is None else micros(r.ends_at) for r in rows),
        "valid_until": _column(micros(r.valid_until_at) for r in rows),
        "confirmed": _column(micros(r.confirmed_at + dt.timedelta(days=r.sunk_days)) for r in rows),
        "is_dated": _column(r.ends_at is not None and not r.week_mask for r in rows),
    }


def _column(values: Any) -> NDArray[np.int64]:
    return np.fromiter(values, np.int64)


@dataclass(frozen=True, eq=False)
class Offers:
    """A few open shifts as a table, in the order of their rows.

    :param columns: the table's and `BESIDE`. :param bits: the number of each skill.
    """

    columns: Columns
    table: Postings
    bits: dict[str, int]

    @classmethod
    def of(cls, rows: Sequence[PostingRow], day: dt.date) -> Offers:
        """Make the columns and check them."""
        bits = skill_bits(rows)
        columns = posting_arrays(rows, bits, day)
        return cls(columns | beside_arrays(rows), Postings(**columns), bits)


@dataclass(eq=False)
class Snapshot:
    """Packed postings with what stands beside them.

    :param day: the local date as of which `dated` and `days_since_confirmed` are.
    :param cursor: which changes are in it.
    :param index: the engine's columns; `Ranking.index` and `among` speak of positions in it.
    :param beside: `BESIDE`, as long as the index has room. A row that was replaced has `valid_until` LONG_AGO.
    :param by_posting, by_employer: positions of the sorted rows in the order of these ids.
    :param bits: the number of each skill.
    """

    day: dt.date
    cursor: Cursor
    index: PostingIndex
    beside: dict[str, NDArray[np.int64]]
    by_posting: NDArray[np.int32]
    by_employer: NDArray[np.int32]
    bits: dict[str, int]
    _scopes: dict[tuple[int, ...], tuple[int, NDArray[np.intp]]] = field(default_factory=dict)

    def __len__(self) -> int:
        """Rows held, those that were closed included."""
        return len(self.index)

    @property
    def is_nearly_full(self) -> bool:
        """Say whether more than half of the room for added rows is used."""
        return 2 * self.index.tail > len(self.index.cold) - len(self.by_posting)

    # --- making ---------------------------------------------------------------------------------------------------

    @classmethod
    def of(
        cls, columns: Columns, beside: Mapping[str, NDArray[np.int64]], bits: dict[str, int], day: dt.date,
        cursor: Cursor,
    ) -> Snapshot:  # fmt: skip
        """Pack columns that stand in any order."""
        index = PostingIndex.of(Postings(**columns))
        order = index.number_by_position()
        room = len(index.cold) - len(index)
        packed = {name: np.pad(beside[name][order], (0, room)) for name in BESIDE}
        held = len(index)
        by_posting, by_employer = (
            np.argsort(packed[name][:held], kind="stable").astype(np.int32) for name in ("posting_id", "employer_id")
        )
        return cls(day, cursor, index, packed, by_posting, by_employer, bits)

    @classmethod
    def read(cls, day: dt.date, cursor: Cursor) -> Snapshot:
        """Read every posting that was live at some moment of a day so far; three queries a stretch of ids.

        :param cursor: made before: what is written while this reads is then read once more, and nothing is missed.
        """
        at, bits = midnight_of(day), dict[str, int]()
        engine, beside = [posting_arrays([], bits, day)], [beside_arrays([])]
        for stretch in id_stretches(STRETCH):
            rows = posting_columns(None, at, between=stretch)
            bits = skill_bits(rows, bits)
            engine.append(posting_arrays(rows, bits, day))
            beside.append(beside_arrays(rows))
        return cls.of(joined(engine), joined(beside), bits, day, cursor)

    def copy(self) -> Snapshot:
        """Return one that may be changed without anybody else seeing it."""
        arrays = {name: array.copy() for name, array in self.index.arrays().items()}
        beside = {name: column.copy() for name, column in self.beside.items()}
        index = PostingIndex.from_arrays(arrays)
        return Snapshot(self.day, self.cursor, index, beside, self.by_posting, self.by_employer, self.bits)

    def repacked(
        self, day: dt.date, rows: Sequence[PostingRow] = (), sunk: Mapping[int, int] | None = None
    ) -> Snapshot:
        """Return the same rows as of a day, packed anew with `rows` among them; what is over by then is left out.

        :param sunk: for another day than the snapshot's: by how many days the words of employers sank by then.
        """
        live = np.flatnonzero(self.open_at(midnight_of(day)))
        columns, beside = self.index.columns(live), {name: self.beside[name][live] for name in BESIDE}
        if sunk is not None:
            said = beside["confirmed"] - 86_400 * SECOND * _looked_up(beside["employer_id"], sunk)
            columns |= {"days_since_confirmed": days_ago(said // SECOND, day), "dated": _dated(beside, day)}
        bits = skill_bits(rows, self.bits)
        return Snapshot.of(
            joined([columns, posting_arrays(rows, bits, day)]), joined([beside, beside_arrays(rows)]), bits, day,
            self.cursor,
        )  # fmt: skip

    # --- changing -------------------------------------------------------------------------------------------------

    def positions_of(self, postings: Collection[int], employers: Collection[int]) -> NDArray[np.intp]:
        """Return where the rows of some postings and of some employers' postings stand, closed ones left out."""
        found = [self._found("posting_id", self.by_posting, postings)]
        found.append(self._found("employer_id", self.by_employer, employers))
        positions = np.unique(np.concatenate(found))
        standing: NDArray[np.intp] = positions[self.beside["valid_until"][positions] != LONG_AGO]
        return standing

    def _found(self, name: str, order: NDArray[np.int32], ids: Collection[int]) -> NDArray[np.intp]:
        column, asked, packed = self.beside[name], np.array(sorted(ids), np.int64), len(order)
        first, last = (np.searchsorted(column[:packed], asked, side, sorter=order) for side in ("left", "right"))
        stretches = [order[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True)]
        added = packed + np.flatnonzero(np.isin(column[packed : len(self)], asked))
        return np.concatenate([*stretches, added]).astype(np.intp)

    def change(self, rows: Sequence[PostingRow], postings: Collection[int], employers: Collection[int]) -> Snapshot:
        """Put `rows` in the place of all rows of some postings and employers; return the snapshot that has them.

        That is this one, changed where it stands, as long as there is room in it.
        """
        gone = self.positions_of(postings, employers)
        bits = skill_bits(rows, self.bits)
        if skill_words(bits) == skill_words(self.bits):
            columns, beside = posting_arrays(rows, bits, self.day), beside_arrays(rows)
            stays, where = self._same_but_for_places(columns, beside, gone)
            if self._append(columns, beside, np.flatnonzero(~stays)):
                self.bits = bits
                self._close(np.setdiff1d(gone, where[stays]))
                self.index.set_places_at(where[stays], columns["places_left"][stays])
                return self
        self._close(gone)
        return self.repacked(self.day, rows)

    def _append(self, columns: Columns, beside: Columns, chosen: NDArray[np.intp]) -> bool:
        first = len(self)
        if not self.index.append(Postings(**{name: column[chosen] for name, column in columns.items()})):
            return False
        for name in BESIDE:
            self.beside[name][first : first + len(chosen)] = beside[name][chosen]
        return True

    def _close(self, positions: NDArray[np.intp]) -> None:
        self.index.close_at(positions)
        self.beside["valid_until"][positions] = LONG_AGO

    def _same_but_for_places(
        self, columns: Columns, beside: Columns, gone: NDArray[np.intp]
    ) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
        """Say which new rows differ from a standing one in the places left alone, and where that one stands.

        That is nearly every change of a day: such a row is not added anew.
        """
        before = self.index.columns(gone)
        standing = dict(zip(before["key"].tolist(), range(len(gone)), strict=True))
        old = np.array([standing.get(key, -1) for key in columns["key"].tolist()], np.intp)
        same, met = old >= 0, old.clip(0)
        if not same.any():
            return same, met
        for name, column in columns.items():
            if name != "places_left":
                same &= (before[name][met] == column).reshape(len(met), -1).all(axis=1)
        for name in BESIDE:
            same &= self.beside[name][gone][met] == beside[name]
        return same, gone[met]

    def set_exposure(self, shares: Mapping[int, int]) -> int:
        """Give every row its posting's share of looks that it lacks, where it stands; return how many changed.

        :param shares: posting -> basis points; 0 where it is absent. Rows that stay as they are are not touched, so a
            mapped file's memory stays shared.
        """
        owners = self.beside["posting_id"][: len(self)]
        wanted = _looked_up(owners, shares).astype(np.int32)
        differs = np.flatnonzero(self.index.exposure != wanted)
        self.index.set_exposure_at(differs, wanted[differs])
        return len(differs)

    def shares(self) -> dict[int, int]:
        """Return posting -> basis points of every posting that is lifted."""
        lifted = np.flatnonzero(self.index.exposure)
        owners = self.beside["posting_id"][lifted]
        return dict(zip(owners.tolist(), self.index.exposure[lifted].tolist(), strict=True))

    # --- reading --------------------------------------------------------------------------------------------------

    def open_at(self, at: dt.datetime, positions: NDArray[np.intp] | slice | None = None) -> NDArray[np.bool_]:
        """Say of rows (of all unless given) whether they have neither run out nor ended."""
        rows = slice(len(self)) if positions is None else positions
        now = micros(at)
        found: NDArray[np.bool_] = (self.beside["valid_until"][rows] > now) & (self.beside["ends"][rows] > now)
        return found

    def rows_of(self, offices: tuple[int, ...]) -> NDArray[np.intp]:
        """Return the positions of the offices' rows, closed ones included; kept until rows are added."""
        known = self._scopes.get(offices)
        if known is None or known[0] != len(self):
            found = np.flatnonzero(np.isin(self.beside["office_id"][: len(self)], offices))
            known = self._scopes[offices] = (len(self), found)
        return known[1]

    def clashes(
        self, positions: NDArray[np.intp], promises: Sequence[tuple[dt.datetime, dt.datetime]]
    ) -> NDArray[np.bool_]:
        """Say of rows whether their days are named and overlap a promise."""
        found = np.zeros(len(positions), np.bool_)
        if promises:
            starts, ends = self.beside["starts"][positions], self.beside["ends"][positions]
            for starts_at, ends_at in promises:
                found |= (starts < micros(ends_at)) & (ends > micros(starts_at))
            found &= self.beside["is_dated"][positions] != 0
        return found


def joined(parts: Sequence[Columns]) -> Columns:
    """Return columns of several tables one after the other; fewer words of skills are filled up with none."""
    words = max((part["skills"].shape[1] for part in parts if "skills" in part), default=0)
    found = {}
    for name in parts[0]:
        columns = [part[name] for part in parts]
        if name == "skills":
            columns = [np.pad(column, ((0, 0), (0, words - column.shape[1]))) for column in columns]
        found[name] = np.concatenate(columns)
    return found


def _looked_up(ids: NDArray[np.int64], known: Mapping[int, int]) -> NDArray[np.int64]:
    """Return the value of each id, 0 where none is known."""
    keys = np.array(sorted(known), np.int64)
    values = np.array([known[each] for each in keys.tolist()] + [0], np.int64)
    places = np.searchsorted(keys, ids)
    return np.where(np.append(keys, -1)[places] == ids, values[places], 0)


def _dated(beside: Mapping[str, NDArray[np.int64]], day: dt.date) -> NDArray[np.uint64]:
    """Return the dates that rows need, as of a day; thousands of shifts share a few dozen stretches."""
    found = np.zeros((len(beside["starts"]), 4), np.uint64)
    dated = np.flatnonzero(beside["is_dated"])
    if len(dated):
        both = np.column_stack([beside["starts"][dated], beside["ends"][dated]])
        stretches, which = np.unique(both, axis=0, return_inverse=True)
        moments = [(_moment(starts), _moment(ends)) for starts, ends in stretches.tolist()]
        found[dated] = np.array(dated_masks(moments, day), np.uint64)[which.reshape(-1)]
    return found


def _moment(at: int) -> dt.datetime:
    return timezone.localtime(EPOCH + dt.timedelta(microseconds=at))
