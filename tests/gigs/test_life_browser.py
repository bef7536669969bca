"""One gig from the posting to the follow-up, and one that ends in a rights case, in a real Chromium."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from playwright.sync_api import Locator, Page, expect

from tests.browser import Desk
from tests.people.factories import mobile
from tests.postings.factories import an_employer
from tests.rights.factories import a_late_order
from tests.workers.factories import make_seeker
from yizhan.accounts.models import Office, User
from yizhan.employers.models import ConductFact
from yizhan.followups.models import Attempt
from yizhan.gigs.enums import CounterReason
from yizhan.gigs.models import HoursStatement, LedgerEntry, Order
from yizhan.gigs.operations import settle_order, strike_settlement
from yizhan.gigs.queries import outstanding_fen
from yizhan.places.operations import add_place
from yizhan.postings.models import Posting
from yizhan.rights.models import Case
from yizhan.vocabularies.queries import find_occupations
from yizhan.workers.facts import WishedWork

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Clock = Callable[..., None]


@pytest.fixture
def clock(now: dt.datetime) -> Iterator[Clock]:
    """Move the clock that server and operations read: `clock(days=1, hours=9)` after midnight of the first day."""
    with time_machine.travel(now, tick=True) as traveller:
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        yield lambda **after: traveller.move_to(midnight + dt.timedelta(**after))


def press(page: Page, key: str) -> None:
    """Press a key once the page's script listens."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)


def choose(page: Page, label: str, words: str) -> None:
    """Type words and take the first thing that the list offers."""
    page.get_by_label(label).first.press_sequentially(words)
    expect(page.locator("[role=listbox]:visible [role=option]").first).to_be_visible()
    press(page, "ArrowDown")
    press(page, "Enter")


def card(page: Page, title: str) -> Locator:
    """Return the form of a step on an order's page, opened where it is folded."""
    found = page.locator("section.card, details.card").filter(has=page.locator("h2, summary", has_text=title)).first
    if found.evaluate("one => one.tagName === 'DETAILS' && !one.open"):
        found.locator("summary").click()
    return found


def take(page: Page, title: str) -> None:
    """Send the form of a step and see that it was noted."""
    with page.expect_navigation():
        card(page, title).get_by_role("button", name=title).click()
    expect(page.locator("#messages")).to_contain_text("已记下")


def promise_next(page: Page, name: str) -> None:
    """Ask who might go, send the first, ring them and the employer."""
    page.get_by_role("button", name="推荐谁去").click()
    row = page.get_by_role("row").filter(has_text=name)
    row.get_by_role("button", name="派这个班").click()
    expect(page.get_by_role("row").filter(has_text=name)).to_contain_text("待确认")
    page.get_by_role("row").filter(has_text=name).get_by_role("button", name="会来").click()
    page.get_by_role("button", name="用工方电话同意全部").click()
    expect(page.get_by_role("row").filter(has_text=name)).to_contain_text("已约定")


