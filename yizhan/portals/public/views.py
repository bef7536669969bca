"""What anybody may read. No view looks at who asks; the language is part of the address, so that caches can keep it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from yizhan.accounts.queries import active_offices, subtree_of
from yizhan.channels.enums import Standing
from yizhan.channels.offers import public_office
from yizhan.channels.public_address import public_base
from yizhan.channels.queries import (
    offers_of,
    open_count,
    open_counts,
    open_ids,
    public_posting,
    said_until,
    sitemap_entries,
)
from yizhan.portals.public import feeds
from yizhan.portals.public.answers import public
from yizhan.portals.public.jsonld import data_block, job_posting
from yizhan.portals.public.pages import drawn, kept_page, language_of, public_page
from yizhan.postings.enums import PostingKind
from yizhan.postings.market import Market
from yizhan.shared.documents.qr import qr_svg
from yizhan.shared.web.marks import for_anybody
from yizhan.shared.web.request_facts import asked_number

if TYPE_CHECKING:
    from yizhan.accounts.models import Office

PAGE_SIZE = 30
NO_END = dt.datetime.max.replace(tzinfo=dt.UTC)
#: RFC 9116 advises less than a year.
SECURITY_TXT_HOLDS = dt.timedelta(days=180)
#: A page about something that is over tells search engines to forget it.
GONE = 410


def _office(public_id: uuid.UUID) -> Office:
    return get_object_or_404(active_offices(), public_id=public_id)


@for_anybody
def offices(request: HttpRequest) -> HttpResponseBase:
    """List the offices with how many postings each has on offer."""
    at = timezone.now()

    def draw(now: Market) -> tuple[HttpResponse, dt.datetime]:
        listed = list(active_offices())
        counts, below = open_counts(listed, at, now), Counter[str]()
        for one in listed:
            steps = one.path.split("/")[:-1]
            for length in range(1, len(steps) + 1):
                below["/".join(steps[:length]) + "/"] += counts.get(one.pk, 0)
        rows = [{"office": one, "count": below[one.path]} for one in listed]
        return drawn(request, "public/offices.html", {"rows": rows, "total": sum(counts.values())}), NO_END

    return kept_page(request, None, at, draw)


@for_anybody
def office(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """List what is on offer at an office and below it, day labour first."""
    found, at = _office(public_id), timezone.now()
    asked, number = request.GET.get("kind", ""), asked_number(request)
    kind = asked if asked in PostingKind.values else ""
    start = (number - 1) * PAGE_SIZE

    def draw(now: Market) -> tuple[HttpResponse, dt.datetime]:
        ids = open_ids(subtree_of(found), at, kind=kind, now=now)
        offers = offers_of(ids[start : start + PAGE_SIZE], at)
        context = {
            "office": public_office(found),
            "total": len(ids),
            "number": number,
            "has_next": len(ids) > start + PAGE_SIZE,
            "kind": kind,
            "kinds": PostingKind.choices,
            "offers": offers,
        }
        until = min((said_until(now, offer) for offer in offers), default=NO_END)
        return drawn(request, "public/office.html", context), until

    return kept_page(request, (kind, number), at, draw)


@for_anybody
def posting(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Show one posting while it is open; afterwards only that it is full, paused or over."""
    with translation.override(language_of(request)):
        found = public_posting(public_id, timezone.now())
        if found is None:
            raise Http404
        context: dict[str, Any] = {"posting": found, "offer": found.offer, "office": found.office}
        if found.offer is not None:
            address = public_base(request) + request.path
            context["structured"] = data_block(job_posting(found.offer, url=address))
            context["qr"] = mark_safe(qr_svg(address))  # noqa: S308 - drawn by segno from the address
        return public_page(
            request, "public/posting.html", context, status=GONE if found.standing == Standing.ENDED else 200
        )


