"""Orders of gigs in bulk, row for row as the operations of `gigs` write them: made by a hire, worked, settled, paid.

What goes wrong (`demo.gigs`) goes through the operations themselves.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import models
from django.utils import timezone

from yizhan.accounts.models import User
from yizhan.demo.ledger import BATCH, audit_line, take_numbers, write_lines
from yizhan.gigs.enums import (
    AgreedBy,
    EntryKind,
    OrderState,
    PayMethod,
    Proof,
    Role,
    Side,
    SignMethod,
)
from yizhan.gigs.models import (
    Agreement,
    Attendance,
    HoursStatement,
    LedgerEntry,
    Order,
    OrderStep,
    Settlement,
    SettlementLine,
)
from yizhan.gigs.operations.agreeing import pay_day_of
from yizhan.gigs.operations.attending import Said
from yizhan.gigs.operations.promising import NUMBER_PREFIX, is_order
from yizhan.gigs.operations.settling import Draft, Extras, draft_from, identity_of, settlement_lines, wage_entry
from yizhan.gigs.pay.hours import minutes_between
from yizhan.gigs.rules import rate_of
from yizhan.people.models import Person
from yizhan.people.queries import with_contacts
from yizhan.referrals.models import Referral
from yizhan.shared.audit.models import AuditEntry

_S = OrderState


@dataclass
class _Rows:
    """What a batch writes; lines of the audit log need the keys that the bulk write gives."""

    rows: dict[type[models.Model], list[models.Model]] = field(default_factory=lambda: defaultdict(list))
    lines: list[AuditEntry] = field(default_factory=list)

    def step(self, order: Order, before: str, after: str, by: User, at: dt.datetime) -> None:
        self.rows[OrderStep].append(
            OrderStep(
                order=order, before=before, after=after, at=at, by=by, office=order.office,
                area_code=order.office.area_code,
            )
        )  # fmt: skip
        order.state = after
        if before:
            order.version += 1

    def note(
        self, order: Order, action: str, by: User, at: dt.datetime, fields: Sequence[str], reason: str = ""
    ) -> None:
        self.lines.append(
            audit_line(
                action=f"gig.{action}", by=by, at=at, obj=order, person_id=order.person_id, fields=fields, reason=reason
            )
        )

    def write(self) -> None:
        for model, rows in self.rows.items():
            model._default_manager.bulk_create(rows, batch_size=BATCH)
        write_lines(self.lines)


# --- a hire becomes an order ------------------------------------------------------------------------------------------


def take_over_many(hires: Sequence[tuple[Referral, User, dt.datetime]]) -> list[Order]:
    """Make orders of hires, as `gigs.operations.take_over_hire`; with posting, office, terms and shift read."""
    found = [hire for hire in hires if is_order(hire[0].shift, hire[0].terms)]
    batch, orders = _Rows(), []
    by_day: dict[dt.date, list[tuple[Referral, User, dt.datetime]]] = defaultdict(list)
    for hire in found:
        by_day[timezone.localdate(hire[2])].append(hire)
    for day, of_day in sorted(by_day.items()):
        for (referral, by, at), number in zip(of_day, take_numbers(NUMBER_PREFIX, day, len(of_day)), strict=True):
            orders.append(_order_of(referral, number, by, at))
    Order.objects.bulk_create(orders, batch_size=BATCH)
    for order, (referral, by, at) in zip(
        orders, (hire for _day, rows in sorted(by_day.items()) for hire in rows), strict=True
    ):
        _agree(batch, order, referral, by, at)
    batch.write()
    return orders


def _order_of(referral: Referral, number: str, by: User, at: dt.datetime) -> Order:
    shift = referral.shift
    assert shift.ends_at is not None  # noqa: S101 - `is_order` said so
    return Order(
        number=number, person_id=referral.person_id, seeker_id=referral.seeker_id, shift=shift,
        office=referral.posting.office, sent_by=by.office, referral=referral,
        role=Role.LEADER if referral.places > 1 else Role.WORKER, places=referral.places, state=_S.AGREED,
        pay_on=pay_day_of(referral.terms, shift.ends_at), made_at=at, made_by=by, version=2,
    )  # fmt: skip


def _agree(batch: _Rows, order: Order, referral: Referral, by: User, at: dt.datetime) -> None:
    terms = referral.terms
    rate = rate_of(terms)
    assert rate is not None  # noqa: S101 - `is_order` said so
    version = order.version
    batch.step(order, "", _S.PROMISED, by, at)
    batch.step(order, _S.PROMISED, _S.AGREED, by, at)
    order.version = version
    batch.rows[Agreement].append(
        Agreement(
            order=order, number=1, terms=terms, labor_type=terms.labor_type, pay_fen=rate[0], pay_unit=rate[1],
            settle_kind=terms.settle_kind, pay_on=order.pay_on, meeting_point=terms.meeting_place or terms.place_name,
            made_at=at, made_by=by, worker_agreed_at=at, worker_agreed_by=AgreedBy.PAPER, employer_agreed_at=at,
            employer_agreed_by=AgreedBy.PAPER,
        )
    )  # fmt: skip
    batch.note(order, "hired", by, at, ["state"])


# --- a day's work, as a roster brings it back -------------------------------------------------------------------------


@dataclass(frozen=True)
class Worked:
    """An agreed order whose roster came back signed by both sides, and which was paid in cash on its day.

    :param order: read by `to_live`.
    """

    order: Order
    by: User
    at: dt.datetime


def to_live(orders: models.QuerySet[Order]) -> list[Order]:
    """Read agreed orders with all that `live_many` looks at: four queries."""
    rows = list(
        orders.select_related("office", "shift__posting__employer", "shift__posting__terms", "person").order_by("pk")
    )
    people = {one.pk: one for one in with_contacts(Person.objects.filter(pk__in=[row.person_id for row in rows]))}
    newest: dict[int, Agreement] = {}
    for agreement in Agreement.objects.filter(order__in=rows).select_related("terms").order_by("order", "number"):
        newest[agreement.order_id] = agreement
    for row in rows:
        row.person = people[row.person_id]
        row.held = newest[row.pk]  # type: ignore[attr-defined]
    return rows


def live_many(worked: Sequence[Worked]) -> None:
    """Write who came and went, both sides' hours, the settlement and its payment, as the operations do one by one."""
    batch = _Rows()
    # Settlements first: lines and entries need their keys.
    drafts = [(one, *_attend(batch, one)) for one in worked]
    Settlement.objects.bulk_create([settlement for _one, _draft, settlement in drafts], batch_size=BATCH)
    for one, draft, settlement in drafts:
        _settle(batch, one, draft, settlement)
        _pay(batch, one, settlement)
    batch.write()
    Order.objects.bulk_update([one.order for one in worked], ["state", "version"], batch_size=BATCH)


