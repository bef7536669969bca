"""What a pay text says: amount, unit and period, or honestly that it was not understood.

Rules that decide the doubtful cases (docs/pay-comparison.md says why):

- An amount is *understood* only where its unit is written. ``k`` and ``薪`` imply a month;
  万 and 元 imply nothing.
- A bare figure of three digits or more is kept as an amount in yuan, without a unit and not understood.
  A shorter one ("13", "24-30") may as well be thousands or ten-thousands: it is not even an amount.
- Two different pays in one text are two pays: nothing is merged, the text is not understood.
- Piece rates are fen per 1,000 pieces, as everywhere in this project.
"""
# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal

from yizhan.postings.reading.numerals import (
    CHINESE_DIGITS,
    CHINESE_NUMERAL,
    MULTIPLIERS,
    Figure,
    chinese_number,
    read_coins,
    read_figure,
)
from yizhan.postings.reading.roles import is_cut, is_no_pay
from yizhan.shared.pay import PIECES_PER_RATE


@dataclass(frozen=True)
class PayReading:
    """The answer to one pay text.

    :param min_fen: lower amount in fen per ``unit`` (per 1,000 pieces for ``piece``), or ``None``.
    :param max_fen: upper amount; equal to ``min_fen`` where one figure is stated, ``None`` where it is open.
    :param unit: one of ``shared.pay.UNITS``, or ``None`` where the text names none.
    :param months_per_year: only where the text says so ("·15薪").
    :param understood: amount and unit are both in the text.
    """

    min_fen: int | None = None
    max_fen: int | None = None
    unit: str | None = None
    months_per_year: int | None = None
    understood: bool = False

    def as_dict(self) -> dict[str, int | str | bool | None]:
        """The contract of ``yizhan parse pay --json``: exactly these keys, in this order."""
        return {
            "min_fen": self.min_fen,
            "max_fen": self.max_fen,
            "unit": self.unit,
            "months_per_year": self.months_per_year,
            "understood": self.understood,
        }


NOT_UNDERSTOOD = PayReading()

_MAX_LENGTH = 2000
_UNIT_WORDS: dict[str, str] = {
    "hour": "小时|个小时|钟头|个钟头?|钟|时|hours?|hr|h",
    "day": "人天|台班|晚上?|宿|夜|工作日|工日|个工(?!件)|工(?![件时厂作])|天|日(?!元)|days?|d",
    "week": "个?星期|个?礼拜|周|weeks?",
    "month": "个?月|months?|mon",
    "year": "年|years?|yr|annum",
    "piece": "件|个(?![人月工小星礼班钟])|只|次|单|趟|袋|箱|包|公斤|斤|千克|kg|吨|亩|棵|株|平方米|平方|平米"
    "|m2|米|条|双|套|张|台|车|桶|瓶|盒|打|筐|捆|片|根|份|节课|课时|立?方(?![米案便向])|票|束|块(?!钱)|平(?![米方])|户|间|扇|垄|孔|樘|墩|坛|封|担|扎|组|串|道(?!路)|针|页",
    "lump": "场(?![0-9a-z])",
}
_UNIT = "|".join(f"(?P<{unit}>{words})" for unit, words in _UNIT_WORDS.items())
# A unit counts only behind a sign that says "per": "24小时" is a duration, "25/小时" is a rate.
_RATE = re.compile(
    rf"\s*(?:包(?=[一1]天))?(?:(?:/|每|一)(?:人|名|位)\s*[/·每]?\s*|/\s*(?=[每一1])|(?=[/每一1]))"
    rf"(?:/|每|一|1|per)?\s*(?:1|一)?\s*(?:{_UNIT})(?![a-z])"
)
_RATE_NAMED = re.compile(
    r"\s*(?:(?P<year>年薪)|(?P<month>月薪)|(?P<day>日薪|日结|天结|/?\s*(?<!\d)(?:[6-9]|1[0-2])个?(?:小时|h)(?![\w/]))|(?P<hour>时薪|(?<=[块蚊元])钟(?![点表头]))|(?P<week>周薪)|(?P<lump>包干|一口价))"
)
_MONEY = (
    r"(?:元钱?|蚊(?![子香帐])|块(?:钱|(?![结儿去来走干砖瓦板石玻木牌坯瓷煤])|(?=干[一1两俩二三半]))|圆|人民币|rmb|cny)"
)
_RANGE = re.compile(r"\s*(?:[-~—–─－−]+|至|到)\s*")
_AFTER = re.compile(
    rf"\s*(?P<more1>多)?\s*(?P<money1>{_MONEY})?\s*(?P<more2>多(?!劳))?"
    r"\s*(?P<open>(?:及|或)?以上|起步?|不封顶|上不封顶|\+(?=\s*元|\s*块|\s*/|\s*(?![\w(])))?"
    r"(?P<shut>(?:及|或)?以(?:下|内)|封顶)?(?:左右|上下|不等)?"
    rf"\s*(?P<money2>{_MONEY})?(?:整|左右|上下|不等)?"
)
_AFTER_RATE = re.compile(
    r"\s*(?:(?P<open>(?:及|或)?以上|起步?|上?不封顶|\+(?!\s*[\w(]))"
    r"|(?P<shut>(?:及|或)?以(?:下|内)|封顶))"
)
# What may stand behind a figure that counts money; anything else ("10人", "4天", "五险") makes it no money.
_END = re.compile(
    r"\s*(?:$|[\s,;:!?。、|()\[\]{}·+*/'\"]"
    r"|另|加(?!点)|[卸搭收干做装铲摘搬弄忙撤拆修刷扫运]完|招|要|做|干|看|包|管|含|不含|[日天]结|吃|住|上|外|提|奖|补|\.(?!\d))"
)

