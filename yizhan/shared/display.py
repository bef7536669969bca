"""How amounts, times and telephone numbers are written, on pages and on paper. Pure: no clock, no query."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

#: Units of pay as they stand after the stroke of `200元/天`.
UNIT_WORDS = {
    "hour": _("小时"),
    "day": _("天"),
    "piece": _("件"),
    "week": _("周"),
    "month": _("月"),
    "year": _("年"),
}
#: One price for the whole job: there is nothing to divide by.
LUMP_SUM = frozenset({"lump", "lump_sum", "total"})
PIECES = 1000
WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


def yuan(fen: int | Decimal) -> str:
    """Return fen as yuan with as many decimals as needed: 20000 → 200, 1050 → 10.50, 35.5 → 0.355."""
    if isinstance(fen, int) and fen % 100 == 0:
        return f"{fen // 100:,}"
    amount = Decimal(fen) / 100
    if amount == amount.to_integral_value():
        return f"{amount:,.0f}"
    text = f"{amount:,f}".rstrip("0")
    return text + "0" if len(text.rpartition(".")[2]) == 1 else text


def _per(unit: str) -> str:
    if unit in LUMP_SUM:
        return gettext("（一口价）")
    word = UNIT_WORDS.get(unit)
    return f"/{word}" if word else ""


def _scaled(fen: int, unit: str) -> int | Decimal:
    return Decimal(fen) / PIECES if unit == "piece" else fen


def money_text(fen: int | None, unit: str = "") -> str:
    """Write one amount: `200元/天`; piece rates come per 1,000 pieces and are shown per piece.

    :param fen: whole fen (per 1,000 pieces where the unit is `piece`), or None: `未写明`.
    """
    if fen is None:
        return gettext("未写明")
    return pgettext("amount", "%(yuan)s元") % {"yuan": yuan(_scaled(fen, unit))} + _per(unit)


def pay_text(min_fen: int | None, max_fen: int | None, unit: str = "") -> str:
    """Write a span of pay: `180–220元/天`, `200元/天以上` (no upper end), `最高220元/天`, or `报酬未写明`."""
    if min_fen is None and max_fen is None:
        return gettext("报酬未写明")
    if min_fen is None:
        return gettext("最高%(amount)s") % {"amount": money_text(max_fen, unit)}
    if max_fen is None:
        return gettext("%(amount)s以上") % {"amount": money_text(min_fen, unit)}
    if min_fen == max_fen:
        return money_text(min_fen, unit)
    span = f"{yuan(_scaled(min_fen, unit))}–{yuan(_scaled(max_fen, unit))}"
    return pgettext("amount", "%(yuan)s元") % {"yuan": span} + _per(unit)


def day_text(day: dt.date, style: str = "") -> str:
    """Write a date: "" `2026-11-23`, `short` `11-23 周一`, `long` `2026年11月23日 周一`."""
    weekday = str(WEEKDAYS[day.weekday()])
    if style == "short":
        return f"{day.month:02d}-{day.day:02d} {weekday}"
    if style == "long":
        words = {"year": day.year, "month": day.month, "day": day.day, "weekday": weekday}
        return gettext("%(year)s年%(month)s月%(day)s日 %(weekday)s") % words
    return day.isoformat()


def when_text(moment: dt.datetime, style: str = "") -> str:
    """Write a moment in the station's time: "" `2026-11-23 14:05`, `short` `11-23 14:05`, `clock` `14:05`."""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    shape = {"short": "%m-%d %H:%M", "clock": "%H:%M"}.get(style, "%Y-%m-%d %H:%M")
    return local.strftime(shape)


def until_text(moment: dt.datetime, style: str = "") -> str:
    """Write the moment at which something is over; midnight is 24:00 of the day that it ends."""
    local = timezone.localtime(moment)
    if local.time() != dt.time():
        return when_text(moment, style)
    return when_text(local - dt.timedelta(days=1), style).replace("00:00", "24:00")


def listed(words: Iterable[object]) -> str:
    """Return words one after the other, as the language at hand separates them: 甲、乙 or A, B."""
    return pgettext("between words of a list", "、").join(str(word) for word in words)


def phone_text(number: str) -> str:
    """Set a mobile number in groups that can be read aloud, `138 **** 8000`; others stay as they are."""
    bare = re.sub(r"[\s-]", "", number)
    mobile = re.fullmatch(r"(1[\d*]{2})([\d*]{4})([\d*]{4})", bare)
    return " ".join(mobile.groups()) if mobile else number


def dialled(number: str) -> str:
    """Return what is dialled of a number as it is written: `0635-612（演示）` → `0635612`."""
    return re.sub(r"[^0-9+]", "", number)


def id_text(number: str) -> str:
    """Set an identity number (or a masked one) in groups: `370831 19900101 123X`."""
    full = re.fullmatch(r"([\d*]{6})([\d*]{8})([\d*]{3}[\dXx*])", number)
    return " ".join(full.groups()) if full else number


def distance_text(metres: int | None) -> str:
    """Write a distance; an unknown one is said, never shown as 0."""
    if metres is None:
        return gettext("距离不详")
    if metres < 1000:
        return gettext("%(n)s米") % {"n": metres}
    return gettext("%(n)s公里") % {"n": f"{metres / 1000:.1f}"}
