"""Minimum wages: what holds where, from when, by which document; a new figure never writes over an old one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.web.middleware import say
from yizhan.vocabularies.operations import set_minimum_wage, take_back_wage
from yizhan.vocabularies.queries import MinimumWageFact, entered_wages, wages_known
from yizhan.vocabularies.rules import can_keep_days, can_see_days, may_set_wage
from yizhan.vocabularies.web.forms import WageForm, area_words


@require_http_methods(["GET", "POST"])
def wages(request: HttpRequest) -> HttpResponse:
    """Show the figures of the own county and what lies above it; a POST enters a new one."""
    user: Any = request.user
    if not (can_see_days(user) if request.method == "GET" else can_keep_days(user)):
        raise NotAllowed
    area, today = user.office.area_code, timezone.localdate()
    form = WageForm(request.POST or None, user=user, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            set_minimum_wage(**form.cleaned_data, by=user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("最低工资已录入，从起始日起按它核对；以前的标准保留。"))
            return redirect("vocabularies:wages")
    entered, shipped = wages_known(area)
    names = area_words(area)

    def row(fact: MinimumWageFact, wage_id: int | None = None) -> dict[str, Any]:
        begun = fact.valid_from_on <= today
        taken_back = wage_id if not begun and may_set_wage(user, fact.area_code) else None
        return {"fact": fact, "area": names[fact.area_code], "holds": fact.holds_on(today), "wage_id": taken_back}

    context = {
        "form": form,
        "may": can_keep_days(user),
        "groups": [
            {"title": _("本系统录入"), "rows": [row(fact, wage_id) for wage_id, fact in entered]},
            {"title": _("软件自带"), "rows": [row(fact) for fact in shipped]},
        ],
    }  # fmt: skip
    return render(request, "vocabularies/wages.html", context, status=422 if form.errors else 200)


@require_POST
def take_back(request: HttpRequest, wage_id: int) -> HttpResponse:
    """Take back a figure that has not begun."""
    user: Any = request.user
    if not can_keep_days(user):
        raise NotAllowed
    take_back_wage(wage=get_object_or_404(entered_wages(user.office.area_code), pk=wage_id), by=user, at=timezone.now())
    say(request, _("已撤回，以前的标准继续执行。"))
    return redirect("vocabularies:wages")
