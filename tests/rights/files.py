"""Small whole files of every kind that is taken, made here byte by byte."""

from __future__ import annotations

import io
import struct
import wave
import zlib

from yizhan.shared.files.enums import FileKind


def png(pixels: bytes = b"\x00\xff\x00\x00") -> bytes:
    """Return a picture of one red dot."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg(body: bytes = b"\x11" * 200) -> bytes:
    """Return what begins and ends as a photograph does."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + body + b"\xff\xd9"


def pdf(body: bytes = b"") -> bytes:
    """Return a PDF of no pages."""
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n" + body + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def boxes(brand: bytes) -> bytes:
    """Return a file of boxes (ISO 14496-12)."""
    kind = b"ftyp" + brand + b"\x00\x00\x00\x00" + brand
    return struct.pack(">I", 4 + len(kind)) + kind + struct.pack(">I", 8 + 64) + b"mdat" + b"\x07" * 64


def wav() -> bytes:
    """Return a tenth of a second of silence."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\x00\x00" * 800)
    return out.getvalue()


def webp() -> bytes:
    """Return the frame of a WebP picture."""
    body = b"WEBPVP8 " + struct.pack("<I", 10) + b"\x00" * 10
    return b"RIFF" + struct.pack("<I", len(body)) + body


WHOLE: dict[FileKind, bytes] = {
    FileKind.JPEG: jpeg(),
    FileKind.PNG: png(),
    FileKind.WEBP: webp(),
    FileKind.HEIC: boxes(b"heic"),
    FileKind.PDF: pdf(),
    FileKind.MP3: b"\xff\xfb\x90\x00" + b"\x11" * 1000,
    FileKind.AMR: b"#!AMR\n" + b"\x3c" * 64,
    FileKind.WAV: wav(),
    FileKind.M4A: boxes(b"M4A "),
    FileKind.MP4: boxes(b"isom"),
}
