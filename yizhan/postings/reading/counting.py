"""How many people a message asks for, told from hours, sheds, groups and rooms; 数名 and 三四个 are no number."""
# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import re
from dataclasses import dataclass

from yizhan.postings.reading.folding import DONE
from yizhan.postings.reading.numerals import CHINESE_NUMERAL, chinese_number

Piece = tuple[int, int]

MOST_HEADCOUNT = 999
_N = rf"(?P<n>\d{{1,4}}|{CHINESE_NUMERAL}|俩|仨)"
_UNIT = r"(?:名|个人|人|位|口人|个|员)"
_FREE = r"(?<![\d.\-~一二两三四五六七八九十第几数多+百\u2014至])(?<!\d,)(?<!\d到)"
#: "10多人", "十来个", "三五个": the number is not one.
_COUNT = re.compile(rf"{_FREE}{_N}\s*{_UNIT}(?P<left>左右|上下)?")
_RANGED = re.compile(
    rf"(?<![\d.\-~一二两三四五六七八九十第几多])(?P<n>\d{{1,3}}|[一二两三四五六七八九十])\s*(?:[名个位人]\s*)?(?:-+|~|—+|–|至|到|、)\s*"
    rf"(?P<most>\d{{1,3}}|[一二两三四五六七八九十])\s*{_UNIT}"
)
#: 六七个人: two neighbours of the row of digits are a least and a most, as 6-7个人 is.
_SPOKEN_RANGE = re.compile(
    r"(?<![\d第几多十百千万一二两三四五六七八九])(?P<n>[一二两三四五六七八])(?P<most>[二三四五六七八九])\s*(?:名|个人|人|位|个)"
)
#: 放线员1, 摊铺小工6: a word for people with a bare number behind it.
_BARE = re.compile(r"(?<=[工员匠手傅])(?P<n>[1-9]\d?)(?=$|\s*[,。;、\n])")
#: 如意酒店，缺3: bare at the end of what is said.
_LACKING = re.compile(r"(?:缺|还差|差)(?P<n>[1-9]\d?)(?=$|\s*[,。;、\n])")
_PAIRED = re.compile(rf"{_FREE}(?P<n>俩|仨)")
_WANT = (
    r"(?:招聘?|招收|招募|急招|急聘|诚招|诚聘|需要?|急需|要|缺|差|还差|再来|来|找|用|求|收|用工|共|一共|总共|计|招工)"
)
_WANTED_BEFORE = re.compile(
    rf"(?:{_WANT}[\u4e00-\u9fff]{{0,8}}|人数[:为是]?|名额[:为是]?|[工员手匠师傅长活姨机嫂人][:,*×x(、 ]{{0,2}}|^|[\s,。;:、(!|*×x])\s*$"
)
_SIGN = re.compile(
    r"[\u4e00-\u9fff]\s*(?:[*×x+]|:(?!\s*\d{1,2}[、.)]))\s*(?P<n>\d{1,3})(?![\d.]|\s*(?:[元块点:月号日天/%年岁米斤k万小]|名|人|个))"
)
#: 要个会开挖机的, 找个切肉的: one person, said by 个 alone.
_ONE = re.compile(
    r"(?:招|要|找|缺|需要?|(?<![\d十百几多])来)(?P<n>个)(?=(?:师傅|阿姨|司机|保姆|大姐|帮手|小工|杂工|厨师|电工|木工|瓦工)(?![\u4e00-\u9fff]*(?:公司|厂))|人(?=[,。;\s]|$|看|守|帮|搬|抬|卸|装|扫|值|带|照)|[\u4e00-\u9fff]{1,10}(?:的|工|人|师傅|员|手|司机|保姆|阿姨)(?![\u4e00-\u9fff]*(?:公司|厂)))(?!把|别)"
)
_LABELLED = re.compile(
    r"(?:招聘人数|需求人数|用工人数|人数|名额)[:为是 ]{0,3}(?P<n>\d{1,4}|[一二两三四五六七八九十百]+)(?![\d.]|\s*[-~至到]|\s*[多几来])"
)
_NOT_AFTER = re.compile(
    r"\s*(?:是(?!的)|活(?![的,。;])|工种|岗位|地方|[一1每]?(?:组|车|班|间|桌|伙|帮|队|套|宿舍|寝|屋|铺|床)|小时|钟|月|半月|星期|礼拜|工作日|以上|起[接步做]|以内|左邻|"
    r"一起|同行|拼|住|合租|宿舍|的(?:厂|公司|工厂|车间|单位|队伍)|规模|已|报名了|够了|到位|坐|多|点(?!工)|棚|大棚|坑|孔|门|口|"
    r"(?:亩|柜|箱|袋|件|吨|平)|一?(?:天|晚|夜)\s*\d|电话|微信|证|周(?![一二三四五六日天末])|价|结|面试|人机|以下|问题|条件)"
)
_NOT_BEFORE = re.compile(
    r"(?:每|第|满|超|达|(?<![天日早晚儿|])有|已|已有|已招|招了|够|够了|剩|人均|每人|一人|组队|拼|近|现有|员工|团队|公司|(?<!主)管|住|坐|同|工龄|两|前|"
    r"来了|到了|报了|差不多|年龄|干了|做了|间|约定|带|家里|最多|不超过|最低|一天干?|一年|一个月|厂里?|车间|仓库?)\s*$"
)
_MALE_FEMALE = re.compile(
    r"男工?\s*[:*×x]?\s*(?P<m>\d{1,3}|[一二两三四五六七八九十]+)\s*[名个位人]?\s*[,、+和 ]?\s*女工?\s*[:*×x]?\s*(?P<f>\d{1,3}|[一二两三四五六七八九十]+)(?!\d)\s*[名个位人]?"
    r"|(?P<m2>\d{1,3}|[一二两三四五六七八九十]+)\s*[名个位]?男工?\s*[,、+和 ]?\s*(?P<f2>\d{1,3}|[一二两三四五六七八九十]+)\s*[名个位]?女"
)
#: Behind 个 there must be people: 3个小工 is a number of people, 3个小时 and 3个棚 are not.
_PEOPLE = re.compile(
    r"\s*(?:[\u4e00-\u9fff]{0,6}(?:学生|宝妈|工|人|员|师傅|手|姨|妇女|劳力|力|嫂|匠|司机|厨|保安|保洁|搬运|服务|妹|哥|姐|小伙|老师|兄弟|师|助|学徒|帮|杂))"
)
#: 2个长期的, 3个男的, 一个会开三轮的: people by what they are or can do.
_SUCH = re.compile(r"\s*(?:的活|(?!的)[\u4e00-\u9fff]{1,8}的(?=$|[\s,。;!、]|人|工|师傅|跟|来))")
#: 师傅3个380: the pay follows the number of people.
_PAY_NEXT = re.compile(r"\s*(?:[一每]天|日薪|工资|月薪)?\s*[1-9]\d{1,4}(?=$|[\s,。;、!/元块+]|一天|每天)")
#: 一人150, 每人80: what one of them gets.
_EACH_GETS = re.compile(r"\s*(?:给|各|是)?\s*(?:一?(?:天|上午|下午|晚|夜|趟))?\s*[1-9]\d{1,4}")
#: A区打包10个, 贴标6个: people by what they do.
_DOES_BEFORE = re.compile(
    r"(?:打包|包装|贴标|装卸|卸货|装车|搬运|分拣|保洁|打扫|洗碗|切菜|打饭|传菜|看门|砌墙|抹灰|贴砖|摘果|采摘|收菜|挑拣|质检|组装)\s*$"
)
#: The pay that follows has been read already: 摘草莓4个，150一天.
_READ_NEXT = re.compile(rf"\s*,?\s*{re.escape(DONE)}")
_A_CREW = range(2, 41)
_HAN_LAST = re.compile(r"[\u4e00-\u9fff]\s*$")
_END = re.compile(r"\s*(?:$|[\s,。;:、()!|~+*.&\-])")


