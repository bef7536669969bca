"""Which offices serve a person, opening a record of a foreign office, and showing a whole number."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.people.enums import DuplicateKey, OpenReason, RevealField, ServedBasis, UnmaskReason
from yizhan.people.facts import ContactFacts, PersonFacts
from yizhan.people.models import Contact, ExactIdLookup, Person, Served
from yizhan.people.operations._common import day_of, refresh_search_keys
from yizhan.people.operations.register import PersonGone, lock_present
from yizhan.people.queries import (
    DuplicateHit,
    find_duplicates,
    is_whole_id,
    people_visible_to,
    person_by_exact_id,
)
from yizhan.people.rules import LOOKUPS_AN_HOUR, may_change, may_reveal
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import lock
from yizhan.shared.errors import NotAllowed, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yizhan.accounts.models import Office, User


class TooManyLookups(Refused):
    """One user asked for many ID numbers that are not their own people's."""

    code = "too_many_lookups"
    sentence = _("您一小时内查询别处证件号码的次数已到上限，这次没有查。请核对号码，稍后再试或请站长协助。")
    status = 429


class NoSuchRecord(Refused):
    """Nobody has that number, or the number is not whole."""

    code = "no_such_record"
    sentence = _("没有找到这个证件号码的记录，没有打开任何记录。请核对号码后重试，或直接登记。")
    status = 404


class NothingToReveal(Refused):
    """The field is empty."""

    code = "nothing_to_reveal"
    sentence = _("这一项没有登记，没有可显示的内容。")


@transaction.atomic
def serve_at(
    *, person: Person, office: Office, basis: ServedBasis, by: User, at: dt.datetime, reason: str = ""
) -> Served:
    """Let an office serve somebody from today on; the standing relation is returned where there is one.

    :raises PersonGone: merged or anonymised meanwhile.
    """
    person = lock_present(person)
    served, new = Served.objects.get_or_create(
        person=person, office=office, until_on=None,
        defaults={"from_on": day_of(at), "basis": basis, "reason": reason},
    )  # fmt: skip
    if new:
        person.last_contact_on = max(person.last_contact_on, day_of(at))
        person.save(update_fields=["last_contact_on"])
        refresh_search_keys(person)
        write_audit(
            action="person.served", by=by, at=at, obj=served, person_id=person.pk, fields=["office"],
            reason=reason or basis,
        )  # fmt: skip
    return served


@transaction.atomic
def end_serving(*, person: Person, office: Office, by: User, at: dt.datetime) -> None:
    """End it: from now on the office's staff do not see the record.

    :raises PersonGone: merged or anonymised meanwhile.
    """
    person = lock_present(person)
    ended = Served.objects.filter(person=person, office=office, until_on=None).update(until_on=day_of(at))
    if ended:
        refresh_search_keys(person)
        write_audit(action="person.serving_ended", by=by, at=at, obj=person, person_id=person.pk, fields=["office"])


def look_up_elsewhere(*, id_no: str, by: User, at: dt.datetime) -> bool:
    """Say whether a whole, valid ID number is on a record that `by` may not see. Each question is counted and logged.

    Nothing but yes or no is told: not where, not since when, not whose.

    :raises NotAllowed: only those who serve people ask.
    :raises TooManyLookups: more than `LOOKUPS_AN_HOUR` questions within an hour.
    """
    return _ask(id_no=id_no, by=by, at=at, kind=AuditKind.READ)


@transaction.atomic
def _ask(*, id_no: str, by: User, at: dt.datetime, kind: AuditKind) -> bool:
    """Count, log and answer one question about an ID number."""
    if not may_change(by):
        raise NotAllowed
    if not is_whole_id(id_no) or people_visible_to(by).filter(pk=_pk_of(id_no)).exists():
        return False
    person = person_by_exact_id(id_no)
    count_lookup(by=by, at=at, found=person is not None)
    write_audit(
        action="person.looked_up_elsewhere", by=by, at=at, person_id=person.pk if person else None,
        fields=["id_no"], kind=kind,
    )  # fmt: skip
    return person is not None


