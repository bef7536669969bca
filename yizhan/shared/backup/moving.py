"""Moving an installation from SQLite to PostgreSQL: every row as it lies, counted and compared at both ends."""

from __future__ import annotations

import datetime as dt
import decimal
import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import environ
from django.apps import apps
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.management.color import no_style
from django.db import OperationalError, connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from yizhan.shared.backup.errors import (
    MovedDiffers,
    NothingToMove,
    ServingWhileMoving,
    TargetNotEmpty,
    TargetNotPostgres,
    TargetNotReady,
)
from yizhan.shared.backup.serving_mark import is_serving
from yizhan.shared.changes.models import Change

TARGET = "moved"
ROWS_AT_ONCE = 2000
#: Not carried over: sign-ins begin anew, and the lines of changes speak of another database's transactions.
LEFT_BEHIND = (AbstractBaseSession, Change)
DIGEST_MODULUS = 1 << 256


@dataclass(frozen=True)
class MovedTable:
    """One table at both ends.

    :param digest: sum of the rows' SHA-256 modulo 2^256, so that the order in which a database gives rows is no matter.
    """

    name: str
    rows: int
    digest: str


def carried_models() -> list[type[models.Model]]:
    """Return the models whose tables are carried over, by table name."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not issubclass(model, LEFT_BEHIND)
    }
    return [found[name] for name in sorted(found)]


def target_of(url: str) -> BaseDatabaseWrapper:
    """Open the database that rows are moved to, beside the present one.

    :raises TargetNotPostgres: the address names another kind of database, or is none.
    """
    if urlsplit(url).scheme not in ("postgres", "postgresql"):
        raise TargetNotPostgres
    settings = environ.Env.db_url_config(url)
    defaults = {**connections["default"].settings_dict, "OPTIONS": {}, "CONN_MAX_AGE": 0, "HOST": "", "PORT": ""}
    connections.databases[TARGET] = {**defaults, "USER": "", "PASSWORD": "", **settings}
    return connections[TARGET]


def demand_movable(target: BaseDatabaseWrapper) -> None:
    """Say whether rows may be moved as things stand; nothing is written. A target without tables is an empty one.

    :raises NothingToMove, ServingWhileMoving, TargetNotReady, TargetNotEmpty: as their sentences say.
    """
    if connection.vendor != "sqlite":
        raise NothingToMove
    if is_serving():
        raise ServingWhileMoving
    user_table = apps.get_model("accounts", "User")._meta.db_table
    try:
        tables = target.introspection.table_names()
    except OperationalError:
        raise TargetNotReady from None
    if user_table not in tables:
        return
    if next(_rows(target, f'SELECT 1 FROM "{user_table}" LIMIT 1'), None) is not None:  # noqa: S608 - our own name
        raise TargetNotEmpty


def move_rows(target: BaseDatabaseWrapper, progress: Callable[[MovedTable], None]) -> list[MovedTable]:
    """Copy every row into a database that has this version's tables and nobody's data; all of it or nothing.

    The present database takes no writes meanwhile and is left as it is. Both ends are read and compared, row by row,
    before the copy becomes valid.

    :raises MovedDiffers: and what `demand_movable` raises; the target is as before.
    """
    demand_movable(target)
    moved = []
    # The first is an IMMEDIATE transaction: nobody else writes until the copy is through.
    with transaction.atomic(), transaction.atomic(using=TARGET), _without_triggers(target):
        for model in carried_models():
            before = _copy(model, target)
            after = _digest(model, target, _rows(target, _select(model)))
            if before != after:
                raise MovedDiffers(before.name)
            progress(after)
            moved.append(after)
        with target.cursor() as cursor:
            for statement in target.ops.sequence_reset_sql(no_style(), carried_models()):
                cursor.execute(statement)
    return moved


@contextmanager
def _without_triggers(target: BaseDatabaseWrapper) -> Iterator[None]:
    """Empty the tables and let rows in as they are: what triggers guard was guarded when the rows were written.

    Foreign keys are not touched by this; they are checked at the end.
    """
    left = (model for model in apps.get_models() if issubclass(model, LEFT_BEHIND))
    emptied: list[type[models.Model]] = [*carried_models(), *left]
    tables = [f'"{model._meta.db_table}"' for model in emptied]
    with target.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields that lie in the table; what the database computes by itself is not carried."""
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


def _names(model: type[models.Model]) -> str:
    """Return the columns as both databases quote them."""
    return ", ".join(f'"{field.column}"' for field in _columns(model))


def _select(model: type[models.Model]) -> str:
    return f'SELECT {_names(model)} FROM "{model._meta.db_table}"'  # noqa: S608 - names of our own tables


def _rows(at: BaseDatabaseWrapper, question: str) -> Iterator[tuple[Any, ...]]:
    with at.cursor() as cursor:
        cursor.execute(question)
        while chunk := cursor.fetchmany(ROWS_AT_ONCE):
            yield from chunk


def _copy(model: type[models.Model], target: BaseDatabaseWrapper) -> MovedTable:
    """Write the rows and return what was read. Encrypted columns travel as they lie: no key is used."""
    converters = [_converter(field) for field in _columns(model)]

    def written(copy: Any) -> Iterator[tuple[Any, ...]]:
        for row in _rows(connection, _select(model)):
            values = tuple(convert(value) for convert, value in zip(converters, row, strict=True))
            copy.write_row(values)
            yield values

    statement = f'COPY "{model._meta.db_table}" ({_names(model)}) FROM STDIN'
    with target.cursor() as cursor, cursor.copy(statement) as copy:
        return _digest(model, connection, written(copy))


def _converter(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """Return what makes SQLite's value of a column the value that PostgreSQL's driver writes."""
    column = field.get_col(field.model._meta.db_table)
    steps = connection.ops.get_db_converters(column)

    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, column, connection)
        return value

    return convert


def _digest(model: type[models.Model], at: BaseDatabaseWrapper, rows: Iterable[tuple[Any, ...]]) -> MovedTable:
    count = total = 0
    as_json = [isinstance(field, models.JSONField) for field in _columns(model)]
    for row in rows:
        plain = [_plain(value, is_json=is_json) for value, is_json in zip(row, as_json, strict=True)]
        line = json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()
        total = (total + int.from_bytes(hashlib.sha256(line).digest(), "big")) % DIGEST_MODULUS
        count += 1
    return MovedTable(model._meta.db_table, count, f"{total:064x}")


def _plain(value: Any, *, is_json: bool) -> Any:
    """Return a value as both databases would say it."""
    match value:
        case str() if is_json:
            return json.loads(value)
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat()
        case dt.date() | dt.time():
            return value.isoformat()
        case dt.timedelta():
            return value // dt.timedelta(microseconds=1)
        case decimal.Decimal():
            return str(value.normalize())
        case uuid.UUID():
            return value.hex
        case bytes() | memoryview():
            return bytes(value).hex()
        case _:
            return value
