"""Every URL with what nobody should send: it is answered in words, never with a fault of ours."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access import ROLES, Row, World, as_tuple
from tests.conftest import seen_before
from tests.test_access import cases_of
from tests.world import Undone
from yizhan.shared.web import context

LONG = "测" * 5_000
#: What stands in any field: nothing, too much, what no database stores, what no screen shows, several, half a sign.
ANY: tuple[Any, ...] = (
    "",
    LONG,
    "a\x00b",
    "😀👨‍👩‍👧‍👦\u202e\u200f\ufeff",
    ["1", "2", "3"],
    "\ud800".encode("utf-8", "surrogatepass"),
)
#: What the database, the clock, a number or the screen may stumble over, by what the field should hold: every field
#: is sent each of its own in turn, all fields at once.
NASTY: dict[str, tuple[Any, ...]] = {
    "date": (*ANY, "0001-01-01", "9999-12-31", "0001-01-01T00:00", "9999-12-31T23:59", "not-a-date"),
    "number": (*ANY, "9" * 40, "-1", "1e400", "NaN", "²", "9223372036854775808"),
    "text": (
        *ANY, "' OR 1=1 --<script>%s{{x}}", "{\"a\": [1]}", "9" * 40, "9999-12-31", "not-a-uuid", str(uuid.UUID(int=0)),
    ),
}  # fmt: skip
ROUNDS = max(map(len, NASTY.values()))
#: In a field that is right otherwise, by what stands there: the rest of the form gets it as far as the database.
DATES = ("0001-01-01", "9999-12-31")
NUMBERS = ("²", "9223372036854775808", "-1")
TEXTS = ("a\x00b", "😀\u202e" * 40, "9" * 40)
#: Everything that a page takes from its address.
ASKED = (
    "page", "k", "order", "shift", "q", "text", "kind", "state", "office", "period", "day", "before", "from_on",
    "until_on", "employer", "posting", "tab", "title", "place_name", "handled", "was", "close", "code", "role", "pay",
    "starts_on", "week_days", "next", "dialog", "parent", "status", "tier", "works", "actor", "action",
    "pieces_per_day",
)  # fmt: skip
IN_ADDRESS = (
    "²", "9" * 40, "0001-01-01", "9999-12-31", "a\x00b", "测" * 300, str(uuid.UUID(int=0)), "-1", "😀\u202e",
)  # fmt: skip

#: Of these the database may think otherwise than the other one; what Python alone reads was asked on SQLite.
TO_THE_DATABASE = ("9" * 40, "0001-01-01", "a\x00b")


def who_may(row: Row) -> str:
    """The one who gets furthest: clerk or head, else whoever gets a real answer."""
    fine = [who for who in ("clerk", "head", *ROLES) if as_tuple(row.expected[who])[0] not in (403, 404)]
    return [*fine, "clerk"][0]


def holds(value: Any) -> str:
    """What a field with this in it should hold."""
    text = str(value)
    if len(text) in (10, 16) and text[4:5] == "-":
        return "date"
    return "number" if text.lstrip("-").replace(".", "", 1).isdigit() and len(text) < 12 else "text"


#: In a field that is right otherwise: the rest of the form gets it as far as the database. What no database judges
#: otherwise than Python does is left to the run on SQLite.
ALONE = {"date": DATES, "number": NUMBERS, "text": TEXTS}
JUDGED = {"date": DATES, "number": NUMBERS[1:], "text": TEXTS[::2]}


def variants(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Nothing at all, everything nasty at once, then each field by itself.

    What is nasty everywhere stops at the form, which knows no database: it is sent on one.
    """
    yield {}
    if not seen_before():
        for turn in range(ROUNDS) if data else ():  # a form of one button has nothing to fill in
            kinds = {name: NASTY[holds(value)] for name, value in data.items()}
            yield {name: nasty[turn % len(nasty)] for name, nasty in kinds.items()}
        files = {name: SimpleUploadedFile("x\u202e.xlsx", b"PK\x03\x04 nothing") for name in data}
        yield {"submission": LONG, **files}
    for name, value in data.items():
        yield from ({**data, name: nasty} for nasty in (JUDGED if seen_before() else ALONE)[holds(value)])


#: Bodies that are no form.
BODIES = (
    (b'{"a": [1]}', "application/json"),
    (b"\xff\xfe=%ff&\x00", "text/plain"),
    (b"--x\r\n", "multipart/form-data; boundary=x"),
    (b"a=%ff%00&b=%ed%a0%80", "application/x-www-form-urlencoded"),
)


class Faults:
    """Listens for exceptions that no view caught."""

    def __init__(self) -> None:
        """Begin with none."""
        self.last: BaseException | None = None

    def hear(self, sender: object, **_: object) -> None:
        """Keep it."""
        import sys

        self.last = sys.exc_info()[1]


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Iterator[Faults]:
    """Faults of one test; the numbers in the menu, forty queries for each answer, have no part in them."""
    monkeypatch.setattr(context, "counted", lambda item, request: None)
    listener = Faults()
    got_request_exception.connect(listener.hear)
    yield listener
    got_request_exception.disconnect(listener.hear)


def send(client: Client, row: Row, url: str, faults: Faults, **sent: Any) -> str:
    """Send in a savepoint that is rolled back; return "" or the fault."""
    complaint = ""
    faults.last = None
    try:
        with transaction.atomic():
            response = getattr(client, row.method)(url, **sent)
            if response.status_code >= 500:
                fault = faults.last
                complaint = f"{response.status_code} {type(fault).__name__}: {str(fault)[:200]}"
            elif not response.streaming and b"Traceback (most recent call" in response.content:
                complaint = "a traceback in the answer"
            raise Undone
    except Undone:
        return complaint


@pytest.mark.parametrize(("name", "row"), cases_of("post"))
def test_no_form_is_a_fault(name: str, row: Row, world: World, faults: Faults) -> None:
    wrong: dict[str, str] = {}
    with time_machine.travel(world.now, tick=True):
        arguments = row.make(world) if row.make else {}
        data = dict(row.data(world) if callable(row.data) else row.data)
        url = reverse(name, kwargs=arguments) + row.query
        who = who_may(row)
        client = world.sign_in(Client(raise_request_exception=False, headers=dict(row.headers)), who)
        for sent in variants(data):
            if complaint := send(client, row, url, faults, data=sent):
                changed = {k: str(v)[:40] for k, v in sent.items() if data.get(k) != v}
                wrong.setdefault(complaint, f"{who} sent {changed}")
        for body, kind in () if seen_before() else BODIES:
            if complaint := send(client, row, url, faults, data=body, content_type=kind):
                wrong.setdefault(complaint, f"{who} sent {kind}")
    assert not wrong, name + told(wrong)


@pytest.mark.parametrize(("name", "row"), cases_of("get"))
def test_no_address_is_a_fault(name: str, row: Row, world: World, faults: Faults) -> None:
    wrong: dict[str, str] = {}
    with time_machine.travel(world.now, tick=True):
        url = reverse(name, kwargs=row.make(world) if row.make else {})
        who = who_may(row)
        client = world.sign_in(Client(raise_request_exception=False, headers=dict(row.headers)), who)
        for nasty in TO_THE_DATABASE if seen_before() else IN_ADDRESS:
            if complaint := send(client, row, url, faults, data=dict.fromkeys(ASKED, nasty)):
                wrong.setdefault(complaint, f"{who} asked with {nasty[:40]!r}")
    assert not wrong, name + told(wrong)


def told(wrong: Mapping[str, str]) -> str:
    """One paragraph a fault."""
    return "".join(f"\n  {fault}\n      {how}" for fault, how in wrong.items())
