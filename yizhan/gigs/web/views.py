"""One order, and pay that did not come."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from yizhan.accounts.queries import actor, can_see_people, can_serve
from yizhan.employers.queries import public_name
from yizhan.gigs.board import shifts_of_posting
from yizhan.gigs.enums import AHEAD, STANDING, UNPAID, CounterReason, OrderState, Role, Side, WarningLevel
from yizhan.gigs.operations import show_voucher
from yizhan.gigs.queries import (
    BADGES,
    corrections_of,
    entries_of,
    get_order,
    get_voucher,
    order_cards,
    orders_of_person,
    outstanding_fen,
    paid_words_of,
    pay_warnings,
    sees_as_county,
    statements_of,
    steps_of,
)
from yizhan.gigs.times import Asked, warnings_for
from yizhan.gigs.web._common import demand, note_list
from yizhan.gigs.web.acts import acts_for
from yizhan.gigs.words import hours_text, insurance_words
from yizhan.people.queries import get_person, masked_phone
from yizhan.places.queries import distance_m
from yizhan.postings.queries import postings_visible_to
from yizhan.shared.audit.operations import write_read
from yizhan.shared.display import distance_text
from yizhan.shared.panels import Action, actions_for
from yizhan.shared.web.handing import shown

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.gigs.models import HoursStatement, Order
    from yizhan.postings.models import PostingTerms

IN_PANEL = 10


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
    return render(request, "gigs/order.html", _order_context(user, found))


@never_cache
@require_GET
def voucher(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Return an employer's voucher as a picture of our own making; one line in the audit log."""
    user = actor(request)
    demand(user, can_see_people)
    return shown(show_voucher(voucher=get_voucher(user, public_id), by=user, at=timezone.now()))


def _order_context(user: User, found: Order) -> dict[str, object]:
    owed, employer = outstanding_fen(found), found.shift.posting.employer
    settlement = found.settlements.filter(struck_at=None).prefetch_related("lines").first()
    versions = list(found.agreements.select_related("terms").order_by("-number"))
    entries, may, said = entries_of(found), can_serve(user), statements_of(found)
    return {
        "order": found, "badge": BADGES[found.state], "phone": masked_phone(found.person), "owed": owed,
        "employer_name": public_name(employer.kind, employer.name), "settlement": settlement,
        "lines": sorted(settlement.lines.all(), key=lambda line: line.place) if settlement else [],
        "agreement": versions[0], "versions": versions, "insurance": insurance_words(versions[0]),
        "noted": getattr(found, "attendance", None), "corrections": corrections_of(found),
        "statements": said, "apart": _apart(found, said), "steps": steps_of(found), "entries": entries,
        "paid_words": paid_words_of(found),
        "warnings": _time_warnings(found, versions[0].labor_type) if found.state in AHEAD else [],
        "crew": order_cards(found.crew.order_by("made_at", "pk")) if found.role == Role.LEADER else [],
        "may_strike": may and found.state in (OrderState.TO_PAY, OrderState.PAID), "reasons": CounterReason.choices,
        "strike_settlement": may and found.state == OrderState.PAID and settlement is not None
        and settlement.net_fen == 0,
        "acts": acts_for(found, versions[0], owed) if may else [], "may": may,
        "may_name": may and found.state in STANDING and found.unnamed > 0,
        "actions": _late_actions(user, found), "places": _places(found, versions[0].terms),
    }  # fmt: skip


def _apart(found: Order, said: list[HoursStatement]) -> str:
    """Say by how much the newest words of both sides differ while they do; both stay as they were said."""
    if found.state != OrderState.DISPUTED:
        return ""
    newest = {one.side: one for one in reversed(said)}
    worker, employer = newest[Side.WORKER], newest[Side.EMPLOYER]
    words = {"worker": hours_text(worker.minutes), "employer": hours_text(employer.minutes)}
    if worker.minutes == employer.minutes:
        return _("工时都是 %(worker)s，件数不一样。") % words
    words["apart"] = hours_text(abs(worker.minutes - employer.minutes))
    return (
        _("工人说 %(worker)s，用工方说 %(employer)s，差 %(apart)s。两边的说法都留着；商量好以后，再记下改口的一方。")
        % words
    )


def _places(found: Order, terms: PostingTerms) -> list[str]:
    """Say how far from the work somebody came and went, where they wanted it kept; the point itself is not shown."""
    noted, work = getattr(found, "attendance", None), (terms.lat_e6, terms.lng_e6)
    if noted is None:
        return []
    far = (
        (_("本人带上的签到位置，距工作地点 %(far)s"), distance_m((noted.in_lat_e6, noted.in_lng_e6), work)),
        (_("本人带上的签退位置，距工作地点 %(far)s"), distance_m((noted.out_lat_e6, noted.out_lng_e6), work)),
    )
    return [words % {"far": distance_text(metres)} for words, metres in far if metres is not None]


def _late_actions(user: User, found: Order) -> list[Action]:
    """Return what the rooms above offer for pay that is late, such as a rights case; nothing where none is."""
    is_late = (found.state in UNPAID or found.said_unpaid_at) and found.pay_on < timezone.localdate()
    return actions_for("gigs:late", user) if is_late else []


def _time_warnings(found: Order, labor_type: str) -> list[str]:
    ends_at = found.shift.ends_at or found.shift.starts_at
    asked = Asked(found.person_id, found.shift.starts_at, ends_at, labor_type, is_promised=True)
    return warnings_for({found.pk: asked}).get(found.pk, [])


@never_cache
@require_GET
def late(request: HttpRequest) -> HttpResponse:
    """Show pay whose day has passed, and pay at risk; what is late too long is what the county looks at first."""
    user = actor(request)
    demand(user, can_see_people)
    rows = pay_warnings(user, timezone.localdate())
    escalated = [row for row in rows if row.level == WarningLevel.ESCALATED]
    wanted = request.GET.get("tab") or ("county" if sees_as_county(user) else "all")
    shown = escalated if wanted == "county" else rows
    note_list(user, len(shown), "gig.late_listed")
    here = reverse("gigs:late")
    tabs = [
        {"url": f"{here}?tab=all", "label": _("全部"), "count": len(rows), "active": wanted != "county"},
        {"url": f"{here}?tab=county", "label": WarningLevel.ESCALATED.label, "count": len(escalated),
         "active": wanted == "county"},
    ]  # fmt: skip
    context = {"rows": shown, "may": can_serve(user), "tabs": tabs, "actions": actions_for("gigs:late", user)}
    return render(request, "gigs/late.html", context)


@never_cache
@require_GET
def of_person(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a person's orders on the person's page."""
    user = actor(request)
    demand(user, can_see_people)
    person = get_person(user, public_id)
    cards = order_cards(orders_of_person(user, person)[: IN_PANEL + 1])
    write_read(action="gig.listed_of_person", by=user, at=timezone.now(), person_id=person.pk, fields=["pay"])
    return render(request, "gigs/_of_person.html", {"cards": cards[:IN_PANEL], "more": len(cards) > IN_PANEL})


@never_cache
@require_GET
def of_posting(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a posting's dated shifts with where their orders stand, on the posting's page."""
    user = actor(request)
    demand(user, can_see_people)
    posting = get_object_or_404(postings_visible_to(user), public_id=public_id)
    shifts = shifts_of_posting(user, posting, limit=IN_PANEL)
    note_list(user, sum(len(one.orders) for one in shifts), "gig.listed_of_posting")
    return render(request, "gigs/_of_posting.html", {"shifts": shifts, "may": can_serve(user)})
