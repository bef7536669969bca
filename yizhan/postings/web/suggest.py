"""What a field suggests while it is typed: occupations, local places, employers, and how a pay text is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizhan.accounts.queries import actor
from yizhan.employers.queries import search_employers
from yizhan.places.queries import find_places, full_name
from yizhan.postings.facts import read_terms
from yizhan.postings.queries import can_enter
from yizhan.shared.errors import NotAllowed
from yizhan.shared.web.marks import only_reads
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


def _prefix(request: HttpRequest) -> str:
    """Return what stands before the names of a page that shows several forms (`job2-`)."""
    asked = request.GET.get("field", "")
    return asked if re.fullmatch(r"job\d{1,3}-", asked) else ""


@require_GET
def occupations(request: HttpRequest) -> HttpResponse:
    """Suggest occupations for an everyday word, the office's own words included."""
    user = _typist(request)
    text = request.GET.get(f"{_prefix(request)}title", "")[:MOST_TYPED]
    hits = find_occupations(text, limit=LIMIT, office=user.office) if text.strip() else []
    return render(
        request, "postings/_occupations.html", {"hits": hits, "text": text.strip(), "prefix": _prefix(request)}
    )


@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Suggest local places of the office and those above it."""
    user = _typist(request)
    hits = find_places(request.GET.get(f"{_prefix(request)}place_name", "")[:MOST_TYPED], user.office, LIMIT)
    rows = [{"hit": hit, "division": full_name(hit.division_code)} for hit in hits]
    return render(request, "postings/_places.html", {"rows": rows, "meeting": False, "prefix": _prefix(request)})


@require_GET
def meeting(request: HttpRequest) -> HttpResponse:
    """Suggest local places where people may meet; a choice fills the meeting point."""
    user = _typist(request)
    hits = find_places(request.GET.get("meeting_place", "")[:MOST_TYPED], user.office, LIMIT)
    rows = [{"hit": hit, "division": full_name(hit.division_code)} for hit in hits]
    return render(request, "postings/_places.html", {"rows": rows, "meeting": True, "prefix": ""})


@only_reads
@require_POST
@never_cache
def employers(request: HttpRequest) -> HttpResponse:
    """Suggest employers; a POST, so that no name stands in an address."""
    user = _typist(request)
    text = request.POST.get("employer_name", "").strip()[:MOST_TYPED]
    return render(request, "postings/_employers.html", {"cards": search_employers(user, text, LIMIT), "text": text})


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
