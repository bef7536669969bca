"""Model fields for what must not lie in the clear, and the guards that keep their blind indexes true.

An `EncryptedTextField` holds a token (see `keyring`). It cannot be searched; a `BlindIndexField`
beside it can, by keyed hash. The hash is computed in `pre_save`, which `save`, `create` and
`bulk_create` all call. The paths that do not call it (`update`, `bulk_update`,
`save(update_fields=…)`) are guarded by `GuardedQuerySet` and `GuardedModel`, and `manage.py check`
insists on those.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.core import checks
from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.expressions import Case
from django.db.models.functions import Cast
from django.db.models.lookups import Exact, IsNull, Lookup
from django.utils.module_loading import import_string

from yizhan.shared.crypto.keyring import decrypt, ring

M = TypeVar("M", bound=models.Model, covariant=True)

_ST = TypeVar("_ST", contravariant=True)
_GT = TypeVar("_GT", covariant=True)

if TYPE_CHECKING:
    # Generic, so that the type checker sees `str | None` exactly where null=True is given.
    class _Text(models.TextField[_ST, _GT]): ...

    class _Chars(models.CharField[_ST, _GT]): ...

else:

    class _Text(models.TextField):
        def __class_getitem__(cls, _item):
            return cls

    class _Chars(models.CharField):
        def __class_getitem__(cls, _item):
            return cls


INDEX_LENGTH = 32
#: Short names for the normalisers of the house; anything else is a dotted path.
NORMALISERS = {
    "id_no": "yizhan.shared.identifiers.id_number.normalise_id",
    "phone": "yizhan.shared.identifiers.phone.normalise_phone",
    "name": "yizhan.shared.text.normalise.search_key",
    "text": "yizhan.shared.text.normalise.search_key",
}


class IndexLeftBehind(TypeError):
    """A bulk write would change an encrypted column and leave its blind index saying something else."""


class EmptyOnly(Exact):
    """`exact` on an encrypted column: only the empty string is stored in the clear, so only it can be
    compared.
    """

    def get_prep_lookup(self) -> Any:
        """Refuse any value but the empty string."""
        if self.rhs != "":
            raise FieldError(_no_lookup("exact"))
        return ""


def _no_lookup(name: str) -> str:
    """Say what to write instead. For programmers: the clerk never reaches it."""
    return (
        f"Lookup {name!r} on an encrypted column can never match: every row is encrypted differently. "
        "Filter with blind_q(model, index_field, value) on its BlindIndexField; isnull and exact '' work."
    )


class EncryptedTextField(_Text[_ST, _GT]):
    """Text that is encrypted in the database and plain in Python.

    NULL stays NULL and "" stays "": that a value is missing is not a secret, and constraints may ask for it.

    :param max_length: of the plain text, checked in validation and forms, not in the database.
    :param context: "app.model.field" to which the ciphertext is bound; by default where the field
        stands. Give the old one after a rename.
    """

    description = "text, encrypted at rest"

    def __init__(self, *args: Any, context: str = "", **kwargs: Any) -> None:
        """See the class."""
        self.given_context = context
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    @property
    def context(self) -> str:
        """The associated data of every token in this column."""
        return self.given_context or f"{self.model._meta.label_lower}.{self.name}"

    def deconstruct(self) -> Any:
        """Keep a given context in migrations."""
        name, path, args, kwargs = super().deconstruct()
        if self.given_context:
            kwargs["context"] = self.given_context
        return name, path, args, kwargs

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Refuse what cannot work on ciphertext that differs in every row."""
        found = list(super().check(**kwargs))
        if self.unique or self.db_index:  # type: ignore[attr-defined]
            found.append(
                checks.Error(
                    "An encrypted column can neither be unique nor indexed.",
                    hint="Put the index or the constraint on a BlindIndexField.",
                    obj=self,
                    id="yizhan.E001",
                )
            )
        return found

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Decrypt."""
        return decrypt(value, self.context) if value else value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Encrypt."""
        if hasattr(value, "as_sql"):  # an expression is guarded where it is given: GuardedQuerySet.update
            return value
        text = self.get_prep_value(value)
        return ring().encrypt(text, self.context) if text else text

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        """Allow `isnull` and `exact ""`.

        :raises FieldError: any other.
        """
        if lookup_name == "isnull":
            return IsNull
        if lookup_name == "exact":
            return EmptyOnly
        raise FieldError(_no_lookup(lookup_name))

    def get_transform(self, lookup_name: str) -> Any:
        """Refuse transforms: they would work on ciphertext.

        :raises FieldError: always.
        """
        raise FieldError(_no_lookup(lookup_name))

    def formfield(self, **kwargs: Any) -> Any:
        """Use a one-line input when the length is limited: a number, not an essay."""
        if self.max_length is not None:
            kwargs.setdefault("widget", forms.TextInput)
        return super().formfield(**kwargs)


