"""The employer says that pay was handed over: a word that settles nothing, kept as it was said, and told."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.conftest import MakeUser, StrictClient, sign_in
from tests.gigs.factories import evening, settled
from tests.portals.employer.factories import an_agent, own_order
from tests.portals.worker.factories import sign_phone_in
from tests.referrals.factories import first_shift
from tests.rights.files import png
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.employers.models import ConductFact
from yizhan.gigs.enums import CounterReason, OrderState, PayMethod
from yizhan.gigs.for_employers import roster_of
from yizhan.gigs.models import LedgerEntry, Order, PayStatement, PayVoucher
from yizhan.gigs.operations import (
    SaidPaid,
    TooManyVouchers,
    confirm_received,
    destroy_old_vouchers,
    look_at_voucher,
    say_not_paid,
    say_paid,
    settle_order,
    strike_settlement,
)
from yizhan.gigs.operations.refusals import OrderCannotMove, SaidMisfit
from yizhan.gigs.operations.vouchers import DAY, OF_AN_ORDER
from yizhan.gigs.own import own_order as as_its_worker_sees_it
from yizhan.gigs.queries import outstanding_fen, pay_warnings
from yizhan.gigs.rules import keep_until
from yizhan.notices import texts
from yizhan.people.operations import export_person
from yizhan.shared.errors import ChangedMeanwhile, NotAllowed
from yizhan.shared.files.operations import MOST_BYTES
from yizhan.shared.models import AuditEntry, Message, SealedFile
from yizhan.shared.notifications.enums import Way
from yizhan.shared.notifications.tally import key_of, take
from yizhan.shared.person_rows import all_person_rows

pytestmark = pytest.mark.django_db
#: Eight hours of a day of ten at 200 yuan.
DUE_FEN, DUE_WORDS = 160_00, "160"


@pytest.fixture
def agent(make_user: MakeUser, station: Office) -> User:
    """Somebody who acts for an employer."""
    return make_user(Role.AGENT, station, "agent")


@pytest.fixture
def order(agent: User, clerk: User, reviewer: User, now: dt.datetime) -> Order:
    """A settled day at the agent's employer; pay is due on the day itself."""
    found = own_order(agent, clerk, reviewer, now, agree=True)
    settle_order(order=found, by=clerk, at=evening(found))
    return again(found)


def again(order: Order) -> Order:
    return Order.objects.select_related("person", "shift").get(pk=order.pk)


def when(order: Order, days: int = 0) -> dict[str, Any]:
    """Return moment and day so many days after the work, as the operations take them."""
    at = evening(order) + dt.timedelta(days=days)
    return {"at": at, "today": timezone.localdate(at)}


def word(order: Order, fen: int = DUE_FEN, *, days: int = 0, method: PayMethod = PayMethod.CASH) -> SaidPaid:
    return SaidPaid(fen, timezone.localdate(order.shift.starts_at) + dt.timedelta(days=days), method)


def told() -> list[Message]:
    return list(Message.objects.filter(event=texts.PAY_SAID.key, way=Way.IN_APP).order_by("pk"))


def test_the_word_settles_nothing_until_the_worker_confirms_it(
    order: Order, agent: User, clerk: User, reviewer: User
) -> None:
    say_paid(order=order, said=word(order), by=agent, **when(order))
    assert (again(order).state, outstanding_fen(order)) == (OrderState.TO_PAY, DUE_FEN)
    assert LedgerEntry.objects.filter(kind="payment").count() == 0
    late = when(order, 2)
    (warning,) = pay_warnings(clerk, late["today"])
    assert (warning.owed_fen, warning.said_paid and warning.said_paid.paid_fen) == (DUE_FEN, DUE_FEN)
    seen = as_its_worker_sees_it(order.person, order.public_id, late["today"])
    assert seen.said_paid is not None
    assert {"confirm_received", "say_not_paid"} <= seen.may
    confirm_received(order=order, person=order.person, paid_on=seen.said_paid.paid_on, **late)
    assert (again(order).state, pay_warnings(clerk, late["today"])) == (OrderState.PAID, [])
    with pytest.raises(OrderCannotMove):
        say_paid(order=order, said=word(order), by=agent, **late)


def test_whoever_says_that_nothing_came_stays_on_the_list(order: Order, agent: User, clerk: User) -> None:
    say_paid(order=order, said=word(order), by=agent, **when(order))
    late = when(order, 2)
    say_not_paid(order=order, person=order.person, **late)
    say_paid(order=order, said=word(order, days=1, method=PayMethod.BANK), by=agent, **late)
    (warning,) = pay_warnings(clerk, late["today"])
    assert warning.said_unpaid_at is not None
    assert warning.said_paid is not None
    assert ConductFact.objects.get().kind == "underpaid"


