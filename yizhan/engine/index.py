"""Postings packed for speed: 64 bytes a row, sorted by place and kind of work, changed row by row.

A `PostingIndex` holds the same postings as a `Postings` table and gives the same answers. It is made of a few integer
arrays that can lie in a mapped file and be shared by processes. Rows are sorted by (cell of a grid, 中类 of the
occupation, key); what cannot be placed on the map stands in a last cell of its own, and what was added since stands
behind the sorted rows until the next `of`. docs/engine/ranking.md says how it is searched.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from yizhan.engine._columns import UNKNOWN_UDEG, BadColumn, Bits, Flags, Ints, Keys
from yizhan.engine.door import Postings

# The seven int32 columns that every row is asked about first; each stands by itself: a processor reads eight at once.
LAT, LNG, PAY, CERT_LO, CERT_HI, WEEKLY, PLACES = range(7)
HOT = 7
# The nine int32 that only the rows need that passed; they stand side by side.
TERMS, OCCUPATION, DAYS, SKILL_LO, SKILL_HI, KEY_LO, KEY_HI, ROW, EXPOSURE = range(9)
COLD = 9
# The bit of WEEKLY above the 28 parts of a week.
HAS_TERMS = 1 << 28
"""The row's terms ask for more than a first day of work."""
WEEK_BITS = (1 << 28) - 1

# The int64 of a row of terms; further words of certificates, then of skills, follow.
START_ON, AGES, ELIGIBILITY, DATED = 0, 1, 2, 3
FIXED_TERMS = 7
# AGES: age_min + 256 · age_max + 65536 · ground accepted + 131072 · minor hazard
AGE_MAX, AGE_ACCEPTED, AGE_MINOR = 256, 1 << 16, 1 << 17

# The int64 of the header.
H_LAT, H_LNG, H_CELL, H_NY, H_NX, H_CELLS, H_GROUPS, H_CODES, H_SORTED, H_SIZE, H_FIRST_START = range(11)
H_CERT_WORDS, H_SKILL_WORDS, H_LAT_MOST, H_LNG_MOST, H_TERMS = range(11, 16)
HEADER = 16

CELL_UDEG = 45_000
"""Five kilometres from south to north."""
LEAST_TAIL = 1024
MOST_NEW_CODES = 256
ARRAYS = ("head", "hot", "cold", "terms", "starts", "slot", "until", "most_pay", "codes", "group_of", "by_key")


