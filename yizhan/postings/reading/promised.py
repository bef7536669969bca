"""The pay of one job in a message: the rated sums of `pay/1`, and bare figures whose unit stands elsewhere or nowhere.

`find_pay` reads "200一天". Messages also say `3200包住`, `司机6000，按月的`, `一人150，卸完给钱`, `缝纫工4000-7000，钉扣工3500`: an
amount that stands for itself, with its unit beside it, or given by what is being paid for. A unit that is not written
stays missing.
"""
# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from yizhan.postings.reading.grades import graded_pays
from yizhan.postings.reading.numerals import chinese_number
from yizhan.postings.reading.pay import PayPlace, PayReading, find_pay, pay_places
from yizhan.postings.reading.roles import is_no_pay
from yizhan.shared.pay import PIECES_PER_RATE

Piece = tuple[int, int]

_SPOKEN = "[一二两三四五六七八九][万千百](?:[一二两三四五六七八九零十]|百|千){0,6}"
_BARE = re.compile(
    r"(?:^|(?<=[\s,。;、|()!?:人名个工位给开俩仨])|(?<=分别)|(?<=分别是)|(?<=完给)|(?<=[\u4e00-\u9fff]费)|(?<=[\u4e00-\u9fff]的)|(?<=[\d一二三四五六七八九十]天)|(?<=[人名个位]各)|(?<=[师傅员手匠活是])|(?<=[同工总]价)|(?<=小时)|(?<=时制)|(?<=钟头)|(?<=[\u4e00-\u9fff][组班场])|(?<=[男女]工)|(?<=[男女]的)|(?<=[大小]工)|(?<=[我们在]出)|(?<=[实到]得)|(?<=到手)|(?<=[涨加开给]到)|(?<=给你)|(?<=全屋)|(?<=整[个套屋栋]))"
    rf"(?P<n>[1-9]\d{{2,4}}|(?<=给)[3-9][05](?=[\s,。;|]|$)|[1-9]\d(?=[一每]个?[人位]|/人)|(?<=[人名个位][ ,])[5-9]\d(?=[\s,。;|]|$)|(?<=\|,)[3-9][05](?=[\s,。;|]|$)|(?<=\|)[6-9][05](?=[\s,。;]|$)|(?<=小时)[3-9][05](?=[\s,。;|]|$)|(?<=钟头)[3-9][05](?=[\s,。;|]|$)|(?:{_SPOKEN})(?!\s*(?:[多来几]|名|个(?!人)|位|人|斤|块|公)))(?:\s*(?:-+|~+|—+|–|至|到)\s*(?P<m>[1-9]\d{{2,4}}))?"
    r"(?P<open>以上|起|\+(?=[\u4e00-\u9fff]))?(?=$|[\s,。;、|()!+]|(?<=\+)[提奖]|全包|包干|清包|包清|搞定|[一每]个?[人位]|/人|管|包|日结|天结|现结|含|不|住|吃|左右|半天|的|了(?=$|[\s,。;、])|保底|加|[男女]|[大小中力普杂瓦木]工|[\u4e00-\u9fff]{2,4}[1-9]\d{2,3}(?!\d)|(?:双|单|月|年|周|轮)休|早|晚|中午|长期|交|五险|社保|有)"
)
#: Behind the word for the work itself any sign may stand before the figure: 保洁2100，氩弧焊450.
_AT_WORK = re.compile(
    rf"(?P<n>(?:{_SPOKEN})(?=$|[\s,。;、|()!])|[1-9]\d{{2,4}}|(?<=[午晚][\u4e00-\u9fff]{{2}})[5-9]0|(?<=[午晚][\u4e00-\u9fff]{{3}})[5-9]0)(?:\s*(?:-+|~+|—+|–|至|到)\s*(?P<m>[1-9]\d{{2,4}}))?(?P<open>以上|起|\+)?(?=$|[\s,。;、|()!+]|半天|[\u4e00-\u9fff]{{2,4}}[1-9]\d{{2,3}}(?!\d)|(?<=\d0)(?=[\u4e00-\u9fff])(?![个名人位号斤米吨箱件平方台车袋元块天小月年岁度栋楼室路级公亩棵捆桶分点多几来层万千]))"
)
#: 搬运200，叉车300，保洁150: a list of works with bare sums, two at least.
_ROLL = re.compile(r"(?:(?:^|(?<=[:;,、。|\s]))[\u4e00-\u9fff]{2,6}[1-9]\d{2,3}(?=[;,、。|\s(]|$)[;,、。|\s]?){2,}")
_ROLL_ONE = re.compile(r"(?<=[\u4e00-\u9fff])(?P<n>[1-9]\d{2,3})(?P<m>(?!))?(?P<open>(?!))?(?=[;,、。|\s(]|$)")
#: 举牌80一上午.
_FOR_A_PART = re.compile(
    r"(?<![\d.])(?P<n>[1-9]\d{1,3})(?P<m>(?!))?(?P<open>(?!))?(?=(?:元|块钱?)?[一每/]个?(?:上午|下午|半天|晌|早上))"
)
_NO_PAY_BEFORE = re.compile(
    r"(?:路|街|号|楼|车牌|门牌|国道|省道|第|房|室|栋|弄|约|共|占地|面积|产值|规模|排|编号|尾号|后四位|密码|验证码|身高|日产|大概|截止|电话|联系)[:是为 ]{0,2}$"
)
#: A year is no pay.
_YEARS = range(2019, 2036)
_MOST_YUAN = 60_000
_DAILY = re.compile(
    r"(?<![次隔第])日结(?!算)|天天结|天结|(?<![完好就后])现钱|(?<![一每]十)一天一结|当天结|当日结|当[天日](?:付)?清"
)
#: What can be a day's pay in fen where the message says 日结 and a bare amount.
_LEAST_DAILY_FEN, _MOST_DAILY_FEN = 6_000, 150_000
#: The unit that is said aside: 保洁2100，保安2700，均为月薪.
_ASIDE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "month",
        re.compile(
            r"(?:(?:都是|均为|都按|都|均|全)?(?:月薪|月工资)|按月(?:的|算)|(?:均|都)按月|都是一个月(?:的)?)(?!\s*\d)"
        ),
    ),
    (
        "day",
        re.compile(
            r"(?:都是|都|均)?(?:一天的|每天的|(?<=都是)[一每]天(?![的\d])|点工(?=\d|[一二两三四五])|按天(?:的|算)?(?!\s*\d|结)|按日(?:算|计)|一天的价)"
        ),
    ),
    ("hour", re.compile(r"(?:都是|都|均)?(?:按小时|按钟点|一小时的)(?!\s*\d)")),
)
#: A sum for the whole of a short job: for each head, for a part of a day, or paid when it is done.
_HEAD_BEFORE = re.compile(
    r"(?:每人|每个人|每位|[一1]个?人|[一1]位|各给?|半天|[一1]?(?:上午|下午)|[一1]次|来回)\s*(?:给)?\s*$"
)
_HEAD_AFTER = re.compile(
    r"\s*(?:全包|包干|清包|包清)|\s*(?:/|每|[一1])?\s*(?:个?人(?![手数])|位(?=$|[\s,。;|])|半天|个?(?:上午|下午))"
)
_ONE_OFF = re.compile(
    r"自己分|大家分|平分|你们分|(?<!\d)[\d一二两三四五六七八九十]{1,2}个?人(?:平|均|来|一起)?分(?![钟拣])|(?:弄|修|刷|拆|打|搞|清|搭|收|铲|撤)(?:完|好|干净)(?:了|就|后|再)*(?:行|走|给|拿|领|结|付|转)|(?<![干做])[\u4e00-\u9fff]完(?:了|就|后|统一|微信|扫码|当场|当面)*(?:给|结(?!束)|付|转|发|扫码)|包清工|包给你|包工(?=[\d一二两三四五六七八九])|(?:上午|下午|晌午)就完|(?:干|卸|装|做|搬|弄|忙)(?:完|好)(?:了|后)?(?:就|立马|马上|当场)?(?:给钱|发钱|现结|给现钱|结现金)|完事(?:就)?(?:给钱|发钱)|只干[一1半]天|"
    r"(?:散[场席会]|(?<!工期)(?<!工程)结束|会后|完事)(?:就|后|了)?(?:统一)?(?:当场|扫码|微信)?(?:给钱|发钱|发红包|现结|结(?!束)|付|转)|(?<![天\d])[一两二三四2-4]个?(?:小时|钟头)(?![/制])|(?<![/每])[一半]个?(?:上午|下午)"
)
_EACH_ONE = re.compile(r"(?:每人|每个人|每位|[一1]个?人|[一1]位)")
_LEAST_HEAD_FEN = 5000
_LEAST_OF_MANY = _LEAST_HEAD_FEN * PIECES_PER_RATE
#: What says something about a sum stands no further before it.
_FAR = 40
_ONE_WANTED = re.compile(r"1个?人|[一1]位|[一1]名")
_NAME_BEFORE = re.compile(r"[\u4e00-\u9fff]{2}(?<!工钱|工资|工价|现金|每天|就是|给的)$")
#: That it is a day's work, and that it is less.
_ALL_DAY = re.compile(
    r"到(?:天|太阳)?(?:擦黑|黑|落山)|(?<![\d一二三四五六七八九十/])(?:[6-9]|1[0-2]|[六七八九十])个?(?:小时|钟头)(?![/内以])|从早到[黑晚]|(?:[干做忙当看守顶替帮]|就|只|仅[今明后]天|[今明后]天)[一1]天|一整天|全天|[一1]天(?:的)?活|[管包]三[顿餐]|(?<![\u4e00-\u9fff\d])一天(?=$|[\s,。;|])"
)
_PART_OF_DAY = re.compile(
    r"(?<![上下]午)半天|(?<![每早])(?:[一1]|这|整)个?(?:上午|下午|晌午|早上|中午)|(?<![\d天/])(?:[1-5一两二俩三四五]|半)(?:个半?|到[2-6两三四五六]个?|[2-6三四五]个)?(?:小时|钟头)(?![/制工])|(?:做|干|忙)到(?:中午|晌午)|就(?:今天)?(?:上午|下午)|(?<=\|)(?:上午|下午)(?=$|[,。;\s])|(?:^|(?<=[\s,。;]))(?:上午|下午)(?![班都可不有没或到来前])(?=[\u4e00-\u9fff])(?!.*(?:上午|下午))"
)
#: The day is settled as one.
_SETTLED_TODAY = re.compile(r"当[天日](?:就|现)?(?:[结付]?清|[给转](?=[账钱,。;\s]|$))|(?<![次隔第])日结(?!算)")
_LEAST_OFFERED_FEN, _MOST_ONE_OFF_FEN = 2_000, 1_500_000
#: 给300, 总共600: somebody offers it for the whole of what is to be done.
_OFFERED = re.compile(r"(?:(?<![付发的])给|我们?出|共|全部|整个活|跑腿费)\s*$")
#: 26天12800: more than a day's pay, for so many days.
_DAYS = r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})天"
_DAYS_BEFORE = re.compile(_DAYS + r"(?:左右|一共|总共|共|给|,|\s|的|:)*$")
_DAYS_AFTER = re.compile(r"\s*(?:/|,|(?:,\s*)?(?:一共|共|干|做))" + _DAYS)
_LEAST_STRETCH_FEN = 100_000
#: What custom takes for a day's pay where nothing else is said.
_LEAST_CUSTOM_FEN, _MOST_CUSTOM_FEN = 6_000, 80_000
#: Trades of the building site, whose bare price is one of a day.
_TRADE_BEFORE = re.compile(
    r"(?:大工|小工|油工|腻子工|打灰工|模板工|[砖灰石漆焊钳铆管]工|[瓦泥木石铁漆]匠|粉刷匠|水电安装|瓦工|瓦匠|泥工|泥瓦工|泥水工|木工|钢筋工|架子工|油漆工|水电工|电焊工|焊工|砌墙工|抹灰工|力工|壮工|杂工)(?:师傅)?(?:\s*[\d一二两三四五六七八九十俩]{1,3}[人名个位]?)?\s*$"
)
_LONG_WORK = re.compile(r"月薪|按月|每月|一个月(?!,)|包月|计件")


