"""PDF by typst: data in, bytes out. The fonts are the project's own, so paper looks the same on every machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

FONTS = Path(__file__).parent / "fonts"
#: The slip with which a person finds their record again; its data stand at the top of the file.
RECLAIM_SLIP = Path(__file__).parent / "typst" / "reclaim80.typ"


def _options(template: Path, data: Mapping[str, Any], copy: bool) -> dict[str, Any]:
    content = json.dumps({**data, "copy": copy}, ensure_ascii=False, allow_nan=False)
    return {
        # A template may read its own folder and `/shared/documents/typst/house.typ`, the parts that all paper shares.
        "root": Path(__file__).parents[2],
        "input": template,
        "font_paths": [FONTS],
        "ignore_system_fonts": True,
        # As an input, never by putting text into the source: a name is not markup.
        "sys_inputs": {"data": content},
    }


def render_pdf(template: Path, data: Mapping[str, Any], *, copy: bool = False) -> bytes:
    """Set `data` in the typst file `template`; the file's head says which keys it needs.

    :param data: what JSON can carry; amounts and dates already as text (`shared.display`).
    :param copy: True for a reprint; the template then marks the sheet.
    :raises typst.TypstError: the template does not compile with this data (a fault of ours).
    """
    return bytes(typst.compile(**_options(template, data, copy), format="pdf"))


def render_png(template: Path, data: Mapping[str, Any], *, copy: bool = False, ppi: int = 144) -> list[bytes]:
    """Set the same as pictures, one a page, for a preview in the page."""
    pages = typst.compile(**_options(template, data, copy), format="png", ppi=float(ppi))
    return [bytes(page) for page in pages] if isinstance(pages, list) else [bytes(pages)]
