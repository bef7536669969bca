"""What a text says about hours: CR-059."""

from __future__ import annotations

import re

from yizhan.postings.reading.breaks import find_break
from yizhan.postings.reading.numerals import chinese_number
from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.model import Level
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule
from yizhan.postings.rulebook.word_lists import word_lists

_W = word_lists("hours")

_COUNT = r"(?P<n>\d{1,2}(?:\.\d)?|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])(?P<half>个半)?"
_HOURS = starting(
    rf"{_W.day_words}[^,。;\d周月年休息提前后内加迟]{{0,7}}?(?:{_COUNT}(?:小时|钟头|h)?[-~至到—])?"
    r"(?P<most>\d{1,2}(?:\.\d)?"
    "|[一二两三四五六七八九]?十[一二三四五六七八九]?"
    "|[一二两三四五六七八九])(?P<half2>个半)?(?:多)? ?个?(?:多)?(?:小时"
    "|钟头|钟(?!表)"
    r"|h(?![a-z]))(?P<tail>[\u4e00-\u9fff]{0,6})|(?P<most3>\d{1,2}(?:\.\d)?"
    f"|十[一二三四五六七八九]?)(?:个)?小时{_W.shift_words}"
)
_NOT_HOURS_OF_WORK = re.compile(f"^{_W.not_hours_of_work}")
#: A machine or a shop runs so long, and a shift is told too: 贴片机一天开22小时,每班7个半钟头.
NET = re.compile(_W.net)
_HOURS_REFUSED = re.compile(f"{_W.not_so_long}(?:工作|干|上班|上|做|安排|达|要|时间)*$")


def hours_places(plain: Plain, sentence_first: int, sentence_last: int, setting: Setting) -> Places:
    """CR-059: more than eight hours a day (劳动法 第36、41条)."""
    text = plain.text
    for found in _HOURS.finditer(text, sentence_first, sentence_last):
        start, end = found.span()
        first, _last = plain.clause(start, end)
        hours = _hours(found[0])
        if hours is None or not setting.limits.hours_warn_x10 < hours * 10 <= 240:
            continue
        number_at = found.start("most") if found["most"] else found.start("most3")
        if _HOURS_REFUSED.search(text, first, number_at) is not None:
            continue
        if found["most"] and _NOT_HOURS_OF_WORK.match(found["tail"]) is not None:
            continue
        if found["most3"] and hours == 24:
            continue
        if hours > 12 and NET.search(text, sentence_first, sentence_last) is not None:
            continue
        yield start, end - len(found["tail"] or "")


_LAST_COUNT = re.compile(
    r"(\d{1,2}(?:\.\d)?|[一二两三四五六七八九]?十[一二三四五六七八九]?"
    r"|[一二两三四五六七八九])(个半)?多? ?个?多?(?:小时|钟头|钟|h)"
)


def _hours(written: str) -> float | None:
    found = _LAST_COUNT.findall(written)
    if not found:
        return None
    number, half = found[-1]
    hours = float(number) if number[0].isdecimal() else float(chinese_number(number) or 0)
    return hours + (0.5 if half else 0)


def _hours_level(written: str, setting: Setting) -> Level:
    return Level.BLOCK if (_hours(written) or 0) * 10 > setting.limits.hours_block_x10 else Level.WARN


#: From hour to hour: 早六点到晚九点, 7:00-22:00.
_CLOCK = starting(
    r"(?P<am>早上?|上午|早晨|清早|凌晨|下午|晚上?|夜里?|中午)?(?<![\d.])"
    r"(?P<start>\d{1,2}|[一二两三四五六七八九十]{1,3})(?:点|:|时)(?P<m1>\d{2}"
    r"|半)?分?[^,。;\d一二两三四五六七八九十]{0,4}?(?:到"
    "|至|-|~|—|–)(?P<pm>次日|第二天|早上?|上午|早晨|凌晨|中午|下午|傍晚|晚上?|夜里?)?"
    r"(?P<end>\d{1,2}|[一二两三四五六七八九十]{1,3})(?:点|:|时)(?P<m2>\d{2}|半)?"
)
_NOT_WORKED = re.compile(_W.bare.not_worked)
#: Where no rest is stated, an hour at noon is taken for one: who counts from hour to hour seldom means none.
_TAKEN_FOR_REST = 60
_NO_REST = re.compile(r"不休息|不歇|连轴|没有休息|无休息|中间不停|一口气")


def clock_places(plain: Plain, sentence_first: int, sentence_last: int, setting: Setting) -> Places:
    """CR-059: hours that are stated from clock to clock, less the rest at noon (劳动法 第36条)."""
    text = plain.text
    rest: int | None = None
    for found in _CLOCK.finditer(text, sentence_first, sentence_last):
        minutes = _clock_minutes(found)
        if minutes is None or minutes <= setting.limits.hours_warn_x10 * 6:
            continue
        if rest is None:
            around = text[sentence_first:sentence_last]
            if _NOT_WORKED.search(around) is not None:
                return
            rest = 0 if _NO_REST.search(around) else find_break(around) or _TAKEN_FOR_REST
        if minutes - rest > setting.limits.hours_warn_x10 * 6:
            yield found.span()


