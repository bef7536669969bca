"""The list of local places, one form to add and to correct them."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizhan.places.operations import add_place, change_place, retire_place
from yizhan.places.queries import full_name, get_place, places_visible_to
from yizhan.places.rules import can_change_place, can_keep_places, can_see_places
from yizhan.places.web.forms import PlaceForm, shown
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.submissions import earlier_submission
from yizhan.shared.web.middleware import say
from yizhan.shared.web.request_facts import asked_number

PAGE_SIZE = 100


def _who(request: HttpRequest) -> Any:
    """Return who signed in; the login middleware stands before every view."""
    return cast("Any", request.user)


@require_GET
def list_places(request: HttpRequest) -> HttpResponse:
    """Show the places of the office, of those above and of those below."""
    user = _who(request)
    if not can_see_places(user):
        raise NotAllowed
    number = asked_number(request)
    start = (number - 1) * PAGE_SIZE
    found = list(places_visible_to(user).select_related("office")[start : start + PAGE_SIZE + 1])
    rows = [
        {"place": place, "division": full_name(place.division_code), "may_change": can_change_place(user, place)}
        for place in found[:PAGE_SIZE]
    ]
    context = {"rows": rows, "may_add": can_keep_places(user), "number": number, "has_next": len(found) > PAGE_SIZE}
    return render(request, "places/list.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a place to the own office's table."""
    user = _who(request)
    if not can_keep_places(user):
        raise NotAllowed
    submission = request.POST.get("submission")
    if led_to := earlier_submission(submission, by=user):
        return redirect(led_to)
    form = PlaceForm(request.POST or None, area_code=user.office.area_code)
    if request.method == "POST" and form.is_valid():
        at, led_to = timezone.now(), reverse("places:list")
        try:
            add_place(office=user.office, by=user, at=at, submission=submission, led_to=led_to, **form.facts())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("地点已加入列表。"))
            return redirect(led_to)
    return render(request, "places/add.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Correct a place of the own office or of one below."""
    user = _who(request)
    place = get_place(user, public_id)
    if not can_change_place(user, place):
        raise NotAllowed
    form = PlaceForm(
        request.POST or None, initial=shown(place), area_code=place.office.area_code, kept_code=place.division_code
    )
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            change_place(place=place, seen_version=seen, by=user, at=timezone.now(), **form.facts())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("地点已保存。"))
            return redirect("places:list")
    return render(request, "places/change.html", {"form": form, "place": place}, status=422 if form.errors else 200)


@require_POST
def retire(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a place out of the lists."""
    user = _who(request)
    place = get_place(user, public_id)
    if not can_change_place(user, place):
        raise NotAllowed
    retire_place(place=place, by=user, at=timezone.now())
    say(request, _("地点已停用，以后的列表里不再出现。"))
    return redirect("places:list")
