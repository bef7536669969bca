"""Plans: asking for one, watching it come about, looking it through, carrying it out."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizhan.accounts.queries import actor
from yizhan.people.queries import get_person
from yizhan.plans import background
from yizhan.plans.enums import UNDER_WAY, PlanKind, PlanPolicy, PlanState
from yizhan.plans.models import PlanRow
from yizhan.plans.operations import (
    begin_again,
    discard_plan,
    drop_row,
    make_plan,
    put_back_row,
    queue_rows,
    replace_row,
)
from yizhan.plans.queries import (
    PLAN_BADGES,
    Numbers,
    counts_of,
    get_plan,
    get_row,
    list_plans,
    next_best,
    policy_of,
    rows_visible_to,
    shifts_of,
)
from yizhan.plans.rules import can_carry_out, can_look, can_plan
from yizhan.plans.web.forms import PlanActForm, PlanForm, RowForm
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.web.middleware import say
from yizhan.workers.queries import seeker_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from yizhan.accounts.models import User
    from yizhan.plans.models import Plan


class FormRefused(Refused):
    """What was sent cannot be read."""

    code = "form_refused"
    sentence = gettext_lazy("填写的内容不完整或看不懂，没有保存。请返回上一页核对后再提交。")
    status = 422


@never_cache
@require_http_methods(["GET", "POST"])
def list_(request: HttpRequest) -> HttpResponse:
    """Show the plans, and the form that asks for another."""
    user = _user(request, can_look)
    form = PlanForm(request.POST) if request.method == "POST" else PlanForm(initial=_usual(request, user))
    if request.method == "POST":
        if not can_plan(user):
            raise NotAllowed
        if form.is_valid():
            return _made(request, form.cleaned_data, user)
    context = {
        "lines": [(line, PLAN_BADGES[PlanState(line.plan.state)]) for line in list_plans(user)],
        "form": form,
        "may": can_plan(user),
    }
    return render(request, "plans/list.html", context, status=422 if form.errors else 200)


def _usual(request: HttpRequest, user: User) -> dict[str, Any]:
    """Tomorrow for a station, the week from tomorrow on for whoever sits above; by the rule used last."""
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    kind = PlanKind.DAY if user.office.kind == "station" else PlanKind.WEEK
    try:
        day = parse_date(request.GET.get("day", "")) or tomorrow
    except ValueError:
        day = tomorrow
    return {"kind": kind, "from_on": day, "policy": policy_of(user.office)}


def _made(request: HttpRequest, data: dict[str, Any], user: User) -> HttpResponse:
    at = timezone.now()
    plan = make_plan(
        kind=PlanKind(data["kind"]), policy=PlanPolicy(data["policy"]), from_on=data["from_on"], by=user, at=at,
        today=timezone.localdate(at),
    )  # fmt: skip
    background.compute.enqueue(plan.pk)
    say(request, _("正在后台计算，可以先做别的，算好了再回来看。"))
    return redirect("plans:show", plan.public_id)


@never_cache
@require_GET
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a plan by shift, each row with its reasons, and its numbers."""
    user = _user(request, can_look)
    plan = get_plan(user, public_id)
    shifts = shifts_of(user, plan) if plan.state == PlanState.READY else []
    rows = sum(len(shift.rows) for shift in shifts)
    if rows:
        _note(user, plan, "plan.listed", rows)
    return render(request, "plans/show.html", _status(user, plan) | {"shifts": shifts, "numbers": Numbers.of(plan)})


