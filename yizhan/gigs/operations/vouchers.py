"""Pictures of vouchers that employers add to "paid": taken in, looked at by staff, gone with the ledger's three years.

Such a picture confirms nothing by itself: staff look at it and book the payment, or the worker confirms it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.queries import can_see_people
from yizhan.gigs.models import PayVoucher
from yizhan.gigs.rules import keep_until
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit, write_read
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.files.operations import CheckedPaper, check_paper, destroy_files, picture_of_file, seal_file
from yizhan.shared.files.scanning import VirusFound
from yizhan.shared.notifications.tally import key_of, take

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.gigs.models import Order, PayStatement

DAY = dt.timedelta(days=1)
#: Pictures in a day: for one order, for one employer.
OF_AN_ORDER, OF_AN_EMPLOYER = 5, 100
#: Nothing is old enough before (保障农民工工资支付条例 art. 15: wage ledgers for three years).
LEAST_AGE = dt.timedelta(days=3 * 365)


class TooManyVouchers(Refused):
    """As many as are good for the station."""

    code = "too_many_vouchers"
    sentence = _("今天上传的凭证太多了，这一次什么也没有记。请不附图片再说一次，或明天再传。")
    status = 429


def look_at_voucher(*, order: Order, data: bytes, by: User, at: dt.datetime) -> CheckedPaper:
    """Count and look at a picture before anything is written; call it outside of a transaction.

    :raises TooManyVouchers: counted first. :raises: as `shared.files.operations.check_paper`.
    """
    employer_id = order.shift.posting.employer_id
    limits = (
        ("voucher.order", f"order {order.pk}", OF_AN_ORDER),
        ("voucher.employer", f"employer {employer_id}", OF_AN_EMPLOYER),
    )
    for scope, whose, most in limits:
        if not take(scope=scope, key=key_of(whose), at=at, window=DAY, most=most):
            raise TooManyVouchers
    try:
        return check_paper(data)
    except VirusFound:
        write_audit(action="gig.voucher_virus", by=by, at=at, obj=order, kind=AuditKind.REFUSED)
        raise


def keep_voucher(*, statement: PayStatement, paper: CheckedPaper, by: User, at: dt.datetime) -> PayVoucher:
    """Keep a picture with what the employer said, in the caller's transaction."""
    row = PayVoucher.objects.create(statement=statement, file=seal_file(paper, at=at), added_at=at, added_by=by)
    write_audit(action="gig.voucher_added", by=by, at=at, obj=row, person_id=statement.order.person_id)
    return row


def show_voucher(*, voucher: PayVoucher, by: User, at: dt.datetime) -> bytes:
    """Return the picture as one of our own making; the look is on record.

    :raises yizhan.shared.errors.NotAllowed: the role sees no people.
    """
    if not can_see_people(by):
        raise NotAllowed
    order = voucher.statement.order
    write_read(action="gig.voucher_viewed", by=by, at=at, person_id=order.person_id, obj=voucher, fields=["content"])
    return picture_of_file(voucher.file)


@transaction.atomic
def destroy_old_vouchers(*, today: dt.date, at: dt.datetime, limit: int = 200) -> int:
    """Destroy the pictures whose wages are past the time for which the ledger is kept; return how many."""
    rows = PayVoucher.objects.filter(added_at__lte=at - LEAST_AGE).select_related("statement__order")
    return _destroy_over(rows.order_by("added_at", "pk")[:limit], today=today, at=at)


@transaction.atomic
def destroy_vouchers_of(*, person_id: int, today: dt.date, at: dt.datetime) -> int:
    """Destroy the pictures about a person as `destroy_old_vouchers` does; return how many."""
    rows = PayVoucher.objects.filter(statement__order__person_id=person_id).select_related("statement__order")
    return _destroy_over(rows.order_by("added_at", "pk"), today=today, at=at)


def _destroy_over(rows: Iterable[PayVoucher], *, today: dt.date, at: dt.datetime) -> int:
    over = [one for one in rows if keep_until(one.statement.order.pay_on) <= today]
    for one in over:
        write_audit(action="gig.voucher_destroyed", by=None, at=at, obj=one, office_id=one.statement.order.office_id)
    PayVoucher.objects.filter(pk__in=[one.pk for one in over]).delete()
    destroy_files(one.file_id for one in over)
    return len(over)
