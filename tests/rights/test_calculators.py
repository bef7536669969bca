"""What is owed, reckoned by hand beside it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rights.test_counting import d
from yizhan.rights.calculators.contract import Ground, Service, double_wage, severance
from yizhan.rights.calculators.lines import rounded
from yizhan.rights.calculators.pay import Interest, arrears, minimum_gap, overtime
from yizhan.rights.enums import InterestBasis

FEN = st.integers(0, 10_000_000)
NONE = Fraction(0)


def test_half_a_fen_goes_up_and_nothing_is_negative() -> None:
    assert [rounded(Fraction(n, 10)) for n in (4, 5, 14, 15)] == [0, 1, 1, 2]
    with pytest.raises(ValueError, match="negative"):
        rounded(Fraction(-1, 2))


def test_arrears_are_promised_less_paid() -> None:
    assert arrears(promised_fen=300_000, paid_fen=100_000).total_fen == 200_000
    with pytest.raises(ValueError, match="between"):
        arrears(promised_fen=1, paid_fen=2)


def test_interest_of_a_judgment_is_one_point_seven_five_of_ten_thousand_a_day() -> None:
    # 20,000 yuan × 0.000175 × 100 days = 350 yuan.
    interest = Interest(InterestBasis.AWARD, d("2026-01-01"), d("2026-04-11"))
    found = arrears(promised_fen=2_000_000, paid_fen=0, interest=interest)
    assert [line.fen for line in found.lines] == [2_000_000, 35_000]


def test_agreed_interest_is_cut_at_four_times_the_lpr() -> None:
    # 10,000 yuan × 12 % × 73/365 = 240 yuan, not the 24 % that stood in the note.
    interest = Interest(InterestBasis.AGREED, d("2026-01-01"), d("2026-03-15"), rate_bp=2400, lpr_bp=300)
    found = arrears(promised_fen=1_000_000, paid_fen=0, interest=interest)
    assert found.lines[1].fen == 24_000
    assert "四倍" in found.lines[1].working


def test_interest_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        arrears(promised_fen=1, paid_fen=0, interest=Interest(InterestBasis.AWARD, d("2026-01-02"), d("2026-01-01")))


def test_overtime_of_a_month() -> None:
    # 4,350 yuan ÷ 21.75 ÷ 8 = 25 yuan an hour: 10 h × 37.50, 8 h × 50, 8 h × 75.
    found = overtime(
        month_fen=435_000, on=d("2026-10-02"), workday_hours=Fraction(10), restday_hours=Fraction(8),
        holiday_hours=Fraction(8), paid_fen=20_000,
    )  # fmt: skip
    assert [line.fen for line in found.lines] == [None, 37_500, 40_000, 60_000, 117_500]
    assert found.total_fen == 117_500


def test_the_conversion_is_that_of_the_month() -> None:
    def law(day: str) -> str:
        found = overtime(month_fen=1, on=d(day), workday_hours=NONE, restday_hours=NONE, holiday_hours=NONE)
        return str(found.lines[0].law)

    assert "2008" in law("2024-12-31")
    assert "2025" in law("2025-01-01")


def test_the_gap_to_the_minimum_wage() -> None:
    month = minimum_gap(paid_fen=200_000, on=d("2026-10-01"), month_fen=221_000, hours=NONE)
    assert month.total_fen == 21_000
    hour = minimum_gap(paid_fen=50_000, on=d("2026-10-01"), hour_fen=2_200, hours=Fraction(25))
    assert hour.total_fen == 5_000
    assert minimum_gap(paid_fen=300_000, on=d("2026-10-01"), month_fen=221_000, hours=NONE).total_fen == 0
    with pytest.raises(ValueError, match="either"):
        minimum_gap(paid_fen=1, on=d("2026-10-01"), hours=NONE)


def test_double_wages_begin_in_the_second_month() -> None:
    # Begun on 1 March 2026: the second month is April; until 15 June: April, May, and 15 of 30 days.
    found = double_wage(started_on=d("2026-03-01"), until_on=d("2026-06-15"), month_fen=300_000, today=d("2026-07-01"))
    assert [line.fen for line in found.lines] == [300_000, 300_000, 150_000]
    nothing = double_wage(
        started_on=d("2026-03-01"), until_on=d("2026-03-31"), month_fen=300_000, today=d("2026-07-01")
    )
    assert nothing.total_fen == 0


def test_double_wages_are_eleven_months_at_most_and_old_ones_are_marked() -> None:
    found = double_wage(started_on=d("2024-01-01"), until_on=d("2026-06-30"), month_fen=100_000, today=d("2026-07-01"))
    assert found.total_fen == 1_100_000
    assert all("时效" in line.working for line in found.lines)


@pytest.mark.parametrize(
    ("started", "ended", "half"),
    [
        ("2020-01-01", "2022-12-31", 6),  # three whole years
        ("2020-01-01", "2023-01-01", 7),  # one day more
        ("2020-01-01", "2023-06-29", 7),  # a day short of six months
        ("2020-01-01", "2023-06-30", 8),  # six months
        ("2026-03-02", "2026-03-02", 1),
        ("2024-02-29", "2025-02-27", 2),  # 365 days and one year
        ("2000-01-01", "2008-12-31", 2),  # counted from the law's beginning
        ("2000-01-01", "2007-12-31", 0),
    ],
)
def test_years_of_work(started: str, ended: str, half: int) -> None:
    assert Service(d(started), d(ended)).half_months == half


def test_severance_of_each_ground() -> None:
    service = Service(d("2020-01-01"), d("2023-06-29"))  # three and a half months
    assert severance(service=service, month_fen=400_000, ground=Ground.N).total_fen == 1_400_000
    assert severance(service=service, month_fen=400_000, ground=Ground.UNLAWFUL).total_fen == 2_800_000
    notice = severance(service=service, month_fen=400_000, ground=Ground.N_PLUS_ONE, last_month_fen=500_000)
    assert notice.total_fen == 1_900_000


def test_severance_has_a_floor_and_a_ceiling() -> None:
    long = Service(d("2008-01-01"), d("2025-12-31"))  # eighteen years
    assert severance(service=long, month_fen=100_000, ground=Ground.N, minimum_fen=221_000).total_fen == 18 * 221_000
    high = severance(service=long, month_fen=3_000_000, ground=Ground.N, average_fen=700_000)
    assert high.total_fen == 12 * 2_100_000
    with pytest.raises(ValueError, match="after"):
        severance(service=Service(d("2026-01-02"), d("2026-01-01")), month_fen=1, ground=Ground.N)


@given(FEN, FEN, st.integers(0, 3000), st.integers(0, 3000))
def test_more_days_never_bring_less_interest(promised: int, paid: int, days: int, more: int) -> None:
    promised, paid = max(promised, paid), min(promised, paid)
    start = d("2015-01-01")

    def total(n: int) -> int:
        end = start.fromordinal(start.toordinal() + n)
        interest = Interest(InterestBasis.LATE_SERVICE, start, end, rate_bp=345)
        return arrears(promised_fen=promised, paid_fen=paid, interest=interest).total_fen

    assert total(days) <= total(days + more)
    assert total(0) == promised - paid


@given(FEN, st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_each_line_of_overtime_is_within_half_a_fen(month: int, a: int, b: int, c: int) -> None:
    found = overtime(
        month_fen=month, on=d("2026-01-05"), workday_hours=Fraction(a), restday_hours=Fraction(b),
        holiday_hours=Fraction(c),
    )  # fmt: skip
    exact = Fraction(month * 4, 87 * 8) * (Fraction(3, 2) * a + 2 * b + 3 * c)
    assert abs(found.total_fen - exact) <= Fraction(3, 2)
