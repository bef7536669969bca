"""Words about time and pay, for pages and paper."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yizhan.gigs.pay.wages import NORMAL_MINUTES, PERCENT, Item, Line, Rate, Unit, Work
from yizhan.postings.enums import LaborType
from yizhan.shared.display import day_text, money_text, when_text

if TYPE_CHECKING:
    from yizhan.gigs.models import Agreement


def hours_text(minutes: int) -> str:
    """Return `7 小时 30 分`; whole hours without minutes."""
    hours, rest = divmod(minutes, 60)
    if rest and hours:
        return _("%(hours)s 小时 %(rest)s 分") % {"hours": hours, "rest": rest}
    return _("%(rest)s 分") % {"rest": rest} if rest else _("%(hours)s 小时") % {"hours": hours}


def line_working(line: Line, rate: Rate, work: Work, *, full_time: bool) -> str:
    """Say how an amount came about, so that the worker can reckon it up: `2 小时 × 20元/小时 × 150%`."""
    price = money_text(rate.fen, rate.unit.value)
    if rate.unit is Unit.LUMP:
        return f"{price} × {work.done_bp / 100:g}%"
    factors = [price] if rate.unit is not Unit.PIECE else [_("%(n)s 件") % {"n": work.pieces}, price]
    if rate.unit is Unit.DAY:
        day = min(work.planned_minutes, NORMAL_MINUTES) if full_time else work.planned_minutes
        if line.minutes != day:
            factors.append(f"{hours_text(line.minutes)} ÷ {hours_text(day)}")
    elif rate.unit is Unit.HOUR:
        factors.insert(0, hours_text(line.minutes))
    elif line.minutes != work.minutes:
        factors.append(f"{hours_text(line.minutes)} ÷ {hours_text(work.minutes)}")
    if line.item is not Item.BASE:
        factors.append(f"{PERCENT[line.item]}%")
    return " × ".join(factors)


def meeting_words(agreement: Agreement, starts_at: dt.datetime) -> str:
    """Say when and where people meet, and whether they are fetched; nothing where it is the place of work itself."""
    terms = agreement.terms
    if not agreement.meeting_point or (agreement.meeting_point == terms.place_name and not terms.pickup):
        return ""
    pickup = _("，有车接送") if terms.pickup else ""
    return f"{when_text(starts_at, 'clock')} {agreement.meeting_point}{pickup}"


def settle_words(agreement: Agreement) -> str:
    """Say how pay is settled and by which day it must have come."""
    words = {"kind": agreement.get_settle_kind_display(), "day": day_text(agreement.pay_on, "long")}
    return _("%(kind)s，%(day)s 前（含当天）付清") % words


def insurance_words(agreement: Agreement) -> str:
    """Say how the worker is insured, with the policy where one is known; never that the worker pays for it."""
    kind = str(agreement.terms.get_insurance_display())
    if not agreement.policy_no:
        return kind
    assert agreement.policy_from_on and agreement.policy_until_on  # noqa: S101, PT018 - a constraint says so
    return _("%(kind)s，%(insurer)s 保单 %(number)s，%(first)s 至 %(last)s，保费由%(payer)s付") % {
        "kind": kind, "insurer": agreement.insurer, "number": agreement.policy_no,
        "first": day_text(agreement.policy_from_on), "last": day_text(agreement.policy_until_on),
        "payer": agreement.get_premium_payer_display(),
    }  # fmt: skip


def disputes_words(labor_type: str) -> str:
    """Say where to go when sides differ; arbitration only where there is a labour relation (仲裁法 art. 2, 5)."""
    if labor_type in (LaborType.CONTRACT, LaborType.PART_TIME, LaborType.PUBLIC_WELFARE):
        return _(
            "先协商，可请驿站或工会调解；也可向劳动监察投诉（12333），或申请劳动人事争议仲裁（不收费），不服裁决可起诉。"
        )
    return _("先协商，可请驿站调解；拖欠报酬可向劳动监察投诉（12333）；也可直接向人民法院起诉。")
