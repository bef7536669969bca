"""Messages: in the transaction of what they tell, signed, tried again, and never led into the house."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import http.server
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import IntegrityError, connection, transaction
from django_tasks_db.models import DBTaskResult

from tests.portals.openapi.conftest import Caller
from yizhan.accounts.models import User
from yizhan.portals.openapi.enums import MOVES, DeliveryState
from yizhan.portals.openapi.models import Delivery, Webhook
from yizhan.portals.openapi.operations import deliver
from yizhan.portals.openapi.operations.delivering import LEASE, WAITS
from yizhan.portals.openapi.outbound import NotSent, Outbound, is_public
from yizhan.portals.openapi.queries import due_deliveries
from yizhan.portals.openapi.signing import signature
from yizhan.postings.enums import ReturnReason
from yizhan.postings.models import Posting
from yizhan.postings.operations import return_posting

HOST = "partner.test"
LOOPBACK = ("127.0.0.0/8",)


# Where a message may go -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
     "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::", "ff02::1", "fec0::1"],
)  # fmt: skip
def test_an_inner_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_an_open_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    ["http://partner.test/", "https://partner.test:22/", "https://me:pw@partner.test/", "https:///x", "file:///etc",
     "https://partner.test:99999/", "https://partner.test/a b", "https://部.test/", "https://partner.test/#x", "x",
     "https://[::1", "gopher://partner.test/"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_by_its_text(url: str) -> None:
    with pytest.raises(NotSent, match="bad_url"):
        Outbound().check(url)


@pytest.mark.parametrize("host", ["10.0.0.1", "localhost", "[::1]", "[fd00::1]", "169.254.169.254"])
def test_an_address_to_which_nothing_can_ever_go_is_refused_at_once(host: str) -> None:
    with pytest.raises(NotSent, match="not_public"):
        Outbound().check(f"https://{host}/")
    networks = ("10.0.0.0/8", "127.0.0.0/8", "::1/128", "fd00::/8", "169.254.0.0/16")
    assert Outbound(allowed=networks).check(f"https://{host}/").scheme == "https"


def test_one_inner_address_among_the_open_ones_is_enough_to_refuse() -> None:
    asked: list[str] = []

    def two_faced(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34", "10.0.0.1"]

    with pytest.raises(NotSent, match="not_public"):
        Outbound(resolve=two_faced).post(f"https://{HOST}/", b"{}", {})
    assert asked == [HOST]


def test_a_literal_inner_address_is_refused_however_it_is_written() -> None:
    for host in ("127.0.0.1", "[::1]", "0x7f000001", "2130706433", "127.1", "localhost"):
        with pytest.raises(NotSent, match=r"not_public|no_name"):
            Outbound().post(f"https://{host}/", b"{}", {})


# The other side -------------------------------------------------------------------------------------------------------


@dataclass
class OtherSide:
    """A partner's server on this machine, over real TLS."""

    port: int
    ca_file: str
    status: int = 204
    location: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def door(self, host: str = HOST) -> Outbound:
        """Return a door that finds this server under a name."""
        return Outbound(allowed=LOOPBACK, ca_file=self.ca_file, resolve=lambda _host, _port: ["127.0.0.1"])


def _certificate(folder: Path) -> tuple[str, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    today = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(today - dt.timedelta(days=2000)).not_valid_after(today + dt.timedelta(days=2000))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    cert, private = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(cert), str(private)


@pytest.fixture
def other_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OtherSide]:
    """Serve one."""
    cert, private = _certificate(tmp_path)
    side = OtherSide(0, cert)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            side.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(side.status)
            if side.location:
                self.send_header("Location", side.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, private)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    side.port = server.server_port
    monkeypatch.setattr("yizhan.portals.openapi.outbound.PORTS", frozenset({443, 8443, side.port}))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield side
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_connection_goes_to_the_address_that_was_checked(
    other_side: OtherSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_second_look(*_: Any, **__: Any) -> Any:
        raise AssertionError("the name was looked up again")

    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **more: real(host, *rest, **more) if host == "127.0.0.1" else
        no_second_look()
    )  # fmt: skip
    assert other_side.door().post(f"https://{HOST}:{other_side.port}/in?a=1", b"{}", {"x-one": "1"}) == 204
    headers, body = other_side.got[0]
    assert (headers["host"], headers["x-one"], body) == (f"{HOST}:{other_side.port}", "1", b"{}")


def test_another_name_than_the_certificates_gets_nothing(other_side: OtherSide) -> None:
    with pytest.raises(NotSent, match="no_tls"):
        other_side.door().post(f"https://other.test:{other_side.port}/", b"{}", {})
    assert other_side.got == []


def test_nobody_follows_a_redirect(other_side: OtherSide) -> None:
    other_side.status, other_side.location = 302, f"https://{HOST}:{other_side.port}/inner"
    assert other_side.door().post(f"https://{HOST}:{other_side.port}/", b"{}", {}) == 302
    assert len(other_side.got) == 1


