"""CR-059 by reckoning: hours of the clock wherever they stand in a sentence, lengths of a day, and days in pictures."""

from __future__ import annotations

import re
from itertools import pairwise

from yizhan.postings.reading.breaks import find_break
from yizhan.postings.reading.numerals import chinese_number
from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.model import Level
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.composed import Composed, composed, told
from yizhan.postings.rulebook.text_rules.hours import NET, clock_level
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule
from yizhan.postings.rulebook.word_lists import word_lists

_W = word_lists("composed_hours")

_NUMBER = _W.number
_CLOCK = starting(
    rf"(?<![\d.第半:一二三四五六七八九十])(?P<hour>{_NUMBER})(?:点钟?"
    r"|:|时(?!间|候|薪|段))(?P<rest>半|[0-5]\d|[一三]刻)?(?![\d位])"
)
#: The part of the day that stands before an hour.
_PART = re.compile(f"(?P<part>{_W.bare.parts_of_day})(?:的|就|要|得|从)?$")
#: Dusk is told by what is seen of it: 天擦黑七点, 掌灯八点.
_DUSK = ("天", "擦", "黑", "掌", "黄")
_BEGINS = re.compile(_W.bare.begins)
_ENDS = re.compile(_W.bare.ends)
_LINK = re.compile(r"到|至|-|~|—|–|直到|干到|忙到")
_OTHER_SHIFT = re.compile(r"白班|夜班|早班|晚班|中班|或者?|任选|另一班|周末|单班|双班|甲班|乙班")
_NOT_WORK = re.compile(_W.bare.not_work)
#: Between its hours a rest stands, no work: 十二点歇到两点.
_RESTED = re.compile(r"^[^,。;]{0,2}(?:歇|休息?|午睡)[^,。;]{0,2}(?:到|至)")
_RESTS = re.compile("休|歇|吃饭|午饭|睡|换|中午")
_ALONE = re.compile(r"一个人|一人(?![三四五六七八3-8]个?(?:小时|钟头))|从头|全程|盯|守着|看到尾|独自|都得在|不换人")


def clocks_places(plain: Plain, first: int, last: int, setting: Setting) -> Places:
    """CR-059: hours of the clock that add up to more than a day's work."""
    stretch = _by_the_clock(plain.text, first, last, setting.limits.hours_warn_x10 * 6)
    if stretch is not None:
        yield stretch


def lengths_places(plain: Plain, first: int, last: int, setting: Setting) -> Places:
    """CR-059: a length of more than a day's work beside a word of work."""
    stretch = _by_length(plain, first, last, setting.limits.hours_warn_x10)
    if stretch is not None:
        yield stretch


def _by_the_clock(text: str, first: int, last: int, limit: int) -> tuple[int, int] | None:
    """Add up the stretches between hours that begin and end work; one stretch alone holds a rest at noon."""
    clocks = list(_CLOCK.finditer(text, first, last))
    if len(clocks) < 2:
        return None
    around = text[first:last]
    shifts: list[list[tuple[int, int, int]]] = [[]]
    taken = -1
    for one, two in pairwise(clocks):
        between = text[one.end() : two.start()]
        if one.start() < taken or len(between) > 16 or _RESTED.search(between) is not None:
            continue
        after = text[two.end() : min(two.end() + 6, last)]
        if not (
            _LINK.search(between) or (_BEGINS.search(between) and _ENDS.search(after)) or _paired(text, one, two, after)
        ):
            continue
        minutes = _minutes_between(text, one, two)
        if minutes is None or re.match(r"(?:是|为|[中午])*(?:休|歇|吃饭|睡)", after):
            continue  # 12点到2点休息 is the rest
        if shifts[-1] and _OTHER_SHIFT.search(text, shifts[-1][-1][1], one.start() + 2):
            shifts.append([])
        shifts[-1].append((one.start(), two.end(), minutes))
        taken = two.end()
    for shift in shifts:
        if not shift:
            continue
        whole = sum(minutes for _start, _end, minutes in shift)
        if not limit < whole <= 24 * 60:
            continue
        if len(shift) == 1:
            whole -= (find_break(around) if _RESTS.search(around) else None) or 60
        if limit < whole and (_NOT_WORK.search(around) is None or _ALONE.search(around) is not None):
            return shift[0][0], shift[-1][1]
    return None


