"""CR-032: marriage and children. CR-033: carriers of hepatitis B. CR-034: disability."""
# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.model import Level
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.shape import (
    TURNED_AWAY,
    Places,
    Setting,
    TextRule,
    found_by,
)
from yizhan.postings.rulebook.text_rules.slots import (
    BETWEEN,
    ONLY,
    PREFER,
    PREFERRED,
    REJECT,
    TURNED,
    TURNED_FAR,
    TURNED_SUCH,
    WELCOME,
)
from yizhan.postings.rulebook.words import WORDS, any_of

# --- CR-032 ----------------------------------------------------------------------------------------------------------

_STATES = any_of(WORDS["family"]["states"])
_SOON = r"(?:近|未来|今后|最近|入职|合同|短期|试用|在职|暂|目前|[一二两三四五1-5]年|半年|\d个月|无|没有|不|承诺|保证)"
_CHILDREN = r"(?:怀孕|生育|生孩子|生小孩|要孩子|要小孩|生娃|要娃|备孕|结婚|恋爱|二胎|三胎|二孩|生二)"
_FAMILY = starting(
    rf"{_STATES}"
    rf"|{_SOON}[^,。;]{{0,8}}?(?:不|无|没有|未|暂无|不得|不能|不准|不会|不打算|不许)(?:得|能|准|再"
    rf"|打算|计划|考虑|准备)?{_CHILDREN}"
    rf"|(?:暂?无|没有|不|未|暂不|不打算|不得|不准|不许|禁止)(?:近期|短期|考虑|打算|计划|准备|有|能"
    rf"|可)?{_CHILDREN}(?:的?(?:计划|打算|需求|意向|准备|要求)|者|的)"
    rf"|{_CHILDREN}(?:计划|打算)?(?:的|者)?(?:勿扰|勿投|勿来|不要|不招|除外|免谈|谢绝|不收|不考虑"
    rf"|别来|自动离职|自动辞职|辞退|自离|须离职|要辞职)"
    r"|怀(?:了|上)孕?(?:了|的|后|就|即|者|孩子)*(?:自动)?(?:离职|辞职|走人|辞退|解除|自离|不要|勿扰|别来|得走)"
    r"|(?:要求|必须|须|需要?|得|最好|只要|只招)(?:是|已经?)*(?:生过|生完|有了?|带大)(?:了)?(?:孩子|小孩|娃|宝宝|一胎|二胎)(?:的|优先)?"
    r"|(?:不要|不招|不收|谢绝|拒绝|拒招|不接受|非)(?:怀孕|备孕|孕期|哺乳期|孕妇|孕产妇|孕哺期)"
    r"|(?:孕妇|孕期|哺乳期|备孕期?)(?:妇女|女性|女工|人员|者|的|及哺乳期)?(?:勿扰|勿投|勿来|勿进"
    r"|不要|不招|不收|除外|免谈|谢绝|不考虑|不录|不接受|请绕)"
    r"|(?:须|需|要|必须|进行|做|提供|通过|接受|入职|查|含|包括|增加|附|交)[^,。;不无]{0,8}?(?:孕检"
    r"|早孕|验孕|妊娠(?:测试|检测|检查|试验|检验)|怀孕检查|怀孕测试|是否怀孕|查孕)"
    r"|(?:家中?|家里)?(?:无|没有|没)(?:小孩|孩子|子女|家庭|老人孩子)(?:拖累|负担|牵绊|牵挂|要带"
    r"|需要?照顾)|最好[^,。;]{0,8}?(?:有娃|有孩子|有小孩|孩子大|不用喂奶)|(?:二胎|三胎"
    r"|孩子)都?生完|(?:有娃|有孩子|有小孩)的?优先(?!安排|照顾)"
)
#: Who somebody is at home: wanted or turned away for it.
_AT_HOME = (
    "有孩子", "有小孩", "有娃", "带娃", "带孩子", "带小孩", "拖家带口", "怀孕", "孕妇", "大肚子", "备孕", "哺乳", "喂奶", "生孩子", "生小孩",
    "生二胎", "生三胎", "要孩子", "要小孩", "要二胎", "准备结婚", "打算结婚", "快结婚", "谈恋爱", "有对象", "没对象", "谈对象", "新婚", "刚结婚",
    "单身", "离婚", "离异", "没生育", "没生过", "没结婚", "没成家", "没嫁人", "有家庭", "孩子小", "娃小", "小孩小", "家里有小", "带奶娃", "有身孕", "坐月子",
    "没生孩子", "没孩子", "没小孩", "没娃", "未婚先孕", "要生娃", "想生娃", "生娃",
)  # fmt: skip
_SETTLED = (
    "结过婚", "结了婚", "成过家", "成了家", "成家", "生过孩子", "生过娃", "生过小孩", "生完孩子", "生完二胎", "有家有室", "孩子大了", "孩子上学",
    "孩子断奶", "没结婚", "没对象", "没成家", "单身", "未婚", "已婚", "已育", "离异", "有孩子", "没孩子", "没家庭负担", "没有家庭负担", "无家庭负担", "没拖累",
    "无拖累", "没有拖累", "没孩子拖累",
)  # fmt: skip
_HOME, _SETTLED_DOWN = any_of(list(_AT_HOME)), any_of(list(_SETTLED))
_FAMILY_WIDE = starting(
    rf"{_HOME}(?:了|着|要|需要|还|太|正在|期间|期)*{TURNED_SUCH}|(?:{ONLY}|{PREFER}){BETWEEN}(?:已经)?{_SETTLED_DOWN}(?!{WELCOME})"
    rf"|{_SETTLED_DOWN}(?:了)?{PREFERRED}|{REJECT}{_HOME}"
    r"|(?:怀孕|怀了|结婚|生孩子|生娃|有喜|大肚子|生育)(?:了|的|期间|后|以后|之后|上)*(?:就|一律|自动|视为|算|要|得|须|按|立即|马上|也|,)*"
    r"(?:(?:自动|自己|主动)?(?:辞|离职|离岗|走人|走(?![路动访])|解约|解除|退出|退工|滚|下岗|回家)|开除|自离|赔)"
    r"|(?:签|写|立)[^,。;不]{0,8}?(?:不(?:怀孕|生育|结婚|要孩子|生孩子)|晚育|避孕)[^,。;]{0,6}|(?:不|没有?|未)(?:怀孕|生育|结婚|要孩子)(?:的)?(?:协议|承诺书|保证书)"
    r"|(?:写|填|说|(?<!询)问|讲|报|注|登记|告知|核实|了解)(?:明|清|一下|好|清楚|上)*[^,。;不]{0,6}?(?:婚姻|婚否|婚育|结婚没|结没结婚|是否结婚|是否已婚|有没有孩子|有无孩子|有没有小孩"
    r"|有几个孩子|几个孩子|有没有对象|有无对象|生育计划|什么时候要孩子|打算要孩子|孩子多大|怀没怀孕|有没有怀孕|是否怀孕|是否备孕)"
    r"|(?:[一二两三四五1-5几]年|半年|合同期?|干活期间|在岗期间|上班期间|试用期)(?:之?内|里|间)?(?:都|也|,)*(?:不|别|不准|不许|不得|不能|不要|不可|禁止)(?:打算|考虑|再|能|准|许)*(?:怀孕|怀|要孩子|要娃|要小孩|生孩子|生娃|生育|结婚|备孕|生)"
    r"|(?:希望|要求|最好|期望|需要)[^,。;不]{0,6}?(?:已经?)?(?:成家|结过婚|生过|有家有室|孩子(?:已经?)?(?:上|大|断奶))|(?:没有?|无|不)(?:再)?(?:生|要|怀)(?:育|孩子|二胎|三胎|小孩|娃)?的?(?:打算|计划|想法|念头)"
    r"|(?:验|查|测|做)(?:个|一下|过)?(?:孕|怀孕|早孕|妊娠)(?!妇|假|产)|尿检(?:测|查|看)[^,。;]{0,3}孕|验孕棒"
)
#: Told: 小孩上学没人接送的先别来, 怀上了自己走人, 面试会问生不生二胎.
_FAMILY_TOLD = starting(
    rf"(?:{_HOME}|(?:小?孩子?|娃儿?|宝宝)(?:还|太|正|上学|没人|要人|没断|吃)[^,。;]{{0,6}}?(?:小|奶|接送|带|管|照看|上学|照顾)?|离过婚|结过婚|没结过婚|未孕|未育|已婚未孕|怀上|怀着|两头带|带着?(?:小|吃奶)?(?:孩子|娃)){TURNED_FAR}"
    r"|(?:怀上|怀了|有了(?:身孕|孩子|娃)|要生|准备生)[^,。;]{0,4}?(?:自己|自动|就|得|立刻|马上)*(?:走人|走(?![路动])|离职|辞|退出|离岗)|(?:会|要|得|先)(?:问|聊|说|讲|了解)[^,。;不]{0,4}?(?:生不生|结没结|结不结|怀没怀|要不要(?:孩子|二胎|娃)|二胎|三胎|婚(?!车|纱|庆|礼|宴)|对象|家里(?:有)?几个孩子|孩子几岁)"
    r"|(?:[一二两三四五几]年|半年|短期|近期|合同期)(?:之)?内?[^,。;能会]{0,4}?(?:别|不要|不能|不准|不许|不打算|没有?)[^,。;]{0,4}?(?:二胎|三胎|怀孕|怀娃|生孩子|生娃|生育|结婚|要孩子|要娃)"
)
_FAMILY_FREE_AFTER = re.compile(
    r"(?:[、,/和与及或 ]?(?:有没有(?:孩子|对象|小孩)|结没结婚|有孩子|没孩子|都|也|未婚|已婚|已育|未育|生育|离异|单身|状况|情况|与否|否|婚姻))*(?:、[^,。;]{1,5}){0,3}(?:一律(?:收|要|招)|不限"
    r"|均可|都可|皆可|不拘|无要求|不作要求|无限制|不做要求|没要求|一视同仁|不影响|不问|都行|都招|都一样|一样"
    r"|都要|均不限|没关系|无所谓)"
)
_FAMILY_REFUSED = re.compile(
    r"(?:不限|不问|不询问|不打听|不要求|不看|不论|无论|不分|不管|不得|不应|不因|不以|不会|不考虑"
    r"|不查|不做|不需|无需|不涉及|无|免|禁止|严禁|不准|不强制|不填|不用填|不再|勿|不必|不用|不能"
    r"|不考察|取消|不设|尊重)"
    r"(?:以|因|询问|求职者|应聘者|女职工|员工|求职|女性|劳动者|的|将|把|对|任何|是否|说明|告知"
    r"|填写|设置|限制|问|调查|做|查|要求|个人|入职|婚育|婚姻|生育|年龄|性别|学历|户籍|已婚|未婚"
    r"|结婚|怀孕|、|和|或|与|及|/|“|\"|「|,)*$"
)
_JUST_NOT = re.compile(r"(?:不|勿|别|莫|不得|不准|不能|不许|不用|无需|不要求?)(?:再|去|许|准|强制)?$")
_FAMILY_THING = re.compile(
    r"(?:的住|的?安排(?:单间|住)|女职工|职工|员工|妈妈|母亲|夫妻|公寓|宿舍|联谊|青年|活动|登记|介绍|家庭咨询|咨询|庭审"
    r"|案件|纠纷|交友|假|津贴|保险|待遇|补贴|法|服务|证明?开具|子女|妇女(?:体检|保健)|率|政策"
    r"|指导员|群体|村民|妇女的?权益|用品|夫妇|检查假|顾问|摄影|庆典|关怀|职工的|的?职工|也有"
    r"|员工可|可?申请夫妻|女方|人群|妇女提供|者可(?:住|申请))"
)
_FAMILY_CARE = re.compile(
    r"护理|照顾|照料|陪护|服务|负责|为|给|面向|针对|关爱|慰问|登记|统计|办理|保障|组织|接待|协助"
    r"|提供|享受|安排|摄影|解答|帮"
)


