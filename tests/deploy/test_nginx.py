"""The shipped nginx configuration in front of the real pages: TLS, what visitors claim, and what is too large."""

from __future__ import annotations

import datetime as dt
import ipaddress
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import LazySettings, settings
from pytest_django.live_server_helper import LiveServer

from tests.portals.screen.conftest import streams
from yizhan.accounts.models import Office, SignInGuard, User
from yizhan.accounts.operations.passwords import guard_key

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
DEPLOY = Path(settings.PACKAGE_DIR).parent / "deploy"
HOST = "station.example.cn"
__all__ = ["streams"]

pytestmark = [
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed on this machine"),
    pytest.mark.skipif(not DEPLOY.is_dir(), reason="the configuration is part of the source, not of the package"),
    pytest.mark.django_db(transaction=True),
]


@dataclass(frozen=True)
class Front:
    """A running nginx.

    :param plain: its port without TLS. :param secure: its port with.
    """

    plain: int
    secure: int
    trusts: ssl.SSLContext

    def client(self) -> httpx.Client:
        """Return a client that knows the certificate and asks for the host by its name."""
        headers = {"Host": HOST}
        base = f"https://127.0.0.1:{self.secure}"
        return httpx.Client(base_url=base, verify=self.trusts, headers=headers, trust_env=False, timeout=20)


def free_ports() -> tuple[int, int]:
    """Return two ports that nobody listens on."""
    with closing(socket.socket()) as one, closing(socket.socket()) as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


def make_certificate(folder: Path) -> ssl.SSLContext:
    """Write a certificate of an hour into the folder; return what trusts it alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(minutes=5))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(key.private_bytes(*plain))
    return ssl.create_default_context(cafile=folder / "fullchain.pem")


def as_shipped(folder: Path, upstream: str, plain: int, secure: int) -> str:
    """Return the shipped text with this machine's paths and ports: what a county writes in by hand."""
    text = (DEPLOY / "nginx.conf").read_text()
    for there, here in (
        ("listen [::]:80;", ""), ("listen [::]:443 ssl http2;", ""),
        ("listen 80;", f"listen 127.0.0.1:{plain};"), ("listen 443 ssl", f"listen 127.0.0.1:{secure} ssl"),
        ("127.0.0.1:8000", upstream), ("/etc/yizhan/tls", str(folder)), ("/etc/nginx", str(DEPLOY)),
    ):  # fmt: skip
        assert there in text
        text = text.replace(there, here)
    return text


@pytest.fixture
def front(live_server: LiveServer, settings: LazySettings, tmp_path: Path) -> Iterator[Front]:
    """Nginx with the shipped configuration before the suite's server, which believes it that TLS is in front."""
    settings.ALLOWED_HOSTS = [HOST, "localhost", "127.0.0.1"]
    settings.BEHIND_TLS = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    plain, secure = free_ports()
    trusts = make_certificate(tmp_path)
    server = as_shipped(tmp_path, live_server.url.removeprefix("http://"), plain, secure)
    temporary = "".join(
        f"{name}_temp_path {tmp_path}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}} http {{ {temporary}\n{server}\n}}"
    )
    assert NGINX is not None
    process = subprocess.Popen([NGINX, "-c", str(whole), "-e", str(tmp_path / "error.log")])
    try:
        until = time.monotonic() + 30
        while True:
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", secure)) == 0:
                    break
            assert process.poll() is None, (tmp_path / "error.log").read_text()
            assert time.monotonic() < until, "nginx does not listen"
            time.sleep(0.05)
        yield Front(plain, secure, trusts)
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_pages_come_over_tls_with_cookies_that_stay_there(front: Front, clerk: User) -> None:
    bare = httpx.get(f"http://127.0.0.1:{front.plain}/jobs/?lang=en", headers={"Host": HOST}, trust_env=False)
    assert (bare.status_code, bare.headers["location"]) == (301, f"https://{HOST}/jobs/?lang=en")

    with front.client() as client:
        page = client.get("/accounts/sign-in/")
        assert page.status_code == 200
        assert "nginx/" not in page.headers["server"]
        assert "content-security-policy" in page.headers
        cookie = next(line for line in page.headers.get_list("set-cookie") if line.startswith("csrftoken="))
        assert "Secure" in cookie
        style = client.get("/robots.txt")
        assert style.status_code == 200
        # A form's origin is checked: only the page of this very host may send it.
        sent = {"username": "clerk", "password": "wrong", "csrfmiddlewaretoken": client.cookies["csrftoken"]}
        assert (
            client.post("/accounts/sign-in/", data=sent, headers={"Referer": "https://evil.example/"}).status_code
            == 403
        )
        assert client.post("/accounts/sign-in/", data=sent, headers={"Referer": f"https://{HOST}/"}).status_code == 422


def test_what_a_visitor_claims_about_its_address_is_not_believed(front: Front, clerk: User) -> None:
    with front.client() as client:
        client.get("/accounts/sign-in/")
        sent = {"username": "nobody", "password": "wrong", "csrfmiddlewaretoken": client.cookies["csrftoken"]}
        headers = {"Referer": f"https://{HOST}/", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
        answer = client.post("/accounts/sign-in/", data=sent, headers=headers)
    assert answer.status_code == 422, "refused for its words, not for its way"
    assert SignInGuard.objects.filter(key=guard_key(address="127.0.0.1")).exists()
    assert not SignInGuard.objects.filter(key=guard_key(address="203.0.113.9")).exists()


def test_a_key_sent_in_the_clear_is_refused_and_not_led_on(front: Front) -> None:
    with httpx.Client(headers={"Host": HOST}, trust_env=False, timeout=20) as client:
        assert client.get(f"http://127.0.0.1:{front.plain}/api/v1/postings").status_code == 403


def test_what_is_too_large_or_too_often_is_refused_before_the_station(front: Front) -> None:
    with front.client() as client:
        assert client.post("/accounts/sign-in/", content=b"x" * (23 << 20)).status_code == 413
        seen = [client.get("/accounts/sign-in/").status_code for _ in range(16)]
    assert seen[0] == 200
    assert seen[-1] == 429


def test_a_stream_to_the_big_screen_comes_line_by_line(front: Front, station: Office) -> None:
    headers = {"Accept": "text/event-stream"}
    with (
        front.client() as client,
        client.stream("GET", f"/screen/{station.public_id}/marks", headers=headers) as answer,
    ):
        # It is open for minutes; what a proxy keeps back until its buffer is full would not come within the timeout.
        assert "data: changed" in answer.iter_lines()
