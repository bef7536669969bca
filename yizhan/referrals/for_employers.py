"""What an employer's agent sees of letters to the own postings, and no more: never a telephone without consent.

Before the person agreed that the employer learns who they are (`ConsentPurpose.EMPLOYER`), or before they were hired, a
letter says "王师傅 · 瓦工 · 8公里": the surname, the work that they look for, how far they live.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from yizhan.accounts.queries import is_agent
from yizhan.people.enums import ConsentPurpose
from yizhan.people.queries import who_consented, whole_mobiles
from yizhan.places.queries import distance_m
from yizhan.postings.queries import postings_visible_to
from yizhan.referrals.enums import RECEIPT_RESULTS, ReferralStatus
from yizhan.referrals.models import Referral, ReferralQuerySet
from yizhan.referrals.queries import BADGES, recipient_of
from yizhan.shared.text.surnames import split_name
from yizhan.vocabularies.queries import occupation_name
from yizhan.workers.queries import wished_by_wish

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.workers.models import WishedOccupation

#: A letter was written: the employer knows of it.
TOLD = frozenset({ReferralStatus.LETTER, *RECEIPT_RESULTS})
#: Distances are told to the next whole kilometre: an address cannot be worked out from them.
KILOMETRE = 1000


def letters_of_agent(user: User) -> ReferralQuerySet:
    """Return the letters to postings of the agent's employers, the newest first."""
    if not is_agent(user):
        return Referral.objects.none()
    rows = Referral.objects.filter(posting__in=postings_visible_to(user), status__in=sorted(TOLD))
    return rows.order_by("-issued_at", "-pk")


def count_to_answer(user: User) -> int:
    """Return how many letters wait for the agent's answer; the badge in the menu."""
    return letters_of_agent(user).awaiting_receipt().order_by().count()


@dataclass(frozen=True, repr=False)
class LetterCard:
    """A letter as the employer sees it.

    :param who: `王师傅`, or the whole name once it may be told. :param phone: "" without the person's consent.
    """

    public_id: UUID
    number: str
    who: str
    craft: str
    distance: str
    phone: str
    places: int
    title: str
    posting_public_id: UUID
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    status: str
    status_label: str
    reason: str
    issued_at: dt.datetime | None
    version: int
    is_named: bool

    @property
    def badge(self) -> str:
        """Kind of `status_badge`."""
        return BADGES[self.status]

    @property
    def is_open(self) -> bool:
        """The employer's answer is awaited."""
        return self.status == ReferralStatus.LETTER


def letter_cards(letters: ReferralQuerySet, at: dt.datetime) -> list[LetterCard]:
    """Return cards in the order of a queryset: four queries however many there are."""
    rows = list(
        letters.select_related("person", "seeker__wish", "posting__employer", "terms", "shift").defer(
            "person__id_no", "terms__contact_name", "terms__contact_phone", "posting__employer__person_id_no",
            "posting__employer__legal_rep", "posting__employer__phone",
        )
    )  # fmt: skip
    asks = {row.pk: (row.person_id, recipient_of(row.posting)) for row in rows}
    agreed = who_consented(asks.values(), purpose=ConsentPurpose.EMPLOYER, at=at)
    phones = whole_mobiles({person for person, _recipient in agreed})
    crafts = wished_by_wish([row.seeker.wish.pk for row in rows if hasattr(row.seeker, "wish")])
    told = {pk: phones.get(ask[0], "") for pk, ask in asks.items() if ask in agreed}
    return [_card(row, told.get(row.pk), crafts) for row in rows]


def _card(row: Referral, phone: str | None, crafts: dict[int, list[WishedOccupation]]) -> LetterCard:
    """Show a letter; `phone` is None where the person did not agree that this employer learns who they are."""
    named = phone is not None or row.status == ReferralStatus.HIRED
    return LetterCard(
        public_id=row.public_id,
        number=row.number,
        who=row.person.name if named else master(row.person.name),
        craft=_craft(row, crafts),
        distance=_far(row),
        phone=phone or "",
        places=row.places,
        title=row.terms.title,
        posting_public_id=row.posting.public_id,
        starts_at=row.shift.starts_at,
        ends_at=row.shift.ends_at,
        status=row.status,
        status_label=str(row.get_status_display()),
        reason=str(row.get_receipt_reason_display()),
        issued_at=row.issued_at,
        version=row.version,
        is_named=named,
    )


def master(name: str) -> str:
    """Return how one speaks of a craftsman whose name is not told: 王师傅, 欧阳师傅."""
    surname, _given = split_name(name)
    return _("%(surname)s师傅") % {"surname": surname} if surname else _("一位师傅")


def _craft(row: Referral, crafts: dict[int, list[WishedOccupation]]) -> str:
    wish = getattr(row.seeker, "wish", None)
    for wished in crafts.get(wish.pk, []) if wish is not None else []:
        if words := wished.said_as or occupation_name(wished.occupation_code):
            return words
    return ""


def _far(row: Referral) -> str:
    """Return the distance from home to work, up to the next kilometre; "" where either point is unknown."""
    home = (row.seeker.lat_e6, row.seeker.lng_e6)
    work = (row.terms.lat_e6, row.terms.lng_e6)
    metres = distance_m(home, work) if None not in (*home, *work) else None
    if metres is None:
        return ""
    return _("%(n)s 公里以内") % {"n": -(-max(metres, 1) // KILOMETRE)}