def family_places(plain: Plain, sentence_first: int, sentence_last: int, _setting: Setting) -> Places:
    """CR-032: marriage, children or pregnancy asked about or made a condition."""
    text = plain.text
    for found in found_by((_FAMILY, _FAMILY_WIDE, _FAMILY_TOLD), text, sentence_first, sentence_last):
        start, end = found.span()
        first, last = plain.clause(start, end)
        before, after = text[first:start], text[end:last]
        if (
            _FAMILY_FREE_AFTER.match(text, end, sentence_last) is not None
            or _FAMILY_FREE_AFTER.search(found[0]) is not None
        ):
            continue
        if (
            _FAMILY_REFUSED.search(before) is not None
            or _FAMILY_THING.match(after) is not None
            or _JUST_NOT.search(before)
        ):
            continue
        if (
            _FAMILY_CARE.search(before) is not None
            and re.search(r"勿|不要|不招|优先|谢绝|不得|检|验|测", found[0] + after) is None
        ):
            continue
        yield start, end


FAMILY = TextRule(
    "CR-032",
    (
        "婚",
        "育",
        "孕",
        "妊娠",
        "单身",
        "离异",
        "生孩子",
        "生小孩",
        "生娃",
        "要孩子",
        "要小孩",
        "恋爱",
        "二胎",
        "三胎",
        "二孩",
        "生二",
        "哺乳",
        "小孩",
        "孩子",
        "子女",
        "家庭",
        "有娃",
        "要娃",
        "喂奶",
        "没生",
        "生完",
        *_AT_HOME,
        *_SETTLED,
        "怀了",
        "怀上",
        "宝宝",
        "没结",
        "结不结",
        "再生",
        "成家",
        "结过",
        "有喜",
        "大肚",
        "对象",
    ),
    family_places,
)

