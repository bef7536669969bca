"""When the work is: days counted from a reference day and hours of the clock, as people write them in messages.

A day without a year is the nearest such day (28号: the next 28th). An hour between one and four without a word for the
part of the day may be night or afternoon: it is not read. Days of payment, of registering and of closing are no days
of work.
"""
# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from yizhan.postings.reading.numerals import CHINESE_NUMERAL, chinese_number

Piece = tuple[int, int]

# Days ------------------------------------------------------------------------------------------------------------

_NEAR = {
    "今天": 0, "今日": 0, "今儿": 0, "今早": 0, "今晚": 0, "今晨": 0, "今夜": 0, "明天": 1, "明日": 1, "明儿": 1, "明早": 1,
    "明晚": 1, "就现在": 0, "现在就来": 0, "现在就要": 0, "现在来": 0, "明晨": 1, "明个": 1, "明夜": 1, "明上午": 1, "明下午": 1, "后天": 2, "后日": 2, "后儿": 2, "后早": 2,
    "大后天": 3, "今下午": 0, "今上午": 0, "明中午": 1, "今中午": 0, "明朝": 1, "今朝": 0, "听日": 1, "听朝": 1,
}  # fmt: skip
_NEARS = "|".join(sorted(_NEAR, key=len, reverse=True))
_WEEK = "一二三四五六日天"
_N = rf"(?:\d{{1,2}}|{CHINESE_NUMERAL})"
_TO = r"\s*(?:-+|~+|—+|–|至|到)\s*"
#: What makes a number before 号 the number of a house, a shed or a road.
_NO_DAY_AFTER = r"(?![楼院门仓库车线店国机地桌棚坑井馆桥路厂岸口码信码街巷栋房电卡井段站高公摊])"
_NO_DAY_BEFORE = r"(?<![\d.路街巷弄栋第楼院区园村道门座厅段期一二三四五六七八九十-])"
_DAY = re.compile(
    rf"(?P<year>20\d\d)\s*[-/.年]\s*(?P<ym>\d{{1,2}})\s*[-/.月]\s*(?P<yd>\d{{1,2}})[日号]?(?!\d)"
    rf"|(?<!\d)(?P<m>{_N})月份?(?P<d>{_N})(?:[日号]|(?![\d.个]))(?:{_TO}(?:(?P<m2>{_N})月份?)?(?P<d2>{_N})[日号])?"
    rf"|{_NO_DAY_BEFORE}(?P<only>{_N})[号日]?(?:{_TO}|[、和])(?P<only2>{_N})[号日]{_NO_DAY_AFTER}(?!\d)"
    rf"|{_NO_DAY_BEFORE}(?P<one>{_N})[号]{_NO_DAY_AFTER}(?![a-z]|\d(?!\d?[号日]))"
    rf"|{_NO_DAY_BEFORE}(?P<oneday>\d{{1,2}})日(?=$|[\s,。;、!(]|早|上午|下午|晚|开|起)"
    r"|(?<![\d.\-/:])(?P<dm>1[0-2]|0?[1-9])[./](?P<dd>3[01]|[12]\d|0?[1-9])(?:[日号]|(?=$|[\s,。;、!(早上下晚|])|(?=[-~至到]))"
    rf"(?:{_TO}(?P<dm2>1[0-2]|0?[1-9])[./](?P<dd2>3[01]|[12]\d|0?[1-9])(?![\d.点:]))?"
    rf"|(?P<week>(?:这个?|本|下下?个?)?(?:周|星期|礼拜)(?P<weekday>[{_WEEK}](?![{_WEEK}结])|[1-6](?!\d))(?!前|之前|付|发))"
    rf"|(?P<two>今明|明后)(?:两天|两日|两早)"
    rf"|(?P<newyear>元旦)(?:那天|当天|这天|节当天)"
    rf"|下个?月(?P<next>{_N})[号日]{_NO_DAY_AFTER}"
    rf"|(?<![今明])(?P<near>{_NEARS})"
)
_NOT_WORK_BEFORE = re.compile(
    r"(?:截止|截至|报名|发布|登记|更新|有效期|最晚|最迟|每月|次月|每个月|隔月|生日|出生|每|发薪日?|开工资|发工资|之前)[^\d,。;\n]{0,4}$"
)
_NOT_WORK_AFTER = re.compile(
    r"(?:\s*(?:[(（].{0,4}[)）])?\s*(?:晚上|上午|下午|中午|晚|早上?)?\s*\d{0,2}[点:]?\d{0,2}\s*)?"
    r"(?:之?前报|以?前联系|前报名|之前|截止|止(?!痛)|报名|发工资|发薪|开工资|发布|开支|发放|休息|双休|单休|付清|结账|之内|前(?!后)|能来的?优先|能到的?优先|可到岗优先|(?:的?最新)?(?:岗位|招聘信息|招工信息|用工信息)|(?:上下|都)(?:可|行|能))"
)
_WEEKLY = re.compile(rf"(?:{_TO}|[、和])?(?:(?:周|星期)?[{_WEEK}1-7])?(?:双休|单休|休息|休)")
_WEEK_RANGE = re.compile(rf"{_TO}(?:周|星期|礼拜)[{_WEEK}]")


