"""Minimum wages as shipped: a start that every county confirms or replaces."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from yizhan.vocabularies.catalogue.files import read_rows
from yizhan.vocabularies.enums import SourceMark


@dataclass(frozen=True, slots=True)
class MinimumWageFact:
    """The minimum wage of an area on a day.

    :param area_code: the area that the figure was set for: the one asked about or one above it.
    :param tier: 1 is the highest of the province.
    :param month_fen: per month; `hour_fen` per hour of part-time work (非全日制).
    :param valid_from_on: half-open [valid_from_on, valid_to_on); None = still open.
    :param tier_known: False when the area's tier was never entered: then this is the lowest tier of the province,
        below which a wage is too low in any case.
    """

    area_code: str
    tier: int
    month_fen: int
    hour_fen: int
    valid_from_on: dt.date
    valid_to_on: dt.date | None
    doc_no: str
    mark: SourceMark
    tier_known: bool = True

    def holds_on(self, day: dt.date) -> bool:
        """Say whether the figure is in force on that day."""
        return self.valid_from_on <= day and (self.valid_to_on is None or day < self.valid_to_on)


@cache
def shipped_wages() -> tuple[MinimumWageFact, ...]:
    """Return the shipped figures."""
    return tuple(
        MinimumWageFact(
            area_code=row["area_code"],
            tier=int(row["tier"]),
            month_fen=int(row["month_fen"]),
            hour_fen=int(row["hour_fen"]),
            valid_from_on=dt.date.fromisoformat(row["valid_from_on"]),
            valid_to_on=dt.date.fromisoformat(row["valid_to_on"]) if row["valid_to_on"] else None,
            doc_no=row["doc_no"],
            mark=SourceMark(row["mark"]),
        )
        for row in read_rows("minimum_wages.csv")
    )
