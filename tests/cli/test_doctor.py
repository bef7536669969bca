"""The doctor finds what is wrong and says how to mend it."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.installation import install, yizhan

pytestmark = pytest.mark.own_sqlite


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh installation."""
    directory = tmp_path_factory.mktemp("doctor")
    install(directory)
    return directory


def states(home: Path, *words: str) -> dict[str, str]:
    """Return what the doctor says of each thing."""
    done = yizhan(home, "doctor", "--json", *words)
    assert "Traceback" not in done.stderr
    return {finding["key"]: finding["state"] for finding in json.loads(done.stdout)}


def test_a_fresh_installation_is_well(home: Path) -> None:
    found = states(home, "--audit")
    assert {key for key, state in found.items() if state != "ok"} <= {"backups", "disk"}
    assert "audit" in found


def test_a_shell_without_a_data_directory_asks_the_station_of_the_machine(home: Path, tmp_path: Path) -> None:
    served = tmp_path / "yizhan.env"
    served.write_text(f"YIZHAN_HOME={home}\nYIZHAN_KEY_DAYS=1\n", encoding="utf-8")
    elsewhere = {"YIZHAN_STATION_FILE": str(served), "HOME": str(tmp_path)}
    done = yizhan(home, "doctor", "--json", YIZHAN_HOME="", **elsewhere)
    assert done.returncode == 0, done.stdout
    found = {finding["key"]: finding["state"] for finding in json.loads(done.stdout)}
    assert found == states(home)
    # Whoever names a directory means that one, whatever the machine serves.
    drill = yizhan(home, "doctor", YIZHAN_HOME=str(tmp_path / "drill"), **elsewhere)
    assert drill.returncode == 1
    assert "yizhan init" in drill.stdout + drill.stderr


def test_a_readable_key_file_is_found(home: Path) -> None:
    keys = home / "keys.json"
    keys.chmod(0o644)
    try:
        assert states(home)["keys"] == "bad"
    finally:
        keys.chmod(0o600)


def test_lost_keys_are_found(home: Path) -> None:
    keys = home / "keys.json"
    keys.rename(home / "elsewhere")
    try:
        assert states(home)["keys"] == "bad"
    finally:
        (home / "elsewhere").rename(keys)


def test_an_open_data_directory_is_found(home: Path) -> None:
    home.chmod(0o755)
    try:
        assert states(home)["home"] == "warn"
    finally:
        home.chmod(0o700)


def test_a_pending_migration_is_found(home: Path) -> None:
    with closing(sqlite3.connect(home / "yizhan.sqlite3")) as database, database:
        row = database.execute("SELECT app, name, applied FROM django_migrations ORDER BY id DESC LIMIT 1").fetchone()
        database.execute("DELETE FROM django_migrations WHERE app = ? AND name = ?", row[:2])
    try:
        assert states(home)["migrations"] == "bad"
    finally:
        with closing(sqlite3.connect(home / "yizhan.sqlite3")) as database, database:
            database.execute("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", row)


def test_a_clock_that_went_back_is_found(tmp_path: Path) -> None:
    home = tmp_path / "station"  # of its own: the line cannot be taken out of the log again
    install(home)
    with closing(sqlite3.connect(home / "yizhan.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO shared_auditentry (at, kind, action, office_id, object_kind, fields, reason, before_hash,"
            " after_hash, request_id)"
            " VALUES ('2099-01-01 00:00:00', 'write', 'test.future', 0, '', '[]', '', '', '', '')"
        )
    assert states(home)["clock"] == "bad"


def test_no_installation_at_all_is_told_in_words(tmp_path: Path) -> None:
    found = yizhan(tmp_path / "nothing", "doctor")
    assert found.returncode == 1
    assert "yizhan init" in found.stdout
    assert "Traceback" not in found.stderr
    assert os.listdir(tmp_path) in ([], ["nothing"])


def test_a_password_that_never_comes_is_told_in_words(home: Path) -> None:
    words = "createstaff li --name 测试窗口 --role clerk --county 阳谷县总工会 --area 371521"
    found = yizhan(home, *words.split())
    assert found.returncode == 1
    assert "没有写入任何账号" in found.stderr
    assert "Traceback" not in found.stderr
