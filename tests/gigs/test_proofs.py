"""Places that many processes fight for, a settlement that is killed half-way; in full: `bench/gigs_proofs.py`."""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Sum

from tests.gigs.factories import evening, fresh, worked
from tests.gigs.forked import fight, kill_at_work
from tests.people.factories import mobile
from tests.referrals.factories import a_shift
from tests.workers.factories import make_seeker
from yizhan.accounts.models import User
from yizhan.gigs.models import LedgerEntry, Order, OrderStep, Settlement, SettlementLine
from yizhan.gigs.operations import promise_shift, settle_order
from yizhan.gigs.queries import ledger_sums, outstanding_fen
from yizhan.postings.models import Shift
from yizhan.postings.operations import set_headcount
from yizhan.workers.models import Commitment, JobSeeker

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform == "win32", reason="no fork there"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]


def rush(shift: Shift, seekers: list[int], by: User, at: dt.datetime, *, processes: int) -> dict[str, int]:
    """Let everybody be promised one place of a shift at once; check that the places went exactly once."""
    by_pk, before = by.pk, Shift.objects.get(pk=shift.pk)
    left = before.headcount - before.taken

    def promise(seeker: int) -> None:
        promise_shift(
            seeker=JobSeeker.objects.select_related("person").get(pk=seeker), shift=fresh(shift),
            by=User.objects.select_related("office").get(pk=by_pk), at=at,
        )  # fmt: skip

    outcomes = fight(seekers, promise, processes=processes)
    won = min(left, len(seekers))
    assert outcomes["done"] == won, outcomes
    assert set(outcomes) <= {"done", "HeadcountFilled", "NotOnOffer"}, outcomes
    after = Shift.objects.get(pk=shift.pk)
    orders = Order.objects.standing().filter(shift=shift)
    promises = Commitment.objects.filter(source_public_id__in=orders.values("public_id"), released_at=None)
    assert after.taken == before.taken + won == orders.aggregate(sum=Sum("places"))["sum"]
    assert promises.count() == orders.count(), "whoever has a place has the time, and nobody else"
    return outcomes


def test_the_last_places_go_once_each(clerk: User, reviewer: User, now: dt.datetime) -> None:
    seekers = [make_seeker(clerk, now, number=n, phone=mobile(n)).pk for n in range(1, 13)]
    for _round in range(3):
        shift = a_shift(clerk, reviewer, now)
        set_headcount(shift=shift, headcount=4, by=clerk, at=now)
        rush(shift, seekers, clerk, now, processes=3)
        Commitment.objects.update(released_at=now)  # everybody is free again for the next round


def settle_all(orders: list[int], by: int, at: dt.datetime) -> Callable[[Callable[[str], Any]], None]:
    """Return the work of the one who is killed: settle one order after the other, telling before and after each."""

    def work(tell: Callable[[str], Any]) -> None:
        clerk = User.objects.select_related("office").get(pk=by)
        for pk in orders:
            tell(f"begin-{pk}")
            settle_order(order=Order.objects.get(pk=pk), by=clerk, at=at)
            tell(f"done-{pk}")

    return work


def whole_or_nothing(pk: int) -> bool:
    """Check that an order is settled with everything that belongs to it, or not at all; say which."""
    order, settlements = Order.objects.get(pk=pk), list(Settlement.objects.filter(order=pk))
    entries = list(LedgerEntry.objects.filter(order=pk))
    steps = OrderStep.objects.filter(order=pk, after="to_pay").count()
    if order.state == "hours":
        assert (settlements, entries, steps) == ([], [], 0), f"half of a settlement stands: {pk}"
        return False
    assert (order.state, len(settlements), len(entries), steps) == ("to_pay", 1, 1, 1)
    lines = SettlementLine.objects.filter(settlement=settlements[0])
    assert sum(line.amount_fen for line in lines) == settlements[0].gross_fen == entries[0].gross_fen
    assert outstanding_fen(order) == settlements[0].net_fen > 0
    return True


def kill_once(orders: list[int], by: User, at: dt.datetime, after: float) -> tuple[bool, int]:
    """Kill one who settles; check every order. Return whether it was in the middle of one, and how many are settled."""
    told = kill_at_work(settle_all(orders, by.pk, at), after=after)
    settled = [pk for pk in orders if whole_or_nothing(pk)]
    done = {int(words[5:]) for words in told if words.startswith("done-")}
    assert done <= set(settled), "what was told as done is lost"
    return "end" not in told and told[-1].startswith("begin-"), len(settled)


def test_a_killed_settlement_leaves_a_ledger_that_balances(clerk: User, reviewer: User, now: dt.datetime) -> None:
    shift = a_shift(clerk, reviewer, now)
    set_headcount(shift=shift, headcount=8, by=clerk, at=now)
    orders = [worked(clerk, reviewer, now, number=n, shift=shift) for n in range(1, 9)]
    at, left, dice = evening(orders[0]), [one.pk for one in orders], random.Random(5)
    for _kill in range(5):
        kill_once(left, clerk, at, after=dice.uniform(0, 0.02))
        left = [pk for pk in left if not whole_or_nothing(pk)] or left
        if all(whole_or_nothing(pk) for pk in left):
            break
    for pk in left:
        if not whole_or_nothing(pk):
            settle_order(order=Order.objects.get(pk=pk), by=clerk, at=at)
    sums = ledger_sums(LedgerEntry.objects.all())
    assert sums.net_fen == sum(Settlement.objects.filter(struck_at=None).values_list("net_fen", flat=True))
    assert (Settlement.objects.count(), sums.paid_fen) == (8, 0)
