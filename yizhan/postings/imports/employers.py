"""Whose work a row offers: a known employer, a new one that is known well enough, or a question."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from yizhan.employers.enums import EmployerKind
from yizhan.employers.facts import EmployerFacts
from yizhan.employers.queries import employers_visible_to, public_name
from yizhan.postings.imports.contacts import read_contact
from yizhan.postings.imports.places import read_area_text
from yizhan.shared.identifiers.numbers import parse_number
from yizhan.shared.identifiers.uscc import normalise_uscc, read_uscc
from yizhan.shared.sheets.cells import has_lost_digits
from yizhan.shared.sheets.kinds import Context, Reason, RowValues, is_accepted
from yizhan.shared.text.misread import Misread
from yizhan.shared.text.normalise import clean_line, search_key

AMBIGUOUS = "employer_ambiguous"
NAME_DIFFERS = "employer_name_differs"
#: Of sheets that an employer's agent brings.
ANOTHER, NOT_YOURS = "employer_another", "employer_not_yours"
MEMORY = "employers"
NUMBER_PREFIX = "E"


@dataclass(frozen=True, repr=False)
class EmployerPlan:
    """A known employer by primary key, or the facts of one to be registered."""

    pk: int | None = None
    new: EmployerFacts | None = None


@dataclass(frozen=True, repr=False)
class _Known:
    pk: int
    public_id: uuid.UUID
    name_key: str


def find_employer(context: Context, row: RowValues) -> tuple[EmployerPlan | None, list[Reason]]:
    """Find whose work it is. The credit code decides before the name; two of one name are asked about.

    In a sheet of one employer it is that employer's, and no other's.
    """
    if context.about is not None:
        return _the_own(context, context.about, row)
    name, code = clean_line(row.said("employer")), row.said("uscc")
    reasons: list[Reason] = []
    if has_lost_digits(code):
        return None, [Reason("digits_lost", "uscc")]
    if code:
        code, reasons = _read_code(code)
    if not name and not code:
        return None, reasons or [Reason("employer_missing", "employer")]
    by_code = _known(context, "uscc", code) if code else []
    if by_code:
        return _by_code(by_code[0], name)
    by_name = _known(context, "name", name)
    if len(by_name) > 1:
        return _chosen(by_name, row)
    if by_name and not code:
        return EmployerPlan(pk=by_name[0].pk), reasons
    # A known name under another credit code, or under none on record, is another unit or a slip: never merged unasked.
    if by_name:
        return _chosen(by_name, row)
    if reasons:
        return None, reasons
    facts = _new_facts(context, row, name, code)
    if facts is None:
        return None, [Reason("employer_incomplete", "employer")]
    return EmployerPlan(new=facts), []


def _the_own(context: Context, public_id: uuid.UUID, row: RowValues) -> tuple[EmployerPlan | None, list[Reason]]:
    """Return the employer whose sheet it is, unless the row names another or the user acts for them no more."""
    if MEMORY not in context.memory:
        own = employers_visible_to(context.user).filter(public_id=public_id)
        context.memory[MEMORY] = own.values_list("pk", "name_key", "uscc", "number").first()
    if context.memory[MEMORY] is None:
        return None, [Reason(NOT_YOURS, "employer")]
    pk, name_key, own_code, own_number = context.memory[MEMORY]
    name, code = clean_line(row.said("employer")), row.said("uscc")
    if code:
        is_own = bool(own_code) and normalise_uscc(code) == own_code
    else:
        is_own = not name or search_key(name)[:120] == name_key or _number(name) == own_number
    return (EmployerPlan(pk=pk), []) if is_own else (None, [Reason(ANOTHER, "uscc" if code else "employer")])


def _read_code(text: str) -> tuple[str, list[Reason]]:
    try:
        return read_uscc(text).code, []
    except Misread:
        return "", [Reason("uscc_wrong", "uscc")]


def _by_code(known: _Known, name: str) -> tuple[EmployerPlan, list[Reason]]:
    differs = bool(name) and search_key(name)[:120] != known.name_key
    return EmployerPlan(pk=known.pk), [Reason(NAME_DIFFERS, "employer")] if differs else []


def _chosen(candidates: list[_Known], row: RowValues) -> tuple[EmployerPlan | None, list[Reason]]:
    for known in candidates:
        if str(known.public_id) == row.chosen(AMBIGUOUS):
            return EmployerPlan(pk=known.pk), []
    return None, [Reason(AMBIGUOUS, "employer", tuple(str(known.public_id) for known in candidates))]


def _known(context: Context, by: str, text: str) -> list[_Known]:
    """Return visible employers by credit code, by number, or by exact name; each text is asked once a run."""
    if context.user is None or not text:
        return []
    memory: dict[tuple[str, str], list[_Known]] = context.memory.setdefault(MEMORY, {})
    if (by, text) not in memory:
        visible = employers_visible_to(context.user).order_by("pk")
        if by == "uscc":
            found = visible.filter(uscc=normalise_uscc(text))
        elif number := _number(text):
            found = visible.filter(number=number)
        else:
            found = visible.filter(name_key=search_key(text)[:120])
        memory[by, text] = [_Known(*row) for row in found.values_list("pk", "public_id", "name_key")[:8]]
    return memory[by, text]


def _number(text: str) -> str:
    try:
        return str(parse_number(text, prefix=NUMBER_PREFIX))
    except Misread:
        return ""


def _new_facts(context: Context, row: RowValues, name: str, code: str) -> EmployerFacts | None:
    """Return what a new record needs, or None when the row does not say enough: nothing is made up."""
    area = read_area_text(row.said("employer_area")).code or read_area_text(row.said("area")).code
    if not name or not code or not area:
        return None
    facts = EmployerFacts(
        kind=_kind(code, name),
        name=name[:100],
        phone=read_contact(row.said("contact_phone"))[0],
        area_code=area,
        uscc=code,
        legal_rep=row.said("legal_rep")[:50],
        address=row.said("employer_address")[:100],
    )
    if facts.kind == EmployerKind.AGENCY:
        return None  # its licence has to be seen first
    cleaned, errors = facts.cleaned(today=context.today)
    return None if errors else cleaned


def _kind(code: str, name: str) -> EmployerKind:
    """Tell the kind by what the credit code was given for (GB 32100: register and type of organisation)."""
    if "人力资源" in name or "劳务派遣" in name:
        return EmployerKind.AGENCY
    if code[0] == "N" or code[:2] in ("93", "54", "55") or name.endswith(("村民委员会", "居民委员会")):
        return EmployerKind.VILLAGE
    if code[:2] == "92":
        return EmployerKind.SOLE_TRADER
    if code[0] in "15":
        return EmployerKind.INSTITUTION
    return EmployerKind.COMPANY


def employer_label(user: Any, public_id: str) -> str:
    """Return the words for a choice."""
    found = employers_visible_to(user).filter(public_id=public_id).first()
    return f"{public_name(found.kind, found.name)} · {found.number}" if found else ""


def forget_employers(context: Context) -> None:
    """Ask again: a new one has been registered."""
    context.memory.pop(MEMORY, None)


def takes_known_name(kind: Any, context: Context, row: RowValues) -> bool:
    """Say whether the other name of a known credit code was accepted."""
    return is_accepted(kind, context, row, NAME_DIFFERS)
