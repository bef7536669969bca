"""What is said about a person, cleaned: pure, no query, no clock.

Registration, correction and import all read through here, so that the same slip gets the same sentence everywhere.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from yizhan.people.enums import (
    BirthBasis,
    ContactKind,
    IdKind,
    NoIdReason,
    PersonGroupKind,
    ProxyRelation,
    Sex,
)
from yizhan.places.queries import find_divisions, full_name
from yizhan.shared.identifiers.id_number import normalise_id, read_id
from yizhan.shared.identifiers.phone import read_mobile, read_phone
from yizhan.shared.text.misread import Misread
from yizhan.shared.text.normalise import clean_line, clean_name
from yizhan.vocabularies.enums import Education, Ethnicity

#: Errors by the name of the raw field, each one sentence for the clerk; it never repeats what was typed.
Errors = dict[str, StrOrPromise]


class NameMisread(Misread):
    """What was typed is no personal name."""

    code = "name_misread"


class BirthMisread(Misread):
    """What was typed is no date of birth."""

    code = "birth_misread"


class AreaMisread(Misread):
    """What was typed names no division, or several."""

    code = "area_misread"


@dataclass(frozen=True, repr=False)
class PersonFacts:
    """Identity as it is about to be saved. Made by `read_person_facts`; no repr, because a repr ends up in logs.

    :param birth_on: None when nobody knows; then the age is unknown, never guessed.
    :param id_seen: the clerk has held the document and compared it.
    :param groups: codes of `PersonGroupKind`; None leaves memberships as they are.
    """

    name: str
    id_kind: str = IdKind.RESIDENT
    id_no: str = ""
    no_id_reason: str = ""
    sex: str = Sex.UNKNOWN
    birth_on: dt.date | None = None
    birth_basis: str = ""
    ethnicity: str = ""
    education: str = ""
    huji_code: str = ""
    resid_code: str = ""
    resid_place: str = ""
    id_seen: bool = False
    groups: tuple[str, ...] | None = None


@dataclass(frozen=True, repr=False)
class ContactFacts:
    """One way to reach somebody."""

    kind: str
    number: str = ""
    proxy_name: str = ""
    proxy_relation: str = ""


@dataclass(frozen=True)
class Reading:
    """What became of raw input: facts, or errors by field. `facts` is None exactly when there are errors."""

    facts: PersonFacts | None
    contacts: tuple[ContactFacts, ...] = ()
    errors: Errors = field(default_factory=dict)


_NAME_SIGNS = frozenset("·-'’ .")
_AREA = re.compile(r"\d{6}(\d{3}){0,2}")
#: The permanent residence card before 2023: three letters of the country and twelve digits.
_OLD_FOREIGN_CARD = re.compile(r"[A-Z]{3}\d{12}")
_OTHER_DOCUMENT = re.compile(r"[0-9A-Z]{5,18}")
_DATE = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?")
_COMPACT_DATE = re.compile(r"\d{8}")
#: Nobody older walks in; a date before it is a slip of the keyboard.
EARLIEST_BIRTH = dt.date(1900, 1, 1)

#: Raw fields of a person, in the order in which the forms show them.
PERSON_FIELDS = (
    "name", "id_kind", "id_no", "no_id_reason", "sex", "birth_on", "birth_basis", "ethnicity", "education",
    "huji_code", "resid_code", "resid_place", "id_seen", "groups",
)  # fmt: skip
CONTACT_FIELDS = ("mobile", "landline", "proxy_name", "proxy_relation", "proxy_number")


def _text(raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key)
    return "" if value is None else clean_line(str(value))


def _choice(raw: Mapping[str, Any], key: str, allowed: Iterable[str], sentence: StrOrPromise, errors: Errors) -> str:
    value = _text(raw, key)
    if value and value not in set(allowed):
        errors[key] = sentence
        return ""
    return value


def _take(errors: Errors, key: str, read: Callable[[], Any]) -> Any:
    """Run a reader and note its sentence under the field; None when it could not read."""
    try:
        return read()
    except Misread as error:
        errors[key] = error.sentence
        return None


def read_name(text: str) -> str:
    """Clean a personal name: 2 to 50 signs, `·` and rare characters welcome.

    :raises NameMisread: it is none; the sentence says why.
    """
    name = clean_name(text)
    if not name:
        raise NameMisread(_("还没有填姓名。"))
    if len(name) < 2:
        raise NameMisread(_("姓名至少两个字，请填全名。"))
    if len(name) > 50:
        raise NameMisread(_("姓名超过 50 个字，请核对证件后重填。"))
    # Co: characters of the private area, with which older systems wrote names that had no code point yet.
    if any(sign not in _NAME_SIGNS and unicodedata.category(sign)[0] not in "LMN" and unicodedata.category(sign) != "Co"
           for sign in name) or any(sign.isdigit() for sign in name):  # fmt: skip
        raise NameMisread(_("姓名里有数字或符号，请按证件上的姓名填写，少数民族姓名中间用“·”。"))
    return name


def read_birth(text: str, *, today: dt.date) -> dt.date | None:
    """Read a date of birth as typed (1968-03-05, 1968年3月5日, 19680305); "" is unknown.

    :raises BirthMisread: no such date, in the future, or before 1900.
    """
    if not text:
        return None
    if _COMPACT_DATE.fullmatch(text):
        parts: tuple[str, ...] | None = (text[:4], text[4:6], text[6:])
    else:
        found = _DATE.fullmatch(text) if not text.isdigit() else None
        parts = found.groups() if found else None
    try:
        day = dt.date(*(int(part) for part in parts)) if parts else None
    except ValueError:
        day = None
    if day is None:
        raise BirthMisread(_("出生日期没有看懂，请填成 1968-03-05 这样；不知道就留空。"))
    if day > today:
        raise BirthMisread(_("出生日期在今天之后，请核对。"))
    if day < EARLIEST_BIRTH:
        raise BirthMisread(_("出生日期早于 1900 年，请核对。"))
    return day


def _read_id(raw: Mapping[str, Any], facts: dict[str, Any], errors: Errors, today: dt.date) -> None:
    """Read the document: kind, number or the reason why not, and what the number itself says."""
    kind = _choice(raw, "id_kind", IdKind.values, _("不认识的证件类型，请重新选择。"), errors) or IdKind.RESIDENT
    number = normalise_id(_text(raw, "id_no"))
    reasons = set(NoIdReason.values) - {NoIdReason.ERASED}
    reason = _choice(raw, "no_id_reason", reasons, _("请从列表里选择没有号码的原因。"), errors)
    facts.update(id_kind=kind, id_no=number, no_id_reason=reason)
    if not number:
        if not reason and "no_id_reason" not in errors:
            errors["id_no"] = _("没有填证件号码。请填号码，或选择没有号码的原因。")
        return
    if reason:
        errors["no_id_reason"] = _("已经填了证件号码，请不要再选没有号码的原因。")
    if kind == IdKind.OTHER:
        if not _OTHER_DOCUMENT.fullmatch(number):
            errors["id_no"] = _("其他证件的号码应为 5 到 18 位字母或数字，请核对。")
        return
    if kind == IdKind.FOREIGN_PERMANENT and _OLD_FOREIGN_CARD.fullmatch(number):
        return
    reading = _take(errors, "id_no", lambda: read_id(number, today=today))
    if reading is not None:
        facts.update(id_no=reading.number, birth_on=reading.birth_on, birth_basis=BirthBasis.ID_CARD, sex=reading.sex)


def read_person_facts(raw: Mapping[str, Any], *, today: dt.date) -> Reading:
    """Clean what was typed or imported about a person and how to reach them.

    Reads the keys of `PERSON_FIELDS` and `CONTACT_FIELDS`; others are ignored, missing ones count as empty. Sex and
    date of birth come from the ID number where there is one; typing something else beside it is an error, no choice.

    :param raw: strings as typed; `groups` may be a list, `id_seen` a bool.
    :param today: the day on which the person stands at the counter.
    """
    errors: Errors = {}
    facts: dict[str, Any] = {"sex": Sex.UNKNOWN, "birth_on": None, "birth_basis": ""}
    facts["name"] = _take(errors, "name", lambda: read_name(_text(raw, "name")))
    _read_id(raw, facts, errors, today)

    sex = _choice(raw, "sex", Sex.values, _("请从列表里选择性别。"), errors)
    from_card = facts["birth_basis"] == BirthBasis.ID_CARD
    if not from_card:
        facts["sex"] = sex or Sex.UNKNOWN
    elif sex in (Sex.MALE, Sex.FEMALE) and sex != facts["sex"]:
        errors["sex"] = _("性别和身份证号码不一致，请核对证件。")

    birth_on = _take(errors, "birth_on", lambda: read_birth(_text(raw, "birth_on"), today=today))
    basis = _choice(raw, "birth_basis", BirthBasis.values, _("请从列表里选择出生日期的依据。"), errors)
    if from_card and birth_on is not None and birth_on != facts["birth_on"]:
        errors["birth_on"] = _("出生日期和身份证号码不一致，请核对证件。")
    elif not from_card and birth_on is not None:
        # Without a number there is no card that proves the date.
        facts["birth_on"] = birth_on
        facts["birth_basis"] = basis if basis == BirthBasis.OTHER_DOCUMENT else BirthBasis.STATED

    _read_rest(raw, facts, errors)
    contacts = read_contacts(raw, errors)
    return Reading(facts=None if errors else PersonFacts(**facts), contacts=contacts, errors=errors)


def _read_rest(raw: Mapping[str, Any], facts: dict[str, Any], errors: Errors) -> None:
    """Read codes and places: all optional, none ever a criterion of matching."""
    facts["ethnicity"] = _choice(raw, "ethnicity", Ethnicity.values, _("请从列表里选择民族。"), errors)
    facts["education"] = _choice(raw, "education", Education.values, _("请从列表里选择学历。"), errors)
    for key in ("huji_code", "resid_code"):
        facts[key] = _take(errors, key, partial(read_area, _text(raw, key))) or ""
    facts["resid_place"] = _text(raw, "resid_place")
    if len(facts["resid_place"]) > 60:
        errors["resid_place"] = _("常住地址超过 60 个字，请写到村或小区即可。")
    facts["id_seen"] = str(raw.get("id_seen") or "").lower() in ("1", "on", "true", "yes", "是")
    groups = raw.get("groups")
    if groups is None:
        facts["groups"] = None
        return
    chosen = [part for part in re.split(r"[,，、;；\s]+", groups) if part] if isinstance(groups, str) else list(groups)
    if set(chosen) - set(PersonGroupKind.values):
        errors["groups"] = _("有不认识的人员类别，请从列表里选择。")
    facts["groups"] = tuple(dict.fromkeys(chosen))


def read_contacts(raw: Mapping[str, Any], errors: Errors) -> tuple[ContactFacts, ...]:
    """Clean the ways to reach somebody; no way at all is possible. Adds to `errors` under the raw field's name."""
    contacts: list[ContactFacts] = []
    mobile, landline = _text(raw, "mobile"), _text(raw, "landline")
    if mobile:
        number = _take(errors, "mobile", lambda: read_mobile(mobile))
        if number:
            contacts.append(ContactFacts(ContactKind.MOBILE, number))
    if landline:
        reading = _take(errors, "landline", lambda: read_phone(landline))
        if reading:
            contacts.append(ContactFacts(ContactKind.LANDLINE, reading.number))
    contacts.extend(_read_proxy(raw, errors))
    return tuple(contacts)


