"""The administrator's pages: accounts with carriers, a test, quiet hours. No person stands on any of them."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizhan.accounts.queries import actor, offices_visible_to
from yizhan.notices.queries import accounts_visible_to, offices_for, rules_of
from yizhan.notices.rules import may_set_up
from yizhan.notices.web.forms import AccountForm, HoursForm, initial_of
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.notifications.accounts import (
    change_account,
    open_account,
    retire_account,
    send_test,
    set_rules,
)
from yizhan.shared.notifications.adapters.email import can_mail
from yizhan.shared.notifications.enums import ROBOTS, Carrier
from yizhan.shared.notifications.quiet import Hours
from yizhan.shared.text.misread import Misread
from yizhan.shared.web.middleware import say

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.shared.models import MessageCarrier


def _administrator(request: HttpRequest) -> User:
    user = actor(request)
    if not may_set_up(user):
        raise NotAllowed
    return user


def _account(user: User, public_id: uuid.UUID) -> MessageCarrier:
    return get_object_or_404(accounts_visible_to(user), public_id=public_id)


@require_GET
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """Show the accounts, what can be set up, and the hours of the own office."""
    return _overview(request, _administrator(request), None)


def _overview(request: HttpRequest, user: User, form: HoursForm | None) -> HttpResponse:
    hours, version = rules_of(user.office_id)
    context = {
        "accounts": list(accounts_visible_to(user)),
        "carriers": [(carrier.value, carrier.label) for carrier in Carrier],
        "can_mail": can_mail(),
        "form": form or HoursForm(initial=_typed(hours) | {"version": version}),
        "office": user.office,
    }
    return render(request, "notices/carriers.html", context, status=422 if form is not None else 200)


def _typed(hours: Hours) -> dict[str, object]:
    return {
        "quiet_from": hours.start.strftime("%H:%M"),
        "quiet_until": hours.end.strftime("%H:%M"),
        "daily_most": hours.daily_most,
    }


@require_POST
def hours(request: HttpRequest) -> HttpResponse:
    """Set quiet hours and the day's cap of the own office."""
    user = _administrator(request)
    form = HoursForm(request.POST)
    if not form.is_valid():
        return _overview(request, user, form)
    set_rules(
        office=user.office, hours=form.hours(), seen_version=form.cleaned_data["version"], by=user, at=timezone.now()
    )
    say(request, _("免打扰时段和每日上限已保存。"))
    return redirect("notices:carriers")


@require_http_methods(["GET", "POST"])
@never_cache
def new(request: HttpRequest, carrier: str) -> HttpResponse:
    """Set up a carrier."""
    user = _administrator(request)
    if carrier not in Carrier.values:
        raise Http404
    kind = Carrier(carrier)
    form = AccountForm(request.POST or None, carrier=kind, offices=offices_for(user))
    if request.method == "POST" and form.is_valid():
        office = get_object_or_404(offices_visible_to(user), public_id=form.cleaned_data["office"])
        try:
            account = open_account(office=office, carrier=kind, given=form.given(), by=user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("渠道已保存。请发一条测试消息。"))
            return redirect("notices:change", account.public_id)
    context = {"form": form, "title": kind.label, "account": None}
    return render(request, "notices/account.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@never_cache
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change an account; keys that are stored are not shown."""
    user = _administrator(request)
    account = _account(user, public_id)
    kept = frozenset(json.loads(account.secret)) if account.secret else frozenset()
    form = AccountForm(
        request.POST or None,
        carrier=Carrier(account.carrier),
        kept=kept,
        initial=initial_of(account.facts, account.version),
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_account(
                account=account,
                given=form.given(),
                seen_version=form.cleaned_data["version"],
                by=user,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("已保存。"))
            return redirect("notices:change", public_id)
    context = {
        "form": form,
        "title": Carrier(account.carrier).label,
        "account": account,
        "is_group": account.way in ROBOTS,
    }
    return render(request, "notices/account.html", context, status=422 if form.errors else 200)


@require_POST
def try_out(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Send a test message and say what the carrier answered."""
    user = _administrator(request)
    account = _account(user, public_id)
    try:
        tested = send_test(account=account, to=request.POST.get("to", "").strip(), by=user, now=timezone.now)
    except Misread as misread:
        raise NotTested(misread.sentence) from None
    if tested.test_said:
        say(
            request,
            _("没有发出。服务商的回答：%(code)s。请对照服务商文档检查账号、签名和模板。") % {"code": tested.test_said},
        )
    else:
        say(request, _("服务商已接收测试消息，请看是否收到。"))
    return redirect("notices:change", public_id)


class NotTested(Refused):
    """The test was not sent."""

    code = "test_refused"
    status = 422


@require_POST
def retire(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Use an account no more."""
    user = _administrator(request)
    retire_account(account=_account(user, public_id), by=user, at=timezone.now())
    say(request, _("已停用，密钥已删除。待发的消息转到电话单。"))
    return redirect("notices:carriers")
