"""Kinds of import. A room says here how its rows are judged and saved, so that the grid need not know the room."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django_stubs_ext import StrOrPromise

from yizhan.shared.sheets.enums import RowState
from yizhan.shared.sheets.fields import FieldSpec

DUPLICATE_IN_FILE = "duplicate_in_file"
#: The choice by which a person accepts a row as it is, for a reason that allows it.
ACCEPT = "accept"


@dataclass(frozen=True)
class ReasonText:
    """What is said of a reason.

    :param sentence: what is wrong and what to do.
    :param refuses: the row cannot be taken as it is written; otherwise somebody has to decide.
    :param fills: the field that may be given once for the whole sheet where rows lack it.
    :param proposes: its reasons say what the cell may mean, which is confirmed once for the whole column.
    :param accept: what accepting means, as the label of a button; "" where only a correction helps.
    """

    sentence: StrOrPromise
    refuses: bool = False
    accept: StrOrPromise = ""
    proposes: bool = False
    fills: str = ""


@dataclass(frozen=True)
class Reason:
    """One thing about one row. `choices` are codes or ids to choose from, never names.

    :param proposal: what the cell is taken for once the reason is accepted, as `ImportKind.label` puts it into words.
    """

    code: str
    field: str = ""
    choices: tuple[str, ...] = ()
    proposal: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return it as it is kept."""
        kept = {"code": self.code, "field": self.field, "choices": list(self.choices)}
        return kept | {"proposal": self.proposal} if self.proposal else kept


@dataclass(frozen=True, repr=False)
class RowValues:
    """What a row says by field, what was decided about it, and its key."""

    values: Mapping[str, str]
    choices: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    is_duplicate: bool = False

    def said(self, name: str) -> str:
        """Return what the row says of a field, "" when nothing."""
        return self.values.get(name, "").strip()

    def chosen(self, code: str) -> str:
        """Return what was chosen for a reason, "" when nothing."""
        return self.choices.get(code, "")


@dataclass(repr=False)
class Context:
    """For whom rows are judged. Without user and office (a dry run) nothing is looked up in the database.

    :param about: public id of the one record that all rows belong to.
    :param accepted: reasons accepted for all rows.
    :param uploaded_on: the day from which days without a year are counted: what was confirmed stays what it was.
    :param memory: what is looked up once a run; a fresh one for every chunk that saves.
    """

    at: dt.datetime
    user: Any = None
    office: Any = None
    about: uuid.UUID | None = None
    accepted: frozenset[str] = frozenset()
    uploaded_on: dt.date | None = None
    memory: dict[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> dt.date:
        """The station's date at `at`."""
        return timezone.localdate(self.at)


@dataclass(frozen=True, repr=False)
class Judgement:
    """What is thought of a row: its state, why, and what would be saved (the kind's own object, None unless ready).

    :param taken: reasons whose proposals were confirmed: the row goes on showing what was read.
    """

    state: RowState
    reasons: tuple[Reason, ...] = ()
    plan: Any = None
    same_as: uuid.UUID | None = None
    taken: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class ImportKind:
    """One kind of import.

    :param url_space: namespace of its pages (`postings:imports`, `postings:import_batch` …).
    :param result_url: name of the page of what a row became, with `public_id`.
    :param after: page where all that a sheet became is carried on (with the sheet's `public_id`), and its words.
    :param fields: its columns. :param template_columns: keys of `fields` on the template, in order.
    :param defaults: keys of `fields` that may be given once for the whole sheet.
    :param judge: pure but for look-ups by `Context.user`; never raises for anything a cell may hold.
    :param save: carries a ready judgement out by operations and returns the public id; may raise `Refused`.
    :param refusal_reason: the reason that a refusal of `save` becomes; None lets it stop the whole import.
    :param label: words for a choice of a reason, or for its proposal, for this user's eyes.
    :param may: who may import.
    :param personal: rows are about people: cells are emptied in the transaction that saves the row, looks are logged.
    :param template_choices: words to choose from in the template, by the key of the field.
    :param one_by_one: reasons that are never accepted for a whole sheet at once.
    """

    key: str
    title: StrOrPromise
    url_space: str
    result_url: str
    fields: tuple[FieldSpec, ...]
    reasons: Mapping[str, ReasonText]
    template_columns: tuple[str, ...]
    defaults: tuple[str, ...]
    shown: tuple[str, ...]
    judge: Callable[[Context, RowValues], Judgement]
    save: Callable[[Context, RowValues, Judgement], uuid.UUID]
    refusal_reason: Callable[[Context, RowValues, Exception], Judgement | None]
    label: Callable[[Any, str, str], str]
    may: Callable[[Any], bool]
    personal: bool = False
    one_by_one: tuple[str, ...] = ()
    default_choices: Mapping[str, Sequence[tuple[str, StrOrPromise]]] = field(default_factory=dict)
    template_choices: Mapping[str, Sequence[StrOrPromise]] = field(default_factory=dict)
    after: tuple[str, StrOrPromise] | None = None

    def spec(self, key: str) -> FieldSpec | None:
        """Return the field of that key."""
        return next((spec for spec in self.fields if spec.key == key), None)


_kinds: dict[str, ImportKind] = {}


def register_kind(kind: ImportKind) -> None:
    """Make a kind known; called from the room's `apps.py`."""
    _kinds[kind.key] = kind


def kind_of(key: str) -> ImportKind:
    """Return a kind by its key."""
    return _kinds[key]


def settle(kind: ImportKind, context: Context, row: RowValues, reasons: Sequence[Reason], plan: Any) -> Judgement:
    """Put the reasons of a row together: refused before undecided before ready; accepted reasons fall away.

    A row that stands in the file twice is never ready, whatever else is known of it.
    """
    open_reasons = [reason for reason in reasons if not is_accepted(kind, context, row, reason.code)]
    if row.is_duplicate:
        open_reasons.insert(0, Reason(DUPLICATE_IN_FILE))
    if not open_reasons and plan is None:
        open_reasons = list(reasons)  # what was accepted leaves nothing to save
    taken = tuple(reason for reason in reasons if reason.proposal and reason not in open_reasons)
    if not open_reasons:
        return Judgement(RowState.READY, plan=plan, taken=taken)
    refused = any(kind.reasons[reason.code].refuses for reason in open_reasons)
    return Judgement(RowState.REFUSED if refused else RowState.NEEDS_DECISION, tuple(open_reasons), taken=taken)


def is_accepted(kind: ImportKind, context: Context, row: RowValues, code: str) -> bool:
    """Say whether a reason that may be accepted was, for this row or for the whole sheet."""
    if not kind.reasons[code].accept:
        return False
    if row.chosen(code) == ACCEPT:
        return True
    return code in context.accepted and code not in kind.one_by_one and not row.chosen(code)
