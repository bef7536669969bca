"""Minimum wages: what holds where, from when, by which document; a new figure never writes over an old one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.web.middleware import say
from yizhan.vocabularies.operations import set_minimum_wage
from yizhan.vocabularies.queries import wages_known
from yizhan.vocabularies.rules import can_keep_days, can_see_days
from yizhan.vocabularies.web.forms import WageForm, area_words


@require_http_methods(["GET", "POST"])
def wages(request: HttpRequest) -> HttpResponse:
    """Show the figures of the own county and what lies above it; a POST enters a new one."""
    user: Any = request.user
    if not (can_see_days(user) if request.method == "GET" else can_keep_days(user)):
        raise NotAllowed
    area = user.office.area_code
    form = WageForm(request.POST or None, area_code=area)
    if request.method == "POST" and form.is_valid():
        try:
            set_minimum_wage(**form.cleaned_data, by=user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("最低工资已录入，从起始日起按它核对；以前的标准保留。"))
            return redirect("vocabularies:wages")
    entered, shipped = wages_known(area)
    names, today = area_words(area), timezone.localdate()
    context = {
        "form": form,
        "may": can_keep_days(user),
        "groups": [
            {"title": title, "rows": [{"fact": fact, "area": names[fact.area_code], "holds": fact.holds_on(today)}
                                      for fact in facts]}
            for title, facts in ((_("本系统录入"), entered), (_("软件自带"), shipped))
        ],
    }  # fmt: skip
    return render(request, "vocabularies/wages.html", context, status=422 if form.errors else 200)
