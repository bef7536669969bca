"""Lists of employers, one employer, taking one in and correcting it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizhan.accounts.queries import actor, can_see_postings, is_agent, users_with_phone
from yizhan.employers.appeal_kind import shown_measures
from yizhan.employers.enums import ConductKind, EmployerKind
from yizhan.employers.models import Employer
from yizhan.employers.operations import (
    EmployerExists,
    FactsRefused,
    LooksLikeKnown,
    change_employer,
    register_employer,
)
from yizhan.employers.queries import (
    NOTHING_KNOWN,
    agents_of,
    conduct_counts,
    conduct_lines,
    employer_by_code,
    employer_card,
    employers_visible_to,
    filtered,
    find_similar,
    knows,
    masked_email,
    masked_numbers,
    public_name,
    search_employers,
    unanswered_counts,
    verifications_of,
    waiting_papers,
)
from yizhan.employers.rules import (
    can_change_employer,
    can_clear_review,
    can_look_at_papers,
    can_reveal,
    can_verify_employer,
    has_run_out,
)
from yizhan.employers.web.forms import AgentForm, ClearForm, EmployerForm, RefuseForm, SendBackForm, VerifyForm, shown
from yizhan.people.enums import UnmaskReason
from yizhan.people.operations import TooManyLookups, count_lookup
from yizhan.places.queries import full_name
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.identifiers.masks import mask_phone
from yizhan.shared.submissions import earlier_submission
from yizhan.shared.web.marks import only_reads
from yizhan.shared.web.middleware import say
from yizhan.shared.web.request_facts import asked_number

if TYPE_CHECKING:
    from yizhan.accounts.models import User

PAGE_SIZE = 50
STATES = {
    "": _("全部"),
    "verified": _("已核验"),
    "unverified": _("未核验"),
    "expired": _("核验已过期"),
    "flagged": _("待复查"),
}


def _page(request: HttpRequest) -> int:
    return asked_number(request)


@require_GET
def list_employers(request: HttpRequest) -> HttpResponse:
    """Show the employers whom the offices serve; filters hold nothing personal."""
    user = actor(request)
    if not can_see_postings(user):
        raise NotAllowed
    today = timezone.localdate()
    kind, state, number = request.GET.get("kind", ""), request.GET.get("state", ""), _page(request)
    start = (number - 1) * PAGE_SIZE
    found = list(
        filtered(employers_visible_to(user), kind=kind, state=state, today=today)[start : start + PAGE_SIZE + 1]
    )
    cards = [employer_card(employer) for employer in found[:PAGE_SIZE]]
    context = {
        "rows": [{"card": card, "state": card.state(today), "area": full_name(card.area_code)} for card in cards],
        "kinds": EmployerKind.choices,
        "states": STATES.items(),
        "kind": kind,
        "state": state,
        "number": number,
        "has_next": len(found) > PAGE_SIZE,
        "may_add": can_change_employer(user),
    }
    return render(request, "employers/list.html", context)


@only_reads
@require_POST
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Answer a search typed in the list or in a posting's form; a POST, so that no name stands in an address."""
    user = actor(request)
    if not can_see_postings(user):
        raise NotAllowed
    text = request.POST.get("text", "").strip()[:64]
    today = timezone.localdate()
    rows = [{"card": card, "state": card.state(today)} for card in search_employers(user, text)]
    context = {"rows": rows, "text": text, "may_add": can_change_employer(user)}
    return render(request, "employers/_found.html", context)


@require_GET
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """Show an agent their own employers, each with the panels of the rooms above."""
    user = actor(request)
    if not is_agent(user):
        raise NotAllowed
    today = timezone.localdate()
    cards = [employer_card(employer) for employer in employers_visible_to(user).order_by("name_key", "pk")]
    owed = unanswered_counts(today, [card.id for card in cards])
    rows = [
        {"card": card, "state": card.state(today), "area": full_name(card.area_code), "owed": owed.get(card.id, 0)}
        for card in cards
    ]
    return render(request, "employers/mine.html", {"rows": rows})


