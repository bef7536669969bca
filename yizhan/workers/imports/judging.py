"""What is thought of a row of a sheet of people. Total: whatever stands in a cell, the answer is a judgement."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils import translation

from yizhan.people.enums import (
    NO_ID_REASONS_AT_COUNTER,
    SENSITIVE_GROUPS,
    ConsentPurpose,
    DuplicateKey,
    PersonGroupKind,
    ProxyRelation,
    Sex,
)
from yizhan.people.operations import ConsentFacts, ContactFacts, PersonFacts
from yizhan.people.queries import DuplicateHit, find_duplicates, read_person_facts
from yizhan.shared.identifiers.phone import is_mobile
from yizhan.shared.sheets.cells import has_lost_digits, listed
from yizhan.shared.sheets.enums import RowState
from yizhan.shared.sheets.kinds import Context, Judgement, Reason, RowValues, settle
from yizhan.vocabularies.enums import Education, Ethnicity
from yizhan.vocabularies.queries import find_occupations, is_occupation
from yizhan.workers.enums import BoardLodging, SettleWish, Transport, WishPayUnit, WorkMode
from yizhan.workers.facts import ANYWHERE, WishFacts, read_wish

SIMILAR = "person_similar"
OTHER_NAME = "id_other_name"
MOST_WORKS = 5
_MONEY = re.compile(
    r"(?P<amount>\d{1,6}(?:\.\d{1,2})?)(?P<thousand>千|k)?(?:元|块钱?)?(?:以上|左右)?[/每一]?"
    r"(?P<unit>小时|时|天|日|件|个|周|星期|月)?(?:以上|左右|起)?"
)
_UNITS = {"小时": "hour", "时": "hour", "天": "day", "日": "day", "件": "piece", "个": "piece", "周": "week",
          "星期": "week", "月": "month"}  # fmt: skip
_FREE = frozenset({"不限", "面议", "无", "无要求", "没有要求", "-", "/"})
_SCHOOLS = (("研究生", "10"), ("硕士", "10"), ("博士", "10"), ("本科", "20"), ("大专", "30"), ("专科", "30"),
            ("高职", "30"),
            ("中专", "40"), ("职高", "40"), ("技校", "40"), ("高中", "60"), ("初中", "70"), ("小学", "80"),
            ("文盲", "90"),
            ("其他", "90"))  # fmt: skip
_YES = frozenset({"是", "有", "会", "同意", "1", "y", "yes", "√", "对", "true"})


@dataclass(frozen=True, repr=False)
class PersonPlan:
    """What would be saved."""

    facts: PersonFacts
    contacts: tuple[ContactFacts, ...]
    wish: WishFacts
    consents: tuple[ConsentFacts, ...]


def code_of(choices: type[models.TextChoices], text: str) -> str:
    """Return the code whose value or label was written, "" when none was."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return next((str(value) for value, label in choices.choices if plain in (str(value), str(label))), "")