@dataclass(frozen=True)
class CountFound:
    """One number of people and where it stands; `most` where two are written (2-3个)."""

    count: int
    piece: Piece
    most: int | None = None


def number_of(text: str) -> int | None:
    """Return what a numeral counts: digits, Chinese characters, 俩, 仨."""
    known = {"俩": 2, "仨": 3, "个": 1}
    if text in known:
        return known[text]
    return int(text) if text.isdigit() else chinese_number(text)


def find_counts(plain: str) -> list[CountFound]:
    """Find the numbers of people wanted, left to right."""
    found = [one for one in (_sum_of(both) for both in _MALE_FEMALE.finditer(plain)) if one is not None]
    for pattern in (_LABELLED, _SPOKEN_RANGE, _RANGED, _COUNT, _PAIRED, _SIGN, _BARE, _LACKING, _ONE):
        for one in pattern.finditer(plain):
            if pattern is _ONE and found:
                continue
            piece = (one.start("n"), one.end())
            if any(piece[0] < known.piece[1] and known.piece[0] < piece[1] for known in found):
                continue
            count = number_of(one["n"])
            if count is None or not 1 <= count <= MOST_HEADCOUNT:
                continue
            if pattern in (_SPOKEN_RANGE, _RANGED, _COUNT, _PAIRED) and not _is_wanted(plain, one):
                continue
            ranged = pattern in (_RANGED, _SPOKEN_RANGE)
            most = number_of(one["most"]) if ranged else None
            if pattern is _SPOKEN_RANGE and most != count + 1:
                continue
            if ranged and (most is None or not count < most <= MOST_HEADCOUNT):
                continue
            found.append(CountFound(count, piece, most))
    found.sort(key=lambda each: each.piece)
    return [one for one in found if not _is_each(one, plain, alone=len(found) == 1)]