@never_cache
@require_GET
def status(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say how far it is; the page is loaded anew once there is something new to see."""
    user = _user(request, can_look)
    plan = get_plan(user, public_id)
    context = _status(user, plan)
    answer = render(request, "plans/_status.html", context)
    if not context["under_way"] and request.GET.get("was") == "under_way":
        answer["HX-Refresh"] = "true"
    return answer


def _status(user: User, plan: Plan) -> dict[str, Any]:
    counts = counts_of(user, plan)
    return {
        "plan": plan,
        "badge": PLAN_BADGES[PlanState(plan.state)],
        "counts": counts,
        "under_way": plan.state in UNDER_WAY or counts.queued > 0,
        "is_ready": plan.state == PlanState.READY,
        "is_failed": plan.state == PlanState.FAILED,
        "is_discarded": plan.state == PlanState.DISCARDED,
        "may": can_plan(user),
        "may_carry_out": can_carry_out(user),
    }


@require_POST
def act(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Carry out the rows that stand (or one of them), give the plan up, or have it computed again."""
    user = _user(request, can_look)
    plan = get_plan(user, public_id)
    form = PlanActForm(request.POST)
    if not form.is_valid():
        raise FormRefused
    ACTS[form.cleaned_data["act"]](request, plan, user, form.cleaned_data)
    return redirect("plans:show", public_id)


def _carry_out(request: HttpRequest, plan: Plan, user: User, data: dict[str, Any]) -> None:
    rows = rows_visible_to(user)
    if data["row"]:
        rows = rows.filter(public_id=data["row"])
    queued = PlanRow.objects.filter(pk__in=rows.values("pk"))
    count = queue_rows(plan=plan, rows=queued, by=user, at=timezone.now())
    if count:
        background.carry_out.enqueue(plan.pk)
        say(request, _("正在逐行核对并派出 %(n)s 人；情况变了的会列出原因，不会硬派。") % {"n": count})
    else:
        say(request, _("没有待派的行，没有改动。"))


def _discard(request: HttpRequest, plan: Plan, user: User, data: dict[str, Any]) -> None:
    if not can_plan(user) or not plan.office.path.startswith(user.office.path):
        raise NotAllowed
    discard_plan(plan=plan, by=user, at=timezone.now())
    say(request, _("方案已作废；已经派出的不受影响。"))


def _again(request: HttpRequest, plan: Plan, user: User, data: dict[str, Any]) -> None:
    if not can_plan(user) or plan.state != PlanState.FAILED:
        raise NotAllowed
    if begin_again(plan=plan, at=timezone.now()):
        background.compute.enqueue(plan.pk)


ACTS: dict[str, Callable[[HttpRequest, Plan, User, dict[str, Any]], None]] = {
    "carry_out": _carry_out,
    "discard": _discard,
    "again": _again,
}


@never_cache
@require_GET
def choose(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the next best people for a row's shift, each with a button that puts them there."""
    user = _user(request, can_plan)
    row = get_row(user, public_id)
    items = next_best(row, by=user, at=timezone.now())
    _note(user, row.plan, "plan.next_best_listed", len(items) + 1)
    return render(request, "plans/choose.html", {"row": row, "items": items, "plan": row.plan})


@require_POST
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a row out, put it back, or send somebody else."""
    user = _user(request, can_plan)
    row = get_row(user, public_id)
    form = RowForm(request.POST)
    if not form.is_valid():
        raise FormRefused
    data, at = form.cleaned_data, timezone.now()
    seen = {"by": user, "at": at, "seen_version": data["version"]}
    if data["act"] == "drop":
        drop_row(row=row, **seen)
        say(request, _("已去掉这一行。"))
    elif data["act"] == "put_back":
        put_back_row(row=row, **seen)
        say(request, _("已放回方案。"))
    else:
        seeker = seeker_of(get_person(user, data["person"])) if data["person"] else None
        if seeker is None:
            raise FormRefused
        replace_row(row=row, seeker=seeker, **seen)
        say(request, _("已换人。"))
    return redirect("plans:show", row.plan.public_id)


def _user(request: HttpRequest, may: Callable[[User], bool]) -> User:
    user = actor(request)
    if not may(user):
        raise NotAllowed
    return user


def _note(user: User, plan: Plan, action: str, rows: int) -> None:
    """Leave the one line that a list of people leaves."""
    write_audit(
        action=action, by=user, at=timezone.now(), obj=plan, kind=AuditKind.READ, fields=["name", "contacts"],
        reason=f"rows:{rows}",
    )  # fmt: skip
