"""Bytes of a text file from elsewhere: UTF-8 with or without BOM, UTF-16 with BOM, GB18030; or an honest refusal.

GB18030 accepts almost any bytes, so it is tried last and never on what is plainly UTF-8 with a damaged spot: that
would turn a good file into wrong characters without a word.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yizhan.shared.text.misread import Misread

#: One whole character of UTF-8 beyond ASCII.
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"Rar!", b"\x1f\x8b")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Undecodable(Misread):
    """The bytes are no text that can be read with certainty."""

    code = "undecodable"
    sentence = _("看不出这个文件的文字编码，没有导入任何内容。请用 Excel 或 WPS 打开，另存为“CSV UTF-8”后重试。")


class NotText(Undecodable):
    """A workbook, an archive, a picture."""

    code = "not_text"
    sentence = _("这不是文本文件，没有导入任何内容。如果是 Excel 工作簿，请保留 .xlsx 或 .xls 扩展名后重新选择。")


class BrokenText(Undecodable):
    """Plainly UTF-8, but damaged."""

    code = "broken_text"

    def __init__(self, line: int) -> None:
        """Name the first damaged line, counted from 1."""
        super().__init__(
            _("文件是 UTF-8 编码，但第 %(line)s 行有损坏的字，没有导入任何内容。请改好这一行后重试。") % {"line": line}
        )
        self.line = line


@dataclass(frozen=True)
class Decoded:
    """A text and how it was written.

    :param encoding: "utf-8", "utf-8-sig", "utf-16" or "gb18030".
    """

    text: str
    encoding: str


def decode_bytes(data: bytes) -> Decoded:
    """Decode a text file.

    :raises NotText: it is no text at all.
    :raises BrokenText: UTF-8 with a damaged spot; `.line` says where.
    :raises Undecodable: neither encoding fits.
    """
    if data.startswith(_ARCHIVES):
        raise NotText
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(data, "utf-16")
    if data.startswith(codecs.BOM_UTF8):
        return _utf8(data, "utf-8-sig")
    if b"\x00" in data:
        raise NotText
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        if _looks_like_utf8(data):
            return _utf8(data, "utf-8")
    decoded = _strict(data, "gb18030")
    strange = sum(unicodedata.category(char) in ("Co", "Cn") for char in decoded.text)
    if _CONTROLS.search(decoded.text) or strange * 50 > len(decoded.text):
        raise Undecodable
    return decoded


def _utf8(data: bytes, encoding: str) -> Decoded:
    """Decode what is known to be UTF-8.

    :raises BrokenText: at the first damaged character.
    """
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        bom = len(codecs.BOM_UTF8) if encoding == "utf-8-sig" else 0  # positions count from behind the mark
        raise BrokenText(data.count(b"\n", 0, error.start + bom) + 1) from error


def _strict(data: bytes, encoding: str) -> Decoded:
    """Decode or refuse.

    :raises Undecodable: the bytes are not of this encoding.
    """
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise Undecodable from error


def _looks_like_utf8(data: bytes) -> bool:
    """Say whether nine tenths of the bytes beyond ASCII form whole UTF-8 characters; GB18030 text hardly ever does."""
    whole = sum(len(found) for found in _UTF8_CHARACTER.findall(data))
    return whole * 10 >= len(_BEYOND_ASCII.findall(data)) * 9
