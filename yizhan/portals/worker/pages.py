"""How a page of the worker's phone is answered: which may be kept for reading without network, and which never."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

#: Cookie of the large-type mode; the desk's own is another one.
LARGE_COOKIE = "w_large"
#: Set on pages that are the same for everybody: the phone's service worker keeps copies of these and of no others.
KEEP_HEADER = "X-Keep-Offline"


def is_large(request: HttpRequest) -> bool:
    """Say whether the large-type mode (长辈版) is on."""
    return request.COOKIES.get(LARGE_COOKIE) == "1"


def show(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Answer with a page that no cache keeps."""
    common = {"large": is_large(request), "tab": "", "here": _here(request), "kept_at": None}
    return render(request, template, {**common, **context}, status=status)


def _here(request: HttpRequest) -> str:
    """Return where a change of language or type leads back to; an answer to a POST has no address of its own."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else reverse("worker:search")


def show_open(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Answer with a page in which nothing of anybody stands, so that a phone may keep it for later.

    Its moment stands in it and is shown when the page comes from what was kept. A page that also says what somebody
    has just done is not for keeping.
    """
    told = len(get_messages(request))
    answer = show(request, template, {"kept_at": timezone.now()} | context, status=status)
    if status == 200 and not told:
        answer[KEEP_HEADER] = "1"
    return answer
