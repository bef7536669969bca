"""A paper as a picture of our own making: the file that somebody brought is never shown itself.

A process of its own opens it, with a limit of time and memory and without our environment, and gives back a PNG. So a
paper that opens nowhere is refused when it comes, and staff see a licence in the page although no byte of the
stranger's file reaches a browser.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from yizhan.shared.errors import Refused
from yizhan.shared.files.enums import FileKind

#: What the renderer calls the kinds.
FORMATS = {FileKind.JPEG: "jpg", FileKind.PNG: "png", FileKind.WEBP: "webp", FileKind.PDF: "pdf"}
SECONDS = 20
#: Wide enough to read the small print of a licence.
WIDTH = 1400
_SCRIPT = Path(__file__).with_name("look.py")


class NothingToSee(Refused):
    """It cannot be opened as what it says it is."""

    code = "nothing_to_see"
    status = 422
    sentence = _("这个文件打不开，没有保存。请重新拍照或截图，再上传一次。")


def can_look() -> bool:
    """Say whether this machine can open papers: the renderer reads its standard input by a name that Windows lacks."""
    return os.name == "posix"


@dataclass(frozen=True, repr=False)
class Look:
    """What was seen.

    :param pages: how many it has, 11 for more than ten; 0 where that was not asked or cannot be told here.
    """

    picture: bytes
    pages: int


def picture_of(data: bytes, kind: FileKind, page: int = 1) -> bytes:
    """Return the picture, or a page of a PDF, as PNG.

    :raises NothingToSee: as `look_at`.
    """
    return look_at(data, kind, page).picture


def look_at(data: bytes, kind: FileKind, page: int = 1) -> Look:
    """Open a paper in a process of its own.

    :param page: of a PDF, from 1; its pages are counted with the first.
    :raises NothingToSee: it does not open, has no such page, or not within time and memory.
    """
    command = [sys.executable, "-I", str(_SCRIPT), FORMATS[kind], str(WIDTH), str(page)]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=data, capture_output=True, check=False, timeout=SECONDS, env={}, cwd=_SCRIPT.anchor
        )
    except subprocess.TimeoutExpired:
        raise NothingToSee from None
    pages, _line, picture = done.stdout.partition(b"\n")
    if done.returncode or not pages.isdigit() or not picture.startswith(b"\x89PNG"):
        raise NothingToSee
    return Look(picture, int(pages))
