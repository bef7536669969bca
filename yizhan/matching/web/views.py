"""Which work for this person, which people for this work, and why not."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yizhan.accounts.queries import actor
from yizhan.employers.queries import conduct_lines
from yizhan.matching.enums import Order
from yizhan.matching.exposure import note_shown
from yizhan.matching.queries import (
    can_match,
    explain_pair,
    find_offered,
    postings_offered_to,
    recommend_people,
    recommend_postings,
)
from yizhan.matching.web.drawing import buttons_of, draw
from yizhan.people.queries import get_person
from yizhan.postings.queries import posting_card, postings_visible_to
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit, write_read
from yizhan.shared.errors import NotAllowed
from yizhan.shared.web.marks import only_reads
from yizhan.vocabularies.queries import occupation_name
from yizhan.workers.queries import get_wished_occupations, seeker_of

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person
    from yizhan.postings.models import Posting
    from yizhan.workers.models import JobSeeker

#: How long a list may be asked for; the first is the usual one.
LENGTHS = (20, 60, 200)
IN_PANEL = 5


@never_cache
@require_GET
def for_person(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the best work for a person, with reasons, and what was not listed."""
    context = _for_person(request, public_id, _length(request))
    return render(request, "matching/for.html", context)


@never_cache
@require_GET
def for_panel(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the first few on the person's page."""
    context = _for_person(request, public_id, IN_PANEL)
    return render(request, "matching/_for_panel.html", context)


def _for_person(request: HttpRequest, public_id: uuid.UUID, k: int) -> dict[str, Any]:
    user, person, seeker = person_asked_about(request, public_id)
    at = timezone.now()
    order = Order.NEWEST if request.GET.get("order") == Order.NEWEST else Order.BEST
    context: dict[str, Any] = {"person": person, "seeker": seeker, "order": order, "orders": Order, "k": k}
    if seeker is not None:
        found = recommend_postings(seeker=seeker, by=user, at=at, k=k, order=order)
        shown = [item.posting.id for item in found.items]
        said = conduct_lines((item.posting.employer_id for item in found.items), at)
        context |= {
            "found": found,
            "rows": draw(found.items, said, user, person.public_id),
            "wishes": [occupation_name(w.occupation_code) or w.said_as for w in get_wished_occupations(seeker)],
            "longer": _longer(k, found.suitable),
        }  # fmt: skip
        note_shown(shown)
    note_look(user, person, "matching.postings_viewed")
    return context


@never_cache
@require_GET
def people(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the best people for a posting's soonest open shift, or for the shift that is asked for."""
    return render(request, "matching/people.html", _people(request, public_id, _length(request)))


@never_cache
@require_GET
def people_panel(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show the first few on the posting's page."""
    return render(request, "matching/_people_panel.html", _people(request, public_id, IN_PANEL))


def _people(request: HttpRequest, public_id: uuid.UUID, k: int) -> dict[str, Any]:
    user = asking(request)
    at = timezone.now()
    posting = posting_asked_about(user, public_id)
    card = posting_card(posting, at)
    asked = next((s for s in card.shifts if str(s.public_id) == request.GET.get("shift")), None)
    found = recommend_people(posting=posting, by=user, at=at, k=k, shift_id=asked.id if asked else None)
    open_shifts = [s for s in card.shifts if s.left and (s.ends_at is None or s.ends_at > at)]
    # One line for the list, as for every list of people: that it was read, of which posting, how long it was.
    write_audit(
        action="matching.people_listed", by=user, at=at, obj=posting, kind=AuditKind.READ,
        fields=["name", "contacts"], reason=f"rows:{len(found.items) + len(found.apart)}",
    )  # fmt: skip

    buttons = buttons_of(user)

    def rows(items: Any) -> list[dict[str, Any]]:
        return [{"item": i, "actions": buttons(i.person.public_id, posting.public_id)} for i in items]

    return {
        "card": card,
        "shift": asked or (open_shifts[0] if open_shifts else None),
        "open_shifts": open_shifts,
        "found": found,
        "rows": rows(found.items),
        "apart": rows(found.apart),
        "longer": _longer(k, found.suitable),
        "may_open": postings_visible_to(user).filter(pk=posting.pk).exists(),
    }


@only_reads
@never_cache
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Find a posting by number or title, to ask why it was not offered. A POST: what is typed may name somebody."""
    user, person, seeker = person_asked_about(request, person_id)
    text = request.POST.get("text", "").strip()[:60] if request.method == "POST" else ""
    cards = find_offered(user, text, timezone.now()) if seeker is not None else []
    note_look(user, person, "matching.why_not_searched")
    context = {"person": person, "seeker": seeker, "text": text, "cards": cards}
    return render(request, "matching/find.html", context)


@never_cache
@require_GET
def why_not(request: HttpRequest, person_id: uuid.UUID, posting_id: uuid.UUID) -> HttpResponse:
    """Say everything that speaks for and against one person and one posting."""
    user, person, seeker = person_asked_about(request, person_id)
    posting = posting_asked_about(user, posting_id)
    if seeker is None:
        raise Http404
    view = explain_pair(seeker=seeker, posting=posting, by=user, at=timezone.now())
    note_look(user, person, "matching.pair_viewed")
    actions = [] if view.reasons else buttons_of(user)(person.public_id, posting.public_id)
    return render(request, "matching/why_not.html", {"person": person, "view": view, "actions": actions})


# --- what the views share ---------------------------------------------------------------------------------------------


def asking(request: HttpRequest) -> User:
    """Return who asks.

    :raises NotAllowed: the role may not see both people and postings.
    """
    user = actor(request)
    if not can_match(user):
        raise NotAllowed
    return user


def person_asked_about(request: HttpRequest, public_id: uuid.UUID) -> tuple[User, Person, JobSeeker | None]:
    """Return who asks, about whom, and the person's standing as a job seeker, if there is one."""
    user = asking(request)
    person = get_person(user, public_id)
    seeker = seeker_of(person)
    if seeker is not None:
        seeker.person = person
    return user, person, seeker


def posting_asked_about(user: User, public_id: uuid.UUID) -> Posting:
    """Return a posting that the user sees, or that another station of the county has on offer.

    :raises Http404: neither.
    """
    found = postings_visible_to(user).filter(public_id=public_id).first()
    found = found or postings_offered_to(user, timezone.now()).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def note_look(user: User, person: Person, action: str) -> None:
    """Leave the one line that a page with a person on it leaves."""
    write_read(action=action, by=user, at=timezone.now(), person_id=person.pk, obj=person, fields=["name", "wish"])


def _length(request: HttpRequest) -> int:
    return next((n for n in LENGTHS if str(n) == request.GET.get("k")), LENGTHS[0])


def _longer(k: int, suitable: int) -> int | None:
    """Return the next length of the list when there is more to show."""
    return next((n for n in LENGTHS if n > k), None) if suitable > k else None
