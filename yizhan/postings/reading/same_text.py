"""Whether a pasted text is still the one whose jobs stand in the forms, for the desk and the employers' console.

What was typed belongs to job 1, 2, 3 of the text that was read. The page carries a keyed hash of that text; where the
text that comes back is another, its jobs may be others, too, and it has to be read again before anything is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yizhan.shared.crypto.keyring import ring

if TYPE_CHECKING:
    from yizhan.postings.reading.posting import PostingReading

_LABEL = "pasted text"


def hash_of_text(reading: PostingReading) -> str:
    """Return what the page sends back with the text that was read."""
    return ring().keyed_hash(_LABEL, reading.original)


def is_same_text(reading: PostingReading, digest: str) -> bool:
    """Say whether the hash that came back was made of this text."""
    return ring().keyed_matches(_LABEL, reading.original, digest)
