"""One worksheet, or one table, as it was found: lines of texts, and what is known of their cells besides."""

from __future__ import annotations

from dataclasses import dataclass, field

#: A line's number as the spreadsheet shows it, and its cells.
Line = tuple[int, list[str]]
#: A cell: its column counted from 0, and its line's number.
Place = tuple[int, int]


@dataclass(repr=False)
class Page:
    """Lines in their order, empty ones left out.

    :param merged: cells that go on downwards: column, first and last line. Their text stands in the first.
    :param failed: cells whose formula ended in an error (#REF!); they are empty here.
    :param uncalculated: cells with a formula and no result.
    """

    lines: list[Line] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    failed: list[Place] = field(default_factory=list)
    uncalculated: list[Place] = field(default_factory=list)
