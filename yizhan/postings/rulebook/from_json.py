"""A posting as plain JSON, with the code names of the data dictionary (domain 2.4), into what the rule book judges."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from yizhan.postings.reading.breaks import find_break, read_break
from yizhan.postings.reading.dates import day_is_over
from yizhan.postings.reading.pay import parse_pay
from yizhan.postings.rulebook.book import judge, scan_text
from yizhan.postings.rulebook.facts import PostingFacts
from yizhan.postings.rulebook.local import NOTHING_LOCAL, LocalBook
from yizhan.postings.rulebook.model import Hit
from yizhan.postings.rulebook.text_rules.shape import Setting
from yizhan.shared.pay import PIECES_PER_RATE
from yizhan.shared.text.misread import Misread

#: Domain 2.4: 1 to 999.
MOST_HEADCOUNT = 999
#: Longer numbers are no amounts of anything here.
MOST_DIGITS = 15
#: A text of the data dictionary has 1,000 signs at most; what is far longer is no posting.
MOST_SIGNS = 20_000
FIRST_YEAR, LAST_YEAR = 2000, 2099
DAY_HOURS_X10 = 240
#: Fields that are lists, and the one that may be described at length; all others are one value.
_LISTS = frozenset({"hazards", "cert_required", "channels", "conditions", "requirements", "ppe", "employer"})
_DESCRIBED = frozenset({"employer", "conditions"})
#: Fields that are prose, as the desk scans them: a JSON of these alone is only scanned for what text can show.
TEXT_FIELDS = ("title", "content", "requirements", "pay_unit_desc", "pay_day", "ppe", "place", "meeting_place")
#: Texts that describe a posting without being one: of these alone nothing is missing.
PROSE = frozenset({"title", "content", "requirements", "pay_unit_desc", "ppe"})
#: What else the data dictionary has of a posting, and what a caller may tell beside it. Any other name is a slip.
_OTHER_FIELDS = frozenset({
    "posting_no", "occ_code", "labor_type", "headcount", "start_at", "end_at", "shift", "hours_per_day", "break",
    "lat", "lng", "area", "area_code", "pay", "pay_type", "pay_unit", "pay_min", "pay_max", "pieces_per_day",
    "settle_type", "meals", "lodging", "pickup", "hazards", "is_outdoors", "cert_required", "conditions", "insurance",
    "age_min", "age_max", "age_ground", "sex_req", "sex_ground", "contact_name", "contact_phone", "source",
    "source_name", "source_url", "valid_from", "valid_to", "review_state", "publish_state", "channels", "kind",
    "employer", "hour_minimum", "month_minimum",
})  # fmt: skip


class UnreadableField(Misread):
    """A field of the JSON that cannot be read; the sentence names it."""

    code = "unreadable_field"

    def __init__(self, name: str) -> None:
        """Name the field."""
        super().__init__(f"字段 {name} 读不懂，没有检查。请按数据字典填写。 Field {name} cannot be read.")


class TooLong(Misread):
    """A field that is far longer than any posting."""

    code = "too_long"

    def __init__(self, name: str) -> None:
        """Name the field."""
        super().__init__(
            f"字段 {name} 太长，没有检查。最多 {MOST_SIGNS} 字。 Field {name} is longer than {MOST_SIGNS} signs."
        )


def check_json(
    raw: Mapping[str, Any], *, at: dt.datetime, today: dt.date, local: LocalBook = NOTHING_LOCAL
) -> tuple[Hit, ...]:
    """Judge a posting given as JSON. Who posts is not judged: that needs the employer's record.

    :param local: words and limits of a county.

    :raises UnreadableField: a date or number is not one.
    """
    _refuse_wrong_shapes(raw)
    texts = {name: _text(raw[name]) for name in TEXT_FIELDS if raw.get(name)}
    if texts and set(raw) <= PROSE:
        hits: list[Hit] = []
        for name, text in texts.items():
            hits += scan_text(name, text, on=today, setting=Setting(limits=local.limits), local=local)
        return tuple(hits)
    return judge(read_facts(raw, texts, at), None, at=at, today=today, local=local)


def unknown_fields(raw: Mapping[str, Any]) -> list[str]:
    """Return the names that no field has: what stands there was not looked at."""
    return sorted(set(raw) - set(TEXT_FIELDS) - _OTHER_FIELDS)


def _refuse_wrong_shapes(raw: Mapping[str, Any]) -> None:
    """A list or an object where one value belongs, a yes or no where words belong, and texts without an end."""
    for name in set(raw) & (set(TEXT_FIELDS) | _OTHER_FIELDS):
        value = raw[name]
        parts = value if isinstance(value, list) and name in _LISTS else [value]
        for part in parts:
            if isinstance(part, list) or (isinstance(part, dict) and name not in _DESCRIBED):
                raise UnreadableField(name)
            if isinstance(part, bool) and name in TEXT_FIELDS:
                raise UnreadableField(name)
        if len(str(value)) > MOST_SIGNS:
            raise TooLong(name)


def _text(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def read_facts(raw: Mapping[str, Any], texts: dict[str, str], at: dt.datetime) -> PostingFacts:
    """Read the fields that the rule book asks for; an absent one is "not stated".

    :param at: the instant of judgement: work that is for today, without an hour, has not begun before it.
    """
    pay = parse_pay(str(raw["pay"])) if raw.get("pay") else None
    stated_unit = str(raw.get("pay_type") or raw.get("pay_unit") or "")
    unit = _UNITS.get(stated_unit, stated_unit) or None
    return PostingFacts(
        kind=_KINDS.get(str(raw.get("kind") or ""), str(raw.get("kind") or "gig")),
        employer_is_described=bool(raw.get("employer")),
        headcount=_headcount(raw),
        conditions_are_stated=bool(raw.get("requirements")) or "cert_required" in raw or "conditions" in raw,
        content=str(raw.get("content") or ""),
        place=str(raw.get("place") or ""),
        pay_min_fen=pay.min_fen if pay else _rate(raw, "pay_min", unit),
        pay_max_fen=pay.max_fen if pay else _rate(raw, "pay_max", unit),
        pay_unit=pay.unit if pay else unit,
        pay_note=str(raw.get("pay_unit_desc") or raw.get("pay") or ""),
        start_at=_start(raw, at),
        end_at=_end(raw, "end_at"),
        valid_from_at=_end(raw, "valid_from") or (_last_moment(at) if _is_day(raw, "valid_to") else None),
        valid_to_at=_end(raw, "valid_to"),
        labor_type=_LABOR.get(str(raw.get("labor_type") or ""), str(raw.get("labor_type") or "")) or None,
        hours_per_day_x10=_hours_a_day(raw),
        settle_kind=_SETTLE.get(str(raw.get("settle_type") or ""), str(raw.get("settle_type") or "")) or None,
        term_days=_days(raw),
        pieces_per_day=_whole(raw, "pieces_per_day"),
        is_repost=str(raw.get("source") or "") in ("转发", "repost"),
        source_name=str(raw.get("source_name") or raw.get("source_url") or ""),
        age_max=_whole(raw, "age_max"),
        is_outdoors=raw.get("is_outdoors") in (True, "是", "1", 1),
        age_ground=str(raw["age_ground"]) if raw.get("age_ground") else None,
        hazards=_hazards(raw),
        hour_minimum_fen=_fen(raw, "hour_minimum"),
        month_minimum_fen=_fen(raw, "month_minimum"),
        age_min=_whole(raw, "age_min"),
        sex_req=str(raw["sex_req"]) if raw.get("sex_req") else None,
        sex_ground=_SEX_GROUNDS.get(str(raw.get("sex_ground") or ""), str(raw.get("sex_ground") or "")) or None,
        texts=texts,
    )


_UNITS = {
    "时": "hour", "小时": "hour", "日": "day", "天": "day", "件": "piece", "计件": "piece", "周": "week",
    "月": "month", "年": "year", "一口价": "lump",
}  # fmt: skip
_KINDS = {"日工": "gig", "短期": "short", "长期": "long"}
#: The data dictionary's words for hazards (domain 2.4) and ours.
_HAZARDS = {
    "高处": "height",
    "高处作业": "height",
    "有限空间": "confined",
    "粉尘": "dust",
    "高温": "heat",
    "低温冷水": "cold",
    "低温": "cold",
    "电": "electric",
    "带电作业": "electric",
    "化学": "chemical",
    "有毒有害化学品": "chemical",
    "夜班": "night",
    "负重": "load",
    "负重超过20公斤": "load",
    "井下": "underground",
    "机械": "machine",
    "机械伤害": "machine",
    "易燃易爆": "flammable",
    "第四级体力劳动强度": "heavy",
}
_LOAD_KG = re.compile(r"负重\s*(\d{1,3})\s*(?:kg|KG|公斤|千克)")
#: A load from which it is a hazard (女职工劳动保护特别规定 附录一 第3项: more than 20 kg).
_LOAD_FROM_KG = 20
_SEX_GROUNDS = {
    "矿山井下作业": "underground",
    "井下": "underground",
    "体力劳动强度四级": "level_four",
    "第四级体力劳动强度": "level_four",
    "每小时负重六次以上且每次超过20公斤": "load",
    "负重": "load",
    "同性护理、同性寝室等人身照料": "privacy",
    "同性护理": "privacy",
}
_LABOR = {
    "劳动合同": "contract",
    "非全日制": "part_time",
    "全日制": "contract",
    "劳务": "service",
    "劳务·承揽": "service",
    "承揽": "service",
    "平台用工": "platform",
    "公益性岗位": "public_welfare",
    "以工代赈": "work_relief",
}
_SETTLE = {
    "日结": "daily",
    "现结": "daily",
    "周结": "weekly",
    "半月结": "half_month",
    "月结": "monthly",
    "完工结": "on_completion",
}


def _tenths(raw: Mapping[str, Any], name: str) -> int | None:
    fen = _fen(raw, name)
    return None if fen is None else round(fen / 10)


_SHIFT = re.compile(r"\s*(\d{1,2})[:：点](\d{2})?\s*[-~—–至到]+\s*(\d{1,2})[:：点](\d{2})?\s*")


def _hours_a_day(raw: Mapping[str, Any]) -> int | None:
    """Tenths of an hour: as stated, or from the shift (``"8:00-18:00"``) or the times of one day, less the break."""
    stated = _tenths(raw, "hours_per_day")
    if stated is not None and not 0 <= stated <= DAY_HOURS_X10:
        raise UnreadableField("hours_per_day")
    if stated is not None:
        return stated
    shift = _SHIFT.fullmatch(str(raw.get("shift") or ""))
    start, end = _instant(raw, "start_at"), _instant(raw, "end_at")
    with_clock = not _is_day(raw, "start_at") and not _is_day(raw, "end_at")
    if shift:
        first, last = (int(shift[n]) * 60 + int(shift[n + 1] or 0) for n in (1, 3))
        minutes = (last - first) % (24 * 60)
    elif start and end and start < end <= start + dt.timedelta(hours=24) and with_clock:
        minutes = round((end - start).total_seconds() / 60)
    else:
        return None
    rest = read_break(str(raw["break"])) if raw.get("break") else find_break(str(raw.get("content") or ""))
    worked = minutes - (rest or 0)
    return worked // 6 if worked > 0 else None


def _days(raw: Mapping[str, Any]) -> int | None:
    start, end = _instant(raw, "start_at"), _end(raw, "end_at")
    return None if start is None or end is None else (end - start).days + 1


def _hazards(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """Read the list of hazards, by code or by the data dictionary's word; a load that is none is left out."""
    given = raw.get("hazards") or []
    if not isinstance(given, list):
        raise UnreadableField("hazards")
    codes: list[str] = []
    for one in map(str, given):
        if load := _LOAD_KG.fullmatch(one.strip()):
            codes += ["load"] if int(load[1]) > _LOAD_FROM_KG else []
        elif (code := _HAZARDS.get(one.strip(), one.strip())) in _HAZARDS.values():
            codes.append(code)
        else:
            raise UnreadableField("hazards")
    return tuple(codes)