#: What is counted by the figure before it.
_COUNTED = re.compile(
    r"(?!\s*[一二两三四五六七八九十]{1,3}[个名人])\s*(?:[\w.]*\d|小时(?!工)|钟头|[a-z%°]|[个多来几余十百千万亿]|[人名位员台辆车只头条块张层楼号路栋室间户床年月日天岁点分时秒件斤公吨米平方亩棵株套袋包箱桶次趟顿餐克毫升度瓦伏捆筐盆桌锅卷瓶盒片根束樘扇柜篮垄孔棚粒颗把串双付副对群组朵垛堆担])"
)
_EACH = "(?:[一每1]个?人)?"
_FILL = (
    _EACH
    + r"(?:(?:\d{1,2}|[一二两三四五六七八九十]{1,2})个?小时)?[:\s约大概都补助贴为是给你挣能拿到手有可达开付发算连人带车工资收入待遇报酬薪水基本]{0,8}(?:不低于|不少于|至少|最低|最高|不超过)?[¥]?\s*$"
)
_ALONE = f"(?<![\\d第.{''.join(CHINESE_DIGITS)}十百千万半])"
#: What is counted where its own word stands before the sum: 一袋2块5, 一平方6块, 一车220.
_THINGS = "份|节课|课时|节|方|只|坑|杆|桩|幅|件|单|次|趟|袋|箱|包|公斤|斤|吨|亩|棵|株|平方米|平方|平米|平|米|条|双|套|张|台|床|辆?车|趟|户|间|粒|颗|把|串|桌|锅|卷|桶|瓶|盒|筐|捆|片|根|束|樘|扇|柜子|柜|头|块|篮|垄|孔|棚"
_BEFORE = re.compile(
    "(?:"
    rf"(?P<hour>时薪|小时工资|小时工|(?<![\d一二两俩三四五六七八九十个半几每])小时|工时费|按小时|按钟点?|计时|每个?(?:小时|钟头|钟(?!头))|{_ALONE}[一1]个?(?:小时|钟头|钟))"
    rf"|(?P<day>日薪|日结|天结|日工资|日均|白天|按天|每天|每日|每个?工日?|每晚|全天|整天|{_ALONE}[一1](?:天|个工|工(?!资)|个?晚上?|宿|夜|个班|个台班))"
    rf"|(?P<week>周薪|每周|{_ALONE}[一1](?:周|个?星期|个?礼拜))"
    rf"|(?P<year>年薪|年收入|包年|每年|{_ALONE}[一1]年)"
    rf"|(?P<month>月薪|月钱|月工资|月工钱|月收入|月入|包月|每个?月|{_ALONE}[一1]个?月|月(?=综合))"
    r"|(?P<pay>底薪|保底|起薪|薪资|薪酬|薪水|薪金|薪)"
    rf"|(?P<piece>计件|每(?:件|单|次|趟|个)|{_ALONE}[一1每]个?(?:{_THINGS})[\u4e00-\u9fff]{{0,4}}?|{_ALONE}[一1](?:万|千|百)块砖|[编做缝贴串糊]一?个|按(?:立?方|平方?|个|{_THINGS}))"
    rf"|(?P<lump>[一每](?:[餐顿席]|场(?!所))|一口价|总价|包干价?|一次性|总共|共计|一共|{_ALONE}[一1](?:个人|人)|每人|{_ALONE}半天|[一1]个?(?:上午|下午))"
    ")(?:综合)?" + _FILL
)
#: 一块砖三分, 一块五分钱: one piece of something, not one yuan.
_ONE_PIECE = re.compile(
    r"[一1]块(?=[\u4e00-\u9fff]{0,3}?(?:\d|[一二两三四五六七八九][分毛角]))(?!\d(?!\d*元|\d+(?:$|[\s,。;]))|[一二两三四五六七八九][毛角])"
)
#: 搬砖，一块一毛钱: where bricks are meant, 块 counts them.
_ONE_BRICK = re.compile(r"[一1]块(?=[\d一二三四五六七八九]+[毛分])")
_BRICKS_ALL = re.compile(r"(?:共|大概|大约|总数|有)$")
_BRICKS = re.compile(r"[砖瓦]")
#: 1米7以上, 深一米二: how tall or how deep.
_HEIGHT_BEFORE = re.compile(r"[1一两二2]米$")
_LONGEST_HEIGHT = 2
_TALL_BEFORE = re.compile(r"(?:身高|个子|[高深宽厚长要到]|不低于)[在约要到:]{0,2}[1一两二2]米$")
_TALL_AFTER = re.compile(r"(?:以上|以下|左右|的|到|-|~|深|宽|高)")
_PAY_WORD = re.compile(
    rf"(?:跑腿费|辛苦费|劳务费|工时费|人工费|工价都?|保底|基本工资|工资|收入|待遇|报酬|薪|酬劳|工钱){_FILL}"
)
_FLOOR_BEFORE = re.compile(
    r"(?:底薪|保底|基本工资|基础工资|不低于|不少于|至少|最低|起薪|>=?|≥)[:\s约为工资薪资]{0,6}[¥]?\s*$"
)
#: 底薪2500提成高: what follows is told of, not named by, the sum.
_BASE_BEFORE = re.compile(r"(?:底薪|保底)[:\s约为]{0,4}$")
_CEILING_BEFORE = re.compile(r"(?:不超过|不高于|最高|最多|上限|<=?|≤)[:\s约为可达至到给开能拿]{0,6}[¥]?\s*$")
#: 一百斤十三块, 15块一千字, 8元/百个: the price of so many at once, which is read as that of one.
_MANY = r"(?P<n>(?<![\d第.几两二三四五六七八九十])[一每]?[百千万]|(?<![\d.])10{2,4}(?!\d)|每十)"
_SUCH = rf"个?(?:{_THINGS}|字|个(?![人月小])|页|粒|枚|朵|根|封|支|本|双|付)"
_BUNDLE_BEFORE = re.compile(rf"{_MANY}{_SUCH}[\u4e00-\u9fff]{{0,4}}?{_FILL}")
_BUNDLE_AFTER = re.compile(rf"\s*[/每一]?\s*{_MANY}{_SUCH}(?![\u4e00-\u9fff]{{0,2}}\d)")
_ESTIMATE_BEFORE = re.compile(
    r"(?:做得?[好快]|手快|熟练的|勤快|少说|起码能|平均|综合|预计|可达|可到|能拿|能挣|可拿|约合|相当于|试用期?|实习期?|学徒期?)[^\d]{0,6}$"
)
#: 手慢的可以按天130: of two ways to be paid the first is the pay; 200一天，或20一小时 leaves it open.
_OR_BEFORE = re.compile(r"(?:也?可以?|也行|想)(?:按|算|拿|给|[一每])?[天日月小时件个计点工]{0,3}[^\d,;。]{0,2}$")
#: 补贴一天80 is the pay where nothing else is.
_AID = re.compile(r"(?<![餐车房话住通温食饭宿油岗龄])(?:补贴|补助)")
_AID_BEFORE = re.compile(r"(?:补贴|补助)[\u4e00-\u9fff]{0,3}$")
_WHOLE_BEFORE = re.compile(r"综合(?:工资|收入|薪资|待遇|月薪)?[:\s约为]{0,3}$")
_OTHER_MONEY = (
    r"奖|(?<=[\u4e00-\u9fff])(?<!每天)(?<!一天)(?:补贴|补助)|津贴|超时|超(?:过|出)?\d小时|延时|加点|餐补|房补|车补|话补|话费|油补|基金|经费|安家|提成|加班|全勤|押金|保证金|罚|(?<![钉纽衣])扣(?![工子眼])|介绍费|中介费|服务费|服装费|培训费"
    "|报名费|体检|车费|路费|房租|水电|伙食|饭补|社保|保险|公积金|资本|资金|投资|销售额|客单|满"
)
_OTHER_BEFORE = re.compile(f"(?:{_OTHER_MONEY})")
_OTHER_AFTER = re.compile(rf"[元块/每天日月次的\s]{{0,4}}的?(?:{_OTHER_MONEY})(?!\s*\d)")
#: 底薪加加班综合5500: what is added up is part of the pay.
_TOGETHER = re.compile(r"^.*(?=综合[^,;。]{0,4}$)")
#: 3000/月 提成另算: behind a rate and a gap other money is something else.
_OTHER_AT_ONCE = re.compile(rf"的?(?:{_OTHER_MONEY})(?!\s*\d)")
_CLAUSE_END = re.compile(r"[,;。;!?\n|]|、")
_MONTHS = re.compile(r"(?<!\d)(1[2-9]|2[0-4])\s*个?月?薪")
_MONTHS_NEXT = re.compile(rf"\s*[·*x,×]?\s*{_MONTHS.pattern}")
_FIGURE_START = re.compile(rf"(?<![\d.a-z#])\d|(?<![第周{''.join(CHINESE_DIGITS)}十百千万]){CHINESE_NUMERAL}")
_SPOKEN_PER = re.compile(
    r"(?:个?人|个(?=$|[\s,。;])|位|场|节|份|箱|袋|方|包|车|吨|公?斤|亩|棵|米|平|个?小时|个?钟头|天|日(?!元)|个?月|个?星期|周|年|个工|工(?![资厂作时件])|件|次|趟|单)"
)
_BARE = re.compile(
    r"(?:工资|薪资|待遇|报酬|非面谈)?[:|\s]*(?P<lo>\d{1,9}(?:\.\d{1,4})?)"
    r"(?:\s*(?:[-~—–─－−|]+|至|到)\s*(?P<hi>\d{1,9}(?:\.\d{1,4})?))?"
)
# What was no pay is passed over with the other end of its range: 3000 is not the pay of "5000-3000元/月".
_REJECTED = re.compile(rf"\d[\d.]*[百千万kw]?(?:元?{_RANGE.pattern}\d[\d.]*)?|{CHINESE_NUMERAL}")
_BARE_LEAST = 100
_EACH_ONE = re.compile(r"(?:一|每|1)个\s*$")
_ONE_OF_THEM = re.compile("(?:^|的|按)([一1每]?个)$")
_LEAST_OF_ONE, _LEAST_OF_ALL = 15, 50
#: What says something about a sum stands no further before it.
_FAR = 40
_A_THING = re.compile(
    r"(?<![\d第一二两三四五六七八九十])(?:[一每]个(?![人月小钟星礼工班晚上下晌])[\u4e00-\u9fff]{1,3}?|[一每](?![共般起人位名直律晚夜宿天日月年周个小时钟上下中早午点刻分定样些概家次口级块元百千万十半些])[\u4e00-\u9fff]{1,3}?"
    r"|按(?![天日月年周时小钟班])[\u4e00-\u9fff]{1,2}?)(?<![工员手傅人姨嫂妇匠娃])(?:工钱|工价|给|是|算|,)?[:\s]?$"
)
#: Money of elsewhere, before the figure or behind it.
_FOREIGN_BEFORE = re.compile(
    r"(?:[$€£₩₽]|usd|eur|gbp|hkd|jpy|krw|twd|(?:美|欧|日|港|韩|澳|台|新台?)[元币]|美金|欧元|英镑|卢布)\s*$"
)
_FOREIGN_AFTER = re.compile(r"\s*(?:[$€£₩₽]|(?:usd?|eur|gbp|hkd|jpy|krw|twd)(?![a-z])|美元|美金|欧元|英镑|卢布)")
#: -200元/天: nobody is paid less than nothing. 3 500: one number, or two.
_NO_SUM = re.compile(r"(?:^|[:=(])\s*[-−]\d|(?<![\d.:])\d{1,3}\s+\d{3}(?![\d:])")
#: 男300女250一天: who gets the other sum is told by a word of whoever it is, and the text has no one pay.
_WHO = r"(?:[男女](?:工|的)?|[大小]工)"
_OTHER_SUM_BEFORE = re.compile(
    rf"(?<![\d.:])\d{{2,5}}(?P<word>(?:元|块钱?)?(?:[、/ ]?[\u4e00-\u9fff]{{1,4}}|[,;]\s?{_WHO})[: ]?)$"
)
_OTHER_SUM_AFTER = re.compile(rf"(?:元|块钱?)?[,;、/ ]?\s?{_WHO}[: ]?\d{{2,5}}(?![\d.名个位人])")
# Without a money sign a small number behind "每天" is hours or people, not pay ("每天8-10").
_FOR_A_TIME = ("day", "week", "month", "year")
_LEAST_UNSIGNED = {"hour": 5, "day": 30, "week": 100, "month": 500, "year": 5000, "piece": 1, "lump": 30}
_MONTH_LEAST, _MONTH_MOST = 1000, 100_000
# "5500-75002、" is a range with the next item of a list glued to it: an end so far away is not believed.
_WIDEST = 10