# --- CR-033 ----------------------------------------------------------------------------------------------------------

_CARRIER = starting(
    any_of(WORDS["carriers"]["words"])
    + r"(?!台)"
    + r"(?:病毒)?(?:携带者?|患者|五项|检测|检查|化验|抗原|阳性|带菌者?|者|人员|感染者?)?"
)
_LIVER = r"(?:肝炎|肝病|丙肝|甲肝|梅毒|性病|艾滋病?)"
#: Other diseases that are no ground: a condition only where somebody is turned away or has to be without.
_DISEASED = starting(
    rf"(?:有|得过|患有?|查出)?{_LIVER}(?:史|病史|患者|病人)?{TURNED}|(?:须|必须|要求?|需|得)?(?:无|没有?|不能有|不得有|未患|没得过)(?:任何|过)?{_LIVER}(?:史|病史)?(?!{WELCOME})"
    rf"|{REJECT}{_LIVER}|(?:查|验|检|化验|检查|检测)(?:一下|出|个)?(?:有没有|有无)?{_LIVER}"
    rf"|(?:阳性|带菌|携带者|带病毒)(?:的|者|人员)*{TURNED}|(?:转氨酶|肝功能?)[^,。;不]{{0,6}}?(?:异常|不正常|不合格|高)(?:的|者)*{TURNED}"
)
_CARRIER_REFUSED = re.compile(
    r"(?:不|免|无需|无须|不需要?|不再|不必|不用|不得|不准|不许|不应|不可|不会|勿|未经|不限|严禁"
    r"|禁止|取消|没有|杜绝|不要求|不强制|任何单位不得)"
    r"(?:以|因|在|要|求职者|应聘者|入职|体检|中|将|把|强制|要求|对|任何|用人|单位|的|项目|员工"
    r"|进行|劳动者|是|为由|增加|设置|开展|查阅|、|和|或|及|与|做|,)*"
    r"(?:查|检|做|测|化验|检查|检测|筛查|要求|提供|问|询问|打听|含|包含|包括|歧视|拒绝|拒|限制"
    r"|拒录|设|体检|列入|作为|因|以|看|涉及|泄露|公开)"
    r"(?:以|因|录用|招用|招录|为由|是|求职者|应聘者|劳动者|的|是否|携带|任何|项目|进行|等|、|和|或"
    r"|及|与|“|\"|/)*$|(?:取消|不限|不拒绝)(?:入职|体检|的|对)*$"
)
_CARRIER_FREE_AFTER = re.compile(
    r"(?:病毒|携带者?|患者|五项|检测|检查|化验|抗原|阳性|者|人员|项目|、|和|或|及|与|也|均|都|等|同样|,|的|情况|/)*"
    r"(?:不?(?:HBV|乙肝)|都(?:行|收|要|招)|[不没无](?:问|管|看|打听|在乎|介意|计较|嫌|关系|所谓)|可以?(?!传)|不限|不受限|不影响|不查|不做|不检|不要求|不列|不属|无需|不需|不必|不用(?:查"
    r"|检|做|提)|免检|欢迎|一视同仁|能(?:来|做|干|应聘)|不作|不在|不得|一律不查|不歧视|不拒|照样"
    r"|项目除外)"
)
_CARRIER_DUTY = re.compile(
    r"(?:[员岗]|标本|样本|病区|疫苗|防治|科普|宣传|预防|护理|病房|患者服务|医院|门诊|防控|试剂|药|治疗|母婴阻断"
    r"|检验员|检测员|检测岗|检验岗|科室|咨询|研究|筛查工作|筛查项目|知识|项目推广|患者随访|随访)"
)
_CARRIER_WORK = re.compile(
    r"(?:负责|从事|协助|参与|宣传|生产|销售|接种|研发|护理|为|照顾|普及|推广|操作|完成|出具)[^,。;]{0,10}$"
)