def _paired(text: str, one: re.Match[str], two: re.Match[str], after: str) -> bool:
    """Whether a morning and an evening hour stand together with the end of work: 六点半到岗,夜里九点半下班."""
    if text[two.start() - 1] not in "晚上间夜里深半傍的就要得从黑透了灯昏":
        return False
    early = _part(text, one)[:1] in ("早", "清", "上", "凌")
    late = _part(text, two)[:1] in ("晚", "夜", "深", "傍", "半", *_DUSK)
    return bool(late and (early or _ENDS.search(after)))


def _part(text: str, clock: re.Match[str]) -> str:
    """Return the part of the day that is named before an hour, or nothing."""
    found = _PART.search(text, max(clock.start() - 4, 0), clock.start())
    return found["part"] if found else ""


def _minutes_between(text: str, one: re.Match[str], two: re.Match[str]) -> int | None:
    start, end = _of_day(one, _part(text, one)), _of_day(two, _part(text, two), late=True)
    if start is None or end is None:
        return None
    part = _part(text, two)[:1]
    if start < 720 and end < start and part in ("早", "清", "凌", "次", "第") and not _part(text, one):
        start += 720  # 十点干到早上六点 is a night
    if end <= start:
        end += 1440 if part in ("夜", "半", "深", "次", "第", "凌", "清", "早") or end + 720 <= start else 720
    return end - start if 0 < end - start <= 1440 else None


def _of_day(found: re.Match[str], part: str, *, late: bool = False) -> int | None:
    """Return the minutes of the day; twelve at night ends a day where it is ``late``."""
    hour = int(found["hour"]) if found["hour"].isdecimal() else chinese_number(found["hour"])
    if hour is None or hour > 24:
        return None
    if (
        hour < 12
        and part
        and (part[0] in "下傍晚深" or part[0] in _DUSK or (part in ("夜里", "夜间", "夜", "半夜") and hour > 4))
    ):
        hour += 12
    if hour == 12 and part and part[0] in "晚夜半深凌":
        hour = 24 if late else 0
    rest = found["rest"] or "0"
    minutes = {"半": 30, "一刻": 15, "三刻": 45}.get(rest)
    return hour * 60 + (int(rest) if minutes is None else minutes)


_LENGTH = starting(
    r"(?P<n>\d{1,2}(?:\.\d)?|二?十[一二三四五六七八九]{0,2}|九)(?:个)?(?:半|多|来|几|好几)?(?:个)?"
    r"(?:小时|钟头|[hH](?![a-zA-Z])|钟(?!点|表|声)|工时)|(?P<points>\d{1,2}|十[一二三四五六]?|九)个点(?!位)"
)
_TOLD_OF = re.compile(_W.bare.told_of)
#: 每周上六天,合计66个钟头: a week's hours and its days; where none are told, all seven.
_WEEK = starting(
    r"(?:每|一|1|整)个?(?:周|星期|礼拜)(?!五|六|日|末)[^。;\d不超少低休一二三四五六七]{0,6}"
    r"(?:(?P<days>[1-7一二两三四五六七])天)?[^。;\d不超少低内十百]{0,8}?"
    r"(?P<hours>[4-9]\d|1[0-6]\d|[四五六七八九]十[一二三四五六七八九]?)多?个?(?:小时|钟头|钟|工时)(?!以?内|以下)"
)
_WORK = re.compile(_W.bare.work)
_NOT_LENGTH = starting(f"(?:小时|钟头|钟|h|H){_W.not_worked_after}|{_W.bare.not_worked}")
_EXTRA = starting(
    "(?:8|八|九|9|十|10)(?:个)?(?:小时|钟头|钟)(?:之?外|以外|后|完了?|下来|,)*[^,。;]{0,8}?"
    "(?:加(?:班)?|再(?:加|干|上)|外加|延长)(?:上)?[^,。;]{0,3}?(?:[2-6]|[一二两三四五六])个?(?:半)?"
    "(?:小时|钟头|钟)"
)


def _by_length(plain: Plain, first: int, last: int, most_x10: int) -> tuple[int, int] | None:
    """Find a length of more than the allowed hours beside a word of work in its clause, or a week of such days."""
    text = plain.text
    if _TOLD_OF.search(text, first, last) is not None:
        return None
    for found in _WEEK.finditer(text, first, last):
        if (_count(found["hours"]) or 0) * 10 > most_x10 * ((found["days"] and _count(found["days"])) or 7):
            return found.span()
    extra = _EXTRA.search(text, first, last)
    if extra is not None and _NOT_LENGTH.search(text, first, last) is None:
        return extra.span()
    a_shift_is_told = NET.search(text, first, last) is not None
    for found in _LENGTH.finditer(text, first, last):
        start, end = found.span()
        clause_first, clause_last = plain.clause(start, end)
        if _NOT_LENGTH.search(text, clause_first, min(clause_last, end + 8)) is not None:
            continue
        hours = _count(found["n"] or found["points"])
        if hours is None or not most_x10 < hours * 10 <= 240 or (a_shift_is_told and hours > 12):
            continue
        before = text[max(clause_first, start - 10) : start]
        if (start > 0 and text[start - 1] in ".:-") or re.search(r"[天月年]{1}[一二三四五六七八九]$", before):
            continue
        if _WORK.search(before) or _WORK.search(text, end, min(clause_last, end + 8)):
            return start, end
    return None


