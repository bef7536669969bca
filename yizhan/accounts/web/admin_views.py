"""The system administrator's pages: the tree of offices and the accounts in it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from decimal import Decimal
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.accounts.enums import OfficeKind, Role
from yizhan.accounts.models import User
from yizhan.accounts.operations import (
    change_office,
    change_user,
    create_office,
    create_user,
    deactivate_user,
    reactivate_user,
    reset_password,
    reset_second_factor,
    sign_out_everywhere,
)
from yizhan.accounts.passwords import temporary_password
from yizhan.accounts.queries import actor, can_administer, offices_visible_to, search_users, users_visible_to
from yizhan.accounts.web.forms import (
    ChangeOfficeForm,
    ChangeUserForm,
    NewOfficeForm,
    NewUserForm,
    UserFilterForm,
)
from yizhan.accounts.web.session import has_second_factor
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.submissions import earlier_submission
from yizhan.shared.web.marks import only_reads
from yizhan.shared.web.middleware import say

PAGE = 50
View = Callable[..., HttpResponse]


def administrators(view: View) -> View:
    """Let system administrators in and nobody else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not can_administer(actor(request)):
            raise NotAllowed
        return view(request, *args, **kwargs)

    return guarded


@administrators
def offices(request: HttpRequest) -> HttpResponse:
    """Show the tree."""
    tree = offices_visible_to(actor(request)).order_by("path")
    top = actor(request).office.path.count("/")
    rows = [{"office": office, "indent": office.path.count("/") - top} for office in tree]
    return render(request, "accounts/offices.html", {"rows": rows})


@administrators
@require_http_methods(["GET", "POST"])
def office_create(request: HttpRequest) -> HttpResponse:
    """Hang a new office below one in sight."""
    user = actor(request)
    led_to = earlier_submission(request.POST.get("submission"), by=user)
    if led_to:
        return redirect(led_to)
    form = NewOfficeForm(
        request.POST or None, offices=offices_visible_to(user), initial={"parent": request.GET.get("parent")}
    )
    if form.is_valid():
        facts = form.cleaned_data
        try:
            office = create_office(
                name=facts["name"],
                kind=OfficeKind(facts["kind"]),
                parent=facts["parent"],
                area_code=facts["area_code"],
                address=facts["address"],
                phone=facts["phone"],
                point_e6=form.point_e6(),
                submission=request.POST.get("submission"),
                by=user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("已建立 %(name)s。") % {"name": office.name})
            return redirect("accounts:offices")
    return render(request, "accounts/office_create.html", {"form": form}, status=422 if form.errors else 200)


@administrators
@require_http_methods(["GET", "POST"])
def office_change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Describe an office anew."""
    user = actor(request)
    office = get_object_or_404(offices_visible_to(user), public_id=public_id)
    fields = ("name", "area_code", "address", "phone", "is_active", "version")
    initial = {field: getattr(office, field) for field in fields}
    if office.lat_e6 is not None and office.lng_e6 is not None:
        initial |= {"lat": Decimal(office.lat_e6) / 1_000_000, "lng": Decimal(office.lng_e6) / 1_000_000}
    form = ChangeOfficeForm(request.POST or None, initial=initial)
    if form.is_valid():
        facts = form.cleaned_data
        try:
            change_office(
                office=office,
                name=facts["name"],
                area_code=facts["area_code"],
                address=facts["address"],
                phone=facts["phone"],
                point_e6=form.point_e6(),
                is_active=facts["is_active"],
                seen_version=facts["version"],
                by=user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("机构资料已保存。"))
            return redirect("accounts:offices")
    context = {"form": form, "office": office}
    return render(request, "accounts/office_change.html", context, status=422 if form.errors else 200)


@administrators
@only_reads
@require_http_methods(["GET", "POST"])
def users(request: HttpRequest) -> HttpResponse:
    """Find accounts. A POST, page by page, so that no colleague's name stays in an address or a history."""
    form = UserFilterForm(request.POST)
    wanted = form.cleaned_data if form.is_valid() else {}
    number = wanted.get("page") or 1
    found = search_users(
        actor(request),
        text=wanted.get("q", ""),
        role=wanted.get("role", ""),
        out_of_use=wanted.get("out_of_use", False),
    )
    rows = list(found[(number - 1) * PAGE : number * PAGE + 1])
    context = {"form": form, "rows": rows[:PAGE], "number": number, "has_next": len(rows) > PAGE}
    context |= {"previous": number - 1, "next": number + 1}
    return render(request, "accounts/users.html", context)


