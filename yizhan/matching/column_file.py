"""The snapshot as a file of columns, which every web process of a machine maps: the memory is shared, and a fresh
process answers without reading the database.

A file is written whole under another name and then given its own, so a reader finds all of it or nothing. It is never
changed: what changes in a process is that process's own copy of a page of memory. It holds no person and no name; it
can be removed at any time.

    yizhan-columns 1\\n   length of the header   header (JSON: day, cursor, skills, arrays)   arrays, each on a page
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import structlog
from django.conf import settings
from numpy.typing import NDArray

from yizhan import __version__
from yizhan.engine import BadColumn, PostingIndex
from yizhan.matching.snapshot import BESIDE, Snapshot
from yizhan.shared.changes.cursor import Cursor
from yizhan.vocabularies.queries import all_certificates

log = structlog.get_logger("yizhan.matching")

MAGIC = b"yizhan-columns 1\n"
PAGE = 4096
MOST_HEADER = 1 << 26
LENGTHS = len(MAGIC) + 12
#: A reader may have found the file before the newest a moment ago.
FILES_KEPT = 2


class FileUnusable(Exception):
    """A column file that is damaged, or that another version, machine or vocabulary wrote."""


def folder() -> Path:
    """Return where the files lie."""
    return Path(settings.YIZHAN_HOME) / "columns"


def fingerprint() -> str:
    """Return what a file must have in common with its reader: the columns' meaning, and how numbers are written."""
    certificates = [(each.code, each.bit) for each in all_certificates()]
    facts = [__version__, sys.byteorder, BESIDE, sorted(certificates), str(settings.DATABASES["default"]["ENGINE"])]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


def write(snapshot: Snapshot) -> Path:
    """Write a snapshot that nobody changes meanwhile; return the file. Older ones are removed."""
    arrays = _arrays(snapshot)
    described: dict[str, dict[str, Any]] = {}
    offset = 0
    for name, array in arrays.items():
        described[name] = {"type": array.dtype.str, "shape": array.shape, "at": offset}
        offset += -(-array.nbytes // PAGE) * PAGE
    last = snapshot.cursor.last
    header = {
        "fingerprint": fingerprint(), "day": snapshot.day.isoformat(), "skills": list(snapshot.bits),
        "last": [last[0], last[1].isoformat()] if last else None, "horizon": snapshot.cursor.horizon,
        "seen": sorted(snapshot.cursor.seen), "bytes": offset, "arrays": described,
    }  # fmt: skip
    text = json.dumps(header).encode()
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder() / f"postings-{time.time_ns():020d}-{os.getpid()}.columns"
    draft = target.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(MAGIC + len(text).to_bytes(8, "big") + zlib.crc32(text).to_bytes(4, "big") + text)
        first = _first_page(len(text))
        for name, array in arrays.items():
            file.seek(first + described[name]["at"])
            file.write(np.ascontiguousarray(array).data)
        file.truncate(first + offset)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)
    _remove_older()
    return target


def open_newest() -> Snapshot | None:
    """Map the newest usable file; None where there is none. Writing into its arrays changes nothing on disk."""
    for path in files():
        try:
            return _open(path)
        except (FileUnusable, BadColumn, OSError, ValueError, KeyError) as error:
            log.info("columns.unusable", file=path.name, why=type(error).__name__)
    return None


def files() -> list[Path]:
    """Return the files, the newest first."""
    return sorted(folder().glob("postings-*.columns"), reverse=True)


def remove_all() -> None:
    """Remove every file: the database that they were made from is another one."""
    for path in [*files(), *folder().glob("postings-*.new")]:
        path.unlink(missing_ok=True)


def _open(path: Path) -> Snapshot:
    with path.open("rb") as file:
        start = file.read(LENGTHS)
        if not start.startswith(MAGIC) or len(start) != LENGTHS:
            raise FileUnusable
        text = file.read(min(int.from_bytes(start[len(MAGIC) : -4], "big"), MOST_HEADER))
    if zlib.crc32(text) != int.from_bytes(start[-4:], "big"):
        raise FileUnusable
    header = json.loads(text)
    first = _first_page(len(text))
    if header["fingerprint"] != fingerprint() or path.stat().st_size != first + header["bytes"]:
        raise FileUnusable
    mapped = np.memmap(path, np.uint8, "c")  # copy on write, in this process alone
    arrays = {name: _array(mapped, first, **each) for name, each in header["arrays"].items()}
    last = header["last"]
    cursor = Cursor(
        (last[0], dt.datetime.fromisoformat(last[1])) if last else None, header["horizon"], frozenset(header["seen"])
    )
    return Snapshot(
        day=dt.date.fromisoformat(header["day"]),
        cursor=cursor,
        index=PostingIndex.from_arrays({n[6:]: a for n, a in arrays.items() if n.startswith("index.")}),
        beside={name: arrays[name] for name in BESIDE},
        by_posting=arrays["by_posting"],
        by_employer=arrays["by_employer"],
        bits={skill: number for number, skill in enumerate(header["skills"])},
    )


def _array(mapped: NDArray[np.uint8], first: int, *, type: str, shape: list[int], at: int) -> NDArray[Any]:  # noqa: A002
    kind = np.dtype(type)
    stretch = mapped[first + at : first + at + kind.itemsize * int(np.prod(shape))]
    return np.asarray(stretch).view(kind).reshape(shape)


def _arrays(snapshot: Snapshot) -> dict[str, NDArray[Any]]:
    return {
        **{f"index.{name}": array for name, array in snapshot.index.arrays().items()},
        **snapshot.beside,
        "by_posting": snapshot.by_posting,
        "by_employer": snapshot.by_employer,
    }


def _first_page(header: int) -> int:
    return -(-(LENGTHS + header) // PAGE) * PAGE


def _remove_older() -> None:
    for path in files()[FILES_KEPT:]:
        try:
            path.unlink()
        except OSError:  # Windows: somebody has it mapped; the next writer removes it
            log.info("columns.kept", file=path.name)
