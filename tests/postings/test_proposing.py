"""A model that an office has configured: asked over a real connection, believed in nothing that is not written."""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.conftest import StrictClient, sign_in
from yizhan.accounts.models import User
from yizhan.postings.operations import AddressMissing, AddressNotAllowed, set_proposer
from yizhan.postings.proposers import Proposer
from yizhan.postings.proposing.endpoint import MOST_ANSWER, Endpoint, EndpointSilent, ask, is_allowed
from yizhan.postings.proposing.pointing import with_proposal, without_persons
from yizhan.postings.reading.posting import parse_posting
from yizhan.shared.audit.models import AuditEntry
from yizhan.shared.errors import NotAllowed

TODAY = dt.date(2026, 11, 23)
TEXT = "招小工，人手要仨，票子一天二百整，老地方，李姐 199-0000-0002"
GOOD = {"jobs": [{"title": "小工", "headcount": "仨", "place": "老地方", "pay": "一天二百", "day": "", "hours": "7点"}]}


class Standin(ThreadingHTTPServer):
    """Answers on the loopback address as it is told, and keeps what it was sent."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free port."""
        self.sent: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.reply: Callable[[BaseHTTPRequestHandler], None] = says(GOOD)
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    """Speaks the one call."""

    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Standin)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.sent.append({"path": self.path, **json.loads(body)})
        server.headers.append(dict(self.headers))
        server.reply(self)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
        """Say nothing."""


def sends(body: bytes, status: int = 200, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def says(content: Any) -> Callable[[BaseHTTPRequestHandler], None]:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return sends(json.dumps({"choices": [{"message": {"content": text}}]}).encode())


def trickles(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _each in range(40):
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.1)


@pytest.fixture
def standin() -> Iterator[Standin]:
    """A server of our own."""
    server = Standin()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def at_the_counter(now: dt.datetime) -> Iterator[None]:
    """Stand at `now`."""
    with time_machine.travel(now, tick=True):
        yield


def question(standin: Standin, seconds: float = 5) -> str:
    return ask(Endpoint(standin.address, "m", "secret"), instruction="i", text="t", seconds=seconds)


def test_the_question_has_the_shape_and_the_answer_comes_back(standin: Standin) -> None:
    assert json.loads(question(standin)) == GOOD
    (sent,) = standin.sent
    assert (sent["path"], sent["model"], sent["temperature"]) == ("/v1/chat/completions", "m", 0)
    assert [message["role"] for message in sent["messages"]] == ["system", "user"]
    assert standin.headers[0]["Authorization"] == "Bearer secret"
    assert "secret" not in repr(Endpoint(standin.address, "m", "secret"))


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (sends(b"no"), "unreadable"),
        (sends(b'{"choices": []}'), "unreadable"),
        (sends(b"x" * (MOST_ANSWER + 2)), "too_long"),
        (sends(b"", 500), "refused"),
        (sends(b"", 302, Location="http://127.0.0.1:1/"), "refused"),
        (trickles, "slow"),
    ],
)
def test_what_is_no_answer_ends_within_time_and_says_why(
    standin: Standin, reply: Callable[[BaseHTTPRequestHandler], None], code: str
) -> None:
    standin.reply = reply
    started = time.monotonic()
    with pytest.raises(EndpointSilent) as silent:
        question(standin, seconds=1)
    assert silent.value.code == code
    assert time.monotonic() - started < 3
    assert len(standin.sent) == 1


def test_nobody_there_is_said() -> None:
    with pytest.raises(EndpointSilent) as silent:
        ask(Endpoint("http://127.0.0.1:9/v1", "m"), instruction="", text="", seconds=1)
    assert silent.value.code == "unreachable"


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://model.example/v1", True), ("http://127.0.0.1:8000/v1", True), ("http://192.168.1.7/v1", True),
        ("http://localhost:8000/v1", True), ("http://model.example/v1", False), ("http://8.8.8.8/v1", False),
        ("http://169.254.169.254/latest", False), ("file:///etc/passwd", False),
        ("https://a:b@model.example/v1", False),
        ("https://model.example/v1?key=1", False), ("http://[::1", False), ("", False),
    ],
)  # fmt: skip
def test_texts_go_out_encrypted_or_stay_near(address: str, allowed: bool) -> None:
    assert is_allowed(address) is allowed


