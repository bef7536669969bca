"""What a text rule is: words without which it cannot speak, and a function that looks at one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.limits import SHIPPED, Limits
from yizhan.postings.rulebook.model import Level
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.word_lists import word_lists
from yizhan.postings.rulebook.words import RULES_VERSION, WORDS, any_of

_W = word_lists("shape")

#: ``[start, end)`` in the folded text.
Places = Iterator[tuple[int, int]]


@dataclass(frozen=True)
class Setting:
    """What is known beside the text and changes how a sentence is to be read.

    :param sex_ground: a legal ground for the sex was chosen: CR-031 asks for review instead of blocking.
    :param age_ground: a ground for the age limit was chosen: CR-036 is silent.
    :param origin_ground: public welfare work or 以工代赈, which may be kept for residents: CR-035 is silent.
    :param body_is_essential: the job cannot be done without sound limbs (heights, driving): CR-034 asks for review.
    :param is_agency: an agency may recruit for others: CR-005 is silent.
    :param bars_trial: part-time or shorter than three months, where no trial period may be agreed (CR-057).
    :param limits: thresholds, shipped or tightened by a county (CR-036, CR-059).
    :param decided: codes of rules whose fields were filled in or have spoken: their readings are silent.
    :param is_part_time: the form says 非全日制, whatever the text says (CR-056).
    :param is_offer: the text is a field of a posting, so it is an advert whatever it calls itself: neither the head of
        a notice nor marks of quotation excuse anything, and talk of rules excuses its own clause only.
    :param year: of the day on which it is judged: who was born less than sixteen years before is a child (CR-040).
    :param around: folded text of the other fields, where a job may be named that the law wants a clean record for.
    """

    sex_ground: bool = False
    age_ground: bool = False
    origin_ground: bool = False
    body_is_essential: bool = False
    is_agency: bool = False
    bars_trial: bool = False
    limits: Limits = SHIPPED
    decided: frozenset[str] = frozenset()
    is_part_time: bool = False
    is_offer: bool = False
    year: int = int(RULES_VERSION[:4])
    around: str = ""


NO_SETTING = Setting()


@dataclass(frozen=True)
class TextRule:
    """A rule that reads.

    :param code: "CR-031".
    :param anchors: every violation holds one of these; a sentence without any is not looked at.
    :param places: what it objects to in ``text[first:last]``, one sentence of a folded text.
    :param told: a second, wider reading of its code, asked only where no other spoke in the sentence.
    :param slots: instead of anchors: how each part begins without which it cannot speak, see `anchors`.
    :param beside: signs one of which stands in every violation too, wherever in the sentence.
    :param level: the weight of one place, where it depends on the setting or on what was written.
    """

    code: str
    anchors: tuple[str, ...]
    places: Callable[[Plain, int, int, Setting], Places]
    level: Callable[[str, Setting], Level] | None = None
    told: bool = False
    slots: tuple[frozenset[str], ...] = ()
    beside: frozenset[str] = frozenset()


#: What stands before a word in its clause and takes it back: 不 / 无 / 拒绝 and what may stand between.
_REFUSING = any_of(
    [
        *WORDS["negation"]["before"],
        "不做",
        "不搞",
        "不从事",
        "不涉",
        "不沾",
        "并非",
        "不问",
        "不看",
        "不限",
        "不查",
        "不承诺",
        "不讲",
        "没啥",
        "没什么",
        "不是啥",
        "不敢说",
        "不保证",
        "不存在",
        "没得",
        "没有什么",
        "没什么",
        "哪有",
        "不靠",
        "不吹",
        "别拿",
    ]
)
REFUSED_BEFORE = re.compile(
    rf"(?:{_REFUSING}|[^正]反)(?>(?:{any_of(WORDS['negation']['bridge'])}|从事|参与|涉及|有关|相信|轻信|承诺|所有|一切|"
    r"是|做|搞|及|[、 “\"/])*)$"
    r"|(?:不|勿|别|莫|未|无|没)(?:会|能|得|再|用|需|要|必|可|准|许)?$"
)
#: A notice about an evil is not the evil: 谨防刷单, 打击传销, 反诈宣传.
WARNED_BEFORE = re.compile(_W.bare.warned_before)
WARNED_AFTER = re.compile(f"^[^,。;]{{0,6}}{_W.warned_after}")


#: Somebody is turned away: 勿扰, 一律不要, 就别来了, 请勿报名.
TURNED_AWAY = f"(?:请|就|也|都|均|一律|概|恕|暂时?|目前|本岗)*{_W.turned_away}"


#: Talk about the rules or a warning of cheats: 请删掉, 不能写只要本地人, 谁说有内部名额都是骗子.
_TALK_OF_RULES = starting(
    "不(?:能|得|可|要|许|准|应|宜)(?:再)?(?:写|出现|标注|注明|要求|约定)"
    "|请(?:雇主|您|老板|把[^,。;]{1,12})?(?:删|改(?![天日善]))"
    f"|{_W.bare.told_not_to}"
    "|(?:以前|上次|之前|上一|原来|隔壁|别)(?:那|的|个)?(?:家|厂|店|地方)[^。;]{0,14}?"
    "(?:这家|咱这|我们?这|本店|本厂|咱家|我家)[^,。;]{0,6}(?:不|[也都](?:收|要|行|招|能来|可以))"
    "|(?:那种|这种|这类|此类|那套)(?:要求|规矩|条件|说法|事|做法|套路)?[^,。;]{0,4}(?:没有|不搞|不设|不存在|不兴)"
    "|谁也别|谁都别"
    "|(?:谨防|小心|当心|警惕|提防|慎防)[^,。;]{0,12}(?:骗|坑|套路|上当|陷阱|黑中介)"
    "|都别(?:签|信|去|交)|让你[^,。;]{1,12}的都(?:是|别)|(?:才|真)是?合法的?招工"
    "|(?<!不)(?:是|属|都是|那是)[^,。;]{0,5}(?:诈骗|骗局|骗子)"
    f"|{_W.bare.law_says}"
    "|(?:认|识|防|讲|教)[^,。;]{0,8}(?:骗局|陷阱|套路|诈骗)"
    f"|{_W.bare.station_speaks}"
    f"|{_W.bare.came_out}"
)


#: A clause that denies whatever follows in it: 绝不会拿酒抵工钱, 不打听你结没结婚.
_DENIED = starting(f"{_W.bare.denials}|不会(?=[拿让收向要以因问叫扣把用]|[^,。;]{{0,4}}(?:收|拿|要|扣|押|抵))")


def denied(text: str, clause_first: int, start: int) -> bool:
    """Say whether the clause denies, however far before, what is found at ``start``."""
    return _DENIED.search(text, clause_first, start) is not None


#: A question that is answered with no: 中介费?没有的事。 问:押证吗?答:不押。 A bare word must be all of the answer:
#: 行不行?不行的别来 is none.
_ANSWERED_NO = re.compile(
    f"[?! —-]*(?:[\u4e00-\u9fff]{{0,4}}?答复?[:,]?|A[:.,])?(?:{_W.bare.answers_no}"
    r"|(?:没有?|不|不要|不能|不可以|不限|不问|不是|无|免|零|免了|不行|别)(?=[,。;!\n]|$))"
)
#: Whoever is asked about is welcome: 残疾人?欢迎。 It answers what is asked of people, not what is taken from them.
_WELCOMED = re.compile(
    r"[?! \n]*[^\u4e00-\u9fff]{0,3}(?:答复?:?)?(?:都可以|都(?:行|收|要)|欢迎|不限|不问"
    r"|(?:当然)?(?:可以|能)(?=[,。!\n]|$))"
)
#: Behind what was said, in the next line: all of it is a lie.
_CALLED_A_LIE = re.compile(r"[。;!?\n][^\u4e00-\u9fff]{0,4}(?:这些?|那些?|以上)?(?:都|全)是(?:套路|骗|假的)")
#: Behind a group or a state, whatever stands between: nobody asks.
_NOBODY_ASKS = re.compile(
    rf"(?![^,。;!?]{{0,14}}{_W.other_topics})[^,。;!?]{{0,12}}?(?:,(?=我们|咱|俺|老板))?{_W.nobody}"
    rf"(?:也|都|更|一概|从来)*{_W.unasked}(?:也不登记)?(?=[,。;!\n]|$)"
    rf"|[^,。;!?]{{0,12}}?{_W.what_of_it}"
)
#: A condition that stands, whatever else is not asked.
_FIRM = re.compile(_W.firm)


def is_talk_of_rules(text: str, first: int, last: int) -> bool:
    """Say whether a sentence speaks about what may not be written rather than doing it."""
    if _TALK_OF_RULES.search(text, first, last) is not None:
        return True
    if _CALLED_A_LIE.match(text, last) is not None:
        return True
    return text[last : last + 1] == "?" and _ANSWERED_NO.match(text, last + 1) is not None


_LONGEST_TITLE = 32
_TITLE = re.compile("《[^《》\n]{4,30}》")


def in_title(text: str, first: int, start: int, end: int) -> bool:
    """Say whether a place is the name of a book or a form, 《躺赚人生》; a headline of the sentence itself is none."""
    near = max(first, start - _LONGEST_TITLE)
    if text.rfind("《", near, end) < 0:
        return False
    titles = _TITLE.finditer(text, near, end + _LONGEST_TITLE)
    return any(first < each.start() <= start and end <= each.end() + 4 for each in titles)


def welcomed(text: str, last: int) -> bool:
    """Say whether the question that ends before ``last`` is answered with a welcome."""
    return text[last : last + 1] == "?" and _WELCOMED.match(text, last + 1) is not None


def of_no_matter(text: str, start: int, end: int, last: int) -> bool:
    """Say whether it is said behind a place that nobody asks: 有没有纹身一概不问. In 限男,学历一概不问 it is not."""
    return _NOBODY_ASKS.match(text, end, last) is not None and _FIRM.search(text, start, end) is None


def refused(text: str, first: int, start: int) -> bool:
    """Say whether the clause ``text[first:start]`` takes back what follows it."""
    return REFUSED_BEFORE.search(text, first, start) is not None


def warned(text: str, first: int, start: int, end: int, last: int) -> bool:
    """Say whether the clause speaks about an evil rather than offering it."""
    return WARNED_BEFORE.search(text, first, start) is not None or WARNED_AFTER.match(text[end:last]) is not None


def found_by(patterns: tuple[re.Pattern[str], ...], text: str, first: int, last: int) -> Iterator[re.Match[str]]:
    """Yield what each of some patterns finds in ``text[first:last]``, one pattern after the other."""
    for pattern in patterns:
        found = pattern.search(text, first, last)
        if found is not None:  # most find nothing, and a search costs less than an iterator
            yield found
            yield from pattern.finditer(text, found.end(), last)


def stands_in_posting(pattern: re.Pattern[str], plain: Plain, setting: Setting) -> bool:
    """Say whether a pattern stands anywhere in the texts of a posting, or in the only text that is known."""
    return pattern.search(setting.around) is not None if setting.around else plain.holds(pattern)


def _left_open(text: str, start: int, end: int) -> bool:
    """Say whether a word stands with its own denial: 高薪不高薪."""
    return text.startswith(f"不{text[start:end]}", end)


def offered(plain: Plain, pattern: re.Pattern[str], first: int, last: int) -> Places:
    """Yield where the pattern stands in a sentence, neither refused nor warned of in its clause."""
    text = plain.text
    for found in found_by((pattern,), text, first, last):
        start, end = found.span()
        clause_first, clause_last = plain.clause(start, end)
        if _left_open(text, start, end):
            continue
        if not refused(text, clause_first, start) and not warned(text, clause_first, start, end, clause_last):
            yield start, end