def _read_proxy(raw: Mapping[str, Any], errors: Errors) -> list[ContactFacts]:
    relation = _choice(raw, "proxy_relation", ProxyRelation.values, _("请从列表里选择代收人与本人的关系。"), errors)
    name, typed = _text(raw, "proxy_name"), _text(raw, "proxy_number")
    if not (relation or name or typed):
        return []
    if not relation:
        errors.setdefault("proxy_relation", _("填了代收人，请再选择与本人的关系。"))
        return []
    if len(name) > 50:
        errors["proxy_name"] = _("代收人姓名超过 50 个字，请核对。")
    number = ""
    if typed:
        reading = _take(errors, "proxy_number", lambda: read_phone(typed))
        number = reading.number if reading else ""
    elif relation != ProxyRelation.STATION:
        errors["proxy_number"] = _("请填代收人的电话；没有电话可选“由驿站代收”。")
    return [ContactFacts(ContactKind.PROXY, number, name, relation)]


def read_area(text: str) -> str:
    """Return the division code of a place as typed: a code, or a name that means one place only.

    Abolished codes stay as they are: people were born there.

    :raises AreaMisread: no such place, or several of that name.
    """
    if not text or _AREA.fullmatch(text):
        return text
    if text.isdigit():
        raise AreaMisread(_("行政区划代码应为 6、9 或 12 位数字，请核对，或直接写地名。"))
    hits = find_divisions(text, limit=6)
    exact = [hit for hit in hits if text in (hit.name, full_name(hit.code))]
    if len(exact) == 1 or (not exact and len(hits) == 1):
        return (exact or hits)[0].code
    if hits:
        raise AreaMisread(_("有几个地方叫这个名字，请写全（例如“山东省聊城市阳谷县”）或填代码。"))
    raise AreaMisread(_("没有找到这个地名，请写到县（例如“阳谷县”）或填 6 位代码。"))
