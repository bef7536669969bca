"""Registering in a real Chromium: by the keyboard alone, in few strokes, with nothing lost on the way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypinyin import lazy_pinyin

from tests.browser import Desk
from tests.people.factories import id_number, make_person, mobile
from tests.workers.factories import BRICKLAYER, make_seeker
from yizhan.accounts.models import User
from yizhan.people.models import Consent, Person
from yizhan.vocabularies.queries import find_occupations
from yizhan.workers.enums import VisitPurpose
from yizhan.workers.models import JobSeeker, Visit, WishedOccupation

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@dataclass
class Keys:
    """Counts what a clerk's fingers do. A Chinese word costs its pinyin and the space that takes it from the list."""

    page: Page
    count: int = 0

    def press(self, *keys: str) -> None:
        """Press keys one after another; a chord counts once."""
        for key in keys:
            self.page.wait_for_load_state("load")  # no finger is faster than the page's script
            self.page.keyboard.press(key)
            self.count += 1

    def type(self, text: str) -> None:
        """Type text as a clerk does."""
        self.page.keyboard.type(text)
        self.count += len(text) if text.isascii() else len("".join(lazy_pinyin(text))) + 1

    def read_card(self, number: str) -> None:
        """Lay a card on the reader: it types like a keyboard, the fingers do nothing."""
        self.page.keyboard.type(number)
        self.page.keyboard.press("Enter")


@pytest.fixture
def at_the_desk(desk: Desk, clerk: User) -> Desk:
    """The morning's first page, the clerk signed in, the words for work in memory as on a running server."""
    find_occupations("wg")
    desk.sign_in(clerk)
    desk.open("/")
    return desk


def test_a_new_person_with_a_card_takes_few_strokes(at_the_desk: Desk) -> None:
    page, keys = at_the_desk.page, Keys(at_the_desk.page)
    keys.press("F2")
    expect(page.locator("#id_name")).to_be_focused()
    keys.type("王师傅")
    keys.press("Enter")
    keys.read_card(id_number(1))
    expect(page.locator("[data-id-says]")).to_contain_text("46 岁")
    keys.type(mobile(1))
    keys.press("Enter")
    keys.type("wg")
    keys.press("Enter")  # takes 瓦工
    keys.press("Enter")  # goes on
    keys.type("200")
    keys.press("Enter", "Enter")  # 元/天 is what most people mean
    keys.type("8")
    keys.press("F9")
    expect(page.locator("h1")).to_contain_text("王师傅")
    seeker = JobSeeker.objects.get()
    assert (seeker.wish.pay_min_fen, seeker.wish.pay_unit, seeker.wish.max_distance_m) == (20_000, "day", 8_000)
    wished = WishedOccupation.objects.get()
    assert (wished.occupation_code, wished.said_as) == (BRICKLAYER, "瓦工")
    assert seeker.person.sex == "1"
    assert keys.count <= 35


def test_a_new_person_typed_by_hand_takes_nineteen_more(at_the_desk: Desk) -> None:
    page, keys = at_the_desk.page, Keys(at_the_desk.page)
    keys.press("F2")
    expect(page.locator("#id_name")).to_be_focused()
    keys.type("王师傅")
    keys.press("Enter")
    keys.type(id_number(1))
    keys.press("Enter")
    keys.type(mobile(1))
    keys.press("Enter")
    keys.type("wg")
    keys.press("Enter", "Enter")
    keys.type("200")
    keys.press("Enter", "Enter")
    keys.type("8")
    keys.press("F9")
    expect(page.locator("h1")).to_contain_text("王师傅")
    assert keys.count <= 54


def test_a_person_who_returns_takes_seven_strokes(at_the_desk: Desk, clerk: User) -> None:
    made = timezone.now() - dt.timedelta(days=40)
    seeker = make_seeker(clerk, made, number=1, phone=mobile(5678))
    Visit.objects.all().delete()
    page, keys = at_the_desk.page, Keys(at_the_desk.page)
    keys.press("F2")
    expect(page.locator("#id_name")).to_be_focused()
    keys.type("5678")
    expect(page.locator(".known-hit")).to_have_count(1)
    keys.press("Alt+1")
    expect(page.locator("h1")).to_contain_text(seeker.person.name)
    expect(page.locator(".picked-said")).to_have_text("瓦工")
    keys.press("F9")
    expect(page.locator("#messages")).to_contain_text("求职意向已保存。")
    seeker.wish.refresh_from_db()
    assert seeker.wish.valid_until_on > timezone.localdate()
    assert Visit.objects.get().purpose == VisitPurpose.LOOK
    assert keys.count <= 7


