"""The service ledger: somebody came, for what, with or without a name."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.accounts.queries import actor
from yizhan.people.queries import get_person, search_people
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.errors import Refused
from yizhan.shared.submissions import earlier_submission
from yizhan.shared.web.marks import only_reads
from yizhan.shared.web.middleware import say
from yizhan.workers.enums import VisitPurpose, WhyTakenBack
from yizhan.workers.operations import record_visit, take_back_visit
from yizhan.workers.queries import counts_by_purpose, visits_visible_to
from yizhan.workers.rules import may_register, may_see_seekers, may_take_back
from yizhan.workers.web._common import demand, page_number, person_for

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person

PAGE_SIZE = 30
MOST_HITS = 5


class PurposeMissing(Refused):
    """Nobody said why somebody came."""

    code = "purpose_missing"
    sentence = gettext_lazy("没有选来访事由，没有记。请选一个事由再按。")
    status = 422


class WhyMissing(Refused):
    """Nobody said why a visit does not count."""

    code = "visit_why_missing"
    sentence = gettext_lazy("没有选撤回的原因，没有改变。请选一个原因再撤回。")
    status = 422


@never_cache
@require_http_methods(["GET", "POST"])
def visits(request: HttpRequest) -> HttpResponse:
    """Show the day's ledger; note a visit by one key."""
    user = actor(request)
    demand(user, may_register if request.method == "POST" else may_see_seekers)
    if request.method == "POST":
        chosen = request.POST.get("person", "")
        person = get_person(user, uuid.UUID(chosen)) if _is_uuid(chosen) else None
        return _note(request, user, person, reverse("workers:visits"))
    today, number = timezone.localdate(), page_number(request)
    start = (number - 1) * PAGE_SIZE
    found = list(visits_visible_to(user, today)[start : start + PAGE_SIZE + 1])
    rows = found[:PAGE_SIZE]
    for row in rows:
        row.may_take_back = row.taken_back_at is None and may_take_back(user, row.by_id)  # type: ignore[attr-defined]
    named = sum(1 for visit in rows if visit.person_id)
    if named:
        _note_list(user, named, timezone.now())
    purposes = _purposes(counts_by_purpose(user, today))
    context = {
        "today": today, "purposes": purposes, "buttons": _buttons(), "total": sum(row["count"] for row in purposes),
        "rows": rows, "number": number, "has_next": len(found) > PAGE_SIZE, "may_register": may_register(user),
        "several_offices": user.office.kind != "station", "reasons": WhyTakenBack.choices,
    }  # fmt: skip
    return render(request, "workers/visits.html", context)


@require_POST
def take_back(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Take back a visit of today that was noted by mistake."""
    user, now = actor(request), timezone.now()
    demand(user, may_register)
    found = get_object_or_404(visits_visible_to(user, timezone.localdate(now)), pk=visit_id)
    why = request.POST.get("why", "")
    if why not in WhyTakenBack.values:
        raise WhyMissing
    take_back_visit(visit=found, why=WhyTakenBack(why), by=user, at=now)
    say(request, _("已撤回这次来访，人次里不再算它。"))
    return redirect("workers:visits")


def _purposes(counts: dict[str, int]) -> list[dict[str, Any]]:
    return [{"label": purpose.label, "count": counts.get(purpose.value, 0)} for purpose in VisitPurpose]


def _buttons() -> list[dict[str, Any]]:
    """Return what is noted by one key. Registering notes its own visit, so that nobody is counted twice."""
    offered = [purpose for purpose in VisitPurpose if purpose != VisitPurpose.REGISTER]
    return [
        {"value": purpose.value, "label": purpose.label, "key": f"Alt+{number}"}
        for number, purpose in enumerate(offered, start=1)
    ]


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _note_list(user: User, count: int, at: dt.datetime) -> None:
    write_audit(action="visits.listed", by=user, at=at, kind=AuditKind.READ, fields=["name"], reason=f"rows:{count}")


def _note(request: HttpRequest, user: User, person: Person | None, led_to: str) -> HttpResponse:
    """Write the visit down once, however often the form is sent."""
    purpose, submission = request.POST.get("purpose", ""), request.POST.get("submission")
    if earlier_submission(submission, by=user):
        return redirect(led_to)
    if purpose not in VisitPurpose.values:
        raise PurposeMissing
    try:
        record_visit(
            office=user.office, purpose=VisitPurpose(purpose), person=person, by=user, at=timezone.now(),
            submission=submission, led_to=led_to,
        )  # fmt: skip
    except IntegrityError:
        if earlier_submission(submission, by=user) is None:
            raise
    else:
        say(request, _("已记一次来访：%(purpose)s。") % {"purpose": VisitPurpose(purpose).label})
    return redirect(led_to)


@require_POST
def visit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note a visit of somebody on record, from their page."""
    user, person = person_for(request, public_id, may_register)
    return _note(request, user, person, reverse("workers:seeker", args=[public_id]))


@only_reads
@require_POST
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Find who came, by name, initials, telephone tail. A POST: no name stands in an address."""
    user = actor(request)
    demand(user, may_register)
    text = request.POST.get("text", "").strip()[:64]
    cards = search_people(user, text, MOST_HITS, today=timezone.localdate()) if len(text) > 1 else []
    if cards:
        _note_list(user, len(cards), timezone.now())
    return render(request, "workers/_visitors.html", {"cards": cards, "asked": len(text) > 1})
