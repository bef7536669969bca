"""Facts of the request at hand that code without a request may need: its id."""

from __future__ import annotations

from contextvars import ContextVar

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Return the id of the request being answered, or "" outside of one."""
    return _request_id.get()


def set_request_id(value: str) -> None:
    """Set it; only the middleware does."""
    _request_id.set(value)
