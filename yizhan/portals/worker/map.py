"""A small map of our own drawing: work around a place, rings for the distance, no tiles from anybody. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from yizhan.channels.nearby import METRES_A_DEGREE, Near, Point

#: Half the side of the drawing, in its own units.
HALF = 160
#: Points nearer than this to each other become one mark: fingers are wide.
CELL = 26
#: Where a ring's kilometres may be written, and how far from a mark they are free of it.
TURNS, WORDS_WIDE = 12, 40
ROUND_KM = (1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class Mark:
    """Work at one spot of the drawing; `numbers` are those of the list beside it, from one."""

    x: int
    y: int
    numbers: tuple[int, ...]

    @property
    def label(self) -> str:
        """What stands in the mark: the number in the list, or how many."""
        return str(self.numbers[0]) if len(self.numbers) == 1 else f"×{len(self.numbers)}"

    @property
    def first(self) -> int:
        """The entry of the list that the mark leads to."""
        return self.numbers[0]


@dataclass(frozen=True)
class Ring:
    """A circle around the middle; its kilometres are written at (x, y), where no mark covers them."""

    radius: int
    km: int
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    """A square of two `HALF`s with its middle at (0, 0)."""

    rings: tuple[Ring, ...]
    marks: tuple[Mark, ...]
    unplaced: int


def draw(found: Sequence[Near], middle: Point | None) -> Drawing:
    """Return the drawing around a place, or around the middle of what was found."""
    placed = [(number, one.point) for number, one in enumerate(found, 1) if one.point is not None]
    if not placed:
        return Drawing((), (), len(found))
    lat, lng = middle or _middle([point for _number, point in placed])
    narrow = max(0.2, math.cos(math.radians(lat / 1e6)))
    metres = {
        number: ((point[1] - lng) / 1e6 * METRES_A_DEGREE * narrow, (lat - point[0]) / 1e6 * METRES_A_DEGREE)
        for number, point in placed
    }
    reach_km = max(math.hypot(x, y) for x, y in metres.values()) / 1000
    outer = next((km for km in ROUND_KM if km >= reach_km), ROUND_KM[-1])
    scale = (HALF - 16) / (outer * 1000)
    spots: dict[Point, list[int]] = {}
    for number, (x, y) in metres.items():
        at = (round(x * scale), round(y * scale))
        spots.setdefault(next((spot for spot in spots if math.dist(spot, at) < CELL), at), []).append(number)
    marks = [Mark(*spot, tuple(numbers)) for spot, numbers in spots.items()]
    rings = ((HALF - 16) // 2, outer / 2), (HALF - 16, outer)
    drawn = tuple(Ring(radius, round(km), *_free(radius, marks)) for radius, km in rings if km >= 1)
    return Drawing(drawn, tuple(marks), len(found) - len(placed))


def _free(radius: int, marks: Sequence[Mark]) -> Point:
    """Return the spot on a ring that lies furthest from all marks, the top first."""
    turns = [math.tau * turn / TURNS for turn in range(TURNS)]
    spots = [(round(radius * math.sin(turn)), round(-radius * math.cos(turn))) for turn in turns]
    return max(spots, key=lambda spot: min(WORDS_WIDE, *(math.dist(spot, (mark.x, mark.y)) for mark in marks)))


def _middle(points: Sequence[Point]) -> Point:
    return sum(p[0] for p in points) // len(points), sum(p[1] for p in points) // len(points)
