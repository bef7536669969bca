"""One change that advice named, filled into the wish form for somebody to look at: nothing is saved by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yizhan.shared.display import distance_text, money_text
from yizhan.workers.enums import FURTHER_M, LESS_FEN, WishPayUnit
from yizhan.workers.web.forms import shown_km, shown_yuan
from yizhan.workers.web.words import week_bits

if TYPE_CHECKING:
    from yizhan.workers.models import Wish

#: Morning and afternoon.
DAYTIME = 0b0011
FARTHEST_M = 500_000


def fill_in(initial: dict[str, Any], wish: Wish, change: str) -> str:
    """Fill a change into what the form shows; return what was filled in, "" where nothing was.

    :param change: `distance-1`, `pay-2`, `part-20` (weekday x 4 + part) or `day-5` (0 = Monday). The number is that
        of a step: no amount stands in an address.
    """
    kind, _dash, digits = change.partition("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 2):
        return ""
    number = int(digits)
    if kind == "distance" and 1 <= number <= len(FURTHER_M) and wish.max_distance_m is not None:
        metres = min(FARTHEST_M, wish.max_distance_m + FURTHER_M[number - 1])
        initial["max_km"] = shown_km(metres)
        return _("最远%(most)s") % {"most": distance_text(metres)}
    if kind == "pay" and 1 <= number <= len(LESS_FEN) and wish.pay_min_daily_fen is not None:
        fen = wish.pay_min_daily_fen - LESS_FEN[number - 1]
        initial["pay_min"] = shown_yuan(fen, WishPayUnit.DAY) if fen > 0 else ""
        initial["pay_unit"] = WishPayUnit.DAY
        return _("最低%(least)s") % {"least": money_text(fen, "day")} if fen > 0 else _("不写最低报酬")
    mask = {"part": 1 << number if number < 28 else 0, "day": DAYTIME << 4 * number if number < 7 else 0}.get(kind, 0)
    if mask:
        initial["week"] = week_bits(wish.week_mask | mask)
        return _("多勾了可以干的时段")
    return ""
