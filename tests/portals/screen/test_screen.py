"""The big screen shows what is on offer, never a person, and holds out without network."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import Desk
from tests.employers.factories import a_household
from tests.postings.factories import DAY_JOB, LONG_JOB, a_posting
from yizhan.accounts.models import Office, User
from yizhan.channels.queries import offers_of
from yizhan.portals.screen import watch
from yizhan.portals.screen.board import shown_until
from yizhan.postings.enums import EndReason
from yizhan.postings.operations import withdraw_posting

pytestmark = pytest.mark.django_db


def test_the_board_has_day_labour_first_true_numbers_and_no_person(
    client: Client, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    a_posting(office=station, by=clerk, verifier=reviewer, at=now, raw=LONG_JOB)
    household = a_household(office=station, by=clerk, at=now)
    near = a_posting(office=station, by=clerk, verifier=reviewer, at=now, employer=household, title="院墙瓦工")
    with time_machine.travel(now, tick=False):
        answer = client.get(f"/screen/{station.public_id}/board.json")
        page = client.get(f"/screen/{station.public_id}/").content.decode()
    board = answer.json()
    assert [one["title"] for one in board["offers"]] == ["院墙瓦工", "缝纫工"]
    assert [one["value"] for one in board["counts"]] == [2, sum(s.headcount for s in near.shifts.all())]
    assert all(one["means"] for one in board["counts"])
    for text in (answer.content.decode(), page):
        assert "院墙瓦工" in text
        for secret in (household.name, "测试丙", "13900009876"):
            assert secret not in text


def test_a_screen_that_has_it_all_gets_no_bytes(
    client: Client, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = a_posting(office=station, by=clerk, verifier=reviewer, at=now)
    url = f"/screen/{station.public_id}/board.json"
    with time_machine.travel(now, tick=False):
        first = client.get(url)
    with time_machine.travel(now + dt.timedelta(minutes=3), tick=False):
        again = client.get(url, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        withdraw_posting(posting=posting, reason=EndReason.WEATHER, by=clerk, at=now)
        assert client.get(url, headers={"if-none-match": first["ETag"]}).json()["offers"] == []


def test_an_offer_leaves_the_screen_with_its_last_shift_or_its_validity(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    day_job = a_posting(office=station, by=clerk, verifier=reviewer, at=now)
    long_job = a_posting(office=station, by=clerk, verifier=reviewer, at=now, raw=LONG_JOB)
    shown = {one.id: shown_until(one) for one in offers_of([day_job.pk, long_job.pk], now)}
    last = day_job.shifts.order_by("ends_at").last()
    assert last is not None
    assert shown[day_job.pk] == min(last.ends_at or day_job.valid_until_at, day_job.valid_until_at)
    assert shown[long_job.pk] == long_job.valid_until_at


def test_an_unknown_office_has_no_screen(client: Client) -> None:
    assert client.get("/screen/00000000-0000-4000-8000-000000000000/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_costs_the_same(
    count: int,
    client: Client,
    station: Office,
    clerk: User,
    reviewer: User,
    now: dt.datetime,
    django_assert_num_queries: Any,
) -> None:
    for _one in range(count):
        a_posting(office=station, by=clerk, verifier=reviewer, at=now)
    with time_machine.travel(now, tick=False), django_assert_num_queries(6):
        assert len(client.get(f"/screen/{station.public_id}/board.json").json()["offers"]) == count


#: Nothing is asked for by the clock, so what comes was told of by the stream.
NO_ASKING = "const set = window.setInterval; window.setInterval = (f, ms) => (ms === 30000 ? 0 : set(f, ms));"


def test_it_turns_pages_hears_of_changes_and_outlives_the_network(
    desk: Desk,
    station: Office,
    clerk: User,
    reviewer: User,
    transactional_db: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watch, "slots", threading.BoundedSemaphore(8))  # every page that is left holds one for seconds
    at = timezone.now()
    day = (timezone.localdate(at) + dt.timedelta(days=1)).isoformat()
    for number in range(8):
        title = f"装卸工{number}组"
        a_posting(office=station, by=clerk, verifier=reviewer, at=at, raw=DAY_JOB | {"starts_on": day}, title=title)
    page = desk.page
    page.add_init_script(NO_ASKING)
    for name, width, height in (("screen-led", 1920, 640), ("screen-4k", 3840, 2160), ("screen-hd", 1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        desk.open(f"/screen/{station.public_id}/")
        expect(page.locator("[data-clock]")).to_contain_text(":")
        desk.look(name, whole=False)
        assert page.evaluate("document.documentElement.scrollHeight") <= height
    expect(page.locator("[data-page]")).to_contain_text("1 /")
    rows = page.locator("[data-offers] li")
    pause = page.get_by_role("button", name="停住翻页")
    pause.click()  # so that no page turns by itself while we look
    expect(pause).to_have_attribute("aria-pressed", "true")
    first = rows.first.inner_text()
    assert 4 <= rows.count() <= 6
    assert desk.faults() == []
    page.keyboard.press("ArrowRight")
    assert rows.first.inner_text() != first
    page.keyboard.press("ArrowRight")
    drawing = page.locator("[data-drawing] svg")
    expect(drawing).to_be_visible()
    expect(page.locator("[data-places] li")).to_contain_text("测试路粮库")
    assert rows.first.is_hidden()
    assert desk.faults() == []
    desk.look("screen-map-hd", whole=False)
    assert page.evaluate("document.querySelector('main').scrollHeight <= document.querySelector('main').clientHeight")
    page.keyboard.press("ArrowLeft")
    expect(drawing).to_be_hidden()
    on_offer = page.locator("[data-counts] dd").first
    expect(on_offer).to_have_text("8")
    a_posting(office=station, by=clerk, verifier=reviewer, at=at, raw=DAY_JOB | {"starts_on": day}, title="新来的活")
    expect(on_offer).to_have_text("9", timeout=60_000)
    page.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('online'))")  # asks at once, and gets no answer
    expect(page.locator("[data-state]")).to_contain_text("网络断了")
    assert rows.count() >= 2
    desk.look("screen-offline", whole=False)
    page.reload()  # the power was cut while the network is away
    expect(page.locator("[data-state]")).to_contain_text("网络断了")
    expect(on_offer).to_have_text("9")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-state]")).to_have_text("")
    page.route("**/board.json", lambda route: route.abort())
    # A day later without a word from the station, nothing old is shown as true. The store is changed from a page
    # without the script, so that no answer that is still under way writes over it.
    desk.open("/robots.txt")
    page.evaluate(
        "key => { const kept = JSON.parse(localStorage.getItem(key)); kept.got -= 25 * 3600 * 1000;"
        " localStorage.setItem(key, JSON.stringify(kept)); }",
        f"board:/screen/{station.public_id}/board.json",
    )
    desk.open(f"/screen/{station.public_id}/")
    expect(page.locator("[data-state]")).to_contain_text("超过一天")
    assert "超过一天" in rows.first.inner_text()
