"""Empty the tables after a test whose transactions were real; Django's own flush touches every table of 150.

Only what holds rows is emptied, and what migrations brought (kinds of content, permissions) stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

#: Filled by `migrate`, written by no test.
STAYS = frozenset({"django_migrations", "django_content_type", "auth_permission"})


def empty_tables() -> None:
    """Delete every row that a test may have left."""
    filled = _filled()
    if not filled:
        return
    with _nothing_watches(filled), connection.cursor() as cursor:
        for table in filled:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")


def _filled() -> list[str]:
    """Return the tables with rows; one query."""
    names = [name for name in connection.introspection.django_table_names(only_existing=True) if name not in STAYS]
    asked = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})"
        for name in names
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]


@contextmanager
def _nothing_watches(tables: list[str]) -> Iterator[None]:
    """Let neither foreign keys nor our triggers look on while these tables are emptied.

    On PostgreSQL that is one setting, for which the tests' own server gives the right.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            try:
                yield
            finally:
                cursor.execute("SET session_replication_role = origin")
            return
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND sql IS NOT NULL")
        found = [(name, sql) for name, table, sql in cursor.fetchall() if table in tables]
        with connection.constraint_checks_disabled():
            for name, _sql in found:
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
            try:
                yield
            finally:
                for _name, sql in found:
                    cursor.execute(sql)
