"""CR-012 and CR-016 in a text: amounts that it states, as the grammar of pasted texts reads them (`reading.pay`).

A range whose top is more than twice its bottom says nothing about pay; a price for a piece says nothing without how
many one usually makes in a day.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from yizhan.postings.reading.numerals import MULTIPLIERS, read_figure
from yizhan.postings.reading.pay import PayPlace, PayReading, pay_places
from yizhan.postings.rulebook.clauses import Plain, narrowed
from yizhan.postings.rulebook.starting import openings, starting
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule, found_by
from yizhan.postings.rulebook.word_lists import word_lists

_W = word_lists("stated_pay")
_NUMERAL = r"[一二两三四五六七八九十百千万]"
_FIGURE = rf"(?:\d+(?:\.\d+)?[百千万kKwW]?|{_NUMERAL}+)"
_DASH = "-~—–至到"
_TIMED = frozenset({"hour", "day", "week", "month"})


@lru_cache(maxsize=64)
def _read(original: str) -> tuple[PayPlace, ...]:
    return tuple(pay_places(narrowed(original)))


def pays_in(plain: Plain, first: int, last: int) -> list[tuple[PayReading, int, int]]:
    """Return the amounts of money in ``text[first:last]`` with their places in the folded text.

    They are read from the text as it was written: what folding takes for noise (元/平, 两百-六百) means something here.
    """
    if first >= last:
        return []
    begin, stop = plain.span(first, last)
    return [
        (each.reading, plain.place(begin + each.start), plain.place(begin + each.end - 1) + 1)
        for each in _read(plain.original[begin:stop])
    ]


#: Without one of these no sentence states an amount and its unit.
_A_RATE = re.compile(
    rf"[\d{_NUMERAL[1:-1]}][^,，。]{{0,9}}?[元块钱天日月时钟薪晚件斤个趟次单/／kK]|[薪天日月时件斤][^,，。]{{0,6}}?\d"
)
_SENTENCES = re.compile("[。；;！!？?\n]").split


def is_stated(plain: Plain, setting: Setting) -> bool:
    """Say whether an amount of pay with its unit stands anywhere in a text, or in the posting that it is part of."""
    return _states_pay(frozenset({plain.original, setting.around}))


@lru_cache(maxsize=2)
def _states_pay(texts: frozenset[str]) -> bool:
    """Say so for texts of which the sentences ask one after the other."""
    return any(
        each.reading.understood
        for text in texts
        for sentence in _SENTENCES(text)
        if _A_RATE.search(sentence) is not None
        for each in _read(sentence)
    )


# --- CR-012 ----------------------------------------------------------------------------------------------------------

#: From figure to figure: what has no such piece states no range. Between characters folding leaves a space of a dash.
_FROM_TO = starting(
    rf"(?P<low>{_FIGURE})(?:元|块)?(?:/?[天月日时]|一天|一个?月|每[天月])?(?: ?[{_DASH}]+ ?|(?<=[百千万元月天]) )¥?"
    rf"(?P<high>\d(?:\.\d)?[千万kKwW]|\d{{2,6}}[千万kKwW]?|{_NUMERAL}{{2,}})"
)
#: An end so far away is the next item of a list glued to it (5500-75002、), as for `reading.pay`.
_WIDEST = 10
_MANY = rf"(?:{_NUMERAL}{{2,}}(?=一[天晚夜班])|\d{{2,}}[百千万]?|\d[千万]\d?|{_NUMERAL}{{2,}}|百(?=[把来十]))"
#: One end told by words: 少的拿四千, 手快的一天能挣三百, 活少的时候一百.
_POLE = starting(
    rf"(?:(?P<least>{_W.least})|{_W.most})[^,。;\d]{{0,9}}?(?P<figure>{_MANY})(?![个把]?(?:周岁|公里))[多来几把]?(?P<of>.?)"
)
#: 百把块 is a hundred; of 七八十 and 两百五六 the smaller counts.
_BARE = re.compile("^(?=[百千])")
_ABOUT = re.compile("(?<=[一二三四五六七八])[二三四五六七八九](?=[十百千]|$)")
#: The two ends stand within a breath of each other, whichever is told first.
_BREATH = 24
#: 一百多的有，五六百的也有.
_SOME_AND_SOME = starting(
    rf"(?P<low>{_NUMERAL}[百千])多?的(?:也)?有,?(?:[一二三四五六七八])?(?P<high>{_NUMERAL}[百千万])多?的(?:也)?有"
)
#: 一百起，最高五百.
_FROM_UP = starting(
    rf"(?P<low>{_MANY})(?:元|块)?起步?[^。;\d]{{0,6}}?(?:上至|可达|封顶|能拿到|{_W.most})[^,。;\d]{{0,5}}?(?P<high>{_MANY})"
)
_COUNTED = re.compile("[桌碗盘筐单锅页车趟斤件个吨箱袋条双串人岁米亩棵台%度公小点天次]")
_PRICED = starting(_W.sold)
#: A range of pay stands beside one of these.
_MONEY_NEAR = starting(_W.money_near)
_FRAUD = re.compile(_W.fraud)
_FAKE_ORDERS = re.compile(_W.fake_orders)
_NO_RATE = starting(_W.no_rate)
_NO_WORK = starting(_W.no_work)
_PAY = re.compile(rf"{_W.pay}[^,。;]{{0,6}}$")


def spread_places(plain: Plain, first: int, last: int, setting: Setting) -> Places:
    """CR-012: the top of a range is more than twice its bottom."""
    text = plain.text
    if _MONEY_NEAR.search(text, first, last) is None or _FRAUD.search(text, first, last) is not None:
        return
    for found in _FROM_TO.finditer(text, first, last):
        start, end = found.span()
        if not _is_wide(found, setting.limits.spread_x10):
            continue
        if _PRICED.search(text, max(first, start - 8), start) is not None or _COUNTED.match(text, end):
            continue
        read = [(begin, stop) for pay, begin, stop in pays_in(plain, first, last) if pay.unit and begin <= start < stop]
        if read:
            yield min(read)[0], max(stop for _begin, stop in read)
        elif _PAY.search(text, plain.clause(start, end)[0], start) is not None:
            yield start, end
    for found in found_by((_SOME_AND_SOME, _FROM_UP), text, first, last):
        if _is_wide(found, setting.limits.spread_x10):
            yield found.span()


def pole_places(plain: Plain, first: int, last: int, setting: Setting) -> Places:
    """CR-012: both ends are told by words, in whatever order: 手快的三百八,慢的也就一百出头."""
    text = plain.text
    if _FRAUD.search(text, first, last) is not None:
        return
    poles = [found for found in _POLE.finditer(text, first, last) if _COUNTED.match(found["of"]) is None]
    for one, two in pairwise(poles):
        if (one["least"] is None) == (two["least"] is None) or two.start() - one.end() > _BREATH:
            continue
        low, high = (one, two) if one["least"] is not None else (two, one)
        if _is_spread(low["figure"], high["figure"], setting.limits.spread_x10):
            yield one.start(), two.end("figure")
            return


def _is_wide(found: re.Match[str], spread_x10: int) -> bool:
    return _is_spread(found["low"], found["high"], spread_x10)


def _is_spread(lower: str, upper: str, spread_x10: int) -> bool:
    low, high = (read_figure(_ABOUT.sub("", _BARE.sub("一", figure.lower())), 0) for figure in (lower, upper))
    if low is None or high is None:
        return False
    least = (
        low.number * MULTIPLIERS[high.power]
        if high.power and not low.power and low.number <= high.number
        else low.value
    )  # 1-3万
    return high.value * 10 > spread_x10 * least > 0 and high.value <= _WIDEST * least


WIDE_RANGES = TextRule(
    "CR-012",
    (
        *(f"{sign}{dash}" for sign in "0123456789元块千万kKwW百月天一二三四五六七八九十" for dash in _DASH),
        *(
            "0 -",
            "元 -",
            "0 ~",
            "百 ",
            "千 ",
            "万 ",
            "元 ",
            "的有",
            *(f"{start}{end}" for start in ("起", "起,") for end in _W.words.upper_ends),
        ),
    ),
    spread_places,
    beside=openings(_W.money_near),
)
POLES = TextRule("CR-012", (), pole_places, slots=(openings(_W.least), openings(_W.most)), told=True)

# --- CR-016 ----------------------------------------------------------------------------------------------------------

_PRICE = rf"(?:{_FIGURE}(?:元|块|毛|角|分|厘)?|{_NUMERAL}[块毛角分厘])"
#: A price beside a thing: 一斤三毛, 0.4元/箱, 四块五一斤, 每平28.
_THINGS = rf"(?:{_W.things}|块)"
_BY_PIECE = starting(
    rf"(?P<told>(?:[一每1][百千万]?|按|[千百万](?=字|个)){_THINGS}[^,。;]{{0,6}}?{_PRICE}"
    rf"|{_PRICE}[钱 ]?[一每1][百千万]?{_THINGS})"
    rf"|{_PRICE}[钱 ]?/?[百千万]?{_W.things}|元/?块(?!钱)"
)
#: A sum that can only be money.
_MONEY = starting(rf"{_FIGURE}(?:元|块|毛|角|分|厘)|{_NUMERAL}[块毛角分厘]")
_BY_TIME = starting(_W.by_time)
_NOT_PIECES = re.compile(_W.not_pieces)
#: How many one makes: 一天能剥四百斤, 日均12平方, 手快的七十多挂.
_OUTPUT = starting(
    rf"{_W.in_time}[^。;\d]{{0,14}}?(?:{_FIGURE}[多来几]?[{_DASH}]?)+[多来几]?[百千万]?(?:左右|上下)?{_THINGS}"
    rf"|(?:一天|每天|一日|日)[^,。;]{{0,8}}?(?:挣|赚|拿|收入|工资)[^,。;\d]{{0,4}}?{_FIGURE}"
)


def piece_places(plain: Plain, first: int, last: int, setting: Setting) -> Places:
    """CR-016: a price for a piece in a posting that says nowhere how many one makes, nor what a day brings."""
    text = plain.text
    if _FAKE_ORDERS.search(text, first, last) is not None or plain.holds(_NO_WORK):
        return
    candidates = [*_BY_PIECE.finditer(text, first, last)]
    if not candidates or plain.holds(_OUTPUT) or _OUTPUT.search(setting.around) is not None:
        return
    if plain.holds(_BY_TIME):
        return
    amounts = pays_in(plain, first, last)
    if any(reading.unit in _TIMED for reading, _start, _end in amounts):
        return
    for found in candidates:
        start, end = found.span()
        read = any(
            reading.unit == "piece" and begin < end and start < stop and not _NOT_PIECES.search(text, begin, stop)
            for reading, begin, stop in amounts
        )
        # Folding takes the sign out of 0.35元/对; as it was written it says the unit.
        told = found["told"] or "/" in plain.original[slice(*plain.span(start, end))]
        if not read and not (told and _MONEY.search(text, start, end)):
            continue
        if any(pattern.search(text, max(first, start - 10), end + 10) for pattern in (_PRICED, _NO_RATE)):
            continue
        yield start, end


PIECES = TextRule(
    "CR-016",
    tuple(f"{each}{thing}" for each in "一每/按1元块毛钱千" for thing in _W.words.thing_signs),
    piece_places,
)
