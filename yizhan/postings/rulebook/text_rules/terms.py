"""What a text says about trial, pay in kind and hours: CR-057, CR-058, CR-059."""

from __future__ import annotations

import re

from yizhan.postings.reading.breaks import find_break
from yizhan.postings.reading.numerals import chinese_number
from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.model import Level
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule
from yizhan.postings.rulebook.words import WORDS, any_of

# --- CR-057 ----------------------------------------------------------------------------------------------------------

_TRIAL = r"(?:试工|试岗|试做|试干|试用|试活|试班|试上班|试讲|试菜|见习|学徒期|培训)"
_UNPAID = starting(
    r"(?:试工|试岗|试做|试干|试用|试活|试班|试上班|试菜)(?:期|期间|期内|阶段|的"
    r"|时)?[^,。;]{0,10}?,?(?:不(?:发|给|付|算|计|开|结|支付|享受|拿|包括)(?:任何|基本)?(?:工资"
    r"|工钱|钱|薪水?|薪资|报酬|费用|底薪|劳务费)|无(?:薪|工资|报酬|底薪|薪资|薪酬|酬劳)"
    r"|没有?(?:工资|钱(?!多)|薪|报酬)|(?:零|0元?)(?:工资|薪)|免费|白干|不带薪|义务|不计薪|不计酬"
    r"|不算钱|无偿)"
    r"|(?:试工|试岗|试做|试干|试用|试活|试班|试上班|试菜)(?:期|期间|期内)?[^,。;]{0,10},?(?:不合适"
    r"|不合格|没通过|不通过|未通过|干不了|不录用|做不满|干不满|不满意|走人|离开|自离|走了|走的"
    r"|中途走|不适应|不行|淘汰|留不下)(?:的|者|就|则|走人|,|离开|时|人员|离职|的话|也)*(?:(?:不|没"
    r"|无)(?:发|给|付|算|计|开|结|支付|有|得)?(?:工资|工钱|钱|薪|报酬|账)|一分(?:钱)?(?:都"
    r"|也)?(?:没有|不给|没))"
    r"|(?:免费|无薪|义务|白|无偿|不带薪|不计薪|零薪|零工资|0元)(?:先)?(?:试工|试岗|试做|试干|试班"
    r"|帮工(?!活动)|试用期|试上班|试菜|试用(?:[一二三四五六七\d]+[天日]|$|[,。;]|人))|(?:前"
    r"|头)(?:[一二两三四五六七\d]+)(?:天|日|个?小时)(?:是|为|属于|属|,|算|作为)*(?:试工|试岗|试用"
    r"|培训|学习|熟悉|学徒)[^。;]{0,6}?(?:不发|不给|不算|没[有得]?|无|不计|不付|不结)(?:工资|工钱"
    r"|钱|薪|报酬)|(?:学徒|试工|试岗|见习|实习)期?(?:前|头)?[^,。;不]{0,5}?,?不(?:给|发|算|计|开)(?:钱|工资|工钱|薪)"
    r"|干不(?:满|够|到|完)[一二两三四五六七八九十\d]+(?:天|日|个月|月|周)(?:的|就|,)*(?:一分(?:钱)?(?:都|也)?(?:没有|不给|没|不发)|不(?:给|发|结|算|付)(?:工资|工钱|钱|账)|没(?:工资|钱)|白干)"
    r"|先?白干[^,。;]{0,3}(?:天|日|小时)|先试[一二两三四五六七\d]天,[^。;]{0,12}?不给"
    r"钱"
)
_TRIAL_PERIOD = starting(
    r"试用期(?:限)?(?!无|满后转|工资标准)|试用(?:[一二两三四五六七八九十\d]+(?:天|个?月|周|个?星期)|半个月)"
)
_TRIAL_REFUSED = re.compile(
    r"(?:不|无|没有?|不设|不约定|免|取消|无需|没|不存在|不得|不能|不可|不准|禁止|严禁|不许|不安排"
    r"|不会|绝不|从不|不要求|不再|非)(?:约定|设置|设|有|任何|以|要求|所谓的?|安排|存在|实行|让"
    r"|工人|劳动者|员工|需|会|因|“|\"|、|和|或|通过|名义|进行|搞)*$"
)
_SHORT_WORK = starting(any_of(WORDS["trial"]["short_work"]))
_SHORT_WORK_REFUSED = re.compile(
    r"(?:不招|非|不要|不收|不是|勿|不需要?|拒绝|不接受|长期工?[,、])(?:招|短期|兼职|临时工|小时工"
    r"|日结|、|和|或|,|寒暑假工|学生|暑假工)*$"
)
_TRIAL_PAID_AFTER = re.compile(
    r"^[^,。;]{0,6}(?:产品|新品|软件|样品|装备|设备|装|版|APP|化妆|面膜|课程|活动|体验|会员)"
)


