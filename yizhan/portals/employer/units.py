"""The employer's own pages: what there is to do, who acts for it, and what is on record about it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from yizhan.employers.appeal_kind import shown_measures
from yizhan.employers.enums import MemberRole
from yizhan.employers.operations import (
    FactsRefused,
    MemberHasAccount,
    MobileOfAnother,
    invite_member,
    print_code,
    remove_member,
    withdraw_invitation,
)
from yizhan.employers.queries import (
    NOTHING_KNOWN,
    agents_of,
    conduct_lines,
    employer_card,
    employers_of_agent,
    facts_of,
    open_invitations,
    owns,
    unanswered_counts,
)
from yizhan.employers.slips import JOIN_PATH, slip_of
from yizhan.portals.employer.forms import InviteForm
from yizhan.portals.employer.who import agent_of
from yizhan.postings.queries import posting_cards, postings_visible_to
from yizhan.referrals.for_employers import count_to_answer
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.identifiers.masks import mask_phone
from yizhan.shared.web.middleware import say
from yizhan.shared.web.public_address import paper_url
from yizhan.shared.web.request_facts import asked_number

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.employers.models import Employer

#: Postings on one page.
PAGE_SIZE = 30


def _own(user: User, public_id: uuid.UUID) -> Employer:
    return get_object_or_404(employers_of_agent(user).select_related("office"), public_id=public_id)


@require_GET
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Show what there is to do, the own employers, and their postings, newest first. No person stands on it."""
    user, at = agent_of(request), timezone.now()
    number, today = asked_number(request), timezone.localdate(at)
    own = [employer_card(one) for one in employers_of_agent(user).order_by("name_key", "pk")]
    owed = unanswered_counts(today, [card.id for card in own])
    start = (number - 1) * PAGE_SIZE
    rows = postings_visible_to(user).order_by("-created_at", "-pk")
    ids = list(rows.values_list("pk", flat=True)[start : start + PAGE_SIZE + 1])
    context = {
        "units": [{"card": card, "state": card.state(today), "owed": owed.get(card.id, 0)} for card in own],
        "cards": list(posting_cards(ids[:PAGE_SIZE], at).values()),
        "to_answer": count_to_answer(user),
        "number": number,
        "has_next": len(ids) > PAGE_SIZE,
        "several": len(own) > 1,
    }
    return render(request, "employer/home.html", context)


@require_GET
@never_cache
def members(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show who acts for the employer; owners ask others in and end their acting."""
    user = agent_of(request)
    return _members(request, user, _own(user, public_id), InviteForm())


def _members(
    request: HttpRequest, user: User, employer: Employer, form: InviteForm, *, code: str = "", status: int = 200
) -> HttpResponse:
    at = timezone.now()
    write_audit(action="employer.members_viewed", by=user, at=at, obj=employer, fields=["agents"], kind=AuditKind.READ)
    card = employer_card(employer)
    context = {
        "employer": employer,
        "card": card,
        "state": card.state(timezone.localdate(at)),
        "rows": [{"agent": one, "mobile": mask_phone(one.mobile)} for one in agents_of(employer)],
        "invitations": [{"row": one, "mobile": mask_phone(one.mobile)} for one in open_invitations(employer, at)],
        "owns": owns(user, employer),
        "form": form,
        "code": code,
    }
    return render(request, "employer/members.html", context, status=status)


@require_POST
@never_cache
def invite(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make a code for somebody and show it once."""
    user = agent_of(request)
    employer = _own(user, public_id)
    form = InviteForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            code = invite_member(
                employer=employer, role=MemberRole(data["role"]), name=data["name"], mobile=data["mobile"], by=user,
                at=timezone.now(),
            )  # fmt: skip
        except FactsRefused as refusal:
            form.take_errors(refusal.errors)
        except (MemberHasAccount, MobileOfAnother) as refusal:
            form.add_error("mobile", str(refusal))
        else:
            return _members(request, user, employer, InviteForm(), code=code)
    return _members(request, user, employer, form, status=422)


@require_POST
@never_cache
@sensitive_post_parameters("code")
def slip(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Print the code that was just made."""
    user, at = agent_of(request), timezone.now()
    code = request.POST.get("code", "")
    invitation = print_code(employer=_own(user, public_id), code=code, by=user, at=at)
    return slip_of(invitation, code, address=paper_url(request, JOIN_PATH), at=at)


@require_POST
def end(request: HttpRequest, public_id: uuid.UUID, agent_id: uuid.UUID) -> HttpResponse:
    """End somebody's acting for the employer, at once."""
    user = agent_of(request)
    employer = _own(user, public_id)
    agent = get_object_or_404(employer.agents.select_related("employer"), public_id=agent_id)
    remove_member(agent=agent, by=user, at=timezone.now())
    if agent.user_id == user.pk:
        say(request, _("您已不再替该单位办事。"))
        return redirect("employer:home")
    say(request, _("已停用，对方马上看不到本单位的任何内容。"))
    return redirect("employer:members", public_id)


@require_POST
def void(request: HttpRequest, public_id: uuid.UUID, invitation_id: uuid.UUID) -> HttpResponse:
    """Void a code that nobody has used."""
    user = agent_of(request)
    employer = _own(user, public_id)
    invitation = get_object_or_404(employer.invitations.select_related("employer"), public_id=invitation_id)
    withdraw_invitation(invitation=invitation, by=user, at=timezone.now())
    say(request, _("开通码已作废。"))
    return redirect("employer:members", public_id)


@require_GET
@never_cache
def record(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the own record: lines that workers are told, measures with appeals, facts without who said them."""
    user, at = agent_of(request), timezone.now()
    employer = _own(user, public_id)
    facts, has_more = facts_of(employer, user, against=False)
    context = {
        "employer": employer,
        "card": employer_card(employer),
        "lines": conduct_lines([employer.pk], at).get(employer.pk, NOTHING_KNOWN).lines(),
        "measures": shown_measures(employer, user),
        "facts": facts,
        "has_more": has_more,
        "owed": unanswered_counts(timezone.localdate(at), [employer.pk]).get(employer.pk, 0),
    }
    return render(request, "employer/record.html", context)
