"""The recovery sheet: the whole key ring as lines that a person can copy by hand.

Layout of the bytes: version (1) · number of roots (1) · position of the index root (1) · the roots,
32 bytes each · SHA-256 of all that (first 4). Zero-padded to lines of 10 bytes = 16 characters of
Crockford's base32, shown as four groups of four and one check symbol. The check symbol is
Crockford's (value mod 37), taken over the value *and the number of the line*, so that it also
catches two lines in the wrong order.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable

from yizhan.shared.crypto.errors import KeysDamaged, RecoveryIncomplete, RecoveryLineWrong
from yizhan.shared.crypto.keyring import MOST_ROOTS, ROOT_BYTES, KeyRing, Root

_SHEET_VERSION = 1
_LINE_BYTES = 10
_LINE_SYMBOLS = 16
_DIGEST_BYTES = 4
_HEAD_BYTES = 3
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECK_ALPHABET = _ALPHABET + "*~$=U"
#: What people write for a symbol that the alphabet leaves out because it looks like another.
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def recovery_code(ring: KeyRing) -> list[str]:
    """Return the lines of the sheet, such as `7ZK4 0QXM 9T2B HC51 G`; four lines for a ring with one root."""
    body = bytes([_SHEET_VERSION, len(ring.roots), ring.index_at]) + b"".join(root.secret for root in ring.roots)
    body += hashlib.sha256(body).digest()[:_DIGEST_BYTES]
    body += bytes(-len(body) % _LINE_BYTES)
    chunks = [body[at : at + _LINE_BYTES] for at in range(0, len(body), _LINE_BYTES)]
    return [_write_line(number, chunk) for number, chunk in enumerate(chunks, start=1)]


def ring_from_recovery(lines: Iterable[str]) -> KeyRing:
    """Return the ring that a sheet holds.

    Case, spaces and dashes do not matter; O is read as 0, I and L as 1; full-width symbols are
    accepted; empty lines are skipped.

    :raises RecoveryLineWrong: a line does not agree with its check symbol (`.line` counts the lines
        typed, from 1).
    :raises RecoveryIncomplete: every line is right but together they are not one sheet.
    """
    typed = [line for line in (_bare(line) for line in lines) if line]
    body = b"".join(_read_line(number, line) for number, line in enumerate(typed, start=1))
    if len(body) < _HEAD_BYTES or body[0] != _SHEET_VERSION or not 1 <= body[1] <= MOST_ROOTS:
        raise RecoveryIncomplete
    end = _HEAD_BYTES + body[1] * ROOT_BYTES
    stored, rest = body[end : end + _DIGEST_BYTES], body[end + _DIGEST_BYTES :]
    if hashlib.sha256(body[:end]).digest()[:_DIGEST_BYTES] != stored or any(rest) or len(rest) >= _LINE_BYTES:
        raise RecoveryIncomplete
    secrets = [body[at : at + ROOT_BYTES] for at in range(_HEAD_BYTES, end, ROOT_BYTES)]
    try:
        roots = tuple(Root(secret, hashes=at <= body[2]) for at, secret in enumerate(secrets))
        return KeyRing(roots, index_at=body[2])
    except KeysDamaged as error:
        raise RecoveryIncomplete from error


def _bare(line: str) -> str:
    """Return the symbols of a line without what people put between them."""
    upper = unicodedata.normalize("NFKC", line).upper()
    return "".join(char for char in upper if not char.isspace() and char not in "-‐‑‒–—−_.")


def _check_symbol(number: int, value: int) -> str:
    """Return the symbol for a line; the line's number counts as digits in front of the value."""
    return _CHECK_ALPHABET[(number * 32**_LINE_SYMBOLS + value) % 37]


def _write_line(number: int, chunk: bytes) -> str:
    """Return a line of the sheet for 10 bytes."""
    value = int.from_bytes(chunk, "big")
    symbols = "".join(_ALPHABET[(value >> (5 * at)) & 31] for at in reversed(range(_LINE_SYMBOLS)))
    groups = [symbols[at : at + 4] for at in range(0, _LINE_SYMBOLS, 4)]
    return " ".join([*groups, _check_symbol(number, value)])


def _read_line(number: int, bare: str) -> bytes:
    """Return the 10 bytes of a line."""
    symbols, check = bare[:-1].translate(_LOOKALIKES), bare[-1].translate(_LOOKALIKES)
    if len(symbols) != _LINE_SYMBOLS or any(symbol not in _ALPHABET for symbol in symbols):
        raise RecoveryLineWrong(number)
    value = 0
    for symbol in symbols:
        value = value * 32 + _ALPHABET.index(symbol)
    if check != _check_symbol(number, value):
        raise RecoveryLineWrong(number)
    return value.to_bytes(_LINE_BYTES, "big")
