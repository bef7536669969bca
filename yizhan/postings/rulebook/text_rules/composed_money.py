"""Money and the worker, put together from slots: CR-050, CR-052, CR-057, CR-058."""

from __future__ import annotations

from yizhan.postings.rulebook.text_rules.composed import Composed, composed, told
from yizhan.postings.rulebook.text_rules.fees import NOT_YOU
from yizhan.postings.rulebook.word_lists import word_lists

_W = word_lists("composed_money")

# --- the parts -------------------------------------------------------------------------------------------------------

#: What is given for work is no charge: 月薪4000, 一天200, 补贴100, 奖200.
_NO_WAGE_BEFORE = "".join(f"(?<!{word})" for word in _W.words.no_wage_before_words)
_UNITS = _W.units
_SUM = (
    rf"{_NO_WAGE_BEFORE}(?<![\d.:一二两三四五六七八九十百千-])(?>{_W.amounts})(?:多"
    f"|来)?(?:块钱?|元|块)?(?!{_UNITS})(?!{_W.bare.wage_after})"
)
_FEE_OF = _W.fee_of
_FEE = (
    "(?:(?:收费|付费)培训|(?:代办|资料代办)费"
    f"|{_FEE_OF}(?:使用|材料|押|管理|保证|整理|制作|代办|处理|维护|占用|保管|清洗)?(?:费用?|款|金|的?钱)"
    f"|{_W.bare.fee_words})"
)
#: The worker's hand: what is done with the money.
_PAYS = (
    "(?:(?<![提成移外社递公结上])交(?![通易接流班叉互往给你货付工期代情涉际车警领纳的]|给(?:客|顾|业主))"
    f"|{_W.bare.pays_by_self}"
    "|(?:自己|个人|工人|本人|自个儿?|自家)(?:来|要|得|先|再|花钱|掏钱|掏腰包)*"
    "(?:出(?!门|勤|工|发)|掏|付|买|购|花钱|承担|负担|配|拿钱|办)"
    f"|{_W.bare.pays_over})"
)
#: What hangs on it: that one may come, be placed, be kept.
_HANGS = _W.hangs
_TAKER = _W.taker
_GEAR = _W.gear
#: Whoever else pays, and what shows that nothing is asked.
_NOT_ASKED = (
    f"{_W.bare.asks_nothing}"
    "|(?:替|帮|给|为)(?:大家|你们?|您|工人|员工|新人)们?(?:都|先|全)?(?:交|垫|付|出|缴|办好|买)"
    f"|{_W.bare.asks_nothing_else}"
    "|公司(?:都|会|先|统一|来|全|给|负责)*(?:出|付|承担|报|发|包|配|补|交|垫|提供|负担|买|充|缴|给办|结算)"
    f"|{_W.payers}(?:都|会|先|统一|来|全|给|负责|帮|替|给你|全额|这边)*(?:出|付|承担|报|发|包(?!括)|配|补|垫|提供|负担"
    "|买(?!我)|充|缴|结算|掏)"
    f"|{_W.bare.by_employer}"
)


def _charge(*slots: str, reach: int, unless: str, ordered: bool = False, commas: int = 1) -> Composed:
    """A reading of CR-050: told in the same sentence that it is not the worker who pays, it says nothing."""
    return composed(
        *slots, reach=reach, unless=unless, ordered=ordered, commas=commas, beside=f"{NOT_YOU}|{_W.bare.no_charge}"
    )


# Of courses, for CR-052 and for what they cost (CR-050).
_LEARN = _W.courses
_OWED = _W.owed
_LEARN_FEE = _W.learn_fee
_PRICE = (
    rf"{_NO_WAGE_BEFORE}(?<!月)(?<![\d.:一二两三四五六七八九十百千-])(?:[1-9]\d{{2,5}}(?!\d)"
    "|[一二两三四五六七八九]?[百千万][一二两三四五六七八九]?[百千]?)(?:块"
    f"|元|多)*(?!{_UNITS})(?!的?(?:工资|日薪|补|奖)|一天|/天|每天|日结|/月|一个?月)"
)
_JOB = _W.job
_NOT_SOLD = (
    "别慌|先别|免(?!谈)"
    "|(?:无|没有?|不是|拒绝|不做|不涉及|远离)(?:任何|什么|一切)?(?:招转培|培训贷|[^,。;]{0,2}贷)"
    f"|{_W.bare.course_is_free}"
)

