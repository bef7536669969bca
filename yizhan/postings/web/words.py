"""What the pages say about one posting: its parts in words, the rule book's hits beside the text, who may do what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yizhan.accounts.queries import can_unmask
from yizhan.employers.queries import NOTHING_KNOWN, conduct_counts, conduct_lines, employer_card
from yizhan.places.queries import full_name
from yizhan.postings.answers import words_about
from yizhan.postings.enums import (
    OFFERED,
    AgeGround,
    Axis,
    EndReason,
    Hazard,
    HitLevel,
    Protection,
    PublishState,
    ReturnReason,
    ReviewState,
    SexGround,
)
from yizhan.postings.facts import LOCAL
from yizhan.postings.late import late, stretches
from yizhan.postings.models import Posting, PostingStatusChange, PostingTerms, RuleHit
from yizhan.postings.queries import (
    can_decide,
    can_enter,
    can_remove,
    can_run,
    current_hits,
    hits_of,
    last_decisions,
    posting_card,
    posting_cards,
    somebody_else_reviews,
)
from yizhan.postings.rulebook.book import RULES
from yizhan.postings.rulebook.model import Hit, Level
from yizhan.postings.rules import can_lodge_appeal, meeting_distance_m, still_holds
from yizhan.postings.web.forms import CancelDayForm, EndForm, OfferForm
from yizhan.shared.appeals.enums import AppealState
from yizhan.shared.display import WEEKDAYS, distance_text, listed, pay_text
from yizhan.shared.identifiers.masks import mask_name, mask_phone
from yizhan.vocabularies.queries import certificate, occupation_name

if TYPE_CHECKING:
    from yizhan.accounts.models import User


@dataclass(frozen=True)
class ShownHit:
    """A finding of the rule book as it is shown."""

    rule: str
    level: str
    level_label: str
    badge: str
    field: str
    message: str
    overridden_reason: str = ""
    #: the law and article that the rule rests on, and the piece of the text that it objects to.
    source: str = ""
    piece: str = ""


BADGES = {HitLevel.BLOCK: "bad", HitLevel.REVIEW: "wait", HitLevel.WARN: "warn"}


def _shown(rule: str, level: HitLevel, field: str, message: str, reason: str = "", piece: str = "") -> ShownHit:
    source = RULES[rule].source if rule in RULES else ""
    return ShownHit(rule, level.value, str(level.label), BADGES[level], field, message, reason, source, piece)


def _piece(posting: Posting, field: str, start: int | None, end: int | None) -> str:
    """Return the words that a finding is about, or "" for a finding about a fact."""
    written = getattr(posting.terms, field, "") if start is not None else ""
    return written[start:end] if isinstance(written, str) else ""


def segments(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Cut a text into pieces: (piece, whether a rule objects to it)."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        if start < at:
            continue
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def _hits(posting: Posting, at: dt.datetime) -> tuple[list[ShownHit], dict[str, list[tuple[int, int]]]]:
    """Return the findings to show and the spans by field: of a draft as it stands, otherwise as they were recorded."""
    spans: dict[str, list[tuple[int, int]]] = {}
    shown: list[ShownHit] = []
    if posting.review_state in (ReviewState.DRAFT, ReviewState.RETURNED):
        for hit in current_hits(posting, at):
            shown.append(_shown_now(hit))
            if hit.span:
                spans.setdefault(hit.field, []).append(hit.span)
        return shown, spans
    for row in hits_of(posting):
        level = HitLevel(row.level)
        piece = _piece(posting, row.field, row.span_start, row.span_end)
        shown.append(_shown(row.rule, level, row.field, _message(row), row.overridden_reason, piece))
        if row.span_start is not None and row.span_end is not None:
            spans.setdefault(row.field, []).append((row.span_start, row.span_end))
    return shown, spans


def _shown_now(hit: Hit) -> ShownHit:
    english = (get_language() or "").startswith("en")
    message = hit.message_en if english else hit.message_zh
    return _shown(hit.rule, HitLevel(hit.level.value.lower()), hit.field, message, piece=hit.text)


def forbidding(posting: Posting, at: dt.datetime) -> list[ShownHit]:
    """Return what forbids to pass a posting now, whatever was found when it was handed in; the book is asked anew."""
    return [_shown_now(hit) for hit in current_hits(posting, at) if hit.level == Level.BLOCK]


def _message(row: RuleHit) -> str:
    """Return a recorded message in the language that is read; old rows have English only as far as the book has it."""
    if not (get_language() or "").startswith("en"):
        return row.message
    known = RULES.get(row.rule)
    in_book = known.message_en if known and "{" not in known.message_en else ""
    return row.message_en or in_book or row.message


def for_review(posting: Posting, user: User, at: dt.datetime) -> dict[str, Any]:
    """Return what a reviewer looks at: terms in words, texts with marked pieces, findings, the employer's conduct."""
    terms = posting.terms
    hits, spans = _hits(posting, at)
    others, card = somebody_else_reviews(posting, user), posting_card(posting, at)
    return {
        "posting": posting,
        "terms": terms,
        "card": card,
        "employer": employer_card(posting.employer),
        "employer_state": employer_card(posting.employer).state(at.astimezone(LOCAL).date()),
        "conduct": sum(conduct_counts([posting.employer_id]).get(posting.employer_id, {}).values()),
        "conduct_lines": conduct_lines([posting.employer_id], at).get(posting.employer_id, NOTHING_KNOWN).lines(),
        "late": late(posting, stretches(card.shifts), at, _reason_of_return(posting)),
        "hits": hits,
        "needs_reason": any(hit.level == HitLevel.REVIEW and not hit.overridden_reason for hit in hits),
        "texts": {name: segments(getattr(terms, name), spans.get(name, [])) for name in TEXTS} if terms else {},
        "may_decide": posting.review_state == ReviewState.WAITING
        and can_decide(user, posting, somebody_else_there=others),
        **(in_words(terms) if terms else {}),
    }


