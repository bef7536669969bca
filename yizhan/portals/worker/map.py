"""Work around a place as marks with the numbers of the list beside it. Pure; the geometry is `shared.sketch`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yizhan.channels.nearby import Near
from yizhan.shared.sketch import Point, Ring, sketch

#: Half the side of the drawing, in its own units.
HALF = 160
#: Points nearer than this to each other become one mark: fingers are wide.
APART = 26


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
class Drawing:
    """A square of two `HALF`s with its middle at (0, 0)."""

    rings: tuple[Ring, ...]
    marks: tuple[Mark, ...]
    unplaced: int


def draw(found: Sequence[Near], middle: Point | None) -> Drawing:
    """Return the drawing around a place, or around the middle of what was found."""
    placed = {number: one.point for number, one in enumerate(found, 1) if one.point is not None}
    drawn = sketch(placed, middle, half=HALF, apart=APART)
    marks = tuple(Mark(spot.x, spot.y, spot.keys) for spot in drawn.spots)
    return Drawing(drawn.rings, marks, len(found) - len(placed))
