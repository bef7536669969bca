"""What somebody agrees to, and taking it back in one step."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.people.enums import NAMED_RECIPIENT, SENSITIVE_GROUPS, Channel, ConsentPurpose
from yizhan.people.events import ConsentWithdrawn
from yizhan.people.models import Consent, ConsentText, Person, PersonGroup
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks, lock
from yizhan.shared.errors import ChangedMeanwhile, Refused
from yizhan.shared.events import publish

if TYPE_CHECKING:
    from yizhan.accounts.models import User


class ConsentStands(Refused):
    """The same thing was agreed to already."""

    code = "consent_stands"
    sentence = _("这一项已经同意过，还没有撤回，没有重复记录。")


class ConsentOver(Refused):
    """It was withdrawn before."""

    code = "consent_over"
    sentence = _("这一项同意已经撤回，不用再做什么。")


class ConsentTextMissing(Refused):
    """There is no wording to agree to."""

    code = "consent_text_missing"
    sentence = _("这一项还没有同意书文本，没有记录同意。请联系管理员补上文本。")


class ConsentReworded(ChangedMeanwhile):
    """The wording that was shown or read out is no longer the one in use."""

    code = "consent_reworded"
    sentence = _("这一项的同意书刚换了新文本，没有记录同意。请看过或听过新的文本，再同意一次。")


@dataclass(frozen=True)
class ConsentFacts:
    """One purpose that somebody agrees to.

    :param recipient: who receives the data; only where the purpose gives it away. "" there means every employer to whom
        the person is introduced.
    :param evidence: number of the signed sheet or recording, never personal data.
    :param seen_version: the wording that was shown or read out; None where no page showed one: that of the moment.
    """

    purpose: str
    recipient: str = ""
    evidence: str = ""
    expires_at: dt.datetime | None = None
    seen_version: int | None = None


@transaction.atomic
def give_consent(
    *, person: Person, consent: ConsentFacts, channel: Channel, by: User | None, at: dt.datetime
) -> Consent:
    """Write down that somebody agreed to one purpose, in the newest wording.

    A standing consent to an older wording, or one that has expired, is closed and replaced: a changed text asks again
    (PIPL art. 14).

    :raises ConsentStands: they agreed to the newest wording already.
    :raises ConsentTextMissing: there is no wording. :raises ConsentReworded: it is another one than was shown.
    """
    purpose = ConsentPurpose(consent.purpose)
    text = ConsentText.objects.filter(purpose=purpose).order_by("-version").first()
    if text is None:
        raise ConsentTextMissing
    if consent.seen_version is not None and consent.seen_version != text.version:
        raise ConsentReworded
    recipient = consent.recipient if purpose in NAMED_RECIPIENT else ""
    standing = Consent.objects.filter(person=person, purpose=purpose, recipient=recipient, withdrawn_at=None)
    for old in standing.exclude(text=text) | standing.filter(expires_at__lte=at):
        old.withdrawn_at, old.withdrawn_through = at, by
        old.save(update_fields=["withdrawn_at", "withdrawn_through"])
    with constraint_speaks(Consent, consent_once_until_withdrawn=ConsentStands):
        row = Consent.objects.create(
            person=person, purpose=purpose, text=text, recipient=recipient, channel=channel, given_at=at,
            given_through=by, expires_at=consent.expires_at, evidence=consent.evidence,
        )  # fmt: skip
    write_audit(
        action="consent.given", by=by, at=at, obj=row, person_id=person.pk, fields=[str(purpose)], reason=channel
    )
    return row


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: User | None, at: dt.datetime) -> Consent:
    """Take a consent back (PIPL art. 15): at once, without a reason; what was done before stays lawful.

    Data that the room keeps only for this purpose is deleted in the same transaction; rooms above delete theirs on the
    event.

    :raises ConsentOver: it was withdrawn before.
    """
    consent = lock(Consent.objects.all(), pk=consent.pk)
    if consent.withdrawn_at is not None:
        raise ConsentOver
    consent.withdrawn_at, consent.withdrawn_through = at, by
    consent.save(update_fields=["withdrawn_at", "withdrawn_through"])
    if consent.purpose == ConsentPurpose.SENSITIVE:
        PersonGroup.objects.filter(person=consent.person_id, group__in=SENSITIVE_GROUPS).delete()
    write_audit(
        action="consent.withdrawn", by=by, at=at, obj=consent, person_id=consent.person_id, fields=[consent.purpose],
        reason="self" if by is None else "",
    )  # fmt: skip
    publish(ConsentWithdrawn(person_id=consent.person_id, purpose=consent.purpose, recipient=consent.recipient, at=at))
    return consent
