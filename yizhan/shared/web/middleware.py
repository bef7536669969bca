"""Middleware of the house, as functions in the order in which they stand in the settings."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.contrib import messages
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yizhan.shared.errors import Refused
from yizhan.shared.web.request_facts import set_request_id

GetResponse = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("yizhan.web")


def request_context(get_response: GetResponse) -> GetResponse:
    """Give every request an id that its log lines and audit lines carry."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        set_request_id(request_id)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request_id[:12])
        response = get_response(request)
        response["X-Request-Id"] = request_id[:12]
        return response

    return middleware


#: The only tables a GET may write: the look itself is recorded, the session slides, the lock-out counts live in the cache.
WRITABLE_IN_GET = frozenset({"shared_auditentry", "django_session", "shared_cache"})
_WRITES = re.compile(r"^\s*(insert\s+into|update|delete\s+from|replace\s+into|truncate|alter|drop|create)\b[\s\"]*([\w]*)", re.I)


class WriteInGet(RuntimeError):
    """A GET tried to write: a fault of ours, found in tests, answered with 500 in production."""


def _refuse_writes(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    found = _WRITES.match(str(sql))
    if found and found.group(2).lower() not in WRITABLE_IN_GET:
        raise WriteInGet(f"GET wrote: {found.group(1).upper()} {found.group(2)}")
    return execute(sql, params, many, context)


def read_only_get(get_response: GetResponse) -> GetResponse:
    """Make a write inside a GET or HEAD fail at the connection, whatever the code meant to do."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            return get_response(request)
        with connections["default"].execute_wrapper(_refuse_writes):
            return get_response(request)

    return middleware


class refusals:  # noqa: N801 - stands in MIDDLEWARE beside functions
    """Answer a `Refused` that no view caught: its sentence, its status, and the way back."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next one in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal into a page (or, for htmx, into a message) and leave everything else alone."""
        if not isinstance(exception, Refused):
            return None
        log.info("request.refused", code=exception.code, status=exception.status)
        context = {"sentence": str(exception), "title": _("没有做成")}
        template = "shared/_refused.html" if getattr(request, "htmx", False) else "shared/refused.html"
        response = render(request, template, context, status=exception.status)
        if getattr(request, "htmx", False):
            response["HX-Retarget"] = "#messages"
            response["HX-Reswap"] = "innerHTML"
        return response


def say(request: HttpRequest, sentence: str, *, level: int = messages.SUCCESS) -> None:
    """Tell the person what has been done; shown on the next page."""
    messages.add_message(request, level, sentence)
