"""CR-051: documents kept."""

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Negation, Plain
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.fees import JUST_NOT, WARNING_AFTER
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule
from yizhan.postings.rulebook.words import WORDS, any_of

_DOCUMENTS: list[str] = WORDS["documents"]["nouns"]
_DOCUMENT = any_of(_DOCUMENTS)
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


DOCUMENTS = TextRule("CR-051", tuple(_DOCUMENTS), document_places)
