"""The shape of every answer."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from yizhan.rights.laws import Law


@dataclass(frozen=True)
class Line:
    """One step: what it is, how it was reckoned, what came out, and why it may be.

    :param fen: None for a line that only explains. :param counts: whether it is part of the sum.
    """

    label: str
    working: str
    fen: int | None
    law: Law | None = None
    counts: bool = True


@dataclass(frozen=True)
class Answer:
    """The lines of a calculation and what has to be known about it."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    @property
    def total_fen(self) -> int:
        """The sum of the lines that count; each of them was rounded by itself."""
        return sum(line.fen for line in self.lines if line.counts and line.fen is not None)


def rounded(amount: Fraction | int) -> int:
    """Round to a whole fen, half up.

    :raises ValueError: the amount is negative: no calculator here owes less than nothing.
    """
    if amount < 0:
        raise ValueError("amounts are not negative")
    return int((Fraction(amount) + Fraction(1, 2)) // 1)


def yuan_words(fen: int | Fraction) -> str:
    """Write an amount for a working, such as 1,234.50; more decimals where it is not whole fen."""
    exact = Fraction(fen) / 100
    if (exact * 100).denominator == 1:
        return f"{float(exact):,.2f}" if abs(exact) < 10**11 else f"{int(exact):,}"
    return f"{float(exact):,.4f}"
