"""The desk's side: who calls, and how a machine becomes a kiosk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizhan.accounts.queries import actor, can_serve, office_of
from yizhan.portals.kiosk import device
from yizhan.portals.kiosk.operations import AnsweredAlready, answer_call, end_machine, set_up_machine
from yizhan.portals.kiosk.queries import calls_visible_to, waiting_at
from yizhan.shared.display import when_text
from yizhan.shared.errors import NotAllowed
from yizhan.shared.web.middleware import say

if TYPE_CHECKING:
    from yizhan.accounts.models import User

MOST_SHOWN = 30


def _serving(request: HttpRequest) -> User:
    user = actor(request)
    if not can_serve(user):
        raise NotAllowed
    return user


@never_cache
@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """List the calls, those that wait first, then the last ones that were answered."""
    user = _serving(request)
    rows = calls_visible_to(user).select_related("office", "answered_by")
    waiting = list(rows.filter(answered_at=None).order_by("at"))
    done = list(rows.exclude(answered_at=None).order_by("-at")[:MOST_SHOWN])
    start = office_of(user)
    return render(request, "kiosk/calls.html", {"waiting": waiting, "done": done, "office": start})


@never_cache
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Say whether somebody calls in the user's own hall: 204 when nobody does, 304 when it is known already.

    Pages of the desk ask every half minute, so it is one query beside the sign-in's, and who is asked nothing of.
    """
    call = waiting_at(office_of(_serving(request)))
    if call is None:
        return HttpResponse(status=204)
    mark = f'"{call.pk}"'
    if request.headers.get("If-None-Match") == mark:
        return HttpResponse(status=304, headers={"ETag": mark})
    said = {
        "title": _("有人叫"),
        "words": _("%(at)s 有人在自助机前叫帮忙。") % {"at": when_text(call.at, "clock")},
        "url": reverse("kiosk:calls"),
    }
    return JsonResponse(said, headers={"ETag": mark})


@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Note that the user goes there."""
    user = _serving(request)
    call = get_object_or_404(calls_visible_to(user), pk=number)
    try:
        answer_call(call=call, by=user, at=timezone.now())
        say(request, _("已记下：您去看了。"))
    except AnsweredAlready as refused:
        say(request, str(refused))
    return redirect("kiosk:calls")


@never_cache
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Make this machine a kiosk of the user's office: the user is signed out here and the first page opens.

    A machine that is one already may be made an ordinary one again.
    """
    user = _serving(request)
    office = office_of(user)
    if request.method == "GET":
        is_kiosk = device.is_kiosk_of(request, office.public_id)
        return render(request, "kiosk/set_up.html", {"office": office, "is_kiosk": is_kiosk})
    if "end" in request.POST:
        return _ended(request, user)
    is_new = not device.is_kiosk_of(request, office.public_id)
    set_up_machine(office=office, by=user, at=timezone.now(), is_new=is_new)
    logout(request)
    opened = redirect("kiosk:start", public_id=office.public_id)
    device.put_mark(opened, office.public_id)
    return opened


def _ended(request: HttpRequest, user: User) -> HttpResponse:
    """Take the mark from this machine; from another, or when it is sent twice, nothing ends."""
    office = office_of(user)
    if device.is_kiosk_of(request, office.public_id):
        end_machine(office=office, by=user, at=timezone.now())
    say(request, _("已记下：这台机器不再是自助机，不能再从它叫人帮忙。"))
    answer = redirect("kiosk:calls")
    device.take_mark(answer)
    return answer
