"""Minimum wages by place and day of work."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from yizhan.accounts.enums import OfficeKind, Role
from yizhan.accounts.models import User
from yizhan.accounts.operations import create_office
from yizhan.shared.models import AuditEntry
from yizhan.vocabularies import queries
from yizhan.vocabularies.enums import SourceMark
from yizhan.vocabularies.models import MinimumWage
from yizhan.vocabularies.operations import (
    AreaForeign,
    WageHolds,
    WageNotForward,
    WageTooFar,
    set_minimum_wage,
    take_back_wage,
)

pytestmark = pytest.mark.django_db
Day = dt.date


def test_where_only_the_provinces_tiers_are_known_the_lowest_counts_and_says_so() -> None:
    fact = queries.minimum_wage("371521", Day(2026, 11, 23))

    assert fact is not None
    assert (fact.area_code, fact.month_fen, fact.hour_fen) == ("370000", 202_000, 2_000)
    assert not fact.tier_known
    assert fact.mark == SourceMark.MIRROR


def test_before_it_begins_and_where_nothing_is_known_there_is_none() -> None:
    assert queries.minimum_wage("371521", Day(2025, 9, 30)) is None
    assert queries.minimum_wage("430181", Day(2026, 11, 23)) is None


def entered(by: User, at: dt.datetime, **changes: Any) -> MinimumWage:
    """A county's own row."""
    facts: dict[str, Any] = {
        "area_code": "371521", "tier": 3, "month_fen": 202_000, "hour_fen": 2_000,
        "valid_from_on": Day(2025, 10, 1), "doc_no": "测试〔2025〕1号",
    }  # fmt: skip
    return set_minimum_wage(**{**facts, **changes}, by=by, at=at)


def test_a_countys_own_row_stands_before_the_province(officer: User, now: dt.datetime) -> None:
    entered(officer, now, month_fen=221_000, tier=2)

    fact = queries.minimum_wage("371521103", Day(2026, 11, 23))
    assert fact is not None
    assert (fact.area_code, fact.month_fen, fact.tier, fact.tier_known) == ("371521", 221_000, 2, True)


def test_a_new_figure_ends_the_old_one_on_its_first_day(officer: User, now: dt.datetime) -> None:
    old = entered(officer, now)
    entered(officer, now, valid_from_on=Day(2027, 1, 1), month_fen=230_000)

    old.refresh_from_db()
    assert old.valid_to_on == Day(2027, 1, 1)
    before, after = (queries.minimum_wage("371521", day) for day in (Day(2026, 12, 31), Day(2027, 1, 1)))
    assert before is not None
    assert after is not None
    assert (before.month_fen, after.month_fen) == (202_000, 230_000)


def test_a_figure_that_does_not_go_forward_is_refused(officer: User, now: dt.datetime) -> None:
    entered(officer, now)

    with pytest.raises(WageNotForward):
        entered(officer, now)
    with pytest.raises(WageNotForward):
        entered(officer, now, valid_from_on=Day(2024, 1, 1))
    assert MinimumWage.objects.count() == 1


@pytest.mark.parametrize("area_code", ["371522", "371500", "370000"])
def test_an_office_sets_the_figures_of_its_own_area_only(area_code: str, officer: User, now: dt.datetime) -> None:
    with pytest.raises(AreaForeign):
        entered(officer, now, area_code=area_code)
    row = entered(officer, now, valid_from_on=Day(2027, 1, 1))
    MinimumWage.objects.filter(pk=row.pk).update(area_code=area_code)
    row.refresh_from_db()
    with pytest.raises(AreaForeign):
        take_back_wage(wage=row, by=officer, at=now)


def test_a_city_sets_its_own_and_its_counties_figures(make_user: Any, now: dt.datetime) -> None:
    city = create_office(name="聊城市", kind=OfficeKind.CITY, parent=None, area_code="371500", by=None, at=now)
    for_city = make_user(Role.OFFICER, city, "city")
    for area_code in ("371500", "371521"):
        assert entered(for_city, now, area_code=area_code).area_code == area_code
    with pytest.raises(AreaForeign):
        entered(for_city, now, area_code="370000")


def test_a_start_of_a_mistyped_year_is_refused(officer: User, now: dt.datetime) -> None:
    with pytest.raises(WageTooFar):
        entered(officer, now, valid_from_on=now.date() + dt.timedelta(days=367))
    entered(officer, now, valid_from_on=now.date() + dt.timedelta(days=366))


def test_what_has_not_begun_is_taken_back_and_the_one_before_holds_on(officer: User, now: dt.datetime) -> None:
    old = entered(officer, now)
    wrong = entered(officer, now, valid_from_on=Day(2027, 1, 1), month_fen=23)
    last = entered(officer, now, valid_from_on=Day(2027, 3, 1), month_fen=240_000)
    for _press in range(2):  # the second finds nothing left to do
        take_back_wage(wage=wrong, by=officer, at=now)
    old.refresh_from_db()
    assert old.valid_to_on == last.valid_from_on
    take_back_wage(wage=last, by=officer, at=now)
    old.refresh_from_db()
    assert old.valid_to_on is None
    assert AuditEntry.objects.filter(action="minimum_wage.taken_back").count() == 2
    with pytest.raises(WageHolds):
        take_back_wage(wage=old, by=officer, at=now)
    entered(officer, now, valid_from_on=Day(2027, 1, 1))


@pytest.mark.parametrize(
    "broken",
    [{"month_fen": 0}, {"hour_fen": -1}, {"tier": 0}, {"mark": "Z"}, {"valid_to_on": Day(2025, 10, 1)}],
)
def test_the_database_holds_when_the_operation_is_bypassed(broken: dict[str, Any]) -> None:
    facts: dict[str, Any] = {
        "area_code": "371521", "tier": 3, "month_fen": 1, "hour_fen": 1, "valid_from_on": Day(2025, 10, 1),
        "doc_no": "测试", "mark": SourceMark.LAW,
    }  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        MinimumWage.objects.create(**{**facts, **broken})


def test_only_one_figure_is_open_for_an_area_and_tier(officer: User, now: dt.datetime) -> None:
    first = entered(officer, now)

    with pytest.raises(IntegrityError), transaction.atomic():
        MinimumWage.objects.create(
            area_code=first.area_code, tier=first.tier, month_fen=1, hour_fen=1, valid_from_on=Day(2028, 1, 1),
            doc_no="测试", mark=SourceMark.LAW,
        )  # fmt: skip
