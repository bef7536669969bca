"""The process that opens strangers' files: what it is given of the house."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rights.files import png
from yizhan.shared.files import looking
from yizhan.shared.files.enums import FileKind
from yizhan.shared.files.looking import can_look, picture_of

pytestmark = pytest.mark.skipif(not can_look(), reason="papers are opened on POSIX only")

TELLS = """import os, sys
sys.stdout.buffer.write(b"\\x89PNG" + repr((sorted(os.environ), os.getcwd())).encode())
"""


def test_a_picture_is_made_without_our_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://test")
    assert picture_of(png(), FileKind.PNG).startswith(b"\x89PNG")
    script = tmp_path / "tells.py"
    script.write_text(TELLS)
    monkeypatch.setattr(looking, "_SCRIPT", script)
    told = picture_of(b"", FileKind.PNG).decode(errors="replace")
    assert "DATABASE_URL" not in told
    assert "PATH" not in told
    assert told.endswith(", '/')")
