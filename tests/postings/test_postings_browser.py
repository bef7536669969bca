"""The room in a real browser: entered by keyboard alone, reviewed by one key, and no page with a fault."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import Desk, base_url, browser_context_args, browser_type_launch_args, desk
from tests.postings.factories import a_draft, a_posting, an_employer
from yizhan.accounts.models import Office, User
from yizhan.employers.models import Employer
from yizhan.places.operations import add_place
from yizhan.postings.models import Posting

__all__ = ["base_url", "browser_context_args", "browser_type_launch_args", "desk"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def now() -> dt.datetime:
    """The live server has no other clock."""
    return timezone.now()


@pytest.fixture
def tomorrow() -> str:
    """When the work is."""
    return (timezone.localdate() + dt.timedelta(days=1)).isoformat()


@pytest.fixture
def employer(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Employer:
    """A verified company, and a place with a point."""
    point: dict[str, Any] = {"lat_e6": 36_110_000, "lng_e6": 115_790_000}
    add_place(office=station, name="东关大集", division_code="371521001", by=clerk, at=now, **point)
    return an_employer(office=station, by=clerk, verifier=reviewer, at=now)


def test_a_day_job_is_entered_by_keyboard_and_approved_by_one_key(
    desk: Desk, employer: Employer, clerk: User, reviewer: User, tomorrow: str
) -> None:
    desk.sign_in(clerk)
    page = desk.open(f"{reverse('postings:create')}?employer={employer.public_id}")
    page.get_by_label("岗位名称").press_sequentially("装卸工")
    expect(page.locator("#title-list [role=option]").first).to_be_visible()
    for key in ("ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#title-list")).to_be_hidden()
    assert page.locator("[name=occupation_code]").input_value() == "4-02-05-01"
    page.get_by_label("人数").first.fill("3")
    page.get_by_label("工作内容").fill("在仓库装卸袋装饲料，有推车。")
    page.get_by_label("开始日期").fill(tomorrow)
    page.get_by_label("上工时间").fill("07:00")
    page.get_by_label("收工时间").fill("17:00")
    page.get_by_label("工作地点").press_sequentially("大集")
    expect(page.locator("#place-list [role=option]").first).to_be_visible()
    for key in ("ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.locator("[name=pay]").press_sequentially("200元/天")
    expect(page.locator("#pay-read")).to_contain_text("200元/天")
    page.keyboard.press("F9")
    expect(page.get_by_text("已提交审核")).to_be_visible()
    posting = Posting.objects.select_related("terms").get()
    assert posting.terms is not None
    assert (posting.terms.place_name, posting.terms.lat_e6, posting.terms.area_code) == (
        "东关大集",
        36_110_000,
        "371521001",
    )

    desk.sign_in(reviewer)
    page = desk.open(reverse("postings:queue"))
    page.keyboard.press("F9")
    expect(page.get_by_text("审核通过，已发布")).to_be_visible()
    assert Posting.objects.live(timezone.now()).get() == posting


def test_words_typed_after_a_choice_undo_it(desk: Desk, employer: Employer, clerk: User) -> None:
    desk.sign_in(clerk)
    page = desk.open(f"{reverse('postings:create')}?employer={employer.public_id}")
    field = page.get_by_label("岗位名称")
    field.press_sequentially("装卸工")
    expect(page.locator("#title-list [role=option]").first).to_be_visible()
    page.locator("#title-list [role=option]").first.click()
    assert page.locator("[name=occupation_code]").input_value() != ""
    field.press_sequentially("头")
    assert page.locator("[name=occupation_code]").input_value() == ""


def wait_for_parts(page: Page) -> None:
    """Wait until what the page loads by itself is there."""
    page.wait_for_load_state("networkidle")


@pytest.mark.looks
def test_no_page_has_a_fault(
    desk: Desk, employer: Employer, station: Office, clerk: User, reviewer: User, now: dt.datetime, tomorrow: str
) -> None:
    made: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer}
    made |= {"employer": employer, "starts_on": tomorrow}
    live = a_posting(at=now, **made)
    forbidden = a_draft(at=now, content="只招男工，先交押金200元。", **made)
    waiting = a_draft(at=now, age_max="50", age_ground="site_rule", **made)
    desk.sign_in(clerk)
    desk.open(reverse("postings:show", args=[waiting.public_id])).keyboard.press("F9")
    expect(desk.page.get_by_text("已提交审核")).to_be_visible()
    paths = {
        "postings-list": reverse("postings:list"),
        "postings-choose": reverse("postings:create"),
        "postings-create": f"{reverse('postings:create')}?employer={employer.public_id}",
        "postings-change": reverse("postings:change", args=[live.public_id]),
        "postings-household": reverse("postings:household"),
        "postings-show": reverse("postings:show", args=[live.public_id]),
        "postings-forbidden": reverse("postings:show", args=[forbidden.public_id]),
        "postings-unconfirmed": reverse("postings:unconfirmed"),
        "employers-list": reverse("employers:list"),
        "employers-create": reverse("employers:create"),
        "employers-show": reverse("employers:show", args=[employer.public_id]),
    }
    faults: list[str] = []
    for name, path in paths.items():
        wait_for_parts(desk.open(path))
        faults += [f"{name} {line}" for line in desk.faults_on_every_screen(name)]
    desk.sign_in(reviewer)
    wait_for_parts(desk.open(reverse("postings:queue")))
    faults += [f"postings-queue {line}" for line in desk.faults_on_every_screen("postings-queue")]
    assert not faults, "\n".join(faults)
