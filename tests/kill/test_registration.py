"""A server killed at any moment of a registration loses nothing it acknowledged and leaves nothing half-written."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.kill.station import Station, new_key, page_id
from tests.people.factories import id_number

pytestmark = [
    pytest.mark.kill,
    pytest.mark.skipif(not Path("/proc").exists(), reason="finds the worker's process through /proc (Linux)"),
    pytest.mark.skipif("postgres" in os.environ.get("DATABASE_URL", ""), reason="the killed station runs on SQLite"),
]
KILLS = 60
#: What must exist exactly once for every registered person, and how to count it.
PARTS = {
    "seeker": "SELECT count(*) FROM workers_jobseeker WHERE person_id = ?",
    "wish": "SELECT count(*) FROM workers_wish w JOIN workers_jobseeker s ON s.id = w.seeker_id WHERE s.person_id = ?",
    "served": "SELECT count(*) FROM people_served WHERE person_id = ?",
    "contact": "SELECT count(*) FROM people_contact WHERE person_id = ?",
    "visit": "SELECT count(*) FROM workers_visit WHERE person_id = ?",
    "step": "SELECT count(*) FROM workers_seekerstatuschange c JOIN workers_jobseeker s ON s.id = c.seeker_id"
    " WHERE s.person_id = ?",
    "audit": "SELECT count(*) FROM shared_auditentry WHERE action = 'person.registered' AND person_id = ?",
}


def a_form(serial: int) -> dict[str, object]:
    """What a clerk types for a generated person; the name tells the serial in Chinese signs."""
    signs = "甲乙丙丁戊己庚辛壬癸"
    name = "试" + "".join(signs[int(digit)] for digit in f"{serial:03d}")
    return {
        "name": name,
        "id_no": id_number(serial),
        "mobile": f"199{serial:08d}",
        "works": "6-29-01-01|瓦工",
        "pay_min": "200",
        "pay_unit": "day",
        "max_km": "8",
        "party_size": "1",
        "has_smartphone": "on",
        "here": "on",
        "submission": new_key(),
    }


def test_registration_survives_being_killed(tmp_path: Path) -> None:
    seen: Counter[str] = Counter()
    with Station(tmp_path / "home") as station:
        usual = station.usual_time("/workers/register/", [a_form(900 + n) for n in range(5)])
        forms = [a_form(serial) for serial in range(KILLS)]
        acknowledged: dict[str, str] = {}
        for number, form in enumerate(forms):
            # Evenly over the life of a request and a little past its end.
            first = station.post_and_kill("/workers/register/", form, usual * 1.4 * number / KILLS)
            there = count(station.home, "SELECT count(*) FROM people_person WHERE name = ?", form["name"])
            assert there <= 1
            if first.is_acknowledged:
                assert there == 1, "acknowledged and lost"
                acknowledged[str(form["name"])] = page_id(first.location)
            seen["acknowledged" if first.is_acknowledged else "kept unsaid" if there else "not begun"] += 1
            again = station.post_until_acknowledged("/workers/register/", form)
            assert again.is_acknowledged, again
            assert acknowledged.setdefault(str(form["name"]), page_id(again.location)) == page_id(again.location)
    print(f"\nkilled {KILLS} times at 0 to {usual * 1400:.0f} ms: {dict(seen)}")
    assert seen["not begun"], "no kill came before the commit"
    assert seen["acknowledged"], "no kill came after the answer"
    for form in forms:
        person = value(tmp_path / "home", "SELECT id FROM people_person WHERE name = ?", form["name"])
        for part, question in PARTS.items():
            assert count(tmp_path / "home", question, person) == 1, f"{part} of person {person}"
    with closing(sqlite3.connect(tmp_path / "home" / "yizhan.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchone() is None


def value(home: Path, question: str, *given: object) -> int:
    """Ask the database file itself."""
    with closing(sqlite3.connect(home / "yizhan.sqlite3", timeout=20)) as database:
        row = database.execute(question, given).fetchone()
    assert row is not None, question
    return int(row[0])


count = value
