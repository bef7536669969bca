"""Standing questions: queries whose text is made once, asked again and again with other values.

Django makes the text of a query anew each time: half a millisecond to a whole one of processor time, several times what
the database needs to find a row by its key. A page asks a dozen. For those that every page asks the text is kept:

    _USER = Standing(lambda: User.objects.select_related("office").filter(pk=Slot("pk", BigAutoField())))
    _USER.first(pk=7)

Whatever changes from one asking to the next must be a `Slot`: the moment, too. Anything else is part of the text for as
long as the process runs.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import AutoField, DateField, DateTimeField, Expression, Field, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError, mark_for_rollback_on_error

Row = TypeVar("Row")
M = TypeVar("M", bound=Model)


class Slot(Expression):
    """A place in the question for a value that is given when it is asked.

    A moment or a day may be reckoned with as usual: `at - timedelta(days=3)` and `at.astimezone(zone).date()` are slots
    in which the same is done to the value.
    """

    def __init__(
        self, name: str, output_field: Field[Any, Any], reckon: Callable[[Any], Any] = lambda value: value
    ) -> None:
        """Name it and say what kind of value stands there: a field like the one that it is compared with."""
        super().__init__(output_field=output_field)
        self.name, self.reckon = name, reckon

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        """Leave room for it."""
        return "%s", [self]

    def __sub__(self, other: Any) -> Any:
        """Reckon with a length of time; anything else is the database's to do."""
        return self._then(lambda value: value - other) if isinstance(other, dt.timedelta) else super().__sub__(other)

    def __add__(self, other: Any) -> Any:
        """Reckon with a length of time; anything else is the database's to do."""
        return self._then(lambda value: value + other) if isinstance(other, dt.timedelta) else super().__add__(other)

    def astimezone(self, zone: dt.tzinfo) -> Slot:
        """Return the same moment as the clocks of a zone show it."""
        return self._then(lambda value: value.astimezone(zone))

    def date(self) -> Slot:
        """Return the day of the moment."""
        return self._then(lambda value: value.date(), DateField())

    def _then(self, step: Callable[[Any], Any], output_field: Field[Any, Any] | None = None) -> Slot:
        before = self.reckon
        return Slot(self.name, output_field or self.output_field, lambda value: step(before(value)))


#: The moment of asking, and the day: they go where a `datetime` or a `date` would.
AT: Any = Slot("at", DateTimeField())
TODAY: Any = Slot("today", DateField())


def slots(name: str, many: int, output_field: Field[Any, Any]) -> list[Slot]:
    """Return slots for `…__in`, to be filled by `spread`."""
    return [Slot(f"{name}{number}", output_field) for number in range(many)]


def spread(name: str, values: Sequence[Any], many: int) -> dict[str, Any]:
    """Lay values into slots; those that stay empty match nothing.

    :raises ValueError: more values than slots.
    """
    if len(values) > many:
        raise ValueError(f"{len(values)} values for {many} slots")
    return {f"{name}{number}": values[number] if number < len(values) else None for number in range(many)}


@dataclass(frozen=True)
class _Text:
    """What Django made of a question.

    :param converters: turn the database's values into Python's, by column.
    :param locks: the rows are locked until the transaction ends, so there must be one.
    """

    queryset: QuerySet[Any]
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    converters: Any
    locks: bool

    def filled(self, values: dict[str, Any], connection: Any) -> tuple[Any, ...]:
        """Return the parameters, with the values in the slots."""
        return tuple(
            one.output_field.get_db_prep_value(one.reckon(values[one.name]), connection)
            if isinstance(one, Slot)
            else one
            for one in self.params
        )


class _Asked:
    """Stands where Django's makers of rows expect a queryset and its query: both, with the text already made."""

    def __init__(self, text: _Text, compiler: SQLCompiler) -> None:
        self._text, self._compiler = text, compiler
        self.db = DEFAULT_DB_ALIAS
        self.query = self

    def get_compiler(self, using: str) -> SQLCompiler:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        queryset = self._text.queryset
        return getattr(queryset if hasattr(queryset, name) else queryset.query, name)


