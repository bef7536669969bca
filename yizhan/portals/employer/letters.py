"""Letters to an employer's own postings: who comes, as far as it may be told, and the answer to each."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizhan.portals.employer.forms import AnswerForm
from yizhan.portals.employer.who import agent_of
from yizhan.referrals.enums import ReceiptReason, ReceiptResult
from yizhan.referrals.for_employers import letter_cards, letters_of_agent
from yizhan.referrals.operations import answer_letter
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.errors import Incomplete
from yizhan.shared.web.middleware import say
from yizhan.shared.web.request_facts import asked_number

PAGE_SIZE = 30


@require_GET
@never_cache
def list_letters(request: HttpRequest) -> HttpResponse:
    """List letters: those that wait for an answer, or all. People stand on it, so the look leaves a line."""
    user, at = agent_of(request), timezone.now()
    everything, number = request.GET.get("tab") == "all", asked_number(request)
    rows = letters_of_agent(user) if everything else letters_of_agent(user).awaiting_receipt()
    start = (number - 1) * PAGE_SIZE
    cards = letter_cards(rows[start : start + PAGE_SIZE + 1], at)
    write_audit(
        action="referral.letters_viewed", by=user, at=at, fields=["name"], reason=f"rows:{len(cards[:PAGE_SIZE])}",
        kind=AuditKind.READ,
    )  # fmt: skip
    tabs = [
        {"label": _("等我答复的"), "url": "?", "active": not everything, "count": None},
        {"label": _("全部"), "url": "?tab=all", "active": everything, "count": None},
    ]
    context = {
        "cards": cards[:PAGE_SIZE],
        "tabs": tabs,
        "everything": everything,
        "number": number,
        "has_next": len(cards) > PAGE_SIZE,
    }
    return render(request, "employer/letters.html", context)


@require_GET
@never_cache
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one letter with the form for its answer. A link in a message leads here and changes nothing."""
    user, at = agent_of(request), timezone.now()
    found = letters_of_agent(user).filter(public_id=public_id)
    letter = get_object_or_404(found)
    card = letter_cards(found, at)[0]
    write_audit(
        action="referral.letter_viewed", by=user, at=at, obj=letter, person_id=letter.person_id, fields=["name"],
        kind=AuditKind.READ,
    )  # fmt: skip
    form = AnswerForm(initial={"version": card.version})
    return render(request, "employer/letter.html", {"card": card, "form": form})


@require_POST
def answer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the answer."""
    user, at = agent_of(request), timezone.now()
    letter = get_object_or_404(letters_of_agent(user), public_id=public_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Incomplete(_("没有选结果，没有保存。请选：录用、未录用、未到，或岗位已满。"))
    data = form.cleaned_data
    result = ReceiptResult(data["result"])
    reason = ReceiptReason(data["reason"]) if data["reason"] and result != ReceiptResult.HIRED else None
    answer_letter(
        referral=letter, result=result, reason=reason, by=user, at=at, today=timezone.localdate(at),
        seen_version=data["version"],
    )  # fmt: skip
    say(request, _("已记下：%(result)s。记错了请当天打电话给驿站改。") % {"result": result.label})
    return redirect("employer:letters")
