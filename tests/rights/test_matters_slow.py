"""Whole matters against an independent calculator: the numbers stand here once more, typed from the law's own text."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rights.test_counting import d, shipped, slow
from yizhan.rights.deadlines.counting import Span, Unit
from yizhan.rights.deadlines.timers import Matter, Timer, Way, timers
from yizhan.rights.enums import CaseKind, Channel, Relation

TODAY = d("2026-11-23")
START = st.dates(dt.date(2022, 1, 3), dt.date(2025, 12, 31))
LATER = st.lists(st.integers(1, 900), max_size=3)


def found(matter: Matter) -> dict[str, Timer]:
    return {one.rule.key: one for one in timers(matter, shipped, TODAY)}


def after(start: dt.date, days: list[int]) -> list[dt.date]:
    return sorted(start + dt.timedelta(days=n) for n in set(days))


def last_claim(start: dt.date, years: int, claims: list[dt.date], still: list[Span]) -> dt.date | None:
    """Begin anew at every claim that came in time (仲裁法 27; 民法典 195), each end counted day by day."""
    end, _sure = slow(start, years, Unit.YEARS, still)
    for claim in claims:
        if end is None or start < claim <= end:
            start = claim
            end, _sure = slow(start, years, Unit.YEARS, still)
    return end


@settings(max_examples=60, deadline=None)
@given(START, st.integers(0, 60), LATER, st.integers(0, 200), st.integers(0, 20), st.booleans(), LATER)
def test_unpaid_wages(
    happened: dt.date, left: int, claims: list[int], filed: int, taken: int, extended: bool, stood: list[int]
) -> None:
    ended = happened + dt.timedelta(days=left)
    filed_on = ended + dt.timedelta(days=filed)
    accepted_on = filed_on + dt.timedelta(days=taken)
    said = after(happened, claims)
    still = [Span(day, day + dt.timedelta(days=7)) for day in after(ended, stood)]
    way = Way(Channel.INSPECTION, filed_on=filed_on, accepted_on=accepted_on, is_extended=extended)
    answer = found(
        Matter(
            CaseKind.ARREARS, Relation.LABOUR, "37", happened, ended_on=ended, claimed_on=tuple(said),
            still=tuple(still), ways=(way,),
        )
    )  # fmt: skip
    helped = sorted({*said, filed_on})
    assert answer["arbitration.file"].on == last_claim(ended, 1, helped, still)  # 仲裁法 27
    assert answer["inspection.wages"].on == slow(happened, 2, Unit.YEARS, [])[0]  # 监察条例 20
    assert answer["inspection.accept"].on == slow(filed_on, 5, Unit.WORKING_DAYS, [])[0]  # 若干规定 18
    assert answer["inspection.decide"].on == slow(accepted_on, 90 if extended else 60, Unit.WORKING_DAYS, [])[0]  # 17


@settings(max_examples=40, deadline=None)
@given(START, LATER, st.integers(0, 100), st.integers(0, 30), st.integers(0, 90), st.integers(0, 30))
def test_from_the_application_to_the_court(
    happened: dt.date, claims: list[int], filed: int, taken: int, decided: int, served: int
) -> None:
    days = [happened]
    for more in (filed, taken, decided, served):
        days.append(days[-1] + dt.timedelta(days=more))
    _on, filed_on, accepted_on, decided_on, served_on = days
    way = Way(Channel.ARBITRATION, filed_on, accepted_on, decided_on, served_on, perform_by_on=served_on)
    answer = found(Matter(CaseKind.ARREARS, Relation.UNKNOWN, "37", happened, ways=(way,)))
    assert answer["arbitration.accept"].on == slow(filed_on, 5, Unit.DAYS, [])[0]  # 29
    assert answer["arbitration.decide"].on == slow(accepted_on, 45, Unit.DAYS, [])[0]  # 43
    assert answer["arbitration.sue"].on == slow(served_on, 15, Unit.DAYS, [])[0]  # 50
    enforce = [one for key, one in answer.items() if key.startswith("arbitration.enforce")]
    assert [one.on for one in enforce] == [slow(served_on, 2, Unit.YEARS, [])[0]]  # 民事诉讼法 250
    court = found(Matter(CaseKind.FEE, Relation.SERVICE, "37", happened, claimed_on=tuple(after(happened, claims))))
    assert court["court.file"].on == last_claim(happened, 3, after(happened, claims), [])  # 民法典 188, 195


@settings(max_examples=40, deadline=None)
@given(START, st.integers(0, 300), st.integers(0, 20))
def test_an_injury(happened: dt.date, filed: int, taken: int) -> None:
    filed_on = happened + dt.timedelta(days=filed)
    way = Way(Channel.RECOGNITION, filed_on, filed_on + dt.timedelta(days=taken), is_plain=filed % 2 == 0)
    answer = found(Matter(CaseKind.INJURY, Relation.LABOUR, "37", happened, ways=(way,)))
    assert answer["recognition.unit"].on == slow(happened, 30, Unit.DAYS, [])[0]  # 工伤保险条例 17
    assert answer["recognition.person"].on == slow(happened, 1, Unit.YEARS, [])[0]
    plain = 15 if filed % 2 == 0 else 60
    assert way.accepted_on is not None
    assert answer["recognition.decide"].on == slow(way.accepted_on, plain, Unit.DAYS, [])[0]  # 20


@pytest.mark.parametrize(
    ("key", "matter", "on"),
    [
        # Filed on New Year's Eve: 1 January is free; five working days are 2, 3, 6, 7, 8 January 2025.
        (
            "inspection.accept",
            Matter(
                CaseKind.FEE, Relation.SERVICE, "37", d("2024-12-20"), ways=(Way(Channel.INSPECTION, d("2024-12-31")),)
            ),
            "2025-01-08",
        ),
        # Five calendar days from Monday 29 December 2025: 3 January is free (1–3), Sunday the 4th is worked.
        (
            "arbitration.accept",
            Matter(
                CaseKind.FEE, Relation.LABOUR, "37", d("2025-12-20"), ways=(Way(Channel.ARBITRATION, d("2025-12-29")),)
            ),
            "2026-01-04",
        ),
        # Hurt on 2 December 2024: day 30 is 1 January 2025, a holiday, so the 2nd.
        ("recognition.unit", Matter(CaseKind.INJURY, Relation.LABOUR, "37", d("2024-12-02")), "2025-01-02"),
        # A year from a leap day ends on the last of February.
        ("recognition.person", Matter(CaseKind.INJURY, Relation.LABOUR, "37", d("2024-02-29")), "2025-02-28"),
        # Left on 31 December 2023: a year later, a worked Tuesday.
        (
            "arbitration.file",
            Matter(CaseKind.ARREARS, Relation.LABOUR, "37", d("2023-11-30"), ended_on=d("2023-12-31")),
            "2024-12-31",
        ),
        # 45 days from 20 December 2024 end on 3 February 2025, within Spring Festival (28 January to 4 February).
        (
            "arbitration.decide",
            Matter(
                CaseKind.FEE, Relation.LABOUR, "37", d("2024-12-01"),
                ways=(Way(Channel.ARBITRATION, d("2024-12-16"), d("2024-12-20")),),
            ),
            "2025-02-05",
        ),
    ],
)  # fmt: skip
def test_year_ends(key: str, matter: Matter, on: str) -> None:
    assert found(matter)[key].on == d(on)
