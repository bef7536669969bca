"""Real Chromium for the worker's pages, and a phone that is signed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.browser import base_url, browser_context_args, browser_type_launch_args, desk
from tests.conftest import StrictClient
from tests.people.factories import mobile
from tests.portals.worker.factories import sign_phone_in
from tests.workers.factories import make_seeker
from yizhan.accounts.models import User
from yizhan.people.models import Person
from yizhan.workers.models import JobSeeker

__all__ = ["base_url", "browser_context_args", "browser_type_launch_args", "desk"]


@pytest.fixture
def clock(now: dt.datetime) -> Iterator[time_machine.Traveller]:
    """Stand still at the fixture's moment."""
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def seeker(clerk: User, now: dt.datetime) -> JobSeeker:
    """Somebody registered for work, with a telephone."""
    return make_seeker(clerk, now, phone=mobile(1))


@pytest.fixture
def person(seeker: JobSeeker) -> Person:
    """The same as a person."""
    return seeker.person


@pytest.fixture
def phone(client: StrictClient, person: Person, now: dt.datetime, clock: Any) -> StrictClient:
    """The person's phone, signed in."""
    sign_phone_in(client, person, now)
    return client
