"""The page of a county's own words, limits and weather: what holds, what held; its officer changes it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_stubs_ext import StrOrPromise

from yizhan.accounts.queries import actor
from yizhan.postings.county import local_limits, local_words, weather_alerts
from yizhan.postings.enums import LimitName, WeatherKind, WeatherLevel, WordRule
from yizhan.postings.models import LocalLimit, LocalWord, WeatherAlert
from yizhan.postings.operations import (
    add_local_word,
    announce_weather,
    lift_weather,
    retire_local_limit,
    retire_local_word,
    set_local_limit,
)
from yizhan.postings.queries import can_keep_county_tables, can_read_county_tables
from yizhan.postings.rulebook.limits import BOUNDS, SHIPPED
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.forms import DateInput, DeskForm
from yizhan.shared.web.middleware import say

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: Rows of each table that a page shows; those in force stand first.
MOST_ROWS = 200
#: What is kept in tenths or metres is typed in whole units and kilometres.
SCALES = {name: 10 for name in BOUNDS if name.endswith("_x10")} | {"meeting_m": 1000}


def _reason() -> forms.CharField:
    return forms.CharField(label=gettext_lazy("理由或依据"), max_length=200)


#: The midnights of other days are no moments in every time zone, and nobody means them.
POSSIBLE_DAYS = (MinValueValidator(dt.date(2000, 1, 1)), MaxValueValidator(dt.date(2099, 12, 31)))


def _day(label: StrOrPromise) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput, validators=POSSIBLE_DAYS)


def _from_on() -> forms.DateField:
    return _day(gettext_lazy("起始日"))


class WordForm(DeskForm):
    """A word for a rule."""

    rule = forms.ChoiceField(label=gettext_lazy("规则"), choices=WordRule.choices)
    word = forms.CharField(
        label=gettext_lazy("词语"),
        max_length=20,
        help_text=gettext_lazy("2 到 20 个字；繁体、全角、中间加空格的也认得。"),
    )
    from_on = _from_on()
    reason = _reason()


class LimitForm(DeskForm):
    """A tighter threshold."""

    name = forms.ChoiceField(label=gettext_lazy("阈值"), choices=LimitName.choices)
    value = forms.DecimalField(label=gettext_lazy("数值"), max_digits=6, decimal_places=1, min_value=Decimal("0.1"))
    from_on = _from_on()
    reason = _reason()

    def clean(self) -> dict[str, Any]:
        """Bring the value to the unit in which it is kept."""
        cleaned = super().clean() or {}
        if "value" in cleaned and "name" in cleaned:
            kept = cleaned["value"] * SCALES.get(cleaned["name"], 1)
            if kept != kept.to_integral_value():
                self.add_error("value", _("这个阈值要填整数。"))
            cleaned["kept"] = int(kept)
        return cleaned


class WeatherForm(DeskForm):
    """Announced weather."""

    kind = forms.ChoiceField(label=gettext_lazy("天气"), choices=WeatherKind.choices)
    level = forms.ChoiceField(label=gettext_lazy("预警等级"), choices=WeatherLevel.choices)
    from_on = _day(gettext_lazy("从哪天"))
    until_on = _day(gettext_lazy("到哪天（含）"))


@require_GET
@never_cache
def county(request: HttpRequest) -> HttpResponse:
    """Show the three tables; six queries however many rows."""
    user = _reader(request)
    return render(request, "postings/county.html", _page(user))


def _reader(request: HttpRequest) -> User:
    user = actor(request)
    if not can_read_county_tables(user):
        raise NotAllowed
    return user


def _keeper(request: HttpRequest) -> User:
    user = actor(request)
    if not can_keep_county_tables(user):
        raise NotAllowed
    return user


def _page(user: User, **bound: DeskForm) -> dict[str, Any]:
    at = timezone.now()
    today = timezone.localdate(at)
    limits = list(local_limits(user)[:MOST_ROWS])
    fresh: dict[str, DeskForm] = {
        "word_form": WordForm(initial={"from_on": today}, auto_id="word_%s"),
        "limit_form": LimitForm(initial={"from_on": today}, auto_id="limit_%s"),
        "weather_form": WeatherForm(initial={"from_on": today, "until_on": today}, auto_id="weather_%s"),
    }
    return (
        fresh
        | bound
        | {
            "words": list(local_words(user)[:MOST_ROWS]),
            "limits": [
                {"row": row, "value": _shown(row.name, row.value), "shipped": _shipped(row.name)} for row in limits
            ],
            "bounds": [_bound(name) for name in LimitName],
            "alerts": list(weather_alerts(user, at)[:MOST_ROWS]),
            "office_id": user.office_id,
            "today": today,
            "now": at,
            "may_keep": can_keep_county_tables(user),
        }
    )


def _shown(name: str, value: int) -> str:
    scale = SCALES.get(name, 1)
    return f"{value / scale:g}"


def _shipped(name: str) -> str:
    value = getattr(SHIPPED, name)
    return _("不限") if value is None else _shown(name, value)


def _bound(name: LimitName) -> dict[str, str]:
    bound = BOUNDS[name]
    return {
        "rule": bound.rule,
        "label": str(name.label),
        "shipped": _shipped(name),
        "least": _shown(name, bound.least),
        "most": _shown(name, bound.most),
    }


def _save(request: HttpRequest, name: str, form: DeskForm, act: Callable[[dict[str, Any]], object]) -> HttpResponse:
    """Do what a form asks, or show the page again with what is wrong beside it."""
    user = actor(request)
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("已保存，从起始日起审核和检查都会用到。"))
            return redirect("postings:county")
    return render(request, "postings/county.html", _page(user, **{name: form}), status=422)


@require_POST
@never_cache
def add_word(request: HttpRequest) -> HttpResponse:
    """Add a word to a rule."""
    user, at = _keeper(request), timezone.now()

    def act(data: dict[str, Any]) -> object:
        return add_local_word(
            rule=WordRule(data["rule"]), word=data["word"], reason=data["reason"], from_on=data["from_on"], by=user,
            at=at, today=timezone.localdate(at),
        )  # fmt: skip

    return _save(request, "word_form", WordForm(request.POST, auto_id="word_%s"), act)


@require_POST
@never_cache
def set_limit(request: HttpRequest) -> HttpResponse:
    """Tighten a threshold."""
    user, at = _keeper(request), timezone.now()

    def act(data: dict[str, Any]) -> object:
        return set_local_limit(
            name=LimitName(data["name"]), value=data["kept"], reason=data["reason"], from_on=data["from_on"], by=user,
            at=at, today=timezone.localdate(at),
        )  # fmt: skip

    return _save(request, "limit_form", LimitForm(request.POST, auto_id="limit_%s"), act)


@require_POST
@never_cache
def add_weather(request: HttpRequest) -> HttpResponse:
    """Write down what was announced, from the first day's midnight to the end of the last."""
    user, at = _keeper(request), timezone.now()

    def act(data: dict[str, Any]) -> object:
        zone = timezone.get_current_timezone()
        last = data["until_on"] + dt.timedelta(days=1)
        return announce_weather(
            kind=WeatherKind(data["kind"]), level=WeatherLevel(data["level"]),
            from_at=dt.datetime.combine(data["from_on"], dt.time(), zone),
            until_at=dt.datetime.combine(last, dt.time(), zone), by=user, at=at,
        )  # fmt: skip

    return _save(request, "weather_form", WeatherForm(request.POST, auto_id="weather_%s"), act)


@require_POST
@never_cache
def end(request: HttpRequest, what: str, public_id: uuid.UUID) -> HttpResponse:
    """Take a word or limit out of use, or lift an announcement; only those of the own office."""
    user, at = _keeper(request), timezone.now()
    today, reason = timezone.localdate(at), request.POST.get("reason", "")
    if what == "word":
        word = get_object_or_404(LocalWord, public_id=public_id, office=user.office_id)
        retire_local_word(word=word, reason=reason, by=user, at=at, today=today)
    elif what == "limit":
        limit = get_object_or_404(LocalLimit, public_id=public_id, office=user.office_id)
        retire_local_limit(limit=limit, reason=reason, by=user, at=at, today=today)
    elif what == "weather":
        alert = get_object_or_404(WeatherAlert, public_id=public_id, office=user.office_id)
        lift_weather(alert=alert, by=user, at=at)
    else:
        raise Http404
    say(request, _("已停用，从今天起不再用到；记录还在。"))
    return redirect("postings:county")
