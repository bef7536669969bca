"""A list of breached passwords that an office loads without a network.

It is a sorted file of cut hashes in the data directory, big-endian: the eight signs of `MAGIC`, one byte width, eight
bytes count, then `count` records of `width` bytes, ascending: the first bytes of the SHA-1 of a password. Cut hashes
collide: `width_for` keeps the chance that a password which is on no list is refused at one in a million at most.
SHA-1, because the public lists come so; the file holds nothing that is not public.
"""

from __future__ import annotations

import gzip
import hashlib
import mmap
import os
import re
import struct
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from yizhan.shared.errors import Refused

MAGIC = b"YZPWD\x00\x001"
HEAD = struct.Struct(">8sBQ")
#: How often a good password may be refused, and as how many spellings one is asked: as typed, and in small letters.
WRONGLY_AT_MOST, SPELLINGS = 1e-6, 2
#: Bytes of a hash that are sorted by; the file keeps fewer.
SORTED_BYTES = 8
#: Text read at once; the hashes of 40 bytes a line that it holds are sorted in memory.
CHUNK_BYTES = 4 * 1024 * 1024
LONGEST_LINE = 1024 * 1024
HASHED = re.compile(rb"^([0-9A-Fa-f]{16})[0-9A-Fa-f]{24}(?::\d+)?[ \t]*$", re.MULTILINE)
#: Lists of the same makers that hold no whole SHA-1: parts by prefix, and NTLM.
OTHER = re.compile(rb"^(?:[0-9A-Fa-f]{35}|[0-9A-Fa-f]{32}):\d+[ \t]*$", re.MULTILINE)


class NoList(Refused):
    """The file is no list of passwords or of their hashes."""

    code = "no_password_list"
    sentence = _(
        "读不了这个文件，或者它不是密码清单；原来的清单没有动。"
        "要每行一个密码，或每行一个完整的 SHA-1（40 位，后面可以有冒号和次数）；.gz 也可以。"
    )


class OtherList(Refused):
    """The lines are parts of hashes, or hashes of another kind."""

    code = "other_password_list"
    sentence = _(
        "这个清单是 NTLM 散列，或是按前 5 位分开的 SHA-1，用不了；原来的清单没有动。请下载合在一个文件里的 SHA-1 清单。"
    )


class ListNotWritten(Refused):
    """The disk did not take the new list."""

    code = "password_list_not_written"
    sentence = _("清单没有写成，多半是磁盘满了；原来的清单没有动。每一亿个密码要 1.4 GB 空闲，做完占 0.6 GB。")


class ListDamaged(Exception):
    """The list in the data directory cannot be read as one."""


@dataclass(frozen=True)
class ListFacts:
    """What stands in the data directory.

    :param wrongly: chance that a password on no list is refused.
    """

    count: int
    width: int
    wrongly: float


def list_path() -> Path:
    """Return where the list of this installation lies."""
    return Path(settings.YIZHAN_HOME) / "breached-passwords.bin"


def width_for(count: int) -> int:
    """Return how many bytes of each hash are kept for a list of so many."""
    return next(
        width for width in range(4, SORTED_BYTES + 1)
        if _wrongly(count, width) <= WRONGLY_AT_MOST or width == SORTED_BYTES
    )  # fmt: skip


def _wrongly(count: int, width: int) -> float:
    return SPELLINGS * count / 256.0**width


def list_facts() -> ListFacts | None:
    """Return what is loaded, or None.

    :raises ListDamaged: the file is not whole.
    """
    try:
        with list_path().open("rb") as file:
            count, width = _head(file)
    except FileNotFoundError:
        return None
    return ListFacts(count, width, _wrongly(count, width))


def is_breached(password: str) -> bool:
    """Say whether the list holds the password, as typed or in small letters; without a list nothing is on it.

    :raises ListDamaged: the file is not whole.
    """
    try:
        with list_path().open("rb") as file:
            count, width = _head(file)
            wanted = {_cut(text.encode(), width) for text in (password, password.lower())}
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as rows:
                return any(_holds(rows, count, one) for one in wanted)
    except FileNotFoundError:
        return False


def _head(file: BinaryIO) -> tuple[int, int]:
    head = file.read(HEAD.size)
    if len(head) == HEAD.size:
        magic, width, count = HEAD.unpack(head)
        size = os.fstat(file.fileno()).st_size
        if magic == MAGIC and 4 <= width <= SORTED_BYTES and size == HEAD.size + width * count:
            return count, width
    raise ListDamaged


def _cut(password: bytes, width: int) -> bytes:
    return hashlib.sha1(password, usedforsecurity=False).digest()[:width]


