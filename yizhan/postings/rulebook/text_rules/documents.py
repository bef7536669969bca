"""CR-051: documents kept."""
# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Negation, Plain
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.composed import composed, told
from yizhan.postings.rulebook.text_rules.fees import JUST_NOT, WARNING_AFTER
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule
from yizhan.postings.rulebook.words import WORDS, any_of

_DOCUMENTS: list[str] = WORDS["documents"]["nouns"]
_DOCUMENT = any_of(_DOCUMENTS)
#: Whoever takes a document in hand, and what he does with it.
_WHO_KEEPS = (
    r"(?:公司|单位|车队|站点|站长|组里|队里|班里|主管|经理|工长|队长|工头|中介|班长|组长|调度|财务|会计|俺们?|我们?|咱们?|厂里|厂方|厂|工厂|我司|店里|店长|前台|班组|老板娘?|人事|带班的?|带工的?|带队的?|领队|宿管|劳务|项目部"
    r"|管理员|管理处|负责人|门卫|保安室?|办公室|车间|主任|师傅|介绍人|房东|工地|司机|船老大|船长|包工头|东家|雇主|领班|管事的?|柜台|学校|平台|法务|行政)"
)
_HOLDS = (
    r"(?:扣押|暂扣|扣留|扣下|扣着|扣(?![款分除费税减满])|抵押|质押|押着?(?![运车金])|压着?(?!力|缩|平)|保管|保存|代管|收上[来去]?|收走|收着|收起|收好|收下|收了?(?=$|[,。;!])|上交|上缴|没收|收缴|收押|留存|寄存|存放|存着|存在|拿着|拿走|掌管|把着|管着|锁着|锁起|锁进|锁柜子?里?|锁抽屉|封存|"
    r"集中|攥着|捏着|放着|留着|留下|替你?(?:们)?(?:拿|收|保管|存))"
)
_KEPT_WIDE_TAIL = r"(?:(?:原件|正本|都|得|要|须|先|必须|一律|统一|一并|全部|也|请|会|由|,|和|、|及|密码|正反面|入职时|进厂时|上岗时|来了|到了|上车前|上车|干活前|开工前|签完|第一天|当天|我们|给|让|暂时|临时|交|放)*)"
_DOCUMENT_NEGATION = Negation(_DOCUMENTS)
_WHOSE = (
    r"(?:了|您的|你的|本人的?|员工的?|工人的?|任何|各种|个人的?|有效的?|二代|原件|所有|全部|相关|的"
    r"|一下|下|其|[、和及与或 ]|" + _DOCUMENT + r"){0,6}"
)
_KEEPER = (
    r"(?:公司|单位|车队|站点|站长|组里|队里|班里|主管|经理|工长|队长|工头|中介|班长|组长|调度|财务|会计|俺这儿?|我这儿?|厂里|厂方|工厂|我们"
    r"|我司|店里|前台|班组|老板|人事|带班|领队|宿管"
    r"|劳务|项目部|管理员|负责人)"
    r"(?:部|处|这里|那里|方)?"
)
_MUST = r"(?:均|都|需要|需|须|要|先|得|必须|暂时|统一|一律|临时|集中|办理并|原件|会)"
_KEPT_BY = (
    rf"(?>{_MUST}*)(?:(?:由|给|交给?|放在?|交由|存在?|留在?)?{_KEEPER}"
    rf"|由[^,。;不本自]{{1,4}}?)?(?>(?:代为|代(?!管)|负责|{_MUST})*)"
    r"(?:扣押|暂扣|扣留|扣下|扣(?![款分除费税减满])|抵押|质押|押(?![运车金])|保管|代管|收上|收走|上交"
    r"|上缴|没收|收缴|收押|留存|寄存|存放|拿着|拿走|掌管|把着|管着)"
)
_KEPT = starting(
    rf"(?P<hard>暂?扣押|暂扣|扣留|扣下|扣(?![款分除费税减])|抵押|质押|押(?![运车金镖])|(?<![低高电水气油])压(?!力)"
    rf"|没收)(?P<whose>{_WHOSE})(?P<noun>{_DOCUMENT})"
    rf"|(?P<soft>上交|上缴|交出|留下|(?<![提递转移成社外公])交(?![通接流])|代管|代为保管|统一保管"
    rf"|集中保管|收走|收取|(?<![没验查签回吸招])收)"
    rf"(?P<whose2>{_WHOSE})(?P<noun2>{_DOCUMENT})"
    rf"|(?P<refuse>(?:不交|不押|不给|不留|没交){_DOCUMENT}(?:原件)?(?:的|者|就|则|,)*(?:不让|不能|不得|不给|不准|不安排|不发|别想|进不))"
    rf"|(?P<noun3>{_DOCUMENT})(?:原件|正本)?(?:[、和及与或]{_DOCUMENT}(?:原件)?){{0,4}}(?:[、和及与或连]+密码)?"
    rf"(?:{_KEPT_BY}|(?>{_MUST}*)(?:交[给到至]|上交|交出给|留在?|存在?|放在?|[押压]在?){_KEEPER}"
    rf"|连密码(?:一起)?交|留下(?!复印|号|姓名))"
)
#: Keeping in its many words: 交给带工的, 由公司统一收着, 走的时候再还, 拿证件换工牌.
_KEPT_WIDE = starting(
    rf"(?P<wide>(?:{_DOCUMENT}|户口本|结婚证|两证|三证|证){_KEPT_WIDE_TAIL}(?:(?:由|归|让|被)?{_WHO_KEEPS}(?:那|那里|这|这里|手里|手上|处|部|统一|代为|代|先|集中|帮|给|负责|暂时|替大家|替你|一起|全部|会)*{_HOLDS}|(?:交|放|留|存|押|压|扣|搁|寄|锁|送)(?:给|到|在|于|去|进|由)?{_WHO_KEEPS}(?:那|那里|这|这里|手里|手上|处|部|柜子|抽屉|保险柜)?"
    rf"|(?:先|要|得|统一|一律|必须|须|都|全部|都要)+(?:{_HOLDS}|交|押|扣|留)(?=$|[,。;! (]|一|两|三|几|到|半|\d|原件|上来|出来|起来|上去|下来|才|再|后)))"
    rf"|(?P<back>(?:{_DOCUMENT})(?:原件)?[^。;不没]{{0,14}}?(?:离职|走(?:的时候|时|人)?|干完|做完|完工|期满|到期|结账|结完账|结清|月底|年底|干满[^,。;]{{0,5}}|做满[^,。;]{{0,5}}|下班|散工|回家)(?:的时候|时|后|那天|再|才|就|,)*(?:还|退还?|归还|返还|给(?!钱|工资|发)|领回|拿回|取回|发还|取))"
    rf"|(?P<pawn>(?:拿|用|凭|以)(?:身份证|驾驶证|驾照|护照|毕业证|户口本)(?:原件)?(?:来|做|当|作|去)?(?:抵押|换|押|做押|做抵|担保|顶))|(?P<take>(?:收|拿|扣|押|留|压)(?:走|下|了|着|上来|你的?|您的?|大家的?|工人的?|员工的?|所有人的?)+的?(?:{_DOCUMENT}))"
)
#: No document is taken or kept without one of these.
_TAKING = re.compile("[扣押压收交留管保给存放拿掌把寄缴]")
_COPY_AFTER = re.compile(
    r"(?:原件)?(?:的|及|和|、|与|或|/|,|\(|正反面|双面|有效|原件|" + _DOCUMENT + r")*"
    r"(?:复印|影印|照片|扫描|号|信息|拍照|图片|电子|截图|登记|核验|查验|验证|核对|备案|登录|复件|副本"
    r"|工本费|办理|补办|换领|年审)"
)
_OWN_KEEPING = re.compile(r"本人|自己|自行|各自|妥善|好$|随身")
_THIRD_PARTY_DOCUMENT = re.compile(r"客户|顾客|旅客|住客|乘客|客人|访客|嫌疑|违章|失主|捡到|拾到|快递|行李|车主|业主")
_DUTY_DOCUMENT = re.compile(r"(?:负责|熟悉|办理|工作内容)[^,。]{0,8}$")


