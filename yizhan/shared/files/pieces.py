"""A file as text in pieces, and the keyed hash by which it is known again (ADR 0032)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator

from yizhan.shared.crypto.keyring import ring

#: A piece is re-encrypted by itself when keys rotate; small ones keep that walk in small steps.
PIECE = 192 * 1024


def cut(data: bytes) -> Iterator[str]:
    """Cut a file up; base64 because a column is encrypted as text."""
    return (base64.b64encode(data[start : start + PIECE]).decode() for start in range(0, len(data), PIECE))


def joined(pieces: Iterable[str]) -> bytes:
    """Put pieces together again, in their order."""
    return b"".join(base64.b64decode(piece) for piece in pieces)


def digest_of(data: bytes, use: str) -> str:
    """Return the keyed hash of a file; it tells nobody without the key what the file is.

    :param use: what the file is kept for; the same bytes for another use have another hash.
    """
    return ring().keyed_hash(use, hashlib.sha256(data).hexdigest())


def is_what_came(data: bytes, use: str, digest: str) -> bool:
    """Say whether these are the bytes of which `digest_of` was taken, under this or an earlier key."""
    return ring().keyed_matches(use, hashlib.sha256(data).hexdigest(), digest)
