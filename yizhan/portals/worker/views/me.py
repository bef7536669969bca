"""What is one's own: applications, the list made for oneself, what would open more, one's data."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from yizhan.channels.queries import offers_of
from yizhan.matching.advice import advise_seeker
from yizhan.matching.nearby import NearbyOrder, jobs_near
from yizhan.people.enums import Channel
from yizhan.people.operations import (
    ConsentFacts,
    export_own,
    give_consent,
    readable,
    table_title,
    withdraw_consent,
)
from yizhan.people.queries import (
    consents_of,
    held_purposes,
    masked_id,
    masked_phone,
    newest_texts,
    serving_office,
    standing_purposes,
)
from yizhan.portals.worker.agents import is_embedded
from yizhan.portals.worker.enums import RequestKind
from yizhan.portals.worker.operations import (
    DAY,
    FACTS_A_DAY,
    FactMisread,
    FactWrong,
    ask_station,
    demand_tries,
    end_all_devices,
    take_request_back,
)
from yizhan.portals.worker.own import COOKIE, COOKIE_PATH, inside, note_own, own_page
from yizhan.portals.worker.pages import show
from yizhan.portals.worker.queries import devices_of, fits, has_fact, open_requests, read_fact
from yizhan.postings.market import market
from yizhan.postings.queries import offered_once
from yizhan.referrals.operations import apply_for, withdraw_application
from yizhan.referrals.queries import application_for, applications_of, own_application
from yizhan.shared.errors import Refused
from yizhan.shared.web.request_facts import asked_number, posted_number
from yizhan.workers.operations import set_recommendation
from yizhan.workers.queries import seeker_of

if TYPE_CHECKING:
    from yizhan.people.models import Person
    from yizhan.workers.models import JobSeeker

PAGE_SIZE = 15
#: Nobody goes to more places in a day; a phone that asks for more is no person.
APPLICATIONS_A_DAY = 30
EXPORTS_A_DAY = 5
LONGEST_WORDS = 300


class ForSeekersOnly(Refused):
    """The page is made from a wish, and this person has registered none."""

    code = "for_seekers_only"
    sentence = gettext_lazy("您还没有登记求职，这一项还用不了。请到驿站登记一次，或打电话给驿站。")


class NobodyServes(Refused):
    """No office serves the person now: nobody would read the request."""

    code = "nobody_serves"
    sentence = gettext_lazy("现在没有驿站在为您服务，申请没有提交。请带身份证到任何一个驿站的窗口办。")


def registered(person: Person) -> JobSeeker:
    """Return the person's standing as a job seeker.

    :raises ForSeekersOnly: there is none.
    """
    seeker = seeker_of(person)
    if seeker is None:
        raise ForSeekersOnly
    return seeker


def lapsed_on(seeker: JobSeeker) -> dt.date | None:
    """Return the last day of a wish that is over: its person still looks for themselves, nobody is sent by it."""
    until: dt.date = seeker.wish.valid_until_on
    return until if until < timezone.localdate() else None


@own_page
@require_safe
def me(request: HttpRequest, person: Person) -> HttpResponse:
    """Show where one's applications stand, and the way to everything else."""
    note_own(person, "worker.viewed_own", "applications")
    context = {"name": person.name, "applications": applications_of(person), "tab": "me"}
    return show(request, "worker/me.html", context)


@own_page
@require_POST
def apply(request: HttpRequest, person: Person, public_id: uuid.UUID) -> HttpResponse:
    """Apply in one press."""
    posting = offered_once(public_id)
    if posting is None:
        raise Http404
    at = timezone.now()
    demand_tries(scope="worker.apply", about=f"person {person.pk}", at=at, window=DAY, most=APPLICATIONS_A_DAY)
    apply_for(person=person, posting=posting, at=at)
    messages.success(request, _("已报名。驿站会联系雇主，再给您答复。"))
    return redirect("worker:job", public_id)


@own_page
@require_POST
def withdraw(request: HttpRequest, person: Person, public_id: uuid.UUID) -> HttpResponse:
    """Take an application back."""
    withdraw_application(application=own_application(person, public_id), at=timezone.now())
    messages.success(request, _("报名已撤回。想去的时候可以再报。"))
    return redirect(inside(request.POST.get("next", "")) or reverse("worker:me"))


@own_page
@require_safe
def for_me(request: HttpRequest, person: Person) -> HttpResponse:
    """List what suits the person, each with its reasons; the newest first for who turned recommendation off."""
    seeker, number, at = registered(person), asked_number(request, most=100), timezone.now()
    order = NearbyOrder.NEWEST if request.GET.get("order") == "newest" else NearbyOrder.BEST
    listed = jobs_near(
        at=at, seeker=seeker, order=order, k=PAGE_SIZE, skip=(number - 1) * PAGE_SIZE, look_further=False
    )
    offers = {one.id: one for one in offers_of([item.posting.id for item in listed.items], at, market(at))}
    rows = [{"offer": offers[item.posting.id], "item": item} for item in listed.items if item.posting.id in offers]
    note_own(person, "worker.viewed_recommended", "wish")
    context = {
        "rows": rows, "listed": listed, "lapsed_on": lapsed_on(seeker), "off": seeker.recommendation_off,
        "number": number, "has_next": listed.found > number * PAGE_SIZE, "tab": "me",
    }  # fmt: skip
    return show(request, "worker/for_me.html", context)


