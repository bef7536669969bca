"""What somebody can do: skills that they state, certificates that staff have seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks, lock
from yizhan.shared.errors import Refused
from yizhan.vocabularies.queries import certificate
from yizhan.workers.models import CertificateHeld, JobSeeker, Skill

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person


class CertificateKnown(Refused):
    """The person's certificate is on record already."""

    code = "certificate_known"
    sentence = _("这个证书已经登记过，没有重复登记。要改有效期请先删去旧的一条。")


class CertificateNotInList(Refused):
    """The code is not in the vocabulary."""

    code = "certificate_not_in_list"
    sentence = _("证书名单里没有这一项，没有登记。请从名单里选择。")


class CertificateExpired(Refused):
    """The dates say that it has run out."""

    code = "certificate_expired"
    sentence = _("证书已过有效期，没有登记。换了新证再来登记，或参加复审。")


@dataclass(frozen=True)
class SkillFacts:
    """A skill as stated: the kind of work and the years."""

    occupation_code: str
    years: int | None = None
    level: int | None = None


@transaction.atomic
def set_skills(*, seeker: JobSeeker, skills: Iterable[SkillFacts], by: User, at: dt.datetime) -> JobSeeker:
    """Make the person's skills exactly these; of a kind named twice the last one counts."""
    seeker = lock(JobSeeker.objects.all(), pk=seeker.pk)
    wanted = {skill.occupation_code: skill for skill in skills}
    standing = {row.occupation_code: row for row in Skill.objects.filter(seeker=seeker).order_by("pk")}
    Skill.objects.filter(seeker=seeker).exclude(occupation_code__in=wanted).delete()
    for code, facts in wanted.items():
        row = standing.get(code) or Skill(seeker=seeker, occupation_code=code)
        row.years, row.level = facts.years, facts.level
        row.save()
    write_audit(action="seeker.skills_set", by=by, at=at, obj=seeker, person_id=seeker.person_id, fields=["skills"])
    return seeker


@transaction.atomic
def add_certificate(
    *,
    person: Person,
    code: str,
    by: User,
    at: dt.datetime,
    today: dt.date,
    number: str = "",
    issuer: str = "",
    issued_on: dt.date | None = None,
    expires_on: dt.date | None = None,
    review_on: dt.date | None = None,
) -> CertificateHeld:
    """Note a certificate that staff have seen.

    :raises CertificateNotInList: unknown code. :raises CertificateExpired: it has run out.
    :raises CertificateKnown: it is on record.
    """
    if certificate(code) is None:
        raise CertificateNotInList
    if expires_on is not None and expires_on < today:
        raise CertificateExpired
    with constraint_speaks(CertificateHeld, certificateheld_once=CertificateKnown):
        held = CertificateHeld.objects.create(
            person=person,
            code=code,
            number=number,
            issuer=issuer,
            issued_on=issued_on,
            expires_on=expires_on,
            review_on=review_on,
            seen_by=by,
            seen_at=at,
        )
    write_audit(action="certificate.added", by=by, at=at, obj=held, person_id=person.pk, fields=["code", "expires_on"])
    return held


@transaction.atomic
def drop_certificate(*, held: CertificateHeld, by: User, at: dt.datetime) -> None:
    """Take a certificate off the record, when it was entered wrongly or was replaced."""
    write_audit(action="certificate.dropped", by=by, at=at, obj=held, person_id=held.person_id, fields=["code"])
    held.delete()
