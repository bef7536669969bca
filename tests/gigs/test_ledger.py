"""The wage ledger as a page: month by month, counter-entries beside what they strike out, masked, page by page."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import sign_in
from tests.gigs.factories import evening, settled
from yizhan.accounts.models import User
from yizhan.gigs.enums import CounterReason
from yizhan.gigs.models import LedgerEntry
from yizhan.gigs.operations import Payment, confirm_payment, settle_order, strike_payment, strike_settlement
from yizhan.gigs.queries import outstanding_fen
from yizhan.gigs.web import ledger as door
from yizhan.gigs.web.forms import HoursField

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    """The clerk's browser."""
    sign_in(client, clerk)
    return client


def test_what_was_struck_out_stands_beside_its_counter_entry(
    desk: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = settled(clerk, reviewer, now)
    late = evening(order)
    paid = confirm_payment(
        order=order,
        payment=Payment(outstanding_fen(order), order.pay_on, "cash", "signature"),
        by=clerk,
        at=late,
        today=late.date(),
    )
    strike_payment(entry=paid, reason=CounterReason.NOT_RECEIVED, by=clerk, at=late)
    strike_settlement(order=order, reason=CounterReason.HOURS_CORRECTED, by=clerk, at=late)
    settle_order(order=order, by=clerk, at=late)
    page = desk.get(f"/gigs/ledger/?day={order.pay_on}")
    rows = [(one.entry.pk, other.entry.counters_id if other else None) for one, other in page.context["rows"]]
    wage, payment, again = LedgerEntry.objects.filter(counters=None).order_by("pk")
    assert rows == [(wage.pk, wage.pk), (payment.pk, payment.pk), (again.pk, None)]
    sums = page.context["sums"]
    assert (sums.net_fen, sums.paid_fen, sums.owed_fen) == (again.net_fen, 0, again.net_fen)
    text = page.content.decode()
    assert f"冲销第 {payment.pk} 笔" in text
    assert "本人说没有收到" in text
    # Masked: whole numbers leave as a file alone, and a clerk takes none out.
    assert again.id_no not in text
    assert again.id_no[-4:] in text
    assert "/gigs/ledger/export/" not in text


def test_office_employer_and_month_narrow_the_ledger(
    desk: Client, clerk: User, reviewer: User, now: dt.datetime, stranger: User
) -> None:
    first, other = settled(clerk, reviewer, now), settled(clerk, reviewer, now, number=2)
    mine, employer = f"/gigs/ledger/?day={first.pay_on}", first.shift.posting.employer
    names = {one.entry.order_id for one, _ in desk.get(mine).context["rows"]}
    assert names == {first.pk, other.pk}
    page = desk.get(f"{mine}&employer={employer.public_id}&office={first.office.public_id}")
    assert {one.entry.order_id for one, _ in page.context["rows"]} == {first.pk}
    assert page.context["sums"].net_fen == LedgerEntry.objects.get(order=first).net_fen
    assert desk.get("/gigs/ledger/?month=2026-10").context["rows"] == []
    for odd in ("day=2026-02-31", "month=x", "employer=x&office=y", "after=-1", f"after={10**20}", "month=9999-12"):
        assert desk.get(f"/gigs/ledger/?{odd}").status_code == 200
    sign_in(desk, stranger)
    assert desk.get(f"{mine}&office={first.office.public_id}").context["rows"] == []


def test_a_page_begins_after_the_last_row_of_another(
    desk: Client, clerk: User, reviewer: User, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = [settled(clerk, reviewer, now, number=number) for number in (1, 2, 3)]
    monkeypatch.setattr(door, "PAGE_SIZE", 2)
    mine = f"/gigs/ledger/?day={orders[0].pay_on}"
    page = desk.get(mine)
    assert [one.entry.order_id for one, _ in page.context["rows"]] == [orders[0].pk, orders[1].pk]
    second = desk.get(f"{mine}&after={page.context['last']}")
    assert [one.entry.order_id for one, _ in second.context["rows"]] == [orders[2].pk]
    assert (second.context["last"], second.context["sums"]) == (None, page.context["sums"])


def test_the_page_takes_a_fixed_number_of_queries(desk: Client, clerk: User, reviewer: User, now: dt.datetime) -> None:
    """What the menu asks changes with the rooms; a row more must not ask more."""
    took = []
    for number in (1, 2, 3):
        order = settled(clerk, reviewer, now, number=number)
        strike_settlement(order=order, reason=CounterReason.HOURS_CORRECTED, by=clerk, at=evening(order))
        mine = f"/gigs/ledger/?day={order.pay_on}"
        desk.get(mine)
        with CaptureQueriesContext(connection) as queries:
            assert len(desk.get(mine).context["rows"]) == number
        took.append(len(queries))
    assert took[0] == took[2]


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("10", 600), ("9.5", 570), ("9:30", 570), ("９：３０", 570), ("9小时30分", 570), ("570分钟", 570), ("0", 0),
     ("7.25", 435), ("7.33", 440), ("24", 1440), ("8h", 480), ("", None)],
)  # fmt: skip
def test_hours_are_read_as_people_say_them(typed: str, minutes: int | None) -> None:
    assert HoursField(required=False).clean(typed) == minutes


def test_minutes_beyond_the_hour_are_told_as_a_matter_of_writing() -> None:
    for typed, sentence in (("9:75", "写小时，如 9.5 或 9:30。"), ("25", "一个班次的工时不能超过 24 小时。")):
        with pytest.raises(forms.ValidationError, match=sentence):
            HoursField(required=False).clean(typed)


@pytest.mark.parametrize("typed", ["600", "25", "24:30", "9:75", "九", "9.5小时30分", "-1", "9 到 5", "1e2"])
def test_what_is_no_time_is_told(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        HoursField(required=False).clean(typed)
