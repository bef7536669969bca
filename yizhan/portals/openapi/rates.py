"""How often somebody may ask within a minute, counted in this process: for readers without a key.

Such readers are many and their answers are kept by caches, so no row is written for them. Each web process counts by
itself; keys are counted in the database (`operations.count_call`).
"""

from __future__ import annotations

import threading
import time

from django.conf import settings

MINUTE = 60
#: Addresses that are remembered; beyond that all counts begin anew, which lets more through and never less.
MOST_ADDRESSES = 20_000


class Window:
    """Calls of each address within the running minute."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._lock = threading.Lock()
        self._minute = 0
        self._calls: dict[str, int] = {}

    def wait(self, address: str) -> int:
        """Count a call; return 0 when it may go on, else the seconds until it may."""
        now = time.monotonic()
        minute = int(now // MINUTE)
        with self._lock:
            if minute != self._minute or len(self._calls) > MOST_ADDRESSES:
                self._minute, self._calls = minute, {}
            calls = self._calls.get(address, 0) + 1
            self._calls[address] = calls
        return 0 if calls <= settings.YIZHAN_API_CALLS_A_MINUTE else MINUTE - int(now % MINUTE)

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._calls = {}
