"""What a file is, told by its content. Its name and what a browser says about it are not asked.

Evidence is what people have on their telephones and desks: photographs, screenshots, scans, recordings. Each kind is
known by its first bytes and checked at its end; a file that is two kinds at once is none of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from yizhan.shared.files.enums import FileKind

#: Enough of a file's beginning for every check that looks there.
HEAD = 4096
#: A ZIP is read from its end: its directory stands in the last 64 KB with its comment.
TAIL = 65_557 + 22


@dataclass(frozen=True)
class Sort:
    """One kind of file: its ending, what it is served as."""

    ending: str
    content_type: str


SORTS: dict[FileKind, Sort] = {
    FileKind.JPEG: Sort("jpg", "image/jpeg"),
    FileKind.PNG: Sort("png", "image/png"),
    FileKind.WEBP: Sort("webp", "image/webp"),
    FileKind.HEIC: Sort("heic", "image/heic"),
    FileKind.PDF: Sort("pdf", "application/pdf"),
    FileKind.MP3: Sort("mp3", "audio/mpeg"),
    FileKind.AMR: Sort("amr", "audio/amr"),
    FileKind.WAV: Sort("wav", "audio/wav"),
    FileKind.M4A: Sort("m4a", "audio/mp4"),
    FileKind.MP4: Sort("mp4", "video/mp4"),
}

#: Brands of the box `ftyp` (ISO 14496-12) at byte 8.
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"), FileKind.HEIC),
    **dict.fromkeys((b"M4A ", b"M4B "), FileKind.M4A),
    **dict.fromkeys((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"3gp4", b"3gp5", b"3gp6"),
                    FileKind.MP4),
}  # fmt: skip
#: Archives and programs, by signatures of six bytes and more, which do not come about by chance.
_FOREIGN = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"!<arch>\n", b"\xfd7zXZ\x00")
#: What a browser or an interpreter would take for its own, near the beginning.
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|script|svg|iframe|body|\?php|\?xml)|#!\s*/", re.I)
#: What makes a PDF act instead of being read. The names are long enough not to come about by chance.
_ACTIVE_PDF = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia)\b")


def sniff(data: bytes) -> FileKind | None:
    """Say what a file is; None where it is nothing that is taken, more than one thing, or cut off.

    :param data: the whole file.
    """
    kind = _by_head(data[:16], data)
    if kind is None or not _ENDS[kind](data) or _is_two_things(kind, data):
        return None
    return kind


def _by_head(head: bytes, data: bytes) -> FileKind | None:
    """Return the kind by the first bytes, at byte 0 and nowhere else."""
    if head.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if head.startswith(b"RIFF"):
        return {b"WEBP": FileKind.WEBP, b"WAVE": FileKind.WAV}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12])
    if head.startswith(b"%PDF-"):
        return FileKind.PDF
    if head.startswith(b"#!AMR"):
        return FileKind.AMR
    # A frame of MPEG layer III begins with eleven set bits, then version and layer that are not the reserved ones.
    if head.startswith(b"ID3") or (
        len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[1] & 0x18 != 0x08 and head[2] < 0xF0
    ):
        return FileKind.MP3
    return None


def _ends_as_riff(data: bytes) -> bool:
    """The length in the header is that of the file; a padding byte may follow."""
    return 0 <= len(data) - 8 - int.from_bytes(data[4:8], "little") <= 1


def _ends_as_boxes(data: bytes) -> bool:
    """The boxes fill the file: each begins with its length, the last one ends with the file."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1 and at + 16 <= len(data):
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        elif size == 0:
            return True
        if size < 8:
            return False
        at += size
    return at == len(data)


_ENDS: dict[FileKind, Callable[[bytes], bool]] = {
    FileKind.JPEG: lambda data: data.rstrip(b"\x00").endswith(b"\xff\xd9"),
    FileKind.PNG: lambda data: data.endswith(b"IEND\xaeB`\x82"),
    FileKind.WEBP: _ends_as_riff,
    FileKind.WAV: _ends_as_riff,
    FileKind.HEIC: _ends_as_boxes,
    FileKind.M4A: _ends_as_boxes,
    FileKind.MP4: _ends_as_boxes,
    FileKind.PDF: lambda data: b"%%EOF" in data[-1024:],
    FileKind.AMR: lambda data: len(data) > 16,
    FileKind.MP3: lambda data: len(data) > 512,
}


def _is_two_things(kind: FileKind, data: bytes) -> bool:
    """Say whether another reader would find a file of its own kind in it."""
    head = data[:HEAD]
    if _MARKUP.search(_without_metadata(kind, head)):
        return True
    if kind == FileKind.PDF:
        if _ACTIVE_PDF.search(data):
            return True
    elif b"%PDF-" in head:
        return True
    return _ends_as_zip(data) or any(one in data for one in _FOREIGN)


def _without_metadata(kind: FileKind, head: bytes) -> bytes:
    """Return the beginning without the XMP packet that cameras and scanners write: it is XML by design."""
    if kind in (FileKind.JPEG, FileKind.PDF, FileKind.PNG, FileKind.WEBP):
        return re.sub(rb"<\?xpacket.*|<x:xmpmeta.*", b"", head, flags=re.S)
    return head


def _ends_as_zip(data: bytes) -> bool:
    """Say whether a directory of a ZIP stands at the end, by its signature and a comment that fills the rest."""
    tail = data[-TAIL:]
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0:
        if at + 22 <= len(tail) and at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail):
            return True
        at = tail.rfind(b"PK\x05\x06", 0, at)
    return False
