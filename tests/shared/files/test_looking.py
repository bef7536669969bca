"""The process that opens strangers' files: what it is given of the house."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst

from tests.rights.files import png
from yizhan.shared.files import looking
from yizhan.shared.files.enums import FileKind
from yizhan.shared.files.looking import NothingToSee, can_look, look_at, picture_of

pytestmark = pytest.mark.skipif(not can_look(), reason="papers are opened on POSIX only")

TELLS = """import os, sys
sys.stdout.buffer.write(b"1\\n\\x89PNG" + repr((sorted(os.environ), os.getcwd())).encode())
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


@pytest.mark.parametrize(("pages", "counted"), [(1, 1), (3, 3), (12, 11)])
def test_the_pages_of_a_pdf_are_counted_up_to_one_more_than_are_shown(pages: int, counted: int) -> None:
    text = "#set page(width: 90pt, height: 60pt)\n" + "#pagebreak()\n".join(f"Seite {n}\n" for n in range(pages))
    data = typst.Compiler(text.encode()).compile(format="pdf")
    assert isinstance(data, bytes)
    first = look_at(data, FileKind.PDF)
    assert first.pages == counted
    last = look_at(data, FileKind.PDF, pages)
    assert last.picture.startswith(b"\x89PNG")
    assert (last.picture == first.picture) is (pages == 1)
    if pages == 1:
        with pytest.raises(NothingToSee):
            picture_of(data, FileKind.PDF, 2)
