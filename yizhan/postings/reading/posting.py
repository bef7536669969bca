"""A text as people send it, read into drafts: every field found, with the piece it was read from, or missing.

Nothing is invented: what is not written stays missing, and every value points at its piece of the original. The shape
of the answer and the meaning of each field stand in docs/intake.md. Grammar `posting/1`.
"""
# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from yizhan.postings.reading.conditions import Said, find_conditions
from yizhan.postings.reading.contacts import Contacts, find_contacts
from yizhan.postings.reading.counting import CountFound, find_counts
from yizhan.postings.reading.folding import DONE, MOST_CHARACTERS, Folded, Span, fold
from yizhan.postings.reading.grades import graded_pays
from yizhan.postings.reading.messages import CHAT_HEAD, Segment, cut_jobs, cut_messages, looks_for_work
from yizhan.postings.reading.moments import DayFound, HoursFound, find_days, find_hours
from yizhan.postings.reading.pay import PayPlace, pay_places
from yizhan.postings.reading.promised import (
    Promise,
    bare_pays,
    find_promise,
    named_pay,
    paid_by_sex,
    with_day,
    with_unit,
)  # fmt: skip
from yizhan.postings.reading.whereabouts import employing_place, find_place, kind_of_place, left_over, place_at_work
from yizhan.postings.reading.work import GENERIC, WorkFound, find_work, joined, says_where

Piece = tuple[int, int]

#: Every field of a draft, by the code names of the data dictionary; in the order in which they are printed.
FIELDS = (
    "title", "headcount", "headcount_max", "start_at", "end_at", "shift", "hours_per_day", "place", "pay_type", "pay_min", "pay_max",
    "pay_unit_desc", "settle_type", "pay_day", "meals", "lodging", "pickup", "tools_provided", "ppe", "hazards",
    "cert_required", "insurance", "age_min", "age_max", "sex_req", "valid_to", "contact_name", "contact_phone", "content",
)  # fmt: skip
#: One statement in several fields: half of it is not taken from elsewhere in the text.
_WITH = {"headcount_max": "headcount"}
#: What parts the jobs of a list says nothing about any of them: ① 2、 ; and the ends of sentences.
_LIST_MARKS_BEFORE = re.compile(r"(?:[\s,。;、:)!]|[(]?\d{1,2}[.、)](?!\d))*")
_LIST_MARKS_AFTER = re.compile(r"(?:[\s,;、:(]|(?<=[\s。,;])\d{1,2}[.、)]?)*$")
_LIST_NUMBER = re.compile(r"(?:[(]?\d{0,2}[.、)]?)?")

#: For less nobody works: it is paid for a piece.
_SMALL_FEN = 1500
_HEAD = re.compile(r"[一1]个?人\s*")
#: Whoever begins in the morning and is fed at noon works the day.
_NOON_MEAL = re.compile(
    r"[管包有供送带含吃][\u4e00-\u9fff]{0,2}(?:晌午|中午|午[饭餐])|(?:晌午|中午|午[饭餐])[\u4e00-\u9fff]{0,2}[管包有供送吃饭餐]|[管包][两二三2-3][顿餐]"
)
_MORNING_ENDS = 9
#: Whoever begins then works the day, unless it is over when something is done.
_MORNING = range(5, 9)
_LATER = range(12, 22)
#: 5点到岗，收摊就结: an evening until the shop closes is a day's work.
_TILL_CLOSING = re.compile(r"收[摊档市工]|打烊|下班|关门")
_LUNAR = re.compile(r"初[一二三四五六七八九十]|[正冬腊]月")
_WHEN_DONE = re.compile(
    r"完|好(?:了|就)|结束|(?<![付发])给(?=[1-9一二两三四五六七八九])|散场|收摊|自己分|大家分|平分|趟|[装卸一]车|吨|搬家|到中午"
)
_WHOLE_DAY_MINUTES, _PART_MINUTES = 6 * 60, 5 * 60


@dataclass(frozen=True, repr=False)
class FieldRead:
    """One field that was found: its value, and the pieces of the original that say it, in order."""

    value: Any
    spans: tuple[Span, ...]

    def as_dict(self, original: str) -> dict[str, Any]:
        """Return it as it is printed; `span` is the least stretch that holds all `spans`."""
        start, end = self.spans[0][0], max(end for _start, end in self.spans)
        return {
            "state": "found",
            "value": self.value,
            "span": [start, end],
            "spans": [list(span) for span in self.spans],
            "text": original[start:end],
        }