def trial_places(plain: Plain, sentence_first: int, sentence_last: int, setting: Setting) -> Places:
    """CR-057: an unpaid trial; or a trial period where the law allows none (劳动合同法 第19、70条)."""
    text = plain.text
    for found in _UNPAID.finditer(text, sentence_first, sentence_last):
        start, end = found.span()
        first, last = plain.clause(start, end)
        if _TRIAL_REFUSED.search(text, first, start) is None and _TRIAL_PAID_AFTER.match(text[end:last]) is None:
            yield start, end
    for found in _TRIAL_PERIOD.finditer(text, sentence_first, sentence_last):
        start, end = found.span()
        first, _last = plain.clause(start, end)
        if _TRIAL_REFUSED.search(text, first, start) is None and (setting.bars_trial or _is_short_work(text)):
            yield start, end


def _is_short_work(text: str) -> bool:
    for found in _SHORT_WORK.finditer(text):
        if _SHORT_WORK_REFUSED.search(text, max(found.start() - 14, 0), found.start()) is None:
            return True
    return False


TRIALS = TextRule(
    "CR-057",
    (
        "试工",
        "试岗",
        "试做",
        "试干",
        "试用",
        "试活",
        "试班",
        "试上班",
        "试菜",
        "帮工",
        "学徒",
        "白干",
        "先试",
        "培训",
        "见习",
        "实习",
        "干不满",
        "干不够",
        "干不到",
    ),
    trial_places,
)

# --- CR-058 ----------------------------------------------------------------------------------------------------------