@dataclass(frozen=True)
class _Found:
    """One amount of money in the text, in yuan, with what stands around it; `begin` is where its unit is named."""

    low: Decimal | None
    high: Decimal | None
    unit: str | None
    signed: bool
    implied: bool
    start: int
    end: int
    before: str
    begin: int
    aid: bool = False


@dataclass(frozen=True)
class PayPlace:
    """A pay and where it stands, unit included: half-open places in the text that was read."""

    reading: PayReading
    start: int
    end: int


def parse_pay(text: str) -> PayReading:
    """Read one pay text; never raises, and never answers with a number that is not in it.

    :returns: ``PayReading``; ``understood`` is false where amount or unit is missing, or where several are.
    """
    plain = _plain(text)
    if not plain:
        return NOT_UNDERSTOOD
    bare = _BARE.fullmatch(plain)
    if bare is not None:
        return _read_bare(bare)
    spoken = chinese_number(plain)
    if spoken is not None:
        return PayReading(spoken * 100, spoken * 100) if spoken >= _BARE_LEAST else NOT_UNDERSTOOD
    chosen = None if _NO_SUM.search(plain) else _choose(_scan(plain))
    return (
        NOT_UNDERSTOOD
        if chosen is None or _is_one_of_two(chosen, plain)
        else _as_reading(chosen, _MONTHS.search(plain))
    )


