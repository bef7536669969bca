"""Two counties and everybody in them, made once a file; what a test does in them is undone after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.access import World, make_world

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


class Undone(Exception):
    """Rolls back."""


@pytest.fixture(scope="module")
def world_of_the_file(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[World, dict[str, str]]]:
    """The world, and the session of everybody who is signed in at its time."""
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                world = make_world(NOW)
                yield world, {who: session_of(world, who) for who in world.users}
                raise Undone
        except Undone:
            pass


def session_of(world: World, who: str) -> str:
    """Sign somebody in; return the cookie."""
    from tests.conftest import sign_in

    client = Client()
    sign_in(client, world.users[who], at=world.now)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def world(world_of_the_file: tuple[World, dict[str, str]], db: None) -> World:
    """The world as it was made, with nothing kept yet; what the test does is rolled back."""
    made, sessions = world_of_the_file
    return replace(made, kept={}, users=dict(made.users), sessions=sessions)
