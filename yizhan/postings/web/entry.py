"""Entering work on offer: a clerk's one screen, and the short way for a household's day job."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yizhan.accounts.queries import actor
from yizhan.employers.enums import VerifyBasis
from yizhan.employers.operations import FactsRefused, register_employer, serve_employer, verify_employer
from yizhan.employers.queries import (
    employer_by_code,
    employer_card,
    employers_visible_to,
    is_verified,
)
from yizhan.people.operations import count_lookup
from yizhan.postings.models import Posting
from yizhan.postings.operations import RulesForbid, draft_posting, revise_posting, submit_for_review
from yizhan.postings.queries import can_enter, postings_visible_to
from yizhan.postings.reading.as_written import kept_of
from yizhan.postings.web.forms import HouseholdForm, OfferForm, shown, take_errors
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.identifiers.masks import mask_phone
from yizhan.shared.submissions import earlier_submission
from yizhan.shared.web.middleware import say
from yizhan.vocabularies.queries import occupation_name

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.employers.models import Employer


def _clerk(request: HttpRequest) -> User:
    user = actor(request)
    if not can_enter(user):
        raise NotAllowed
    return user


@require_http_methods(["GET", "POST"])
@never_cache
def create(request: HttpRequest) -> HttpResponse:
    """Enter a posting of an employer; without one, choose or register the employer first."""
    user = _clerk(request)
    submission = request.POST.get("submission")
    if led_to := earlier_submission(submission, by=user):
        return redirect(led_to)
    wanted = request.GET.get("employer", "")
    if not wanted:
        return render(request, "postings/choose_employer.html")
    employer = get_object_or_404(employers_visible_to(user), public_id=_uuid(wanted))
    area = user.office.area_code
    initial = {"area_code": area[:6], "kind": "gig", "contact_name": ""}
    form = OfferForm(request.POST or None, area_code=area, initial=initial)
    if request.method == "POST" and form.is_valid():
        posting = _draft(form, employer, user, submission)
        if posting is not None:
            return _on_to(request, posting, user)
    context = _shown(form) | {"employer": employer_card(employer), "state": _state(employer)}
    return render(request, "postings/create.html", context, status=422 if form.errors else 200)


def _shown(form: OfferForm) -> dict[str, Any]:
    """Return what the form's template needs: the form, and the chosen occupation in words."""
    code = form["occupation_code"].value() or ""
    return {
        "form": form,
        "occupation": f"{code} {occupation_name(code)}".strip(),
        # What is folded away opens when something in it may need a look.
        "more_open": bool(form.errors) or "version" in form.initial,
    }


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def _state(employer: Employer) -> str:
    return employer_card(employer).state(timezone.localdate())


def _draft(form: OfferForm, employer: Employer, user: User, submission: str | None) -> Posting | None:
    assert form.offer is not None  # noqa: S101 - a valid form has read its offer
    try:
        return draft_posting(employer=employer, offer=form.offer, by=user, at=timezone.now(), submission=submission)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _on_to(request: HttpRequest, posting: Posting, user: User) -> HttpResponse:
    """Submit when that was the button; what the rules forbid leaves the draft and is shown on its page."""
    if request.POST.get("then") == "draft":
        say(request, _("已存为草稿，编号 %(number)s。") % {"number": posting.number})
        return redirect("postings:show", posting.public_id)
    try:
        submit_for_review(posting=posting, by=user, at=timezone.now())
    except RulesForbid as refusal:
        say(request, str(refusal), level=messages.ERROR)
    else:
        say(request, _("已提交审核，编号 %(number)s。") % {"number": posting.number})
    return redirect("postings:show", posting.public_id)


