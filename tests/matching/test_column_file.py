"""The file is found whole or not at all, and a process that maps it answers as if it had read the database."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from django.db import connection, transaction

from tests.matching.slow import answer_of, slow_answer
from tests.postings.factories import a_posting, an_employer
from tests.workers.factories import make_seeker
from yizhan.accounts.models import Office, User
from yizhan.matching import column_file, offers
from yizhan.matching.chosen import choose
from yizhan.matching.columns import people_table
from yizhan.matching.snapshot import BESIDE, Snapshot
from yizhan.matching.warming import keep_column_file
from yizhan.postings.models import Posting
from yizhan.postings.operations import take_place
from yizhan.postings.queries import posting_columns
from yizhan.shared.changes.models import Change
from yizhan.workers.models import JobSeeker
from yizhan.workers.queries import seeker_row

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A data directory of the test's own, and nothing kept."""
    settings.YIZHAN_HOME = tmp_path
    offers.forget()
    yield tmp_path / "columns"
    offers.forget()


@pytest.fixture
def seeker(clerk: User, now: dt.datetime) -> JobSeeker:
    """Somebody who would take anything."""
    return make_seeker(clerk, now, pay_min_fen=None, pay_unit="", max_distance_m=None)


@pytest.fixture
def postings(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> list[Posting]:
    """Three day jobs with skills."""
    employer = an_employer(office=station, by=clerk, verifier=reviewer, at=now)
    return [
        a_posting(office=station, by=clerk, verifier=reviewer, at=now, employer=employer, skills=f"技能{n}，平车")
        for n in range(3)
    ]


def assert_answers(seeker: JobSeeker, clerk: User, at: dt.datetime) -> None:
    """Compare with the slow path over the database."""
    row = seeker_row(seeker, at.date())
    with offers.offers_for(clerk, at) as found:
        people = people_table([row], found.snapshot.bits, at.date())
        answer = answer_of(choose(people, found, [], 20, personal=True))
    assert answer == slow_answer(row, posting_columns(None, at), at, [], 20, personal=True)


def test_a_fresh_process_maps_the_file_and_reads_only_what_changed_since(
    postings: list[Posting], seeker: JobSeeker, clerk: User, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    assert keep_column_file(now)
    take_place(shift=postings[0].shifts.get(), by=clerk, at=now)
    with patch.object(Snapshot, "read", side_effect=AssertionError("read the database")), django_assert_num_queries(3):
        offers.current(now.date())  # what changed, its rows, who owes answers

    assert_answers(seeker, clerk, now)
    with patch.object(Snapshot, "read", side_effect=AssertionError("read the database")):
        offers.forget()
        assert_answers(seeker, clerk, now + dt.timedelta(days=1))


def test_the_columns_come_back_as_they_were_and_what_is_written_into_them_stays_here(
    postings: list[Posting], now: dt.datetime, folder: Path
) -> None:
    made = offers.read_anew(now.date())
    path = column_file.write(made)
    opened, other = column_file.open_newest(), column_file.open_newest()
    assert opened is not None
    assert other is not None

    for name, array in made.index.arrays().items():
        np.testing.assert_array_equal(opened.index.arrays()[name], array)
    for name in BESIDE:
        np.testing.assert_array_equal(opened.beside[name], made.beside[name])
    assert (opened.day, opened.cursor, opened.bits) == (made.day, made.cursor, made.bits)
    opened.change([], {each.pk for each in postings}, set())
    assert not opened.open_at(now).any()
    assert other.open_at(now).all()
    again = column_file.open_newest()
    assert again is not None
    assert again.open_at(now).all()
    assert path.stat().st_mode & 0o077 == 0


def test_nothing_is_written_while_nothing_changed_and_old_files_go(
    postings: list[Posting], clerk: User, now: dt.datetime, folder: Path
) -> None:
    assert keep_column_file(now)
    assert not keep_column_file(now + dt.timedelta(hours=1))
    for place in range(3):
        take_place(shift=postings[place].shifts.get(), by=clerk, at=now)
        assert keep_column_file(now)
    assert len(column_file.files()) == column_file.FILES_KEPT
    assert keep_column_file(now + dt.timedelta(days=1))  # another day's columns
    assert list(folder.glob("*.new")) == []


@pytest.mark.skipif("postgres" not in os.environ.get("DATABASE_URL", ""), reason="SQLite has one writer at a time")
def test_a_long_transaction_that_ends_is_no_change(postings: list[Posting], clerk: User, now: dt.datetime) -> None:
    def take_and_keep() -> bool:
        try:
            take_place(shift=postings[0].shifts.get(), by=clerk, at=now)
            return keep_column_file(now)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as elsewhere, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")  # from here on it counts as running
        assert elsewhere.submit(take_and_keep).result()
        held = column_file.open_newest()
    assert held is not None
    assert held.cursor.seen
    assert offers.brought_up(held, now.date()).cursor.seen == frozenset()
    assert not keep_column_file(now)


@pytest.mark.parametrize("harm", ["cut", "header", "length", "other", "empty"])
def test_a_file_that_is_not_whole_or_not_ours_is_left_alone(
    postings: list[Posting], seeker: JobSeeker, clerk: User, now: dt.datetime, harm: str, monkeypatch: Any
) -> None:
    keep_column_file(now)
    (path,) = column_file.files()
    whole = path.read_bytes()
    match harm:
        case "cut":
            path.write_bytes(whole[:-1])
        case "header":
            path.write_bytes(whole[:40] + b"X" + whole[41:])
        case "length":
            path.write_bytes(whole[: len(column_file.MAGIC)] + b"\xff" * 8 + whole[len(column_file.MAGIC) + 8 :])
        case "empty":
            path.write_bytes(b"")
        case _:
            monkeypatch.setattr(column_file, "__version__", "another version")
    assert column_file.open_newest() is None

    assert_answers(seeker, clerk, now)


def test_a_file_of_another_database_is_read_past(
    postings: list[Posting], seeker: JobSeeker, clerk: User, now: dt.datetime
) -> None:
    keep_column_file(now)
    Change.objects.all().delete()
    postings[0].shifts.update(taken=1)

    assert_answers(seeker, clerk, now)
    column_file.remove_all()
    assert column_file.files() == []


def test_columns_that_are_nearly_full_give_way_to_a_newer_file(
    postings: list[Posting], seeker: JobSeeker, clerk: User, now: dt.datetime
) -> None:
    kept = offers.current(now.date())
    keep_column_file(now)
    assert offers.current(now.date()) is kept
    with patch.object(Snapshot, "is_nearly_full", True):
        assert offers.current(now.date()) is not kept
        mapped = offers.current(now.date())
        assert offers.current(now.date()) is mapped  # the same file is not opened twice
    assert_answers(seeker, clerk, now)
