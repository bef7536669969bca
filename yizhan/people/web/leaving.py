"""The copy of everything held, who looked, the reclaim slip, and taking an identity away."""

from __future__ import annotations

import json
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizhan.accounts.queries import actor
from yizhan.people.operations import (
    SlipUnknown,
    anonymise_person,
    export_person,
    issue_reclaim_slip,
    readable,
    reclaim,
    spoken_secret,
    table_title,
)
from yizhan.people.queries import looks_at
from yizhan.people.rules import may_anonymise, may_change, may_hand_copy, may_see_looks
from yizhan.people.web._common import demand, note_look, person_for
from yizhan.people.web.forms import AnonymiseForm, ReclaimForm
from yizhan.people.web.sheets import copy_workbook
from yizhan.people.web.tabs import person_tabs
from yizhan.people.web.words import action_words, field_words, reason_words
from yizhan.shared.display import day_text
from yizhan.shared.documents.pdf import RECLAIM_SLIP, render_pdf
from yizhan.shared.errors import Refused
from yizhan.shared.web.middleware import say
from yizhan.shared.web.request_facts import asked_number


@never_cache
@require_GET
def held(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Offer the copy of everything held, and the ways to have it corrected or deleted."""
    user, person = person_for(request, public_id, may_hand_copy)
    note_look(user, person, "person.viewed_held", "name")
    context = {
        "person": person, "tabs": person_tabs(person, user, "held"), "may_anonymise": may_anonymise(user),
        "may_slip": may_change(user),
    }  # fmt: skip
    return render(request, "people/held.html", context)


@require_POST
@never_cache
def copy(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Hand out the copy: a readable page, JSON, or Excel. A POST: it leaves a line in the log."""
    user, person = person_for(request, public_id, may_hand_copy)
    at = timezone.now()
    tables = export_person(person=person, by=user, at=at)
    titled = {table_title(model): rows for model, rows in tables.items()}
    shape = request.POST.get("shape", "page")
    if shape == "json":
        text = json.dumps({"exported_at": at.isoformat(), "held": titled}, ensure_ascii=False, indent=2, default=str)
        return _file(text.encode(), "application/json", f"{person.number}.json")
    if shape == "xlsx":
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return _file(copy_workbook(titled), kind, f"{person.number}.xlsx")
    sheets = [{"title": title, "rows": [readable(row) for row in rows]} for title, rows in titled.items()]
    return render(request, "people/copy.html", {"sheets": sheets, "at": at, "number": person.number})


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@never_cache
@require_GET
def looks(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show who looked at the record and who changed it (PIPL art. 44)."""
    user, person = person_for(request, public_id, may_see_looks)
    number = asked_number(request)
    found, has_next = looks_at(person, page=number)
    rows = [
        {"look": one, "action": action_words(one.action), "reason": reason_words(one.reason),
         "fields": field_words(one.fields)}
        for one in found
    ]  # fmt: skip
    note_look(user, person, "person.viewed_looks", "looks")
    context = {
        "person": person, "rows": rows, "number": number, "has_next": has_next,
        "tabs": person_tabs(person, user, "looks"),
    }  # fmt: skip
    return render(request, "people/looks.html", context)


@require_POST
@never_cache
def slip(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Print a reclaim slip. The secret is in this answer and nowhere else."""
    user, person = person_for(request, public_id, may_change)
    at = timezone.now()
    _row, secret = issue_reclaim_slip(person=person, by=user, at=at)
    data = {
        "station": user.office.name,
        "station_phone": user.office.phone,
        "person_number": person.number,
        "secret": spoken_secret(secret),
        "issued_on": day_text(timezone.localdate(at), "long"),
    }
    pdf = render_pdf(RECLAIM_SLIP, data)
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{person.number}.pdf"'}
    )


@require_http_methods(["GET", "POST"])
def reclaim_record(request: HttpRequest) -> HttpResponse:
    """Find the record of somebody who brings a slip."""
    user = actor(request)
    demand(user, may_change)
    form = ReclaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = reclaim(secret=form.cleaned_data["secret"], by=user, at=timezone.now())
        except SlipUnknown as refusal:
            form.add_error("secret", str(refusal))
        else:
            say(request, _("凭条已核对，记录已打开。"))
            return redirect("people:person", person.public_id)
    return render(request, "people/reclaim.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def anonymise(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the identity away, after the registration number was typed once more."""
    user, person = person_for(request, public_id, may_anonymise)
    form = AnonymiseForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            anonymise_person(person=person, ground=form.cleaned_data["ground"], by=user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("记录已匿名化：姓名、证件、联系方式已删除，台账只留不含身份的数字。"))
            return redirect("people:search")
    note_look(user, person, "person.viewed_to_anonymise", "name")
    status = 422 if form.errors else 200
    return render(request, "people/anonymise.html", {"form": form, "person": person}, status=status)