def test_the_worker_is_told_once_a_day_that_is_named_and_no_more_once_it_is_confirmed(
    order: Order, agent: User
) -> None:
    say_paid(order=order, said=word(order, 150_00), by=agent, **when(order, 1))
    say_paid(order=order, said=word(order), by=agent, **when(order, 1))
    (first,) = told()
    assert first.person_id == order.person_id
    said = json.loads(first.content)
    assert said["paid_on"] == timezone.localdate(order.shift.starts_at).isoformat()
    assert set(said) == {"day", "paid_on", "phone"}  # no amount: a telephone may be shared
    assert Message.objects.filter(event=texts.PAY_SAID.key, way=Way.CALL).count() == 0
    confirm_received(order=order, person=order.person, paid_on=word(order).paid_on, **when(order, 1))
    assert not any(row.is_open for row in Message.objects.filter(event=texts.PAY_SAID.key))


def test_the_same_again_is_one_row_and_the_newest_counts(order: Order, agent: User, head: User) -> None:
    for _twice in range(2):
        say_paid(order=order, said=word(order, 100_00), by=agent, **when(order))
    assert PayStatement.objects.count() == 1
    assert AuditEntry.objects.filter(action="gig.said_paid").count() == 1
    say_paid(order=order, said=word(order), by=agent, **when(order, 1))
    (row,) = roster_of(agent, order.shift)
    assert row.said_paid is not None
    assert (row.said_paid.paid_fen, row.paid_fen) == (DUE_FEN, 0)
    assert sorted(PayStatement.objects.values_list("paid_fen", flat=True)) == [100_00, DUE_FEN]
    assert "100元" in json.dumps(export_person(person=order.person, by=head, at=when(order)["at"]), ensure_ascii=False)


@pytest.mark.parametrize(
    ("fen", "days", "method"),
    [
        (DUE_FEN + 1, 0, PayMethod.CASH),
        (0, 0, PayMethod.CASH),
        (DUE_FEN, -1, PayMethod.CASH),
        (DUE_FEN, 1, PayMethod.CASH),
        (DUE_FEN, 0, PayMethod.UNSTATED),
    ],
)
def test_what_cannot_be_is_not_kept(fen: int, days: int, method: PayMethod, order: Order, agent: User) -> None:
    with pytest.raises(SaidMisfit):
        say_paid(order=order, said=word(order, fen, days=days, method=method), by=agent, **when(order))
    assert not PayStatement.objects.exists()


def test_only_the_own_employer_speaks_and_only_of_what_is_settled(
    order: Order, agent: User, clerk: User, reviewer: User, make_user: MakeUser, station: Office, now: dt.datetime
) -> None:
    from tests.employers.factories import a_company

    rival = make_user(Role.AGENT, station, "rival")
    an_agent(a_company(office=station, by=clerk, at=now), rival, clerk, now)
    for other in (rival, clerk):
        with pytest.raises(NotAllowed):
            say_paid(order=order, said=word(order), by=other, **when(order))
    with pytest.raises(ChangedMeanwhile):
        say_paid(order=order, said=word(order), by=agent, seen_version=order.version - 1, **when(order))
    strike_settlement(order=order, reason=CounterReason.PAY_CORRECTED, by=clerk, at=when(order)["at"])
    with pytest.raises(OrderCannotMove):
        say_paid(order=order, said=word(order), by=agent, **when(order))
    assert not PayStatement.objects.exists()


def test_the_database_keeps_the_word_as_it_was_said(order: Order, agent: User) -> None:
    statement = say_paid(order=order, said=word(order), by=agent, **when(order))
    values = {f.attname: getattr(statement, f.attname) for f in statement._meta.concrete_fields if f.name != "id"}
    refused: list[Any] = [
        lambda: PayStatement.objects.update(paid_fen=1),
        lambda: PayStatement.objects.all().delete(),
        lambda: PayStatement.objects.create(**values | {"paid_fen": 0}),
        lambda: PayStatement.objects.create(**values | {"method": "unstated"}),
    ]
    for change in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_on_the_pages(client: StrictClient, order: Order, agent: User, clerk: User) -> None:
    late = when(order, 2)
    sign_in(client, agent)
    address, shift = reverse("employer:paid", args=[order.public_id]), reverse("employer:shift", args=[
        order.shift.public_id])  # fmt: skip
    typed = {
        "amount": DUE_WORDS,
        "paid_on": word(order).paid_on.isoformat(),
        "method": "mobile",
        "version": order.version,
    }
    with time_machine.travel(late["at"], tick=False):
        assert "说明已付" in client.get(shift).content.decode()
        assert client.post(address, typed | {"amount": "很多"}).status_code == 422
        assert client.post(address, typed | {"method": "goods"}).status_code == 422
        assert client.post(address, typed | {"amount": "160.01"}).status_code == 422
        page = client.post(address, typed, follow=True).content.decode()
        assert "等工人确认" in page
        assert "工人确认收到，或驿站看到凭证，才算付清" in page
        client.logout()
        sign_in(client, clerk)
        assert "本人没有确认" in client.get(reverse("gigs:late")).content.decode()
        assert "这只是用工方的话" in client.get(reverse("gigs:order", args=[order.public_id])).content.decode()
        client.logout()
        sign_phone_in(client, order.person, late["at"])
        own = client.get(reverse("worker:shift", args=[order.public_id])).content.decode()
    assert "雇主说付了" in own
    assert f"{DUE_WORDS}元" in own


