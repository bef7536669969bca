"""Pages that begin after the last row of the page before: the thousandth costs what the first does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

Rows = TypeVar("Rows", bound="models.QuerySet[Any]")


def beyond(rows: Rows, last: Any, order: Sequence[str]) -> Rows:
    """Return the rows that come after `last` in an order.

    :param order: names as in `order_by`, `-` for descending; they never hold NULL and together are unique (`pk` ends
        them).
    """
    condition, same = Q(), Q()
    for name in order:
        field = name.lstrip("-")
        value = getattr(last, field)
        condition |= same & Q(**{f"{field}__{'lt' if name != field else 'gt'}": value})
        same &= Q(**{field: value})
    return rows.filter(condition)