@dataclass(frozen=True)
class DayFound:
    """One day, or several in a row, and where they stand; `closing` for the last day to register."""

    first: dt.date
    last: dt.date
    piece: Piece
    closing: bool = False


def find_days(plain: str, today: dt.date) -> list[DayFound]:
    """Find the days that a text names, those of payment left out."""
    found: list[DayFound] = []
    for one in _DAY.finditer(plain):
        closing = _closes(plain, one)
        if not closing and (
            _NOT_WORK_BEFORE.search(plain[max(0, one.start() - _FAR) : one.start()])
            or _NOT_WORK_AFTER.match(plain, one.end())
        ):
            continue
        if one["week"] and (_WEEKLY.match(plain, one.end()) or _WEEK_RANGE.match(plain, one.end())):
            continue
        if one["week"] and re.search(
            rf"(?:周|星期|礼拜)[{_WEEK}]{_TO}$", plain[max(0, one.start() - _FAR) : one.start()]
        ):
            continue
        days = _days(one, today)
        if days is not None and days[0] <= days[1]:
            found.append(DayFound(*days, one.span(), closing))
    return _joined(found, plain)


def _closes(plain: str, one: re.Match[str]) -> bool:
    before = re.search(r"(?:截止|截至|有效期)[^\d,。;\n]{0,6}$", plain[max(0, one.start() - _FAR) : one.start()])
    after = re.match(r"(?:\s*\d{0,2}[点:]?\d{0,2}\s*)?(?:之?前报名?|截止|止报名|报名截止)", plain[one.end() :])
    return before is not None or after is not None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else chinese_number(text) or 0


def _days(one: re.Match[str], today: dt.date) -> tuple[dt.date, dt.date] | None:
    try:
        if one["near"]:
            day = today + dt.timedelta(days=_NEAR[one["near"]])
            return day, day
        if one["two"]:
            first = today + dt.timedelta(days=0 if one["two"] == "今明" else 1)
            return first, first + dt.timedelta(days=1)
        if one["newyear"]:
            day = dt.date(today.year + (today > dt.date(today.year, 1, 1)), 1, 1)
            return day, day
        if one["next"]:
            day = (today.replace(day=1) + dt.timedelta(days=32)).replace(day=_number(one["next"]))
            return day, day
        if one["week"]:
            week_day = _weekday(one["week"], one["weekday"], today)
            return week_day, week_day
        if one["year"]:
            day = dt.date(int(one["year"]), int(one["ym"]), int(one["yd"]))
            return day, day
        if one["m"] or one["dm"]:
            return _of_year(one, today)
        return _of_month(one, today)
    except (ValueError, OverflowError):
        return None


def _weekday(words: str, name: str, today: dt.date) -> dt.date:
    number = int(name) - 1 if name.isdigit() else min(_WEEK.index(name), 6)
    monday = today - dt.timedelta(days=today.weekday())
    if words.startswith("下下"):
        return monday + dt.timedelta(days=14 + number)
    if words.startswith("下"):
        return monday + dt.timedelta(days=7 + number)
    day = monday + dt.timedelta(days=number)
    if words[0] in "这本" or day >= today:
        return day
    return day + dt.timedelta(days=7)


