"""A consistent copy of the database while people work, as one file, and that file back in place."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

from yizhan.shared.backup.errors import BackupDamaged, ToolFailed, ToolMissing


def database_path() -> Path:
    """Return the SQLite file of this installation."""
    return Path(connection.settings_dict["NAME"])


def copy_database(target: Path) -> None:
    """Write a consistent copy of the database to `target`, which must not exist.

    SQLite: `VACUUM INTO` reads one snapshot; writers go on. PostgreSQL: `pg_dump` reads one snapshot.

    :raises ToolMissing: no pg_dump on this machine. :raises ToolFailed: it ended with an error.
    """
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(database_path(), timeout=30)) as source:
            source.execute("VACUUM INTO ?", (str(target),))
        target.chmod(0o600)
        return
    _run_tool("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"])


def put_database(source: Path) -> None:
    """Put a copy in the place of the (empty or set aside) database.

    :raises BackupDamaged: SQLite finds the copy inconsistent.
    """
    if connection.vendor == "sqlite":
        check_sqlite_file(source)
        connection.close()
        place = database_path()
        for left_over in (place.with_name(place.name + "-wal"), place.with_name(place.name + "-shm")):
            left_over.unlink(missing_ok=True)
        source.replace(place)
        sync_folder_of(place)
        return
    connection.close()
    _run_tool("pg_restore", ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(source)])


def check_sqlite_file(path: Path) -> None:
    """Let SQLite examine every page and every foreign key of a file.

    :raises BackupDamaged: it found something.
    """
    try:
        with closing(sqlite3.connect(path)) as copy:
            whole = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            loose = copy.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise BackupDamaged from error
    if not whole or loose is not None:
        raise BackupDamaged


def set_aside(stamp: str) -> Path | None:
    """Move the present database out of the way and return where it is; None where there was none.

    On PostgreSQL the present schema is renamed, not dropped.
    """
    if connection.vendor == "sqlite":
        connection.close()
        place = database_path()
        if not place.exists():
            return None
        aside = place.with_name(f"{place.name}.before-restore-{stamp}")
        with closing(sqlite3.connect(place)) as current:
            current.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        place.rename(aside)
        return aside
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER SCHEMA public RENAME TO "before_restore_{stamp}"')
        cursor.execute("CREATE SCHEMA public")
    return Path(f"before_restore_{stamp}")


def count_rows() -> dict[str, int]:
    """Return how many rows each table of ours holds: the proof that a restored database is whole."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        counts = {}
        for table in tables:
            if table == "shared_cache":
                continue
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names from the catalogue
            counts[table] = cursor.fetchone()[0]
    return counts


def _run_tool(name: str, arguments: list[str]) -> None:
    tool = os.environ.get(f"YIZHAN_{name.upper()}") or shutil.which(name)
    if tool is None:
        raise ToolMissing
    settings: dict[str, Any] = connection.get_connection_params()
    environment = {**os.environ, "PGDATABASE": str(settings.get("dbname", ""))}
    for key, variable in (("host", "PGHOST"), ("port", "PGPORT"), ("user", "PGUSER"), ("password", "PGPASSWORD")):
        if settings.get(key):
            environment[variable] = str(settings[key])
    command = [tool, *arguments]
    if name == "pg_restore":
        command[1:1] = [f"--dbname={environment['PGDATABASE']}"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise ToolFailed


def sync_folder_of(path: Path) -> None:
    """Make a rename to `path` durable."""
    if os.name != "posix":
        return
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
