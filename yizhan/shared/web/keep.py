"""What forms that are sent in the page (`data-keep`, static/shared/yizhan.js) hear instead of a redirect."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

REDIRECTS = frozenset({301, 302, 303})
GetResponse = Callable[[HttpRequest], HttpResponse]


def keep_typed(get_response: GetResponse) -> GetResponse:
    """Tell the page's script where to go with 204 and `X-Location`.

    A script cannot see a redirect: it would follow it by itself, and the page it leads to, with its message
    "saved" and its line in the audit log, would be fetched twice.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.headers.get("X-Keep") == "1" and response.status_code in REDIRECTS:
            response["X-Location"] = response["Location"]
            del response["Location"]
            response.status_code = 204
            response.content = b""
        return response

    return middleware
