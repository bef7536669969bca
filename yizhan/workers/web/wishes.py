"""Taking down what somebody on record wants, and when they can work."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yizhan.accounts.queries import actor
from yizhan.people.queries import age_on, has_proven_birth, masked_id, masked_phone
from yizhan.shared.errors import Refused
from yizhan.shared.submissions import earlier_submission
from yizhan.shared.web.middleware import say
from yizhan.workers.enums import VisitPurpose
from yizhan.workers.facts import WishFacts
from yizhan.workers.models import JobSeeker
from yizhan.workers.operations import come_again, set_availability
from yizhan.workers.queries import dated_days_of, has_visited_on, seeker_of
from yizhan.workers.rules import may_register
from yizhan.workers.shown import fill_in, shown_wish
from yizhan.workers.web._common import note_look, person_for, seeker_for
from yizhan.workers.web.forms import WhenForm, WishForm
from yizhan.workers.web.words import STATUS_KIND, waiting_days

if TYPE_CHECKING:
    from yizhan.people.models import Person


@never_cache
@require_http_methods(["GET", "POST"])
def wish(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the wish ready to be renewed by one key; for somebody who has none yet, an empty one."""
    user, person = person_for(request, public_id, may_register)
    if led_to := earlier_submission(request.POST.get("submission"), by=user):
        return redirect(led_to)
    today, found = timezone.localdate(), seeker_of(person)
    initial = shown_wish(found, found.wish, today) if found else {}
    tried = fill_in(initial, found.wish, request.GET.get("change", "")) if found else ""
    initial["here"] = not has_visited_on(person, user.office, today)
    form = WishForm(request.POST or None, initial=initial, office=user.office)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and form.wish is not None:
            try:
                return _save(request, person, found, form, form.wish)
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
    note_look(user, person, "seeker.viewed_to_change", "name", "wish")
    context = _head(person, found, today) | {"form": form, "tried": tried}
    return render(request, "workers/wish.html", context, status=status)


def _save(
    request: HttpRequest, person: Person, found: JobSeeker | None, form: WishForm, facts: WishFacts
) -> HttpResponse:
    user = actor(request)
    submission = request.POST.get("submission")
    led_to = reverse("workers:seeker", args=[person.public_id])
    if found:
        # Dates that were agreed on stand on a page of their own; renewing the wish does not drop them.
        days = tuple((row.day, row.parts) for row in dated_days_of(found.wish, timezone.localdate()))
        facts = replace(facts, days=days)
    try:
        come_again(
            person=person, wish=facts, seen_version=form.cleaned_data["version"], office=user.office, by=user,
            at=timezone.now(), visit=VisitPurpose.LOOK if form.cleaned_data["here"] else None,
            submission=submission, led_to=led_to,
        )  # fmt: skip
    except IntegrityError:
        if earlier_submission(submission, by=user) is None:
            raise
    else:
        say(request, _("求职意向已保存。"))
    return redirect(led_to)


def _head(person: Person, found: JobSeeker | None, today: dt.date) -> dict[str, Any]:
    return {
        "person": person,
        "seeker": found,
        "age": age_on(person, today),
        "age_proven": has_proven_birth(person),
        "id_no": masked_id(person),
        "phone": masked_phone(person),
        "status_kind": STATUS_KIND[found.status] if found else "plain",  # type: ignore[index]
        "waiting": waiting_days(found.waiting_since_on, today) if found else None,
        "lapsed": bool(found and found.wish.valid_until_on < today),
    }


@never_cache
@require_http_methods(["GET", "POST"])
def when(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say when somebody can work: the week, and dates that go before it."""
    user, found = seeker_for(request, public_id, may_register)
    today = timezone.localdate()
    form = WhenForm(request.POST or None, wish=found.wish, days=dated_days_of(found.wish, today), today=today)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                set_availability(
                    seeker=found, week_mask=form.week_mask, days=form.days, by=user, at=timezone.now(),
                    seen_version=form.cleaned_data["version"],
                )  # fmt: skip
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                say(request, _("可工作时间已保存。"))
                return redirect("workers:seeker", public_id)
    note_look(user, found.person, "seeker.viewed_to_change", "name", "wish")
    return render(request, "workers/when.html", _head(found.person, found, today) | {"form": form}, status=status)
