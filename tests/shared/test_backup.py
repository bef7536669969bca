"""A backup comes back whole, on another machine too, and a damaged one is refused without touching anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.installation import install, yizhan
from tests.workers.imports.sheets import line, sheet_of
from yizhan.shared.crypto.keyring import load_keys

pytestmark = pytest.mark.own_sqlite


def make_station(home: Path) -> list[str]:
    """Set a station up with one account; return the recovery sheet's lines."""
    said = install(home)
    done = yizhan(
        home, "createstaff", "zhang", "--name", "测试站长", "--role", "head", "--county", "阳谷县总工会",
        "--station", "阳谷驿站", "--area", "371521", YIZHAN_PASSWORD="Changjian-2026-Zhan",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [line.strip() for line in said.splitlines() if line.startswith("    ")]


def users_in(home: Path) -> int:
    """Count accounts without our own code in between."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(home / "yizhan.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM accounts_user").fetchone()[0])


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[str]]:
    """A station, its backup and its recovery sheet."""
    home = tmp_path_factory.mktemp("original")
    sheet = make_station(home)
    file = home / "one.yzb"
    done = yizhan(home, "backup", str(file))
    assert done.returncode == 0, done.stderr
    return home, file, sheet


def test_a_new_machine_needs_the_recovery_sheet_and_then_has_everything(
    original: tuple[Path, Path, list[str]], tmp_path: Path
) -> None:
    _, file, sheet = original
    fresh = tmp_path / "fresh"
    without = yizhan(fresh, "restore", str(file))
    assert without.returncode == 1
    assert not (fresh / "yizhan.sqlite3").exists() or users_in_or_none(fresh) == 0
    done = yizhan(fresh, "restore", str(file), "--recovery", stdin="\n".join(sheet) + "\n\n")
    assert done.returncode == 0, done.stderr
    assert users_in(fresh) == 1


def users_in_or_none(home: Path) -> int:
    """Count accounts, 0 where there is no such table."""
    import sqlite3

    try:
        return users_in(home)
    except sqlite3.OperationalError:
        return 0


@pytest.mark.parametrize("where", [2, 40, 0.3, 0.6, 0.95, -1])
def test_one_wrong_byte_anywhere_is_refused_and_nothing_changes(
    original: tuple[Path, Path, list[str]], tmp_path: Path, where: float
) -> None:
    home, file, _ = original
    data = bytearray(file.read_bytes())
    at = int(where * len(data)) if isinstance(where, float) else where
    data[at] ^= 1
    damaged = tmp_path / "damaged.yzb"
    damaged.write_bytes(data)
    done = yizhan(home, "restore", str(damaged), "--replace")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert users_in(home) == 1


@pytest.mark.parametrize("cut", [0, 3, 100, 0.5, -1])
def test_a_file_cut_short_is_refused(original: tuple[Path, Path, list[str]], tmp_path: Path, cut: float) -> None:
    home, file, _ = original
    data = file.read_bytes()
    short = tmp_path / "short.yzb"
    short.write_bytes(data[: int(cut * len(data))] if isinstance(cut, float) else data[:cut])
    done = yizhan(home, "backup", "--check", str(short))
    assert done.returncode == 1
    assert "损坏" in done.stderr


def test_restoring_over_data_is_refused_unless_asked_and_then_keeps_the_old(
    original: tuple[Path, Path, list[str]],
) -> None:
    home, file, _ = original
    refused = yizhan(home, "restore", str(file))
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    done = yizhan(home, "restore", str(file), "--replace")
    assert done.returncode == 0, done.stderr
    assert list(home.glob("yizhan.sqlite3.before-restore-*"))
    assert users_in(home) == 1


def test_a_backup_older_than_the_index_key_starts_no_station_before_it_is_reencrypted(
    original: tuple[Path, Path, list[str]], tmp_path: Path
) -> None:
    """Its rows carry indexes of the key before: a number could be taken twice."""
    _, empty, sheet = original
    home, old, new, people = (tmp_path / name for name in ("home", "old.yzb", "new.yzb", "people.csv"))
    assert yizhan(home, "restore", str(empty), "--recovery", stdin="\n".join(sheet) + "\n\n").returncode == 0
    people.write_bytes(sheet_of(line(1)))
    for words in (
        ["import", "people", str(people), "--by", "zhang"],
        ["backup", str(old)],
        ["keys", "rotate", "--index"],
        ["keys", "reencrypt"],
    ):
        done = yizhan(home, *words)
        assert done.returncode == 0, done.stderr
    assert not load_keys(home / "keys.json").indexing

    done = yizhan(home, "restore", str(old), "--replace")
    assert done.returncode == 0, done.stderr
    assert "yizhan keys reencrypt" in done.stdout
    refused = yizhan(home, "serve", "--port", "1")
    assert refused.returncode == 1
    assert "索引密钥" in refused.stderr

    for words in (["keys", "reencrypt"], ["backup", str(new)], ["keys", "rotate"]):
        assert yizhan(home, *words).returncode == 0
    done = yizhan(home, "restore", str(new), "--replace")
    assert done.returncode == 0, done.stderr
    assert "reencrypt" not in done.stdout
    assert not load_keys(home / "keys.json").indexing, "an older data key is no older index key"


def test_no_key_and_no_plain_name_travels_in_a_backup(original: tuple[Path, Path, list[str]]) -> None:
    home, file, sheet = original
    data = file.read_bytes()
    assert "测试站长".encode() not in data
    assert (home / "keys.json").read_bytes()[20:60] not in data
    assert sheet
    assert sheet[0].encode() not in data
