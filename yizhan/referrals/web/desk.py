"""The desk's day: handing over, a day that is called off, on which days to call after a hire."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizhan.accounts.queries import actor, can_manage_station, can_serve, office_of, users_of
from yizhan.people.enums import UnmaskReason
from yizhan.postings.enums import PostingKind
from yizhan.postings.queries import posting_card, postings_visible_to
from yizhan.referrals.operations import hand_over, rain_off, set_followup_plan, take_over
from yizhan.referrals.queries import (
    call_list_for_day,
    days_ahead,
    expected_on,
    handovers_visible_to,
    open_at_desk,
    plans_of,
)
from yizhan.referrals.web._common import demand, note_list
from yizhan.referrals.web.forms import HandoverForm, PlanForm
from yizhan.shared.web.middleware import say

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: What is open at a handover, in words; the keys are those of `queries.open_at_desk`.
OPEN_WORDS = {
    "letters": gettext_lazy("待回执的介绍信"),
    "proposed": gettext_lazy("待联系的推荐"),
    "calls": gettext_lazy("到期的回访"),
}
OPEN_PAGES = {"letters": "referrals:receipt", "proposed": "referrals:list", "calls": "followups:list"}
HANDOVERS = 20


@never_cache
@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest) -> HttpResponse:
    """Show what is open and leave the desk to the next clerk; take over what a colleague left."""
    user = actor(request)
    demand(user, can_serve)
    today = timezone.localdate()
    counts = open_at_desk(user, today)
    colleagues = [one for one in users_of(office_of(user)) if one.pk != user.pk and can_serve(one)]
    form = HandoverForm(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        to = next((one for one in colleagues if one.pk == form.cleaned_data["to"]), None)
        hand_over(by=user, to=to, note=form.cleaned_data["note"], open_counts=counts, at=timezone.now())
        say(request, _("已交班，下一位打开这一页就能看到。"))
        return redirect("referrals:handover")
    rows = [
        {"row": row, "open": _open_words(row.open_counts), "may_take": row.taken_at is None and row.from_user != user}
        for row in handovers_visible_to(user)[:HANDOVERS]
    ]
    context = {
        "form": form,
        "open": [{"label": OPEN_WORDS[key], "count": n, "page": OPEN_PAGES[key]} for key, n in counts.items()],
        "waiting": [row for row in rows if row["may_take"]],
        "rows": rows,
    }
    return render(request, "referrals/handover.html", context, status=422 if form.errors else 200)


def _open_words(counts: dict[str, int]) -> list[str]:
    return [f"{OPEN_WORDS[key]} {n}" for key, n in counts.items() if n and key in OPEN_WORDS]


@require_POST
def take(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say "I have read it"."""
    user = actor(request)
    demand(user, can_serve)
    found = get_object_or_404(handovers_visible_to(user), public_id=public_id)
    take_over(handover=found, by=user, at=timezone.now())
    say(request, _("已接班。"))
    return redirect("referrals:handover")


@require_GET
def rain(request: HttpRequest) -> HttpResponse:
    """Choose the posting and the day that is called off: those on which somebody is expected."""
    user = actor(request)
    demand(user, can_serve)
    return render(request, "referrals/rain.html", {"days": days_ahead(user, timezone.now())})


@never_cache
@require_http_methods(["GET", "POST"])
def rain_day(request: HttpRequest, public_id: uuid.UUID, day: str) -> HttpResponse:
    """Show who would have to be called, call the day off, and show whom to call now."""
    user, at = actor(request), timezone.now()
    demand(user, can_serve)
    posting = get_object_or_404(postings_visible_to(user).select_related("terms", "office"), public_id=public_id)
    when = _date(day)
    if request.method == "POST":
        people = rain_off(posting=posting, day=when, by=user, at=at)
        say(request, _("这一天已取消，共 %(n)s 人要通知，名单在下面。") % {"n": sum(one.places for one in people)})
        return redirect("referrals:rain_day", public_id, day)
    expected, told = expected_on(user, posting, when), call_list_for_day(user, posting, when)
    shown = told or expected
    note_list(user, [line for line in shown if line.card], "referral.rain_listed")
    context = {
        "card": posting_card(posting, at),
        "day": when,
        "is_off": not expected and _is_off(posting.shifts.all(), when),
        "lines": shown,
        "people": sum(line.places for line in shown),
        "reasons": UnmaskReason.choices,
    }
    return render(request, "referrals/rain_day.html", context)


def _is_off(shifts: object, when: dt.date) -> bool:
    """Say whether the day has shifts and all of them are cancelled."""
    of_day = [one for one in shifts if timezone.localdate(one.starts_at) == when]  # type: ignore[attr-defined]
    return bool(of_day) and all(one.cancelled_at is not None for one in of_day)


def _date(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not 2000 <= day.year < 9000:  # its midnight is no moment in every time zone
        raise Http404
    return day


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Choose on which days the station calls after a hire, for each kind of posting."""
    user = actor(request)
    demand(user, can_manage_station)
    if request.method == "POST":
        form = PlanForm(request.POST)
        if form.is_valid() and form.cleaned_data["kind"] in PostingKind.values:
            set_followup_plan(
                office=office_of(user), posting_kind=form.cleaned_data["kind"], days=form.cleaned_data["days"],
                by=user, at=timezone.now(),
            )  # fmt: skip
            say(request, _("回访计划已保存，从下一次录用起按新的日子安排。"))
            return redirect("referrals:plan")
    return render(request, "referrals/plan.html", {"plans": _plans(user)})


def _plans(user: User) -> list[dict[str, object]]:
    days = plans_of(user.office_id)
    return [
        {
            "label": PostingKind(kind).label,
            "form": PlanForm(initial={"kind": kind, "days": list(days[kind])}, auto_id=f"{kind}_%s"),
        }
        for kind in PostingKind.values
    ]
