"""Lists of referrals, one referral with its steps, the panels on a person's and a posting's page."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from yizhan.accounts.queries import actor, can_manage_station, can_see_people, can_serve, can_unmask
from yizhan.employers.queries import public_name
from yizhan.followups.queries import followups_about
from yizhan.people.enums import UnmaskReason
from yizhan.people.queries import get_person, masked_phone
from yizhan.postings.queries import open_shifts, postings_visible_to
from yizhan.referrals.enums import MOVES, OPEN, ReferralStatus, SiteCheck
from yizhan.referrals.queries import (
    BADGES,
    SITE_AGE,
    awaiting_receipts,
    cards,
    cautions_for,
    closed_by_hire,
    made_elsewhere,
    may_be_named,
    newest,
    referrals_of_person,
    referrals_of_posting,
    steps_of,
    to_be_called,
    undoable_step,
)
from yizhan.referrals.web._common import consent_words, demand, note_list, note_look, one_page, referral_for, said_of
from yizhan.referrals.web.paper import spoken
from yizhan.shared.audit.operations import write_read

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.referrals.models import Referral, ReferralStatusChange

TABS = {
    "call": (gettext_lazy("待联系"), to_be_called),
    "letters": (gettext_lazy("待回执"), awaiting_receipts),
    "all": (gettext_lazy("全部"), newest),
}
#: So many stand on another room's page before it says that there are more.
IN_PANEL = 8


@never_cache
@require_GET
def list_referrals(request: HttpRequest) -> HttpResponse:
    """Show referrals: those to call about, those that wait for a receipt, or all."""
    user = actor(request)
    demand(user, can_see_people)
    tab = request.GET.get("tab", "call")
    tab = tab if tab in TABS else "call"
    listed = TABS[tab][1](user)
    rows, number, has_next = one_page(request, lambda start, end: cards(listed[start:end]))
    note_list(user, rows, "referral.listed")
    context = {
        "tabs": [{"url": f"?tab={key}", "label": words, "active": key == tab} for key, (words, _q) in TABS.items()],
        "tab": tab,
        "of": "list",
        "rows": rows,
        "number": number,
        "has_next": has_next,
        "may_serve": can_serve(user),
    }
    return render(request, "referrals/list.html", context)


@never_cache
@require_GET
def show(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one referral: who, where to, the steps so far, the steps that are possible now."""
    user, referral = referral_for(request, public_id)
    may = can_serve(user)
    possible = _possible(referral, may=may)
    ask = possible["issue"] and not may_be_named(referral.person, referral.posting, timezone.now())
    employer, cautions = referral.posting.employer, cautions_for(referral)
    context = {
        "referral": referral,
        "spoken": spoken(referral.number),
        "badge": BADGES[referral.status],
        "phone": masked_phone(referral.person),
        "reasons": UnmaskReason.choices,
        "employer_name": public_name(employer.kind, employer.name),
        "steps": steps_of(referral),
        "points": _points(referral),
        "followups": followups_about("referral", referral.public_id),
        "cautions": said_of(cautions),
        **(consent_words(referral.posting) if ask else {"asks_consent": False}),
        "site_checks": SiteCheck.choices if any(hit.rule == SITE_AGE for hit in cautions) else (),
        "may": {"serve": may, "reveal": can_unmask(user), **possible},
        "undo": _undo(referral, user) if may else None,
    }
    note_look(user, referral, "referral.viewed")
    return render(request, "referrals/show.html", context)


def _points(referral: Referral) -> list[dict[str, Any]]:
    """Return what the engine said then, as it was kept: words and points."""
    return [{"words": row[0], "points": f"{row[1] / 100:.2f}"} for row in referral.reasons if len(row) == 2]


def _possible(referral: Referral, *, may: bool) -> dict[str, bool]:
    """Return which buttons the page shows."""
    to = MOVES.get(ReferralStatus(referral.status), frozenset()) if may else frozenset()
    before = referral.status in (ReferralStatus.PROPOSED, ReferralStatus.UNREACHED)
    return {
        "agree": ReferralStatus.AGREED in to,
        "decline": ReferralStatus.DECLINED in to,
        "unreach": ReferralStatus.UNREACHED in to,
        "accept": ReferralStatus.ACCEPTED in to,
        "reject": ReferralStatus.REJECTED in to,
        "issue": ReferralStatus.LETTER in to or (may and before),
        "receipt": ReferralStatus.HIRED in to,
        "withdraw": ReferralStatus.CLOSED in to,
        "print": may and referral.issued_at is not None,
    }


def _undo(referral: Referral, user: User) -> dict[str, Any] | None:
    """Return the step that may be taken back and, in sentences, what goes with it."""
    last = undoable_step(referral, user, timezone.localdate(), others=can_manage_station(user))
    if last is None:
        return None
    return {
        "step": ReferralStatus(last.after).label,
        "before": ReferralStatus(last.before).label,
        "with_it": _goes_with(referral, last),
    }


def _goes_with(referral: Referral, last: ReferralStatusChange) -> list[str]:
    """Say what taking a step back takes with it."""
    if last.after == ReferralStatus.LETTER and referral.prints:
        return [_("介绍信作废；已经打印 %(n)s 次，请把纸质的收回。") % {"n": referral.prints}]
    if last.after == ReferralStatus.LETTER:
        return [_("介绍信作废。")]
    if last.after != ReferralStatus.HIRED:
        return []
    said = [
        _("退回 %(n)s 个名额。") % {"n": referral.places},
        _("解除此人这段时间的约定，取消上岗后的回访。"),
    ]
    if others := closed_by_hire(referral):
        said.append(_("重新打开因此关闭的 %(n)s 条推荐。") % {"n": others})
    return said


@never_cache
@require_GET
def of_person(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a person's referrals on the person's page."""
    user = actor(request)
    demand(user, can_see_people)
    person = get_person(user, public_id)
    rows = cards(referrals_of_person(user, person)[: IN_PANEL + 1])
    write_read(
        action="referral.listed_of_person", by=user, at=timezone.now(), person_id=person.pk, obj=person,
        fields=["referrals"],
    )  # fmt: skip
    context = {"rows": rows[:IN_PANEL], "more": len(rows) > IN_PANEL, "of": "person"}
    return render(request, "referrals/_panel.html", context)


@never_cache
@require_GET
def of_posting(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show a posting's referrals and receipts on the posting's page, with the way to the quick screen."""
    user, at = actor(request), timezone.now()
    demand(user, can_see_people)
    posting = get_object_or_404(postings_visible_to(user), public_id=public_id)
    rows = cards(referrals_of_posting(user, posting)[: IN_PANEL + 1])
    note_list(user, rows[:IN_PANEL], "referral.listed_of_posting")
    context = {
        "rows": rows[:IN_PANEL],
        "more": len(rows) > IN_PANEL,
        "of": "posting",
        "posting": posting,
        "elsewhere": made_elsewhere(user, posting),
        "open": bool(open_shifts(posting, at)) and can_serve(user),
        "days": _days(rows, at) if can_serve(user) else [],
    }
    return render(request, "referrals/_panel.html", context)


def _days(rows: list[Any], at: dt.datetime) -> list[dt.date]:
    """Return the days from today on on which somebody in these rows is expected."""
    today = timezone.localdate(at)
    wanted = {*OPEN, ReferralStatus.HIRED}
    days = {timezone.localdate(card.starts_at) for card in rows if card.status in wanted}
    return sorted(day for day in days if day >= today)