@administrators
@never_cache
@require_http_methods(["GET", "POST"])
def user_create(request: HttpRequest) -> HttpResponse:
    """Make an account and show its temporary password, once."""
    by = actor(request)
    led_to = earlier_submission(request.POST.get("submission"), by=by)
    if led_to:
        return redirect(led_to)
    form = NewUserForm(request.POST or None, offices=offices_visible_to(by))
    if form.is_valid():
        facts, at, password = form.cleaned_data, timezone.now(), temporary_password()
        try:
            user = create_user(
                username=facts["username"],
                name=facts["name"],
                role=Role(facts["role"]),
                office=facts["office"],
                password=password,
                must_change=True,
                submission=request.POST.get("submission"),
                by=by,
                at=at,
            )
        except Refused as refusal:
            form.add_error("username" if refusal.code == "username_taken" else None, str(refusal))
        else:
            return render(request, "accounts/user_password.html", {"account": user, "password": password})
    return render(request, "accounts/user_create.html", {"form": form}, status=422 if form.errors else 200)


@administrators
@require_http_methods(["GET", "POST"])
def user(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show an account and change name, role and office."""
    by = actor(request)
    account = get_object_or_404(users_visible_to(by), public_id=public_id)
    initial = {
        "name": account.name,
        "role": account.role,
        "office": account.office.public_id,
        "version": account.version,
    }
    form = ChangeUserForm(request.POST or None, initial=initial, offices=offices_visible_to(by))
    if form.is_valid():
        facts = form.cleaned_data
        try:
            change_user(
                user=account,
                name=facts["name"],
                role=Role(facts["role"]),
                office=facts["office"],
                seen_version=facts["version"],
                by=by,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("账号已保存，新的岗位从下一步起生效。"))
            return redirect("accounts:user", public_id=account.public_id)
    context = {
        "form": form,
        "account": account,
        "has_second_factor": has_second_factor(account),
        "oneself": account.pk == by.pk,
    }
    return render(request, "accounts/user.html", context, status=422 if form.errors else 200)


def _account(request: HttpRequest, public_id: uuid.UUID) -> User:
    return get_object_or_404(users_visible_to(actor(request)), public_id=public_id)


@administrators
@never_cache
@require_POST
def user_reset_password(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Replace a forgotten password and show the temporary one, once."""
    account = _account(request, public_id)
    password = reset_password(user=account, by=actor(request), at=timezone.now())
    return render(request, "accounts/user_password.html", {"account": account, "password": password})


@administrators
@require_POST
def user_reset_second_factor(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Forget a lost phone."""
    account = _account(request, public_id)
    reset_second_factor(user=account, by=actor(request), at=timezone.now())
    say(request, _("已解除手机绑定。本人下次登录时要重新绑定。"))
    return redirect("accounts:user", public_id=public_id)


@administrators
@require_POST
def user_deactivate(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Put an account out of use."""
    deactivate_user(user=_account(request, public_id), by=actor(request), at=timezone.now())
    say(request, _("账号已停用，正在进行的登录已结束。经手的记录都保留。"))
    return redirect("accounts:user", public_id=public_id)


@administrators
@require_POST
def user_reactivate(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Put an account back into use."""
    reactivate_user(user=_account(request, public_id), by=actor(request), at=timezone.now())
    say(request, _("账号已重新启用。"))
    return redirect("accounts:user", public_id=public_id)


@administrators
@require_POST
def user_end_sessions(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """End all sessions of an account: a phone was lost, a PC left open."""
    sign_out_everywhere(user=_account(request, public_id), by=actor(request), at=timezone.now())
    say(request, _("这个账号在所有地方的登录都已退出。"))
    return redirect("accounts:user", public_id=public_id)
