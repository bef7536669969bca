"""The jobs of one message told by their measures: what stands with each number of people, whatever the work is called.

A row is a job: the words that name it, how many people it takes, what it pays, in any order. What is said before the
first row or behind the last is shared, unless every other row says the same kind of thing for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from yizhan.postings.reading.folding import DONE
from yizhan.postings.reading.work import says_where

Piece = tuple[int, int]

#: How a place of the text is marked once it is known what stands there.
_COUNT, _PAY, _TIME, _DAY = "\x01\x02\x03\x04"
_MARKS = f"{_COUNT}{_PAY}{_TIME}{_DAY}{DONE}"
_CLAUSE = re.compile(r"[,。;!?:\n\s、()~]")
_STRONG = re.compile(
    r"[。;!?:\n]|(?<![\u4e00-\u9fff])[(]?\d{1,2}[.)、](?!\d)|(?:^|(?<=[\s,。;]))[一二三四五六七八九十]、"
)
_RUN = re.compile(r"[\u4e00-\u9fffa-z/+]+")
#: Numbers of people that say no number, but part the jobs as the others do.
_OPEN = re.compile(r"若干(?:名|人)?|[数多]名|数人|(?<![哥姐这那好十])几[名位个](?![谁小月钟活岗])|人数不限|不限人数")
#: What stands around the name of a job and is none.
_LEAD = re.compile(
    r"^(?:还要|还需|还缺|还招|另要|另外|另|再要|再来|再|还有|还|以及|和|及|跟|与|或|加|带|一个是|另一个|一是|二是|三是|现在|现|急需|急招|急聘|急|诚招|诚聘|招聘|招收|招|需要|需|要求|要|缺|找|来|用|请|叫|去|到|"
    r"临时|长期|兼职|全职|的|了|是|有|个|名|位|人|共|约|大概|大约|各|每|男工?|女工?|先|等|啊|呀|哈|呢|吧|咯)+"
)
_TAIL = re.compile(
    r"(?:还需要|还要|还需|需要|需|要|招聘|招|来|缺少|缺|差|找|用|请|有|共|约|大概|大约|各|每|的|是|给|开|拿|工资|工钱|工价|日薪|月薪|时薪|薪资|待遇|男工?|女工?|每人|一人|人数|名额|人|名|位)+$"
)
#: A run that says a condition, or to whom the message speaks, names no job.
_NO_NAME = re.compile(
    r"管[吃住饭顿午中晚两一三]|包[吃住接餐食]|供[吃食]|日结|现结|月结|周结|天结|当[天日]|[做干卸装搬忙]完|结[算账清束]|发工?[钱资]|自[带备理]|工[钱资价]|待遇|薪|提成|集合|上车|[地位]点|地址|电话|联系|报名|要求|年龄|经验|身体|不限|周?岁|以[上下内]|"
    r"[都均]|统一|左右|一共|总共|合计|时间|中午|午[饭餐]|饭|宿舍|食宿|五险|社保|[老兄]弟|大家|各位|群|岗位|工种|招工|用工|信息|其中|一组|加班|夜班|白班|早班|晚班|平时|平日|周末|假日|熟手|生手|转正|试用|学徒期|实习|满勤|手艺|一般|熟练|新手|技术|表现|[餐饭车房另]补|补[贴助]|手快|最少|最多|即可|出来|随时|清早|够了|上午|下午|晚上|早上|每天|一天|小时|钱$"
)
#: An opening stands among the first words, and is short.
_FIRST_RUNS, _LONGEST_NAME, _LONGEST_UNKNOWN = 3, 14, 6
_NO_OPENING = re.compile(r"[我俺咱谁哪没想吗呢周不天节]|元旦|国庆|五一|十一|春节|清明|端午|中秋")
_MEN_PAID, _WOMEN_PAID = (
    re.compile(rf"{sex}[工的士]{{0,2}}(?:(?![男女])[\u4e00-\u9fff{_COUNT}]){{0,6}}$") for sex in "男女"
)
_MEN, _WOMEN = (re.compile(rf"{sex}[工的士]{{0,2}}[要招来需得:]?$") for sex in "男女")
_FAR_LEAD = 8
_SEX_ONLY = re.compile(r"^[男女工的性]*$")


@dataclass(frozen=True)
class Row:
    """Where a job's name and its measures stand."""

    start: int
    name: Piece
    end: int