def _reason_of_return(posting: Posting) -> str:
    """Return why a posting was sent back; nothing is asked about the others."""
    if posting.review_state != ReviewState.RETURNED:
        return ""
    decision = last_decisions([posting.pk]).get(posting.pk)
    return decision.reason if decision else ""


TEXTS = ("title", "content", "requirements", "pay_note", "ppe")


def in_words(terms: PostingTerms) -> dict[str, Any]:
    """Return the coded parts of terms in words."""
    days = [WEEKDAYS[day] for day in range(7) if terms.week_mask >> (day * 4) & 0b1111]
    return {
        "pay_text": pay_text(terms.pay_min_fen, terms.pay_max_fen, terms.pay_unit),
        "occupation": occupation_name(terms.occupation_code),
        "area": full_name(terms.area_code),
        "meeting_distance": distance_text(metres) if (metres := meeting_distance_m(terms)) is not None else "",
        "protection": [Protection(code).label for code in terms.protection if code in Protection.values],
        "circumstances": _circumstances(terms),
        "hazards": [Hazard(code).label for code in terms.hazards if code in Hazard.values],
        "certificates": [found.name for code in terms.certificates if (found := certificate(code))],
        "week": _("每%(days)s") % {"days": listed(days)} if days else "",
        "hours": f"{terms.hours_per_day_x10 / 10:g}" if terms.hours_per_day_x10 else "",
        "age_ground": AgeGround(terms.age_ground).label if terms.age_ground else "",
        "sex_ground": SexGround(terms.sex_ground).label if terms.sex_ground else "",
    }


def _circumstances(terms: PostingTerms) -> list[str]:
    """Say what else the work asks of the body, as far as it is stated."""
    words = [str(_("露天作业"))] if terms.is_outdoors else []
    if terms.is_site:
        words.append(str(_("建筑施工现场")))
    if terms.load_kg:
        words.append(_("最重一件 %(kg)s 公斤") % {"kg": terms.load_kg})
    if terms.loads_per_hour:
        words.append(_("每小时搬 %(n)s 次") % {"n": terms.loads_per_hour})
    return words