def _feed(
    request: HttpRequest, public_id: uuid.UUID, write: Callable[[feeds.Feed], str], content_type: str
) -> HttpResponseBase:
    """Answer with the newest offers of an office and below it."""
    found, at = _office(public_id), timezone.now()
    with translation.override("zh-hans"):
        offers = offers_of(open_ids(subtree_of(found), at, day_labour_first=False)[: feeds.MOST_ENTRIES], at)
        base = public_base(request)
        midnight = dt.datetime.combine(timezone.localdate(at), dt.time(), timezone.get_current_timezone())
        feed = feeds.Feed(
            office=public_office(found),
            offers=offers,
            base=base,
            home=base + reverse("public:office", args=[public_id]),
            address=base + request.path,
            changed_at=feeds.feed_changed(offers, midnight),
        )
        return public(request, HttpResponse(write(feed), content_type=content_type))


@for_anybody
def rss(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Answer with RSS 2.0."""
    return _feed(request, public_id, feeds.rss, "application/rss+xml; charset=utf-8")


@for_anybody
def atom(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Answer with Atom 1.0."""
    return _feed(request, public_id, feeds.atom, "application/atom+xml; charset=utf-8")


@for_anybody
def json_feed(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Answer with JSON Feed 1.1."""
    return _feed(request, public_id, feeds.json_feed, "application/feed+json; charset=utf-8")


def _xml(request: HttpRequest, text: str) -> HttpResponseBase:
    return public(request, HttpResponse(text, content_type="application/xml; charset=utf-8"), seconds=600)


@for_anybody
def sitemaps(request: HttpRequest) -> HttpResponseBase:
    """Name the sitemaps of the stations; those of offices above hold the same pages once more."""
    base = public_base(request)
    addresses = [
        base + reverse("public:sitemap", args=[one.public_id]) for one in active_offices().filter(kind="station")
    ]
    return _xml(request, feeds.sitemap_index(addresses))


@for_anybody
def sitemap(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Answer with an office's sitemap, or with an index of its parts where it has more pages than one may hold."""
    below, at, base = subtree_of(_office(public_id)), timezone.now(), public_base(request)
    count = open_count(below, at)
    if count <= feeds.URLS_A_MAP:
        entries = sitemap_entries(below, at, start=0, count=feeds.URLS_A_MAP)
        return _xml(request, feeds.urlset(base, entries))
    parts = range(1, -(-count // feeds.URLS_A_MAP) + 1)
    addresses = [base + reverse("public:sitemap_part", args=[public_id, number]) for number in parts]
    return _xml(request, feeds.sitemap_index(addresses))


@for_anybody
def sitemap_part(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponseBase:
    """Answer with one part of a large sitemap."""
    if not 1 <= number <= 10_000:
        raise Http404
    below, at = subtree_of(_office(public_id)), timezone.now()
    entries = sitemap_entries(below, at, start=(number - 1) * feeds.URLS_A_MAP, count=feeds.URLS_A_MAP)
    if not entries and number > 1:
        raise Http404
    return _xml(request, feeds.urlset(public_base(request), entries))


@for_anybody
def robots(request: HttpRequest) -> HttpResponseBase:
    """Tell search engines that only the public pages are theirs."""
    lines = [
        "User-agent: *", "Allow: /jobs/", "Allow: /api/v1/docs/", "Allow: /static/public/", "Allow: /static/openapi/",
        "Disallow: /", "",
        f"Sitemap: {public_base(request)}{reverse('public:sitemaps')}", "",
    ]  # fmt: skip
    return public(request, HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"), seconds=3600)


@for_anybody
def security_txt(request: HttpRequest) -> HttpResponseBase:
    """Say where finders of a fault may write (RFC 9116); nothing where the office named no address."""
    if not settings.YIZHAN_SECURITY_CONTACT:
        raise Http404
    expires = timezone.now().astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0) + SECURITY_TXT_HOLDS
    lines = [
        f"Contact: {settings.YIZHAN_SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: zh, en",
        f"Canonical: {public_base(request)}{request.path}",
    ]
    text = "\n".join([*lines, ""])
    return public(request, HttpResponse(text, content_type="text/plain; charset=utf-8"), seconds=3600)
