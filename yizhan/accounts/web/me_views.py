"""One's own account: password, phone, sheet of recovery codes, sessions."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yizhan.accounts.models import User
from yizhan.accounts.operations import (
    SessionOver,
    WeakPassword,
    change_password,
    confirm_password,
    confirm_second_factor,
    end_session,
    renew_recovery_codes,
    sign_out_everywhere,
)
from yizhan.accounts.queries import actor, unused_recovery_codes
from yizhan.accounts.second_factor import new_secret, provisioning_uri
from yizhan.accounts.web.forms import CodeForm, PasswordChangeForm, PasswordForm
from yizhan.accounts.web.middleware import while_entering
from yizhan.accounts.web.session import (
    SECOND_FACTOR,
    SignInView,
    go_on_session,
    has_second_factor,
    my_sign_ins,
    needs_enrolment,
)
from yizhan.shared.crypto.errors import KeyUnknown
from yizhan.shared.crypto.keyring import ring
from yizhan.shared.documents.qr import qr_svg
from yizhan.shared.errors import Refused
from yizhan.shared.web.marks import only_reads
from yizhan.shared.web.middleware import say
from yizhan.shared.web.request_facts import client_address

PENDING_SECRET = "pending_second_factor"  # noqa: S105 - a session key's name
PENDING_CONTEXT = "accounts.pending_second_factor"


def me(request: HttpRequest) -> HttpResponse:
    """Show one's own account."""
    user = actor(request)
    context = {
        "account": user,
        "has_second_factor": has_second_factor(user),
        "codes_left": unused_recovery_codes(user),
        "sign_ins": my_sign_ins(request, user, at=timezone.now()),
    }
    return render(request, "accounts/me.html", context)


@while_entering
@only_reads
@never_cache
@sensitive_post_parameters("present", "wanted", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Take a new password; the other sessions of the account end."""
    user = actor(request)
    form = PasswordChangeForm(request.POST or None)
    if form.is_valid():
        at = timezone.now()
        try:
            confirm_password(user=user, password=form.cleaned_data["present"], address=client_address(request), at=at)
            user = change_password(user=user, wanted=form.cleaned_data["wanted"], at=at)
        except Refused as refusal:
            form.add_error("wanted" if isinstance(refusal, WeakPassword) else "present", str(refusal))
        else:
            update_session_auth_hash(request, user)
            go_on_session(request, at=at)
            say(request, _("密码已修改，其他地方的登录已全部退出。"))
            return redirect("accounts:me")
    status = 422 if form.errors else 200
    return render(request, "accounts/password.html", {"form": form, "owed": user.must_change_password}, status=status)


@while_entering
@only_reads
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Bind a phone: show the secret as a QR code, take the first code, show the recovery codes once."""
    user = actor(request)
    owed = needs_enrolment(request, user)
    if owed and has_second_factor(user):
        # In with the password alone while a phone is bound: the code is due, not another phone.
        logout(request)
        return redirect("accounts:sign_in")
    # A passer-by at an open desk must not swap the phone; whoever is still coming in has just typed the password.
    asked = PasswordForm(request.POST or None) if not owed else None
    secret = _pending_secret(request)
    form = CodeForm(request.POST or None)
    if form.is_valid() and (asked is None or asked.is_valid()):
        at = timezone.now()
        if asked is None or _confirmed(request, user, asked, at):
            try:
                codes = confirm_second_factor(user=user, secret=secret, code=form.cleaned_data["code"], at=at)
            except Refused as refusal:
                form.add_error("code", str(refusal))
            else:
                del request.session[PENDING_SECRET]
                request.session[SECOND_FACTOR] = True
                go_on_session(request, at=at)
                return render(request, "accounts/recovery_codes.html", {"codes": codes, "first_time": True})
    context = {
        "form": form,
        "asked": asked,
        "owed": owed,
        "qr": qr_svg(provisioning_uri(secret, user.username)),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "replaces": has_second_factor(user),
    }
    faulty = form.errors or (asked is not None and asked.errors)
    return render(request, "accounts/second_factor.html", context, status=422 if faulty else 200)


def _confirmed(request: HttpRequest, user: User, form: PasswordForm, at: dt.datetime) -> bool:
    """Say whether the password was given rightly; else the form says what was wrong."""
    try:
        confirm_password(user=user, password=form.cleaned_data["password"], address=client_address(request), at=at)
    except Refused as refusal:
        form.add_error("password", str(refusal))
        return False
    return True


def _pending_secret(request: HttpRequest) -> str:
    """Return the secret offered in this session, the same until it is confirmed; encrypted in the session table."""
    kept = request.session.get(PENDING_SECRET)
    if kept:
        try:
            return ring().decrypt(kept, PENDING_CONTEXT)
        except KeyUnknown:  # its key was retired meanwhile: another secret is as good, nothing is bound to it yet
            pass
    secret = new_secret()
    request.session[PENDING_SECRET] = ring().encrypt(secret, PENDING_CONTEXT)
    return secret


@only_reads
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Replace the sheet of recovery codes; asks for the password."""
    user = actor(request)
    if not has_second_factor(user):
        return redirect("accounts:second_factor")
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        at = timezone.now()
        if _confirmed(request, user, form, at):
            codes = renew_recovery_codes(user=user, at=at)
            return render(request, "accounts/recovery_codes.html", {"codes": codes, "first_time": False})
    status = 422 if form.errors else 200
    return render(request, "accounts/recovery_codes_ask.html", {"form": form}, status=status)


@only_reads
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End every other session of one's own account; asks for the password."""
    user, at = actor(request), timezone.now()
    form = PasswordForm(request.POST or None)
    if form.is_valid() and _confirmed(request, user, form, at):
        sign_out_everywhere(user=user, by=user, at=at)
        go_on_session(request, at=at)
        say(request, _("其他地方的登录已全部退出，这里的登录还在。"))
        return redirect("accounts:me")
    places = my_sign_ins(request, user, at=at)[1:]
    return _ask_before_ending(request, form, places)


@only_reads
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def end_one_session(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End one other session of one's own account; asks for the password.

    :raises SessionOver: it is not among one's own.
    """
    user, at = actor(request), timezone.now()
    places = [place for place in my_sign_ins(request, user, at=at) if place.public_id == public_id]
    if not places:
        raise SessionOver
    form = PasswordForm(request.POST or None)
    if form.is_valid() and _confirmed(request, user, form, at):
        end_session(user=user, public_id=public_id, at=at)
        say(request, _("那一处登录已退出。如果不是您本人登录的，请马上修改密码。"))
        return redirect("accounts:me")
    return _ask_before_ending(request, form, places)


def _ask_before_ending(request: HttpRequest, form: PasswordForm, places: list[SignInView]) -> HttpResponse:
    """Show what would end: whoever passes an open desk must not shut the owner out elsewhere."""
    context = {"form": form, "places": places}
    return render(request, "accounts/end_sessions.html", context, status=422 if form.errors else 200)
