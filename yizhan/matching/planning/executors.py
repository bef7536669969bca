"""Who works: this process, several processes, or a Ray cluster. None of them changes the answer.

Each calls a function on every job and yields (number, answer) as they come (`yizhan.engine.partition.Run`). A job is
made only when somebody is free to do it, so that no more parts lie in memory than hands are at work. Whoever is killed
in the middle costs the part in hand, which another does again.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Self, TypeVar

import structlog

log = structlog.get_logger("yizhan.planning")

J = TypeVar("J")
A = TypeVar("A")

#: A part whose worker died so often is what kills workers (too large for the memory, most likely).
MOST_TRIES = 3


class PartLost(RuntimeError):
    """A part killed every worker that took it."""

    def __init__(self, number: int) -> None:
        """Name the part."""
        super().__init__(f"part {number}: its worker died {MOST_TRIES} times; it may need more memory than there is.")


@dataclass(eq=False)
class _Hand:
    """A worker process with its end of the line, and the part it has in hand."""

    process: multiprocessing.process.BaseProcess
    line: Connection
    number: int = -1

    def put_down(self) -> None:
        """End it, whatever it does."""
        self.line.close()
        self.process.terminate()
        self.process.join()


def _work(line: Connection) -> None:
    """Do what comes over the line until it is closed. Runs in the worker."""
    while True:
        try:
            function, job = line.recv()
        except EOFError:
            return
        answer: Any = None
        error: Exception | None = None
        try:
            answer = function(job)
        except Exception as raised:
            error = raised
        line.send((answer, error))


class Processes:
    """A pool of processes on this machine; use it in a `with`.

    Not `concurrent.futures`: there one killed worker breaks the pool and every part that was in hand with it.

    :param workers: how many at once; the answer is the same for every number.
    """

    def __init__(self, workers: int) -> None:
        """Start nobody yet: a worker is started when there is a part for it."""
        self.workers = max(1, workers)
        self.hands: list[_Hand] = []
        # Started anew, not copied: a copy of a process with threads may hold a lock that nobody releases.
        self._context = multiprocessing.get_context("spawn")

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers."""
        for hand in self.hands:
            hand.put_down()
        self.hands.clear()

    def __call__(self, function: Callable[[J], A], jobs: Sequence[J], /) -> Iterator[tuple[int, A]]:
        """Yield (number, answer) of every job, each once, as they come.

        :raises PartLost: a part whose worker died again and again. :raises Exception: what the function raised.
        """
        waiting, tries = deque(range(len(jobs))), dict.fromkeys(range(len(jobs)), 0)
        try:
            while waiting or self._at_work():
                self._hand_out(function, jobs, waiting, tries)
                for hand in self._first_back():
                    number, hand.number = hand.number, -1
                    try:
                        answer, error = hand.line.recv()
                    except (EOFError, OSError):
                        self._bury(hand)
                        waiting.appendleft(number)
                        continue
                    if error is not None:
                        raise error
                    yield number, answer
        finally:
            for hand in self._at_work():  # somebody stopped listening: what they do is of no use to anybody
                self._bury(hand)

    def _at_work(self) -> list[_Hand]:
        return [hand for hand in self.hands if hand.number >= 0]

    def _first_back(self) -> list[_Hand]:
        busy = {hand.line: hand for hand in self._at_work()}
        return [busy[line] for line in wait(list(busy)) if isinstance(line, Connection)]

    def _hand_out(
        self, function: Callable[[J], A], jobs: Sequence[J], waiting: deque[int], tries: dict[int, int]
    ) -> None:
        while waiting and len(self._at_work()) < self.workers:
            number = waiting.popleft()
            tries[number] += 1
            if tries[number] > MOST_TRIES:
                raise PartLost(number)
            hand = next((hand for hand in self.hands if hand.number < 0), None) or self._start()
            try:
                hand.line.send((function, jobs[number]))
            except OSError:  # it died between two parts
                self._bury(hand)
                waiting.appendleft(number)
                continue
            hand.number = number

    def _start(self) -> _Hand:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(theirs,), daemon=True)
        process.start()
        theirs.close()  # so that its death ends the line
        hand = _Hand(process, ours)
        self.hands.append(hand)
        return hand

    def _bury(self, hand: _Hand) -> None:
        if hand.number >= 0 or not hand.process.is_alive():
            log.warning("planning.worker_gone", exit=hand.process.exitcode)
        hand.put_down()
        self.hands.remove(hand)


class Ray:
    """Ray tasks: on this machine alone, or on a cluster that is running; use it in a `with`. Needs the extra `cluster`.

    :param workers: how many parts at once. :param address: of a running cluster; None starts a local one on the
        loopback address, without dashboard and without telling its makers anything.
    :raises ModuleNotFoundError: Ray is not installed.
    """

    def __init__(self, workers: int, address: str | None = None) -> None:
        """Keep what was asked for; Ray is loaded by `with`."""
        self.workers, self.address = max(1, workers), address
        self._ray: Any = None

    def __enter__(self) -> Self:
        """Join the cluster, or start one here."""
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        import ray

        self._ray = ray
        # Workers find the code where this process found it.
        surroundings = {"env_vars": {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}}
        if self.address:
            ray.init(address=self.address, log_to_driver=False, runtime_env=surroundings)
        else:
            ray.init(
                num_cpus=self.workers, include_dashboard=False, log_to_driver=False, runtime_env=surroundings,
                _node_ip_address="127.0.0.1", configure_logging=False,
            )  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the cluster; the local one ends."""
        self._ray.shutdown()

    def __call__(self, function: Callable[[J], A], jobs: Sequence[J], /) -> Iterator[tuple[int, A]]:
        """Yield (number, answer) of every job, each once, as they come; Ray does a lost part again by itself."""
        remote = self._ray.remote(max_retries=MOST_TRIES - 1, num_cpus=1)(function)
        waiting: deque[int] = deque(range(len(jobs)))
        out: dict[Any, int] = {}
        while waiting or out:
            while waiting and len(out) < self.workers:
                number = waiting.popleft()
                out[remote.remote(jobs[number])] = number
            (done,), _ = self._ray.wait(list(out), num_returns=1)
            number = out.pop(done)
            try:
                answer = self._ray.get(done)
            except self._ray.exceptions.WorkerCrashedError as error:
                raise PartLost(number) from error
            yield number, answer
