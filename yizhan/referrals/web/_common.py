"""What the views of the room share."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from yizhan.accounts.queries import actor, can_see_people
from yizhan.people.enums import Channel, ConsentPurpose
from yizhan.people.queries import newest_texts
from yizhan.referrals.queries import ReferralCard, get_referral, recipient_of
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit, write_read
from yizhan.shared.errors import NotAllowed
from yizhan.shared.web.request_facts import posted_number

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.postings.models import Posting
    from yizhan.postings.rulebook.model import Hit
    from yizhan.referrals.models import Referral

PAGE_SIZE = 50


def demand(user: User, may: Callable[[User], bool]) -> None:
    """Refuse what the role may not do, before anything is looked up.

    :raises NotAllowed: it may not.
    """
    if not may(user):
        raise NotAllowed


def referral_for(
    request: HttpRequest, public_id: uuid.UUID, may: Callable[[User], bool] = can_see_people
) -> tuple[User, Referral]:
    """Return who asks and about which referral.

    :raises NotAllowed: the role may not. :raises Http404: none for these eyes.
    """
    user = actor(request)
    demand(user, may)
    return user, get_referral(user, public_id)


def seen_version(request: HttpRequest) -> int | None:
    """Return the version that the form was made from; None when it carries none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def said_of(hits: Iterable[Hit]) -> list[str]:
    """Return the sentences of findings in the language of the page."""
    english = (get_language() or "").startswith("en")
    return [hit.message_en if english else hit.message_zh for hit in hits]


def note_look(user: User, referral: Referral, action: str, *fields: str) -> None:
    """Leave the one line that a page with one person on it leaves."""
    write_read(
        action=action, by=user, at=timezone.now(), person_id=referral.person_id, obj=referral,
        fields=["name", "contacts", *fields],
    )  # fmt: skip


def note_list(user: User, rows: Sequence[Any], action: str) -> None:
    """Leave the one line that a list of people leaves; an empty one leaves none."""
    if rows:
        write_audit(
            action=action, by=user, at=timezone.now(), fields=["name", "contacts"], kind=AuditKind.READ,
            reason=f"rows:{len(rows)}",
        )  # fmt: skip


def consent_words(posting: Posting) -> dict[str, Any]:
    """Return what a page needs to ask somebody whether they may be named to the employer: who, and the wording."""
    text = newest_texts().get(ConsentPurpose.EMPLOYER)
    return {"asks_consent": True, "recipient": recipient_of(posting), "consent_text": text}


def agreed_by(said: Mapping[str, str]) -> dict[str, Any]:
    """Return how somebody agreed to be named to the employer, as whoever asked them says, and to which wording.

    As `issue_letter` takes it; nothing where nobody agreed. A form without the wording's version has shown none.
    """
    if not said.get("agreed"):
        return {}
    channel = Channel.PHONE if said.get("agreed_by") == Channel.PHONE else Channel.COUNTER
    return {"consent_by": channel, "consent_version": posted_number(said, "wording")}


def back(request: HttpRequest, referral: Referral) -> HttpResponse:
    """Go back to the screen that a step was taken on: the quick one where it says so, else the referral."""
    if request.POST.get("back") == "quick":
        return redirect(quick_url(referral.posting.public_id, referral.shift.public_id))
    return redirect("referrals:show", referral.public_id)


def quick_url(posting_id: uuid.UUID, shift_id: uuid.UUID) -> str:
    """Return the address of the quick screen of a shift."""
    return f"{reverse('referrals:quick', args=[posting_id])}?shift={shift_id}"


def page_number(request: HttpRequest) -> int:
    """Return the page asked for, 1 unless it is a sensible number."""
    text = request.GET.get("page", "1")
    return max(1, min(int(text), 10_000)) if text.isascii() and text.isdigit() else 1


def one_page(
    request: HttpRequest, listed: Callable[[int, int], list[ReferralCard]]
) -> tuple[list[ReferralCard], int, bool]:
    """Return a page of cards, its number, and whether there are more."""
    number = page_number(request)
    start = (number - 1) * PAGE_SIZE
    found = listed(start, start + PAGE_SIZE + 1)
    return found[:PAGE_SIZE], number, len(found) > PAGE_SIZE
