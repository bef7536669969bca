"""The review in a real browser: returned by one key with its reason, appealed, decided by another, published."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import Desk, base_url, browser_context_args, browser_type_launch_args, desk
from tests.postings.factories import a_posting, a_waiting, an_employer
from yizhan.accounts.models import Office, User
from yizhan.postings.models import Posting, PostingAppeal
from yizhan.postings.operations import ask_for_scan, run_scan

__all__ = ["base_url", "browser_context_args", "browser_type_launch_args", "desk"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_returned_appealed_decided_by_another_and_published(
    desk: Desk, station: Office, clerk: User, reviewer: User, head: User
) -> None:
    now = timezone.now()
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    made: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer, "at": now, "starts_on": tomorrow}
    employer = an_employer(office=station, by=clerk, verifier=reviewer, at=now)
    posting = a_waiting(employer=employer, **made)
    faults: list[str] = []

    # One key sends it back with its reason; the same keys typed into a field decide nothing.
    desk.sign_in(reviewer)
    page = desk.open(reverse("postings:queue"))
    page.wait_for_load_state("networkidle")
    faults += desk.faults_on_every_screen("review-queue")
    page.keyboard.press("Alt+2")
    expect(page.locator("#messages")).to_contain_text("已退回修改")

    # The submitter reads why in plain words, disagrees, and has it written down.
    desk.sign_in(clerk)
    page = desk.open(reverse("postings:returned"))
    expect(page.get_by_text("请用平常话写清楚具体做什么活")).to_be_visible()
    faults += desk.faults_on_every_screen("review-returned")
    page.get_by_role("link", name="不同意？登记申诉").click()
    page.get_by_label("用工主体本人或负责人").check()
    page.get_by_label("电话", exact=True).check()
    page.get_by_label("对方怎么说").fill("装卸就是装卸，2号门进，去了就干。")
    faults += desk.faults_on_every_screen("appeal-lodge")
    page.keyboard.press("F9")
    expect(page.locator("#messages")).to_contain_text("申诉已登记")

    # Who decided first sees that it is not theirs.
    desk.sign_in(reviewer)
    page = desk.open(reverse("appeals:list"))
    expect(page.get_by_text("由别人复核")).to_be_visible()
    page.get_by_role("link", name=posting.number).click()
    expect(page.get_by_text("原来的决定是您作出的")).to_be_visible()
    expect(page.get_by_label("给对方的答复")).to_have_count(0)

    # Somebody else looks anew and answers in words.
    desk.sign_in(head)
    page = desk.open(reverse("appeals:show", args=["posting", PostingAppeal.objects.get().public_id]))
    page.get_by_label("申诉成立，改变原决定").check()
    page.get_by_label("给对方的答复").fill("打过电话，活说得清楚，可以发布。")
    faults += desk.faults_on_every_screen("appeal-decide")
    page.keyboard.press("F9")
    expect(page.locator("#messages")).to_contain_text("复核结果已记录")
    page.keyboard.press("Alt+p")
    expect(page.get_by_role("heading", name="申诉答复")).to_be_visible()
    faults += desk.faults_on_every_screen("appeal-answer")

    # Asked once more, it is published.
    desk.sign_in(clerk)
    page = desk.open(reverse("postings:show", args=[posting.public_id]))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("F9")
    expect(page.locator("#messages")).to_contain_text("已发布")
    assert Posting.objects.live(timezone.now()).get() == posting

    # The other pages of the review, each once.
    a_posting(employer=employer, start_time="8:00", **made)
    run_scan(scan=ask_for_scan(by=None, at=timezone.now()), at=timezone.now())
    desk.sign_in(head)
    for name, path in {
        "alike": reverse("postings:alike"),
        "employer-record": reverse("employers:record", args=[employer.public_id]),
        "owing": reverse("employers:owing"),
        "appeals": reverse("appeals:list"),
    }.items():
        desk.open(path).wait_for_load_state("networkidle")
        faults += [f"{name} {line}" for line in desk.faults_on_every_screen(name)]
    assert not faults, "\n".join(faults)
