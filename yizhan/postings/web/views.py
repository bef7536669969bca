"""Lists of postings, one posting, the review queue, and those about which the employer should be asked again."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizhan.accounts.queries import actor, can_review, can_see_postings, can_unmask, is_agent
from yizhan.employers.queries import employers_visible_to
from yizhan.people.enums import UnmaskReason
from yizhan.postings.enums import REFUSING, Harm, PassReason, PostingKind, ReturnReason
from yizhan.postings.models import Posting, PostingQuerySet
from yizhan.postings.queries import (
    QUEUE_ORDER,
    RETURNED_ORDER,
    can_enter,
    can_run,
    filtered,
    masked_contacts,
    posting_cards,
    postings_visible_to,
    queue_lengths,
    returned_to,
    review_queue,
    search_postings,
    tries_of,
    unconfirmed_of,
)
from yizhan.postings.rules import waiting_since
from yizhan.postings.web.forms import DecisionForm
from yizhan.postings.web.words import about, for_review, forbidding, returned_rows
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.errors import NotAllowed
from yizhan.shared.keyset import beyond
from yizhan.shared.web.marks import only_reads
from yizhan.shared.web.request_facts import asked_number

if TYPE_CHECKING:
    from yizhan.accounts.models import User

PAGE_SIZE = 50
STATES = {
    "": _("全部"),
    "live": _("招人中"),
    "draft": _("草稿或退回"),
    "waiting": _("待审核"),
    "lapsed": _("等审核时过期"),
    "approved": _("已通过未发布"),
    "paused": _("暂停"),
    "filled": _("已招满"),
    "run_out": _("已过有效期"),
    "ended": _("已结束"),
}


def _page(request: HttpRequest) -> int:
    return asked_number(request)


def _cards(postings: PostingQuerySet, number: int) -> tuple[list[Any], bool]:
    """Return the cards of a page and whether there are more; three queries however many."""
    start = (number - 1) * PAGE_SIZE
    ids = list(postings.values_list("pk", flat=True)[start : start + PAGE_SIZE + 1])
    return list(posting_cards(ids[:PAGE_SIZE], timezone.now()).values()), len(ids) > PAGE_SIZE


def _reader(request: HttpRequest) -> User:
    user = actor(request)
    if not can_see_postings(user):
        raise NotAllowed
    return user


@require_GET
def list_postings(request: HttpRequest) -> HttpResponse:
    """Show the postings of the offices; filters hold nothing personal."""
    user = _reader(request)
    kind, state, number = request.GET.get("kind", ""), request.GET.get("state", ""), _page(request)
    found = filtered(postings_visible_to(user), kind=kind, state=state, at=timezone.now())
    cards, has_next = _cards(found, number)
    context = {
        "cards": cards,
        "kinds": PostingKind.choices,
        "states": STATES.items(),
        "kind": kind,
        "state": state,
        "number": number,
        "has_next": has_next,
        "may_add": can_enter(user),
    }
    return render(request, "postings/list.html", context)


@only_reads
@require_POST
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Answer a search; a POST, so that no name or number stands in an address."""
    user = _reader(request)
    text = request.POST.get("text", "").strip()[:64]
    ids = list(search_postings(user, text).values_list("pk", flat=True))
    cards = list(posting_cards(ids, timezone.now()).values())
    return render(request, "postings/_found.html", {"cards": cards, "text": text})


@require_GET
def of_employer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show an employer's newest postings, as a panel of the employer's page."""
    user = actor(request)
    if not (can_see_postings(user) or is_agent(user)):
        raise NotAllowed
    employer = get_object_or_404(employers_visible_to(user), public_id=public_id)
    found = postings_visible_to(user).filter(employer=employer).order_by("-created_at", "-pk")[:10]
    cards = list(posting_cards(found.values_list("pk", flat=True), timezone.now()).values())
    context = {"cards": cards, "employer": employer, "may_add": can_enter(user)}
    return render(request, "postings/_of_employer.html", context)


@require_GET
@never_cache
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one posting with what the rules say, its shifts and its history. The contact is a person: one audit line."""
    user = actor(request)
    if not (can_see_postings(user) or is_agent(user)):
        raise NotAllowed
    posting = get_object_or_404(_whole(postings_visible_to(user)), public_id=public_id)
    context = about(posting, user, timezone.now()) | {"reasons": UnmaskReason.choices}
    write_audit(
        action="posting.viewed",
        by=user,
        at=timezone.now(),
        obj=posting,
        fields=["contact_name", "contact_phone"],
        kind=AuditKind.READ,
    )
    return render(request, "postings/show.html", context)


def _whole(postings: PostingQuerySet) -> PostingQuerySet:
    return postings.select_related("terms", "employer", "office", "submitted_by", "reviewed_by", "created_by")