@dataclass(frozen=True, eq=False)
class PostingIndex:
    """Packed postings. Build with `PostingIndex.of`; change with `close`, `set_places` and `put`.

    head      int64[16]          sizes and the corner of the grid
    hot       int32[7,capacity]  what every row is asked about first: `head[H_SORTED]` sorted rows, then added ones
    cold      int32[capacity,9]  the rest of each row
    terms     int64[capacity, t] what few need and many share: first day, ages, eligibility, dated parts, more words
    starts    int32[(cells+1)·groups + 1] first row of every (occupied cell, 中类); the last cell is "nowhere"
    until     int32[ny·nx + 1]   how many sorted rows stand before a place of the grid, row by row from the south west
    slot      int32[ny·nx]       number of the occupied cell at a place of the grid, -1 = empty
    most_pay  int32[cells+1]     the best pay of a cell
    codes     int32[capacity]    the occupations that occur, ascending; those added since behind
    group_of  int32[codes]       中类 number of a code
    by_key    int32[sorted]      the sorted rows once more, in the order of their keys: where is the row with this key?
    """

    head: NDArray[np.int64]
    hot: NDArray[np.int32]
    cold: NDArray[np.int32]
    terms: NDArray[np.int64]
    starts: Ints
    slot: Ints
    until: Ints
    most_pay: Ints
    codes: Ints
    group_of: Ints
    by_key: Ints
    words: tuple[int, int] = field(init=False)
    """Words of certificates and of skills in a row."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_added", {})
        object.__setattr__(self, "_read", int(self.head[H_SORTED]))
        object.__setattr__(self, "_learnt", {})
        object.__setattr__(self, "words", (int(self.head[H_CERT_WORDS]), int(self.head[H_SKILL_WORDS])))

    def __len__(self) -> int:
        """Rows held, closed ones included."""
        return int(self.head[H_SIZE])

    @property
    def tail(self) -> int:
        """Rows added since the index was sorted; past a few thousand it is time for a new one."""
        return int(self.head[H_SIZE] - self.head[H_SORTED])

    @property
    def key(self) -> Keys:
        """int64[size]: keys in the order of the packed rows."""
        return _int64(self.cold[: len(self)], KEY_LO)

    @property
    def places(self) -> NDArray[np.int64]:
        """int64[size]: places left, in the order of the rows that `Ranking.index` numbers."""
        places = np.zeros(len(self), np.int64)
        places[self.cold[: len(self), ROW]] = self.hot[PLACES, : len(self)]
        return places

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays."""
        return sum(getattr(self, name).nbytes for name in ARRAYS)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays by name, to be written to a file; `from_arrays` takes them back, mapped or not."""
        return {name: getattr(self, name) for name in ARRAYS}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """An index over arrays that `arrays` gave, for instance mapped from a file.

        :raises BadColumn: an array is missing or does not have the length that the header says.
        """
        missing = [name for name in ARRAYS if name not in arrays]
        if missing:
            raise BadColumn(f"{missing[0]}: the packed columns lack it.")
        index = cls(**{name: arrays[name] for name in ARRAYS})
        head = index.head
        if len(head) != HEADER or not 0 <= head[H_SORTED] <= head[H_SIZE] <= len(index.cold):
            raise BadColumn("head: the packed columns are damaged.")
        if len(index.starts) != (head[H_CELLS] + 1) * head[H_GROUPS] + 1 or len(index.slot) != head[H_NY] * head[H_NX]:
            raise BadColumn("starts: the packed columns are damaged.")
        if len(index.by_key) != head[H_SORTED]:
            raise BadColumn("by_key: the packed columns are damaged.")
        return index

    @classmethod
    def of(cls, postings: Postings) -> Self:
        """Pack and sort a table. O(m log m); about a second for a million rows."""
        m = len(postings)
        known = postings.lat_udeg != UNKNOWN_UDEG
        grid = _Grid.over(postings.lat_udeg[known], postings.lng_udeg[known], m)
        codes, code_of = np.unique(postings.occupation, return_inverse=True)
        groups, group_of = np.unique(codes // 10_000, return_inverse=True)
        groups_count = max(len(groups), 1)
        cell = np.full(m, grid.cells, np.int64)
        cell[known] = grid.occupied(postings.lat_udeg[known], postings.lng_udeg[known])
        bucket = cell * groups_count + (group_of[code_of] if m else 0)
        order = np.lexsort((postings.key, bucket))
        capacity = m + max(LEAST_TAIL, m // 64)
        terms, terms_of = _distinct_terms(postings)
        hot, cold = np.zeros((HOT, capacity), np.int32), np.zeros((capacity, COLD), np.int32)
        hot[:, :m], cold[:m] = _packed(postings, code_of, terms_of, order)
        most_pay = np.full(grid.cells + 1, -1, np.int32)
        np.maximum.at(most_pay, cell, postings.pay_fen)
        starts = np.searchsorted(bucket[order], np.arange((grid.cells + 1) * groups_count + 1)).astype(np.int32)
        head = np.zeros(HEADER, np.int64)
        head[[H_LAT, H_LNG, H_CELL, H_NY, H_NX, H_CELLS]] = grid.lat, grid.lng, grid.size, grid.ny, grid.nx, grid.cells
        head[[H_LAT_MOST, H_LNG_MOST]] = grid.lat_most, grid.lng_most
        head[[H_GROUPS, H_CODES, H_SORTED, H_SIZE]] = groups_count, len(codes), m, m
        head[H_FIRST_START] = int(postings.start_on.min()) if m else 0
        head[[H_CERT_WORDS, H_SKILL_WORDS]] = postings.certificates.shape[1], postings.skills.shape[1]
        head[H_TERMS] = len(terms)
        return cls(
            head=head,
            hot=hot,
            cold=cold,
            terms=np.concatenate([terms, np.zeros((LEAST_TAIL, terms.shape[1]), np.int64)]),
            starts=starts,
            slot=grid.slot,
            until=np.concatenate(
                [[0], np.cumsum(np.bincount(cell, minlength=grid.cells + 1)[grid.slot] * (grid.slot >= 0))]
            ).astype(np.int32),
            most_pay=most_pay,
            codes=np.concatenate([codes, np.zeros(MOST_NEW_CODES, np.int32)]).astype(np.int32),
            group_of=group_of.astype(np.int32),
            by_key=np.argsort(postings.key[order]).astype(np.int32),
        )

    # -- changes: seen by the next question, in microseconds ------------------------------------------------

    def position(self, key: int) -> int:
        """Where the row with this key stands now.

        :raises BadColumn: there is none.
        """
        found = self._find(key)
        if found < 0:
            raise BadColumn(f"key: there is no row {key}.")
        return found

    def close(self, keys: Iterable[int]) -> None:
        """Offer these rows to nobody any more: their places are gone."""
        for key in keys:
            self.hot[PLACES, self.position(key)] = 0

    def set_places(self, key: int, places_left: int) -> None:
        """Note how many places are left."""
        if not 0 <= places_left < 2**31:
            raise BadColumn(f"places_left: {places_left} is out of range.")
        self.hot[PLACES, self.position(key)] = places_left

    def put(self, postings: Postings) -> bool:
        """Add rows, or change those whose key is there; False when there is no room left and `of` is due.

        A changed row is closed where it stands and added behind the sorted rows.
        """
        earlier = [position for position in map(self._find, postings.key.tolist()) if position >= 0]
        if not self.append(postings):
            return False
        self.close_at(np.array(earlier, np.intp))
        return True

    def append(self, postings: Postings) -> bool:
        """Add rows behind the sorted ones; False when there is no room left. Rows of the same keys stay as they are.

        ROW of an added row is its position here, since it has none in the table that the index was made from.
        """
        size = len(self)
        if size + len(postings) > len(self.cold) or self.head[H_TERMS] + len(postings) > len(self.terms):
            return False
        if not self._same_words(postings) or not self._learn_codes(postings.occupation):
            return False
        known = self.known_codes()
        code_of = np.array([np.flatnonzero(known == code)[0] for code in postings.occupation], np.int64)
        terms, terms_of = _distinct_terms(postings)
        hot, cold = _packed(postings, code_of, self._learn_terms(terms)[terms_of], np.arange(len(postings)))
        cold[:, ROW] = np.arange(size, size + len(postings))
        self.hot[:, size : size + len(postings)], self.cold[size : size + len(postings)] = hot, cold
        if len(postings):
            self.head[H_FIRST_START] = min(int(self.head[H_FIRST_START]) or 99_999_999, int(postings.start_on.min()))
        self.head[H_SIZE] = size + len(postings)
        return True

    def close_at(self, positions: NDArray[np.intp]) -> None:
        """Offer the rows at these positions to nobody any more."""
        self.hot[PLACES, positions] = 0

    def set_places_at(self, positions: NDArray[np.intp], places_left: Ints) -> None:
        """Note how many places are left at these positions."""
        self.hot[PLACES, positions] = places_left

    @property
    def exposure(self) -> NDArray[np.int32]:
        """int32[size]: `exposure_bp` in the order of the packed rows."""
        return self.cold[: len(self), EXPOSURE]

    def set_exposure_at(self, positions: NDArray[np.intp], exposure_bp: Ints) -> None:
        """Note how far the postings at these positions are from having been seen, 0 … 10 000.

        :raises BadColumn: out of that range.
        """
        if len(exposure_bp) and not 0 <= int(exposure_bp.min()) <= int(exposure_bp.max()) <= 10_000:
            raise BadColumn("exposure_bp: a share is 0 to 10000.")
        self.cold[positions, EXPOSURE] = exposure_bp

    def number_by_position(self) -> NDArray[np.int32]:
        """From now on `Ranking.index` and `among` speak of positions; return which row of the table each was.

        For who keeps further columns beside the packed ones, in their order.
        """
        rows = self.cold[: len(self), ROW].copy()
        self.cold[: len(self), ROW] = np.arange(len(self))
        return rows

    def _find(self, key: int) -> int:
        """Position of the row that holds this key now, -1 = none: the last one added, else the sorted one."""
        added: dict[int, int] = self._added  # type: ignore[attr-defined]
        sorted_rows, read = int(self.head[H_SORTED]), self._read  # type: ignore[attr-defined]
        if read < len(self):
            keys = _int64(self.cold[read : len(self)], KEY_LO).tolist()
            added.update(zip(keys, range(read, len(self)), strict=True))
            object.__setattr__(self, "_read", len(self))
        if key in added:
            return added[key]
        place = bisect_left(range(sorted_rows), key, key=lambda at: self._key_of(int(self.by_key[at])))
        if place < sorted_rows and self._key_of(int(self.by_key[place])) == key:
            return int(self.by_key[place])
        return -1

    def _key_of(self, position: int) -> int:
        return int(self.cold[position, KEY_HI]) << 32 | int(self.cold[position, KEY_LO]) & 0xFFFFFFFF

    def _same_words(self, postings: Postings) -> bool:
        words = postings.certificates.shape[1], postings.skills.shape[1]
        return not len(postings) or words == (self.head[H_CERT_WORDS], self.head[H_SKILL_WORDS])

    def known_codes(self) -> Ints:
        """The occupations that occur: the sorted ones, then those added since."""
        return self.codes[: self._codes_known()]

    def _codes_known(self) -> int:
        """Codes of the sorted part, and those added behind them (0 ends those; an unknown one stands in front)."""
        sorted_codes = int(self.head[H_CODES])
        return sorted_codes + int(np.count_nonzero(self.codes[sorted_codes:]))

    def _learn_codes(self, occupation: Ints) -> bool:
        known = self._codes_known()
        new = np.setdiff1d(occupation, self.known_codes())
        if not len(new):
            return True
        if known + len(new) > len(self.codes) or not new[0]:  # 0 cannot be told from an empty place
            return False
        self.codes[known : known + len(new)] = new
        return True

    def _learn_terms(self, terms: NDArray[np.int64]) -> NDArray[np.int64]:
        """Numbers of these rows of terms, new ones written behind; the first ones stand in rising order."""
        learnt: dict[bytes, int] = self._learnt  # type: ignore[attr-defined]
        in_order = len(self.terms) - LEAST_TAIL
        for number in range(in_order + len(learnt), int(self.head[H_TERMS])):
            learnt[self.terms[number].tobytes()] = number
        numbers = []
        for row in terms:
            number = bisect_left(range(in_order), row.tolist(), key=lambda at: self.terms[at].tolist())
            if number == in_order or (self.terms[number] != row).any():
                number = learnt.setdefault(row.tobytes(), in_order + len(learnt))
                if number == self.head[H_TERMS]:
                    self.terms[number] = row
                    self.head[H_TERMS] = number + 1
            numbers.append(number)
        return np.array(numbers, np.int64)

    # -- reading rows back ----------------------------------------------------------------------------------

    def take(self, positions: NDArray[np.intp]) -> Postings:
        """These packed rows as a table again: what was packed comes back whole."""
        return Postings(**self.columns(positions))

    def column(self, name: str, positions: NDArray[np.intp]) -> NDArray[np.int32]:
        """One of the columns of `ALONE` of these packed rows: many rows of one cost little, of all they cost much."""
        side, place = ALONE[name]
        found: NDArray[np.int32] = self.hot[place, positions] if side == "hot" else self.cold[positions, place]
        return self.codes[found] if name == "occupation" else found

    def columns(self, positions: NDArray[np.intp]) -> dict[str, NDArray[Any]]:
        """The columns of these packed rows."""
        hot, cold = self.hot[:, positions], self.cold[positions]
        terms = self.terms[cold[:, TERMS]]
        certificates, skills = int(self.head[H_CERT_WORDS]), int(self.head[H_SKILL_WORDS])
        ages = terms[:, AGES]
        more = FIXED_TERMS + certificates - 1
        return {
            "key": _int64(cold, KEY_LO),
            "occupation": self.codes[cold[:, OCCUPATION]],
            "certificates": np.column_stack([_int64(hot.T, CERT_LO), terms[:, FIXED_TERMS:more]]).view(np.uint64),
            "skills": np.column_stack([_int64(cold, SKILL_LO), terms[:, more : more + skills - 1]]).view(np.uint64),
            "weekly": (hot[WEEKLY] & WEEK_BITS).astype(np.uint32),
            "dated": np.ascontiguousarray(terms[:, DATED : DATED + 4]).view(np.uint64),
            "lat_udeg": hot[LAT],
            "lng_udeg": hot[LNG],
            "pay_fen": hot[PAY],
            "start_on": terms[:, START_ON].astype(np.int32),
            "minor_hazard": (ages & AGE_MINOR) != 0,
            "age_min": (ages & 255).astype(np.int32),
            "age_max": (ages // AGE_MAX & 255).astype(np.int32),
            "age_ground_accepted": (ages & AGE_ACCEPTED) != 0,
            "places_left": hot[PLACES],
            "eligibility": terms[:, ELIGIBILITY].view(np.uint64),
            "days_since_confirmed": cold[:, DAYS],
            "exposure_bp": cold[:, EXPOSURE],
        }


@dataclass(frozen=True)
class _Grid:
    """Square cells of whole micro-degrees over the box that holds every place; only occupied cells get a number."""

    lat: int
    lng: int
    lat_most: int
    lng_most: int
    size: int
    ny: int
    nx: int
    slot: Ints
    cells: int

    @classmethod
    def over(cls, lat: Ints, lng: Ints, rows: int) -> "_Grid":
        """Cells of five kilometres, larger where the box is so wide that the grid would outgrow the postings."""
        if not len(lat):
            return cls(0, 0, 0, 0, CELL_UDEG, 1, 1, np.full(1, -1, np.int32), 0)
        south, west, north, east = (int(edge) for edge in (lat.min(), lng.min(), lat.max(), lng.max()))
        size = CELL_UDEG
        while ((north - south) // size + 1) * ((east - west) // size + 1) > 4 * rows + 4096:
            size *= 2
        ny, nx = (north - south) // size + 1, (east - west) // size + 1
        slot = np.full(ny * nx, -1, np.int32)
        there = np.unique(_cell(lat, lng, south, west, size, nx))
        slot[there] = np.arange(len(there))
        return cls(south, west, north, east, size, ny, nx, slot, len(there))

    def occupied(self, lat: Ints, lng: Ints) -> Ints:
        """The numbers of the occupied cells of these places."""
        numbers: Ints = self.slot[_cell(lat, lng, self.lat, self.lng, self.size, self.nx)]
        return numbers


def _cell(lat: Ints, lng: Ints, south: int, west: int, size: int, nx: int) -> NDArray[np.int64]:
    return (lat.astype(np.int64) - south) // size * nx + (lng.astype(np.int64) - west) // size


#: Columns that can be read alone, and where they stand.
ALONE = {
    "lat_udeg": ("hot", LAT), "lng_udeg": ("hot", LNG), "pay_fen": ("hot", PAY), "places_left": ("hot", PLACES),
    "row": ("cold", ROW), "days_since_confirmed": ("cold", DAYS), "exposure_bp": ("cold", EXPOSURE),
    "occupation": ("cold", OCCUPATION),
}  # fmt: skip


def _int64(rows: NDArray[np.int32], low: int) -> NDArray[np.int64]:
    """Two neighbouring int32 columns as one int64, on either byte order."""
    return (rows[:, low + 1].astype(np.int64) << 32) | (rows[:, low].astype(np.int64) & 0xFFFFFFFF)


def _distinct_terms(postings: Postings) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The different rows of terms in rising order, and which of them each posting has."""
    ages = (
        postings.age_min.astype(np.int64)
        + AGE_MAX * postings.age_max.astype(np.int64)
        + AGE_ACCEPTED * postings.age_ground_accepted
        + AGE_MINOR * postings.minor_hazard
    )
    columns: list[NDArray[Any]] = [
        postings.start_on.astype(np.int64),
        ages,
        postings.eligibility.view(np.int64),
        *(np.ascontiguousarray(postings.dated[:, part]).view(np.int64) for part in range(4)),
    ]
    for words in (postings.certificates, postings.skills):
        columns += [np.ascontiguousarray(words[:, word]).view(np.int64) for word in range(1, words.shape[1])]
    table = np.column_stack(columns)
    # Sorting whole rows is slow; columns are numbered one after the other, and a pair of numbers is again a number.
    number = np.zeros(len(table), np.int64)
    for column in columns:
        _, here = np.unique(column, return_inverse=True)
        _, number = np.unique(number * (int(here.max(initial=0)) + 1) + here, return_inverse=True)
    _, first, number = np.unique(number, return_index=True, return_inverse=True)
    return table[first], number.astype(np.int64)


