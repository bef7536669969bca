"""A signed-in phone for tests of the worker's own pages."""

from __future__ import annotations

import datetime as dt

from django.test import Client

from yizhan.people.models import Person
from yizhan.portals.worker.enums import Door
from yizhan.portals.worker.operations import open_device
from yizhan.portals.worker.own import COOKIE


def sign_phone_in(client: Client, person: Person, at: dt.datetime) -> None:
    """Sign the client's phone in as a person (the ways in have tests of their own)."""
    _device, token = open_device(person=person, door=Door.COUNTER, is_own=True, at=at)
    client.cookies[COOKIE] = token