def document_places(plain: Plain, sentence_first: int, sentence_last: int, _setting: Setting) -> Places:
    """CR-051: an identity card, bank card or other document that is to be handed over or kept."""
    text = plain.text
    if _TAKING.search(text, sentence_first, sentence_last) is None:
        return
    for found in _KEPT.finditer(text, sentence_first, sentence_last):
        start, end = found.span()
        first, last = plain.clause(start, end)
        before, after = text[first:start], text[end:last]
        if found["refuse"] is not None:
            yield start, end
            continue
        if _DOCUMENT_NEGATION.before(before) is not None or JUST_NOT.search(before) is not None:
            continue
        if _THIRD_PARTY_DOCUMENT.search(before) is not None:
            continue
        if _DUTY_DOCUMENT.search(before) is not None:
            continue
        if WARNING_AFTER.search(text[end:sentence_last]) is not None:
            continue
        if found["soft"] is not None and _COPY_AFTER.match(after) is not None:
            continue
        if found["noun3"] is not None and (
            _OWN_KEEPING.search(found[0]) is not None
            or _OWN_KEEPING.search(before) is not None
            or re.search(r"[不未无没勿免]|严禁|禁止", found[0]) is not None
            or re.match(r"(?:一次)?(?:登记|复印|好)", after) is not None
        ):
            continue
        yield start, end


