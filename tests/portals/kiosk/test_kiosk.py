"""The kiosk shows what is on offer by touch, prints a slip, calls somebody once, and forgets."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from playwright.sync_api import expect

from tests.browser import Desk
from tests.conftest import sign_in
from tests.postings.factories import DAY_JOB, LONG_JOB, a_posting
from yizhan.accounts.models import Office, User
from yizhan.portals.kiosk import device
from yizhan.portals.kiosk.models import HelpCall, Machine
from yizhan.portals.kiosk.operations import AnsweredAlready, answer_call, call_for_help, set_up_machine
from yizhan.portals.kiosk.queries import MOST_TILES, open_calls_count
from yizhan.portals.kiosk.views import hall
from yizhan.shared.models import AuditEntry
from yizhan.vocabularies.queries import find_occupations, occupation_name

pytestmark = pytest.mark.django_db
#: Waits until the page's requests go through the service worker.
CONTROLLED = """() => new Promise(done => {
    const worker = navigator.serviceWorker;
    worker.controller ? done() : worker.addEventListener("controllerchange", () => done());
})"""


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_work_is_found_by_kind_and_by_occupation_without_a_word_typed(
    client: Client, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    day_job = a_posting(office=station, by=clerk, verifier=reviewer, at=now)
    sewing = find_occupations("缝纫工", limit=1)[0].code
    a_posting(office=station, by=clerk, verifier=reviewer, at=now, raw=LONG_JOB, occupation_code=sewing)
    base = f"/kiosk/{station.public_id}/"
    with time_machine.travel(now, tick=False):
        start = text_of(client, base)
        gigs = text_of(client, f"{base}jobs/?kind=gig")
        by_work = text_of(client, f"{base}jobs/?work={sewing}")
        nonsense = text_of(client, f"{base}jobs/?kind=nonsense&work=<b>&page=999&lang=<b>")
        page = text_of(client, f"{base}jobs/{day_job.public_id}/")
    assert occupation_name(sewing) in start
    assert DAY_JOB["title"] in gigs
    assert LONG_JOB["title"] not in gigs
    assert LONG_JOB["title"] in by_work
    assert DAY_JOB["title"] not in by_work
    assert "<b>" not in nonsense
    assert day_job.number in page
    for text in (start, gigs, page):
        assert "测试丙" not in text, "a person of the employer's"


def test_kinds_of_work_that_do_not_fit_are_a_touch_away(
    client: Client, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    words = (
        "缝纫工", "电工", "焊工", "瓦工", "厨师", "保安", "司机", "保洁", "木工", "油漆工", "收银员", "钢筋工", "月嫂",
        "快递员",
    )  # fmt: skip
    codes = {found[0].code for word in words if (found := find_occupations(word, limit=1))}
    assert len(codes) > MOST_TILES
    for code in codes:
        a_posting(office=station, by=clerk, verifier=reviewer, at=now, raw=LONG_JOB, occupation_code=code)
    base = f"/kiosk/{station.public_id}/"
    with time_machine.travel(now, tick=False):
        first, second = (text_of(client, f"{base}?page={number}") for number in (1, 2))
    shown = [{code for code in codes if f"work={code}" in page} for page in (first, second)]
    assert [len(page) for page in shown] == [MOST_TILES - 1, len(codes) - MOST_TILES + 1]
    assert shown[0] | shown[1] == codes
    assert ("更多工种" in first, "最常见的工种" in second) == (True, True)


@pytest.mark.parametrize("count", [1, 5])
def test_pages_ask_a_fixed_number_of_questions(
    client: Client, station: Office, clerk: User, reviewer: User, now: dt.datetime, count: int,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    for number in range(count):
        a_posting(office=station, by=clerk, verifier=reviewer, at=now, title=f"小工{number}")
    with time_machine.travel(now, tick=False):
        client.get(f"/kiosk/{station.public_id}/jobs/")  # a process reads the market once, then only what changed
        with django_assert_max_num_queries(5):
            client.get(f"/kiosk/{station.public_id}/")
        with django_assert_max_num_queries(6):
            client.get(f"/kiosk/{station.public_id}/jobs/")


def test_only_a_kiosk_of_the_station_calls_and_a_second_press_calls_nobody_twice(
    client: Client, station: Office, county: Office, clerk: User, now: dt.datetime
) -> None:
    url = f"/kiosk/{station.public_id}/help/"
    assert "没有登记为本站的自助机" in client.post(url).content.decode()
    client.cookies[device.COOKIE] = "forged:1tXXXX:nonsense"
    assert "没有登记为本站的自助机" in client.post(url).content.decode()
    assert not HelpCall.objects.exists()

    desk = Client()
    sign_in(desk, clerk)
    opened = desk.post("/kiosk/set-up/")
    assert opened.headers["Location"] == f"/kiosk/{station.public_id}/"
    assert desk.get("/kiosk/calls/").status_code == 302, "the clerk is still signed in on the kiosk"
    assert AuditEntry.objects.filter(action="kiosk.set_up").count() == 1

    for _ in range(3):
        assert "已经叫了" in desk.post(url).content.decode()
    assert "没有登记为本站的自助机" in desk.post(f"/kiosk/{county.public_id}/help/").content.decode()
    assert HelpCall.objects.count() == 1
    assert open_calls_count(clerk) == 1
    assert Machine.objects.filter(office=station, ended_at=None).count() == 1


def test_a_machine_is_made_an_ordinary_one_again(
    client: Client, station: Office, clerk: User, now: dt.datetime
) -> None:
    sign_in(client, clerk)
    assert "不再是自助机" not in text_of(client, "/kiosk/set-up/")
    client.post("/kiosk/set-up/")
    sign_in(client, clerk)
    assert "这台机器不再是自助机" in text_of(client, "/kiosk/set-up/")
    elsewhere = Client()
    sign_in(elsewhere, clerk)
    elsewhere.post("/kiosk/set-up/", {"end": "1"})
    assert Machine.objects.filter(ended_at=None).count() == 1, "another machine ended this one"
    ended = client.post("/kiosk/set-up/", {"end": "1"}, follow=True)
    assert "不再是自助机" in ended.content.decode()
    assert "没有登记为本站的自助机" in client.post(f"/kiosk/{station.public_id}/help/").content.decode()
    assert not HelpCall.objects.exists()
    assert AuditEntry.objects.filter(action="kiosk.ended").count() == 1
    assert not Machine.objects.filter(ended_at=None).exists()
    assert open_calls_count(clerk) is None
    call_for_help(office=station, at=now)
    assert open_calls_count(clerk) == 1, "who waits is seen, whatever machine they called from"


def test_one_goes_and_the_next_is_told(station: Office, clerk: User, head: User, now: dt.datetime) -> None:
    assert call_for_help(office=station, at=now)
    assert not call_for_help(office=station, at=now)
    call = HelpCall.objects.get()
    answer_call(call=call, by=clerk, at=now)
    with pytest.raises(AnsweredAlready):
        answer_call(call=call, by=head, at=now)
    assert call_for_help(office=station, at=now + dt.timedelta(minutes=5))
    with pytest.raises(IntegrityError, match="answered_by_somebody"), transaction.atomic():
        HelpCall.objects.filter(answered_at=None).update(answered_at=now + dt.timedelta(hours=1))


def test_only_a_desk_beside_a_kiosk_asks_and_it_costs_one_query(
    client: Client, station: Office, clerk: User, stranger: User, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    sign_in(client, clerk)
    assert open_calls_count(clerk) is None
    assert "data-watch" not in text_of(client, "/kiosk/calls/")
    set_up_machine(office=station, by=clerk, at=now, is_new=True)
    assert open_calls_count(clerk) == 0
    assert 'data-watch="/kiosk/calls/waiting/"' in text_of(client, "/kiosk/calls/")
    with django_assert_num_queries(3):  # the session, who it is, the call
        assert client.get("/kiosk/calls/waiting/", headers={"X-Poll": "1"}).status_code == 204
    call_for_help(office=station, at=now)
    with django_assert_num_queries(3):
        told = client.get("/kiosk/calls/waiting/")
    assert told.json() == {"title": "有人叫", "words": "09:00 有人在自助机前叫帮忙。", "url": "/kiosk/calls/"}
    known = {"If-None-Match": told["ETag"]}
    assert client.get("/kiosk/calls/waiting/", headers=known).status_code == 304
    answer_call(call=HelpCall.objects.get(), by=clerk, at=now)
    call_for_help(office=station, at=now)
    assert client.get("/kiosk/calls/waiting/", headers=known).status_code == 200, "another call"
    sign_in(client, stranger)
    assert client.get("/kiosk/calls/waiting/").status_code == 204, "another hall's"


def test_a_call_is_seen_heard_and_in_the_title_of_a_desk_that_is_open(
    desk: Desk, station: Office, clerk: User, now: dt.datetime
) -> None:
    set_up_machine(office=station, by=clerk, at=now, is_new=True)
    desk.page.add_init_script(
        """window.heard = 0; window.AudioContext = class extends AudioContext {
            createOscillator() { window.heard += 1; return super.createOscillator(); } };"""
    )
    with time_machine.travel(now, tick=True):
        desk.sign_in(clerk)
        desk.page.clock.install()
        page = desk.open("/kiosk/calls/")
        title = page.title()
        band = page.locator("[data-watch]")
        page.wait_for_load_state()
        call_for_help(office=station, at=now)
        page.clock.run_for(31_000)
        expect(band).to_contain_text("有人在自助机前叫帮忙")
        assert page.title() == f"(!) 有人叫 · {title}"
        desk.look("desk-called")
        assert desk.faults_on_every_screen("desk-called") == []
        page.keyboard.press("Shift")  # no browser lets a page be heard before it was touched
        page.wait_for_function("window.heard === 2")
        page.get_by_role("button", name="不再响").click()
        expect(page.get_by_role("button", name="有人叫时响一声")).to_be_visible()
        page.clock.run_for(31_000)
        assert page.evaluate("window.heard") == 2, "once a call"
        answer_call(call=HelpCall.objects.get(), by=clerk, at=now)
        page.clock.run_for(31_000)
        expect(band).to_be_empty()
        assert page.title() == title
        desk.open("/kiosk/set-up/")
        assert desk.faults() == []


def test_it_forgets_a_minute_after_the_last_touch(
    desk: Desk, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    a_posting(office=station, by=clerk, verifier=reviewer, at=now)
    base = f"/kiosk/{station.public_id}/"
    with time_machine.travel(now, tick=True):
        desk.page.set_viewport_size({"width": 1080, "height": 1920})
        desk.page.clock.install()
        page = desk.open(base)
        desk.look("kiosk-start")
        faults = desk.faults()
        page.get_by_role("link", name="零工、日结").click()
        desk.look("kiosk-jobs")
        faults += desk.faults()
        page.get_by_role("link", name=DAY_JOB["title"]).click()
        expect(page.get_by_role("button", name="打印小条")).to_be_visible()
        desk.look("kiosk-job")
        faults += desk.faults_on_every_screen("kiosk-job")
        page.emulate_media(media="print")
        expect(page.locator(".slip-number")).to_be_visible()
        expect(page.get_by_role("link", name="叫人帮忙")).to_be_hidden()
        page.emulate_media(media="screen")
        assert faults == []

        page.wait_for_load_state()  # the script counts from here
        page.clock.run_for(46_000)
        expect(page.get_by_role("button", name="还在看")).to_be_focused()
        page.get_by_role("button", name="还在看").click()
        expect(page.get_by_role("alertdialog")).to_be_hidden()
        page.wait_for_load_state()  # the script counts from here
        page.clock.run_for(61_000)
        page.wait_for_url(f"**{base}")


def test_english_is_a_button_away_and_forgotten_with_the_rest(
    desk: Desk, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    a_posting(office=station, by=clerk, verifier=reviewer, at=now)
    base = f"/kiosk/{station.public_id}/"
    with time_machine.travel(now, tick=True):
        desk.page.set_viewport_size({"width": 1080, "height": 1920})
        desk.page.clock.install()
        page = desk.open(base)
        page.get_by_role("link", name="English").click()
        expect(page.get_by_role("heading", name="What work are you looking for?")).to_be_visible()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        faults = desk.faults()
        page.get_by_role("link", name="Day labour").click()
        page.get_by_role("link", name=DAY_JOB["title"]).click()
        expect(page.get_by_role("button", name="Print a slip")).to_be_visible()
        faults += desk.faults_on_every_screen("kiosk-job-en")
        page.get_by_role("link", name="中文").click()
        expect(page.get_by_role("button", name="打印小条")).to_be_visible()
        page.get_by_role("link", name="English").click()
        page.get_by_role("link", name="Call somebody").click()
        expect(page.get_by_role("heading", name="Call somebody")).to_be_visible()
        assert faults == []
        page.wait_for_load_state()  # the script counts from here
        page.clock.run_for(61_000)
        page.wait_for_url(f"**{base}")
        expect(page.get_by_role("heading", name="想找什么活？")).to_be_visible()


def test_without_the_network_it_stays_among_its_own_pages(
    desk: Desk, station: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = f"/kiosk/{station.public_id}/"
    page = desk.open(base)
    page.evaluate(CONTROLLED)
    away = page.get_by_text("网络断了")
    expect(away).to_be_hidden()
    page.context.set_offline(True)
    page.get_by_role("link", name="叫人帮忙").click()
    expect(page.get_by_role("heading", name="网络断了")).to_be_visible()  # not even the first page was kept yet
    page.context.set_offline(False)
    desk.open(base)
    assert page.evaluate("path => caches.match(path, {ignoreVary: true}).then(kept => Boolean(kept))", base)
    page.context.set_offline(True)
    page.get_by_role("link", name="叫人帮忙").click()
    expect(page.get_by_role("heading", name="想找什么活？")).to_be_visible()
    expect(away).to_be_visible()
    page.context.set_offline(False)
    monkeypatch.setattr(hall, "_office", lambda public_id: 1 / 0)
    page.get_by_role("link", name="叫人帮忙").click()
    expect(page.get_by_role("heading", name="想找什么活？")).to_be_visible()
    assert "help" in page.url, "the station stumbled, and what was kept stands in its place"
