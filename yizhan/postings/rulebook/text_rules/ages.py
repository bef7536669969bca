"""CR-040 and CR-036: ages that a text asks for."""

from __future__ import annotations

import re

from yizhan.postings.reading.numerals import chinese_number
from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.shape import TURNED_AWAY, Places, Setting, TextRule
from yizhan.postings.rulebook.words import WORDS, any_of

_NUMBER = (
    r"(?:\d{1,2}|十[一二三四五六七八九]{2}(?=岁)|[一二两三四五六七八九]?十[一二三四五六七八九]?"
    r"|[一二两三四五六七八九])"
)
_NOT_IN_NUMBER = r"(?<![\d.一二三四五六七八九十百第])"
_AGE = starting(
    rf"{_NOT_IN_NUMBER}(?P<low>{_NUMBER})(?:周?岁)? ?(?:(?P<join>[-~—–至到、,/]|或者?)+ "
    rf"?(?P<high>{_NUMBER}))? ?(?:多)?周?岁"
    r"(?P<tail>(?:以|及以|或以|之)?(?:上|下|内)|左右|起)?"
    rf"|(?:年龄|年纪|岁数)(?:要求|限制|范围)?[:在为是 "
    rf"]{{0,2}}(?P<low2>\d{{1,2}})(?![\d.])(?:[-~—–至到](?P<high2>\d{{1,2}})|以上)"
)
_UNDER = re.compile(r"(?:未满|不满|不足|小于|低于|未到|不到)$")
_SIXTEEN_TOO = re.compile(
    r"(?:的|者|周岁|也|,|人员|少年|学生|孩子|暑假工)*(?:均|都|也|皆)?(?:可以?|行|要|收|能|欢迎|招|接受)(?!谓)"
)
_REFUSED_AFTER = re.compile(
    r"(?:的|者|人员|人|周岁|均|都|一律|请|应聘|求职|,)*(?:[或及][^,。;]{0,10}?)?(?:勿|不要|不招|不收"
    r"|不录|不用|不予|不得|不能|不可|不接受|不考虑|谢绝|免谈|禁止|严禁|拒|除外|止步|别来|莫|不准"
    r"|不允许|不适合|无法|不安排|不行|不给)"
)
_CHILD_LABOUR = re.compile(r"童工")
_CHILD_LABOUR_SOUGHT = re.compile(r"(?:招|聘|要|收|找|用|需|介绍)(?:聘|收|用|几个|[一二两三\d]+[名个])?$")
_CHILD_LABOUR_REFUSED = re.compile(r"不|禁|严|拒|无|杜绝|非法|打击|查处|举报|抵制|零|勿|防止|避免|未")
_PUPILS = starting(
    r"(?:小学生|初中生|初[一二三]|中学生|[五六七八九]年级)(?:[一二三初、和或]|学生|娃|孩子|毕业"
    r"|在读|的)*(?:(?:也|都|均|就)?(?:可以|能来|可来|能做|行|中(?!学|心|间|午)|要|收)|(?:放假|寒假"
    r"|暑假)(?:的|工)?(?:可以?|来|也|能|都))"
    r"|(?:未满|不满|不够|没满|不足|没到|不到|差几天)(?:16|十六)(?:周?岁)?[^。;]{0,12}?(?:也行|可以"
    r"|也可|也中|也能|能来|也算|也要|也收|就行|家长的?(?:登记|同意|签字|陪)|借)"
    r"|(?:招|找|要|收|用|聘|需要?)(?:聘|收|用)?(?:几个|[一二两三\d]+[名个])?(?:小学生|初中生|初[一二三]的?学生|未成年(?:人|学生))"
    r"|(?:小孩子?|孩子|娃娃?|小朋友|学生娃)们?(?:放学|放假|周末|星期天|课余|寒假|暑假)?(?:了|后|以后)?(?:也|都)?(?:可以?|能)来?"
    r"(?:串|贴|剪|装|捡|摘|折|包|打工|干活|做工|做手工|帮工)"
    r"|(?:十[一二三四五][一二三四五六]?|1[0-5])(?:[、到-]1[0-6])?岁的?(?:学生)?(?:娃"
    r"|孩子)[^。;]{0,8}?(?:也中|也行|送来|来(?:贴|干|串|剪|发|装|捡|摘|做))"
)
_TAUGHT = re.compile(r"辅导|家教|补课|托管|看护|接送|老师|教师|培训班|作业|陪读|照看|照顾|夏令营|招生|课程|体育|营养餐")
_CHILD_MAY_WORK = re.compile(
    r"的?(?:孩子|小孩|学生|少年|娃)(?:也|均|都|就)?(?:可以?|能|行|要|收)(?:来)?(?:做|干|应聘|打工|上班|兼职)"
)
_OTHERS = re.compile(any_of(WORDS["childhood"]["others"]))
_CARE = re.compile(any_of(WORDS["childhood"]["care"]))
_AGE_NEGATION = re.compile(
    r"(?:不招用?|不收|不用|不要|不接受|不录用?|严禁|禁止|不得|不能|不可|谢绝|拒绝|勿|不介绍|不使用|杜绝)"
    r"(?:招用|招聘|录用|使用|雇用|招收|介绍|安排|接收|任何|年龄|未满|不满|不足|小于|低于|在|,|、|的)*$"
)
_NOT_WORKER = re.compile(r"(?:公司|企业|品牌|店|创办|成立|工龄|厂龄|楼龄|车龄|树龄|保修|质保)[^,。;]{0,6}$")
_LEAST_AGE = 16


