"""Installations for tests that run the real command: set up once a run by `yizhan init`, then copied.

A command is a process of its own, as it is for who types it; only Python's start is shared: processes are forked from
one that has read the libraries and none of our settings.
"""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

#: Names the folder of this run; the workers of a run inherit it.
FOLDER = "YIZHAN_TEST_INSTALLATION"
#: What every command reads at its start, and what knows no settings.
READ_BEFORE = (
    "argon2", "cryptography.hazmat.primitives.ciphers.aead", "django.contrib.auth.hashers", "django.core.management",
    "django.db.models", "django.forms", "django.template.defaulttags", "django.test.signals", "openpyxl",
    "psycopg", "pypinyin", "structlog", "tests.installation", "yizhan.postings.rulebook.text_rules",
)  # fmt: skip
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(list(READ_BEFORE))


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
    with tempfile.TemporaryDirectory(prefix="yizhan-said-") as name:
        told = Path(name)
        for one, text in (("in", stdin), ("out", ""), ("err", "")):
            (told / one).write_text(text, encoding="utf-8")
        process = _processes.Process(target=_command, args=(words, env, os.getcwd(), told))
        process.start()
        process.join()
        said, complained = ((told / one).read_text(encoding="utf-8") for one in ("out", "err"))
    assert process.exitcode is not None
    return subprocess.CompletedProcess(["yizhan", *words], process.exitcode, said, complained)


def _command(words: tuple[str, ...], env: dict[str, str], folder: str, told: Path) -> None:
    """In the forked process: be the command, from its first line to its exit."""
    import atexit
    import io
    import sys

    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    for number, (name, flags) in enumerate((("in", os.O_RDONLY), ("out", os.O_WRONLY), ("err", os.O_WRONLY))):
        opened = os.open(told / name, flags)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin, sys.stdout, sys.stderr = (
        io.TextIOWrapper(io.FileIO(number, mode, closefd=False), encoding="utf-8", line_buffering=True)
        for number, mode in ((0, "r"), (1, "w"), (2, "w"))
    )
    sys.argv = ["yizhan", *words]
    from yizhan.cli.main import main

    try:
        sys.exit(main(list(words)))
    finally:
        # A forked process ends without Python's tidying up: what is open is closed here.
        atexit._run_exitfuncs()
        if "django.db" in sys.modules:
            sys.modules["django.db"].connections.close_all()
        sys.stdout.flush()
        sys.stderr.flush()


def install(home: Path) -> str:
    """Put a fresh installation into `home`, which may exist and be empty; return what `yizhan init` said."""
    made, said = fresh_installation()
    shutil.copytree(made, home, dirs_exist_ok=True)
    return said


def fresh_installation() -> tuple[Path, str]:
    """Return the data directory that `yizhan init` made for this run, and what it said; nobody writes into it."""
    folder = Path(os.environ[FOLDER])
    made, said = folder / "home", folder / "said.txt"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            done = yizhan(made, "init")
            assert done.returncode == 0, done.stderr
            said.write_text(done.stdout)
    return made, said.read_text()