def _is_one_of_two(chosen: _Found, plain: str) -> bool:
    """Say whether another sum stands right beside this one, for somebody else: 大工300小工200一天."""
    other = _OTHER_SUM_BEFORE.search(plain, max(0, chosen.start - _FAR), chosen.start)
    if other is not None and _COUNTED.match(other["word"]) is None:
        return True
    return _OTHER_SUM_AFTER.match(plain, chosen.end) is not None


def find_pay(plain: str, *, first_of_two: bool = False) -> PayPlace | None:
    """Find the one pay in prose; ``None`` where there is none, or more than one that differ.

    :param plain: half width, lower case, without commas between thousands (`folding.fold`).
    :param first_of_two: of two ways to be paid (一捆1块2，也可以按天130) take the first, for somebody to confirm.
    """
    chosen = _choose(_scan(plain), first_of_two=first_of_two)
    if chosen is None or (chosen.low is None and chosen.high is None):
        return None
    return PayPlace(_as_reading(chosen, _MONTHS.search(plain)), chosen.begin, chosen.end)


def pay_places(plain: str) -> list[PayPlace]:
    """Return every amount of money in prose, left to right, whether it is the pay or not."""
    months = _MONTHS.search(plain)
    return [PayPlace(_as_reading(each, months), each.begin, each.end) for each in _scan(plain)]


