"""Making an installation: data directory, keys, secret, database, static files. Each step is safe to repeat."""

from __future__ import annotations

import os
import secrets
import stat
import uuid
from pathlib import Path

from yizhan.config.home import home

#: A file with this name in the data directory marks a demo: generated people, second factor not demanded.
DEMO_MARK = "DEMO"
#: A file with this name says that the station works on PostgreSQL now and the SQLite file beside it is of before.
MOVED_MARK = "MOVED"


def make_home(*, demo: bool) -> Path:
    """Make the data directory with its secret and the installation's id; keep what is there."""
    directory = home()
    directory.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        directory.chmod(stat.S_IRWXU)
    _write_once(directory / "secret_key", secrets.token_urlsafe(50))
    _write_once(directory / "installation_id", str(uuid.uuid4()))
    if demo:
        _write_once(directory / DEMO_MARK, "demo\n")
    return directory


def _write_once(path: Path, text: str) -> None:
    """Write a private file unless it exists; a crash leaves the whole file or none."""
    if path.exists():
        return
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def make_keys() -> bool:
    """Make the key file unless there is one; say whether it was made now."""
    from django.conf import settings
    from django.utils import timezone

    from yizhan.shared.crypto.keyring import create_keys

    if Path(settings.YIZHAN_KEYS_FILE).exists():
        return False
    create_keys(Path(settings.YIZHAN_KEYS_FILE), at=timezone.now())
    return True


def make_database() -> list[str]:
    """Bring the database up to this version; return the names of the migrations that were applied."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def gather_static_files() -> None:
    """Collect, hash and compress the static files unless this version's are there already."""
    from django.conf import settings
    from django.core.management import call_command

    if settings.DEBUG:
        return
    mark = Path(settings.STATIC_ROOT) / ".gathered"
    newest = max(
        (path.stat().st_mtime for path in Path(settings.PACKAGE_DIR).rglob("static/**/*") if path.is_file()), default=0
    )
    if mark.exists() and mark.stat().st_mtime >= newest:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.touch()


def set_up_django() -> None:
    """Load the settings and the rooms; call after `make_home`.

    :raises LeftBehind: the station moved to PostgreSQL, and this command was told no database.
    """
    import django

    from yizhan.config.logs import start_logging

    start_logging()
    django.setup()
    if "DATABASE_URL" not in os.environ and (home() / MOVED_MARK).exists():
        from yizhan.shared.backup.errors import LeftBehind

        raise LeftBehind


def mark_moved() -> None:
    """Write down that the data of this directory lie in another database from now on."""
    _write_once(home() / MOVED_MARK, "The station works on PostgreSQL; the SQLite file is of before.\n")