@require_GET
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits for a decision: the list, and one posting with the hits beside the text and one-key decisions."""
    user = actor(request)
    if not (can_review(user) or can_enter(user)):
        raise NotAllowed
    at = timezone.now()
    after = _anchor(user, request.GET.get("after", ""))
    rows = review_queue(user, at)
    found = list(_whole(beyond(rows, after, QUEUE_ORDER) if after else rows)[: QUEUE_PAGE + 1])
    waiting = found[:QUEUE_PAGE]
    cards = posting_cards([posting.pk for posting in waiting], at)
    chosen = _chosen(waiting, request.GET.get("posting", ""))
    total, lapsed = queue_lengths(user, at)
    context: dict[str, Any] = {
        "rows": [{"card": cards[one.pk], "since": _since(one), **HARMS.get(Harm(one.harm), {})} for one in waiting],
        "chosen": None,
        "after": after,
        "last": waiting[-1] if len(found) > QUEUE_PAGE else None,
        "total": total,
        "lapsed": lapsed,
        "may_renew": can_enter(user),
    }
    if chosen is not None:
        initial = {"version": chosen.version, "after": after.public_id if after else None}
        context |= ONE_KEY
        context |= for_review(chosen, user, at)
        behind = waiting[waiting.index(chosen) + 1 :][:1]
        context |= {"behind": behind[0] if behind else None}
        context |= {"chosen": chosen, "form": DecisionForm(initial=initial), "forbidding": forbidding(chosen, at)}
    return render(request, "postings/queue.html", context)


#: How a harm is named in the list of the queue; what rules only warn of, or say nothing about, has no name there.
HARMS: dict[Harm, dict[str, Any]] = {
    Harm.DANGER: {"harm": _("危险"), "badge": "bad"},
    Harm.DECEIT: {"harm": _("可能不实"), "badge": "warn"},
    Harm.UNCLEAR: {"harm": _("要判断"), "badge": "wait"},
}
#: Postings of the queue that are listed at once.
QUEUE_PAGE = 20
#: Keys of the decisions, as they stand on the buttons: each coded reason has its own.
ONE_KEY: dict[str, Any] = {
    "passes": [(f"approve:{one.value}", one.label, key) for one, key in zip(PassReason, "JKL", strict=True)],
    "returns": [(f"return:{one.value}", one.label, key) for one, key in zip(ReturnReason, "123456789RT", strict=True)],
    "refusals": [(one.value, one.label) for one in REFUSING],
}


def _since(posting: Posting) -> dt.datetime | None:
    """Return since when a posting waits: since it was handed in, or sent back to the reviewer (CR-073)."""
    return waiting_since(posting.queue_at, Harm(posting.harm)) if posting.queue_at else None


def _anchor(user: User, public_id: str) -> Posting | None:
    """Return the last posting of the page before; decided or not, its place in the queue stands."""
    try:
        wanted = uuid.UUID(public_id)
    except ValueError:
        return None
    return postings_visible_to(user).filter(public_id=wanted, queue_at__isnull=False).first()


@require_GET
@never_cache
def returned(request: HttpRequest) -> HttpResponse:
    """Show what came back to this user: why in plain words, what to change, and the ways from here."""
    user, at = actor(request), timezone.now()
    if not (can_enter(user) or is_agent(user)):
        raise NotAllowed
    rows, after = returned_to(user), _anchor(user, request.GET.get("after", ""))
    if after is not None and after.reviewed_at is not None:
        rows = beyond(rows, after, RETURNED_ORDER)
    found = list(rows[: RETURNED_PAGE + 1])
    shown = found[:RETURNED_PAGE]
    context = {
        "rows": returned_rows(shown, user, at),
        "after": after,
        "last": shown[-1] if len(found) > RETURNED_PAGE else None,
        "may_enter": can_enter(user),
    }
    return render(request, "postings/returned.html", context)


RETURNED_PAGE = 30


def _chosen(waiting: list[Posting], wanted: str) -> Posting | None:
    by_id = {str(posting.public_id): posting for posting in waiting}
    return by_id.get(wanted) or next(iter(waiting), None)


@require_GET
@never_cache
def unconfirmed_list(request: HttpRequest) -> HttpResponse:
    """Show the live postings about which nobody asked the employer for too long (CR-018)."""
    user, at = _reader(request), timezone.now()
    number = _page(request)
    cards, has_next = _cards(unconfirmed_of(user, at), number)
    phones, tries = masked_contacts(card.id for card in cards), tries_of(card.id for card in cards)
    context = {
        "rows": [{"card": card, "phone": phones.get(card.id, ""), "tries": tries.get(card.id, 0)} for card in cards],
        "number": number,
        "has_next": has_next,
        "may_run": can_run(user),
        "may_reveal": can_unmask(user),
        "reasons": UnmaskReason.choices,
        "at": at,
    }
    write_audit(
        action="posting.call_list_viewed", by=user, at=at, fields=["contact_phone"], reason=f"rows:{len(cards)}",
        kind=AuditKind.READ,
    )  # fmt: skip
    return render(request, "postings/unconfirmed.html", context)
