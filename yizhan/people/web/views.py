"""Finding a person, the person's page, showing a number, opening a foreign record."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizhan.accounts.queries import actor, can_see_people
from yizhan.people.enums import OpenReason, RevealField, UnmaskReason
from yizhan.people.operations import TooManyLookups, look_up_elsewhere, open_elsewhere, reveal
from yizhan.people.queries import (
    age_on,
    contact_line,
    current_contacts,
    duplicates_of,
    get_person,
    groups_of,
    has_proven_birth,
    household_of,
    is_too_short,
    is_whole_id,
    masked_id,
    search_people,
    sharing_phone,
    standing_consents,
    where_merged,
)
from yizhan.people.rules import may_anonymise, may_change, may_hand_copy, may_merge, may_reveal, may_see_looks
from yizhan.people.web._common import demand, note_look, person_for
from yizhan.people.web.forms import OpenForm
from yizhan.people.web.tabs import person_tabs
from yizhan.places.queries import full_name
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.crypto.keyring import ring
from yizhan.shared.web.marks import only_reads
from yizhan.shared.web.middleware import say
from yizhan.vocabularies.enums import Education
from yizhan.vocabularies.queries import ethnicity_name

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: Cards on one list of results; whoever needs more types more.
LIMIT = 20


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Show the empty search: it never lists people unasked."""
    demand(actor(request), can_see_people)
    return render(request, "people/search.html", {"text": "", "asked": False})


@only_reads
@require_POST
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Answer a search. A POST, so that no name or number stands in an address or a log; one audit line a list."""
    user = actor(request)
    demand(user, can_see_people)
    text = request.POST.get("text", "").strip()[:64]
    found = search_people(user, text, LIMIT + 1, today=timezone.localdate())
    context = {
        "text": text,
        "asked": bool(text),
        "too_short": is_too_short(text),
        "cards": found[:LIMIT],
        "more": len(found) > LIMIT,
        **_elsewhere(user, text, bool(found)),
    }
    if found:
        # The question as a keyed hash: a pattern of trying numbers out shows, the numbers do not.
        write_audit(
            action="people.listed", by=user, at=timezone.now(), fields=["name", "id_no", "contacts"],
            kind=AuditKind.READ, reason=f"rows:{min(len(found), LIMIT)}", before_hash=ring().audit_hash(text),
        )  # fmt: skip
    htmx = getattr(request, "htmx", False)
    return render(request, "people/_found.html" if htmx else "people/search.html", context)


def _elsewhere(user: User, text: str, found: bool) -> dict[str, object]:
    """Say whether a whole ID number that nobody here has is on record elsewhere, and offer to open it."""
    if found or not may_change(user) or not is_whole_id(text):
        return {"elsewhere": False, "refusal": ""}
    try:
        elsewhere = look_up_elsewhere(id_no=text, by=user, at=timezone.now())
    except TooManyLookups as refusal:
        return {"elsewhere": False, "refusal": str(refusal)}
    return {"elsewhere": elsewhere, "refusal": "", "reasons": OpenReason.choices}


@require_POST
def open_record(request: HttpRequest) -> HttpResponse:
    """Open a record of a foreign office by its exact number, for a coded reason."""
    user = actor(request)
    demand(user, may_change)
    form = OpenForm(request.POST)
    if not form.is_valid():
        return render(request, "people/open.html", {"form": form}, status=422)
    person = open_elsewhere(
        id_no=form.cleaned_data["id_no"], reason=OpenReason(form.cleaned_data["reason"]), by=user, at=timezone.now()
    )
    say(request, _("记录已调阅，从现在起本站也为此人服务。"))
    return redirect("people:person", person.public_id)


@require_GET
@never_cache
def person(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a person, masked, with the panels of the rooms above."""
    user = actor(request)
    demand(user, can_see_people)
    try:
        shown = get_person(user, public_id)
    except Http404:
        kept = where_merged(user, public_id)
        if kept is None:
            raise
        return redirect("people:person", kept.public_id)
    today = timezone.localdate()
    shown.current_contacts = current_contacts(shown)  # type: ignore[attr-defined] # asked for once, shown thrice
    contacts = [
        {"key": str(row.pk), "line": contact_line(row), "kind": row.get_kind_display(), "number": bool(row.number)}
        for row in current_contacts(shown)
    ]
    context = {
        "person": shown,
        "tabs": person_tabs(shown, user, "person"),
        "age": age_on(shown, today),
        "age_proven": has_proven_birth(shown),
        "id_no": masked_id(shown),
        "contacts": contacts,
        "groups": groups_of(shown, today),
        "huji": full_name(shown.huji_code),
        "resid": full_name(shown.resid_code),
        "ethnicity": ethnicity_name(shown.ethnicity),
        "education": Education(shown.education).label if shown.education in Education.values else "",
        "standing": standing_consents(shown, timezone.now()),
        "household": household_of(user, shown),
        "sharing": sharing_phone(user, shown),
        "duplicates": duplicates_of(user, shown),
        "reasons": UnmaskReason.choices,
        "may": _may(user),
    }
    note_look(user, shown, "person.viewed", "name", "id_no", "contacts", "birth_on")
    return render(request, "people/person.html", context)


def _may(user: User) -> dict[str, bool]:
    return {
        "change": may_change(user),
        "reveal": may_reveal(user),
        "merge": may_merge(user),
        "copy": may_hand_copy(user),
        "anonymise": may_anonymise(user),
        "looks": may_see_looks(user),
    }


@require_POST
@never_cache
def reveal_number(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one whole number for a coded reason. `field` is `id_no` or `contact:<key>`."""
    user, shown = person_for(request, public_id, may_reveal)
    field, _sep, key = request.POST.get("field", "").partition(":")
    reason = request.POST.get("reason", "")
    if field not in RevealField.values or reason not in UnmaskReason.values:
        return render(request, "people/_reason_missing.html", status=400)
    value = reveal(
        person=shown, field=RevealField(field), reason=UnmaskReason(reason), by=user, at=timezone.now(),
        contact_id=int(key) if key.isascii() and key.isdigit() and len(key) < 19 else None,
    )  # fmt: skip
    return render(request, "people/_revealed.html", {"value": value})
