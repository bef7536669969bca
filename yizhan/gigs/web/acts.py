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
from yizhan.gigs.enums import (
    AHEAD,
    STANDING,
    AgreedBy,
    CallResult,
    CorrectionReason,
    CounterReason,
    DeductionGround,
    EndReason,
    OrderState,
    SignMethod,
)
from yizhan.gigs.operations import (
    AgreedTerms,
    Deduction,
    Extras,
    Payment,
    Said,
    cancel_order,
    change_agreement,
    confirm_agreement,
    confirm_payment,
    correct_attendance,
    give_back_unnamed,
    note_call,
    note_reminder,
    settle_order,
    sign_in,
    sign_out,
    state_hours,
    strike_payment,
    strike_settlement,
    take_back_sign_in,
)
from yizhan.gigs.queries import get_order, ledger_visible_to
from yizhan.gigs.web import forms
from yizhan.gigs.web._common import FormRefused, demand, what_is_wrong
from yizhan.postings.enums import PayUnit
from yizhan.shared.forms import DeskForm
from yizhan.shared.web.middleware import say

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.gigs.models import Agreement, Order

Act = Callable[["Order", dict[str, Any], "User", dt.datetime], None]


def _call(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    note_call(order=order, result=CallResult(data["result"]), by=by, at=at)


def _agree(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    worker, employer = (AgreedBy(data[side]) if data[side] else None for side in ("worker", "employer"))
    if worker is None and employer is None:
        raise FormRefused
    confirm_agreement(order=order, worker=worker, employer=employer, by=by, at=at, seen_version=data["seen"])


def _terms(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    seen = data.pop("seen")
    change_agreement(order=order, terms=AgreedTerms(**data), by=by, at=at, seen_version=seen)


def _come(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    sign_in(order=order, moment=data["moment"], method=SignMethod(data["method"]), by=by, at=at)


def _go(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    sign_out(order=order, moment=data["moment"], method=SignMethod(data["method"]), by=by, at=at)


def _correct(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    noted = getattr(order, "attendance", None)
    correct_attendance(
        order=order, in_at=data["in_at"], out_at=data["out_at"] or (noted.out_at if noted else None),
        reason=CorrectionReason(data["reason"]), method=SignMethod(data["method"]), by=by, at=at,
        seen_version=data["version"],
    )  # fmt: skip


def _undo_sign(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    take_back_sign_in(order=order, reason=CorrectionReason(data["reason"]), by=by, at=at)


def _give_back(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    give_back_unnamed(leader=order, places=data["places"], by=by, at=at)


def _end(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    cancel_order(order=order, reason=EndReason(data["reason"]), by=by, at=at, seen_version=data["seen"])


def _hours(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    said = [
        None if data[f"{side}_hours"] is None else Said(data[f"{side}_hours"], data[f"{side}_pieces"])
        for side in ("worker", "employer")
    ]
    if said == [None, None]:
        raise FormRefused
    state_hours(
        order=order, worker=said[0], employer=said[1], method=SignMethod(data["method"]), by=by, at=at,
        seen_version=data["seen"],
    )  # fmt: skip


def _settle(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    if bool(data["ground"]) != bool(data["deduction"]):
        raise FormRefused
    taken = [Deduction(DeductionGround(data["ground"]), data["deduction"])] if data["ground"] else []
    extras = Extras(
        allowance_fen=data["allowance"] or 0, allowance_words=data["allowance_words"], deductions=taken,
        done_bp=data["done_percent"] * 100, rest_is_compensated=data["compensated"],
    )  # fmt: skip
    settle_order(order=order, extras=extras, by=by, at=at, seen_version=data["seen"])


def _pay(order: Order, data: dict[str, Any], by: User, at: dt.datetime) -> None:
    payment = Payment(
        data["amount"], data["paid_on"], data["method"], data["proof"], data["voucher"],
        to_worker=not data["to_other"],
    )  # fmt: skip
    confirm_payment(order=order, payment=payment, by=by, at=at, today=timezone.localdate(at), seen_version=data["seen"])


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
    "terms": (forms.TermsForm, _terms),
    "come": (forms.SignForm, _come),
    "go": (forms.SignForm, _go),
    "correct": (forms.CorrectForm, _correct),
    "undo_sign": (forms.UndoSignForm, _undo_sign),
    "give_back": (forms.GiveBackForm, _give_back),
    "end": (forms.EndForm, _end),
    "hours": (forms.HoursForm, _hours),
    "settle": (forms.SettleForm, _settle),
    "pay": (forms.PayForm, _pay),
    "strike": (forms.StrikeForm, _strike),
    "remind": (DeskForm, _remind),
}


def acts_for(order: Order, agreement: Agreement, owed: int) -> list[dict[str, object]]:
    """Return the forms that make sense where an order stands: key, title, form. The first is the usual next step."""
    state, today = order.state, timezone.localdate()
    found: list[tuple[str, str, DeskForm]] = []
    if state == OrderState.PROMISED:
        found.append(("agree", _("确认约定"), forms.AgreeForm()))
    if state == OrderState.AGREED:
        found.append(("come", _("登记到岗"), forms.SignForm(initial={"moment": order.shift.starts_at})))
    if state == OrderState.AT_WORK:
        found.append(("go", _("登记离岗"), forms.SignForm(initial={"moment": order.shift.ends_at})))
    if state in (OrderState.HOURS, OrderState.DISPUTED):
        found.append(("hours", _("双方的工时"), forms.HoursForm(by_piece=agreement.pay_unit == PayUnit.PIECE)))
    if state == OrderState.HOURS:
        found.append(("settle", _("结算"), forms.SettleForm()))
    if state == OrderState.TO_PAY:
        found.append(("pay", _("确认支付"), forms.PayForm(initial={"amount": owed, "paid_on": today})))
        found.append(("strike", _("冲销结算"), forms.StrikeForm()))
    if state in AHEAD:
        found.append(("terms", _("改约定（双方重新确认）"), forms.TermsForm(initial=_held(agreement))))
        found.append(("end", _("取消或未到"), forms.EndForm()))
    found += _corrections(order)
    if state in STANDING and order.unnamed:
        found.append(("give_back", _("退回没来的名额"), forms.GiveBackForm(initial={"places": order.unnamed})))
    for key, _title, form in found:
        form.auto_id = f"{key}_%s"
    return [{"key": key, "title": title, "form": form} for key, title, form in found]


def _held(agreement: Agreement) -> dict[str, object]:
    return {name: getattr(agreement, name) for name in AgreedTerms.__dataclass_fields__}


def _corrections(order: Order) -> list[tuple[str, str, DeskForm]]:
    noted = getattr(order, "attendance", None)
    if noted is None or order.state not in (OrderState.AT_WORK, OrderState.HOURS, OrderState.DISPUTED):
        return []
    initial = {"in_at": noted.in_at, "out_at": noted.out_at, "method": noted.in_method, "version": noted.version}
    found: list[tuple[str, str, DeskForm]] = [("correct", _("更正考勤"), forms.CorrectForm(initial=initial))]
    if order.state == OrderState.AT_WORK:
        found.append(("undo_sign", _("撤销签到（登记错人）"), forms.UndoSignForm()))
    return found


@require_POST
def act(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take one step and go back to the page from which it was taken."""
    user = actor(request)
    demand(user, can_serve)
    order = get_order(user, public_id)
    kind, step = ACTS.get(request.POST.get("act", ""), (None, None))
    form = kind(request.POST) if kind else None
    if form is None or step is None:
        raise FormRefused
    if not form.is_valid():
        raise FormRefused(what_is_wrong(form))
    seen = request.POST.get("seen", "")
    # What the page showed: sent twice, or from a page that somebody else has overtaken, it is not carried out again.
    data = form.cleaned_data | {"seen": int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None}
    step(order, data, user, timezone.now())
    say(request, _("已记下。"))
    if request.POST.get("back") == "board":
        return redirect(f"{reverse('gigs:board')}?day={timezone.localdate(order.shift.starts_at):%Y-%m-%d}")
    return redirect("gigs:order", public_id)
