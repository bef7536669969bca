"""A wish on record as forms show it, at the counter and on the person's own phone. Nothing is saved here."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yizhan.shared.display import distance_text, money_text
from yizhan.workers.enums import FURTHER_M, LESS_FEN, WishPayUnit
from yizhan.workers.facts import PIECES, WishedWork, WishFacts
from yizhan.workers.queries import dated_days_of, get_wished_occupations

if TYPE_CHECKING:
    from yizhan.workers.models import JobSeeker, Wish

#: Morning and afternoon.
DAYTIME = 0b0011
FARTHEST_M = 500_000
#: A wish that holds longer was set so on purpose.
USUAL_DAYS = 30


def shown_wish(seeker: JobSeeker, wish: Wish, today: dt.date) -> dict[str, Any]:
    """Return a wish as the form shows it."""
    usual = (wish.valid_until_on - today).days
    return {
        "works": [f"{row.occupation_code}|{row.said_as}" for row in get_wished_occupations(seeker)],
        "pay_min": shown_yuan(wish.pay_min_fen, wish.pay_unit),
        "pay_unit": wish.pay_unit or WishPayUnit.DAY,
        "max_km": shown_km(wish.max_distance_m),
        "party_size": str(wish.party_size),
        "home_name": seeker.home_name,
        "home_lat_e6": "" if seeker.lat_e6 is None else str(seeker.lat_e6),
        "home_lng_e6": "" if seeker.lng_e6 is None else str(seeker.lng_e6),
        "work_modes": wish.work_modes,
        "settle": wish.settle,
        "week": week_bits(wish.week_mask),
        "transport": wish.transport,
        "board_lodging": wish.board_lodging,
        "tools": wish.tools,
        "languages": wish.languages,
        # A wish set for months keeps its day; the usual one is counted anew from today.
        "valid_days": str(usual) if usual > USUAL_DAYS else "",
        "has_smartphone": seeker.has_smartphone,
        "work_limit": seeker.work_limit,
        "version": wish.version,
    }


def wish_facts(seeker: JobSeeker, today: dt.date) -> WishFacts:
    """Return the wish on record as an operation takes it. Two queries."""
    wish = seeker.wish
    return WishFacts(
        works=tuple(WishedWork(row.occupation_code, row.said_as) for row in get_wished_occupations(seeker)),
        party_size=wish.party_size,
        work_modes=tuple(wish.work_modes),
        pay_min_fen=wish.pay_min_fen,
        pay_unit=wish.pay_unit,
        settle=tuple(wish.settle),
        week_mask=wish.week_mask,
        max_distance_m=wish.max_distance_m,
        transport=wish.transport,
        board_lodging=wish.board_lodging,
        tools=wish.tools,
        languages=wish.languages,
        valid_days=max(1, (wish.valid_until_on - today).days),
        days=tuple((row.day, row.parts) for row in dated_days_of(wish, today)),
        home_name=seeker.home_name,
        home=(seeker.lat_e6, seeker.lng_e6) if seeker.lat_e6 is not None and seeker.lng_e6 is not None else None,
        has_smartphone=seeker.has_smartphone,
        work_limit=seeker.work_limit,
    )


def shown_yuan(fen: int | None, unit: str) -> str:
    """Write an amount as the form does: yuan, for pieces per piece."""
    if fen is None:
        return ""
    if unit == WishPayUnit.PIECE:
        fen //= PIECES
    yuan, rest = divmod(fen, 100)
    return f"{yuan}.{rest:02d}".rstrip("0") if rest else str(yuan)


def shown_km(metres: int | None) -> str:
    """Write a distance as the form does: kilometres, tenths where there are any."""
    if metres is None:
        return ""
    km, rest = divmod(metres, 1000)
    return f"{km}.{rest // 100}" if rest >= 100 else str(km)


def week_bits(mask: int) -> list[str]:
    """Return the bits of a week's mask as the grid takes them."""
    return [str(bit) for bit in range(28) if mask >> bit & 1]


def fill_in(initial: dict[str, Any], wish: Wish, change: str) -> str:
    """Fill one change that advice named into what the form shows; return what was filled in, "" where nothing was.

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