def young_places(plain: Plain, sentence_first: int, sentence_last: int, _setting: Setting) -> Places:
    """CR-040, as far as a text can show it: somebody under 16 is wanted or admitted."""
    text = plain.text
    for found in _CHILD_LABOUR.finditer(text, sentence_first, sentence_last):
        first, last = plain.clause(*found.span())
        before = text[first : found.start()]
        refused = _CHILD_LABOUR_REFUSED.search(before) or _REFUSED_AFTER.match(text[found.end() : last])
        if refused is None and (
            _CHILD_LABOUR_SOUGHT.search(before)
            or re.match(r"(?:也|均|都)(?:可|收|要|行|招|用|能)|可", text[found.end() :])
        ):
            yield found.span()
    for found in _PUPILS.finditer(text, sentence_first, sentence_last):
        before = text[sentence_first : found.start()]
        if _TAUGHT.search(text, sentence_first, sentence_last) is None and _AGE_NEGATION.search(before) is None:
            yield found.span()
    for found in _AGE.finditer(text, sentence_first, sentence_last):
        if _admits_under_sixteen(plain, found):
            yield found.span()


def _admits_under_sixteen(plain: Plain, found: re.Match[str]) -> bool:
    text, (start, end) = plain.text, found.span()
    low = _age(found["low"] or found["low2"])
    high = _age(found["high"] or found["high2"])
    if low is None or (high is not None and high <= low and not (found["join"] and high == low)):
        return False
    first, last = plain.clause(start, end)
    before, after = text[first:start], text[end:last]
    tail = found["tail"] or ""
    downward = "下" in tail or "内" in tail or _UNDER.search(before) is not None
    if low > _LEAST_AGE or (low == _LEAST_AGE and not downward):
        return False
    if _AGE_NEGATION.search(before) is not None or _REFUSED_AFTER.match(after) is not None:
        return False
    sentence_first, sentence_last = plain.sentence(start, end)
    sentence = text[sentence_first:sentence_last]
    own_age = (
        found["low2"] is not None
        or re.search(r"(?:年龄|年纪|岁数)(?:要求|限制|范围)?[:在为是 ]{0,2}$", before) is not None
    )
    if _NOT_WORKER.search(before) is not None:
        return False
    if _CHILD_MAY_WORK.match(text[found.end("tail") if found["tail"] else end :]) is not None and not downward:
        return True
    if (_OTHERS.search(sentence) is not None or _CARE.search(sentence) is not None) and not (
        own_age and high is not None and high > 25
    ):
        return False
    if downward:
        # 16岁以下 says nothing by itself: an offer only where it is welcomed, or is the own age asked for.
        return _SIXTEEN_TOO.match(after) is not None or (own_age and low < _LEAST_AGE)
    rest = text[end:sentence_last]
    if re.match(r"的?(?:小|老|大|男孩|女孩|男童|女童|孩|娃|犬|学生(?!可|均|都|工|也|暑|兼|,))", rest) is not None:
        return False
    spread = high is not None and high >= _LEAST_AGE
    upward = "上" in tail or tail == "起"
    welcomed = (
        re.match(r"(?:的|学生|者|人员|小工|左右)*(?:也|均|都|就|即)?(?:可|能|行|要|收|招|中(?![学心间午]))", rest)
        is not None
    )
    wanted = re.search(r"(?:满|够|招聘?|要求?|收|限|需)$", before) is not None
    return own_age or spread or upward or welcomed or wanted


