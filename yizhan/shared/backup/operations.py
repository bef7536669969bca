"""Taking a backup and restoring one."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from yizhan import __version__
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.backup import database
from yizhan.shared.backup.errors import (
    BackupDamaged,
    BackupOfNewerVersion,
    BackupOfOtherDatabase,
    StillServing,
    WouldOverwrite,
)
from yizhan.shared.backup.sealed_file import SealedWriter, read_chunks, read_head
from yizhan.shared.backup.serving_mark import is_alive, is_serving
from yizhan.shared.crypto.keyring import begin_indexing, ring

FORMAT = "yizhan-backup/1"
DATABASE_MEMBER = "database"
MANIFEST_MEMBER = "manifest.json"
#: What a backup holds, in this order.
MEMBERS = (MANIFEST_MEMBER, DATABASE_MEMBER)
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class BackupReport:
    """What was taken or restored.

    :param rows: rows per table.
    :param set_aside: where the data that was there before is now, or None.
    """

    path: Path
    bytes: int
    rows: dict[str, int]
    taken_at: str
    set_aside: Path | None = None


def take_backup(target: Path, *, at: dt.datetime, progress: Progress | None = None) -> BackupReport:
    """Write an encrypted, consistent copy of the installation to `target` while people work.

    The copy appears under its name only when it is complete and on the disk. Keys do not travel in it.

    :raises FileExistsError: `target` exists; backups are never overwritten.
    """
    if target.exists():
        raise FileExistsError(17, "exists", str(target))
    key_id, key = ring().backup_key()
    head = {
        "format": FORMAT,
        "key": key_id,
        "taken_at": at.isoformat(),
        "version": __version__,
        "database": connection.vendor,
        "installation": settings.YIZHAN_INSTALLATION,
    }
    draft = target.with_name(f".{target.name}.part")
    write_audit(action="backup.taken", by=None, at=at, kind=AuditKind.EXPORT)
    with _scratch("backup") as scratch:
        copy = scratch / DATABASE_MEMBER
        database.copy_database(copy)
        rows = _rows_of(copy)
        manifest = {"sha256": _digest(copy), "migrations": applied_migrations(), "rows": rows}
        # Whatever lies there (left over, or a link that somebody put into a folder of many) is not written through.
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            writer = SealedWriter(file, key=key, head=head)
            _pack(writer, manifest, copy, progress)
            writer.close()
            file.flush()
            os.fsync(file.fileno())
    draft.replace(target)
    database.sync_folder_of(target)
    return BackupReport(target, target.stat().st_size, rows, head["taken_at"])


def restore_backup(source: Path, *, replace: bool, at: dt.datetime, progress: Progress | None = None) -> BackupReport:
    """Check a backup from its first to its last byte, then put it in place. What was there is set aside, not deleted.

    :param replace: allow it although there is data here.
    :raises BackupDamaged: any bit is wrong; nothing was changed.
    :raises BackupOfOtherDatabase, BackupOfNewerVersion, StillServing, WouldOverwrite: as their sentences say.
    :raises KeyUnknown: made with a key that is not on this installation's ring: use the recovery sheet.
    """
    if is_serving():
        raise StillServing
    with _scratch("restore") as scratch:
        head, manifest, copy = _unpack(source, scratch, progress)
        _check_fits(head, manifest)
        aside, has_data = None, _has_data()
        if has_data and not replace:
            raise WouldOverwrite
        if ring().index_at:
            # The rows may be older than the index key. Noted before they lie here, so that a restore that is killed
            # does not leave a station that starts; `settle_indexes` counts them.
            begin_indexing(Path(settings.YIZHAN_KEYS_FILE))
        if has_data:
            aside = database.set_aside(at.strftime("%Y%m%d_%H%M%S"))
        elif connection.vendor == "postgresql" or database.database_path().exists():
            database.set_aside(at.strftime("empty_%Y%m%d_%H%M%S"))
        database.put_database(copy)
    rows = database.count_rows()
    if connection.vendor == "sqlite" and rows != manifest["rows"]:
        raise BackupDamaged
    write_audit(action="backup.restored", by=None, at=at)
    return BackupReport(source, source.stat().st_size, rows, head["taken_at"], aside)


def check_backup(source: Path) -> BackupReport:
    """Read a backup from its first to its last byte and change nothing.

    :raises BackupDamaged: any bit is wrong.
    """
    with _scratch("check") as scratch:
        head, manifest, _ = _unpack(source, scratch, None)
    return BackupReport(source, source.stat().st_size, manifest["rows"], head["taken_at"])


@contextmanager
def _scratch(purpose: str) -> Iterator[Path]:
    """Give a private directory beside the database; first clear away what a killed predecessor left.

    What is written there is not encrypted, so it must not outlive the process. The process id stands in the name.
    """
    home = Path(settings.YIZHAN_HOME)
    for left_over in home.glob(".scratch-*"):
        owner = left_over.name.split("-")[2]
        if not owner.isdigit() or not is_alive(int(owner)):
            shutil.rmtree(left_over, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=home, prefix=f".scratch-{purpose}-{os.getpid()}-") as directory:
        yield Path(directory)


def applied_migrations() -> list[str]:
    """Return the migrations that the database has seen, sorted."""
    loader = MigrationExecutor(connection).loader
    return sorted(f"{app}.{name}" for app, name in loader.applied_migrations)


def _check_fits(head: dict[str, Any], manifest: dict[str, Any]) -> None:
    if head["database"] != connection.vendor:
        raise BackupOfOtherDatabase
    known = {f"{app}.{name}" for app, name in MigrationExecutor(connection).loader.disk_migrations}
    if not set(manifest["migrations"]) <= known:
        raise BackupOfNewerVersion


def _has_data() -> bool:
    from django.contrib.auth import get_user_model
    from django.db import DatabaseError

    if connection.vendor == "sqlite" and not database.database_path().exists():
        return False
    try:
        return bool(get_user_model()._default_manager.exists())
    except DatabaseError:
        return False  # no tables yet


def _rows_of(copy: Path) -> dict[str, int]:
    """Count the rows of the copy itself on SQLite (people go on working); PostgreSQL's are counted live."""
    if connection.vendor != "sqlite":
        return database.count_rows()
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(copy)) as file:
        names = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        names = [name for name in names if not name.startswith("sqlite_") and name != "shared_cache"]
        return {name: file.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(writer: SealedWriter, manifest: dict[str, Any], copy: Path, progress: Progress | None) -> None:
    with tarfile.open(fileobj=cast("IO[bytes]", writer), mode="w|") as archive:
        text = json.dumps(manifest, ensure_ascii=False).encode()
        info = tarfile.TarInfo(MANIFEST_MEMBER)
        info.size = len(text)
        archive.addfile(info, BytesIO(text))
        info = tarfile.TarInfo(DATABASE_MEMBER)
        info.size = copy.stat().st_size
        with copy.open("rb") as file:
            archive.addfile(info, cast("IO[bytes]", _Counted(file, info.size, progress)))


class _Counted:
    """Passes reads through and tells how far it is."""

    def __init__(self, file: IO[bytes], total: int, progress: Progress | None) -> None:
        self._file, self._total, self._done, self._progress = file, max(total, 1), 0, progress

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._done += len(data)
        if self._progress:
            self._progress("database", min(100, 100 * self._done // self._total))
        return data


class _Chunks(RawIOBase):
    """The decrypted chunks as a readable stream for tarfile."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest = chunks, b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._rest) < size:
            more = next(self._chunks, None)
            if more is None:
                break
            self._rest += more
        size = len(self._rest) if size < 0 else size
        data, self._rest = self._rest[:size], self._rest[size:]
        return data


def _unpack(source: Path, scratch: Path, progress: Progress | None) -> tuple[dict[str, Any], dict[str, Any], Path]:
    """Decrypt and check everything into `scratch`; the installation is not touched."""
    with source.open("rb") as file:
        head, raw_head = read_head(file)
        if head.get("format") != FORMAT:
            raise BackupDamaged
        key = ring().backup_key_by_id(str(head.get("key")))
        stream = _Chunks(read_chunks(file, key=key, head=head, raw_head=raw_head))
        try:
            with tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|") as archive:
                # The two members by name and nothing else: early 3.11 has no extraction filters to rely on.
                for member in archive:
                    inside = archive.extractfile(member) if member.isreg() and member.name in MEMBERS else None
                    if inside is None:
                        raise BackupDamaged
                    with (scratch / member.name).open("wb") as out:
                        shutil.copyfileobj(inside, out, 1 << 20)
            while stream.read(1 << 20):
                pass  # read on to the last chunk: only it proves that nothing is cut off
        except (tarfile.TarError, EOFError) as error:
            raise BackupDamaged from error
    try:
        manifest = json.loads((scratch / MANIFEST_MEMBER).read_bytes())
        copy = scratch / DATABASE_MEMBER
        copy.chmod(0o600)  # it becomes the database
        if manifest["sha256"] != _digest(copy):
            raise BackupDamaged
    except (OSError, ValueError, KeyError) as error:
        raise BackupDamaged from error
    if head["database"] == "sqlite":
        database.check_sqlite_file(copy)
    if progress:
        progress("checked", 100)
    return head, manifest, copy
