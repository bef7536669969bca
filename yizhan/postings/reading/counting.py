"""How many people a message asks for, told from hours, sheds, groups and rooms; 数名 and 三四个 are no number."""
# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import re
from dataclasses import dataclass

from yizhan.postings.reading.folding import DONE
from yizhan.postings.reading.numerals import CHINESE_NUMERAL, chinese_number

Piece = tuple[int, int]

MOST_HEADCOUNT = 999
_MOST_OF_A_SEX = 60
_N = rf"(?P<n>\d{{1,4}}|{CHINESE_NUMERAL}|俩|仨)"
_UNIT = r"(?:名额|个名额|名|个人|人|位|口人|个|员)"
_FREE = r"(?<![\d.\-~一二两三四五六七八九十第几数多+百\u2014至])(?<!\d到)"
#: "10多人", "十来个", "三五个": the number is not one.
_COUNT = re.compile(rf"{_FREE}{_N}\s*{_UNIT}(?P<left>左右|上下)?")
_RANGED = re.compile(
    rf"(?<![\d.\-~一二两三四五六七八九十第几多])(?P<n>\d{{1,3}}|[一二两三四五六七八九十])\s*(?:[名个位人]\s*)?(?:-+|~|—+|–|至|到|、)\s*"
    rf"(?P<most>\d{{1,3}}|[一二两三四五六七八九十])\s*{_UNIT}"
)
#: 六七个人, 三五个, 二三十人: two digits side by side are a least and a most, as 6-7个人 is.
_SPOKEN_RANGE = re.compile(
    r"(?<![\d第几多百千万一二两三四五六七八九十])(?P<base>[二三]?十)?(?P<n>[一二两三四五六七八])(?P<most>[二三四五六七八九])(?P<tens>十?)\s*(?:名|个人|人|位|个)"
)
#: 放线员1, 摊铺小工6: a word for people with a bare number behind it.
_BARE = re.compile(r"(?<=[工员匠手傅])(?P<n>[1-9]\d?)(?=$|\s*[,。;、\n|])")
#: 如意酒店，缺3: bare at the end of what is said.
_LACKING = re.compile(r"(?:缺|还差|差|招|需)(?P<n>[1-9]\d?)(?=$|\s*[,。;、\n])")
#: 搬运3；叉车1；保洁2: a list of works with bare numbers, two at least.
_ROLL = re.compile(
    r"(?:(?:^|(?<=[:;,、。\s\d要招需缺]))[\u4e00-\u9fff]{2,6}[1-9]\d?(?=[;,、。\s(]|$|[\u4e00-\u9fff]{2,6}\d)(?:\([^()]{1,12}\))?[;,、。\s]?){2,}"
)
_ROLL_ONE = re.compile(r"(?<=[\u4e00-\u9fff])(?P<n>[1-9]\d?)(?=[;,、。\s(]|$|[\u4e00-\u9fff]{2,6}\d)")
_LEAST_ROLLED_SUM = 50
_ROLL_NOT = re.compile(r"[补费奖贴]\d|[路街号楼栋村区月周第约满超群电]\d|工[资钱价]|日结|时薪|[月日]薪")
#: 来十来个, 二十来个人, 招十人以上: ten, more or less.
_ABOUT = re.compile(
    r"(?<![\d.一二两三四五六七八九十百第])(?P<n>[二三四五六七八九]?十|[1-9]0)来\s*(?:名|个人|人|位|个|号人)"
    r"|(?<![\d.\-~一二两三四五六七八九十百第])(?P<n2>[二三四五六七八九]?十|\d{1,3})(?:名|个人|人|位)(?:及)?以上"
)
_PAIRED = re.compile(rf"{_FREE}(?P<n>俩|仨)")
_WANT = (
    r"(?:招聘?|招收|招募|急招|急聘|诚招|诚聘|需要?|急需|要|缺|差|还差|再来|来|找|用|求|收|用工|共|一共|总共|计|招工)"
)
_SIGN = re.compile(
    r"[\u4e00-\u9fff]\s*(?:[*×x+]|:(?!\s*\d{1,2}[、.)]))\s*(?P<n>\d{1,3})(?![\d.]|\s*(?:[元块点:月号日天/%年岁米斤k万小]|名|人|个))"
)
#: 要个会开挖机的, 找个切肉的: one person, said by 个 alone.
_ONE = re.compile(
    r"(?:招|要|找|缺|需要?|请|求|雇|叫|差|(?<![\d十百几多])来)(?P<n>[个位])(?=人(?=[,。;\s]|$|[看守帮搬抬卸装扫值带照替盯打跑跟搭做干来去挖修拆刷洗铺砌种收割拉送开切剪喂伺陪给顶教接护]|$)"
    r"|(?!人|把|别|活|事|地方|时间|车|住(?!家)|房|班|啥|什么|小时|钟头|月|家|公司|电话|说法|准|价|工作)[\u4e00-\u9fff]{2})"
)
_LABELLED = re.compile(
    r"(?:招聘人数|需求人数|用工人数|人数|名额)[:为是 ]{0,3}(?P<n>\d{1,4}|[一二两三四五六七八九十百]+)(?![\d.]|\s*[-~至到]|\s*[多几来])"
)
_NOT_AFTER = re.compile(
    r"\s*(?:(?:慢慢|自己|独自|平|来)?[干做搬抬弄分]?也(?:行|可以|能|成)|一[天晚](?:能|可以?)?[\u4e00-\u9fff]{1,2}[一二两三四五六七八九十\d]|是(?!的)|活(?![的,。;])|工种|岗位|地方|[一1每]?(?:组|车|班|间|桌|伙|帮(?![我忙厨工手])|队|套|宿舍|寝|屋|铺(?![\u4e00-\u9fff])|床)|小时(?!工)|钟(?!点工)|月|半月|星期|礼拜|工作日|以上|起[接步做]|都[要行可]|以内|左邻|老人|病人|小孩|孩子|娃(?!娃机)|客人|顾客|房间|"
    r"一起|同行|拼|住|合租|宿舍|的(?:饭|厂|公司|工厂|车间|单位|队伍)|规模|已|报名了|到位|坐|多|点(?!工)|棚|大棚|坑|孔|门|口|"
    r"(?:亩|柜|箱|袋|件|吨|平(?!分))|一?(?:天|晚|夜)\s*\d|电话|微信|证|周(?![一二三四五六日天末])|价|结(?!束)|面试|人机|以下|问题|条件)"
)
_NOT_BEFORE = re.compile(
    r"(?:原来|老人|病人|产妇|去年|上[次回]|以前|每|第|满|超|达|(?<![天日早晚儿|])有|已|已有|已招|招了|够|够了|剩|人均|每人|一人|组队|拼|近|现有|员工|团队|公司|(?<![主仓宿城库房])管|住|坐|同|工龄|两|前|"
    r"能[\u4e00-\u9fff]{1,2}|可以?[\u4e00-\u9fff]|来了|到了|报了|差不多|年龄|干了|做了|间|约定|带|家里|最多|不超过|最低|一天干?|一年|一个月|厂里?|车间|仓库?"
    r"|[一每](?:个|块|台|辆|张|条|根|扇|套|间|桌|车|船|棚|班|组|趟)[\u4e00-\u9fff]{0,2})(?<![班小]组)\s*$"
)
#: What is counted by 个 and is nobody: 卫生间两个, 柜子三个.
_THING_BEFORE = re.compile(
    r"[房间室厅卫窗门坑洞车箱袋包柜棚井桩塔楼层桌床椅灯件套副扇灶锅炉池沟段缸桶筐篮板架号户院村组队店厂天月年周次趟点岁斤亩米件副把根条块片张]\s*$"
)
#: 装箱2个, 打包10个: who does something to a thing is somebody.
_DONE_TO_IT = re.compile(
    r"[卸装搬摘采掰挖拔割栽种打剪套捡拾刨拉扛抬刷扫砌贴铺抹拆砸锄收洗穿削剥切杀捆缝送站值推清看管守抓做接端递收发写倒喂][\u4e00-\u9fff]{0,2}\s*$"
)
#: 群里两个活：一个是去搬货，另一个去拔草.
_ONE_OF_SEVERAL = re.compile(r"(?:另|其中|第|有)#|#[是去在叫]")
#: 招3个卸货, 要五个摘桃: people by what they shall do.
_SHALL = re.compile(
    r"\s*(?:会|能|懂|去|来|帮|跟|看|守|开|做|干|[卸装搬摘采掰挖拔割栽种打剪套捡拾刨拉扛抬刷扫砌贴铺抹拆砸锄收洗穿削剥切杀捆缝送站值推背挑担提抱运递])(?:[\u4e00-\u9fff]|(?=$|[,。;\s]))"
)
#: 人民广场 5个装车: a clause of its own that is so many people and what they do.
_DOERS = re.compile(
    rf"[卸装搬摘采掰挖拔割栽种捡拾刨拉扛抬刷扫砌贴铺抹拆砸锄洗削剥切捆缝推挑担运][\u4e00-\u9fff]{{1,3}}(?=$|[\s,。;!(]|{re.escape(DONE)})"
)
_CLAUSE_BEGINS = re.compile(r"(?:^|[\s,。;!|])$")
#: Words of two to six signs up to the end of the clause, which are not the name of a thing.
_CALLED = re.compile(
    r"(?!会|能)[\u4e00-\u9fff]{2,6}(?<![棚柜箱车袋件坑孔门窗桌房间楼层月天时周站点店厂地坪米机台位包证])(?=$|[,。;(])"
)
_FOR_EACH = re.compile(r"(?:各|每样|每种|每个工种)(?:自)?(?:要|来|招|需要?|缺|找)?(?:约|大约)?\s*$")
_DEMANDS = re.compile(rf"(?:{_WANT}|请|叫|雇|得|派)(?:了|上|约|大概|大约|差不多)?\s*$")

