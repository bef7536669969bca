"""A small map of our own drawing: points on a plain square, near ones gathered, rings for distance. Pure.

No tiles from anybody: a station has no line to a map service, and whoever looks is told to nobody.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

METRES_A_DEGREE = 111_320
#: Between the outer ring and the edge, in units of the drawing.
EDGE = 16
#: Where a ring's kilometres may be written, and how far from a spot they are free of it.
TURNS, WORDS_WIDE = 12, 40
ROUND_KM = (1, 2, 3, 5, 10, 15, 20, 30, 50, 100, 200, 500, 1000)

#: (latitude, longitude) in micro-degrees.
Point = tuple[int, int]


@dataclass(frozen=True)
class Spot:
    """One place of the drawing, with the keys of the points that are gathered there; north is up."""

    x: int
    y: int
    keys: tuple[int, ...]


@dataclass(frozen=True)
class Ring:
    """A circle around the middle; its kilometres are written at (x, y), where no spot covers them."""

    radius: int
    km: int
    x: int
    y: int


@dataclass(frozen=True)
class Sketch:
    """A square with its middle at (0, 0)."""

    rings: tuple[Ring, ...]
    spots: tuple[Spot, ...]


def sketch(points: Mapping[int, Point], middle: Point | None, *, half: int, apart: int) -> Sketch:
    """Draw points by their keys around a place, or around their own middle.

    :param half: half the side of the square, in its own units. :param apart: what lies nearer becomes one spot.
    """
    if not points:
        return Sketch((), ())
    lat, lng = middle or middle_of(points.values())
    narrow = max(0.2, math.cos(math.radians(lat / 1e6)))
    metres = {
        key: ((point[1] - lng) / 1e6 * METRES_A_DEGREE * narrow, (lat - point[0]) / 1e6 * METRES_A_DEGREE)
        for key, point in points.items()
    }
    reach_km = max(math.hypot(x, y) for x, y in metres.values()) / 1000
    outer = next((km for km in ROUND_KM if km >= reach_km), ROUND_KM[-1])
    scale = (half - EDGE) / (outer * 1000)
    gathered: dict[tuple[int, int], list[int]] = {}
    for key, (x, y) in metres.items():
        at = (round(x * scale), round(y * scale))
        gathered.setdefault(next((spot for spot in gathered if math.dist(spot, at) < apart), at), []).append(key)
    spots = tuple(Spot(*at, tuple(keys)) for at, keys in gathered.items())
    rings = ((half - EDGE) // 2, outer / 2), (half - EDGE, outer)
    return Sketch(tuple(Ring(radius, round(km), *_free(radius, spots)) for radius, km in rings if km >= 1), spots)


def _free(radius: int, spots: Sequence[Spot]) -> tuple[int, int]:
    """Return the place on a ring that lies furthest from all spots, the top first."""
    turns = [math.tau * turn / TURNS for turn in range(TURNS)]
    places = [(round(radius * math.sin(turn)), round(-radius * math.cos(turn))) for turn in turns]
    return max(places, key=lambda at: min(WORDS_WIDE, *(math.dist(at, (spot.x, spot.y)) for spot in spots)))


def middle_of(points: Collection[Point]) -> Point:
    """Return the mean of some points."""
    return sum(p[0] for p in points) // len(points), sum(p[1] for p in points) // len(points)
