"""What is shipped from others is what was published, with its licence."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2] / "yizhan" / "shared"
PACKAGES: list[dict[str, Any]] = tomllib.loads((SHARED / "vendor.toml").read_text("utf-8"))["package"]
FILES = [(package, file) for package in PACKAGES for file in package["file"]]


@pytest.mark.parametrize(("package", "file"), FILES, ids=[file["to"] for _, file in FILES])
def test_shipped_file_has_the_recorded_sum(package: dict[str, Any], file: dict[str, Any]) -> None:
    content = (SHARED / file["to"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == file["sha256"]


@pytest.mark.parametrize("package", PACKAGES, ids=[package["name"] for package in PACKAGES])
def test_package_is_pinned_and_ships_its_licence(package: dict[str, Any]) -> None:
    assert package["version"].count(".") == 2
    assert package["licence"] in {"MIT", "OFL-1.1", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause"}
    texts = [SHARED / file["to"] for file in package["file"] if file["from"].startswith("LICENSE")]
    assert texts
    assert all(len(path.read_text("utf-8")) > 500 for path in texts)


def test_nothing_stands_in_the_vendor_folder_that_is_not_in_the_manifest() -> None:
    present = {path.relative_to(SHARED).as_posix() for path in (SHARED / "static/vendor").rglob("*") if path.is_file()}
    assert present == {file["to"] for _, file in FILES if file["to"].startswith("static/")}


def test_every_named_icon_is_in_the_sprite() -> None:
    icons, sprite = next((file["icons"], SHARED / file["to"]) for _, file in FILES if file["take"] == "sprite")
    text = sprite.read_text("utf-8")
    assert [icon for icon in icons if f'id="{icon}"' not in text] == []


def test_every_shipped_file_gets_into_the_wheel() -> None:
    """A folder named after a version is no package: its files need a pattern of their own."""
    data = tomllib.loads((SHARED.parents[1] / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"][
        "package-data"
    ]
    named = {path for pattern in data["yizhan.shared"] for path in SHARED.glob(pattern)}
    suffixes = {pattern.removeprefix("*") for pattern in data["*"]}
    lost = [
        file["to"]
        for _, file in FILES
        if SHARED / file["to"] not in named
        and ("." in file["to"].rpartition("/")[0] or Path(file["to"]).suffix not in suffixes)
    ]
    assert lost == []
