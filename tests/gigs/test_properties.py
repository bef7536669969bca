"""Whatever is done in whatever order: the ledger adds up, and nobody is in two places at once.

Beside the operations runs a book kept by hand: a number for what is due, one for each payment that stands, and the
quarters of an hour that are taken.
"""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gigs.factories import evening, worked
from tests.workers.factories import make_seeker
from yizhan.accounts.models import User
from yizhan.gigs.enums import CounterReason, EntryKind, OrderState, PayMethod, Proof
from yizhan.gigs.models import LedgerEntry, Order
from yizhan.gigs.operations import (
    Extras,
    Payment,
    confirm_payment,
    draft_settlement,
    settle_order,
    strike_payment,
    strike_settlement,
)
from yizhan.gigs.queries import ledger_sums, outstanding_fen
from yizhan.shared.errors import Refused
from yizhan.workers.models import Commitment
from yizhan.workers.operations import AlreadyPromised, add_commitment, release_commitment

pytestmark = pytest.mark.django_db
QUARTER = dt.timedelta(minutes=15)
ACTS = st.one_of(
    st.tuples(st.just("settle"), st.integers(0, 5_000)),
    st.tuples(st.just("pay"), st.integers(1, 12_000)),
    st.tuples(st.just("unpay"), st.integers(0, 7)),
    st.tuples(st.just("unsettle"), st.just(0)),
)
#: Begin and length in quarters of an hour, or the number of an earlier promise that is given up.
PROMISES = st.lists(
    st.one_of(st.tuples(st.integers(0, 40), st.integers(1, 12)), st.tuples(st.integers(0, 9), st.just(0))), max_size=10
)


@contextmanager
def undone() -> Iterator[None]:
    """Take back everything that is written inside."""
    with suppress(InterruptedError), transaction.atomic():
        yield
        raise InterruptedError


def test_the_ledger_adds_up_whatever_is_settled_paid_and_struck_out(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = worked(clerk, reviewer, now)
    at, day, earned = evening(order), order.pay_on, draft_settlement(order, Extras()).net_fen

    def carry_out(act: str, number: int, due: int | None, paid: dict[int, int]) -> int | None:
        """Do it, and write it into the book by hand; return what is due then."""
        found = Order.objects.get(pk=order.pk)
        if act == "settle":
            settle_order(order=found, extras=Extras(number, "餐补" if number else ""), by=clerk, at=at)
            return earned + number
        if act == "pay":
            payment = Payment(number, day, PayMethod.CASH, Proof.SIGNATURE)
            paid[confirm_payment(order=found, payment=payment, by=clerk, at=at, today=day).pk] = number
        elif act == "unpay":
            entries = list(LedgerEntry.objects.filter(kind=EntryKind.PAYMENT, counters=None).order_by("pk"))
            if entries:
                entry = entries[number % len(entries)]
                strike_payment(entry=entry, reason=CounterReason.NOT_RECEIVED, by=clerk, at=at)
                del paid[entry.pk]
        else:
            strike_settlement(order=found, reason=CounterReason.HOURS_CORRECTED, by=clerk, at=at)
            return None
        return due

    @settings(max_examples=25, deadline=None)
    @given(st.lists(ACTS, max_size=9))
    def holds(acts: list[tuple[str, int]]) -> None:
        due: int | None = None
        paid: dict[int, int] = {}
        with undone():
            for act, number in acts:
                # What is refused changes nothing: the book by hand is not touched either.
                with suppress(Refused):
                    due = carry_out(act, number, due, paid)
                owed = (due or 0) - sum(paid.values())
                sums, entries = ledger_sums(LedgerEntry.objects.all()), LedgerEntry.objects.all()
                assert owed == outstanding_fen(order) == sums.owed_fen >= 0
                assert (sums.net_fen, sums.paid_fen) == (due or 0, sum(paid.values()))
                assert sums.net_fen == sums.gross_fen - sums.deductions_fen
                assert Order.objects.get(pk=order.pk).state == (
                    OrderState.HOURS if due is None else OrderState.TO_PAY if owed else OrderState.PAID
                )
                struck = entries.exclude(counters=None).aggregate(net=Sum("net_fen"), paid=Sum("paid_fen"))
                was = entries.exclude(countered_by=None).aggregate(net=Sum("net_fen"), paid=Sum("paid_fen"))
                assert [-(struck[one] or 0) for one in ("net", "paid")] == [was[one] or 0 for one in ("net", "paid")]

    holds()


def test_nobody_is_promised_to_two_places_at_once(clerk: User, now: dt.datetime) -> None:
    person = make_seeker(clerk, now).person

    @settings(max_examples=25, deadline=None)
    @given(PROMISES)
    def holds(wanted: list[tuple[int, int]]) -> None:
        made: list[tuple[Commitment, set[int]]] = []
        with undone():
            for first, length in wanted:
                if not length:
                    if first < len(made):
                        release_commitment(commitment=made[first][0], by=clerk, at=now)
                        made[first][1].clear()
                    continue
                asked = set(range(first, first + length))
                is_free = not any(asked & taken for _row, taken in made)
                try:
                    row = add_commitment(
                        person=person, starts_at=now + first * QUARTER, ends_at=now + (first + length) * QUARTER,
                        source_kind="test", source_public_id=uuid.uuid4(), by=clerk, at=now,
                    )  # fmt: skip
                except AlreadyPromised:
                    assert not is_free
                else:
                    assert is_free
                    made.append((row, asked))
            standing = Commitment.objects.filter(person=person, released_at=None).order_by("starts_at")
            times = [(row.starts_at, row.ends_at) for row in standing]
            assert all(one[1] <= other[0] for one, other in itertools.pairwise(times))
            assert len(times) == sum(1 for _row, taken in made if taken)

    holds()
