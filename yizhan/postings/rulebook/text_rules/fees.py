"""CR-050: money asked from the worker."""

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Negation, Plain
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule, found_by
from yizhan.postings.rulebook.word_lists import word_lists
from yizhan.postings.rulebook.words import WORDS, any_of

_W = word_lists("fees")

_WEAK_FEES: list[str] = WORDS["fees"]["weak_nouns"]
_FEES: list[str] = WORDS["fees"]["nouns"] + _WEAK_FEES
_FEE = starting(any_of(_FEES))
FEE_NEGATION = Negation([*_FEES, "租金", "房租", "利息"])
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
_SUM = f"{_W.sums}(?:多|来)?(?:元|块)?钱?"
_PAYING = r"(?:交纳|缴纳|交付|上交|预交|补交|交|缴|付|掏|垫|转|给|拿|出|打)"
_GOING_ON = _W.going_on
_RECEIVER = _W.receiver
#: What a worker's money is called: 服装钱, 工牌费, 车费押金, 名额费.
_CALLED = _W.fee_names
_CHARGED_WIDE = starting(
    # 进门先交三百, 交了钱才派活, 每人交50给领队
    f"{_W.each_must}(?:先|再|要|得|需|须|自己|另外|统一|每人|各)*{_PAYING}(?:上|了|个|一个|我们|公司)*{_SUM}"
    f"(?!{_W.bare.measures})"
    f"|{_PAYING}(?:上|了|齐|够|过|清)?(?:钱|费用?|款|{_SUM})(?:以后|之后|后|了)?(?:才|再|就|方)"
    f"(?:能|可以?|给|会|让)?{_GOING_ON}"
    f"|不{_PAYING}(?:钱|费|{_SUM}|{_CALLED})[^,。;、]{{0,3}},?(?:就|则)?(?:不|别|没)"
    "(?:给|让|能|派|安排|准|想|发|办|有)"
    "|先(?:交|缴|付|给|打|转|收)(?:费|钱|款)(?:后|再|,|才)"
    f"|{_SUM}(?:的)?{_PAYING}(?:给|到)?{_RECEIVER}(?!们发)"
    "|(?:从|在)?(?:头|首|第一|当|每|次|最后)?(?:一)?(?:个)?(?:月|天|日)?的?(?:工资|工钱|薪水|日薪)"
    "(?:里|中|里面|内)?(?:先|直接|要|会|每月|每天|自动)*(?:扣|抵|抽|划)(?:掉|除|走|下|去|你)?"
    f"(?:{_SUM}|{_CALLED}|工服|工装|工衣|服装|押金|一?部分(?:做|当|作)(?:押金|保证金))"
    f"|扣(?:下|押|留)?(?:头|第一|半|一)?(?:个)?(?:月|天|星期|周|{_SUM})(?:的)?(?:工资|工钱)?(?:做|当|作|为)(?:为)?"
    "(?:押金|保证金|违约金|抵押)"
    f"|{_W.taken_by}(?:要|会|再|先|得)?(?:抽|提|扣|收)(?:走|你|您|成|水|佣|头)*"
    rf"(?:{_SUM}|\d{{1,2}}(?:%|个点|个百分点)|[一二两三]成|百分之[一二三四五六七八九十]+)(?![\d件个批箱袋斤份台车次])"
    "(?:的)?(?:管理费|提成|介绍费|抽成|中介费|服务费|信息费|辛苦费)?(?!提成|底薪|奖)"
    "|(?:要|得|需|须|先|必须|应|另|还要|每人|自己|个人|入职|报名|一次性|预|统一)"
    f"(?:先|要|得|再|自己|另外|一次性|统一)*(?:{_PAYING}|收取?|买)(?:上|了|一笔|少量|部分|我们|公司|厂里|点)*"
    f"(?:{_SUM})?的?{_CALLED}"
    f"|{_CALLED}(?:是|:|为|要|共|得|需|收|交|付|缴|每人|一人|先)*(?:{_SUM}|{_W.bare.borne_by_worker})"
    "|(?:抽|扣|提|收|拿)(?:走|你|您)?(?:的)?(?:头|首|第一|前)?(?:一|半|两|1)?个?月(?:的)?(?:工资|薪水?)(?:的)?"
    r"(?:[一二两三四五]成|一半|\d+%)?"
    "|(?:先|要|得|须|需)(?:报|参加|上|买)(?:我们|公司|我司|指定)?的?[^,。;免]{0,8}?(?:班|课程?|训练营|培训)[,:]?"
    f"(?:要|费用|只要|只需|才)?{_SUM}"
    f"|收(?:取)?(?:你|您|每人|一人|一次性|少量|一定|部分|点)*(?:{_SUM})?的?{_CALLED}(?!票)"
    "|(?:先|要|得|需|须|必须|自己|个人)(?:自己|先|花钱|掏钱|出钱|自费)*(?:买|购买|购置|购|租|订)"
    f"(?:一套|一个|一台|一身|一批|我们|公司|厂里|店里|平台|指定|统一|本店|我司|的)+[^,。;]{{0,8}}?{_W.goods_bought}"
    f"|{_W.gear_paid}(?:要|得|需|须|都)?(?:自己|自费|个人|自掏腰包|花钱|掏钱)(?:花钱|掏钱|出钱|掏腰包)?"
    f"(?:买|购|出|租|付)(?!菜)[^,。;]{{0,4}}?(?:{_SUM}|公司|厂里|我们|站点)"
    f"|(?:充值|充钱|充)(?:满|够)?(?:{_SUM}(?!饭卡|餐卡|话费)|会员|余额)"
    f"|办(?:张|个)?(?:会员|VIP|vip|贵宾|年|信用)卡(?:才|就|后|方)?(?:能|可)?{_GOING_ON}?"
    "|(?:成为|升级|开通|办理?|买)(?:个)?(?:会员|VIP|vip)(?:才|后|就|方|优先)"
    f"|(?:花|出|掏|拿)(?:点|些|{_SUM})(?:钱)?(?:就|买|占|留|换|搞)(?:能|个|一个)?(?:名额|位置|岗位|号|进厂)"
    "|意思(?:一下|意思)"
    f"|(?:请|给)(?:介绍人|领班|带班|工头|队长|班长|主管)(?:包个?红包|塞|送|买条?烟|{_SUM})"
    "|押(?:头|第一|一|半|两)?个?(?:月|星期|周|礼拜)?(?:的)?(?:工资|钱)?(?:做|当|作)(?:押金|保证金|违约金)"
    "|(?:工资|钱)(?:先)?(?:押|压)(?:在|着)?(?:公司|厂里|老板|我们)[^,。;]{0,4}(?:当|做|作)"
)
_BORNE = any_of(WORDS["fees"]["borne_by"])
_LISTED = f"(?:{any_of(_FEES)}|{_W.bare.listed})*"
_FREE_AFTER = re.compile(
    f"(?>{_LISTED}),?(?:{_W.bare.free_words}"
    r"|由(?!个人|自己|工人|本人|员工|求职者|学员|你|您)[^,。;\d]{1,10}(?:出|承担|支付|垫付?|报销?|包|负担|买单|解决|列支)"
    "|(?:老板|公司|厂里|店里|单位|我们)(?:都|会|先)?(?:替|帮|给|为)(?:大家|工人|你们?|您|员工)?(?:交|出|付|垫|掏)"
    rf"|由?[^,。;\d]{{0,4}}{_BORNE}[^,。;\d]{{0,4}}(?:承担|出|支付|结算|统一付|报销|负担|垫付|买单|提供|付|缴纳|给付"
    "|解决)"
    "|(?:全额?|实报实)?(?:报销|销))"
)
_REIMBURSED = re.compile(r"报销|由(?:公司|单位|企业|雇主|老板|工厂|政府)[^,。;]{0,3}(?:承担|支付|负担|出)")
NOT_YOU = _W.not_you
_NOT_YOU = re.compile(NOT_YOU)
#: What is told of a fee in the same breath.
_BREATH = 24
WARNING_AFTER = re.compile(_W.bare.warning_after)
_DUTY_BEFORE = re.compile(any_of(WORDS["fees"]["duty_before"]) + "(?!人收|人要|任职)")
#: 替游客保管行李,每件收20元保证金: who is served pays.
_FROM_GUESTS = re.compile(
    "(?:替|为|给|帮|向|让)(?:客户|顾客|客人|游客|旅客|乘客|租客|租户|车主|业主|读者)[^。;]{0,26}$"
)
_CONTRACT_BEFORE = re.compile(any_of(WORDS["fees"]["contract_before"]) + "$")
_PAID_BEFORE = re.compile(r"(?:报销|补贴|免费(?:提供|办理)?)$")
_DUTY_AFTER = re.compile(
    f"的?(?:{any_of(WORDS['fees']['duty_after'])}|[条单]|收据|窗口|柜台|票(?!子)|登记(?!费)"
    "|(?:收取|退还|登记|统计|结算|发放|管理)(?:工作|等|及|、|$))"
)
_REFERRAL_BONUS = re.compile(_W.bare.referral_bonus)
_BEARER_BEFORE = re.compile(rf"{_BORNE}(?:统一|先行?|全额|负责|代为?|给|可以?|会|帮忙?)*$")
#: Own money in fake orders is part of that crime.
_FAKE_ORDERS = re.compile("佣金|返(?:你|还|现|款|佣|利)|拍下|[刷做补拍抢]单|做任务|好评|本金")
_ADVANCE_OTHER = re.compile(r"(?:货款)?的事|(?:的)?(?:工资|医药费|医疗费|治疗费|工伤)")
_SELF_PAID = re.compile(f"[:(]?{_W.self_paid}")
_WITH_SUM = re.compile(r"[:为约每人是共 ]{0,4}(?!0元)[1-9]\d{1,4}(?:元|块|$|/)")
_CHARGE = re.compile(r"收(?![入银货益藏发件])|交(?![易通流接叉换])|缴|扣|押|付")
_NOT_PAID_NO_WORK = re.compile(
    r"[,]?(?:就|则|者|的)?(?:不能|不得|不给|不安排|不予|无法|别想|不让|不可以?)(?:上|入|进|办|安|排|发|参)"
)
_NO_CHARGE = re.compile(r"(?:不交|不缴|未交|未缴|没交)")
# The verb is part of the place found, so that the sign stands alone before it.
JUST_NOT = re.compile(r"(?:不|勿|别|莫|未|无|免|没|没有)(?:会|能|得|再|用|需|要|必|可|准|许)?$")
#: At a till money is taken and given back: 收押金、退押金.
_TILL = re.compile(r"收(?:取)?(?:押金|保证金)[、和及/]?退|退(?:还)?(?:押金|保证金)?[、和及/]|收退")
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
    for found in found_by((_PAY_FIRST, _CHARGED_SUM, _SELF_BOUGHT, _CHARGED_WIDE), text, first, last):
        clause_first, _last = plain.clause(*found.span())
        before = text[clause_first : found.start()]
        if FEE_NEGATION.before(before) is not None or JUST_NOT.search(before) is not None:
            continue
        if "垫" in found[0] and _FAKE_ORDERS.search(text, found.start(), last) is not None:
            continue
        if found.re is _CHARGED_WIDE and is_not_charged(plain, found, first, last):
            continue
        yield found.span()


