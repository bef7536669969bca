"""The station's main job from the morning's sign-in to the follow-up call, as a clerk does it, in a real Chromium."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import Desk
from tests.conftest import PASSWORD
from tests.people.factories import id_number, mobile
from tests.postings.factories import a_posting, an_employer
from yizhan.accounts.models import Office, User
from yizhan.employers.models import Employer
from yizhan.followups.enums import FollowUpState
from yizhan.followups.models import Attempt, FollowUp
from yizhan.followups.operations import reschedule
from yizhan.places.operations import add_place
from yizhan.postings.enums import PublishState
from yizhan.postings.models import Posting, Shift
from yizhan.referrals.enums import ReferralStatus
from yizhan.referrals.models import Referral
from yizhan.vocabularies.queries import find_occupations
from yizhan.workers.models import Commitment, JobSeeker, Visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("consent_texts"),
]


@pytest.fixture
def now() -> dt.datetime:
    """The live server has no other clock."""
    return timezone.now()


@pytest.fixture(autouse=True)
def demo_sign_in(settings: object) -> None:
    """Sign in by name and password alone, as in the demo; the second factor has tests of its own."""
    settings.YIZHAN_DEMO = True  # type: ignore[attr-defined]


@pytest.fixture
def employer(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Employer:
    """A verified building company, and two places with points, five kilometres apart."""
    for name, lat_e6, lng_e6 in (("汽车站", 36_114_000, 115_791_000), ("东关工地", 36_136_000, 115_835_000)):
        add_place(office=station, name=name, division_code="371521001", lat_e6=lat_e6, lng_e6=lng_e6, by=clerk, at=now)
    find_occupations("wg")  # a running server has read the words for work into memory
    return an_employer(office=station, by=clerk, verifier=reviewer, at=now)


def come_in(desk: Desk, username: str) -> Page:
    """Sign in by the form."""
    desk.page.context.clear_cookies()
    page = desk.open("/accounts/sign-in/")
    page.get_by_label("登录名").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    press(page, "Enter")
    expect(page.locator("#to-do")).to_be_visible()
    return page


def press(page: Page, key: str) -> None:
    """Press a key once the page's script listens: no finger is faster."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)


def choose(page: Page, label: str, words: str) -> None:
    """Type words and take the first thing that the list offers."""
    page.get_by_label(label).first.press_sequentially(words)
    expect(page.locator("[role=listbox]:visible [role=option]").first).to_be_visible()
    press(page, "ArrowDown")
    press(page, "Enter")


