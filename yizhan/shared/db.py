"""Small devices around the database: a constraint that speaks, a version that is checked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, models, transaction

from yizhan.shared.errors import ChangedMeanwhile, Refused

M = TypeVar("M", bound=models.Model)


def violated_constraint(error: IntegrityError, model: type[models.Model]) -> str | None:
    """Return the name of the constraint that `error` broke on `model`, or None.

    PostgreSQL names it. SQLite names a CHECK but of a UNIQUE only the columns, so those are looked up.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name or None
    text = str(error)
    if text.startswith("CHECK constraint failed: "):
        return text.removeprefix("CHECK constraint failed: ").strip()
    if text.startswith("UNIQUE constraint failed: "):
        named = text.removeprefix("UNIQUE constraint failed: ")
        if named.startswith("index '"):
            return named.removeprefix("index '").rstrip("'")
        columns = {part.strip().split(".")[-1] for part in named.split(",")}
        column_of = {field.name: field.column for field in model._meta.concrete_fields}
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                own = {column_of[name] for name in constraint.fields}
                if own == columns:
                    return constraint.name
        for field in model._meta.concrete_fields:
            if field.unique and {field.column} == columns:
                return f"{model._meta.db_table}_{field.column}_unique"
    return text or None  # a trigger's RAISE carries its own name as the whole text


@contextmanager
def constraint_speaks(model: type[models.Model], **refusals: type[Refused]) -> Iterator[None]:
    """Turn the violation of a named constraint of `model` into the refusal given for it.

    Runs under a savepoint, so that the caller's transaction survives. Constraints not named here raise as they are.

    >>> with constraint_speaks(Shift, shift_taken_within_headcount=HeadcountFilled): ...
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = violated_constraint(error, model) or ""
        for constraint, refusal in refusals.items():
            if constraint in name:
                raise refusal from error
        raise


def is_sqlite(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Say whether this installation runs on SQLite."""
    return connections[using].vendor == "sqlite"


def lock(queryset: models.QuerySet[M], **lookup: Any) -> M:
    """Fetch one row for writing: `FOR UPDATE` where there is one; on SQLite the IMMEDIATE transaction is the lock.

    :raises Model.DoesNotExist: as `get` does.
    """
    return queryset.select_for_update(of=("self",)).get(**lookup)


def check_version(record: models.Model, seen: int | None) -> None:
    """Refuse to overwrite what somebody else saved since the form was opened.

    :param record: a row read under lock that has an integer `version`.
    :param seen: the version the person was shown; None means that no form was involved.
    :raises ChangedMeanwhile: when they differ.
    """
    if seen is not None and record.version != seen:  # type: ignore[attr-defined]
        raise ChangedMeanwhile
