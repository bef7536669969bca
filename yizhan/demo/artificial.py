"""Names and numbers that belong to nobody.

Names are put together from two lists of characters. Every number is of a range that is not given out, so that no demo
record can be taken for a person's: the tests hold these facts against the vocabulary of divisions.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid

from yizhan.shared.identifiers import id_number, uscc

#: A county code that GB/T 2260 has never given out. ID numbers and credit codes that carry it exist nowhere.
NO_SUCH_COUNTY = "371599"
#: 154 is a prefix that no operator has: a call reaches nobody. Seven digits of prefix leave 10,000 numbers each.
PEOPLE_PHONES = "1540000"
EMPLOYER_PHONES = "1540001"
AGENT_PHONES = "1540002"
STATION_PHONES = "1540003"

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许"
    "傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚"
)  #: Weight falls with the place in the list: a few surnames are very common.
_WEIGHTS = [60 / (place + 6) for place in range(len(SURNAMES))]
MEN = "建国军强明华志勇福贵海山林生春来喜庆成玉良德正平安东红保金元宝水田长顺永昌广立新万全同学书文振宗传孝忠"
WOMEN = "秀英桂兰玉珍凤霞红梅芳丽萍敏静燕翠花爱云莲香彩巧娟艳玲美荣春月小雪冬菊桃杏素淑慧改焕"
YOUNG = "浩宇轩涵子欣怡佳俊豪博文雨晨梦嘉思雅睿洋鹏程"


def seeded_uuid(rng: random.Random) -> uuid.UUID:
    """Return a random UUID (version 4) that the seed decides."""
    return uuid.UUID(int=rng.getrandbits(128), version=4)


def person_name(rng: random.Random, *, female: bool, born: dt.date | None) -> str:
    """Put a surname and one or two characters together."""
    surname = rng.choices(SURNAMES, _WEIGHTS)[0]
    signs = WOMEN if female else MEN
    if born is not None and born.year >= 1990 and rng.random() < 0.7:
        signs = YOUNG
    first, second = rng.sample(signs, 2)
    return surname + (first if rng.random() < 0.12 else first + second)


def people_id(born: dt.date, *, female: bool, serial: int) -> str:
    """Return an ID number of the county that does not exist, with the right check symbol.

    :param serial: 0 to 499 for each sex and day.
    """
    first17 = f"{NO_SUCH_COUNTY}{born:%Y%m%d}{serial * 2 + (0 if female else 1):03}"
    return first17 + id_number.check_symbol(first17)


def credit_code(kind: str, serial: int) -> str:
    """Return a credit code of the county that does not exist, with the right check symbol.

    :param kind: the first two symbols, such as `91` for companies.
    """
    first17 = f"{kind}{NO_SUCH_COUNTY}MADEM{serial:04}"
    return first17 + uscc.check_symbol(first17)


def phone(prefix: str, serial: int) -> str:
    """Return a mobile number of one of the ranges above.

    :raises ValueError: the range is used up.
    """
    if not 0 <= serial <= 9999:
        raise ValueError("a range of demo numbers holds ten thousand")
    return f"{prefix}{serial:04}"


class Numbers:
    """Hands out each number once."""

    def __init__(self, rng: random.Random) -> None:
        """Shuffle the telephone numbers, so that the last digits differ from person to person."""
        self._rng = rng
        self._ids: set[str] = set()
        self._phones = {
            prefix: rng.sample(range(10_000), 10_000) for prefix in (PEOPLE_PHONES, EMPLOYER_PHONES, AGENT_PHONES)
        }
        self._codes = 0

    def id_number(self, born: dt.date, *, female: bool) -> str:
        """Return an ID number that nobody in this county has yet."""
        while True:
            number = people_id(born, female=female, serial=self._rng.randrange(500))
            if number not in self._ids:
                self._ids.add(number)
                return number

    def phone(self, prefix: str) -> str:
        """Return a telephone number that nobody has yet."""
        return phone(prefix, self._phones[prefix].pop())

    def credit_code(self, kind: str) -> str:
        """Return a credit code that nobody has yet."""
        self._codes += 1
        return credit_code(kind, self._codes)
