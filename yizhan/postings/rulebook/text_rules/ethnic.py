"""CR-030: ethnicity, race, religion."""
# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.fees import WARNING_AFTER
from yizhan.postings.rulebook.text_rules.shape import (
    TURNED_AWAY,
    Places,
    Setting,
    TextRule,
)
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
from yizhan.postings.rulebook.words import WORDS, any_of

_PEOPLE: list[str] = WORDS["ethnic"]["peoples"]
_BELIEVER: list[str] = WORDS["ethnic"]["believers"]
_GROUP_WORDS = _PEOPLE + _BELIEVER
_GROUP = any_of(_GROUP_WORDS)
_CRAFT = any_of(WORDS["ethnic"]["not_a_condition_after"])
_GROUP_ONE = rf"{_GROUP}(?!{_CRAFT})"
_REGION = "(?:新疆|西藏|云南|四川|青海|宁夏|内蒙古?|贵州|甘肃|凉山|延边)"
#: Belief as it shows: whoever prays, fasts or keeps a diet.
_KEEPS_FAITH = (
    "清真的", "做礼拜", "去教堂", "戴头巾", "吃清真", "不吃猪肉", "念佛", "吃斋", "拜佛", "烧香拜佛", "信鬼神", "信什么教", "信哪个教",
    "有信仰", "有宗教信仰", "有宗教背景", "宗教人士", "信徒", "教友", "教民", "入教", "信仰宗教", "不信教", "没有信仰", "无信仰",
)  # fmt: skip
_FAITHFUL = any_of(list(_KEEPS_FAITH))
_GROUP_LIST = rf"{_GROUP_ONE}(?:[、和及与或 ]{_GROUP_ONE})*"
_ETHNIC = (
    starting(
        rf"(?:仅限|只限|限定|限招|限|仅招|只招|只要|只收|只用|仅|必须是?|须是?为?|需为|要求是?|得是|招聘?|找"
        rf"|诚聘|急聘|聘)(?:于|为|是|:|\d{{1,3}}[名个位]|[一二两三几]个)?{_GROUP_LIST}"
        r"(?!(?:均|都|皆|也)可|不限)"
    ),
    starting(
        rf"{_GROUP_LIST}(?:的|者|人|应聘者|员工|信仰|籍|人员|同志|朋友|就|请|都)* ?(?:优先|勿扰|除外|不要|免谈|勿投"
        rf"|勿来|不招|不收|不录|谢绝|止步|不考虑|不接受|暂不|莫扰|者?请?绕[行道]|请绕道|别来|别报|莫来|的朋友请绕)"
    ),
    starting(
        rf"(?:不要(?!求)|不招用?|不收(?!取)|拒绝|拒收|谢绝|不接受|不考虑|不录用?|不用|排除|非(?!常)"
        rf"|不能是|不得是|不可以?是|不得为){_REGION}?{_GROUP_LIST}"
    ),
    starting(
        r"(?:不得有|不能有|不可有|不许有|不准有|没有|必须有|须有|要有|需有|无|有)(?:任何|特殊|宗教"
        r"|其他)?(?:宗教)?(?:宗教信仰|宗教背景|信教|信仰)(?:者|的|人士)?"
        r"(?!的?(?:自由|要求|限制|歧视|方面|差异|不限|不影响|不问|都一样|上的|问题|禁忌|均|都|皆|或))"
        r"(?:优先|勿扰|除外|不要)?"
    ),
    starting(
        r"(?:不要|不招|谢绝|拒绝|不收|不接受)(?:有|带)(?:宗教)?信仰的?|(?<!信)不信(?:佛|教|基督|鬼神)(?:者"
        r"|的)?优先|(?<!信教)(?<!信)不信教(?!都|也)|宗教信仰[:为](?:无|佛|道|基督|伊斯兰)"
    ),
    starting(
        r"(?:民族|族别)(?:要求|限制)?[:为是 ]{1,2}(?:仅?限)?(?:"
        + _GROUP_ONE
        + r"|[汉回藏维彝满壮苗](?=$|[,。;!? \n]))(?![、,/和或](?:其他|其它|不限|少数))"
    ),
    starting(rf"{_GROUP}(?:同胞|兄弟|姐妹|老乡|朋友|工人|员工|的|者)*{TURNED_AWAY}"),
    starting(rf"优先(?:考虑|录用|招收?|选择?|安排)?{_GROUP_LIST}"),
    starting(rf"(?<!信)(?:{_GROUP_ONE}|{_FAITHFUL})(?:{TURNED_SUCH}|{PREFERRED})(?!都)"),
    starting(rf"(?:{ONLY}|{PREFER}){BETWEEN}(?:{_GROUP_LIST}|{_FAITHFUL})(?!{WELCOME})"),
    starting(rf"{REJECT}(?:{_GROUP_LIST}|{_FAITHFUL})"),
    starting(rf"[\u4e00-\u9fff]{{1,3}}族(?:的|人){TURNED}"),
    starting(
        rf"(?<![不信])(?:{_GROUP_ONE}|{_FAITHFUL}|信(?:耶稣|基督|主|佛|教|回教)的?){TURNED_FAR}|(?:{ONLY}){BETWEEN}(?:没|不)信(?:教|佛|主)|(?:汉族|汉民)的?(?:来|先来|先上)(?=$|[,。;])"
    ),
    starting(r"民族(?:一栏|那栏|成分)?(?:写的?)?(?:不是|非)汉[^。;]{0,10}?(?:不|别|免|过不了|勿|抱歉)"),
    starting(r"民族(?:成分)?(?:必须|须|要|得|需|只能|应)(?:是|为)?[汉回藏维彝满壮苗]"),
)
_ETHNIC_REFUSAL = re.compile(
    r"(?:不|无|勿|未|没有|不得|不能|禁止|严禁|并非|不是|无需|无须|不可|不应|不因|不分|尊重|不论|无论"
    r"|不管|如|诸如)"
    r"(?:以|因|在|求职者|应聘者|劳动者|员工|招聘|广告|信息|中|条件|要求|限制|限定|设置|任何|是否|对"
    r"|歧视|民族|种族|性别|宗教|信仰|、|和|或|等|的|有|“|\")*$"
)
# 就业促进法 第28条 asks employers to give minorities due consideration: preferring them is lawful.
_MINORITY_PREFERRED = re.compile(
    r"^(?:少数民族(?:的|者|人|应聘者|员工|人员|同志)* ?优先|优先(?:考虑|录用|招收?|选择?|安排)?少数民族)$"
)


def ethnic_places(plain: Plain, sentence_first: int, sentence_last: int, _setting: Setting) -> Places:
    """CR-030: an ethnicity, race or religion is required, preferred or turned away."""
    text = plain.text
    for pattern in _ETHNIC:
        for found in pattern.finditer(text, sentence_first, sentence_last):
            start, end = found.span()
            first, last = plain.clause(start, end)
            if _MINORITY_PREFERRED.match(found[0]) or _ETHNIC_REFUSAL.search(text[first:start]) is not None:
                continue
            if WARNING_AFTER.search(text[end:last]) is not None:
                continue
            yield start, end


ETHNIC = TextRule(
    "CR-030",
    (
        *_GROUP_WORDS,
        *_KEEPS_FAITH,
        "族的",
        "族人",
        "信仰",
        "信教",
        "信耶",
        "信基",
        "信主",
        "信佛",
        "宗教",
        "不信",
        "民族",
        "族别",
    ),
    ethnic_places,
)
