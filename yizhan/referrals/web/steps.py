"""Steps along a referral's life, each a POST; and the letter as a PDF, which counts a printing."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yizhan.accounts.queries import actor, can_manage_station, can_serve, can_unmask
from yizhan.people.enums import RevealField, UnmaskReason
from yizhan.people.operations import reveal
from yizhan.people.queries import current_contacts, get_person
from yizhan.referrals.enums import EmployerAnswer, ReferralStatus, SiteCheck, WorkerAnswer
from yizhan.referrals.operations import (
    issue_letter,
    note_employer_answer,
    note_print,
    note_worker_answer,
    undo_last_step,
    withdraw_referral,
)
from yizhan.referrals.web._common import agreed_by, back, demand, referral_for, seen_version
from yizhan.referrals.web.paper import SHAPES, letter_pdf
from yizhan.shared.errors import Refused
from yizhan.shared.web.middleware import say


class NoAnswerChosen(Refused):
    """The form names no answer that there is."""

    code = "no_answer_chosen"
    sentence = gettext_lazy("没有选答复，没有记录。请选一个答复。")
    status = 422


class NoReasonChosen(Refused):
    """A number is shown for a coded reason only."""

    code = "no_reason_chosen"
    sentence = gettext_lazy("没有选查看原因，号码没有显示。请选一个原因。")
    status = 422


@require_POST
def answer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note what the person or the employer said on the telephone."""
    user, referral = referral_for(request, public_id, can_serve)
    said, at, seen = request.POST.get("answer", ""), timezone.now(), seen_version(request)
    if said in WorkerAnswer.values:
        note_worker_answer(referral=referral, answer=WorkerAnswer(said), by=user, at=at, seen_version=seen)
    elif said in EmployerAnswer.values:
        note_employer_answer(referral=referral, answer=EmployerAnswer(said), by=user, at=at, seen_version=seen)
    else:
        raise NoAnswerChosen
    say(
        request,
        _("%(number)s 已记录：%(status)s。") % {"number": referral.number, "status": ReferralStatus(said).label},
    )
    return back(request, referral)


@require_POST
def issue(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write the introduction letter."""
    user, referral = referral_for(request, public_id, can_serve)
    chosen = request.POST.get("site_check", "")
    site_check = SiteCheck(chosen) if chosen in SiteCheck.values else None
    issue_letter(
        referral=referral, by=user, at=timezone.now(), site_check=site_check,
        seen_version=seen_version(request), **agreed_by(request.POST),
    )  # fmt: skip
    say(request, _("介绍信 %(number)s 已开出，请打印。") % {"number": referral.number})
    return back(request, referral)


@require_POST
def withdraw(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a referral back."""
    user, referral = referral_for(request, public_id, can_serve)
    withdraw_referral(referral=referral, by=user, at=timezone.now(), seen_version=seen_version(request))
    say(request, _("%(number)s 已撤回。") % {"number": referral.number})
    return back(request, referral)


@require_POST
def undo(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the last step back, with everything that followed from it."""
    user, referral = referral_for(request, public_id, can_serve)
    at = timezone.now()
    undone = undo_last_step(
        referral=referral, by=user, at=at, today=timezone.localdate(at), may_undo_others=can_manage_station(user),
        seen_version=seen_version(request),
    )  # fmt: skip
    words = {"number": undone.number, "status": undone.get_status_display()}
    say(request, _("%(number)s 的上一步已撤销，现在是“%(status)s”。") % words)
    return back(request, referral)


@require_POST
@never_cache
def print_letter(request: HttpRequest, public_id: uuid.UUID, shape: str) -> HttpResponse:
    """Count a printing and answer the letter (`letter`, A4) or the slip (`slip`, 80 mm) as PDF."""
    user, referral = referral_for(request, public_id, can_serve)
    if shape not in SHAPES:
        raise Http404
    printed = note_print(referral=referral, by=user, at=timezone.now())
    referral.prints = printed.prints
    answer = HttpResponse(letter_pdf(referral, shape), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{referral.number}.pdf"'
    return answer


@require_POST
@never_cache
def reveal_phone(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show somebody's number for calling, for a coded reason."""
    user = actor(request)
    demand(user, can_unmask)
    person = get_person(user, public_id)
    reason = request.POST.get("reason", "")
    if reason not in UnmaskReason.values:
        raise NoReasonChosen
    contact = next((row for row in current_contacts(person) if row.number), None)
    value = reveal(
        person=person, field=RevealField.CONTACT, reason=UnmaskReason(reason), by=user, at=timezone.now(),
        contact_id=contact.pk if contact else None,
    )  # fmt: skip
    return render(request, "referrals/_revealed.html", {"value": value})
