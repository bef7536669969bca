"""A server killed at any moment of a hire takes its place, its time and its calls all together, or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.kill.station import Station
from tests.kill.test_registration import count, value

pytestmark = [
    pytest.mark.kill,
    pytest.mark.skipif(not Path("/proc").exists(), reason="finds the worker's process through /proc (Linux)"),
    pytest.mark.skipif("postgres" in os.environ.get("DATABASE_URL", ""), reason="the killed station runs on SQLite"),
]
KILLS = 40
UNDISTURBED = 3
HIRED = "SELECT count(*) FROM referrals_referral WHERE id = ? AND status = 'hired'"
#: What must hold for every referral, hired or not.
PARTS = {
    "step": "SELECT count(*) FROM referrals_referralstatuschange WHERE referral_id = ? AND after = 'hired'",
    "calls": "SELECT count(*) / 4 FROM followups_followup f JOIN referrals_referral r"
    " ON r.public_id = f.about_public_id WHERE r.id = ?",
    "working": "SELECT count(*) FROM workers_jobseeker s JOIN referrals_referral r ON r.seeker_id = s.id"
    " WHERE r.id = ? AND s.status = 'working'",
}


def letters_of(station: Station, many: int) -> list[tuple[str, int, int]]:
    """Have a process of the station make letters; return public id, version and key of each."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.kill.letters", str(many)], env=station.environment(), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    lines = [line.split() for line in done.stdout.splitlines() if line.count(" ") == 2]
    return [(public_id, int(version), int(key)) for public_id, version, key in lines]


def test_a_hire_survives_being_killed(tmp_path: Path) -> None:
    seen: Counter[str] = Counter()
    station = Station(tmp_path / "home")
    station.make_staff("reviewer", "reviewer")
    letters = letters_of(station, KILLS + UNDISTURBED)
    assert len(letters) == KILLS + UNDISTURBED

    def form(version: int) -> dict[str, object]:
        return {"result": "hired", "version": version}

    with station:
        first = [(f"/referrals/{one}/receipt/", form(version)) for one, version, _ in letters[:UNDISTURBED]]
        usual = max(station.usual_time(path, [data]) for path, data in first)
        for number, (public_id, version, key) in enumerate(letters[UNDISTURBED:]):
            path = f"/referrals/{public_id}/receipt/"
            answer = station.post_and_kill(path, form(version), usual * 1.4 * number / KILLS)
            hired = count(station.home, HIRED, key)
            for part, question in PARTS.items():
                assert count(station.home, question, key) == hired, f"{part} of a half hire"
            if answer.is_acknowledged:
                assert hired == 1, "acknowledged and lost"
            seen["acknowledged" if answer.is_acknowledged else "kept unsaid" if hired else "not begun"] += 1
            # Sent again: it is done now, or the clerk is told that it has been done already.
            again = station.post_until_acknowledged(path, form(version))
            assert again.is_acknowledged if not hired else again.answered == 409, again
    print(f"\nkilled {KILLS} times at 0 to {usual * 1400:.0f} ms: {dict(seen)}")
    for _public_id, _version, key in letters:
        for part, question in PARTS.items():
            assert count(tmp_path / "home", question, key) == 1, part
    taken = value(tmp_path / "home", "SELECT taken FROM postings_shift")
    assert taken == KILLS + UNDISTURBED
    assert seen["not begun"]
