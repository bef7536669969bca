"""Random secrets of the worker's pages, and what is kept of them. Pure."""

from __future__ import annotations

import hashlib

#: Without 0 O 1 I L U, as on the slips; ten signs of thirty are 49 bits, and live five minutes.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PASS_LENGTH = 10


def hash_of(secret: str) -> str:
    """Return what is kept of a token or a code: both are random, so that a quick hash without a key is enough."""
    return hashlib.sha256(f"worker:{secret}".encode()).hexdigest()