def test_a_gig_from_the_posting_to_the_follow_up(
    desk: Desk, station: Office, clerk: User, reviewer: User, now: dt.datetime, clock: Clock
) -> None:
    employer = an_employer(office=station, by=clerk, verifier=reviewer, at=now)
    add_place(office=station, name="东关粮库", division_code="371521001", lat_e6=36_110_000, lng_e6=115_790_000,
              by=clerk, at=now)  # fmt: skip
    find_occupations("zx")  # a running server has read the words for work into memory
    works = (WishedWork("6-30-05-01", "装卸"),)
    names = [
        make_seeker(clerk, now, number=n, phone=mobile(n), pay_min_fen=15_000, works=works).person.name for n in (1, 2)
    ]

    # Posted by a clerk, approved by somebody else.
    clock(hours=9)
    desk.sign_in(clerk)
    page = desk.open(f"/postings/new/?employer={employer.public_id}")
    choose(page, "岗位名称", "装卸工")
    page.get_by_label("人数").first.fill("1")
    page.get_by_label("工作内容").fill("在仓库装卸袋装饲料，有推车，两人一组。")
    page.get_by_label("开始日期").fill("2026-11-24")
    page.get_by_label("上工时间").fill("07:00")
    page.get_by_label("收工时间").fill("17:00")
    choose(page, "工作地点", "东关")
    page.locator("[name=pay]").press_sequentially("20元/小时")
    press(page, "F9")
    expect(page.get_by_text("已提交审核")).to_be_visible()
    desk.sign_in(reviewer)
    desk.open("/postings/queue/")
    press(page, "F9")
    expect(page.get_by_text("审核通过，已发布")).to_be_visible()
    posting = Posting.objects.get()

    # Dispatched: the best one for tomorrow, rung, and the employer rung.
    desk.sign_in(clerk)
    desk.open("/gigs/?day=2026-11-24")
    page.get_by_role("button", name="推荐谁去").click()
    first = page.locator("table", has_text="接下来可以打给谁").locator("tbody th").first.inner_text()
    gone, came = sorted(names, key=lambda name: name not in first)
    promise_next(page, gone)

    # Not there at dawn: marked, and the next best stands in the same place.
    clock(days=1, hours=6, minutes=40)
    desk.sign_in(clerk)
    desk.open("/gigs/?day=2026-11-24")
    page.get_by_role("link", name=gone).click()
    card(page, "取消或未到").get_by_label("取消或未到的原因").select_option("worker_no_show")
    take(page, "取消或未到")
    expect(page.get_by_text("本人未到").first).to_be_visible()
    desk.open("/gigs/?day=2026-11-24")
    promise_next(page, came)
    expect(page.locator("main")).to_contain_text(f"{gone} 本人未到 → {came} 顶上")
    desk.look("life-dawn")
    shift = posting.shifts.get()
    assert (shift.taken, shift.headcount) == (1, 1)

    # Signed in by the roster that came back; only one side has signed the hours.
    clock(days=1, hours=18)
    desk.sign_in(clerk)
    desk.open("/gigs/?day=2026-11-24")
    page.get_by_role("region").get_by_role("link", name="花名册").click()
    row = page.get_by_role("row").filter(has_text=came)
    row.get_by_label("到了").check()
    press(page, "F9")
    expect(page.get_by_text("花名册已录入 1 行")).to_be_visible()
    order = Order.objects.get(person__name=came)

    # Disputed by an hour, settled between them: every word is kept.
    desk.open(f"/gigs/{order.public_id}/")
    hours = card(page, "双方的工时")
    hours.get_by_label("工人说的工时").fill("10")
    hours.get_by_label("用工方说的工时").fill("9")
    take(page, "双方的工时")
    expect(page.get_by_text("工时有争议").first).to_be_visible()
    desk.look("life-disputed")
    expect(card(page, "双方的工时").get_by_text("工人说 10 小时，用工方说 9 小时，差 1 小时")).to_be_visible()
    card(page, "双方的工时").get_by_label("用工方说的工时").fill("10")
    take(page, "双方的工时")
    expect(page.locator("section.card", has=page.locator("h2", has_text="考勤"))).to_contain_text("9 小时")
    assert sorted(HoursStatement.objects.values_list("side", "minutes")) == [
        ("employer", 540), ("employer", 600), ("worker", 600)
    ]  # fmt: skip
    take(page, "结算")
    expect(page.locator("table", has_text="工资清单")).to_contain_text("10 小时 × 20元/小时")
    expect(page.get_by_text("还欠 200元")).to_be_visible()

    # The pay day passes: the station's own list says so, nobody complained. The employer is asked.
    clock(days=2, hours=9)
    desk.sign_in(clerk)
    desk.open("/gigs/late/")
    late = page.get_by_role("row").filter(has_text=came)
    expect(late).to_contain_text("1 天")
    late.get_by_role("button", name="已催用工方").click()

    # Paid two days late; the worker has signed. The warning is gone by itself.
    clock(days=3, hours=15)
    desk.sign_in(clerk)
    desk.open("/gigs/late/")
    expect(page.get_by_role("row").filter(has_text=came)).to_contain_text("2 天")
    page.get_by_role("link", name=came).click()
    pay = card(page, "确认支付")
    pay.get_by_label("支付方式").select_option("cash")
    pay.get_by_label("支付凭据").select_option("signature")
    take(page, "确认支付")
    expect(page.get_by_text("已支付").first).to_be_visible()
    desk.look("life-paid")
    desk.open("/gigs/late/")
    expect(page.get_by_text("这里没有到期未确认的报酬")).to_be_visible()

    # Followed up: the worker rates the service and says what was so. The desk states codes; nobody marks a person.
    desk.open("/followups/")
    expect(page.get_by_role("row").filter(has_text=came)).to_contain_text("报酬到账回访")
    press(page, "F9")
    expect(page.get_by_text("接通了吗")).to_be_visible()
    said = {"reach": "reached", "matches_posting": "yes", "paid_full": "yes", "paid_on_time": "no", "fee_asked": "no",
            "id_held": "no", "injured": "no", "csat": "4"}  # fmt: skip
    for question, answer in said.items():
        page.locator(f"input[name='{question}'][value='{answer}']").check(force=True)
    press(page, "F9")
    expect(page.locator("#messages")).to_contain_text("已记录：接通。")
    attempt = Attempt.objects.get()
    assert (attempt.csat, attempt.paid_full, attempt.paid_on_time) == (4, True, False)
    assert set(ConductFact.objects.values_list("kind", flat=True)) == {"paid_late", "as_posted"}
    order.refresh_from_db()
    assert (order.state, outstanding_fen(order), LedgerEntry.objects.count()) == ("paid", 0, 2)
    desk.open(f"/people/{order.person.public_id}/")
    page.get_by_role("heading", name="零工订单").scroll_into_view_if_needed()
    expect(page.locator(f"a[href='/gigs/{order.public_id}/']")).to_be_visible()
    assert not re.search(r"评分|得分|星级|信用分", page.locator("main").inner_text())


