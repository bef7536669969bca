"""Somebody who looks for work: their page, the panel on the person's page, steps, the switch of recommendation."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizhan.people.queries import age_on, current_contacts, has_proven_birth, masked_id, masked_phone
from yizhan.shared.web.middleware import say
from yizhan.vocabularies.queries import certificate, occupation_name
from yizhan.workers.enums import MOVES, SeekerStatus, SettleWish, VisitPurpose, WorkMode
from yizhan.workers.models import JobSeeker, Wish
from yizhan.workers.operations import SeekerCannotMove, move_seeker, set_recommendation
from yizhan.workers.queries import (
    certificates_of,
    dated_days_of,
    get_wished_occupations,
    grounds_of,
    promises_of,
    seeker_of,
    skills_of,
)
from yizhan.workers.rules import may_register, tier_words
from yizhan.workers.web._common import note_look, person_for, seeker_for
from yizhan.workers.web.words import (
    STATUS_KIND,
    STEP_QUESTIONS,
    STEP_WORDS,
    TIER_KIND,
    labels,
    parts_words,
    waiting_days,
    week_words,
    work_lines,
)

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person


@never_cache
@require_GET
def seeker(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show what somebody wants and can do, with the steps that are possible now."""
    user, person = person_for(request, public_id)
    found = seeker_of(person)
    today = timezone.localdate()
    context = _shown(user, person, found, today)
    note_look(user, person, "seeker.viewed", "name", "id_no", "contacts", "birth_on", "wish")
    return render(request, "workers/seeker.html", context)


@never_cache
@require_GET
def panel(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the same in short on the person's page."""
    user, person = person_for(request, public_id)
    context = _shown(user, person, seeker_of(person), timezone.localdate())
    note_look(user, person, "seeker.viewed", "wish")
    return render(request, "workers/_panel.html", context)


def _shown(user: User, person: Person, found: JobSeeker | None, today: dt.date) -> dict[str, Any]:
    context = {
        "person": person,
        "age": age_on(person, today),
        "age_proven": has_proven_birth(person),
        "id_no": masked_id(person),
        "phone": masked_phone(person),
        "offer_slip": not person.id_no and not current_contacts(person),
        "may_register": may_register(user),
        "purposes": VisitPurpose.choices,
        "seeker": found,
    }
    return context | standing(found, today) if found else context


def standing(seeker: JobSeeker, today: dt.date) -> dict[str, Any]:
    """Return what the page, the panel and the wish form say of a job seeker."""
    wish: Wish = seeker.wish
    status = SeekerStatus(seeker.status)
    return {
        "wish": wish,
        "works": work_lines(get_wished_occupations(seeker)),
        "modes": labels(wish.work_modes, WorkMode),
        "settles": labels(wish.settle, SettleWish),
        "week": week_words(wish.week_mask),
        "days": [{"day": row.day, "parts": parts_words(row.parts)} for row in dated_days_of(wish, today)],
        "lapsed": wish.valid_until_on < today,
        "status_kind": STATUS_KIND[status],
        "waiting": waiting_days(seeker.waiting_since_on, today),
        "tier_kind": TIER_KIND[seeker.service_tier],
        "tier_words": tier_words(grounds_of(seeker, today)),
        "skills": [{"row": row, "name": occupation_name(row.occupation_code)} for row in skills_of(seeker)],
        "certificates": [certificate_line(row, today) for row in certificates_of(seeker.person)],
        "promises": promises_of(seeker.person, timezone.now()),
        "steps": [
            {"to": to.value, "words": STEP_WORDS[to], "question": STEP_QUESTIONS.get(to, "")}
            for to in SeekerStatus
            if to in MOVES.get(status, frozenset())
        ],
    }


def certificate_line(row: Any, today: dt.date) -> dict[str, Any]:
    """Return a certificate with whether it counts today."""
    known = certificate(row.code)
    over = (row.expires_on and row.expires_on < today) or (row.review_on and row.review_on < today)
    return {"row": row, "name": known.name if known else row.code, "counts": not over}


@require_POST
def move(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take one step."""
    user, found = seeker_for(request, public_id, may_register)
    to = request.POST.get("to", "")
    if to not in SeekerStatus.values:
        raise SeekerCannotMove
    move_seeker(seeker=found, to=SeekerStatus(to), by=user, at=timezone.now())
    say(request, _("状态已改为“%(status)s”。") % {"status": SeekerStatus(to).label})
    return redirect("workers:seeker", public_id)


@require_POST
def recommendation(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Turn personal recommendation off or on at the person's word."""
    user, found = seeker_for(request, public_id, may_register)
    off = request.POST.get("off") == "1"
    set_recommendation(seeker=found, off=off, by=user, at=timezone.now())
    say(request, _("个性化推荐已关闭，岗位按发布时间排列。") if off else _("个性化推荐已打开。"))
    return redirect("workers:seeker", public_id)
