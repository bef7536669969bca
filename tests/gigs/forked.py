"""Other processes on the test database: clients that start together, and one that is killed at its work.

A child opens connections of its own; it leaves by `os._exit`: nothing of the suite runs in it.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, connections

Work = Callable[[int], object]
#: Kept, because a connection that is thrown away says goodbye on the line that the parent still uses.
INHERITED: list[Any] = []


def start(work: Callable[[int], None]) -> tuple[int, int]:
    """Fork a child that runs `work(pipe)`; return its process id and the end of the pipe to read from."""
    connections.close_all()
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        return child, read
    try:
        os.close(read)
        forget_inherited()
        work(write)
    finally:
        os._exit(0)


def forget_inherited() -> None:
    """Give the child new connections, closed until they are used, and leave the inherited ones alone.

    Where a browser test ran before, Django keeps two connections for the main thread: one for code beside the
    browser's event loop, which the parent has closed, and one from before it began, which is still open. The child
    has no such loop and would take the latter: two processes on one line, and a killed child's transaction that
    nobody ends.
    """
    for alias in connections:
        INHERITED.append(connections[alias])
        connections[alias] = connections.create_connection(alias)


def said(pipe: int) -> str:
    """Return all that a child wrote until it ended."""
    with os.fdopen(pipe) as stream:
        return stream.read()


def fight(clients: Sequence[int], work: Work, *, processes: int) -> Counter[str]:
    """Let `work(client)` run for all clients at once, in so many processes with a thread and a connection each.

    :returns: how often each outcome came: the name of the refusal or error, `done` where there was none.
    """

    def share(mine: Sequence[int]) -> Callable[[int], None]:
        return lambda pipe: _threads(mine, work, pipe)

    children = [start(share(clients[n::processes])) for n in range(processes)]
    outcomes: Counter[str] = Counter()
    for child, pipe in children:
        outcomes.update(json.loads(said(pipe) or '{"the process died": 1}'))
        os.waitpid(child, 0)
    return outcomes


def _threads(clients: Sequence[int], work: Work, pipe: int) -> None:
    barrier, outcomes = threading.Barrier(len(clients)), [""] * len(clients)

    def run(place: int, client: int) -> None:
        try:
            barrier.wait(timeout=30)
            work(client)
            outcomes[place] = "done"
        except BaseException as error:
            outcomes[place] = type(error).__name__
        finally:
            connection.close()

    running = [threading.Thread(target=run, args=job) for job in enumerate(clients)]
    for one in running:
        one.start()
    for one in running:
        one.join()
    os.write(pipe, json.dumps(Counter(outcomes)).encode())


def kill_at_work(work: Callable[[Callable[[str], Any]], None], *, after: float) -> list[str]:
    """Run `work(tell)` in a child and kill it so many seconds after it first told something.

    :returns: what it had told by then.
    """

    def child_work(pipe: int) -> None:
        work(lambda words: os.write(pipe, f"{words}\n".encode()))
        os.write(pipe, b"end\n")

    child, pipe = start(child_work)
    first = os.read(pipe, 200).decode()
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return (first + said(pipe)).split()
