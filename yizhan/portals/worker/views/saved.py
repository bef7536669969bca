"""Searches that one keeps: the list, keeping one, stopping one."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yizhan.people.enums import ConsentPurpose
from yizhan.people.queries import has_consent
from yizhan.portals.worker.enums import Hours
from yizhan.portals.worker.operations import DAY, demand_tries
from yizhan.portals.worker.own import note_own, own_page
from yizhan.portals.worker.pages import show
from yizhan.portals.worker.saved import (
    WEEK,
    label_of,
    link_of,
    narrow_search,
    save_search,
    searches_of,
    stop_search,
)
from yizhan.portals.worker.search import read_search
from yizhan.shared.display import WEEKDAYS

if TYPE_CHECKING:
    from yizhan.people.models import Person

SAVES_A_DAY = 30
#: Yuan a day to choose from.
PAY_STEPS = (100, 150, 200, 250, 300, 400, 500)


@own_page
@require_safe
def searches(request: HttpRequest, person: Person) -> HttpResponse:
    """List what one keeps, and say how one is told."""
    at = timezone.now()
    kept = searches_of(person, at)
    note_own(person, "worker.viewed_searches", "words", "near")
    context = {
        "rows": [
            {"saved": row, "label": label_of(row), "link": link_of(row), "until": timezone.localdate(row.until_at),
             "least": row.least_daily_fen // 100,
             "week": [(sign, words, sign in row.weekdays) for sign, words in zip(WEEK, WEEKDAYS, strict=True)]}
            for row in kept
        ],
        "pays": PAY_STEPS, "hours": Hours.choices,
        "by_sms": has_consent(person, ConsentPurpose.PUSH, at), "tab": "me",
    }  # fmt: skip
    return show(request, "worker/searches.html", context)


@own_page
@require_POST
def save(request: HttpRequest, person: Person) -> HttpResponse:
    """Keep the search that the page before showed."""
    at = timezone.now()
    demand_tries(scope="worker.save", about=f"person {person.pk}", at=at, window=DAY, most=SAVES_A_DAY)
    save_search(person=person, search=read_search(request.POST.dict(), page=1), at=at)
    messages.success(request, _("已保存。有合适的新活，每天最多告诉您一次。"))
    return redirect("worker:searches")


@own_page
@require_POST
def narrow(request: HttpRequest, person: Person, public_id: uuid.UUID) -> HttpResponse:
    """Be told only of some of it; what cannot be is taken as not said."""
    at, pay, hours = timezone.now(), request.POST.get("pay", ""), request.POST.get("hours", "")
    demand_tries(scope="worker.save", about=f"person {person.pk}", at=at, window=DAY, most=SAVES_A_DAY)
    days = "".join(day for day in WEEK if day in request.POST.getlist("day"))
    narrow_search(
        person=person, public_id=public_id, weekdays="" if days == WEEK else days,
        least_daily_fen=int(pay) * 100 if pay in {str(step) for step in PAY_STEPS} else 0,
        hours=hours if hours in Hours.values else "", at=at,
    )  # fmt: skip
    messages.success(request, _("已记下，只告诉您这样的活。"))
    return redirect("worker:searches")


@own_page
@require_POST
def stop(request: HttpRequest, person: Person, public_id: uuid.UUID) -> HttpResponse:
    """Keep one no longer."""
    stop_search(person=person, public_id=public_id, at=timezone.now())
    messages.success(request, _("已停止，不再提醒。"))
    return redirect("worker:searches")
