"""Encrypted columns, blind indexes and their guards, on a table made for the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps.registry import Apps
from django.core.exceptions import FieldError, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.writer import MigrationWriter
from django.db.models import F, Q, Value
from django.forms import TextInput

from yizhan.shared.crypto import keyring
from yizhan.shared.crypto.errors import KeyUnknown, Undecryptable
from yizhan.shared.crypto.fields import (
    BlindIndexField,
    EncryptedTextField,
    GuardedModel,
    GuardedQuerySet,
    IndexLeftBehind,
    blind_index,
    blind_q,
)
from yizhan.shared.crypto.keyring import create_keys, rotate
from yizhan.shared.crypto.reencrypt import models_with_encrypted_columns, reencrypt_all, rows_due

TRIAL_APPS = Apps()


class CardQuerySet(GuardedQuerySet["Card"]):
    """What a room would write."""


class Card(GuardedModel):
    """A table with everything in it."""

    label = models.CharField(max_length=20, blank=True)
    number = EncryptedTextField(blank=True, max_length=18)
    note = EncryptedTextField(null=True)
    number_index = BlindIndexField(source="number", normalise="id_no", unique=True)
    number_tail = BlindIndexField(source="number", normalise="id_no", tail=4, db_index=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        apps = TRIAL_APPS
        app_label = "trial"

    def __str__(self) -> str:
        """Show no number."""
        return f"card {self.pk}"


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A key file of this test's own."""
    settings.YIZHAN_KEYS_FILE = tmp_path / "keys.json"
    create_keys(settings.YIZHAN_KEYS_FILE)
    keyring.forget_ring()
    yield settings.YIZHAN_KEYS_FILE
    keyring.forget_ring()


@pytest.fixture
def table(db: None) -> None:
    """Make the table inside the test's transaction, so that it goes with it."""
    editor = connection.schema_editor()
    statement, parameters = editor.table_sql(Card)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)


def stored(pk: int) -> dict[str, Any]:
    """Return a row as it lies in the database."""
    names = ["number", "note", "number_index", "number_tail"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(names)} FROM trial_card WHERE id = %s", [pk])
        return dict(zip(names, cursor.fetchone(), strict=True))


NUMBER = "11010519491231002X"


@pytest.mark.usefixtures("table")
def test_the_column_holds_a_token_and_the_row_the_text() -> None:
    card = Card.objects.create(number=NUMBER, note="左手有旧伤")
    row = stored(card.pk)
    assert row["number"].startswith("y1:")
    assert NUMBER not in str(row)
    assert "旧伤" not in str(row)
    assert len(row["number_index"]) == len(row["number_tail"]) == 32
    again = Card.objects.get(pk=card.pk)
    assert (again.number, again.note) == (NUMBER, "左手有旧伤")
    assert Card.objects.values_list("number", flat=True).get() == NUMBER


@pytest.mark.usefixtures("table")
def test_null_and_empty_stay_what_they_are_and_do_not_collide() -> None:
    cards = [Card.objects.create(number="", note=None), Card.objects.create(number="", note="")]
    rows = [stored(card.pk) for card in cards]
    assert [row["number"] for row in rows] == ["", ""]
    assert [row["note"] for row in rows] == [None, ""]
    assert [row["number_index"] for row in rows] == [None, None]
    assert Card.objects.filter(note__isnull=True).get() == cards[0]
    assert Card.objects.filter(number="").count() == 2
    assert Card.objects.exclude(number="").count() == 0


@pytest.mark.usefixtures("table")
def test_a_card_is_found_by_its_number_however_it_is_typed_and_by_its_tail() -> None:
    card = Card.objects.create(number=NUMBER)
    Card.objects.create(number="44052418800101001" + "4")
    for typed in (NUMBER, NUMBER.lower(), f" {NUMBER[:6]} {NUMBER[6:]} "):
        assert Card.objects.get(blind_q(Card, "number_index", typed)) == card
        assert Card.objects.get(number_index=blind_index(Card, "number_index", typed)) == card
    for typed in (NUMBER, "002x"):
        assert Card.objects.get(blind_q(Card, "number_tail", typed)) == card
    assert not Card.objects.filter(blind_q(Card, "number_tail", "02X")).exists()
    for empty in ("", None, "  "):
        assert not Card.objects.filter(blind_q(Card, "number_index", empty)).exists()
        assert blind_index(Card, "number_index", empty) is None


