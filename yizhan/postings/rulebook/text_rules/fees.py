"""CR-050: money asked from the worker."""
# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Negation, Plain
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule
from yizhan.postings.rulebook.words import WORDS, any_of

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
_SUM = r"(?:\d{2,5}(?:\.\d{1,2})?|[一二两三四五六七八九]?[十百千万][一二三四五六七八九十百]{0,3}|半个月工资|一个月工资)(?:多|来)?(?:元|块)?钱?"
_PAYING = r"(?:交纳|缴纳|交付|上交|预交|补交|交|缴|付|掏|垫|转|给|拿|出|打)"
_GOING_ON = r"(?:上岗|干活|上班|进厂|进场|派活|派单|接单|安排|报名|入职|上车|进群|介绍|领|发|办|登记|培训|开工|进来|留名额|占名额|上工|干|进|排队|签)"
_RECEIVER = r"(?:厂里?|公司|领队|中介|队长|班长|工头|我们?|老板|带队的?|带工的?|介绍人|车队|财务|会计|经理|主管|平台|站点|前台|组长|劳务(?:公司)?|店里|房东|管理处|司机)"
#: What a worker's money is called: 服装钱, 工牌费, 车费押金, 名额费.
_CALLED = (
    r"(?:(?:工?服装?|工衣|工装|工牌|胸牌|体检|培训|报名|中介|介绍|入职|上岗|进厂|建档|会员|入会|名额|占位|保密|办证|办卡|手续|资料|材料|管理|服务|信息|登记|茶水|辛苦|好处|人头|过手|跑腿|安全帽|工具|设备|床位|住宿|宿舍|被褥"
    r"|伙食|餐卡|饭卡|门禁卡|工号|账号|账户|系统|开户|激活|认证|档案|担保|诚信|信誉|履约|安全|风险|稳定|违约|离职|订金|定金|车票|车费|车辆|路费|交通|保险|意外险|面试|审核|推荐|考试|考证|学习|教材|样品|原料|备料|货|打点|活动|运作|疏通|协调|公证|考务|课程|实训|提升)"
    r"(?:费用?|钱|金|款|押金?)|定金|订金|首付款?|意向金|(?:培训|课程|学习|实训|提升|集训|考证)(?:班|期|课)?(?=收|交|缴|付|:))"
)
_CHARGED_WIDE = starting(
    # 进门先交三百, 交了钱才派活, 每人交50给领队
    rf"(?:要|得|需|须|先|必须|每人|一人|各|都要|自己|个人|入职|报名|来了?|进门|来的|上岗|进厂|进场|首次|一次性)(?:先|再|要|得|需|须|自己|另外|统一|每人|各)*{_PAYING}(?:上|了|个|一个|我们|公司)*{_SUM}(?!工资|的?(?:活|货|单|任务|产量)|斤|公斤|件|个|人|天|名|次|吨|箱|袋|小时|米|公里)"
    rf"|{_PAYING}(?:上|了|齐|够|过|清)?(?:钱|费用?|款|{_SUM})(?:以后|之后|后|了)?(?:才|再|就|方)(?:能|可以?|给|会|让)?{_GOING_ON}|不{_PAYING}(?:钱|费|{_SUM}|{_CALLED})[^,。;]{{0,3}},?(?:就|则)?(?:不|别|没)(?:给|让|能|派|安排|准|想|发|办|有)"
    rf"|先(?:交|缴|付|给|打|转|收)(?:费|钱|款)(?:后|再|,|才)|{_SUM}(?:的)?{_PAYING}(?:给|到)?{_RECEIVER}(?!们发)"
    # 从工资里扣服装钱, 头月工资里扣200当押金
    rf"|(?:从|在)?(?:头|首|第一|当|每|次|最后)?(?:一)?(?:个)?(?:月|天|日)?的?(?:工资|工钱|薪水|日薪)(?:里|中|里面|内)?(?:先|直接|要|会|每月|每天|自动)*(?:扣|抵|抽|划)(?:掉|除|走|下|去|你)?(?:{_SUM}|{_CALLED}|工服|工装|工衣|服装|押金|一?部分(?:做|当|作)(?:押金|保证金))"
    rf"|扣(?:下|押|留)?(?:头|第一|半|一)?(?:个)?(?:月|天|星期|周|{_SUM})(?:的)?(?:工资|工钱)?(?:做|当|作|为)(?:为)?(?:押金|保证金|违约金|抵押)"
    rf"|(?:每天|每单|每月|每人|每小时|一天|中介|我们|公司|介绍人|工头|队长|带班|平台|领队)(?:要|会|再|先|得)?(?:抽|提|扣|收)(?:走|你|您|成|水|佣|头)*(?:{_SUM}|\d{{1,2}}(?:%|个点|个百分点)|[一二两三]成|百分之[一二三四五六七八九十]+)(?![\d件个批箱袋斤份台车次])(?:的)?(?:管理费|提成|介绍费|抽成|中介费|服务费|信息费|辛苦费)?(?!提成|底薪|奖)"
    # fees by name, only where they are charged
    rf"|(?:要|得|需|须|先|必须|应|另|还要|每人|自己|个人|入职|报名|一次性|预|统一)(?:先|要|得|再|自己|另外|一次性|统一)*(?:{_PAYING}|收取?|买)(?:上|了|一笔|少量|部分|我们|公司|厂里|点)*(?:{_SUM})?的?{_CALLED}|{_CALLED}(?:是|:|为|要|共|得|需|收|交|付|缴|每人|一人|先)*(?:{_SUM}|自理|自付|自费|自己?(?:出|掏|承担|付|交|负担)|个人(?:出|承担|付|负担)|工人(?:出|承担|付)|先交|预交|另收|另算|另交)"
    rf"|(?:抽|扣|提|收|拿)(?:走|你|您)?(?:的)?(?:头|首|第一|前)?(?:一|半|两|1)?个?月(?:的)?(?:工资|薪水?)(?:的)?(?:[一二两三四五]成|一半|\d+%)?|(?:先|要|得|须|需)(?:报|参加|上|买)(?:我们|公司|我司|指定)?的?[^,。;免]{{0,8}}?(?:班|课程?|训练营|培训)[,:]?(?:要|费用|只要|只需|才)?{_SUM}"
    rf"|收(?:取)?(?:你|您|每人|一人|一次性|少量|一定|部分|点)*(?:{_SUM})?的?{_CALLED}(?!票)"
    # bought from the employer before the work is given
    rf"|(?:先|要|得|需|须|必须|自己|个人)(?:自己|先|花钱|掏钱|出钱|自费)*(?:买|购买|购置|购|租|订)(?:一套|一个|一台|一身|一批|我们|公司|厂里|店里|平台|指定|统一|本店|我司|的)+[^,。;]{{0,8}}?(?:衣服|工服|工装|工衣|服装|工具|设备|产品|原料|材料|机器|头盔|箱子|装备|货|账号|课程|软件|电动车|手机|样品)"
    rf"|(?:头盔|装备|箱子|餐箱|工服|工装|衣服|服装|鞋|手套|工具|被褥|床垫|机器|设备|水电|床位)(?:要|得|需|须|都)?(?:自己|自费|个人|自掏腰包|花钱|掏钱)(?:花钱|掏钱|出钱|掏腰包)?(?:买|购|出|租|付)(?!菜)[^,。;]{{0,4}}?(?:{_SUM}|公司|厂里|我们|站点)"
    rf"|(?:充值|充钱|充)(?:满|够)?(?:{_SUM}(?!饭卡|餐卡|话费)|会员|余额)|办(?:张|个)?(?:会员|VIP|vip|贵宾|年|信用)卡(?:才|就|后|方)?(?:能|可)?{_GOING_ON}?|(?:成为|升级|开通|办理?|买)(?:个)?(?:会员|VIP|vip)(?:才|后|就|方|优先)"
    rf"|(?:花|出|掏|拿)(?:点|些|{_SUM})(?:钱)?(?:就|买|占|留|换|搞)(?:能|个|一个)?(?:名额|位置|岗位|号|进厂)|意思(?:一下|意思)|(?:请|给)(?:介绍人|领班|带班|工头|队长|班长|主管)(?:包个?红包|塞|送|买条?烟|{_SUM})"
    rf"|押(?:头|第一|一|半|两)?个?(?:月|星期|周|礼拜)?(?:的)?(?:工资|钱)?(?:做|当|作)(?:押金|保证金|违约金)|(?:工资|钱)(?:先)?(?:押|压)(?:在|着)?(?:公司|厂里|老板|我们)[^,。;]{{0,4}}(?:当|做|作)"
)
_BORNE = any_of(WORDS["fees"]["borne_by"])
_LISTED = rf"(?:{any_of(_FEES)}|[、和及与或/ ]|以及|等|什么的|之类的?|啥的|费用|一切|全部|所有|均|都|一律|统统|也|各|项|是|为|[:(])*"
_FREE_AFTER = re.compile(
    rf"(?>{_LISTED}),?(?:[跟向找](?:客户|顾客|客人|业主|租客)(?:收|要)|一分(?:钱)?(?:都|也)?(?:不|没)|0元?(?![\d.])|零|无(?!法)|没有|全?免(?!谈)"
    rf"|不收|不用|不需|不必|不交|不缴|不扣"
    rf"|不要|不存在|已?取消|公司包|全包"
    rf"|由(?!个人|自己|工人|本人|员工|求职者|学员|你|您)[^,。;\d]{{1,10}}(?:出|承担|支付|报销|负担|买单|解决|列支)|(?:老板|公司|厂里|店里|单位|我们)(?:都|会|先)?(?:替|帮|给|为)(?:大家|工人|你们?|您|员工)?(?:交|出|付|垫|掏)|由?[^,。;\d]{{0,4}}{_BORNE}[^,。;\d]{{0,4}}(?:承担|出|支付|结算|统一付|报销|负担|垫付|买单|提供|付|缴纳"
    rf"|给付|解决)|(?:全额?|实报实)?(?:报销|销))"
)
_REIMBURSED = re.compile(r"报销|由(?:公司|单位|企业|雇主|老板|工厂|政府)[^,。;]{0,3}(?:承担|支付|负担|出)")
WARNING_AFTER = re.compile(r"举报|骗子|诈骗|骗局|投诉|切勿|请勿|不要相信|勿信|都是假|属违法|违法行为|一律拒绝")
_DUTY_BEFORE = re.compile(any_of(WORDS["fees"]["duty_before"]) + "(?!人收|人要|任职)")
_CONTRACT_BEFORE = re.compile(any_of(WORDS["fees"]["contract_before"]) + "$")
_PAID_BEFORE = re.compile(r"(?:报销|补贴|免费(?:提供|办理)?)$")
_DUTY_AFTER = re.compile(
    rf"的?(?:{any_of(WORDS['fees']['duty_after'])}|[条单]|收据|窗口|柜台|票(?!子)|登记(?!费)|(?:收取|退还|登记|统计|结算|发放|管理)(?:工作|等|及|、|$))"
)
_REFERRAL_BONUS = re.compile(r"奖|给|送|得|拿|领|发|有(?!限)|推荐|老员工|老带新|内推|介绍新?[一1]?人|带人")
_BEARER_BEFORE = re.compile(rf"{_BORNE}(?:统一|先行?|全额|负责|代为?|给|可以?|会|帮忙?)*$")
_ADVANCE_OTHER = re.compile(r"(?:货款)?的事|(?:的)?(?:工资|医药费|医疗费|治疗费|工伤)")
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
    for pattern in (_PAY_FIRST, _CHARGED_SUM, _SELF_BOUGHT, _CHARGED_WIDE):
        for found in pattern.finditer(text, first, last):
            clause_first, _last = plain.clause(*found.span())
            before = text[clause_first : found.start()]
            if FEE_NEGATION.before(before) is not None or JUST_NOT.search(before) is not None:
                continue
            if pattern is _CHARGED_WIDE and is_not_charged(plain, found, first, last):
                continue
            yield found.span()


