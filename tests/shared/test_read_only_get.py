"""A GET writes nothing but what it may, whatever the statement looks like."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from yizhan.accounts.models import User
from yizhan.shared.web.middleware import WriteInGet, read_only_get, tables_written

READS = [
    "SELECT 1",
    'SELECT "t"."update", "t"."deleted_at" FROM "t" WHERE "t"."name" = \'INSERT INTO x\'',
    'SELECT * FROM "t" FOR UPDATE OF "t"',
    "SELECT * FROM t FOR UPDATE NOWAIT",
    "SELECT * FROM t FOR NO KEY UPDATE SKIP LOCKED",
    "SELECT created_at, updated FROM t -- DELETE FROM t",
    "SELECT /* DROP TABLE t; */ replace(name, 'a', 'b') FROM t",
    'SAVEPOINT "s1"',
    "WITH x AS (SELECT 1) SELECT * FROM x",
    "PRAGMA foreign_keys",
]
WRITES = [
    ('INSERT INTO "t" ("a") VALUES (1)', ["t"]),
    ("insert or replace into t values (1)", ["t"]),
    ("REPLACE INTO t VALUES (1)", ["t"]),
    ('UPDATE "t" SET "a" = 1', ["t"]),
    ("UPDATE ONLY public.t SET a = 1", ["t"]),
    ('  DELETE  FROM "t"', ["t"]),
    ("TRUNCATE TABLE t", ["t"]),
    ("SELECT 1; DELETE FROM t", ["t"]),
    ("WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone", ["t"]),
    ("WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x", ["t"]),
    ("WITH x AS (SELECT 1)\nUPDATE t SET a = 1", ["t"]),
    ("/* quiet */ UPDATE t SET a = 'FOR UPDATE'", ["t"]),
    ("INSERT INTO t VALUES (1) ON CONFLICT DO UPDATE SET a = 2", ["t"]),
    ("UPDATE shared_cache SET a = 1; UPDATE people_person SET b = 2", ["shared_cache", "people_person"]),
    ("MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE", ["t"]),
]


@pytest.mark.parametrize("sql", READS)
def test_reading_is_no_writing(sql: str) -> None:
    assert tables_written(sql) == ()


@pytest.mark.parametrize(("sql", "tables"), WRITES)
def test_a_write_is_seen_wherever_it_stands(sql: str, tables: list[str]) -> None:
    assert list(tables_written(sql)) == tables


@pytest.mark.parametrize(
    "sql", ["CREATE TABLE t (a)", "DROP TABLE t", "ALTER TABLE t ADD a", "COPY t FROM STDIN", "VACUUM"]
)
def test_commands_on_the_schema_are_writes(sql: str) -> None:
    assert tables_written(sql)


def ask(method: str, act: object) -> HttpResponse:
    """Send a request through the guard to a view that does `act`."""

    def view(_request: HttpRequest) -> HttpResponse:
        act()  # type: ignore[operator]
        return HttpResponse()

    return read_only_get(view)(getattr(RequestFactory(), method)("/"))


def rename(clerk: User) -> None:
    """Write through the ORM."""
    User.objects.filter(pk=clerk.pk).update(name="x")


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_get_that_writes_fails_and_nothing_is_written(clerk: User, method: str) -> None:
    with pytest.raises(WriteInGet, match="accounts_user"), transaction.atomic():
        ask(method, lambda: rename(clerk))
    clerk.refresh_from_db()
    assert clerk.name != "x"


def test_a_post_may_write(clerk: User) -> None:
    assert ask("post", lambda: rename(clerk)).status_code == 200


def test_raw_sql_is_guarded_as_well(clerk: User) -> None:
    def raw() -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM accounts_user")

    with pytest.raises(WriteInGet):
        ask("get", raw)
    assert User.objects.filter(pk=clerk.pk).exists()


def test_the_look_itself_may_be_recorded(clerk: User) -> None:
    from yizhan.shared.audit.operations import write_read

    assert (
        ask("get", lambda: write_read(action="x.seen", by=clerk, at=clerk.created_at, person_id=1)).status_code == 200
    )
