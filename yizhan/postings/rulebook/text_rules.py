"""The rules that read free text: CR-030, CR-031, CR-040, CR-050, CR-051.

Each is a function from a folded text to the places it objects to. What makes a place no violation (a refusal such
as 不收押金, an employer who pays, a thing such as 女装) is decided inside its clause, never by a word elsewhere
in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from yizhan.postings.reading.numerals import chinese_number
from yizhan.postings.rulebook.clauses import Negation, Plain
from yizhan.postings.rulebook.words import WORDS, any_of

Places = Iterator[tuple[int, int]]

# --- CR-050: money asked from the worker -------------------------------------------------------------------------

_WEAK_FEES: list[str] = WORDS["fees"]["weak_nouns"]
_FEES: list[str] = WORDS["fees"]["nouns"] + _WEAK_FEES
_FEE = re.compile(any_of(_FEES))
_FEE_NEGATION = Negation(_FEES)
_PAY_FIRST = re.compile(any_of(WORDS["fees"]["pay_first"]))
_CHARGED_SUM = re.compile(
    r"(?:需要?|须|要|得|必须|先|入职|报名|上岗|进厂|每人|一次性)[先再]?(?:交纳|缴纳|交付|上交|交"
    r"|缴)(?:现金|钱|款)?"
    r"(?:\d{2,5}|[一二两三四五六七八九][百千])(?:多?(?:元|块)钱?|$|(?=[,。;!、 ]))"
    r"|(?<![抵质])押(?:\d{2,5}|[一二两三四五六七八九][百千])(?:元|块)钱?"
)
_BORNE = any_of(WORDS["fees"]["borne_by"])
_LISTED = rf"(?:{any_of(_FEES)}|[、和及与或/ ]|以及|等|费用|一切|全部|所有|均|都|一律|统统|也|各|项|是|为|[:(])*"
_FREE_AFTER = re.compile(
    rf"(?>{_LISTED}),?(?:0元?(?![\d.])|零|无(?!法)|没有|全?免(?!谈)|不收|不用|不需|不必|不交|不缴|不扣"
    rf"|不要|不存在|已?取消|公司包|全包"
    rf"|由?[^,。;\d]{{0,4}}{_BORNE}[^,。;\d]{{0,4}}(?:承担|出|支付|报销|负担|垫付|买单|提供|付|缴纳"
    rf"|给付|解决)|(?:全额?|实报实)?(?:报销|销))"
)
_REIMBURSED = re.compile(r"报销|由(?:公司|单位|企业|雇主|老板|工厂|政府)[^,。;]{0,3}(?:承担|支付|负担|出)")
_WARNING_AFTER = re.compile(r"举报|骗子|诈骗|骗局|投诉|切勿|请勿|不要相信|勿信|都是假|属违法|违法行为|一律拒绝")
_DUTY_BEFORE = re.compile(any_of(WORDS["fees"]["duty_before"]) + "(?!人收|人要|任职)")
_CONTRACT_BEFORE = re.compile(any_of(WORDS["fees"]["contract_before"]) + "$")
_PAID_BEFORE = re.compile(r"(?:报销|补贴|免费(?:提供|办理)?)$")
_DUTY_AFTER = re.compile(
    rf"的?(?:{any_of(WORDS['fees']['duty_after'])}|(?:收取|退还|登记|统计|结算|发放|管理)(?:工作|等|及|、|$))"
)
_REFERRAL_BONUS = re.compile(r"奖|给|送|得|拿|领|发|有(?!限)|推荐|老员工|老带新|内推|介绍新?[一1]?人|带人")
_BEARER_BEFORE = re.compile(rf"{_BORNE}(?:统一|先行?|全额|负责|代为?|给|可以?|会|帮忙?)*$")
_ADVANCE_OTHER = re.compile(r"(?:的)?(?:工资|医药费|医疗费|治疗费|工伤)")
_SELF_PAID = re.compile(r"[:(]?(?:自理|自费|自付|自担|(?:自己|自行|个人|本人)(?:承担|负担|支付|出|付|办理))")
_WITH_SUM = re.compile(r"[:为约每人是共 ]{0,4}(?!0元)[1-9]\d{1,4}(?:元|块|$|/)")
_CHARGE = re.compile(r"收(?![入银货益藏发件])|交(?![易通流接叉换])|缴|扣|押|付")
_NOT_PAID_NO_WORK = re.compile(
    r"[,]?(?:就|则|者|的)?(?:不能|不得|不给|不安排|不予|无法|别想|不让|不可以?)(?:上|入|进|办|安|排|发|参)"
)
_NO_CHARGE = re.compile(r"(?:不交|不缴|未交|未缴|没交)")
# The verb is part of the place found, so that the sign stands alone before it.
_JUST_NOT = re.compile(r"(?:不|勿|别|莫|未|无|免|没|没有)(?:会|能|得|再|用|需|要|必|可|准|许)?$")
_LIST_INTRO = re.compile(r"^(?:包括|包含|含|如|例如|比如|即)")


def fee_places(plain: Plain) -> Places:
    """CR-050: a deposit or fee under any name that the worker is to pay."""
    text = plain.text
    if "费" in text or "金" in text or "垫" in text:
        for found in _FEE.finditer(text):
            if not _is_harmless_fee(plain, found):
                yield found.span()
    if "交" in text or "缴" in text or "付" in text or "押" in text:
        for pattern in (_PAY_FIRST, _CHARGED_SUM):
            for found in pattern.finditer(text):
                first, _last = plain.clause(*found.span())
                before = text[first : found.start()]
                if _FEE_NEGATION.before(before) is None and _JUST_NOT.search(before) is None:
                    yield found.span()


def _is_harmless_fee(plain: Plain, found: re.Match[str]) -> bool:
    text, (start, end), noun = plain.text, found.span(), found[0]
    first, last = plain.clause(start, end)
    _, sentence_last = plain.sentence(start, end)
    before, after = text[first:start], text[end:last]
    rest = text[end:sentence_last]
    charged = _CHARGE.search(before) is not None
    if noun in _WEAK_FEES and not charged and _WITH_SUM.match(after) is None and _SELF_PAID.match(after) is None:
        return True
    refusal = _FEE_NEGATION.before(before)
    if refusal is None and _LIST_INTRO.match(before) and first:
        earlier, _ = plain.clause(first - 1, first - 1)
        refusal = _FEE_NEGATION.before(text[earlier : first - 1])
    if refusal is not None:
        no_charge = _NO_CHARGE.match(refusal[0]) is not None
        if no_charge and _NOT_PAID_NO_WORK.match(rest) is not None:
            return False
        # 不收押金、服装费200元: the refusal was for the first, the sum says that the second is charged.
        return not (_FEE_NEGATION.lists_another(refusal[0]) and _WITH_SUM.match(after) is not None)
    if _FREE_AFTER.match(rest) is not None or _WARNING_AFTER.search(rest) is not None:
        return True
    if _DUTY_BEFORE.search(before) is not None or _DUTY_AFTER.match(after) is not None:
        return True
    if _BEARER_BEFORE.search(before) is not None or _PAID_BEFORE.search(before) is not None:
        return True
    if noun in {"押金", "保证金"} and _CONTRACT_BEFORE.search(before) is not None:
        return True
    if noun == "介绍费" and _REFERRAL_BONUS.search(before) is not None and not charged:
        return True
    if noun in {"垫付", "垫资"} and _ADVANCE_OTHER.match(after) is not None:
        return True
    if noun == "体检费":
        # What a hospital is paid for its check is not asked by the employer: the law bars paying the unit.
        return not charged and (_SELF_PAID.match(after) is not None or _REIMBURSED.search(rest) is not None)
    return _REIMBURSED.search(after) is not None and not charged


# --- CR-051: documents kept ----------------------------------------------------------------------------------------

_DOCUMENTS: list[str] = WORDS["documents"]["nouns"]
_DOCUMENT = any_of(_DOCUMENTS)
_DOCUMENT_NEGATION = Negation(_DOCUMENTS)
_WHOSE = (
    r"(?:了|您的|你的|本人的?|员工的?|工人的?|任何|各种|个人的?|有效的?|二代|原件|所有|全部|相关|的"
    r"|一下|下|其|[、和及与或 ]|" + _DOCUMENT + r"){0,6}"
)
_KEEPER = (
    r"(?:公司|单位|队长|工头|中介|厂里|厂方|工厂|我们|我司|店里|前台|班组|老板|人事|带班|领队|宿管"
    r"|劳务|项目部|管理员|负责人)"
    r"(?:部|处|这里|那里|方)?"
)
_MUST = r"(?:均|都|需要|需|须|要|先|得|必须|暂时|统一|一律|临时|集中|办理并|原件|会)"
_KEPT_BY = (
    rf"(?>{_MUST}*)(?:(?:由|给|交给?|放在?|交由|存在?|留在?)?{_KEEPER}"
    rf"|由[^,。;不本自]{{1,4}}?)?(?>(?:代为|代(?!管)|负责|{_MUST})*)"
    r"(?:扣押|暂扣|扣留|扣下|扣(?![款分除费税减满])|抵押|质押|押(?![运车金])|保管|代管|收上|收走|上交"
    r"|上缴|没收|收缴|收押|留存|寄存|存放)"
)
_KEPT = re.compile(
    rf"(?P<hard>暂?扣押|暂扣|扣留|扣下|扣(?![款分除费税减])|抵押|质押|押(?![运车金镖])|(?<![低高电水气油])压(?!力)"
    rf"|没收)(?P<whose>{_WHOSE})(?P<noun>{_DOCUMENT})"
    rf"|(?P<soft>上交|上缴|交出|留下|(?<![提递转移成社外公])交(?![通接流])|代管|代为保管|统一保管"
    rf"|集中保管|收走|收取|(?<![没验查签回吸招])收)"
    rf"(?P<whose2>{_WHOSE})(?P<noun2>{_DOCUMENT})"
    rf"|(?P<noun3>{_DOCUMENT})(?:原件|正本)?(?:[、和及与或]{_DOCUMENT}(?:原件)?){{0,4}}"
    rf"(?:{_KEPT_BY}|(?>{_MUST}*)(?:交[给到至]|上交|交出给|留在?|存在?|放在?|[押压]在?){_KEEPER})"
)
_COPY_AFTER = re.compile(
    r"(?:原件)?(?:的|及|和|、|与|或|/|,|\(|正反面|双面|有效|原件|" + _DOCUMENT + r")*"
    r"(?:复印|影印|照片|扫描|号|信息|拍照|图片|电子|截图|登记|核验|查验|验证|核对|备案|登录|复件|副本"
    r"|工本费|办理|补办|换领|年审)"
)
_OWN_KEEPING = re.compile(r"本人|自己|自行|各自|妥善|好$|随身")
_THIRD_PARTY_DOCUMENT = re.compile(r"客户|顾客|旅客|住客|乘客|客人|访客|嫌疑|违章|失主|捡到|拾到|快递|行李|车主|业主")
_DUTY_DOCUMENT = re.compile(r"(?:负责|熟悉|办理|工作内容)[^,。]{0,8}$")


def document_places(plain: Plain) -> Places:
    """CR-051: an identity card, bank card or other document that is to be handed over or kept."""
    text = plain.text
    if not any(sign in text for sign in ("证", "卡", "护照", "户口", "驾照")):
        return
    for found in _KEPT.finditer(text):
        start, end = found.span()
        first, last = plain.clause(start, end)
        before, after = text[first:start], text[end:last]
        if _DOCUMENT_NEGATION.before(before) is not None or _JUST_NOT.search(before) is not None:
            continue
        if _THIRD_PARTY_DOCUMENT.search(before) is not None:
            continue
        if _DUTY_DOCUMENT.search(before) is not None:
            continue
        _, sentence_last = plain.sentence(start, end)
        if _WARNING_AFTER.search(text[end:sentence_last]) is not None:
            continue
        if found["soft"] is not None and _COPY_AFTER.match(after) is not None:
            continue
        if found["noun3"] is not None and (
            _OWN_KEEPING.search(found[0]) is not None
            or _OWN_KEEPING.search(before) is not None
            or re.search(r"[不未无没勿免]|严禁|禁止", found[0]) is not None
            or re.match(r"(?:一次)?(?:登记|复印|好)", after) is not None
        ):
            continue
        yield start, end


# --- CR-031: sex ---------------------------------------------------------------------------------------------------

_MALE, _FEMALE = any_of(WORDS["sex"]["male"]), any_of(WORDS["sex"]["female"])
_THING = any_of(WORDS["sex"]["thing_after"], literal=False)
_BOTH = r"[、,/和及与或 ]?"
# One sex, not both (男女), and not a thing or a customer (女装, 男士护肤).
_ONE = rf"(?:{_MALE}(?!{_BOTH}女|{_THING})|{_FEMALE}(?!{_BOTH}男|{_THING}))"
# "小伙" alone must not hide 小伙伴: the shorter word may not be read where the longer one is meant.
_NOT_A_WORD = r"(?<!小)(?!小伙伴)"
_COUNT = r"(?:\d{1,3}|[一二两三四五六七八九十几数]{1,3})?(?:个|名|位)?"
_SEX_STRONG = (
    re.compile(
        rf"(?:仅限|只限|限定为?|限招|限|仅招|仅收|仅要|只招收?|只要|只收|只用|只接受|只考虑|仅"
        rf"|只需要?)(?:于|为|是|:)?{_COUNT}{_ONE}"
    ),
    re.compile(
        rf"{_NOT_A_WORD}(?:{_MALE}|{_FEMALE})(?:者|性)? ?(?:优先|为先|为主|最好|更?佳|尤佳|为佳|勿扰"
        rf"|免谈|勿投|勿来|勿进|止步|除外|不要|不招|不收|不用|谢绝|莫扰|请绕行|绕道)"
    ),
    re.compile(
        rf"(?:优先(?:考虑|录用|招聘|录取|选择)?|最好是?|不要(?!求)|不招|不收(?!取)|不用|拒收|拒绝|谢绝"
        rf"|不接受|不考虑|排除){_COUNT}{_ONE}(?!优先)"
    ),
    re.compile(rf"性别(?:要求|限制|条件)?(?:[:为是 ]|必须|须|需|要求){{0,4}}(?:限|仅限)?{_ONE}"),
    re.compile(
        rf"(?:招聘|诚聘|急聘|急招|招收|招募|招|聘用|聘|寻找|找|急需|需要|需|要求是?|须为?|必须是?|得是|来|要)"
        rf"(?:18岁以上|身体健康的?|年轻的?|本地|长期|临时|熟练|有经验的?)?{_COUNT}{_NOT_A_WORD}{_ONE}"
    ),
)
_SEX_WEAK = (
    re.compile(rf"(?:^|(?<=[,。;!?\n、 (:.])){_ONE}(?=$|[,。;!?\n、 )(]|\d|[一二两三四五六七八九十]名|[日月]结)"),
    re.compile(
        rf"(?:^|(?<=[,。;!?\n、 (:.])){_ONE}[\u4e00-\u9fff]{{0,5}}(?:员|工|师傅|师|司机|保安|厨|领班|主管"
        rf"|助理|文员|客服|模特|教练|杂工|普工|收银|服务|保洁|导购|搬运|装卸|月嫂|护工)"
        rf"(?=$|[,。;!?\n、 )(]|\d|[一二两三四五六七八九十]名|[一二两三四五六七八九十](?=[,。;!?\n、 ]"
        rf"|$)|若干|数名|[日月]结|[日月]薪)"
    ),
    re.compile(rf"(?:岁|周岁|以下|以上|以内|左右|之间|健康|力壮|耐劳|能干|吃苦)的?{_ONE}(?=$|[,。;!?\n、 )(:来])"),
)
_SEX_REFUSAL = re.compile(
    r"(?:不|非|无|勿|未|没有|不得|不能|禁止|严禁|并非|不是|不再|无需|无须|不可|不应|不准|避免|杜绝"
    r"|取消|如|诸如|类似|包含|含有|出现|发布|写明?|标注|“|「|\")"
    r"(?:以|在|性别|招聘|广告|信息|中|条件|要求|设置|任何|等|的|“|\"|「|或|优先|仅|只)*$"
)
_BOTH_WELCOME = re.compile(
    r"男女(?:均|都|皆|不限|不拘|兼收|通招|老少|工?各?)|不限男女|性别不限|不限性别|无性别(?:要求|限制)"
    r"|男工?[、,/和及与或 ]?女工?(?:均|都|皆)"
)
_MALE_SIGN, _FEMALE_SIGN = re.compile(_MALE), re.compile(_FEMALE)


def sex_places(plain: Plain) -> Places:
    """CR-031: a sex is required, preferred or turned away."""
    text = plain.text
    if (
        "男" not in text
        and "女" not in text
        and "小伙" not in text
        and "姑娘" not in text
        and "汉子" not in text
        and "爷们" not in text
    ):
        return
    for pattern in _SEX_STRONG:
        for found in pattern.finditer(text):
            start, end = found.span()
            first, last = plain.clause(start, end)
            if _SEX_REFUSAL.search(text[first:start]) is not None:
                continue
            if _WARNING_AFTER.search(text[end:last]) is not None or re.match(
                r"[”\"」](?:等|字样|条件|的)", text[end:last]
            ):
                continue
            yield start, end
    # A lone "男，18-45岁" is a condition only where the text does not admit both.
    if _BOTH_WELCOME.search(text) is not None:
        return
    if _MALE_SIGN.search(text) is not None and _FEMALE_SIGN.search(text) is not None:
        return
    for pattern in _SEX_WEAK:
        for found in pattern.finditer(text):
            if not found[0].endswith("孩"):  # 15岁男孩 is looked after, not hired
                yield found.span()


# --- CR-030: ethnicity, race, religion -------------------------------------------------------------------------------

_PEOPLE: list[str] = WORDS["ethnic"]["peoples"]
_BELIEVER: list[str] = WORDS["ethnic"]["believers"]
_GROUP_WORDS = _PEOPLE + _BELIEVER
_GROUP = any_of(_GROUP_WORDS)
_CRAFT = any_of(WORDS["ethnic"]["not_a_condition_after"])
_GROUP_ONE = rf"{_GROUP}(?!{_CRAFT})"
_REGION = "(?:新疆|西藏|云南|四川|青海|宁夏|内蒙古?|贵州|甘肃|凉山|延边)"
_GROUP_LIST = rf"{_GROUP_ONE}(?:[、和及与或 ]{_GROUP_ONE})*"
_ETHNIC = (
    re.compile(
        rf"(?:仅限|只限|限定|限招|限|仅招|只招|只要|只收|仅|必须是?|须是?为?|需为|要求是?|得是|招聘?|找"
        rf"|诚聘|急聘|聘)(?:于|为|是|:|\d{{1,3}}[名个位]|[一二两三几]个)?{_GROUP_LIST}"
        r"(?!(?:均|都|皆|也)可|不限)"
    ),
    re.compile(
        rf"{_GROUP_LIST}(?:的|者|人|应聘者|员工|信仰|籍|人员|同志)* ?(?:优先|勿扰|除外|不要|免谈|勿投"
        rf"|勿来|不招|不收|不录|谢绝|止步|不考虑|不接受|暂不|莫扰|者?请?绕行)"
    ),
    re.compile(
        rf"(?:不要(?!求)|不招用?|不收(?!取)|拒绝|拒收|谢绝|不接受|不考虑|不录用?|不用|排除|非(?!常)"
        rf"|不能是|不得是|不可以?是|不得为){_REGION}?{_GROUP_LIST}"
    ),
    re.compile(
        r"(?:不得有|不能有|不可有|不许有|不准有|没有|必须有|须有|要有|需有|无|有)(?:任何|特殊|宗教"
        r"|其他)?(?:宗教)?(?:宗教信仰|宗教背景|信教|信仰)(?:者|的|人士)?"
        r"(?!的?(?:自由|要求|限制|歧视|方面|差异|不限|上的|问题|禁忌|均|都|皆|或))"
        r"(?:优先|勿扰|除外|不要)?"
    ),
    re.compile(
        r"(?:不要|不招|谢绝|拒绝|不收|不接受)(?:有|带)(?:宗教)?信仰的?|不信(?:佛|教|基督|鬼神)(?:者"
        r"|的)?优先|不信教|宗教信仰[:为](?:无|佛|道|基督|伊斯兰)"
    ),
    re.compile(
        r"(?:民族|族别)(?:要求|限制)?[:为是 ]{1,2}(?:仅?限)?(?:"
        + _GROUP_ONE
        + r"|[汉回藏维彝满壮苗](?=$|[,。;!? \n]))(?![、,/和或](?:其他|其它|不限|少数))"
    ),
)
_ETHNIC_REFUSAL = re.compile(
    r"(?:不|无|勿|未|没有|不得|不能|禁止|严禁|并非|不是|无需|无须|不可|不应|不因|不分|尊重|不论|无论"
    r"|不管|如|诸如)"
    r"(?:以|因|在|求职者|应聘者|劳动者|员工|招聘|广告|信息|中|条件|要求|限制|限定|设置|任何|是否|对"
    r"|歧视|民族|种族|性别|宗教|信仰|、|和|或|等|的|有|“|\")*$"
)
# 就业促进法 第28条 asks employers to give minorities due consideration: preferring them is lawful.
_MINORITY_PREFERRED = re.compile(r"^少数民族(?:的|者|人|应聘者|员工|人员|同志)* ?优先$")


def ethnic_places(plain: Plain) -> Places:
    """CR-030: an ethnicity, race or religion is required, preferred or turned away."""
    text = plain.text
    if not any(
        sign in text
        for sign in (
            "族",
            "信",
            "教",
            "徒",
            "穆斯林",
            "回民",
            "藏民",
            "汉人",
            "彝人",
            "白人",
            "黑人",
            "色人",
            "黄种",
            "维人",
        )
    ):
        return
    for pattern in _ETHNIC:
        for found in pattern.finditer(text):
            start, end = found.span()
            first, last = plain.clause(start, end)
            if _MINORITY_PREFERRED.match(found[0]) or _ETHNIC_REFUSAL.search(text[first:start]) is not None:
                continue
            if _WARNING_AFTER.search(text[end:last]) is not None:
                continue
            yield start, end


# --- CR-040: under sixteen -------------------------------------------------------------------------------------------

_NUMBER = (
    r"(?:\d{1,2}|十[一二三四五六七八九]{2}(?=岁)|[一二两三四五六七八九]?十[一二三四五六七八九]?"
    r"|[一二两三四五六七八九])"
)
_NOT_IN_NUMBER = r"(?<![\d.一二三四五六七八九十百第])"
_AGE = re.compile(
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


def young_places(plain: Plain) -> Places:
    """CR-040, as far as a text can show it: somebody under 16 is wanted or admitted."""
    text = plain.text
    for found in _CHILD_LABOUR.finditer(text) if "童工" in text else ():
        first, last = plain.clause(*found.span())
        before = text[first : found.start()]
        refused = _CHILD_LABOUR_REFUSED.search(before) or _REFUSED_AFTER.match(text[found.end() : last])
        if refused is None and (
            _CHILD_LABOUR_SOUGHT.search(before) or re.match(r"(?:也|均|都)?可", text[found.end() :])
        ):
            yield found.span()
    if "岁" not in text and "年龄" not in text and "年纪" not in text:
        return
    for found in _AGE.finditer(text):
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
    if re.match(r"的?(?:小|老|大|男孩|女孩|男童|女童|孩|娃|犬|学生(?!可|均|都|工|也|暑|兼))", rest) is not None:
        return False
    spread = high is not None and high >= _LEAST_AGE
    upward = "上" in tail or tail == "起"
    welcomed = re.match(r"(?:的|学生|者|人员|小工|左右)*(?:也|均|都|就|即)?(?:可|能|行|要|收|招)", rest) is not None
    wanted = re.search(r"(?:满|够|招聘?|要求?|收|限|需)$", before) is not None
    return own_age or spread or upward or welcomed or wanted


def _age(written: str | None) -> int | None:
    if written is None:
        return None
    if written.isdecimal():
        return int(written)
    # 十四五岁 is fourteen or fifteen.
    return chinese_number(written[:2] if len(written) == 3 and written[0] == "十" else written)


TEXT_RULES: dict[str, Callable[[Plain], Places]] = {
    "CR-030": ethnic_places,
    "CR-031": sex_places,
    "CR-040": young_places,
    "CR-050": fee_places,
    "CR-051": document_places,
}