_PAY = r"(?:工资|薪资|薪水|报酬|工钱|劳务费|提成|加班费|奖金|日薪|月薪|佣金|薪酬|酬劳)"
_GOODS = any_of(WORDS["goods"]["words"])
_DEBTS = any_of(WORDS["goods"]["debts"])
_IN_KIND = starting(
    rf"(?:部分|其余|剩余|一部分|一半|[\d一二三四五六七八九十]+%"
    rf"|百分之[一二三四五六七八九十]+)?{_PAY}(?:的?一半|的?一部分|部分|可|可以|也可|将|会|全部|统一"
    rf"|均|都|每月|按月|日结|月结|[\d一二三四五六七八九十]+%|百分之[一二三四五六七八九十]+|中|里|的"
    rf"|由公司)*(?:以|用|按|拿|折成|折合成?|抵成?|换成|改发|发放|发|结算为|为|是|领取?)(?:等值|等价"
    rf"|同等价值|相应|相当|超市|商场|消费|电商|我厂|本厂|厂里|公司|本店|店里|自产|库存|滞销|当季|的|本公司|同价"
    rf"|\d+元?)*(?:{_GOODS})(?!补贴|福利)"
    rf"|{_PAY}[^,。;不]{{0,8}}?(?:抵扣|冲抵|抵偿|抵|顶替?|充抵|抵销"
    rf"|折抵)(?:[^,。;]{{0,4}})(?:{_DEBTS})|(?:以|用|拿|发|领取?|折算?成?)(?:等值|等价|我厂|本厂"
    rf"|厂里|公司|本店|店里|自产|库存|滞销|当季|的|\d+元?)*(?:{_GOODS})(?:等|的方式|形式"
    rf"|来)*(?:抵扣?|代替?|顶替?|充|当作?|作为|代发|冲抵|折抵|支付|发放|结算|折算|付|结)(?:部分"
    rf"|全部|本月|当月|一半)*(?:{_PAY})"
    rf"|(?:{_GOODS}|{_DEBTS})[^,。;不]{{0,6}}?(?:抵|顶|代|充)(?:扣|替|作|当)?(?:部分|当月|全部"
    rf"|一半)*(?:{_PAY})|(?:干活|打工|帮工|做工|劳动)(?:换|抵)(?:{_GOODS}|{_DEBTS}|吃住|食宿|住宿)"
    rf"|(?:只管饭|管饭),?(?:不发|不给|没有?|无)(?:工资|工钱|钱|薪)|(?:不给|没有|不发|不付)现(?:钱"
    rf"|金)(?!奖|红)|不另(?:外)?给钱|(?:当作?|抵|顶|充)(?:工钱|工资"
    rf"|报酬)(?![天日场面月地时,]?的?卡)|(?:用|拿)[^,。;不]{{1,4}}?(?:顶|抵)(?=$|[,。;])"
    rf"|一半现(?:金|钱),?一半|{_PAY}[:是为]*价值|给[^,。;不]{{1,3}}?抵(?!扣|达|押)|按工分换"
    rf"|{_PAY}(?:就|都)?按(?:{_GOODS}|鸡蛋|鞋|肉|蛋)算"
)
_KIND_REFUSED = re.compile(
    r"(?:不|不得|不会|绝不|无|禁止|严禁|没有|拒绝|不能|不许|不允许|不可|从不|决不|非|杜绝|勿|反对"
    r"|不准|不是|举报)(?:东西|实物|货物?|物品|别的|以|用|拿|将|把|会|能|得|再|发|任何|克扣|拖欠|搞|接受|扣|让|、|和|或|实行"
    r"|劳动者|工人|企业|老板|拿着)*$"
)
_KIND_FREE_AFTER = re.compile(
    r"^[^,。;]{0,6}(?:福利|补贴|补助|另算|另发|另外|制度(?:学习|培训)|违法|可举报|不合法|是违法"
    r"|工程款|归公司|业务|核算|激励计划|慰问)"
)
_KIND_DUTY = re.compile(r"(?:负责|核算|采购|销售|管理|核对|熟悉|整理|推广|审核|登记)[^,。;]{0,8}$")


def in_kind_places(plain: Plain, sentence_first: int, sentence_last: int, _setting: Setting) -> Places:
    """CR-058: pay in goods or vouchers, or set off against a debt (保障农民工工资支付条例 第11条)."""
    text = plain.text
    for found in _IN_KIND.finditer(text, sentence_first, sentence_last):
        start, end = found.span()
        first, last = plain.clause(start, end)
        before = text[first:start]
        if _KIND_REFUSED.search(before) is not None or _KIND_DUTY.search(before) is not None:
            continue
        if _KIND_FREE_AFTER.match(text[end:last]) is not None or (
            "管饭" not in found[0]
            and re.search(
                r"(?:不|绝不|不得|不能|不会|禁止|不准|严禁)(?:得|会|能|以|用|拿|再|准|可)*(?:以|用|拿|抵|发|按)",
                found[0],
            )
        ):
            continue
        yield start, end


IN_KIND = TextRule(
    "CR-058",
    (
        *WORDS["goods"]["words"],
        *(f"{verb}{debt}" for verb in "抵扣" for debt in WORDS["goods"]["debts"]),
        "抵扣",
        "冲抵",
        "抵偿",
        "顶",
        "充抵",
        "折抵",
        "抵销",
        "抵工资",
        "抵薪",
        "代工资",
        "代替",
        "当工资",
        "充工资",
        "作为工资",
        "换吃",
        "换住",
        "换食",
        "现钱",
        "给现金",
        "有现金",
        "发现金",
        "付现金",
        "半现",
        "另给钱",
        "外给钱",
        "当工",
        "顶工",
        "充工",
        "价值",
        "按工分",
        "蛋算",
        "鞋算",
        "肉算",
        *(f"{word}算" for word in WORDS["goods"]["words"]),
        "当作",
        "当报",
        "抵报",
        "抵吃",
        "抵住",
        "抵房",
        "抵货",
        "管饭不",
        "管饭没",
        "管饭无",
        "抵",
    ),
    in_kind_places,
)

# --- CR-059 ----------------------------------------------------------------------------------------------------------

