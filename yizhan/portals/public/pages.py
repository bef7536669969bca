"""How a public page is made: in the language that its address names, for caches to keep."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from yizhan.channels.public_address import public_base
from yizhan.portals.public.answers import FRESH, public


def language_of(request: HttpRequest) -> str:
    """Return the language that the address names: English with `?lang=en`, else Chinese."""
    return "en" if request.GET.get("lang") == "en" else "zh-hans"


def public_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200, seconds: int = FRESH
) -> HttpResponseBase:
    """Render a page in the language that its address names."""
    language = language_of(request)
    with translation.override(language):
        base = public_base(request)
        shared = {
            "language": "en" if language == "en" else "",
            "base": base,
            "canonical": base + request.path,
            "lang_query": "?lang=en" if language == "en" else "",
        }
        return public(request, render(request, template, shared | context, status=status), seconds=seconds)