_OTHERS_PAY = re.compile(
    r"(?:老板|公司|厂里|店里|我们|单位|中介|已经?)(?:都|会|先)?(?:替|帮|给|为)(?:大家|工人|你|你们|您|员工)?[^,。;]{0,6}$|(?:介绍|推荐|带)[^,。;]{0,6}(?:奖励?|给你|送|发)[^,。;]{0,4}$|(?:负责|帮|替|给|为|向|让|由)?(?:客户|顾客|客人|业主|住户|租户|租客|商户|乘客|旅客|游客|家长|学员|学生|会员|车主|货主|买家|患者|病人|公司|厂里|老板|单位|雇主|我们|店里)(?:们|都|先|会|要|须|替|帮|给|另|每|再)*[^,。;]{0,6}$"
    r"|(?:谨防|小心|当心|凡是|凡|如有|如果|若|要是|遇到|有人|骗子|举报|任何)[^,。;]{0,8}$|(?:每|一)(?:件|单|斤|袋|箱|次|趟|平)[^,。;]{0,4}$"
)


def is_not_charged(plain: Plain, found: re.Match[str], sentence_first: int, sentence_last: int) -> bool:
    """Whether the money asked for in so many words is somebody else's, given back at once, or free."""
    text, (start, end) = plain.text, found.span()
    first, last = plain.clause(start, end)
    if _OTHERS_PAY.search(text, first, start) is not None or _DUTY_BEFORE.search(text, first, start) is not None:
        return True
    if re.match(r"[,:]?(?:医院|卫生院|疾控|本人(?:自愿)?)", text[end : last + 3]) and "体检" in found[0]:
        return True
    if re.search(r"不|免|无需|没有", found[0]) is not None and not found[0].startswith("不"):
        return True
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
    (*(f"{a}{b}" for a in "交缴扣掏垫付拿抽收" for b in "0123456789一二两三四五六七八九半十百钱费押保定订会工服入报培介中你您头第首个了清齐够过上我部体伙餐资材介管信手" if a + b != "收工"),
    *(f"费{b}" for b in "自要先每另预由:一二三四五六七八九两半123456789个工共得需收交付"), *(f"{a}买" for a in "先要得须需己人费钱才名下"), *(f"买{b}" for b in "我公厂店平指统本一了会点VvGg套"), *(f"{a}{b}" for a in ("购", "购买", "购置") for b in "我公厂店平指统本一"), "租我", "租公", "订一",
    *(f"充{b}" for b in "值钱满够0123456789"), "成为会", "开通会", "升级会", "会员才", "会员费", "会员后", "办会员", *(f"资{b}" for b in "里中先直扣抵抽"), *(f"钱{b}" for b in "里中先直扣才就再后上入给办占自换"), *(f"金{b}" for b in "自要先每另由:一二三四五六七八九两半123456789个工"), "垫付", "垫资", "押一", "押半", "押两", "押头", "押第", "首付", "名额费", "留名额", "占名额", "买名额",
    *(f"{a}头{b}" for a in "扣押" for b in "个月一"), "扣半", "扣一", "服扣", "装扣", "都扣", *WORDS["fees"]["pay_first"], *(f"{a}{b}" for a in "需要须得先职名岗厂人再性" for b in "交缴"), "上交", "押",
    "先垫", "己垫", "要垫", "得垫", "人垫", "工垫",
    "抽", "掏", "办卡", "办张", "收你", "收您", "收取", "定金", "订金", "意思", "红包", "培训", "实训", "提升班", "课程", "训练营", "先报", "报我们", "先给", "先打", "先转", "转给", "打给", *(f"{a}收" for a in "共人总外先要一需"), "另收", "自己掏", "自费", "自付", "自己出", "自掏", "从工资",
    "从头", "交给", "交厂", "交公司", "交领队", "交中介", "交队长", "交老板", "交班长", "交工头", "交我们"),
    charged_places,
)  # fmt: skip
