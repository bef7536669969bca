"""The big screen and the data that it asks for. Anybody may read both: they are meant for a wall."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from yizhan.accounts.queries import active_offices, subtree_of
from yizhan.channels.nearby import public_points
from yizhan.channels.offers import public_office
from yizhan.channels.public_address import office_path, paper_url
from yizhan.channels.queries import offers_of, open_ids
from yizhan.portals.public.answers import public
from yizhan.portals.screen.board import MOST_OFFERS, board_of
from yizhan.portals.screen.watch import open_stream
from yizhan.shared.documents.qr import qr_svg
from yizhan.shared.web.marks import for_anybody

if TYPE_CHECKING:
    from yizhan.accounts.models import Office

#: Lines that are shown before the script runs, or without it.
FIRST = 5
CHINESE = "zh-hans"
STREAM = "text/event-stream"


def _office(public_id: uuid.UUID) -> Office:
    return get_object_or_404(active_offices(), public_id=public_id)


def _board(office: Office) -> dict[str, Any]:
    at = timezone.now()
    ids = open_ids(subtree_of(office), at)
    offers = offers_of(ids[:MOST_OFFERS], at)
    station = (office.lat_e6, office.lng_e6) if office.lat_e6 is not None and office.lng_e6 is not None else None
    return board_of(
        offers, public_office(office), total=len(ids), today=timezone.localdate(at), points=public_points(offers),
        station=station,
    )  # fmt: skip


@for_anybody
def board(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Show the screen of an office; its script pages through the list and keeps it fresh."""
    office = _office(public_id)
    with translation.override(CHINESE):
        data = _board(office)
        url = paper_url(request, office_path(public_id))
        context = {
            "office": office,
            "board": data,
            "first": data["offers"][:FIRST],
            "qr": mark_safe(qr_svg(url)) if url else "",  # noqa: S308 - drawn by segno from the address
        }
        return public(request, render(request, "screen/board.html", context))


@for_anybody
def board_data(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Answer with the board; whoever has it already is told so without its bytes."""
    office = _office(public_id)
    with translation.override(CHINESE):
        data = _board(office)
    return public(request, JsonResponse(data, json_dumps_params={"ensure_ascii": False}), seconds=15)


@for_anybody
def marks(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Stream a mark whenever the list of an office may have changed; 204 where no thread is to be spared.

    A browser does not come back after 204; the screen goes on asking every half minute.
    """
    office = _office(public_id)
    reads_streams = request.method == "GET" and STREAM in request.headers.get("Accept", "")
    stream = open_stream(office.path) if reads_streams else None
    if stream is None:
        return HttpResponse(status=204)
    # The proxy hands on each line as it comes, and nobody on the way packs or keeps it.
    headers = {"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}
    return StreamingHttpResponse(stream, content_type=STREAM, headers=headers)


@for_anybody
def service_worker(request: HttpRequest) -> HttpResponseBase:
    """Hand out the script that brings a screen back while the network, or the station behind its proxy, is away."""
    parts = {"style": static("screen/screen.css"), "script": static("screen/screen.js")}
    answer = render(request, "screen/sw.js", parts, content_type="text/javascript; charset=utf-8")
    return public(request, answer, seconds=0)