def _of_year(one: re.Match[str], today: dt.date) -> tuple[dt.date, dt.date] | None:
    first = nearest_day(_number(one["m"] or one["dm"]), _number(one["d"] or one["dd"]), today)
    ends = one["d2"] or one["dd2"]
    if first is None or not ends:
        return (first, first) if first else None
    named = one["m2"] or one["dm2"]
    month = _number(named) if named else first.month
    last = dt.date(first.year + (month < first.month), month, _number(ends))
    return first, last


def nearest_day(month: int, day: int, today: dt.date) -> dt.date | None:
    """Return the day of that name next to the reference day, before or after it."""
    known = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            known.append(dt.date(year, month, day))
        except ValueError:
            continue
    return min(known, key=lambda each: abs((each - today).days), default=None)


def _of_month(one: re.Match[str], today: dt.date) -> tuple[dt.date, dt.date] | None:
    first = _coming(_number(one["only"] or one["one"] or one["oneday"]), today)
    if first is None or not one["only2"]:
        return (first, first) if first else None
    number = _number(one["only2"])
    last = first.replace(day=number) if number > first.day else None
    if last is None:
        month = (first.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        last = month.replace(day=number)
    return (first, last) if (last - first).days <= 31 else None


def _coming(number: int, today: dt.date) -> dt.date | None:
    month = today.replace(day=1)
    for _try in range(3):
        try:
            day = month.replace(day=number)
        except ValueError:
            day = None
        if day is not None and day >= today:
            return day
        month = (month + dt.timedelta(days=32)).replace(day=1)
    return None


def _joined(found: list[DayFound], plain: str) -> list[DayFound]:
    """Join 明天到后天, and 28号(周六): the same day named twice."""
    joined: list[DayFound] = []
    for one in found:
        last = joined[-1] if joined else None
        if last is not None and last.closing == one.closing:
            between = plain[last.piece[1] : one.piece[0]]
            if (
                re.fullmatch(rf"(?:{_TO}|[、和, ]|)", between)
                and (re.fullmatch(_TO, between) or (one.first - last.last).days == 1)
                and last.last <= one.last
                and (one.last - last.first).days <= 366
            ):
                joined[-1] = DayFound(last.first, one.last, (last.piece[0], one.piece[1]), one.closing)
                continue
            if re.fullmatch(r"\s*[(,]?\s*", between) and last.first == last.last == one.first == one.last:
                joined[-1] = DayFound(last.first, one.last, (last.piece[0], one.piece[1]), one.closing)
                continue
        joined.append(one)
    return joined


# Hours -----------------------------------------------------------------------------------------------------------

_PART = r"(?P<{0}>后半夜|下半夜|半夜|五更|上昼|头晌|前晌|早起|朝早|下昼|晏昼|后晌|过晌|晌午|夜晚|擦黑|凌晨|清晨|清早|早晨|早上|一早|大早|早|上午|中午|午后|下午|傍晚|晚上|晚间|夜里|夜间|晚|夜)"
_HOUR = r"(?P<{0}>[01]?\d|2[0-4]|[一二两三四五六七八九十]{{1,3}})"
_MINUTE = r"(?:(?P<{0}half>半)|(?P<{0}min>[0-5]\d)分?|(?P<{0}quarter>[一三])刻|(?P<{0}ten>[一二三四五]?十[一二三四五六七八九]?)分?|整|钟)?"
_POINT = r"(?:点钟?|时(?![薪候间段工长常])|:|;(?=[0-5]\d))"
_CLOCK = re.compile(
    r"(?<![\d.\-#])(?<!\d:)(?<!双)(?:" + _PART.format("part") + r"\s*)?" + _HOUR.format("hour")
    + r"\s*" + _POINT + r"(?:\s*" + _MINUTE.format("") + r"(?!\d)|(?=[6-9]\d(?!\d)|[1-9]\d{2}(?!\d)))"
    + r"(?:\s*(?:准时)?(?:-+|~+|—+|–|至|到|干到|直到)\s*(?P<next>第二天|次日|隔天|[明后](?:天|日)?(?=早|凌晨|清晨|晨|上午)|[明后][天日])?(?:" + _PART.format("part2") + r"\s*)?"
    + _HOUR.format("hour2") + r"\s*(?:" + _POINT + r"(?:\s*" + _MINUTE.format("z") + r"(?!\d)|(?=[6-9]\d(?!\d)|[1-9]\d{2}(?!\d)))))?"
)  # fmt: skip
#: 早7晚5, 朝九晚五, 8-18点, 早6点-晚6: the sign for the hour stands once or not at all.
_SHORT = re.compile(
    r"(?:早上?|朝|早晨)" + _HOUR.format("hour") + r"(?:点(?P<half>半)?)?" + r"\s*(?:-+|~+|—+|至|到|,)?\s*"
    r"(?P<part2>晚上?|下午|中午|夜)" + _HOUR.format("hour2") + r"(?:点(?P<zhalf>半)?)?(?![\d块元名人个])"
)
#: 晚8早8: a night's work, both ends named by the part of the day.
_NIGHT = re.compile(
    r"(?P<part>晚上?)" + _HOUR.format("hour") + r"(?:点(?P<half>半)?)?\s*(?:-+|~+|—+|至|到|,)?\s*(?P<part2>早上?|早晨|凌晨)"
    + _HOUR.format("hour2") + r"(?:点(?P<zhalf>半)?)?(?![\d块元名人个])"
)  # fmt: skip
_PAIR = re.compile(
    r"(?<![\d.:\-月])(?:" + _PART.format("part") + r"\s*)?" + r"(?P<hour>[01]?\d|2[0-4])\s*(?:-+|~+|—+|–|至|到)\s*"
    r"(?:" + _PART.format("part2") + r"\s*)?" + r"(?P<hour2>[01]?\d|2[0-4])\s*点(?P<zhalf>半)?"
)
_MORNING = frozenset(
    {
        "后半夜",
        "下半夜",
        "五更",
        "上昼",
        "头晌",
        "前晌",
        "早起",
        "朝早",
        "凌晨",
        "清晨",
        "清早",
        "早晨",
        "早上",
        "一早",
        "大早",
        "早",
        "上午",
    }
)
_AFTERNOON = frozenset({"下昼", "晏昼", "后晌", "过晌", "午后", "下午", "傍晚"})
_NIGHT_PARTS = frozenset({"半夜", "夜晚", "夜里", "夜间", "夜"})
NOON = 12
#: What says something about an hour or a day stands no further before it.
_FAR = 40
_VAGUE = re.compile(r"\s*(?:多钟?|来钟|前后|多)")
#: Behind a word for the afternoon, and none for the night, three o'clock is in the afternoon.
_AFTER_NOON = re.compile(r"^(?!.*(?:凌晨|夜|早|晨|晚(?![饭餐]))).*(?:下午|午后|下昼|后晌)", re.S)
#: 两点钟柜子到: what comes at one, two or three without a word for the night comes in the afternoon.
_COMES = re.compile(r"(?:钟|半)?[\u4e00-\u9fff]{0,3}(?:[车货料]|柜子?|船|菜)(?:就|才|准时)?到")
_NIGHT_OR_DAWN = re.compile(r"凌晨|夜|早|晨|天不亮|天没亮|鸡叫|五更|通宵")
_LATE = re.compile(r"^(?!.*(?:早|晨|上午|白天|白班)).*(?:晚班|一晚|每晚|夜市|夜里干)", re.S)
#: 今晚卸货，九点: nobody is called for tonight at nine in the morning.
_TONIGHT = re.compile(
    r"(?:[今明后当]晚|[今明]夜|大后晚|晚上|夜里|夜间)(?:(?!今天|明天|后天|次日|第二天|早|晨|上午|下午|中午|白天)[^。;\n])*$"
)
_ALL_NIGHT = re.compile("(?:通宵|[今明后]晚|夜里|夜间)[^。;\n]*$")
_EARLY = re.compile(r"^(?!.*(?:下午|午后|晚)).*(?:凌晨|早市|早点|早餐|早班|天不亮|天没亮)", re.S)
_IDIOM_BEFORE = re.compile(r"(?:有|快|早|晚|差|慢|提前|便宜|多|少|大|小|好|再|第|高|低|远|近|重)$")
_STARTS = re.compile(r"[^\d,。;\n|]{0,10}?(?:开工|上班|上工|上岗|开始|干活|开干|到岗|动工|开会)")
_MEETS = re.compile(r"[^\d,。;\n|]{0,12}?(?:集合|上车|出发|发车|接人?|到|走|见)")
_ENDS = re.compile(r"\s*(?:左右)?\s*(?:下班|收工|下工|结束|完工|放工|干完|吃饭|散)")
_LEAVES = re.compile(r"(?:走(?=$|[,。;\s])|离开|回家|下工)")
_ENDS_BEFORE = re.compile(
    r"(?:干到|下班|收工|下工|结束|放工|做到|忙到|一直到)(?:时间)?[:是]?\s*$|[\u4e00-\u9fff](?<![改提移定推迟延前等早晚午天])[到至]\s*$"
)
_NO_WORK_BEFORE = re.compile(r"(?:报名|截止|电话|来电|咨询|联系|午休|休息|吃饭|面试|开饭|营业)(?:时间)?[:是在到]?\s*$")
_NO_WORK_AFTER = re.compile(
    r"(?!\s*之?前(?:必须|要|得|能|赶|准时)?[到来进])\s*(?:之?前)?\s*(?:报名|截止|联系|来电|打电话|回复|接龙|面试|吃饭|开饭|营业|之前|前报|前[打转结付发]|前联系|前给|前定|前说|休息|付款|报数|接龙|封单|不接|发工?[钱资]|算账|结账|结工?[钱资])"
)


@dataclass(frozen=True)
class HoursFound:
    """Hours of work: from, until (either may be unknown), and where they stand.

    :param rank: 0 a gathering, 1 begins work, 2 unsaid, 3 only an end is known.
    :param parted: the part of the day is said.
    """

    start: dt.time | None
    end: dt.time | None
    piece: Piece
    rank: int
    parted: bool = True


def find_hours(plain: str, whole: str | None = None) -> list[HoursFound]:
    """Find the hours of work that a text names, in the order of the text.

    :param whole: the same text with nothing marked as read: 一晚160，八点到两点 is the evening.
    """
    found: list[HoursFound] = []
    for one in _matches(plain):
        if any(one.start() < known.piece[1] and known.piece[0] < one.end() for known in found):
            continue
        hours = _hours(one, plain, whole or plain)
        if hours is not None:
            found.append(hours)
    return _as_told(plain, sorted((_trimmed(one, plain) for one in found), key=lambda each: each.piece))


def _trimmed(one: HoursFound, plain: str) -> HoursFound:
    """Leave out what stands behind an hour and says nothing: the end of a line parts the jobs of a list."""
    start, end = one.piece
    return replace(one, piece=(start, start + len(plain[start:end].rstrip())))


def _as_told(plain: str, found: list[HoursFound]) -> list[HoursFound]:
    """今晚7点…，7点到12点: an hour that was told with its part of the day is meant again."""
    told: list[HoursFound] = []
    for one in found:
        if told and one.end is None and _LEAVES.match(plain, one.piece[1]) and told[-1].start is not None:
            told.append(replace(one, start=None, end=one.start, rank=3))  # 半夜三点来，上午十点走
            continue
        again = next((known for known in told if _half_day_before(one.start, known.start)), None)
        if again is not None and not one.parted:
            end = one.end
            if end is not None and end.hour <= NOON:
                end = end.replace(hour=(end.hour + NOON) % 24)
            one = replace(one, start=again.start, end=end)
        told.append(one)
    return told


def _half_day_before(one: dt.time | None, other: dt.time | None) -> bool:
    return one is not None and other is not None and one.hour + NOON == other.hour and one.minute == other.minute


def _matches(plain: str) -> Iterator[re.Match[str]]:
    yield from _SHORT.finditer(plain)
    yield from _NIGHT.finditer(plain)
    yield from _PAIR.finditer(plain)
    yield from _CLOCK.finditer(plain)


def _hours(one: re.Match[str], plain: str, whole: str) -> HoursFound | None:
    said = one.groupdict()
    short = one.re is _SHORT
    part = "早" if short else said.get("part") or _part_before(plain, one.start())
    hour, hour2 = _hour(said["hour"]), _hour(said["hour2"])
    around = plain[max(0, one.start() - 2 * _FAR) : one.end() + 2 * _FAR]
    if (
        part is None
        and hour in (1, 2, 3, 4)
        and (hour2 is None or hour2 > hour)
        and (
            _AFTER_NOON.search(plain[max(0, one.start() - _FAR) : one.start()])
            or (_COMES.match(plain, one.end()) and not _NIGHT_OR_DAWN.search(around))
        )
    ):
        part = "下午"
    if part is None and hour in (1, 2, 3, 4) and hour2 in range(hour + 1, 10) and not _NIGHT_OR_DAWN.search(around):
        part = "下午"  # 三点到七点: of the night it would be said
    if part is None and hour in (3, 4) and _EARLY.search(around):
        part = "凌晨"
    tonight = _TONIGHT.search(plain[max(0, one.start() - 2 * _FAR) : one.start()])
    if (
        part is None
        and hour in range(4, 12)
        and (
            tonight or _LATE.search(whole[max(0, one.start() - 2 * _FAR) : one.end() + 2 * _FAR]) or _feasts(plain, one)
        )
    ):
        part = "晚"
    if part is None and hour == NOON and _ALL_NIGHT.search(plain[max(0, one.start() - 2 * _FAR) : one.start()]):
        part = "晚"  # 今晚通宵，12点进站
    if hour is None or (said["hour"] in ("一", "两") and _is_idiom(plain, one, part, said)):
        return None
    if _VAGUE.match(plain, one.end()) or _NO_WORK_BEFORE.search(plain[max(0, one.start() - _FAR) : one.start()]):
        return None
    if _NO_WORK_AFTER.match(plain, one.end()):
        return None
    if hour2 is None:
        moment = _clock(hour, _minute(said, ""), part)
        if moment is None:
            return None
        if _ENDS.match(plain, one.end()) or _ENDS_BEFORE.search(plain[max(0, one.start() - _FAR) : one.start()]):
            if part is None and hour < 10:
                return None  # 5点下班: five in the afternoon most likely, but that is not written
            return HoursFound(None, moment, one.span(), 3)
        return HoursFound(moment, None, one.span(), _rank(plain, one.end(), one.start()), part is not None)
    if said.get("next"):
        # 今晚8点到明早6点: one night. 今天8点到明天17点 is more than a day's hours: only the beginning is known.
        start = _clock(hour, _minute(said, ""), part)
        end = _clock(hour2, _minute(said, "z"), said.get("part2") or ("早" if hour2 <= NOON else None))
        if start is None:
            return None
        overnight = end is not None and end < start and start.hour >= NOON
        return HoursFound(start, end if overnight else None, one.span(), 1, part is not None)
    if part is None and said.get("part2") in _MORNING and hour > hour2:
        part = "晚"  # 9点到早上6点
    start, end = _pair(hour, _minute(said, ""), part, hour2, _minute(said, "z"), said.get("part2"))
    if start is None:
        return None
    return HoursFound(start, end, one.span(), 1, part is not None)


def _feasts(plain: str, one: re.Match[str]) -> bool:
    """Say whether the hour is one of an evening's feast that its own sentence names: 晚宴传菜员8个，5点到9点半."""
    sentence = re.split("[;。\n]", plain[max(0, one.start() - _FAR) : one.start()])[-1]
    return re.search("晚宴|晚会|夜宴|夜宵|宵夜|夜场", sentence) is not None


def _rank(plain: str, end: int, start: int) -> int:
    starts, meets = _STARTS.match(plain, end), _MEETS.match(plain, end)
    if starts is not None and (meets is None or starts.end() <= meets.end()):
        return 1
    if meets is not None:
        return 0
    if re.search(r"(?:开工|上班|上工|上岗|开始|干活|到岗)(?:时间)?[:是]?\s*$", plain[max(0, start - _FAR) : start]):
        return 1
    return 0 if re.search(r"(?:集合|上车|出发|发车)(?:时间)?[:是]?\s*$", plain[max(0, start - _FAR) : start]) else 2


def _is_idiom(plain: str, one: re.Match[str], part: str | None, said: dict[str, str | None]) -> bool:
    """Say whether 一点 means "a little" rather than an hour."""
    if _IDIOM_BEFORE.search(plain[max(0, one.start() - _FAR) : one.start()]) or (
        said.get("part") in ("早", "晚") and said["hour"] == "一"
    ):
        return True
    return part is None and not said.get("half") and said.get("hour2") is None


def _part_before(plain: str, at: int) -> str | None:
    """The part of the day that stands in 明早, 今晚 or 明天上午 right before the hour."""
    night = re.search(r"(?:夜里|夜间|通宵|后半夜)[\u4e00-\u9fff]{0,4},?$", plain[max(0, at - _FAR) : at])
    if night is not None:
        return "夜"
    found = re.search(
        r"(后半夜|下半夜|半夜|五更|上昼|头晌|前晌|早起|朝早|下昼|晏昼|后晌|过晌|晌午|夜晚|凌晨|清晨|清早|早晨|早上|一早|大早|早|上午|中午|午后|下午|傍晚|晚上|夜里|晚|夜|晨)"
        r"(?:准时|统一|,|:| |场|班|在[\u4e00-\u9fff]{1,6}|的)?$", plain[max(0, at - _FAR) : at]
    )  # fmt: skip
    return None if found is None else "早" if found[1] == "晨" else found[1]


def _hour(text: str | None) -> int | None:
    if text is None:
        return None
    number = int(text) if text.isdigit() else chinese_number(text)
    return number if number is not None and number <= 24 else None


def _minute(said: dict[str, str | None], side: str) -> int:
    if said.get(f"{side}half"):
        return 30
    if quarter := said.get(f"{side}quarter"):
        return 15 if quarter == "一" else 45
    if ten := said.get(f"{side}ten"):
        return chinese_number(ten) or 0
    return int(said.get(f"{side}min") or 0)


def _clock(hour: int, minute: int, part: str | None) -> dt.time | None:
    """Return the moment of the day, or None where the words leave two."""
    if part in _MORNING:
        hour24: int | None = hour if hour <= 12 else None
    elif part in _AFTERNOON:
        hour24 = hour + 12 if hour < 12 else hour
    elif part in ("中午", "晌午"):
        hour24 = hour if hour >= 10 else hour + 12 if hour in (1, 2) else None
    elif part in _NIGHT_PARTS and hour < 5:
        hour24 = hour  # 夜里三点 is before dawn
    elif part is not None:  # evening and night; 晚4点半 is said of an early evening shift
        hour24 = hour if hour >= 13 else hour + 12 if 4 <= hour < 12 else 0 if hour == 12 else None
    else:
        hour24 = hour if hour >= 5 or hour == 0 else None
    if hour24 is None or hour24 > 24 or (hour24 == 24 and minute):
        return None
    return dt.time(hour24 % 24, minute)


def _pair(
    hour: int, minute: int, part: str | None, hour2: int, minute2: int, part2: str | None
) -> tuple[dt.time | None, dt.time | None]:
    """Return both ends; an end without its part of the day follows the beginning by less than half a day."""
    start = _clock(hour, minute, part)
    if start is None:
        return None, None
    if part2 is not None:
        return start, _clock(hour2, minute2, part2)
    if hour2 > 12 or (hour2, minute2) == (0, 0):
        return start, dt.time(hour2 % 24, minute2)
    begins = start.hour * 60 + start.minute
    for ends in (hour2 * 60 + minute2, hour2 * 60 + minute2 + 720):
        if 0 < ends - begins <= 14 * 60:
            return start, dt.time(ends // 60 % 24, ends % 60)
    ends = hour2 * 60 + minute2
    return (start, dt.time(ends // 60 % 24, minute2)) if begins >= 18 * 60 else (start, None)
