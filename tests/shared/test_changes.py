"""Every write is read once, also by somebody who looked while it was not committed yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from yizhan.shared.changes.cursor import Cursor, begin, changes_since
from yizhan.shared.changes.enums import Topic
from yizhan.shared.changes.models import Change
from yizhan.shared.changes.operations import KEPT, forget_old_changes, note_change, note_changes
from yizhan.shared.db import violated_constraint

POSTING, EMPLOYER = Topic.POSTING, Topic.EMPLOYER
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")


def read(cursor: Cursor) -> tuple[Cursor, dict[str, set[int]]]:
    """Look, and return where one stands afterwards and what was new."""
    look = changes_since(cursor)
    assert look is not None
    return look.cursor, look.rows


@pytest.mark.django_db
def test_a_change_is_read_once(django_assert_num_queries: Any) -> None:
    note_change(topic=POSTING, row_id=1)
    with django_assert_num_queries(1):
        cursor = begin()
    note_changes(topic=POSTING, row_ids=[2, 3])
    note_change(topic=EMPLOYER, row_id=2)

    with django_assert_num_queries(1):
        cursor, rows = read(cursor)
    assert rows == {POSTING: {2, 3}, EMPLOYER: {2}}
    assert read(cursor)[1] == {}
    note_change(topic=POSTING, row_id=2)
    assert read(cursor)[1] == {POSTING: {2}}


@pytest.mark.django_db
def test_what_was_written_before_the_first_line_was_seen_is_read() -> None:
    Change.objects.all().delete()
    cursor = begin()
    assert read(cursor)[1] == {}
    note_change(topic=POSTING, row_id=7)

    assert read(cursor)[1] == {POSTING: {7}}


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_not_read() -> None:
    note_change(topic=POSTING, row_id=1)
    cursor = begin()
    with transaction.atomic():
        note_change(topic=POSTING, row_id=2)
        transaction.set_rollback(True)
    note_change(topic=POSTING, row_id=3)

    assert read(cursor)[1] == {POSTING: {3}}


@pytest.fixture
def others() -> Iterator[list[Any]]:
    """Two further connections, each inside a transaction of its own."""
    made = [connection.copy(), connection.copy()]
    for other in made:
        other.set_autocommit(False)
    yield made
    for other in made:
        other.rollback()
        other.close()


def write(other: Any, row_id: int) -> None:
    """Note a change through another connection, the database giving number and moment."""
    with other.cursor() as cursor:
        cursor.execute("INSERT INTO shared_change (topic, row_id) VALUES ('posting', %s)", [row_id])


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_row_that_commits_late_is_not_skipped(others: list[Any]) -> None:
    slow, quick = others
    note_change(topic=POSTING, row_id=1)
    cursor = begin()
    write(slow, 10)  # the smaller id …
    write(quick, 20)
    quick.commit()
    cursor, rows = read(cursor)
    assert rows == {POSTING: {20}}
    cursor, rows = read(cursor)
    assert rows == {}  # looked at again, and known
    slow.commit()  # … is seen after the larger one

    cursor, rows = read(cursor)
    assert rows == {POSTING: {10}}
    note_change(topic=POSTING, row_id=30)
    cursor, rows = read(cursor)
    assert rows == {POSTING: {30}}
    assert read(cursor)[1] == {}


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_reader_that_begins_between_two_commits_misses_neither(others: list[Any]) -> None:
    slow, quick = others
    write(slow, 10)
    write(quick, 20)
    quick.commit()
    cursor = begin()  # sees 20, and not 10
    assert read(cursor)[1] == {}
    slow.commit()

    assert read(cursor)[1] == {POSTING: {10}}


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_numbers_that_went_backwards_are_another_database() -> None:
    note_change(topic=POSTING, row_id=1)
    cursor = begin()

    assert changes_since(Cursor(cursor.last, cursor.horizon + 10**9)) is None


@pytest.mark.django_db
def test_old_lines_are_forgotten_and_the_newest_is_kept() -> None:
    Change.objects.all().delete()
    note_changes(topic=POSTING, row_ids=[1, 2, 3])
    long_ago = timezone.now() - KEPT - dt.timedelta(minutes=1)
    Change.objects.update(written_at=long_ago)

    assert forget_old_changes(at=timezone.now()) == 2
    assert list(Change.objects.values_list("row_id", flat=True)) == [3]
    note_change(topic=POSTING, row_id=4)
    assert forget_old_changes(at=timezone.now()) == 1
    assert list(Change.objects.values_list("row_id", flat=True)) == [4]


@pytest.mark.django_db
def test_a_reader_who_stayed_away_too_long_is_told() -> None:
    note_change(topic=POSTING, row_id=1)
    cursor = begin()
    note_change(topic=POSTING, row_id=2)
    Change.objects.update(written_at=timezone.now() - KEPT - dt.timedelta(minutes=1))
    forget_old_changes(at=timezone.now())

    assert changes_since(cursor) is None


@pytest.mark.django_db
def test_another_line_under_the_same_id_is_another_database() -> None:
    note_change(topic=POSTING, row_id=1)
    cursor = begin()
    Change.objects.filter(pk=cursor.last[0] if cursor.last else 0).update(written_at=timezone.now())

    assert changes_since(cursor) is None


@pytest.mark.django_db
def test_the_database_holds_what_a_line_is() -> None:
    for wrong, name in (({"topic": "other", "row_id": 1}, "change_topic_known"),
                        ({"topic": POSTING, "row_id": -1}, "change_row_is_an_id")):  # fmt: skip
        with pytest.raises(IntegrityError) as broken, transaction.atomic():
            Change.objects.create(**wrong)
        assert violated_constraint(broken.value, Change) == name
