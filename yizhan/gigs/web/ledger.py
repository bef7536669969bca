"""The wage ledger to read, month by month, and as a file with every column of 保障农民工工资支付条例 art. 15."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yizhan.accounts.queries import actor, can_export_people, can_see_people
from yizhan.gigs.ledger import export_ledger
from yizhan.gigs.queries import LEDGER_ORDER, ledger_choices, ledger_of_period, ledger_sums, month_of
from yizhan.gigs.web._common import demand, note_list
from yizhan.gigs.words import hours_text
from yizhan.shared.identifiers.masks import mask_id, mask_phone
from yizhan.shared.keyset import beyond
from yizhan.shared.sheets import pages
from yizhan.shared.sheets.export import ExportFile

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.gigs.models import LedgerEntry, LedgerEntryQuerySet

PAGE_SIZE = 50


@dataclass(frozen=True)
class Asked:
    """What part of the ledger was asked for: the month `[from_on, until_on)`, an office, an employer."""

    from_on: dt.date
    until_on: dt.date
    office: UUID | None
    employer: UUID | None

    def entries(self, user: User) -> LedgerEntryQuerySet:
        """Return what the user sees of it."""
        return ledger_of_period(user, self.from_on, self.until_on, employer=self.employer, office=self.office)

    def query(self, day: dt.date | None = None) -> str:
        """Return the same question for a link, of another month where a day is given."""
        found = QueryDict(mutable=True)
        found["day"] = str(day or self.from_on)
        for name, value in (("office", self.office), ("employer", self.employer)):
            if value is not None:
                found[name] = str(value)
        return f"?{found.urlencode()}"


@never_cache
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """Show the ledger of a month, each counter-entry beside what it strikes out, with the sums of all of it."""
    user = actor(request)
    demand(user, can_see_people)
    asked = _asked(request)
    entries = asked.entries(user)
    # What was struck out brings its counter-entry along: the two stand together wherever the page ends.
    firsts = entries.filter(counters=None)
    last = firsts.filter(pk=_key(request.GET.get("after", ""))).first()
    found = list((beyond(firsts, last, LEDGER_ORDER) if last else firsts)[: PAGE_SIZE + 1])
    rows = [(_row(one), _row(one.countered_by) if one.is_countered else None) for one in found[:PAGE_SIZE]]
    note_list(user, len(rows), "gig.ledger_read")
    offices, employers = ledger_choices(user, asked.from_on, asked.until_on)
    context = {
        "asked": asked, "rows": rows, "sums": ledger_sums(entries), "offices": offices, "employers": employers,
        "office": str(asked.office or ""), "employer": str(asked.employer or ""), "is_first": last is None,
        "before": asked.query(asked.from_on - dt.timedelta(days=1)), "after": asked.query(asked.until_on),
        "same": asked.query(), "last": found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else None,
        "may_export": can_export_people(user), "one_office": len(offices) < 2,
    }  # fmt: skip
    return render(request, "gigs/ledger.html", context)


@dataclass(frozen=True, repr=False)
class LedgerRow:
    """An entry as the page shows it; ID number and telephone are masked, files alone hold them whole."""

    entry: LedgerEntry
    to_on: dt.date
    id_no: str
    contact: str
    hours: str


def _row(entry: LedgerEntry) -> LedgerRow:
    return LedgerRow(
        entry=entry,
        to_on=entry.period_until_on - dt.timedelta(days=1),
        id_no=mask_id(entry.id_no) if entry.id_no else "",
        contact=mask_phone(entry.contact) if entry.contact else "",
        hours=hours_text(entry.minutes),
    )


@never_cache
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Hand out the same part of the ledger as a file."""
    user = actor(request)
    demand(user, can_export_people)
    asked = _asked(request)

    def write(shape: str, purpose: str, unmask: str) -> ExportFile:
        return export_ledger(
            from_on=asked.from_on, until_on=asked.until_on, office=asked.office, employer=asked.employer, shape=shape,
            purpose=purpose, by=user, at=timezone.now(),
        )  # fmt: skip

    title = _("导出工资支付台账 %(month)s") % {"month": f"{asked.from_on:%Y-%m}"}
    return pages.export_page(request, title=title, name="wage-ledger", unmask=(), write=write, paper=True)


def _asked(request: HttpRequest) -> Asked:
    month = request.GET.get("month", "")
    first, after = month_of(_day(f"{month}-01" if month else request.GET.get("day", "")))
    return Asked(first, after, _uuid(request.GET.get("office", "")), _uuid(request.GET.get("employer", "")))


def _day(text: str) -> dt.date:
    """Return the day asked for; today where none is, or none that a ledger could hold."""
    today = timezone.localdate()
    try:
        day = parse_date(text) or today
    except ValueError:
        return today
    return day if 2000 <= day.year < 2100 else today


def _uuid(text: str) -> UUID | None:
    """Read a public id; what is none asks for everything."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