@require_http_methods(["GET", "POST"])
@never_cache
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Change a posting; other terms are a new version that is reviewed again."""
    user = _clerk(request)
    visible = postings_visible_to(user).select_related("terms", "employer", "office")
    posting = get_object_or_404(visible, public_id=public_id)
    shifts = list(posting.shifts.order_by("starts_at", "pk"))
    kept = posting.terms.area_code if posting.terms else ""
    form = OfferForm(
        request.POST or None, area_code=user.office.area_code, kept_code=kept, kept=kept_of(posting, shifts),
        initial=shown(posting, shifts),
    )  # fmt: skip
    phone = posting.terms.contact_phone if posting.terms else ""
    if phone:
        form.fields["contact_phone"].help_text = _("现在是 %(masked)s，不改就留空。") % {"masked": mask_phone(phone)}
    if request.method == "POST" and form.is_valid() and _revise(form, posting, phone, user):
        return _after_change(request, posting, user)
    context = _shown(form) | {"posting": posting, "employer": employer_card(posting.employer)}
    return render(request, "postings/change.html", context, status=422 if form.errors else 200)


def _revise(form: OfferForm, posting: Posting, phone: str, user: User) -> bool:
    offer = form.offer
    assert offer is not None  # noqa: S101 - a valid form has read its offer
    if not offer.terms.contact_phone:
        offer = dataclasses.replace(offer, terms=dataclasses.replace(offer.terms, contact_phone=phone))
    try:
        revise_posting(
            posting=posting, offer=offer, by=user, at=timezone.now(), seen_version=form.cleaned_data["version"]
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _after_change(request: HttpRequest, posting: Posting, user: User) -> HttpResponse:
    posting.refresh_from_db()
    if posting.review_state in ("draft", "returned"):
        return _on_to(request, posting, user)
    say(request, _("已保存，不用重新审核。"))
    return redirect("postings:show", posting.public_id)


@require_http_methods(["GET", "POST"])
@never_cache
def household(request: HttpRequest) -> HttpResponse:
    """Take in a household's day job on one page: owner, ID and call-back, the work, and off to review."""
    user = _clerk(request)
    submission = request.POST.get("submission")
    if led_to := earlier_submission(submission, by=user):
        return redirect(led_to)
    area = user.office.area_code
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    initial: dict[str, Any] = {"area_code": area[:6], "starts_on": tomorrow, "settle_kind": "daily"}
    form = HouseholdForm(request.POST or None, area_code=area, initial=initial)
    if request.method == "POST" and form.is_valid():
        posting = _take_in(form, user, submission)
        if posting is not None:
            return _on_to(request, posting, user)
    return render(request, "postings/household.html", _shown(form), status=422 if form.errors else 200)


def _take_in(form: HouseholdForm, user: User, submission: str | None) -> Posting | None:
    """Register (or find) and verify the owner and draft the job, all or nothing."""
    assert form.offer is not None  # noqa: S101 - a valid form has read its offer
    at = timezone.now()
    try:
        known = employer_by_code(form.owner_facts().person_id_no).first()
        if known is not None and not employers_visible_to(user).filter(pk=known.pk).exists():
            # Told by the answer, and so counted, whatever becomes of the rest: the same ID number at another office.
            count_lookup(by=user, at=at, found=True)
        with transaction.atomic():
            owner = _owner(form, user)
            if not is_verified(owner, at):
                verify_employer(employer=owner, basis=VerifyBasis.ID_AND_CALL_BACK, by=user, at=at)
            return draft_posting(employer=owner, offer=form.offer, by=user, at=at, submission=submission)
    except FactsRefused as refusal:
        named = {"name": "owner", "person_id_no": "owner_id", "phone": "owner_phone"}
        take_errors(form, {named.get(name, name): sentences for name, sentences in refusal.errors.items()})
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return None


def _owner(form: HouseholdForm, user: User) -> Employer:
    """Return the household with this ID number, served by the own office, or take it in."""
    facts = form.owner_facts()
    known = employer_by_code(facts.person_id_no).first()
    if known is None:
        return register_employer(facts=facts, office=user.office, by=user, at=timezone.now(), not_the_same=True)
    serve_employer(employer=known, office=user.office, by=user, at=timezone.now())
    return known
