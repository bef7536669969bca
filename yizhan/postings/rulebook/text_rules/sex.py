"""CR-031: a sex required, preferred or turned away."""

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.model import Level
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.fees import WARNING_AFTER
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule, found_by
from yizhan.postings.rulebook.text_rules.slots import (
    BETWEEN,
    ONLY,
    PREFER,
    PREFERRED,
    REJECT,
    TURNED,
    TURNED_FAR,
    TURNED_SUCH,
    WELCOME,
)
from yizhan.postings.rulebook.word_lists import word_lists
from yizhan.postings.rulebook.words import WORDS, any_of

_W = word_lists("sex")

#: 闺女, 侄女, 妻女: kin, nobody who is hired.
_MALE, _FEMALE = any_of(WORDS["sex"]["male"]), f"(?:{any_of(WORDS['sex']['female'][:-1])}|(?<![闺侄甥孙妻儿继养])女)"
_THING = any_of(WORDS["sex"]["thing_after"], literal=False)
_BOTH = r"[、,/和及与或 ]?"
# One sex, not both (男女), and not a thing or a customer (女装, 男士护肤).
_ONE = rf"(?:{_MALE}(?!{_BOTH}女|{_THING})|{_FEMALE}(?!{_BOTH}男|{_THING}))"
# "小伙" alone must not hide 小伙伴: the shorter word may not be read where the longer one is meant.
_NOT_A_WORD = r"(?<!小)(?!小伙[伴计])"
_COUNT = r"(?:\d{1,3}|[一二两三四五六七八九十几数]{1,3})?(?:个|名|位)?"
_SEX_STRONG: tuple[re.Pattern[str], ...] = (
    starting(f"{_W.only}(?:于|为|是|:)?{_COUNT}{_ONE}"),
    starting(f"{_NOT_A_WORD}(?:{_MALE}|{_FEMALE})(?:者|性)? ?{_W.preferred_or_not}"),
    starting(f"{_W.preferred}{_COUNT}{_ONE}(?!优先)"),
    starting(rf"性别(?:要求|限制|条件)?(?:[:为是 ]|必须|须|需|要求){{0,4}}(?:限|仅限)?{_ONE}"),
    starting(
        f"{_W.sought}(?:18岁以上|身体健康的?|年轻的?|本地|长期|临时|熟练"
        rf"|有经验的?)?{_COUNT}{_NOT_A_WORD}{_ONE}(?![生性士的孩]?(?:身高)?1[5-8]\d)"
    ),
)
#: Names that say nothing by themselves (招保洁阿姨) and a sex where only they are wanted or turned away.
_CALLED = _W.words.called
_SAME_SEX = any_of(list(_CALLED))
_SEX_STRONG += (
    starting(rf"(?<![男女])(?:{_MALE}|{_FEMALE})(?!{_BOTH}[男女]|{_THING})(?:{TURNED_SUCH}|{PREFERRED})"),
    starting(
        f"(?:{ONLY}"
        f"|{PREFER}){BETWEEN}(?:(?:能|会|肯|年轻|有力)[^,。;男女不]{{0,5}}的?|[^,。;男女不都]{{1,6}}的)?(?:{_ONE}"
        f"|{_SAME_SEX}(?!优先))(?!{WELCOME})"
    ),
    starting(rf"(?<!要){REJECT}(?:{_ONE}|{_SAME_SEX})"),
    starting(f"(?:要|找|招|需要?|来)(?:{_COUNT})(?:看门的?|守夜的?|打更的?)?{_W.plain_names}(?!们)"),
    starting(rf"{_SAME_SEX}{TURNED_SUCH}"),
    starting(rf"(?<![男女])(?:{_MALE}|{_FEMALE})(?!{_BOTH}[男女]|{_THING}|座){TURNED_FAR}"),
    starting(
        r"(?:[一二两三四五六七八九十几]|\d{1,2})[个名位](?:大|小|老|年轻)?(?:爷们|老爷们|壮汉|汉子|大姑娘|小媳妇"
        f"|媳妇|男丁|婆娘)儿?(?!{WELCOME})"
        f"|(?:大?老?爷们|[老大小]?娘们)儿?(?:{PREFERRED}|{TURNED})"
        "|(?:大姑娘小媳妇|小媳妇大姑娘|媳妇婆娘|姑娘媳妇)们?(?:都|也)?(?:来|上)"
        r"|男丁(?:[一二两三四五六七八九十\d]|优先|就)"
    ),
    starting(
        f"(?:招聘?|要|找|来|聘|需要?){_COUNT}(?:能|会|肯|年轻|有力气?|身强力壮"
        f"|手脚麻利)[^,。;男女不]{{0,6}}?的?{_NOT_A_WORD}{_ONE}(?!{WELCOME})"
    ),
    starting(rf"(?<!不)(?:[更只仅]适合|得|需要?|要)(?:由|让)?{_ONE}(?:的|来)*(?:干|做|应聘|担任|$|(?=[,。;]))"),
    # 两个男劳力: so many of one sex are wanted; 厂里有三个女工 says who is there.
    starting(
        r"(?:^|(?<=[,。;!?:\n要招缺找来差请 ]))"
        r"(?:[一二两三四五六七八九十几]|\d{1,2})[个名位](?:壮|年轻的?|能干的?|有力气?的?)*"
        rf"[男女](?:劳力|工|的|同志|将|帮工|帮手)(?!{_THING}|{_BOTH}[男女])(?!{WELCOME})"
    ),
    starting(
        r"(?<![有是了着带给顾看里家])(?:[两三四五六七八九十几]|[2-9])[个名位](?:壮|年轻的?)*"
        rf"[男女](?:劳力|的|帮手|将|同志)(?!{_THING}|{_BOTH}[男女]|[病患客老])(?!{WELCOME})"
    ),
    # 女师傅来一位.
    starting(
        rf"(?<![男女])(?:{_MALE}|{_FEMALE})(?:师傅|司机|技师|助理|教练|保姆|护工|护理|导购|店员|销售)"
        r"(?:来|要|招|缺)?(?:[一二两三四五]|\d{1,2})[名个位枚]"
    ),
    # 洗头小妹3名; 收银:女;理货:男.
    starting(
        "(?:小妹|小姐姐|小哥哥|妹子|大嫂|大婶|小伙子?|壮汉|汉子|姑娘|小哥)"
        r"[ :]?(?:\d{1,2}|[一二两三四五六])[名个位枚](?!客|孩|学)"
    ),
    starting(rf"{_W.jobs}岗?[^,。;\u4e00-\u9fff]{{0,4}}[:(]{_ONE}(?=$|[;,。)、])"),
    starting(rf"岗位?[:是要]?{_ONE}(?=$|[;,。、])"),
    # 爷们儿 8个, 女同志 2个: so many of each.
    starting(
        r"(?:^|(?<=[,。;!?\n]))(?:老?爷们儿?|[男女](?:同志|的|工|劳力|士|性|将)|大姐|姑娘|小伙子?)"
        r"们?[ :]?\d{1,2}[个名位](?![月小])"
    ),
    starting(
        "(?:招男不招女|招女不招男|要男不要女|要女不要男"
        f"|(?:{_MALE}|{_FEMALE})的?(?:才|才能|方可|可以)(?:来|报|应聘)(?!也))"
    ),
)
_SEX_WEAK = (
    starting(
        rf"(?:^|(?<=[,。;!?\n、 (:.*#|【\[“「]))(?<![孕科查检]\(){_ONE}(?=$|[,。;!?\n、 )(*#|】\]”」]"
        r"|\d|[一二两三四五六七八九十]名|[日月]结)"
    ),
    starting(
        "(?:^"
        rf"|(?<=[,。;!?\n、 (:.])){_ONE}[\u4e00-\u9fff]{{0,5}}{_W.jobs}(?={_W.bare.job_ends})"
    ),
    # 前台接待 女 1名: the job, the sex, the number.
    starting(rf"{_W.jobs}[ :,(]*{_ONE}\)?[ :,]*(?:\d{{1,2}}|[一二两三四五六七八九十])[名人个位]"),
    starting(rf"(?:岁|周岁|以下|以上|以内|左右|之间|健康|力壮|耐劳|能干|吃苦)的?{_ONE}(?=$|[,。;!?\n、 )(:来])"),
)
_SEX_REFUSAL = re.compile(f"{_W.negations}{_W.negation_link}*$")
_REACH = 60
_BOTH_WELCOME = re.compile(_W.bare.both_welcome)
#: Among people without clothes the sex belongs to the work.
_BATHS = re.compile(_W.bare.baths)
#: 大哥大姐: both of them.
_COUPLE = re.compile(
    "(?:大哥|大叔|大爷|叔叔|大伯)(?:大姐|大婶|大妈|阿姨|大娘)|(?:大姐|大婶|大妈|阿姨)(?:大哥|大叔|大爷|叔叔)"
)
#: 公示:李某,女,保洁岗 and 求职:男,45岁 say who somebody is.
_LIST_OF_NAMES = re.compile("公示|名单|花名册|拟聘|拟录用|自我介绍|求职|找活")
_QUOTED_AFTER = re.compile(r"[”\"」](?:等|字样|条件|的)")
_MALE_SIGN, _FEMALE_SIGN = re.compile(_MALE), re.compile(_FEMALE)


