"""An upload that is killed leaves nothing of itself; what was acknowledged is kept, encrypted, and backed up."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
import time
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.installation import yizhan
from tests.kill.station import Station, page_id
from tests.kill.test_registration import a_form
from tests.rights.files import jpeg

pytestmark = [
    pytest.mark.kill,
    pytest.mark.skipif(not Path("/proc").exists(), reason="finds the worker's process through /proc (Linux)"),
    pytest.mark.skipif("postgres" in os.environ.get("DATABASE_URL", ""), reason="the killed station runs on SQLite"),
]
KILLS = 8
PIECE = 192 * 1024
#: Stands in every photograph; found anywhere on the disk it would be evidence in the clear.
MARK = b"a-mark-that-no-disk-may-hold"


def photo(number: int) -> bytes:
    """Return a photograph of a megabyte, another one each time."""
    return jpeg(MARK + bytes([number]) * (1024 * 1024) + MARK)


def rows(home: Path, statement: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{home / 'yizhan.sqlite3'}?mode=ro", uri=True)) as file:
        return file.execute(statement).fetchall()


def send(station: Station, path: str, number: int) -> int | None:
    """Upload one file; return the status, None where the connection broke."""
    try:
        answer = station.client.post(
            path, data={"name": "工地照片", "csrfmiddlewaretoken": station.token()},
            files={"file": ("a.jpg", photo(number), "image/jpeg")}, headers={"Referer": station.base, "X-Keep": "1"},
        )  # fmt: skip
    except httpx.TransportError:
        return None
    return answer.status_code


def send_and_kill(station: Station, path: str, number: int, after_s: float) -> int | None:
    victim, seen = station.worker(), list[int | None]()
    sender = threading.Thread(target=lambda: seen.append(send(station, path, number)))
    sender.start()
    time.sleep(after_s)
    os.kill(victim, signal.SIGKILL)
    sender.join(timeout=60)
    assert seen, "the client hangs"
    return seen[0]


def whole(home: Path) -> int:
    """See that every file has all its pieces, one line in the course and one in the audit log; return how many."""
    found = rows(home, "SELECT e.bytes, count(p.id) FROM rights_caseevidence e "
                       "LEFT JOIN rights_evidencepiece p ON p.evidence_id = e.id GROUP BY e.id")  # fmt: skip
    assert all(pieces == -(-size // PIECE) for size, pieces in found)
    for statement in (
        "SELECT count(*) FROM rights_casestep WHERE kind = 'evidence'",
        "SELECT count(*) FROM shared_auditentry WHERE action = 'case.evidence_added'",
    ):
        assert rows(home, statement) == [(len(found),)]
    return len(found)


def in_the_clear(*folders: Path) -> list[str]:
    """Return the files that hold a piece of a photograph."""
    files = [one for folder in folders for one in folder.rglob("*") if one.is_file()]
    return [str(one) for one in files if MARK in one.read_bytes()]


def test_an_upload_survives_being_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    with Station(home) as station:
        assert station.post("/workers/register/", a_form(1)).is_acknowledged
        ((person,),) = rows(home, "SELECT public_id FROM people_person")
        opening: dict[str, object] = {"kind": "arrears", "relation": "service", "happened_on": "2026-01-05"}
        case = page_id(station.post(f"/rights/cases/open/{uuid.UUID(person)}/", opening).location)
        path = f"/rights/cases/{case}/evidence/"
        started = time.monotonic()
        assert send(station, path, 200) in (204, 302)
        usual = time.monotonic() - started
        acknowledged = 1
        for number in range(KILLS):
            before = whole(home)
            answer = send_and_kill(station, path, number, usual * 1.3 * number / KILLS)
            there = whole(home) - before
            assert there in (0, 1)
            if answer in (204, 302):
                assert there == 1, "acknowledged and lost"
            acknowledged += there
            assert in_the_clear(home, scratch) == []
        assert whole(home) == acknowledged
    kept = rows(home, "SELECT content FROM rights_evidencepiece ORDER BY id")
    assert yizhan(home, "backup", str(tmp_path / "all.yzb")).returncode == 0
    with closing(sqlite3.connect(home / "yizhan.sqlite3")) as file:
        file.execute("DELETE FROM rights_evidencepiece")
        file.commit()
    done = yizhan(home, "restore", str(tmp_path / "all.yzb"), "--replace")
    assert done.returncode == 0, done.stderr
    assert rows(home, "SELECT content FROM rights_evidencepiece ORDER BY id") == kept
    assert whole(home) == acknowledged
    assert in_the_clear(home, scratch, tmp_path) == []