def _age(written: str | None) -> int | None:
    if written is None:
        return None
    if written.isdecimal():
        return int(written)
    # 十四五岁 is fourteen or fifteen.
    return chinese_number(written[:2] if len(written) == 3 and written[0] == "十" else written)


YOUNG = TextRule(
    "CR-040",
    (
        "岁",
        "年龄",
        "年纪",
        "童工",
        "小学生",
        "初中生",
        "初一",
        "初二",
        "初三",
        "中学生",
        "年级",
        "小孩",
        "孩子",
        "学生娃",
        "未成年",
        "满16",
        "满十六",
        "够16",
        "够十六",
        "不足16",
        "不足十六",
        "到16",
        "到十六",
    ),
    young_places,
)

# --- CR-036: an upper limit that turns most day labourers away -------------------------------------------------------

_UP_TO = starting(
    rf"(?:{_NOT_IN_NUMBER}(?P<low>{_NUMBER})(?:周?岁)? ?(?:以上)?[-~—–至到,]"
    rf" ?)?{_NOT_IN_NUMBER}(?P<high>{_NUMBER})(?:周?岁|岁数)(?:的|左右)?(?P<tail>及?以下|之?以内"
    rf"|之内|以里|内|封顶|为限|为上限|下(?!午)|之下|截止|往下)?"
    rf"|(?:年龄|年纪|岁数)(?:要求|限制|范围|上限)?[:在为是须需应不要限超过大于高于得能可"
    rf" ]{{0,6}}(?:(?P<low2>\d{{1,2}})(?:周?岁)?[-~—–至到])?(?P<high2>\d{{1,2}})(?![\d.年个元人米公"
    rf"斤])(?:周?岁)?(?P<tail2>及?以下|之?以内|之内|内|封顶|为限|为上限|上限)?"
)
_NOT_OVER = re.compile(
    r"(?:不超过|不大于|不高于|不得超过|不能超过|不要超过|小于|低于|未满|不满|不到|限|上限|最大"
    r"|最高|最多|控制在|别超过|年龄上限)(?:年龄|为|是|:|在)?$"
)
_OVER = re.compile(r"(?:超过|超|大于|高于|满|过了|过)$")
_TURNED_AWAY = re.compile(
    r"(?:以上|及以上|往上)?(?:的|者|人员|,|年龄|就|都|均|一律|请|应聘者)*(?:勿扰|不要|不招|不收"
    r"|免谈|谢绝|除外|勿投|不考虑|不录|勿来|不用|不接受|请绕|止步|不行|不予录用)"
)
_AGE_FREE = re.compile(
    r"(?:不限|无要求|不要求|均可|都可|都行|皆可|也可|也行|可放宽|放宽至[6-9]\d|可适当放宽到?[6-9]\d|可延长|可放宽)"
)
_BARE_LIMIT = starting(
    r"(?:^|(?<=[,。;!?\n男女: ]))(?:1[6-9]|2\d|3\d)[-~—到至](?:2\d|3\d|4\d|5\d)(?=$|[,;!?\n]|男"
    r"|女)|(?:年龄|岁数)(?:别|不要|不能|不得|不)?超过?(?:[2-5]\d"
    r"|[二三四五]十[一二三四五六七八九]?)(?![\d米公斤元])"
    rf"|超过?(?:[45]\d|[四五]十[一二三四五六七八九]?)(?:周?岁)?的{TURNED_AWAY}"
    r"|(?:要|招|找|限|收|用)(?:[2-5]\d|[二三四五]十[一二三四五六七八九]?)(?:岁)?(?:以内|之内|以下|往下)的(?![货件价])"
    r"|(?:[45]\d|[四五]十[一二三四五六七八九]?)(?:周?岁)?(?:往上"
    r"|以上)的?(?:就|都)?(?:别来|不要|不收|莫来|别报)"
    r"|(?:年龄|年龄要求|岁数)[:为是在]?[≤<](?:=)?[2-5]\d|(?:^|(?<=[,。;!?\n要找招"
    r" ]))[2-5]\d以下(?:身体|的来|的都|,)|(?:[2-5]\d|[二三四五]十)多岁(?:以内|以下)"
)
_YOUTH_WORDS = starting(
    r"(?:只要|限|仅限|只招|要求|招|找|优先|需要)(?:[^,。;]{0,3})(?:[89]0后|00后|95后|85后)"
    r"|(?:[89]0后|00后|95后|85后)(?:优先|为主|佳)|(?:年龄)(?:偏大|大)(?:的|者)?(?:勿扰|不要|免谈"
    r"|勿投)|(?:限|只要|只招|要求)(?:年轻人|年轻的|中青年|青壮年|青年人)"
)


