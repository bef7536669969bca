"""CR-050: money asked from the worker."""

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Negation, Plain
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule
from yizhan.postings.rulebook.words import WORDS, any_of

_WEAK_FEES: list[str] = WORDS["fees"]["weak_nouns"]
_FEES: list[str] = WORDS["fees"]["nouns"] + _WEAK_FEES
_FEE = starting(any_of(_FEES))
_FEE_NEGATION = Negation(_FEES)
_PAY_FIRST = starting(any_of(WORDS["fees"]["pay_first"]))
_CHARGED_SUM = starting(
    r"(?:需要?|须|要|得|必须|先|入职|报名|上岗|进厂|每人|一次性)[先再]?(?:交纳|缴纳|交付|上交|交"
    r"|缴)(?:现金|钱|款)?"
    r"(?:\d{2,5}|[一二两三四五六七八九][百千])(?:多?(?:元|块)钱?|$|(?=[,。;!、 ]))"
    r"|(?<![抵质])押(?:\d{2,5}|[一二两三四五六七八九][百千])(?:(?:元|块)钱?|(?=$|[,。;!、 ]))"
    r"|(?:自己|自行|个人|工人|员工|你|您|大家)(?:要|得|需要?|须)?(?:先)?垫(?:付|上|钱|资|材料|料钱|货款|路费)"
)
_SELF_BOUGHT = starting(
    r"(?:工作服|工装|工衣|服装|胸牌|工牌|被褥|安全帽|制服|手套|工具)[^,。;]{0,4}?(?:\d{2,4}"
    r"|[一二两三四五六七八九]?[十百][一二三四五六七八九十]*)(?:元|块)钱?[^,。;]{0,4}?(?:自己掏"
    r"|自费|自付|自己出|自掏|从工资|从头)"
    r"|(?:一共|共|每人|一人|总共|另外?|先|都要|统一)(?:收|抽)(?:你|您)?(?:\d{2,5}"
    r"|[一二两三四五六七八九]?[十百千])(?:元|块)?钱?(?=$|[,。;!、 ])|抽(?:你|您"
    r"|走)?(?:[一二两三四五六七八九]?[十百]|\d{1,4})(?:块|元|个点|%)"
    r"|(?:\d{2,4}|[一二两三四五六七八九][十百])(?:元|块)?钱?交给?(?:厂|公司|领队|中介|队长|班长|工头|我们|老板)"
)
_BORNE = any_of(WORDS["fees"]["borne_by"])
_LISTED = rf"(?:{any_of(_FEES)}|[、和及与或/ ]|以及|等|费用|一切|全部|所有|均|都|一律|统统|也|各|项|是|为|[:(])*"
_FREE_AFTER = re.compile(
    rf"(?>{_LISTED}),?(?:一分(?:钱)?(?:都|也)?(?:不|没)|0元?(?![\d.])|零|无(?!法)|没有|全?免(?!谈)"
    rf"|不收|不用|不需|不必|不交|不缴|不扣"
    rf"|不要|不存在|已?取消|公司包|全包"
    rf"|由?[^,。;\d]{{0,4}}{_BORNE}[^,。;\d]{{0,4}}(?:承担|出|支付|报销|负担|垫付|买单|提供|付|缴纳"
    rf"|给付|解决)|(?:全额?|实报实)?(?:报销|销))"
)
_REIMBURSED = re.compile(r"报销|由(?:公司|单位|企业|雇主|老板|工厂|政府)[^,。;]{0,3}(?:承担|支付|负担|出)")
WARNING_AFTER = re.compile(r"举报|骗子|诈骗|骗局|投诉|切勿|请勿|不要相信|勿信|都是假|属违法|违法行为|一律拒绝")
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
JUST_NOT = re.compile(r"(?:不|勿|别|莫|未|无|免|没|没有)(?:会|能|得|再|用|需|要|必|可|准|许)?$")
_LIST_INTRO = re.compile(r"^(?:包括|包含|含|如|例如|比如|即)")


def fee_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-050: a deposit or fee under any name that the worker is to pay."""
    text = plain.text
    for found in _FEE.finditer(text, first, last):
        if not _is_harmless_fee(plain, found):
            yield found.span()


def charged_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-050: money asked without the name of a fee: 先交钱上岗, 每人收200元, 工作服自己掏."""
    text = plain.text
    for pattern in (_PAY_FIRST, _CHARGED_SUM, _SELF_BOUGHT):
        for found in pattern.finditer(text, first, last):
            clause_first, _last = plain.clause(*found.span())
            before = text[clause_first : found.start()]
            if _FEE_NEGATION.before(before) is None and JUST_NOT.search(before) is None:
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
    if _FREE_AFTER.match(rest) is not None or WARNING_AFTER.search(rest) is not None:
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


FEES = TextRule("CR-050", tuple(_FEES), fee_places)
CHARGED = TextRule(
    "CR-050",
    (*WORDS["fees"]["pay_first"], *(f"{a}{b}" for a in "需要须得先职名岗厂人再性" for b in "交缴"), "上交", "押",
    "先垫", "己垫", "要垫", "得垫", "人垫", "工垫",
    "抽", *(f"{a}收" for a in "共人总外先要一需"), "另收", "自己掏", "自费", "自付", "自己出", "自掏", "从工资",
    "从头", "交给", "交厂", "交公司", "交领队", "交中介", "交队长", "交老板", "交班长", "交工头", "交我们"),
    charged_places,
)  # fmt: skip
