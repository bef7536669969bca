"""The employer's own shifts: who came, how long, what is due; a wage sheet for each worker."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.http.response import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizhan.gigs.enums import PayMethod
from yizhan.gigs.for_employers import orders_of_agent, roster_of, shift_of_agent, shifts_of_agent
from yizhan.gigs.operations import Said, SaidPaid, look_at_voucher, say_hours, say_paid
from yizhan.gigs.paper import payslips_pdf, settled_for_paper
from yizhan.portals.employer.forms import HoursForm, PaidForm
from yizhan.portals.employer.who import agent_of
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.errors import Incomplete
from yizhan.shared.web.middleware import say
from yizhan.shared.web.request_facts import asked_number

if TYPE_CHECKING:
    from yizhan.gigs.for_employers import RosterRow

PAGE_SIZE = 30


@require_GET
@never_cache
def list_shifts(request: HttpRequest) -> HttpResponse:
    """List the own dated shifts, the latest first. No person stands on it."""
    user, number = agent_of(request), asked_number(request)
    rows = shifts_of_agent(user, start=(number - 1) * PAGE_SIZE, count=PAGE_SIZE + 1)
    context = {"rows": rows[:PAGE_SIZE], "number": number, "has_next": len(rows) > PAGE_SIZE}
    return render(request, "employer/shifts.html", context)


@require_GET
@never_cache
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one own shift: its roster, hours of both sides, what is due and paid. People stand on it: one audit line."""
    user, at = agent_of(request), timezone.now()
    shift = shift_of_agent(user, public_id)
    if shift is None:
        raise Http404
    rows = roster_of(user, shift)
    write_audit(
        action="gig.roster_viewed", by=user, at=at, obj=shift, fields=["name"], reason=f"rows:{len(rows)}",
        kind=AuditKind.READ,
    )  # fmt: skip
    lines = []
    for row in rows:
        initial = {
            "hours": f"{row.minutes / 60:g}" if row.minutes is not None else None,
            "pieces": row.pieces,
            "version": row.version,
        }
        form = HoursForm(initial=initial, auto_id=f"{row.number}_%s") if row.may_say else None
        lines.append({"row": row, "form": form, "paid_form": _paid_form(row, timezone.localdate(at))})
    context = {"shift": shift, "terms": shift.posting.terms, "lines": lines, "posting": shift.posting}
    return render(request, "employer/shift.html", context)


def _paid_form(row: RosterRow, today: dt.date) -> PaidForm | None:
    if not row.may_say_paid:
        return None
    said = row.said_paid
    initial = {
        "amount": said.paid_fen if said else row.net_fen,
        "paid_on": said.paid_on if said else today,
        "method": said.method if said else PayMethod.CASH,
        "version": row.version,
    }
    return PaidForm(initial=initial, auto_id=f"paid_{row.number}_%s")


@require_POST
def hours(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the employer's word about hours or pieces."""
    user = agent_of(request)
    order = get_object_or_404(orders_of_agent(user).select_related("shift"), public_id=public_id)
    form = HoursForm(request.POST)
    if not form.is_valid():
        raise Incomplete(_("工时没有看懂，没有保存。请填 0 到 24 之间的小时数，例如 8 或 7.5。"))
    data = form.cleaned_data
    said = Said(round(data["hours"] * 60), data["pieces"])
    order = say_hours(order=order, said=said, by=user, at=timezone.now(), seen_version=data["version"])
    if order.state == "disputed":
        say(request, _("已记下。您说的和工人说的不一样，两边的都保留，驿站会帮着核对。"))
    else:
        say(request, _("已记下工时。"))
    return redirect("employer:shift", order.shift.public_id)


@require_POST
def paid(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the employer's word that pay was handed over. It confirms nothing: that is the worker's."""
    user, at = agent_of(request), timezone.now()
    order = get_object_or_404(orders_of_agent(user).select_related("shift__posting"), public_id=public_id)
    form = PaidForm(request.POST, request.FILES)
    if not form.is_valid():
        if wrong := form.errors.get("voucher"):
            raise Incomplete(" ".join(str(one) for one in wrong))
        raise Incomplete(_("没有看懂付了多少、哪天付的，没有保存。请填金额（例如 200 或 187.5）、日期和怎样付的。"))
    data = form.cleaned_data
    said = SaidPaid(data["amount"], data["paid_on"], PayMethod(data["method"]))
    picture = data["voucher"]
    voucher = look_at_voucher(order=order, data=picture.read(), by=user, at=at) if picture else None
    say_paid(
        order=order, said=said, voucher=voucher, by=user, at=at, today=timezone.localdate(at),
        seen_version=data["version"],
    )  # fmt: skip
    say(request, _("已记下您说的付款，并告诉了工人。工人确认收到，或驿站看到凭证，才算付清。"))
    return redirect("employer:shift", order.shift.public_id)


@require_GET
@never_cache
def wages(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Return the wage sheet of one worker for one shift as a PDF, once the station has settled it."""
    user, at = agent_of(request), timezone.now()
    order = get_object_or_404(orders_of_agent(user), public_id=public_id)
    found = list(settled_for_paper(user, orders_of_agent(user).filter(pk=order.pk)))
    if not found:
        raise Http404
    write_audit(
        action="gig.payslip_printed", by=user, at=at, obj=order, person_id=order.person_id, fields=["name", "pay"],
        kind=AuditKind.READ,
    )  # fmt: skip
    return HttpResponse(payslips_pdf(found, at=at), content_type="application/pdf")