_NOT_KEPT = re.compile(
    r"[不未无没勿免]|严禁|禁止|复印|登记|核对|查验|看一?[眼下]|拍照|扫描|刷一?下|本人|自己|自行|随身|保管好|发工资|打工资|谢绝|拒绝|客户|顾客|旅客|住客|乘客|捡|失主|业主|谨防|小心|当心|柜(?!子)|证件照|复核|验|比对|录入"
)


#: No such sentence is without one of these.
_KEEPING = re.compile("[交放留存押压扣收保管还退拿抵锁搁寄送集把攥捏替领取给换做封]")


def kept_places(plain: Plain, sentence_first: int, sentence_last: int, _setting: Setting) -> Places:
    """CR-051, said in other words: who has the document meanwhile, when it comes back, what it is pawned for."""
    text = plain.text
    if _KEEPING.search(text, sentence_first, sentence_last) is None:
        return
    for found in _KEPT_WIDE.finditer(text, sentence_first, sentence_last):
        start, end = found.span()
        first, last = plain.clause(start, end)
        if (
            _NOT_KEPT.search(found[0])
            or _COPY_AFTER.match(text[end:last])
            or re.match(r"(?:一下|核|验|登|看|复)", text[end:last])
        ):
            continue
        if _DOCUMENT_NEGATION.before(text[first:start]) or _NOT_KEPT.search(text, first, start):
            continue
        if WARNING_AFTER.search(text[end:sentence_last]) is None:
            yield start, end


DOCUMENTS = TextRule("CR-051", tuple(_DOCUMENTS), document_places)
DOCUMENTS_KEPT = TextRule("CR-051", (*_DOCUMENTS, "结婚证", "两证", "三证"), kept_places)

_PAPERS = rf"(?:{_DOCUMENT}|户口本|结婚证|证儿|证(?=都|原|给|先|交|押|放|一|由|全|抵))"
KEPT_TOLD = told(
    "CR-051",
    composed(
        _PAPERS,
        r"(?:缴?交公司|公司存放|(?:公司|厂里|我们)(?:统一|负责)?(?:存放|保存)|交上[来去]|收上[来去]|收齐|抵着|抵在|抵给|压着|扣着|押[在这我着]|押给|放[在我](?:我|这|公司|厂|老板|柜|办)|存[在我](?:我|这|公司|厂)|交(?:我|给(?:我|公司|老板|领|班|队|工头|会计|财务|人事))|统一(?:收|保|放|存|管)|(?:老板|公司|我|领班|工头|队长|财务)(?:替你|帮你|先)?(?:收着|拿着|保管|扣着|管着|锁))",
        reach=16,
        unless=_NOT_KEPT.pattern.replace("柜(?!子)|", ""),
    ),
    composed(
        r"(?:走|离职|干完|做完|月底|期满|结账|干满|年底|不干)[^,。;]{0,4}(?:的时候|时|后|了)?",
        r"(?:再|才)(?:还|退|给|发|领|拿)(?!工资|钱)",
        _PAPERS,
        reach=20,
        unless=_NOT_KEPT.pattern,
    ),
)
