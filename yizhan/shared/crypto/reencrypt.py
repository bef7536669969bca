"""After a rotation: bring every row to the current key, in small steps, while people work.

A row is due when a token in it was made under an older key. Its tokens are made anew and its blind indexes are computed
anew with them, so that after `rotate(index=True)` the same walk serves both. Progress is the data itself: a row that is
done is no longer due, so after an interruption the next run goes on where the last one stopped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models import Count, Q, TextField
from django.db.models.functions import Cast

from yizhan.shared.crypto.fields import EncryptedTextField, encrypted_fields, index_fields
from yizhan.shared.crypto.keyring import prefix_of, ring


@dataclass(frozen=True)
class Progress:
    """One batch is committed.

    :param model: label of the model, such as `people.Person`.
    :param done: rows of it brought to the current key in this run.
    :param left: rows of it still due.
    """

    model: str
    done: int
    left: int


def models_with_encrypted_columns() -> list[type[models.Model]]:
    """Return the models whose own table holds an encrypted column, in a fixed order."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and any(isinstance(field, EncryptedTextField) for field in model._meta.local_concrete_fields)
    ]
    return sorted(found, key=lambda model: model._meta.label)


def rows_due(model: type[models.Model], using: str = DEFAULT_DB_ALIAS) -> models.QuerySet[models.Model]:
    """Return the rows that hold a token of an older key, in the order of their primary keys."""
    rows, raws = _with_raw_columns(model, using)
    return rows.filter(_any(_filled_but_not_of(raw, [ring().current.id]) for raw in raws)).order_by("pk")


def _filled_but_not_of(raw: str, ids: list[str]) -> Q:
    """Return the condition "holds a token, and of none of these keys"."""
    of_these = _any(Q(**{f"{raw}__startswith": prefix_of(id_)}) for id_ in ids)
    return ~Q(**{raw: ""}) & Q(**{f"{raw}__isnull": False}) & ~of_these


def rows_by_key(also: Sequence[str] = (), using: str = DEFAULT_DB_ALIAS) -> Counter[str]:
    """Count the rows that hold a token of each key, by its id; "" stands for keys that are not on the ring.

    One query a table, which reads the whole of it. A row with tokens of two keys counts for both.

    :param also: ids to count beside those on the ring.
    """
    ids = list({root.id: None for root in ring().roots} | dict.fromkeys(also))
    found: Counter[str] = Counter()
    for model in models_with_encrypted_columns():
        rows, raws = _with_raw_columns(model, using)
        held = {id_: _any(Q(**{f"{raw}__startswith": prefix_of(id_)}) for raw in raws) for id_ in ids}
        held[""] = _any(_filled_but_not_of(raw, ids) for raw in raws)
        counts = rows.aggregate(**{f"of_{id_}": Count("pk", filter=condition) for id_, condition in held.items()})
        found.update({id_: counts[f"of_{id_}"] for id_ in held})
    return found


def _any(conditions: Iterable[Q]) -> Q:
    """Join conditions by "or"."""
    return reduce(or_, conditions)


def _with_raw_columns(model: type[models.Model], using: str) -> tuple[models.QuerySet[models.Model], list[str]]:
    """Return the rows with each encrypted column as it stands (a cast is not decrypted), and the columns' names."""
    rows, raws = model._base_manager.using(using).all(), []
    for field in encrypted_fields(model):
        raws.append(f"raw_{field.name}")
        rows = rows.annotate(**{raws[-1]: Cast(field.name, TextField())})
    return rows, raws


def reencrypt_all(
    batch: int = 200, only: Iterable[type[models.Model]] | None = None, using: str = DEFAULT_DB_ALIAS
) -> Iterator[Progress]:
    """Walk all encrypted columns and yield after each committed batch; stop iterating whenever you like.

    A table is walked once along its keys, so that rows which are done are not looked at again and again. Rows that
    somebody else holds at the moment are left for the next walk: nobody ever waits for two locks of ours.

    :param batch: rows per transaction; 200 keep the write lock under half a second on a slow machine.
    :param only: these models instead of all.
    :raises KeyUnknown: a row was encrypted with a key that is not on the ring; earlier batches stay done.
    :raises Undecryptable: a row is damaged.
    """
    for model in models_with_encrypted_columns() if only is None else only:
        due, done, after = rows_due(model, using).count(), 0, None
        while due:
            keys, written = _reencrypt_batch(model, batch, using, after)
            if not keys:
                break
            after, done = keys[-1], done + written
            yield Progress(model._meta.label, done, max(due - done, 0))


def _reencrypt_batch(model: type[models.Model], batch: int, using: str, after: Any) -> tuple[list[Any], int]:
    """Bring the next rows to the current key; return the keys looked at and how many rows were written."""
    sources, indexes = encrypted_fields(model), index_fields(model)
    written = [*(field.name for field in sources), *(field.name for field in indexes)]
    with transaction.atomic(using=using):
        # The keys first, then the rows themselves under lock: another process may have changed them in between.
        due = rows_due(model, using)
        keys = list((due if after is None else due.filter(pk__gt=after)).values_list("pk", flat=True)[:batch])
        held = model._base_manager.using(using).select_for_update(of=("self",), skip_locked=True)
        rows = list(held.filter(pk__in=keys).order_by("pk"))
        for row in rows:
            for index in indexes:
                index.pre_save(row, add=False)
            values = {name: getattr(row, name) for name in written}
            model._base_manager.using(using).filter(pk=row.pk).update(**values)
    return keys, len(rows)