def test_a_bricklayer_walks_in_and_is_called_after_the_hire(
    desk: Desk, employer: Employer, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    posting = a_posting(
        office=station, by=clerk, verifier=reviewer, at=now, employer=employer, title="瓦工",
        occupation_code="6-29-01-01", content="砌围墙，墙高两米以内。", pay="220元/天", starts_on=tomorrow,
        place_name="东关工地", lat_e6=36_136_000, lng_e6=115_835_000, hazards=[],
    )  # fmt: skip

    page = come_in(desk, "clerk")
    expect(page.get_by_role("link", name="瓦工")).to_be_visible()

    # Registration, keyboard only.
    press(page, "F2")
    expect(page.locator("#id_name")).to_be_focused()
    page.keyboard.type("王师傅")
    press(page, "Enter")
    page.keyboard.type(id_number(1))
    press(page, "Enter")
    expect(page.locator("[data-id-says]")).to_contain_text("岁")
    page.keyboard.type(mobile(1))
    press(page, "Enter")
    page.keyboard.type("瓦工")
    expect(page.locator("[role=option]").first).to_be_visible()
    press(page, "Enter")
    press(page, "Enter")
    page.keyboard.type("200")
    press(page, "Enter")
    press(page, "Enter")
    page.keyboard.type("8")
    choose(page, "住在哪里", "汽车站")
    press(page, "F9")
    expect(page.locator("h1")).to_contain_text("王师傅")
    assert Visit.objects.count() == 1

    # The recommendation with its reasons; the points add up to the total that is shown.
    page.goto(f"{desk.address}/matching/for/{JobSeeker.objects.get().person.public_id}/")
    expect(page.get_by_text(re.compile("工种对口"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"距离\s*4\.\d"))).to_be_visible()
    desk.look("e2e-recommendation")
    points = [float(found) for found in re.findall(r"\+(\d+\.\d\d)", page.locator("main").inner_text())]
    total = float(re.findall(r"(\d+\.\d\d)\s*分", page.locator("main").inner_text())[0])
    assert round(sum(points), 2) == total
    assert desk.faults() == []

    # The letter: two keys, printed once, with the terms that were promised.
    page.get_by_role("link", name="推荐去").first.click()
    page.wait_for_url(re.compile("/referrals/new/"))
    page.get_by_label("本人同意把姓名和联系方式告诉").check()  # asked once: nothing is on record yet
    press(page, "F9")
    expect(page.get_by_role("button", name="打印介绍信")).to_be_visible()
    with page.context.expect_event("response", lambda answer: "pdf" in answer.headers.get("content-type", "")) as sent:
        press(page, "F9")
    text = "".join(part.extract_text() for part in PdfReader(io.BytesIO(letter_of(desk))).pages)
    assert sent.value.ok
    referral = Referral.objects.get()
    assert referral.number in text.replace(" ", "")
    assert "王师傅" in text.replace(" ", "")
    assert "220元/天" in text.replace(" ", "")
    assert id_number(1) not in text

    # The receipt.
    page.bring_to_front()
    page.goto(f"{desk.address}/referrals/receipt/")
    page.keyboard.type(referral.number)
    press(page, "Enter")
    expect(page.get_by_text("面谈结果")).to_be_visible()
    press(page, "1")
    press(page, "F9")
    expect(page.get_by_text("回执已录入：录用。")).to_be_visible()
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.HIRED
    assert Shift.objects.get(posting=posting).taken == 1
    assert Commitment.objects.filter(person=referral.person, released_at=None).count() == 1

    # The call of the first day, made today because the test cannot wait.
    call = FollowUp.objects.get(kind="hire.d1")
    reschedule(followup=call, due_on=timezone.localdate(), today=timezone.localdate(), by=clerk, at=timezone.now())
    press(page, "F7")
    expect(page.get_by_role("link", name="王师傅", exact=True)).to_be_visible()
    press(page, "F9")
    expect(page.get_by_text("接通了吗")).to_be_visible()
    press(page, "1")
    press(page, "1")
    press(page, "1")
    press(page, "F9")
    expect(page.locator("#messages")).to_contain_text("已记录：接通。")
    call.refresh_from_db()
    assert call.state == FollowUpState.DONE
    said = Attempt.objects.get()
    assert (said.on_job, said.matches_posting) == (True, "yes")


def letter_of(desk: Desk) -> bytes:
    """Print the letter once more by the form's own request and return the PDF."""
    referral = Referral.objects.get()
    page = desk.page
    token = page.context.cookies()
    csrf = next(cookie["value"] for cookie in token if cookie["name"] == "csrftoken")
    answer = page.request.post(
        f"{desk.address}/referrals/{referral.public_id}/print/letter/",
        form={"csrfmiddlewaretoken": csrf},
        headers={"Referer": desk.address},
    )
    assert answer.ok, answer.status
    return answer.body()


def test_a_day_job_is_entered_reviewed_and_filled(
    desk: Desk, employer: Employer, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    page = come_in(desk, "clerk")

    # The clerk enters the job that the employer telephones in.
    page.goto(f"{desk.address}/postings/new/?employer={employer.public_id}")
    choose(page, "岗位名称", "装卸工")
    page.get_by_label("人数").first.fill("1")
    page.get_by_label("工作内容").fill("在仓库装卸袋装饲料，有推车，两人一组。")
    page.get_by_label("开始日期").fill(tomorrow)
    page.get_by_label("上工时间").fill("07:00")
    page.get_by_label("收工时间").fill("17:00")
    choose(page, "工作地点", "东关")
    page.locator("[name=pay]").press_sequentially("180元/天")
    press(page, "F9")
    expect(page.get_by_text("已提交审核")).to_be_visible()

    # Somebody else reviews it.
    page = come_in(desk, "reviewer")
    page.goto(f"{desk.address}/postings/queue/")
    press(page, "F9")
    expect(page.get_by_text("审核通过，已发布")).to_be_visible()
    posting = Posting.objects.get()
    assert posting.publish_state == PublishState.PUBLISHED

    # The clerk calls three people from one screen; the first one takes the place.
    from tests.workers.factories import make_seeker
    from yizhan.workers.facts import WishedWork

    for number in (1, 2, 3):
        make_seeker(clerk, timezone.now(), number=number, phone=mobile(number), pay_min_fen=15_000,
                    works=(WishedWork("4-02-05-01", "装卸"),))  # fmt: skip
    page = come_in(desk, "clerk")
    page.goto(f"{desk.address}/referrals/quick/{posting.public_id}/")
    for key in ("1", "2", "3", "F9"):
        press(page, key)
    expect(page.locator(".calling")).to_have_count(3)
    press(page, "1")
    expect(page.get_by_text("已记录：本人愿去。")).to_be_visible()
    press(page, "1")
    expect(page.get_by_text("已记录：用工方同意。")).to_be_visible()
    press(page, "1")
    expect(page.get_by_role("heading", name="已开介绍信")).to_be_visible()
    letter = Referral.objects.get(status=ReferralStatus.LETTER)

    # The receipt fills it.
    page.goto(f"{desk.address}/referrals/receipt/")
    page.keyboard.type(letter.number.replace("-", " "))
    press(page, "Enter")
    expect(page.get_by_text("面谈结果")).to_be_visible()
    press(page, "1")
    press(page, "F9")
    expect(page.get_by_text("回执已录入：录用。")).to_be_visible()
    posting.refresh_from_db()
    assert posting.publish_state == PublishState.FILLED
    assert not Posting.objects.live(timezone.now()).exists()
