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
from yizhan.portals.worker.operations import DAY, demand_tries
from yizhan.portals.worker.own import note_own, own_page
from yizhan.portals.worker.pages import show
from yizhan.portals.worker.saved import label_of, link_of, save_search, searches_of, stop_search
from yizhan.portals.worker.search import read_search

if TYPE_CHECKING:
    from yizhan.people.models import Person

SAVES_A_DAY = 30


@own_page
@require_safe
def searches(request: HttpRequest, person: Person) -> HttpResponse:
    """List what one keeps, and say how one is told."""
    at = timezone.now()
    kept = searches_of(person, at)
    note_own(person, "worker.viewed_searches", "words", "near")
    context = {
        "rows": [
            {"saved": row, "label": label_of(row), "link": link_of(row), "until": timezone.localdate(row.until_at)}
            for row in kept
        ],
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
def stop(request: HttpRequest, person: Person, public_id: uuid.UUID) -> HttpResponse:
    """Keep one no longer."""
    stop_search(person=person, public_id=public_id, at=timezone.now())
    messages.success(request, _("已停止，不再提醒。"))
    return redirect("worker:searches")
