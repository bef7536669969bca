"""The documentation for people: whole in both languages, kept by caches, and every example of it runs."""

from __future__ import annotations

import io
import json
import re
import shlex
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.response import addinfourl

import pytest
from django.test import Client

from tests.browser import Desk
from tests.portals.openapi.test_documented import offered, parsed, through_django
from yizhan.portals.openapi.docs import CHECK, Operation, page_of
from yizhan.portals.openapi.document import described
from yizhan.portals.openapi.examples import VARIABLES
from yizhan.portals.openapi.signing import signed_headers

__all__ = ["offered"]
PAGE = "/api/v1/docs/"


class Through(urllib.request.HTTPSHandler):
    """Hand what urllib sends to the code itself."""

    def https_open(self, req: urllib.request.Request) -> Any:
        """Answer as a server would."""
        headers = {name.lower(): value for name, value in req.header_items() if name != "Host"}
        body = req.data if isinstance(req.data, bytes) else None
        status, answered, content = through_django(req.get_method(), req.full_url, headers, body)
        answer: Any = addinfourl(io.BytesIO(content), answered, req.full_url, status)
        answer.msg = ""
        return answer


@pytest.fixture
def _over_django() -> Iterator[None]:
    """Let `urlopen` reach the code itself."""
    urllib.request.install_opener(urllib.request.build_opener(Through))
    yield
    urllib.request.install_opener(urllib.request.build_opener())


def in_order() -> list[Operation]:
    """Return the endpoints as one would try them: what ends something comes last."""
    return sorted(page_of("zh-hans")[0], key=lambda one: one.method == "DELETE")


@pytest.fixture
def names(offered: dict[str, str]) -> dict[str, str]:
    """What the variables stand for."""
    more = {"OWN_EMPLOYER": offered["EMPLOYER"], "DAY": "2026-11-25", "ORDER": "5f0c0c52-6f3e-4f0e-9a55-0d8f6f1b7a09"}
    found = offered | more
    assert set(VARIABLES) | {"BASE"} <= set(found)
    return found


@pytest.mark.usefixtures("stands_still")
def test_every_curl_of_the_page_is_answered_with_the_status_it_tells(names: dict[str, str]) -> None:
    for one in in_order():
        for quoted in re.findall(r"'[^']*'", one.curl):
            assert "$" not in quoted, "a shell puts nothing in there"
        method, url, headers, body = parsed(one.curl.replace("\\\n", " "), names)
        assert shlex.quote(url) == url or "?" in url
        status, _headers, content = through_django(method, url, headers, body)
        assert str(status) == one.status, (one.name, content.decode())


@pytest.mark.usefixtures("stands_still", "_over_django")
def test_every_python_of_the_page_runs_and_prints_the_answer(
    names: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    known: dict[str, Any] = {**names, "VERSION": int(names["VERSION"])}
    for one in in_order():
        exec(compile(one.python, one.name, "exec"), dict(known))
        assert capsys.readouterr().out.strip() not in ("", "None"), one.name


def test_a_message_of_ours_passes_the_check_of_the_page_and_another_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    said: dict[str, Any] = {}
    exec(compile(CHECK, "docs", "exec"), said)
    monkeypatch.setattr(said["time"], "time", lambda: 1_800_000_100)
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"type":"posting.ended"}'
    headers = signed_headers((secret, "whsec_b3RoZXI="), "msg_1", 1_800_000_000, body)
    assert said["is_genuine"](secret, headers, body)
    assert not said["is_genuine"](secret, headers, body + b" ")
    assert not said["is_genuine"](secret, headers | {"webhook-timestamp": "1799999000"}, body)


def missing(part: Any, where: str = "") -> Iterator[str]:
    """Return what of the document has no word, or none in Chinese."""
    if isinstance(part, list):
        part = dict(enumerate(part))
    if not isinstance(part, dict):
        return
    for name, value in part.items():
        if name in ("description", "summary") and isinstance(value, str) and not re.search(r"[一-鿿]", value):
            yield f"{where}: {value}"
        yield from missing(value, f"{where}/{name}")
    if isinstance(fields := part.get("properties"), dict):
        yield from (
            f"{where}/{name}: no word" for name, one in fields.items() if not {"description", "$ref"} & set(one)
        )


def test_every_word_of_the_document_has_its_chinese_and_every_field_a_word() -> None:
    assert list(missing(described("zh-hans"))) == []
    assert [one for one in missing(described()) if one.endswith("no word")] == []
    assert described()["paths"].keys() == described("zh-hans")["paths"].keys()


def test_the_page_is_the_same_for_everybody_in_each_language_and_caches_may_keep_it(db: None) -> None:
    for address, words in ((PAGE, "可能的错误"), (f"{PAGE}?lang=en", "Errors")):
        answer = Client().get(address)
        text = answer.content.decode()
        assert words in text
        assert all(f'id="op-{one.name}"' in text and one.path in text for one in page_of("en")[0])
        assert "<script" not in text
        assert answer["Cache-Control"] == "public, max-age=3600"
        again = Client().get(address, headers={"if-none-match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    links = set(re.findall(r'href="#([^"]+)"', text))
    assert links <= set(re.findall(r'id="([^"]+)"', text))
    assert f'href="{PAGE}"' in Client().get("/jobs/").content.decode()
    assert json.loads(Client().get("/api/v1/").content)["links"]["docs"].endswith(PAGE)


#: Takes away all but the first endpoints and shapes of each part: axe needs minutes for what is alike a hundred times.
A_FEW = """for (const part of document.querySelectorAll("main > section"))
  [...part.querySelectorAll(".op")].slice(3).forEach(one => one.remove())"""


@pytest.mark.looks
def test_the_page_is_accessible_on_both_screens(desk: Desk) -> None:
    for language in ("", "?lang=en"):
        desk.open(PAGE + language).evaluate(A_FEW)
        assert desk.faults_on_every_screen(f"openapi-docs{language[-2:]}") == []