class Standing(Generic[Row]):
    """A question with slots."""

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        """Keep how it is put; it is put when it is first asked."""
        self._build = build
        self._texts: dict[tuple[str, bool], _Text | None] = {}

    def all(self, **values: Any) -> list[Row]:
        """Ask, and return the rows as the queryset would: models, tuples or values."""
        return list(self._rows(values))

    def first(self, **values: Any) -> Row | None:
        """Ask for the first row, or None; the question says itself which is the first."""
        return next(self._rows(values), None)

    def count(self, **values: Any) -> int:
        """Ask how many rows there are."""
        connection = connections[DEFAULT_DB_ALIAS]
        text = self._text(connection.vendor, counted=True)
        if text is None:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({text.sql}) counted", text.filled(values, connection))  # noqa: S608
            return int(cursor.fetchone()[0])

    def _rows(self, values: dict[str, Any]) -> Iterator[Row]:
        connection = connections[DEFAULT_DB_ALIAS]
        text = self._text(connection.vendor)
        if text is None:
            return iter(())
        if text.locks and not connection.in_atomic_block:
            raise TransactionManagementError("a question that locks rows is asked inside of a transaction")
        sql, filled, converters = text.sql, text.filled(values, connection), text.converters
        compiler: Any = copy.copy(text.compiler)
        compiler.connection = connection  # each thread has its own
        compiler.as_sql = lambda *_args, **_options: (sql, filled)
        compiler.get_converters = lambda _columns: converters
        rows: Any = text.queryset._iterable_class(cast("Any", _Asked(text, compiler)))
        return cast("Iterator[Row]", iter(rows))

    def _text(self, vendor: str, *, counted: bool = False) -> _Text | None:
        if (vendor, counted) not in self._texts:
            queryset: QuerySet[Any, Any] = self._build()
            if counted and not queryset.query.is_sliced and not queryset.query.combinator:
                queryset = queryset.order_by().values("pk")
            self._texts[vendor, counted] = _make(queryset)
        return self._texts[vendor, counted]


def _make(queryset: QuerySet[Any, Any]) -> _Text | None:
    """Have Django put the question; None where it says that nothing can answer it."""
    if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
        raise TypeError("a standing question is one query")
    compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
    locks = queryset.query.select_for_update and connections[DEFAULT_DB_ALIAS].features.has_select_for_update
    return _Text(queryset, compiler, sql, tuple(params), converters, locks)


def insert(row: M) -> M:
    """Write a new row; it has its key afterwards.

    All columns are written but the key and those that the database fills in itself. No signal is sent (nobody listens
    to any), and nothing is checked but by the database.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    kind = (type(row), connection.vendor)
    fields, sql = _inserts.get(kind) or _insert_of(type(row), connection)
    with mark_for_rollback_on_error(using=DEFAULT_DB_ALIAS), connection.cursor() as cursor:
        cursor.execute(sql, [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields])
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


_inserts: dict[tuple[type[Model], str], tuple[list[Field[Any, Any]], str]] = {}


def _insert_of(model: type[Model], connection: Any) -> tuple[list[Field[Any, Any]], str]:
    meta, quoted = model._meta, connection.ops.quote_name
    if meta.parents or not isinstance(meta.pk, AutoField):
        raise TypeError(f"{model.__name__}: only a table of its own with a key that the database gives")
    fields: list[Any] = [one for one in meta.local_concrete_fields if not (one.primary_key or one.has_db_default())]
    columns = ", ".join(quoted(one.column) for one in fields)
    room, key = ", ".join(["%s"] * len(fields)), quoted(meta.pk.column)
    sql = f"INSERT INTO {quoted(meta.db_table)} ({columns}) VALUES ({room}) RETURNING {key}"  # noqa: S608
    made = _inserts[model, connection.vendor] = (fields, sql)
    return made
