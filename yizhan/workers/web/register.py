"""Registering somebody on one screen, and what the screen asks meanwhile: who is on record, which work, which place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizhan.accounts.queries import actor
from yizhan.people.enums import Channel, DuplicateKey, OpenReason
from yizhan.people.operations import IdTaken, PersonFacts, TooManyLookups, look_up_elsewhere
from yizhan.places.queries import find_divisions, find_places, full_name
from yizhan.shared.errors import Refused
from yizhan.shared.submissions import earlier_submission
from yizhan.shared.web.marks import only_reads
from yizhan.shared.web.middleware import say
from yizhan.vocabularies.queries import find_occupations
from yizhan.workers.facts import WishFacts
from yizhan.workers.operations import register_job_seeker
from yizhan.workers.rules import may_register
from yizhan.workers.web._common import demand
from yizhan.workers.web.forms import RegisterForm
from yizhan.workers.web.known import Known, elsewhere, nobody, same_people, was_asked, who_is_known

if TYPE_CHECKING:
    from yizhan.accounts.models import User


@never_cache
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register somebody new: person, wish and visit at once."""
    user = actor(request)
    demand(user, may_register)
    if led_to := earlier_submission(request.POST.get("submission"), by=user):
        return redirect(led_to)
    form = RegisterForm(request.POST or None, office=user.office, today=timezone.localdate())
    if request.method == "GET":
        return _screen(request, form, nobody(), 200)
    if not form.is_valid() or form.facts is None or form.wish is None:
        asked = request.POST.get("asked", "")
        return _screen(request, form, who_is_known(user, form, asked=asked, at=timezone.now()), 422)
    known = same_people(user, form.facts, form.contacts, form.today)
    if known.hits and not (request.POST.get("as_new") and not known.has(DuplicateKey.ID)):
        return _screen(request, form, known, 409)
    return _save(request, user, form, form.facts, form.wish)


def _save(request: HttpRequest, user: User, form: RegisterForm, facts: PersonFacts, wish: WishFacts) -> HttpResponse:
    submission, at = request.POST.get("submission"), timezone.now()
    try:
        seeker = register_job_seeker(
            facts=facts, contacts=form.contacts, consents=form.consent_facts(), wish=wish,
            office=user.office, by=user, at=at, channel=Channel.COUNTER, submission=submission,
            led_to=reverse("workers:seekers"),
        )  # fmt: skip
    except IdTaken as refusal:
        try:
            _count(user, facts.id_no, request.POST.get("asked", ""))
        except TooManyLookups as too_many:
            form.add_error(None, str(too_many))
            return _screen(request, form, nobody(), too_many.status)
        form.add_error("id_no", str(refusal))
        return _screen(request, form, elsewhere(facts.id_no), 409)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _screen(request, form, nobody(), refusal.status)
    except IntegrityError:
        # The same form, sent twice at the same moment: the other one was faster.
        if led_to := earlier_submission(submission, by=user):
            return redirect(led_to)
        raise
    say(request, _("已登记，登记号 %(number)s。") % {"number": seeker.person.number})
    return redirect("workers:seeker", seeker.person.public_id)


def _count(user: User, id_no: str, asked: str) -> None:
    """Count the answer "on record elsewhere" as a question, unless the screen asked it before: saving is no way around.

    :raises TooManyLookups: too many of them within an hour.
    """
    if not was_asked(user, id_no, asked):
        look_up_elsewhere(id_no=id_no, by=user, at=timezone.now())


def _screen(request: HttpRequest, form: RegisterForm, known: Known, status: int) -> HttpResponse:
    context = {"form": form, "known": known, "reasons": OpenReason.choices, "saving": status == 409}
    return render(request, "workers/register.html", context, status=status)


@only_reads
@require_POST
@never_cache
def look(request: HttpRequest) -> HttpResponse:
    """Say what the ID number tells and who is on record already. A POST: no name or number stands in an address."""
    user = actor(request)
    demand(user, may_register)
    form = RegisterForm(request.POST, office=user.office, today=timezone.localdate())
    known = who_is_known(user, form, asked=request.POST.get("asked", ""), at=timezone.now())
    return render(request, "workers/_known.html", {"known": known, "reasons": OpenReason.choices, "saving": False})


@require_GET
def occupations(request: HttpRequest) -> JsonResponse:
    """Find kinds of work by everyday words, pinyin or initials; `said` is the word to keep."""
    user = actor(request)
    demand(user, may_register)
    text = request.GET.get("q", "").strip()[:30]
    hits = find_occupations(text, limit=8, office=user.office) if text else []
    rows = [
        {
            "value": f"{hit.code}|{_said(text, hit.alias, hit.name)}",
            "said": _said(text, hit.alias, hit.name),
            "name": hit.name,
        }
        for hit in hits
    ]
    return JsonResponse({"rows": rows})


def _said(typed: str, alias: str, name: str) -> str:
    """Return the person's word: what was typed unless it is only letters or part of a known word."""
    if alias:
        return alias
    return name if typed.isascii() or typed in name else typed


@only_reads
@require_POST
def places(request: HttpRequest) -> JsonResponse:
    """Find where somebody lives: the office's own places first, then streets of its county, then others."""
    user = actor(request)
    demand(user, may_register)
    text = request.POST.get("q", "").strip()[:30]
    rows: list[dict[str, str]] = []
    if text:
        own = find_places(text, user.office, limit=5)
        rows = [_place(place.name, place.division_code, place.lat_e6, place.lng_e6) for place in own]
        near = find_divisions(text, limit=5, within=user.office.area_code[:6])
        far = find_divisions(text, limit=8)
        codes = {one.code: one for one in [*near, *far]}
        rows += [_place(one.name, one.code, one.lat_e6, one.lng_e6) for one in codes.values()]
    return JsonResponse({"rows": rows[:8]})


def _place(name: str, code: str, lat_e6: int | None, lng_e6: int | None) -> dict[str, str]:
    return {
        "value": name, "said": name, "name": full_name(code), "code": code,
        "lat": "" if lat_e6 is None else str(lat_e6), "lng": "" if lng_e6 is None else str(lng_e6),
    }  # fmt: skip