_SEX_BEFORE = re.compile(r"[男女][工的士]{0,2}(?:(?![男女])[\u4e00-\u9fff\d]){0,6}$")


@dataclass(frozen=True)
class Promise:
    """What is paid: the amount where it stands, and its unit with the pieces that say it; `unit` None where none is written.

    :param for_head: said for each of those who come, which leaves open for how long.
    """

    reading: PayReading
    amount: Piece
    unit: str | None
    unit_pieces: tuple[Piece, ...]
    for_head: bool = False


def find_promise(plain: str) -> Promise | None:
    """Find the one pay of a job; None where there is none, or more than one that differ.

    :param plain: what belongs to the job, everything else marked as read (`folding.DONE`).
    """
    bare = bare_pays(plain)
    graded = graded_pays(plain, pay_places(plain))
    pay = graded[0] if len(graded) == 1 else find_pay(plain, first_of_two=True)
    if pay is None:
        if any(one.reading.unit is not None for one in pay_places(plain)):
            return None
        if len({(one.reading.min_fen, one.reading.max_fen) for one in bare}) != 1:
            return None
        pay = bare[0]
    return with_unit(plain, pay)


def with_unit(plain: str, pay: PayPlace) -> Promise:
    """Complete an amount by a unit that stands beside it or aside."""
    amount, reading = (pay.start, pay.end), pay.reading
    if reading.unit == "lump" and (today := _SETTLED_TODAY.search(plain)) and _EACH_ONE.match(plain, pay.start):
        return Promise(reading, amount, "day", tuple(sorted({amount, today.span()})))
    words = plain[pay.start : pay.end]
    if reading.unit == "lump" and _EACH_ONE.match(words) and (reading.min_fen or 0) >= _MOST_DAILY_FEN:
        reading = replace(reading, unit=None, understood=False)  # 晚班一人2800: nobody gets that for a short job
    if (
        reading.unit == "lump"
        and _ONE_WANTED.match(words)
        and _NAME_BEFORE.search(plain[max(0, pay.start - _FAR) : pay.start])
    ):
        reading = replace(reading, unit=None, understood=False)  # 打胶1人300: one is wanted
    if reading.unit == "piece" and words.endswith(("一个", "每个")) and (reading.min_fen or 0) >= _LEAST_OF_MANY:
        return Promise(_whole(reading), amount, "lump", (amount,), for_head=True)  # 两个人，80一个
    if reading.unit is not None:
        return Promise(
            reading, amount, reading.unit, (amount,), reading.unit == "lump" and _EACH_ONE.match(words) is not None
        )
    beside = _beside(plain, pay)
    unit, piece = beside or _aside(plain, pay) or (None, None)
    for_head = beside is not None and unit == "lump" and re.search("[人位]", plain[slice(*beside[1])]) is not None
    return Promise(reading, amount, unit, tuple(sorted({amount, *([piece] if piece else [])})), for_head)


