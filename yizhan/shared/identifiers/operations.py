"""Taking the next short number."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F

from yizhan.shared.identifiers.numbers import make_number
from yizhan.shared.identifiers.sequence_model import NumberSequence


def take_number(*, prefix: str, on: dt.date) -> str:
    """Return the next number of a letter in the month of `on`.

    Works inside the caller's transaction: the row stays locked until that ends, so no two can take the same number, and
    a rollback gives it back. Take it late in an operation, so that the lock is held briefly.

    :raises TransactionManagementError: there is no transaction to work in.
    :raises ValueError: the letter is not one of A to Z.
    """
    make_number(prefix, on, 1)  # bounds
    period = f"{on.year % 100:02}{on.month:02}"
    row = NumberSequence.objects.filter(prefix=prefix, period=period)
    transaction.get_connection().validate_no_broken_transaction()
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("take_number() needs the caller's transaction")
    if not row.update(last=F("last") + 1):
        try:
            with transaction.atomic():
                NumberSequence.objects.create(prefix=prefix, period=period, last=1)
        except IntegrityError:  # somebody else opened the month at this moment
            row.update(last=F("last") + 1)
    return make_number(prefix, on, row.get().last)