_SOME = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_MALE_FEMALE = re.compile(
    rf"(?:男|女)(?:工|的|士|性)?\s*[:*×x]?\s*(?P<m>{_SOME})\s*[名个位人]?\s*[,、+和 ]?\s*(?:男|女)(?:工|的|士|性)?\s*[:*×x]?\s*(?P<f>{_SOME})(?!\d)\s*[名个位人]?"
    rf"|(?P<m2>{_SOME})\s*[名个位]?(?:男|女)(?:工|的|士|性)?\s*[,、+和 ]?\s*(?P<f2>{_SOME})\s*[名个位]?(?:男|女)(?:工|的|士|性)?"
)
#: 男女各15名 are thirty.
_OF_EACH_SEX = re.compile(rf"男[工生]?[、和]?女[工生]?各(?:招|要)?(?P<n>{_SOME})(?:[名个位人]|(?=$|[\s,。;]))")
#: 两对夫妻 are four people.
_COUPLES = re.compile(rf"(?P<n>{_SOME})\s*对(?:夫妻|夫妇|两口子)|(?:夫妻|夫妇)工?\s*(?P<n2>{_SOME})\s*对")
#: 需一男护工: one person by what they are, without a measure.
_NO_MEASURE = re.compile(
    r"(?:招聘?|要|找|缺|需要?|请|求|雇|聘)(?P<n>[一两二三])(?=[男女]?(?:护工|保姆|阿姨|师傅|司机|小工|大工|保洁|保安|厨师|服务员|帮手|帮工|学徒|会计|文员|女工|男工|月嫂))"
)
#: Behind 个 there must be people: 3个小工 is a number of people, 3个小时 and 3个棚 are not.
_PEOPLE = re.compile(
    r"\s*(?:[\u4e00-\u9fff]{0,6}(?:学生|宝妈|大妈|大娘|大爷|大叔|婶|媳妇|汉|后生|姑娘|娘们|爷们|伙计|壮丁|老头|女人|男人|老乡|村民|模特|礼仪|演员|会计|导购|客服|主播|裁缝|保姆|工|人|员|师傅|手|姨|妇女|劳力|力|嫂|匠|司机|厨|保安|保洁|搬运|服务|妹|哥|姐|小伙|老师|兄弟|师|助|学徒|帮|杂))"
)
#: 2个长期的, 3个男的, 一个会开三轮的: people by what they are or can do.
_SUCH = re.compile(
    rf"\s*(?:的活|男的|女的|[男女](?=[\u4e00-\u9fff])|(?!的)[\u4e00-\u9fff]{{1,8}}的(?=$|[\s,。;!、(\d{re.escape(DONE)}]|人|工|师傅|跟|来|[一每按要二两三四五六七八九十]))"
)
#: 师傅3个380: the pay follows the number of people.
_PAY_NEXT = re.compile(r"\s*(?:[一每]天|日薪|工资|月薪)?\s*[1-9]\d{1,4}(?=$|[\s,。;、!/元块+]|一天|每天)")
#: 一人150, 每人80: what one of them gets.
_EACH_GETS = re.compile(
    rf"\s*(?:给|各|是|发|拿|开)?\s*(?P<per>[一每]?个?(?:天|上午|下午|晚上?|夜|趟|场|次|班|小时))?\s*(?:[1-9]\d{{1,4}}|{re.escape(DONE)}|[一二两三四五六七八九][百十]|[五六七八九]十)"
)
_EACH_DOES = re.compile(
    r"\s*(?:[一每](?:天|晚|小时|夜))?(?:能|可以?|挣|赚|拿|一[份瓶条套件双顿盒包]|一般|平均|最多|大概|大约|起码|负责|管)"
)
#: 民宿管家1人5K: behind a name it is the number of those wanted.
_NAMED_BEFORE = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,8}[: (]?$")
_NO_NAMED = re.compile(
    r"(?:[\d一二两三四五六七八九十]个?[人名位]|钱|工资|工价|价钱?|每|给|是|按|就|都|另|现|算|平均|天|晚|场|左右)[: ]?$"
)
_HAN_LAST = re.compile(r"[\u4e00-\u9fff]\s*$")
_END = re.compile(
    r"\s*(?:$|[\s,。;:、()!|~+*.&\-]|吧|就行|就够|即可|就可以|左右|上下|样子|[\u4e00-\u9fff]{2,5}[一二两三四五六七八九十\d]{1,2}[个名人])"
)


@dataclass(frozen=True)
class CountFound:
    """One number of people and where it stands.

    :param most: where two are written (2-3个).
    :param rank: 0 right behind a word that asks for people, else 1.
    :param for_each: said of each of several jobs at once (各要两个).
    """

    count: int
    piece: Piece
    most: int | None = None
    rank: int = 1
    for_each: bool = False


def number_of(text: str) -> int | None:
    """Return what a numeral counts: digits, Chinese characters, 俩, 仨."""
    known = {"俩": 2, "仨": 3, "个": 1, "位": 1}
    if text in known:
        return known[text]
    return int(text) if text.isdigit() else chinese_number(text)


def find_counts(
    plain: str,
    small: frozenset[int] = frozenset(),
    rated: frozenset[int] = frozenset(),
    timed: frozenset[int] = frozenset(),
    *,
    apart: bool = False,
) -> list[CountFound]:
    """Find the numbers of people wanted, left to right.

    :param small: where sums begin for which nobody works a day; what stands before them is a piece.
    :param rated: where sums end that name a day or a month: what follows is no part of them (画工400一天一个).
    :param timed: where hours end: 夜班23点到7点一人 asks for one.
    :param apart: men and women are paid otherwise, so they are counted each for themselves.
    """
    sexes = list(_MALE_FEMALE.finditer(plain))
    parted = [both for both in sexes if apart and _sum_of(both) is not None]
    found = [both_sexes for both in sexes if both not in parted and (both_sexes := _sum_of(both)) is not None]
    found += [
        CountFound(number_of(both[sex]) or 1, both.span(sex))
        for both in parted
        for sex in (("m", "f") if both["m"] else ("m2", "f2"))
    ]
    found += [one for one in (_twice(both) for both in _OF_EACH_SEX.finditer(plain)) if one is not None]
    found += [one for one in (_couples(both) for both in _COUPLES.finditer(plain)) if one is not None]
    found += _rolls(plain)
    for pattern in (
        _LABELLED,
        _ABOUT,
        _SPOKEN_RANGE,
        _RANGED,
        _COUNT,
        _PAIRED,
        _SIGN,
        _BARE,
        _LACKING,
        _NO_MEASURE,
        _ONE,
    ):
        for one in pattern.finditer(plain):
            if pattern is _ONE and found and not _is_one_more(one, plain, found):
                continue
            piece = (one.start("base") if pattern is _SPOKEN_RANGE and one["base"] else one.start(), one.end())
            if pattern not in (_SPOKEN_RANGE, _ABOUT):
                piece = (one.start("n"), one.end())
            if any(piece[0] < known.piece[1] and known.piece[0] < piece[1] for known in found):
                continue
            counts = _counted(one, plain)
            if counts is not None:
                for_each = _FOR_EACH.search(plain[max(0, one.start() - 6) : piece[0]]) is not None
                found.append(CountFound(counts[0], piece, counts[1], _rank(plain, one), for_each))
    found.sort(key=lambda each: each.piece)
    return [
        one
        for one in found
        if (
            one.piece[0] in rated
            or (one.piece[0] in timed and plain[one.piece[1] : one.piece[1] + 1] != DONE)
            or not _is_each(one, plain, alone=len(found) == 1)
        )
        and not (plain[one.piece[1] - 1] == "个" and _is_piece(one, plain, small))
    ]


def _is_one_more(one: re.Match[str], plain: str, found: list[CountFound]) -> bool:
    """Say whether 再找个 asks for one more, in a clause without a number of its own."""
    if re.search(r"(?:再|另外?|还)$", plain[max(0, one.start() - 3) : one.start()]) is None:
        return False
    stop = re.search(r"[,。;\n]", plain[one.end() :])
    end = one.end() + stop.start() if stop is not None else len(plain)
    return not any(one.start() <= known.piece[0] < end for known in found)


def _counted(one: re.Match[str], plain: str) -> tuple[int, int | None] | None:
    """Return least and most of one match; None where it counts nobody."""
    if one.re is _ABOUT:
        about, before = number_of(one["n"] or one["n2"]), plain[max(0, one.start() - 14) : one.start()]
        asked = (
            re.search(r"[工员手]$", before)
            or _DEMANDS.search(before)
            or (one["n"] and _PEOPLE.match(plain, one.end()) is not None)
            or (one["n"] and re.search(r"[\u4e00-\u9fff]{2}$", before) and not _NOT_BEFORE.search(before))
        )
        return (about, None) if about and asked and not _NOT_AFTER.match(plain, one.end()) else None
    count = number_of(one["n"])
    if count is None or (one.re in (_SPOKEN_RANGE, _RANGED, _COUNT, _PAIRED) and not _is_wanted(plain, one)):
        return None
    most = None
    if one.re in (_RANGED, _SPOKEN_RANGE):
        most = number_of(one["most"])
        if most is None or (one.re is _SPOKEN_RANGE and most != count + 1 and (count, most) != (3, 5)):
            return None
        if one.re is _SPOKEN_RANGE and (one["tens"] or one["base"]):
            if one["tens"] and one["base"]:
                return None
            more = number_of(one["base"]) or 0 if one["base"] else 0
            times = 10 if one["tens"] else 1
            count, most = count * times + more, most * times + more
        if not count < most <= MOST_HEADCOUNT:
            return None
    return (count, most) if 1 <= count <= MOST_HEADCOUNT else None


def _rank(plain: str, one: re.Match[str]) -> int:
    """Say how surely a number is the one asked for: 0 right behind a word that asks."""
    return 0 if _DEMANDS.search(plain[max(0, one.start() - 8) : one.start("n")]) else 1


def _rolls(plain: str) -> list[CountFound]:
    found = []
    for roll in _ROLL.finditer(plain):
        ones = list(_ROLL_ONE.finditer(plain, roll.start(), roll.end()))
        if all(int(one["n"]) >= _LEAST_ROLLED_SUM and one["n"].endswith("0") for one in ones):
            continue  # 擦窗90，做饭70 are sums
        if _ROLL_NOT.search(roll[0]) is None:
            found += [CountFound(int(one["n"]), one.span("n")) for one in ones]
    return found


def _twice(both: re.Match[str]) -> CountFound | None:
    number = number_of(both["n"])
    return CountFound(number * 2, both.span()) if number else None


def _couples(both: re.Match[str]) -> CountFound | None:
    number = number_of(both["n"] or both["n2"])
    return CountFound(number * 2, both.span()) if number else None


def _is_each(one: CountFound, plain: str, *, alone: bool) -> bool:
    """Say whether this is the one of "150 for each one", not a number of people wanted."""
    start, end = one.piece
    if one.count != 1:
        return False
    last, before = plain[end - 1], plain[max(0, start - 10) : start]
    if last in "个位名":
        # 50元一位: the sum has been read already; 3位师傅，一位二百 says what each gets
        paid = not alone and plain[end : end + 1] == DONE and plain[start] == "一"
        return before.endswith(DONE) or (paid and _NAMED_BEFORE.search(before) is None)
    if last != "人":
        return False
    if before.endswith(DONE) and plain[start] == "一":
        return not alone or plain[end : end + 1] != DONE
    if _EACH_DOES.match(plain, end):
        return True
    gets = _EACH_GETS.match(plain, end)
    if gets is None:
        return False
    named = _NAMED_BEFORE.search(before) is not None and _NO_NAMED.search(before) is None
    return not named or (plain[start] == "一" and gets["per"] is not None)


def _is_piece(one: CountFound, plain: str, small: frozenset[int]) -> bool:
    """Say whether a sum for so many pieces follows: 一个2毛, 一百个二十块."""
    end = one.piece[1]
    if end in small or (end + 1 in small and plain[end] == " "):
        return True
    return (
        plain[end : end + 1] == DONE
        and _HAN_LAST.search(plain[max(0, one.piece[0] - 4) : one.piece[0]]) is None
        and one.count > 1
    )


def _sum_of(both: re.Match[str]) -> CountFound | None:
    """男3女2 is five people, each of the two numbers written."""
    numbers = [number_of(both[name]) for name in ("m", "f", "m2", "f2") if both[name]]
    if None in numbers or 0 in numbers:
        return None
    total = sum(number for number in numbers if number is not None)
    if max(number for number in numbers if number is not None) > _MOST_OF_A_SEX:
        return None  # 男的150女的120 is what they get
    return CountFound(total, both.span()) if total <= MOST_HEADCOUNT else None


def _is_wanted(plain: str, one: re.Match[str]) -> bool:
    before = plain[max(0, one.start() - 14) : one.start()]
    if _NOT_AFTER.match(plain, one.end()) or (
        one["n"] in "一1" and _ONE_OF_SEVERAL.search(before + "#" + plain[one.end() : one.end() + 1])
    ):
        return False
    if re.search(r"(?:还差|还要|还缺|再要|还需|只差|差)\s*$", before):
        return True
    if re.match(r"\s*(?:就|也)?够了", plain[one.end() :]):
        # 三个人够了 says how many it takes; 来了三个，够了 says that nobody is needed
        return re.search(r"(?:招|来|到|有|齐|满|报|凑)[了到够]?\s*$", before) is None
    if _NOT_BEFORE.search(before) and not (before.endswith("带") and _PEOPLE.match(plain, one.end())):
        return False
    if re.search(r"[人名位额员]\s*$", one[0]):
        return True
    apart = plain[one.end() : one.end() + 1] == " "
    people = None if apart else _PEOPLE.match(plain, one.end()) or _SUCH.match(plain, one.end())
    if people is not None or (_SHALL.match(plain, one.end()) and _DEMANDS.search(before)):
        return True
    if not apart and _CLAUSE_BEGINS.search(before) and _DOERS.match(plain, one.end()):
        return True
    if not apart and _DEMANDS.search(before) and _CALLED.match(plain, one.end()):
        return True  # 要1个塔吊指挥: whatever they are called
    follows = _END.match(plain, one.end()) or _PAY_NEXT.match(plain, one.end())
    return follows is not None and (
        _THING_BEFORE.search(before) is None
        or _DONE_TO_IT.search(before) is not None
        or plain[one.end() : one.end() + 1] == DONE  # 叉车一个一天280: who is paid is somebody
    )
