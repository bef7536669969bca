"""All linters and contracts in one go; every one runs, then the sum is told."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS: list[tuple[str, list[str]]] = [
    ("ruff", [str(BIN / "ruff"), "check", "-q", "."]),
    ("import contracts", [str(BIN / "lint-imports")]),
    ("types", [str(BIN / "mypy"), "yizhan", "tests", "scripts"]),
    ("templates", [str(BIN / "djlint"), "--lint", "--quiet", "yizhan"]),
    ("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("django", [sys.executable, "manage.py", "check", "--fail-level", "WARNING"]),
    ("translations", [sys.executable, "scripts/messages.py", "check"]),
]


def main() -> int:
    """Run them all; exit 1 if one failed."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "yizhan.config.settings.test"}
    failed = []
    for name, command in CHECKS:
        started = time.monotonic()
        done = subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603
        print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({time.monotonic() - started:.1f} s)", flush=True)
        if done.returncode != 0:
            failed.append(name)
            print(done.stdout[-6000:], done.stderr[-3000:], sep="\n")
    if failed:
        print("failed:", ", ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
