"""The audit log: refused to be changed by the database, and where somebody lifts the triggers, found out."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests.conftest import sign_in
from tests.triggers import triggers_lifted
from yizhan.accounts.models import Office, User
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.audit.sealing import (
    ROWS_A_SEAL,
    SETTLED_AFTER,
    check_printed,
    newest_seal,
    printed,
    seal_all,
    verify_all,
)
from yizhan.shared.crypto import keyring
from yizhan.shared.models import AuditEntry, AuditSeal

pytestmark = pytest.mark.django_db
#: Where a second connection finds the database.
PLACE = {"host", "port", "user", "password", "dbname"}


def later() -> dt.datetime:
    """A moment at which all rows have settled: they are timed by the database's own clock."""
    return dt.datetime.now(tz=dt.UTC) + SETTLED_AFTER + dt.timedelta(minutes=1)


def run(sql: str, *values: int) -> None:
    """Go behind everybody's back."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def rows(clerk: User, now: dt.datetime) -> list[AuditEntry]:
    """Ten acts of one clerk, sealed; the rows of making the office and the account are in other chains."""
    made = [
        write_audit(action="thing.done", by=clerk, at=now, person_id=number, fields=["b", "a"]) for number in range(10)
    ]
    seal_all(at=later())
    return made


@pytest.mark.parametrize("table", ["shared_auditentry", "shared_auditseal"])
def test_the_database_refuses_to_change_or_delete(rows: list[AuditEntry], table: str) -> None:
    column = "action" if table == "shared_auditentry" else "digest"
    for sql in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            run(sql)


def test_the_orm_is_refused_like_anybody(rows: list[AuditEntry]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.all().update(action="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows[0].delete()


@pytest.mark.parametrize("table", ["shared_auditentry", "shared_auditseal"])
def test_postgresql_refuses_to_empty_the_table(rows: list[AuditEntry], table: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    for sql in (f"TRUNCATE {table}", f"TRUNCATE {table} CASCADE"):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            run(sql)


def test_sqlite_refuses_to_replace_a_row(rows: list[AuditEntry]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no REPLACE")
    names = ", ".join(str(column.column) for column in AuditEntry._meta.concrete_fields)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        run(f"INSERT OR REPLACE INTO shared_auditentry ({names}) SELECT {names} FROM shared_auditentry")


def test_a_sealed_log_verifies(rows: list[AuditEntry], station: Office) -> None:
    report = verify_all()
    assert report.is_whole
    assert report.unsealed == 0
    assert report.rows == AuditEntry.objects.count()
    assert report.seals == AuditSeal.objects.count()
    seal = newest_seal(station.pk)
    assert seal is not None
    assert (seal.number, seal.last_id) == (1, rows[-1].pk)


def test_sealing_again_seals_only_what_is_new(rows: list[AuditEntry], clerk: User, now: dt.datetime) -> None:
    assert seal_all(at=later()) == 0
    write_audit(action="thing.done", by=clerk, at=now)
    assert seal_all(at=later()) == 1
    seal = newest_seal(clerk.office_id)
    assert seal is not None
    assert (seal.number, seal.count, seal.after_id) == (2, 1, rows[-1].pk)
    assert verify_all().is_whole


def test_what_has_just_been_written_is_not_sealed_yet(clerk: User, now: dt.datetime) -> None:
    write_audit(action="thing.done", by=clerk, at=now - dt.timedelta(days=30))
    assert seal_all(at=dt.datetime.now(tz=dt.UTC)) == 0
    assert verify_all().unsealed > 0


def test_long_chains_are_sealed_in_batches(clerk: User, now: dt.datetime) -> None:
    AuditEntry.objects.bulk_create(
        AuditEntry(at=now, kind="write", action="thing.done", office_id=clerk.office_id) for _ in range(ROWS_A_SEAL + 5)
    )
    seal_all(at=later())
    assert list(
        AuditSeal.objects.filter(office_id=clerk.office_id).order_by("number").values_list("count", flat=True)
    ) == [ROWS_A_SEAL, 5]
    assert verify_all().is_whole


def codes() -> list[tuple[str, int]]:
    """Verify, and return the faults."""
    return [(fault.code, fault.number) for fault in verify_all().faults]


@pytest.mark.parametrize(
    "change",
    [
        "action = 'thing.undone'",
        "at = '2020-01-01 00:00:00+00'",
        "actor_id = 999",
        "person_id = 999",
        "fields = '[]'",
        "reason = 'x'",
        "kind = 'read'",
        "before_hash = 'x'",
        "request_id = 'x'",
        "object_id = 7",
        "written_at = '2020-01-01 00:00:00+00'",
    ],
)
def test_a_changed_row_is_found(rows: list[AuditEntry], change: str) -> None:
    with triggers_lifted():
        run(f"UPDATE shared_auditentry SET {change} WHERE id = %s", rows[3].pk)
    assert codes() == [("changed", 1)]


def test_a_missing_row_is_found(rows: list[AuditEntry]) -> None:
    with triggers_lifted():
        run("DELETE FROM shared_auditentry WHERE id = %s", rows[3].pk)
    assert codes() == [("missing", 1)]


def test_a_row_put_in_behind_a_seal_is_found(rows: list[AuditEntry], clerk: User, now: dt.datetime) -> None:
    with triggers_lifted():
        run("DELETE FROM shared_auditentry WHERE id = %s", rows[3].pk)
    AuditEntry.objects.create(id=rows[3].pk, at=now, kind="write", action="thing.done", office_id=clerk.office_id)
    assert codes() == [("changed", 1)]
    AuditEntry.objects.create(id=-1, at=now, kind="write", action="x", office_id=clerk.office_id)
    assert codes() == [("inserted", 1), ("changed", 1)]


def test_a_row_moved_to_another_office_is_found_in_both(rows: list[AuditEntry], county: Office, officer: User) -> None:
    with triggers_lifted():
        run("UPDATE shared_auditentry SET office_id = %s WHERE id = %s", county.pk, rows[3].pk)
    assert ("missing", 1) in codes()


def test_a_row_too_many_is_found(rows: list[AuditEntry], clerk: User, stranger: User, now: dt.datetime) -> None:
    # Another office's rows lie between: their ids are free in this office's chain.
    foreign = write_audit(action="thing.done", by=stranger, at=now)
    write_audit(action="thing.done", by=clerk, at=now)
    seal_all(at=later())
    with triggers_lifted():
        run("UPDATE shared_auditentry SET office_id = %s WHERE id = %s", clerk.office_id, foreign.pk)
    assert ("inserted", 2) in codes()


def three_seals(clerk: User, now: dt.datetime) -> list[AuditSeal]:
    """Make a chain of three."""
    for _ in range(3):
        write_audit(action="thing.done", by=clerk, at=now)
        seal_all(at=later())
    return list(AuditSeal.objects.filter(office_id=clerk.office_id).order_by("number"))


def test_a_seal_taken_out_of_the_middle_is_found(clerk: User, now: dt.datetime) -> None:
    three_seals(clerk, now)
    with triggers_lifted():
        run("DELETE FROM shared_auditseal WHERE office_id = %s AND number = 2", clerk.office_id)
    assert codes() == [("seal_missing", 2)]


@pytest.mark.parametrize("change", ["digest = 'x'", "count = 0", "previous_digest = 'x'", "after_id = 0"])
def test_a_changed_seal_is_found(clerk: User, now: dt.datetime, change: str) -> None:
    three_seals(clerk, now)
    with triggers_lifted():
        run(f"UPDATE shared_auditseal SET {change} WHERE office_id = %s AND number = 2", clerk.office_id)
    assert any(number in (2, 3) for _, number in codes())


def test_a_tail_that_was_cut_off_shows_against_the_paper(clerk: User, now: dt.datetime) -> None:
    seals = three_seals(clerk, now)
    paper = seals[-1]
    assert check_printed(office_id=clerk.office_id, number=3, digest=paper.digest).is_whole
    with triggers_lifted():
        run("DELETE FROM shared_auditentry WHERE office_id = %s AND id > %s", clerk.office_id, seals[1].last_id)
        run("DELETE FROM shared_auditseal WHERE office_id = %s AND number = 3", clerk.office_id)

    assert verify_all().is_whole  # the chain by itself cannot know
    faults = check_printed(office_id=clerk.office_id, number=3, digest=paper.digest).faults
    assert [fault.code for fault in faults] == ["seal_missing"]
    # Whoever cuts and lets the log grow again comes to the same number with another digest.
    write_audit(action="thing.done", by=clerk, at=now)
    seal_all(at=later())
    faults = check_printed(office_id=clerk.office_id, number=3, digest=paper.digest).faults
    assert [fault.code for fault in faults] == ["not_as_printed"]


def test_a_few_signs_of_a_digest_prove_nothing(clerk: User, now: dt.datetime) -> None:
    digest = three_seals(clerk, now)[0].digest
    assert check_printed(office_id=clerk.office_id, number=1, digest=digest[:16]).is_whole
    assert not check_printed(office_id=clerk.office_id, number=1, digest=digest[:15]).is_whole


def test_without_the_key_no_seal_can_be_forged(rows: list[AuditEntry], monkeypatch: pytest.MonkeyPatch) -> None:
    from yizhan.shared.audit import sealing

    monkeypatch.setattr(sealing, "ring", keyring.new_ring)
    assert {fault.code for fault in verify_all().faults} == {"changed"}


def test_faults_are_said_in_a_sentence(rows: list[AuditEntry], station: Office) -> None:
    with triggers_lifted():
        run("DELETE FROM shared_auditentry WHERE id = %s", rows[3].pk)
    assert str(verify_all().faults[0]).startswith(f"单位 {station.pk} 的第 1 次封存")


def test_the_newest_seal_is_shown_printed_and_checked(client: Client, rows: list[AuditEntry], head: User) -> None:
    seal = newest_seal(head.office_id)
    assert seal is not None
    sign_in(client, head)
    assert seal.digest[:16] in client.get("/accounts/audit/seals/").content.decode()
    url = f"/accounts/audit/seals/{head.office_id}"
    assert printed(seal.digest) in client.get(f"{url}/print/").content.decode()
    facts = {"number": seal.number, "digest": printed(seal.digest).upper()}
    assert "与纸上一致" in client.post(f"{url}/check/", facts).content.decode()
    assert "对不上" in client.post(f"{url}/check/", facts | {"digest": "0" * 32}).content.decode()


def test_an_open_transaction_is_seen_on_postgresql(clerk: User) -> None:
    from yizhan.shared.audit.sealing import _oldest_open_transaction

    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction at a time")
    import psycopg

    params = {key: value for key, value in connection.get_connection_params().items() if key in PLACE}
    assert _oldest_open_transaction() is None
    with psycopg.connect(**params) as other:
        other.execute("SELECT pg_current_xact_id()")  # now it may write
        began = _oldest_open_transaction()
        assert began is not None
        assert began <= dt.datetime.now(tz=dt.UTC)
    assert _oldest_open_transaction() is None


def test_a_transaction_that_may_commit_late_holds_the_seal_back(
    monkeypatch: pytest.MonkeyPatch, clerk: User, now: dt.datetime
) -> None:
    from yizhan.shared.audit import sealing

    write_audit(action="thing.done", by=clerk, at=now)
    # A transaction that began before these rows is still open: whatever the ten minutes say, it comes first.
    monkeypatch.setattr(sealing, "_oldest_open_transaction", lambda: dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert seal_all(at=later()) == 0