def _clock_minutes(found: re.Match[str]) -> int | None:
    """Minutes from the first hour to the second; an afternoon that is not named is taken where it has to be one."""
    start, end = _clock(found["start"], found["m1"]), _clock(found["end"], found["m2"])
    if start is None or end is None:
        return None
    first, last = found["am"] or "", found["pm"] or ""
    if start // 60 == 12 and first[:1] in ("晚", "夜", "凌"):
        start -= 720  # 晚十二点 is midnight
    if end // 60 == 12 and last[:1] in ("晚", "夜"):
        end += 720
    if not first and last[:1] == "早" and end < start < 720:
        start += 720  # 十点干到早上六点 is a night
    if 60 <= start < 720 and first[:1] in ("下", "晚", "夜") and first:
        start += 720
    if end < 300 and last[:1] in ("晚", "夜"):
        end += 1440  # 夜里一点
    elif end < 720 and last[:1] in ("下", "傍", "晚", "夜") and last:
        end += 720
    if last[:1] in ("次", "第", "凌") or (last[:1] in ("早",) and end <= start):
        end += 1440
    elif end <= start:
        end += 720 if end + 720 > start else 1440
    return end - start if 0 < end - start <= 1440 else None


def _clock(hour: str, rest: str | None) -> int | None:
    number = int(hour) if hour.isdecimal() else chinese_number(hour)
    if number is None or number > 24:
        return None
    minutes = 30 if rest == "半" else int(rest or 0)
    return number * 60 + minutes if minutes < 60 else None


#: 早七晚九, 早6晚8: hours of morning and evening with nothing between.
_EARLY_LATE = starting(
    "(?:从|每天|天天|一天|上班|干)?(?:早上?|早晨|凌晨|清早|上午|一早)"
    r"(?P<early>\d{1,2}|[一二两三四五六七八九十]{1,2})(?!班|个|人|次|趟|遍|顿|块|场|天)(?:点|:00|时)?(?P<m1>半"
    r"|:30)?(?:钟)?(?:[^,。;\d一二三四五六七八九十]{0,4}?)(?:,"
    "|、|到|至|-|~|—|干到|忙到|上到|做到|站到)?(?:晚上?|夜里?|下午|傍晚|深夜)"
    r"(?P<late>\d{1,2}|[一二两三四五六七八九十]{1,2})(?!天|小时|个|人|块|元|次|休|十)(?:点|:00|时)?"
    "(?P<m2>半|:30)?"
)
#: 早上五点起来喂头遍, 晚上七点半收工: what is done in between is told too.
_LONG_DAY = starting(
    "(?:早上?|早晨|凌晨|清早|上午|天天|每天)(?P<early>[4-9]|[四五六七八九])(?:点|:00)(?P<m1>半|:30)?[^。;]{1,36}?"
    r"(?:晚上?|夜里?|傍晚)(?P<late>1?\d|[一二三四五六七八九十]{1,2})(?:点|:00)(?P<m2>半|:30)?[^,。;]{0,14}?"
    "(?:收工|下班|结束|关门|打烊|走人|才完|回家|收摊|交班)"
)
_DAWN_TO_DARK = starting(
    r"(?<![\d一二三四五六七八九十])(?:五|六|七|八|[5-8])点(?:半)?(?:上班|上岗|开工|到岗|干活|上工)[^。;\d]{0,4}?"
    "(?:晚上?|夜里)(?:八|九|十|十一|[89]|1[01])点(?:半)?(?:下班|收工|结束|才|下工)"
    "|(?:每天|一天|天天)(?:要|得)?(?:干|上|做)(?:满)?(?:九|十|十[一二三四五六])个点(?!位)"
    "|天不亮[^,。;]{0,4},?(?:摸黑|天黑|半夜|擦黑)"
    "|(?:从)?(?:天亮|天不亮|天蒙蒙亮|鸡叫|天没亮|日出|太阳出来|起早)[^,。;]{0,4}(?:到|至|干到|忙到)[^,。;]{0,3}"
    "(?:天黑|半夜|深夜|夜里|月亮|日落|看不见)"
    "|起早贪黑|没日没夜|连轴转"
    "|(?:一天|每天|天天)(?:都)?(?:要|得)?(?:干|上|站|坐|忙)(?:[一二两三四五六七八九]?十)(?:好?几|多|来)个?"
    "(?:小时|钟头)"
    "|(?:连续|连着|一口气|一连|连|一气)(?:要|得)?(?:干|上|做|站|开|值|工作|上班)(?:满)?"
    r"(?P<run>\d{1,2}|[一二]?十[一二三四五六七八九]?|[一二三四五六七八九])个?(?:多|半)?(?:小时|钟头|钟)"
    rf"|(?:十[一二三四五六七八九]|1\d)个?(?:来|多)?(?:小时|钟头)(?:的)?{_W.long_shifts}"
    "|(?:24|二十四)(?:个)?小时(?:都)?(?:要|得|全天|吃)?(?:住|在(?!线)|守|值(?!班电话)|待|盯|看着|不离)"
    r"|(?:8|八|九|9|10|十)(?:个)?小时(?:[^,。;]{0,3}?)(?:加|外加|\+|再加|外再加)[^,。;]{0,3}?[1-6一二两三四五六]"
    "个?小时(?:的)?(?:加班|延时)?"
    "|(?:12|十二|13|十三|14|十四|16|十六|24|二十四)(?:个)?(?:小时|钟头)(?:[^,。;三四]{0,3})"
    "(?:对班|两班|二班|倒班|大倒班|轮休|一倒|连班|单班)"
    "|[上干做值](?:24|二十四)(?:个)?(?:小时|钟头)?,?[歇休](?:24|二十四|48|四十八)"
    "|(?:干|上|做)(?:一|1)(?:天|班)(?:24|二十四)(?:个)?小时"
)