def _is_each(one: CountFound, plain: str, *, alone: bool) -> bool:
    """Say whether this is the one of "150 for each one", not a number of people wanted."""
    last = plain[one.piece[1] - 1]
    if one.count == 1 and last == "个" and plain[one.piece[1] : one.piece[1] + 1] == DONE:
        return True  # 一个2毛: the sum for a piece has been read already
    if one.count == 1 and last in "位名":
        return plain[: one.piece[0]].endswith(DONE)  # 50元一位: the sum has been read already
    if one.count != 1 or last != "人":
        return False
    if _EACH_GETS.match(plain, one.piece[1]):
        return True
    # The sum may have been read already.
    read = plain[one.piece[1] : one.piece[1] + 1] == DONE or plain[: one.piece[0]].endswith(DONE)
    return read and not alone and plain[one.piece[0]] == "一"


def _sum_of(both: re.Match[str]) -> CountFound | None:
    """男3女2 is five people, each of the two numbers written."""
    numbers = [number_of(both[name]) for name in ("m", "f", "m2", "f2") if both[name]]
    if None in numbers or 0 in numbers:
        return None
    total = sum(number for number in numbers if number is not None)
    return CountFound(total, both.span()) if total <= MOST_HEADCOUNT else None


def _is_wanted(plain: str, one: re.Match[str]) -> bool:
    before = plain[max(0, one.start() - 14) : one.start()]
    if _NOT_AFTER.match(plain, one.end()):
        return False
    if re.search(r"(?:还差|还要|还缺|再要|还需|只差|差)\s*$", before):
        return True
    if _NOT_BEFORE.search(before):
        return False
    people = _PEOPLE.match(plain, one.end()) or _SUCH.match(plain, one.end())
    ends = _END.match(plain, one.end())
    if _PAY_NEXT.match(plain, one.end()) and re.search(r"[工员手匠傅活的师]\s*$", before):
        return True
    if _READ_NEXT.match(plain, one.end()) and _HAN_LAST.search(before) and number_of(one["n"]) in _A_CREW:
        return True
    if one[0].rstrip().endswith("个"):
        if ends is not None and _DOES_BEFORE.search(before) is not None:
            return True
        return people is not None or (ends is not None and _WANTED_BEFORE.search(before) is not None)
    if one.re is _PAIRED:
        if _PAY_NEXT.match(plain, one.end()):
            return True
        return people is not None or (ends is not None and _WANTED_BEFORE.search(before) is not None)
    return people is not None or _WANTED_BEFORE.search(before) is not None or ends is not None
