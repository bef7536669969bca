"""What the station has told a person, and of what they want to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yizhan.notices.queries import own_lines, wanted_purposes
from yizhan.portals.worker.own import note_own, own_page
from yizhan.portals.worker.pages import show
from yizhan.shared.notifications.enums import OPTIONAL, Purpose
from yizhan.shared.notifications.operations import mark_read, set_wanted
from yizhan.shared.web.request_facts import asked_number

if TYPE_CHECKING:
    from yizhan.people.models import Person

PAGE_SIZE = 20


@own_page
@require_safe
def inbox(request: HttpRequest, person: Person) -> HttpResponse:
    """List what was told, the newest first. Looking changes nothing: "read" is said by a press."""
    number, wanted = asked_number(request, most=100), wanted_purposes(person.pk)
    rows = own_lines(person.pk, timezone.now(), start=(number - 1) * PAGE_SIZE, count=PAGE_SIZE + 1)
    note_own(person, "worker.viewed_messages", "messages")
    context = {
        "rows": rows[:PAGE_SIZE], "number": number, "has_next": len(rows) > PAGE_SIZE,
        "has_new": any(row.is_new for row in rows),
        "purposes": [(purpose.value, purpose.label, purpose.value in wanted) for purpose in OPTIONAL], "tab": "me",
    }  # fmt: skip
    return show(request, "worker/inbox.html", context)


@own_page
@require_POST
def read(request: HttpRequest, person: Person) -> HttpResponse:
    """Say that all of it was read."""
    mark_read(person_id=person.pk, at=timezone.now())
    return redirect("worker:inbox")


@own_page
@require_POST
def wanted(request: HttpRequest, person: Person) -> HttpResponse:
    """Say of what one wants to be told by SMS or WeChat; what is no purpose is taken as not said."""
    ticked = set(request.POST.getlist("wanted"))
    chosen = frozenset(Purpose(purpose) for purpose in OPTIONAL if purpose.value in ticked)
    set_wanted(person_id=person.pk, wanted=chosen, by=None, at=timezone.now())
    messages.success(request, _("已记下。临近的班次取消，驿站仍会打电话，免得您白跑。"))
    return redirect("worker:inbox")