_OTHERS_PAY = re.compile(
    "(?:老板|公司|厂里|店里|我们|单位|中介|已经?)(?:都|会|先)?(?:替|帮|给|为)(?:大家|工人|你|你们|您|员工)?"
    "[^,。;]{0,6}$"
    "|(?:介绍|推荐|带)[^,。;]{0,6}(?:奖励?|给你|送|发)[^,。;]{0,4}$"
    f"|(?:负责|帮|替|给|为|向|让|由)?{_W.other_payers}(?:们|都|先|会|要|须|替|帮|给|另|每|再)*[^,。;]{{0,6}}$"
    "|(?:谨防|小心|当心|凡是|凡|如有|如果|若|要是|遇到|有人|骗子|举报|任何)[^,。;]{0,8}$"
    "|(?:每|一)(?:件|单|斤|袋|箱|次|趟|平)[^,。;]{0,4}$"
)


def is_not_charged(plain: Plain, found: re.Match[str], sentence_first: int, sentence_last: int) -> bool:
    """Whether the money asked for in so many words is somebody else's, given back at once, or free."""
    text, (start, end) = plain.text, found.span()
    first, last = plain.clause(start, end)
    if _OTHERS_PAY.search(text, first, start) is not None or _DUTY_BEFORE.search(text, first, start) is not None:
        return True
    if re.match(r"[,:]?(?:医院|卫生院|疾控|本人(?:自愿)?)", text[end : last + 3]) and "体检" in found[0]:
        return True
    if text[max(first, start - 3) : start].endswith(("算", "当", "算是", "当是")) and "学费" in found[0]:
        return True  # 就当交学费
    if re.search(r"不|免|无需|没有", found[0]) is not None and not found[0].startswith("不"):
        return True
    if _NOT_YOU.search(text, end, min(sentence_last, end + _BREATH)) is not None:
        return True
    if "本金" in text[sentence_first:sentence_last] or _FROM_GUESTS.search(
        text, max(sentence_first, start - 30), start
    ):
        return True  # own money in fake orders; what guests leave
    return _FREE_AFTER.match(text[end:sentence_last]) is not None or WARNING_AFTER.search(text[end:last]) is not None


