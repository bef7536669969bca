"""The base page and the page's script in a real Chromium."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Dialog, Page, expect

from tests.shared.style_urls import STATE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.looks,
    pytest.mark.urls("tests.shared.style_urls"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def _fresh_state() -> Iterator[None]:
    STATE.update(signed_in=True, received=[], fail=0, elsewhere=False)
    yield
    STATE.update(signed_in=True, received=[], fail=0, elsewhere=False)


@pytest.fixture
def style_page(page: Page, live_server: object) -> Page:
    page.goto(f"{live_server}/")
    return page


def look(page: Page, name: str) -> None:
    """Keep a picture where the one who runs the tests asks for it."""
    folder = os.environ.get("YIZHAN_SCREENSHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def violations(page: Page) -> list[str]:
    """Return what axe finds, in short."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("size", [(1366, 768), (360, 740)], ids=["desk", "phone"])
def test_base_page_passes_axe(style_page: Page, size: tuple[int, int]) -> None:
    style_page.set_viewport_size({"width": size[0], "height": size[1]})
    look(style_page, f"base-{size[0]}")
    assert violations(style_page) == []
    width = style_page.evaluate("document.documentElement.scrollWidth")
    assert width <= size[0], "the page is wider than the screen"


def test_page_with_errors_passes_axe_and_shows_them_first(style_page: Page) -> None:
    style_page.locator("#id_name").fill("错")
    style_page.locator("#id_sex_0").check()
    style_page.get_by_role("button", name="保存并推荐").click()
    summary = style_page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("姓名不能只有这个字")
    expect(style_page.locator("#id_name")).to_have_value("错")
    expect(style_page.locator("#id_name")).to_have_attribute("aria-describedby", "id_name_error")
    look(style_page, "errors")
    assert violations(style_page) == []
    summary.get_by_role("link", name="姓名").click()
    expect(style_page.locator("#id_name")).to_be_focused()


def test_error_pages_pass_axe(page: Page, live_server: object) -> None:
    page.goto(f"{live_server}/nowhere/")
    look(page, "404")
    expect(page.locator("h1")).to_have_text("没有找到")
    assert violations(page) == []


def test_large_type_stays_on_the_next_page(style_page: Page, live_server: object) -> None:
    style_page.get_by_role("button", name="大字").click()
    look(style_page, "large")
    style_page.goto(f"{live_server}/done/")
    expect(style_page.locator("html")).to_have_attribute("data-type", "large")


def test_a_saved_form_goes_on_and_its_message_is_shown_once(style_page: Page) -> None:
    style_page.locator("#id_name").fill("测试乙")
    style_page.locator("#id_sex_1").check()
    style_page.keyboard.press("F9")
    expect(style_page.locator("h1")).to_have_text("办好了")
    expect(style_page.locator("#messages")).to_contain_text("已保存。")
    assert [row["name"] for row in STATE["received"]] == ["测试乙"]
    assert style_page.url.endswith("/done/")


def test_an_expired_sign_in_is_renewed_in_the_page_and_nothing_typed_is_lost(style_page: Page) -> None:
    style_page.locator("#id_name").fill("测试丙")
    style_page.locator("#id_sex_0").check()
    style_page.locator("#id_note").fill("会砌墙")
    STATE["signed_in"] = False
    style_page.keyboard.press("F9")
    dialog = style_page.locator("#sign-in-dialog")
    expect(dialog.get_by_label("密码")).to_be_focused()
    look(style_page, "sign-in")
    assert violations(style_page) == []
    dialog.get_by_label("密码").fill("wrong")
    dialog.get_by_role("button", name="登录", exact=True).click()
    expect(dialog.get_by_label("密码")).to_have_value("")
    assert STATE["received"] == []
    dialog.get_by_label("密码").fill("right")
    dialog.get_by_role("button", name="登录", exact=True).click()
    expect(style_page.locator("h1")).to_have_text("办好了")
    assert [(row["name"], row["note"]) for row in STATE["received"]] == [("测试丙", "会砌墙")]
    kept = style_page.evaluate("Object.assign({}, localStorage, sessionStorage)")
    assert kept in ({}, {"htmx-current-path-for-history": "/done/"})


def test_a_fault_of_the_server_and_a_dead_line_leave_the_form_as_it_is(style_page: Page) -> None:
    style_page.locator("#id_name").fill("测试丁")
    style_page.locator("#id_sex_0").check()
    STATE["fail"] = 1
    style_page.keyboard.press("F9")
    expect(style_page.locator("#messages")).to_contain_text("服务器出了错")
    style_page.context.set_offline(True)
    style_page.keyboard.press("F9")
    expect(style_page.locator("#messages")).to_contain_text("没有连上服务器")
    expect(style_page.locator("#id_name")).to_have_value("测试丁")
    style_page.context.set_offline(False)
    style_page.keyboard.press("F9")
    expect(style_page.locator("h1")).to_have_text("办好了")
    assert len(STATE["received"]) == 1