def _as_reading(chosen: _Found, months: re.Match[str] | None) -> PayReading:
    times = PIECES_PER_RATE if chosen.unit == "piece" else 1
    return PayReading(
        _fen(chosen.low, times),
        _fen(chosen.high, times),
        chosen.unit,
        int(months[1]) if months is not None and chosen.unit == "month" else None,
        understood=chosen.unit is not None,
    )


def _plain(text: str) -> str:
    """Full-width to half-width, lower case, list marks and thousands commas gone."""
    plain = unicodedata.normalize("NFKC", text[:_MAX_LENGTH]).lower()
    plain = re.sub(r"^\s*\[\s*['\"]?|['\"]?\s*\]\s*$", "", plain)
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", plain)
    return plain.strip()


def _read_bare(bare: re.Match[str]) -> PayReading:
    low = Decimal(bare["lo"])
    high = Decimal(bare["hi"]) if bare["hi"] else low
    if low < _BARE_LEAST or high < low:
        return NOT_UNDERSTOOD
    return PayReading(_fen(low, 1), _fen(high, 1))


def _fen(yuan: Decimal | None, times: int) -> int | None:
    return None if yuan is None else int(yuan * 100 * times)


def _scan(plain: str) -> list[_Found]:
    """All amounts of money, left to right."""
    found: list[_Found] = []
    at = clause = 0
    while (start := _FIGURE_START.search(plain, at)) is not None:
        for mark in _CLAUSE_END.finditer(plain, at, start.start()):
            clause = mark.end()
        one = _read_amount(plain, start.start(), max(clause, found[-1].end if found else 0))
        if one is None:
            skipped = _REJECTED.match(plain, start.start())
            at = skipped.end() if skipped is not None else start.end()
            continue
        joined = _join(found[-1], one, plain) if found else None
        if joined is not None:
            found[-1] = joined
        else:
            found.append(one)
        at = one.end
    if len(found) > 1:
        found = [one for one in found if not one.aid and _AID_BEFORE.search(one.before) is None] or found
    return found