@pytest.mark.usefixtures("table")
def test_the_unique_index_sees_the_same_number_twice() -> None:
    Card.objects.create(number=NUMBER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.create(number=NUMBER.lower())


@pytest.mark.usefixtures("table")
def test_bulk_create_computes_the_indexes() -> None:
    Card.objects.bulk_create([Card(number=f"{i:018}") for i in range(50)])
    assert not Card.objects.filter(number_index__isnull=True).exists()
    assert Card.objects.get(blind_q(Card, "number_index", f"{7:018}")).number == f"{7:018}"


@pytest.mark.usefixtures("table")
def test_saving_the_source_by_name_saves_its_indexes() -> None:
    card = Card.objects.create(number=NUMBER, note="甲")
    card.number, card.note = "", "乙"
    card.save(update_fields=["number"])
    row = stored(card.pk)
    assert (row["number"], row["number_index"], row["number_tail"]) == ("", None, None)
    assert Card.objects.get(pk=card.pk).note == "甲"
    card.save(update_fields=["label"])
    assert Card.objects.get(pk=card.pk).note == "甲"


@pytest.mark.usefixtures("table")
def test_update_of_a_source_without_its_indexes_is_refused() -> None:
    card = Card.objects.create(number=NUMBER)
    with pytest.raises(IndexLeftBehind, match="number_tail"):
        Card.objects.filter(pk=card.pk).update(number="1", number_index=None)
    assert Card.objects.get(pk=card.pk).number == NUMBER


@pytest.mark.usefixtures("table")
def test_update_with_its_indexes_works_and_encrypts() -> None:
    card = Card.objects.create(number=NUMBER)
    indexes = {name: blind_index(Card, name, "12345678") for name in ("number_index", "number_tail")}
    Card.objects.filter(pk=card.pk).update(number="12345678", note="丙", label="x", **indexes)
    assert stored(card.pk)["note"].startswith("y1:")
    assert Card.objects.get(blind_q(Card, "number_tail", "5678")).number == "12345678"


@pytest.mark.usefixtures("table")
def test_ciphertext_is_not_moved_by_an_expression() -> None:
    Card.objects.create(number=NUMBER, note="甲")
    for expression in (F("number"), Value("x"), F("label")):
        with pytest.raises(IndexLeftBehind):
            Card.objects.update(note=expression)


@pytest.mark.usefixtures("table")
def test_an_expression_as_source_is_refused_on_save() -> None:
    card = Card.objects.create(number=NUMBER)
    card.number = F("label")
    with pytest.raises(IndexLeftBehind):
        card.save()


@pytest.mark.usefixtures("table")
def test_bulk_update_is_refused_without_the_indexes_and_computes_them_with_them() -> None:
    cards = Card.objects.bulk_create([Card(number=f"{i:018}", note="甲") for i in range(3)])
    for card in cards:
        card.number = card.number.replace("0", "8")
    with pytest.raises(IndexLeftBehind):
        Card.objects.bulk_update(cards, ["number"])
    Card.objects.bulk_update(cards, ["number", "number_index", "number_tail"])
    for card in cards:
        assert Card.objects.get(blind_q(Card, "number_index", card.number)).pk == card.pk
        assert stored(card.pk)["number"].startswith("y1:")
    cards[0].note = "乙"
    Card.objects.bulk_update(cards, ["note"])
    assert Card.objects.get(pk=cards[0].pk).note == "乙"


@pytest.mark.usefixtures("table")
def test_an_upsert_of_a_source_without_its_indexes_is_refused() -> None:
    with pytest.raises(IndexLeftBehind):
        Card.objects.bulk_create(
            [Card(number=NUMBER)], update_conflicts=True, update_fields=["number"], unique_fields=["number_index"]
        )


@pytest.mark.parametrize(
    "condition",
    [
        Q(number="x"),
        Q(number__in=["x"]),
        Q(number__contains="x"),
        Q(number__startswith="x"),
        Q(number__gt="x"),
        Q(number__lower="x"),
        Q(number__iexact=""),
        Q(number=F("note")),
    ],
)
def test_other_look_ups_are_refused_in_words(condition: Q) -> None:
    with pytest.raises(FieldError, match="blind_q"):
        str(Card.objects.filter(condition).query)


def test_the_helpers_take_blind_indexes_only() -> None:
    with pytest.raises(FieldError):
        blind_q(Card, "number", NUMBER)


@pytest.mark.usefixtures("table")
def test_a_token_moved_to_another_column_or_damaged_does_not_open() -> None:
    card = Card.objects.create(number=NUMBER, note="甲")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trial_card SET note = number WHERE id = %s", [card.pk])
    with pytest.raises(Undecryptable):
        Card.objects.get(pk=card.pk)


def test_the_length_is_that_of_the_plain_text_and_the_input_is_one_line() -> None:
    with pytest.raises(ValidationError):
        Card(number="1" * 19, note="甲").clean_fields()
    field = Card._meta.get_field("number")
    assert isinstance(field.formfield().widget, TextInput)


@pytest.mark.parametrize(
    "field",
    [
        EncryptedTextField(blank=True, max_length=18),
        EncryptedTextField(null=True, context="old.label.name"),
        BlindIndexField(source="number"),
        BlindIndexField(source="number", normalise="id_no", tail=4, db_index=True, context="old.label.name"),
        BlindIndexField(source="number", null=False, blank=False, editable=True, default=""),
    ],
)
def test_a_field_comes_back_from_a_migration_as_it_was(field: models.Field[Any, Any]) -> None:
    written, _imports = MigrationWriter.serialize(field)
    assert written.startswith("yizhan.shared.crypto.fields.")
    again = field.clone()
    assert again.deconstruct()[1:] == field.deconstruct()[1:]
    for name in ("source", "normalise", "tail", "given_context", "null", "blank", "editable", "max_length"):
        assert getattr(again, name, None) == getattr(field, name, None), name


def test_checks_find_every_mistake() -> None:
    class Unguarded(models.Model):
        number = EncryptedTextField(unique=True)
        number_index = BlindIndexField(source="nosuch", normalise="no.such.function")

        class Meta:
            apps = Apps()
            app_label = "trial"

        def __str__(self) -> str:
            return ""

    found = {problem.id for field in Unguarded._meta.get_fields() for problem in field.check()}  # type: ignore[union-attr]
    assert found == {f"yizhan.E00{n}" for n in (1, 2, 3, 4, 5)}
    assert [problem for field in Card._meta.get_fields() for problem in field.check()] == []  # type: ignore[union-attr]


@pytest.mark.usefixtures("table")
def test_reencryption_brings_every_row_to_the_new_key_and_can_be_interrupted(keys: Path) -> None:
    Card.objects.bulk_create([Card(number=f"{i:018}", note=None if i % 2 else "甲") for i in range(7)])
    empty = Card.objects.create(number="", note="")
    old = keyring.ring().current
    new = rotate(keys, index=True)
    late = Card.objects.create(number="9" * 18)
    assert Card.objects.filter(blind_q(Card, "number_index", f"{3:018}")).exists(), "found under the old index key"

    first = next(reencrypt_all(3, only=[Card]))  # interrupted after one batch
    assert (first.done, first.left) == (3, 4)
    assert [(p.done, p.left) for p in reencrypt_all(3, only=[Card])] == [(3, 1), (4, 0)]
    assert list(reencrypt_all(3, only=[Card])) == []
    assert not rows_due(Card).exists()

    keyring.retire(keys, old.id)
    assert keyring.ring().roots == new.roots[1:]
    for i in range(7):
        card = Card.objects.get(blind_q(Card, "number_index", f"{i:018}"))
        assert (card.number, card.note) == (f"{i:018}", None if i % 2 else "甲")
        assert stored(card.pk)["number"].startswith(new.current_prefix)
    assert Card.objects.get(pk=late.pk).number == "9" * 18
    assert stored(empty.pk)["note"] == ""


@pytest.mark.usefixtures("table")
def test_a_row_under_a_lost_key_stops_reencryption_and_stays(keys: Path) -> None:
    card = Card.objects.create(number=NUMBER)
    token = stored(card.pk)["number"]
    keys.unlink()
    create_keys(keys)
    keyring.forget_ring()
    with pytest.raises(KeyUnknown):
        list(reencrypt_all(only=[Card]))
    assert stored(card.pk)["number"] == token


def test_every_model_of_the_installation_with_encrypted_columns_is_walked() -> None:
    from django.apps import apps

    walked = models_with_encrypted_columns()
    assert Card not in walked
    for model in apps.get_models():
        own = [f for f in model._meta.local_concrete_fields if isinstance(f, EncryptedTextField)]
        assert (model in walked) == bool(own and model._meta.managed and not model._meta.proxy)


@pytest.mark.django_db
def test_the_type_checker_knows_null() -> None:
    card = Card(number=NUMBER, note=None)
    number: str = card.number
    note: str | None = card.note
    assert (number, note) == (NUMBER, None)
