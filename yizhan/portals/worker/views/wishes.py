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
from yizhan.portals.worker.views.me import lapsed_on, registered
from yizhan.portals.worker.wishing import PhoneWishForm
from yizhan.shared.display import day_text, distance_text, listed, money_text
from yizhan.shared.errors import ChangedMeanwhile, Refused
from yizhan.vocabularies.queries import occupation_name
from yizhan.workers.enums import BoardLodging, DayPart, SettleWish, Transport, WorkMode
from yizhan.workers.operations import change_wish
from yizhan.workers.queries import dated_days_of, seeker_of
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
        "lapsed": lapsed_on(seeker) is not None,
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
                    context["standing"] = _shown_again(form, person, today)
    note_own(person, "worker.viewed_wish", "wish", "home")
    return show(request, "worker/wish.html", context, status=status)


def _shown_again(form: PhoneWishForm, person: Person, today: dt.date) -> list[tuple[StrOrPromise, str]]:
    """Return what stands now and is not what was written, and let the form be saved over it once that was seen."""
    seeker = registered(person)
    form.see(seeker.wish.version)
    written = [] if form.wish is None else [value for _label, value, _words in _lines(form.wish, today)]
    standing = _lines(wish_facts(seeker, today), today)
    return [
        (label, words or _("没有写"))
        for (label, value, words), theirs in zip(standing, written, strict=True)
        if value != theirs
    ]


def _lines(wish: WishFacts, today: dt.date) -> list[tuple[StrOrPromise, object, str]]:
    """Return all that the page asks, as (what, value, words); "" where nothing was said."""
    far = "" if wish.max_distance_m is None else distance_text(wish.max_distance_m)
    until = today + dt.timedelta(days=wish.valid_days)
    return [
        (_("想干的活"), wish.works, listed(one.said_as or occupation_name(one.occupation_code) for one in wish.works)),
        (_("最少要多少钱"), (wish.pay_min_fen, wish.pay_unit),
         "" if wish.pay_min_fen is None else money_text(wish.pay_min_fen, wish.pay_unit)),
        (_("最远几公里"), wish.max_distance_m, far),
        (_("住在哪里"), (wish.home_name, wish.home), wish.home_name),
        (_("平常哪些时段能干"), wish.week_mask, week_words(wish.week_mask)),
        (_("个别日子不一样"), wish.days, "；".join(_day_words(day, parts) for day, parts in wish.days)),
        (_("几个人一起"), wish.party_size, str(wish.party_size)),
        (_("用工形式"), set(wish.work_modes), listed(WorkMode(one).label for one in wish.work_modes)),
        (_("结算"), set(wish.settle), listed(SettleWish(one).label for one in wish.settle)),
        (_("怎么去"), wish.transport, str(Transport(wish.transport).label) if wish.transport else ""),
        (_("食宿"), wish.board_lodging, str(BoardLodging(wish.board_lodging).label) if wish.board_lodging else ""),
        (_("自带工具"), wish.tools, wish.tools),
        (_("普通话、方言"), wish.languages, wish.languages),
        (_("有效到"), until, day_text(until)),
        (_("身体上有什么活不能干"), wish.work_limit, wish.work_limit),
    ]  # fmt: skip


def _day_words(day: dt.date, parts: int) -> str:
    """Write a date with its parts: `12-01 周二 上午、下午`."""
    words = listed(part.label for part in DayPart if parts >> part & 1)
    return f"{day_text(day, 'short')} {words or _('不能来')}"


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
