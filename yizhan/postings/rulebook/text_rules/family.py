"""CR-032: marriage and children. CR-033: carriers of hepatitis B. CR-034: disability."""

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
from yizhan.postings.rulebook.word_lists import word_lists
from yizhan.postings.rulebook.words import WORDS, any_of

_W = word_lists("family")

# --- CR-032 ----------------------------------------------------------------------------------------------------------

_STATES = any_of(WORDS["family"]["states"])
_SOON = _W.soon
_CHILDREN = _W.children
_FAMILY = starting(
    f"{_STATES}"
    f"|{_SOON}[^,。;]{{0,8}}?(?:不|无|没有|未|暂无|不得|不能|不准|不会|不打算|不许)"
    f"(?:得|能|准|再|打算|计划|考虑|准备)?{_CHILDREN}"
    f"|(?:暂?无|没有|不|未|暂不|不打算|不得|不准|不许|禁止)(?:近期|短期|考虑|打算|计划|准备|有|能|可)?{_CHILDREN}"
    "(?:的?(?:计划|打算|需求|意向|准备|要求)|者|的)"
    f"|{_CHILDREN}(?:计划|打算)?(?:的|者)?{_W.unwanted}"
    "|怀(?:了|上)孕?(?:了|的|后|就|即|者|孩子)*(?:自动)?(?:离职|辞职|走人|辞退|解除|自离|不要|勿扰|别来|得走)"
    "|(?:要求|必须|须|需要?|得|最好|只要|只招)(?:是|已经?)*(?:生过|生完|有了?|带大)(?:了)?"
    "(?:孩子|小孩|娃|宝宝|一胎|二胎)(?:的|优先)?"
    "|(?:不要|不招|不收|谢绝|拒绝|拒招|不接受|非)(?:怀孕|备孕|孕期|哺乳期|孕妇|孕产妇|孕哺期)"
    "|(?:孕妇|孕期|哺乳期|备孕期?)(?:妇女|女性|女工|人员|者|的|及哺乳期)?(?:勿扰|勿投|勿来|勿进|不要|不招|不收|除外"
    "|免谈|谢绝|不考虑|不录|不接受|请绕)"
    f"|(?:须|需|要|必须|进行|做|提供|通过|接受|入职|查|含|包括|增加|附|交)[^,。;不无]{{0,8}}?{_W.pregnancy_tests}"
    "|(?:家中?|家里)?(?:无|没有|没)(?:小孩|孩子|子女|家庭|老人孩子)(?:拖累|负担|牵绊|牵挂|要带|需要?照顾)"
    "|最好[^,。;]{0,8}?(?:有娃|有孩子|有小孩|孩子大|不用喂奶)"
    "|(?:二胎|三胎|孩子)都?生完|(?:有娃|有孩子|有小孩)的?优先(?!安排|照顾)"
)
#: Who somebody is at home: wanted or turned away for it.
_AT_HOME = _W.words.at_home
_SETTLED = _W.words.settled
#: 带娃阿姨: a trade.
_HOME, _SETTLED_DOWN = f"{any_of(list(_AT_HOME))}(?!{_W.bare.nursing})", any_of(list(_SETTLED))
_FAMILY_WIDE = starting(
    f"{_HOME}(?:了|着|要|需要|还|太|正在|期间|期)*{TURNED_SUCH}"
    f"|(?:{ONLY}|{PREFER}){BETWEEN}(?:已经)?{_SETTLED_DOWN}(?!{WELCOME})"
    f"|{_SETTLED_DOWN}(?:了)?{PREFERRED}|{REJECT}{_HOME}"
    "|(?:怀孕|怀了|结婚|生孩子|生娃|有喜|大肚子|生育)(?:了|的|期间|后|以后|之后|上)*"
    "(?:就|一律|自动|视为|算|要|得|须|按|立即|马上|也|,)*"
    "(?:(?:自动|自己|主动)?(?:辞|离职|离岗|走人|走(?![路动访])|解约|解除|退出|退工|滚|下岗|回家)|开除|自离|赔)"
    "|(?:签|写|立)[^,。;不]{0,8}?(?:不(?:怀孕|生育|结婚|要孩子|生孩子)|晚育|避孕)[^,。;]{0,6}"
    "|(?:不|没有?|未)(?:怀孕|生育|结婚|要孩子)(?:的)?(?:协议|承诺书|保证书)"
    "|(?:写|填|说|(?<!询)问|讲|报|注|登记|告知|核实|了解)(?:明|清|一下|好|清楚|上)*[^,。;不]{0,6}?"
    f"{_W.marriage_asked}"
    "|(?:[一二两三四五1-5几]年|半年|合同期?|干活期间|在岗期间|上班期间|试用期)(?:之?内|里|间)?(?:都|也|,)*"
    "(?:不|别|不准|不许|不得|不能|不要|不可|禁止)(?:打算|考虑|再|能|准|许)*"
    "(?:怀孕|怀|要孩子|要娃|要小孩|生孩子|生娃|生育|结婚|备孕|生)"
    "|(?:希望|要求|最好|期望|需要)[^,。;不]{0,6}?(?:已经?)?"
    "(?:成家|结过婚|生过|有家有室|孩子(?:已经?)?(?:上|大|断奶))"
    "|(?:没有?|无|不)(?:再)?(?:生|要|怀)(?:育|孩子|二胎|三胎|小孩|娃)?的?(?:打算|计划|想法|念头)"
    "|(?:验|查|测|做)(?:个|一下|过)?(?:孕|怀孕|早孕|妊娠)(?!妇|假|产)"
    "|尿检(?:测|查|看)[^,。;]{0,3}孕|验孕棒"
    f"|{_W.bare.asked_outright}"
    f"|(?:须|要|需|找|招|想要?|最好|优先)[^,。;不]{{0,12}}?{_W.child_is_off}(?=的|者|、|,|$)"
    "|(?:年内|期间|期内)(?:结婚|生娃|怀孕|生孩子|要孩子)的?[^。;不]{0,8}?(?:退|扣|罚|赔|走人|解约)"
    "|不(?:打算|准备|想|会)?再(?:生|要|怀)(?:育|二胎|三胎|孩子|小孩|娃)*(?:的|者)"
    "|(?:家里|终身|个人)?(?:大事|终身大事|个人问题)(?:都|已经?|也)*(?:办|解决|落定)(?:完|好|妥|了)*(?:的|没有?|否|,)"
    "|(?:肚子大|大了肚子|挺(?:着|了)(?:个)?(?:大)?肚子)(?:了)?(?:的|就|都)*(?:走|别|不|莫|勿)"
    '|(?:没有?|没得|无)(?:怀上|有?喜)的?(?:证明|化验|单子|条子|[”"])'
    "|(?:带|拿|交|出示|验|看)(?:上|着|来|一下)?结婚证(?!夫妻)"
)
#: Told: 小孩上学没人接送的先别来, 怀上了自己走人, 面试会问生不生二胎.
_FAMILY_TOLD = starting(
    f"(?:{_HOME}|(?:小?孩子?|娃儿?|宝宝)(?:还|太|正|上学|没人|要人|没断|吃)[^,。;]{{0,6}}?"
    f"(?:小|奶|接送|带|管|照看|上学|照顾)?|{_W.bare.state_told}){TURNED_FAR}"
    "|(?:怀上|怀了|有了(?:身孕|孩子|娃)|要生|准备生)[^,。;]{0,4}?(?:自己|自动|就|得|立刻|马上)*"
    "(?:走人|走(?![路动])|离职|辞|退出|离岗)"
    f"|(?:会|要|得|先)(?:问|聊|说|讲|了解)[^,。;不]{{0,4}}?{_W.asked_or_not}"
    "|(?:[一二两三四五几]年|半年|短期|近期|合同期)(?:之)?内?[^,。;能会]{0,4}?"
    "(?:别|不要|不能|不准|不许|不打算|没有?)[^,。;]{0,4}?(?:二胎|三胎|怀孕|怀娃|生孩子|生娃|生育|结婚|要孩子"
    "|要娃)"
)
_FAMILY_FREE_AFTER = re.compile(f"(?:[、,/和与及或 ]?{_W.states_listed})*(?:、[^,。;]{{1,5}}){{0,3}}{_W.all_taken}")
#: A question of somebody's and its answer: 问我结婚没,我说不影响。
_SAID_FREE = re.compile(rf"[^,。;]{{0,4}}[,:]?(?:我|咱|俺|老板|人事|回)?们?(?:说|讲|答|回)[^,。;]{{0,5}}{_W.all_taken}")
_FAMILY_REFUSED = re.compile(f"{_W.no_matter}{_W.no_matter_link}*$")
#: 小孩不许下地: children are to stay away from the work, their parents are not.
_KEPT_OFF = re.compile("(?:小孩子?|孩子|娃娃?)们?[^,。;]{0,3}不(?:许|准|能|得|让)(?:进|下|碰|上|靠近|干)")
#: 不问这个,你结没结婚跟干活有啥关系.
_NOT_ASKED = re.compile(r"(?:不问|不管|不打听|没人问|不关心)[^,。;]{0,4},?[^,。;]{0,6}$")
_OTHER_COUPLE = re.compile(f"{_W.other_couples}[^,。;]{{0,3}}$|(?:老板|东家|雇主)(?:娘|家)?(?:自己|刚|都)?$")
_JUST_NOT = re.compile(r"(?:不|勿|别|莫|不得|不准|不能|不许|不用|无需|不要求?)(?:再|去|许|准|强制)?$")
_FAMILY_THING = re.compile(_W.family_thing)
_FAMILY_CARE = re.compile(_W.bare.family_care)