MISSING: dict[str, Any] = {"state": "missing", "value": None, "span": None, "spans": [], "text": ""}


@dataclass(frozen=True, repr=False)
class Draft:
    """One job as it was read; `span` is where it stands."""

    fields: dict[str, FieldRead]
    span: Span

    def value(self, name: str) -> Any:
        """Return what was found, None where it is missing."""
        found = self.fields.get(name)
        return None if found is None else found.value


@dataclass(frozen=True, repr=False)
class PostingReading:
    """The answer to one pasted text.

    :param seeks_work: somebody looks for work here, so there is nothing to post.
    :param cut_off: the text was longer than is read.
    """

    original: str
    today: dt.date
    drafts: tuple[Draft, ...] = ()
    contact_found: bool = False
    seeks_work: bool = False
    cut_off: bool = field(default=False)

    def as_dict(self) -> dict[str, Any]:
        """Return the contract of `yizhan parse posting --json`."""
        return {
            "grammar": "posting/1",
            "today": self.today.isoformat(),
            "contact_found": self.contact_found,
            "seeks_work": self.seeks_work,
            "cut_off": self.cut_off,
            "drafts": [
                {
                    "span": list(draft.span),
                    "fields": {
                        name: draft.fields[name].as_dict(self.original) if name in draft.fields else dict(MISSING)
                        for name in FIELDS
                    },
                }
                for draft in self.drafts
            ],
        }


def parse_posting(text: str, *, today: dt.date) -> PostingReading:
    """Read a pasted text; total.

    :param today: the day from which 明天 and 周六 are counted.
    """
    folded = fold(text)
    cut_off = len(text) > MOST_CHARACTERS
    heads = [head.span() for head in CHAT_HEAD.finditer(folded.plain)] if "\n" in folded.plain else []
    bare = folded.without(heads)
    contacts = find_contacts(bare.plain)
    called = bool(contacts.numbers or contacts.names or contacts.pieces)
    if looks_for_work(bare.plain):
        return PostingReading(text, today, contact_found=called, seeks_work=True, cut_off=cut_off)
    reader = _Reader(folded, bare.without(contacts.pieces), contacts, today)
    return PostingReading(text, today, tuple(reader.drafts()), called, cut_off=cut_off)


