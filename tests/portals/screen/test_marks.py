"""Streams to the screens: told of what their list shows and nothing else, few at a time, and never in anybody's way."""

from __future__ import annotations

import datetime as dt
import re
import signal
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests.postings.factories import a_draft, a_posting
from yizhan.accounts.models import Office, User
from yizhan.portals.screen import watch as watching
from yizhan.portals.screen.watch import Stream, Watch, end_with_the_process, most_streams
from yizhan.postings.enums import EndReason
from yizhan.postings.operations import withdraw_posting

READS_STREAMS = {"Accept": "text/event-stream"}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "LOOK_EVERY_S", 0)


def opened(client: Client, office: Office) -> Any:
    """Ask for a stream as a browser does."""
    return client.get(f"/screen/{office.public_id}/marks", headers=READS_STREAMS)


def lines(answer: Any) -> Iterator[str]:
    """Read a stream line by line, behind what it says of coming back."""
    read = (part.decode() for part in answer.streaming_content)
    assert next(read).startswith("retry: ")
    return read


@pytest.mark.django_db
def test_a_screen_is_told_when_its_list_changed_and_nothing_of_it(
    client: Client, county: Office, station: Office, stranger: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    answer = opened(client, county)
    assert answer["Content-Type"] == "text/event-stream"
    assert answer["X-Accel-Buffering"] == "no"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    read, elsewhere = lines(answer), lines(opened(client, stranger.office))
    first = next(read)
    assert re.fullmatch(r"id: [0-9a-f]{8}-\d+\ndata: changed\n\n", first)
    assert next(elsewhere).startswith("id: ")
    assert next(read) == ":\n\n", "nothing happened"

    made: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer, "at": now}
    a_draft(**made)
    assert next(read) == ":\n\n", "what nobody was offered is no change"
    posting = a_posting(**made)
    second = next(read)
    assert second.startswith("id: ")
    assert second != first
    assert next(read) == ":\n\n"
    withdraw_posting(posting=posting, reason=EndReason.WEATHER, by=clerk, at=now)
    assert next(read) not in (":\n\n", first, second)
    assert next(elsewhere) == ":\n\n", "another county's list is as it was"


@pytest.mark.django_db
def test_a_lost_trail_tells_every_screen_to_read_anew(station: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch()
    before = watch.mark(station.path)
    assert watch.mark(station.path) == before
    monkeypatch.setattr(watching, "changes_since", lambda _cursor: None)
    assert watch.mark(station.path) != before


@pytest.mark.django_db
def test_all_streams_share_one_look(
    station: Office, county: Office, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(watching, "LOOK_EVERY_S", 3600)
    monkeypatch.setattr(watching, "FORGET_AFTER_S", 3600)
    watch = Watch()
    with django_assert_num_queries(1):
        for _turn in range(3):
            watch.mark(station.path)
            watch.mark(county.path)
    monkeypatch.setattr(watching, "LOOK_EVERY_S", 0)
    with django_assert_num_queries(1):
        watch.mark(station.path)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_a_look_costs_the_same_however_much_was_written(
    count: int, station: Office, clerk: User, reviewer: User, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    watch = Watch()
    before = watch.mark(station.path)
    for _one in range(count):
        a_posting(office=station, by=clerk, verifier=reviewer, at=now)
    with django_assert_num_queries(2):
        assert watch.mark(station.path) != before


@pytest.mark.django_db(transaction=True)  # a closed answer closes the connection of its thread
def test_the_third_asks_by_itself_until_one_is_gone(client: Client, station: Office) -> None:
    first, second = opened(client, station), opened(client, station)
    assert next(lines(first))
    assert opened(client, station).status_code == 204
    first.close()
    assert opened(client, station).status_code == 200
    first.close()  # twice is once
    assert opened(client, station).status_code == 204
    second.close()  # nobody read a word of it
    assert opened(client, station).status_code == 200


@pytest.mark.django_db
def test_who_does_not_read_streams_holds_no_place(client: Client, station: Office) -> None:
    url = f"/screen/{station.public_id}/marks"
    for answer in (client.get(url), client.head(url, headers=READS_STREAMS)):
        assert (answer.status_code, answer.content) == (204, b"")
    assert [watching.slots.acquire(blocking=False) for _place in range(3)] == [True, True, False]


@pytest.mark.django_db
def test_a_stream_ends_with_its_time_with_the_process_and_with_the_database(
    client: Client, station: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "STREAM_S", 0)
    assert list(lines(opened(client, station))) == []
    monkeypatch.setattr(watching, "STREAM_S", 3600)

    def away(_cursor: Any) -> None:
        raise OperationalError

    read = lines(opened(client, station))
    assert next(read)
    with monkeypatch.context() as broken:
        broken.setattr(watching, "changes_since", away)
        assert list(read) == []

    read = lines(opened(client, station))
    assert next(read)
    watching.ending.set()
    assert list(read) == []
    assert opened(client, station).status_code == 204


@pytest.mark.django_db(transaction=True)
def test_no_line_to_the_database_is_held_while_waiting(station: Office) -> None:
    slots = threading.BoundedSemaphore(1)
    slots.acquire()
    read = iter(Stream(station.path, Watch(), slots))
    next(read)
    assert next(read).startswith("id: ")
    assert connection.connection is None


def test_of_few_threads_none_is_held(client: Client, settings: Any) -> None:
    assert [most_streams(threads) for threads in (0, 1, 3, 4, 8, 64)] == [0, 0, 0, 1, 2, 2]
    settings.YIZHAN_WEB_THREADS = 2
    assert watching.open_stream("0001/") is None


def test_the_signal_ends_streams_and_goes_on_to_the_server() -> None:
    heard: list[int] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)}
    try:
        for number in before:
            signal.signal(number, lambda number, _frame: heard.append(number))
        end_with_the_process()
        signal.raise_signal(signal.SIGTERM)
        assert watching.ending.is_set()
        assert heard == [signal.SIGTERM]
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