def test_a_gig_that_ends_in_a_rights_case_with_its_deadlines(
    desk: Desk, clerk: User, officer: User, reviewer: User, now: dt.datetime, clock: Clock
) -> None:
    """Nobody pays: warned of, seen by the county, a case in one step, and each limit on its day by the table of law."""
    order = a_late_order(clerk, reviewer, now, days=8)
    clock(hours=9)
    desk.sign_in(officer)
    page = desk.open("/gigs/late/")
    expect(page.get_by_role("row").filter(has_text=order.person.name)).to_contain_text("已上报县级")
    desk.sign_in(clerk)
    desk.open("/gigs/late/")
    page.get_by_role("button", name="维权开案").click()
    page.get_by_role("heading", name="欠薪").wait_for()
    assert Case.objects.get().person_id == order.person_id
    # docs/rights.md: inspection two years from the pay day (条例 20), court three years where there is no labour
    # relation (民法典 188).
    due = order.pay_on
    limit(page, "向劳动保障监察投诉", two_years_after(due))
    limit(page, "向法院起诉", due.replace(year=due.year + 3))

    # Filed with the inspection on Monday the 23rd, accepted a week later: 5 working days; 60 cannot be told yet.
    turn_to(page, "劳动保障监察", filed_on="2026-11-23")
    limit(page, "监察机构受理", dt.date(2026, 11, 30))
    clock(days=7, hours=9)
    desk.sign_in(clerk)
    page.reload()
    turn_to(page, "劳动保障监察", filed_on="2026-11-23", accepted_on="2026-11-30")
    expect(row_of(page, "监察机构调查完毕")).to_contain_text("—")
    # An order for payment asked for on the same Monday: day five is a Saturday, so Monday the 30th (民诉法 226).
    turn_to(page, "支付令", filed_on="2026-11-23")
    expect(row_of(page, "法院通知是否受理支付令申请")).to_contain_text("原为 11-28")
    limit(page, "法院通知是否受理支付令申请", dt.date(2026, 11, 30))
    assert desk.faults_on_every_screen("life-case") == []

    # The ledger keeps what was struck out, with its counter-entry right below.
    strike_settlement(order=order, reason=CounterReason.HOURS_CORRECTED, by=clerk, at=now)
    settle_order(order=order, by=clerk, at=now)
    desk.open(f"/gigs/ledger/?day={order.pay_on}")
    expect(page.locator("tr.gig-counter")).to_contain_text("工时或件数改正")
    assert desk.faults_on_every_screen("life-ledger") == []


def two_years_after(day: dt.date) -> dt.date:
    return day.replace(year=day.year + 2)


def row_of(page: Page, title: str) -> Locator:
    return page.get_by_role("row").filter(has_text=title)


def limit(page: Page, title: str, last: dt.date) -> None:
    """See that a limit ends on this day, with its article beside it."""
    expect(row_of(page, title)).to_contain_text(f"{last.year}年{last.month}月{last.day}日")
    expect(row_of(page, title)).to_contain_text("《")


def turn_to(page: Page, channel: str, **days: str) -> None:
    """Note when the person turned to somebody, and what became of it."""
    form = page.locator("details", has=page.locator("summary", has_text="登记办理日期"))
    form.locator("summary").click()
    form.locator("[name=channel]").select_option(label=channel)
    for name, day in days.items():
        form.locator(f"[name={name}]").fill(day)
    with page.expect_navigation():
        form.get_by_role("button", name="保存并重算期限").click()
