"""`yizhan import` and `yizhan export` as they are typed; and an import that is killed at any moment."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.installation import yizhan
from tests.postings.imports import sheets as postings
from tests.shared.sheets.files import xlsx
from tests.shared.test_backup import make_station
from tests.workers.imports import sheets as people

pytestmark = pytest.mark.own_sqlite

FAR = {"开始日期": "2099-11-25", "结束日期": "2099-11-25"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station with a head."""
    directory = tmp_path_factory.mktemp("import")
    make_station(directory)
    return directory


def count(home: Path, sql: str) -> int:
    """Ask the database without our own code in between."""
    with closing(sqlite3.connect(home / "yizhan.sqlite3")) as database:
        return int(database.execute(sql).fetchone()[0])


def test_a_dry_run_needs_no_station_and_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(postings.sheet_of(postings.line(1, **FAR), postings.line(2, 岗位名称="", **FAR)))
    nowhere = tmp_path / "nowhere"
    done = yizhan(nowhere, "import", "postings", str(file), "--dry-run", "--json")
    assert json.loads(done.stdout) == {
        "read": 2, "ready": 1, "needs_decision": 0, "refused": 1, "reasons": {"title_missing": 1},
    }  # fmt: skip
    assert not (nowhere / "yizhan.sqlite3").exists()
    told = yizhan(nowhere, "import", "postings", str(file), "--dry-run")
    assert "C3" in told.stdout
    assert "没有岗位名称" in told.stdout


def test_which_worksheet_was_read_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(xlsx([["说明"]], [["岗位名称", "人数"], ["装卸工", 2]]))
    counts = json.loads(yizhan(tmp_path / "x", "import", "postings", str(file), "--dry-run", "--json").stdout)
    assert (counts["sheet"], counts["sheets"]) == (2, 2)


def test_people_are_judged_too_and_their_numbers_masked(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(people.sheet_of(people.line(1), people.line(2, 身份证号="371521198005060012")))
    counts = json.loads(yizhan(tmp_path / "x", "import", "people", str(file), "--dry-run", "--json").stdout)
    assert (counts["ready"], counts["refused"], counts["reasons"]) == (1, 1, {"id_wrong": 1})
    told = yizhan(tmp_path / "x", "import", "people", str(file), "--dry-run").stdout
    assert "B3" in told
    assert "19800506" not in told


@pytest.mark.parametrize("name", ["guangxi_2022.csv", "job_sheet_2020.xlsx"])
def test_the_sheets_found_in_the_wild(shared_dir: Path, tmp_path: Path, name: str) -> None:
    done = yizhan(tmp_path, "import", "postings", str(shared_dir / "postings" / name), "--dry-run", "--json")
    counts = json.loads(done.stdout)
    of_workbooks = {"sheet", "sheets"} if name.endswith(".xlsx") else set()
    assert set(counts) == {"read", "ready", "needs_decision", "refused", "reasons"} | of_workbooks
    assert counts["ready"] + counts["needs_decision"] + counts["refused"] == counts["read"] > 0


def test_what_is_wrong_is_one_sentence(tmp_path: Path, home: Path) -> None:
    broken = tmp_path / "a.xlsx"
    broken.write_bytes(b"PK\x03\x04 broken")
    good = tmp_path / "b.csv"
    good.write_bytes(postings.sheet_of(postings.line(1, **FAR)))
    for words in (
        ("postings", str(broken), "--dry-run"),
        ("postings", str(tmp_path / "no.csv"), "--dry-run"),
        ("postings", str(good), "--by", "nobody"),
        ("postings", str(good), "--dry-run", "--set", "nonsense=1"),
    ):
        done = yizhan(home, "import", *words)
        assert done.returncode in (1, 2)
        assert "Traceback" not in done.stderr
        assert done.stderr.strip()


def test_importing_twice_and_exporting(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    rows = [postings.line(1, **FAR), postings.line(2, 报酬="6000", **FAR), postings.line(3, 岗位名称="", **FAR)]
    file.write_bytes(postings.sheet_of(*rows))
    first = yizhan(home, "import", "postings", str(file), "--by", "zhang", "--json")
    assert json.loads(first.stdout)["imported"] == 1, first.stderr
    second = yizhan(home, "import", "postings", str(file), "--by", "zhang", "--json", "--set", "pay_unit=month")
    found = json.loads(second.stdout)
    assert (found["imported"], found["refused"]) == (2, 1)
    assert count(home, "SELECT count(*) FROM postings_posting") == 2
    out = tmp_path / "out.csv"
    done = yizhan(home, "export", "postings", "--by", "zhang", "--out", str(out), "--purpose", "check")
    assert done.returncode == 0, done.stderr
    with out.open(encoding="utf-8-sig") as written:
        assert len(list(csv.reader(written))) == 3
    assert out.stat().st_mode & 0o077 == 0
    again = yizhan(home, "export", "postings", "--by", "zhang", "--out", str(out), "--purpose", "check")
    assert again.returncode == 1
    # One line for the export; at night there is a second, that it was at night.
    assert count(home, "SELECT count(*) FROM shared_auditentry WHERE action = 'postings.exported'") == 1


ROWS = 800
KILLS = 10


@pytest.mark.kill
def test_an_import_killed_at_any_moment_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    # A station of its own: every imported row is counted, so no other test may have imported here.
    home = tmp_path / "station"
    home.mkdir()
    make_station(home)
    file = tmp_path / "people.csv"
    file.write_bytes(people.sheet_of(*[people.line(number) for number in range(ROWS)]))
    before = count(home, "SELECT count(*) FROM people_person")
    environment = {**os.environ, "YIZHAN_HOME": str(home)}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "yizhan", "import", "people", str(file), "--by", "zhang", "--json"]
    chance = random.Random(20261123)
    killed = 0
    for _attempt in range(KILLS):
        done = count(home, "SELECT count(*) FROM shared_importrow WHERE state = 'imported'")
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Spread over reading, judging and importing: some before the first row, most in the middle of one.
        deadline = time.monotonic() + chance.uniform(0.8, 3)
        while time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.005)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
        assert_whole(home, at_least=done)
    assert killed >= KILLS // 2
    finished = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(finished.stdout)["imported"] == ROWS
    assert count(home, "SELECT count(*) FROM people_person") - before == ROWS
    assert count(home, "SELECT count(DISTINCT id_no_index) FROM people_person WHERE id_no_index IS NOT NULL") == ROWS


def assert_whole(home: Path, *, at_least: int) -> None:
    """After a kill: as many people as rows that say so, each with wish and telephone; none fewer than before."""
    imported = count(home, "SELECT count(*) FROM shared_importrow WHERE state = 'imported'")
    assert imported >= at_least
    rows = "FROM people_person p JOIN shared_importrow r ON r.result_public_id = p.public_id AND r.state = 'imported'"
    assert count(home, f"SELECT count(*) {rows}") == imported == count(home, "SELECT count(*) FROM people_person")
    for table, column in (("workers_jobseeker", "person_id"), ("people_contact", "person_id")):
        assert count(home, f"SELECT count(DISTINCT {column}) FROM {table}") == imported
    assert count(home, "SELECT count(*) FROM workers_wish") == imported
    assert count(home, "SELECT count(*) FROM shared_importrow WHERE state = 'imported' AND content <> ''") == 0
