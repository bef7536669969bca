"""Where somebody is signed in: seen in plain words, ended one by one, and never by the secret of the session."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from tests.accounts.test_sign_in import bind_phone, give_name_and_password, is_in
from tests.conftest import PASSWORD, MakeUser, StrictClient
from yizhan.accounts.devices import device_of, device_words
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, Session, User
from yizhan.accounts.second_factor import code_at
from yizhan.shared.models import AuditEntry

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36"
)
WECHAT = (
    "Mozilla/5.0 (Linux; Android 12; HUAWEI) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/86.0.4240.99"
    " Mobile Safari/537.36 MicroMessenger/8.0.30"
)
ME = "/accounts/me/"


@pytest.fixture(autouse=True)
def clock(now: dt.datetime) -> Iterator[time_machine.Traveller]:
    """The clock stands at `now` until a test moves it."""
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (CHROME, "Windows 电脑，Chrome 浏览器"),
        (CHROME + " Edg/109.0.1518.78", "Windows 电脑，Edge 浏览器"),
        (WECHAT, "安卓手机或平板，微信"),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) Chrome/114.0.0.0 Safari/537.36", "鸿蒙设备，Chrome 浏览器"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) Version/16.0 Safari/604.1", "苹果手机，Safari 浏览器"),
        ("curl/8.0", "不认识的设备"),
        ("", "不认识的设备"),
    ],
)  # fmt: skip
def test_a_browser_is_told_in_plain_words(line: str, words: str) -> None:
    assert device_words(device_of(line)) == words
    assert len(device_of(line)) <= 30


def signed_in(user: User, user_agent: str) -> Client:
    """Return a browser that came in through the form."""
    browser = StrictClient(HTTP_USER_AGENT=user_agent)
    give_name_and_password(browser, user)
    return browser


def test_one_sign_in_is_ended_and_the_others_go_on(
    make_user: MakeUser, station: Office, clock: time_machine.Traveller
) -> None:
    """An agent's own page; staff have the same."""
    agent, other = make_user(Role.AGENT, station), make_user(Role.AGENT, station)
    desk, lost, phone = signed_in(agent, CHROME), signed_in(agent, WECHAT), signed_in(agent, CHROME)
    elsewhere = signed_in(other, CHROME)
    clock.shift(dt.timedelta(minutes=12))
    page = desk.get(ME).content.decode()

    assert page.count("就是这里") == 1
    assert page.count("安卓手机或平板，微信") == 2  # in the row, and in its button's name for whoever hears the page
    assert "2026-11-23 09:00" in page
    assert "2026-11-23 09:12" in page
    for browser in (desk, lost, phone, elsewhere):
        assert browser.cookies["sessionid"].value not in page, "the secret of a session stands on no page"
    assert "127.0.0.1" not in page
    row = Session.objects.get(pk=lost.cookies["sessionid"].value)
    end = f"/accounts/me/sessions/{row.public_id}/end/"
    assert end in re.findall(r'href="([^"]+)"', page)

    right = {"password": PASSWORD}
    assert elsewhere.post(end, right).status_code == 404
    asked = desk.get(end).content.decode()
    assert "安卓手机或平板，微信" in asked
    assert "Chrome" not in asked, "only the one that would end is named"
    for wrong in ({}, {"password": ""}, {"password": "wrong"}):
        assert "密码" in desk.post(end, wrong).content.decode()
    assert is_in(lost), "an open desk alone ends nothing"
    assert desk.post(end, right)["Location"] == ME
    assert [is_in(browser) for browser in (desk, lost, phone, elsewhere)] == [True, False, True, True]
    assert AuditEntry.objects.get(action="user.session_ended").actor_id == agent.pk
    assert desk.post(end, right).status_code == 404

    desk.post("/accounts/me/sign-out-everywhere/", right)
    assert "别处没有登录" in desk.get(ME).content.decode()
    assert not is_in(phone)


def test_staff_see_theirs_with_the_second_factor(clerk: User, now: dt.datetime, clock: time_machine.Traveller) -> None:
    secret, _codes = bind_phone(clerk, now)
    browsers = []
    for _each in range(2):
        clock.shift(dt.timedelta(minutes=1))
        browser = signed_in(clerk, CHROME)
        browser.post("/accounts/sign-in/code/", {"code": code_at(secret, dt.datetime.now(dt.UTC))})
        browsers.append(browser)
    assert browsers[1].get(ME).content.decode().count("/end/") == 1
    clock.shift(dt.timedelta(minutes=31))  # the other one is over by itself
    browsers[1] = signed_in(clerk, CHROME)
    browsers[1].post("/accounts/sign-in/code/", {"code": code_at(secret, dt.datetime.now(dt.UTC))})
    assert "别处没有登录" in browsers[1].get(ME).content.decode()
    assert PASSWORD not in str(list(Session.objects.values_list("session_data", flat=True)))


def test_a_session_outlives_a_new_password_and_a_second_sign_in(make_user: MakeUser, station: Office) -> None:
    """Both change its secret: the row under the new one stands beside the old one for a moment."""
    agent = make_user(Role.AGENT, station)
    browser = signed_in(agent, CHROME)
    first = browser.cookies["sessionid"].value
    new = "Another-Word-88-Long"
    facts = {"present": PASSWORD, "wanted": new, "again": new}
    assert browser.post("/accounts/me/password/", facts).status_code == 302
    assert is_in(browser)
    assert browser.cookies["sessionid"].value != first
    give_name_and_password(browser, agent, new)
    assert is_in(browser)
    assert Session.objects.filter(user_id=agent.pk).count() == 1


def test_the_form_may_be_sent_again_before_the_code(clerk: User, now: dt.datetime) -> None:
    secret, _codes = bind_phone(clerk, now - dt.timedelta(minutes=1))
    browser = signed_in(clerk, CHROME)
    browser.post("/accounts/sign-in/code/", {"code": code_at(secret, now)})
    assert is_in(browser)
    assert give_name_and_password(browser, clerk).status_code == 302
    assert is_in(browser)
