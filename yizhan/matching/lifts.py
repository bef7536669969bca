"""The shares of looks that postings lack, as this process knows them: what fills the engine's exposure column.

Kept beside the columns, because a row that is read anew has to have the same share as the one in whose place it comes.
"""

from __future__ import annotations

from collections.abc import Mapping

_shares: dict[int, int] = {}


def put_shares(shares: Mapping[int, int]) -> None:
    """Take new shares in the place of all."""
    global _shares
    _shares = dict(shares)


def share_of(posting_id: int) -> int:
    """Return a posting's share in basis points; 0 where nothing is known."""
    return _shares.get(posting_id, 0)


def all_shares() -> Mapping[int, int]:
    """Return posting -> share."""
    return _shares