_CHARGES: tuple[Composed, ...] = (
    _charge(
        _FEE,
        _PAYS,
        reach=14,
        unless=rf"{_NOT_ASKED}|农民工工资保证金|(?:公司|单位|我们|厂里|企业|店里|老板)(?:都|也)?已",
        commas=0,
    ),
    _charge(
        rf"{_FEE}(?:是|为|要|共|约|:|需|一[床套个张份])?(?=\d|[一二两三四五六七八九])",
        rf"{_SUM}|(?<![\d.])[1-9]\d?(?:\.\d)?(?=$|[,。;元块])",
        reach=14,
        unless=rf"{_NOT_ASKED}|每[斤单件个天]补|发|送|奖",
    ),
    _charge(_FEE, _SUM, _W.at_hand, reach=18, unless=rf"{_NOT_ASKED}|补|奖", ordered=True, commas=0),
    _charge(_PAYS, _SUM, _HANGS, reach=26, unless=rf"{_NOT_ASKED}|工资(?:每|日|月|按|当)|月薪|日薪|时薪"),
    _charge(
        _PAYS,
        _SUM,
        _TAKER,
        reach=18,
        unless=f"{_NOT_ASKED}|工资(?:每|日|月|按|当)|月薪|日薪|时薪|(?:公司|厂里|老板|店里)给",
    ),
    _charge(_GEAR, _PAYS, _SUM, reach=24, unless=rf"{_NOT_ASKED}|月薪|日薪|时薪|日结|一天|自费"),
    _charge(
        _GEAR,
        "(?:自己|自费|自掏|自个儿?)(?:花钱|掏钱|掏腰包|出钱|腰包)|花钱",
        r"买|的|配|办",
        reach=14,
        unless=rf"{_NOT_ASKED}|会修|会用|带来",
    ),
    _charge(
        _GEAR,
        "(?:从|向|找|在|去|到)(?:我们?|站点|公司|厂里|厂门口|店里|中介|平台|指定|小卖部|老板)[^,。;]{0,5}"
        "(?:买|购|拿|订|租|领|办)|(?:厂里|公司|站点|我们|店里|指定)[^,。;]{0,4}(?:卖|出售|代购|统一购)",
        rf"{_SUM}|不(?:买|办)|自费|不认",
        reach=26,
        unless=_NOT_ASKED,
    ),
    # 实训二十天,费用六千八百元,合格签合同: who has to learn for money before the job pays for the job
    _charge(
        f"{_W.course_price}[^。;免不发补贷包]{{0,14}}?{_PRICE}",
        f"{_JOB}|{_OWED}",
        reach=46,
        unless=rf"{_NOT_SOLD}|底薪|日薪|时薪|奖|学徒工|生活费",
        commas=4,
    ),
    _charge(_W.bare.paying, _W.bare.only_then, reach=20, unless=rf"{_NOT_ASKED}|交钱学|培训"),
    _charge(
        r"(?:给|付|抽|提|扣|返|留|孝敬|上交|分|拿出?)",
        "(?:我(?!们发)|介绍人|中介|工头|带班的?|领队|平台|公司|队长|劳务)",
        "(?:工资|薪[水资]|工钱|收入|首月|头月)[^,。;]{0,5}?"
        r"(?:[一二两三四五]成|\d{1,2}%|百分之[一二三四五六七八九十]+|一半)",
        reach=22,
        unless=rf"{_NOT_ASKED}|提成",
    ),
    _charge(
        r"(?:中介|职介|介绍|服务|信息|管理|人头)费?",
        "(?:首月|头月|第一个?月|当月|每月|每天|日)[^,。;]{0,4}?(?:工资|薪[水资]|工钱|收入)?的?"
        r"(?:[一二两三四五]成|\d{1,2}%|百分之[一二三四五六七八九十]+|一半)",
        reach=20,
        unless=_NOT_ASKED,
    ),
    _charge(
        "(?:前|头|首|第一)[^,。;]{0,4}(?:天|月|单|周)[^,。;]{0,2}(?:工钱|工资|钱|薪水?)",
        r"归|给|交|算",
        r"介绍人|中介|工头|带班|领队|平台|我(?!们发)|队长",
        reach=18,
        unless=_NOT_ASKED,
    ),
    _charge(
        "(?:给|付|拿|谢)(?:我|俺|个|点)?[^,。;]{0,6}(?:茶水|辛苦|介绍|中介|信息|好处|感谢|跑腿|带路|人情)(?:费|钱)",
        "成了|干够|进厂|介绍|吃饭|办成|录用|上班|安排|才|再",
        reach=26,
        unless=rf"{_NOT_ASKED}|给(?:你|您|介绍人|工人)",
    ),
    _charge(
        _GEAR,
        r"(?:代|统一|帮|包|给)办|代缴|代买|统一定做",
        _SUM,
        reach=20,
        unless=rf"{_NOT_ASKED}|(?:代办|办)员",
    ),
    _charge(
        r"介绍|推荐|登记|报名|面试|建档|入群|信息|进厂|岗位",
        r"收(?![入银到拾货购藏割款工人尾])(?:取|你|您)?|要交",
        _SUM,
        reach=14,
        commas=0,
        unless=rf"{_NOT_ASKED}|招收|名",
    ),
    _charge(
        r"(?:入会|会员|入群|建档|报名|办卡|工牌|押金)(?:费)?[^,。;\u4e00-\u9fff\d]{0,3}",
        r"(?<!\d)\d{2,4}(?:元|块)?(?:/(?:年|月|次|人|季)|$)",
        reach=14,
        unless=_NOT_ASKED,
        ordered=True,
        commas=0,
    ),
    _charge(
        _W.given_to_me,
        _SUM,
        _W.once_placed,
        reach=24,
        commas=2,
        unless=rf"{_NOT_ASKED}|厂里给|公司给|老板给|给(?:你|您|介绍人|工人)|给我(?:们|家|妈|爸|爷|奶|老|孩|儿|女)",
    ),
    _charge(
        _W.bare.small_gifts,
        r"给|交|塞|包|送|凑|买|意思|打点|表示",
        _W.bare.favours,
        reach=26,
        unless=rf"{_NOT_ASKED}|节日|慰问|喜|抢红包|发红包",
    ),
    _charge(
        r"(?:头|首|第一)个?月|工资|工钱|前[一二三四五六七八九十半\d]+天",
        r"[押压扣留](?:住|下|着|在)?",
        "(?:当|做|作|为|算|抵)[^,。;]{0,2}(?:押金|保证金|抵押|违约金|担保|服装|培训)",
        reach=24,
        unless=_NOT_ASKED,
    ),
    _charge(
        r"违约金|赔偿金?|罚款|罚",
        r"不干|中途|离职|走人|没干满|干不满|提前走|辞|不满[一二三两\d半]",
        r"扣|交|赔|罚|付",
        reach=20,
        unless=rf"{_NOT_ASKED}|迟到|加倍|公司赔|我们赔|罚单",
    ),
    _charge(
        rf"{_NO_WAGE_BEFORE}(?<![\d.])[一二两三四五六七八九\d.]{{1,3}}万[一二三四五六七八九]?",
        _W.bare.gets_one_in,
        reach=14,
        unless=rf"{_NOT_ASKED}|月薪|年薪|工资",
    ),
)