#: No such sentence is without one of these.
_ENDS_LATE = frozenset("晚夜傍黑时头落亮贪没歇休")


def early_late_places(plain: Plain, sentence_first: int, sentence_last: int, setting: Setting) -> Places:
    """CR-059: from an hour of the morning to one of the evening without a dash, or hours in plain words."""
    text = plain.text
    around = text[sentence_first:sentence_last]
    for found in _EARLY_LATE.finditer(text, sentence_first, sentence_last):
        minutes = _early_late_minutes(found)
        if minutes is None or _NOT_WORKED.search(around) is not None:
            continue
        rest = 0 if _NO_REST.search(around) else find_break(around) or _TAKEN_FOR_REST
        if minutes - rest > setting.limits.hours_warn_x10 * 6:
            yield found.span()
    for found in _LONG_DAY.finditer(text, sentence_first, sentence_last):
        minutes = _early_late_minutes(found)
        if minutes is None or _NOT_WORKED.search(around) is not None:
            continue
        if minutes - (find_break(around) or _TAKEN_FOR_REST) > setting.limits.hours_warn_x10 * 6:
            yield found.span()
    for found in _DAWN_TO_DARK.finditer(text, sentence_first, sentence_last):
        first, _last = plain.clause(*found.span())
        if _MACHINE.search(text, first, found.start()) is not None:
            continue
        if _HOURS_REFUSED.search(text, first, found.start()) is None and _NOT_WORKED.search(around) is None:
            yield found.span()


def _early_late_minutes(found: re.Match[str]) -> int | None:
    start, end = _clock(found["early"], None), _clock(found["late"], None)
    if start is None or end is None or start >= 720:
        return None
    start += 30 if found["m1"] else 0
    end += (720 if end < 720 else 0) + (30 if found["m2"] else 0)
    return end - start if end > start else None


#: What runs that long is no person.
_MACHINE = re.compile(f"{_W.machines}[^,。;]{{0,8}}$")
#: Somebody lives with the work around the clock.
_ALL_DAY = starting(r"(?:24|二十四)个?小时(?:住家|贴身|陪护|看护|照顾|照料|在岗|驻守|随叫随到)")


def all_day_places(plain: Plain, sentence_first: int, sentence_last: int, _setting: Setting) -> Places:
    """CR-059: one person for twenty-four hours."""
    text = plain.text
    for found in _ALL_DAY.finditer(text, sentence_first, sentence_last):
        if re.search(r"轮|倒班|两班|三班|换班|值班表", text[sentence_first:sentence_last]) is None:
            yield found.span()


def clock_level(written: str, setting: Setting) -> Level:
    if _ALL_DAY.match(written):
        return Level.WARN  # who lives in also rests in
    early = _EARLY_LATE.match(written)
    found = _CLOCK.search(written)
    minutes = _clock_minutes(found) if found else _early_late_minutes(early) if early else None
    if minutes is None:
        return _hours_level(written, setting)
    return Level.BLOCK if minutes - _TAKEN_FOR_REST > setting.limits.hours_block_x10 * 6 else Level.WARN


HOURS = TextRule(
    "CR-059",
    ("小时", "钟头", "个钟", *(f"{digit}h" for digit in "0123456789")),
    hours_places,
    clock_level,
)
ALL_DAY = TextRule("CR-059", ("24小", "24个小", "二十四小", "二十四个小"), all_day_places, clock_level)
CLOCK = TextRule(
    "CR-059",
    (
        *(f"{mark}{sign}" for mark in "点时" for sign in "到至-~—–半忙干"),
        *(f"{digit}:" for digit in "0123456789"),
    ),
    clock_places,
    clock_level,
)
#: 早七晚九 and hours in words.
EARLY_LATE = TextRule(
    "CR-059",
    (*_W.words.early_late_anchors, *(f"{a}{b}" for a in _W.words.early_late_heads for b in "456789四五六七八九")),
    early_late_places,
    clock_level,
    beside=_ENDS_LATE,
)
