"""The whole suite twice: on SQLite, then on a PostgreSQL that is started for it and thrown away."""

from __future__ import annotations

import os
import subprocess
import sys
import time


def run(name: str, command: list[str]) -> bool:
    """Run one half and say how it went."""
    started = time.monotonic()
    print(f"== tests on {name}", flush=True)
    done = subprocess.run(command, check=False)  # noqa: S603
    verdict = "passed" if done.returncode == 0 else "FAILED"
    print(f"== {name}: {verdict} in {time.monotonic() - started:.0f} s", flush=True)
    return done.returncode == 0


def main() -> int:
    """Run both halves even if the first fails; arguments go to pytest."""
    workers = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadgroup"]
    pytest = [sys.executable, "-m", "pytest", "-q", *workers, *sys.argv[1:]]
    os.environ.pop("DATABASE_URL", None)
    good = [run("SQLite", pytest), run("PostgreSQL", [sys.executable, "scripts/pg_run.py", *pytest])]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
