"""The pages: a plan from the button to the orders, a fixed number of queries, nothing for foreign offices."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import sign_in
from tests.people.factories import mobile
from tests.plans.factories import a_plan, rows_of
from tests.referrals.factories import a_shift
from tests.workers.factories import make_seeker
from yizhan.accounts.models import User
from yizhan.gigs.models import Order
from yizhan.plans import background
from yizhan.plans.enums import PlanPolicy
from yizhan.plans.models import Plan
from yizhan.plans.queries import Numbers, counts_of, list_plans, percent_up, shifts_of
from yizhan.shared.person_rows import all_person_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_nine(monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> None:
    """The clock that the doors read stands at the suite's morning."""
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_from_the_button_to_the_orders(
    client: Client, clerk: User, reviewer: User, now: dt.datetime, at_nine: None
) -> None:
    """Asked for, computed by the task, looked through, one changed, carried out; a row overtaken says why."""
    sign_in(client, clerk)
    assert "还没有方案" in client.get("/plans/").content.decode()
    for number in (1, 2, 3):
        make_seeker(clerk, now, number=number, phone=mobile(number))
    a_shift(clerk, reviewer, now)
    made = client.post("/plans/", {"kind": "day", "from_on": "2026-11-24", "policy": "most"})
    plan = Plan.objects.get()
    assert made["Location"] == f"/plans/{plan.public_id}/"
    assert "正在后台计算" in client.get(made["Location"]).content.decode()
    background.compute.func(plan.pk)
    page = client.get(made["Location"]).content.decode()
    assert "离上限最多差" in page
    assert "0.00" in page
    rows = rows_of(plan)
    for row in rows:
        assert row.person.name in page
    dropped = client.post(f"/plans/row/{rows[0].public_id}/change/", {"act": "drop", "version": 1})
    assert dropped.status_code == 302
    assert client.get(f"/plans/row/{rows[0].public_id}/").status_code == 200
    client.post(f"/plans/row/{rows[0].public_id}/change/", {"act": "put_back", "version": 2})
    one = client.post(f"/plans/{plan.public_id}/act/", {"act": "carry_out", "row": str(rows[0].public_id)})
    assert one.status_code == 302
    assert "正在核对并派出" in client.get(made["Location"]).content.decode()
    background.carry_out.func(plan.pk)
    assert Order.objects.count() == 1
    client.post(f"/plans/{plan.public_id}/act/", {"act": "carry_out"})
    background.carry_out.func(plan.pk)
    assert Order.objects.count() == len(rows)
    polled = client.get(f"/plans/{plan.public_id}/status/?was=under_way", headers={"HX-Request": "true"})
    assert polled["HX-Refresh"] == "true"
    assert "看订单" in client.get(made["Location"]).content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_the_pages_take_a_fixed_number_of_queries(
    many: int, clerk: User, reviewer: User, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    plan = a_plan(clerk, reviewer, now, people=many + 1, shifts=many)
    assert len(rows_of(plan)) > many
    with django_assert_num_queries(3):
        assert len(shifts_of(clerk, plan)) >= 1
    with django_assert_num_queries(1):
        counts_of(clerk, plan)
    with django_assert_num_queries(2):
        list_plans(clerk)


def test_the_page_says_both_rules_with_their_numbers_and_promises_no_optimum_with_crews(
    client: Client, clerk: User, reviewer: User, now: dt.datetime, at_nine: None
) -> None:
    make_seeker(clerk, now, number=9, phone=mobile(9), party_size=2)
    plan = a_plan(clerk, reviewer, now, people=1, policy=PlanPolicy.STABLE)
    sign_in(client, clerk)
    page = client.get(f"/plans/{plan.public_id}/").content.decode()
    numbers = Numbers.of(plan)
    for said in ("各自选择的总分", numbers.stable_total, f"安排 {plan.stable_placed} 人", numbers.total, "等 2 人"):
        assert said in page
    assert "有 1 组结伴的人" in page
    assert "不保证总分最高" in page
    # The rule used last is offered first the next time.
    assert '<option value="stable" selected>' in client.get("/plans/").content.decode()


def test_what_cannot_be_read_is_refused(
    client: Client, clerk: User, reviewer: User, now: dt.datetime, at_nine: None
) -> None:
    plan = a_plan(clerk, reviewer, now, people=1)
    row = rows_of(plan)[0]
    sign_in(client, clerk)
    assert client.post(f"/plans/{plan.public_id}/act/", {"act": "fly"}).status_code == 422
    assert client.post(f"/plans/row/{row.public_id}/change/", {"act": "replace", "version": 1}).status_code == 422
    assert client.post("/plans/", {"kind": "year", "from_on": "2026-11-24", "policy": "most"}).status_code == 422
    past = client.post("/plans/", {"kind": "day", "from_on": "2026-11-01", "policy": "most"})
    assert past.status_code == 409
    assert "60 天以内" in past.content.decode()
    assert client.get("/plans/?day=2026-02-31").status_code == 200


def test_an_empty_plan_says_what_to_do_next(client: Client, clerk: User, reviewer: User, now: dt.datetime) -> None:
    sign_in(client, clerk)
    nobody = a_plan(clerk, reviewer, now, people=0, shifts=0)
    assert "先登记求职的人" in client.get(f"/plans/{nobody.public_id}/").content.decode()
    nothing = a_plan(clerk, reviewer, now, people=1, shifts=0)
    assert "先发布岗位" in client.get(f"/plans/{nothing.public_id}/").content.decode()


def test_the_board_leads_to_the_plan_of_its_day(client: Client, clerk: User, reviewer: User, now: dt.datetime) -> None:
    a_shift(clerk, reviewer, now)
    sign_in(client, clerk)
    page = client.get("/gigs/?day=2026-11-24").content.decode()
    assert "/plans/?day=2026-11-24" in page


def test_a_percentage_is_never_flattered() -> None:
    assert [percent_up(*pair) for pair in ((0, 10), (1, 1_000_000), (1, 3), (0, 0))] == [
        "0.00",
        "0.01",
        "33.34",
        "0.00",
    ]


def test_a_merged_record_stands_once_in_a_plan_and_comes_apart_again(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    handlers = next(rows for rows in all_person_rows() if rows.model == "plans.PlanRow")
    plan = a_plan(clerk, reviewer, now, people=2, shifts=2)
    one, two = (row.person_id for row in rows_of(plan)[:2])
    journal = handlers.merge(one, two, now)
    assert {(row.person_id, row.state) for row in rows_of(plan)} == {(one, "proposed"), (one, "dropped")}
    handlers.unmerge(one, two, journal, now)
    assert {row.person_id for row in rows_of(plan)} == {one, two}
    assert handlers.export(one)[0]["方案"] == "一天的派工 2026-11-24"
    handlers.anonymise(one, now)
    row = next(row for row in rows_of(plan) if row.person_id == one)
    assert (row.parts, row.points_bp, row.state) == ([], None, "dropped")