_COUNT = r"(?P<n>\d{1,2}(?:\.\d)?|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])(?P<half>个半)?"
_HOURS = starting(
    rf"(?:一班|一个班|每[天日班]|一天|单日|日均|天天|全天|日工作|[早晚白夜]班|每班次?|班次|上班时间|工作时间"
    rf"|工作时长|工时|上班|干活|工作|站岗|值班|当班|日上|连续(?:工作|上班"
    rf"|作业))[^,。;\d周月年休息提前后内加迟]{{0,7}}?(?:{_COUNT}(?:小时|钟头|h)?[-~至到—])?"
    rf"(?P<most>\d{{1,2}}(?:\.\d)?|[一二两三四五六七八九]?十[一二三四五六七八九]?"
    rf"|[一二两三四五六七八九])(?P<half2>个半)?(?:多)? ?个?(?:多)?(?:小时|钟头|钟(?!表)"
    rf"|h(?![a-z]))(?P<tail>[\u4e00-\u9fff]{{0,6}})"
    rf"|(?P<most3>\d{{1,2}}(?:\.\d)?|十[一二三四五六七八九]?)(?:个)?小时(?:工作制|两班倒|二班倒|制"
    rf"|一班|长白班|[白夜]班|倒班|每天|/天|每班|/班|班次|一个班)"
)
_NOT_HOURS_OF_WORK = re.compile(
    r"^(?:营业|热线|服务|便利|在线|客服|监控|供|不打烊|之?前|以前|通知|外|待命|值守轮|轮|内(?!容)"
    r"|以内到|安保|急救|培训|课|学时|轮流|三班|四班|营|恒温|响应|送达|到达|一次|换班|巡逻一次"
    r"|巡查)"
)
_HOURS_REFUSED = re.compile(
    r"(?:不超过|不多于|最多|不用|不需要?|不会|不必|少于|低于|小于|不到|不满|不足|不得超过|不再"
    r"|无需|禁止|严禁|拒绝|告别|休息|休|间隔|提前|超过|每周|每月|一周|一个月|累计|加班(?:费)?|睡"
    r"|加)(?:工作|干|上班|上|做|安排|达|要|时间)*$"
)


def hours_places(plain: Plain, sentence_first: int, sentence_last: int, setting: Setting) -> Places:
    """CR-059: more than eight hours a day (劳动法 第36、41条)."""
    text = plain.text
    for found in _HOURS.finditer(text, sentence_first, sentence_last):
        start, end = found.span()
        first, _last = plain.clause(start, end)
        hours = _hours(found[0])
        if hours is None or not setting.limits.hours_warn_x10 < hours * 10 <= 240:
            continue
        number_at = found.start("most") if found["most"] else found.start("most3")
        if _HOURS_REFUSED.search(text, first, number_at) is not None:
            continue
        if found["most"] and _NOT_HOURS_OF_WORK.match(found["tail"]) is not None:
            continue
        if found["most3"] and hours == 24:
            continue
        yield start, end - len(found["tail"] or "")


_LAST_COUNT = re.compile(
    r"(\d{1,2}(?:\.\d)?|[一二两三四五六七八九]?十[一二三四五六七八九]?"
    r"|[一二两三四五六七八九])(个半)?多? ?个?多?(?:小时|钟头|钟|h)"
)


def _hours(written: str) -> float | None:
    found = _LAST_COUNT.findall(written)
    if not found:
        return None
    number, half = found[-1]
    hours = float(number) if number[0].isdecimal() else float(chinese_number(number) or 0)
    return hours + (0.5 if half else 0)


def _hours_level(written: str, setting: Setting) -> Level:
    return Level.BLOCK if (_hours(written) or 0) * 10 > setting.limits.hours_block_x10 else Level.WARN


