"""The pages: a gig's whole life through them, lists of a fixed number of queries, the ledger as a sheet."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import sign_in
from tests.gigs.factories import agreed, fresh, settled, worked
from tests.people.factories import mobile
from tests.referrals.factories import a_shift
from tests.workers.factories import make_seeker
from yizhan.accounts.models import User
from yizhan.gigs.board import board_of_day
from yizhan.gigs.ledger import COLUMNS
from yizhan.gigs.models import LedgerEntry, Order
from yizhan.gigs.queries import pay_warnings

pytestmark = pytest.mark.django_db


def act(client: Client, order: Order, name: str, **data: Any) -> Order:
    """Send one step from the order's page and return the order as it is then."""
    done = client.post(f"/gigs/{order.public_id}/act/", {"act": name, **data})
    assert done.status_code == 302, done.content.decode()[:1500]
    return Order.objects.get(pk=order.pk)


def test_the_whole_life_of_a_gig(
    client: Client, clerk: User, reviewer: User, now: dt.datetime, time_machine: Any
) -> None:
    """Dispatched, a no-show replaced, signed in by roster, disputed by an hour, settled, paid two days late."""
    time_machine(now)
    sign_in(client, clerk)
    shift = fresh(a_shift(clerk, reviewer, now))
    assert shift.ends_at is not None
    seekers = [make_seeker(clerk, now, number=n, phone=mobile(n)) for n in (1, 2)]
    promise, day = f"/gigs/shift/{shift.public_id}/promise/", timezone.localdate(shift.starts_at)
    assert client.post(promise, {"person": str(seekers[0].person.public_id), "places": 1}).status_code == 302
    gone = act(client, Order.objects.get(), "call", result="no")
    assert (gone.state, fresh(shift).taken) == ("cancelled", 0)
    assert client.post(promise, {"person": str(seekers[1].person.public_id), "places": 1}).status_code == 302
    order = act(client, Order.objects.get(person=seekers[1].person), "call", result="yes", back="board")
    client.post(f"/gigs/shift/{shift.public_id}/employer/")
    assert Order.objects.get(pk=order.pk).state == "agreed"

    time_machine(shift.ends_at + dt.timedelta(hours=1))
    sign_in(client, clerk)
    start, end = (f"{timezone.localtime(one):%Y-%m-%dT%H:%M}" for one in (shift.starts_at, shift.ends_at))
    lines = {f"came-{order.pk}": "on", f"in-{order.pk}": start, f"out-{order.pk}": end}
    assert client.post(f"/gigs/shift/{shift.public_id}/roster/", lines).status_code == 302
    order = act(client, order, "hours", worker_hours="10", employer_hours="9", method="phone")
    assert order.state == "disputed"
    assert act(client, order, "hours", employer_hours="10:00", method="phone").state == "hours"
    assert act(client, order, "settle", done_percent=100).state == "to_pay"
    assert "200元" in client.get(f"/gigs/{order.public_id}/").content.decode()

    time_machine(shift.ends_at + dt.timedelta(days=2))
    sign_in(client, clerk)
    assert seekers[1].person.name in client.get("/gigs/late/").content.decode()
    act(client, order, "remind")
    refused = client.post(
        f"/gigs/{order.public_id}/act/",
        {"act": "pay", "amount": "200", "paid_on": str(day), "method": "goods", "proof": "worker"},
    )
    assert refused.status_code == 409
    paid_on = str(day + dt.timedelta(days=2))
    order = act(client, order, "pay", amount="200", paid_on=paid_on, method="cash", proof="signature")
    assert order.state == "paid"
    assert seekers[1].person.name not in client.get("/gigs/late/").content.decode()


@pytest.fixture
def time_machine(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the clock that the doors read; operations are handed their time."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.parametrize("many", [1, 3])
def test_board_and_warnings_take_a_fixed_number_of_queries(
    many: int, clerk: User, reviewer: User, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    shift = a_shift(clerk, reviewer, now)
    for number in range(1, many + 1):
        worked(clerk, reviewer, now, number=number, shift=shift)
    ahead = a_shift(clerk, reviewer, now)
    for number in range(1, many + 1):
        agreed(clerk, reviewer, now, number=number + 10, shift=ahead)
    day = timezone.localdate(shift.starts_at)
    with django_assert_num_queries(4):
        assert [len(one.orders) for one in board_of_day(clerk, day)] == [many, many]
    with django_assert_num_queries(8):
        assert len(pay_warnings(clerk, day + dt.timedelta(days=9))) == many


def test_the_ledger_is_a_sheet_with_every_column_of_the_article(
    client: Client, head: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = settled(clerk, reviewer, now)
    sign_in(client, head)
    page = f"/gigs/ledger/export/?day={order.pay_on}"
    answer = client.post(page, {"purpose": "report", "shape": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows[0]) == len(COLUMNS)
    article = {
        "用人单位名称", "支付周期起", "支付日期", "支付对象姓名", "身份证号码", "联系方式", "工作时间",
        "应发工资项目及数额", "代扣代缴扣除项目和数额", "实发数额", "银行代发凭证或本人签字",
    }  # fmt: skip
    assert article <= set(rows[0])
    row = dict(zip(rows[0], rows[1], strict=True))
    entry = LedgerEntry.objects.get()
    assert (row["身份证号码"], row["支付对象姓名"]) == (entry.id_no, order.person.name)
    assert round(float(str(row["应付"])) * 100) == entry.net_fen


def test_what_cannot_be_read_is_refused(client: Client, clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = agreed(clerk, reviewer, now)
    sign_in(client, clerk)
    for data in ({}, {"act": "fly"}, {"act": "call", "result": "maybe"}, {"act": "agree"}, {"act": "end"}):
        assert client.post(f"/gigs/{order.public_id}/act/", data).status_code == 422
    assert client.get("/gigs/?day=2026-02-31").status_code == 200
    assert client.get("/gigs/?day=9999-12-31").status_code == 200