@require_GET
@never_cache
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one employer, numbers masked. Persons stand on it (owner, agents): one line in the audit log."""
    user = actor(request)
    if not (can_see_postings(user) or is_agent(user)):
        raise NotAllowed
    employer = get_object_or_404(
        employers_visible_to(user).select_related("office", "verified_by"), public_id=public_id
    )
    context = _about(user, employer)
    write_audit(
        action="employer.viewed",
        by=user,
        at=timezone.now(),
        obj=employer,
        fields=["name", "phone", "agents"],
        kind=AuditKind.READ,
    )
    return render(request, "employers/show.html", context)


def _about(user: User, employer: Employer) -> dict[str, Any]:
    today = timezone.localdate()
    staff = can_see_postings(user)
    agents = agents_of(employer)
    bound = users_with_phone(agent.user_id for agent in agents if agent.user_id)
    return {
        "employer": employer,
        "card": employer_card(employer),
        "state": employer_card(employer).state(today),
        "run_out": has_run_out(employer, today),
        "masked": masked_numbers(employer),
        "email": masked_email(employer),
        "area": full_name(employer.area_code),
        "verifications": verifications_of(employer) if staff else [],
        "lines": conduct_lines([employer.pk], timezone.now()).get(employer.pk, NOTHING_KNOWN).lines(),
        "against": sum(conduct_counts([employer.pk]).get(employer.pk, {}).values()) if staff else 0,
        "owed": unanswered_counts(today, [employer.pk]).get(employer.pk, 0),
        "measures": [row for row in shown_measures(employer, user) if row["measure"].is_in_force],
        "review_reason": ConductKind(employer.review_reason).label if employer.review_flag else "",
        "agents": [
            {"agent": agent, "mobile": mask_phone(agent.mobile), "phone_bound": agent.user_id in bound}
            for agent in agents
        ],
        "reasons": UnmaskReason.choices,
        "verify_form": VerifyForm(employer=employer, prefix="v", auto_id="verify_%s"),
        "refuse_form": RefuseForm(auto_id="refuse_%s"),
        "papers": waiting_papers(Q(employer=employer)) if can_look_at_papers(user) else [],
        "back_form": SendBackForm(auto_id=False),
        "clear_form": ClearForm(auto_id="clear_%s"),
        "agent_form": AgentForm(auto_id="agent_%s"),
        "may": {
            "change": can_change_employer(user),
            "verify": can_verify_employer(user, employer),
            "clear": can_clear_review(user) and employer.review_flag,
            "reveal": can_reveal(user),
            "staff": staff,
        },
    }


@require_http_methods(["GET", "POST"])
@never_cache
def create(request: HttpRequest) -> HttpResponse:
    """Take an employer in."""
    user = actor(request)
    if not can_change_employer(user):
        raise NotAllowed
    submission = request.POST.get("submission")
    if led_to := earlier_submission(submission, by=user):
        return redirect(led_to)
    initial = {"kind": request.GET.get("kind", EmployerKind.COMPANY), "area_code": user.office.area_code[:6]}
    form = EmployerForm(request.POST or None, area_code=user.office.area_code, initial=initial)
    context: dict[str, Any] = {"form": form, "similar": [], "known": False}
    if request.method == "POST" and form.is_valid():
        employer = _register(form, user, submission, context)
        if employer is not None:
            say(request, _("已登记，编号 %(number)s。下一步：实名核验。") % {"number": employer.number})
            return redirect("employers:show", employer.public_id)
    return render(request, "employers/create.html", context, status=422 if form.errors else 200)


def _register(form: EmployerForm, user: User, submission: str | None, context: dict[str, Any]) -> Employer | None:
    """Register, or put what was refused where the person looks."""
    facts = form.facts()
    try:
        return register_employer(
            facts=facts,
            office=user.office,
            by=user,
            at=timezone.now(),
            not_the_same=form.cleaned_data["not_the_same"],
            submission=submission,
        )
    except FactsRefused as refusal:
        form.take_errors(refusal.errors)
    except LooksLikeKnown as refusal:
        context["similar"] = find_similar(facts, [user.office])
        form.add_error(None, str(refusal))
    except EmployerExists as refusal:
        owner = employer_by_code(facts.person_id_no)
        if facts.person_id_no and not employers_visible_to(user).filter(pk__in=owner.values("pk")).exists():
            try:  # "known elsewhere" is an answer about somebody's ID number: counted here as everywhere
                count_lookup(by=user, at=timezone.now(), found=True)
            except TooManyLookups as too_many:
                form.add_error(None, str(too_many))
                return None
        context["known"] = knows(facts)
        form.add_error(None, str(refusal))
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return None


@require_http_methods(["GET", "POST"])
@never_cache
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Correct an employer. Numbers are not shown whole; a person stands on it, so the look leaves a line."""
    user = actor(request)
    if not can_change_employer(user):
        raise NotAllowed
    employer = get_object_or_404(employers_visible_to(user), public_id=public_id)
    form = EmployerForm(
        request.POST or None,
        area_code=user.office.area_code,
        employer=employer,
        initial=shown(employer),
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_employer(
                employer=employer,
                facts=form.facts(),
                by=user,
                at=timezone.now(),
                seen_version=form.cleaned_data["version"],
            )
        except FactsRefused as refusal:
            form.take_errors(refusal.errors)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("用工主体已保存。"))
            return redirect("employers:show", employer.public_id)
    write_audit(
        action="employer.opened",
        by=user,
        at=timezone.now(),
        obj=employer,
        fields=["name"],
        kind=AuditKind.READ,
    )
    context = {"form": form, "employer": employer, "name": public_name(employer.kind, employer.name)}
    return render(request, "employers/change.html", context, status=422 if form.errors else 200)
