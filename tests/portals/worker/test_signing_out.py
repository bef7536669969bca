"""Whoever holds somebody's phone for a moment does not sign every phone of theirs out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import StrictClient
from yizhan.people.models import Person

pytestmark = pytest.mark.django_db


def test_signing_out_every_phone_asks_for_the_second_fact(phone: StrictClient, person: Person, clock: Any) -> None:
    assert 'name="fact"' in phone.get("/w/me/data/").content.decode()
    refused = phone.post("/w/me/out/", {"fact": "0000", "next": "/w/me/data/"})
    assert (refused.status_code, "一部手机也没有退出" in refused.content.decode()) == (422, True)
    assert phone.get("/w/me/").status_code == 200
    assert phone.post("/w/me/out/", {"fact": person.id_no[-4:]}).status_code == 302
    assert phone.get("/w/me/").status_code == 302