def carrier_places(plain: Plain, sentence_first: int, sentence_last: int, _setting: Setting) -> Places:
    """CR-033: carriers turned away, or a test for hepatitis B asked for."""
    text = plain.text
    for found in found_by((_CARRIER, _DISEASED), text, sentence_first, sentence_last):
        start, end = found.span()
        first, last = plain.clause(start, end)
        before = text[first:start]
        if _CARRIER_REFUSED.search(before) is not None or _CARRIER_WORK.search(before) is not None:
            continue
        if (
            _CARRIER_FREE_AFTER.match(text, end, sentence_last) is not None
            or _CARRIER_DUTY.match(text, end, last) is not None
        ):
            continue
        yield start, end


CARRIERS = TextRule(
    "CR-033",
    (*WORDS["carriers"]["words"], "肝炎", "肝病", "丙肝", "甲肝", "梅毒", "性病", "阳性", "带菌", "携带者", "带病毒", "肝功", "转氨酶"),
    carrier_places,
)  # fmt: skip

# --- CR-034 ----------------------------------------------------------------------------------------------------------

_DISABLED = any_of(WORDS["disability"]["persons"])
_WHOLE = any_of(WORDS["disability"]["whole"])
_TURNED = (
    r"(?:不要报名|别来|别报|莫来|勿扰|勿投|勿来|勿进|不要|不招|不收|不录|除外|免谈|谢绝|不考虑|不接受|止步"
    r"|请绕|莫扰|不用|不适合|不行|不可|绕行|免)"
)
#: What somebody cannot do well, in plain words; it counts only where they are turned away for it.
_WEAK = (
    r"(?:(?:腿脚|手脚|腿|手|胳膊|身子|行动)(?:不好使?|不便|不方便|不利索|不灵便|有毛病|有问题|残)"
    r"|(?:眼睛?|视力|耳朵?|听力|嗓子)(?:看不见|看不清|听不见|听不清|不好使?|不行|有毛病|有问题|背|聋|瞎))"
)
_DISABILITY = starting(
    rf"(?:不要(?!求)|不招收?|不招用|不收|不接受|不考虑|不录用?|谢绝|拒绝|拒招|拒收|排除|不用|非"
    rf"|不得有|不能有|不可有|不能是|无|没有|没|未有|禁止|有)(?:任何|身体|肢体|明显|智力|视力|听力"
    rf"|精神|的)?{_DISABLED}"
    rf"(?!保|证优|联|就业|人优|人联|人保|者优|人就|人福|的?优先)"
    rf"|{_DISABLED}(?:的|者|人士|人员|朋友|人|头|证|、|就|都|请|均|{_DISABLED})*{_TURNED}"
    rf"|{_WHOLE}|{_WEAK}(?:[、和或,]?{_WEAK})*(?:的|者|人)*{TURNED_AWAY}|{_DISABLED}证?(?:的|者|人)*{TURNED_AWAY}"
    r"|(?:只要|只招|只收|仅限|只限|限)(?:身体|肢体)?健全的?(?:人|人士|者)"
)
#: Plain and ugly names, and what somebody lives with: a violation where they are turned away.
_LIVES_WITH = (
    "残疾证", "侏儒", "跛子", "跛的", "跛腿", "瘸的", "瞎子", "瞎的", "聋的", "哑的", "聋", "驼背", "罗锅", "小儿麻痹", "偏瘫", "精神病", "智力障碍", "智力低下", "智力有问题",
    "脑子有问题", "脑子不好使", "脑子有毛病", "脑子不灵", "断手", "缺胳膊少腿", "缺胳膊", "少胳膊", "缺腿", "断腿", "手指不全", "手指头不全", "六指", "假肢", "轮椅", "拄拐", "拐杖",
    "说不了话", "不会说话", "不能说话", "独臂", "有缺陷", "不健全", "带残", "听障", "视障", "肢障", "手语", "助听器", "有残", "伤残", "弱视", "弱智", "一只眼", "一只手", "腿有毛病", "手有毛病",
    "自闭症", "唐氏", "走路不稳", "走路一瘸", "腿瘸", "腿不好",
)  # fmt: skip
_SOUND = (
    r"(?:(?:四肢|手脚|肢体|身体|手指|十指|胳膊腿|手脚腿|腿脚)(?:都|要|须|必须|得|均|功能)*(?:健全|齐全|完整|完好|无残|没残|没毛病|无缺陷|没缺陷|无障碍|没有残疾|无残疾|没残疾|一样不少)"
    r"|(?:无|没有?|不能有|不得有)(?:任何)?(?:肢体|身体|生理|智力)(?:上)?的?(?:残疾|缺陷|障碍|残缺)|(?:招|要|收|限|找|是)(?:个|几个)?(?:健康的?)?(?:正常人|健全人|全乎人|囫囵人))"
)
_DISABILITY_WIDE = starting(
    rf"(?:{_DISABLED}|{any_of(list(_LIVES_WITH))}|{_WEAK}|走(?:路|道)(?:不利索|不稳|一瘸|费劲|不便)|听不清[^,。;]{{0,2}}|看不清[^,。;]{{0,2}}|缺(?:个|根)?(?:手指|指头|胳膊|腿)|少(?:个|根)?(?:手指|指头)|口吃|结巴|说话不清)(?:人|证|史)*{TURNED_FAR}|(?:{_DISABLED}|{any_of(list(_LIVES_WITH))})(?:人|证|史)*{TURNED_SUCH}|{REJECT}(?:{_DISABLED}|{any_of(list(_LIVES_WITH))})(?!保|联|就业|优)|{_SOUND}(?!{WELCOME})"
)
_SOUND_DEMANDED = re.compile(_SOUND)
_WHOLE_REFUSED = re.compile(
    r"(?:不要求|不限|无需|不需要?|不必|不以|不看|不强调|不得以|不得要求|不应要求|不设|取消|不论"
    r"|无论|不管|不分)(?:是否|身体|以|“|\"|必须|应聘者|求职者|劳动者|员工|具备)*$"
)
_DISABILITY_FREE_AFTER = re.compile(
    r"(?:的|者|人士|人员|朋友|也|均|都|同样|”|\"|等|与否|人)*(?:优先|欢迎|可以?(?!见)|也要|不限"
    r"|均可|能|一视同仁|不要求|不作要求|不是必须|无所谓|同等|照顾|不做要求|为由|为条件|证者"
    r"|有补贴)"
)
_WHOLE_WORD = re.compile(_WHOLE)
_WHOLE_FREE_AFTER = re.compile(
    r"(?:的|与否|”|\"|也|均|都|等)*(?:不限|不要求|不作要求|不是必须|无所谓|不做要求|为由|为条件)"
)
_NOT_REFUSING_PEOPLE = re.compile(
    r"(?:不得|禁止|严禁|不可|不能|不许|不应|不准|杜绝|从不|决不|绝不|不会|反对)(?:以|因|歧视|拒绝"
    r"|设置|出现|写|招聘|信息|中|任何|用人单位|招用|“|\"|、|和|或|等|的)*$"
)