class _Row:
    """Reads one row and collects reasons; what was accepted is left out as was said."""

    def __init__(self, kind: Any, context: Context, row: RowValues) -> None:
        self.kind, self.context, self.row = kind, context, row
        self.reasons: list[Reason] = []
        self.person: dict[str, Any] = {}
        self.wish: dict[str, Any] = {}
        self.consents: list[ConsentFacts] = []

    def note(self, code: str, name: str, *choices: str) -> None:
        if not any((reason.code, reason.field) == (code, name) for reason in self.reasons):
            self.reasons.append(Reason(code, name, choices))

    def identity(self) -> None:
        said = self.row.said
        number = said("id_no")
        self.person["name"] = said("name")
        if has_lost_digits(number):
            self.note("digits_lost", "id_no")
        elif number:
            self.person["id_no"] = number
            if number.endswith("000"):
                self.note("id_maybe_rounded", "id_no")
        else:
            self._no_number()
        sex = said("sex")
        if sex:
            self.person["sex"] = code_of(Sex, sex.removesuffix("性"))
            if not self.person["sex"]:
                self.note("sex_wrong", "sex")
        self.person["birth_on"] = said("birth_on")

    def _no_number(self) -> None:
        reasons = tuple(code for code, _label in NO_ID_REASONS_AT_COUNTER)
        said = self.row.said("no_id_reason")
        written = next((code for code, label in NO_ID_REASONS_AT_COUNTER if said in (code, str(label))), "")
        chosen = self.row.chosen("id_missing")
        self.person["no_id_reason"] = chosen if chosen in reasons else written
        if not self.person["no_id_reason"]:
            self.note("id_missing", "id_no", *reasons)

    def contacts(self) -> None:
        for name in ("phone", "phone_2"):
            text = self.row.said(name)
            if has_lost_digits(text):
                self.note("phone_wrong", name)
            elif text:
                self.person["mobile" if is_mobile(text) and "mobile" not in self.person else "landline"] = text
        for name in ("proxy_name", "proxy_number"):
            self.person[name] = self.row.said(name)
        relation = self.row.said("proxy_relation")
        if relation:
            self.person["proxy_relation"] = code_of(ProxyRelation, relation) or _relation(relation)

    def background(self) -> None:
        said = self.row.said
        people = said("ethnicity")
        if people:
            self.person["ethnicity"] = code_of(Ethnicity, people) or code_of(Ethnicity, f"{people}族")
            if not self.person["ethnicity"]:
                self.note("field_unclear", "ethnicity")
        school = said("education")
        if school:
            code = code_of(Education, school) or next((code for word, code in _SCHOOLS if word in school), "")
            self.person["education"] = code
            if not code:
                self.note("field_unclear", "education")
        self.person |= {"huji_code": said("huji"), "resid_code": said("resid"), "resid_place": said("resid_place")}

    def groups(self) -> None:
        words = listed(self.row.said("groups"))
        codes = [code_of(PersonGroupKind, word) for word in words]
        if not all(codes):
            self.note("field_unclear", "groups")
        known = [code for code in dict.fromkeys(codes) if code]
        agreed = _is_yes(self.row.said("sensitive_ok"))
        if agreed:
            self.consents.append(ConsentFacts(ConsentPurpose.SENSITIVE))
        elif SENSITIVE_GROUPS & set(known):
            self.note("group_needs_consent", "groups")
            known = [code for code in known if code not in SENSITIVE_GROUPS]
        self.person["groups"] = known or None
        if _is_yes(self.row.said("push_ok")):
            self.consents.append(ConsentFacts(ConsentPurpose.PUSH))

    def works(self) -> None:
        words = [word[:30] for word in listed(self.row.said("works"))]
        if not words:
            self.note("works_missing", "works")
            return
        found = {word: likely_occupations(word) for word in words}
        works = [f"{code}|{word}" for word, (code, _more) in found.items() if code]
        unclear = {word: more for word, (code, more) in found.items() if not code}
        choices = tuple(dict.fromkeys(code for more in unclear.values() for code in more))[:8]
        chosen = self.row.chosen("works_unclear")
        if unclear and chosen in choices:
            works.append(f"{chosen}|{'、'.join(unclear)[:30]}")
        elif unclear:
            self.note("works_unclear" if works or choices else "works_missing", "works", *choices)
        if len(works) > MOST_WORKS:
            self.note("works_too_many", "works")
        self.wish["works"] = works[:MOST_WORKS]

    def pay(self) -> None:
        said = unicodedata.normalize("NFKC", self.row.said("pay")).replace(" ", "").lower()
        if not said or said in _FREE:
            return
        found = _MONEY.fullmatch(said)
        unit = _UNITS.get(found["unit"] or "", "") if found else ""
        unit = unit or code_of(WishPayUnit, self.row.said("pay_unit")) or _UNITS.get(self.row.said("pay_unit"), "")
        if found is None or not unit:
            self.note("pay_unclear", "pay")
            return
        amount = found["amount"]
        if found["thousand"]:
            whole, _point, part = amount.partition(".")
            amount = str(int(whole) * 1000 + int(part.ljust(3, "0") if part else 0))
        self.wish |= {"pay_min": amount, "pay_unit": unit}

    def conditions(self) -> None:
        said = self.row.said
        distance = unicodedata.normalize("NFKC", said("max_km")).strip().removesuffix("以内").removesuffix("里路")
        self.wish["max_km"] = "" if distance in ANYWHERE | _FREE else distance
        for name, choices in (("transport", Transport), ("board_lodging", BoardLodging)):
            if said(name) and said(name) not in _FREE:
                self.wish[name] = code_of(choices, said(name)) or _nearest(choices, said(name))
                if not self.wish[name]:
                    self.note("field_unclear", name)
        for name, many in (("work_modes", WorkMode), ("settle", SettleWish)):
            words = [word for word in listed(said(name)) if word not in _FREE]
            codes = [code_of(many, word) or _nearest(many, word) for word in words]
            if not all(codes):
                self.note("field_unclear", name)
            self.wish[name] = [code for code in codes if code]
        party = unicodedata.normalize("NFKC", said("party_size")).removesuffix("人")
        self.wish |= {"party_size": party, "tools": said("tools"), "languages": said("languages")}
        self.wish |= {"valid_days": said("valid_days").removesuffix("天"), "home_name": said("resid_place")[:60]}
        if said("smartphone"):
            self.wish["has_smartphone"] = _is_yes(said("smartphone"))

    def plan(self) -> PersonPlan | None:
        """Read what was gathered with the readers of the registration form; their errors become reasons."""
        reading = read_person_facts(self.person, today=self.context.today)
        for name in reading.errors:
            code, field = _PERSON_ERRORS.get(name, ("field_unclear", name))
            if not any(reason.field == field for reason in self.reasons):
                self.note(code, field)
            if code not in ("name_wrong", "id_wrong", "id_missing"):
                self.person.pop(name, None)
        if reading.errors:
            reading = read_person_facts(self.person, today=self.context.today)
        wish = read_wish(self.wish, is_occupation=is_occupation)
        for name in wish.errors:
            if name == "works":
                continue  # asked about above
            self.note(*_WISH_ERRORS.get(name, ("field_unclear", name)))
            self.wish.pop(name, None)
        if wish.errors:
            wish = read_wish(self.wish, is_occupation=is_occupation)
        if reading.facts is None or wish.facts is None:
            return None
        return PersonPlan(reading.facts, reading.contacts, wish.facts, tuple(self.consents))


