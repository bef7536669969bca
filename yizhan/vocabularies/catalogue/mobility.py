"""How near one occupation stands to another, as a station clerk would judge it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from yizhan.vocabularies.catalogue.files import read_rows

SAME_BP = 10_000
#: for pairs that the table does not name: siblings in a minor group, cousins in a middle group.
SAME_MINOR_BP = 4_000
SAME_MIDDLE_BP = 2_000


@dataclass(frozen=True, slots=True)
class MobilityPair:
    """Two occupations between which people move; symmetric, `a < b`.

    :param closeness_bp: basis points, 1 … 9 999.
    """

    a: str
    b: str
    closeness_bp: int


@cache
def pairs() -> tuple[MobilityPair, ...]:
    """Return the shipped pairs, ordered by code."""
    return tuple(MobilityPair(row["a"], row["b"], int(row["closeness_bp"])) for row in read_rows("mobility.csv"))


@cache
def _table() -> dict[tuple[str, str], int]:
    return {(pair.a, pair.b): pair.closeness_bp for pair in pairs()}


def closeness(a: str, b: str) -> int:
    """Return the closeness of two occupations in basis points, 0 … 10 000; symmetric.

    The same is 10 000; a named pair has its figure; else the taxonomy speaks: 4 000 in one minor group (小类),
    2 000 in one middle group (中类), 0 elsewhere.
    """
    if a == b:
        return SAME_BP
    named = _table().get((a, b) if a < b else (b, a))
    if named is not None:
        return named
    if a[:7] == b[:7]:
        return SAME_MINOR_BP
    return SAME_MIDDLE_BP if a[:4] == b[:4] else 0
