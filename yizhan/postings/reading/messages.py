"""A pasted text cut up: messages of a group, the several jobs of one announcement, and what they share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from yizhan.postings.reading.contacts import Contacts
from yizhan.postings.reading.counting import CountFound
from yizhan.postings.reading.folding import DONE
from yizhan.postings.reading.pay import PayPlace
from yizhan.postings.reading.rows import Finds, find_rows
from yizhan.postings.reading.work import WorkFound

Piece = tuple[int, int]

MOST_DRAFTS = 40
#: The line that a chat writes above a message: who, and when it was sent. The hour in it is no hour of work.
CHAT_HEAD = re.compile(
    r"^(?:[^\n:]{0,24}?\s)?(?:20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*|\d{1,2}[-/月]\d{1,2}日?\s+|(?:昨天|星期[一二三四五六日])\s*)?"
    r"(?:上午|下午|早上|晚上|中午)?\s*\d{1,2}:\d{2}(?::\d{2})?\s*$",
    re.M,
)
_RULE = re.compile(r"^[\s\-—=*_~·.…#─━]{3,}$", re.M)
_LOOKS_FOR_WORK = re.compile(
    r"求职|谁有活|哪有活|哪里有活|有活(?:的)?(?:吗|请|喊|叫|联系我|找我)|(?:本人|俺|我们?)[^。\n]{0,16}(?:找活|找工作|想找|求活|找个活|接活)|(?:^|(?<=[\s,。;!|:]))(?:找个?活|求活)(?:干|做)?(?=$|[\s,。;!|])|(?:^|(?<=[\s,。;!|:]))找工作(?=$|[\s,。;!|])|找活(?:干|做)?$|有没有(?:活|招)|还有活吗"
)
_OFFERS = re.compile(r"招|急需|急聘|需要?[^,。\n]{0,6}[\d一二两三四五六七八九十]|用工")
_SHARED_LINE = re.compile(
    r"^\s*(?:[\d一二三四五六七八九十]{0,2}[.、:)]?\s*)?[【\[(]?(?:以上|集合|地点|地址|工作地|时间|工作时间|上班时间|用工时间|联系|电话|报名|要求|待遇|福利|食宿|结算|结账|工资结|公司地址|单位地址|"
    r"有意|咨询|备注|注意|说明|统一|均|都(?:是|按|管|包|有|在)|按天|按日|所有|各岗位|管|包|招聘单位|面试|微信)"
)
_NUMBERING = re.compile(
    r"(?:^|(?<=[\s,。;:\n]))(?:[(]?[\d一二三四五六七八九十]{1,2}[、.)]|岗位[\d一二三四五六七八九十]{1,2}[:.、]?)\s*$"
)
#: 1)周一上午擦玻璃: what stands between the number of an item and its work belongs to it.
_ITEM = re.compile(r"(?:^|(?<=[\s,。;:!]))[(]?\d{1,2}\)(?!\d)")
#: Links two names of one job (装卸搬运), which are no two jobs.
_JOINED = re.compile(r"\s*[/和、及与或]?\s*")


@dataclass(frozen=True)
class Segment:
    """What belongs to one job alone, what it shares with the others of its message, and what names it."""

    own: tuple[Piece, ...]
    shared: tuple[Piece, ...]
    name: Piece | None = None


def looks_for_work(plain: str) -> bool:
    """Say whether somebody looks for work here rather than for people."""
    return bool(_LOOKS_FOR_WORK.search(plain)) and not _OFFERS.search(plain)


def cut_messages(plain: str, contacts: Contacts, works: list[WorkFound], sizes: list[int]) -> list[Piece]:
    """Return the messages of a paste. Blocks are messages of their own where two of them say whom to call.

    :param sizes: where pay and numbers of people stand.
    """
    heads = [head.start() for head in CHAT_HEAD.finditer(plain)]
    if len(heads) > 1:
        edges = [0, *[at for at in heads if at], len(plain)]
        return _worded(plain, list(pairwise(edges)))
    for blocks in (_blocks(plain), _lines(plain)):
        whole = [block for block in blocks if _holds(block, works) and any(block[0] <= at < block[1] for at in sizes)]
        called = [block for block in whole if contacts.within(*block).pieces]
        if len(whole) > 1 and len(called) > 1 and len(called) * 2 > len(whole):
            starts = [block[0] for block in whole]
            edges = [0, *starts[1:], len(plain)]
            return list(pairwise(edges))
    return [(0, len(plain))]


def _worded(plain: str, pieces: list[Piece]) -> list[Piece]:
    return [piece for piece in pieces if plain[piece[0] : piece[1]].strip()]


def _holds(block: Piece, works: list[WorkFound]) -> bool:
    return any(block[0] <= work.piece[0] < block[1] for work in works)


def _blocks(plain: str) -> list[Piece]:
    gaps = re.finditer(r"\n\s*\n|" + _RULE.pattern, plain, re.M)
    edges = [0, *(gap.end() for gap in gaps), len(plain)]
    return _worded(plain, list(pairwise(edges)))


def _lines(plain: str) -> list[Piece]:
    found, at = [], 0
    for line in plain.split("\n"):
        found.append((at, at + len(line)))
        at += len(line) + 1
    return _worded(plain, found)


def cut_jobs(
    plain: str,
    message: Piece,
    works: list[WorkFound],
    counts: list[CountFound],
    pays: list[PayPlace],
    when: tuple[list[Piece], list[Piece]] = ([], []),
) -> list[Segment]:
    """Return the jobs of a message: one, or as many as have words and a number of people (or a pay) of their own.

    :param when: where hours and days stand.
    """
    here = [work for work in works if message[0] <= work.piece[0] < message[1]]
    finds = Finds(
        *(
            [one for one in pieces if message[0] <= one[0] < message[1]]
            for pieces in (
                [one.piece for one in counts if not one.for_each],
                [(one.start, one.end) for one in pays],
                *when,
                [one.piece for one in here],
                [one.piece for one in counts if one.for_each],
            )
        )
    )
    rows, shared, names = find_rows(plain, message, finds)
    if rows:
        named = zip(rows[:MOST_DRAFTS], names, strict=False)
        return [Segment(row, tuple(shared), name) for row, name in named]
    sizes = [one.piece for one in counts if message[0] <= one.piece[0] < message[1] and not one.for_each]
    sums = [(one.start, one.end) for one in pays if message[0] <= one.start < message[1]]
    for measures, ahead in ((sums, False),):
        heads = _heads(plain, here, measures, ahead=ahead)
        if len(heads) > 1:
            return _segments(plain, message, heads, [*sizes, *sums])
    pairs = _pairs(plain, message, sizes, sums)
    if len(pairs) > 1:
        return _segments(plain, message, pairs[:MOST_DRAFTS], [*sizes, *sums])
    return [Segment((message,), (), names[0] if names else None)]


def _pairs(plain: str, message: Piece, sizes: list[Piece], sums: list[Piece]) -> list[Piece]:
    """Return the jobs of a row of like items, whatever the work is called: 摘草莓4个，150一天；装箱2个，140一天."""
    both = sorted([*((piece, "size") for piece in sizes), *((piece, "sum") for piece in sums)])
    kinds = [kind for _piece, kind in both]
    if len(sizes) != len(sums) or len(sizes) < 2 or kinds != kinds[:2] * len(sizes) or kinds[0] == kinds[1]:
        return []
    heads: list[Piece] = []
    least = message[0]
    for (first, _kind), (last, _other) in zip(both[::2], both[1::2], strict=True):
        if last[0] - first[1] > _NEAR or "\n" in plain[first[1] : last[0]]:
            return []
        heads.append((_item_begin(plain, first[0], least), last[1]))
        least = last[1]
    return heads


#: The two measures of one item stand no further apart.
_NEAR = 14


def _item_begin(plain: str, start: int, least: int) -> int:
    """Where an item begins whose first measure stands at ``start``: its clause, or the one before if that is all."""
    at = max(plain.rfind(sign, least, start) for sign in "\n。;:!") + 1 or least
    at = max(at, least)
    commas = [one.end() + at for one in re.finditer("[,、]", plain[at:start])]
    if start - at <= _NEAR or not commas:
        return at
    return commas[-1] if plain[commas[-1] : start].strip() else commas[-2] if len(commas) > 1 else at


def _heads(plain: str, works: list[WorkFound], measures: list[Piece], *, ahead: bool) -> list[Piece]:
    """Return where jobs begin and what is sure to belong to them: a word for work with its own measure."""
    heads: list[tuple[Piece, str]] = []
    for number, work in enumerate(works):
        start, end = work.piece
        next_start = works[number + 1].piece[0] if number + 1 < len(works) else len(plain)
        line_end = (plain.find("\n", end) + 1 or len(plain) + 1) - 1
        behind = next((one for one in measures if end <= one[0] < min(next_start, line_end, end + 24)), None)
        before = next(
            (one for one in measures if one[1] <= start <= one[1] + 3 and "\n" not in plain[one[1] : start]), None
        )
        if before is not None and number and plain[works[number - 1].piece[1] : before[0]].strip(" :") == "":
            before = None  # 大工2个小工1个: a number right behind a word belongs to it, not to the next one
        if before is not None and ahead and plain[before[1] : start].strip(" 的:") == "":
            heads.append(((before[0], end), plain[start:end]))
        elif behind is not None and not any(behind[0] == head[1] for head, _word in heads):
            # A measure right before the next word of work belongs to that one: 小工,3名大工
            follower = works[number + 1].piece[0] if number + 1 < len(works) else None
            if (
                ahead
                and follower is not None
                and follower - behind[1] <= 1
                and (start + 12 < behind[0] or "," in plain[end : behind[0]])
            ):
                continue
            heads.append(((start, behind[1]), plain[start:end]))
    kept: list[tuple[Piece, str]] = []
    for head, word in heads:
        if any(word == known or word in known or known in word for _head, known in kept):
            continue
        kept.append((head, word))
    return [head for head, _word in kept][:MOST_DRAFTS]


def _segments(plain: str, message: Piece, heads: list[Piece], measures: list[Piece]) -> list[Segment]:
    edges = [message[0], *(head[1] for head in heads)]
    starts = [_begin(plain, head[0], edge) for head, edge in zip(heads, edges, strict=False)]
    for number, (head, edge) in enumerate(zip(heads, edges, strict=False)):
        asked = [one[0] for one in measures if one[1] == head[0] and one[0] >= edge]  # 还要个做饭的
        starts[number] = min([starts[number], *asked])
    listed = all(";" in plain[left[1] : right[0]] for left, right in pairwise(heads))
    owns: list[Piece] = []
    for number, (start, head) in enumerate(zip(starts, heads, strict=True)):
        limit = starts[number + 1] if number + 1 < len(starts) else message[1]
        end = _own_end(
            plain,
            head,
            limit,
            measures,
            is_last=number + 1 == len(starts),
            many_lines="\n" in plain[starts[0] : starts[-1]],
            listed=listed,
        )
        owns.append((start, min(max(end, head[1]), limit)))
    shared = []
    at = message[0]
    for own in owns:
        shared.append((at, own[0]))
        at = own[1]
    shared.append((at, message[1]))
    rest = tuple(piece for piece in shared if plain[piece[0] : piece[1]].strip(" \n,。;、:" + DONE))
    return [Segment((own,), rest) for own in owns]


def _begin(plain: str, start: int, least: int) -> int:
    """Take the numbering or the label before a job along."""
    clause = max(plain.rfind(sign, least, start) for sign in "\n,。;、!")
    items = [one.start() for one in _ITEM.finditer(plain, least, start)]
    if items:
        return items[-1]
    numbered = _NUMBERING.search(plain[least:start])
    if numbered is not None:
        return least + numbered.start()
    label = re.search(r"(?:招聘?|岗位|工种|职位)(?:名称)?[:]?\s*$", plain[max(clause, least) : start])
    return start if label is None else max(clause, least) + label.start()


def _own_end(
    plain: str, head: Piece, limit: int, measures: list[Piece], *, is_last: bool, many_lines: bool, listed: bool
) -> int:
    """A job goes on to the next one; the last one ends where what all share begins."""
    if not is_last:
        piece = plain[head[1] : limit]
        shared = next((found for found in re.finditer(r"\n", piece) if _SHARED_LINE.match(piece[found.end() :])), None)
        blank = re.search(r"\n\s*\n", piece)
        if shared is not None and blank is not None and blank.start() >= shared.start():
            return limit
        return limit
    if many_lines:
        at = head[1]
        for line in re.finditer(r"\n([^\n]*)", plain[head[1] : limit]):
            if _SHARED_LINE.match(line[1]) or not line[1].strip():
                return head[1] + line.start()
            at = head[1] + line.end()
        first_line = plain.find("\n", head[1], limit)
        return max(at, first_line if first_line >= 0 else limit)
    if listed:
        # 1、保洁，2人；2、护工，1人，日结: the last item ends as the others do.
        stop = re.search(r"[;。!\n]", plain[head[1] : limit])
        return head[1] + stop.start() if stop is not None else limit
    own = [one[1] for one in measures if head[1] <= one[0] <= head[1] + 12 and "\n" not in plain[head[1] : one[0]]]
    end = max([head[1], *own[:1]])
    tail = re.match(r"[^,。;!\n]*", plain[end:limit])
    return end + (tail.end() if tail is not None else 0)