def upper_age_places(plain: Plain, sentence_first: int, sentence_last: int, setting: Setting) -> Places:
    """CR-036: an age limit below sixty for which no ground was chosen."""
    if setting.age_ground:
        return
    text = plain.text
    for found in _UP_TO.finditer(text, sentence_first, sentence_last):
        if _limits_age(plain, found, sentence_first, sentence_last, setting.limits.age_cap):
            yield found.span()
    for found in _BARE_LIMIT.finditer(text, sentence_first, sentence_last):
        yield found.span()
    for found in _YOUTH_WORDS.finditer(text, sentence_first, sentence_last):
        if _AGE_NEGATION.search(text[sentence_first : found.start()]) is None:
            yield found.span()


def _limits_age(plain: Plain, found: re.Match[str], sentence_first: int, sentence_last: int, cap: int) -> bool:
    text, (start, end) = plain.text, found.span()
    first, _last = plain.clause(start, end)
    before, after = text[first:start], text[end:sentence_last]
    high = _age(found["high"] or found["high2"])
    low = _age(found["low"] or found["low2"])
    # Nobody of working age is meant where the limit is a child's, and 1.60 or 60 and above turn few away.
    if high is None or not high >= _LEAST_AGE + 2 or high >= cap or (low is not None and low >= high):
        return False
    if low is not None and low < _LEAST_AGE and high < 25:
        return False
    tail = found["tail"] or found["tail2"]
    if _NOT_WORKER.search(before) is not None or _AGE_FREE.match(after) is not None:
        return False
    if _OTHERS.search(text, sentence_first, start) is not None and not re.search(r"年龄|岁数", before + found[0]):
        return False
    if re.search(
        r"(?:优惠|客户|顾客|患者|老人|会员|学员|服务对象|幼儿|照顾|照看|护理|陪护|接送|面向|工龄|教"
        r"|相当于|补贴|津贴|补助|奖励)[^,。;]{0,8}$",
        before,
    ):
        return False
    if _OVER.search(before) is not None and not re.search(
        r"(?:不|勿|别|不要|不能|不得)(?:超过|超|大于|高于|过)$", before
    ):
        return _TURNED_AWAY.match(after) is not None
    if tail:
        return re.search(r"(?:不|非|无需|不再)(?:限|要求|限定|限制)(?:于|为|在)?$", before) is None and not re.match(
            r"(?:的)?(?:也|勿|不要|谢绝|者?不招|禁止)", after
        )
    if _TURNED_AWAY.match(after) is not None:
        return not re.match(r"(?:以下)", after)
    if (
        low is not None
        or _NOT_OVER.search(before) is not None
        or "不超" in found[0]
        or "不大" in found[0]
        or "不高" in found[0]
        or re.search("不得|不能|不可|别", found[0]) is not None
        or "上限" in found[0]
    ):
        return re.match(r"(?:以上|起|及以上|为?佳者?也|以上也)", after) is None
    return False


UPPER_AGE = TextRule(
    "CR-036",
    (
        "岁",
        "年龄",
        "年纪",
        "0后",
        "5后",
        "年轻",
        "青年",
        "青壮年",
        *(f"过{n}" for n in "45四五"),
        *(f"{verb}{n}" for verb in "要招找限收用" for n in "2345二三四五"),
        "龄超",
        "数超",
        "数别",
        "数不",
        "别超",
        "往上",
        "≤",
        "<",
        *(f"{n}以下" for n in range(20, 60)),
        *(f"{n}{j}" for n in range(16, 40) for j in "-~—到至"),
    ),
    upper_age_places,
)
