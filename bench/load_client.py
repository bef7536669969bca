"""Requests that come when they come: an open arrival, whose waiting counts, over kept connections.

A closed loop of clients slows down with the server and so hides what people wait; here every request has its moment
beforehand, and its time runs from that moment.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

#: Sockets at once; what comes beyond waits, and its waiting counts.
MOST_CONNECTIONS = 64
ANSWERS_WITHIN_S = 60


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Connections:
    """Kept connections to one server on this machine."""

    def __init__(self, port: int) -> None:
        """Open none yet."""
        self._port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._room = asyncio.Semaphore(MOST_CONNECTIONS)

    async def ask(
        self, path: str, cookies: Mapping[str, str], form: Mapping[str, str | list[str]] | None = None
    ) -> Answer:
        """Send one request.

        :param form: sent by POST; without it the request is a GET.
        :raises ConnectionError: the server hung up, also at the second try on a fresh connection.
        """
        body = b"" if form is None else urlencode(form, doseq=True).encode()
        lines = [
            f"{'GET' if form is None else 'POST'} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self._port}",
            "Accept-Language: zh-CN",
            "Accept-Encoding: identity",
            "Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()),
        ]
        if form is not None:
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
                f"Referer: http://127.0.0.1:{self._port}/",
            ]
        sent = ("\r\n".join(lines) + "\r\n\r\n").encode() + body
        async with self._room:
            for fresh in (False, True):
                if fresh or not self._idle:
                    pair = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)
                    fresh = True
                else:
                    pair = self._idle.pop()
                try:
                    answer = await asyncio.wait_for(self._exchange(*pair, sent), ANSWERS_WITHIN_S)
                except (ConnectionError, asyncio.IncompleteReadError):
                    pair[1].close()  # a kept connection that the server let go: once more on a fresh one
                    if fresh:
                        raise ConnectionError("the server hung up") from None
                    continue
                if answer.headers.get("connection", "").lower() == "close":
                    pair[1].close()
                else:
                    self._idle.append(pair)
                return answer
        raise ConnectionError("the server hung up")

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent: bytes) -> Answer:
        writer.write(sent)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *rest = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest if line)}
        if "content-length" in headers:
            body = await reader.readexactly(int(headers["content-length"]))
        elif headers.get("transfer-encoding") == "chunked":
            body = b""
            while size := int(await reader.readuntil(b"\r\n"), 16):
                body += await reader.readexactly(size)
                await reader.readexactly(2)
            await reader.readexactly(2)
        else:
            body = await reader.read()
            headers["connection"] = "close"
        return Answer(int(first.split()[1]), headers, body)

    def close(self) -> None:
        """Let every connection go."""
        for _reader, writer in self._idle:
            writer.close()


@dataclass
class Kind:
    """One kind of thing that people do.

    :param do: does it once; returns the server's status.
    :param fine: statuses that are right.
    """

    name: str
    do: Callable[[Connections], Awaitable[int]]
    fine: frozenset[int] = frozenset({200})


@dataclass
class Seen:
    """What came of all of one kind: milliseconds from the moment it was due, and what was not right."""

    ms: list[float] = field(default_factory=list)
    wrong: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def drawn(counts: Iterable[tuple[Kind, int]], lasts_s: float, seed: int) -> list[tuple[float, Kind]]:
    """Draw the moments: so many of each kind, evenly at random over the time."""
    chance = random.Random(seed)
    return sorted(
        ((chance.uniform(0, lasts_s), kind) for kind, many in counts for _n in range(many)), key=lambda one: one[0]
    )


async def play(
    port: int, plan: list[tuple[float, Kind]], every_s: float, watch: Callable[[float], None]
) -> dict[str, Seen]:
    """Do everything at its moment and return what came of it.

    :param watch: called every `every_s` with the seconds since the start.
    """
    seen: dict[str, Seen] = defaultdict(Seen)
    connections, began = Connections(port), time.perf_counter()

    async def once(due: float, kind: Kind) -> None:
        try:
            status = await kind.do(connections)
            if status not in kind.fine:
                seen[kind.name].wrong[str(status)] += 1
        except (OSError, TimeoutError, LookupError) as error:
            seen[kind.name].wrong[type(error).__name__] += 1
        seen[kind.name].ms.append((time.perf_counter() - began - due) * 1000)

    async def look() -> None:
        while True:
            watch(time.perf_counter() - began)
            await asyncio.sleep(every_s)

    looking = asyncio.create_task(look())
    under_way = set()
    for due, kind in plan:
        await asyncio.sleep(max(0.0, began + due - time.perf_counter()))
        task = asyncio.create_task(once(due, kind))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
    if under_way:
        await asyncio.wait(under_way)
    looking.cancel()
    connections.close()
    return seen
