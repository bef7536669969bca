"""Words about time and pay, for pages and paper."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yizhan.gigs.pay.wages import NORMAL_MINUTES, PERCENT, Item, Line, Rate, Unit, Work
from yizhan.shared.display import money_text


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
