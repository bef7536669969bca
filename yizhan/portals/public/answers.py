"""How public answers are kept by caches: an ETag of what is said, a short time, and nothing of who asks."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

#: Seconds for which a copy may be shown: a place that was taken in between is asked for at the station anyway.
FRESH = 60


def public(request: HttpRequest, response: HttpResponse, *, seconds: int = FRESH) -> HttpResponseBase:
    """Let caches keep an answer, and answer "not modified" to whoever has it.

    The ETag is taken of the whole answer: a page changes by the clock alone (a posting runs out), which no stored
    version number would show.
    """
    response["Cache-Control"] = f"public, max-age={seconds}"
    if response.get("Content-Type", "").startswith("text/html"):
        response.headers.setdefault("Content-Language", get_language() or "zh-hans")
    if response.status_code != 200:
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
