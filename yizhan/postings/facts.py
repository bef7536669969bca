"""What a form or a row of a sheet says about work on offer, read into facts or into sentences about what is wrong.

Pure: no query, no clock. A fact that is *missing* is no error here, because a draft may be unfinished and the rule
book lists at submission what is missing (CR-010). An error is what cannot be kept as it was written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from yizhan.postings.circumstances import MOST_BREAK_MINUTES, MOST_LOAD_KG, MOST_LOADS_AN_HOUR
from yizhan.postings.enums import (
    MOST_VALID_DAYS,
    VALID_DAYS,
    AgeGround,
    Channel,
    Hazard,
    Insurance,
    LaborType,
    PayUnit,
    PostingKind,
    Protection,
    SettleKind,
    SexGround,
    SexRequired,
    Source,
)
from yizhan.postings.reading.breaks import find_break, read_break
from yizhan.postings.reading.dates import day_is_over, parse_day
from yizhan.postings.reading.headcount import parse_headcount
from yizhan.postings.reading.kept import Kept
from yizhan.postings.reading.pay import parse_pay
from yizhan.shared.identifiers.phone import read_phone
from yizhan.shared.pay import comparable_daily_fen
from yizhan.shared.text.misread import Misread
from yizhan.shared.text.normalise import clean_line, clean_name
from yizhan.vocabularies.queries import all_certificates, is_occupation

LOCAL = ZoneInfo("Asia/Shanghai")
Errors = dict[str, list[str]]

#: A gig that lasts longer than this is entered as short work: one shift a day would flood the desk.
MOST_SHIFTS = 31
MOST_HEADCOUNT = 999
#: First hour of each part of a day; the night belongs to the day it starts.
PARTS = ((5, 12), (12, 18), (18, 22), (22, 29))
#: Minutes by which work must reach into a part of the day for that part to be needed.
REACHES_IN = 30


@dataclass(frozen=True)
class ShiftFacts:
    """A stretch of work `[starts_at, ends_at)` and how many people it needs; a long job has no end."""

    starts_at: dt.datetime
    ends_at: dt.datetime | None
    headcount: int


@dataclass(frozen=True)
class TermsFacts:
    """What is promised: one version of terms. Money in fen per unit (piece rates per 1,000), point in GCJ-02 µ°."""

    title: str
    content: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    occupation_code: str = ""
    labor_type: str = LaborType.SERVICE
    hours_per_day_x10: int | None = None
    week_mask: int = 0
    place_name: str = ""
    area_code: str = ""
    lat_e6: int | None = None
    lng_e6: int | None = None
    pay_min_fen: int | None = None
    pay_max_fen: int | None = None
    pay_unit: str = ""
    pieces_per_day: int | None = None
    pay_daily_fen: int | None = None
    pay_note: str = ""
    settle_kind: str = SettleKind.DAILY
    settle_day: str = ""
    meals: bool = False
    lodging: bool = False
    pickup: bool = False
    tools_provided: bool = False
    ppe: str = ""
    hazards: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    requirements: str = ""
    insurance: str = Insurance.NONE
    age_min: int | None = None
    age_max: int | None = None
    age_ground: str = ""
    sex_required: str = SexRequired.ANY
    sex_ground: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    meeting_place: str = ""
    meeting_lat_e6: int | None = None
    meeting_lng_e6: int | None = None
    meeting_time: dt.time | None = None
    break_minutes: int | None = None
    load_kg: int | None = None
    loads_per_hour: int | None = None
    is_outdoors: bool = False
    is_site: bool = False
    fare_paid: bool = False
    protection: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Keep the contact out of logs and tracebacks."""
        return f"TermsFacts({self.title!r})"

    def columns(self) -> dict[str, Any]:
        """Return the values of the columns of `PostingTerms`."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


@dataclass(frozen=True)
class Offer:
    """Everything of one form or row: terms, shifts, and what belongs to the posting rather than to its terms."""

    kind: str
    terms: TermsFacts
    shifts: tuple[ShiftFacts, ...]
    valid_until_at: dt.datetime
    source: str = Source.DESK
    source_name: str = ""
    source_url: str = ""
    source_key: str = ""
    channels: tuple[str, ...] = field(default=())


def usual_end(kind: str, shifts: Iterable[ShiftFacts], at: dt.datetime) -> dt.datetime:
    """Return until when a posting of this kind usually holds: 3, 15 or 30 days, and no longer than work.

    A day's job that is entered earlier holds until its last shift, 90 days at most: it would be gone before its day.
    """
    end = day_is_over(at + dt.timedelta(days=VALID_DAYS[PostingKind(kind)]))
    ends = [shift.ends_at for shift in shifts]
    known = [e for e in ends if e is not None]
    if kind == PostingKind.GIG and known:
        end = max(end, at + dt.timedelta(days=MOST_VALID_DAYS))
    return min(end, max(known)) if known and len(known) == len(ends) else end


def parts_of(starts_at: dt.datetime, ends_at: dt.datetime) -> list[tuple[dt.date, int]]:
    """Return the parts of days that work from `starts_at` to `ends_at` needs: (day, 0 morning … 3 night).

    A part counts when work reaches into it by more than half an hour; the night belongs to the day it starts.
    """
    start, end = starts_at.astimezone(LOCAL), ends_at.astimezone(LOCAL)
    needed, best, most = [], None, dt.timedelta(0)
    day = start.date() - dt.timedelta(days=1)
    while day <= end.date():
        midnight = dt.datetime.combine(day, dt.time(), LOCAL)
        for part, (first, last) in enumerate(PARTS):
            begins, over = midnight + dt.timedelta(hours=first), midnight + dt.timedelta(hours=last)
            shared = min(end, over) - max(start, begins)
            if shared > most:
                best, most = (day, part), shared
            if shared > dt.timedelta(minutes=REACHES_IN):
                needed.append((day, part))
        day += dt.timedelta(days=1)
    return needed or ([best] if best else [])


def needed_parts(starts_at: dt.datetime, ends_at: dt.datetime) -> list[tuple[dt.date, int]]:
    """Return the parts of days that a shift needs, when people go home in between.

    A shift of several days is worked on each of them between its hours. Where no hours are stated (midnight to
    midnight) the daytime is meant: morning and afternoon.
    """
    start, end = starts_at.astimezone(LOCAL), ends_at.astimezone(LOCAL)
    if start.time() == end.time() == dt.time():
        days = (end.date() - start.date()).days
        return [(start.date() + dt.timedelta(days=n), part) for n in range(days) for part in (0, 1)]
    if end - start <= dt.timedelta(hours=24):
        return parts_of(start, end)
    found = []
    day = start.date()
    while (stretch := _one_day(day, start.time(), end.time()))[1] <= end:
        found += parts_of(*stretch)
        day += dt.timedelta(days=1)
    return found


def _one_day(day: dt.date, start: dt.time, end: dt.time) -> tuple[dt.datetime, dt.datetime]:
    starts, ends = dt.datetime.combine(day, start, LOCAL), dt.datetime.combine(day, end, LOCAL)
    return starts, ends if ends > starts else ends + dt.timedelta(days=1)


def read_terms(raw: Mapping[str, Any], *, at: dt.datetime, kept: Kept | None = None) -> tuple[Offer | None, Errors]:
    """Read a form's or a row's texts into an `Offer`, or say by field what cannot be kept.

    Keys of `raw` (all optional but `title` and `starts_on`; texts as typed, lists as lists or comma-separated):
    kind, title, occupation_code, content, labor_type, starts_on, ends_on, start_time, end_time, headcount,
    hours_per_day, week_days (1–7), place_name, area_code, lat_e6, lng_e6, pay (text such as ``200元/天``), pay_unit,
    pieces_per_day, settle_kind, settle_day, meals, lodging, pickup, tools_provided, ppe, hazards, certificates, skills,
    requirements, insurance, age_min, age_max, age_ground, sex_required, sex_ground, contact_name, contact_phone,
    valid_until_on, source, source_name, source_url, source_key, channels, meeting_place, meeting_lat_e6,
    meeting_lng_e6, meeting_time, break_time (``1小时``, ``90``), load_kg, loads_per_hour, is_outdoors, is_site,
    fare_paid, protection.

    :param at: the moment of entry; only `valid_until_at` depends on it.
    :param kept: of a posting that is written anew, what stands beside its texts.
    """
    reader = _Reader(raw, kept)
    kind = reader.choice("kind", PostingKind, PostingKind.GIG)
    starts_on, ends_on = reader.day("starts_on"), reader.day("ends_on")
    if starts_on is None and "starts_on" not in reader.errors:
        reader.wrong("starts_on", _("没有填用工日期。请填写开始那一天。"))
    if starts_on and ends_on and ends_on < starts_on:
        reader.wrong("ends_on", _("结束日期早于开始日期。请改其中一个。"))
        ends_on = None
    times = Times(reader.time("start_time"), reader.time("end_time"))
    shifts = _shifts(reader, kind, starts_on, ends_on, times)
    shifts = kept.own_headcounts(shifts) if kept else shifts
    terms = _terms(reader, kind, starts_on or at.astimezone(LOCAL).date(), ends_on, times, shifts)
    valid_on = reader.day("valid_until_on")
    valid_on = kept.holds_until(valid_on, ends_on or starts_on) if kept else valid_on
    if valid_on:
        valid_until_at = dt.datetime.combine(valid_on + dt.timedelta(days=1), dt.time(), LOCAL)
    else:
        valid_until_at = usual_end(kind, shifts, at)
    source = reader.choice("source", Source, Source.DESK)
    offer = Offer(
        kind=kind,
        terms=terms,
        shifts=shifts,
        valid_until_at=valid_until_at,
        source=source,
        source_name=reader.line("source_name", 60),
        source_url=reader.line("source_url", 300),
        source_key=reader.line("source_key", 64),
        channels=reader.codes("channels", Channel.choices),
    )
    if source == Source.REPOST and not offer.source_name:
        reader.wrong("source_name", _("转发信息须注明来源。请填写原发布单位或网站名称。"))
    return (None, reader.errors) if reader.errors else (offer, {})


@dataclass(frozen=True)
class Times:
    start: dt.time | None
    end: dt.time | None

    def on(self, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
        """Return the stretch of work that starts on `day`; without times, the whole day."""
        return _one_day(day, self.start or dt.time(), self.end or dt.time())

    def hours_x10(self, break_minutes: int | None) -> int | None:
        """Return tenths of an hour from start to end less the break, where both are stated and some work is left."""
        if self.start is None or self.end is None:
            return None
        starts, ends = self.on(dt.date(2000, 1, 3))
        worked = ends - starts - dt.timedelta(minutes=break_minutes or 0)
        return round(worked.total_seconds() / 360) if worked > dt.timedelta(0) else None


def _shifts(
    reader: _Reader, kind: str, starts_on: dt.date | None, ends_on: dt.date | None, times: Times
) -> tuple[ShiftFacts, ...]:
    headcount = reader.headcount("headcount")
    if starts_on is None or headcount is None:
        return ()
    if kind == PostingKind.LONG:
        return (ShiftFacts(times.on(starts_on)[0], None, headcount),)
    last = ends_on or starts_on
    if kind == PostingKind.SHORT:
        return (ShiftFacts(times.on(starts_on)[0], times.on(last)[1], headcount),)
    days = (last - starts_on).days + 1
    if days > MOST_SHIFTS:
        reader.wrong("ends_on", _("日工零工最多连续 31 天。更长的请选“短期用工”或“长期岗位”。"))
        return ()
    return tuple(ShiftFacts(*times.on(starts_on + dt.timedelta(days=n)), headcount) for n in range(days))


def _terms(
    reader: _Reader,
    kind: str,
    starts_on: dt.date,
    ends_on: dt.date | None,
    times: Times,
    shifts: tuple[ShiftFacts, ...],
) -> TermsFacts:
    break_minutes = reader.break_minutes("break_time") or find_break(reader.written("content"))
    hours_x10 = reader.tenths("hours_per_day") or times.hours_x10(break_minutes)
    week_mask = reader.week_mask("week_days", times)
    pieces = reader.number("pieces_per_day", 1, 1_000_000)
    pay_min, pay_max, unit, note = reader.pay("pay", "pay_unit")
    age_min, age_max = reader.number("age_min", 1, 100), reader.number("age_max", 1, 100)
    if age_min is not None and age_max is not None and age_max < age_min:
        reader.wrong("age_max", _("最大年龄小于最小年龄。请改其中一个。"))
    title = reader.line("title", 40)
    if not title and "title" not in reader.errors:
        reader.wrong("title", _("没有填岗位名称。请填写，例如“装卸工”。"))
    lat, lng = reader.micro("lat_e6", 90), reader.micro("lng_e6", 180)
    if kind == PostingKind.GIG:
        days: int | None = max(len(shifts), 1)
    else:
        days = (ends_on - starts_on).days + 1 if ends_on else None
    return TermsFacts(
        title=title,
        content=reader.text("content", 1000),
        starts_on=starts_on,
        ends_on=ends_on,
        occupation_code=reader.occupation("occupation_code"),
        labor_type=reader.choice("labor_type", LaborType, LaborType.SERVICE),
        hours_per_day_x10=hours_x10,
        week_mask=week_mask,
        place_name=reader.line("place_name", 100),
        area_code=reader.line("area_code", 12),
        lat_e6=lat if lng is not None else None,
        lng_e6=lng if lat is not None else None,
        pay_min_fen=pay_min,
        pay_max_fen=pay_max,
        pay_unit=unit,
        pieces_per_day=pieces,
        pay_daily_fen=comparable_daily_fen(
            min_fen=pay_min,
            unit=unit or None,
            hours_per_day_x10=hours_x10,
            pieces_per_day=pieces,
            days_per_week=_days_a_week(week_mask),
            days=days,
        ),
        pay_note=note,
        settle_kind=reader.choice("settle_kind", SettleKind, _usual_settling(kind)),
        settle_day=reader.line("settle_day", 40),
        meals=reader.yes("meals"),
        lodging=reader.yes("lodging"),
        pickup=reader.yes("pickup"),
        tools_provided=reader.yes("tools_provided"),
        ppe=reader.line("ppe", 200),
        hazards=reader.codes("hazards", Hazard.choices),
        certificates=reader.codes("certificates", [(c.code, c.name) for c in all_certificates()]),
        skills=reader.codes("skills", None),
        requirements=reader.text("requirements", 500),
        insurance=reader.choice("insurance", Insurance, Insurance.NONE),
        age_min=age_min,
        age_max=age_max,
        age_ground=reader.choice("age_ground", AgeGround, ""),
        sex_required=reader.choice("sex_required", SexRequired, SexRequired.ANY),
        sex_ground=reader.choice("sex_ground", SexGround, ""),
        contact_name=clean_name(reader.line("contact_name", 50)),
        contact_phone=reader.phone("contact_phone"),
        break_minutes=break_minutes,
        **_circumstances(reader),
    )


def _circumstances(reader: _Reader) -> dict[str, Any]:
    """Read how one gets there and what the work asks of the body; a point without its place is none."""
    place = reader.line("meeting_place", 100)
    lat, lng = reader.micro("meeting_lat_e6", 90), reader.micro("meeting_lng_e6", 180)
    whole = bool(place) and lat is not None and lng is not None
    return {
        "meeting_place": place,
        "meeting_lat_e6": lat if whole else None,
        "meeting_lng_e6": lng if whole else None,
        "meeting_time": reader.time("meeting_time"),
        "load_kg": reader.number("load_kg", 1, MOST_LOAD_KG),
        "loads_per_hour": reader.number("loads_per_hour", 1, MOST_LOADS_AN_HOUR),
        "is_outdoors": reader.yes("is_outdoors"),
        "is_site": reader.yes("is_site"),
        "fare_paid": reader.yes("fare_paid"),
        "protection": reader.codes("protection", Protection.choices),
    }


def _usual_settling(kind: str) -> str:
    return {PostingKind.GIG: SettleKind.DAILY, PostingKind.SHORT: SettleKind.ON_COMPLETION}.get(
        PostingKind(kind), SettleKind.MONTHLY
    )


def _week_mask(days: tuple[int, ...], times: Times) -> int:
    """Return 28 bits of what every such week needs: the named weekdays in the parts of the day that are worked."""
    if not days:
        return 0
    parts = {0, 1}
    if times.start is not None and times.end is not None:
        parts = {part for _day, part in parts_of(*times.on(dt.date(2000, 1, 3)))}
    return sum(1 << (day * 4 + part) for day in days for part in parts)


def _days_a_week(week_mask: int) -> int | None:
    return sum(1 for day in range(7) if week_mask >> (day * 4) & 0b1111) or None


class _Reader:
    """Reads one value after the other and collects what is wrong, so that everything is said at once."""

    def __init__(self, raw: Mapping[str, Any], kept: Kept | None) -> None:
        self.raw, self.kept = raw, kept
        self.errors: Errors = {}

    def wrong(self, name: str, sentence: str) -> None:
        self.errors.setdefault(name, []).append(sentence)

    def written(self, name: str) -> str:
        value = self.raw.get(name)
        if value is None:
            return ""
        if isinstance(value, dt.date | dt.time):
            return value.isoformat()
        return str(value).strip()

    def line(self, name: str, most: int) -> str:
        return self._fitting(name, clean_line(self.written(name)), most)

    def text(self, name: str, most: int) -> str:
        lines = [clean_line(line) for line in self.written(name).splitlines()]
        return self._fitting(name, "\n".join(lines).strip(), most)

    def _fitting(self, name: str, text: str, most: int) -> str:
        if len(text) > most:
            self.wrong(
                name, _("这一栏最多 %(most)s 个字，现在有 %(have)s 个。请缩短。") % {"most": most, "have": len(text)}
            )
            return text[:most]
        return text

    def choice(self, name: str, choices: Any, default: str) -> str:
        """Take a code, or the words shown for it."""
        written = self.written(name)
        if not written:
            return str(default)
        for value, label in choices.choices:
            if written in (value, str(label)):
                return str(value)
        self.wrong(name, _("这一栏的内容不在可选范围内。请从列表里选。"))
        return str(default)

    def codes(self, name: str, known: Iterable[tuple[str, Any]] | None) -> tuple[str, ...]:
        """Take codes, or the words shown for them; with `known` None, free words."""
        value = self.raw.get(name)
        if isinstance(value, str):
            value = value.replace("，", ",").replace("、", ",").replace("；", ",").split(",")
        found = [clean_line(str(item)) for item in value or ()]
        found = list(dict.fromkeys(item for item in found if item))
        if known is not None:
            codes = {text: value for value, label in known for text in (value, str(label))}
            if not set(found) <= set(codes):
                self.wrong(name, _("这一栏的内容不在可选范围内。请从列表里选。"))
                return ()
            found = [codes[item] for item in found]
        if sum(map(len, found)) > 300:
            self.wrong(name, _("这一栏填得太多了。请只留最要紧的几项。"))
        return tuple(found)

    def occupation(self, name: str) -> str:
        """Take a code of the 大典; words are not guessed at here."""
        code = self.line(name, 12)
        if code and not is_occupation(code):
            self.wrong(name, _("没有这个职业代码。请从联想列表里选职业，或留空。"))
            return ""
        return code

    def yes(self, name: str) -> bool:
        value = self.raw.get(name)
        return (
            value
            if isinstance(value, bool)
            else self.written(name).lower() in ("1", "on", "true", "是", "有", "包", "管")
        )

    def day(self, name: str) -> dt.date | None:
        value = self.raw.get(name)
        if isinstance(value, dt.datetime):
            value = value.date()
        written = value.isoformat() if isinstance(value, dt.date) else self.written(name)
        if not written:
            return None
        day = parse_day(written)  # dates too: the year 1 is none, and its midnight is no moment
        if day is None:
            self.wrong(name, _("日期没有看懂。请写成 2026-11-23 这样。"))
        return day

    def time(self, name: str) -> dt.time | None:
        value = self.raw.get(name)
        if isinstance(value, dt.time):
            return value
        written = self.written(name).replace("：", ":")
        if not written:
            return None
        hour, _colon, minute = written.partition(":")
        if hour.isdecimal() and (minute or "0").isdecimal() and len(written) <= 5:
            h, m = int(hour), int(minute or "0")
            if not minute and len(hour) in (3, 4):  # typed without a colon: 730, 0730
                h, m = divmod(int(hour), 100)
            if h < 24 and m < 60:
                return dt.time(h, m)
            if (h, m) == (24, 0):
                return dt.time(0, 0)
        self.wrong(name, _("时间没有看懂。请写成 7:30 或 0730 这样。"))
        return None

    def micro(self, name: str, most: int) -> int | None:
        """Take micro-degrees within ± `most` degrees; a script of ours wrote them, so others are no point at all."""
        try:
            value = int(self.written(name)[:20])
        except ValueError:
            return None
        return value if abs(value) <= most * 1_000_000 else None

    def number(self, name: str, least: int, most: int) -> int | None:
        written = self.written(name)
        if not written:
            return None
        if written.isdecimal() and least <= int(written) <= most:
            return int(written)
        self.wrong(name, _("请填 %(least)s 到 %(most)s 之间的整数。") % {"least": least, "most": most})
        return None

    def tenths(self, name: str) -> int | None:
        written = self.written(name)
        if not written:
            return None
        try:
            hours = Decimal(written)
        except InvalidOperation:
            hours = Decimal(-1)
        if not 0 < hours <= 24 or hours * 10 != (hours * 10).to_integral_value():
            self.wrong(name, _("每日工时请填 0.5 到 24 之间的小时数，最多一位小数。"))
            return None
        return int(hours * 10)

    def break_minutes(self, name: str) -> int | None:
        written = self.written(name)
        minutes = read_break(written) if written else None
        if written and (minutes is None or not 1 <= minutes <= MOST_BREAK_MINUTES):
            self.wrong(name, _("中间休息没有看懂。请写成 1小时、90分钟 这样，最多 6 小时；没有就留空。"))
            return None
        return minutes

    def week_mask(self, name: str, times: Times) -> int:
        found = self.codes(name, [(str(n), n) for n in range(1, 8)])
        days = tuple(sorted(int(n) - 1 for n in found))
        as_before = self.kept.mask(days) if self.kept and None in (times.start, times.end) else None
        return _week_mask(days, times) if as_before is None else as_before

    def headcount(self, name: str) -> int | None:
        written = self.written(name)
        if not written:
            return None
        count = parse_headcount(written)
        if count is None or count > MOST_HEADCOUNT:
            self.wrong(name, _("人数没有看懂。请填 1 到 999 之间的整数。"))
            return None
        return count

    def pay(self, name: str, unit_name: str) -> tuple[int | None, int | None, str, str]:
        """Read the pay as written; a bare number takes the unit chosen beside it. Nothing is invented."""
        written = self.line(name, 200)
        chosen = self.choice(unit_name, PayUnit, "")
        if self.kept and (as_before := self.kept.pay(written, chosen)):
            return as_before
        if not written:
            return None, None, chosen, ""
        reading = parse_pay(written)
        unit = reading.unit or ""
        low, high = reading.min_fen, reading.max_fen
        if not unit and chosen and low is None and high is None:
            # A bare short figure ("18") says too little by itself; with a unit chosen beside it, it is a rate in yuan.
            reading = parse_pay(f"{written}元")
            low, high = reading.min_fen, reading.max_fen
        if not unit and chosen:
            unit = chosen
            if unit == PayUnit.PIECE:  # kept per 1,000 pieces
                low, high = (None if fen is None else fen * 1000 for fen in (low, high))
        if unit and chosen and unit != chosen:
            self.wrong(unit_name, _("报酬里写的单位和所选单位不一样。请改成一致，或不选单位。"))
        if high is not None and low is not None and high < low:
            low, high = high, low
        if low is None or low <= 0:
            return None, None, unit if reading.understood else "", written
        return low, high, unit, written

    def phone(self, name: str) -> str:
        written = self.written(name)
        if not written:
            return ""
        try:
            return read_phone(written).number
        except Misread as error:
            self.wrong(name, str(error))
            return ""
