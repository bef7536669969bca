"""The page with which a station opens."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizhan.accounts.queries import actor, can_see_people, can_serve, is_agent
from yizhan.portals.desk.queries import JOBS_SHOWN, day_so_far, jobs_to_fill, to_dos


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what there is to do today; an employer's agent goes to their own page. No person stands on it."""
    user = actor(request)
    if is_agent(user):
        return redirect("employer:home")
    at = timezone.now()
    jobs = jobs_to_fill(user, at)
    context = {
        "to_dos": to_dos(request),
        "jobs": jobs[:JOBS_SHOWN],
        "more_jobs": len(jobs) > JOBS_SHOWN,
        "so_far": day_so_far(user, at),
        "today": timezone.localdate(at),
        "serves": can_serve(user),
        "sees_people": can_see_people(user),
    }
    return render(request, "desk/home.html", context)
