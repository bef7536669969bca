"""Reads for the dispatch board: a day's shifts with their people, and who could fill what is left."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db.models import F
from django.utils import timezone

from yizhan.accounts.queries import can_see_people
from yizhan.employers.queries import public_name
from yizhan.gigs.enums import ENDED, STANDING, EndReason
from yizhan.gigs.models import Order
from yizhan.gigs.queries import OrderCard, order_cards, orders_visible_to
from yizhan.gigs.rules import LONGEST_SHIFT
from yizhan.gigs.times import Asked, warnings_for
from yizhan.matching.planning.together import people_together
from yizhan.matching.queries import PersonItem, recommend_people_each
from yizhan.people.queries import PersonCard, search_people
from yizhan.postings.queries import postings_visible_to
from yizhan.shared.display import pay_text
from yizhan.workers.queries import busy_people, day_bounds

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.postings.models import Posting, Shift, ShiftQuerySet

#: Suggestions for one place: the next best people, not a list to scroll.
SUGGESTED = 8
#: Ends that say nothing about who came: the row itself was wrong, or the hire behind it.
UNSHOWN = (EndReason.ENTERED_WRONGLY, EndReason.MERGED, EndReason.HIRE_UNDONE, EndReason.DAY_CANCELLED)


@dataclass(frozen=True, repr=False)
class BoardShift:
    """A shift on the board with the orders that the user sees, leaders before their crews."""

    public_id: UUID
    title: str
    employer_name: str
    place_name: str
    pay: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    headcount: int
    taken: int
    labor_type: str
    orders: tuple[OrderCard, ...]
    #: who dropped out or did not come, each with the name of whoever stands in the place now; "" while nobody does
    gone: tuple[tuple[OrderCard, str], ...]
    #: what speaks against the time of an order, by its key; nothing where nothing does
    warnings: Mapping[int, list[str]]

    @property
    def rows(self) -> list[tuple[OrderCard, list[str]]]:
        """The orders, each with its warnings."""
        return [(card, self.warnings.get(card.pk, [])) for card in self.orders]

    @property
    def left(self) -> int:
        """Places that nobody has."""
        return self.headcount - self.taken


def shifts_of_day(user: User, day: dt.date) -> list[Shift]:
    """Return the dated shifts that start on a day and were not called off, the soonest first; one query."""
    if not can_see_people(user):
        return []
    start, end = day_bounds(day)
    rows = _dated().filter(posting__in=postings_visible_to(user), starts_at__gte=start, starts_at__lt=end)
    return list(rows.order_by("starts_at", "pk"))


def _dated() -> ShiftQuerySet:
    """Return shifts that can be dispatched, with what the board shows of their posting."""
    shifts: ShiftQuerySet = apps.get_model("postings", "Shift").objects.kept()
    return (
        shifts
        .filter(ends_at__lte=F("starts_at") + LONGEST_SHIFT, posting__published_at__isnull=False)
        .select_related("posting__terms", "posting__employer", "posting__office")
        .defer("posting__terms__contact_name", "posting__terms__contact_phone", "posting__employer__person_id_no",
               "posting__employer__legal_rep", "posting__employer__phone")
    )  # fmt: skip


def board_of_day(user: User, day: dt.date) -> list[BoardShift]:
    """Return a day's shifts with who is promised to each. Four queries."""
    return _with_orders(user, shifts_of_day(user, day))


def shifts_of_posting(user: User, posting: Posting, *, limit: int) -> list[BoardShift]:
    """Return a posting's dated shifts with who is promised to each, the newest first. Four queries."""
    rows = _dated().filter(posting=posting).order_by("-starts_at", "-pk")
    return _with_orders(user, list(rows[:limit]))


def _with_orders(user: User, shifts: list[Shift]) -> list[BoardShift]:
    orders = orders_visible_to(user).filter(shift__in=[one.pk for one in shifts]).exclude(end_reason__in=UNSHOWN)
    of_shift: dict[UUID, list[OrderCard]] = defaultdict(list)
    cards = order_cards(orders.order_by("made_at", "pk"))
    for card in cards:
        of_shift[card.shift_public_id].append(card)
    asked = {
        card.pk: Asked(card.person_id, card.starts_at, card.ends_at, card.labor_type, is_promised=True)
        for card in cards
        if card.is_ahead
    }
    warnings = warnings_for(asked)
    return [_on_board(shift, of_shift[shift.public_id], warnings) for shift in shifts]