class _Reader:
    """Reads the whole text once, then puts every find to the job it belongs to."""

    def __init__(self, folded: Folded, plain: Folded, contacts: Contacts, today: dt.date) -> None:
        self.folded, self.contacts = folded, contacts
        self._said: dict[tuple[Piece, ...], dict[str, Said]] = {}
        self.text = plain
        rated = [one for one in pay_places(plain.plain) if one.reading.unit is not None]
        timed = plain.without((_behind_head(plain.plain, one), one.end) for one in rated)
        self.days = find_days(timed.plain, today)
        unhoured = timed.without(one.piece for one in self.days)
        self.hours = find_hours(timed.plain, plain.plain)
        clear = unhoured.without(one.piece for one in self.hours)
        #: What pay is looked for in: days and hours are read already, rated pay stands as it is.
        self.payable = plain.without([*(one.piece for one in self.days), *(one.piece for one in self.hours)])
        self.pays = pay_places(self.payable.plain)
        self.conditions_text = plain.plain
        self.works = find_work(plain.without(one.piece for one in self.days).plain)
        taken = [(one.start, one.end) for one in self.pays]
        bare = [
            one
            for one in bare_pays(self.payable.plain, [one.piece[1] for one in self.works])
            if not any(a < one.end and one.start < b for a, b in taken)
        ]
        graded = graded_pays(self.payable.plain, self.pays)
        alone = [one for one in (*self.pays, *bare) if not any(a.start <= one.start < a.end for a in graded)]
        self.sums = sorted([*alone, *graded], key=lambda one: one.start)
        rest = clear.without((_behind_head(plain.plain, one), one.end) for one in self.sums)
        small = frozenset(
            one.start
            for one in self.pays
            if 0 < (one.reading.max_fen or 0) < (_SMALL_FEN if one.reading.unit != "piece" else _SMALL_FEN * 1000)
        )
        aged = find_conditions(rest.plain)
        rest = rest.without(
            piece
            for name in ("age_min", "age_max", "hours_per_day", "pay_day")
            if name in aged
            for piece in aged[name].pieces
        )
        by_time = frozenset(one.end for one in self.pays if one.reading.unit in ("hour", "day", "month"))
        self.counts = find_counts(
            rest.plain,
            small,
            by_time,
            frozenset(one.piece[1] for one in self.hours),
            apart=paid_by_sex(self.payable.plain, self.sums),
        )

    def drafts(self) -> Iterable[Draft]:
        """Return the drafts, in the order of the text."""
        plain = self.text.plain
        sizes = [*(one.piece[0] for one in self.counts), *(one.start for one in self.pays)]
        for message in cut_messages(plain, self.contacts, self.works, sizes):
            when = ([one.piece for one in self.hours], [one.piece for one in self.days])
            jobs = [
                (segment, found)
                for segment in cut_jobs(plain, message, self.works, self.counts, self._all_pays(message), when)
                if (found := self._fields(message, segment))
            ]
            _share_unit([found for _segment, found in jobs])
            for segment, found in jobs:
                yield Draft(found, self.folded.span(segment.own[0][0], segment.own[-1][1]))

    def _all_pays(self, message: Piece) -> list[PayPlace]:
        return [one for one in self.sums if message[0] <= one.start < message[1]]

    def _fields(self, message: Piece, segment: Segment) -> dict[str, FieldRead] | None:
        views = [segment.own, segment.shared] if segment.shared else [segment.own]
        found: dict[str, FieldRead] = {}
        for view in views:
            known = set(found)
            for name, read in self._read(view).items():
                if name not in found and not (name in _WITH and _WITH[name] in known):
                    found[name] = read
        if segment.name is not None:
            own = any(_in(segment.own, one.piece) for one in self.works)
            if ("title" not in found or not own) and not says_where(self.text.plain[slice(*segment.name)]):
                found["title"] = self._field(self._words(segment.name)[:40], [segment.name])
        if segment.shared:
            self._headcount(found, segment, message)
        if "place" not in found and (place := self._no_name(message, views)) is not None:
            found["place"] = self._field(self._words(place), [place])
        self._pay(found, self._promise(message, segment, found))
        if not {"title", "headcount", "pay_min", "pay_max"} & set(found):
            return None
        content = self._content([*segment.own, *segment.shared])
        if content is not None:
            found["content"] = content
        return found

    def _no_name(self, message: Piece, views: list[tuple[Piece, ...]]) -> Piece | None:
        """Return a place that has no name, only a kind: its own, that of all, or that of whoever offers all of it."""
        for view in views:
            if (place := self._kind_of_place(view)) is not None:
                return place
        employs = employing_place(self.text.plain[slice(*message)]) if len(views) > 1 else None
        return None if employs is None else (employs[0] + message[0], employs[1] + message[0])

    def _headcount(self, found: dict[str, FieldRead], segment: Segment, message: Piece) -> None:
        """Of several jobs each has its own number of people: one that is said once is shared only by 各."""
        counts = [one for one in self.counts if _in((message,), one.piece) and one.for_each]
        if not any(_in(segment.own, one.piece) and not one.for_each for one in self.counts):
            for name in ("headcount", "headcount_max"):
                found.pop(name, None)
            if len(counts) == 1:
                found["headcount"] = self._field(counts[0].count, [counts[0].piece])
                if counts[0].most is not None:
                    found["headcount_max"] = self._field(counts[0].most, [counts[0].piece])

    def _promise(self, message: Piece, segment: Segment, found: dict[str, FieldRead]) -> Promise | None:
        """Return what the job pays: by its own words, by its name elsewhere, by what is said for all."""
        promise = None
        if segment.shared and "title" in found and self._plain_title(segment) != DONE:
            promise = self._named_pay(message, self._plain_title(segment))
        for view in (segment.own, segment.shared):
            promise = promise or (find_promise(self._payable(view)) if view else None) or self._only_pay(message, view)
        if promise is None:
            return None
        whole = self._payable(segment.own + segment.shared)
        if promise.unit is None:
            # 司机6000，装卸4500，按月的: the unit is said once for all jobs.
            promise = with_unit(whole, PayPlace(promise.reading, *promise.amount))
        lengths = self._lengths(segment, for_head=promise.for_head)
        return with_day(whole, promise, *lengths, self._custom(segment, found))

    def _custom(self, segment: Segment, found: dict[str, FieldRead]) -> list[Piece]:
        """Return what makes a bare sum a day's pay by custom: people are wanted, for a day or beside others."""
        view = segment.own + segment.shared
        counts = [one.piece for one in self.counts if _in(view, one.piece)][:1]
        told = [one.piece for one in self.days if _in(view, one.piece) and not one.closing][:1]
        return [*counts, *told] if counts and "headcount" in found and (told or segment.shared) else []

    def _only_pay(self, message: Piece, view: tuple[Piece, ...]) -> Promise | None:
        """Return the one sum that stands here, where the words around it do not tell that it is the pay."""
        here = [one for one in self._all_pays(message) if _in(view, (one.start, one.end))]
        return with_unit(self._payable(view), here[0]) if len(here) == 1 and view != (message,) else None

    def _lengths(self, segment: Segment, *, for_head: bool) -> tuple[list[Piece], list[Piece]]:
        """Return the pieces that say that the work takes the day, and that it takes less."""
        view = segment.own + segment.shared
        hours = [one for one in self.hours if _in(view, one.piece)]
        begins = {one.start.hour for one in hours if one.start is not None}
        day = [one.piece for one in hours if _length(one) >= _WHOLE_DAY_MINUTES]
        part = [one.piece for one in hours if 0 < _length(one) <= _PART_MINUTES]
        starts, ends = [one for one in hours if one.end is None], [one for one in hours if one.start is None]
        if len(hours) == 2 and len(starts) == len(ends) == 1:  # 晚上十点进场，凌晨四点结束
            long = _length(replace(starts[0], end=ends[0].end))
            (day if long >= _WHOLE_DAY_MINUTES else part).append(starts[0].piece)
        if len({one.piece for one in hours if one.end is not None}) > 1:
            part = []  # two halves of a day
        noon = _NOON_MEAL.search(self.text.without(_outside(view, len(self.text.plain))).plain)
        if noon is not None and max(begins, default=0) <= _MORNING_ENDS:
            day.append(noon.span())
        words = self.text.without(_outside(view, len(self.text.plain))).plain
        told = any(_in(view, one.piece) and not one.closing for one in self.days) or _LUNAR.search(words) is not None
        open_end = [one for one in hours if one.end is None and one.start is not None and one.start.hour in _MORNING]
        if (
            not for_head
            and told
            and open_end
            and len(hours) == len(open_end)
            and not _WHEN_DONE.search(self._payable(view))
        ):
            day.append(open_end[0].piece)  # 明早六点半，搬砖六个，二百二
        late = [one for one in hours if one.end is None and one.start is not None and one.start.hour in _LATER]
        if len(hours) == 1 and late and not _TILL_CLOSING.search(self._payable(view)):
            part.append(late[0].piece)  # 拆台六个，100，晚上九点半
        return day, part

    def _payable(self, view: tuple[Piece, ...]) -> str:
        return self.payable.without(_outside(view, len(self.payable.plain))).plain

    def _plain_title(self, segment: Segment) -> str:
        works = [one for one in self.works if _in(segment.own, one.piece)]
        best = min(works, key=lambda one: (one.rank, one.piece), default=None)
        return self.text.plain[best.piece[0] : best.piece[1]] if best is not None else DONE

    def _read(self, view: tuple[Piece, ...]) -> dict[str, FieldRead]:
        """Read all fields of some pieces of the text."""
        found: dict[str, FieldRead] = {}
        days = [one for one in self.days if _in(view, one.piece)]
        hours = [one for one in self.hours if _in(view, one.piece)]
        self._when(found, days, hours)
        counts = [one for one in self.counts if _in(view, one.piece)]
        count = _one_count([one for one in counts if not one.for_each] or counts, self.text.plain)
        if count is not None:
            found["headcount"] = self._field(count.count, [count.piece])
            if count.most is not None:
                found["headcount_max"] = self._field(count.most, [count.piece])
        named = [one for one in self.works if _in(view, one.piece)]
        work = min(named, key=lambda one: (self._rank(one), one.piece), default=None)
        if work is not None:
            title = joined(self.text.plain, work, named)
            found["title"] = self._field(self._words(title)[:40], [title])
        for name, said in self._conditions(view).items():
            found[name] = self._field(said.value, said.pieces)
        bare, unworked = self._for_place(view)
        place = find_place(unworked) or left_over(self._unread(bare, view))
        if place is not None:
            found["place"] = self._field(self._words(place), [place])
        contacts = [(number, piece) for number, piece in self.contacts.numbers if _in(view, piece)]
        if contacts:
            found["contact_phone"] = self._field(contacts[0][0], [contacts[0][1]])
        names = [piece for piece in self.contacts.names if _in(view, piece)]
        if names:
            found["contact_name"] = self._field(self._words(names[0]), [names[0]])
        return found

    def _for_place(self, view: tuple[Piece, ...]) -> tuple[Folded, str]:
        """Return what places are looked for in: some pieces of the text without hours, and without the work, too."""
        hours = [one.piece for one in self.hours if _in(view, one.piece)]
        bare = self.text.without([*_outside(view, len(self.text.plain)), *hours])
        return bare, bare.without(one.piece for one in self.works if _in(view, one.piece)).plain

    def _kind_of_place(self, view: tuple[Piece, ...]) -> Piece | None:
        bare, unworked = self._for_place(view)
        works = [one.piece for one in self.works if _in(view, one.piece)]
        return place_at_work(unworked, works) or kind_of_place(bare.plain, unworked)

    def _rank(self, work: WorkFound) -> int:
        """Return how much a word says about the work: 小工 says less than what is done."""
        return work.rank + (2 if self.text.plain[slice(*work.piece)] in GENERIC else 0)

    def _conditions(self, view: tuple[Piece, ...]) -> dict[str, Said]:
        """Return the conditions of some pieces of the text; what all jobs share is looked through once."""
        if view not in self._said:
            masked = self.text.without(_outside(view, len(self.text.plain))).plain
            start, end = min(one[0] for one in view), max(one[1] for one in view)
            self._said[view] = {
                name: Said(said.value, tuple((a + start, b + start) for a, b in said.pieces))
                for name, said in find_conditions(masked[start:end]).items()
            }
        return self._said[view]

    def _unread(self, text: Folded, view: tuple[Piece, ...]) -> str:
        """Return what nothing else has read."""
        pieces = [piece for one in self._conditions(view).values() for piece in one.pieces]
        pieces += [
            *(one.piece for one in self.works),
            *(one.piece for one in self.counts),
            *(one.piece for one in self.days),
        ]
        pieces += [(one.start, one.end) for one in self.sums]
        return text.without(pieces).plain

    def _when(self, found: dict[str, FieldRead], days: list[DayFound], hours: list[HoursFound]) -> None:
        closing = next((one for one in days if one.closing), None)
        if closing is not None:
            found["valid_to"] = self._field(closing.last.isoformat(), [closing.piece])
        day = next((one for one in days if not one.closing), None)
        starts = [one for one in hours if one.start is not None]
        #: Whoever is told when to gather has to be there then; the hours of work may say more about the day.
        first = min(starts, key=lambda one: (one.rank, one.piece), default=None)
        stretches = _stretches(starts, next((one for one in starts if one.end is not None), first))
        if stretches:
            pieces = [one.piece for one in stretches]
            found["shift"] = self._field(",".join(_as_stretch(one) for one in stretches), pieces)
        ends = stretches[-1] if stretches and stretches[-1].end is not None else None
        ends = ends or next((one for one in hours if one.start is None), None)
        if first is not None and ends is not None and ends.start is None and ends.end is not None:
            found["shift"] = self._field(f"{_clock(first.start)}-{_clock(ends.end)}", [first.piece, ends.piece])
        if day is None:
            return
        start = day.first.isoformat() + (f"T{_clock(first.start)}" if first is not None else "")
        found["start_at"] = self._field(start, [day.piece, *([first.piece] if first is not None else [])])
        if day.last != day.first:
            found["end_at"] = self._field(day.last.isoformat(), [day.piece])
        elif ends is not None and ends.end is not None:
            over = first is not None and first.start is not None and ends.end <= first.start
            last = day.last + dt.timedelta(days=int(over))
            found["end_at"] = self._field(f"{last.isoformat()}T{_clock(ends.end)}", [day.piece, ends.piece])

    def _pay(self, found: dict[str, FieldRead], promise: Promise | None) -> None:
        if promise is None:
            return
        if promise.unit is not None:
            found["pay_type"] = self._field(promise.unit, promise.unit_pieces)
        for name, fen in (("pay_min", promise.reading.min_fen), ("pay_max", promise.reading.max_fen)):
            if fen is not None:
                found[name] = self._field(yuan_text(fen, promise.reading.unit), [promise.amount])
        found["pay_unit_desc"] = self._field(self._words(promise.amount), [promise.amount])

    def _named_pay(self, message: Piece, title: str) -> Promise | None:
        """Return the pay that is stated by the job's own name, wherever in the message."""
        plain = self._payable((message,))
        pay = named_pay(plain, title, self._all_pays(message))
        return with_unit(plain, pay) if pay is not None else None

    def _content(self, pieces: list[Piece]) -> FieldRead | None:
        """The words themselves, without whom to call: that has fields of its own."""
        spans: list[Span] = []
        for start, end in sorted(pieces):
            at = start
            for stop_start, stop_end in [*self.contacts.within(start, end).pieces, (end, end)]:
                words = self.folded.plain[at:stop_start]
                lead, tail = _LIST_MARKS_BEFORE.match(words), _LIST_MARKS_AFTER.search(words)
                assert lead is not None and tail is not None  # noqa: S101,PT018 - both match nothing, too
                if not _LIST_NUMBER.fullmatch(words[lead.end() : tail.start()]):
                    spans.append(self.folded.span(at + lead.end(), at + tail.start()))
                at = max(at, stop_end)
        if not spans:
            return None
        return FieldRead("\n".join(self.folded.original[a:b] for a, b in spans), tuple(spans))

    def _words(self, piece: Piece) -> str:
        start, end = self.folded.span(*piece)
        return self.folded.original[start:end]

    def _field(self, value: Any, pieces: Iterable[Piece]) -> FieldRead:
        spans = sorted({self.folded.span(*piece) for piece in pieces})
        return FieldRead(value, tuple(spans))


