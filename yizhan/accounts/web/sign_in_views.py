"""Coming in and going out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.accounts.models import User
from yizhan.accounts.operations import check_code, check_name_and_password, note_sign_out
from yizhan.accounts.queries import actor
from yizhan.accounts.web.forms import CodeForm, SignInForm
from yizhan.accounts.web.middleware import while_entering
from yizhan.accounts.web.session import begin_session, half_in, has_second_factor, remember_half
from yizhan.shared.errors import Refused
from yizhan.shared.web.marks import only_reads
from yizhan.shared.web.request_facts import client_address


def _in_dialog(request: HttpRequest) -> bool:
    return request.GET.get("dialog") == "1"


def _next(request: HttpRequest) -> str:
    """Return where to go after signing in: a path of ours, or the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    # Without its stroke it is no path, and `redirect` would look for a page of that name.
    return wanted if ours and wanted.startswith("/") else str(settings.LOGIN_REDIRECT_URL)


def _page(request: HttpRequest, page: str, alone: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Show a form as a page, or alone for the dialog in the page."""
    dialog = _in_dialog(request)
    context |= {"dialog": dialog, "query": "?dialog=1" if dialog else ""}
    return render(request, alone if dialog else page, context, status=status)


def _through(request: HttpRequest, user: User, next_url: str) -> HttpResponse:
    """Answer somebody who is in: go on, or tell the page's script who it is and with which token to go on."""
    if _in_dialog(request):
        headers = {"X-Signed-In": str(user.public_id), "X-Csrf-Token": get_token(request)}
        return HttpResponse(status=204, headers=headers)
    return redirect(next_url)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; then, where a phone is bound to the account, for its code."""
    if isinstance(request.user, User) and request.method == "GET":
        return _through(request, request.user, _next(request))
    form = SignInForm(request.POST or None)
    status = 200
    if form.is_valid():
        at = timezone.now()
        try:
            user = check_name_and_password(**form.cleaned_data, address=client_address(request), at=at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            if has_second_factor(user):
                remember_half(request, user, at=at, next_url=_next(request))
                return redirect(reverse("accounts:sign_in_code") + ("?dialog=1" if _in_dialog(request) else ""))
            begin_session(request, user, second_factor=False, at=at)
            return _through(request, user, _next(request))
    context = {"form": form, "next": _next(request)}
    return _page(request, "accounts/sign_in.html", "accounts/_sign_in.html", context, status)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the phone's code, or one of the sheet; too late means to begin again."""
    at = timezone.now()
    known = half_in(request, at=at)
    if known is None:
        return redirect(reverse("accounts:sign_in") + ("?dialog=1" if _in_dialog(request) else ""))
    user, next_url = known
    form = CodeForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            check_code(user=user, code=form.cleaned_data["code"], address=client_address(request), at=at)
        except Refused as refusal:
            form.add_error(None if refusal.status == 429 else "code", str(refusal))
            status = refusal.status
        else:
            begin_session(request, user, second_factor=True, at=at)
            return _through(request, user, next_url)
    return _page(request, "accounts/sign_in_code.html", "accounts/_sign_in_code.html", {"form": form}, status)


@while_entering
@only_reads
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Go, and leave nothing open at the counter."""
    note_sign_out(user=actor(request), at=timezone.now())
    logout(request)
    return redirect("accounts:sign_in")
