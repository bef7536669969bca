"""What a text says about trial, pay in kind and hours: CR-057, CR-058, CR-059."""
# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import re

from yizhan.postings.reading.breaks import find_break
from yizhan.postings.reading.numerals import chinese_number
from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.model import Level
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.shape import (
    Places,
    Setting,
    TextRule,
    found_by,
)
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
_NO_WAGE = (
    r"(?:(?:不|没|没有|无|未)(?:有|发|给|付|算|计|开|结|支付|拿|得|包括|核算|另|带|能|按|记|报)*(?:任何|基本|一分|半分|什么)?(?:工资|工钱|工时|工|钱(?!多)|薪水?|薪资|报酬|酬劳|费用|底薪|劳务费|收入|待遇|账)"
    r"|(?:零|0元?)(?:工资|薪|报酬)|免费(?:干|做|帮|劳动|给我们)|白[干做忙给搭]|白帮忙|义务|无偿|无薪|尽义务|当(?:学习|练手|义工)|一分(?:钱)?(?:都|也)?(?:没有?|不给|不算|无|拿不到)|只管(?:饭|吃住?|吃喝)|管饭就行|不另(?:外)?(?:发|给|算|付))"
)
_TRIED = r"(?:试工|试岗|试做|试干|试用|试活|试班|试上班|试菜|试手|试车|试一[天下班]|试[两二三几半]天|试个?(?:工|手|班|岗)|见习|学徒|跟班|跟岗|跟车|带教|岗前(?:培训|学习|实习)|培训|实习|学习|熟悉|适应|考察|考核|磨合|观察|带班|练手|学手艺|学技术|预备)"
_UNPAID_WIDE = starting(
    rf"{_TRIED}(?:期间?|阶段|时|的|半|头|前|[一二两三四五六七八九十几\d]|个|天|日|小时|月|周|星期|礼拜|里|内|当天|是|算|属于|、)*[^,。;不免无没有带]{{0,4}}?[,:]?(?:这|那|期间|都|也|是|均|一律|全|先|可)*{_NO_WAGE}"
    rf"|(?:前|头|第)(?:[一二两三四五六七八九十几半\d]+)(?:个)?(?:天|日|小时|周|星期|礼拜|月|班)[^。;发有带]{{0,8}}?(?:{_TRIED})?[^。;有带不]{{0,5}}?,?(?:都|是|也|算|先)*{_NO_WAGE}"
    rf"|(?:先|来|得|要)(?:免费|白|义务|无偿)(?:给我们|帮我们|帮)?(?:干|做|试|帮|跟|上)[^,。;]{{0,4}}(?:[一二两三四五六七几半\d]+)?(?:个)?(?:天|日|小时|班|周|看看|$)"
    rf"|(?:干|做|试|待|上班|干活|留)(?:不满|不够|不到|不完|不了|不住|不下|少于)(?:[一二两三四五六七八九十几半\d]+)?(?:个)?(?:天|日|月|周|星期|礼拜|小时|班)?(?:的|就|则|走人|离开|离职|走|,|一律)*(?:{_NO_WAGE}|不(?:发|结|给|算|付)|扣(?:除|光|完)?(?:全部)?工资)"
    rf"|(?:不满|不足|未满|不够|没干满|没做满|干不满)(?:[一二两三四五六七八九十几半\d]+)(?:个)?(?:天|日|月|周|星期)[^,。;]{{0,6}}?(?:离职|走|离开|辞|不干|自离|退出)[^。;有]{{0,6}}?{_NO_WAGE}|(?:合格|通过|留下|录用|成了|看中|考核过|转正|能干|干得好|满意|正式上岗|上手)(?:了|的|后|以后|之后|再|才|就|开始|,)*(?:才|再)(?:开始)?(?:算|计|发|给|有|谈|结|起算|支付)(?:工资|工钱|钱|薪|工|酬)"
)
#: Told: 先跟两天看看再谈钱, 三天内走人不结账, 考察期只包吃住.
_UNPAID_TOLD = starting(
    r"(?:先|要|得)(?:跟着?|干|试|来|做|看)(?:一下)?(?:[一二两三四五几半\d]+个?(?:天|日|班|小时|星期|礼拜))[^。;发付结]{0,8}?(?:中意|合适|满意|看上|看中|行|成|可以|能行|合格|留下|再)(?:了|的话|后|,|才|再|就)*(?:谈|说|讲|定|给|算|开|发)(?:工资|工钱|钱|工价|待遇|薪)"
    r"|试(?:[一二两三半几]?天|一下|工|个?班|两手|活)[^。;]{0,6}?(?:不行|不成|不合适|不中|走人|没看上)(?:的|就|也|,|走人)*(?:没有?|不给|不算|不发|拿不到)(?:工钱|工资|钱|账)|(?:[一二两三四五六七\d]+天|一周|一星期|一个礼拜)(?:之)?内(?:走|离开|不干|离职|跑|辞)(?:人|的|了|就|职)*,?(?:不|没|无)(?:结账|结|发|给(?!介)|算|有钱|有工资|工资|钱)"
    r"|(?:考察|试用|观察|适应|学习|培训|见习|磨合|试工|试岗)(?:期间?|阶段|时)?(?:内|里)?,?(?:只|仅|就|光)(?:包|管|给|有|供)(?:吃|住|饭|食宿|[一两]?顿饭)|(?:见习|实习|培训|学习|跟班|试岗)(?:期间?|[一二两三四五六七\d]+(?:天|周|个月|星期))?[^,。;有]{0,3},?(?:没有?|无|不给|不发)(?:任何)?(?:补贴|补助|津贴|报酬|生活费)|(?:头|第)[一二两三]天(?:只|就|光)(?:给|管|包)(?:饭|吃|顿饭|一顿饭)"
)
_UNPAID_LOOSE = starting(
    r"(?:头|前|第)(?:[一二两三四五六七几]|\d{1,2})个?(?:天|日|周|星期|班)[^,。;不有]{0,6}?(?:算|当|是|就当)(?:是|作)?(?:白?帮忙|白干|白来|体验|义务|练手|免费)|第[一1]天免费|(?:没|不)(?:干够|干满|做够|做满|够|满)[^,。;发给]{1,6},?(?:工钱|工资|钱)(?:就|都|也)?(?:不算|没有|不给|不发|不结|作废|没了|归零)|(?:留用|录用|转正|留下|入职)(?:了|后|的)?才(?:开始)?(?:发|给|算|有|计)(?:工资|工钱|钱)|先学后算钱|干不(?:满|够|到)(?:[一二两三四五六七八九十\d]+)(?:天|日|周|个月)的?[^,。;有]{0,5}?(?:都|也)?不算(?:工)?钱|试(?:讲|课|教)[^。;有]{0,8}?(?:不给|不发|不算|没有?|无)(?:课酬|课时费|钱|报酬|工资|酬)|(?:干|做)不(?:了|满|够)(?:[一二两三四五六七\d]+天)?的?,?一分(?:钱)?(?:都|也)?不给|(?:就当|算|当)(?:你|是)?白(?:来|干|帮)|(?:干满|做满|满)(?:[一二两三四五六七八九十\d]+个?)(?:天|日|月|周|星期|班)(?:才|后才|以后才)(?:开始)?(?:算|计|有|给|发)(?:工资|工钱|钱|工)|(?:培训|考核|试工|试岗|试用|实习)[^。;]{0,8}?(?:没过|不过|不合格|不达标|没通过)[^。;]{0,3}?(?:一分(?:钱)?(?:都|也)?(?:没|不)|没钱|不给钱|不发|白干)"
)
_TRIAL_PERIOD = starting(
    r"(?:前|头)(?:[一二两三四五六七八九十\d]+)(?:天|周|个?月|个?星期)(?:是|为|算)?试用(?![装品])|试用期(?:限)?(?!无|满后转|工资标准)|试用(?:[一二两三四五六七八九十\d]+(?:天|个?月|周|个?星期)|半个月)"
)
_TRIAL_REFUSED = re.compile(
    r"(?:不|无|没有?|不设|不约定|免|取消|无需|没|不存在|不得|不能|不可|不准|禁止|严禁|不许|不安排"
    r"|不会|绝不|从不|不要求|不再|非)(?:约定|设置|设|有|任何|以|要求|所谓的?|安排|存在|实行|让"
    r"|工人|劳动者|员工|需|会|因|“|\"|、|和|或|通过|名义|进行|搞)*$"
)
_SHORT_WORK = starting(
    any_of(WORDS["trial"]["short_work"])
    + r"|(?:共|总共|就|只|收银|期|忙)\d{1,2}天|黄金周|双十一期间|大促"
)
_SHORT_WORK_REFUSED = re.compile(
    r"(?:不招|非|不要|不收|不是|勿|不需要?|拒绝|不接受|长期工?[,、])(?:招|短期|兼职|临时工|小时工"
    r"|日结|、|和|或|,|寒暑假工|学生|暑假工)*$"
)
_TRIAL_PAID_AFTER = re.compile(
    r"^[^,。;]{0,6}(?:产品|新品|软件|样品|装备|设备|装|版|APP|化妆|面膜|课程|活动|体验|会员)"
)


