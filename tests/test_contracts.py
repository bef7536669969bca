"""Every import contract is broken once, on a copy of the code, and seen to fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.PACKAGE_DIR).parent
LINT = Path(sys.executable).with_name("lint-imports")
TYPING = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    "

#: contract, file, line that breaks it, what the linter must name.
BREAKS = [
    ("floors", "accounts/queries.py", "from yizhan.people import enums", "yizhan.people"),
    ("floors", "shared/db.py", "import yizhan.accounts.models", "yizhan.accounts"),
    ("floors", "workers/queries.py", "from yizhan.employers import enums", "yizhan.employers"),
    ("floors", "people/rules.py", TYPING + "from yizhan.workers.models import JobSeeker", "yizhan.workers"),
    ("floors", "surplus/__init__.py", "", "yizhan.surplus"),
    ("engine", "engine/door.py", "import django.utils.timezone", "django"),
    ("engine", "engine/door.py", "from yizhan.shared import errors", "yizhan.shared"),
    ("engine-door", "postings/queries.py", "import yizhan.engine.door", "yizhan.postings.queries"),
    ("furniture", "accounts/enums.py", "import yizhan.accounts.models", "yizhan.accounts.enums"),
    ("furniture", "accounts/models.py", "import yizhan.accounts.rules", "yizhan.accounts.models"),
    ("furniture", "accounts/rules.py", "import yizhan.accounts.queries", "yizhan.accounts.rules"),
    ("furniture", "accounts/queries.py", "import yizhan.accounts.operations.users", "yizhan.accounts.queries"),
    (
        "furniture",
        "accounts/operations/users.py",
        "import yizhan.accounts.web.forms",
        "yizhan.accounts.operations.users",
    ),
    ("furniture", "people/models.py", "import yizhan.people.queries", "yizhan.people.models"),
    ("doors", "people/queries.py", "import yizhan.accounts.rules", "yizhan.accounts.rules"),
    ("doors", "people/web/__init__.py", "import yizhan.accounts.web.forms", "yizhan.accounts.web.forms"),
    ("doors", "people/rules.py", TYPING + "import yizhan.accounts.rules", "yizhan.accounts.rules"),
    ("doors", "people/operations/__init__.py", "import yizhan.accounts.passwords", "yizhan.accounts.passwords"),
    ("doors", "cli/main.py", "import yizhan.accounts.apps", "yizhan.accounts.apps"),
]


def lint(folder: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    """Check the copy in `folder`."""
    chosen = ["--contract", contract] if contract else []
    command = [str(LINT), "--no-cache", "--no-logo", *chosen]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The code and the contracts, to be spoilt."""
    shutil.copytree(ROOT / "yizhan", tmp_path / "yizhan", ignore=lambda folder, names: _no_code(folder, names))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def _no_code(folder: str, names: list[str]) -> set[str]:
    return {
        name
        for name in names
        if name in ("__pycache__", "migrations") or ((Path(folder) / name).is_file() and not name.endswith(".py"))
    }


def test_the_code_keeps_every_contract(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(("contract", "file", "line", "named"), BREAKS)
def test_a_broken_contract_is_seen(copy: Path, contract: str, file: str, line: str, named: str) -> None:
    place = copy / "yizhan" / file
    place.parent.mkdir(exist_ok=True)
    before = place.read_text() if place.exists() else ""
    place.write_text(f"{before}\n{line}\n")

    done = lint(copy, contract)

    assert done.returncode != 0, done.stdout
    assert named in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_each_contract_is_broken_at_least_once() -> None:
    lines = (ROOT / ".importlinter").read_text().splitlines()
    contracts = {line.removeprefix("[importlinter:contract:").rstrip("]") for line in lines if ":contract:" in line}
    assert contracts == {contract for contract, *_ in BREAKS}