def _headcount(raw: Mapping[str, Any]) -> int | None:
    number = _whole(raw, "headcount")
    if number is not None and number > MOST_HEADCOUNT:
        raise UnreadableField("headcount")
    return number


def _whole(raw: Mapping[str, Any], name: str) -> int | None:
    value = raw.get(name)
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise UnreadableField(name) from error
    if not number.is_finite() or number.adjusted() > MOST_DIGITS or number != number.to_integral_value():
        raise UnreadableField(name)
    return int(number)


def _rate(raw: Mapping[str, Any], name: str, unit: str | None) -> int | None:
    """Read an amount of pay: fen per unit, of piece rates fen per 1,000 pieces."""
    return _fen(raw, name, times=PIECES_PER_RATE if unit == "piece" else 1)


def _fen(raw: Mapping[str, Any], name: str, *, times: int = 1) -> int | None:
    """Amounts of the data dictionary are yuan with two decimals, of one of `times` things with more."""
    value = raw.get(name)
    if value is None or value == "":
        return None
    try:
        fen = Decimal(str(value)) * 100 * times
    except ArithmeticError as error:
        raise UnreadableField(name) from error
    if not fen.is_finite() or fen.adjusted() > MOST_DIGITS or fen != fen.to_integral_value():
        raise UnreadableField(name)
    return int(fen)


