"""How often postings were shown to people who look for work: counted in the process, written every few seconds."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable

_counting = threading.Lock()
_waiting: Counter[int] = Counter()


def note_shown(posting_ids: Iterable[int]) -> None:
    """Count one look at each posting of a page. Nothing of who looked is kept, and nothing is asked of the database."""
    with _counting:
        _waiting.update(posting_ids)