def sex_places(plain: Plain, sentence_first: int, sentence_last: int, _setting: Setting) -> Places:
    """CR-031: a sex is required, preferred or turned away."""
    found = [*_asked(plain, sentence_first, sentence_last)]
    if found and not plain.holds(_BATHS):
        yield from found


def _asked(plain: Plain, sentence_first: int, sentence_last: int) -> Places:
    text = plain.text
    for found in found_by(_SEX_STRONG, text, sentence_first, sentence_last):
        start, end = found.span()
        if text.startswith("处女", start - 1) and start:
            continue  # a sign of the zodiac
        if _COUPLE.match(text, max(start - 2, 0), end) is not None:
            continue
        first, last = plain.clause(start, end)
        # As far as anybody reads: a sentence without an end may be as long as the text.
        before, behind = text[max(first, start - _REACH) : start], text[end : min(last, end + _REACH)]
        if _SEX_REFUSAL.search(before) is not None:
            continue
        if WARNING_AFTER.search(behind) is not None or _QUOTED_AFTER.match(behind):
            continue
        yield start, end
    # 15岁男孩 is looked after, not hired.
    alone = (each for each in found_by(_SEX_WEAK, text, sentence_first, sentence_last) if not each[0].endswith("孩"))
    for found in alone:
        # A lone "男，18-45岁" is a condition only where the text does not admit both.
        if plain.holds(_MALE_SIGN) and plain.holds(_FEMALE_SIGN):
            return
        if plain.holds(_BOTH_WELCOME) or plain.holds(_LIST_OF_NAMES):
            return
        yield found.span()


def _level(_written: str, setting: Setting) -> Level:
    return Level.REVIEW if setting.sex_ground else Level.BLOCK


SEX = TextRule(
    "CR-031",
    (*_W.words.sex_anchors, *_CALLED),
    sex_places,
    _level,
)
