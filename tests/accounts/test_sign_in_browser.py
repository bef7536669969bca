"""Signing in as people do it, and again in the page when the sign-in has expired: nothing typed is lost."""

from __future__ import annotations

import datetime as dt
import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django import Settings

from tests.conftest import PASSWORD, MakeUser
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, Session, User
from yizhan.accounts.second_factor import code_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    """No phone is demanded, unless a test says so."""
    settings.YIZHAN_DEMO = True


def sign_in_by_hand(page: Page, address: str, user: User) -> None:
    """Type name and password, Enter."""
    page.goto(address)
    page.get_by_label("登录名").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")


def in_the_dialog(page: Page, user: User) -> None:
    """Sign in again without leaving the page."""
    dialog = page.locator("#sign-in-dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_label("登录名").fill(user.username)
    dialog.get_by_label("密码").fill(PASSWORD)
    dialog.get_by_role("button", name="登录", exact=True).click()


def violations(page: Page) -> list[str]:
    """Return what axe finds, in short."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]


def look(page: Page, name: str) -> None:
    """Keep a picture where the one who runs the tests asks for it."""
    folder = os.environ.get("YIZHAN_SCREENSHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def fill_in_an_office(page: Page, name: str) -> None:
    """Type what the administrator types."""
    page.get_by_label("级别").select_option("station")
    page.get_by_label("名称").fill(name)
    page.get_by_label("行政区划代码").fill("371521")


def test_what_was_typed_is_saved_after_signing_in_again(page: Page, live_server: object, sysadmin: User) -> None:
    sign_in_by_hand(page, f"{live_server}/accounts/offices/new/", sysadmin)
    page.get_by_label("上级").select_option(label="阳谷县总工会")
    fill_in_an_office(page, "乔润驿站")
    Session.objects.all().delete()  # half an hour goes by
    page.keyboard.press("F9")
    look(page, "sign-in-dialog")
    in_the_dialog(page, sysadmin)

    expect(page.get_by_role("heading", name="机构", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="乔润驿站")).to_be_visible()
    assert Office.objects.filter(name="乔润驿站").count() == 1


def test_nothing_is_saved_when_somebody_else_signs_in(
    page: Page, live_server: object, sysadmin: User, make_user: MakeUser, county: Office
) -> None:
    other = make_user(Role.SYSADMIN, county, "other")
    sign_in_by_hand(page, f"{live_server}/accounts/offices/new/", sysadmin)
    page.get_by_label("上级").select_option(label="阳谷县总工会")
    fill_in_an_office(page, "乔润驿站")
    Session.objects.all().delete()
    page.keyboard.press("F9")
    in_the_dialog(page, other)

    expect(page.locator("#messages")).not_to_be_empty()
    expect(page.get_by_label("名称")).to_have_value("乔润驿站")
    page.keyboard.press("F9")  # not even by pressing once more: the page is still the first one's
    expect(page.locator("#messages")).to_contain_text("现在登录的不是打开这个页面的人")
    assert not Office.objects.filter(name="乔润驿站").exists()


def test_a_phone_is_bound_and_asked_for(page: Page, live_server: object, clerk: User, settings: Settings) -> None:
    settings.YIZHAN_DEMO = False
    sign_in_by_hand(page, f"{live_server}/accounts/me/", clerk)
    expect(page.get_by_role("heading", name="绑定手机")).to_be_visible()
    look(page, "second-factor")
    assert violations(page) == []
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("验证码").fill(code_at(secret, dt.datetime.now(tz=dt.UTC)))
    page.get_by_role("button", name="绑定").click()
    expect(page.locator(".codes li")).to_have_count(10)
    look(page, "recovery-codes")
    assert violations(page) == []
    code = page.locator(".codes li").first.inner_text()

    page.context.clear_cookies()
    sign_in_by_hand(page, f"{live_server}/accounts/me/", clerk)
    expect(page.get_by_role("heading", name="输入验证码")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("验证码").fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="账号与安全")).to_be_visible()


def test_the_rooms_pages_pass_axe(page: Page, live_server: object, sysadmin: User, head: User, clerk: User) -> None:
    from yizhan.shared.audit.sealing import SETTLED_AFTER, seal_all

    seal_all(at=dt.datetime.now(tz=dt.UTC) + 2 * SETTLED_AFTER)
    page.goto(f"{live_server}/accounts/sign-in/")
    look(page, "sign-in")
    found = violations(page)
    seals = f"audit/seals/{head.office_id}"
    pages = {
        sysadmin: ["me/", "me/password/", "offices/", "offices/new/", "users/", "users/new/"],
        head: ["audit/", "audit/seals/", f"{seals}/print/", f"{seals}/check/"],
    }
    pages[sysadmin].append(f"users/{clerk.public_id}/")
    for user, paths in pages.items():
        page.context.clear_cookies()
        sign_in_by_hand(page, f"{live_server}/accounts/me/", user)
        expect(page.get_by_role("heading", name="账号与安全")).to_be_visible()
        for path in paths:
            page.goto(f"{live_server}/accounts/{path}")
            look(page, path.strip("/").replace("/", "-"))
            found += [f"{path} {violation}" for violation in violations(page)]
    assert found == []