_PERSON_ERRORS = {
    "name": ("name_wrong", "name"),
    "id_no": ("id_wrong", "id_no"),
    "no_id_reason": ("id_missing", "id_no"),
    "mobile": ("phone_wrong", "phone"),
    "landline": ("phone_wrong", "phone"),
    "birth_on": ("birth_wrong", "birth_on"),
    "sex": ("sex_wrong", "sex"),
    "huji_code": ("area_unclear", "huji"),
    "resid_code": ("area_unclear", "resid"),
}
_WISH_ERRORS = {"pay_min": ("pay_unclear", "pay"), "pay_unit": ("pay_unclear", "pay")}


def _is_yes(text: str) -> bool:
    return unicodedata.normalize("NFKC", text).strip().lower() in _YES


def _relation(text: str) -> str:
    for words, code in ((("妻", "夫", "配偶", "爱人", "老婆", "老公"), ProxyRelation.SPOUSE),
                        (("儿", "女"), ProxyRelation.CHILD),
                        (("父", "母", "爸", "妈"), ProxyRelation.PARENT), (("村", "居委"), ProxyRelation.VILLAGE),
                        (("邻", "工友"), ProxyRelation.NEIGHBOUR), (("驿站",), ProxyRelation.STATION)):  # fmt: skip
        if any(word in text for word in words):
            return code
    return (
        ProxyRelation.RELATIVE
        if text.endswith(("兄", "弟", "姐", "妹", "叔", "舅", "姨", "姑", "亲属", "亲戚"))
        else text
    )


def _nearest(choices: type[models.TextChoices], text: str) -> str:
    """Return the one code whose label begins with what was written (短期, 电动), "" when none or several do."""
    hits = [str(value) for value, label in choices.choices if len(text) >= 2 and str(label).startswith(text)]
    return hits[0] if len(hits) == 1 else ""


@lru_cache(maxsize=4096)
def likely_occupations(words: str) -> tuple[str, tuple[str, ...]]:
    """Return the one occupation that the words name exactly ("" where none or several do), and what to choose from."""
    if is_occupation(words):
        return words, (words,)
    hits = find_occupations(words, limit=6)
    named = [hit.code for hit in hits if hit.matched_by in ("alias", "name")]
    if len(set(named)) == 1:
        return named[0], tuple(hit.code for hit in hits[:5])
    return "", tuple(dict.fromkeys(hit.code for hit in hits))[:5]


@translation.override("zh-hans")  # a sheet is written in the words of the county, whatever the page speaks
def judge(kind: Any, context: Context, row: RowValues) -> Judgement:
    """Judge one row: every question at once, so that it is asked once."""
    reader = _Row(kind, context, row)
    for step in (reader.identity, reader.contacts, reader.background, reader.groups, reader.works, reader.pay,
                 reader.conditions):  # fmt: skip
        step()
    plan = reader.plan()
    if plan is not None and context.user is not None:
        hits = find_duplicates(context.user, plan.facts, plan.contacts)
        same = [hit for hit in hits if _is_certain(hit, plan)]
        if len(same) == 1 and same[0].card is not None:
            return Judgement(RowState.SAME, same_as=same[0].card.public_id)
        cards = {str(hit.card.public_id): hit.card for hit in hits if hit.card is not None}
        numbered = any(DuplicateKey.ID in hit.keys for hit in hits)
        chosen = cards.get(row.chosen(OTHER_NAME if numbered else SIMILAR))
        if chosen is not None:
            return Judgement(RowState.SAME, same_as=chosen.public_id)
        if cards:
            reader.note(OTHER_NAME if numbered else SIMILAR, "name", *cards)
    return settle(kind, context, row, reader.reasons, plan)


def _is_certain(hit: DuplicateHit, plan: PersonPlan) -> bool:
    """Say whether a record is this person beyond doubt: same number and name, or name, birth and telephone.

    The same number under another name is a slip of somebody's: it is asked about, never guessed.
    """
    if hit.card is None or hit.card.name != plan.facts.name:
        return False
    keys = set(hit.keys)
    return DuplicateKey.ID in keys or (
        not plan.facts.id_no and {DuplicateKey.PHONE_NAME, DuplicateKey.NAME_BIRTH} <= keys
    )