class BlindIndexField(_Chars[_ST, _GT]):
    """Keyed hash of another field of the same row: equality can be searched, nothing can be read.

    16 bytes of HMAC-SHA256 as 32 hex digits, bound to the column, computed when the row is saved.
    An empty source gives NULL, so that a unique constraint does not make all the empty ones collide.

    :param source: name of the field whose value is indexed.
    :param normalise: "id_no", "phone", "name", "text" or the dotted path of a `str -> str` that never
        raises, so that what is typed and what is stored agree.
    :param tail: index only the last so many characters of the normalised value (NULL when it is shorter).
    :param context: as for `EncryptedTextField`.
    """

    description = "blind index"

    def __init__(
        self,
        *args: Any,
        source: str,
        normalise: str = "text",
        tail: int | None = None,
        context: str = "",
        **kwargs: Any,
    ) -> None:
        """See the class."""
        self.source = source
        self.normalise = normalise
        self.tail = tail
        self.given_context = context
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("editable", False)
        kwargs["max_length"] = INDEX_LENGTH
        super().__init__(*args, **kwargs)

    @property
    def context(self) -> str:
        """What separates the hashes of this column from those of every other."""
        return self.given_context or f"{self.model._meta.label_lower}.{self.name}"

    def deconstruct(self) -> Any:
        """Write the arguments out in full, defaults of ours included, so that a migration means the
        same for ever.
        """
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        kwargs |= {"source": self.source, "normalise": self.normalise, "null": self.null}
        kwargs |= {"blank": self.blank, "editable": self.editable}
        if self.tail is not None:
            kwargs["tail"] = self.tail
        if self.given_context:
            kwargs["context"] = self.given_context
        return name, path, args, kwargs

    def key_text(self, value: str | None) -> str:
        """Return what is hashed for a value, "" when there is nothing to index."""
        if not value:
            return ""
        text = normaliser(self.normalise)(value)
        if self.tail is None:
            return text
        return text[-self.tail :] if len(text) >= self.tail else ""

    def index_of(self, value: str | None) -> str | None:
        """Return the index of a plain value under the current key, None for an empty one."""
        text = self.key_text(value)
        return ring().index(text, self.context) if text else None

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        """Compute the index from the source as it is now."""
        value = getattr(model_instance, self.source)
        if value is not None and not isinstance(value, str):
            raise IndexLeftBehind(f"{self.source} is no text: its blind index {self.name} cannot be known.")
        index = self.index_of(value)
        setattr(model_instance, self.attname, index)
        return index

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Insist on a source, a normaliser, and the guards."""
        found = list(super().check(**kwargs))
        errors = []
        if not any(field.name == self.source for field in self.model._meta.concrete_fields):
            errors.append(("yizhan.E002", f"There is no field {self.source!r} to index."))
        try:
            normaliser(self.normalise)
        except ImportError:
            errors.append(("yizhan.E003", f"There is no normaliser {self.normalise!r}."))
        if not issubclass(self.model, GuardedModel):
            errors.append(("yizhan.E004", "A model with a blind index inherits GuardedModel."))
        if not isinstance(self.model._default_manager.none(), GuardedQuerySet):
            errors.append(("yizhan.E005", "Its manager uses a GuardedQuerySet."))
        return found + [checks.Error(text, obj=self, id=id_) for id_, text in errors]


@lru_cache(maxsize=64)
def normaliser(name: str) -> Callable[[str], str]:
    """Return the function behind a short name or a dotted path."""
    function: Callable[[str], str] = import_string(NORMALISERS.get(name, name))
    return function


def index_fields(model: type[models.Model]) -> list[BlindIndexField[Any, Any]]:
    """Return the blind indexes of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, BlindIndexField)]