def test_a_card_finds_the_one_who_returns_wherever_the_cursor_stands(at_the_desk: Desk, clerk: User) -> None:
    seeker = make_seeker(clerk, timezone.now(), number=1, phone=mobile(1))
    page, keys = at_the_desk.page, Keys(at_the_desk.page)
    keys.press("F2")
    expect(page.locator("#id_name")).to_be_focused()
    keys.read_card(id_number(1))
    expect(page.locator("#id_id_no")).to_have_value(id_number(1))
    expect(page.locator("#id_name")).to_have_value("")
    expect(page.locator("#id_name")).to_be_focused()
    expect(page.locator(".known-hit")).to_contain_text("证件号码相同")
    expect(page.locator("#id_birth_on")).to_have_value("1980-05-06")
    keys.press("Alt+1")
    expect(page.locator("h1")).to_contain_text(seeker.person.name)
    assert keys.count <= 2
    assert id_number(1) not in page.url


def test_somebody_without_card_and_phone_is_registered_by_keyboard(at_the_desk: Desk) -> None:
    page, keys = at_the_desk.page, Keys(at_the_desk.page)
    keys.press("F2")
    expect(page.locator("#id_name")).to_be_focused()
    keys.type("测试甲")
    keys.press("Alt+n")
    expect(page.locator("#id_no_id_reason")).to_be_focused()
    keys.press("ArrowDown", "Enter")
    expect(page.locator("#id_sex")).to_be_focused()
    keys.press("ArrowDown", "Enter")
    keys.type("19680305")
    keys.press("Enter", "Enter", "Enter", "Enter")
    expect(page.locator("#id_works")).to_be_focused()
    keys.type("baomu")
    keys.press("Enter", "F9")
    expect(page.locator(".who-is")).to_contain_text("年龄未核实，暂不能介绍")
    expect(page.get_by_role("button", name="打印取回凭条")).to_be_visible()
    person = Person.objects.get()
    assert (person.no_id_reason, person.birth_basis) == ("not_here", "stated")


def test_a_likely_double_is_asked_about_and_nothing_is_lost(at_the_desk: Desk, clerk: User) -> None:
    make_seeker(clerk, timezone.now(), number=1, phone=mobile(1))
    page = at_the_desk.open("/workers/register/")
    name = Person.objects.get().name
    page.locator("#id_name").fill(name)
    page.locator("#id_id_no").fill(id_number(3))
    page.locator("#id_works").fill("wg")
    page.keyboard.press("Enter")
    expect(page.locator(".picked-said")).to_have_text("瓦工")
    page.get_by_label("向用工方提供姓名和联系方式").check()
    page.keyboard.press("F9")
    expect(page.locator(".known-ask")).to_contain_text("还没有保存，填的内容都在")
    expect(page.locator("#id_id_no")).to_have_value(id_number(3))
    expect(page.locator(".picked-said")).to_have_text("瓦工")
    expect(page.locator(".known-ask")).to_be_focused()
    assert at_the_desk.faults_on_every_screen("register-double") == []
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="仍然新建")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("已登记")
    assert Person.objects.count() == 2
    assert Consent.objects.latest("pk").purpose == "employer"


def test_a_word_is_chosen_with_the_arrows_and_dropped_with_backspace(at_the_desk: Desk) -> None:
    page = at_the_desk.open("/workers/register/")
    line = page.locator("#id_works")
    line.focus()
    page.keyboard.type("小工")
    options = page.locator("#id_works_list [role=option]")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(line).to_have_attribute("aria-activedescendant", "id_works_list_1")
    assert at_the_desk.faults() == []
    page.keyboard.press("Enter")
    expect(page.locator(".picked-name")).to_have_text("混凝土工")
    expect(line).to_have_value("")
    expect(line).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Backspace")
    expect(page.locator(".picked-said")).to_have_count(0)
    page.keyboard.type("没有这种活儿")
    expect(page.locator("#id_works_list")).to_contain_text("没有找到这个说法")


