"""The comparable daily amount: one rule for each unit, null where it cannot be known."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.shared.pay import comparable_daily_fen


def test_each_unit_follows_its_rule() -> None:
    assert comparable_daily_fen(min_fen=20000, unit="day") == 20000
    assert comparable_daily_fen(min_fen=2500, unit="hour", hours_per_day_x10=85) == 21250
    assert comparable_daily_fen(min_fen=8000, unit="piece", pieces_per_day=2500) == 20000
    assert comparable_daily_fen(min_fen=120_000, unit="week", days_per_week=6) == 20000
    assert comparable_daily_fen(min_fen=600_000, unit="month") == 27586
    assert comparable_daily_fen(min_fen=7_200_000, unit="year") == 27586
    assert comparable_daily_fen(min_fen=300_000, unit="lump", days=10) == 30000


@pytest.mark.parametrize("unit", ["hour", "piece", "week", "lump"])
def test_what_cannot_be_known_is_null_and_never_zero(unit: str) -> None:
    assert comparable_daily_fen(min_fen=20000, unit=unit) is None


def test_no_unit_no_amount_or_nothing_paid_is_null() -> None:
    assert comparable_daily_fen(min_fen=20000, unit=None) is None
    assert comparable_daily_fen(min_fen=None, unit="day") is None
    assert comparable_daily_fen(min_fen=0, unit="day") is None


def test_impossible_hours_and_weeks_are_null() -> None:
    assert comparable_daily_fen(min_fen=2500, unit="hour", hours_per_day_x10=0) is None
    assert comparable_daily_fen(min_fen=2500, unit="hour", hours_per_day_x10=250) is None
    assert comparable_daily_fen(min_fen=2500, unit="week", days_per_week=8) is None


def test_half_a_fen_is_rounded_up_once() -> None:
    assert comparable_daily_fen(min_fen=25, unit="lump", days=2) == 13
    assert comparable_daily_fen(min_fen=2175, unit="month") == 100
    assert comparable_daily_fen(min_fen=1, unit="piece", pieces_per_day=499) == 0
    assert comparable_daily_fen(min_fen=1, unit="piece", pieces_per_day=500) == 1


def test_an_unknown_unit_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="unknown pay unit"):
        comparable_daily_fen(min_fen=1, unit="fortnight")


@given(st.integers(1, 10**9))
def test_a_month_is_the_exact_quotient_rounded_half_up(fen: int) -> None:
    exact = Fraction(fen * 100, 2175)
    assert comparable_daily_fen(min_fen=fen, unit="month") == (exact + Fraction(1, 2)).__floor__()