def test_enter_walks_through_the_form_and_sends_it(style_page: Page) -> None:
    style_page.locator("#id_name").focus()
    style_page.keyboard.type("测试戊")
    style_page.keyboard.press("Enter")
    expect(style_page.locator("#id_id_no")).to_be_focused()
    style_page.keyboard.type("370831199001011234")
    style_page.keyboard.press("Enter")
    expect(style_page.locator("#id_phone")).to_be_focused()
    style_page.locator("#id_sex_0").check()
    style_page.locator("#id_note").focus()
    style_page.keyboard.press("Control+Enter")
    expect(style_page.locator("h1")).to_have_text("办好了")


def test_a_step_that_is_hard_to_take_back_asks_first(style_page: Page) -> None:
    style_page.locator("#id_name").fill("测试己")
    style_page.locator("#id_sex_0").check()
    style_page.get_by_role("button", name="放弃").click()
    dialog = style_page.locator("#confirm-dialog")
    expect(dialog).to_contain_text("确定放弃这张登记表吗？")
    dialog.get_by_role("button", name="取消").click()
    assert STATE["received"] == []
    style_page.get_by_role("button", name="放弃").click()
    dialog.get_by_role("button", name="确定").click()
    expect(style_page.locator("h1")).to_have_text("办好了")
    assert [row["drop"] for row in STATE["received"]] == ["1"]


def test_a_mask_is_lifted_with_a_reason(style_page: Page) -> None:
    style_page.locator(".masked-ask summary").click()
    style_page.get_by_label("开介绍信").check()
    look(style_page, "masked")
    style_page.locator(".masked-form button").click()
    expect(style_page.get_by_text("3708 3119 9001 0112")).to_be_visible()
    assert violations(style_page) == []


def test_a_step_by_htmx_is_taken_up_again_after_signing_in(style_page: Page) -> None:
    STATE["signed_in"] = False
    style_page.locator(".masked-ask summary").click()
    style_page.get_by_label("开介绍信").check()
    style_page.locator(".masked-form button").click()
    dialog = style_page.locator("#sign-in-dialog")
    dialog.get_by_label("密码").fill("right")
    dialog.get_by_role("button", name="登录", exact=True).click()
    expect(style_page.get_by_text("3708 3119 9001 0112")).to_be_visible()


def test_nothing_is_carried_out_under_another_name(style_page: Page) -> None:
    style_page.locator("#id_name").fill("测试壬")
    style_page.locator("#id_sex_0").check()
    STATE["signed_in"] = False
    style_page.keyboard.press("F9")
    dialog = style_page.locator("#sign-in-dialog")
    dialog.get_by_label("密码").fill("right")
    dialog.get_by_label("名字").fill("somebody-else")
    dialog.get_by_role("button", name="登录", exact=True).click()
    expect(style_page.locator("#messages")).to_contain_text("另一个人")
    assert STATE["received"] == []
    expect(style_page.locator("#id_name")).to_have_value("测试壬")


def test_a_sign_in_in_another_window_is_enough(style_page: Page) -> None:
    style_page.locator("#id_name").fill("测试辛")
    style_page.locator("#id_sex_0").check()
    STATE.update(signed_in=False, elsewhere=True)
    style_page.keyboard.press("F9")
    expect(style_page.locator("h1")).to_have_text("办好了")
    assert len(STATE["received"]) == 1


def test_a_form_answered_with_a_file_hands_it_on(style_page: Page) -> None:
    style_page.locator("#id_name").fill("文件")
    style_page.locator("#id_sex_0").check()
    with style_page.expect_download() as download:
        style_page.keyboard.press("F9")
    assert download.value.suggested_filename == "T2611-0042-7.pdf"


def test_leaving_with_unsaved_changes_is_asked(style_page: Page, live_server: object) -> None:
    style_page.locator("#id_name").press_sequentially("测")
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    style_page.on("dialog", note)
    style_page.goto(f"{live_server}/done/")
    assert asked == ["beforeunload"]


def test_menu_opens_on_a_phone(style_page: Page) -> None:
    style_page.set_viewport_size({"width": 360, "height": 740})
    expect(style_page.locator("#menu")).to_be_hidden()
    style_page.get_by_role("button", name="菜单").click()
    expect(style_page.locator("#menu")).to_be_visible()
    look(style_page, "menu-phone")
    assert violations(style_page) == []


def test_nothing_on_the_page_is_refused_by_the_content_policy(page: Page, live_server: object) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{live_server}/")
    page.locator("#id_name").fill("测试庚")
    assert [line for line in said if not re.search("Download the", line)] == []
