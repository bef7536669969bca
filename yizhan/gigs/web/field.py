"""Attendance in the field: a page that works without network, what it sends, and what a person has to decide."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizhan.accounts.queries import actor, can_serve
from yizhan.gigs.board import board_of_day
from yizhan.gigs.enums import FieldDecision, FieldOutcome, FieldWhat
from yizhan.gigs.operations import FieldNote, decide_field, merge_field
from yizhan.gigs.operations.refusals import sentence_of
from yizhan.gigs.queries import field_entries, open_field_entries, orders_visible_to
from yizhan.gigs.web._common import FormRefused, demand, note_list
from yizhan.shared.web.middleware import say

#: More than a day's shifts of a station; a device that sends more is no device of ours.
MOST_NOTES = 1000
WORKER = Path(__file__).parents[1] / "static" / "gigs" / "field_worker.js"


@never_cache
@require_GET
def field(request: HttpRequest) -> HttpResponse:
    """Show today's and tomorrow's rosters so that coming and going can be noted where there is no network."""
    user = actor(request)
    demand(user, can_serve)
    today = timezone.localdate()
    shifts = [one for day in (today, today + dt.timedelta(days=1)) for one in board_of_day(user, day) if one.orders]
    note_list(user, sum(len(one.orders) for one in shifts), "gig.field_listed")
    return render(request, "gigs/field.html", {"shifts": shifts, "open": open_field_entries(user).count()})


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Hand out the service worker from the folder that it is to serve."""
    demand(actor(request), can_serve)
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")


@require_POST
def merge(request: HttpRequest) -> JsonResponse:
    """Take in what a device has kept; say of each note that it may leave the device.

    Sent: `{"entries": [{"id", "order", "what": "in"|"out", "moment", "noted"}]}`, times in ISO with a zone.
    Answered: `{"settled": [id], "conflicts": n, "sentence": …}`. A note about an order that the user does not see stays
    on the device.
    """
    user = actor(request)
    demand(user, can_serve)
    raw = _read(request)
    orders = {one.public_id: one for one in orders_visible_to(user).filter(public_id__in=[one["order"] for one in raw])}
    notes = [
        FieldNote(one["id"], orders[one["order"]], one["what"], one["moment"], one["noted"])
        for one in raw
        if one["order"] in orders
    ]
    entries = merge_field(notes=notes, by=user, at=timezone.now())
    conflicts = sum(1 for one in entries if one.is_open)
    words = {"n": len(entries), "open": conflicts, "left": len(raw) - len(notes)}
    sentence = _("已送到驿站 %(n)s 条。") % words
    if conflicts:
        sentence += _("其中 %(open)s 条和已登记的不一致或不能登记，没有覆盖，请打开核对。") % words
    if words["left"]:
        sentence += _("%(left)s 条不是本站的订单，还留在这台机器上。") % words
    return JsonResponse(
        {"settled": [str(one.public_id) for one in entries], "conflicts": conflicts, "sentence": sentence}
    )


def _read(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the notes that were sent.

    :raises FormRefused: they cannot be read; the device keeps them.
    """
    try:
        sent = json.loads(request.body)["entries"]
        if len(sent) > MOST_NOTES:
            raise FormRefused
        return [_note(one) for one in sent]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise FormRefused from None


def _note(one: dict[str, Any]) -> dict[str, Any]:
    moment, noted = (parse_datetime(str(one[name])) for name in ("moment", "noted"))
    if moment is None or noted is None or timezone.is_naive(moment) or timezone.is_naive(noted):
        raise FormRefused
    return {
        "id": uuid.UUID(str(one["id"])), "order": uuid.UUID(str(one["order"])), "what": FieldWhat(one["what"]),
        "moment": moment, "noted": noted,
    }  # fmt: skip


@never_cache
@require_http_methods(["GET"])
def conflicts(request: HttpRequest) -> HttpResponse:
    """Show what came from the field and says otherwise than what stands, both versions beside each other."""
    user = actor(request)
    demand(user, can_serve)
    rows = [{"entry": one, "sentence": sentence_of(one.refusal)} for one in field_entries(user)]
    note_list(user, len(rows), "gig.field_conflicts_listed")
    return render(request, "gigs/field_conflicts.html", {"rows": rows, "conflict": FieldOutcome.CONFLICT})


@require_POST
def decide(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep what stands, or take the note's time instead."""
    user = actor(request)
    demand(user, can_serve)
    entry = get_object_or_404(open_field_entries(user), public_id=public_id)
    decision = request.POST.get("decision", "")
    if decision not in FieldDecision.values:
        raise FormRefused
    decide_field(entry=entry, decision=FieldDecision(decision), by=user, at=timezone.now())
    say(request, _("已按您的决定处理，两个版本都留着。"))
    return redirect("gigs:field_conflicts")