@transaction.atomic
def count_lookup(*, by: User, at: dt.datetime, found: bool) -> None:
    """Count a question that an ID number answers about other offices, wherever it is asked: here, or of a household.

    :raises TooManyLookups: more than `LOOKUPS_AN_HOUR` questions within an hour.
    """
    recent = ExactIdLookup.objects.filter(by=by, at__gt=at - dt.timedelta(hours=1), at__lte=at).count()
    if recent >= LOOKUPS_AN_HOUR:
        raise TooManyLookups
    ExactIdLookup.objects.create(by=by, at=at, found=found)


def _pk_of(id_no: str) -> int:
    person = person_by_exact_id(id_no)
    return person.pk if person else 0


def open_elsewhere(*, id_no: str, reason: OpenReason, by: User, at: dt.datetime) -> Person:
    """Open the record of a foreign office by its exact ID number: this office serves the person from now on.

    Two transactions on purpose: a question that is answered with "no such record" must stay counted, or numbers could
    be tried out without end.

    :param reason: coded; stands in the audit line that the person may read.
    :raises NotAllowed: only those who serve people.
    :raises NoSuchRecord: no such number on record.
    :raises TooManyLookups: too many questions within an hour.
    """
    if not _ask(id_no=id_no, by=by, at=at, kind=AuditKind.WRITE):
        visible = people_visible_to(by).filter(pk=_pk_of(id_no)).first()
        if visible is None:
            raise NoSuchRecord
        return visible
    person = person_by_exact_id(id_no)
    if person is None:
        raise NoSuchRecord
    serve_at(person=person, office=by.office, basis=ServedBasis.EXACT_ID, reason=OpenReason(reason), by=by, at=at)
    return person


def check_duplicates(
    *, facts: PersonFacts, contacts: Iterable[ContactFacts], by: User, at: dt.datetime, but: Person | None = None
) -> list[DuplicateHit]:
    """Find records that look like this person before saving, with "on record elsewhere" for an exact ID number.

    The records here come from `queries.find_duplicates`; the question about other offices is counted and logged.

    :raises TooManyLookups: too many questions within an hour.
    """
    hits = find_duplicates(by, facts, contacts, but=but)
    known = any(DuplicateKey.ID in hit.keys for hit in hits)
    own_number = but is not None and but.id_no == facts.id_no
    if facts.id_no and not known and not own_number and look_up_elsewhere(id_no=facts.id_no, by=by, at=at):
        hits.append(DuplicateHit(card=None, keys=(DuplicateKey.ID,)))
    return hits


@transaction.atomic
def reveal(
    *,
    person: Person,
    field: RevealField,
    reason: UnmaskReason,
    by: User,
    at: dt.datetime,
    contact_id: int | None = None,
) -> str:
    """Return a whole number for one view. The line in the log is the price.

    :param contact_id: which contact, for `RevealField.CONTACT`.
    :raises NotAllowed: the role may not.
    :raises NothingToReveal: there is no number.
    :raises PersonGone: merged or anonymised meanwhile, or no longer served here.
    """
    if not may_reveal(by):
        raise NotAllowed
    try:
        person = lock(people_visible_to(by), pk=person.pk)
    except Person.DoesNotExist:
        raise PersonGone from None
    if RevealField(field) is RevealField.ID_NO:
        value = person.id_no
    else:
        contact = Contact.objects.filter(person=person, pk=contact_id or 0).current().first()
        value = contact.number if contact else ""
    if not value:
        raise NothingToReveal
    write_audit(
        action="person.revealed", by=by, at=at, obj=person, person_id=person.pk, fields=[str(field)],
        reason=UnmaskReason(reason), kind=AuditKind.REVEAL,
    )  # fmt: skip
    return value
