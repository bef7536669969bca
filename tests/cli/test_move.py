"""`yizhan move`: a station with people, letters and an audit log arrives on PostgreSQL row by row, or not at all."""

from __future__ import annotations

import argparse
import json
import os
import re
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections

from tests.installation import yizhan
from tests.kill.station import Station
from yizhan.cli.commands import move_
from yizhan.cli.setting_up import MOVED_MARK
from yizhan.shared.backup import moving
from yizhan.shared.backup.errors import NothingToMove, ServingWhileMoving, TargetNotPostgres, TargetNotReady

pytestmark = pytest.mark.xdist_group("move")
on_postgresql = pytest.mark.skipif("postgres" not in os.environ.get("DATABASE_URL", ""), reason="moves to PostgreSQL")


@pytest.fixture
def target() -> Iterator[str]:
    """The address of an empty database on the suite's server."""
    facts = settings.DATABASES["default"]
    address = {"host": facts["HOST"] or facts["OPTIONS"].get("host"), "user": facts["USER"], "dbname": "postgres"}
    name = f"moved_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(**address, autocommit=True) as link:
        link.execute(f'CREATE DATABASE "{name}"')
        yield f"postgres://{address['user']}@/{name}?host={address['host']}"
        link.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Station:
    """A station on SQLite with three letters written."""
    made = Station(tmp_path_factory.mktemp("station") / "home")
    made.make_staff("reviewer", "reviewer")
    command = [sys.executable, "-m", "tests.kill.letters", "3"]
    done = subprocess.run(command, env=made.environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return made


def rows_here(home: Path) -> dict[str, int]:
    """Count the rows of the SQLite file by itself."""
    with closing(sqlite3.connect(home / "yizhan.sqlite3")) as file:
        names = [model._meta.db_table for model in moving.carried_models()]
        return {name: file.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


@on_postgresql
def test_every_row_arrives_and_the_other_end_works(station: Station, target: str) -> None:
    here = {name: rows for name, rows in rows_here(station.home).items() if rows}
    assert here["referrals_referral"] == 3
    assert here["shared_auditentry"] > 3

    done = yizhan(station.home, "move", YIZHAN_MOVE_TO=target)
    assert done.returncode == 0, done.stderr[-3000:]
    told = {
        found[1]: int(found[2]) for found in re.finditer(r"^  (\w+) +(\d+)  [0-9a-f]{16}$", done.stdout, re.MULTILINE)
    }
    assert told == here

    left = yizhan(station.home, "doctor")
    assert (left.returncode, "DATABASE_URL" in left.stderr, "Traceback" in left.stderr) == (1, True, False)
    checked = json.loads(yizhan(station.home, "doctor", "--audit", "--json", DATABASE_URL=target).stdout)
    # The suite's server may lose what it wrote last: it is thrown away. Nothing else is amiss.
    assert {each["key"] for each in checked if each["state"] == "bad"} <= {"durability"}
    assert {"audit", "migrations"} <= {each["key"] for each in checked if each["state"] == "ok"}
    # Ids go on where they stood, the triggers stand again, and the moved station goes on writing letters.
    with psycopg.connect(target) as link, pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        link.execute("DELETE FROM shared_auditentry")
    made = yizhan(
        station.home, "createstaff", "next", "--name", "测试员", "--role", "clerk", "--county", "阳谷县总工会",
        "--station", "阳谷驿站", "--area", "371521", YIZHAN_PASSWORD="Longer-than-12-signs", DATABASE_URL=target,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert rows_here(station.home)["accounts_user"] == here["accounts_user"]

    assert "MOVED" in yizhan(station.home, "move", target).stderr
    (station.home / MOVED_MARK).unlink()
    again = yizhan(station.home, "move", target)
    assert again.returncode == 1
    assert "已经有账号" in again.stderr


#: The command, with one table that reads otherwise at the other end.
SPOILT = """
import sys
from yizhan.cli import main, setting_up

ready = setting_up.set_up_django

def spoil():
    ready()
    from yizhan.shared.backup import moving
    digest = moving._digest

    def other(model, at, rows):
        found = digest(model, at, rows)
        is_wrong = at.vendor == "postgresql" and found.name == "referrals_referral"
        return moving.MovedTable(found.name, found.rows - 1, found.digest) if is_wrong else found

    moving._digest = other

setting_up.set_up_django = spoil
sys.exit(main.main(["move", sys.argv[1]]))
"""


@on_postgresql
def test_what_arrives_otherwise_is_taken_back(station: Station, target: str) -> None:
    command = [sys.executable, "-c", SPOILT, target]
    environment = station.environment() | {"DJANGO_SETTINGS_MODULE": "yizhan.config.settings.prod"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "referrals_referral" in done.stderr
    assert "Traceback" not in done.stderr
    with psycopg.connect(target) as link:
        assert link.execute("SELECT count(*) FROM accounts_user").fetchone() == (0,)


@pytest.mark.parametrize("wrong", ["sqlite:///somewhere", "nonsense", ""])
def test_another_address_is_refused(wrong: str) -> None:
    with pytest.raises(TargetNotPostgres, match="postgres://"):
        moving.target_of(wrong)


#: Where nobody listens.
NOWHERE = "postgres://nobody@127.0.0.1:1/none"


@pytest.fixture
def nothing_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[str]]:
    """Take down in which databases tables would be made; the data directory is an empty one."""
    made: list[str] = []
    monkeypatch.setattr(move_, "set_up_django", lambda: None)
    monkeypatch.setattr(move_, "_make_tables", made.append)
    monkeypatch.setattr(settings, "YIZHAN_HOME", tmp_path)
    yield made
    if moving.TARGET in connections.databases:
        del connections[moving.TARGET], connections.databases[moving.TARGET]


def test_while_the_station_runs_no_table_is_made_anywhere(nothing_made: list[str], tmp_path: Path) -> None:
    (tmp_path / "serving.pid").write_text(str(os.getppid()))
    refusal = ServingWhileMoving if connection.vendor == "sqlite" else NothingToMove
    with pytest.raises(refusal):
        move_.run(argparse.Namespace(url=NOWHERE))
    assert nothing_made == []


@pytest.mark.skipif("postgres" in os.environ.get("DATABASE_URL", ""), reason="moves from SQLite")
def test_where_nobody_listens_it_is_said_in_a_sentence(nothing_made: list[str], django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), pytest.raises(TargetNotReady):
        move_.run(argparse.Namespace(url=NOWHERE))
    assert nothing_made == []
