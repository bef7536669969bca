"""An employer's whole way in Chromium, from asking for the console to answering a letter; axe on every page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import Desk
from tests.employers.factories import a_uscc, an_id
from tests.people.factories import mobile
from tests.portals.employer.factories import sheet
from tests.referrals.factories import first_shift, propose
from tests.workers.factories import make_seeker
from yizhan.accounts.models import Office, User
from yizhan.employers.enums import VerifyBasis
from yizhan.employers.models import SignUp
from yizhan.employers.operations import admit, take_in, verify_employer
from yizhan.postings.models import Posting
from yizhan.postings.operations import approve_posting
from yizhan.referrals.enums import ReferralStatus
from yizhan.referrals.models import Referral
from yizhan.referrals.operations import issue_letter
from yizhan.shared.sheets.models import ImportBatch
from yizhan.shared.sheets.operations import work_through

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "Yonggong-2026-Hao"


def look(desk: Desk, name: str) -> None:
    """Look at the page as axe does, on a desk's screen and on a phone's."""
    assert desk.faults_on_every_screen(f"console-{name}") == [], name
    assert "UNKNOWN" not in desk.page.content(), name


def asks_for_the_console(desk: Desk, page: Page) -> None:
    """Fill in the request."""
    desk.open("/e/start/")
    look(desk, "start")
    page.get_by_role("link", name="第一次用，申请开通").click()
    look(desk, "sign-up")
    page.get_by_label("名称").fill("阳谷测试建筑有限公司")
    page.get_by_label("统一社会信用代码").fill(a_uscc(7))
    page.get_by_label("经办人姓名").fill("测试老板")
    page.get_by_label("经办人手机").fill("13900000007")
    page.get_by_label("我同意").check()
    page.get_by_role("button", name="交申请").click()
    expect(page.get_by_role("heading", name="申请已收到")).to_be_visible()


def code_from_the_station(clerk: User, reviewer: User, at: dt.datetime) -> str:
    """Let the station verify, call back and read the code out."""
    row = SignUp.objects.get()
    employer = take_in(sign_up=row, by=clerk, at=at)
    verify_employer(employer=employer, basis=VerifyBasis.LICENCE_ORIGINAL, by=reviewer, at=at)
    return admit(sign_up=row, called_back=True, mandate_seen=True, id_no=an_id(9), by=clerk, at=at)


def signs_in_with(desk: Desk, page: Page, code: str) -> None:
    """Open the account and sign in."""
    desk.open("/e/join/")
    page.get_by_label("开通码").fill(code)
    page.get_by_label("登录名").fill("laoban")
    page.get_by_label("密码", exact=False).first.fill(PASSWORD)
    page.get_by_label("再输一次密码").fill(PASSWORD)
    look(desk, "join")
    page.get_by_role("button", name="开通", exact=True).click()
    page.get_by_label("登录名").fill("laoban")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", name="我的招工")).to_be_visible()


def posts_a_job(desk: Desk, page: Page, day: dt.date) -> None:
    """Paste a text, complete the form, read what the rules say, submit."""
    look(desk, "home-empty")
    page.get_by_role("link", name="粘贴一段文字").click()
    page.get_by_label("招工消息").fill(f"{day.month}月{day.day}日招瓦工3名，300元一天日结，管饭，早7点到晚5点，砌围墙")
    page.get_by_role("button", name="读出来").click()
    expect(page.get_by_label("做什么活")).to_have_value("瓦工")
    page.get_by_label("在哪里干").fill("测试路粮库")
    page.get_by_label("具体做什么").fill("砌围墙，两人一组，有小工供料。")
    page.get_by_label("中间休息").fill("2小时")
    page.get_by_label("保险").select_option("accident")
    page.get_by_label("联系人").fill("测试老板")
    page.get_by_label("联系电话").fill("13900000007")
    look(desk, "job-form")
    page.get_by_role("button", name="保存，看看提示").click()
    expect(page.get_by_role("heading", name="规则提示")).to_be_visible()
    look(desk, "job-draft")
    page.get_by_role("button", name="提交驿站审核").click()
    expect(page.get_by_text("已提交驿站审核").first).to_be_visible()


def test_from_the_request_to_the_answered_letter(desk: Desk, station: Office, clerk: User, reviewer: User) -> None:
    at, page = timezone.now(), desk.page
    asks_for_the_console(desk, page)
    desk.sign_in(clerk)
    desk.open("/employers/sign-ups/")
    look(desk, "requests")
    page.get_by_role("link", name="阳谷测试建筑有限公司").click()
    look(desk, "request")
    desk.page.context.clear_cookies()
    signs_in_with(desk, page, code_from_the_station(clerk, reviewer, at))
    posts_a_job(desk, page, timezone.localdate(at) + dt.timedelta(days=1))

    posting = Posting.objects.get()
    approve_posting(posting=posting, by=reviewer, at=timezone.now(), reason="测试放行", publish=True)
    page.reload()
    expect(page.get_by_role("heading", name="有多少人合适")).to_be_visible()
    look(desk, "job-live")
    seeker = make_seeker(clerk, at, number=1, phone=mobile(1))
    letter = issue_letter(referral=propose(seeker, first_shift(posting), clerk, at), by=clerk, at=at)

    desk.open("/e/letters/")
    look(desk, "letters")
    page.get_by_role("link", name="去答复").click()
    expect(page.get_by_text(letter.person.name).first).to_be_visible()
    look(desk, "letter")
    page.get_by_label("录用", exact=True).check()
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_text("没有等您答复的介绍信。")).to_be_visible()
    assert Referral.objects.get().status == ReferralStatus.HIRED

    for path, name in (("/e/shifts/", "shifts"), ("/e/", "home")):
        desk.open(path)
        look(desk, name)
    page.get_by_role("link", name="成员").click()
    look(desk, "members")
    desk.open("/e/shifts/")
    page.locator("tbody a").first.click()
    look(desk, "shift")
    desk.open("/e/")
    page.get_by_role("link", name="用工记录").click()
    look(desk, "record")
    desk.open("/e/")
    page.get_by_role("link", name="从表格导入").click()
    look(desk, "sheets")
    page.get_by_label("表格文件").set_input_files(
        {"name": "招工.csv", "mimeType": "text/csv", "buffer": sheet({}, {"报酬": "面议"})}
    )
    page.get_by_role("button", name="上传并核对").click()
    batch = work_through(batch_id=ImportBatch.objects.get().pk, now=timezone.now)
    desk.open(f"/e/sheets/{batch.public_id}/")
    expect(page.get_by_role("region", name="表格的行").get_by_text("报酬没有看懂")).to_be_visible()
    look(desk, "sheet")