def trial_places(
    plain: Plain, sentence_first: int, sentence_last: int, setting: Setting
) -> Places:
    """CR-057: an unpaid trial; or a trial period where the law allows none (劳动合同法 第19、70条)."""
    text = plain.text
    for found in found_by(
        (_UNPAID, _UNPAID_WIDE, _UNPAID_TOLD, _UNPAID_LOOSE),
        text,
        sentence_first,
        sentence_last,
    ):
        start, end = found.span()
        first, last = plain.clause(start, end)
        if (
            _TRIAL_REFUSED.search(text, first, start) is None
            and _TRIAL_PAID_AFTER.match(text[end:last]) is None
        ):
            yield start, end
    for found in _TRIAL_PERIOD.finditer(text, sentence_first, sentence_last):
        start, end = found.span()
        first, _last = plain.clause(start, end)
        if _TRIAL_REFUSED.search(text, first, start) is None and (
            setting.bars_trial or _is_short_work(text)
        ):
            yield start, end


def _is_short_work(text: str) -> bool:
    for found in _SHORT_WORK.finditer(text):
        if (
            _SHORT_WORK_REFUSED.search(text, max(found.start() - 14, 0), found.start())
            is None
        ):
            return True
    return False


TRIALS = TextRule(
    "CR-057",
    (
        *(f"试{b}" for b in "一两二三四五几半手车个"),
        *(
            f"{a}{b}"
            for a in ("学习", "熟悉", "适应", "观察", "考察")
            for b in (
                "期",
                "阶",
                "时",
                "几",
                "一",
                "两",
                "三",
                "五",
                "七",
                ",",
                "不",
                "没",
                "无",
            )
        ),
        *(f"{a}{b}" for a in "先来要得" for b in ("免费", "义务", "无偿")),
        "天内",
        "没干够",
        "没干满",
        "没做满",
        "没做够",
        "不干满",
        "留用",
        "先学后",
        "试讲",
        "试课",
        "干不了",
        "做不了",
        "白来",
        "算帮忙",
        "天免费",
        "天才算",
        "天才有",
        "天才给",
        "天才发",
        "月才算",
        "一分没",
        *(
            f"先{b}"
            for b in (
                "跟",
                "试",
                "干一",
                "干两",
                "干三",
                "干几",
                "来两",
                "做两",
                "做三",
            )
        ),
        "只给饭",
        "只管饭",
        "考察期",
        "考察阶",
        "免费干",
        "免费做",
        "免费帮",
        "免费试",
        "尽义务",
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
        "跟班",
        "跟岗",
        "跟车",
        "带教",
        "考核",
        "磨合",
        "练手",
        "学手艺",
        "学技术",
        "不满",
        "不够",
        "不到",
        "无偿",
        "才算",
        "再算",
        "才发",
        "再发",
        "才给",
        "才有",
        "才开始",
        "才计",
        "头一",
        "头两",
        "头三",
        "前一",
        "前两",
        "前三",
        "头几",
        "前几",
        "头半",
        "前半",
        "头七",
        "前七",
        "前五",
        "头五",
        "前1",
        "前2",
        "前3",
        "前5",
        "前7",
        "第一天",
        "第一周",
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
#: Paid in something, whatever it is: what people are really paid in is excepted.
_MONEY_WAYS = r"(?!现|货币|银行|转账|微信|支付宝|工资卡|本人|对公|人民币|钱|红包|元|天|日|月|周|小时|时|件|计件|量|个|工|实名|打卡|班|次|趟|最低|国家|合同|标准|当地|出勤|考勤|本|底薪|基本|上个月|产量|斤|平|吨|效益|绩效|提成|技术|能力|面议|公司制度|劳动|法|每|各|多|实际|约定|岗位|职级|工种|工龄|排班|整|按|结|支票|卡(?!券)|对账|发票|表|条|单|完)"
_THINGS = rf"{_MONEY_WAYS}[\u4e00-\u9fff]{{1,6}}?"
_IN_KIND_WIDE = starting(
    rf"(?:{_PAY}|工资款|钱|当天的?钱|欠的(?:工资|钱))(?:的|可以?|也|会|先|统一|都|要|就|一律|部分|一半|里|中|有时|暂时|月底|到时候?)*(?:拿|用|以|给)(?:{_GOODS}|{_THINGS})(?:等|来|去|之类)*(?:顶|抵|代|替|当|充|折|结|付|发|算|兑)(?!时|天|月)"
    rf"|(?:拿|用|以|给|发|领)(?:{_GOODS}|{_THINGS})(?:等|来|去|之类|直接|部分)*(?:顶|抵|代|替|充|当|折|冲|算)(?:掉|了|成|作|为|替|一部分|部分)*(?:的)?(?:{_PAY}|工钱|工时|日工资|现金|现钱)"
    rf"|{_PAY}[^,。;不]{{0,4}}?(?:折|换|兑|改|抵|转)(?:成|为|算成|换成|作)(?:{_GOODS}|{_THINGS})"
    rf"|(?:一半|其余|剩下|另一半|其中(?:的)?(?:\d{{2,4}}|[一二三四五六七八九]?[十百千]+)(?:元|块)?|[一二三四五六七八九]成|\d{{1,2}}%|百分之[一二三四五六七八九十]+)(?:的|工资|用|是|给|发|付|拿|按|以|钱)*(?:{_GOODS}|货|东西|产品|货品|实物|券|卡券|米面|酒|油|积分|票|(?:超市|商场)?充值卡)(?!车)|(?:{_GOODS})[^,。;不]{{0,3}},?当(?:钱|现金|现钱)(?:花|用|使|发)?"
    rf"|一半(?:发|给|付|是)?(?:钱|现金|现钱|工资),?(?:另)?一半(?:发|给|付|是)?(?!月|年|打|存|转){_MONEY_WAYS}[\u4e00-\u9fff]{{1,4}}"
    rf"|(?:没|没有|不|不给|不发|不付)(?:现)?(?:钱|工资|现金|工钱)[^,。;]{{0,3}},?(?:但|只|就|改)?(?:给|发|送|有|管|领|拿|分)(?:你|您)?(?:{_GOODS}|货|东西|产品|[一二两三几半\d]+(?:袋|斤|箱|桶|只|条|瓶|盒|筐|头)[\u4e00-\u9fff]{{1,3}})"
    rf"|(?:干|做|摘|帮|收|卸|忙)(?:完|好|满|够)?(?:[一二两三几半\d]+(?:天|小时|趟|车|个月))?(?:的|活|工)?[^,。;不]{{0,3}}?(?:给|送|换|领|拿|分|得|发)(?:[一二两三四五几半\d]+(?:袋|斤|箱|桶|只|条|瓶|盒|筐|头|张|包|提))(?:[\u4e00-\u9fff]{{1,5}})(?:当|做|作|抵|顶|算)(?:工钱|工资|报酬|工)"
    rf"|(?:工资|工钱|报酬|酬劳|薪水)(?:[:是为]|就是|即|改成|都是|全是|只有|只能是?)(?:发)?(?:{_GOODS})|(?:从|在)?(?:工资|工钱|薪水)(?:里|中|里面)?(?:直接|自动|先|会|要|每月)*(?:抵|冲|顶|充)(?:掉|扣|减)?(?:{_DEBTS}|欠|赊|账|饭|房|租|货|话费|买|烟|酒|消费)"
    rf"|(?:以工抵|以工换|用工抵|拿工抵|干活抵|打工抵|做工抵|劳动抵|用劳动|以劳抵|以劳动)(?:债|账|租|房|食|宿|学|货|饭|欠)?|(?:换|抵)(?:食宿|吃住|住宿|房租|学费|学徒费)(?:,|。|$)(?!补)|食宿(?:就)?(?:顶|抵|当|算)(?:工资|工钱|报酬)|管吃管住(?:就|当|算|抵|顶)(?:是|作)?(?:工资|报酬|工钱)"
    rf"|(?:用|拿|以)[^,。;不]{{1,8}}?(?:券|卡(?!里)|积分|票(?!据))(?:来)?(?:发|抵|顶|当|结|付)(?:工资|工钱|薪)|给(?:你|您)?(?:拉|装|送|拿|搬)?(?:[一二两三几半]+)(?:车|袋|筐|捆|头|只|桶)[^,。;]{{1,4}}?(?:抵|顶|当)(?:工|账|钱)|从(?:工资|工钱)(?:里|中)(?:顶|抵|冲)|(?:帮|干|做|收|卸|摘|看|割)[^,。;每]{{1,7}}?,(?:就)?(?:给|送|换|分)(?:你|您)?(?:[一二两三四五六七八九十几百半]+|\d{{1,3}})(?:斤|袋|箱|桶|筐|只|头)[\u4e00-\u9fff]{{1,4}}(?=$|[,。;])"
    rf"|(?:只能|只可|限|须|必须|要|得)(?:在|到|去)(?:本店|我们?店|公司|厂里|我厂|食堂|内部|老板|指定|超市|商城)[^,。;]{{0,6}}?(?:消费|花|用|兑换|使用)[^,。;]{{0,4}}(?=$|[,。;])"
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
_KIND_DUTY = re.compile(
    r"(?:负责|核算|采购|销售|管理|核对|熟悉|整理|推广|审核|登记)[^,。;]{0,8}$"
)


_LEARNING = re.compile(r"试工|试岗|试用|学习期|学徒|培训期|见习|实习")


#: No such sentence is without one of these.
_GIVEN_FOR_WORK = re.compile("[顶抵代替当充折兑换半余没不以用拿发给领付算资薪酬钱]")


def in_kind_places(
    plain: Plain, sentence_first: int, sentence_last: int, _setting: Setting
) -> Places:
    """CR-058: pay in goods or vouchers, or set off against a debt (保障农民工工资支付条例 第11条)."""
    text = plain.text
    if _GIVEN_FOR_WORK.search(text, sentence_first, sentence_last) is None:
        return
    for found in found_by(
        (_IN_KIND, _IN_KIND_WIDE), text, sentence_first, sentence_last
    ):
        start, end = found.span()
        first, last = plain.clause(start, end)
        before = text[first:start]
        if "管饭" in found[0] and _LEARNING.search(text, sentence_first, sentence_last):
            continue  # an unpaid trial, which is CR-057's
        if (
            _KIND_REFUSED.search(before) is not None
            or _KIND_DUTY.search(before) is not None
        ):
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
        "换成",
        "换算",
        "换食",
        "换大",
        "换鸡",
        "换米",
        "换油",
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
        "折成",
        "折算",
        "换成",
        "兑",
        "一半",
        "券",
        "抵工",
        "顶工",
        "工钱里",
        *(f"给{a}" for a in "一二两三四五六七八九十几半百123456789"),
        "其余",
        "剩下",
        "没钱",
        "其中",
        "当钱",
        "当现",
        "没现",
        "不发钱",
        "不给钱",
        "当工",
        "以工",
        "消费",
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


def hours_places(
    plain: Plain, sentence_first: int, sentence_last: int, setting: Setting
) -> Places:
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
    hours = (
        float(number) if number[0].isdecimal() else float(chinese_number(number) or 0)
    )
    return hours + (0.5 if half else 0)


def _hours_level(written: str, setting: Setting) -> Level:
    return (
        Level.BLOCK
        if (_hours(written) or 0) * 10 > setting.limits.hours_block_x10
        else Level.WARN
    )


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


def clock_places(
    plain: Plain, sentence_first: int, sentence_last: int, setting: Setting
) -> Places:
    """CR-059: hours that are stated from clock to clock, less the rest at noon (劳动法 第36条)."""
    text = plain.text
    rest: int | None = None
    for found in _CLOCK.finditer(text, sentence_first, sentence_last):
        minutes = _clock_minutes(found)
        if minutes is None or minutes <= setting.limits.hours_warn_x10 * 6:
            continue
        if rest is None:
            around = text[sentence_first:sentence_last]
            if _NOT_WORKED.search(around) is not None:
                return
            rest = (
                0 if _NO_REST.search(around) else find_break(around) or _TAKEN_FOR_REST
            )
        if minutes - rest > setting.limits.hours_warn_x10 * 6:
            yield found.span()


def _clock_minutes(found: re.Match[str]) -> int | None:
    """Minutes from the first hour to the second; an afternoon that is not named is taken where it has to be one."""
    start, end = _clock(found["start"], found["m1"]), _clock(found["end"], found["m2"])
    if start is None or end is None:
        return None
    first, last = found["am"] or "", found["pm"] or ""
    if not first and last[:1] == "早" and end < start < 720:
        start += 720  # 十点干到早上六点 is a night
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


#: 早七晚九, 早6晚8: hours of morning and evening with nothing between.
_EARLY_LATE = starting(
    r"(?:从|每天|天天|一天|上班|干)?(?:早上?|早晨|凌晨|清早|上午|一早)(?P<early>\d{1,2}|[一二两三四五六七八九十]{1,2})(?!班|个|人|次|趟|遍|顿|块|场|天)(?:点|:00|时)?(?P<m1>半|:30)?(?:钟)?(?:[^,。;\d一二三四五六七八九十]{0,4}?)(?:,|、|到|至|-|~|—|干到|忙到|上到|做到|站到)?(?:晚上?|夜里?|下午|傍晚|深夜)(?P<late>\d{1,2}|[一二两三四五六七八九十]{1,2})(?!天|小时|个|人|块|元|次|休|十)(?:点|:00|时)?(?P<m2>半|:30)?"
)
#: 早上五点起来喂头遍, 晚上七点半收工: what is done in between is told too.
_LONG_DAY = starting(
    r"(?:早上?|早晨|凌晨|清早|上午|天天|每天)(?P<early>[4-9]|[四五六七八九])(?:点|:00)(?P<m1>半|:30)?[^。;]{1,36}?(?:晚上?|夜里?|傍晚)(?P<late>1?\d|[一二三四五六七八九十]{1,2})(?:点|:00)(?P<m2>半|:30)?[^,。;]{0,14}?(?:收工|下班|结束|关门|打烊|走人|才完|回家|收摊|交班)"
)
_DAWN_TO_DARK = starting(
    r"(?<![\d一二三四五六七八九十])(?:五|六|七|八|[5-8])点(?:半)?(?:上班|上岗|开工|到岗|干活|上工)[^。;\d]{0,4}?(?:晚上?|夜里)(?:八|九|十|十一|[89]|1[01])点(?:半)?(?:下班|收工|结束|才|下工)|(?:每天|一天|天天)(?:要|得)?(?:干|上|做)(?:满)?(?:九|十|十[一二三四五六])个点(?!位)|天不亮[^,。;]{0,4},?(?:摸黑|天黑|半夜|擦黑)|(?:从)?(?:天亮|天不亮|天蒙蒙亮|鸡叫|天没亮|日出|太阳出来|起早)[^,。;]{0,4}(?:到|至|干到|忙到)[^,。;]{0,3}(?:天黑|半夜|深夜|夜里|月亮|日落|看不见)|起早贪黑|没日没夜|连轴转|(?:一天|每天|天天)(?:都)?(?:要|得)?(?:干|上|站|坐|忙)(?:[一二两三四五六七八九]?十)(?:好?几|多|来)个?(?:小时|钟头)"
    r"|(?:连续|连着|一口气|一连|连|一气)(?:要|得)?(?:干|上|做|站|开|值|工作|上班)(?:满)?(?P<run>\d{1,2}|[一二]?十[一二三四五六七八九]?|[一二三四五六七八九])个?(?:多|半)?(?:小时|钟头|钟)|(?:十[一二三四五六七八九]|1\d)个?(?:来|多)?(?:小时|钟头)(?:的)?(?:班|活|工作|上班|连班|大班|长班|起步|打底|一天|/天|每天|倒班|倒|轮班|对班|制)"
    r"|(?:24|二十四)(?:个)?小时(?:都)?(?:要|得|全天|吃)?(?:住|在(?!线)|守|值(?!班电话)|待|盯|看着|不离)|(?:8|八|九|9|10|十)(?:个)?小时(?:[^,。;]{0,3}?)(?:加|外加|\+|再加|外再加)[^,。;]{0,3}?[1-6一二两三四五六]个?小时(?:的)?(?:加班|延时)?|(?:12|十二|13|十三|14|十四|16|十六|24|二十四)(?:个)?(?:小时|钟头)(?:[^,。;三四]{0,3})(?:对班|两班|二班|倒班|大倒班|轮休|一倒|连班|单班)|(?:干|上|做)(?:一|1)(?:天|班)(?:24|二十四)(?:个)?小时"
)


#: No such sentence is without one of these.
_ENDS_LATE = re.compile("[晚夜傍黑时头落亮贪没]")


def early_late_places(
    plain: Plain, sentence_first: int, sentence_last: int, setting: Setting
) -> Places:
    """CR-059: from an hour of the morning to one of the evening without a dash, or hours in plain words."""
    text = plain.text
    if _ENDS_LATE.search(text, sentence_first, sentence_last) is None:
        return
    around = text[sentence_first:sentence_last]
    for found in _EARLY_LATE.finditer(text, sentence_first, sentence_last):
        minutes = _early_late_minutes(found)
        if minutes is None or _NOT_WORKED.search(around) is not None:
            continue
        rest = 0 if _NO_REST.search(around) else find_break(around) or _TAKEN_FOR_REST
        if minutes - rest > setting.limits.hours_warn_x10 * 6:
            yield found.span()
    for found in _LONG_DAY.finditer(text, sentence_first, sentence_last):
        minutes = _early_late_minutes(found)
        if minutes is None or _NOT_WORKED.search(around) is not None:
            continue
        if (
            minutes - (find_break(around) or _TAKEN_FOR_REST)
            > setting.limits.hours_warn_x10 * 6
        ):
            yield found.span()
    for found in _DAWN_TO_DARK.finditer(text, sentence_first, sentence_last):
        first, _last = plain.clause(*found.span())
        if (
            _HOURS_REFUSED.search(text, first, found.start()) is None
            and _NOT_WORKED.search(around) is None
        ):
            yield found.span()


def _early_late_minutes(found: re.Match[str]) -> int | None:
    start, end = _clock(found["early"], None), _clock(found["late"], None)
    if start is None or end is None or start >= 720:
        return None
    start += 30 if found["m1"] else 0
    end += (720 if end < 720 else 0) + (30 if found["m2"] else 0)
    return end - start if end > start else None


#: Somebody lives with the work around the clock.
_ALL_DAY = starting(
    r"(?:24|二十四)个?小时(?:住家|贴身|陪护|看护|照顾|照料|在岗|驻守|随叫随到)"
)


def all_day_places(
    plain: Plain, sentence_first: int, sentence_last: int, _setting: Setting
) -> Places:
    """CR-059: one person for twenty-four hours."""
    text = plain.text
    for found in _ALL_DAY.finditer(text, sentence_first, sentence_last):
        if (
            re.search(
                r"轮|倒班|两班|三班|换班|值班表", text[sentence_first:sentence_last]
            )
            is None
        ):
            yield found.span()


def clock_level(written: str, setting: Setting) -> Level:
    if _ALL_DAY.match(written):
        return Level.WARN  # who lives in also rests in
    early = _EARLY_LATE.match(written)
    found = _CLOCK.search(written)
    minutes = (
        _clock_minutes(found)
        if found
        else _early_late_minutes(early)
        if early
        else None
    )
    if minutes is None:
        return _hours_level(written, setting)
    return (
        Level.BLOCK
        if minutes - _TAKEN_FOR_REST > setting.limits.hours_block_x10 * 6
        else Level.WARN
    )


HOURS = TextRule(
    "CR-059",
    ("小时", "钟头", "个钟", *(f"{digit}h" for digit in "0123456789")),
    hours_places,
    clock_level,
)
ALL_DAY = TextRule(
    "CR-059", ("24小", "24个小", "二十四小", "二十四个小"), all_day_places, clock_level
)
CLOCK = TextRule(
    "CR-059",
    (
        *(f"{mark}{sign}" for mark in "点时" for sign in "到至-~—–半忙干"),
        *(f"{digit}:" for digit in "0123456789"),
    ),
    clock_places,
    clock_level,
)
#: 早七晚九 and hours in words.
EARLY_LATE = TextRule(
    "CR-059",
    ("连着干", "连着上", "连着做", "连着站", *(f"{a}{b}" for a in ("早", "早上", "早晨", "上午", "凌晨", "清早", "一早") for b in "456789四五六七八九"), "个点", "点上班", "点开工", "点上工", "点到岗", "半上班", "半开工", "天亮", "不亮", "蒙亮", "鸡叫", "没亮", "日出", "起早", "没日没夜", "连轴", "连续", "一口气", "一连", "一气", "小时", "钟头", "太阳出"),
    early_late_places,
    clock_level,
)  # fmt: skip
