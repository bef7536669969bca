"""The pages of the room in a real Chromium: nothing that axe finds, nothing wider than the screen."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from tests.browser import Desk
from tests.postings.factories import a_posting
from tests.workers.factories import BRICKLAYER, make_seeker
from yizhan.accounts.models import Office, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.looks
def test_the_pages_pass_axe(desk: Desk, station: Office, clerk: User, reviewer: User) -> None:
    at = timezone.now()
    day = timezone.localdate(at + dt.timedelta(days=1)).isoformat()
    given: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer, "at": at, "starts_on": day}
    posting = a_posting(**given, title="砌墙", occupation_code=BRICKLAYER, pay="260元/天", age_max="45", hazards=[])
    far = a_posting(**given, lat_e6=36_400_000)
    seeker = make_seeker(clerk, at)
    person = seeker.person.public_id
    desk.sign_in(clerk)

    faults = []
    for name, path in {
        "for": f"for/{person}",
        "people": f"people/{posting.public_id}",
        "find": f"why-not/{person}",
        "fine": f"why-not/{person}/{posting.public_id}",
        "why-not": f"why-not/{person}/{far.public_id}",
    }.items():
        desk.open(f"/matching/{path}/")
        faults += [f"{name}: {line}" for line in desk.faults_on_every_screen(f"matching-{name}")]
    assert faults == []


def test_a_clerk_finds_out_why(desk: Desk, station: Office, clerk: User, reviewer: User) -> None:
    at = timezone.now()
    day = timezone.localdate(at + dt.timedelta(days=1)).isoformat()
    given: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer, "at": at, "starts_on": day}
    a_posting(**given, occupation_code=BRICKLAYER, pay="260元/天")
    far = a_posting(**given, lat_e6=36_400_000)
    seeker = make_seeker(clerk, at)
    desk.sign_in(clerk)

    page = desk.open(f"/people/{seeker.person.public_id}/")
    page.wait_for_load_state("networkidle")  # panels that come meanwhile would push the link away from under the mouse
    page.evaluate("window.sameDocument = true")
    page.get_by_role("link", name="看全部").click()
    page.get_by_role("heading", level=1, name="推荐岗位").wait_for()
    assert page.evaluate("window.sameDocument && document.activeElement.id") == "main"
    assert page.title().startswith("推荐岗位")
    assert page.locator(".top").count() == page.locator("#menu").count() == page.locator("main").count() == 1
    page.go_back()
    page.get_by_role("link", name="看全部").wait_for()
    assert page.evaluate("window.sameDocument") is None

    page = desk.open(f"/matching/for/{seeker.person.public_id}/")
    page.get_by_role("link", name="查一个岗位为什么没有列出").click()
    page.get_by_label("岗位编号或名称").fill(far.number)
    page.get_by_role("button", name="查岗位").click()
    page.get_by_role("link", name="为什么").click()
    assert "超过本人说的8.0公里" in page.locator(".match-reasons").inner_text()
    assert far.number not in page.url
