"""Whatever points at a person is registered here, with what happens to it when the person's record changes hands.

`people` runs these when two records of one person are merged, when that is undone, when a person asks for a copy of
everything held, and when a record is anonymised or erased: all handlers in one transaction. `tests/test_house.py`
fails on a model with a foreign key to a person that has no handler.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.db import models


@dataclass(frozen=True)
class PersonRows:
    """One model that points at a person.

    :param model: label such as `workers.JobSeeker`.
    :param merge: `(kept_id, absorbed_id, at) -> journal`: move the rows; the JSON journal is all that `unmerge` needs.
    :param unmerge: `(kept_id, absorbed_id, journal, at)`: put them back.
    :param export: `(person_id) -> list of plain dicts` of what is held, keys in Chinese, values readable; codes
        and bare numbers as `Coded` and `Amount`.
    :param anonymise: `(person_id, at)`: delete the rows or cut them loose from the person, as retention allows.
    """

    model: str
    merge: Callable[[int, int, Any], dict[str, Any]]
    unmerge: Callable[[int, int, dict[str, Any], Any], None]
    export: Callable[[int], list[dict[str, Any]]]
    anonymise: Callable[[int, Any], None]


class Coded(str):
    """A code or a bare number of the copy as its file has it, with the `words` in which a page says it."""

    words: str

    def __new__(cls, value: str, words: str) -> Self:
        """Take the value and its words."""
        made = super().__new__(cls, value)
        made.words = words
        return made


class Amount(int):
    """The same of a number: fen, metres, basis points."""

    words: str

    def __new__(cls, value: int, words: str) -> Self:
        """Take the value and its words."""
        made = super().__new__(cls, value)
        made.words = words
        return made


def amount(value: int | None, words: str) -> Amount | None:
    """Return a number with its words; None stays None."""
    return None if value is None else Amount(value, words)


_registered: dict[str, PersonRows] = {}


def register_person_rows(rows: PersonRows) -> None:
    """Register the handlers of one model; rooms do so from `apps.py`."""
    _registered[rows.model] = rows


def all_person_rows() -> list[PersonRows]:
    """Return the handlers in the order of registration, which is the order of the floors."""
    return list(_registered.values())


def move_rows(model: type[models.Model], field: str, kept_id: int, absorbed_id: int) -> dict[str, Any]:
    """Point every row of `model` from the absorbed person to the kept one; the simplest `merge`."""
    ids: Iterable[int] = model._default_manager.filter(**{f"{field}_id": absorbed_id}).values_list("pk", flat=True)
    moved = list(ids)
    model._default_manager.filter(pk__in=moved).update(**{f"{field}_id": kept_id})
    return {"moved": moved}


def move_rows_back(model: type[models.Model], field: str, absorbed_id: int, journal: dict[str, Any]) -> None:
    """Undo `move_rows`."""
    model._default_manager.filter(pk__in=journal["moved"]).update(**{f"{field}_id": absorbed_id})
