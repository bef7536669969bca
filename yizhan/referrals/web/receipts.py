"""The receipt comes back: by its number, typed, scanned or read out."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yizhan.accounts.queries import actor, can_serve
from yizhan.employers.queries import public_name
from yizhan.people.queries import masked_phone
from yizhan.postings.operations import HeadcountFilled
from yizhan.referrals.enums import ReceiptReason, ReceiptResult, ReferralStatus
from yizhan.referrals.operations import record_receipt
from yizhan.referrals.queries import awaiting_receipts, cards, find_by_number
from yizhan.referrals.web._common import demand, note_list, note_look, one_page, referral_for
from yizhan.referrals.web.forms import NumberForm, ReceiptForm
from yizhan.shared.errors import Refused
from yizhan.shared.identifiers.numbers import NumberMisread
from yizhan.shared.web.middleware import say
from yizhan.workers.operations import AlreadyPromised

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.referrals.models import Referral


@never_cache
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Ask for the number of a letter; below it the letters whose receipt has not come back, the oldest first."""
    user = actor(request)
    demand(user, can_serve)
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = _found(user, form)
        if found is not None:
            return redirect("referrals:receipt_of", found.public_id)
    waiting = awaiting_receipts(user)
    rows, number, has_next = one_page(request, lambda start, end: cards(waiting[start:end]))
    note_list(user, rows, "referral.awaiting_listed")
    today = timezone.localdate()
    context = {
        "form": form,
        "rows": [{"card": card, "days": card.days_out(today)} for card in rows],
        "number": number,
        "has_next": has_next,
    }
    return render(request, "referrals/receipt.html", context, status=422 if form.errors else 200)


def _found(user: User, form: NumberForm) -> Referral | None:
    try:
        found = find_by_number(user, form.cleaned_data["number"])
    except NumberMisread as refusal:
        form.add_error("number", str(refusal))
        return None
    if found is None:
        form.add_error("number", _("编号没有错，但本站没有这封介绍信。请看信上的驿站名称，是不是别的驿站开的。"))
    return found


@never_cache
@require_http_methods(["GET", "POST"])
def receipt_of(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show whom a letter is about and take down what the receipt says."""
    user, referral = referral_for(request, public_id, can_serve)
    today = timezone.localdate()
    start = timezone.localdate(referral.shift.starts_at)
    # Sent into work that had begun already: nobody arrives before the letter was written.
    expected = max(start, timezone.localdate(referral.issued_at)) if referral.issued_at else start
    initial = {"version": referral.version, "arrived_on": expected if expected <= today else None}
    form = ReceiptForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {"referral": referral, "form": form, "filled": False, "promised": False, "start": start}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _record(referral, form, user)
            except Refused as refusal:
                status = refusal.status
                form.add_error(None, str(refusal))
                context["filled"] = isinstance(refusal, HeadcountFilled)
                context["promised"] = isinstance(refusal, AlreadyPromised)
                _renew(form, referral)
            else:
                label = ReceiptResult(form.cleaned_data["result"]).label
                say(request, _("%(number)s 回执已录入：%(result)s。") % {"number": referral.number, "result": label})
                return redirect("referrals:show", public_id)
    employer = referral.posting.employer
    context["employer_name"] = public_name(employer.kind, employer.name)
    context["phone"] = masked_phone(referral.person)
    context["can_answer"] = referral.status == ReferralStatus.LETTER
    note_look(user, referral, "referral.viewed_for_receipt")
    return render(request, "referrals/receipt_of.html", context, status=status)


def _record(referral: Referral, form: ReceiptForm, user: User) -> None:
    data, at = form.cleaned_data, timezone.now()
    record_receipt(
        referral=referral,
        result=ReceiptResult(data["result"]),
        reason=ReceiptReason(data["reason"]) if data["reason"] else None,
        arrived_on=data["arrived_on"],
        overridden_reason=data["overridden_reason"],
        by=user,
        at=at,
        today=timezone.localdate(at),
        seen_version=data["version"],
    )


def _renew(form: ReceiptForm, referral: Referral) -> None:
    """Let the form that is shown again speak of the referral as it is now."""
    referral.refresh_from_db()
    form.data = {**dict(form.data.items()), "version": str(referral.version)}
