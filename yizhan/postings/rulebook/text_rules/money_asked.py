"""CR-050 in the course of a story: how money goes from the worker's pocket, into whose hands and for what.

`fees` knows fees by their names and the plain 交钱; here they are built from classes: who takes, what for, what is
handed out or bought, and the wage that it is taken from.
"""

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.fees import (
    FEE_NEGATION,
    JUST_NOT,
    is_not_charged,
)
from yizhan.postings.rulebook.text_rules.shape import (
    Places,
    Setting,
    TextRule,
    found_by,
)
from yizhan.postings.rulebook.word_lists import word_lists

_W = word_lists("money_asked")

_SUM = f"{_W.sum}(?:多|来)?+(?:元|块)?+钱?+"
_NOT_MONEY = f"(?!{_W.bare.not_money})"
_TAKER = _W.taker
_FOR = r"(?:押|抵押|担保|保证|凭证|信用|诚意|意向|定金|订金|风险金|违约金|押金)"
_SMALL_FEES = _W.small_fees
_FEE = rf"(?:{_SMALL_FEES}(?:使用|材料|押|管理)?(?:费用?|钱|金|款)|茶水|押款|诚意金|定金|订金|门槛费|风险金)"
_GEAR = _W.gear
_BEARER = _W.bearer
_TOLD = starting(
    # 把200块打过来, 每人留一百做抵押, 领装备得压五百
    f"(?:先)?把(?:这)?(?:{_SUM}|钱|费用|押金|定金|款)(?:先)?(?:打|转|交|付|汇|存)"
    "(?:过来|给(?!你|您|大家|工人|每|各|他|她|本人|家里)|到(?!你|您|卡|工资)|上来|进来|了再)"
    f"|(?:留|押|压|放|交|存|付)(?:个|下|上)?{_SUM}(?:来)?(?:做|当|作|作为|为|算)(?:个|是)?{_FOR}"
    f"|(?:领|拿|借|用|配|取|住|进|来)(?:走|了)?{_GEAR}?[^,。;不免]{{0,3}}?(?:得|要|须|需|先|都|每人)(?:先|要|得)*"
    f"(?:押|压)(?:上|下|个)?{_SUM}{_NOT_MONEY}"
    "|(?:钥匙|工牌|工卡|被褥|工服|工装|头盔|工具|门禁卡?|饭卡|餐卡|宿舍|床位|制服)(?:再|另|也|要|得|每[套个张人])*"
    f"(?:押|压){_SUM}"
    f"|{_SUM}(?:先|都|统一|现场)?(?:交|缴|付|打|转)(?:给|到|在)?{_TAKER}(?!发)"
    "|(?:每[天月人单趟个周]|一天|一个?月|一人|先|要|得|须|每个工|各)[^,。;不免无]{0,4}?"
    f"(?:交|缴|付|孝敬|打点|打给|转给|上交|给){_TAKER}{_SUM}{_NOT_MONEY}"
    f"|给{_TAKER}(?:的)?(?:每[天个单]工?)?(?:提|抽|留|扣|交){_SUM}"
    f"|(?:提|抽|扣|拿|分|返|划)(?:出|走)?{_SUM}(?:给|归|到|当|算){_TAKER}"
    f"|(?:给|塞|包|孝敬|谢)(?:我们?|介绍人|中介|工头|领班|带班的?)(?:个|包|点)?(?:{_SUM})(?:的)?"
    "(?:茶水|烟|辛苦|好处|红包|介绍|信息|谢)"
    f"|{_SUM}(?:一?[套件身张个双顶份])?,?(?:都|统一|直接|会|先)*(?:从|在|由)(?:你的?|头一?个?月|首月|当月|第一个月"
    "|日)?的?(?:工资|工钱|薪水|提成|押金)(?:里|中|里面)?(?:直接)?(?:扣|出|抵|走|划)"
    "|(?:要|得|须|需|必须|先|自己|自费|个人|工人)(?:掏钱|花钱|出钱|自费|先|在我们?这)*(?:买|购买?|订|租)"
    f"(?:[^,。;免不给]{{0,5}}?){_GEAR}[^。;免送]{{0,14}}?{_SUM}{_NOT_MONEY}(?!一天)"
    f"|{_GEAR}(?:和|、|都|得|要|须|全)*(?:自己|自费|个人|自掏|掏钱|花钱)(?:掏钱|花钱|出钱|掏腰包|来)?"
    f"(?:买|购|出|租|付|配齐)[^,。;]{{0,4}}?{_SUM}"
    f"|(?:办|领|补|做)(?:张|个|一张)?{_W.cards}[^。;免不]{{0,6}}?{_SUM}(?:一?[张个])?[^。;免不]{{0,5}}?"
    f"(?:自费|自理|自己|自出|办卡费|工本费|押金)?{_NOT_MONEY}(?!一天)"
    f"|扣(?:除|掉|你|您)?{_SUM}(?:的)?{_FEE}"
    f"|(?<!发)(?<!补)(?<!补助){_FEE}(?:要|按|收)?(?:一人|每人|每位|一个人|每天|每月|一天|一次|一个月)"
    f"(?:先|收|交|要|扣|各)*{_SUM}(?!的?补)"
    f"|费(?:用)?[^,。;不无免]{{0,8}}?(?:由|归|得|要){_BEARER}(?:先)?(?:承担|出|付|负担|支付|垫|交|买单)"
    f"|(?:收|交|缴|付|掏|出)(?:了|个|点|笔|一笔|一份|一次|些|上)*(?:{_SUM})?(?:的)?{_FEE}"
    f"(?:{_SUM}|[,]?(?:才|就|再|方|后|即)(?:能|可|给|会|让)?(?:上|干|进|派|安排|入|来|发|办|领|开))"
    "|(?:做满|干满|满|干够|做够|离职|走时|走的时候)[^,。;]{0,6}?(?:退还?|返还?|还)(?:回)?[^,。;]{0,4}?"
    "(?:押款|押金|服装钱|工衣钱|工装钱|定金|保证金)"
    "|(?:报名|入职|进群|上岗|登记|预约|面试|激活|开通|注册|锁定|排队|占位)[^,。;不免无]{0,5}?"
    f"(?:付|交|缴|转|充|打|扫)(?:款|费|钱|值)?{_SUM}{_NOT_MONEY}"
    r"|(?<!招)(?:一?个)?(?:名额|指标)(?:费|只要|只收|收|要|才|是){0,2}(?:\d{3,5}|[一二两三四五六七八九][百千万])"
    "(?:元|块)?(?![个名人位])"
    "|先(?:付|交|缴|打|转)(?:款|钱|费)[,]?(?:后|再|才)(?:派|安排|上|干|入|进|给活|开工|拉群|出发)"
    "|(?:想干|想来|要来|要干|来之前|来的|诚心|真想)(?:的|就|先|得|要|请|都|把|,)*(?:交|转|打|付|押|掏|发)(?:个|我)?"
    f"(?:{_SUM}|红包|押金|定金|诚意金)"
)
#: Wider: whoever has to pay at the door, whatever for; and a price whose bearer is the worker.
_LOOSE = starting(
    "(?<![提递成移社外公转相])(?:交|缴|垫|预付|充|掏|押|自备|凑)(?![通易警班接货流叉互代底友际差涉车运电话税给你])"
    rf"(?:值|纳|付|上|出|了|个|点|给[^,。;]{{1,4}})*[^,。;\d一二两三四五六七八九十百千不免发补奖由]{{0,6}}?{_SUM}"
    f"{_NOT_MONEY}(?!工资|日薪|的?补|一天|/天|饭卡|餐卡|话费|卡)"
    f"|{_W.occasions}[^,。;免不补奖]{{0,10}}?(?:收|付|转|花|买|扣|抽|带上|带)(?:个|你|您|了|取|我|满|够|得|掉|一份)*"
    rf"[^,。;\d一二两三四五六七八九十百千发补奖免由公老单]{{0,4}}?{_SUM}{_NOT_MONEY}"
    "(?!工资|日薪|的?补|一天|/天|奖|饭卡|餐卡|话费)"
    r"|(?:发|包|塞)(?:个|一个|点)?(?:\d+)?(?:块|元)?(?:钱)?的?红包(?:给)?(?:群主|我|介绍人|领班|工头|主管|班长)"
    "|(?:会|管理|服务|信息|平台|系统|住宿|床位|伙食|中介|介绍|培训|入会|资源|年)费(?:用)?"
    f"(?:一年|每年|每月|一个月|一季度?|一次性?|共|合计|一共|按年|按月|只要|才)(?:收|交|是)?{_SUM}"
    "|(?:服装|工装|工服|体检|培训|报名|入职|资料|办证|保险|中介|介绍|管理|建档)(?:费用?|款|钱)(?:先|统一|请)?"
    "(?:转|打|汇|存|交|付)(?:至|到|给|入)(?!你|您|大家|医院)"
    f"|{_GEAR}(?:都|得|要|须)?(?:自己|自费|自行|个人)(?:花钱|掏钱)?(?:买|购|出)[^。;免不]{{0,6}}?"
    f"(?:指定|我们这|厂里|公司|店里|{_SUM}|[一二三几][百十])"
    "|(?:从|在)(?:你的?|每[天月单])?[^,。;不]{0,4}?(?:单钱|工资|工钱|货款|运费|单价|提成|跑单费?|奖金|薪水)"
    r"(?:里头|里面|里|中)(?:面)?(?:分[一二三四五六\d]+次|分期|按月|每[天月单]|慢慢|逐月)?(?:扣|抵扣|划走?)"
    "(?!社保|个税|税|借|迟到|个人)"
    f"|{_SUM}(?:的|一份|一年)?(?:保险|意外险)[^。;免]{{0,4}}?(?:自己|个人|自费|工人)(?:出|买|掏|付|承担)"
    "|(?:保险|意外险)(?:费|钱)?(?:由)?(?:自己|个人|自费|工人)(?:出|买|掏|付|承担)"
    f"|体检[^,。;]{{0,5}}?(?:在|到|去)(?:我们|公司|厂里|指定|中介)[^。;免不]{{0,10}}?{_SUM}"
    "|(?:中介|介绍人|劳务公司|劳务|工头|领队|平台|带班的?|站长)[^,。;不没]{0,8}?(?:抽|扣|留)(?:走|取|掉|成|水)?"
    rf"(?:{_SUM}|[一二两三]成|\d+%|\d+个点)"
    f"|(?:安全|风险|稳定|诚信|履约|岗位)(?:风险)?金{_SUM}"
    f"|(?:收|交|付)(?:取)?{_SUM}[,]?(?:包括|含|用于|是)(?:了)?[^,。;]{{0,3}}?(?:体检|工衣|服装|工服|办证|培训|资料"
    "|保险|工牌)"
)
#: Loosest: what is worn, used or filled in, and its price that somebody has to pay, within a breath.
_THING = _W.thing
_NEARBY = starting(
    f"{_THING}[^。;免不发补奖包客给]{{0,8}}?(?:统一|共|一共|要|得|先)?(?:交|缴|掏|自费|自付|另付)(?:纳|上)?"
    f"[^。;,免不]{{0,3}}?{_SUM}{_NOT_MONEY}"
    f"|{_THING}[^。;免不发补奖包客,]{{0,4}}?的?{_SUM}[^。;,免不]{{0,2}}?(?:转给|交给|自理|自费|自付|交到|上交)"
    "|扣(?:我|你|工人|新人)?(?:一天|半天|[两三]天|[一二两三]个工|半个月)(?:的)?(?:工资|工钱)?(?:当|做|算|作|抵)"
    f"|(?:每月|每天|头月|首月|当月)扣(?:工资|工钱|掉)?{_SUM}[^。;]{{0,3}}?(?:算|当|做|作)"
    f"|(?:群|软件|平台|系统|[aA][pP][pP])(?:费|月租|年费|使用费)(?:一年|每月|一月|一个月|每年)?{_SUM}"
    f"|(?:要|得|须)(?:穿|用|拿|戴|住)我们(?:的|家)?[^,。;]{{1,5}},?[^。;免不]{{0,3}}?{_SUM}{_NOT_MONEY}"
    "|得?表示(?:一下|表示)"
)
_BORNE = re.compile(_W.bare.borne)
#: Money that the employer gives or customers pay.
_GIVEN = re.compile(
    "(?:发(?![证卡牌])|补|奖|送|报销|补助|补贴|赔)(?:给|你|您|大家)?[^,。;]{0,3}$"
    "|(?:工资|工钱|日薪|底薪|时薪|月薪|单价|工价)[^,。;扣里中]{0,4}$"
)