@dataclass(frozen=True)
class Finds:
    """What was found in a message, as pieces of the text; all of one message only."""

    counts: Sequence[Piece]
    pays: Sequence[Piece]
    hours: Sequence[Piece]
    days: Sequence[Piece]
    works: Sequence[Piece]
    each: Sequence[Piece] = ()


def find_rows(
    plain: str, message: Piece, finds: Finds
) -> tuple[list[tuple[Piece, ...]], list[Piece], Sequence[Piece | None]]:
    """Return the rows of a message, the pieces that they share and their names; no rows where it offers one job."""
    text = _marked(plain, finds)
    by_sex, shared = _by_sex(text, message, finds)
    if by_sex:
        return by_sex, shared, [None, None]
    crews = _crews(text, message, finds)
    if crews:
        pieces, shared = _parted(text, message, crews, finds)
        if pieces:
            nameless: list[Piece | None] = [None] * len(pieces)
            return [(piece,) for piece in pieces], shared, nameless
    opens = [one.span() for one in _OPEN.finditer(text, *message)]
    counts = sorted([*finds.counts, *opens])
    names = _named(text, message, counts, finds)
    alone = [*(_opening(text, message) if counts or finds.pays else ()), *(name for name, _measure in names)][:1]
    if len(names) < 2:
        names = _paid(text, message, finds) if len(counts) < 2 else []
    sentences = _stated(text, message, finds)
    if len(sentences) > max(len(names), 1):
        names = sentences
    if len(names) < 2:
        names = _listed(text, message, finds)
        if names:
            rows = [name for name, _measure in names]
            shared = [(message[0], rows[0][0]), (rows[-1][1], message[1])]
            return *_with_pays(text, rows, shared, rows, finds), rows
        return [], [], alone
    pieces, shared = _parted(text, message, names, finds)
    if not pieces:
        return [], [], alone
    titles = [name for name, _measure in names]
    return *_with_pays(text, pieces, shared, titles, finds), titles


def _marked(plain: str, finds: Finds) -> str:
    signs = list(plain)
    for mark, pieces in ((_DAY, finds.days), (_TIME, finds.hours), (_PAY, finds.pays), (_COUNT, finds.counts)):
        for start, end in pieces:
            signs[start:end] = mark * (end - start)
    return "".join(signs)


def _opening(text: str, message: Piece) -> list[Piece]:
    """Return the words with which a message of one job begins: what it is about, where no word for work is known."""
    for _number, run in zip(range(_FIRST_RUNS), _RUN.finditer(text, *message), strict=False):
        name = _stripped(text, *run.span())
        if name is None or name[1] - name[0] > _LONGEST_NAME or _NO_NAME.search(text, *name):
            continue
        if not says_where(text[slice(*name)]) and not _NO_OPENING.search(text, *name):
            return [name]
    return []