def test_a_record_elsewhere_is_opened_for_a_coded_reason(at_the_desk: Desk, stranger: User) -> None:
    make_person(stranger.office, stranger, timezone.now(), name="测试外人", id_no=id_number(5))
    page = at_the_desk.open("/workers/register/")
    page.locator("#id_id_no").fill(id_number(5))
    page.keyboard.press("Enter")
    box = page.locator(".known-elsewhere")
    expect(box).to_contain_text("已在别处登记")
    expect(page.locator("main")).not_to_contain_text("测试外人")
    assert at_the_desk.faults_on_every_screen("register-elsewhere") == []
    box.get_by_label("本人来站办理").check()
    box.get_by_role("button", name="打开原来的记录").press("Enter")
    expect(page.locator("h1")).to_contain_text("测试外人")
    assert id_number(5) not in page.url


def test_a_visit_is_noted_by_one_key_from_any_page(at_the_desk: Desk) -> None:
    page, keys = at_the_desk.page, Keys(at_the_desk.page)
    keys.press("F4")
    expect(page.locator("h1")).to_contain_text("来访登记")
    keys.press("Alt+5")
    expect(page.locator("#messages")).to_contain_text("已记一次来访：歇脚。")
    assert Visit.objects.get().purpose == VisitPurpose.REST
    assert keys.count == 2


def test_the_week_is_walked_with_the_arrows(at_the_desk: Desk, clerk: User) -> None:
    seeker = make_seeker(clerk, timezone.now(), number=1)
    page = at_the_desk.open(f"/workers/{seeker.person.public_id}/when/")
    page.locator('input[name="week"]').first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("F9")
    expect(page.locator("#messages")).to_contain_text("可工作时间已保存。")
    seeker.wish.refresh_from_db()
    assert seeker.wish.week_mask & (1 << 2 | 1 << 6) == 1 << 2 | 1 << 6


@pytest.mark.looks
def test_every_page_of_the_room_passes_axe_on_every_screen(at_the_desk: Desk, clerk: User) -> None:
    seeker = make_seeker(clerk, timezone.now(), number=1, phone=mobile(1))
    own = f"/workers/{seeker.person.public_id}/"
    pages = {
        "register": "/workers/register/", "seekers": "/workers/", "visits": "/workers/visits/", "seeker": own,
        "wish": f"{own}wish/", "when": f"{own}when/", "skills": f"{own}skills/", "panel": f"/people/{own[9:]}",
    }  # fmt: skip
    for name, path in pages.items():
        page = at_the_desk.open(path)
        expect(page.locator("h1")).to_be_visible()
        for panel in page.locator(".panel-body").all():
            expect(panel).not_to_contain_text("正在读取")
        page.evaluate("document.querySelectorAll('main details').forEach(function (fold) { fold.open = true; })")
        assert at_the_desk.faults_on_every_screen(name) == [], name


@pytest.mark.looks
def test_the_panels_of_a_person_are_asked_for_one_after_the_other(at_the_desk: Desk, clerk: User) -> None:
    """Whoever clicks on meanwhile waits for one answer of the server at most, not for six."""
    seeker = make_seeker(clerk, timezone.now(), number=1, phone=mobile(1))
    page = at_the_desk.open(f"/people/{seeker.person.public_id}/")
    bodies = page.locator(".panel-body")
    assert bodies.count() > 2
    for panel in bodies.all():
        expect(panel).not_to_contain_text("正在读取")
    times = page.evaluate(
        "performance.getEntriesByType('resource').filter(function (one) {"
        " return one.initiatorType === 'xmlhttprequest'; }).map(function (one) {"
        " return [one.startTime, one.responseEnd]; }).sort(function (a, b) { return a[0] - b[0]; })"
    )
    assert len(times) == bodies.count()
    assert all(end <= start for (_start, end), (start, _end) in pairwise(times)), times
