"""Facts of the request at hand: its id, which code without a request may need, and small numbers in its address."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Return the id of the request being answered, or "" outside of one."""
    return _request_id.get()


def set_request_id(value: str) -> None:
    """Set it; only the middleware does."""
    _request_id.set(value)


def asked_number(request: HttpRequest, name: str = "page", *, most: int = 10_000) -> int:
    """Return a number from the address, 1 … `most`; 1 where there is none or something else stands there.

    `str.isdigit` alone would let ² through, which is no number, and numbers that no database takes.
    """
    text = request.GET.get(name, "")
    return max(1, min(int(text), most)) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def posted_number(sent: Mapping[str, str], name: str) -> int:
    """Return a number that a form carries hidden, such as the version of a text it showed; 0 where there is none."""
    text = sent.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def client_address(request: HttpRequest) -> str:
    """Return the address to count calls and failures by: behind our own proxy the one that the proxy saw."""
    if getattr(settings, "BEHIND_TLS", False):
        forwarded = request.headers.get("X-Forwarded-For", "")
        if forwarded:
            return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
