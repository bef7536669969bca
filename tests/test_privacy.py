"""What leaves the program beside the page itself: headers, log lines, what the browser keeps."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from pathlib import Path

import pytest
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from tests.access import World, make_world
from tests.conftest import sign_in
from tests.headers import guarded
from tests.world import NOW
from yizhan.accounts.models import User
from yizhan.config.logs import LOGGING_CONFIG_DICT, name_exception
from yizhan.shared.documents.xlsx import Column, workbook
from yizhan.shared.submissions import new_submission_key, remember_submission
from yizhan.shared.web.messages import storage
from yizhan.shared.web.middleware import refusals


@pytest.fixture
def world(db: None) -> World:
    """A world of each test's own: some of them close the connection, as a server does after an answer."""
    return make_world(NOW)


@pytest.mark.parametrize("url", ["/nothing/here/", "/people/not-a-uuid/"])
def test_a_page_that_is_not_there_carries_the_headers_too(client: Client, db: None, url: str) -> None:
    guarded(client.get(url))


def test_a_host_that_is_not_ours_is_refused_with_the_headers(db: None) -> None:
    answer = Client(headers={"host": "evil.example"}).get("/accounts/sign-in/")
    assert answer.status_code == 400
    assert "no-store" in answer["Cache-Control"]
    assert "default-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"])
def test_signing_in_leads_to_no_other_site(client: Client, world: World, wanted: str) -> None:
    sign_in(client, world.clerk)
    answer = client.get("/accounts/sign-in/", {"next": wanted})
    assert answer["Location"] == "/"


def test_an_exception_in_the_log_names_places_and_no_person() -> None:
    formatter = logging.config.DictConfigurator(LOGGING_CONFIG_DICT).configure_formatter(
        dict(LOGGING_CONFIG_DICT["formatters"]["json"])
    )
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logger = logging.getLogger("a test of the log")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        try:
            raise KeyError("王师傅")
        except KeyError as error:
            raise ValueError("Failing row contains (王师傅, 阳谷)") from error
    except ValueError:
        logger.exception("Internal Server Error: %s", "/people/")
    line = json.loads(stream.getvalue())
    assert "王师傅" not in stream.getvalue()
    assert "builtins.ValueError" in line["exception"]
    assert "builtins.KeyError" in line["exception"]
    assert "test_privacy.py" in line["exception"]


def test_a_line_without_an_exception_stays_as_it_is() -> None:
    assert name_exception(None, "", {"event": "x", "exc_info": None}) == {"event": "x"}


def test_of_two_forms_sent_at_once_the_slower_one_goes_where_the_faster_led(world: World) -> None:
    key = new_submission_key()
    remember_submission(key, by=world.clerk, led_to="/workers/", at=NOW)

    def answer(by: User, sent: str) -> HttpResponse | None:
        request = RequestFactory().post("/workers/register/", {"submission": sent})
        request.user = by
        return refusals(lambda _request: HttpResponse()).process_exception(request, IntegrityError("once"))

    found = answer(world.clerk, key)
    assert found is not None
    assert (found.status_code, found["Location"]) == (302, "/workers/")
    assert answer(world.head, key) is None  # another's key says nothing
    assert answer(world.clerk, new_submission_key()) is None
    assert answer(world.clerk, "a\x00b") is None


@pytest.mark.parametrize("announced", ["68719476736", "67108865", "-1", "many"])
def test_what_is_too_large_is_refused_before_it_is_read(client: Client, db: None, announced: str) -> None:
    answer = client.post("/accounts/sign-in/", b"x", content_type="text/plain", CONTENT_LENGTH=announced)
    assert answer.status_code == 413
    assert "没有接收" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_a_list_of_people_leaves_nothing_among_the_temporary_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "there is no such folder"))
    assert workbook([Column("姓名")], [["=王师傅"]]).startswith(b"PK")


def test_a_method_that_nothing_uses_is_refused(client: Client, db: None) -> None:
    for method in ("TRACE", "CONNECT", "MADE-UP"):
        answer = client.generic(method, "/accounts/sign-in/")
        assert (answer.status_code, "TRACE" in answer["Allow"]) == (405, False)


def test_a_static_file_carries_the_policy(settings: Settings, tmp_path: Path, db: None) -> None:
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "a.css").write_text("p { margin: 0; }")
    answer = Client().get("/static/a.css")
    answer.close()
    assert (answer.status_code, "frame-ancestors 'none'" in answer["Content-Security-Policy"]) == (200, True)


def test_the_cookie_of_the_language_is_the_pages_own(client: Client, db: None) -> None:
    client.post("/i18n/setlang/", {"language": "en"})
    kept = client.cookies["django_language"]
    assert (kept["samesite"], kept["httponly"]) == ("Lax", True)


def test_what_staff_are_told_waits_in_the_session_and_never_in_the_browser(rf: RequestFactory, world: World) -> None:
    client = Client()
    sign_in(client, world.users["clerk"])
    request = rf.get("/")
    request.COOKIES = {name: kept.value for name, kept in client.cookies.items()}
    request.session = client.session
    waiting = storage(request)
    waiting.add(messages.SUCCESS, "王师傅")
    answer = HttpResponse()
    waiting.update(answer)
    assert not answer.cookies
    assert [str(one) for one in storage(request)] == ["王师傅"]
    visitor = storage(rf.get("/"))
    visitor.add(messages.SUCCESS, "已报名")
    visitor.update(answer)
    assert answer.cookies["messages"]["httponly"]


def test_a_miss_at_a_door_and_an_unknown_key_leave_a_line_without_what_was_typed(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="yizhan")
    account = {"username": "ceshi", "password": "Changjian-2026-Hao", "again": "Changjian-2026-Hao"}
    assert client.post("/w/in/", {"code": "ABCD-EFGH-JKMN"}).status_code == 422
    assert client.post("/e/join/", {"code": "abcdefghjk", **account}).status_code == 422
    answer = client.get("/api/v1/partner/postings", headers={"Authorization": "Bearer yz_unknown"})
    assert answer.status_code == 401
    lines = [record.getMessage() for record in caplog.records]
    assert any("request.refused" in line and "not_let_in" in line for line in lines)
    assert any("request.refused" in line and "invitation_unknown" in line for line in lines)
    assert any("api.refused" in line and "401" in line for line in lines)
    assert not any("ABCD" in line or "abcdefghjk" in line or "ceshi" in line or "yz_unknown" in line for line in lines)