# --- CR-052 ----------------------------------------------------------------------------------------------------------

_VEHICLE = _W.vehicle
_DOWN = _W.down
_RUN = _W.run
_FREE_COURSE = r"不(?:交钱|贷款|收费|收学费|花钱)|补助资金|人社局|就业局|政府"
_SOLD: tuple[Composed, ...] = (
    composed(_LEARN, _OWED, reach=34, unless=rf"{_NOT_SOLD}|方案|资料", beside=_FREE_COURSE, commas=2),
    composed(_LEARN_FEE, _LEARN, _JOB, reach=34, unless=rf"{_NOT_SOLD}|费用全|学习能力", beside=_FREE_COURSE, commas=2),
    composed(
        _LEARN,
        _PRICE,
        _JOB,
        reach=34,
        unless=rf"{_NOT_SOLD}|月薪|日薪|时薪|底薪|工资|学徒工",
        beside=_FREE_COURSE,
        commas=2,
    ),
    composed(
        _LEARN,
        _LEARN_FEE,
        _PRICE,
        reach=30,
        unless=rf"{_NOT_SOLD}|月薪|日薪|时薪|底薪|学徒工",
        beside=_FREE_COURSE,
        commas=2,
    ),
    composed(
        "(?:公司|我们|平台|厂里)(?:先|给你|替你|帮你)*垫",
        r"(?:上岗|入职|转正|工作|上班)(?:后|了|以后)",
        r"扣|还",
        reach=24,
        unless=_NOT_SOLD.replace("公司(?:都|会|先|统一|全|给|来|送你|送)*(?:出(?!车)|付|承担|报|包|交学|送)|", ""),
        beside=_FREE_COURSE,
        commas=2,
    ),
    composed(
        _W.lender,
        _W.signed,
        r"入职|上岗|面试|录用|工作|学生|就业",
        reach=44,
        commas=3,
        unless=rf"{_NOT_SOLD.replace('别慌|先别|', '')}|专员|销售|推广员|客户经理|业务员|放贷|房贷",
    ),
    composed(
        _VEHICLE,
        _DOWN,
        _RUN,
        reach=44,
        unless=f"{_NOT_SOLD}|销售|租车行|租赁公司|维修|装卸工|不用买|公司提供车|公司配车",
        beside=_FREE_COURSE,
        commas=4,
    ),
)

