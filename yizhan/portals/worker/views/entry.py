"""The way in: a code from paper or from the counter, or a code by SMS and a second fact; and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.people.operations import SlipUnknown
from yizhan.people.queries import people_reached_at, present_people
from yizhan.portals.worker.enums import Door
from yizhan.portals.worker.operations import (
    CODES_AN_HOUR,
    DAY,
    FACTS_A_DAY,
    HOUR,
    FactMisread,
    NotLetIn,
    demand_tries,
    end_device,
    enter_by_code,
    open_device,
)
from yizhan.portals.worker.own import COOKIE, COOKIE_PATH, device_of, inside, keep_token
from yizhan.portals.worker.pages import show
from yizhan.portals.worker.queries import fits, read_fact
from yizhan.shared.errors import Refused
from yizhan.shared.notifications.codes import CodesNotOffered, check_code, office_for_codes, send_code
from yizhan.shared.notifications.enums import CodePurpose
from yizhan.shared.text.misread import Misread
from yizhan.shared.web.marks import only_reads
from yizhan.shared.web.request_facts import client_address

if TYPE_CHECKING:
    from yizhan.people.models import Person

log = structlog.get_logger("yizhan.web")
#: Between the right code from an SMS and the second fact: who has that telephone, signed, for ten minutes.
HALF_COOKIE, HALF_PATH, HALF_SALT, HALF_FOR_S = "w_half", "/w/in/", "worker.half", 600


@never_cache
@login_not_required
@only_reads
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in by the counter's code or a slip's."""
    wanted = request.POST.get("next", "") if request.method == "POST" else request.GET.get("next", "")
    context: dict[str, Any] = {"next": inside(wanted), "by_phone": office_for_codes() is not None, "code": ""}
    if request.method != "POST":
        return _page(request, "worker/enter.html", context)
    at, context["code"] = timezone.now(), request.POST.get("code", "")[:60]
    try:
        demand_tries(scope="worker.code", about=client_address(request), at=at, window=HOUR, most=CODES_AN_HOUR)
        device, token = enter_by_code(typed=context["code"], is_own=request.POST.get("own") == "1", at=at)
    except (NotLetIn, SlipUnknown):
        return _page(request, "worker/enter.html", context, NotLetIn())
    except Refused as refusal:
        return _page(request, "worker/enter.html", context, refusal)
    return keep_token(_onward(context["next"]), token, device)


def _page(request: HttpRequest, template: str, context: dict[str, Any], refusal: Any = None) -> HttpResponse:
    if refusal:
        log.info("request.refused", code=refusal.code)
    status = getattr(refusal, "status", 422) if refusal else 200
    return show(request, template, {**context, "error": str(refusal) if refusal else "", "tab": "me"}, status=status)


def _onward(address: str) -> HttpResponse:
    return redirect(address or reverse("worker:me"))


@never_cache
@login_not_required
@only_reads
@require_http_methods(["GET", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Send a code to a telephone. The answer is the same whether anybody here has it or not."""
    office = office_for_codes()
    context: dict[str, Any] = {
        "next": inside(request.POST.get("next", request.GET.get("next", ""))), "phone": "", "sent": False,
    }  # fmt: skip
    if request.method != "POST":
        if office is None:
            messages.info(request, str(CodesNotOffered.sentence))
            return redirect(f"{reverse('worker:enter')}?{urlencode({'next': context['next']})}")
        return _page(request, "worker/phone.html", context)
    number = context["phone"] = request.POST.get("phone", "")[:30]
    try:
        if office is None:
            raise CodesNotOffered
        send_code(
            phone=number, purpose=CodePurpose.SIGN_IN, office=office, address=client_address(request),
            at=timezone.now(), known=bool(people_reached_at(number)),
        )  # fmt: skip
    except (Refused, Misread) as refusal:
        return _page(request, "worker/phone.html", context, refusal)
    return _page(request, "worker/phone.html", {**context, "sent": True})


@never_cache
@login_not_required
@only_reads
@require_POST
def code(request: HttpRequest) -> HttpResponse:
    """Take the code from the SMS; a second fact is asked for next."""
    number = request.POST.get("phone", "")[:30]
    context = {"next": inside(request.POST.get("next", "")), "phone": number, "sent": True}
    try:
        holds = check_code(
            phone=number, purpose=CodePurpose.SIGN_IN, code=request.POST.get("code", "")[:12],
            address=client_address(request), at=timezone.now(),
        )  # fmt: skip
        people = people_reached_at(number) if holds else []
        if not people:
            raise NotLetIn
    except Refused as refusal:
        return _page(request, "worker/phone.html", context, refusal)
    answer = _page(request, "worker/fact.html", context)
    answer.set_cookie(
        HALF_COOKIE, signing.dumps([one.pk for one in people], salt=HALF_SALT), max_age=HALF_FOR_S, path=HALF_PATH,
        httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return answer


@never_cache
@login_not_required
@only_reads
@require_POST
def fact(request: HttpRequest) -> HttpResponse:
    """Take the second fact: it also says who of those who share the telephone it is."""
    wanted, at = inside(request.POST.get("next", "")), timezone.now()
    typed, context = request.POST.get("fact", "")[:10], {"next": wanted}
    try:
        ids = _half_in(request)
        if not read_fact(typed):
            raise FactMisread
        demand_tries(scope="worker.fact", about=f"people {ids}", at=at, window=DAY, most=FACTS_A_DAY)
        found = [one for one in present_people(ids) if fits(one, typed)]
        chosen = [one for one in found if str(one.public_id) == request.POST.get("person")] or found
        if not chosen:
            raise NotLetIn
        if len(chosen) > 1:
            return _page(request, "worker/fact.html", {**context, "fact": typed, "people": _choices(chosen)})
        device, token = open_device(person=chosen[0], door=Door.SMS, is_own=request.POST.get("own") == "1", at=at)
    except Refused as refusal:
        return _page(request, "worker/fact.html", context, refusal)
    answer = keep_token(_onward(wanted), token, device)
    answer.delete_cookie(HALF_COOKIE, path=HALF_PATH)
    return answer


def _half_in(request: HttpRequest) -> list[int]:
    """Return the ids of who may be behind a telephone whose code was right a moment ago.

    :raises NotLetIn: nobody's was.
    """
    try:
        return list(signing.loads(request.COOKIES.get(HALF_COOKIE, ""), salt=HALF_SALT, max_age=HALF_FOR_S))
    except signing.BadSignature:
        raise NotLetIn from None


def _choices(people: list[Person]) -> list[tuple[str, str]]:
    """Return who to choose from; of a name only what a stranger may read over the shoulder."""
    return [(str(one.public_id), one.name[:1] + "*" * max(1, len(one.name) - 1)) for one in people]


@never_cache
@login_not_required
@only_reads
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign this phone out."""
    device = device_of(request)
    if device is not None:
        end_device(device=device, at=timezone.now())
    answer = redirect("worker:search")
    answer.delete_cookie(COOKIE, path=COOKIE_PATH)
    return answer
