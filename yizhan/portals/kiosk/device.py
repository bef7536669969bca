"""Which machine is a kiosk: a signed mark that somebody of the station puts on it. Only such a machine may call."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "kiosk"
SALT = "yizhan.portals.kiosk"
#: A machine is set up anew once a year.
HOLDS = dt.timedelta(days=366)
PATH = "/kiosk/"


def put_mark(answer: HttpResponse, office: uuid.UUID) -> None:
    """Make the machine that gets this answer a kiosk of the office."""
    answer.set_cookie(
        COOKIE, signing.dumps(str(office), salt=SALT), max_age=int(HOLDS.total_seconds()), path=PATH, httponly=True,
        samesite="Strict", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def take_mark(answer: HttpResponse) -> None:
    """Make it an ordinary machine again."""
    answer.delete_cookie(COOKIE, path=PATH, samesite="Strict")


def is_kiosk_of(request: HttpRequest, office: uuid.UUID) -> bool:
    """Say whether the request comes from a kiosk of the office."""
    try:
        marked = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=HOLDS)
    except signing.BadSignature:
        return False
    return bool(marked == str(office))
