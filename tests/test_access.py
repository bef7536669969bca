"""Every URL × every role × own and foreign office. The rows come from `tests/<room>/access.py`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access import WHO, Row, World, as_tuple
from tests.conftest import StrictClient, seen_before
from tests.headers import guarded
from tests.nu import Nu
from tests.world import Undone
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.models import AuditEntry

TESTS = Path(__file__).parent


def collected() -> dict[str, list[Row]]:
    """Return the rows of all rooms by URL name."""
    rows: dict[str, list[Row]] = {}
    for file in sorted(TESTS.glob("**/access.py")):
        if file.parent == TESTS:
            continue
        module = ".".join(["tests", *file.relative_to(TESTS).with_suffix("").parts])
        for name, given in import_module(module).ACCESS.items():
            assert name not in rows, f"{name} has rows in two files"
            rows[name] = [given] if isinstance(given, Row) else list(given)
    return rows


def url_names() -> Iterator[tuple[str, str]]:
    """Walk the resolver: (name, route) of every URL, "" where a URL has no name."""

    def walk(resolver: URLResolver, space: str, route: str) -> Iterator[tuple[str, str]]:
        for pattern in resolver.url_patterns:
            where = route + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern, inner, where)
            elif isinstance(pattern, URLPattern):
                yield (space + pattern.name if pattern.name else "", where)

    yield from walk(get_resolver(), "", "/")


ROWS = collected()


def cases_of(method: str | None = None) -> list[Any]:
    """Return every row as a test's parameters, or those of one method."""
    return [
        pytest.param(name, row, id=f"{name}-{row.method}{f'-{number}' if number else ''}")
        for name, rows in sorted(ROWS.items())
        for number, row in enumerate(rows)
        if method is None or row.method == method
    ]


def test_every_url_has_a_row() -> None:
    missing = sorted(f"{name or '(no name)'}  {route}" for name, route in url_names() if name not in ROWS)
    assert not missing, "URLs without a row in tests/<room>/access.py:\n" + "\n".join(missing)


def test_every_row_has_a_url() -> None:
    assert not set(ROWS) - {name for name, _ in url_names()}


def test_every_row_speaks_of_everybody() -> None:
    for name, rows in ROWS.items():
        for row in rows:
            assert set(row.expected) == set(WHO), name


@pytest.mark.parametrize(("name", "row"), cases_of())
def test_everybody_gets_the_answer_of_the_table(name: str, row: Row, world: World, nu: Nu | None) -> None:
    pages: list[str] = []
    with time_machine.travel(world.now, tick=True):
        arguments = row.make(world) if row.make else {}
        data = row.data(world) if callable(row.data) else row.data
        url = reverse(name, kwargs=arguments) + row.query
        wrong = [complaint for who in those_to_ask(row) if (complaint := ask(url, row, who, data, world, pages))]
    if nu is not None:
        wrong += [f"  {fault}" for page in pages[:1] for fault in nu.faults(page)]
    assert not wrong, f"{row.method.upper()} {name}\n" + "\n".join(wrong)


def those_to_ask(row: Row) -> list[str]:
    """Everybody; once the run on SQLite has asked for them all, the first who may and a foreigner who may not.

    Who may do what is decided before the database is asked; that a page's queries run there shows with the one who may,
    and that they find nothing of a foreign office with the other.
    """
    if not seen_before():
        return list(WHO)
    known = WHO[1:]  # whoever is not signed in is sent to the door before any page
    may = [who for who in known if as_tuple(row.expected[who])[0] not in (401, 403, 404)]
    foreign = [who for who in known if who.startswith("foreign") and 404 in as_tuple(row.expected[who])]
    return [*may[:1], *foreign[:1]] or ["anonymous"]


def ask(url: str, row: Row, who: str, data: object, world: World, pages: list[str]) -> str:
    """Send the request as `who`; return "" or what was wrong with the answer. Whole pages go to `pages`."""
    complaint = ""
    try:
        with transaction.atomic():
            client = world.sign_in(StrictClient(headers=dict(row.headers)), who)
            reads = AuditEntry.objects.filter(kind=AuditKind.READ)
            before = reads.count()
            response = getattr(client, row.method)(url, data)
            if row.method == "get" and not seen_before():
                guarded(response, public=row.public)
            if response.status_code == 200 and (page := whole_page(response)):
                pages.append(page)
            complaint = wrong_with(response.status_code, response.get("Location", ""), row, who)
            left = reads.count() - before
            due = row.reads if response.status_code == 200 else 0
            if not complaint and left != due:
                complaint = f"  {who}: left {left} read rows in the audit log, not {due}"
            raise Undone
    except Undone:
        return complaint


def whole_page(response: Any) -> str:
    """Return the text of an answer that is a page from its doctype on, else ""."""
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return ""
    text: str = response.content.decode()
    return text if text.lstrip()[:9].lower() == "<!doctype" else ""


def wrong_with(status: int, location: str, row: Row, who: str) -> str:
    """Compare an answer with the row."""
    wanted = as_tuple(row.expected[who])
    if row.method == "post" and who.endswith("auditor") and not row.only_reads:
        wanted = (403,)  # reads, never writes: refused before any view
    if status not in wanted:
        return f"  {who}: {status} {location}, not {' or '.join(map(str, wanted))}"
    to_sign_in = urlsplit(location).path == reverse("accounts:sign_in")
    if status == 302 and to_sign_in and who != "anonymous" and not row.to_sign_in:
        return f"  {who}: sent to the sign-in page although signed in"
    return ""
