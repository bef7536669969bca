"""What somebody says they want, cleaned: pure, no query, no clock. Registration and import read through here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from yizhan.shared.text.normalise import clean_line, half_width
from yizhan.workers.enums import (
    ALL_WEEK,
    DAYTIME_WEEK,
    BoardLodging,
    SettleWish,
    Transport,
    WishPayUnit,
    WorkMode,
)

Errors = dict[str, StrOrPromise]

#: A wish for day labour is good for a week; the clerk may set another day (domain 2.2).
DEFAULT_VALID_DAYS = 30
DAY_LABOUR_VALID_DAYS = 7
LONGEST_VALID_DAYS = 365
#: Piece rates are kept per so many pieces: a piece may earn less than a fen.
PIECES = 1000
#: What people mean by "any" in their own words.
ANYWHERE = frozenset({"", "不限", "都行", "哪都行", "随便"})


@dataclass(frozen=True)
class WishedWork:
    """One kind of work: the code and the words in which the person asked for it."""

    occupation_code: str
    said_as: str = ""


@dataclass(frozen=True)
class WishFacts:
    """A wish as it is about to be saved. Made by `read_wish`.

    :param pay_min_fen: per `pay_unit`, of pieces per 1,000 as everywhere in the house;
        None when the person names no minimum.
    :param week_mask: 28 bits, bit = weekday (Monday 0) x 4 + part of the day.
    :param max_distance_m: None when any distance is fine.
    :param days: dates with the parts on which the person can work; go before the week where given.
    :param home: latitude and longitude in micro-degrees (GCJ-02), None when unknown.
    """

    works: tuple[WishedWork, ...]
    party_size: int = 1
    work_modes: tuple[str, ...] = ()
    pay_min_fen: int | None = None
    pay_unit: str = ""
    settle: tuple[str, ...] = ()
    week_mask: int = DAYTIME_WEEK
    max_distance_m: int | None = None
    transport: str = ""
    board_lodging: str = ""
    tools: str = ""
    languages: str = ""
    valid_days: int = DEFAULT_VALID_DAYS
    days: tuple[tuple[dt.date, int], ...] = ()
    home_name: str = ""
    home: tuple[int, int] | None = None
    has_smartphone: bool = True
    work_limit: str = ""


@dataclass(frozen=True)
class WishReading:
    """What became of raw input: facts, or errors by field. `facts` is None exactly when there are errors."""

    facts: WishFacts | None
    errors: Errors = field(default_factory=dict)


WISH_FIELDS = (
    "works", "party_size", "work_modes", "pay_min", "pay_unit", "settle", "week", "max_km", "transport",
    "board_lodging", "tools", "languages", "valid_days", "home_name", "home_lat_e6", "home_lng_e6", "has_smartphone",
    "work_limit",
)  # fmt: skip

_AMOUNT = re.compile(r"(\d{1,7})(?:\.(\d{1,2}))?")
_KM = re.compile(r"(\d{1,3})(?:\.(\d))?")


def read_wish(raw: Mapping[str, Any], *, is_occupation: Callable[[str], bool]) -> WishReading:
    """Clean what a form or a sheet says about a wish.

    :param raw: keys of `WISH_FIELDS`. `works` is a sequence of codes or of `code|words`; `week` a sequence of bit
        numbers 0–27 or an integer mask; amounts are texts in yuan, distances texts in kilometres.
    :param is_occupation: says whether a code is in the vocabulary.
    """
    errors: Errors = {}
    pay_min_fen, pay_unit = _pay(raw, errors)
    facts = WishFacts(
        works=_works(raw, is_occupation, errors),
        party_size=_whole(raw, "party_size", 1, 1, 20, _("结伴人数要填 1 到 20 的整数，一起来的人都算上。"), errors),
        work_modes=_choices(raw, "work_modes", WorkMode.values, _("不认识的用工形式，请从选项里选。"), errors),
        pay_min_fen=pay_min_fen,
        pay_unit=pay_unit,
        settle=_choices(raw, "settle", SettleWish.values, _("不认识的结算方式，请从选项里选。"), errors),
        week_mask=_week(raw, errors),
        max_distance_m=_distance(raw, errors),
        transport=_choice(raw, "transport", Transport.values, _("不认识的交通方式，请从选项里选。"), errors),
        board_lodging=_choice(raw, "board_lodging", BoardLodging.values, _("不认识的食宿要求，请从选项里选。"), errors),
        tools=_line(raw, "tools", 60, errors),
        languages=_line(raw, "languages", 60, errors),
        valid_days=_valid_days(raw, errors),
        home_name=_line(raw, "home_name", 60, errors),
        home=_home(raw, errors),
        has_smartphone=_yes(raw.get("has_smartphone", True)),
        work_limit=_line(raw, "work_limit", 200, errors),
    )
    return WishReading(None if errors else facts, errors)


def _text(raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key)
    return "" if value is None else clean_line(str(value))


def _many(raw: Mapping[str, Any], key: str) -> list[str]:
    value = raw.get(key)
    if value is None:
        return []
    if isinstance(value, str):
        return [part for part in (clean_line(piece) for piece in re.split(r"[,，、;；\s]+", value)) if part]
    if isinstance(value, Sequence):
        return [clean_line(str(piece)) for piece in value if str(piece).strip()]
    return [clean_line(str(value))]


def _yes(value: Any) -> bool:
    return value not in (False, None, "", "0", "false", "off", "否", "no", 0)


def _line(raw: Mapping[str, Any], key: str, longest: int, errors: Errors) -> str:
    value = _text(raw, key)
    if len(value) > longest:
        errors[key] = _("这一栏写得太长，请缩短后再保存。")
        return ""
    return value


def _choice(raw: Mapping[str, Any], key: str, allowed: Sequence[str], sentence: StrOrPromise, errors: Errors) -> str:
    value = _text(raw, key)
    if value and value not in allowed:
        errors[key] = sentence
        return ""
    return value


def _choices(
    raw: Mapping[str, Any], key: str, allowed: Sequence[str], sentence: StrOrPromise, errors: Errors
) -> tuple[str, ...]:
    values = _many(raw, key)
    if any(value not in allowed for value in values):
        errors[key] = sentence
        return ()
    return tuple(value for value in allowed if value in values)


def _whole(
    raw: Mapping[str, Any], key: str, default: int, least: int, most: int, sentence: StrOrPromise, errors: Errors
) -> int:
    value = half_width(_text(raw, key))
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        errors[key] = sentence
        return default
    return int(value)


def _works(raw: Mapping[str, Any], is_occupation: Callable[[str], bool], errors: Errors) -> tuple[WishedWork, ...]:
    works: dict[str, WishedWork] = {}
    value = raw.get("works") or ()
    pieces = [value] if isinstance(value, str) else value
    for piece in pieces:
        code, _bar, words = clean_line(str(piece)).partition("|")
        if not code:
            continue
        if not is_occupation(code):
            errors["works"] = _("有一个工种没有从名单里选中，请重新选择。")
            return ()
        works.setdefault(code, WishedWork(code, words[:30]))
    if not works:
        errors["works"] = _("请至少选一个想干的工种；说不准时选“零工”一类的工种。")
    elif len(works) > 5:
        errors["works"] = _("意向工种最多五个，请去掉几个。")
        return ()
    return tuple(works.values())


def _pay(raw: Mapping[str, Any], errors: Errors) -> tuple[int | None, str]:
    amount, unit = half_width(_text(raw, "pay_min")), _text(raw, "pay_unit")
    if not amount:
        return None, ""
    found = _AMOUNT.fullmatch(amount)
    fen = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else 0
    if fen <= 0:
        errors["pay_min"] = _("最低报酬请写成数字，例如 200 或 12.5；没有要求就留空。")
        return None, ""
    if unit not in WishPayUnit.values:
        errors["pay_unit"] = _("请选择报酬的单位：按小时、天、件、周还是月。")
        return None, ""
    return fen * (PIECES if unit == WishPayUnit.PIECE else 1), unit


def _week(raw: Mapping[str, Any], errors: Errors) -> int:
    value = raw.get("week")
    if value is None or value in ("", []):
        return DAYTIME_WEEK
    if isinstance(value, int):
        mask = value
    else:
        bits = _many(raw, "week")
        if any(not (bit.isascii() and bit.isdigit() and len(bit) < 3) or int(bit) > 27 for bit in bits):
            errors["week"] = _("可工作时段没有读懂，请重新勾选。")
            return DAYTIME_WEEK
        mask = sum(1 << int(bit) for bit in set(bits))
    if not 0 < mask <= ALL_WEEK:
        errors["week"] = _("至少要勾选一个可以工作的时段。")
        return DAYTIME_WEEK
    return mask


def _distance(raw: Mapping[str, Any], errors: Errors) -> int | None:
    value = half_width(_text(raw, "max_km")).removesuffix("公里").removesuffix("km").strip()
    if value in ANYWHERE:
        return None
    found = _KM.fullmatch(value)
    metres = int(found[1]) * 1000 + int(found[2] or "0") * 100 if found else 0
    if not 0 < metres <= 500_000:
        errors["max_km"] = _("最远路程请写公里数，例如 8；多远都行就留空。")
        return None
    return metres


def _valid_days(raw: Mapping[str, Any], errors: Errors) -> int:
    modes = set(_many(raw, "work_modes"))
    usual = DAY_LABOUR_VALID_DAYS if modes == {WorkMode.DAY.value} else DEFAULT_VALID_DAYS
    return _whole(
        raw, "valid_days", usual, 1, LONGEST_VALID_DAYS, _("有效期请填 1 到 365 的天数，一般留空即可。"), errors
    )


def _home(raw: Mapping[str, Any], errors: Errors) -> tuple[int, int] | None:
    lat, lng = _text(raw, "home_lat_e6"), _text(raw, "home_lng_e6")
    if not lat and not lng:
        return None
    try:
        point = int(lat), int(lng)
    except ValueError:
        errors["home_name"] = _("住处的坐标没有读懂，请重新选择地点。")
        return None
    if not (-90_000_000 <= point[0] <= 90_000_000 and -180_000_000 <= point[1] <= 180_000_000):
        errors["home_name"] = _("住处的坐标超出范围，请重新选择地点。")
        return None
    return point