def encrypted_fields(model: type[models.Model]) -> list[EncryptedTextField[Any, Any]]:
    """Return the encrypted columns of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]


def blind_index(model: type[models.Model], field: str, value: str | None) -> str | None:
    """Return what the column `field` holds, under the current key, for a row with this plain value.

    For a field with `tail`, the whole value and its tail give the same. None for an empty value.
    """
    return _index_field(model, field).index_of(value)


def blind_q(model: type[models.Model], field: str, value: str | None) -> models.Q:
    """Return the filter for rows whose indexed value equals `value`, whatever key version they were
    written with.

    An empty value matches nothing.
    """
    found = blind_values(model, field, value)
    if not found:
        return models.Q(pk__in=[])
    return models.Q(**{field: found[0]}) if len(found) == 1 else models.Q(**{f"{field}__in": found})


def blind_values(model: type[models.Model], field: str, value: str | None) -> list[str]:
    """Return what may stand in a blind index for `value`: one for each key version; nothing for an empty value."""
    index = _index_field(model, field)
    text = index.key_text(value)
    return list(ring().indexes(text, index.context)) if text else []


def _index_field(model: type[models.Model], name: str) -> BlindIndexField[Any, Any]:
    """Return the named blind index.

    :raises FieldError: the field is something else.
    """
    field = model._meta.get_field(name)
    if not isinstance(field, BlindIndexField):
        raise FieldError(f"{model._meta.label}.{name} is not a BlindIndexField.")
    return field


def _check_indexes_come_along(model: type[models.Model], names: Collection[str]) -> None:
    """Refuse a bulk write of a source without its indexes.

    :raises IndexLeftBehind: names the fields that are missing.
    """
    own = index_fields(model)
    missing = [field.name for field in own if field.source in names and field.name not in names]
    if missing:
        raise IndexLeftBehind(
            f"{model._meta.label}: {', '.join(missing)} must change together with the source. "
            "Use save(), or name the index fields too (blind_index() gives the value)."
        )


class GuardedQuerySet(models.QuerySet[M]):
    """A QuerySet whose bulk writes cannot leave a blind index behind or put plain text into an
    encrypted column.
    """

    def update(self, **kwargs: Any) -> int:
        """Update, if every source comes with its indexes and no encrypted column is set from an expression.

        :raises IndexLeftBehind: a blind index would become untrue, or ciphertext would be moved.
        """
        _check_indexes_come_along(self.model, kwargs)
        for field in encrypted_fields(self.model):
            value = kwargs.get(field.name)
            # Case and Cast are how bulk_update writes; they carry plain values that the field encrypts.
            if hasattr(value, "resolve_expression") and not isinstance(value, Case | Cast):
                raise IndexLeftBehind(f"{field.name} is encrypted: it cannot be set from an expression.")
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        """Update many, recomputing the blind indexes that are named.

        :raises IndexLeftBehind: a source is named without its indexes.
        """
        rows, names = list(objs), list(fields)
        _check_indexes_come_along(self.model, names)
        for field in index_fields(self.model):
            if field.name in names:
                for row in rows:
                    field.pre_save(row, add=False)
        return super().bulk_update(rows, names, batch_size=batch_size)

    bulk_update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(
        self,
        objs: Iterable[Any],
        batch_size: int | None = None,
        ignore_conflicts: bool = False,
        update_conflicts: bool = False,
        update_fields: Collection[str] | None = None,
        unique_fields: Collection[str] | None = None,
    ) -> list[Any]:
        """Insert many; what is updated on a conflict keeps its indexes.

        :raises IndexLeftBehind: `update_fields` names a source without its indexes.
        """
        if update_conflicts and update_fields:
            _check_indexes_come_along(self.model, update_fields)
        return super().bulk_create(
            objs,
            batch_size=batch_size,
            ignore_conflicts=ignore_conflicts,
            update_conflicts=update_conflicts,
            update_fields=update_fields,
            unique_fields=unique_fields,
        )

    bulk_create.alters_data = True  # type: ignore[attr-defined]


class GuardedModel(models.Model):
    """Base of models with blind indexes: saving a source by name saves its indexes too.

    Each model brings its own manager, made from a `GuardedQuerySet`.
    """

    class Meta:
        abstract = True

    def save(
        self,
        *args: Any,
        force_insert: Any = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Save; `update_fields` that names a source is widened by its indexes."""
        if args:
            raise TypeError("save() takes keyword arguments only.")
        names: Sequence[str] | None = None
        if update_fields is not None:
            names = list(update_fields)
            names += [f.name for f in index_fields(type(self)) if f.source in names and f.name not in names]
        super().save(force_insert=force_insert, force_update=force_update, using=using, update_fields=names)
