"""A caller of the API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from yizhan.portals.openapi.door import PUBLIC_CALLS


@pytest.fixture(autouse=True)
def _calls_begin_anew() -> Iterator[None]:
    """Let no test be counted with the one before."""
    PUBLIC_CALLS.forget()
    yield
    PUBLIC_CALLS.forget()


@pytest.fixture
def stands_still(now: dt.datetime) -> Iterator[dt.datetime]:
    """A Monday morning that does not pass."""
    with time_machine.travel(now, tick=False):
        yield now
