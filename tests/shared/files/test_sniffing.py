"""What a file is, told by its content alone."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rights.files import WHOLE, jpeg, pdf, png
from yizhan.shared.files.enums import FileKind
from yizhan.shared.files.sniffing import SORTS, sniff


def archive(comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("evil.js", "alert(1)")
        file.comment = comment
    return out.getvalue()


@pytest.mark.parametrize("kind", list(FileKind))
def test_each_kind_is_known_by_its_content(kind: FileKind) -> None:
    assert sniff(WHOLE[kind]) == kind
    assert SORTS[kind].content_type.split("/")[0] in ("image", "audio", "video", "application")


@pytest.mark.parametrize("kind", sorted(set(FileKind) - {FileKind.MP3, FileKind.AMR}))
def test_what_is_cut_off_is_not_taken(kind: FileKind) -> None:
    assert sniff(WHOLE[kind][:-7]) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        b"MZ\x90\x00" + b"\x00" * 500,  # a program for Windows
        b"\x7fELF" + b"\x00" * 500,
        b"#!/bin/sh\nrm -rf /\n",
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a" + b"\x00" * 100,
        "工资没有给".encode(),
        archive(),  # a sheet or a text of an office program is such an archive
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        b"Rar!\x1a\x07\x00" + b"\x00" * 100,
        b" " + jpeg(),
        b"\x00" + pdf(),
        b"RIFF\x04\x00\x00\x00AVI ",
    ],
)
def test_bad_types_are_nothing(data: bytes) -> None:
    assert sniff(data) is None


@pytest.mark.parametrize(
    "data",
    [
        jpeg() + archive(),
        jpeg() + archive(comment=b"\xff\xd9"),  # ends as a photograph and opens as an archive
        png() + archive(),
        pdf() + archive(comment=b"\n%%EOF\n"),
        jpeg(b"<script>alert(1)</script>" + b"\x11" * 50),
        jpeg(b"<?php system('id'); ?>"),
        jpeg(b"%PDF-1.4 "),
        jpeg(b"Rar!\x1a\x07\x00"),
        pdf(b"2 0 obj<</S/JavaScript/JS(app.alert)>>endobj"),
        pdf(b"2 0 obj<</S /Launch>>endobj"),
        pdf(b"2 0 obj<</Type/EmbeddedFile>>endobj"),
        WHOLE[FileKind.AMR] + archive(),
        WHOLE[FileKind.MP3] + archive(),
        WHOLE[FileKind.MP4] + archive(),
    ],
)
def test_what_is_two_things_at_once_is_neither(data: bytes) -> None:
    assert sniff(data) is None


def test_the_metadata_of_a_camera_is_no_markup() -> None:
    packet = b"http://ns.adobe.com/xap/1.0/\x00<?xpacket begin='' ?><x:xmpmeta><rdf:RDF/></x:xmpmeta>"
    assert sniff(jpeg(packet)) == FileKind.JPEG


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300), st.sampled_from(list(FileKind)), st.integers(0, 40))
def test_nothing_makes_it_stumble(noise: bytes, kind: FileKind, at: int) -> None:
    whole = WHOLE[kind]
    for data in (noise, whole[:at] + noise, whole + noise, noise + whole):
        assert sniff(data) in {None, *FileKind}