def _by_sex(text: str, message: Piece, finds: Finds) -> tuple[list[tuple[Piece, ...]], list[Piece]]:
    """Return the two jobs of men and women where each have a sum and a number of their own: 男工130女工100，男6女9."""
    rows: list[tuple[Piece, ...]] = []
    if len(finds.pays) != len("男女") or len(finds.counts) not in (0, len("男女")):
        return [], []
    if not finds.counts:
        return _paid_by_sex(text, message, finds)
    for sums, numbers, sex in ((_MEN_PAID, _MEN, "男"), (_WOMEN_PAID, _WOMEN, "女")):
        pieces = []
        for pattern, kind in ((sums, finds.pays), (numbers, finds.counts)):
            led = [
                (one[0] - len(lead[0]), one[1])
                for one in kind
                if (lead := pattern.search(text[max(message[0], one[0] - _FAR_LEAD) : one[0]])) is not None
            ]
            if kind is finds.counts and all(text[one[1] : one[1] + 1] in "男女" for one in kind):
                led = [(one[0], one[1] + 1) for one in kind if text.startswith(sex, one[1])]  # 2男2女
            if len(led) != 1:
                return [], []
            pieces += led
        (start, end), last = sorted(pieces)
        rows.append(((start, max(end, last[1])),) if last[0] < end else ((start, end), last))
    rows.sort()
    taken = sorted(piece for row in rows for piece in row)
    if any(left[1] > right[0] for left, right in pairwise(taken)):
        return [], []
    edges = [message[0], *(at for piece in taken for at in piece), message[1]]
    shared = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if text[a:b].strip(" ,。;、")]
    return rows, shared


def _paid_by_sex(text: str, message: Piece, finds: Finds) -> tuple[list[tuple[Piece, ...]], list[Piece]]:
    """Return the jobs of men and women where only the sums tell them apart: 男的一百七一天，女的摇蜜一百四一天."""
    rows = []
    for pattern in (_MEN_PAID, _WOMEN_PAID):
        led = [
            (one[0] - len(lead[0]), one[1])
            for one in finds.pays
            if (lead := pattern.search(text[max(message[0], one[0] - _FAR_LEAD) : one[0]])) is not None
        ]
        if len(led) != 1:
            return [], []
        rows += led
    rows.sort()
    edges = [message[0], *(at for row in rows for at in row), message[1]]
    shared = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if text[a:b].strip(" ,。;、")]
    return [(row,) for row in rows], shared


def _crews(text: str, message: Piece, finds: Finds) -> list[tuple[Piece, Piece]]:
    """Return the crews of one work that each have hours, and a sum or people, of their own: 早班5点到13点两人，晚班….

    A crew is told by its word; what it is called and where it works is said for all of them.
    """
    words = [one.span("crew") for one in _CREW.finditer(text, *message)]
    names = [text[slice(*one)] for one in words]
    if len(words) < 2 or len(set(names)) < len(names):
        return []
    found = []
    edges = [*(one[0] for one in words), message[1]]
    for crew, limit in zip(words, edges[1:], strict=True):
        hours = [one for one in finds.hours if crew[0] <= one[0] < limit]
        sizes = [one for one in sorted([*finds.counts, *finds.pays]) if crew[0] <= one[0] < limit]
        if not hours or not sizes:
            return []
        found.append((crew, min(hours[0], sizes[0])))
    return found


def _named(text: str, message: Piece, counts: list[Piece], finds: Finds) -> list[tuple[Piece, Piece]]:
    """Return each number of people that has a name of its own: (name, number)."""
    found: list[tuple[Piece, Piece]] = []
    least = message[0]
    for number, count in enumerate(counts):
        follower = counts[number + 1][0] if number + 1 < len(counts) else message[1]
        before = _name_before(text, least, count[0], finds.works)
        if found and before is not None and _is_far(text, before, count[0], finds.works):
            before = None
        joined = before is not None and not re.search(r"[,。;!?:\n\s、()]", text[before[1] : count[0]])
        after = _name_after(text, count[1], follower, has_name=joined)
        if after is not None and not joined:
            before = None
        name = before or after
        least = max(count[1], after[1] if after is not None else 0)
        if name is None:
            continue
        if found and _same(text, found[-1][0], name) and not _STRONG.search(text, found[-1][1][1], count[0]):
            continue
        found.append((name, count))
    return found


def _is_far(text: str, name: Piece, count: int, works: Iterable[Piece]) -> bool:
    """Say whether many words that no work is known by stand two clauses before a number: they name nobody."""
    known = any(one[0] < name[1] and name[0] < one[1] for one in works)
    return not known and name[1] - name[0] > _LONGEST_UNKNOWN and len(_CLAUSE.findall(text[name[1] : count])) > 1


