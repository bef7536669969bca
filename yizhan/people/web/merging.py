"""Two records side by side, the merge, and the way back."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizhan.accounts.queries import actor, can_see_people
from yizhan.people.models import Person
from yizhan.people.operations import TOGETHER, merge_people, parts_to_take, undo_merge
from yizhan.people.queries import contact_line, current_contacts, get_person, masked_id, merges_visible_to
from yizhan.people.rules import may_merge
from yizhan.people.web._common import demand, note_look, person_for
from yizhan.places.queries import full_name
from yizhan.shared.errors import Refused
from yizhan.shared.web.middleware import say
from yizhan.shared.web.request_facts import asked_number
from yizhan.vocabularies.enums import Education
from yizhan.vocabularies.queries import ethnicity_name

PAGE_SIZE = 50


def _shown(person: Person) -> dict[str, str]:
    """Return each part of an identity as the comparison shows it; numbers masked."""
    number = masked_id(person) or str(person.get_no_id_reason_display())
    birth = person.birth_on.isoformat() if person.birth_on else ""
    return {
        "name": person.name,
        "id_no": f"{person.get_id_kind_display()} {number}",
        "sex": str(person.get_sex_display()),
        "birth_on": f"{birth}（{person.get_birth_basis_display()}）" if birth else "",
        "ethnicity": ethnicity_name(person.ethnicity),
        "education": str(Education(person.education).label) if person.education in Education.values else "",
        "huji_code": full_name(person.huji_code) or person.huji_code,
        "resid_code": " ".join(part for part in (full_name(person.resid_code), person.resid_place) if part),
    }


def _rows(keep: Person, absorb: Person) -> list[dict[str, Any]]:
    """Return the lines of the comparison, with what happens to each."""
    labels = {
        "name": _("姓名"), "id_no": _("证件"), "sex": _("性别"), "birth_on": _("出生日期"), "ethnicity": _("民族"),
        "education": _("学历"), "huji_code": _("户籍地"), "resid_code": _("常住地"),
    }  # fmt: skip
    mine, theirs = _shown(keep), _shown(absorb)
    by_itself = set(parts_to_take(keep, absorb, ()))
    choosable = set(parts_to_take(keep, absorb, TOGETHER)) - by_itself
    return [
        {
            "part": part, "label": labels[part], "mine": mine[part], "theirs": theirs[part],
            "same": mine[part] == theirs[part], "taken": part in by_itself,
            "choosable": part in choosable and mine[part] != theirs[part],
        }
        for part in TOGETHER
    ]  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, public_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    """Compare two records and make the second part of the first."""
    user, keep = person_for(request, public_id, may_merge)
    absorb = get_person(user, other_id)
    if keep == absorb:
        raise Http404
    refusal, status = "", 200
    if request.method == "POST":
        try:
            merge_people(
                keep=keep, absorb=absorb, take=request.POST.getlist("take"), by=user, at=timezone.now(),
                seen_versions=_versions(request),
            )  # fmt: skip
        except Refused as error:
            refusal, status = str(error), error.status
        else:
            say(request, _("两条记录已合并。合错了可以在“合并记录”里撤销。"))
            return redirect("people:person", keep.public_id)
    note_look(user, keep, "person.compared", "name", "id_no", "contacts", "birth_on")
    context = {
        "keep": keep, "absorb": absorb, "rows": _rows(keep, absorb), "refusal": refusal,
        "keep_contacts": [contact_line(row) for row in current_contacts(keep)],
        "absorb_contacts": [contact_line(row) for row in current_contacts(absorb)],
    }  # fmt: skip
    return render(request, "people/merge.html", context, status=status)


def _versions(request: HttpRequest) -> tuple[int, int]:
    """Return the versions that the page showed; what is no number is no version."""
    seen = [request.POST.get(key, "") for key in ("keep_version", "absorb_version")]
    first, second = (int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0 for text in seen)
    return first, second


@require_GET
def merges(request: HttpRequest) -> HttpResponse:
    """List the merges of the office; registration numbers only, no person is shown."""
    user = actor(request)
    demand(user, can_see_people)
    number = asked_number(request)
    start = (number - 1) * PAGE_SIZE
    found = list(merges_visible_to(user)[start : start + PAGE_SIZE + 1])
    context = {
        "records": found[:PAGE_SIZE], "number": number, "has_next": len(found) > PAGE_SIZE, "may_undo": may_merge(user),
    }  # fmt: skip
    return render(request, "people/merges.html", context)


@require_POST
def undo(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a merge back."""
    user = actor(request)
    demand(user, may_merge)
    record = get_object_or_404(merges_visible_to(user), public_id=public_id)
    undo_merge(record=record, by=user, at=timezone.now())
    say(request, _("合并已撤销，两条记录恢复原样。"))
    return redirect("people:merges")
