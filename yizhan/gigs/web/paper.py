"""Paper of the room as PDF: of one order, of one shift, or of all shifts of a day."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizhan.accounts.queries import actor, can_see_people, can_serve, can_unmask
from yizhan.gigs import paper
from yizhan.gigs.board import board_of_day, shifts_of_day
from yizhan.gigs.models import Order
from yizhan.gigs.queries import get_order, get_shift, orders_visible_to
from yizhan.gigs.web._common import day_or_tomorrow, demand, note_list
from yizhan.people.enums import UnmaskReason
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit, write_read
from yizhan.shared.errors import Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.gigs.models import OrderQuerySet
    from yizhan.postings.models import Shift


class NothingToPrint(Refused):
    """An empty sheet is no sheet."""

    code = "nothing_to_print"
    sentence = _("没有可打印的内容：还没有派人，或者还没有结算。")


@never_cache
@require_GET
def of_order(request: HttpRequest, public_id: uuid.UUID, kind: str) -> HttpResponse:
    """Print one person's slip (`slips`) or payslip (`payslips`)."""
    user = actor(request)
    demand(user, can_see_people)
    if kind not in ("slips", "payslips"):
        raise Http404
    order, at = get_order(user, public_id), timezone.now()
    pdf = _sheet(user, Order.objects.filter(pk=order.pk), kind, at)
    write_read(
        action=f"gig.{kind}_printed", by=user, at=at, person_id=order.person_id, obj=order,
        fields=["name", "contacts", "pay"],
    )  # fmt: skip
    return answer(pdf, order.number)


@never_cache
@require_GET
def of_shift(request: HttpRequest, public_id: uuid.UUID, kind: str) -> HttpResponse:
    """Print the roster, the slips or the payslips of a shift."""
    user = actor(request)
    demand(user, can_serve)
    shift = get_shift(user, public_id)
    return _of_shifts(user, [shift], kind, f"{timezone.localdate(shift.starts_at):%Y%m%d}")


@never_cache
@require_GET
def of_day(request: HttpRequest, kind: str) -> HttpResponse:
    """Print the rosters, the slips or the payslips of every shift of a day."""
    user = actor(request)
    demand(user, can_serve)
    day = day_or_tomorrow(request.GET.get("day", ""))
    return _of_shifts(user, shifts_of_day(user, day), kind, f"{day:%Y%m%d}")


def _of_shifts(user: User, shifts: list[Shift], kind: str, name: str) -> HttpResponse:
    at = timezone.now()
    orders = orders_visible_to(user).standing().filter(shift__in=[shift.pk for shift in shifts])
    if kind == "roster":
        pdf = _rosters(user, shifts, orders, at)
    elif kind in ("slips", "payslips"):
        pdf = _sheet(user, orders, kind, at)
    else:
        raise Http404
    note_list(user, orders.count(), f"gig.{kind}_printed")
    return answer(pdf, f"{kind}-{name}")


def _rosters(user: User, shifts: list[Shift], orders: OrderQuerySet, at: dt.datetime) -> bytes:
    of_shift: dict[int, list[Order]] = {shift.pk: [] for shift in shifts}
    for order in paper.for_paper(user, orders).order_by("made_at", "pk"):
        of_shift[order.shift_id].append(order)
    sheets = [(shift, of_shift[shift.pk]) for shift in shifts if of_shift[shift.pk]]
    if not sheets:
        raise NothingToPrint
    return paper.rosters_pdf(sheets, at=at)


def _sheet(user: User, orders: OrderQuerySet, kind: str, at: dt.datetime) -> bytes:
    read, write = {
        "slips": (paper.for_paper, paper.slips_pdf),
        "payslips": (paper.settled_for_paper, paper.payslips_pdf),
    }[kind]
    rows = list(read(user, orders).order_by("shift__starts_at", "shift_id", "made_at", "pk"))
    if not rows:
        raise NothingToPrint
    return write(rows, at=at)


@never_cache
@require_POST
def calls(request: HttpRequest) -> HttpResponse:
    """Print the call list of a day with whole telephone numbers; taking it out is on record."""
    user = actor(request)
    demand(user, can_unmask)
    day, at = day_or_tomorrow(request.POST.get("day", "")), timezone.now()
    shifts = board_of_day(user, day)
    ids = [card.person_id for shift in shifts for card in shift.orders if card.is_to_call]
    if not ids:
        raise NothingToPrint
    pdf = paper.calls_pdf(shifts, day=day, phones=paper.whole_phones(user, ids), by=user, at=at)
    write_audit(
        action="gig.calls_printed", by=user, at=at, fields=["name", "contacts"], reason=UnmaskReason.CALL,
        kind=AuditKind.EXPORT,
    )  # fmt: skip
    return answer(pdf, f"calls-{day:%Y%m%d}")


def answer(pdf: bytes, name: str) -> HttpResponse:
    """Show a sheet in the browser, under a name that says nothing of people."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