def _first_name(text: str, start: int, end: int) -> list[Piece]:
    names = (_stripped(text, *run.span()) for run in _RUN.finditer(text, start, end))
    return [name for name in names if name is not None and not _NO_NAME.search(text, *name)][:1]


def _same(text: str, one: Piece, other: Piece) -> bool:
    return text[slice(*one)] == text[slice(*other)]


def _name_before(text: str, start: int, end: int, works: Iterable[Piece]) -> Piece | None:
    """Return the words nearest before a measure that name its job."""
    for run in reversed(list(_RUN.finditer(text, start, end))):
        name = _stripped(text, *run.span())
        if name is not None and not _NO_NAME.search(text, *name):
            return name
        work = next((one for one in works if run.start() <= one[0] and one[1] <= run.end()), None)
        if work is not None:
            return work
    return None


def _name_after(text: str, start: int, limit: int, *, has_name: bool) -> Piece | None:
    """Return the words right behind a number that say who is counted: 3个大工, 两个会背机子的."""
    run = _RUN.match(text, start, limit)
    if run is None:
        return None
    name = _stripped(text, *run.span())
    if name is None or _NO_NAME.search(text, *name):
        return None
    if has_name and run.end() == limit:
        return None  # 大工3个小工5个: the next number's own
    return name


def _stripped(text: str, start: int, end: int) -> Piece | None:
    words = text[start:end]
    lead = _LEAD.match(words)
    start += lead.end() if lead is not None else 0
    tail = _TAIL.search(text[start:end])
    end = start + tail.start() if tail is not None else end
    if end - start < 2 or _SEX_ONLY.match(text[start:end]):
        return (start, end) if end - start == 1 and text[start:end] in "砌杀抬扛搬挖摘" else None
    return start, end


def _paid(text: str, message: Piece, finds: Finds) -> list[tuple[Piece, Piece]]:
    """Return each sum right before which a name stands; none at all where one of them has none."""
    found: list[tuple[Piece, Piece]] = []
    for number, pay in enumerate(finds.pays):
        least = finds.pays[number - 1][1] if number else message[0]
        clause = max((one.end() for one in _CLAUSE.finditer(text, least, pay[0])), default=least)
        name = _of_clause(text, clause, pay[0])
        if name is None:
            return []
        if any(_same(text, known, name) for known, _pay in found):
            return []
        found.append((name, pay))
    return found


def _of_clause(text: str, start: int, end: int) -> Piece | None:
    """Return the words nearest before a sum in its clause that name a job, past how many it takes: PA两名3600."""
    for run in reversed(list(_RUN.finditer(text, start, end))):
        name = _stripped(text, *run.span())
        if name is not None and not _NO_NAME.search(text, *name):
            return name
    return None


def _listed(text: str, message: Piece, finds: Finds) -> list[tuple[Piece, Piece]]:
    """Return the works of a list of which each takes as many: 服务员、传菜员、收银员各两名."""
    for each in finds.each:
        start = max((one.end() for one in re.finditer(r"[,。;!?:\n\s]", text[message[0] : each[0]])), default=0)
        listed = re.match(
            r"[\u4e00-\u9fffa-z]{2,8}(?:[、和及,][\u4e00-\u9fffa-z]{2,8})+?(?=各)", text[message[0] + start : each[0]]
        )
        if listed is None:
            continue
        at = message[0] + start
        names = [_stripped(text, at + one.start(), at + one.end()) for one in re.finditer(r"[^、和及,]+", listed[0])]
        return [(name, each) for name in names if name is not None] if None not in names else []
    return []