def test_who_answers_byte_by_byte_has_no_more_time_than_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cert, private = _certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, private)
    is_over = threading.Event()

    def drip(listener: socket.socket) -> None:
        with suppress(OSError):
            link = context.wrap_socket(listener.accept()[0], server_side=True)
            with link:
                link.sendall(b"HTTP/1.1 204 No Content\r\nX-Slow: ")
                for _ in range(200):  # ten seconds; each byte comes well within the time of one
                    if is_over.wait(0.05):
                        return
                    link.sendall(b"a")
                link.sendall(b"\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        monkeypatch.setattr("yizhan.portals.openapi.outbound.PORTS", frozenset({port}))
        thread = threading.Thread(target=drip, args=(listener,), daemon=True)
        thread.start()
        door = Outbound(allowed=LOOPBACK, ca_file=cert, seconds=1, resolve=lambda _host, _port: ["127.0.0.1"])
        with pytest.raises(NotSent, match="no_connection"):
            door.post(f"https://{HOST}:{port}/", b"{}", {})
        is_over.set()
        thread.join()


def test_authorities_that_cannot_be_read_stand_in_the_way_as_a_problem_of_the_message(
    caller: Caller, reviewer: User, now: dt.datetime, tmp_path: Path, stands_still: object
) -> None:
    hooked(caller)
    returned(caller, reviewer, now)
    delivery = Delivery.objects.get()
    (tmp_path / "bad.pem").write_text("no certificate")
    for name, problem in (("missing.pem", "no_connection"), ("bad.pem", "no_tls")):
        Delivery.objects.update(next_at=now)
        door = Outbound(allowed=LOOPBACK, ca_file=str(tmp_path / name), resolve=lambda _host, _port: ["127.0.0.1"])
        assert deliver(delivery_id=delivery.pk, door=door, now=lambda: now) == "waiting"
        delivery.refresh_from_db()
        assert delivery.last_problem == problem


# Signatures -----------------------------------------------------------------------------------------------------------


def test_the_signature_is_that_of_the_published_example() -> None:
    """Standard Webhooks, the reference libraries' test vector."""
    said = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


# From the event to the other side -------------------------------------------------------------------------------------

URL = "https://partner.test/hook"


def hooked(caller: Caller, news: list[str] | None = None, url: str = URL) -> dict[str, Any]:
    """Register an address."""
    answer = caller.ask("POST", "webhooks", {"url": url, "news": news or ["posting.returned", "posting.approved"]})
    assert answer.status_code == 201, answer.content.decode()
    said: dict[str, Any] = answer.said
    return said


def returned(caller: Caller, reviewer: User, now: dt.datetime) -> Posting:
    """Send a posting that comes back."""
    sent = caller.send(caller.job()).said["posting"]["public_id"]
    return return_posting(posting=Posting.objects.get(public_id=sent), reason=ReturnReason.PAY, by=reviewer, at=now)


def test_news_is_written_with_what_it_tells_or_not_at_all(
    caller: Caller, reviewer: User, now: dt.datetime, stands_still: object
) -> None:
    hooked(caller)
    with transaction.atomic():
        returned(caller, reviewer, now)
        assert Delivery.objects.count() == 1
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()
    posting = returned(caller, reviewer, now)
    delivery = Delivery.objects.get()
    assert json.loads(delivery.body) == {
        "type": "posting.returned",
        "timestamp": "2026-11-23T09:00:00+08:00",
        "data": {
            "posting": str(posting.public_id), "number": posting.number, "review_state": "returned",
            "publish_state": "unpublished", "reason": "pay",
        },
    }  # fmt: skip
    assert DBTaskResult.objects.filter(task_path__endswith="background.send").count() == 1


def test_a_message_arrives_signed_and_is_noted(
    caller: Caller, reviewer: User, now: dt.datetime, other_side: OtherSide, stands_still: object
) -> None:
    secret = hooked(caller, url=f"https://{HOST}:{other_side.port}/hook")["secret"]
    returned(caller, reviewer, now)
    delivery = Delivery.objects.get()
    assert deliver(delivery_id=delivery.pk, door=other_side.door(), now=lambda: now) == "delivered"
    headers, body = other_side.got[0]
    assert headers["webhook-id"] == f"msg_{delivery.public_id.hex}"
    signed = f"{headers['webhook-id']}.{int(now.timestamp())}.".encode() + body
    mac = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(mac).decode()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.last_status, delivery.next_at) == ("delivered", 1, 204, None)
    assert deliver(delivery_id=delivery.pk, door=other_side.door(), now=lambda: now) == "", "it is not sent twice"


def test_while_a_secret_changes_messages_carry_both_signatures(
    caller: Caller, reviewer: User, now: dt.datetime, other_side: OtherSide, stands_still: object
) -> None:
    made = hooked(caller, url=f"https://{HOST}:{other_side.port}/hook")
    fresh = caller.ask("POST", f"webhooks/{made['webhook']['public_id']}/secret").said
    assert fresh["secret"] != made["secret"]
    returned(caller, reviewer, now)
    deliver(delivery_id=Delivery.objects.get().pk, door=other_side.door(), now=lambda: now)
    headers, body = other_side.got[0]
    stamp = int(headers["webhook-timestamp"])
    assert headers["webhook-signature"].split() == [
        signature(secret, headers["webhook-id"], stamp, body) for secret in (fresh["secret"], made["secret"])
    ]


