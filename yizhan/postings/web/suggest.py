"""What a field suggests while it is typed: occupations, local places, and how a pay text is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizhan.accounts.queries import actor
from yizhan.places.queries import find_places, full_name
from yizhan.postings.facts import read_terms
from yizhan.postings.queries import can_enter
from yizhan.shared.errors import NotAllowed
from yizhan.vocabularies.queries import find_occupations

if TYPE_CHECKING:
    from yizhan.accounts.models import User

LIMIT = 8
MOST_TYPED = 60


def _typist(request: HttpRequest) -> User:
    user = actor(request)
    if not can_enter(user):
        raise NotAllowed
    return user


@require_GET
def occupations(request: HttpRequest) -> HttpResponse:
    """Suggest occupations for an everyday word, the office's own words included."""
    user = _typist(request)
    text = request.GET.get("title", "")[:MOST_TYPED]
    hits = find_occupations(text, limit=LIMIT, office=user.office) if text.strip() else []
    return render(request, "postings/_occupations.html", {"hits": hits, "text": text.strip()})


@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Suggest local places of the office and those above it."""
    user = _typist(request)
    hits = find_places(request.GET.get("place_name", "")[:MOST_TYPED], user.office, LIMIT)
    rows = [{"hit": hit, "division": full_name(hit.division_code)} for hit in hits]
    return render(request, "postings/_places.html", {"rows": rows, "meeting": False})


@require_GET
def meeting(request: HttpRequest) -> HttpResponse:
    """Suggest local places where people may meet; a choice fills the meeting point."""
    user = _typist(request)
    hits = find_places(request.GET.get("meeting_place", "")[:MOST_TYPED], user.office, LIMIT)
    rows = [{"hit": hit, "division": full_name(hit.division_code)} for hit in hits]
    return render(request, "postings/_places.html", {"rows": rows, "meeting": True})


@require_GET
def pay(request: HttpRequest) -> HttpResponse:
    """Say how a pay text is read, and what it comes to a day; nothing is invented."""
    _typist(request)
    names = ("pay", "pay_unit", "pieces_per_day", "hours_per_day", "start_time", "end_time", "break_time", "kind",
             "ends_on")  # fmt: skip
    raw = {name: request.GET.get(name, "")[:MOST_TYPED] for name in names}
    raw["starts_on"] = request.GET.get("starts_on", "") or timezone.localdate().isoformat()
    raw |= {"title": "-", "week_days": request.GET.getlist("week_days")}  # type: ignore[dict-item]
    offer, errors = read_terms(raw, at=timezone.now())
    context = {"written": raw["pay"].strip(), "terms": offer.terms if offer else None, "errors": errors}
    return render(request, "postings/_pay.html", context)
