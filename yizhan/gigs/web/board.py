"""The dispatch board of a day, suggestions for a shift, and its roster."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizhan.accounts.queries import actor, can_see_people, can_serve
from yizhan.gigs.board import board_of_day, find_for_shift, orders_of_shift, suggestions_for, wanting_beside
from yizhan.gigs.enums import BY_HAND, AgreedBy, OverrideReason, SignMethod
from yizhan.gigs.models import Order
from yizhan.gigs.operations import (
    Policy,
    RosterLine,
    confirm_for_employer,
    enter_roster,
    insure_shift,
    name_member,
    promise_shift,
)
from yizhan.gigs.queries import get_order, get_shift
from yizhan.gigs.times import Asked, warnings_for
from yizhan.gigs.web._common import FormRefused, day_or_tomorrow, demand, note_list, what_is_wrong
from yizhan.gigs.web.forms import PolicyForm, PromiseForm
from yizhan.people.queries import get_person
from yizhan.shared.errors import Refused
from yizhan.shared.panels import actions_for
from yizhan.shared.web.middleware import say
from yizhan.workers.queries import seeker_of

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.postings.models import Shift

TIMES = "%Y-%m-%dT%H:%M"


@never_cache
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Show a day's shifts with who is promised to each; tomorrow unless another day is asked for."""
    user = actor(request)
    demand(user, can_see_people)
    day = day_or_tomorrow(request.GET.get("day", ""))
    shifts = board_of_day(user, day)
    note_list(user, sum(len(one.orders) + len(one.gone) for one in shifts), "gig.board_listed")
    context = {
        "day": day, "shifts": shifts, "may": can_serve(user), "before": day - dt.timedelta(days=1),
        "after": day + dt.timedelta(days=1), "left": sum(one.left for one in shifts),
        "actions": actions_for("gigs:board", user),
        "to_call": sum(1 for one in shifts for card in one.orders if card.is_ahead and not card.calls),
    }  # fmt: skip
    return render(request, "gigs/board.html", context)


