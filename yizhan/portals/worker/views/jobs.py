"""Pages for anybody: work near a place, the map, one posting. They need no sign-in and no JavaScript."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.channels.enums import NearOrder, Standing
from yizhan.channels.nearby import offers_near
from yizhan.channels.queries import PublicPosting, public_posting, said_until
from yizhan.places.queries import gcj02
from yizhan.portals.worker.map import HALF, draw
from yizhan.portals.worker.own import device_of, inside
from yizhan.portals.worker.pages import LARGE_COOKIE, is_large, show, show_open
from yizhan.portals.worker.position import sent_position
from yizhan.portals.worker.search import CIRCLES_KM, Search, elsewhere, read_search
from yizhan.portals.worker.views.me import applied
from yizhan.postings.enums import PostingKind
from yizhan.postings.market import Market, market
from yizhan.shared.templatetags.yizhan import html_lang
from yizhan.shared.web.marks import only_reads
from yizhan.shared.web.request_facts import asked_number, posted_number

PAGE_SIZE, PAGE_SIZE_LARGE, PAGE_SIZE_MAP = 15, 6, 30
MOST_PAGES = 100
A_YEAR_S = 365 * 24 * 3600
GONE = 410
#: A page is drawn anew after so long even if no offer changed: a station's name or what people said may have.
KEPT = dt.timedelta(seconds=60)
KEPT_FACTS = dt.timedelta(minutes=5)


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """List work on offer: near a place, of a kind, nearest or newest first. The first page."""
    asked = read_search(request.GET.dict(), page=asked_number(request, most=MOST_PAGES))
    large, at = is_large(request), timezone.now()
    now = market(at)

    def make() -> tuple[dict[str, Any], dt.datetime]:
        listed = _listed(asked, PAGE_SIZE_LARGE if large else PAGE_SIZE, now, at)
        drawn = {"offers": render_to_string("worker/_offers.html", {**listed, "large": large}), "found": True}
        until = min([at + KEPT, *(one.until for one in listed["found"])])
        return listed | (drawn if listed["found"] else {}), until

    # Until something is written or one of these offers ends, the next one who looks for the same gets the same.
    return show_open(request, "worker/jobs.html", now.keep(("worker.list", get_language(), large, asked), at, make))


@login_not_required
@only_reads
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: HttpRequest) -> HttpResponse:
    """List work near the phone's position. It comes in the body of a form and is kept nowhere.

    The page's own forms carry it on to wider circles, other work and further pages: it stands in no address. A place
    that is written goes before it; who comes back by an address alone begins anew.
    """
    position = sent_position(request) if request.method == "POST" else None
    typed = read_search(request.POST.dict(), page=1)
    if position is None or typed.near:
        return redirect(reverse("worker:search") + (typed.link() if typed.near else ""))
    page = max(1, min(posted_number(request.POST, "page"), MOST_PAGES))
    asked = read_search(request.POST.dict(), page=page, here=gcj02(*position))
    at, large = timezone.now(), is_large(request)
    listed = _listed(asked, PAGE_SIZE_LARGE if large else PAGE_SIZE, market(at), at)
    drawn = render_to_string("worker/_offers.html", {**listed, "large": large})
    carried = {name: f"{value / 1e6:.3f}" for name, value in zip(("lat", "lng"), position, strict=True)}
    return show(request, "worker/jobs.html", listed | carried | {"offers": drawn})


def _listed(asked: Search, size: int, now: Market, at: dt.datetime) -> dict[str, Any]:
    found = offers_near(asked.asked, at, order=asked.order, start=(asked.page - 1) * size, count=size, now=now)
    return {
        "search": asked,
        "found": found[:size],
        "has_next": len(found) > size,
        "elsewhere": elsewhere(asked, at, now) if not found and asked.page == 1 else [],
        "circles": CIRCLES_KM,
        "kinds": [(value, label, asked.link(kind=value)) for value, label in [("", _("全部")), *PostingKind.choices]],
        "by_new": asked.link(order=NearOrder.NEW),
        "by_near": asked.link(order=NearOrder.NEAR),
        "next": (asked.page + 1, asked.link(page=asked.page + 1)),
        "previous": (asked.page - 1, asked.link(page=asked.page - 1)),
        "here_link": asked.link(),
        "others": [(one.full_name, asked.link(near=one.name, area=one.area_code)) for one in asked.others],
        "tab": "jobs",
    }


@login_not_required
@require_safe
def around(request: HttpRequest) -> HttpResponse:
    """Draw where work is, with the same list beside it."""
    asked = read_search(request.GET.dict(), page=1)
    found = offers_near(asked.asked, timezone.now(), order=asked.order, start=0, count=PAGE_SIZE_MAP)[:PAGE_SIZE_MAP]
    drawing = draw(found, asked.spot.point if asked.spot else None)
    context = {"search": asked, "found": found, "drawing": drawing, "half": HALF, "list_link": asked.link()}
    return show_open(request, "worker/map.html", context | {"tab": "map"})


@login_not_required
@require_safe
def job(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one posting while it is open; afterwards only that it is full, paused or over."""
    at = timezone.now()
    now = market(at)

    def read() -> tuple[PublicPosting, dt.datetime]:
        known = public_posting(public_id, at)
        if known is None:
            raise Http404
        return known, min(at + KEPT_FACTS, said_until(now, known.offer)) if known.offer else at

    # Kept while other postings come and go: thousands are read, few change.
    found = now.keep(
        ("worker.job", get_language(), public_id), at, read, lambda known: known.offer.id if known.offer else None
    )
    context: dict[str, Any] = {"posting": found, "offer": found.offer, "office": found.office, "tab": "jobs"}
    device = device_of(request)
    if device is not None:
        return show(request, "worker/job.html", context | applied(device.person, public_id))
    context |= {"signed_in": False, "application": None}
    return show_open(request, "worker/job.html", context, status=GONE if found.standing == Standing.ENDED else 200)


@login_not_required
@only_reads
@require_POST
def large_type(request: HttpRequest) -> HttpResponse:
    """Turn the large-type mode on or off on this phone, and go back to the page."""
    answer = redirect(inside(request.POST.get("next", "")) or reverse("worker:search"))
    on = request.POST.get("on") == "1"
    answer.set_cookie(
        LARGE_COOKIE, "1" if on else "0", max_age=A_YEAR_S, path="/w/", samesite="Lax", httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return answer


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Say that there is no network; the service worker shows it in place of a page that it does not have."""
    return show_open(request, "worker/offline.html", {"kept_at": None})


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Say how the pages stand on a phone's home screen."""
    icon = {"src": static("shared/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    data = {
        "id": reverse("worker:search"),
        "name": _("驿站找活"),
        "short_name": _("找活"),
        "lang": html_lang(),
        "start_url": reverse("worker:search"),
        "scope": reverse("worker:search"),
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b5a5e",
        "icons": [icon],
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False}, content_type="application/manifest+json")


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Hand out the service worker from the folder that it is to serve."""
    parts = {"style": static("worker/worker.css"), "script": static("worker/worker.js")}
    return render(request, "worker/sw.js", parts, content_type="text/javascript; charset=utf-8")
