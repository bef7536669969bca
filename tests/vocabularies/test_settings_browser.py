"""The pages on which an office keeps its own facts: minimum wages, its words for work, the wordings of consents.

One window looks at each with axe, in Chinese on the desk's screen and in English on a phone's, and keeps them by
keyboard alone.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import SCREENS, Desk
from yizhan.accounts.models import Office, User
from yizhan.people.models import ConsentText
from yizhan.vocabularies.models import LocalAlias, MinimumWage

WAGES, WORDS, WORDINGS = "/vocabularies/wages/", "/vocabularies/words/", "/people/wordings/"
#: Marks what the focus reaches within the page's own part.
NEXT_STOP = """() => {
  const at = document.activeElement;
  if (at && at.closest("main")) at.dataset.reached = "1";
  return at === document.body;
}"""
MISSED = """() => [...document.querySelectorAll(
  "main a[href], main button, main input:not([type=hidden]), main select, main textarea, main summary"
)].filter(one => one.checkVisibility() && !one.disabled && !one.dataset.reached).map(one => one.outerHTML)"""


def missed_by_tab(page: Page) -> list[str]:
    """Press Tab through the whole page; return what it never came to."""
    for _stop in range(200):
        page.keyboard.press("Tab")
        if page.evaluate(NEXT_STOP):
            break
    missed: list[str] = page.evaluate(MISSED)
    return missed


def type_into(page: Page, label: str, text: str) -> None:
    """Fill a field as somebody without a mouse does."""
    page.locator("main form").get_by_label(label).first.focus()
    page.keyboard.type(text)


def speak(desk: Desk, language: str) -> None:
    """Choose the language of the pages that follow."""
    name = settings.LANGUAGE_COOKIE_NAME
    desk.page.context.add_cookies([{"name": name, "value": language, "url": desk.address}])


@pytest.mark.django_db(transaction=True)
def test_an_offices_own_facts_are_kept_by_keyboard_and_clean_in_both_languages(
    desk: Desk, station: Office, officer: User, head: User, sysadmin: User
) -> None:
    soon = timezone.localdate() + dt.timedelta(days=60)  # the server looks at the real clock
    for user, path in ((officer, WAGES), (head, WORDS), (sysadmin, WORDINGS)):
        desk.sign_in(user)
        page = desk.open(path)
        if path == WAGES:
            type_into(page, "月最低工资（元）", "2130")
            type_into(page, "小时最低工资（元）", "21.3")
            type_into(page, "依据（文号）", "测试字〔2027〕1号")
            page.get_by_label("从哪天起执行").fill(soon.isoformat())
            page.keyboard.press("F9")
            expect(page.get_by_role("button", name="撤回")).to_have_count(1)
        elif path == WORDS:
            type_into(page, "本地叫法", "拉大锯的")
            page.keyboard.press("Tab")
            page.keyboard.type("砌筑工")
            page.keyboard.press("F9")
            expect(page.get_by_role("button", name="停用")).to_have_count(1)
        else:
            first = page.locator("main summary", has_text="写新版本").first
            first.focus()
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            page.keyboard.type("（念给本人听。）")
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            expect(page.get_by_text("第 2 版，正在用")).to_have_count(1)
        name = path.strip("/").replace("/", "-")
        desk.look(f"{name}-zh")
        assert desk.faults() == []
        assert missed_by_tab(page) == []

        speak(desk, "en")
        page.set_viewport_size({"width": SCREENS["phone"][0], "height": SCREENS["phone"][1]})
        desk.open(path)
        desk.look(f"{name}-en")
        assert desk.faults() == []
        speak(desk, "zh-hans")
        page.set_viewport_size({"width": SCREENS["desk"][0], "height": SCREENS["desk"][1]})
    assert (MinimumWage.objects.get().month_fen, LocalAlias.objects.get().word) == (213_000, "拉大锯的")
    assert ConsentText.objects.filter(made_by=sysadmin).count() == 1