def asked_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-050, told: money taken, kept back or charged under a small name."""
    text = plain.text
    for found in found_by((_TOLD, _LOOSE), text, first, last):
        start, end = found.span()
        clause_first, _last = plain.clause(start, end)
        before = text[clause_first:start]
        if FEE_NEGATION.before(before) is not None or JUST_NOT.search(before) is not None or _GIVEN.search(before):
            continue
        if re.search(r"[跟向找](?:客户|顾客|客人|业主|租客)", found[0]) is None and not is_not_charged(
            plain, found, first, last
        ):
            yield start, end
    if _BORNE.search(text, first, last) is None:
        yield from (found.span() for found in _NEARBY.finditer(text, first, last))


_FIRST_OF_SUM = "0123456789一二两三四五六七八九十百"
ASKED = TextRule(
    "CR-050",
    (
        *_W.words.asked_anchors,
        *(f"{a}{b}" for a in ("把这", "把") for b in ("钱", "费", "押", "定", "款", *"123456789一二两三四五六七八九")),
        *(f"{a}{b}" for a in "押压留" for b in _FIRST_OF_SUM),
        *(f"{a}{b}" for a in ("交", "付", "打", "转", "给", "归") for b in _W.words.asked_tails),
        *(f"{a}{b}" for a in ("买", "购", "购买", "订", "租") for b in _W.words.asked_tails_2),
        *(f"{a}{b}" for a in ("费", "费用") for b in _W.words.asked_tails_3),
        *(f"{a}{b}" for a in _W.words.asked_heads for b in "123456789一二两三四五六七八九十"),
        *(f"{a}交" for a in "先要须需得另外人再请"),
        *(f"带{b}" for b in "123456789"),
        *(f"{a}花" for a in "要得需先核料"),
        *(f"{a}费{b}" for a in _W.words.asked_heads_2 for b in _W.words.asked_tails_4),
        *(f"{a}{b}" for a in ("费", "款", "费用") for b in _W.words.asked_tails_5),
        *(f"交{b}" for b in "123456789一二两三四五六七八九"),
    ),
    asked_places,
    told=True,
)