def _on_board(shift: Shift, cards: list[OrderCard], warnings: Mapping[int, list[str]]) -> BoardShift:
    terms, employer = shift.posting.terms, shift.posting.employer
    after = {card.replaces_id: card for card in cards}
    gone = tuple((card, _stand_in(card, after)) for card in cards if card.state in ENDED)
    # A crew stands together behind its leader.
    cards = [card for card in cards if card.state in STANDING]
    cards = sorted(cards, key=lambda card: (card.led_by_id or card.pk, card.led_by_id is not None, card.pk))
    return BoardShift(
        public_id=shift.public_id,
        title=terms.title if terms else "",
        employer_name=public_name(employer.kind, employer.name),
        place_name=terms.place_name if terms else "",
        pay=pay_text(terms.pay_min_fen, terms.pay_max_fen, terms.pay_unit) if terms else "",
        starts_at=shift.starts_at,
        ends_at=shift.ends_at or shift.starts_at,
        headcount=shift.headcount,
        taken=shift.taken,
        labor_type=terms.labor_type if terms else "",
        orders=tuple(cards),
        gone=gone,
        warnings=warnings,
    )


def _stand_in(card: OrderCard, after: Mapping[int | None, OrderCard]) -> str:
    """Return who stands in somebody's place now, past those who dropped out of it as well; "" while nobody does.

    :param after: the order that came in an order's place, by that order's key.
    """
    follower = after.get(card.pk)
    while follower is not None and follower.state not in STANDING:
        follower = after.get(follower.pk)
    return follower.person_name if follower else ""


def orders_of_shift(user: User, shift: Shift) -> list[Order]:
    """Return who stands on a shift with what was noted of them, in the order of the roster."""
    rows = orders_visible_to(user).standing().filter(shift=shift)
    return list(rows.select_related("person", "attendance", "shift").defer("person__id_no").order_by("made_at", "pk"))


def suggestions_for(
    shifts: Iterable[Shift], *, beside: Iterable[int] = (), by: User, at: dt.datetime
) -> dict[int, tuple[PersonItem, ...]]:
    """Return the next best people for each shift by its key.

    Where more than one shift wants people, first whoever the plan for all of them sends there, then the next best who
    are sent to none, so that nobody is suggested for two shifts at the top of both lists. The plan weighs what people
    want; each list is in the order of a posting's, where pay weighs nothing.

    :param beside: keys of other shifts that want people, of which nobody is told here.
    :raises yizhan.shared.errors.NotAllowed: the role may not see both people and postings.
    """
    wanted = {one.pk: one.posting_id for one in shifts}
    wanting = wanted.keys() | set(beside)
    kept = people_together(wanting, by=by, at=at) if len(wanting) > 1 else {}
    ranked = recommend_people_each(wanted, by=by, at=at, k=SUGGESTED, kept=kept)
    return {pk: (*said.items, *said.apart)[: max(SUGGESTED, len(kept.get(pk, ())))] for pk, said in ranked.items()}


def wanting_beside(user: User, shift: Shift) -> list[int]:
    """Return the keys of the other shifts of a shift's day that want people; one query."""
    day = timezone.localdate(shift.starts_at)
    return [one.pk for one in shifts_of_day(user, day) if one.taken < one.headcount and one.pk != shift.pk]


@dataclass(frozen=True, repr=False)
class Candidate:
    """Somebody found by name for a shift: whether another promise overlaps, and what else speaks against the time."""

    person: PersonCard
    is_busy: bool
    warnings: tuple[str, ...]


def find_for_shift(user: User, shift: Shift, text: str, today: dt.date) -> list[Candidate]:
    """Find people by what was typed, each with how the shift's time sits with their other promises."""
    people = search_people(user, text, 12, today=today)
    ends_at, terms = shift.ends_at or shift.starts_at, shift.posting.terms
    busy = busy_people([one.pk for one in people], shift.starts_at, ends_at)
    labor = terms.labor_type if terms else ""
    warnings = warnings_for({one.pk: Asked(one.pk, shift.starts_at, ends_at, labor) for one in people})
    return [Candidate(one, one.pk in busy, tuple(warnings.get(one.pk, ()))) for one in people]
