"""What only a browser shows: the call list on the counter's screen and on a phone, with axe."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from tests.browser import SCREENS, Desk
from tests.people.factories import make_person
from tests.shared.notifications.factories import PHONE, say
from yizhan.accounts.models import Office, User
from yizhan.shared.notifications.recipients import to_person, to_phone


@pytest.mark.django_db(transaction=True)
def test_a_call_is_revealed_and_ticked_off(desk: Desk, clerk: User, station: Office, now: dt.datetime) -> None:
    at = now - dt.timedelta(days=3)
    person = make_person(station, clerk, at, phone=PHONE)
    later = at + dt.timedelta(days=36_500)  # the server looks at the real clock
    say(station, to_person(person), at, urgent=True, useful_until=later)
    say(station, to_phone("19900000009", name="东关建材"), at, event_key="2", useful_until=later)
    desk.sign_in(clerk)
    page = desk.open("/notices/")
    expect(page.get_by_role("row")).to_have_count(3)
    desk.look("notices-calls")
    assert desk.faults() == []

    first = page.get_by_role("row").nth(1)
    first.get_by_text("显示", exact=False).first.click()
    first.get_by_text("拨打电话").click()
    first.get_by_role("button", name="显示").click()
    expect(first.get_by_text(PHONE)).to_be_visible()
    width, height = SCREENS["phone"]
    page.set_viewport_size({"width": width, "height": height})
    desk.look("notices-calls-phone")
    assert desk.faults() == []
    first.get_by_role("button", name="已告知").click()
    expect(page.get_by_role("row")).to_have_count(2)