def family_places(plain: Plain, sentence_first: int, sentence_last: int, _setting: Setting) -> Places:
    """CR-032: marriage, children or pregnancy asked about or made a condition."""
    text = plain.text
    for found in found_by((_FAMILY, _FAMILY_WIDE, _FAMILY_TOLD), text, sentence_first, sentence_last):
        start, end = found.span()
        first, last = plain.clause(start, end)
        before, after = text[first:start], text[end:last]
        if _KEPT_OFF.search(text, sentence_first, sentence_last) is not None:
            continue
        if _NOT_ASKED.search(text, sentence_first, start) is not None or _OTHER_COUPLE.search(before) is not None:
            continue
        if _SAID_FREE.match(text, end, sentence_last) is not None:
            continue
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
    (*_W.words.family_anchors, *_AT_HOME, *_SETTLED),
    family_places,
)

# --- CR-033 ----------------------------------------------------------------------------------------------------------

_CARRIER = starting(
    any_of(WORDS["carriers"]["words"])
    + rf"(?!{_W.carrier_things})"
    + r"(?:病毒)?(?:携带者?|患者|五项|检测|检查|化验|抗原|阳性|带菌者?|者|人员|感染者?)?"
)
_LIVER = r"(?:肝炎|肝病|丙肝|甲肝|梅毒|性病|艾滋病?)"
#: Other diseases that are no ground: a condition only where somebody is turned away or has to be without.
_DISEASED = starting(
    f"(?:有|得过|患有?|查出)?{_LIVER}(?:史|病史|患者|病人)?{TURNED}"
    f"|(?:须|必须|要求?|需|得)?(?:无|没有?|不能有|不得有|未患|没得过)(?:任何|过)?{_LIVER}(?:史|病史)?(?!{WELCOME})"
    f"|(?:{REJECT}|(?:别|不能|不得|不许)有){_LIVER}"
    f"|(?:查|验|检|化验|检查|检测)(?:一下|出|个)?(?:有没有|有无)?{_LIVER}"
    f"|(?:阳性|带菌|携带者|带病毒)(?:的|者|人员)*{TURNED}"
    f"|(?:转氨酶|肝功能?)[^,。;不]{{0,6}}?(?:异常|不正常|不合格|高)(?:的|者)*{TURNED}"
)
_CARRIER_REFUSED = re.compile(
    f"{_W.not_tested}{_W.not_tested_link}*{_W.testing}{_W.tested_for}*$|(?:取消|不限|不拒绝)(?:入职|体检|的|对)*$"
    "|(?:项目|体检|检查)[^,。;]{0,6}(?:没有?|无|不含|不包[括含])$"
)
_CARRIER_FREE_AFTER = re.compile(f"{_W.carrier_words}*{_W.carrier_welcome}")
_CARRIER_DUTY = re.compile(_W.carrier_duty)
_CARRIER_WORK = re.compile(f"{_W.carrier_trades}[^,。;]{{0,10}}$|[误错][把将][^,。;]{{0,4}}$")
#: On a box, in a leaflet, in a tube: a thing to be carried or read, where nobody is turned away beside it.
_CARRIER_GOODS = re.compile(f"[^,。;]{{0,8}}?{_W.carrier_goods}")
_CARRIER_TOLD = re.compile(f"{_W.carrier_told}[^。;]{{0,12}}$")


