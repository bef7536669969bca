"""CR-030: ethnicity, race, religion."""

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
    found_by,
)
from yizhan.postings.rulebook.text_rules.slots import (
    BETWEEN,
    ONLY,
    PREFER,
    PREFERRED,
    REJECT,
    TURN,
    TURNED,
    TURNED_FAR,
    TURNED_SUCH,
    WELCOME,
)
from yizhan.postings.rulebook.word_lists import word_lists
from yizhan.postings.rulebook.words import WORDS, any_of

_W = word_lists("ethnic")

_PEOPLE: list[str] = WORDS["ethnic"]["peoples"]
_BELIEVER: list[str] = WORDS["ethnic"]["believers"]
_GROUP_WORDS = _PEOPLE + _BELIEVER
_GROUP = any_of(_GROUP_WORDS)
_CRAFT = any_of(WORDS["ethnic"]["not_a_condition_after"])
_GROUP_ONE = rf"{_GROUP}(?!{_CRAFT})"
_REGION = "(?:新疆|西藏|云南|四川|青海|宁夏|内蒙古?|贵州|甘肃|凉山|延边)"
#: Belief as it shows: whoever prays, fasts or keeps a diet.
_KEEPS_FAITH = _W.words.keeps_faith
_FAITHFUL = any_of(list(_KEEPS_FAITH))
_GROUP_LIST = rf"{_GROUP_ONE}(?:[、和及与或 ]{_GROUP_ONE})*"
_ETHNIC = (
    starting(
        rf"{_W.only}(?:于|为|是|:|\d{{1,3}}[名个位]"
        f"|[一二两三几]个)?{_GROUP_LIST}(?!(?:均|都|皆|也)可"
        "|不限)"
    ),
    starting(f"{_GROUP_LIST}(?:的|者|人|应聘者|员工|信仰|籍|人员|同志|朋友|就|请|都)* ?{_W.preferred_or_not}"),
    starting(f"{_W.rejected}{_REGION}?{_GROUP_LIST}"),
    starting(
        "(?:不得有|不能有|不可有|不许有|不准有|没有|必须有|须有|要有|需有|无|有)(?:任何|特殊|宗教|其他)?(?:宗教)?"
        f"(?:宗教信仰|宗教背景|信教|信仰)(?:者|的|人士)?(?!的?{_W.not_a_condition})(?:优先|勿扰|除外|不要)?"
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
        f"(?<![不信])(?:{_GROUP_ONE}|{_FAITHFUL}|信(?:耶稣|基督|主|佛|教|回教)的?){TURNED_FAR}"
        f"|(?:{ONLY}){BETWEEN}(?:没|不)信(?:教|佛|主)|(?:汉族|汉民)的?(?:来|先来|先上)(?=$|[,。;])"
    ),
    starting(r"民族(?:一栏|那栏|成分)?(?:写的?)?(?:不是|非)汉[^。;]{0,10}?(?:不|别|免|过不了|勿|抱歉)"),
    starting(
        '民族(?:成分)?(?:[那这]?一?[栏格项])(?:里|上|填|写|印|着|的|要|得|须|必须|只能|应|是|为|个|[“"])*汉(?!语)'
        f"|民族(?:成分)?(?:[那这]?一?[栏格项])?[^,。;不]{{0,4}}(?:不一样|不同|不是汉|不对|对不上|跟我们[^,。;]{{0,5}}不)"
        f"[^,。;]{{0,5}}[,]?[^,。;]{{0,6}}?(?:{TURN}|算了|抱歉|谢谢|再等|等等|放放)"
    ),
    starting(
        r"(?<!不)(?:要求|必须|最好|得|须)[^,。;不]{0,6}?(?:也|是)?(?:信(?:佛|主|教|耶稣|基督|道)|吃(?:斋|素)|拜佛|念佛)(?!的?食堂|者食)"
    ),
    starting("(?:需|须|要|得|必须)(?:是|跟我们)?(?:同|一样的?)信仰"),
    starting(r"民族(?:成分)?(?:必须|须|要|得|需|只能|应)(?:是|为)?[汉回藏维彝满壮苗]"),
)
_ETHNIC_REFUSAL = re.compile(f"{_W.negations}{_W.negation_link}*$")
# 就业促进法 第28条 asks employers to give minorities due consideration: preferring them is lawful.
_MINORITY_PREFERRED = re.compile(
    r"^(?:少数民族(?:的|者|人|应聘者|员工|人员|同志)* ?优先|优先(?:考虑|录用|招收?|选择?|安排)?少数民族)$"
)

#: 招回民司机,汉民也可.
_OTHERS_TOO = re.compile("(?:[汉回藏]|其[他它]|别的|各)民?族?的?也(?:可|行|要|收|欢迎|一样|能)")


def ethnic_places(plain: Plain, sentence_first: int, sentence_last: int, _setting: Setting) -> Places:
    """CR-030: an ethnicity, race or religion is required, preferred or turned away."""
    text = plain.text
    for found in found_by(_ETHNIC, text, sentence_first, sentence_last):
        start, end = found.span()
        first, last = plain.clause(start, end)
        if _MINORITY_PREFERRED.match(found[0]) or _ETHNIC_REFUSAL.search(text[first:start]) is not None:
            continue
        if _OTHERS_TOO.search(text, end, sentence_last) is not None:
            continue
        if WARNING_AFTER.search(text[end:last]) is not None:
            continue
        yield start, end


ETHNIC = TextRule(
    "CR-030",
    (*_W.words.ethnic_anchors, *_GROUP_WORDS, *_KEEPS_FAITH),
    ethnic_places,
)
