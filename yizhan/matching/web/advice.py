"""What one change would open, beside a person's and a posting's page; loaded after the page, so that nobody waits."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from yizhan.accounts.queries import can_serve
from yizhan.matching.advice import advise_seeker, advise_work
from yizhan.matching.web.views import asking, note_look, person_asked_about, posting_asked_about


@never_cache
@require_GET
def for_person(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say what would open more work to a person; each line opens the wish form with the change filled in."""
    user, person, seeker = person_asked_about(request, public_id)
    advice = advise_seeker(seeker=seeker, at=timezone.now()) if seeker is not None else None
    form = reverse("workers:wish", args=[public_id])
    lines = [
        {"line": line, "url": f"{form}?change={line.change}" if line.change and can_serve(user) else ""}
        for line in (advice.lines if advice else ())
    ]
    note_look(user, person, "matching.advice_viewed")
    return render(request, "matching/_advice.html", {"advice": advice, "lines": lines})


@never_cache
@require_GET
def for_work(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say what would suit a posting to more people: counts alone, nobody is named."""
    user = asking(request)
    posting = posting_asked_about(user, public_id)
    return render(
        request, "matching/_work_advice.html", {"advice": advise_work(posting=posting, by=user, at=timezone.now())}
    )