# --- CR-057 ----------------------------------------------------------------------------------------------------------

_TRIED = (
    f"(?:(?:上手|学会|转正|出师|合格)(?:之|以)?前|试{_W.tried_things}"
    r"|先(?:来)?(?:干|做|跟|学|上|试|帮|剪|洗|切|端|炒|搬|缝|贴)(?:着)?(?:[一二两三四五七几半\d]+个?(?:天|日|周|星期|礼拜|班|晚|小时)|看看"
    "|试试)?"
    r"|(?:(?<!提)前|头|第)(?:[一二两三四五七几半\d]+)个?(?:天(?![晚夜下上通说的])|日|周|星期|礼拜|班|晚|月|顿|单|锅|桌|场)"
    "|这一?(?:顿|天|次|单|场)(?=[就也都可])"
    rf"|{_W.trial_words}(?:期|阶段|期间|的?[一二两三四五七几半\d]+天|几天|那几天)?"
    f"|{_W.bare.not_kept_on})"
)
_NO_PAY = _W.no_pay
_PAID_TRIED = _W.bare.paid_tried
_TRIALS: tuple[Composed, ...] = (
    composed(_TRIED, _NO_PAY, reach=22, unless=rf"{_PAID_TRIED}|学费|培训费|客户|顾客|客人|消费者|课程"),
    composed(
        _W.first_piece, _W.skill_shown, _NO_PAY, reach=34, commas=3, unless=rf"{_PAID_TRIED.replace('样品|', '')}|学费"
    ),
    composed(
        f"{_W.found_fit}(?:了|试岗|试用|试工|后|以后|才)*",
        "(?:才|再|后|方)(?:开始|能|会)?(?:算|给|发|计|谈|说|开|起算|有)(?:算|开|发)?(?:工资|钱|工钱|薪水?|工价|待遇|工)",
        reach=16,
        unless=rf"{_PAID_TRIED}|上个月|次月|全勤|奖",
    ),
    composed(
        r"(?:从|再|才|打|由)?第[二三四五六七八2-8]天(?:起|才|再|就)?",
        r"(?:给|算|计|发|有|记|开|起)(?:始?[算计]?)(?:钱|工资|工钱|工|薪|酬)",
        r"试|先来|先干|合适|看|瞧|相中|中意|对眼|考察|了解|磨|学|熟悉",
        reach=28,
        unless=_PAID_TRIED,
        commas=2,
    ),
)

