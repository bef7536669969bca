"""The code that whoever signed up writes down: with it they see where the request stands and send a paper once more.

It opens no account and shows nothing of what was typed. Of it a keyed hash is kept, as of invitations.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.employers.enums import PaperKind
from yizhan.employers.models import SignUp
from yizhan.employers.operations.members import CODE_ALPHABET, CODE_LENGTH, HOUR, TRIES_AN_HOUR, TooManyCodesTried
from yizhan.employers.operations.papers import NoUseAnyMore, keep_with_request, look_through, may_still_send
from yizhan.shared.crypto.keyring import ring
from yizhan.shared.errors import Refused
from yizhan.shared.notifications.tally import key_of, take

_LABEL = "sign-up receipt"


class ReceiptUnknown(Refused):
    """No request has this code, or not any more: which of these is not said."""

    code = "receipt_unknown"
    sentence = _("受理码不对，或者申请已经过了保存期。请核对；找不到受理码的，打电话给驿站，或重新申请。")
    status = 422


@transaction.atomic
def give_receipt(*, sign_up: SignUp) -> str:
    """Return a new code for a request; an earlier one is void. Nobody can find it in the database."""
    code = "".join(secrets.choice(CODE_ALPHABET) for _n in range(CODE_LENGTH))
    SignUp.objects.filter(pk=sign_up.pk).update(receipt_hash=ring().keyed_hash(_LABEL, code))
    return code


def find_by_receipt(*, code: str, address: str, at: dt.datetime) -> SignUp:
    """Return the request of a code.

    :raises TooManyCodesTried: counted before the code is looked at. :raises ReceiptUnknown: no good code.
    """
    if not take(scope="receipt", key=key_of(f"receipt {address}"), at=at, window=HOUR, most=TRIES_AN_HOUR):
        raise TooManyCodesTried
    typed = "".join(code.split()).replace("-", "").lower()
    rows = (
        SignUp.objects.filter(receipt_hash__in=ring().keyed_hashes(_LABEL, typed)) if typed else SignUp.objects.none()
    )
    row = rows.select_related("office", "employer").first()
    if row is None:
        raise ReceiptUnknown
    return row


def add_papers(*, sign_up: SignUp, files: Mapping[PaperKind, bytes], at: dt.datetime) -> SignUp:
    """Take papers once more, or for the first time, for a request that was found by its code.

    :raises NoUseAnyMore: it is decided. :raises: as `look_through` and `keep_with_request`.
    """
    row = sign_up
    if not may_still_send(row):
        raise NoUseAnyMore
    papers = look_through(files, office=row.office, of=f"sign-up {row.pk}", at=at)
    with transaction.atomic():
        keep_with_request(sign_up=row, papers=papers, at=at)
    return row
