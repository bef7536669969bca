"""The pages: what is typed is answered in words and kept nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.conftest import sign_in
from yizhan.accounts.models import User
from yizhan.rights.models import Case
from yizhan.shared.models import AuditEntry

pytestmark = pytest.mark.django_db

WAGES = {"kind": "arrears", "relation": "labour", "happened_on": "2026-09-30", "ended_on": "2026-10-31"}


@pytest.fixture(autouse=True)
def at_nine(now: dt.datetime) -> Iterator[None]:
    """The clock of the counter."""
    with time_machine.travel(now, tick=True):
        yield


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    """The clerk's browser."""
    sign_in(client, clerk)
    return client


def test_the_limits_of_unpaid_wages(desk: Client) -> None:
    page = desk.post(reverse("rights:limits"), WAGES).content.decode()
    assert "《劳动争议调解仲裁法》第27条" in page
    assert "2027年10月31日" in page  # a year after leaving
    assert "没有顺延" in page  # nobody knows the holidays of 2027 yet
    assert "2028年9月30日" in page  # two years for the inspection
    assert "劳动保障监察" in page


def test_a_year_that_was_entered_is_counted(desk: Client, clerk: User, now: dt.datetime) -> None:
    from yizhan.vocabularies.operations import publish_year

    days = {dt.date(2027, 1, n): False for n in range(1, 13)}
    publish_year(year=2027, days=days, source="测试", by=clerk, at=now)
    asked = {**WAGES, "channel": "inspection", "filed_on": "2026-11-02", "accepted_on": "2026-12-21"}
    page = desk.post(reverse("rights:limits"), asked).content.decode()
    # Eight working days of December 2026 after the 21st (1 January is free), then 52 from 13 January.
    assert "2027年3月25日" in page


def test_days_in_the_wrong_order_are_told_and_what_was_typed_stays(desk: Client) -> None:
    answer = desk.post(reverse("rights:limits"), {**WAGES, "filed_on": "2026-01-05"})
    assert answer.status_code == 422
    assert "先后不对" in answer.content.decode()
    assert "2026-09-30" in answer.content.decode()


@pytest.mark.parametrize("relation", ["platform", "service", "labour", "unknown"])
def test_an_injury_always_says_where_to_go(desk: Client, relation: str) -> None:
    asked = {"kind": "injury", "relation": relation, "happened_on": "2026-11-20"}
    page = desk.post(reverse("rights:limits"), asked).content.decode()
    assert "先看病" in page
    assert ("12333" in page) == (relation == "platform")


@pytest.mark.parametrize(
    ("slug", "data", "total"),
    [
        ("arrears", {"promised": "3000", "paid": "1000", "basis": "none"}, "2,000元"),
        ("overtime", {"month": "4350", "on": "2026-10-02", "workday": "10", "holiday": "8"}, "975元"),
        ("minimum", {"paid": "2000", "on": "2026-10-02", "by": "month", "month": "2210"}, "210元"),
        ("contract", {"started_on": "2026-03-01", "until_on": "2026-06-15", "month": "3000"}, "7,500元"),
        (
            "severance",
            {"started_on": "2020-01-01", "ended_on": "2023-06-29", "ground": "2n", "month": "4000"},
            "28,000元",
        ),
    ],
)
def test_each_calculator_shows_sum_working_and_provision(
    desk: Client, slug: str, data: dict[str, str], total: str
) -> None:
    page = desk.post(reverse("rights:reckon", args=[slug]), data).content.decode()
    assert f'<span class="num">{total}</span>' in page
    assert "待核实" in page or "《" in page


@pytest.mark.parametrize(
    ("slug", "data", "sentence"),
    [
        ("arrears", {"promised": "1", "paid": "2", "basis": "none"}, "没有欠款"),
        ("arrears", {"promised": "2", "paid": "1", "basis": "award"}, "应付日"),
        (
            "arrears",
            {"promised": "2", "paid": "1", "basis": "agreed", "from_on": "2026-01-01", "until_on": "2026-02-01"},
            "年利率",
        ),
        ("contract", {"started_on": "2026-03-02", "until_on": "2026-03-01", "month": "1"}, "不能早于"),
        ("severance", {"started_on": "1899-03-02", "ended_on": "2026-03-01", "ground": "n", "month": "1"}, "1995"),
        ("minimum", {"paid": "2000", "on": "1999-10-02", "by": "month"}, "没有查到"),
    ],
)
def test_what_cannot_be_reckoned_is_told(desk: Client, slug: str, data: dict[str, str], sentence: str) -> None:
    answer = desk.post(reverse("rights:reckon", args=[slug]), data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_stations_own_minimum_wage_is_used(desk: Client) -> None:
    answer = desk.post(reverse("rights:reckon", args=["minimum"]), {"paid": "1000", "on": "2026-10-02", "by": "month"})
    assert answer.status_code == 200
    assert "2026-10-02" in answer.content.decode()


def test_nothing_of_it_is_kept(desk: Client) -> None:
    before = AuditEntry.objects.count()
    desk.post(reverse("rights:reckon", args=["arrears"]), {"promised": "3000", "paid": "1", "basis": "none"})
    desk.post(reverse("rights:limits"), WAGES)
    assert AuditEntry.objects.count() == before
    assert not Case.objects.exists()


def test_an_unknown_calculator_does_not_exist(desk: Client) -> None:
    assert desk.get(reverse("rights:reckon", args=["nothing"])).status_code == 404