@never_cache
@require_GET
def suggest(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the next best people for a shift, with all that want people that day in mind, each with a button."""
    user = actor(request)
    demand(user, can_serve)
    shift = get_shift(user, public_id)
    beside = wanting_beside(user, shift)
    items = suggestions_for([shift], beside=beside, by=user, at=timezone.now())[shift.pk]
    note_list(user, len(items), "gig.suggested")
    terms, ends_at = shift.posting.terms, shift.ends_at or shift.starts_at
    labor = terms.labor_type if terms else ""
    warnings = warnings_for({one.person.pk: Asked(one.person.pk, shift.starts_at, ends_at, labor) for one in items})
    rows = [(one, warnings.get(one.person.pk, [])) for one in items]
    return render(request, "gigs/_suggest.html", {"shift": shift, "rows": rows})


@require_POST
def promise(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Promise the shift to somebody."""
    user = actor(request)
    demand(user, can_serve)
    shift = get_shift(user, public_id)
    form = PromiseForm(request.POST)
    if not form.is_valid():
        raise FormRefused
    data = form.cleaned_data
    seeker = seeker_of(get_person(user, data["person"]))
    if seeker is None:
        raise FormRefused
    promise_shift(
        seeker=seeker, shift=shift, places=data["places"], overridden_reason=data["overridden_reason"], by=user,
        at=timezone.now(),
    )  # fmt: skip
    say(request, _("已派工，名额和时间已占住。接着打电话确认。"))
    return redirect(f"{reverse('gigs:board')}?day={timezone.localdate(shift.starts_at):%Y-%m-%d}")


@never_cache
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Find somebody by name for a shift, or for an unnamed place of a crew (`leader`), whatever speaks against it.

    A time that overlaps another promise is promised with a coded reason only.
    """
    user = actor(request)
    demand(user, can_serve)
    shift = get_shift(user, public_id)
    leader = _leader(user, request.GET.get("leader", ""), shift)
    text = request.POST.get("q", "")[:60]  # a name stands in no address
    found = find_for_shift(user, shift, text, timezone.localdate()) if text else []
    note_list(user, len(found), "gig.candidates_searched")
    error, status = "", 200
    if "person" in request.POST:
        try:
            _take(request, user, shift, leader)
        except Refused as refusal:
            error, status = str(refusal), refusal.status
        else:
            if leader is not None:
                return redirect("gigs:order", leader.public_id)
            return redirect(f"{reverse('gigs:board')}?day={timezone.localdate(shift.starts_at):%Y-%m-%d}")
    context = {
        "shift": shift, "leader": leader, "text": text, "found": found, "error": error, "form": PromiseForm(),
        "reasons": OverrideReason.choices, "left": shift.headcount - shift.taken,
    }  # fmt: skip
    return render(request, "gigs/choose.html", context, status=status)


def _leader(user: User, text: str, shift: Shift) -> Order | None:
    """Return the crew's leader named in the address; an order of another shift is none."""
    if not text:
        return None
    try:
        leader = get_order(user, uuid.UUID(text))
    except ValueError:
        raise Http404 from None
    if leader.shift_id != shift.pk:
        raise Http404
    return leader


def _take(request: HttpRequest, user: User, shift: Shift, leader: Order | None) -> None:
    form = PromiseForm(request.POST)
    if not form.is_valid():
        raise FormRefused(what_is_wrong(form))
    data, at = form.cleaned_data, timezone.now()
    seeker = seeker_of(get_person(user, data["person"]))
    if seeker is None:
        raise FormRefused(_("此人还没有登记求职，没有派工。请先在人员页登记求职意向。"))
    if leader is None:
        promise_shift(
            seeker=seeker, shift=shift, places=data["places"], overridden_reason=data["overridden_reason"], by=user,
            at=at,
        )  # fmt: skip
        say(request, _("已派工，名额和时间已占住。接着打电话确认。"))
    else:
        name_member(leader=leader, seeker=seeker, overridden_reason=data["overridden_reason"], by=user, at=at)
        say(request, _("已登记组员姓名，接着确认约定。"))


@never_cache
@require_http_methods(["GET", "POST"])
def insure(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Enter the policy that covers everybody on a shift."""
    user = actor(request)
    demand(user, can_serve)
    shift = get_shift(user, public_id)
    day = timezone.localdate(shift.starts_at)
    form = PolicyForm(request.POST or None, initial={"policy_from_on": day, "policy_until_on": day})
    if request.method == "POST" and form.is_valid():
        count = insure_shift(shift=shift, policy=Policy(**form.cleaned_data), by=user, at=timezone.now())
        say(request, _("保单已写进 %(n)s 人的约定，请双方重新确认。") % {"n": count})
        return redirect(f"{reverse('gigs:board')}?day={day:%Y-%m-%d}")
    return render(request, "gigs/insure.html", {"shift": shift, "form": form}, status=422 if form.errors else 200)


@require_POST
def employer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note that the employer agreed by telephone to everybody on a shift."""
    user = actor(request)
    demand(user, can_serve)
    shift = get_shift(user, public_id)
    count = confirm_for_employer(shift=shift, method=AgreedBy.PHONE, by=user, at=timezone.now())
    say(request, _("已记下用工方同意 %(n)s 人。") % {"n": count})
    return redirect(f"{reverse('gigs:board')}?day={timezone.localdate(shift.starts_at):%Y-%m-%d}")


@never_cache
@require_http_methods(["GET", "POST"])
def roster(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Print the roster with room for signatures, or enter the one that came back, all on one page."""
    user = actor(request)
    demand(user, can_serve)
    shift = get_shift(user, public_id)
    refused: dict[int, str] = {}
    if request.method == "POST":
        orders = orders_of_shift(user, shift)
        lines = [line for order in orders if (line := _line(request, order)) is not None]
        method = request.POST.get("method", SignMethod.ROSTER)
        if method not in BY_HAND:
            raise FormRefused
        answers = enter_roster(lines=lines, method=SignMethod(method), by=user, at=timezone.now())
        refused = {pk: str(refusal) for pk, refusal in answers.items()}
        if not refused:
            say(request, _("花名册已录入 %(n)s 行。") % {"n": len(lines)})
            return redirect("gigs:roster", public_id)
    rows = [
        {"order": order, "refused": refused.get(order.pk, ""), "start": timezone.localtime(shift.starts_at),
         "end": timezone.localtime(shift.ends_at), "noted": getattr(order, "attendance", None)}
        for order in orders_of_shift(user, shift)
    ]  # fmt: skip
    note_list(user, len(rows), "gig.roster_listed")
    context = {"shift": shift, "rows": rows, "refused": refused, "methods": [(one.value, one.label) for one in BY_HAND]}
    return render(request, "gigs/roster.html", context, status=409 if refused else 200)


def _line(request: HttpRequest, order: Order) -> RosterLine | None:
    """Read one line; one that is not ticked is none, a time that cannot be read counts as not written."""
    if not request.POST.get(f"came-{order.pk}"):
        return None
    times: dict[str, dt.datetime | None] = {}
    for name in ("in", "out"):
        try:
            typed = dt.datetime.strptime(request.POST.get(f"{name}-{order.pk}", ""), TIMES)  # noqa: DTZ007
            times[name] = timezone.make_aware(typed)
        except (ValueError, OverflowError):
            times[name] = None
    pieces = request.POST.get(f"pieces-{order.pk}", "")
    return RosterLine(
        order, times["in"], times["out"],
        pieces=int(pieces) if pieces.isascii() and pieces.isdigit() and len(pieces) < 8 else None,
        both_signed=bool(request.POST.get(f"signed-{order.pk}")),
    )  # fmt: skip