def _stated(text: str, message: Piece, finds: Finds) -> list[tuple[Piece, Piece]]:
    """Return the first work and the first measure of each sentence where two sentences at least offer their own."""
    edges = [message[0], *(one.end() for one in _SENTENCE.finditer(text, *message)), message[1]]
    found: list[tuple[Piece, Piece]] = []
    for start, end in pairwise(edges):
        work = next((one for one in finds.works if start <= one[0] < end), None)
        pay = next((one for one in finds.pays if start <= one[0] < end), None)
        if pay is not None and work is None:
            # 奶茶店兼职，16一小时；另找个修冰机的，200: whatever it is called, it is another one
            further = _FURTHER.match(text, start)
            named = _first_name(text, further.end(), pay[0]) if further is not None else []
            if start == message[0] and _FURTHER.search(text, end, message[1]):
                named = _opening(text, (start, end))
            work = next(iter(named), None)
        if work is None or pay is None or any(_same(text, known, work) for known, _pay in found):
            continue
        found.append((work, pay))
    return found


def _with_pays(
    text: str, rows: list[Piece], shared: list[Piece], names: list[Piece], finds: Finds
) -> tuple[list[tuple[Piece, ...]], list[Piece]]:
    """Give each row its own sum where all sums stand together elsewhere: 大工3人小工5人，大工350小工220."""
    plain: list[tuple[Piece, ...]] = [(row,) for row in rows]
    apart = [one for one in finds.pays if any(a <= one[0] < b for a, b in shared)]
    if len(apart) != len(rows) or any(a <= one[0] < b for one in finds.pays for a, b in rows):
        return plain, shared
    if any(right[0] - left[1] > _NEAR or _STRONG.search(text, left[1], right[0]) for left, right in pairwise(apart)):
        return plain, shared
    least = next(a for a, b in shared if a <= apart[0][0] < b)
    edges = [max((one.end() for one in re.finditer("[,。;!?:\n、]", text[least : apart[0][0]])), default=0) + least]
    edges += [one[1] for one in apart]
    sums = list(pairwise(edges))
    order: list[int] = []
    for name in names:
        words = text[slice(*name)]
        known = [at for at, one in enumerate(sums) if words[-2:] in text[slice(*one)] or words[:2] in text[slice(*one)]]
        order.append(known[0] if len(known) == 1 else -1)
    left = [at for at in range(len(sums)) if at not in order]
    if order.count(-1) != len(left):
        return plain, shared
    order = [at if at >= 0 else left.pop(0) for at in order]
    if sorted(order) != list(range(len(sums))):
        return plain, shared
    rest = [
        (max(a, start), min(b, end))
        for a, b in shared
        for start, end in ((0, sums[0][0]), (sums[-1][1], len(text)))
        if max(a, start) < min(b, end)
    ]
    return [tuple(sorted((row, sums[at]))) for row, at in zip(rows, order, strict=True)], rest


#: The crews of one work, or its times of the day: 早班, 上午班, 午市.
_CREW = re.compile(
    r"(?:^|(?<=[\s,。;:、()])|(?<=[)】]))(?P<crew>(?:白天|夜里|夜间|晚上|早上)[组班场]|[早中晚夜白日]班|[上下]午班|[早午晚夜]市|[上下]午场|[早午晚]场|[上下]午|早上|晚上|[甲乙丙a-d]班|[一二三]班)"
)
#: Sums that stand together stand no further apart.
_NEAR = 12
_FURTHER = re.compile(r"\s*(?:另外|另|还|再|同时)[\u4e00-\u9fff]?(?:招|要|找|收|需|缺|请)")
_SENTENCE = re.compile(r"[;。\n]+|(?<![\u4e00-\u9fff\d.])[(]?\d{1,2}[.)、](?!\d)")


def _parted(
    text: str, message: Piece, names: list[tuple[Piece, Piece]], finds: Finds
) -> tuple[list[Piece], list[Piece]]:
    events = sorted([*finds.counts, *finds.pays])
    starts = []
    for number, (name, measure) in enumerate(names):
        before = max(names[number - 1][0][1], names[number - 1][1][1]) if number else message[0]
        starts.append(_start(text, message, name, measure, events, before))
    for kind in (finds.hours, finds.days):
        starts = _with_leads(text, starts, names, kind)
    if any(left >= right for left, right in pairwise(starts)):
        return [], []
    edges = [*starts[1:], message[1]]
    pieces = [*zip(starts, edges, strict=True)]
    listed = all(_SENTENCE.search(text, left[0] + 3, right[0] + 3) for left, right in pairwise(pieces))
    last = _end(text, pieces, names, finds, listed=listed)
    pieces[-1] = (pieces[-1][0], last)
    if not listed:
        starts[0] = _less_shared(text, pieces, names, finds)
        pieces[0] = (starts[0], pieces[0][1])
    shared = [piece for piece in ((message[0], starts[0]), (last, message[1])) if piece[0] < piece[1]]
    return pieces, shared


