"""Installations for tests that run the real command: set up once a run by `yizhan init`, then copied."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

#: Names the folder of this run; the workers of a run inherit it.
FOLDER = "YIZHAN_TEST_INSTALLATION"


def begin_run() -> bool:
    """Make the folder of this run; say whether it was made here, so that whoever made it removes it."""
    if FOLDER in os.environ:
        return False
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="yizhan-tests-")
    return True


def end_run() -> None:
    """Remove the folder."""
    shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


def yizhan(home: Path, *words: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real command on a data directory of its own, on SQLite unless `DATABASE_URL` is given."""
    inherited = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    env = {**inherited, "YIZHAN_HOME": str(home), **environment}
    return subprocess.run(
        [sys.executable, "-m", "yizhan", *words], env=env, input=stdin, capture_output=True, text=True, check=False
    )


def install(home: Path) -> str:
    """Put a fresh installation into `home`, which may exist and be empty; return what `yizhan init` said."""
    folder = Path(os.environ[FOLDER])
    made, said = folder / "home", folder / "said.txt"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            done = yizhan(made, "init")
            assert done.returncode == 0, done.stderr
            said.write_text(done.stdout)
    shutil.copytree(made, home, dirs_exist_ok=True)
    return said.read_text()
