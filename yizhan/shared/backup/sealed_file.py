"""The file format: a readable head, then encrypted chunks that cannot be cut, swapped or moved to another file.

Layout: `YZB1` · length of the head (4 bytes) · head (JSON) · chunks. A chunk is its length (4 bytes) and AES-256-GCM of
at most 1 MiB. Each chunk's associated data is the SHA-256 of the head, its number and whether it is the last: a chunk
that is missing, doubled or out of order does not open, and a file without its last chunk is not complete.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
from collections.abc import Iterator
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from yizhan.shared.backup.errors import BackupDamaged

MAGIC = b"YZB1"
CHUNK_BYTES = 1 << 20
_NONCE_PREFIX_BYTES = 4
_LONGEST_HEAD = 1 << 16
_TAG_BYTES = 16


def _label(head: bytes, number: int, last: bool) -> bytes:
    return hashlib.sha256(head).digest() + struct.pack(">Q?", number, last)


class SealedWriter:
    """A write-only file object that encrypts what it is given; `close` writes the last chunk."""

    def __init__(self, target: IO[bytes], *, key: bytes, head: dict[str, Any]) -> None:
        """Write the head. `head` gets a fresh nonce prefix."""
        self._target = target
        self._prefix = os.urandom(_NONCE_PREFIX_BYTES)
        self._head = json.dumps({**head, "nonce": self._prefix.hex()}, ensure_ascii=False, sort_keys=True).encode()
        self._cipher = AESGCM(key)
        self._waiting = bytearray()
        self._number = 0
        target.write(MAGIC + struct.pack(">I", len(self._head)) + self._head)

    def write(self, data: bytes) -> int:
        """Take bytes; whole chunks go out at once."""
        self._waiting += data
        while len(self._waiting) > CHUNK_BYTES:
            self._put(bytes(self._waiting[:CHUNK_BYTES]), last=False)
            del self._waiting[:CHUNK_BYTES]
        return len(data)

    def close(self) -> None:
        """Write the last chunk (it may be empty)."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, plain: bytes, *, last: bool) -> None:
        nonce = self._prefix + struct.pack(">Q", self._number)
        sealed = self._cipher.encrypt(nonce, plain, _label(self._head, self._number, last))
        self._target.write(struct.pack(">I?", len(sealed), last) + sealed)
        self._number += 1


def read_head(source: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Read the head and leave the file at its first chunk.

    :return: the head and its bytes as they stand in the file.
    :raises BackupDamaged: not a backup.
    """
    if source.read(len(MAGIC)) != MAGIC:
        raise BackupDamaged
    (length,) = struct.unpack(">I", _exactly(source, 4))
    if length > _LONGEST_HEAD:
        raise BackupDamaged
    raw = _exactly(source, length)
    try:
        head = json.loads(raw)
    except ValueError as error:
        raise BackupDamaged from error
    if not isinstance(head, dict) or not isinstance(head.get("nonce"), str):
        raise BackupDamaged
    return head, raw


def read_chunks(source: IO[bytes], *, key: bytes, head: dict[str, Any], raw_head: bytes) -> Iterator[bytes]:
    """Decrypt the chunks in order.

    :raises BackupDamaged: at the first chunk that is not right, or when the last one is missing.
    """
    cipher = AESGCM(key)
    try:
        prefix = bytes.fromhex(head["nonce"])
    except ValueError as error:
        raise BackupDamaged from error
    number = 0
    while True:
        length, last = struct.unpack(">I?", _exactly(source, 5))
        if length > CHUNK_BYTES + _TAG_BYTES:
            raise BackupDamaged
        sealed = _exactly(source, length)
        try:
            yield cipher.decrypt(prefix + struct.pack(">Q", number), sealed, _label(raw_head, number, last))
        except (InvalidTag, ValueError) as error:
            raise BackupDamaged from error
        if last:
            break
        number += 1
    if source.read(1):
        raise BackupDamaged


def _exactly(source: IO[bytes], count: int) -> bytes:
    data = source.read(count)
    if len(data) != count:
        raise BackupDamaged
    return data