# --- CR-058 ----------------------------------------------------------------------------------------------------------

_WAGE = _W.wage
_GOODS = _W.goods
_INSTEAD = _W.instead
_KIND_NOT = _W.bare.kind_not
_KIND: tuple[Composed, ...] = (
    composed(
        "(?:报酬|工钱|工资|酬劳|劳务费)(?::|是|为|给)",
        rf"{_GOODS}",
        reach=12,
        unless=_KIND_NOT.replace("外加|", ""),
        ordered=True,
        commas=0,
    ),
    composed(
        _W.allowance_in,
        _GOODS,
        r"发|支付|结|兑|给|仅限|只能",
        reach=16,
        unless="不(?:以|用)|另|福利|过节|节日|慰问|现金|转账",
        ordered=True,
        commas=0,
    ),
    # 以年卡、门票折算发放; 发等额购物卡
    composed(
        f"(?:以|用|按|拿|改|统一)(?:等值|等额|同值|同价|本店|本公司|公司|商场|超市|店里|厂里|内部|的)*{_GOODS}",
        _W.given_as,
        reach=18,
        unless=r"不|另|外加|福利|奖|补贴|补助|节|慰问|年货|客户|顾客|会员|客人|促销|活动|计件|称|斤数|重量|产量",
        ordered=True,
        commas=0,
    ),
    composed(
        rf"(?:等额|等值|同值|同价|同等金额)的?[^,。;]{{0,3}}?{_GOODS}",
        r"发|给|结|领|换|付|兑",
        reach=12,
        unless=r"不|另|外加|福利|奖|补贴|节|慰问|客户|顾客|会员|客人|促销|活动",
        commas=0,
    ),
    # 其中一千六用酒店消费券发; 五十用橙子顶
    composed(
        rf"(?:{_W.amounts})(?:元|块钱?)?(?:是|则|就|的)?(?=用|拿|以)",
        f"(?:用|拿|以)(?!现|微信|转账|银行|支付宝|红包)[^,。;不]{{0,5}}?{_GOODS}(?:来)?(?:顶|抵|发(?!票)|折|付|兑|当)",
        reach=22,
        unless=r"不|福利|奖|补贴|补助|节|客户|顾客|会员|客人",
        ordered=True,
        commas=0,
        hint="顶|抵|发|折|付|兑|当",
    ),
    composed(
        _W.rest_of,
        "给|发|拿|用|抵|顶|换|折",
        _GOODS,
        reach=18,
        unless=r"不|卖|吃|摘|福利|饭|奖|员工价|内部价|处理|打折|低价|客",
        commas=0,
    ),
    composed(
        "(?:报酬|工钱|工资|酬劳|劳务费?)(?:每天|一天|按天|每次|就)?(?:给|发|送|换|是)",
        _GOODS,
        "[一二两三几半1-9](?:张|份|套|盒|箱|桶|袋|提|瓶)",
        reach=24,
        unless=_KIND_NOT.replace("外加|", ""),
        commas=0,
    ),
    # 日结,不过是结成饭票
    composed(
        "(?:结|折|换|变|兑|发)成",
        _GOODS,
        "日结|工资|工钱|报酬|薪|月结|周结",
        reach=20,
        unless=r"不(?!过)|福利|补贴|奖|节|客户|顾客|会员",
    ),
    # 一天算你一百斤面
    composed(
        r"(?:[一二两三四五六七八九十\d]+|每|半)(?:天|日|个工|晚|班)(?:活|工)?",
        "(?:算|换|折|抵|顶|合成)(?:成|给|作)?(?:你|您|恁|大家)?",
        rf"[一二两三四五六七八九十几半百\d]+(?:袋|斤|箱|桶|筐|只|条|瓶|盒|车|捆|头|篮)(?:{_GOODS}|好?[米面油肉蛋鱼菜])",
        reach=20,
        unless=rf"{_KIND_NOT}|工作量|定额|任务|产量",
        ordered=True,
        commas=0,
    ),
    composed(_WAGE, _GOODS, _INSTEAD, reach=13, unless=rf"{_KIND_NOT}|寒暑假", commas=0),
    composed(
        "(?:干|忙|摘|收|做|卸|帮)(?:完|好|满)(?:活|工|了|地|一天|半天)?|干(?:一|半|1)?天|帮(?:我|俺)?[^,。;]{1,4}一天",
        r"给|送|换|分|领",
        r"[一二两三四五六七八九十几半百\d]+(?:袋|斤|箱|桶|筐|只|条|瓶|盒|车|捆|头|篮)[\u4e00-\u9fff]",
        reach=18,
        unless=rf"{_KIND_NOT}|块钱|元|红包|\d{{2,}}",
        ordered=True,
    ),
    composed(
        r"一半|部分|[一二三四五六七八九]成|\d{2}%", r"工资|工钱|薪水?", r"买|换|兑|抵|折", reach=12, unless=_KIND_NOT
    ),
    composed(
        _WAGE,
        r"(?:就)?(?:是|为)(?!什么|否)",
        "免费(?:住|吃|食)|食宿|吃住|住宿|学手艺|学技术|经验",
        reach=14,
        unless=r"不是|另|外加|包食宿",
    ),
    composed(
        "(?:没(?:有)?|不给|不发|不付|无)(?:现钱|现金|钱|工钱|工资|钞票)",
        r"(?:给|发|换|分|送|拿|领|顶|抵|只有)",
        (
            r"(?:[一二两三四五六七八九十几半百\d]+(?:斤|袋|箱|桶|筐|只|条|瓶|盒|车|捆|头|包|提|篮|张)"
            "|"
        )
        + _GOODS
        + ")",
        reach=22,
        unless=r"另|外加|福利|过节|节日",
    ),
    composed(
        "(?:管|包)(?:吃|住|饭|食宿)[^,。;]{0,3}?",
        "(?:就是|就算|顶|抵|当|算|权当)(?:作|是|做)?",
        r"(?:工资|工钱|报酬|酬劳|薪)",
        reach=18,
        unless=r"另|外加",
        ordered=True,
    ),
    composed(
        r"(?:券|卡|积分|票|点数|币)",
        r"(?:只能|只可|仅限|限|必须|得)(?:在|到|去)",
        "(?:超市|食堂|商城|店里?|公司|厂里?|平台|小卖部|内部)",
        reach=24,
        unless=r"福利|奖励|过节|节日|会员卡",
    ),
    composed(
        r"月底|年底|到期|结账|完工|收工|干完|算|每天|一天",
        rf"(?:按|拿|用|以|换|给)(?:成|自家|自酿|的)?{_GOODS}(?:来)?(?:折|抵|顶|兑|算(?!账))",
        reach=18,
        unless=r"日结|现结|计件|斤数|不(?:拿|用|以)|另|外加|福利",
    ),
    composed(
        _W.debts,
        r"(?:抵|顶|冲|折|换(?![人了班季])|充)",
        "(?:工资|工钱|工|活|劳动|薪水?|报酬|干活|打工|做工)",
        reach=16,
        unless=r"抵达|不抵|不用|催收|另|会计|代扣代缴",
    ),
)


CHARGES = told("CR-050", *_CHARGES)
SOLD_JOBS = told("CR-052", *_SOLD)
UNPAID = told("CR-057", *_TRIALS)
IN_GOODS = told("CR-058", *_KIND)