def test_what_does_not_arrive_is_tried_later_and_later_then_given_up_and_replayed(
    caller: Caller, reviewer: User, now: dt.datetime, stands_still: object
) -> None:
    made = hooked(caller)
    returned(caller, reviewer, now)
    delivery, at = Delivery.objects.get(), now
    nowhere = Outbound(resolve=lambda _host, _port: [])
    for wait in WAITS:
        assert due_deliveries(at) == [delivery.pk]
        assert deliver(delivery_id=delivery.pk, door=nowhere, now=lambda at=at: at) == "waiting"  # type: ignore[misc]
        delivery.refresh_from_db()
        assert (delivery.next_at, delivery.last_problem) == (at + wait, "no_name")
        assert due_deliveries(at + wait - dt.timedelta(seconds=1)) == []
        at += wait
    early = caller.ask("POST", f"deliveries/{delivery.public_id}/replay")
    assert (early.status_code, early.said["code"]) == (409, "delivery_waiting"), "it is on its way as it is"
    assert deliver(delivery_id=delivery.pk, door=nowhere, now=lambda: at) == "failed"
    listed = caller.ask("GET", f"webhooks/{made['webhook']['public_id']}/deliveries").said["items"][0]
    assert (listed["state"], listed["attempts"]) == ("failed", len(WAITS) + 1)
    again = caller.ask("POST", f"deliveries/{listed['public_id']}/replay")
    assert (again.status_code, again.said["state"], again.said["attempts"]) == (202, "waiting", 0)
    assert again.said["public_id"] == listed["public_id"]


def test_a_try_that_outlived_its_lease_changes_nothing_of_what_arrived_meanwhile(
    caller: Caller, reviewer: User, now: dt.datetime, other_side: OtherSide, stands_still: object
) -> None:
    hooked(caller, url=f"https://{HOST}:{other_side.port}/hook")
    returned(caller, reviewer, now)
    delivery, later = Delivery.objects.get(), now + LEASE

    def slow(_host: str, _port: int) -> list[str]:
        """Find nothing, after another worker has sent it."""
        assert deliver(delivery_id=delivery.pk, door=other_side.door(), now=lambda: later) == "delivered"
        return []

    assert deliver(delivery_id=delivery.pk, door=Outbound(resolve=slow), now=lambda: now) == "delivered"
    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_problem, delivery.next_at) == ("delivered", "", None)


@pytest.mark.parametrize(("status", "state", "problem", "ends"), [
    (500, "waiting", "status", False), (307, "waiting", "redirect", False), (410, "failed", "status", True),
])  # fmt: skip
def test_an_answer_that_is_no_yes_is_a_no(
    status: int, state: str, problem: str, ends: bool, caller: Caller, reviewer: User, now: dt.datetime,
    other_side: OtherSide, stands_still: object,
) -> None:  # fmt: skip
    hooked(caller, url=f"https://{HOST}:{other_side.port}/hook")
    other_side.status = status
    returned(caller, reviewer, now)
    assert deliver(delivery_id=Delivery.objects.get().pk, door=other_side.door(), now=lambda: now) == state
    delivery = Delivery.objects.get()
    assert (delivery.last_status, delivery.last_problem) == (status, problem)
    assert (Webhook.objects.get().ended_at is not None) is ends


def test_an_address_is_registered_once_over_tls_and_seen_by_its_partner(
    caller: Caller, make_caller: Callable[..., Caller], stands_still: object
) -> None:
    made = hooked(caller)
    known = caller.ask("POST", "webhooks", {"url": URL, "news": ["posting.filled"]})
    assert (known.status_code, known.said["code"]) == (409, "webhook_known")
    refused = caller.ask("POST", "webhooks", {"url": "https://partner.test:22/", "news": ["posting.filled"]})
    assert (refused.status_code, refused.said["code"]) == (422, "webhook_address")
    path = f"webhooks/{made['webhook']['public_id']}"
    other = make_caller("另一家")
    for method, tail in (("GET", ""), ("DELETE", ""), ("POST", "/secret"), ("GET", "/deliveries")):
        assert other.ask(method, path + tail).status_code == 404
    assert "secret" not in caller.ask("GET", path).said
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM openapi_webhook")
        assert made["secret"] not in cursor.fetchone()[0]
    gone = caller.ask("DELETE", path)
    assert (gone.status_code, gone.content) == (204, b"")
    assert caller.ask("GET", "webhooks").said["items"] == []


def test_the_database_holds_what_a_message_may_be(
    caller: Caller, reviewer: User, now: dt.datetime, stands_still: object
) -> None:
    hooked(caller)
    returned(caller, reviewer, now)
    for change in ({"state": "lost"}, {"state": "delivered"}, {"next_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Webhook.objects.update(url="http://partner.test/")
    assert set(MOVES) == set(DeliveryState)
