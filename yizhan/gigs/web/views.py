"""One order, pay that did not come, and the wage ledger."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yizhan.accounts.queries import actor, can_export_people, can_see_people, can_serve
from yizhan.employers.queries import public_name
from yizhan.gigs.enums import AHEAD, EntryKind, OrderState
from yizhan.gigs.ledger import export_ledger
from yizhan.gigs.queries import (
    BADGES,
    entries_of,
    get_order,
    month_of,
    outstanding_fen,
    pay_warnings,
    statements_of,
    steps_of,
)
from yizhan.gigs.web import forms
from yizhan.gigs.web._common import demand, note_list
from yizhan.people.queries import masked_phone
from yizhan.shared.audit.operations import write_read
from yizhan.shared.panels import actions_for
from yizhan.shared.sheets import pages
from yizhan.shared.sheets.export import ExportFile


@never_cache
@require_GET
def order(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show an order with what was agreed, noted, settled and paid, and the next steps."""
    user = actor(request)
    demand(user, can_see_people)
    found = get_order(user, public_id)
    write_read(
        action="gig.viewed", by=user, at=timezone.now(), person_id=found.person_id, obj=found,
        fields=["name", "contacts", "pay"],
    )  # fmt: skip
    owed, employer = outstanding_fen(found), found.shift.posting.employer
    settlement = found.settlements.filter(struck_at=None).prefetch_related("lines").first()
    context = {
        "order": found, "badge": BADGES[found.state], "phone": masked_phone(found.person), "owed": owed,
        "employer_name": public_name(employer.kind, employer.name), "settlement": settlement,
        "lines": sorted(settlement.lines.all(), key=lambda line: line.place) if settlement else [],
        "agreement": found.agreements.latest("number"), "noted": getattr(found, "attendance", None),
        "statements": statements_of(found), "steps": steps_of(found),
        "payments": [one for one in entries_of(found) if one.kind == EntryKind.PAYMENT],
        "acts": _acts(found.state, owed) if can_serve(user) else [],
        "actions": actions_for("gigs:order", user),
    }  # fmt: skip
    return render(request, "gigs/order.html", context)


def _acts(state: str, owed: int) -> list[dict[str, object]]:
    """Return the forms that make sense in a state: key, title, form."""
    today = timezone.localdate()
    acts = []
    if state in AHEAD:
        acts += [("agree", _("确认约定"), forms.AgreeForm()), ("end", _("取消或未到"), forms.EndForm())]
    if state in (OrderState.HOURS, OrderState.DISPUTED):
        acts.append(("hours", _("双方的工时"), forms.HoursForm()))
    if state == OrderState.HOURS:
        acts.append(("settle", _("结算"), forms.SettleForm()))
    if state == OrderState.TO_PAY:
        acts.append(("pay", _("确认支付"), forms.PayForm(initial={"amount": owed, "paid_on": today})))
        acts.append(("strike", _("冲销结算"), forms.StrikeForm()))
    return [{"key": key, "title": title, "form": form} for key, title, form in acts]


@never_cache
@require_GET
def late(request: HttpRequest) -> HttpResponse:
    """Show pay whose day has passed, and pay at risk; the county's officer sees all stations below."""
    user = actor(request)
    demand(user, can_see_people)
    rows = pay_warnings(user, timezone.localdate())
    note_list(user, len(rows), "gig.late_listed")
    return render(
        request, "gigs/late.html", {"rows": rows, "may": can_serve(user), "actions": actions_for("gigs:late", user)}
    )


@never_cache
@require_http_methods(["GET", "POST"])
def ledger(request: HttpRequest) -> HttpResponse:
    """Hand out the wage ledger of a month with every column that art. 15 demands."""
    user = actor(request)
    demand(user, can_export_people)
    day = _day(request.GET.get("day", ""))
    from_on, until_on = month_of(day)

    def write(shape: str, purpose: str, unmask: str) -> ExportFile:
        return export_ledger(
            from_on=from_on, until_on=until_on, shape=shape, purpose=purpose, by=user, at=timezone.now()
        )

    title = _("导出工资支付台账 %(month)s") % {"month": f"{from_on:%Y-%m}"}
    return pages.export_page(request, title=title, name="wage-ledger", unmask=(), write=write, paper=True)


def _day(text: str) -> dt.date:
    """Return the day asked for; today where none is, or none that a ledger could hold."""
    today = timezone.localdate()
    try:
        day = parse_date(text) or today
    except ValueError:
        return today
    return day if 2000 <= day.year < 2100 else today
