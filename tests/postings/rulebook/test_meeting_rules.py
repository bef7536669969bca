"""What is judged when a person and a posting meet: CR-042, CR-043, CR-045, CR-046."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from yizhan.postings.rulebook.book import judge_meeting
from yizhan.postings.rulebook.limits import SHIPPED, Limits, tightened
from yizhan.postings.rulebook.meeting_rules import Work, Worker
from yizhan.postings.rulebook.retirement import retires_on

DAY = dt.date(2026, 11, 24)
ADULT = dt.date(1990, 5, 1)


def codes(worker: Worker, limits: Limits = SHIPPED, **work: Any) -> list[tuple[str, str]]:
    found = judge_meeting(worker, Work(DAY, **work), limits=limits)
    return [(hit.rule, hit.level.value) for hit in found]


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (dt.date(2008, 11, 25), [("CR-042", "TASK")]),
        (dt.date(2008, 11, 24), []),  # eighteen on the day itself
        (dt.date(2010, 11, 24), [("CR-042", "TASK")]),
    ],
)
def test_a_minor_is_work_for_the_office(born: dt.date, expected: list[tuple[str, str]]) -> None:
    assert codes(Worker(born, "male")) == expected


@pytest.mark.parametrize(
    ("work", "barred"),
    [
        ({"hazards": frozenset({"underground"})}, True),
        ({"hazards": frozenset({"heavy"})}, True),
        ({"hazards": frozenset({"load"})}, True),
        ({"hazards": frozenset({"load"}), "loads_per_hour": 5}, False),
        ({"hazards": frozenset({"load"}), "load_kg": 20}, False),
        ({"load_kg": 21}, True),
        ({"load_kg": 21, "loads_per_hour": 6}, True),
        ({"load_kg": 25, "loads_per_hour": 5}, False),
        ({"load_kg": 26, "loads_per_hour": 1}, True),
        ({"hazards": frozenset({"dust", "night"})}, False),
    ],
)
def test_work_of_the_annex_warns_for_women_only(work: dict[str, Any], barred: bool) -> None:
    expected = [("CR-043", "WARN")] if barred else []
    assert codes(Worker(ADULT, "female"), **work) == expected
    assert codes(Worker(ADULT, "male"), **work) == []
    assert codes(Worker(ADULT), **work) == []


@pytest.mark.parametrize(
    ("born", "is_woman", "day"),
    [
        # The published tables: first rows, a middle, and the last.
        (dt.date(1964, 12, 31), False, dt.date(2024, 12, 31)),
        (dt.date(1965, 1, 1), False, dt.date(2025, 2, 1)),
        (dt.date(1965, 4, 30), False, dt.date(2025, 5, 30)),
        (dt.date(1965, 5, 1), False, dt.date(2025, 7, 1)),
        (dt.date(1976, 8, 15), False, dt.date(2039, 7, 15)),
        (dt.date(1976, 9, 15), False, dt.date(2039, 9, 15)),
        (dt.date(1990, 1, 1), False, dt.date(2053, 1, 1)),
        (dt.date(1974, 12, 31), True, dt.date(2024, 12, 31)),
        (dt.date(1975, 1, 31), True, dt.date(2025, 2, 28)),
        (dt.date(1975, 2, 1), True, dt.date(2025, 3, 1)),
        (dt.date(1975, 3, 1), True, dt.date(2025, 5, 1)),
        (dt.date(1984, 11, 1), True, dt.date(2039, 11, 1)),
        (dt.date(1995, 6, 30), True, dt.date(2050, 6, 30)),
    ],
)
def test_the_age_of_retirement_grows_by_month_of_birth(born: dt.date, is_woman: bool, day: dt.date) -> None:
    assert retires_on(born, is_woman=is_woman) == day


def test_past_the_age_of_retirement_warns_from_the_day_itself() -> None:
    # Born in June 1966: 60 years and 5 months.
    assert codes(Worker(dt.date(1966, 6, 24), "male")) == [("CR-045", "WARN")]
    assert codes(Worker(dt.date(1966, 6, 25), "male")) == []


def test_site_ages_are_off_until_a_county_names_them() -> None:
    old = Worker(dt.date(1969, 1, 1), "male")
    tight = tightened([("site_age_men", 55), ("site_age_women", 50)])
    assert codes(old, is_site=True) == []
    assert codes(old, tight, is_site=True) == [("CR-046", "REVIEW")]
    assert codes(old, tight, is_site=False) == []
    assert codes(Worker(dt.date(1976, 11, 24), "female"), tight, is_site=True) == [("CR-046", "REVIEW")]
    assert codes(Worker(dt.date(1976, 11, 25), "female"), tight, is_site=True) == []


def test_somebody_of_unknown_birth_is_judged_by_nothing() -> None:
    assert codes(Worker(None, "female"), tightened([("site_age_women", 50)]), is_site=True) == []
