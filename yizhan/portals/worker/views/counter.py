"""What the counter does for a person's phone: shows a code to scan, signs phones out, settles requests. For staff."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizhan.accounts.queries import actor, can_serve
from yizhan.channels.public_address import paper_url
from yizhan.people.queries import get_person
from yizhan.portals.worker.operations import PASS_GOOD_FOR, end_all_devices, make_pass, settle_request
from yizhan.portals.worker.queries import devices_of, requests_waiting
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit, write_read
from yizhan.shared.documents.qr import qr_svg
from yizhan.shared.errors import NotAllowed
from yizhan.shared.web.middleware import say

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person


def _asked(request: HttpRequest, public_id: uuid.UUID) -> tuple[User, Person]:
    """Return who asks and about whom.

    :raises NotAllowed: the role may not. :raises Http404: no such person for these eyes.
    """
    user = actor(request)
    if not can_serve(user):
        raise NotAllowed
    return user, get_person(user, public_id)


@never_cache
@require_GET
def counter(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show on the person's page how many phones are signed in."""
    user, person = _asked(request, public_id)
    return _panel(request, user, person, "")


def _panel(request: HttpRequest, user: User, person: Person, code: str) -> HttpResponse:
    at = timezone.now()
    url = paper_url(request, f"{reverse('worker:enter')}#{code}") if code else ""
    context = {
        "person": person, "devices": devices_of(person, at), "code": code,
        "spoken": f"{code[:5]} {code[5:]}" if code else "", "minutes": int(PASS_GOOD_FOR.total_seconds() // 60),
        "qr": mark_safe(qr_svg(url)) if url else "",  # noqa: S308 - drawn by segno from the address
    }  # fmt: skip
    write_read(action="worker.viewed_phones", by=user, at=at, person_id=person.pk, obj=person, fields=["devices"])
    return render(request, "worker/_counter.html", context)


@never_cache
@require_POST
def show_pass(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make a code and show it as a QR: the person scans it with their own phone, once, within minutes."""
    user, person = _asked(request, public_id)
    return _panel(request, user, person, make_pass(person=person, by=user, at=timezone.now()))


@never_cache
@require_POST
def end_all(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Sign out every phone of a person: one was lost."""
    user, person = _asked(request, public_id)
    end_all_devices(person=person, by=user, at=timezone.now())
    return _panel(request, user, person, "")


@never_cache
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """List what people ask on their phones about their data, the oldest first."""
    user = actor(request)
    if not can_serve(user):
        raise NotAllowed
    rows = list(requests_waiting(user).select_related("person")[:200])
    if rows:
        write_audit(
            action="worker.requests_listed", by=user, at=timezone.now(), fields=["name", "words"],
            kind=AuditKind.READ, reason=f"rows:{len(rows)}",
        )  # fmt: skip
    return render(request, "worker/requests.html", {"rows": rows})


@require_POST
def settle(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note that a request is done."""
    user = actor(request)
    if not can_serve(user):
        raise NotAllowed
    found = get_object_or_404(requests_waiting(user), public_id=public_id)
    settle_request(request=found, by=user, at=timezone.now())
    say(request, _("已记下办结。"))
    return redirect("worker:requests")