def _holds(rows: mmap.mmap, count: int, wanted: bytes) -> bool:
    """Look by halves: some thirty reads in a list of a thousand million."""
    low, high, width = 0, count, len(wanted)
    while low < high:
        middle = (low + high) // 2
        at = HEAD.size + middle * width
        found = rows[at : at + width]
        if found == wanted:
            return True
        low, high = (middle + 1, high) if found < wanted else (low, middle)
    return False


def load_list(paths: Iterable[Path]) -> ListFacts:
    """Make the list anew from files of plain lines or of SHA-1 hashes; the one before stays until it is whole.

    Memory does not grow with the list (some 300 MB): hashes are dealt to 256 files by their first byte, and
    each is sorted by itself.

    :raises FileNotFoundError: one is not there. :raises NoList: it is no such text.
    :raises OtherList: parts of hashes, or hashes of another kind. :raises ListNotWritten: no room.
    """
    path = list_path()
    with tempfile.TemporaryDirectory(prefix="passwords-", dir=path.parent) as folder:
        drawers = [Path(folder) / f"{number:02x}" for number in range(256)]
        for source in paths:
            for hashes in _hashes_of(source):
                _deal(hashes, drawers)
        try:
            count, width = _write(drawers, Path(folder) / "list")
            (Path(folder) / "list").replace(path)
        except OSError as error:
            raise ListNotWritten from error
    return ListFacts(count, width, _wrongly(count, width))


def _hashes_of(source: Path) -> Iterator[NDArray[np.uint64]]:
    chunks = _chunks(source)
    while True:
        try:
            text = next(chunks, None)
        except FileNotFoundError:
            raise
        except (OSError, EOFError, zlib.error) as error:  # a folder, not ours to read, a .gz that is none or cut off
            raise NoList from error
        if text is None:
            return
        yield _hashes_in(text)


def _chunks(source: Path) -> Iterator[bytes]:
    """Yield the text in whole lines."""
    rest = b""
    with gzip.open(source) if source.suffix == ".gz" else source.open("rb") as opened:
        while read := opened.read(CHUNK_BYTES):
            text, _end, rest = (rest + read).rpartition(b"\n")
            if b"\x00" in read or len(rest) > LONGEST_LINE:
                raise NoList
            yield text
    yield rest


def _hashes_in(text: bytes) -> NDArray[np.uint64]:
    """Return the first eight bytes of the hash of every line, ascending."""
    lines = [line for line in text.replace(b"\r", b"").split(b"\n") if line.strip()]
    hashed = HASHED.findall(b"\n".join(lines))
    if len(hashed) == len(lines):
        digests = bytes.fromhex(b"".join(hashed).decode())
    else:
        if all(OTHER.match(line) for line in lines[:20]):
            raise OtherList
        digests = b"".join(
            bytes.fromhex(whole[1].decode()) if (whole := HASHED.match(line)) else _cut(line, SORTED_BYTES)
            for line in lines
        )
    return np.unique(np.frombuffer(digests, dtype=">u8").astype(np.uint64))


def _deal(hashes: NDArray[np.uint64], drawers: list[Path]) -> None:
    """Append each hash to the file of its first byte."""
    bounds = np.searchsorted(hashes, np.arange(256, dtype=np.uint64) << np.uint64(56))
    try:
        for drawer, part in zip(drawers, np.split(hashes, bounds[1:]), strict=True):
            if len(part):
                with drawer.open("ab") as file:
                    file.write(part.tobytes())
    except OSError as error:
        raise ListNotWritten from error


def _write(drawers: list[Path], target: Path) -> tuple[int, int]:
    """Sort each drawer, cut its hashes to the width and write them; return how many, and how wide."""
    there = [drawer for drawer in drawers if drawer.exists()]
    width = width_for(sum(drawer.stat().st_size for drawer in there) // SORTED_BYTES)
    count = 0
    with target.open("wb") as file:
        file.write(HEAD.pack(MAGIC, width, 0))
        for drawer in there:
            hashes = np.unique(np.fromfile(drawer, dtype=np.uint64) >> np.uint64(8 * (SORTED_BYTES - width)))
            count += len(hashes)
            wide = hashes.astype(">u8").view(np.uint8).reshape(-1, SORTED_BYTES)
            file.write(np.ascontiguousarray(wide[:, SORTED_BYTES - width :]).tobytes())
            drawer.unlink()
        file.seek(0)
        file.write(HEAD.pack(MAGIC, width, count))
        file.flush()
        os.fsync(file.fileno())
    if not count:
        raise NoList
    target.chmod(0o644)  # nothing in it is secret, and who loads it need not be who runs the station
    return count, width


def drop_list() -> bool:
    """Remove the list; say whether there was one."""
    try:
        list_path().unlink()
    except FileNotFoundError:
        return False
    return True