def _instant(raw: Mapping[str, Any], name: str) -> dt.datetime | None:
    """Read an ISO instant or day; without a zone it is Chinese time; a day alone begins at midnight."""
    value = raw.get(name)
    if not value:
        return None
    try:
        moment = dt.datetime.fromisoformat(str(value))
    except ValueError as error:
        raise UnreadableField(name) from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise UnreadableField(name)
    return moment if moment.tzinfo else moment.replace(tzinfo=_CHINA)


_CHINA = dt.timezone(dt.timedelta(hours=8))
#: The longest way to write a day alone: 2026-11-27.
_DAY_SIGNS = 10


def _is_day(raw: Mapping[str, Any], name: str) -> bool:
    return 0 < len(str(raw.get(name) or "")) <= _DAY_SIGNS


def _last_moment(moment: dt.datetime) -> dt.datetime:
    return day_is_over(moment) - dt.timedelta(microseconds=1)


def _start(raw: Mapping[str, Any], at: dt.datetime) -> dt.datetime | None:
    """Read when work begins; a day alone that is today begins no earlier than now."""
    moment = _instant(raw, "start_at")
    if moment is not None and _is_day(raw, "start_at") and moment.date() == at.astimezone(_CHINA).date():
        return at
    return moment


def _end(raw: Mapping[str, Any], name: str) -> dt.datetime | None:
    """Read the end of a period: a day alone counts whole (民法典 第203条)."""
    moment = _instant(raw, name)
    return _last_moment(moment) if moment is not None and _is_day(raw, name) else moment
