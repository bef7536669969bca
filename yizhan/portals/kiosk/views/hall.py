"""What the kiosk shows. The same for everybody; nothing is typed into it and nothing of anybody stands on it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from yizhan.accounts.queries import active_offices
from yizhan.channels.offers import public_office
from yizhan.channels.public_address import paper_url, posting_path
from yizhan.channels.queries import offers_of, public_posting
from yizhan.portals.kiosk import device
from yizhan.portals.kiosk.operations import call_for_help
from yizhan.portals.kiosk.queries import on_offer, tiles
from yizhan.portals.public.answers import public
from yizhan.postings.enums import PostingKind
from yizhan.shared.documents.qr import qr_svg
from yizhan.shared.web.marks import for_anybody, only_reads
from yizhan.shared.web.request_facts import asked_number
from yizhan.vocabularies.queries import occupation_name

if TYPE_CHECKING:
    from yizhan.accounts.models import Office

CHINESE, ENGLISH = "zh-hans", "en"
#: For each language how HTML calls it, and what the button says that leads to it.
LANGUAGES = {CHINESE: ("zh-CN", "中文"), ENGLISH: ("en", "English")}
PAGE_SIZE = 6
MOST_PAGES = 100


def _office(public_id: uuid.UUID) -> Office:
    return get_object_or_404(active_offices(), public_id=public_id)


def _language(request: HttpRequest) -> str:
    """Return the language that the address asks for. It is kept nowhere else: the first page, to which the kiosk
    returns a minute after the last touch, is Chinese again, and caches keep each language by its address.
    """
    return ENGLISH if request.GET.get("lang") == ENGLISH else CHINESE


def _shown(request: HttpRequest, template: str, office: Office, context: dict[str, Any]) -> HttpResponse:
    language = _language(request)
    others = request.GET.copy()
    others.pop("lang", None)
    if language == CHINESE:
        others["lang"] = ENGLISH
    tag, name = LANGUAGES[CHINESE if language == ENGLISH else ENGLISH]
    shared = {
        "office": office,
        "station": public_office(office),
        "at": timezone.now(),
        "tag": LANGUAGES[language][0],
        "other": {"url": f"{request.path}?{others.urlencode()}", "tag": tag, "name": name},
        # How an address goes on asking for the language: alone, and after other questions.
        "ask": "" if language == CHINESE else "?lang=en",
        "also": "" if language == CHINESE else "&lang=en",
    }
    return render(request, template, shared | context)


@for_anybody
def start(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Show the first page: day labour, longer work, kinds of work."""
    office, at = _office(public_id), timezone.now()
    with translation.override(_language(request)):
        count = len(on_offer(office, at, kind=PostingKind.GIG, occupation=""))
        kinds_of_work, following = tiles(office, at, number=asked_number(request, most=MOST_PAGES))
        context = {"day_jobs": count, "tiles": kinds_of_work, "following": following, "kinds": PostingKind.choices}
        return public(request, _shown(request, "kiosk/start.html", office, context))


@for_anybody
def jobs(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """List what is on offer, six a page: turning pages is easier than scrolling with a finger."""
    office, at = _office(public_id), timezone.now()
    kind, work = request.GET.get("kind", ""), request.GET.get("work", "")
    kind = kind if kind in PostingKind.values else ""
    number = asked_number(request, most=MOST_PAGES)
    with translation.override(_language(request)):
        name = occupation_name(work) if work.isascii() else ""
        ids = on_offer(office, at, kind=kind, occupation=work if name else "")
        first = (number - 1) * PAGE_SIZE
        context = {
            "offers": offers_of(ids[first : first + PAGE_SIZE], at),
            "total": len(ids),
            "number": number,
            "pages": max(1, -(-len(ids) // PAGE_SIZE)),
            "has_next": len(ids) > first + PAGE_SIZE,
            "title": name or (PostingKind(kind).label if kind else ""),
            "query": f"kind={kind}&work={work if name else ''}",
        }
        return public(request, _shown(request, "kiosk/jobs.html", office, context))


@for_anybody
def job(request: HttpRequest, public_id: uuid.UUID, posting_id: uuid.UUID) -> HttpResponseBase:
    """Show one posting with a slip to print and take to the counter."""
    office = _office(public_id)
    with translation.override(_language(request)):
        found = public_posting(posting_id, timezone.now())
        if found is None:
            raise Http404
        url = paper_url(request, posting_path(posting_id)) if found.offer else ""
        qr = mark_safe(qr_svg(url)) if url else ""  # noqa: S308 - drawn by segno from the address
        context = {"posting": found, "offer": found.offer, "qr": qr}
        return public(request, _shown(request, "kiosk/job.html", office, context))


@login_not_required
@only_reads
@require_http_methods(["GET", "POST"])
def help_me(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Call somebody of the station. Only a machine that the station set up as its kiosk can."""
    office = _office(public_id)
    may = device.is_kiosk_of(request, public_id)
    with translation.override(_language(request)):
        if request.method == "POST" and may:
            call_for_help(office=office, at=timezone.now())
            return _shown(request, "kiosk/called.html", office, {})
        return _shown(request, "kiosk/help.html", office, {"may": may})


@for_anybody
def service_worker(request: HttpRequest) -> HttpResponseBase:
    """Hand out the script that shows the last pages while the network is away."""
    parts = {"style": static("kiosk/kiosk.css"), "script": static("kiosk/kiosk.js")}
    with translation.override(CHINESE):
        answer = render(request, "kiosk/sw.js", parts, content_type="text/javascript; charset=utf-8")
        return public(request, answer, seconds=0)
