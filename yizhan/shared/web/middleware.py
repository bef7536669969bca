"""Middleware of the house, as functions in the order in which they stand in the settings."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import structlog
from django.contrib import messages
from django.db import IntegrityError, connections
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yizhan.shared.errors import Refused
from yizhan.shared.submissions import earlier_submission
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
        try:
            response = get_response(request)
        finally:
            set_request_id("")  # what the thread does next is no part of this request
        response["X-Request-Id"] = request_id[:12]
        return response

    return middleware


#: What anything here answers. TRACE and inventions would pass for reading where only writing is watched.
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


def known_methods(get_response: GetResponse) -> GetResponse:
    """Answer nothing but the methods that are used."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)

    return middleware


#: More than any form or sheet of ours, and room to tell in words that a sheet of thirty megabytes is too large. Without
#: it whoever reaches the sign-in page could fill the disk: uploads are read before anybody asks who sends them.
MOST_SENT = 64 * 1024 * 1024


class SentTooMuch(Refused):
    """More bytes than anything here takes."""

    code = "sent_too_much"
    sentence = _lazy("发送的内容超过 64 MB，没有接收，记录没有改变。请把文件分成几个较小的再上传。")
    status = 413


def not_too_much(get_response: GetResponse) -> GetResponse:
    """Refuse a request by the size that it announces, before a byte of it is kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isascii() and announced.isdigit() and len(announced) < 12 and int(announced) <= MOST_SENT:
            return get_response(request)
        return answer_refusal(request, SentTooMuch())

    return middleware


#: The only tables a GET may write: the look itself is recorded, the session slides, the cache fills.
#: A partner's call is counted as a look is recorded, and so are the calls of an address without a key.
WRITABLE_IN_GET = frozenset({"shared_auditentry", "accounts_session", "shared_cache", "openapi_keyuse", "shared_tally"})

#: What stands in text or in a remark is no command. Quoted names stay: they are the tables.
_TEXTS_AND_REMARKS = re.compile(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", re.S)
#: Wherever it stands: after WITH …, after a semicolon, inside a CTE.
_WRITES = re.compile(
    r"""(?<![\w".]) (?:
        (?: insert\s+(?:or\s+\w+\s+)? | replace\s+ | merge\s+ ) into\s+ (?:only\s+)?
        | (?<!for\ )(?<!key\ )(?<!do\ ) update\s+ (?:or\s+\w+\s+)? (?:only\s+)? (?!set\b|of\b|nowait\b|skip\b)
        | delete\s+from\s+ (?:only\s+)?
        | truncate\s+ (?:table\s+)? (?:only\s+)?
        | (?: alter | drop | create | comment\s+on | grant | revoke | copy | call | vacuum | reindex | attach ) \b\s*
    ) (?: "?\w+"?\. )? "? (\w*)""",
    re.I | re.X,
)
_QUICK = re.compile(r"insert|update|delete|replace|merge|truncate|alter|drop|create|comment|grant|revoke|copy|call"
                    r"|vacuum|reindex|attach", re.I)  # fmt: skip


class WriteInGet(RuntimeError):
    """A GET tried to write: a fault of ours, found in tests, answered with 500 in production."""


#: Longer statements, which name thousands of keys, are read anew each time.
LONGEST_KEPT = 8000


def tables_written(sql: str) -> tuple[str, ...]:
    """Return the names of the tables that a statement, or several, would write; "" where it is no table."""
    # Values never stand in a statement, so pages ask the same few; reading one takes longer than SQLite to answer it.
    return _read_statement(sql) if len(sql) <= LONGEST_KEPT else _read_statement.__wrapped__(sql)


@lru_cache(maxsize=2048)
def _read_statement(sql: str) -> tuple[str, ...]:
    if not _QUICK.search(sql):
        return ()
    bare = " ".join(_TEXTS_AND_REMARKS.sub("''", sql).split())
    return tuple(found.group(1).lower() for found in _WRITES.finditer(bare))


def _refuse_writes(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    forbidden = [table for table in tables_written(str(sql)) if table not in WRITABLE_IN_GET]
    if forbidden:
        raise WriteInGet("GET wrote: " + ", ".join(forbidden))
    return execute(sql, params, many, context)


def read_only_get(get_response: GetResponse) -> GetResponse:
    """Make a write inside a GET or HEAD fail at the connection, whatever the code meant to do."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            return get_response(request)
        with connections["default"].execute_wrapper(_refuse_writes):
            return get_response(request)

    return middleware


def no_store(get_response: GetResponse) -> GetResponse:
    """Let nothing of a page stay on the counter's PC: whoever sits down next and goes back sees the sign-in.

    Holds for every answer but those that say otherwise themselves; static files are answered before this.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "no-store" not in response.get("Cache-Control", "") and "public" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "no-store, private"
        return response

    return middleware


class refusals:
    """Answer a `Refused` that no view caught: its sentence, its status, and the way back."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next one in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal into an answer, a form sent twice at once into where it led; leave everything else alone."""
        if isinstance(exception, IntegrityError):
            # Of two that were sent at the same moment the slower one failed and wrote nothing (`shared.submissions`).
            user, key = getattr(request, "user", None), request.POST.get("submission")
            led_to = earlier_submission(key, by=user) if key and user is not None and user.is_authenticated else None
            return redirect(led_to) if led_to else None
        return answer_refusal(request, exception) if isinstance(exception, Refused) else None


def answer_refusal(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Answer with the refusal's sentence: a page or, for htmx, a message."""
    log.info("request.refused", code=refusal.code, status=refusal.status)
    partial = bool(getattr(request, "htmx", False))
    template = "shared/_refused.html" if partial else "shared/refused.html"
    context = {"sentence": str(refusal), "title": _("没有做成")}
    response = render(request, template, context, status=refusal.status)
    if partial:
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML"
    return response


def say(request: HttpRequest, sentence: str, *, level: int = messages.SUCCESS) -> None:
    """Tell the person what has been done; shown on the next page."""
    messages.add_message(request, level, sentence)