def _share_unit(jobs: list[dict[str, FieldRead]]) -> None:
    """两个装车的三百一天，过磅的一个一百五: of a row of sums one unit that is said is that of all."""
    said = [(found["pay_type"], found["pay_min"].value) for found in jobs if {"pay_type", "pay_min"} <= set(found)]
    if len({unit.value for unit, _least in said}) != 1 or said[0][0].value not in ("hour", "day", "month"):
        return
    unit, least = said[0][0], Decimal(said[0][1])
    for found in jobs:
        if "pay_type" not in found and "pay_min" in found and least / 4 <= Decimal(found["pay_min"].value) <= least * 4:
            found["pay_type"] = FieldRead(unit.value, tuple(sorted({*unit.spans, *found["pay_min"].spans})))


def _behind_head(plain: str, pay: PayPlace) -> int:
    """Where a sum begins behind the one whom it is paid: 打胶1人300 asks for one."""
    head = _HEAD.match(plain, pay.start)
    return pay.start if head is None else head.end()


def _in(view: tuple[Piece, ...], piece: Piece) -> bool:
    return any(start <= piece[0] and piece[1] <= end for start, end in view)


def _outside(view: tuple[Piece, ...], length: int) -> list[Piece]:
    gaps, at = [], 0
    for start, end in sorted(view):
        gaps.append((at, start))
        at = end
    return [*gaps, (at, length)]


