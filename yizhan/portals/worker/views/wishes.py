"""What one looks for: seen and changed by the person themselves, with the operation and the rules of the counter."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_stubs_ext import StrOrPromise

from yizhan.matching.words import week_words
from yizhan.people.enums import ConsentPurpose
from yizhan.people.queries import has_consent
from yizhan.portals.worker.operations import DAY, demand_tries
from yizhan.portals.worker.own import note_own, own_page
from yizhan.portals.worker.pages import show
from yizhan.portals.worker.views.me import registered
from yizhan.portals.worker.wishing import PhoneWishForm
from yizhan.shared.display import day_text, distance_text, listed, money_text
from yizhan.shared.errors import ChangedMeanwhile, Refused
from yizhan.vocabularies.queries import occupation_name
from yizhan.workers.operations import change_wish
from yizhan.workers.queries import dated_days_of, get_wished_occupations, seeker_of
from yizhan.workers.shown import fill_in, shown_wish, wish_facts

if TYPE_CHECKING:
    from yizhan.people.models import Person
    from yizhan.workers.facts import WishFacts
    from yizhan.workers.models import JobSeeker

CHANGES_A_DAY = 60


@own_page
@require_http_methods(["GET", "POST"])
def wish(request: HttpRequest, person: Person) -> HttpResponse:
    """Show what one looks for, ready to be changed; saving it renews it from today."""
    seeker, at = registered(person), timezone.now()
    today = timezone.localdate(at)
    days = dated_days_of(seeker.wish, today)
    initial = shown_wish(seeker, seeker.wish, today)
    tried = fill_in(initial, seeker.wish, request.GET.get("change", "")) if request.method != "POST" else ""
    form = PhoneWishForm(
        request.POST if request.method == "POST" else None, seeker=seeker, days=days, today=today, initial=initial,
        may_say_limit=has_consent(person, ConsentPurpose.SENSITIVE, at),
    )  # fmt: skip
    context: dict[str, Any] = {
        "form": form, "tried": tried, "until": seeker.wish.valid_until_on, "tab": "me",
        "lapsed": seeker.wish.valid_until_on < today,
    }  # fmt: skip
    status = 200
    if request.method == "POST":
        demand_tries(scope="worker.wish", about=f"person {person.pk}", at=at, window=DAY, most=CHANGES_A_DAY)
        status = 422
        if form.is_valid() and form.wish is not None:
            try:
                return _saved(request, seeker, form.wish, form.cleaned_data.get("version"), at)
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
                if isinstance(refusal, ChangedMeanwhile):
                    context["standing"] = _shown_again(form, person)
    note_own(person, "worker.viewed_wish", "wish", "home")
    return show(request, "worker/wish.html", context, status=status)


def _shown_again(form: PhoneWishForm, person: Person) -> list[tuple[StrOrPromise, str]]:
    """Return what stands now, and let the form be saved over it once it was seen."""
    seeker = registered(person)
    form.see(seeker.wish.version)
    wish = seeker.wish
    rows = get_wished_occupations(seeker)
    far = "" if wish.max_distance_m is None else distance_text(wish.max_distance_m)
    lines: list[tuple[StrOrPromise, str]] = [
        (_("想干的活"), listed(row.said_as or occupation_name(row.occupation_code) for row in rows)),
        (_("最少要多少钱"), "" if wish.pay_min_fen is None else money_text(wish.pay_min_fen, wish.pay_unit)),
        (_("最远几公里"), far),
        (_("住在哪里"), seeker.home_name),
        (_("平常哪些时段能干"), week_words(wish.week_mask)),
    ]
    return [(label, words or _("没有写")) for label, words in lines]


def _saved(
    request: HttpRequest, seeker: JobSeeker, facts: WishFacts, seen: int | None, at: dt.datetime
) -> HttpResponse:
    """Save and lead back to the page.

    :raises ChangedMeanwhile: the counter, or another phone, changed it since; unless it is the very same by now: on a
        slow network the button is pressed twice.
    """
    today = timezone.localdate(at)
    try:
        # A form without its version was not made here: it has seen nothing.
        change_wish(seeker=seeker, wish=facts, seen_version=seen or 0, by=None, at=at)
    except ChangedMeanwhile:
        now = seeker_of(seeker.person)
        if now is None or replace(wish_facts(now, today), valid_days=facts.valid_days) != facts:
            raise
    until = day_text(today + dt.timedelta(days=facts.valid_days), "short")
    messages.success(request, _("已保存，%(day)s前有效。适合您的活马上按新的意向找。") % {"day": until})
    if facts.home_name and facts.home is None:
        messages.info(request, _("没有找到“%(place)s”在哪里：照样找活，只是算不出远近。") % {"place": facts.home_name})
    return redirect("worker:wish")
