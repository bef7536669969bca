"""Ready kernels are noted for one machine; nothing is compiled where somebody waits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from yizhan.matching import kernels
from yizhan.matching.health import check_kernels


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """A data directory of the test's own."""
    settings.YIZHAN_HOME = tmp_path
    return tmp_path


def test_kernels_are_due_until_they_were_made_ready_on_this_machine(home: Path, monkeypatch: Any) -> None:
    told: list[str] = []
    assert kernels.state() == kernels.DUE
    assert check_kernels().state == "warn"
    assert "yizhan init" in check_kernels().mend
    assert kernels.make_ready(told.append)
    assert told == ["rank", "assign"]
    assert kernels.state() == kernels.READY
    assert check_kernels().state == "ok"
    assert [path.name for path in home.iterdir()] == ["kernels.json"]

    note = home / "kernels.json"
    note.write_text(json.dumps(json.loads(note.read_text()) | {"processor": "another"}))
    assert kernels.state() == kernels.DUE
    note.write_text("{")
    assert kernels.state() == kernels.DUE
    monkeypatch.setenv("YIZHAN_ENGINE", "numpy")
    assert kernels.state() == kernels.WITHOUT
    assert check_kernels().state == "ok"


def test_a_web_process_answers_in_numpy_until_the_kernels_are_loaded() -> None:
    """In a process of its own: what it may wait for holds for the whole process."""
    script = """
from yizhan.engine import machine
from yizhan.matching.warming import before_serving
before_serving()
assert machine.compiled("rank") is None
machine.prepare()
assert machine.compiled("rank") is not None
"""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "yizhan.config.settings.test"}
    command = [sys.executable, "-c", "import django; django.setup()\n" + script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
