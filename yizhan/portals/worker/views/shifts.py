"""One's own shifts: terms, coming and going by the meeting point's code, hours, payslip, and whether the pay came."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.gigs.operations import (
    Said,
    confirm_received,
    confirm_terms,
    decline,
    forget_place,
    say_not_paid,
    sign_in_by_code,
    sign_out_by_code,
    state_own_hours,
)
from yizhan.gigs.own import OwnOrder, order_at_site, own_order, own_orders, own_payslip, own_payslip_pdf, own_terms_pdf
from yizhan.portals.worker.agents import is_embedded
from yizhan.portals.worker.operations import HOUR, demand_tries
from yizhan.portals.worker.own import note_own, own_page
from yizhan.portals.worker.pages import show
from yizhan.portals.worker.position import sent_position
from yizhan.shared.errors import Refused
from yizhan.shared.text.normalise import half_width

if TYPE_CHECKING:
    from yizhan.gigs.models import Order
    from yizhan.people.models import Person

SCANS_AN_HOUR = 30
MOST_HOURS, MOST_PIECES = 24, 1_000_000
_WHOLE = re.compile(r"([0-9]{1,8})\s*(?:分钟|分|件|个)?")
_HOURS = re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,2})?)\s*个?(?:小时|钟头)?")


class NotYourShift(Refused):
    """The code is of no shift on which this person is expected."""

    code = "not_your_shift"
    sentence = gettext_lazy("这个码不是您要去的班次，没有签到。请核对码，或请带班的人、驿站帮您登记。")


class CannotRead(Refused):
    """A number or a date that is none; `field` is its name in the form."""

    code = "cannot_read"
    sentence = gettext_lazy("“%(label)s”这一项看不懂，没有保存。请写成数字，例如 8 或 8.5。")
    day_sentence = gettext_lazy("“%(label)s”这一项看不懂，没有保存。请写年、月、日，例如 2026-11-27。")
    status = 422

    def __init__(self, field: str) -> None:
        """Name the field as the page does."""
        sentence = self.day_sentence if field == "paid_on" else self.sentence
        super().__init__(str(sentence) % {"label": LABELS[field]})
        self.field = field


#: What the page calls its fields.
LABELS = {
    "hours": gettext_lazy("小时"), "minutes": gettext_lazy("分钟"), "pieces": gettext_lazy("件数"),
    "paid_on": gettext_lazy("哪天收到的"), "number": gettext_lazy("约定"),
}  # fmt: skip


@own_page
@require_safe
def shifts(request: HttpRequest, person: Person) -> HttpResponse:
    """List one's shifts, the newest first."""
    orders = own_orders(person, timezone.localdate())
    note_own(person, "worker.viewed_shifts", "orders")
    return show(request, "worker/shifts.html", {"orders": orders, "tab": "me"})


@own_page
@require_safe
def shift(request: HttpRequest, person: Person, public_id: uuid.UUID) -> HttpResponse:
    """Show one shift: what was agreed, what was noted, and what can be done now."""
    return _page(request, person, own_order(person, public_id, timezone.localdate()))


def _page(request: HttpRequest, person: Person, own: OwnOrder, misread: CannotRead | None = None) -> HttpResponse:
    """Show a shift; after a number that could not be read with the sentence and all that was typed."""
    note_own(person, "worker.viewed_shift", "orders", "pay")
    today = timezone.localdate()
    typed = {"hours": "", "minutes": "0", "pieces": "", "paid_on": today.isoformat()}
    if misread is not None:
        typed |= {name: request.POST[name][:12] for name in typed if name in request.POST}
    context = {
        "own": own, "terms": own.agreement.terms, "today": today, "tab": "me", "may_print": not is_embedded(request),
        "error": str(misread or ""), "error_field": misread.field if misread else "", "typed": typed,
    }  # fmt: skip
    return show(request, "worker/shift.html", context, status=misread.status if misread else 200)


@own_page
@require_POST
def act(request: HttpRequest, person: Person, public_id: uuid.UUID, what: str) -> HttpResponse:
    """Do what the shift's page offers: agree, decline, say hours, say whether pay came, erase where one was."""
    own = own_order(person, public_id, timezone.localdate())
    acts = {"agree": _agree, "decline": _decline, "hours": _hours, "paid": _paid, "unpaid": _unpaid, "forget": _forget}
    if what not in acts:
        raise Http404
    try:
        messages.success(request, acts[what](request, person, own.order, timezone.now()))
    except CannotRead as misread:
        return _page(request, person, own, misread)
    return redirect("worker:shift", public_id)


def _agree(request: HttpRequest, person: Person, order: Order, at: dt.datetime) -> str:
    confirm_terms(order=order, person=person, number=_number(request, "number", 10_000) or 0, at=at)
    return _("已确认约定。")


