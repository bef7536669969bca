"""Steps of an order, each a POST from its page."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yizhan.accounts.queries import actor, can_serve
from yizhan.gigs.enums import AgreedBy, CallResult, CounterReason, DeductionGround, EndReason, SignMethod
from yizhan.gigs.operations import (
    Deduction,
    Extras,
    Payment,
    Said,
    cancel_order,
    confirm_agreement,
    confirm_payment,
    note_call,
    note_reminder,
    settle_order,
    state_hours,
    strike_payment,
    strike_settlement,
)
from yizhan.gigs.queries import get_order, ledger_visible_to
from yizhan.gigs.web import forms
from yizhan.gigs.web._common import FormRefused, demand
from yizhan.shared.forms import DeskForm
from yizhan.shared.web.middleware import say

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.gigs.models import Order

Act = Callable[["Order", dict[str, Any], "User", dt.datetime], None]


def _call(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    note_call(order=order, result=CallResult(data["result"]), by=by, at=at)


def _agree(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    worker, employer = (AgreedBy(data[side]) if data[side] else None for side in ("worker", "employer"))
    if worker is None and employer is None:
        raise FormRefused
    confirm_agreement(order=order, worker=worker, employer=employer, by=by, at=at)


def _end(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    cancel_order(order=order, reason=EndReason(data["reason"]), by=by, at=at)


def _hours(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    said = [
        None if data[f"{side}_minutes"] is None else Said(data[f"{side}_minutes"], data[f"{side}_pieces"])
        for side in ("worker", "employer")
    ]
    if said == [None, None]:
        raise FormRefused
    state_hours(order=order, worker=said[0], employer=said[1], method=SignMethod(data["method"]), by=by, at=at)


def _settle(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    if bool(data["ground"]) != bool(data["deduction"]):
        raise FormRefused
    taken = [Deduction(DeductionGround(data["ground"]), data["deduction"])] if data["ground"] else []
    extras = Extras(
        allowance_fen=data["allowance"] or 0, allowance_words=data["allowance_words"], deductions=taken,
        done_bp=data["done_percent"] * 100, rest_is_compensated=data["compensated"],
    )  # fmt: skip
    settle_order(order=order, extras=extras, by=by, at=at)


def _pay(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    payment = Payment(
        data["amount"], data["paid_on"], data["method"], data["proof"], data["voucher"],
        to_worker=not data["to_other"],
    )  # fmt: skip
    confirm_payment(order=order, payment=payment, by=by, at=at, today=timezone.localdate(at))


def _strike(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    reason = CounterReason(data["reason"])
    if data["entry"]:
        entry = get_object_or_404(ledger_visible_to(by), pk=data["entry"], order=order)
        strike_payment(entry=entry, reason=reason, by=by, at=at)
    else:
        strike_settlement(order=order, reason=reason, by=by, at=at)


def _remind(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    note_reminder(order=order, by=by, at=at, today=timezone.localdate(at))


ACTS: dict[str, tuple[type[DeskForm], Act]] = {
    "call": (forms.CallForm, _call),
    "agree": (forms.AgreeForm, _agree),
    "end": (forms.EndForm, _end),
    "hours": (forms.HoursForm, _hours),
    "settle": (forms.SettleForm, _settle),
    "pay": (forms.PayForm, _pay),
    "strike": (forms.StrikeForm, _strike),
    "remind": (DeskForm, _remind),
}


@require_POST
def act(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take one step and go back to the page from which it was taken."""
    user = actor(request)
    demand(user, can_serve)
    order = get_order(user, public_id)
    kind, step = ACTS.get(request.POST.get("act", ""), (None, None))
    form = kind(request.POST) if kind else None
    if form is None or step is None or not form.is_valid():
        raise FormRefused
    step(order, form.cleaned_data, user, timezone.now())
    say(request, _("已记下。"))
    if request.POST.get("back") == "board":
        return redirect(f"{reverse('gigs:board')}?day={timezone.localdate(order.shift.starts_at):%Y-%m-%d}")
    return redirect("gigs:order", public_id)