def _attend(batch: _Rows, one: Worked) -> tuple[Draft, Settlement]:
    order, by, at = one.order, one.by, one.at
    shift, agreement = order.shift, order.held  # type: ignore[attr-defined]
    assert shift.ends_at is not None  # noqa: S101 - an order has an end
    noted = Attendance(
        order=order, in_at=shift.starts_at, in_method=SignMethod.ROSTER, in_by=by, out_at=shift.ends_at,
        out_method=SignMethod.ROSTER, out_by=by, version=2,
    )  # fmt: skip
    batch.rows[Attendance].append(noted)
    batch.step(order, order.state, _S.AT_WORK, by, at)
    batch.note(order, "signed_in", by, at, ["attendance"], SignMethod.ROSTER)
    batch.step(order, _S.AT_WORK, _S.HOURS, by, at)
    batch.note(order, "signed_out", by, at, ["attendance"], SignMethod.ROSTER)
    said = Said(max(0, minutes_between(shift.starts_at, shift.ends_at) - agreement.rest_minutes))
    for side in (Side.WORKER, Side.EMPLOYER):
        batch.rows[HoursStatement].append(
            HoursStatement(order=order, side=side, minutes=said.minutes, method=SignMethod.ROSTER, at=at, by=by)
        )
    order.version += 1
    batch.note(order, "hours_stated", by, at, ["hours"], _S.HOURS)
    draft = draft_from(order, agreement, said, Extras())
    settlement = Settlement(
        order=order, agreement=agreement, minutes=said.minutes, pieces=None, gross_fen=draft.gross_fen,
        deductions_fen=draft.deductions_fen, net_fen=draft.net_fen, at=at, by=by,
    )  # fmt: skip
    return draft, settlement


def _settle(batch: _Rows, one: Worked, draft: Draft, settlement: Settlement) -> None:
    order, by, at = one.order, one.by, one.at
    batch.rows[SettlementLine].extend(settlement_lines(settlement, draft))
    batch.rows[LedgerEntry].append(wage_entry(order, settlement, draft, by=by, at=at))
    batch.step(order, _S.HOURS, _S.TO_PAY, by, at)
    batch.note(order, "settled", by, at, ["settlement"])


def _pay(batch: _Rows, one: Worked, settlement: Settlement) -> None:
    order, by, at = one.order, one.by, one.at
    batch.rows[LedgerEntry].append(
        LedgerEntry(
            **identity_of(order), order=order, settlement=settlement, kind=EntryKind.PAYMENT,
            minutes=settlement.minutes, paid_fen=settlement.net_fen, paid_on=order.pay_on, method=PayMethod.CASH,
            proof=Proof.SIGNATURE, at=at, by=by,
        )
    )  # fmt: skip
    batch.step(order, _S.TO_PAY, _S.PAID, by, at)
    order.version += 1
    batch.note(order, "payment_confirmed", by, at, ["payment"], Proof.SIGNATURE)
