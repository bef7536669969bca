"""Pasting a group message in a real browser: by the keyboard alone, from the text to two drafts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import Desk, base_url, browser_context_args, browser_type_launch_args, desk
from tests.postings.factories import an_employer
from yizhan.accounts.models import Office, User
from yizhan.postings.models import Posting

__all__ = ["base_url", "browser_context_args", "browser_type_launch_args", "desk"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = (
    "【招工】明天两个活：\n①卸车：6人，180元/天，早7点\n②打包：4人，18元/小时，早8点到晚5点\n"
    "地点：城南物流园，管午饭，日结，自带手套，联系电话 199-0000-0002"
)


@pytest.fixture
def now() -> dt.datetime:
    """The live server has no other clock."""
    return timezone.now()


def test_an_announcement_becomes_drafts_by_the_keyboard(
    desk: Desk, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    employer = an_employer(office=station, by=clerk, verifier=reviewer, at=now)
    desk.sign_in(clerk)
    page = desk.open(reverse("postings:paste"))
    assert desk.faults_on_every_screen("paste-empty") == []
    page.get_by_label("群消息原文").fill(TEXT)
    page.keyboard.press("Alt+u")
    expect(page.get_by_text("读出 2 个岗位")).to_be_visible()
    assert desk.faults_on_every_screen("paste-read") == []
    page.get_by_label("用工主体", exact=True).press_sequentially(employer.name[:3])
    expect(page.locator("#employer-list [role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("用工主体", exact=True)).to_have_value(employer.name)
    page.locator("#id_job2-headcount").fill("很多")
    page.keyboard.press("F9")
    expect(page.get_by_text("人数没有看懂").first).to_be_visible()
    expect(page.locator("#id_job2-headcount")).to_have_value("很多")
    page.locator("#id_job2-headcount").fill("5")
    page.keyboard.press("F9")
    expect(page.get_by_text("已存 2 条草稿")).to_be_visible()
    assert sorted(Posting.objects.values_list("shifts__headcount", flat=True)) == [5, 6]
