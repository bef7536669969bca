"""The occupations of the 职业分类大典 2022 and everyday words for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from yizhan.vocabularies.catalogue.files import read_rows


@dataclass(frozen=True, slots=True)
class Occupation:
    """One occupation (细类) with the names of the three levels above it.

    :param code: `X-XX-XX-XX`.
    :param marks: "L" green, "S" digital, "L/S" both, or "".
    """

    code: str
    name: str
    marks: str
    major_name: str
    middle_name: str
    minor_name: str

    @property
    def major(self) -> str:
        """Code of the 大类, such as `6`."""
        return self.code[:1]

    @property
    def middle(self) -> str:
        """Code of the 中类, such as `6-29`."""
        return self.code[:4]

    @property
    def minor(self) -> str:
        """Code of the 小类, such as `6-29-01`."""
        return self.code[:7]


@dataclass(frozen=True, slots=True)
class Alias:
    """An everyday word and the occupations that it may mean, most likely first.

    :param codes: one to three occupation codes.
    :param weight: 1 (rare) to 9 (said every day at a station).
    """

    word: str
    codes: tuple[str, ...]
    weight: int


@cache
def occupations_by_code() -> dict[str, Occupation]:
    """Return all occupations by code, in the order of the codes."""
    return {
        row["code"]: Occupation(
            code=row["code"],
            name=row["name"],
            marks=row["marks"],
            major_name=row["major_name"],
            middle_name=row["middle_name"],
            minor_name=row["minor_name"],
        )
        for row in read_rows("occupations_2022.csv")
    }


@cache
def shipped_aliases() -> tuple[Alias, ...]:
    """Return the shipped everyday words."""
    return tuple(
        Alias(word=row["word"], codes=tuple(row["codes"].split()), weight=int(row["weight"]))
        for row in read_rows("aliases.csv")
    )
