"""Whose phone asks: the cookie, the page that is one's own, and the line that looking at it leaves."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from yizhan.portals.worker.operations import OWN_PHONE
from yizhan.portals.worker.pages import show
from yizhan.portals.worker.queries import device_by
from yizhan.shared.audit.operations import write_read
from yizhan.shared.errors import Refused

if TYPE_CHECKING:
    from yizhan.people.models import Person
    from yizhan.portals.worker.models import Device

COOKIE = "w_device"
COOKIE_PATH = "/w/"


def device_of(request: HttpRequest) -> Device | None:
    """Return the signed-in phone that asks, or None; asked once a request. A staff session says nothing here."""
    kept = getattr(request, "_worker_device", False)
    if kept is False:
        token = request.COOKIES.get(COOKIE, "")
        kept = device_by(token, timezone.now()) if token else None
        request._worker_device = kept  # type: ignore[attr-defined]
    return kept  # type: ignore[return-value]


def keep_token(answer: HttpResponse, token: str, device: Device) -> HttpResponse:
    """Give the phone its token."""
    lasting = device.until_at - device.opened_at
    answer.set_cookie(
        COOKIE, token, max_age=int(lasting.total_seconds()) if lasting == OWN_PHONE else None, path=COOKIE_PATH,
        httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return answer


def inside(address: str) -> str:
    """Return an address of these pages to go back to, or "" when it is none."""
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.startswith("/w/")
    return address if is_ours and "\\" not in address else ""


def own_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Let only a signed-in phone in; the view gets the person. Refusals are said on a small page of these."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        device = device_of(request)
        if device is None:
            back = inside(request.POST.get("next", "")) if request.method == "POST" else inside(request.get_full_path())
            query = urlencode({"next": back}) if back else ""
            return redirect(f"{reverse('worker:enter')}?{query}")
        try:
            return view(request, device.person, *args, **kwargs)
        except Refused as refusal:
            context = {"sentence": str(refusal), "back": inside(request.POST.get("next", "")), "tab": "me"}
            return show(request, "worker/refused.html", context, status=refusal.status)

    return login_not_required(never_cache(guarded))


def note_own(person: Person, action: str, *fields: str) -> None:
    """Leave the one line that a look at one's own record leaves."""
    write_read(action=action, by=None, at=timezone.now(), person_id=person.pk, fields=fields, reason="self")