def _one_count(counts: list[CountFound], plain: str) -> CountFound | None:
    """Return the one number of people; two that differ leave it open, unless one is said to be the sum."""
    if not counts or len({one.count for one in counts}) == 1:
        return counts[0] if counts else None
    sums = [one for one in counts if re.search(r"(?:共计?|总共|一共|合计|总计)[招要需]?\s*$", plain[: one.piece[0]])]
    if len(sums) == 1:
        return sums[0]
    asked = [one for one in counts if one.rank == 0]
    if len({one.count for one in asked}) == 1 and len(asked) < len(counts):
        return asked[0]
    rest = sum(one.count for one in counts[1:])
    return counts[0] if counts[0].count == rest else None


def _length(one: HoursFound) -> int:
    """Return minutes from beginning to end; 0 where one of them is not known."""
    if one.start is None or one.end is None:
        return 0
    return (one.end.hour * 60 + one.end.minute - one.start.hour * 60 - one.start.minute) % (24 * 60)


def _stretches(starts: list[HoursFound], first: HoursFound | None) -> list[HoursFound]:
    """Return the stretches of a day in order: 8点到11点半，下午1点半到5点半."""
    if first is None or first.end is None:
        return [first] if first is not None else []
    kept = [first]
    for one in starts:
        last = kept[-1]
        follows = one.piece > first.piece and one.piece[0] - last.piece[1] <= 6
        if follows and one.start and one.end and last.end and last.end <= one.start < one.end:
            kept.append(one)
    return kept


def _clock(moment: dt.time | None) -> str:
    return f"{moment:%H:%M}" if moment is not None else ""


def _as_stretch(one: HoursFound) -> str:
    return f"{_clock(one.start)}-{_clock(one.end)}" if one.end is not None else _clock(one.start)


def yuan_text(fen: int, unit: str | None) -> str:
    """Return yuan as they are written: piece rates per piece, the others per their unit."""
    amount = Decimal(fen) / (100_000 if unit == "piece" else 100)
    return f"{amount.normalize():f}"