def _start(text: str, message: Piece, name: Piece, measure: Piece, events: list[Piece], before: int) -> int:
    """Where a row begins: its clause, behind the measures of the row before; its item where the text is a list."""
    at = min(name[0], measure[0])
    own = [one[1] for one in events if before <= one[1] <= at]
    least = max([before, *own]) if before > message[0] else before
    strong = max(
        (
            one.start() if text[one.start()] not in "。;!?:\n" else one.end()
            for one in _STRONG.finditer(text, before, at)
        ),
        default=None,
    )
    if strong is not None:
        return max(strong, before)
    return max((one.end() for one in _CLAUSE.finditer(text, least, at)), default=least)


def _with_leads(text: str, starts: list[int], names: list[tuple[Piece, Piece]], kind: Sequence[Piece]) -> list[int]:
    """Let each row begin with its own hour or day where every row has one before its name: 8点擦玻璃…，下午2点搬家…."""
    if len(kind) != len(starts) or not kind or kind[0][0] > names[0][0][0]:
        return starts
    led = []
    for number, (start, piece) in enumerate(zip(starts, kind, strict=True)):
        if number and not names[number - 1][1][1] <= piece[0] < names[number][0][0]:
            return starts
        led.append(min(start, piece[0]))
    return led


def _less_shared(text: str, pieces: list[Piece], names: list[tuple[Piece, Piece]], finds: Finds) -> int:
    """The first row leaves the day and the hour before its name to all where no other row has one."""
    start, name = pieces[0][0], names[0][0]
    work = next((one for one in finds.works if name[0] < one[0] < name[1]), None)
    if work is not None and start == name[0] and says_where(text[start : work[0]]):
        start = work[0]  # 塑料厂上料工…，破碎工…: all of them work there
    for kind in (finds.hours, finds.days):
        leads = [one for one in kind if start <= one[0] and one[1] <= min(name[0], names[0][1][0])]
        if leads and not any(pieces[1][0] <= one[0] < pieces[-1][1] for one in kind):
            start = max(start, leads[-1][1])
    return start


def _end(text: str, pieces: list[Piece], names: list[tuple[Piece, Piece]], finds: Finds, *, listed: bool) -> int:
    """Where the last row ends: with the clause of its measures, or with what the other rows say for themselves, too."""
    start, limit = pieces[-1]
    others = pieces[:-1]

    def all_have(kind: Sequence[Piece], *, some: bool = False) -> bool:
        have = [any(a <= one[0] < b for one in kind) for a, b in others]
        return any(have) if some else all(have)

    end = max(names[-1][0][1], names[-1][1][1])
    for kind in (finds.counts, finds.pays):
        if all_have(kind):
            here = [one for one in kind if start <= one[0] < limit]
            end = max(end, here[0][1] if here else 0)
    stop = re.search(r"[。;\n]", text[end:limit]) if listed else None
    if stop is not None:
        return end + stop.start()
    end = _clause_end(text, end, limit)
    for kind in (finds.hours, finds.days):
        here = [one for one in kind if end <= one[0] < limit]
        if all_have(kind, some=listed) and here and here[0][0] - end < 8:
            end = _clause_end(text, here[0][1], limit)
    return end


def _clause_end(text: str, at: int, limit: int) -> int:
    stop = re.search(r"[,。;!\n (]", text[at:limit])
    return at + stop.start() if stop is not None else limit
