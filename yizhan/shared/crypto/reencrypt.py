"""After a rotation: bring every row to the current key, in small steps, while people work.

A row is due when a token in it was made under an older key. Its tokens are made anew and its blind indexes are computed
anew with them, so that after `rotate(index=True)` the same walk serves both. Progress is the data itself: a row that is
done is no longer due, so after an interruption the next run goes on where the last one stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from yizhan.shared.crypto.fields import EncryptedTextField, encrypted_fields, index_fields
from yizhan.shared.crypto.keyring import ring


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
    rows = model._base_manager.using(using).all()
    due = Q(pk__in=[])
    for field in encrypted_fields(model):
        raw = f"raw_{field.name}"  # the column as it stands: a cast to plain text is not decrypted
        rows = rows.annotate(**{raw: Cast(field.name, TextField())})
        due |= ~Q(**{raw: ""}) & Q(**{f"{raw}__isnull": False}) & ~Q(**{f"{raw}__startswith": ring().current_prefix})
    return rows.filter(due).order_by("pk")


def reencrypt_all(
    batch: int = 200, only: Iterable[type[models.Model]] | None = None, using: str = DEFAULT_DB_ALIAS
) -> Iterator[Progress]:
    """Walk all encrypted columns and yield after each committed batch; stop iterating whenever you like.

    :param batch: rows per transaction; 200 keep the write lock under half a second on a slow machine.
    :param only: these models instead of all.
    :raises KeyUnknown: a row was encrypted with a key that is not on the ring; earlier batches stay done.
    :raises Undecryptable: a row is damaged.
    """
    for model in models_with_encrypted_columns() if only is None else only:
        done = 0
        while count := _reencrypt_batch(model, batch, using):
            done += count
            yield Progress(model._meta.label, done, rows_due(model, using).count())


def _reencrypt_batch(model: type[models.Model], batch: int, using: str) -> int:
    """Bring some rows to the current key in one transaction and return how many."""
    sources, indexes = encrypted_fields(model), index_fields(model)
    written = [*(field.name for field in sources), *(field.name for field in indexes)]
    with transaction.atomic(using=using):
        # The keys first, then the rows themselves under lock: another process may have changed them in between.
        keys = list(rows_due(model, using).values_list("pk", flat=True)[:batch])
        rows = list(model._base_manager.using(using).select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
        for row in rows:
            for index in indexes:
                index.pre_save(row, add=False)
            values = {name: getattr(row, name) for name in written}
            model._base_manager.using(using).filter(pk=row.pk).update(**values)
    return len(rows)
