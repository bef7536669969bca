"""CR-051: documents kept."""

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Negation, Plain
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.composed import composed, told
from yizhan.postings.rulebook.text_rules.fees import JUST_NOT, WARNING_AFTER
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule
from yizhan.postings.rulebook.word_lists import word_lists
from yizhan.postings.rulebook.words import WORDS, any_of

_W = word_lists("documents")

_DOCUMENTS: list[str] = WORDS["documents"]["nouns"]
_DOCUMENT = any_of(_DOCUMENTS)
#: Whoever takes a document in hand, and what he does with it.
_WHO_KEEPS = _W.who_keeps
_HOLDS = _W.holds
_KEPT_WIDE_TAIL = f"(?:{_W.between}*)"
_DOCUMENT_NEGATION = Negation(_DOCUMENTS)
_WHOSE = f"(?:{_W.bare.whose}|" + _DOCUMENT + "){0,6}"
_KEEPER = f"{_W.keeper}(?:部|处|这里|那里|方)?"
_MUST = r"(?:均|都|需要|需|须|要|先|得|必须|暂时|统一|一律|临时|集中|办理并|原件|会)"
_KEPT_BY = (
    f"(?>{_MUST}*)(?:(?:由|给|交给?|放在?|交由|存在?|留在?)?{_KEEPER}"
    f"|由[^,。;不本自]{{1,4}}?)?(?>(?:代为|代(?!管)|负责|{_MUST})*){_W.keeping}"
)
_KEPT = starting(
    f"(?P<hard>{_W.bare.held_back})(?P<whose>{_WHOSE})(?P<noun>{_DOCUMENT})"
    f"|(?P<soft>{_W.bare.handed_in})(?P<whose2>{_WHOSE})(?P<noun2>{_DOCUMENT})"
    f"|(?P<refuse>(?:不交|不押|不给|不留|没交){_DOCUMENT}(?:原件)?(?:的|者|就|则|,)*"
    "(?:不让|不能|不得|不给|不准|不安排|不发|别想|进不))"
    f"|(?P<noun3>{_DOCUMENT})(?:原件|正本)?(?:[、和及与或]{_DOCUMENT}(?:原件)?){{0,4}}(?:[、和及与或连]+密码)?"
    f"(?:{_KEPT_BY}|(?>{_MUST}*)(?:交[给到至]|上交|交出给|留在?|存在?|放在?|[押压]在?){_KEEPER}|连密码(?:一起)?交"
    "|留下(?!复印|号|姓名))"
)
#: Keeping in its many words: 交给带工的, 由公司统一收着, 走的时候再还, 拿证件换工牌.
_KEPT_WIDE = starting(
    f"(?P<wide>(?:{_DOCUMENT}|户口本|结婚证|两证|三证|证){_KEPT_WIDE_TAIL}"
    f"(?:(?:由|归|让|被)?{_WHO_KEEPS}{_W.at_somebody}*{_HOLDS}"
    f"|(?:交|放|留|存|押|压|扣|搁|寄|锁|送)(?:给|到|在|于|去|进|由)?{_WHO_KEEPS}"
    "(?:那|那里|这|这里|手里|手上|处|部|柜子|抽屉|保险柜)?"
    f"|(?:先|要|得|统一|一律|必须|须|都|全部|都要)+(?:{_HOLDS}|交|押|扣|留)(?={_W.bare.kept_how_long})))"
    f"|(?P<back>(?:{_DOCUMENT})(?:原件)?[^。;不没]{{0,14}}?{_W.until_leaving}(?:的时候|时|后|那天|再|才|就|,)*"
    "(?:还|退还?|归还|返还|给(?!钱|工资|发)|领回|拿回|取回|发还|取))"
    "|(?P<pawn>(?:拿|用|凭|以)(?:您|你|本人|自己|那|这|张|个|的|二代)*(?:身份证件?|二代卡片?|二代证|驾驶证|驾照|护照|毕业证|户口本)(?:原件)?(?:来|做|当|作|去)?"
    "(?:抵押|换|押|做押|做抵|担保|顶))"
    "|(?P<take>(?:收|拿|扣|押|留|压)(?:走|下|了|着|上来|你的?|您的?|大家的?|工人的?|员工的?|所有人的?)+的?"
    f"(?:{_DOCUMENT}))"
)
#: No document is taken or kept without one of these.
_TAKING = frozenset("扣押压收交留管保给存放拿掌把寄缴")
_COPY_AFTER = re.compile(r"(?:原件)?(?:的|及|和|、|与|或|/|,|\(|正反面|双面|有效|原件|" + _DOCUMENT + f")*{_W.copies}")
_OWN_KEEPING = re.compile(r"本人|自己|自行|各自|妥善|好$|随身")
_THIRD_PARTY_DOCUMENT = re.compile(_W.bare.third_party_document)
_DUTY_DOCUMENT = re.compile(r"(?:负责|熟悉|办理(?!住宿|入职|入住|手续)|工作内容)[^,。]{0,8}$")


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


_NOT_KEPT = re.compile(_W.bare.not_kept)


#: No such sentence is without one of these.
_KEEPING = frozenset("交放留存押压扣收保管还退拿抵锁搁寄送集把攥捏替领取给换做封")


def kept_places(plain: Plain, sentence_first: int, sentence_last: int, _setting: Setting) -> Places:
    """CR-051, said in other words: who has the document meanwhile, when it comes back, what it is pawned for."""
    text = plain.text
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


DOCUMENTS = TextRule("CR-051", tuple(_DOCUMENTS), document_places, beside=_TAKING)
DOCUMENTS_KEPT = TextRule("CR-051", (*_DOCUMENTS, "结婚证", "两证", "三证"), kept_places, beside=_KEEPING)

_PAPERS = f"(?:{_DOCUMENT}|{_W.bare.other_papers})"
KEPT_TOLD = told(
    "CR-051",
    composed(
        _PAPERS,
        f"(?:{_W.bare.stored}"
        "|交(?:我|给(?:我|公司|老板|领|班|队|工头|会计|财务|人事))"
        "|统一(?:收|保|放|存|管)"
        f"|{_W.who_keeps}(?:那里?|手里|手上)?(?:替你|帮你|先|统一|代)?(?:收(?:着|走|起|好)|拿着|保管|代?管(?!理)|扣着|锁|掌管|存着)"
        f"|(?:先|都|统一)?(?:交(?:给|到|与)?|(?:放|搁|存|留|押)(?:在|到)?){_W.who_keeps}(?!看|查|验|登|复|过目)"
        f"|给{_W.who_keeps}(?:统一|一起|先)*(?:放|收(?!款)|拿|保管|存|管(?!理)))",
        reach=16,
        unless=_NOT_KEPT.pattern.replace("柜(?!子)|", ""),
    ),
    # 拿您那张二代证来换钥匙,离厂再换回去
    composed(
        _PAPERS,
        "(?:来|去|先|给)?(?:换|抵|押)(?!成|乘|岗|班|证|发|领|新)",
        "换回|拿回|取回|领回|还(?:你|您|证|回)|再[退还]|宿舍|钥匙|饭卡|工牌|工服|工具|被褥|铺盖|头盔|设备",
        reach=34,
        unless=_NOT_KEPT.pattern,
        commas=2,
    ),
    composed(
        r"(?:走|离职|干完|做完|月底|期满|结账|干满|年底|不干)[^,。;]{0,4}(?:的时候|时|后|了)?",
        r"(?:再|才)(?:还|退|给|发|领|拿)(?!工资|钱)",
        _PAPERS,
        reach=20,
        unless=_NOT_KEPT.pattern,
    ),
)