#: 食品安全法实施条例: diseases that a health certificate is about, hepatitis A and E among them.
_HEALTH_CARD = re.compile("痢疾|伤寒|戊肝|戊型")


def carrier_places(plain: Plain, sentence_first: int, sentence_last: int, _setting: Setting) -> Places:
    """CR-033: carriers turned away, or a test for hepatitis B asked for."""
    text = plain.text
    for found in found_by((_CARRIER, _DISEASED), text, sentence_first, sentence_last):
        start, end = found.span()
        if found.re is _DISEASED and _HEALTH_CARD.search(text, sentence_first, sentence_last) is not None:
            continue
        first, last = plain.clause(start, end)
        before = text[first:start]
        if _CARRIER_REFUSED.search(before) is not None or _CARRIER_WORK.search(before) is not None:
            continue
        if (
            _CARRIER_FREE_AFTER.match(text, end, sentence_last) is not None
            or _CARRIER_DUTY.match(text, end, last) is not None
            or _CARRIER_GOODS.match(text, end, last) is not None
            or _CARRIER_TOLD.search(text, sentence_first, start) is not None
        ):
            continue
        yield start, end


CARRIERS = TextRule(
    "CR-033",
    (*_W.words.carriers_anchors, *WORDS["carriers"]["words"]),
    carrier_places,
)

