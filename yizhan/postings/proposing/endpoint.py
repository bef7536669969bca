"""One question to an OpenAI-compatible endpoint, bounded in time and size. Pure of the database.

Only the chat-completions shape is spoken: `POST {address}/chat/completions` with `{"model", "messages",
"temperature"}`, answered by `{"choices": [{"message": {"content": …}}]}`. Redirects are not followed and proxies of the
machine are not used, so that a text goes where the office said and nowhere else.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import json
import re
import socket
import ssl
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

#: The clerk stands before the counter meanwhile.
MOST_SECONDS = 15.0
MOST_ANSWER = 64 * 1024


class EndpointSilent(Exception):
    """No usable answer; `code` says why: `unreachable`, `slow`, `too_long`, `refused` or `unreadable`."""

    def __init__(self, code: str) -> None:
        """Keep the code; what the endpoint said is not kept, because it may repeat the text."""
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Endpoint:
    """Where and what to ask. The key never stands in a log."""

    address: str
    model: str
    key: str = ""

    def __repr__(self) -> str:
        """Show no key."""
        return f"Endpoint({self.address!r}, {self.model!r})"


def is_allowed(address: str) -> bool:
    """Say whether texts may go there: encrypted, or to this machine or a private address."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if (
        parts.username
        or parts.password
        or parts.query
        or parts.fragment
        or not re.fullmatch(r"[a-z0-9.\-:]{1,253}", host)
    ):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_near(host))


def _is_near(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        at = ipaddress.ip_address(host)
    except ValueError:
        return False
    return at.is_loopback or (at.is_private and not at.is_link_local)


def ask(endpoint: Endpoint, *, instruction: str, text: str, seconds: float = MOST_SECONDS) -> str:
    """Return what the model answers.

    :param seconds: for everything together; a trickle of bytes does not lengthen it.
    :raises EndpointSilent: it did not answer within time and size, or not in the shape.
    """
    if not is_allowed(endpoint.address):
        raise EndpointSilent("unreachable")
    connection = _connection(endpoint.address, seconds)
    late = threading.Event()
    held: list[socket.socket] = []
    watch = threading.Timer(seconds, _cut, (held, late))
    watch.daemon = True
    watch.start()
    try:
        connection.connect()
        held.append(connection.sock)
        return _answer(connection, endpoint, instruction, text)
    except EndpointSilent:
        if late.is_set():  # what was cut off in the middle only looks like another fault
            raise EndpointSilent("slow") from None
        raise
    except (OSError, http.client.HTTPException) as error:
        raise EndpointSilent("slow" if late.is_set() or isinstance(error, TimeoutError) else "unreachable") from None
    finally:
        watch.cancel()
        connection.close()


def _connection(address: str, seconds: float) -> http.client.HTTPConnection:
    parts = urlsplit(address)
    if parts.scheme == "https":
        return http.client.HTTPSConnection(
            parts.hostname or "", parts.port, timeout=seconds, context=ssl.create_default_context()
        )
    return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=seconds)


def _cut(held: list[socket.socket], late: threading.Event) -> None:
    late.set()
    for one in held:
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


def _answer(connection: http.client.HTTPConnection, endpoint: Endpoint, instruction: str, text: str) -> str:
    messages = [{"role": "system", "content": instruction}, {"role": "user", "content": text}]
    body = json.dumps({"model": endpoint.model, "messages": messages, "temperature": 0}, ensure_ascii=False)
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    path = urlsplit(endpoint.address).path.rstrip("/")
    connection.request("POST", f"{path}/chat/completions", body.encode(), headers)
    with contextlib.closing(connection.getresponse()) as response:
        if response.status != http.HTTPStatus.OK:
            raise EndpointSilent("refused")
        data = response.read(MOST_ANSWER + 1)
    if len(data) > MOST_ANSWER:
        raise EndpointSilent("too_long")
    try:
        content = json.loads(data)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise EndpointSilent("unreadable") from None
    if not isinstance(content, str):
        raise EndpointSilent("unreadable")
    return content
