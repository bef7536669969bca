"""What a session knows of its sign-in, beside what Django keeps there."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils import timezone

from yizhan.accounts.devices import device_of, device_words
from yizhan.accounts.models import SecondFactor, User
from yizhan.accounts.operations import note_sign_in
from yizhan.accounts.queries import sessions_of
from yizhan.accounts.rules import LONGEST_SIGN_IN, is_staff_side
from yizhan.accounts.store import DEVICE, PUBLIC_ID, SEEN_AT, SIGNED_IN_AT

SECOND_FACTOR = "second_factor"
HALF_IN = "half_in"
#: A session is written at most once a minute, so the 30 minutes of idleness are 29 to 30.
SLIDE_EVERY_S = 60
#: Between password and code.
HALF_IN_FOR = dt.timedelta(minutes=5)


def begin_session(request: HttpRequest, user: User, *, second_factor: bool, at: dt.datetime) -> None:
    """Sign the user in: a fresh session key, a fresh form token, one audit line."""
    note_sign_in(user=user, at=at)
    login(request, user)
    request.session.pop(HALF_IN, None)
    request.session[SECOND_FACTOR] = second_factor
    request.session[PUBLIC_ID] = str(uuid.uuid4())
    request.session[DEVICE] = device_of(request.headers.get("User-Agent", ""))
    go_on_session(request, at=at)


def go_on_session(request: HttpRequest, *, at: dt.datetime) -> None:
    """Let this session outlive "sign out everywhere" and a change of password at the same moment."""
    request.session[SIGNED_IN_AT] = at.timestamp()
    request.session[SEEN_AT] = int(at.timestamp())


def is_over(request: HttpRequest, user: User) -> bool:
    """Say whether the session began before the moment from which the user's sessions count, or too long ago."""
    began = request.session.get(SIGNED_IN_AT)
    if began is not None and timezone.now().timestamp() - float(began) > LONGEST_SIGN_IN.total_seconds():
        return True
    return user.sessions_from is not None and float(began or 0) < user.sessions_from.timestamp()


def slide(request: HttpRequest) -> None:
    """Push the end of the session out again; a page's background polling is no sign of life."""
    if request.headers.get("X-Poll") == "1":
        return
    now = int(timezone.now().timestamp())
    if now - int(request.session.get(SEEN_AT, 0)) >= SLIDE_EVERY_S:
        request.session[SEEN_AT] = now


def remember_half(request: HttpRequest, user: User, *, at: dt.datetime, next_url: str) -> None:
    """Keep, between password and code, whose code is awaited."""
    request.session.cycle_key()
    request.session[HALF_IN] = {
        "user": user.pk,
        "password": user.get_session_auth_hash(),
        "at": at.timestamp(),
        "next": next_url,
    }


def half_in(request: HttpRequest, *, at: dt.datetime) -> tuple[User, str] | None:
    """Return who gave the right password a moment ago, and where they wanted to go; None when nobody did."""
    kept = request.session.get(HALF_IN)
    if not kept or at.timestamp() - kept["at"] > HALF_IN_FOR.total_seconds():
        return None
    user = User.objects.select_related("office").filter(pk=kept["user"], is_active=True).first()
    if user is None or user.get_session_auth_hash() != kept["password"]:
        return None
    return user, str(kept["next"])


def needs_enrolment(request: HttpRequest, user: User) -> bool:
    """Say whether the user must set a second factor up before anything else: staff, agents where that is set.

    Nobody must in a demo.
    """
    asked = is_staff_side(user) or settings.YIZHAN_AGENTS_NEED_PHONE
    return asked and not settings.YIZHAN_DEMO and not request.session.get(SECOND_FACTOR)


def has_second_factor(user: User) -> bool:
    """Say whether a phone is bound to the account."""
    return SecondFactor.objects.filter(user=user).exists()


@dataclass(frozen=True)
class SignInView:
    """One place where somebody is signed in, as its owner sees it.

    :param public_id: None for the one at hand, which is ended by signing out.
    """

    device: str
    began_at: dt.datetime
    seen_at: dt.datetime
    public_id: uuid.UUID | None


def my_sign_ins(request: HttpRequest, user: User, *, at: dt.datetime) -> list[SignInView]:
    """Return where the user is signed in: here first, then elsewhere, the last used first; no address of a network."""
    kept = request.session
    began = dt.datetime.fromtimestamp(float(kept.get(SIGNED_IN_AT) or at.timestamp()), tz=dt.UTC)
    here = SignInView(
        device_words(kept.get(DEVICE) or device_of(request.headers.get("User-Agent", ""))), began, at, None
    )
    rows = sessions_of(user, at=at).exclude(session_key=kept.session_key)
    return [here, *(
        SignInView(device_words(row.device), row.began_at, row.seen_at, row.public_id)
        for row in rows
        if row.began_at and row.seen_at
    )]  # fmt: skip