def about(posting: Posting, user: User, at: dt.datetime) -> dict[str, Any]:
    """Return everything the posting's page shows."""
    terms = posting.terms
    context = for_review(posting, user, at)
    history = [_step(row) for row in posting.status_changes.select_related("by").order_by("-at", "-pk")]
    return context | {
        "contact_name": mask_name(terms.contact_name) if terms and terms.contact_name else "",
        "contact_phone": mask_phone(terms.contact_phone) if terms and terms.contact_phone else "",
        "history": history,
        "back": next((row for row in history if row["after"] in BACK), None) if posting.review_state in BACK else None,
        **_appeal(posting, user),
        "versions": list(posting.versions.order_by("-number").values("number", "created_at")),
        "end_form": EndForm(auto_id="end_%s"),
        "cancel_form": CancelDayForm(auto_id="cancel_%s"),
        "may": may(posting, user, context),
    }


def _appeal(posting: Posting, user: User) -> dict[str, Any]:
    """Return the decision that holds against a posting, its appeal, and whether this user may lodge one."""
    decision = last_decisions([posting.pk]).get(posting.pk) if posting.review_state in BACK else None
    if decision is None:
        return {"decision": None, "appeal": None, "may_appeal": False}
    appeal = next((one for one in decision.appeals.all() if one.state != AppealState.WITHDRAWN), None)
    may = appeal is None and can_lodge_appeal(user) and still_holds(posting, decision)
    return {"decision": decision, "appeal": appeal, "may_appeal": may}


def returned_rows(postings: Iterable[Posting], user: User, at: dt.datetime) -> list[dict[str, Any]]:
    """Return what came back, each with why, what to change and where, and its appeal; four queries however many."""
    postings = list(postings)
    cards, decisions = posting_cards([one.pk for one in postings], at), last_decisions([one.pk for one in postings])
    rows = []
    for posting in postings:
        decision = decisions.get(posting.pk)
        if decision is None or not decision.reason:
            continue
        appeals = [one for one in decision.appeals.all() if one.state != AppealState.WITHDRAWN]
        refused = posting.review_state == ReviewState.REFUSED
        rows.append(
            {
                "card": cards[posting.pk],
                "decision": decision,
                "words": words_about(decision.outcome, decision.reason),
                "where": _label_of(decision.field),
                "refused": refused,
                "appeal": appeals[0] if appeals else None,
                "late": late(posting, stretches(cards[posting.pk].shifts), at, decision.reason),
                "may_appeal": not appeals and can_lodge_appeal(user) and still_holds(posting, decision),
                "may_change": can_enter(user) and not refused,
            }
        )
    return rows


def _label_of(field: str) -> Any:
    """Return how the entry form calls a field."""
    found = OfferForm.base_fields.get(field)
    return found.label if found is not None else ""


BACK = frozenset({ReviewState.RETURNED.value, ReviewState.REFUSED.value})


def _step(row: PostingStatusChange) -> dict[str, Any]:
    states: Any = ReviewState if row.axis == Axis.REVIEW else PublishState
    reasons = dict(ReturnReason.choices) | dict(EndReason.choices)
    return {
        "at": row.at,
        "by": row.by.name if row.by else "",
        "axis": row.get_axis_display(),
        "after": row.after,
        "label": states(row.after).label,
        "reason": reasons.get(row.reason, ""),
        "words": words_about(row.after, row.reason) if row.reason in ReturnReason.values else "",
    }


def may(posting: Posting, user: User, context: dict[str, Any]) -> dict[str, bool]:
    """Return which steps this user may take from where the posting stands."""
    review, state = posting.review_state, posting.publish_state
    enter, run = can_enter(user), can_run(user)
    closed = state in (PublishState.WITHDRAWN, PublishState.REMOVED) or review == ReviewState.REFUSED
    ready = review in (ReviewState.DRAFT, ReviewState.RETURNED) and not closed
    return {
        "change": enter and not closed,
        "submit": enter and ready and not any(hit.level == HitLevel.BLOCK for hit in context["hits"]),
        "renew": enter,
        "take_back": enter and review == ReviewState.WAITING,
        "publish": run and review == ReviewState.APPROVED and state == PublishState.UNPUBLISHED,
        "pause": run and state in OFFERED,
        "resume": run and state == PublishState.PAUSED and review == ReviewState.APPROVED,
        "withdraw": run and not closed,
        "remove": can_remove(user) and not closed,
        "confirm": run and state in OFFERED | {PublishState.PAUSED},
        "headcount": run and not closed,
        "reveal": can_unmask(user),
    }
