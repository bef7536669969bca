"""CR-071 in plain speech: nobody says where the work is until the worker sits in the car.

Three classes meet here: a question of place, a moment that comes later, and saying or not saying.
"""

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.promises import PLACE_REFUSED, WORK_STATED
from yizhan.postings.rulebook.text_rules.shape import (
    Places,
    Setting,
    TextRule,
    found_by,
)
from yizhan.postings.rulebook.word_lists import word_lists

_W = word_lists("untold_places")

_SPOT = _W.spot
_WHERE = (
    f"(?:(?:干活|做工|上班|工作|务工|用工|打工|具体|到底|究竟|实际)(?:的|在|去|到)*{_SPOT}"
    "|(?:去|到|在|往)(?:哪个?(?:市|县|镇|村|厂|工地|省|公司)?(?![天年月栋层])(?:里|儿|边)?|什么地方|啥地方)"
    "(?:干活?|上班|做工|做)?"
    f"|{_W.bare.where_words})"
)
_LATER = _W.later
_SAY = _W.say
_UNSAID = (
    "(?:(?:不|没|无法|未)(?:方便|便|能|让|许|准|可以|好|会|想)?(?:在这里?|提前|事先|现在|对外|随便)?"
    "(?:说(?!明书)|透露|公开|讲|告诉|告知|写出来|写明|确定|定下?|固定)"
    f"|{_W.bare.unsaid_words}"
    "|(?:听|由|看|等)(?:带队的?|领队|司机|工头|老板|队长|带班的?|我们|车队|上面)(?:的)?"
    "(?:安排|指挥|说|定|通知|决定|分配)?)"
)
_LEADER = r"(?:带队的?|领队|司机|工头|老板|队长|带班的?|接车的?|带工的?|接头的?)"
_TOLD = starting(
    f"{_WHERE}[^,。;不无]{{0,5}}?(?:{_LATER})(?:后|时|以后|之后|再|才|就|自然|里|上|会|给|统一|你|您|,)*{_SAY}"
    f"|{_WHERE}[^,。;]{{0,4}}?{_UNSAID}"
    "|(?:说不准|不好说|别问|别打听|不用管|别管|不清楚|没说|不告诉你?|保密)(?:是)?(?:去|到|在|往)?"
    "(?:哪个?(?:市|县|镇|村|厂|工地|省|公司)|哪里|哪儿|什么地方)"
    f"|{_WHERE},?(?:由|让|听|等|看)?{_LEADER}(?:的)?(?:会|再|才|到时候?|路上)*(?:说|定|讲|告诉|安排|通知|知道|带)"
    f"|{_W.once_gone}(?:走)?(?:后|以后|你们?|您|大家)*(?:就|才|再|自然|自会|便)(?:会|能)?"
    "(?:知道|明白|清楚|晓得|告诉)(?!啥叫|什么叫|值不值|行情|钱|怎么|干啥|流程|有多|多|好|是不是|不|咋)"
    "|先(?:到[^,。;]{1,6})?(?:集合|上车|拉走|把人拉[^,。;]{0,3}|拉过去|坐车|出发|过去)[^。;]{0,4}?"
    "(?:再|然后|完了|之后)(?:看|说|定)?(?:分|派|去|到|定|说)(?:到|去|往)?(?:哪|厂|工地|各|什么|不同|地)"
    "|(?:集合|上车)(?:点|地点?|地方)(?:定了?|有了|在[^,。;]{1,6}),?(?:工地|厂|去哪|目的地|干活的?(?:地方?|点))"
    "(?:还)?(?:没|未|不)"
    "|只(?:告诉|说|知道|晓得|透露)(?:你|大家)?(?:是)?(?:在|去|往|到)[^,。;]{1,4},(?:别的|其他|具体|剩下)"
    "[^,。;]{0,3}?(?:别|不|没|莫)"
    "|(?:写的?是?|说的?是|名义上?是?在?|标的是?|招的?时候?说|嘴上说|表面上?)[^。;]{1,10}?,?"
    "(?:其实|实际上?|真正|到头来|结果)(?:要|是|得)?(?:去|送|拉|在|到|往)"
    "|(?:车)?(?:开|拉|走|送)(?:到)?哪(?:里|儿)?算哪"
    "|哪(?:里|儿|边)?(?:缺人|要人|有活|忙)(?:就)?(?:拉|去|往|送|派|到)(?:到|往)?哪"
    "|(?:路程|远近|距离|路途)(?:不好说|说不准|不一定|不定|保密)"
    "|(?:具体)?(?:哪个?(?:厂|工地|村|镇|县|市|公司)|位置|地址)(?:等|得|要)?(?:上车|进群|报名|路上|到时|群里|私)"
    "[^,。;]{0,3}?(?:再|才|后)?(?:发|说|讲|告)"
    "|(?:报名|入职|进群|集合|上车|交钱)(?:后|了|完|成功)*(?:再|才|会)?(?:私|单独|统一)?(?:发|告诉|给)(?:你|您)?"
    "(?:位置|定位|地址|地点|厂名|去处)"
    "|(?:大巴|专车|面包车|中巴|大车|车)(?:来)?(?:拉|接)(?:走|人|你|过去)?,?(?:去的?地方|去哪|目的地|到哪)"
    "[^,。;]{0,4}?(?:当天|到时|上车|路上|再|不|没|保密)"
)
#: Wider: a place of work that others decide; the rest that is not to be asked; miles that nobody had told of.
_AT_WORK = _W.at_work
_LOOSE = starting(
    f"{_AT_WORK}[^,。;就]{{0,8}}?(?:待|由|听|服从|随|按|看|需)(?!家)[^,。;]{{0,10}}?"
    "(?:分配|调派|调配|指定|安排|通知|决定|派遣|而定|再定|统一派)"
    f"|{_AT_WORK}[^,。;]{{0,3}}?(?:随后|稍后|之后|后面|日后|后续|面试时?|报名后|确认后|回头|晚点|晚些|另外)"
    "(?:再|单独|会|统一|另)*(?:发|给|告|通知|说明|说|公布)"
    f"|{_AT_WORK}(?:等|待|要)[^,。;]{{1,8}}?(?:再|才|后)(?:给|发|说|告)"
    f"|{_AT_WORK}(?:也|都|并)?(?:现在|目前|暂时|先)?(?:不方便|不重要|无所谓|不用管|不固定|不定|不便|不好说|不清楚"
    "|还没定|未定|没定)"
    "|(?:其他|其它|别的|剩下|多余)的?(?:都|就)?(?:不用|别|甭|莫|不要|少)(?:多)?(?:问|管|操心|打听)"
    "|只能(?:告诉|说|透露)(?:你|大家)?[^,。;]{0,6}"
    "|(?:拉|送|开|走|派)到哪(?:里|儿)?(?:就)?(?:干|做|是|上)(?:到)?哪?"
    "|(?:到|去|在)哪(?:儿|里)?(?:你|您|都|也)?(?:别|不用|甭|莫)(?:管|问|操心)"
    "|(?:广告|招工|招聘|说好|说是|写着?|写的是?|讲好|嘴上|群里说|标的?)[^。;]{0,10}?,"
    "(?:去了|实际|其实|到了|结果|到地)(?:才)?(?:是|要|得|在|去|发现|上)(?!一样|一致)"
    "|(?:实际|其实)(?:上)?(?:要|得|是)?(?:坐|开|走|拉)[^,。;]{0,5}?(?:小时|公里|里地|钟头)"
    "|(?:作业点|工地|干活|上班|工作|厂子?|现场)(?:的)?(?:地方|地点|点)?(?:在|离)[^,。;]{0,3}?"
    r"(?:[二三四五六七八九]十|[2-9]\d|\d{3}|[一二三四五六七八九]百)(?:多|来|几)?(?:公里|里(?:地|路)?)"
    "(?:外|以外|开外)"
    "|(?:再|才)(?:定|说|看|通知|分)(?:具体)?(?:去|到|在)哪(?![层栋间排])"
    "|(?:可能|也许|没准|说不定)(?:会)?(?:在|去|派)[^,。;]{0,4}?(?:外地|外省|外县|城[东西南北])"
    "|(?:统一|临时|随机|集中)(?:调派|调配|派往|分派)(?!车)"
)
#: Loosest: a word for the place and a word for not being told within a breath, in either order.
_PLACE_WORD = (
    f"(?:{_W.bare.place_words}"
    "|哪(?:个|家|座|处)(?:厂|码头|工地|矿|村|镇|县|城|公司|店|单位|农场|养殖场)?"
    "|什么地方|啥地方)"
)
_UNTOLD_WORD = _W.untold_word
_NEARBY = starting(
    f"{_PLACE_WORD}[^。;!?]{{0,12}}?{_UNTOLD_WORD}"
    f"|{_UNTOLD_WORD}[^。;!?就,]{{0,10}}?{_PLACE_WORD}"
    "|面试[^,。;]{0,3},?(?:干活|上班|工作)在[^。;,]{1,6},?(?:具体)?哪"
    r"|具体哪[个一]?[\u4e00-\u9fff]{1,2}(?:到时候?|上车|路上|再)"
    "|只(?:写|说|报|给)(?:个|了)?(?:省|市|县|大概|方向)[^。;]{0,8}?(?:不|没|一概)"
    "|(?:报|招|说|写|登)的?是[^。;,]{1,10},(?:接走|拉走|上车|去|到)(?:后|了|以后|之后)?(?:却|就)?"
    "(?:是|去了?|到了?|在)"
    "|(?:司机|带队的?|工头)(?:知道|认得|清楚)(?:路|地方)?,(?:你们?|大家)[^。;]{0,4}?(?:坐|跟|上)"
    "|路线司机知道"
    "|有人(?:会)?带你(?:们)?(?:去|走),?[^。;]{0,4}?(?:别|不用|甭)(?:多)?问"
    "|(?:别|甭|莫|不要)问(?:那么|这么)多"
    "|统一(?:送|拉|带)(?:去|到|往)(?:合作|各|外地|别的|其他)(?:的)?(?:工?厂|工地|单位|企业)"
)
_PLACE_STATED = re.compile(
    "(?:地址|地点|目的地)(?:就|写)?(?:是|在|:"
    r"|为)(?![^,。;]{0,3}哪)[\u4e00-\u9fff\d]{2,}|(?:就在"
    r"|位于)[\u4e00-\u9fff]{2,}"
)
#: Rooms, tasks and talks within a place that is known; and everything that is no work.
_KNOWN = re.compile(_W.bare.known)


def untold_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-071, told: the place of work is said later, by somebody else, or not at all."""
    text = plain.text
    for found in found_by((_TOLD, _LOOSE, _NEARBY), text, first, last):
        start, end = found.span()
        clause_first, _last = plain.clause(start, end)
        if (
            _KNOWN.search(text, first, last)
            or _PLACE_STATED.search(text, first, last)
            or WORK_STATED.search(text, first, last)
        ):
            return
        if PLACE_REFUSED.search(text[clause_first:start]) is None:
            yield start, end


_FAR = starting(_W.far)
_GATHERED = re.compile(_W.gathered)
_NOT_FAR = re.compile(_W.not_far)


def far_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-071: from where people gather it is far to the work, whatever the place is called."""
    found = _FAR.search(plain.text, first, last)
    if found and _GATHERED.search(plain.text) and _NOT_FAR.search(plain.text, first, last) is None:
        yield found.span()


FAR = TextRule("CR-071", _W.words.far_anchors, far_places, told=True)
UNTOLD = TextRule(
    "CR-071",
    (*_W.words.untold_anchors, *(f"工地{b}" for b in _W.words.untold_tails)),
    untold_places,
    told=True,
)
