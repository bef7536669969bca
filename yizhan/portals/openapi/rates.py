"""How often an address may ask within a minute, counted over all web processes: for readers without a key.

Such readers are many and their answers are kept by caches, so no row is written for each call. A process takes
tickets: an eighth of what an address has left in the minute, at least one, in one statement that decides
(`shared.notifications.tally`). From its own tickets it answers without asking anybody; so the last ones are handed out
one by one, and no process keeps many that another could use. For 300 calls that is at most 40 writes a minute and
address, whoever asks how fast. Keys are counted one by one (`operations.count_call`).
"""

from __future__ import annotations

import datetime as dt
import threading

from django.conf import settings

from yizhan.shared.notifications.tally import forget_window, key_of, take_some

SCOPE = "api_address"
MINUTE = dt.timedelta(minutes=1)
#: Into how many parts what is left is divided; the first process to ask takes one.
PARTS = 8
#: Stands for an address whose minute has no ticket left: nobody needs to be asked again.
SPENT = -1
#: Addresses that a process remembers; beyond that it asks anew, which lets nobody through who has no ticket left.
MOST_ADDRESSES = 20_000


class Window:
    """The tickets that this process holds for each address within the running minute."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._lock = threading.Lock()
        self._minute = 0
        self._held: dict[str, int] = {}

    def wait(self, address: str, at: dt.datetime) -> int:
        """Count a call; return 0 when it may go on, else the seconds until it may."""
        moment = int(at.timestamp())
        left_s = 60 - moment % 60
        with self._lock:
            self._turn_to(moment // 60)
            held = self._held.get(address, 0)
            if held > 0:
                self._held[address] = held - 1
            if held:
                return left_s if held == SPENT else 0
        most = settings.YIZHAN_API_CALLS_A_MINUTE
        taken = take_some(scope=SCOPE, key=key_of(f"api {address}"), at=at, window=MINUTE, most=most, parts=PARTS)
        with self._lock:
            self._turn_to(moment // 60)
            held = max(0, self._held.get(address, 0))  # another thread may have taken some as well
            self._held[address] = held + taken - 1 if taken else held or SPENT
        return 0 if taken else left_s

    def _turn_to(self, minute: int) -> None:
        if minute != self._minute or len(self._held) > MOST_ADDRESSES:
            self._minute, self._held = minute, {}

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._held = {}


def forget_old_calls(*, at: dt.datetime) -> int:
    """Delete what was counted in minutes that are over; called by housekeeping."""
    return forget_window(scope=SCOPE, before=at - 5 * MINUTE)
