"""For whoever answers for a station or a county: counts, escalated pay, and cases that nobody attends to."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizhan.accounts.queries import actor
from yizhan.rights.operations import NotTheirs, assign_case
from yizhan.rights.rules import may_assign, may_supervise
from yizhan.rights.supervision import assignable, escalated, get_unattended, station_lines, unattended_cards
from yizhan.rights.web.forms import AssignForm
from yizhan.shared.errors import NotAllowed
from yizhan.shared.web.middleware import say


@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show counts by station and the pay that is late for more than three days; no word of any case."""
    user, today = actor(request), timezone.localdate()
    if not may_supervise(user):
        raise NotAllowed
    warnings = escalated(user, today)
    waiting = unattended_cards(user, today)
    context = {
        "lines": station_lines(user, warnings, today),
        "warnings": warnings,
        "waiting": waiting,
        "form": AssignForm(people=assignable(user)) if waiting else None,
        "today": today,
    }
    return render(request, "rights/overview.html", context)


@require_POST
def assign(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Give a case that nobody attends to to somebody of the station."""
    user = actor(request)
    if not may_assign(user):
        raise NotAllowed
    case = get_unattended(user, public_id)
    people = assignable(user)
    form = AssignForm(request.POST, people=people)
    if not form.is_valid():
        raise NotTheirs
    to = next(one for one in people if one.pk == form.cleaned_data["to"])
    assign_case(case=case, to=to, by=user, at=timezone.now())
    say(request, _("%(number)s 已指派给%(name)s。") % {"number": case.number, "name": to.name})
    return redirect("rights:overview")
