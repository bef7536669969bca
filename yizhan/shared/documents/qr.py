"""QR codes as SVG, for paper (typst reads SVG text) and for pages."""

from __future__ import annotations

import segno


def qr_svg(text: str, *, border: int = 2) -> str:
    """Return the QR code of `text` as SVG with error correction M; `border` is the quiet zone in modules.

    :raises segno.DataOverflowError: more text than a QR code can hold (about 2,300 bytes).
    """
    code = segno.make(text, error="m", micro=False)
    return str(code.svg_inline(border=border, omitsize=True))