def _packed(
    postings: Postings, code_of: NDArray[np.int64], terms_of: NDArray[np.int64], order: NDArray[np.intp]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    asks: Flags = (
        postings.eligibility.astype(bool)
        | postings.dated.any(axis=1)
        | postings.certificates[:, 1:].any(axis=1)
        | (postings.age_ground_accepted & ((postings.age_min > 0) | (postings.age_max > 0)))
    )
    week = postings.weekly.astype(np.int32) | np.where(asks, HAS_TERMS, 0)
    hot, cold = np.empty((HOT, len(order)), np.int32), np.empty((len(order), COLD), np.int32)
    for column, values in (
        (LAT, postings.lat_udeg), (LNG, postings.lng_udeg), (PAY, postings.pay_fen), (WEEKLY, week),
        (PLACES, postings.places_left),
    ):  # fmt: skip
        hot[column] = values[order]
    hot[CERT_LO], hot[CERT_HI] = _halves(postings.certificates[order, 0])
    for column, values in (
        (TERMS, terms_of), (OCCUPATION, code_of), (DAYS, postings.days_since_confirmed),
        (ROW, np.arange(len(postings))), (EXPOSURE, postings.exposure_bp),
    ):  # fmt: skip
        cold[:, column] = values[order]
    for low, words in ((SKILL_LO, postings.skills[:, 0]), (KEY_LO, postings.key.view(np.uint64))):
        cold[:, low], cold[:, low + 1] = _halves(words[order])
    return hot, cold


def _halves(words: Bits) -> tuple[Ints, Ints]:
    low = (words & np.uint64(0xFFFFFFFF)).astype(np.uint32).view(np.int32)
    high = (words >> np.uint64(32)).astype(np.uint32).view(np.int32)
    return low, high


assert len(fields(Postings)) == 18, "a new column of Postings needs its place in the packed row"  # noqa: S101
