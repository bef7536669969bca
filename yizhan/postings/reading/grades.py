"""One job with a sum for each grade or condition of it: 熟手200生手160, 平日16节假日22, 一亩6块自带机子的10块.

These are not two jobs and not two pays that differ: the least and the most of them are what the job pays.
"""
# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from yizhan.postings.reading.numerals import CHINESE_NUMERAL, chinese_number
from yizhan.postings.reading.pay import PayPlace, PayReading
from yizhan.postings.reading.roles import is_no_pay
from yizhan.shared.pay import PIECES_PER_RATE

#: How good somebody is, how big a piece is, when it is done, what somebody brings along.
_GRADE = (
    r"(?:熟手|熟练(?:工|的)?|老手|生手|新手|一般|普通|其[余他]|中等|技术(?:好|硬|过硬|差|一般)|手艺(?:好|硬|差)|水平高|高级|中级|初级|手[快慢脚]?[快慢]|干得[好快慢]|有经验|没经验|有证|没证|无证|持证"
    r"|[大中小](?=[的号个])|[大小][树棚件箱袋桌房户筐桶瓶块盆车间包罐碗坑]|[白夜日早晚]岗|[厚薄长短粗细好差难重轻高矮][的活]|平日|平时|平常|工作日|周一到周五|周末|双休日|节假日|假日|过节|大年三十|雨天|晴天|白天|白班|夜里|夜间|夜班|晚班|晚上|早班|中班|大夜"
    r"|(?:自带|自备|带|有|没有?|不带|会|不会|能)(?!饭|餐|的)[\u4e00-\u9fff]{1,5}(?=的))"
)
_BETWEEN = r"(?:[\u4e00-\u9fff]{0,4}的话|的|号|个|工|活)?[,: ]?(?:就|都|也|才|算|给|是|按|拿|包|开|付|发|工价|工资|每?[一1每](?:天|日|晚|夜|个?小时|个?钟头?|亩|斤|米|方|件|棵|个|片|筐|箱|吨|平|台|桌|袋|套|次|趟|单|车))*[: ]?"
_SUM = rf"(?P<n>\d{{1,5}}(?:\.\d{{1,2}})?|{CHINESE_NUMERAL}+)"
_NO_SUM_AFTER = r"(?![\d.%]|\s*(?:[名个人位岁点号月年日分时]|小时|公|度|以[上下])|[:/-]\d)"
_GRADED = re.compile(rf"(?P<grade>{_GRADE}){_BETWEEN}{_SUM}{_NO_SUM_AFTER}(?:元|块钱?)?")
#: What is sorted by size is paid for the piece: 论片, 按条.
_BY = re.compile(r"(?:论|按|计)(?![天日月年小时周班钟])(?P<what>[\u4e00-\u9fff])(?=[,:，计算收给]|$)")
#: The sums of one row stand no further apart, and none is more than so many times the other.
_NEAR, _FAR, _WIDEST = 14, 30, 3


def graded_pays(plain: str, sums: Sequence[PayPlace]) -> list[PayPlace]:
    """Return the pays of grades that are paid otherwise, one for each job that has such grades.

    :param sums: the sums that are known, left to right; a figure behind a grade needs no unit of its own.
    """
    rows: list[list[tuple[str, PayPlace]]] = []
    for one in _GRADED.finditer(plain):
        known = _known(plain, one, sums)
        if known is None:
            continue
        last = rows[-1][-1][1] if rows else None
        if (
            last is not None
            and known.start - last.end <= _NEAR
            and not re.search("[;。\n]", plain[last.end : known.start])
        ):
            rows[-1].append((one["grade"], known))
        else:
            rows.append([(one["grade"], known)])
    found = [pay for row in rows if (pay := _joined(plain, _led(row, sums))) is not None]
    return found or _sorted_by(plain, sums)


def _sorted_by(plain: str, sums: Sequence[PayPlace]) -> list[PayPlace]:
    """Return the pay of kinds that are told behind what they are paid by: 按棵算，老树8块小树5块."""
    by = _BY.search(plain)
    row = [one for one in sums if by is not None and by.end() <= one.start <= by.end() + _FAR]
    if len(row) < 2 or any(one.reading.unit not in (None, "piece") for one in row):
        return []
    pay = _joined(plain, row)
    return [] if pay is None else [pay]


def _known(plain: str, one: re.Match[str], sums: Sequence[PayPlace]) -> PayPlace | None:
    known = next((each for each in sums if each.start <= one.start("n") < each.end), None)
    if known is not None or is_no_pay(plain, one.start("n"), one.end()):
        return known
    value = Decimal(one["n"]) if one["n"][0].isdigit() else chinese_number(one["n"])
    fen = int((value or 0) * 100)
    spoken = not one["n"][0].isdigit()
    return PayPlace(PayReading(fen, fen), one.start("n"), one.end()) if fen >= (1000 if spoken else 1) else None


def _led(row: list[tuple[str, PayPlace]], sums: Sequence[PayPlace]) -> list[PayPlace]:
    """Return the sums of a row; one grade alone is told beside the sum before it: 一亩6块，自带机子的10块."""
    pays = [pay for _grade, pay in row]
    if len({grade for grade, _pay in row}) > 1:
        return pays
    ahead = [each for each in sums if each.end <= pays[0].start and each.reading.unit is not None]
    return [ahead[-1], *pays] if ahead else []


def _joined(plain: str, row: list[PayPlace]) -> PayPlace | None:
    units = {one.reading.unit for one in row} - {None}
    if not row or len(units) > 1 or any(right.start - left.end > _NEAR for left, right in pairwise(row)):
        return None
    unit = units.pop() if units else None
    if unit is None and (by := _BY.search(plain)) is not None:
        unit, start = "piece", min(by.start(), row[0].start)
    else:
        start = row[0].start
    values: list[int] = []
    for one in row:
        times = PIECES_PER_RATE if unit == "piece" and one.reading.unit is None else 1
        if one.reading.min_fen is None or one.reading.max_fen is None:
            return None
        values += [one.reading.min_fen * times, one.reading.max_fen * times]
    low, high = min(values), max(values)
    if low == high or high > low * _WIDEST:
        return None
    return PayPlace(PayReading(low, high, unit, understood=unit is not None), start, row[-1].end)
