"""How a public page is made: in the language that its address names, for caches to keep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from yizhan.channels.public_address import public_base
from yizhan.portals.public.answers import FRESH, public
from yizhan.postings.market import Market, market


def language_of(request: HttpRequest) -> str:
    """Return the language that the address names: English with `?lang=en`, else Chinese."""
    return "en" if request.GET.get("lang") == "en" else "zh-hans"


def public_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200, seconds: int = FRESH
) -> HttpResponseBase:
    """Render a page in the language that its address names."""
    return public(request, drawn(request, template, context, status=status), seconds=seconds)


def drawn(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Render it before any cache is told of it."""
    language = language_of(request)
    with translation.override(language):
        base = public_base(request)
        shared = {
            "language": "en" if language == "en" else "",
            "base": base,
            "canonical": base + request.path,
            "lang_query": "?lang=en" if language == "en" else "",
        }
        return render(request, template, shared | context, status=status)


def kept_page(
    request: HttpRequest, about: Hashable, at: dt.datetime, draw: Callable[[Market], tuple[HttpResponse, dt.datetime]]
) -> HttpResponseBase:
    """Answer with a page as it was drawn last, until a posting or employer changes or a minute is over.

    Nothing on such a page hangs on who asks but the address and the host that it names.

    :param about: what of the address the page depends on beside its path and language; no free text.
    :param draw: returns the page and the moment from which it may be untrue.
    """
    now, language = market(at), language_of(request)

    def make() -> tuple[bytes, dt.datetime]:
        with translation.override(language):
            answer, until = draw(now)
        return answer.content, min(until, at + dt.timedelta(seconds=FRESH))

    key = ("public", public_base(request), request.path, language, about)
    with translation.override(language):
        return public(request, HttpResponse(now.keep(key, at, make)))
