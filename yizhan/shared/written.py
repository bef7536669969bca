"""Queries whose SQL is written once and then asked again and again with other values.

Django writes a query anew each time: half a millisecond of processor time for a small one, ten times as long as SQLite
takes to answer it. A page that is opened a hundred times a second keeps what it asks each time.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, get_related_populators

Value = int | str | dt.date | dt.datetime | UUID

#: Values that stand where others will, one after the other of each kind; no column of ours holds them.
FIRST_INT, FIRST_DAY, FIRST_MOMENT = 2_100_000_000, dt.date(8999, 1, 1), dt.datetime(8999, 1, 1, tzinfo=dt.UTC)
FIRST_ID = 1 << 126


class NotWritable(Exception):
    """A value of a query does not stand in its SQL as a value of its own, so it cannot be put in another's place."""


@dataclass(frozen=True, eq=False)
class _Text:
    """SQL of one connection: Django's compiler knows how to read its rows.

    :param parts: what is passed along, in order: the place of a value, or -1 and what stands there always.
    """

    compiler: Any
    sql: str
    parts: tuple[tuple[int, tuple[Any] | None], ...]
    converters: Any
    is_of_models: bool


class Written:
    """A query that is asked with other values each time.

    >>> promises = Written(lambda person: Commitment.objects.filter(person=person).values_list("starts_at"), int)
    >>> promises(17)

    :param make: returns the query with some values: rows of `values_list`, or models with what `select_related` names
        (neither prefetched nor annotated). What it returns may depend on nothing but them.
    :param kinds: what kind each value is of; None is no value, because SQL says that otherwise.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *kinds: type) -> None:
        """Keep how it is made; it is written when it is first asked."""
        self._make, self._kinds = make, kinds
        self._kept = threading.local()  # a compiler belongs to a connection, and that to a thread

    def __call__(self, *values: Value) -> list[Any]:
        """Return the answer: a list of rows or of models. One query."""
        own = connections[DEFAULT_DB_ALIAS]
        text: _Text | None = getattr(self._kept, "text", None)
        if text is None or text.compiler.connection is not own:
            text = self._kept.text = self._write()
        given = [_adapted(value, own) for value in values]
        with own.cursor() as cursor:
            cursor.execute(text.sql, [given[place] if fixed is None else fixed[0] for place, fixed in text.parts])
            rows = cursor.fetchall()
        if text.converters:
            rows = list(text.compiler.apply_converters(rows, text.converters))
        return list(_models(rows, text.compiler)) if text.is_of_models else [tuple(row) for row in rows]

    def _write(self) -> _Text:
        own = connections[DEFAULT_DB_ALIAS]
        stand_ins = [_stand_in(kind, n) for n, kind in enumerate(self._kinds)]
        made = self._make(*stand_ins)
        compiler = made.query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        adapted, parts, found = [_adapted(value, own) for value in stand_ins], [], set()
        for param in params:
            place = next((n for n, each in enumerate(adapted) if isinstance(param, type(each)) and param == each), -1)
            parts.append((place, (param,) if place < 0 else None))
            found.add(place)
        if not found >= set(range(len(stand_ins))):
            raise NotWritable(f"{sql}: not every one of {len(stand_ins)} values stands in it")
        converters = compiler.get_converters([each[0] for each in compiler.select])
        return _Text(compiler, sql, tuple(parts), converters, issubclass(made._iterable_class, ModelIterable))


def _models(rows: list[Any], compiler: Any) -> Iterator[Any]:
    """Make models of rows, as a queryset does."""
    info, select = compiler.klass_info, compiler.select
    fields = info["select_fields"]
    names = [select[place][0].target.attname for place in fields]
    populators = get_related_populators(info, select, compiler.using)  # type: ignore[call-arg]  # the stubs are of 6.1
    for row in rows:
        one = info["model"].from_db(compiler.using, names, row[fields[0] : fields[-1] + 1])
        for populator in populators:
            populator.populate(row, one)
        yield one


def _stand_in(kind: type, n: int) -> Value:
    if kind is int:
        return FIRST_INT + n
    if kind is dt.datetime:
        return FIRST_MOMENT + dt.timedelta(seconds=n)
    if kind is dt.date:
        return FIRST_DAY + dt.timedelta(days=n)
    return UUID(int=FIRST_ID + n) if kind is UUID else f"<value {n}>"


def _adapted(value: Value, own: Any) -> Any:
    """Return a value as Django hands it to the driver."""
    if isinstance(value, dt.datetime):
        return own.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return own.ops.adapt_datefield_value(value)
    if isinstance(value, UUID) and not own.features.has_native_uuid_field:
        return value.hex
    return value