def test_a_shift_asks_as_often_for_three_as_for_one(
    order: Order, agent: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert all(row.said_paid for row in roster_of(agent, order.shift))
        return len(queries)

    say_paid(order=order, said=word(order), by=agent, **when(order))
    for_one = asked()
    for number in (2, 3):
        one = settled(clerk, reviewer, now, number=number, shift=first_shift(order.shift.posting))
        say_paid(order=one, said=word(one), by=agent, **when(one))
    assert asked() == for_one


def test_a_voucher_stands_beside_the_word_confirms_nothing_and_goes_with_the_ledger(
    order: Order, client: StrictClient, agent: User, clerk: User
) -> None:
    at = evening(order) + dt.timedelta(hours=1)
    address = reverse("employer:paid", args=[order.public_id])
    said = {"amount": DUE_WORDS, "paid_on": str(timezone.localdate(at)), "method": "bank"}
    sign_in(client, agent)
    with time_machine.travel(at, tick=False):
        no_picture = SimpleUploadedFile("a.png", b"MZ" + b"\x00" * 400)
        assert client.post(address, said | {"voucher": no_picture}).status_code == 422
        assert not PayStatement.objects.exists()  # a word is not taken without the picture that was to come with it
        client.post(address, said)
        client.post(address, said | {"voucher": SimpleUploadedFile("a.png", png())})  # it may come later
        shift = client.get(reverse("employer:shift", args=[order.shift.public_id])).content.decode()
        assert "附了凭证图片" in shift
        voucher = PayVoucher.objects.get()
        assert voucher.statement == PayStatement.objects.get()
        assert again(order).state == OrderState.TO_PAY
        sign_in(client, clerk)
        picture = reverse("gigs:voucher", args=[voucher.public_id])
        assert picture in client.get(reverse("gigs:order", args=[order.public_id])).content.decode()
        shown = client.get(picture)
    assert (shown["Content-Type"], shown.content[:4]) == ("image/png", b"\x89PNG")
    seen = AuditEntry.objects.get(action="gig.voucher_viewed")
    assert (seen.actor_id, seen.person_id) == (clerk.pk, order.person_id)
    end = keep_until(order.pay_on)
    later = timezone.make_aware(dt.datetime.combine(end, dt.time(12)))
    assert destroy_old_vouchers(today=end - dt.timedelta(days=1), at=later) == 0
    assert destroy_old_vouchers(today=end, at=later) == 1
    assert not SealedFile.objects.exists()
    assert PayStatement.objects.exists()


def test_a_voucher_is_named_in_the_export_and_goes_with_the_person_when_the_ledger_may(
    order: Order, agent: User, head: User
) -> None:
    at = evening(order) + dt.timedelta(hours=1)
    paper = look_at_voucher(order=order, data=png(), by=agent, at=at)
    say_paid(order=order, said=word(order), voucher=paper, by=agent, at=at, today=timezone.localdate(at))
    assert "附凭证图片" in json.dumps(export_person(person=order.person, by=head, at=at), ensure_ascii=False)
    end = timezone.make_aware(dt.datetime.combine(keep_until(order.pay_on), dt.time(12)))
    forget = next(one for one in all_person_rows() if one.model == "gigs.LedgerEntry").anonymise
    forget(order.person_id, end - dt.timedelta(days=1))
    assert PayVoucher.objects.exists()
    forget(order.person_id, end)
    assert not PayVoucher.objects.exists()
    assert not SealedFile.objects.exists()


def test_too_many_vouchers_and_too_large_ones_are_refused_before_they_are_looked_at(
    client: StrictClient, order: Order, agent: User
) -> None:
    at = evening(order) + dt.timedelta(hours=1)
    for _n in range(OF_AN_ORDER):
        assert take(scope="voucher.order", key=key_of(f"order {order.pk}"), at=at, window=DAY, most=OF_AN_ORDER)
    with pytest.raises(TooManyVouchers):
        look_at_voucher(order=order, data=png(), by=agent, at=at)
    sign_in(client, agent)
    large = SimpleUploadedFile("a.png", b"\x00" * (MOST_BYTES + 1))
    said = {"amount": DUE_WORDS, "paid_on": str(timezone.localdate(at)), "method": "bank", "voucher": large}
    with time_machine.travel(at, tick=False):
        answer = client.post(reverse("employer:paid", args=[order.public_id]), said)
    assert answer.status_code == 422  # and not 429: it was not counted
    assert "超过 8 MB" in answer.content.decode()
    assert not PayStatement.objects.exists()
