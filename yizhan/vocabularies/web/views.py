"""The holiday notices by which every limit is counted, and the form in which a new one is entered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.web.middleware import say
from yizhan.vocabularies.operations import publish_year, set_day
from yizhan.vocabularies.queries import holiday_years
from yizhan.vocabularies.rules import can_keep_days, can_see_days
from yizhan.vocabularies.web.forms import DayForm, NoticeForm


@require_GET
def days(request: HttpRequest) -> HttpResponse:
    """Show which years are known, from where, and their days."""
    if not can_see_days(request.user):
        raise NotAllowed
    return _page(request)


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest) -> HttpResponse:
    """Enter a year's notice; every limit is counted anew with it from the next look on."""
    _keeper(request)
    form = NoticeForm(request.POST or None, initial={"year": timezone.localdate().year + 1})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            publish_year(
                year=data["year"], days=data["days"], source=data["source"], by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("%(year)s 年的放假安排已录入，所有期限按它重新计算。") % {"year": data["year"]})
            return redirect("vocabularies:days")
    status = 422 if form.is_bound else 200
    return render(request, "vocabularies/publish.html", {"form": form}, status=status)


@require_http_methods(["POST"])
def correct(request: HttpRequest) -> HttpResponse:
    """Correct one day of a year that is known."""
    _keeper(request)
    form = DayForm(request.POST)
    if form.is_valid():
        try:
            set_day(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("已更正，期限按它重新计算。"))
            return redirect("vocabularies:days")
    return _page(request, form, status=422)


def _keeper(request: HttpRequest) -> None:
    if not can_keep_days(request.user):
        raise NotAllowed


def _page(request: HttpRequest, form: Any = None, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "years": holiday_years(today.year - 1),
        "may": can_keep_days(request.user),
        "form": form or DayForm(),
        "next_year": today.year + 1,
    }
    return render(request, "vocabularies/days.html", context, status=status)
