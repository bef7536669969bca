"""The pages as a clerk meets them in Chromium: keyboard only, readable by machines, on a wide and a narrow screen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import Desk
from tests.people.factories import mobile
from tests.referrals.factories import a_letter, a_shift, propose
from tests.workers.factories import make_seeker
from yizhan.accounts.models import User
from yizhan.followups.models import FollowUp
from yizhan.followups.operations import reschedule
from yizhan.referrals.enums import ReceiptResult, ReferralStatus
from yizhan.referrals.models import Referral
from yizhan.referrals.operations import hand_over, note_print, record_receipt

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clock() -> dt.datetime:
    """The clock of this machine: the server runs by it."""
    return timezone.now()


def work_days(clock: dt.datetime, **changes: object) -> dict[str, object]:
    """Say that the work is tomorrow, whenever the test runs."""
    tomorrow = (timezone.localdate(clock) + dt.timedelta(days=1)).isoformat()
    return {"starts_on": tomorrow, "occupation_code": "6-29-01-01", "title": "瓦工", **changes}


def look(desk: Desk, name: str) -> None:
    """Look at the page as axe does, on a desk's screen and on a phone's."""
    assert desk.faults_on_every_screen(name) == [], name


def test_three_are_called_from_one_screen_without_a_mouse(
    desk: Desk, clerk: User, reviewer: User, clock: dt.datetime
) -> None:
    shift = a_shift(clerk, reviewer, clock, **work_days(clock))
    for number in (1, 2, 3):
        make_seeker(clerk, clock, number=number, phone=mobile(number))
    desk.sign_in(clerk)
    page = desk.open(f"/referrals/quick/{shift.posting.public_id}/")
    look(desk, "quick-empty")
    for key in ("1", "2", "3", "F9"):
        page.keyboard.press(key)
    expect(page.locator(".calling")).to_have_count(3)
    look(desk, "quick-calling")

    page.keyboard.press("1")  # the first agrees
    expect(page.get_by_text("已记录：本人愿去。")).to_be_visible()
    page.keyboard.press("1")  # so does the employer
    expect(page.get_by_text("已记录：用工方同意。")).to_be_visible()
    page.keyboard.press("1")  # the letter
    expect(page.get_by_role("heading", name="已开介绍信")).to_be_visible()
    look(desk, "quick-lettered")
    page.keyboard.press("3")  # the second did not answer
    expect(page.locator(".calling.has-keys").get_by_text("没有联系上")).to_be_visible()
    assert Referral.objects.filter(status=ReferralStatus.LETTER).count() == 1


def test_a_letter_in_two_keys_and_a_receipt_in_two(desk: Desk, clerk: User, reviewer: User, clock: dt.datetime) -> None:
    shift = a_shift(clerk, reviewer, clock, **work_days(clock))
    seeker = make_seeker(clerk, clock, phone=mobile(1))
    address = f"/referrals/new/{seeker.person.public_id}/{shift.posting.public_id}/"
    desk.sign_in(clerk)
    page = desk.open(address)
    look(desk, "create")
    page.keyboard.press("F9")
    expect(page.get_by_role("button", name="打印介绍信")).to_be_focused()
    referral = Referral.objects.get()
    assert referral.status == ReferralStatus.LETTER
    with page.expect_popup():
        page.keyboard.press("F9")
    page.bring_to_front()
    referral.refresh_from_db()
    assert referral.prints == 1
    page.reload()
    look(desk, "show-letter")

    page.keyboard.press("F8")
    expect(page.get_by_role("heading", name="录入回执")).to_be_visible()
    look(desk, "receipt")
    page.keyboard.type(referral.number.replace("-", ""))
    page.keyboard.press("Enter")
    expect(page.get_by_text("面谈结果")).to_be_visible()
    look(desk, "receipt-of")
    page.keyboard.press("1")
    page.keyboard.press("F9")
    expect(page.get_by_text("回执已录入：录用。")).to_be_visible()
    look(desk, "show-hired")
    page.get_by_text("撤销上一步").click()
    look(desk, "show-undo")
    page.get_by_role("button", name="确认撤销").click()
    expect(page.get_by_text("的上一步已撤销")).to_be_visible()


def test_a_call_is_answered_with_one_key_a_question(
    desk: Desk, clerk: User, head: User, reviewer: User, clock: dt.datetime
) -> None:
    today = timezone.localdate(clock)
    letter = a_letter(clerk, reviewer, clock, shift=a_shift(clerk, reviewer, clock, **work_days(clock)))
    record_receipt(referral=letter, result=ReceiptResult.HIRED, by=clerk, at=clock, today=today)
    call = FollowUp.objects.get(kind="hire.d3")
    reschedule(followup=call, due_on=today, today=today, by=clerk, at=clock)
    desk.sign_in(head)
    page = desk.open("/followups/")
    look(desk, "calls")
    page.keyboard.press("F9")
    expect(page.get_by_text("接通了吗")).to_be_visible()
    look(desk, "call")
    for key in ("1", "1", "2"):  # reached, at work, less pay than posted
        page.keyboard.press(key)
    page.keyboard.type("150")
    page.keyboard.press("Enter")
    for key in ("2", "1", "2", "2", "2", "4"):  # not in full, in time, no fee, no document, no injury, four of five
        page.keyboard.press(key)
    page.keyboard.type("要回剩下的五十")
    look(desk, "call-answered")
    page.keyboard.press("F9")
    expect(page.get_by_role("heading", name="今天的回访")).to_be_visible()
    answer = call.tries.get()
    assert (answer.on_job, answer.matches_posting, answer.wage_real_fen) == (True, "lower_pay", 15_000)
    assert (answer.paid_full, answer.fee_asked, answer.csat, answer.demand) == (False, False, 4, "要回剩下的五十")

    desk.open("/followups/alarms/")
    expect(page.get_by_text("没有足额付报酬")).to_be_visible()
    look(desk, "alarms")
    desk.open("/followups/coming/")
    look(desk, "coming")


@pytest.mark.looks
def test_the_desks_other_pages_can_be_read_by_everybody(
    desk: Desk, clerk: User, head: User, reviewer: User, clock: dt.datetime
) -> None:
    shift = a_shift(clerk, reviewer, clock, **work_days(clock))
    letter = a_letter(clerk, reviewer, clock, shift=shift)
    note_print(referral=letter, by=clerk, at=clock)
    propose(make_seeker(clerk, clock, number=2, phone=mobile(2)), shift, clerk, clock)
    hand_over(by=clerk, to=head, note="粮库的人十点回电话", open_counts={"letters": 1, "proposed": 1}, at=clock)
    desk.sign_in(head)
    page = desk.open("/referrals/")
    look(desk, "list")
    for name, path in (("handover", "handover/"), ("rain", "rain/"), ("plan", "plan/")):
        desk.open(f"/referrals/{path}")
        look(desk, name)
    day = timezone.localdate(shift.starts_at).isoformat()
    desk.open(f"/referrals/rain/{shift.posting.public_id}/{day}/")
    look(desk, "rain-day")
    page.keyboard.press("F9")
    expect(page.get_by_role("heading", name="停工通知名单")).to_be_visible()
    look(desk, "rain-called")
    desk.open(f"/people/{letter.person.public_id}/")
    expect(page.get_by_role("link", name=letter.number)).to_be_visible()
    look(desk, "person")
    desk.open(f"/postings/{shift.posting.public_id}/")
    expect(page.get_by_role("link", name=letter.number)).to_be_visible()
