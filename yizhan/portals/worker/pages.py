"""How a page of the worker's phone is answered: which may be kept for reading without network, and which never."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

#: Cookie of the large-type mode; the desk's own is another one.
LARGE_COOKIE = "w_large"
#: Set on pages that are the same for everybody: the phone's service worker keeps copies of these and of no others.
KEEP_HEADER = "X-Keep-Offline"


def is_large(request: HttpRequest) -> bool:
    """Say whether the large-type mode (长辈版) is on."""
    return request.COOKIES.get(LARGE_COOKIE) == "1"


def show(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Answer with a page that no cache keeps."""
    return render(request, template, {"large": is_large(request), "tab": "", **context}, status=status)


def show_open(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Answer with a page in which nothing of anybody stands, so that a phone may keep it for later."""
    answer = show(request, template, context, status=status)
    if status == 200:
        answer[KEEP_HEADER] = "1"
    return answer