def _is_height(before: str, plain: str, start: int, end: int) -> bool:
    """Say whether 米 and the figure behind it say how tall or how deep: 一米20 is a price, 身高1米68以上 is none."""
    told = _TALL_BEFORE.search(before) is not None or _TALL_AFTER.match(plain, end) is not None
    return end - start <= _LONGEST_HEIGHT and told


def _join(left: _Found, right: _Found, plain: str) -> _Found | None:
    """``200/天-250/天`` is one range written twice with its unit."""
    between = plain[left.end : right.start]
    if left.unit is None or left.unit != right.unit or _RANGE.fullmatch(between) is None:
        return None
    if left.low is None or right.high is None or left.low > right.high:
        return None
    return replace(left, high=right.high, end=right.end)


def _read_amount(plain: str, start: int, clause: int) -> _Found | None:
    """Read figure, range, money sign and rate from ``start``; ``None`` where it counts something else."""
    if _ONE_PIECE.match(plain, start) or (
        _ONE_BRICK.match(plain, start) and _BRICKS.search(plain, max(0, start - _FAR), start)
    ):
        return None
    clause = max(clause, start - _FAR)
    coins = read_coins(plain, start)
    low = coins or _figure(plain, start)
    if low is None:
        return None
    high, at, signed = low, low.end, coins is not None
    sign = re.compile(rf"\s*{_MONEY}").match(plain, at)
    dash = _RANGE.match(plain, sign.end() if sign is not None else at)
    if dash is not None:
        other = _figure(plain, dash.end() + (1 if plain[dash.end() : dash.end() + 1] == "¥" else 0))
        if other is not None:
            high, at, signed = other, other.end, sign is not None
    ranged = high is not low
    values = _shared_power(low, high) if ranged else (low.value, low.value)
    if values is None or values[1] == 0:
        return None
    after = _AFTER.match(plain, at)
    assert after is not None  # noqa: S101  (every part of the pattern is optional)
    at = after.start() + len(after[0].rstrip())
    before = plain[clause:start]
    if _FOREIGN_BEFORE.search(before) or _FOREIGN_AFTER.match(plain, high.end):
        return None
    if _HEIGHT_BEFORE.search(before) and not after["money1"] and _is_height(before, plain, start, low.end):
        return None
    if (
        _BRICKS_ALL.search(before)
        and plain.startswith("块", high.end)
        and _BRICKS.search(plain, max(0, start - _FAR), start)
    ):
        return None  # 搬砖，一共两千块
    powered = bool(high.power or low.power)
    signed = signed or bool(after["money1"] or after["money2"]) or before.rstrip().endswith("¥")
    unit, stated_at = _rate(plain, at)
    bundle = _bundle(plain, at, before)
    if bundle is not None:
        times, stated_at, named = bundle
        unit, values = "piece", (values[0] / times, values[1] / times)
    if (
        unit is not None
        and bundle is None
        and plain[at] == " "
        and _unit_before(before, high, values[0])[0] is not None
    ):
        unit = None  # 一趟80 一天三四趟: what stands before the sum names its unit
    is_open = any(after[name] for name in ("more1", "more2", "open"))
    is_shut = bool(after["shut"])
    if unit is not None:
        at = stated_at
        tail = _AFTER_RATE.match(plain, at)
        if tail is not None:
            is_open, is_shut, at = is_open or bool(tail["open"]), is_shut or bool(tail["shut"]), tail.end()
    elif (
        _END.match(plain, at) is None
        and not signed
        # 一天260戴口罩: behind a named unit words follow, unless they count something.
        and (_unit_before(before, high, values[0])[0] is None or _COUNTED.match(plain, at) is not None)
    ):
        return None
    implied, begin = False, start
    if unit is None:
        unit, implied, named_at = _unit_before(before, high, values[0])
        begin = start if named_at is None else clause + named_at
    elif bundle is not None and named is not None:
        begin = clause + named
    months = _MONTHS_NEXT.match(plain, at)
    if unit is None and months is not None and values[0] >= _MONTH_LEAST:
        unit, implied = ("month", True) if values[1] < _MONTH_MOST else (None, True)
        at = months.end()
    if unit is None and (signed or powered or low.spoken) and (thing := _A_THING.search(before)) is not None:
        unit, begin = "piece", clause + thing.start()  # 一甑45元: whatever is counted
    if not signed and not powered:
        floored = _FLOOR_BEFORE.search(before) is not None and values[0] >= _BARE_LEAST
        one_each = _ONE_OF_THEM.search(before) if unit is None and values[1] < _LEAST_OF_ALL else None
        if one_each is not None:
            unit, begin = "piece", clause + one_each.start(1)  # 球径50的一个25
        if unit is None and not floored and _PAY_WORD.search(before) is None:
            return None
        parted = unit == "piece" and (bundle is not None or "." in plain[start : low.end])  # 0.65一台
        if unit is not None and values[1] < _LEAST_UNSIGNED[unit] and not parted:
            return None
        if low.spoken and values[1] < 10:
            return None
    if unit is None and coins is not None and values[1] < 1:
        unit = "piece"  # 今年五分五: for less than a yuan nobody does more than one piece
    if unit is None and (coins is not None or signed) and values[1] < _LEAST_OF_ONE and _EACH_ONE.search(before):
        unit, begin = "piece", start  # 一个一毛五, 一个4块: nobody works for that a head
    elsewhere = _OTHER_AFTER if unit is None or plain[at : at + 1].strip() else _OTHER_AT_ONCE
    told = _BASE_BEFORE.search(before) is not None or (unit == "piece" and plain.startswith("提成", at))
    after_other = elsewhere.match(plain, at) is not None and not told
    named_other = None if told else _OTHER_BEFORE.search(_TOGETHER.sub("", before))
    aid = unit in _FOR_A_TIME and _AID.search(before) is not None and not _OTHER_BEFORE.search(_AID.sub("", before))
    if after_other or (named_other is not None and not aid) or (not told and is_no_pay(plain, start, at)):
        return None
    aid = aid or is_cut(plain, start)
    if unit in _FOR_A_TIME and values[1] < _LEAST_UNSIGNED[unit]:
        return None  # 饭堂10块一天: nobody works for that
    one = _Found(values[0], values[1], unit, signed or powered, implied, start, at, before, begin, aid)
    if not ranged:
        if is_shut or _CEILING_BEFORE.search(before) is not None:
            return replace(one, low=None)
        if is_open or _FLOOR_BEFORE.search(before) is not None:
            return replace(one, high=None)
    elif is_open:
        return replace(one, high=None)
    return one


