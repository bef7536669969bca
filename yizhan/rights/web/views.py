"""Limits and calculators. What is typed comes by POST, is answered, and is kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yizhan.accounts.queries import actor
from yizhan.rights.deadlines.advice import WORDS, channels_for
from yizhan.rights.deadlines.injury import first_steps
from yizhan.rights.deadlines.timers import platform_is_covered, timers
from yizhan.rights.enums import CaseKind, Relation
from yizhan.rights.rules import may_reckon
from yizhan.rights.web.forms import InjuryForm, LimitsForm
from yizhan.rights.web.reckoning import CALCULATORS, matter_of
from yizhan.rights.web.rows import timer_row
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.web.marks import only_reads
from yizhan.vocabularies.queries import working_calendar

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.rights.deadlines.injury import first_steps
from yizhan.rights.deadlines.timers import Matter


def _user(request: HttpRequest) -> User:
    user = actor(request)
    if not may_reckon(user):
        raise NotAllowed
    return user


def _tabs(active: str) -> list[dict[str, Any]]:
    first = [
        {"url": reverse("rights:limits"), "label": _("期限"), "active": active == "limits"},
        {"url": reverse("rights:injury"), "label": _("受伤先做什么"), "active": active == "injury"},
    ]
    return first + [
        {"url": reverse("rights:reckon", args=[one.slug]), "label": one.title, "active": active == one.slug}
        for one in CALCULATORS.values()
    ]


@only_reads
@never_cache
@require_http_methods(["GET", "POST"])
def limits(request: HttpRequest) -> HttpResponse:
    """Say which limits run in a matter, when each ends, and where to go first."""
    user = _user(request)
    form = LimitsForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "tabs": _tabs("limits"), "answer": None}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = 200
            context["answer"] = _found(matter_of(form.cleaned_data, user.office.area_code[:2]))
    return render(request, "rights/limits.html", context, status=status)


def _found(matter: Matter) -> dict[str, Any]:
    today = timezone.localdate()
    rows = [
        timer_row(timer, is_extended=any(way.is_extended for way in matter.ways))
        for timer in timers(matter, working_calendar().is_working, today)
    ]
    hint = ""
    if matter.kind == CaseKind.INJURY and matter.relation == Relation.PLATFORM:
        hint = _covered_words(platform_is_covered(matter.province, matter.happened_on))[0]
    ways = [{"channel": one.label, "words": WORDS[one]} for one in channels_for(matter.kind, matter.relation)]
    return {"rows": rows, "ways": ways, "hint": hint, "today": today}


def _covered_words(covered: bool | None) -> tuple[str, str]:
    """Say whether the scheme for platform work held, and how good the news is."""
    if covered:
        return _(
            "受伤那天本省已实行平台职业伤害保障。申请的天数各省规定不同，"
            "本站没有核实的不列，请当天报案并打 12333 问清。"
        ), "info"
    if covered is None:
        return _("受伤那天本省是否实行了平台职业伤害保障，本站没有查到，请打 12333 问。"), "warn"
    return _("受伤那天本省还没有实行平台职业伤害保障，请看意外保险和起诉这两条路。"), "warn"


@only_reads
@never_cache
@require_http_methods(["GET", "POST"])
def injury(request: HttpRequest) -> HttpResponse:
    """Say what to do after an injury: at once, in the next days, by when."""
    user, today = _user(request), timezone.localdate()
    form = InjuryForm(request.POST or None, initial={"province": user.office.area_code[:2]})
    context: dict[str, Any] = {"form": form, "tabs": _tabs("injury"), "answer": None, "today": today}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = 200
            data, is_working = form.cleaned_data, working_calendar().is_working
            relation = Relation(data["relation"])
            answer = first_steps(
                relation=relation, province=data["province"], happened_on=data["happened_on"], is_working=is_working,
                today=today,
            )  # fmt: skip
            context |= {
                "answer": answer,
                "rows": [timer_row(timer, is_extended=False) for timer in answer.limits],
                "hint": _covered_words(answer.covered) if relation == Relation.PLATFORM else None,
            }
    return render(request, "rights/injury.html", context, status=status)


@only_reads
@never_cache
@require_http_methods(["GET", "POST"])
def reckon(request: HttpRequest, slug: str) -> HttpResponse:
    """Reckon what is owed and show every step with its provision."""
    user = _user(request)
    calculator = CALCULATORS.get(slug)
    if calculator is None:
        raise Http404
    form = calculator.form(request.POST or None)
    context: dict[str, Any] = {"form": form, "tabs": _tabs(slug), "calculator": calculator, "answer": None}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                context["answer"] = calculator.reckon(form.cleaned_data, user, timezone.localdate())
                status = 200
            except Refused as refusal:
                form.add_error(None, str(refusal))
    return render(request, "rights/reckon.html", context, status=status)
