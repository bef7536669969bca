"""Where a sentence waits for the next page."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest


def storage(request: HttpRequest) -> BaseStorage:
    """Keep what staff are told in their session: it may name people, and a browser's store must not.

    Whoever has no session (a worker's phone, a visitor) is told of themselves alone, and gets none for that.
    """
    known = settings.SESSION_COOKIE_NAME in request.COOKIES
    return SessionStorage(request) if known else CookieStorage(request)
