"""The room's paper as the real PDF: its text is read back and held against what was agreed, noted and booked."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from tests.conftest import sign_in
from tests.gigs.factories import agreed, an_order, evening, fresh, settled
from tests.referrals.factories import a_shift
from yizhan.accounts.models import User
from yizhan.gigs.board import board_of_day
from yizhan.gigs.models import LedgerEntry, Order
from yizhan.gigs.operations import AgreedTerms, Payment, change_agreement, confirm_payment, strike_payment
from yizhan.gigs.paper import for_paper, settled_for_paper, slips_pdf, whole_phones
from yizhan.gigs.queries import outstanding_fen
from yizhan.postings.operations import set_headcount
from yizhan.shared.audit.models import AuditEntry
from yizhan.shared.display import phone_text

pytestmark = pytest.mark.django_db


def text_of(pdf: bytes) -> str:
    """Return all text without blanks, as one who searches the file would find it."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def pages_of(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def get_pdf(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), answer.content[:500]
    return answer.content


def test_a_slip_holds_every_term_that_was_agreed(client: Client, clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = an_order(clerk, reviewer, now)
    terms = AgreedTerms(
        25_00, "hour", order.pay_on, rest_minutes=60, meeting_point="汽车站东门", policy_no="ZX2026-0042",
        insurer="测试保险公司", policy_from_on=order.pay_on, policy_until_on=order.pay_on, premium_payer="employer",
    )  # fmt: skip
    change_agreement(order=order, terms=terms, by=clerk, at=now)
    sign_in(client, clerk)
    text = text_of(get_pdf(client, f"/gigs/{order.public_id}/slips.pdf"))
    posted = order.shift.posting.terms
    assert posted is not None
    for words in (
        order.number, order.person.name, order.shift.posting.employer.name, posted.title, posted.content,
        posted.place_name, "第2版", "25元/小时", "汽车站东门", "ZX2026-0042", "测试保险公司", "保费由用工方付",
        "其中休息1小时不计酬", "争议处理", "劳动保护", "职业危害", "前（含当天）付清", "签字：",
    ):  # fmt: skip
        assert "".join(words.split()) in text, words
    assert order.person.id_no is not None
    assert order.person.id_no not in text


def test_slips_and_rosters_of_a_day_hold_everybody_once(
    client: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    shift = a_shift(clerk, reviewer, now)
    set_headcount(shift=shift, headcount=3, by=clerk, at=now)
    orders = [agreed(clerk, reviewer, now, number=n, shift=shift) for n in (1, 2, 3)]
    sign_in(client, clerk)
    day = timezone.localdate(shift.starts_at)
    slips = get_pdf(client, f"/gigs/day/slips.pdf?day={day}")
    roster = get_pdf(client, f"/gigs/shift/{shift.public_id}/roster.pdf")
    assert (pages_of(slips), pages_of(roster)) == (2, 1), "two slips a page"
    for order in orders:
        assert text_of(slips).count(order.number) == 1
        assert text_of(roster).count(order.number) == 1
    for words in ("花名册", "签到时间", "签退时间", "本人签字", "用工方确认", "电话"):
        assert words in text_of(roster), words
    assert client.get(f"/gigs/day/roster.pdf?day={day + dt.timedelta(days=9)}").status_code == 409
    assert client.get(f"/gigs/day/songs.pdf?day={day}").status_code == 404


def test_a_long_text_is_set_smaller_and_loses_nothing(clerk: User, reviewer: User, now: dt.datetime) -> None:
    content = "搬运整理".join(f"第{n}排货架" for n in range(110))[:1000]
    order = an_order(clerk, reviewer, now, shift=a_shift(clerk, reviewer, now, content=content))
    pdf = slips_pdf(list(for_paper(clerk).filter(pk=order.pk)), at=now)
    assert pages_of(pdf) == 1
    assert content in text_of(pdf)
    assert "争议处理" in text_of(pdf)
    assert "12333" in text_of(pdf)


def test_the_call_list_has_whole_numbers_and_is_on_record(
    client: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = an_order(clerk, reviewer, now)
    sign_in(client, clerk)
    day = timezone.localdate(order.shift.starts_at)
    answer = client.post("/gigs/calls/", {"day": str(day)})
    number = phone_text(order.person.contacts.get().number)
    assert number in " ".join(whole_phones(clerk, [order.person_id]).values())
    text = text_of(answer.content)
    assert "".join(number.split()) in text
    assert order.number in text
    assert "会来" in text
    line = AuditEntry.objects.get(action="gig.calls_printed")
    assert (line.kind, line.reason) == ("export", "call")
    client.post(f"/gigs/{order.public_id}/act/", {"act": "call", "result": "yes"})
    assert client.post("/gigs/calls/", {"day": str(day)}).status_code == 409, "whoever said yes is not rung again"


def test_a_payslip_shows_how_each_amount_came_about_and_what_was_paid(
    client: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = settled(clerk, reviewer, now)
    net = outstanding_fen(order)
    half = Payment(net // 2, order.pay_on, "cash", "signature")
    confirm_payment(order=order, payment=half, by=clerk, at=evening(order), today=order.pay_on)
    sign_in(client, clerk)
    text = text_of(get_pdf(client, f"/gigs/{order.public_id}/payslips.pdf"))
    for words in (
        "工资清单",
        "应发",
        "实发",
        "现金",
        "本人签字",
        "还欠",
        "8小时",
        order.number,
        order.person.name,
        "÷",
    ):
        assert words in text, words
    assert client.get(f"/gigs/{an_order(clerk, reviewer, now, number=2).public_id}/payslips.pdf").status_code == 409


@pytest.mark.parametrize("many", [1, 3])
def test_paper_takes_a_fixed_number_of_queries(
    many: int, clerk: User, reviewer: User, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    shift = a_shift(clerk, reviewer, now)
    set_headcount(shift=shift, headcount=3, by=clerk, at=now)
    for number in range(1, many + 1):
        settled(clerk, reviewer, now, number=number, shift=shift)
    with django_assert_num_queries(2):
        assert len(slips_pdf(list(for_paper(clerk).order_by("pk")), at=now)) > 1000
    with django_assert_num_queries(5):
        rows = list(settled_for_paper(clerk).order_by("pk"))
        assert [len(row.payments) + len(row.standing) for row in rows] == [1] * many  # type: ignore[attr-defined]
    board = board_of_day(clerk, timezone.localdate(shift.starts_at))
    with django_assert_num_queries(2):
        assert len(whole_phones(clerk, [card.person_id for card in board[0].orders])) == many


def test_the_ledger_on_paper_has_every_column_of_the_article(
    client: Client, head: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = settled(clerk, reviewer, now)
    owed = outstanding_fen(order)
    pay = Payment(owed, order.pay_on, "bank", "voucher", voucher="V-20261124-9")
    entry = confirm_payment(order=order, payment=pay, by=clerk, at=evening(order), today=order.pay_on)
    strike_payment(entry=entry, reason="wrong", by=clerk, at=evening(order))  # type: ignore[arg-type]
    sign_in(client, head)
    answer = client.post(f"/gigs/ledger/export/?day={order.pay_on}", {"purpose": "report", "shape": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    wage = LedgerEntry.objects.get(kind="wage")
    for words in (
        "用人单位名称", "支付周期", "支付日期", "支付对象姓名", "身份证号码", "联系方式", "工作时间",
        "应发工资项目及数额",
        "代扣代缴扣除项目和数额", "实发数额", "银行代发凭证或本人签字", wage.id_no, wage.contact, wage.person_name,
        wage.employer_name, "V-20261124-9", f"冲{entry.pk}", "实发合计0元",
    ):  # fmt: skip
        assert "".join(words.split()) in text, words
    assert Order.objects.get(pk=order.pk).state == "to_pay"
    assert fresh(order.shift).taken == 1