#: From hour to hour: 早六点到晚九点, 7:00-22:00.
_CLOCK = starting(
    r"(?P<am>早上?|上午|早晨|清早|凌晨|下午|晚上?|夜里?|中午)?(?<![\d.])(?P<start>\d{1,2}|[一二两三四五六七八九十]{1,3})(?:点|:|时)(?P<m1>\d{2}|半)?分?"
    r"[^,。;\d一二两三四五六七八九十]{0,4}?(?:到|至|-|~|—|–)"
    r"(?P<pm>次日|第二天|早上?|上午|早晨|凌晨|中午|下午|傍晚|晚上?|夜里?)?(?P<end>\d{1,2}|[一二两三四五六七八九十]{1,3})(?:点|:|时)(?P<m2>\d{2}|半)?"
)
_NOT_WORKED = re.compile(
    r"营业|开放|面试|报名|接待|热线|配送时间|开门|咨询|联系|登记|来电|电话|办公|取件|用餐|供应|供餐|入住|三班|四班|轮流|排班|任选|灵活"
)
#: Where no rest is stated, an hour at noon is taken for one: who counts from hour to hour seldom means none.
_TAKEN_FOR_REST = 60
_NO_REST = re.compile(r"不休息|不歇|连轴|没有休息|无休息|中间不停|一口气")


def clock_places(plain: Plain, sentence_first: int, sentence_last: int, setting: Setting) -> Places:
    """CR-059: hours that are stated from clock to clock, less the rest at noon (劳动法 第36条)."""
    text = plain.text
    for found in _CLOCK.finditer(text, sentence_first, sentence_last):
        minutes = _clock_minutes(found)
        if minutes is None or _NOT_WORKED.search(text, sentence_first, sentence_last) is not None:
            continue
        around = text[sentence_first:sentence_last]
        rest = 0 if _NO_REST.search(around) else find_break(around) or _TAKEN_FOR_REST
        if minutes - rest > setting.limits.hours_warn_x10 * 6:
            yield found.span()


def _clock_minutes(found: re.Match[str]) -> int | None:
    """Minutes from the first hour to the second; an afternoon that is not named is taken where it has to be one."""
    start, end = _clock(found["start"], found["m1"]), _clock(found["end"], found["m2"])
    if start is None or end is None:
        return None
    first, last = found["am"] or "", found["pm"] or ""
    if start < 720 and first[:1] in ("下", "晚", "夜") and first:
        start += 720
    if end < 720 and last[:1] in ("下", "傍", "晚", "夜") and last:
        end += 720
    if last[:1] in ("次", "第", "凌") or (last[:1] in ("早",) and end <= start):
        end += 1440
    elif end <= start:
        end += 720 if end + 720 > start else 1440
    return end - start if 0 < end - start <= 1440 else None


def _clock(hour: str, rest: str | None) -> int | None:
    number = int(hour) if hour.isdecimal() else chinese_number(hour)
    if number is None or number > 24:
        return None
    minutes = 30 if rest == "半" else int(rest or 0)
    return number * 60 + minutes if minutes < 60 else None


#: Somebody lives with the work around the clock.
_ALL_DAY = starting(r"(?:24|二十四)个?小时(?:住家|贴身|陪护|看护|照顾|照料|在岗|驻守|随叫随到)")


def all_day_places(plain: Plain, sentence_first: int, sentence_last: int, _setting: Setting) -> Places:
    """CR-059: one person for twenty-four hours."""
    text = plain.text
    for found in _ALL_DAY.finditer(text, sentence_first, sentence_last):
        if re.search(r"轮|倒班|两班|三班|换班|值班表", text[sentence_first:sentence_last]) is None:
            yield found.span()


def _clock_level(written: str, setting: Setting) -> Level:
    if _ALL_DAY.match(written):
        return Level.WARN  # who lives in also rests in
    found = _CLOCK.search(written)
    minutes = _clock_minutes(found) if found else None
    if minutes is None:
        return _hours_level(written, setting)
    return Level.BLOCK if minutes - _TAKEN_FOR_REST > setting.limits.hours_block_x10 * 6 else Level.WARN


HOURS = TextRule(
    "CR-059", ("小时", "钟头", "个钟", *(f"{digit}h" for digit in "0123456789")), hours_places, _clock_level
)
ALL_DAY = TextRule("CR-059", ("24小", "24个小", "二十四小", "二十四个小"), all_day_places, _clock_level)
CLOCK = TextRule(
    "CR-059",
    (*(f"{mark}{sign}" for mark in "点时" for sign in "到至-~—–半忙干"), *(f"{digit}:" for digit in "0123456789")),
    clock_places,
    _clock_level,
)
