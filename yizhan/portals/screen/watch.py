"""What open streams of this process share: one look at the changes every few seconds, and a mark for each office.

A stream holds a thread of the few that a station has, so they are counted, end by themselves and with the process, and
hold no line to the database while they wait. Why streams at all: docs/adr/0037-the-screen-is-told.md.
"""

from __future__ import annotations

import signal
import threading
import time
import weakref
from collections.abc import Iterator
from secrets import token_hex
from types import FrameType
from typing import Any

import structlog
from django.conf import settings
from django.db import Error, connections

from yizhan.channels.queries import offices_touched
from yizhan.shared.changes.cursor import Cursor, begin, changes_since
from yizhan.shared.changes.enums import Topic

log = structlog.get_logger("yizhan.screen")

LOOK_EVERY_S = 3
#: The browser opens the next one; until then somebody else may have the place.
STREAM_S = 5 * 60
COMES_BACK_MS = 5_000
#: Of the threads of a process, one in so many may be held; and never more streams than this.
ONE_THREAD_IN = 4
MOST_STREAMS = 2
#: After so long without a look whoever comes is told to read anew, which is one question.
FORGET_AFTER_S = 60
#: Of more rows (a sheet was taken over) nobody asks whose they are: every screen reads anew.
MOST_ROWS = 500

#: Set when the process is asked to end.
ending = threading.Event()


class Watch:
    """The marks: a text that differs once something was written that an office's list may show."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._lock = threading.Lock()
        self._run = token_hex(4)
        self._cursor: Cursor | None = None
        self._looked = 0.0
        self._turn = 0
        self._all = 0
        self._of: dict[str, int] = {}

    def mark(self, path: str) -> str:
        """Return the mark of an office and all below it. Asks the database at most once in `LOOK_EVERY_S`."""
        with self._lock:
            since = time.monotonic() - self._looked
            if self._cursor is None or since >= FORGET_AFTER_S:
                self._cursor = begin()
                self._everything()
            elif since >= LOOK_EVERY_S:
                self._look(self._cursor)
            else:
                return self._said(path)
            self._looked = time.monotonic()
            return self._said(path)

    def _look(self, cursor: Cursor) -> None:
        look = changes_since(cursor)
        if look is None:
            self._cursor = begin()
            self._everything()
            return
        postings, employers = look.rows.get(Topic.POSTING, set()), look.rows.get(Topic.EMPLOYER, set())
        self._cursor = look.cursor
        if len(postings) + len(employers) > MOST_ROWS:
            self._everything()
        elif postings or employers:
            self._turn += 1
            self._of |= dict.fromkeys(offices_touched(postings, employers), self._turn)

    def _everything(self) -> None:
        self._turn += 1
        self._all = self._turn
        self._of.clear()

    def _said(self, path: str) -> str:
        own = [turn for below, turn in self._of.items() if below.startswith(path)]
        return f"{self._run}-{max(own, default=self._all)}"


class Stream:
    """Lines for one screen; its place is given back once, when it is closed or forgotten."""

    def __init__(self, path: str, watch: Watch, slots: threading.Semaphore) -> None:
        """Stand in a place that was taken of `slots`."""
        self._path, self._watch, self._ending = path, watch, ending
        self._give_back = weakref.finalize(self, slots.release)

    def __iter__(self) -> Iterator[str]:
        """Say the mark first and whenever it is another; in between a remark, by which a lost reader is noticed."""
        ends = time.monotonic() + STREAM_S
        said = ""
        yield f"retry: {COMES_BACK_MS}\n\n"
        while not self._ending.is_set() and time.monotonic() < ends:
            try:
                mark = self._watch.mark(self._path)
            except Error:
                log.warning("screen.not_watched", exc_info=True)
                return
            finally:
                let_go_of_the_database()
            yield f"id: {mark}\ndata: changed\n\n" if mark != said else ":\n\n"
            said = mark
            self._ending.wait(LOOK_EVERY_S)

    def close(self) -> None:
        """Give the place back; the server calls it when the stream ended or nobody reads it any more."""
        self._give_back()


def most_streams(threads: int) -> int:
    """Return how many streams a process with so many threads bears."""
    return min(MOST_STREAMS, threads // ONE_THREAD_IN)


watch = Watch()
slots = threading.BoundedSemaphore(max(1, most_streams(settings.YIZHAN_WEB_THREADS)))


def open_stream(path: str) -> Stream | None:
    """Return a stream for an office, or None where no thread is to be spared: the screen asks by itself then."""
    if not most_streams(settings.YIZHAN_WEB_THREADS) or ending.is_set() or not slots.acquire(blocking=False):
        return None
    return Stream(path, watch, slots)


def let_go_of_the_database() -> None:
    """Close this thread's lines to the database, but for a transaction that somebody else holds open around us."""
    for line in connections.all(initialized_only=True):
        if not line.in_atomic_block:
            line.close()


def end_with_the_process() -> None:
    """Let streams end when the process is asked to: it waits for its threads. Called in the main thread."""
    for name in ("SIGTERM", "SIGINT", "SIGQUIT"):
        number = getattr(signal, name, None)  # Windows has no SIGQUIT
        if number is not None and callable(before := signal.getsignal(number)):
            signal.signal(number, _also_ending(before))


def _also_ending(before: Any) -> Any:
    def handle(number: int, frame: FrameType | None) -> None:
        ending.set()
        before(number, frame)

    return handle
