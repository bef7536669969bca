"""The room on paper: slips with the agreed terms, rosters, call lists, payslips. Always Chinese: it leaves the house.

What stands in which file is said at the head of each `documents/*.typ`. ID numbers and telephones are masked, save on
the call list, which is there to ring people and is on record for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from yizhan.gigs.board import BoardShift
from yizhan.gigs.enums import EntryKind, LineKind, Role
from yizhan.gigs.models import Agreement, LedgerEntry, Order, OrderQuerySet, Settlement
from yizhan.gigs.queries import orders_visible_to
from yizhan.gigs.site import sign_address, site_code
from yizhan.gigs.words import disputes_words, hours_text, insurance_words, meeting_words, settle_words
from yizhan.people.queries import current_contacts, masked_id, masked_phones, people_visible_to, with_contacts
from yizhan.postings.enums import Hazard, PayUnit
from yizhan.shared.display import day_text, listed, money_text, phone_text, when_text
from yizhan.shared.documents.pdf import render_pdf
from yizhan.shared.documents.qr import qr_svg

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.postings.models import PostingTerms, Shift

DOCUMENTS = Path(__file__).parent / "documents"
#: Kept out of every reading for paper: nobody prints them.
UNREAD = ("shift__posting__employer__person_id_no", "shift__posting__employer__legal_rep",
          "shift__posting__employer__phone")  # fmt: skip


def for_paper(user: User, orders: OrderQuerySet | None = None) -> OrderQuerySet:
    """Return orders with all that a sheet about them shows; a fixed number of queries however many there are."""
    return with_sheet(orders_visible_to(user) if orders is None else orders)


def with_sheet(rows: OrderQuerySet) -> OrderQuerySet:
    """Return the same rows with all that a sheet about them shows."""
    return (
        rows.select_related("person", "office", "led_by__person", "attendance", "shift__posting__employer")
        .defer(*UNREAD)
        .prefetch_related(Prefetch("agreements", Agreement.objects.select_related("terms").order_by("-number")))
    )


def newest(order: Order) -> Agreement:
    """Return the version that holds, from what `for_paper` has read."""
    return next(iter(order.agreements.all()))


def _printed(order: Order, at: dt.datetime) -> dict[str, Any]:
    return {
        "number": order.number, "station": order.office.name, "station_phone": order.office.phone,
        "issued_on": day_text(timezone.localdate(at), "long").rsplit(" ", 1)[0],
        "person_name": order.person.name, "person_id_masked": masked_id(order.person),
        "employer": order.shift.posting.employer.name,
    }  # fmt: skip


def span_text(starts_at: dt.datetime, ends_at: dt.datetime | None) -> str:
    """Write a shift's time: `2026年11月24日 周二 07:00–17:30`; one that ends on another day says so."""
    first = timezone.localdate(starts_at)
    text = f"{day_text(first, 'long')} {when_text(starts_at, 'clock')}"
    if ends_at is None:
        return text
    text += f"–{when_text(ends_at, 'clock')}"
    last = timezone.localdate(ends_at)
    return text if last == first else _("%(span)s（%(day)s）") % {"span": text, "day": day_text(last, "short")}


# --- the agreement ----------------------------------------------------------------------------------------------------


def slips_pdf(orders: Sequence[Order], *, at: dt.datetime) -> bytes:
    """Set the agreed terms of orders read by `for_paper`, two to a page."""
    with translation.override("zh-hans"):
        return render_pdf(DOCUMENTS / "slip.typ", {"slips": [slip_data(order, at) for order in orders]})


def slip_data(order: Order, at: dt.datetime) -> dict[str, Any]:
    """Return what a slip says; domain 2.6 names what an agreement holds."""
    agreement = newest(order)
    terms, shift = agreement.terms, order.shift
    when = span_text(shift.starts_at, shift.ends_at)
    if agreement.rest_minutes:
        when += _("，其中休息 %(rest)s 不计酬") % {"rest": hours_text(agreement.rest_minutes)}
    return _printed(order, at) | {
        "qr_svg": qr_svg(order.number),
        "version": _("第 %(n)s 版") % {"n": agreement.number},
        "role": str(order.get_role_display()) if order.role == Role.LEADER else "",
        "crew": _("%(leader)s 班组") % {"leader": order.led_by.person.name} if order.led_by else "",
        "contact": " ".join(part for part in (terms.contact_name, phone_text(terms.contact_phone)) if part),
        "title": terms.title,
        "content": terms.content,
        "place": terms.place_name,
        "meeting": meeting_words(agreement, shift.starts_at),
        "when": when,
        "pay": money_text(agreement.pay_fen, agreement.pay_unit),
        "settle": settle_words(agreement),
        "labor_type": str(agreement.get_labor_type_display()),
        "board": board_words(terms),
        "ppe": terms.ppe,
        "hazards": hazard_words(terms),
        "insurance": insurance_words(agreement),
        "disputes": disputes_words(agreement.labor_type),
        "worker_agreed": _agreed(agreement.worker_agreed_at, agreement.get_worker_agreed_by_display()),
        "employer_agreed": _agreed(agreement.employer_agreed_at, agreement.get_employer_agreed_by_display()),
    }