def _bundle(plain: str, at: int, before: str) -> tuple[int, int, int | None] | None:
    """Return for how many pieces a sum is paid, where that ends and where it begins in ``before``: 一百斤十三块."""
    after, ahead = _BUNDLE_AFTER.match(plain, at), _BUNDLE_BEFORE.search(before)
    one = after or ahead
    if one is None:
        return None
    times = int(one["n"]) if one["n"].isdigit() else MULTIPLIERS.get(one["n"][-1], 10)
    return times, after.end() if after is not None else at, ahead.start("n") if after is None and ahead else None


def _figure(plain: str, start: int) -> Figure | None:
    """A figure at ``start``; in 二百一天 and 一百五一天 the last 一 is part of the unit, not the number."""
    spoken = re.compile(CHINESE_NUMERAL).match(plain, start)
    ends_in_one = spoken is not None and len(spoken[0]) > 1 and spoken[0][-1] == "一"
    if spoken is not None and ends_in_one and _SPOKEN_PER.match(plain, spoken.end()):
        shorter = chinese_number(spoken[0][:-1])
        # 二十一小时 is as well twenty-one hours: below a hundred only what cannot be one numeral is split.
        if shorter is not None and (shorter >= 100 or chinese_number(spoken[0]) is None):
            return Figure(Decimal(shorter), "", Decimal(shorter), spoken=True, end=spoken.end() - 1)
        return None
    return read_figure(plain, start)


