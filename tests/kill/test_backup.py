"""A backup that is killed leaves no half file under its name and nothing readable behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.installation import yizhan
from tests.shared.test_backup import make_station

pytestmark = [
    pytest.mark.own_sqlite,
    pytest.mark.kill,
    pytest.mark.skipif(sys.platform == "win32", reason="uses SIGKILL"),
    pytest.mark.skipif("postgres" in os.environ.get("DATABASE_URL", ""), reason="the killed station runs on SQLite"),
]
KILLS = 14


def test_a_killed_backup_is_whole_or_absent(tmp_path: Path) -> None:
    home = tmp_path / "home"
    make_station(home)
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    environment["YIZHAN_HOME"] = str(home)
    started = time.monotonic()
    assert yizhan(home, "backup", str(tmp_path / "usual.yzb")).returncode == 0
    usual = time.monotonic() - started
    seen: Counter[str] = Counter()
    drawn = random.Random(7)
    for number in range(KILLS):
        target = tmp_path / f"{number}.yzb"
        running = subprocess.Popen(
            [sys.executable, "-m", "yizhan", "backup", str(target)], env=environment, stdout=subprocess.DEVNULL
        )
        # Most of the time is Python starting; what matters happens in the last third.
        time.sleep(usual * drawn.uniform(0.6, 1.35))
        running.send_signal(signal.SIGKILL)
        running.wait()
        if target.exists():
            assert yizhan(home, "backup", "--check", str(target)).returncode == 0
            seen["whole"] += 1
        else:
            seen["absent"] += 1
    assert yizhan(home, "backup", str(tmp_path / "last.yzb")).returncode == 0
    assert not list(home.glob(".scratch-*")), "a plain copy of the database was left behind"
    print(f"\nkilled {KILLS} times: {dict(seen)}")
    assert seen["absent"]
