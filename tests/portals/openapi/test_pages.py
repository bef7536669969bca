"""The pages on which partners and keys are kept."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.browser import Desk
from tests.conftest import StrictClient, sign_in
from tests.employers.factories import a_verified_company
from tests.portals.openapi.conftest import Caller
from yizhan.accounts.models import Office, User
from yizhan.portals.openapi import outbound
from yizhan.portals.openapi.enums import WhyNotSent
from yizhan.portals.openapi.models import ApiKey, Delivery, Partner
from yizhan.portals.openapi.operations import add_webhook, end_partner, make_key
from yizhan.portals.openapi.queries import key_of

WHOLE = re.compile(r"yz_[a-z2-7]{10}_[\w-]{43}")


@pytest.fixture
def keeper(client: StrictClient, officer: User, now: dt.datetime, stands_still: object) -> StrictClient:
    """The county's officer, signed in."""
    sign_in(client, officer, at=now)
    return client


def test_a_partner_is_made_with_employers_by_number_and_code_and_a_key_is_shown_once(
    keeper: StrictClient, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    one, two = (a_verified_company(office=station, by=clerk, verifier=reviewer, at=now) for _ in range(2))
    facts = {"name": "测试平台", "station": str(station.public_id), "employers": f"{one.number}\n\n{two.uscc}\n"}
    made = keeper.post("/partners/add/", facts, follow=True)
    assert made.status_code == 200
    partner = Partner.objects.get()
    assert set(partner.employers.all()) == {one, two}
    key = {"key-label": "正式", "key-scopes": ["receipts:read"], "key-calls_a_minute": "60"}
    shown = keeper.post(f"/partners/{partner.public_id}/key/", key)
    whole = WHOLE.search(shown.content.decode())
    assert whole is not None
    assert "no-store" in shown["Cache-Control"]
    found = key_of(f"Bearer {whole.group()}", now)
    assert found is not None
    assert found.scopes == ["receipts:read"]
    assert WHOLE.search(keeper.get(f"/partners/{partner.public_id}/").content.decode()) is None
    changed = keeper.post(f"/partners/keys/{found.public_id}/rotate/", {"overlap": "0"})
    assert WHOLE.search(changed.content.decode()) is not None
    assert key_of(f"Bearer {whole.group()}", now) is None


def test_employers_that_the_station_does_not_serve_are_said_by_line(
    keeper: StrictClient, station: Office, foreign_station: Office, stranger: User, now: dt.datetime
) -> None:
    from tests.employers.factories import a_company

    foreign = a_company(office=foreign_station, by=stranger, at=now)
    facts = {"name": "测试平台", "station": str(station.public_id), "employers": f"x\n{foreign.number}\n{foreign.uscc}"}
    answer = keeper.post("/partners/add/", facts)
    assert answer.status_code == 422
    assert "1、2、3" in answer.content.decode()
    assert not Partner.objects.exists()


def test_no_line_is_dropped_in_silence(keeper: StrictClient, caller: Caller) -> None:
    page = f"/partners/{caller.partner.public_id}/"
    answer = keeper.post(page, {"employers": f"{caller.employer.number}\n\n" * 101})
    assert answer.status_code == 422
    assert "最多 100 个" in answer.content.decode()
    assert keeper.post(page, {"employers": f"{caller.employer.number}\n\n" * 100}).status_code == 302


def test_the_keys_of_an_ended_partner_are_not_in_use(
    keeper: StrictClient, caller: Caller, officer: User, now: dt.datetime
) -> None:
    page = f"/partners/{caller.partner.public_id}/"
    assert "在用" in (shown := keeper.get(page).content.decode())
    assert shown.count(caller.employer.name) == 1
    end_partner(partner=caller.partner, by=officer, at=now)
    assert "在用" not in keeper.get(page).content.decode()


def test_why_a_message_did_not_arrive_is_said_in_words(keeper: StrictClient, caller: Caller, now: dt.datetime) -> None:
    hook = add_webhook(key=caller.key, url="https://partner.test/", news=["posting.filled"], at=now)
    Delivery.objects.create(
        webhook=hook, news="posting.filled", body="{}", created_at=now, next_at=now, last_at=now, last_problem="no_name"
    )
    shown = keeper.get(f"/partners/{caller.partner.public_id}/").content.decode()
    assert "查不到这个域名" in shown
    assert "no_name" not in shown


def test_every_code_of_what_stood_in_the_way_has_words() -> None:
    room = Path(outbound.__file__).parent
    code = "".join((room / name).read_text() for name in ("outbound.py", "operations/delivering.py"))
    named = re.findall(r'NotSent\("(\w+)"\)', code) + re.findall(r'problem = (?:.*, )?"(\w+)"', code)
    assert {"no_tls", "ended", "redirect"} <= set(named) <= set(WhyNotSent.values)


def test_a_page_costs_the_same_with_one_key_and_with_three(
    keeper: StrictClient, caller: Caller, officer: User, now: dt.datetime, still_menu: None
) -> None:
    counts = []
    for more in (0, 2):
        for n in range(more):
            make_key(partner=caller.partner, label=f"键{n}", scopes=[], calls_a_minute=9, by=officer, at=now)
        keeper.get("/partners/")
        with CaptureQueriesContext(connection) as seen:
            assert keeper.get(f"/partners/{caller.partner.public_id}/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert ApiKey.objects.count() == 3


@pytest.mark.looks
def test_the_pages_are_accessible_on_both_screens(desk: Desk, caller: Caller, officer: User) -> None:
    caller.ask("GET", "key")
    desk.sign_in(officer)
    found = []
    for name, path in (("partners", "/partners/"), ("add", "/partners/add/"),
                       ("partner", f"/partners/{caller.partner.public_id}/")):  # fmt: skip
        desk.open(path)
        found += desk.faults_on_every_screen(f"openapi-{name}")
    assert not found