def _count(written: str) -> float | None:
    if written[0].isdecimal():
        return float(written)
    if len(written) == 3 and written[0] == "十":  # 十五六个小时
        return float(chinese_number(written[:2]) or 0)
    return chinese_number(written)


_DAWN = _W.dawn
_DARK = _W.dark
_LABOUR = _W.labour
_DAY_NOT = _W.bare.day_not
_PICTURES: tuple[Composed, ...] = (
    composed(_DAWN, _DARK, _LABOUR, reach=22, unless=_DAY_NOT),
    composed(
        r"(?:加完班|天天|每天|每晚|经常|旺季|常常|夜夜)",
        r"(?:加班|干|忙|上)(?:班)?到|都|基本",
        _W.pictures,
        reach=20,
        unless=_DAY_NOT,
    ),
    composed(
        "(?:24|二十四)(?:个)?小时|全天候|昼夜|日夜|白天黑夜|一天一夜|通宵达旦",
        _W.stays_up,
        reach=16,
        unless=f"{_DAY_NOT}|倒班|换班|便利店|热线|营业|每人|8小时|八小时|超市|监控|供|客服|保修|服务",
    ),
    composed(
        _W.two_shifts,
        "(?:各|每班|一班|都)?(?:干|上|是|为)?(?:12|十二)个?(?:小时|钟头)",
        reach=18,
        unless=f"{_DAY_NOT.replace('两班|', '').replace('轮|', '')}|营业|机器|设备|三班|四班|实际",
    ),
    # 两个人把一天一夜劈成两半, 二十四小时俩人对着倒
    composed(
        "[两俩二2]个?人|你(?:守|上|看|值|干)?白天|一人半天|一人一半",
        "一天一夜|(?:24|二十四)个?小时|昼夜|[一整]天(?=对半|劈)|黑夜|夜里|他(?:守|上|看|值|干)?夜",
        "对半|劈|一半|两半|分着|轮着?倒|对着?倒|对倒|倒着|半天一夜",
        reach=26,
        unless=r"8小时|八小时|[三四]班|[三四]个人|[三四]人|随时|营业",
    ),
    composed(_W.bare.no_clock, r"干|活|上班|忙|饭|班|工|转|星", reach=14, unless=_DAY_NOT),
    composed(r"[做上干]一(?:天)?[休歇]一(?:天)?", r"24|二十四|一天一夜|通宵|全天|昼夜", reach=16, unless=r"轮|三班"),
)


def length_level(written: str, setting: Setting) -> Level:
    """The hours of a week are no hours of a day."""
    return Level.WARN if _WEEK.match(written) else clock_level(written, setting)


_COUNTED = (*"0123456789", *"一二两三四五六七八九十")
_CLOCKS = frozenset(
    (
        *(f"{n}{sign}" for n in _COUNTED for sign in "点时"),
        *(f"{n}:" for n in "0123456789"),
    )
)
#: Two hours of the clock stand together only with a word between or behind them.
_SECOND_CLOCK = frozenset(
    (
        *_W.words.second_clock_words,
        *(
            "接班",
            "打卡",
            "干起",
            "开始",
            "开门",
            "起床",
            "进场",
            "出工",
            "出车",
            "签到",
        ),
    )
)
_LENGTHS = frozenset(
    (
        "小时",
        "钟头",
        "个钟",
        "个点",
        "工时",
        *(f"{n}{h}" for n in "0123456789" for h in "hH"),
        *(f"{n}钟" for n in _COUNTED),
    )
)
LONG_DAYS = (
    TextRule("CR-059", (), clocks_places, clock_level, told=True, slots=(_CLOCKS, _SECOND_CLOCK)),
    TextRule("CR-059", (), lengths_places, length_level, told=True, slots=(_LENGTHS,)),
    *told("CR-059", *_PICTURES, level=clock_level),
)