def test_a_model_points_and_the_rules_read() -> None:
    reading, added = with_proposal(parse_posting(TEXT, today=TODAY), json.dumps(GOOD, ensure_ascii=False))
    (draft,) = reading.drafts
    assert (draft.value("headcount"), draft.value("place")) == (3, "老地方")
    assert (0, "place") in added
    # 7点 stands nowhere in the text.
    assert draft.value("shift") is None
    assert TEXT[slice(*draft.fields["place"].spans[0])] == "老地方"


@pytest.mark.parametrize(
    "answer",
    ["", "你好", "{}", '{"jobs": {}}',
     '{"jobs": [1]}', '{"jobs": []}', '{"jobs": [{"title": "厨师", "pay": "9000元/月"}]}',
     '{"jobs": [{}, {}]}', '{"jobs": [{"headcount": ["3"], "pay": 200}]}'],
)  # fmt: skip
def test_what_is_not_written_is_never_taken(answer: str) -> None:
    before = parse_posting(TEXT, today=TODAY)
    reading, added = with_proposal(before, answer)
    assert [draft.fields.keys() for draft in reading.drafts] == [draft.fields.keys() for draft in before.drafts]
    assert added == frozenset()


def test_persons_are_hidden_sign_by_sign() -> None:
    hidden = without_persons(TEXT + " 微信 abc_12345")
    assert len(hidden) == len(TEXT + " 微信 abc_12345")
    for secret in ("199", "0002", "李姐", "abc_12345"):
        assert secret not in hidden
    assert hidden.startswith("招小工，人手要仨")


def setting(by: User, at: dt.datetime, **changes: Any) -> Proposer:
    values = {"address": "", "model": "", "key": None, "is_on": False, "sends_persons": False, "seen_version": None}
    return set_proposer(**values | changes, by=by, at=at)


def test_only_the_head_sets_it_and_only_to_where_texts_may_go(head: User, clerk: User, now: dt.datetime) -> None:
    with pytest.raises(NotAllowed):
        setting(clerk, now)
    with pytest.raises(AddressNotAllowed):
        setting(head, now, address="http://model.example/v1", model="m")
    with pytest.raises(AddressMissing):
        setting(head, now, is_on=True)
    row = setting(head, now, address="https://model.example/v1", model="m", key="k", is_on=True)
    assert setting(head, now, address="https://model.example/v1", model="n").key == "k"
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposer.objects.filter(pk=row.pk).update(is_on=True, address="")


def test_off_by_default_and_nothing_personal_leaves_without_the_switch(
    client: StrictClient, head: User, clerk: User, now: dt.datetime, standin: Standin, at_the_counter: None
) -> None:
    sign_in(client, clerk)
    page = client.post(reverse("postings:paste"), {"text": TEXT, "then": "read"}).content.decode()
    assert "请模型找字" not in page
    assert client.post(reverse("postings:paste"), {"text": TEXT, "then": "propose"}).status_code == 403
    setting(head, now, address=standin.address, model="m", is_on=True)
    page = client.post(reverse("postings:paste"), {"text": TEXT, "then": "read"}).content.decode()
    assert "请模型找字" in page
    assert standin.sent == []
    page = client.post(reverse("postings:paste"), {"text": TEXT, "then": "propose"}).content.decode()
    assert "模型指出“老地方”，请核对" in page
    assert "199" not in standin.sent[0]["messages"][1]["content"]
    assert "李姐" not in standin.sent[0]["messages"][1]["content"]
    assert AuditEntry.objects.filter(action="proposer.asked", reason="without_persons").count() == 1
    setting(head, now, address=standin.address, model="m", is_on=True, sends_persons=True)
    client.post(reverse("postings:paste"), {"text": TEXT, "then": "propose"})
    assert standin.sent[1]["messages"][1]["content"] == TEXT
    standin.reply = sends(b"", 500)
    answer = client.post(reverse("postings:paste"), {"text": TEXT, "then": "propose"})
    assert answer.status_code == 200
    assert "模型没有答上来" in answer.content.decode()


def test_the_head_switches_it_on_at_a_page(
    client: StrictClient, head: User, now: dt.datetime, at_the_counter: None
) -> None:
    sign_in(client, head)
    here = reverse("postings:proposer")
    answer = client.post(here, {"address": "http://model.example/v1", "model": "m", "is_on": "on"})
    assert answer.status_code == 422
    assert "这个地址不能用" in answer.content.decode()
    assert (
        client.post(here, {"address": "https://model.example/v1", "model": "m", "is_on": "on", "key": "k"}).status_code
        == 302
    )
    page = client.get(here).content.decode()
    assert "https://model.example/v1" in page
    assert 'value="k"' not in page