@own_page
@require_POST
def recommendation(request: HttpRequest, person: Person) -> HttpResponse:
    """Turn personal recommendation off or on (PIPL art. 24)."""
    off = request.POST.get("off") == "1"
    set_recommendation(seeker=registered(person), off=off, by=None, at=timezone.now())
    messages.success(request, _("已关闭个性化推荐。") if off else _("已打开个性化推荐。"))
    return redirect("worker:for_me")


@own_page
@require_safe
def more(request: HttpRequest, person: Person) -> HttpResponse:
    """Say what one change of the wish would open, each counted."""
    seeker = registered(person)
    advice = advise_seeker(seeker=seeker, at=timezone.now())
    note_own(person, "worker.viewed_advice", "wish")
    return show(request, "worker/more.html", {"advice": advice, "lapsed_on": lapsed_on(seeker), "tab": "me"})


# One's data -----------------------------------------------------------------------------------------------------------


@own_page
@require_safe
def data(request: HttpRequest, person: Person) -> HttpResponse:
    """Show what is on record, what was agreed to, the phones that are signed in."""
    at = timezone.now()
    given, texts = list(consents_of(person)), newest_texts()
    newest, held = standing_purposes(given, texts, at), held_purposes(given, at)
    context = {
        "person": person,
        "id_no": masked_id(person),
        "phone": masked_phone(person),
        "consents": [(text, purpose in newest, purpose in held) for purpose, text in texts.items()],
        "devices": devices_of(person, at),
        "asks_fact": has_fact(person),
        "asked": {one.kind for one in open_requests(person)},
        "kinds": RequestKind.choices,
        "embedded": is_embedded(request),
        "tab": "me",
    }
    note_own(person, "worker.viewed_data", "name", "id_no", "contacts", "consents")
    return show(request, "worker/data.html", context)


@own_page
@require_POST
def consent(request: HttpRequest, person: Person) -> HttpResponse:
    """Agree to a purpose or take that back; at once, without a reason (PIPL art. 15)."""
    purpose, at = request.POST.get("purpose", ""), timezone.now()
    texts = newest_texts()
    if purpose not in texts:
        raise Http404
    given = [one for one in consents_of(person) if one.purpose == purpose and one.withdrawn_at is None]
    if request.POST.get("give") == "1":
        facts = ConsentFacts(purpose, seen_version=posted_number(request.POST, "version"))
        give_consent(person=person, consent=facts, channel=Channel.OWN_PAGE, by=None, at=at)
        messages.success(request, _("已记下您的同意，随时可以撤回。"))
    else:
        for one in given:
            withdraw_consent(consent=one, by=None, at=at)
        messages.success(request, _("同意已撤回，马上生效。"))
    return redirect("worker:data")


@own_page
@require_POST
def copy(request: HttpRequest, person: Person) -> HttpResponse:
    """Hand the person a copy of everything held (PIPL art. 45): as a page, or as a file where the browser takes one."""
    at = timezone.now()
    demand_tries(scope="worker.copy", about=f"person {person.pk}", at=at, window=DAY, most=EXPORTS_A_DAY)
    held = {str(table_title(model)): rows for model, rows in export_own(person=person, at=at).items()}
    if request.POST.get("shape") == "json" and not is_embedded(request):
        answer = JsonResponse({"exported_at": at.isoformat(), "held": held}, json_dumps_params={"ensure_ascii": False})
        answer["Content-Disposition"] = 'attachment; filename="yizhan.json"'
        return answer
    read = {title: [readable(row) for row in rows] for title, rows in held.items()}
    return show(request, "worker/copy.html", {"tables": read.items(), "at": at, "tab": "me"})


@own_page
@require_POST
def ask(request: HttpRequest, person: Person) -> HttpResponse:
    """Ask the station to correct or delete one's record; the counter checks who asks."""
    kind, words = request.POST.get("kind", ""), " ".join(request.POST.get("words", "").replace("\x00", "").split())
    if kind not in RequestKind.values:
        raise Http404
    office = serving_office(person)
    if office is None:
        raise NobodyServes
    ask_station(person=person, office=office, kind=RequestKind(kind), words=words[:LONGEST_WORDS], at=timezone.now())
    messages.success(request, _("申请已送到驿站。窗口核对身份后办理，会打电话给您。"))
    return redirect("worker:data")


@own_page
@require_POST
def take_back(request: HttpRequest, person: Person) -> HttpResponse:
    """Take back what one asked for, while the counter has not settled it."""
    kind = request.POST.get("kind", "")
    if kind not in RequestKind.values:
        raise Http404
    take_request_back(person=person, kind=kind, at=timezone.now())
    messages.success(request, _("申请已撤回，登记没有变。"))
    return redirect("worker:data")


@own_page
@require_POST
def sign_out_all(request: HttpRequest, person: Person) -> HttpResponse:
    """Sign out every phone, this one too; asks for the second fact, as signing in by telephone does."""
    at = timezone.now()
    if has_fact(person):
        typed = request.POST.get("fact", "")[:10]
        if not read_fact(typed):
            raise FactMisread
        demand_tries(scope="worker.fact", about=f"people {[person.pk]}", at=at, window=DAY, most=FACTS_A_DAY)
        if not fits(person, typed):
            raise FactWrong
    end_all_devices(person=person, by=None, at=at)
    answer = redirect("worker:search")
    answer.delete_cookie(COOKIE, path=COOKIE_PATH)
    return answer


def applied(person: Person, public_id: uuid.UUID) -> dict[str, Any]:
    """Return what a posting's page shows to a signed-in person of their own application."""
    application = application_for(person, public_id)
    if application is not None:
        note_own(person, "worker.viewed_application", "applications")
    return {"signed_in": True, "application": application}
