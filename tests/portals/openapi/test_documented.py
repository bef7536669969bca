"""What the document, its client and docs/api.md say is what happens."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import re
import shlex
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from tests.portals.openapi.conftest import Caller
from tests.postings.factories import a_posting
from yizhan.accounts.models import Office, User
from yizhan.portals.openapi.addresses import ADDRESSES
from yizhan.portals.openapi.document import described
from yizhan.portals.openapi.models import Delivery

ROOT = Path(settings.PACKAGE_DIR).parent
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.S) for line in block.splitlines()]
BASE = "https://station.example"
pytestmark = pytest.mark.usefixtures("stands_still")


def blocks(language: str) -> list[str]:
    """Return the blocks of the page in a language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.S)


def module_of(path: Path, name: str) -> ModuleType:
    """Import a file."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look for it there
    spec.loader.exec_module(module)
    return module


def through_django(method: str, url: str, headers: dict[str, str], body: bytes | None) -> tuple[int, Any, bytes]:
    """Send a request to the code itself."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    kind = {name.lower(): value for name, value in headers.items()}.get("content-type", "")
    sent = {name: value for name, value in headers.items() if name.lower() != "content-type"}
    answer = Client().generic(method, path, body or b"", content_type=kind, headers=sent)
    return answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, answer.content


@pytest.fixture
def offered(caller: Caller, station: Office, clerk: User, reviewer: User, now: dt.datetime) -> dict[str, str]:
    """What the examples speak of."""
    posting = a_posting(office=station, by=clerk, verifier=reviewer, at=now, employer=caller.employer)
    sent = caller.send(caller.job()).said["posting"]
    made = caller.ask("POST", "webhooks", {"url": "https://partner.test/", "news": ["posting.returned"]}).said
    hook = made["webhook"]["public_id"]
    row = caller.partner.webhooks.get()
    delivery = Delivery.objects.create(webhook=row, news="posting.filled", body="{}", created_at=now, state="failed")
    return {
        "BASE": BASE, "OFFICE": str(station.public_id), "POSTING": str(posting.public_id),
        "SENT": sent["public_id"], "VERSION": str(sent["version"]),
        "EMPLOYER": str(caller.employer.public_id), "KEY": caller.token, "WEBHOOK": hook,
        "DELIVERY": str(delivery.public_id),
    }  # fmt: skip


def parsed(line: str, names: dict[str, str]) -> tuple[str, str, dict[str, str], bytes | None]:
    """Read a line of curl."""
    for name, value in names.items():
        line = line.replace(f"${name}", value)
    words = shlex.split(line)
    assert words.pop(0) == "curl"
    method, headers, body, url = "GET", {}, None, ""
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            name, _colon, value = words.pop(0).partition(":")
            headers[name] = value.strip()
        elif word == "-d":
            body = words.pop(0).encode()
        else:
            url = word
    return method, url, headers, body


def test_every_example_of_the_page_is_answered_as_it_says(offered: dict[str, str]) -> None:
    assert len(EXAMPLES) > 20
    wrong = []
    for example in EXAMPLES:
        line, _hash, status = example.rpartition("#")
        method, url, headers, body = parsed(line, offered)
        answered, _headers, content = through_django(method, url, headers, body)
        if answered != int(status):
            wrong.append(f"{answered} {line} {content.decode()[:300]}")
    assert not wrong, "\n".join(wrong)


def test_the_generated_client_does_what_the_page_shows(
    offered: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = module_of(ROOT / "scripts" / "api_client.py", "api_client").client_of(described())
    (tmp_path / "yizhan_client.py").write_text(written, encoding="utf-8")
    client = module_of(tmp_path / "yizhan_client.py", "yizhan_client")
    monkeypatch.setattr(client.Client.__init__, "__defaults__", ("", "zh-CN", through_django))
    monkeypatch.setitem(sys.modules, "yizhan_client", client)
    (example,) = blocks("python")
    exec(compile(example, "docs/api.md", "exec"), {"BASE": offered["BASE"], "KEY": offered["KEY"]})
    mine = client.Client(BASE + "/api/v1", key=offered["KEY"], language="en")
    body = {
        "employer": offered["EMPLOYER"],
        "kind": "gig",
        "title": "装卸工",
        "starts_on": "2026-11-24",
        "headcount": 1,
    }
    sent = mine.send_posting(body=body, idempotency_key="5f0c0c52-6f3e-4f0e-9a55-0d8f6f1b7a02")
    got = mine.get_own_posting(public_id=sent["posting"]["public_id"])
    assert got == sent
    with pytest.raises(client.Problem, match="Some fields are wrong") as caught:
        mine.send_posting(body=body | {"kind": "x"}, idempotency_key="5f0c0c52-6f3e-4f0e-9a55-0d8f6f1b7a03")
    assert [one["field"] for one in caught.value.said["errors"]] == ["kind"]


def test_the_client_speaks_http_by_itself(live_server: Any, tmp_path: Path) -> None:
    written = module_of(ROOT / "scripts" / "api_client.py", "api_client").client_of(described())
    (tmp_path / "yizhan_client.py").write_text(written, encoding="utf-8")
    client = module_of(tmp_path / "yizhan_client.py", "yizhan_client_over_http")
    mine = client.Client(f"{live_server}/api/v1")
    assert mine.get_vocabulary(name="pay_unit")["name"] == "pay_unit"
    with pytest.raises(client.Problem) as caught:
        mine.about_key()
    assert (caught.value.status, caught.value.headers["www-authenticate"]) == (401, 'Bearer realm="yizhan"')


def test_operations_have_names_of_their_own_and_every_shape_is_referred_to() -> None:
    names = [one.name for address in ADDRESSES for one in address.endpoints]
    assert len(names) == len(set(names))
    text = json.dumps(described())
    for shape in described()["components"]["schemas"]:
        assert f'"#/components/schemas/{shape}"' in text, shape


def test_the_page_names_every_scope_and_every_kind_of_news() -> None:
    from yizhan.portals.openapi.enums import NewsKind, Scope

    for scope in Scope.values:
        assert f"`{scope}`" in PAGE
    for news in NewsKind.values:
        assert news in PAGE or f".{news.split('.')[1]}" in PAGE


def test_no_shape_has_a_place_for_a_person() -> None:
    told = {name for name, schema in described()["components"]["schemas"].items() if not name.startswith("Sent")
            for name in schema["properties"]}  # fmt: skip
    assert not told & {"person", "contact_name", "contact_phone", "id_no", "mobile", "seeker", "birth_on", "legal_rep"}