def board_words(terms: PostingTerms) -> str:
    """Say what comes with the work besides pay."""
    good = [(terms.meals, _("管饭")), (terms.lodging, _("管住")), (terms.pickup, _("接送")),
            (terms.tools_provided, _("提供工具"))]  # fmt: skip
    return listed(words for is_so, words in good if is_so)


def hazard_words(terms: PostingTerms) -> str:
    """Name what may hurt."""
    known = dict(Hazard.choices)
    return listed(str(known.get(code, code)) for code in terms.hazards)


def _agreed(at: dt.datetime | None, how: object) -> str:
    return f"{when_text(at)} {how}" if at else ""


# --- the roster -------------------------------------------------------------------------------------------------------


def rosters_pdf(shifts: Iterable[tuple[Shift, Sequence[Order]]], *, at: dt.datetime) -> bytes:
    """Set the rosters of shifts, each from a page of its own; `Order`s read by `for_paper`."""
    with translation.override("zh-hans"):
        return render_pdf(DOCUMENTS / "roster.typ", {"rosters": [_roster(one, rows, at) for one, rows in shifts]})


def _roster(shift: Shift, orders: Sequence[Order], at: dt.datetime) -> dict[str, Any]:
    posting, phones = shift.posting, masked_phones([order.person_id for order in orders])
    first = newest(orders[0]) if orders else None
    return {
        "station": posting.office.name,
        "station_phone": posting.office.phone,
        "employer": posting.employer.name,
        "title": posting.terms.title if posting.terms else "",
        "place": posting.terms.place_name if posting.terms else "",
        "meeting": meeting_words(first, shift.starts_at) if first else "",
        "when": span_text(shift.starts_at, shift.ends_at),
        "pay": money_text(first.pay_fen, first.pay_unit) if first else "",
        "by_piece": bool(first and first.pay_unit == PayUnit.PIECE),
        "printed_on": when_text(at),
        **_site(shift),
        "rows": [
            {"number": order.number, "person_name": order.person.name, "qr_svg": qr_svg(order.number),
             "phone": phones.get(order.person_id, ""), "role": _role(order),
             "agreed": _agreed(newest(order).worker_agreed_at, newest(order).get_worker_agreed_by_display())}
            for order in orders
        ],
    }  # fmt: skip


def _site(shift: Shift) -> dict[str, str]:
    """Return the code of the meeting point, where workers have pages to sign in on."""
    code = site_code(shift)
    address = sign_address(code)
    return {"site_code": code, "site_qr": qr_svg(address)} if address else {}


def _role(order: Order) -> str:
    if order.role != Role.LEADER:
        return ""
    more = _("（另有 %(n)s 人未登记姓名）") % {"n": order.unnamed} if order.unnamed else ""
    return f"{order.get_role_display()}{more}"


# --- the call list ----------------------------------------------------------------------------------------------------


def whole_phones(user: User, person_ids: Iterable[int]) -> dict[int, str]:
    """Return the number at which to ring each person whom the user sees; two queries."""
    people = with_contacts(people_visible_to(user).filter(pk__in=list(person_ids)))
    found = {}
    for person in people:
        contact = next(iter(current_contacts(person)), None)
        if contact is not None:
            name = f"{contact.proxy_name} " if contact.proxy_name else ""
            found[person.pk] = name + phone_text(contact.number)
    return found


def calls_pdf(
    shifts: Sequence[BoardShift], *, day: dt.date, phones: Mapping[int, str], by: User, at: dt.datetime
) -> bytes:
    """Set the call list of a day: who has not said whether they come, shift by shift."""
    with translation.override("zh-hans"):
        rows = [_calls(shift, phones) for shift in shifts]
        data = {
            "station": by.office.name, "day": day_text(day, "long"), "printed_on": when_text(at),
            "printed_by": by.name, "count": sum(len(row["rows"]) for row in rows),
            "shifts": [row for row in rows if row["rows"]],
        }  # fmt: skip
        return render_pdf(DOCUMENTS / "calls.typ", data)