def _is_harmless_fee(plain: Plain, found: re.Match[str]) -> bool:
    text, (start, end), noun = plain.text, found.span(), found[0]
    first, last = plain.clause(start, end)
    _, sentence_last = plain.sentence(start, end)
    before, after = text[first:start], text[end:last]
    rest = text[end:sentence_last]
    charged = _CHARGE.search(before) is not None
    if noun in _WEAK_FEES and not charged and _WITH_SUM.match(after) is None and _SELF_PAID.match(after) is None:
        return True
    refusal = FEE_NEGATION.before(before)
    if refusal is None and _LIST_INTRO.match(before) and first:
        earlier, _ = plain.clause(first - 1, first - 1)
        refusal = FEE_NEGATION.before(text[earlier : first - 1])
    if refusal is not None:
        no_charge = _NO_CHARGE.match(refusal[0]) is not None
        if no_charge and _NOT_PAID_NO_WORK.match(rest) is not None:
            return False
        # 不收押金、服装费200元: the refusal was for the first, the sum says that the second is charged.
        return not (FEE_NEGATION.lists_another(refusal[0]) and _WITH_SUM.match(after) is not None)
    if _FREE_AFTER.match(rest) is not None or WARNING_AFTER.search(rest) is not None:
        return True
    if _NOT_YOU.search(rest[:_BREATH]) is not None:
        return True
    if _FROM_GUESTS.search(text, max(plain.sentence(start, end)[0], start - 30), start) is not None:
        return True
    if _DUTY_BEFORE.search(before) is not None or _DUTY_AFTER.match(after) is not None:
        return True
    if _BEARER_BEFORE.search(before) is not None or _PAID_BEFORE.search(before) is not None:
        return True
    if noun in {"押金", "保证金"} and _TILL.search(text, max(first, start - 4), min(last, end + 4)) is not None:
        return True
    if noun in {"押金", "保证金"} and _CONTRACT_BEFORE.search(before) is not None:
        return True
    if noun == "介绍费" and _REFERRAL_BONUS.search(before) is not None and not charged:
        return True
    if noun in {"垫付", "垫资"} and (
        _ADVANCE_OTHER.match(after) is not None or _FAKE_ORDERS.search(text, first, sentence_last)
    ):
        return True
    if noun == "体检费":
        # What a hospital is paid for its check is not asked by the employer: the law bars paying the unit.
        return not charged and (_SELF_PAID.match(after) is not None or _REIMBURSED.search(rest) is not None)
    return _REIMBURSED.search(after) is not None and not charged


FEES = TextRule("CR-050", tuple(_FEES), fee_places)
CHARGED = TextRule(
    "CR-050",
    (
        *_W.words.charged_anchors,
        *(f"{a}{b}" for a in "交缴扣掏垫付拿抽收" for b in _W.words.charged_tails if a + b != "收工"),
        *(f"费{b}" for b in _W.words.charged_tails_2),
        *(f"{a}买" for a in "先要得须需己人费钱才名下"),
        *(f"买{b}" for b in "我公厂店平指统本一了会点VvGg套"),
        *(f"{a}{b}" for a in ("购", "购买", "购置") for b in "我公厂店平指统本一"),
        *(f"充{b}" for b in "值钱满够0123456789"),
        *(f"资{b}" for b in "里中先直扣抵抽"),
        *(f"钱{b}" for b in "里中先直扣才就再后上入给办占自换"),
        *(f"金{b}" for b in _W.words.charged_tails_3),
        *(f"{a}头{b}" for a in "扣押" for b in "个月一"),
        *WORDS["fees"]["pay_first"],
        *(f"{a}{b}" for a in "需要须得先职名岗厂人再性" for b in "交缴"),
        *(f"{a}收" for a in "共人总外先要一需"),
    ),
    charged_places,
)