def _decline(request: HttpRequest, person: Person, order: Order, at: dt.datetime) -> str:
    decline(order=order, person=person, at=at)
    return _("已告诉驿站您不去了，名额马上让给别人。")


def _hours(request: HttpRequest, person: Person, order: Order, at: dt.datetime) -> str:
    minutes = _hour_minutes(request) + (_number(request, "minutes", 59) or 0)
    said = Said(minutes, _number(request, "pieces", MOST_PIECES))
    state_own_hours(order=order, person=person, said=said, at=at)
    return _("已记下您说的工时。和雇主说的不一样时，驿站会来核对。")


def _paid(request: HttpRequest, person: Person, order: Order, at: dt.datetime) -> str:
    today = timezone.localdate(at)
    paid_on = _day(request, "paid_on") or today
    confirm_received(order=order, person=person, paid_on=paid_on, at=at, today=today)
    return _("已确认收到报酬。")


def _unpaid(request: HttpRequest, person: Person, order: Order, at: dt.datetime) -> str:
    say_not_paid(order=order, person=person, at=at, today=timezone.localdate(at))
    return _("已记下没有收到，驿站的报酬预警里马上看得到，会找雇主。也可以拨打 12333。")


def _forget(request: HttpRequest, person: Person, order: Order, at: dt.datetime) -> str:
    forget_place(order=order, person=person, at=at)
    return _("记下的位置已删除，签到和签退的时间不变。")


def _number(request: HttpRequest, name: str, most: int) -> int | None:
    """Return a number that was typed; None where the field is empty.

    :raises CannotRead: it is none, or more than can be.
    """
    text = half_width(request.POST.get(name, ""))
    if not text:
        return None
    found = _WHOLE.fullmatch(text)
    if found is None or int(found[1]) > most:
        raise CannotRead(name)
    return int(found[1])


def _hour_minutes(request: HttpRequest) -> int:
    """Return the minutes of hours that were typed, 8 or 8.5; 0 where the field is empty.

    :raises CannotRead: they are none, or more than can be.
    """
    text = half_width(request.POST.get("hours", ""))
    found = _HOURS.fullmatch(text)
    if text and (found is None or float(found[1]) > MOST_HOURS):
        raise CannotRead("hours")
    return round(float(found[1]) * 60) if found else 0


def _day(request: HttpRequest, name: str) -> dt.date | None:
    """Return a day that was typed; None where the field is empty.

    :raises CannotRead: it is none.
    """
    text = half_width(request.POST.get(name, ""))
    try:
        day = parse_date(text)
    except ValueError:
        raise CannotRead(name) from None
    if text and day is None:
        raise CannotRead(name)
    return day


@own_page
@require_http_methods(["GET", "POST"])
def site(request: HttpRequest, person: Person) -> HttpResponse:
    """Sign in at the meeting point by the code that hangs there, and out by the same."""
    if request.method != "POST":
        return show(request, "worker/site.html", {"tab": "me"})
    code, at = request.POST.get("code", "")[:40], timezone.now()
    demand_tries(scope="worker.site", about=f"person {person.pk}", at=at, window=HOUR, most=SCANS_AN_HOUR)
    order = order_at_site(person, code)
    if order is None:
        raise NotYourShift
    # A position counts only where this very form says that it may be kept.
    place = sent_position(request) if request.POST.get("with_place") else None
    if request.POST.get("way") == "out":
        sign_out_by_code(order=order, person=person, code=code, at=at, place=place)
        messages.success(request, _("已签退。请说一下干了多久。"))
    else:
        sign_in_by_code(order=order, person=person, code=code, at=at, place=place)
        messages.success(request, _("已签到。"))
    return redirect("worker:shift", order.public_id)


@own_page
@require_safe
def payslip(request: HttpRequest, person: Person, public_id: uuid.UUID) -> HttpResponse:
    """Show how the pay of a shift was reckoned, line by line, and what was paid of it."""
    slip = own_payslip(person, public_id, timezone.now())
    note_own(person, "worker.viewed_payslip", "pay")
    context = {"slip": slip, "public_id": public_id, "tab": "me", "may_print": not is_embedded(request)}
    return show(request, "worker/payslip.html", context)


#: Sheets that one can keep or print: the terms as agreed, the payslip.
SHEETS = {"terms": own_terms_pdf, "payslip": own_payslip_pdf}


@own_page
@require_safe
def sheet(request: HttpRequest, person: Person, public_id: uuid.UUID, kind: str) -> HttpResponse:
    """Hand out the same sheet that the counter prints."""
    if kind not in SHEETS:
        raise Http404
    made = SHEETS[kind](person, public_id, timezone.now())
    note_own(person, "worker.took_sheet", "orders", "pay")
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{kind}.pdf"'}
    )