def _shared_power(low: Figure, high: Figure) -> tuple[Decimal, Decimal] | None:
    """``1-1.5万`` shares its power, ``8000-1.2万`` does not; ``None`` where the order makes no sense."""
    left, right = low.value, high.value
    if high.power and not low.power and low.number <= high.number:
        left = low.number * MULTIPLIERS[high.power]
    if left > right or left * _WIDEST < right:
        return None
    return left, right


def _rate(plain: str, at: int) -> tuple[str | None, int]:
    for pattern in (_RATE_NAMED, _RATE):
        found = pattern.match(plain, at)
        if found is not None:
            return next(name for name, value in found.groupdict().items() if value), found.end()
    return None, at


def _unit_before(before: str, high: Figure, least: Decimal) -> tuple[str | None, bool, int | None]:
    """The unit that is named in front, or implied by ``k`` or ``薪``; whether it is only implied; where it stands."""
    named = _BEFORE.search(before)
    unit = next((name for name, value in named.groupdict().items() if value), None) if named else None
    at = named.start() if named else None
    if unit == "pay":
        # 薪资200 is no monthly pay of 200: the implication holds only where a month can be meant.
        return ("month", True, at) if least >= _MONTH_LEAST else (None, True, None)
    if unit is None and high.power == "k":
        return "month", True, None
    return unit, False, at


def _choose(found: list[_Found], *, first_of_two: bool = False) -> _Found | None:
    """The one pay of the text; ``None`` where there is none or more than one."""
    if first_of_two:
        found = [one for one in found if one is found[0] or _OR_BEFORE.search(one.before) is None]
    with_unit = [each for each in found if each.unit is not None]
    whole = [each for each in with_unit if not each.implied and _WHOLE_BEFORE.search(each.before) is not None]
    if len(whole) == 1 and all(one is whole[0] or _FLOOR_BEFORE.search(one.before) for one in with_unit):
        return whole[0]  # 综合工资5000-6500元/月，底薪2300
    base = [
        each
        for each in with_unit
        if each.unit == "month" and not each.implied and _BASE_BEFORE.search(each.before) is not None
    ]
    if len(base) == 1 and all(one is base[0] or (one.unit == "piece" and "提" in one.before[-3:]) for one in with_unit):
        return base[0]  # 底薪3000，一单提1.5
    pieces = [each for each in with_unit if each.unit == "piece" and not each.implied]
    if len(pieces) == 1 and all(one is pieces[0] or _FLOOR_BEFORE.search(one.before) for one in with_unit):
        return pieces[0]  # 计件6毛5一台，保底150一天
    firm = [each for each in with_unit if _ESTIMATE_BEFORE.search(each.before) is None]
    stated = [each for each in firm if not each.implied]
    for group in (stated, firm, with_unit, found):
        answers = {(each.low, each.high, each.unit) for each in group}
        if len(answers) > 1:
            return None
        if answers:
            chosen = group[0]
            if chosen.unit == "piece" and any(one.unit == "month" for one in firm):
                return None  # 一桶2块，每月1500: neither of them is the pay
            others = {(each.low, each.high) for each in found if each.unit is None and each.signed}
            # 薪资约4000元，转正后6000-8000元: what is only implied does not win over another amount.
            if chosen.implied and chosen.unit is not None and others - {(chosen.low, chosen.high)}:
                return None
            return chosen
    return None