def disability_places(plain: Plain, sentence_first: int, sentence_last: int, _setting: Setting) -> Places:
    """CR-034: disabled people turned away, or sound limbs demanded."""
    text = plain.text
    for found in found_by((_DISABILITY, _DISABILITY_WIDE), text, sentence_first, sentence_last):
        start, end = found.span()
        first, _last = plain.clause(start, end)
        before = text[first:start]
        if _WHOLE_REFUSED.search(before) is not None or _NOT_REFUSING_PEOPLE.search(before) is not None:
            continue
        free = (
            _WHOLE_FREE_AFTER
            if _WHOLE_WORD.search(found[0]) or _SOUND_DEMANDED.search(found[0])
            else _DISABILITY_FREE_AFTER
        )
        if free.match(text, end, sentence_last) is not None or re.search(
            r"(?:不歧视|照顾|服务|护理|帮助|面向|关爱|扶助|为|给)$", before
        ):
            continue
        if found[0].startswith("有") and re.search(_TURNED, found[0]) is None:
            after = re.match(
                rf"(?:的|者|人士|人员|朋友)*(?:{_TURNED}|{TURNED_AWAY})",
                text[end:sentence_last],
            )
            if after is None:
                continue
        yield start, end


def _limbs_level(written: str, setting: Setting) -> Level:
    """Sound limbs may be what the job cannot do without; turning people away as such never is."""
    return Level.REVIEW if setting.body_is_essential and _WHOLE_WORD.search(written) else Level.BLOCK


DISABILITY = TextRule(
    "CR-034",
    ("腿脚", "手脚", "四肢", "肢体", "十指", "手指", "正常人", "全乎人", "囫囵人", "身体", "生理缺", "胳膊腿", *_LIVES_WITH, "行动不", "走路不", "走道不", "缺手", "缺个", "缺根", "少个手", "少根", "口吃", "结巴", "说话不清", "看不见", "看不清", "听不见", "听不清", "耳背", "耳朵", "眼睛", "视力",
    "健全人", "健全的人", "健全者", *WORDS["disability"]["persons"], *WORDS["disability"]["whole"]),
    disability_places,
    _limbs_level,
)  # fmt: skip