def _whole(reading: PayReading) -> PayReading:
    """Return a price of one piece as one for the whole."""
    low, high = (None if fen is None else fen // PIECES_PER_RATE for fen in (reading.min_fen, reading.max_fen))
    return PayReading(low, high, "lump")


def with_day(
    plain: str, promise: Promise, whole_day: Iterable[Piece], part: Iterable[Piece], custom: Iterable[Piece] = ()
) -> Promise:
    """Complete a bare sum, or one for each head, by how long the work takes.

    :param whole_day: pieces that say that it is a day's work (hours, a meal at noon).
    :param part: pieces that say that it is less.
    :param custom: pieces by which custom takes a bare sum for a day's pay: so many people, for such a day.
    """
    least = promise.reading.min_fen if promise.reading.min_fen is not None else promise.reading.max_fen
    if not least or not (promise.unit is None or promise.for_head):
        return promise
    whole = [*whole_day, *(one.span() for one in _ALL_DAY.finditer(plain))][:1]
    short = [*part, *(one.span() for one in _PART_OF_DAY.finditer(plain))][:1]
    aside = [one.span() for unit, pattern in _ASIDE if unit == "day" for one in pattern.finditer(plain)][:1]
    daily = _LEAST_DAILY_FEN <= least <= _MOST_DAILY_FEN and not _LONG_WORK.search(plain)
    if promise.for_head and promise.unit == "lump" and (today := _SETTLED_TODAY.search(plain)) is not None:
        return _as(promise, "day", [today.span()])
    if daily and (aside or (whole and not short)):
        return _as(promise, "day", aside or whole)
    if promise.unit is not None:
        return promise
    if daily and short and not whole:
        return _as(promise, "lump", short)
    for_all = _for_all(plain, promise, least)
    if for_all:
        return _as(promise, "lump", for_all)
    pieces = [*custom]
    if daily and pieces and _LEAST_CUSTOM_FEN <= least <= _MOST_CUSTOM_FEN:
        return _as(promise, "day", pieces)
    return promise


def _as(promise: Promise, unit: str, pieces: Iterable[Piece]) -> Promise:
    return replace(promise, unit=unit, unit_pieces=tuple(sorted({promise.amount, *pieces})))


def _for_all(plain: str, promise: Promise, least: int) -> list[Piece]:
    """Return what says that a bare sum is paid for the whole: that it is paid at the end, so many days, 给."""
    start, end = promise.amount
    near = max(0, start - _FAR)
    before, after = _DAYS_BEFORE.search(plain[near:start]), _DAYS_AFTER.match(plain, end)
    days = before or after
    at_once = before is not None and before.end("n") + 1 == start - near  # 3天600
    if days is not None and (at_once or least >= _LEAST_STRETCH_FEN):
        number = int(days["n"]) if days["n"].isdigit() else chinese_number(days["n"]) or 0
        if number > 1 and _LEAST_DAILY_FEN <= least / number <= _MOST_DAILY_FEN:
            return [
                (days.start("n") + (near if days is before else 0), days.end("n") + (near if days is before else 0))
            ]
    if least > _MOST_ONE_OFF_FEN or _LONG_WORK.search(plain):
        return []
    once = _ONE_OFF.search(plain)
    if once is not None:
        return [once.span()]
    given = _OFFERED.search(plain[near:start]) if least >= _LEAST_OFFERED_FEN else None
    return [] if given is None else [(near + given.start(), near + given.end())]


def _beside(plain: str, pay: PayPlace) -> tuple[str, Piece] | None:
    daily = _SETTLED_TODAY.search(plain)
    if daily is not None and _HEAD_BEFORE.search(plain[max(0, pay.start - _FAR) : pay.start]) is not None:
        return "day", daily.span()  # 一人240，当日结清: a day for each head
    before, after = _HEAD_BEFORE.search(plain[max(0, pay.start - _FAR) : pay.start]), _HEAD_AFTER.match(plain, pay.end)
    if before is not None and not (_ONE_WANTED.match(before[0]) and _NAME_BEFORE.search(plain[: before.start()])):
        return "lump", before.span()
    if after is not None:
        return "lump", after.span()
    return None


def _aside(plain: str, pay: PayPlace) -> tuple[str, Piece] | None:
    reading = pay.reading
    least = reading.min_fen if reading.min_fen is not None else reading.max_fen
    if not least:
        return None
    said = [(unit, found.span()) for unit, pattern in _ASIDE if (found := pattern.search(plain)) is not None]
    if len(said) == 1:
        return said[0]
    daily = _DAILY.search(plain)
    if daily is not None:
        # 230元，管饭，日结: what is settled by the day is paid by the day.
        return ("day", daily.span()) if _LEAST_DAILY_FEN <= least <= _MOST_DAILY_FEN else None
    once = _ONE_OFF.search(plain)
    trade = _TRADE_BEFORE.search(plain[max(0, pay.start - _FAR) : pay.start]) if once is None else None
    if trade is not None and _LEAST_DAILY_FEN <= least <= _MOST_DAILY_FEN and _LONG_WORK.search(plain) is None:
        return "day", trade.span()  # 瓦匠350小工200: on a building site a trade's price is that of a day
    return None


def bare_pays(plain: str, behind: Iterable[int] = ()) -> list[PayPlace]:
    """Return the figures that can only be pay though no unit stands with them, left to right.

    :param behind: where words for work end: a figure right behind one is its pay.
    """
    named = [one for at in behind if (one := _AT_WORK.match(plain, at)) is not None]
    named += list(_FOR_A_PART.finditer(plain))
    named += [one for roll in _ROLL.finditer(plain) for one in _ROLL_ONE.finditer(plain, *roll.span())]
    starts = {one.start("n") for one in named}
    named = [one for at, one in enumerate(named) if one.start("n") not in {other.start("n") for other in named[:at]}]
    named += [one for one in _BARE.finditer(plain) if one.start("n") not in starts]
    found = []
    for one in sorted(named, key=lambda each: each.start("n")):
        low = int(one["n"]) if one["n"].isdigit() else chinese_number(one["n"])
        high = int(one["m"]) if one["m"] else low
        if low is None or high is None or not low <= high <= _MOST_YUAN or high > low * 10:
            continue
        if (
            _NO_PAY_BEFORE.search(plain[max(0, one.start("n") - _FAR) : one.start("n")])
            or (low in _YEARS and not one["m"])
            or is_no_pay(plain, one.start("n"), one.end())
        ):
            continue
        most = None if one["open"] else high * 100
        found.append(PayPlace(PayReading(low * 100, most), one.start("n"), one.end()))
    return found


def paid_by_sex(plain: str, sums: Iterable[PayPlace]) -> bool:
    """Say whether men are paid one sum and women another: 男工130女工100."""
    said = {
        lead[0][0]: one.reading.min_fen
        for one in sums
        if (lead := _SEX_BEFORE.search(plain[max(0, one.start - _FAR) : one.start])) is not None
    }
    return len(said) == len(set(said.values())) == len("男女")


def named_pay(plain: str, title: str, pays: Iterable[PayPlace]) -> PayPlace | None:
    """Return the pay that stands right behind the job's own name: 保洁2人、保安3人，保洁2100，保安2700."""
    names = {title, title[-2:]} if len(title) > 2 else {title}
    found = [
        pay
        for pay in pays
        if any(
            re.search(
                rf"{re.escape(name)}(?:工|员|师傅|的|每人)?(?:工资|月薪|日薪)?[:是为 ]{{0,2}}$",
                plain[max(0, pay.start - _FAR) : pay.start],
            )
            for name in names
        )
    ]
    return (
        found[0] if len({(one.reading.min_fen, one.reading.max_fen, one.reading.unit) for one in found}) == 1 else None
    )