# --- CR-034 ----------------------------------------------------------------------------------------------------------

_DISABLED = any_of(WORDS["disability"]["persons"])
_WHOLE = any_of(WORDS["disability"]["whole"])
_TURNED = _W.turned
#: What somebody cannot do well, in plain words; it counts only where they are turned away for it.
_WEAK = (
    r"(?:(?:腿脚|手脚|腿|手|胳膊|身子|行动)(?:不好使?|不便|不方便|不利索|不灵便|有毛病|有问题|残)"
    r"|(?:眼睛?|视力|耳朵?|听力|嗓子)(?:看不见|看不清|听不见|听不清|不好使?|不行|有毛病|有问题|背|聋|瞎))"
)
_DISABILITY = starting(
    f"{_W.rejected}(?:任何|身体|肢体|明显|智力|视力|听力|精神|的)?{_DISABLED}(?!保|证优|联|就业|人优|人联|人保|者优"
    "|人就|人福|的?优先)"
    f"|{_DISABLED}(?:的|者|人士|人员|朋友|人|头|证|、|就|都|请|均|{_DISABLED})*{_TURNED}"
    f"|{_WHOLE}"
    f"|{_WEAK}(?:[、和或,]?{_WEAK})*(?:的|者|人)*{TURNED_AWAY}"
    f"|{_DISABLED}证?(?:的|者|人)*{TURNED_AWAY}"
    "|(?:只要|只招|只收|仅限|只限|限)(?:身体|肢体)?健全的?(?:人|人士|者)"
)
#: Plain and ugly names, and what somebody lives with: a violation where they are turned away.
_LIVES_WITH = _W.words.lives_with
_SOUND = (
    f"(?:(?:四肢|手脚|肢体|身体|手指|十指|胳膊腿|手脚腿|腿脚)(?:都|要|须|必须|得|均|功能)*{_W.soundness}"
    "|(?:无|没有?|不能有|不得有)(?:任何)?(?:肢体|身体|生理|智力)(?:上)?的?(?:残疾|缺陷|障碍|残缺)"
    "|(?:招|要|收|限|找|是)(?:个|几个)?(?:健康的?)?(?:正常人|健全人|全乎人|囫囵人))"
)
_DISABILITY_WIDE = starting(
    f"(?:{_DISABLED}|{any_of(list(_LIVES_WITH))}|{_WEAK}|{_W.bare.impairments})(?:人|证|史)*{TURNED_FAR}"
    f"|(?:{_DISABLED}|{any_of(list(_LIVES_WITH))})(?:人|证|史)*{TURNED_SUCH}"
    f"|{REJECT}(?:{_DISABLED}|{any_of(list(_LIVES_WITH))})(?!保|联|就业|优)"
    f"|{_SOUND}(?!{WELCOME})"
)
_SOUND_DEMANDED = re.compile(_SOUND)
_WHOLE_REFUSED = re.compile(rf"{_W.soundness_not_asked}(?:是否|身体|以|“|\"|必须|应聘者|求职者|劳动者|员工|具备)*$")
_DISABILITY_FREE_AFTER = re.compile(rf"(?:的|者|人士|人员|朋友|也|均|都|同样|”|\"|等|与否|人)*{_W.disabled_welcome}")
_WHOLE_WORD = re.compile(_WHOLE)
_WHOLE_FREE_AFTER = re.compile(
    r"(?:的|与否|”|\"|也|均|都|等)*(?:不限|不要求|不作要求|不是必须|无所谓|不做要求|为由|为条件)"
)
_NOT_REFUSING_PEOPLE = re.compile(
    f"(?:不得|禁止|严禁|不可|不能|不许|不应|不准|杜绝|从不|决不|绝不|不会|反对){_W.refusal_objects}*$"
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
    (*_W.words.disability_anchors, *_LIVES_WITH, *WORDS["disability"]["persons"], *WORDS["disability"]["whole"]),
    disability_places,
    _limbs_level,
)
