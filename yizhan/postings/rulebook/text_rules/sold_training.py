"""CR-052 told as it is sold: a course, its price and how it may be owed, and the job behind it; a vehicle likewise.

Words of learning, of owing and of the promised job are classes; a sentence speaks where two of them meet with a price.
"""

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule, refused
from yizhan.postings.rulebook.word_lists import word_lists

_W = word_lists("sold_training")

_SUM = (
    r"(?<![每一]天)(?<!每日)(?:[1-9]\d{2,5}|[一二两三四五六七八九][百千万][一二两三四五六七八九百千]{0,3})(?:元|块|钱)*"
)
_FEE = _W.fee
_LEARN = _W.learn
_OWED = _W.owed
_JOB = _W.job
_VEHICLE = _W.vehicle
_RUN = _W.run
_DOWN = _W.down
_TOLD = starting(
    # 公司垫学费每月从工资里扣, 学费走第三方金融, 实训营可花呗
    f"(?:垫|{_FEE})[^。;免不]{{0,20}}?{_OWED}"
    f"|{_LEARN}[^。;免不]{{0,22}}?{_OWED}(?!业务|方案|给家长)"
    f"|(?:{_OWED})[^。;免不]{{0,8}}?(?:学费|学技术|学手艺|学习|培训|上课|报名|课程)"
    f"|{_FEE}(?:就|都|可|能|也)?(?:批|办|贷|借)(?:下来|得|出来|给|了)?(?!免)"
    "|(?:给|帮)(?:你|您|大家|新人)?(?:办|申请|弄)[^,。;]{0,3}?(?:小额贷|贷(?!款(?:买房|客户))|分期)"
    "|边干边还"
    "|帮(?:你|您|大家|学员)们?(?:去|来)?(?:办|申请|弄|搞)?(?:个|一笔|笔)?(?:贷(?!款买房)|分期|网贷|助学金|借款)"
    "|(?:申请|办理?)(?:一笔|个|笔)?(?:助学金|培训金|教育金|学习贷)"
    "|付费(?:的)?(?:课程|学习|培训|内训|班|实训)"
    f"|(?:{_FEE}|费用|(?<!社会保险)(?:交|缴|收)(?:费|钱)?|自费|报名)(?:是|共|只要|才|要|先|,|仅|[:]){{0,2}}{_SUM}"
    f"[^。;免不]{{0,5}}?{_LEARN}?[^。;免不]{{0,16}}?(?:学完|学会|学成|结业|毕业|培训完|考过|拿证|完了)"
    f"[^。;不]{{0,6}}?{_JOB}"
    f"|{_LEARN}[^。;免不]{{0,12}}?(?:{_FEE}|费用|交|缴|收|自费|自己?(?:交|出|掏))"
    f"(?:是|共|只要|才|要|先|,|[:]){{0,2}}{_SUM}(?![^。;]{{0,6}}(?:补贴|补助|工资|由))[^。;]{{0,16}}?(?:{_JOB})"
    f"|{_LEARN}[^。;免不]{{0,10}}?(?:先)?(?:交|缴|付){_SUM}[^。;]{{0,14}}?{_JOB}"
    f"|(?:上岗|入职|录用|工作|应聘|面试)[^。;免不]{{0,14}}?(?:能力提升|提升|{_LEARN})[^。;免不]{{0,10}}?"
    f"(?:费用|学费|自费|{_SUM})[^。;]{{0,6}}?(?:分|自|贷|$|{_SUM})"
    f"|(?:不|没)(?:上岗|录用|要)[^。;]{{0,6}}?(?:考证班|培训班|班){_SUM}"
    f"|(?:考证班|培训班|提升班|训练营|实训营|就业班)(?:只要|收|要|,|:)?{_SUM}(?:自费|自理|可|一期|一人)?"
    "(?!工资|一天|每天|补)"
    f"|{_VEHICLE}(?:从|在|由|找)(?:公司|我们|平台|车队|站点|指定)[^,。;]{{0,3}}?(?:提|租|买|拿|订)"
    f"[^。;免不]{{0,12}}?{_DOWN}"
    f"|(?:买|购|提|租)(?:一?[台辆套])?(?:我们|咱们|公司|我司|平台|车队|站点|指定|本公司)(?:家)?的?{_VEHICLE}"
    f"[^。;免不]{{0,10}}?(?:{_RUN}|{_DOWN}|就给|才给|就能|才能|包)"
    f"|(?:贷款|分期|按揭|零首付|低首付|以租代[购售买])(?:提|买|购|拿|租)?[^。;免不]{{0,6}}?{_VEHICLE}"
    f"[^。;免不]{{0,14}}?(?:{_RUN}|{_DOWN}|公司)"
)
#: Wider: a price beside something to be learnt and a job behind it, or words that only a debt for it knows.
_PRICE = f"(?<![薪资底补奖励单发月]){_W.prices}(?:元|块|钱)*(?!工资|补|奖|/月|一个?月)"
_STUDY = _W.certificates
_LOOSE = starting(
    f"{_STUDY}[^。;免不]{{0,12}}?{_PRICE}[^。;]{{0,14}}?(?:{_JOB}|接(?:单|活)|分到|名企|派|$)"
    f"|(?:花|交|出|掏|缴|付|先){{1,2}}{_PRICE}[^,。;]{{0,4}}?{_STUDY}"
    f"|{_STUDY}(?:包|保|推荐|安排)(?:就业|工作|上岗|分配)[^。;免不]{{0,5}}?{_PRICE}"
    "|(?:应聘|入职|上岗|就业)(?:者|前|后)?[^。;免不]{0,8}?(?:购买?|买|报名?|参加)[^,。;]{0,8}?"
    f"(?:课程?|付费|认证|培训班|班)[^。;]{{0,6}}?{_PRICE}"
    "|付费(?:实习|认证|上岗|培训|考证|内训|课)"
    f"|(?:推荐|忽悠|让|劝|叫)[^,。;]{{0,4}}?(?:上|报|买|学)[^,。;]{{0,3}}?{_PRICE}[^,。;]{{0,5}}?(?:课|班)"
    f"|学徒[^。;免不]{{0,3}}?(?:交|缴)(?:学费)?{_PRICE}"
    "|学费[^。;免不]{0,4}?用[^,。;]{0,4}?工资"
    f"|考[^,。;]{{0,4}}?证[^。;免不]{{0,6}}?(?:交|缴|收|花){_PRICE}"
    "|(?:交钱|付钱|掏钱)就(?:学|教|培训)"
    "|学费(?:先)?(?:挂账|记账|不用(?:掏|付|出)(?:一分)?现|分摊|后付|以后)"
    "|(?:先(?:就业|上岗|学习?|上班)后付(?:费|款))|(?:零|0)元(?:学|入学|培训)"
    "|(?:每月|按月|慢慢|逐月)?还(?:车贷|培训款|学费|培训费|机器款|设备款|分期|车款)"
    "|每月(?:还贷|扣)[^,。;]{0,8}?(?:培训|学费|车)"
    "|签(?:订|了)?[^,。;]{0,3}?(?:购车合同|租车合同|车辆(?:租赁|购买|挂靠)|借款(?:协议|合同)|培训贷)"
    "|(?:合作)?(?:金融机构|金融公司|小贷公司|网贷平台|第三方机构)[^。;]{0,10}?(?:垫付|放款|代付|先付|贷)"
    "|(?:信用卡|花呗|网贷)(?:交|付|刷|支付)[^,。;]{0,4}?(?:学|培训|课|费)"
    "|出师后?[^,。;]{0,8}?(?:抵|还)"
    "|(?:车辆|货车|面包车|电动车|电瓶车|新能源车?|提供车|用车)[^。;免不]{0,6}?"
    rf"(?:日租|月租|首付|另押|押[\d一二三四五六七八九]|先交)[^。;免不]{{0,14}}?(?:{_RUN}|就跑|{_DOWN}|扣)"
    "|(?:从)?(?:运费|单价|跑单费?|提成|货款)(?:里|中)?(?:慢慢|逐月|按月|每月)?扣(?:车|首付|月供|设备)"
    "|(?:首付|车款|月供)[^。;免不]{0,8}?从(?:运费|工资|单价|提成)"
    "|(?:买|购)(?:买)?(?:我司|我们|咱们|公司|本公司|我厂)的?[^,。;]{0,6}?(?:机|车|设备|台)[^。;免不]{0,12}?"
    "(?:订单|给活|派单|回收|货源|单子|包销)"
)
_NOT_SOLD = re.compile(_W.bare.not_sold)
_TRADE = starting(
    "(?:招聘?|聘|急招)[^,。;]{0,6}(?:客服|内勤|文员|专员|顾问|销售|老师|教练|讲师|教员|助教|会计|导购|保洁)"
    f"|{_W.bare.trade_words}"
)


def sold_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-052, told: a course or a vehicle sold where a job was looked for."""
    text = plain.text
    found = _TOLD.search(text, first, last) or _LOOSE.search(text, first, last)
    if found is None or _TRADE.search(text, first, last) or _NOT_SOLD.search(text, first, last):
        return
    clause_first, _last = plain.clause(*found.span())
    if not refused(text, clause_first, found.start()):
        yield found.span()


SOLD = TextRule(
    "CR-052",
    (*_W.words.sold_anchors, *(f"分{a}{b}" for a in _W.words.sold_heads for b in "期个次")),
    sold_places,
    told=True,
)
