"""What is thought of a row of a sheet of postings. Total: whatever stands in a cell, the answer is a judgement."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils import translation

from yizhan.postings.enums import LaborType, PayUnit, PostingKind, SettleKind, SexRequired, Source
from yizhan.postings.facts import MOST_HEADCOUNT, MOST_SHIFTS, Offer, read_terms
from yizhan.postings.imports.contacts import is_rounded, read_contact
from yizhan.postings.imports.employers import EmployerPlan, find_employer
from yizhan.postings.imports.fields import PAY_UNIT_WORDS
from yizhan.postings.imports.places import read_area_text
from yizhan.postings.imports.proposals import counts_proposal, read_days
from yizhan.postings.imports.times import read_times
from yizhan.postings.models import Posting
from yizhan.postings.reading.folding import fold
from yizhan.postings.reading.headcount import parse_between, parse_headcount
from yizhan.postings.reading.pay import find_pay, parse_pay
from yizhan.shared.identifiers.phone import read_phone
from yizhan.shared.sheets.cells import has_lost_digits, listed
from yizhan.shared.sheets.enums import RowState
from yizhan.shared.sheets.kinds import Context, Judgement, Reason, RowValues, settle
from yizhan.shared.text.misread import Misread
from yizhan.shared.text.normalise import clean_line
from yizhan.vocabularies.queries import find_occupations, is_occupation

#: Longest text of each field (the columns of `PostingTerms`).
LONGEST = {"title": 40, "content": 1000, "requirements": 500, "place": 100, "pay": 200}
_ON_AGREEMENT = re.compile(r"(?:薪资|工资|待遇|报酬)?\s*(?:面议|面谈|详谈|电议)")
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
#: What a spreadsheet makes of "2-7".
_A_DATE = re.compile(r"(?:19|20)\d\d-(\d{2})-(\d{2})|(\d{1,2})月(\d{1,2})日")
_FREE_END = frozenset({"长期", "长期有效", "不限", "招满为止", "招满即止", "面议", "无", "-", "/"})
_AGES = re.compile(r"(\d{2})\D{0,3}[-—–~至到]\D{0,2}(\d{2})")
_ONE_AGE = re.compile(r"(\d{2})\s*(?:周岁|岁)?\s*(以下|以内|及以下|以上|及以上)")
_SETTLE_WORDS = (("半月", SettleKind.HALF_MONTH), ("日", SettleKind.DAILY), ("天", SettleKind.DAILY),
                 ("周", SettleKind.WEEKLY), ("月", SettleKind.MONTHLY), ("完", SettleKind.ON_COMPLETION))  # fmt: skip


@dataclass(frozen=True, repr=False)
class PostingPlan:
    """What would be saved: whose work, and the offer."""

    employer: EmployerPlan
    offer: Offer


def _pay_in(content: str) -> str:
    """Return the words by which a description states the one pay, unit included; "" where it does not."""
    folded = fold(content)
    pay = find_pay(folded.plain)
    if pay is None or not pay.reading.understood:
        return ""
    start, end = folded.span(pay.start, pay.end)
    return content[start:end]


class _Row:
    """Reads one row field by field and collects reasons; what was accepted is left out as was said."""

    def __init__(self, kind: Any, context: Context, row: RowValues) -> None:
        self.kind, self.context, self.row = kind, context, row
        self.reasons: list[Reason] = []
        self.raw: dict[str, Any] = {}
        self.counted_from = context.uploaded_on or context.today

    def propose(self, code: str, name: str, proposal: str) -> None:
        self.reasons.append(Reason(code, name, proposal=proposal))

    def note(self, code: str, name: str, *choices: str) -> None:
        self.reasons.append(Reason(code, name, choices))

    def text(self, name: str, words: str) -> str:
        """Return a text that fits; one that does not is asked about, and cut where that was accepted."""
        most = LONGEST[name]
        if len(words) > most:
            self.note("text_too_long", name)
            return words[:most]
        return words

    def title(self) -> None:
        title = clean_line(self.row.said("title"))
        if not title:
            self.note("title_missing", "title")
        elif has_lost_digits(title):
            self.note("digits_lost", "title")
        self.raw["title"] = self.text("title", title)

    def texts(self) -> None:
        said = self.row.said
        skills = [clean_line(skill)[:30] for skill in listed(said("skills"))]
        asked = [f"学历：{said('education')}" if said("education") else "", said("requirements")]
        self.raw["content"] = self.text("content", said("content"))
        self.raw["requirements"] = self.text("requirements", "\n".join(filter(None, asked)))
        self.raw["place_name"] = self.text("place", clean_line(said("place")))
        self.raw["skills"] = skills[:8]
        board = said("board")
        if board and "不" not in board and board not in ("无", "否"):
            self.raw["meals"] = any(word in board for word in "吃餐饭食是") and "自理" not in board
            self.raw["lodging"] = any(word in board for word in "住宿是") and "自理" not in board

    def pay(self) -> None:
        words, unit, column = self._pay_words()
        if _ON_AGREEMENT.fullmatch(words.strip()) and (said := _pay_in(self.row.said("content"))):
            words = said  # 面议, and the description says 200元一天
        words = self.text("pay", clean_line(words))
        unit = unit or _unit(self.row.said("pay_unit"))
        self.raw["pay"] = words
        if _A_DATE.fullmatch(words):
            self.note("turned_into_date", column)
            return
        if not words:
            self.note("pay_missing", column)
            return
        reading = parse_pay(words)
        if reading.understood:
            return
        if reading.unit is None and unit:
            self.raw["pay_unit"] = unit
            if reading.min_fen is not None or re.fullmatch(r"[\d.,~\-—–至到 ]+", words):
                return
        self.note("pay_not_understood", column)

    def _pay_words(self) -> tuple[str, str, str]:
        """Return the pay as written, the unit that a heading states, and the column: one, a pair, or one a unit."""
        said = self.row.said
        for name, unit in (("pay", ""), ("pay_month", "month"), ("pay_day", "day"), ("pay_hour", "hour")):
            if said(name):
                return said(name), unit, name
        low, high = said("pay_from"), said("pay_to")
        if low and high and low != high:
            return f"{low}-{high}", "", "pay_from"
        if low or high:
            return low or high, "", "pay_from" if low else "pay_to"
        return said("pay_type"), "", "pay_type" if said("pay_type") else "pay"

    def headcount(self) -> None:
        between, turned = parse_between(self.row.said("headcount")), _A_DATE.fullmatch(self.row.said("headcount"))
        if turned is not None:
            month, day = (int(part) for part in turned.groups() if part)
            if month >= day:
                self.note("turned_into_date", "headcount")
                return
            between = month, day
            self.propose("headcount_from_date", "headcount", counts_proposal(month, day))
        elif between is not None:
            self.propose("headcount_between", "headcount", counts_proposal(*between))
        count = between[0] if between is not None else parse_headcount(self.row.said("headcount"))
        if count is None or count > MOST_HEADCOUNT:
            self.note("headcount_missing", "headcount")
            return
        self.raw["headcount"] = str(count)

    def days(self) -> None:
        starts_on, ends_on = self._start()
        if self.row.said("ends_on"):
            ends_on = self._day("ends_on", "end_without_year", starts_on)
        if starts_on and ends_on and ends_on < starts_on:
            self.note("date_unclear", "ends_on")
            ends_on = None
        today = self.context.today
        if starts_on and (ends_on or starts_on) < today and self._is_short(starts_on, ends_on):
            self.note("start_past", "ends_on" if ends_on and self.row.said("ends_on") else "starts_on")
        valid_until = self._day("valid_until", "deadline_without_year", None)
        if valid_until and valid_until < today:
            self.note("deadline_past", "valid_until")
            valid_until = None
        self.raw |= {"starts_on": starts_on, "ends_on": ends_on, "valid_until_on": valid_until}

    def _start(self) -> tuple[dt.date | None, dt.date | None]:
        """Return the first day, and the last where the same cell states both (12月3日-5日)."""
        days = read_days(self.row.said("starts_on"), self.counted_from)
        if days is None:
            self.note("start_missing", "starts_on")
            return None, None
        if days.proposal:
            self.propose("start_without_year", "starts_on", days.proposal)
        return days.first, days.last

    def _is_short(self, starts_on: dt.date, ends_on: dt.date | None) -> bool:
        return ends_on is not None or self._kind(starts_on, ends_on) == PostingKind.GIG

    def _day(self, name: str, without_year: str, after: dt.date | None) -> dt.date | None:
        text = self.row.said(name)
        if not text or text in _FREE_END:
            return None
        days = read_days(text, self.counted_from, after=after)
        if days is None:
            self.note("date_unclear", name)
            return None
        if days.proposal:
            self.propose(without_year, name, days.proposal)
        return days.last or days.first

    def length(self) -> None:
        starts_on, ends_on = self.raw["starts_on"], self.raw["ends_on"]
        self.raw["kind"] = self._kind(starts_on, ends_on)
        self.raw["labor_type"] = LaborType.CONTRACT if self.raw["kind"] == PostingKind.LONG else LaborType.SERVICE

    def _kind(self, starts_on: dt.date | None, ends_on: dt.date | None) -> PostingKind:
        said = self.row.said("kind")
        for words, kind in ((("日工", "零工", "临时", "gig"), PostingKind.GIG),
                            (("短期", "季节", "兼职", "short"), PostingKind.SHORT),
                            (("长期", "全职", "固定", "long"), PostingKind.LONG)):  # fmt: skip
            if any(word in said for word in words):
                return kind
        days = (ends_on - starts_on).days + 1 if starts_on and ends_on else None
        if days is not None:
            return PostingKind.GIG if days <= MOST_SHIFTS else PostingKind.SHORT
        reading = parse_pay(self.raw.get("pay", ""))
        unit = reading.unit or self.raw.get("pay_unit", "")
        return PostingKind.GIG if unit in ("hour", "day", "piece", "lump") else PostingKind.LONG

    def hours(self) -> None:
        times = read_times(self.row.said("start_time"), self.row.said("end_time"), self.row.said("hours"))
        self.raw |= {name: words for name, words in times.items() if words}

    def area(self) -> None:
        text = self.row.said("area") or self.row.said("place")
        own = self.context.office.area_code if self.context.office is not None else ""
        reading = read_area_text(text)
        chosen = self.row.chosen("area_ambiguous")
        if reading.code or chosen in reading.choices:
            self.raw["area_code"] = reading.code or chosen
        elif reading.choices:
            self.note("area_ambiguous", "area", *reading.choices)
        else:
            self.note("area_unknown" if self.row.said("area") else "area_missing", "area")
        self.raw.setdefault("area_code", own)

    def occupation(self) -> None:
        named = self.row.said("occupation")
        if is_occupation(named):
            self.raw["occupation_code"] = named
            return
        words = named or self.row.said("title")
        code, choices = likely_occupations(words)
        chosen = self.row.chosen("occupation_unclear")
        if chosen in choices:
            code = chosen
        if code:
            self.raw["occupation_code"] = code
        elif words:
            self.note("occupation_unclear", "occupation" if named else "title", *choices)

    def people_wanted(self) -> None:
        sex, age = self.row.said("sex"), self.row.said("age")
        if sex and not ("不限" in sex or ("男" in sex and "女" in sex)):
            if "男" in sex or "女" in sex:
                self.raw["sex_required"] = SexRequired.MALE if "男" in sex else SexRequired.FEMALE
            else:
                self.note("field_unclear", "sex")
        between, one = (None, None) if _A_DATE.fullmatch(age) else (_AGES.search(age), _ONE_AGE.search(age))
        if between:
            self.raw |= {"age_min": between[1], "age_max": between[2]}
        elif one:
            self.raw["age_max" if one[2] in ("以下", "以内", "及以下") else "age_min"] = one[1]
        elif _A_DATE.fullmatch(age):
            self.note("turned_into_date", "age")
        elif age and "不限" not in age:
            self.note("field_unclear", "age")

    def circumstances(self) -> None:
        for name in ("meeting_place", "meeting_time", "break_time", "ppe"):
            self.raw[name] = clean_line(self.row.said(name))[:100]
        self.raw["load_kg"] = self.row.said("load_kg").lower().removesuffix("公斤").removesuffix("kg").strip()
        self.raw["is_outdoors"] = self.row.said("outdoors") in ("是", "有", "露天", "户外")

    def settling(self) -> None:
        said = self.row.said("settle")
        kind = next((kind for word, kind in _SETTLE_WORDS if word in said), None)
        if kind is not None:
            self.raw["settle_kind"] = kind
        elif said:
            self.note("field_unclear", "settle")

    def contact(self) -> None:
        phone, name = read_contact(self.row.said("contact_phone"))
        self.raw["contact_name"] = clean_line(self.row.said("contact_name") or name)[:50]
        if not phone:
            return
        try:
            self.raw["contact_phone"] = read_phone(phone).number
        except Misread:
            code = "phone_rounded" if is_rounded(phone) else "phone_unclear"
            self.note("digits_lost" if has_lost_digits(phone) else code, "contact_phone")

    def offer(self, key: str) -> Offer | None:
        """Return the offer, or None with the reasons noted. Fields that stay unclear are left out where accepted."""
        self.raw |= {"source": Source.SHEET, "source_key": key}
        offer, errors = read_terms(self.raw, at=self.context.at)
        for name in errors:
            code, field = _ERRORS.get(name, ("field_unclear", _FIELD_OF.get(name, name)))
            if not any(reason.field == field for reason in self.reasons):
                self.note(code, field)
        if offer is None and not self._needs(errors):
            for name in errors:
                self.raw.pop(name, None)
            offer, _again = read_terms(self.raw, at=self.context.at)
        return offer

    def _needs(self, errors: Any) -> bool:
        return bool({"title", "starts_on"} & set(errors))


#: Fields of `read_terms` whose errors have a reason of their own, and what the others are called in the sheet.
_ERRORS = {
    "title": ("title_missing", "title"),
    "starts_on": ("start_missing", "starts_on"),
    "pay": ("pay_not_understood", "pay"),
    "pay_unit": ("pay_not_understood", "pay"),
    "headcount": ("headcount_missing", "headcount"),
    "contact_phone": ("phone_unclear", "contact_phone"),
}
_FIELD_OF = {"hours_per_day": "hours", "age_min": "age", "age_max": "age", "sex_required": "sex", "ends_on": "ends_on",
             "valid_until_on": "valid_until", "settle_kind": "settle", "place_name": "place"}  # fmt: skip


@lru_cache(maxsize=8192)
def likely_occupations(words: str) -> tuple[str, tuple[str, ...]]:
    """Return the one occupation that the words name exactly, and others to choose from.

    Everyday words and official names count as exact, the former first; two of them leave the choice to a person.
    """
    plain = clean_line(_BRACKETS.sub("", words)) or clean_line(words)
    hits = find_occupations(plain[:40], limit=6)
    named = [hit.code for hit in hits if hit.matched_by in ("alias", "name")]
    if len(set(named)) == 1:
        return named[0], tuple(hit.code for hit in hits[:5])
    return "", tuple(dict.fromkeys(hit.code for hit in hits))[:5]


@lru_cache(maxsize=256)
def _unit(text: str) -> str:
    plain = text.strip().removeprefix("元").strip("/每 ")
    if plain in PayUnit.values:
        return plain
    return PAY_UNIT_WORDS.get(plain, "")


@translation.override("zh-hans")  # a sheet is written in the words of the county, whatever the page speaks
def judge(kind: Any, context: Context, row: RowValues) -> Judgement:
    """Judge one row: every question at once, so that it is asked once."""
    if context.office is not None and not row.is_duplicate:
        standing = Posting.objects.filter(office=context.office, source_key=row.key).values_list("public_id", flat=True)
        for public_id in standing[:1]:
            return Judgement(RowState.SAME, same_as=public_id)
    reader = _Row(kind, context, row)
    for step in (reader.title, reader.texts, reader.pay, reader.headcount, reader.days, reader.length, reader.hours,
                 reader.area, reader.occupation, reader.people_wanted, reader.settling, reader.contact,
                 reader.circumstances):  # fmt: skip
        step()
    employer, questions = find_employer(context, row)
    offer = reader.offer(row.key if context.office is not None else "")
    reasons = [*reader.reasons, *questions]
    plan = PostingPlan(employer, offer) if employer is not None and offer is not None else None
    return settle(kind, context, row, reasons, plan)
