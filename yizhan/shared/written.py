"""Standing questions that are asked with a few values in a row, as a function is called (`shared.standing`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, CharField, DateField, DateTimeField, QuerySet, UUIDField

from yizhan.shared.standing import Slot, Standing

Value = int | str | dt.date | dt.datetime | UUID

FIELDS: dict[type, type[Any]] = {
    int: BigIntegerField, str: CharField, dt.date: DateField, dt.datetime: DateTimeField, UUID: UUIDField,
}  # fmt: skip


class Written:
    """A query that is asked with other values each time.

    >>> promises = Written(lambda person: Commitment.objects.filter(person=person).values_list("starts_at"), int)
    >>> promises(17)

    :param make: returns the query with some values, which it may only hand on: they are slots when it is asked to.
    :param kinds: what kind each value is of; None is no value, because SQL says that otherwise.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *kinds: type) -> None:
        """Keep how it is made; it is written when it is first asked."""
        slots = [Slot(str(place), FIELDS[kind]()) for place, kind in enumerate(kinds)]
        self._standing: Standing[Any] = Standing(lambda: make(*slots))

    def __call__(self, *values: Value) -> list[Any]:
        """Return the answer: a list of rows or of models. One query."""
        return self._standing.all(**{str(place): value for place, value in enumerate(values)})
