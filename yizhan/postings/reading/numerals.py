"""Numbers as people write and say them: 1200, 1.2万, 1万2, 两千五, 二百五."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

CHINESE_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
CHINESE_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
CHINESE_NUMERAL = "[" + "".join(CHINESE_DIGITS) + "".join(CHINESE_POWERS) + "]+"

MULTIPLIERS = {"百": 100, "千": 1000, "k": 1000, "万": 10000, "w": 10000}

# "1万5" is 15,000: one spoken digit after the power. "25万2、" is the next item of a list.
_FIGURE = re.compile(
    r"(?P<digits>\d{1,12}(?:\.\d{1,4})?)\s?(?:(?P<power>[百千万kw])(?![a-z])(?P<tail>[1-9](?![\d.:、)]))?)?"
)


@dataclass(frozen=True)
class Figure:
    """A number with the power that was written behind it.

    :param number: as written, before the power.
    :param power: ``""`` or a key of ``MULTIPLIERS``; always ``""`` for a numeral in Chinese characters.
    :param value: number × power, in whatever the text counts.
    :param spoken: written in Chinese characters.
    :param end: index behind the last character read.
    """

    number: Decimal
    power: str
    value: Decimal
    spoken: bool
    end: int


def chinese_number(text: str) -> int | None:
    """Read a whole numeral in Chinese characters below 100 million; ``None`` where it is not one.

    The short spoken forms are understood: 两千五 is 2500, 一万二 is 12,000, 二百五 is 250.
    """
    if not text or any(char not in CHINESE_DIGITS and char not in CHINESE_POWERS for char in text):
        return None
    total = section = 0
    digit: int | None = None
    last_power = 0
    zero_seen = False
    for place, char in enumerate(text):
        if char in CHINESE_DIGITS:
            if digit is not None and digit != 0:
                return None  # two digits side by side: a phone number or a year, not a numeral
            digit = CHINESE_DIGITS[char]
            zero_seen = zero_seen or digit == 0
            continue
        power = CHINESE_POWERS[char]
        if power == 10000:
            if total:
                return None
            total = (section + (digit or 0)) * power
            if total == 0:
                return None
            section, digit, zero_seen = 0, None, False
        else:
            if digit is None and not (power == 10 and place == 0):
                return None
            if digit == 0 or (last_power and last_power != 10000 and power >= last_power):
                return None
            section += (1 if digit is None else digit) * power
            digit, zero_seen = None, False
        last_power = power
    rest = digit or 0
    if rest and last_power >= 100 and not zero_seen:
        rest *= last_power // 10
    return total + section + rest


#: What a 一 behind a sum belongs to: 2块一包 is two yuan a bag, not 2.1.
_OF_ONE = (
    "个名人天小日周月年件工斤公车趟次袋平米亩箱单钟晚包条双套张台桶瓶盒筐捆片根场份块棵株只上下中早半夜宿回头"
    "筒盘颗粒垛堆杆朵把串桌锅卷束扇篮垄孔棚户间吨方间立"
)
_TENTH = rf"(?:[2-9二两三四五六七八九](?![\d块毛分{_OF_ONE}]|元|/)|[1一](?=$|[\s,。;、!)|]|[毛角钱]))"
#: 2块5, 一块二, 1元2角, 八毛, 一毛五, 五分钱, 6厘: sums below ten yuan as they are said. 一块五分钱 is five 分 a piece.
_COINS = re.compile(
    rf"(?:(?P<yuan>[1-9]\d{{0,2}}|[一二两三四五六七八九十]{{1,2}})(?:块(?:(?P<jiao>{_TENTH})毛?|(?P<half>半)(?![天日年个月]))|[块元](?P<jiao2>[1-9一二两三四五六七八九])[毛角])"
    rf"|(?P<mao>[1-9]|[一二两三四五六七八九])(?:毛|角)(?:(?P<fen>{_TENTH})分?)?"
    r"|(?P<only>[1-9一二两三四五六七八九])分(?:(?P<tenth>[1-9一二三四五六七八九])(?=钱|\s|$|[,。;!]))?(?(tenth)|(?=钱|\s|$|[,。;!]|[一每/]))"
    r"|(?P<li>[1-9一二两三四五六七八九])厘)钱?"
)


def read_coins(text: str, start: int) -> Figure | None:
    """Read a small sum that is said in 块, 毛 and 分 and begins exactly at ``start``."""
    found = _COINS.match(text, start)
    if found is None:
        return None

    def count(name: str) -> int:
        said = found[name] or "0"
        return int(said) if said.isdigit() else chinese_number(said) or 0

    fen = (
        count("yuan") * 100
        + (50 if found["half"] else 0)
        + (count("jiao") + count("jiao2") + count("mao")) * 10
        + count("fen")
        + count("only")
    )
    value = Decimal(fen) / 100 + Decimal(count("li") + count("tenth")) / 1000
    return Figure(value, "", value, spoken=True, end=found.end())


def read_figure(text: str, start: int) -> Figure | None:
    """Read the figure that begins exactly at ``start``; the text is lower case and NFKC-normalised."""
    found = _FIGURE.match(text, start)
    if found is not None:
        number = Decimal(found["digits"])
        power = found["power"] or ""
        value = number * MULTIPLIERS.get(power, 1)
        end = found.end("power") if power else found.end("digits")
        if found["tail"] is not None and power in {"百", "千", "万"} and "." not in found["digits"]:
            value += Decimal(found["tail"]) * MULTIPLIERS[power] / 10
            end = found.end("tail")
        return Figure(number, power, value, spoken=False, end=end)
    spoken = re.compile(CHINESE_NUMERAL).match(text, start)
    if spoken is None:
        return None
    value_read = chinese_number(spoken[0])
    if value_read is None:
        return None
    return Figure(Decimal(value_read), "", Decimal(value_read), spoken=True, end=spoken.end())
