"""The slip by which somebody without ID or telephone finds their own record again."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.people.enums import ServedBasis
from yizhan.people.models import Person, ReclaimSlip
from yizhan.people.operations.register import lock_present
from yizhan.people.operations.serving import serve_at
from yizhan.people.rules import may_change
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import lock
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.text.normalise import half_width

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: Without 0 O 1 I L U: it is read from paper and aloud.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
#: 16 signs of 30: 78 bits. Random, so a quick hash is enough.
LENGTH = 16


class SlipUnknown(Refused):
    """No open slip has this secret: misread, used, replaced, or never printed. Not told which."""

    code = "slip_unknown"
    sentence = _("凭条上的字没有对上，没有打开任何记录。请逐字核对；凭条用过或重打过就作废，可按姓名查找后重新打印。")
    status = 404


def read_secret(typed: str) -> str:
    """Return the signs of a secret as typed, with what is often confused set right."""
    signs = "".join(sign for sign in half_width(typed).upper() if sign.isalnum())
    return signs.translate(str.maketrans("0O1ILU", "QQJJJV"))


def spoken_secret(secret: str) -> str:
    """Return the secret in groups of four, as it is printed."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


@transaction.atomic
def issue_reclaim_slip(*, person: Person, by: User, at: dt.datetime) -> tuple[ReclaimSlip, str]:
    """Make a slip and return it with its secret, which is kept nowhere: print it now or never.

    An open slip of the same person is void from now on.

    :raises NotAllowed: only those who serve people.
    :raises PersonGone: merged or anonymised meanwhile.
    """
    if not may_change(by):
        raise NotAllowed
    person = lock_present(person)
    ReclaimSlip.objects.filter(person=person, used_at=None, revoked_at=None).update(revoked_at=at)
    secret = "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))
    slip = ReclaimSlip.objects.create(person=person, secret_hash=_hash(secret), issued_at=at, issued_by=by)
    write_audit(action="slip.issued", by=by, at=at, obj=slip, person_id=person.pk, fields=["secret_hash"])
    return slip, secret


@transaction.atomic
def reclaim(*, secret: str, by: User, at: dt.datetime) -> Person:
    """Find the record of the person who brings a slip; the clerk's office serves them from now on. The slip is used up.

    :raises NotAllowed: only those who serve people.
    :raises SlipUnknown: no open slip has this secret.
    :raises PersonGone: the record was anonymised.
    """
    if not may_change(by):
        raise NotAllowed
    signs = read_secret(secret)
    open_slips = ReclaimSlip.objects.filter(used_at=None, revoked_at=None)
    try:
        slip = lock(open_slips, secret_hash=_hash(signs))
    except ReclaimSlip.DoesNotExist:
        raise SlipUnknown from None
    slip.used_at = at
    slip.save(update_fields=["used_at"])
    person = slip.person
    while person.merged_into is not None:
        person = person.merged_into
    serve_at(person=person, office=by.office, basis=ServedBasis.WALK_IN, by=by, at=at)
    write_audit(action="slip.used", by=by, at=at, obj=slip, person_id=person.pk, fields=["used_at"])
    return person


@transaction.atomic
def open_by_slip(*, secret: str, at: dt.datetime) -> Person:
    """Find the record of whoever types a slip's secret on their own phone. The slip is used up, as at the counter.

    Whoever calls limits the tries and writes down the sign-in.

    :raises SlipUnknown: no open slip has this secret, or the record was anonymised.
    """
    open_slips = ReclaimSlip.objects.filter(used_at=None, revoked_at=None)
    try:
        slip = lock(open_slips, secret_hash=_hash(read_secret(secret)))
    except ReclaimSlip.DoesNotExist:
        raise SlipUnknown from None
    person = slip.person
    while person.merged_into is not None:
        person = person.merged_into
    if person.anonymised_at is not None:
        raise SlipUnknown
    slip.used_at = at
    slip.save(update_fields=["used_at"])
    write_audit(
        action="slip.used", by=None, at=at, obj=slip, person_id=person.pk, fields=["used_at"], reason="own_phone",
        office_id=slip.issued_by.office_id,
    )  # fmt: skip
    return person


def _hash(signs: str) -> str:
    """Return what is kept of a secret.

    Not keyed: 78 random bits cannot be tried out, and so a slip printed before a rotation of the keys still works.
    """
    return hashlib.sha256(f"people.reclaim_slip:{signs}".encode()).hexdigest()[:32]