def _calls(shift: BoardShift, phones: Mapping[int, str]) -> dict[str, Any]:
    return {
        "title": shift.title,
        "employer": shift.employer_name,
        "place": shift.place_name,
        "when": f"{when_text(shift.starts_at, 'clock')}–{when_text(shift.ends_at, 'clock')}",
        "taken": f"{shift.taken}/{shift.headcount}",
        "rows": [
            {"person_name": card.person_name, "phone": phones.get(card.person_id) or card.phone,
             "number": card.number, "role": _("等 %(n)s 人") % {"n": card.places} if card.places > 1 else "",
             "said": card.call_label}
            for card in shift.orders
            if card.is_to_call
        ],
    }  # fmt: skip


# --- the payslip ------------------------------------------------------------------------------------------------------


def settled_for_paper(user: User, orders: OrderQuerySet | None = None) -> OrderQuerySet:
    """Return orders with a standing settlement, its lines and the payments; a fixed number of queries."""
    return with_payslip(orders_visible_to(user) if orders is None else orders)


def with_payslip(orders: OrderQuerySet) -> OrderQuerySet:
    """Return those of the rows that are settled, with all that a payslip shows."""
    standing = Settlement.objects.filter(struck_at=None).prefetch_related("lines")
    paid = LedgerEntry.objects.filter(kind=EntryKind.PAYMENT).order_by("pk")
    rows = with_sheet(orders).filter(settlements__struck_at=None, settlements__isnull=False)
    return rows.prefetch_related(
        Prefetch("settlements", standing, to_attr="standing"), Prefetch("entries", paid, to_attr="payments")
    )


def payslips_pdf(orders: Sequence[Order], *, at: dt.datetime) -> bytes:
    """Set the payslips of orders read by `settled_for_paper`, two to a page."""
    with translation.override("zh-hans"):
        phones = masked_phones([order.person_id for order in orders])
        slips = [payslip_data(order, phones.get(order.person_id, ""), at) for order in orders]
        return render_pdf(DOCUMENTS / "payslip.typ", {"slips": slips})


def payslip_data(order: Order, phone: str, at: dt.datetime) -> dict[str, Any]:
    """Return what a payslip says: every line with how it was reckoned, and what was paid of it."""
    settlement: Settlement = order.standing[0]  # type: ignore[attr-defined]
    payments: list[LedgerEntry] = order.payments  # type: ignore[attr-defined]
    owed = settlement.net_fen - sum(entry.paid_fen for entry in payments)
    noted = getattr(order, "attendance", None)
    period = day_text(timezone.localdate(order.shift.starts_at))
    last = day_text(timezone.localdate((order.shift.ends_at or order.shift.starts_at) - dt.timedelta(microseconds=1)))
    return _printed(order, at) | {
        "title": newest(order).terms.title,
        "contact": phone,
        "period": period if last == period else f"{period} – {last}",
        "attendance": _came_and_went(noted),
        "hours": hours_text(settlement.minutes),
        "pieces": "" if settlement.pieces is None else str(settlement.pieces),
        "lines": [
            {"item": str(line.get_kind_display()), "working": str(line.get_ground_display() or line.working),
             "amount": money_text(line.amount_fen * (-1 if line.kind == LineKind.DEDUCTION else 1))}
            for line in sorted(settlement.lines.all(), key=lambda one: one.place)
        ],
        "gross": money_text(settlement.gross_fen),
        "deductions": money_text(settlement.deductions_fen),
        "net": money_text(settlement.net_fen),
        "due_on": day_text(order.pay_on),
        "payments": [
            {"paid_on": day_text(entry.paid_on) if entry.paid_on else "", "amount": money_text(entry.paid_fen),
             "method": _("冲销") if entry.counters_id else str(entry.get_method_display()),
             "proof": str(entry.get_proof_display())}
            for entry in payments
        ],
        "owed": money_text(owed) if owed else "",
    }  # fmt: skip


def _came_and_went(noted: Any) -> str:
    if noted is None:
        return ""
    came, left = noted.in_at, noted.out_at
    if came and left and timezone.localdate(came) == timezone.localdate(left):
        return f"{when_text(came, 'short')}–{when_text(left, 'clock')}"
    return " – ".join(when_text(one, "short") for one in (came, left) if one)
