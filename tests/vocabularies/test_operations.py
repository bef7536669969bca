"""An office's own words."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from yizhan.accounts.models import Office, User
from yizhan.shared.audit.models import AuditEntry
from yizhan.vocabularies import queries
from yizhan.vocabularies.models import LocalAlias
from yizhan.vocabularies.operations import (
    OccupationUnknown,
    WordEmpty,
    WordTaken,
    add_local_alias,
    retire_local_alias,
)

pytestmark = pytest.mark.django_db
DECORATOR = "6-29-04-01"


def test_adding_a_word_leaves_one_line_in_the_audit_log(station: Office, clerk: User, now: dt.datetime) -> None:
    alias = add_local_alias(office=station, word=" 糊墙匠 ", occupation_code=DECORATOR, by=clerk, at=now)

    assert alias.word == "糊墙匠"
    line = AuditEntry.objects.get(action="local_alias.added")
    assert (line.object_id, line.actor_id) == (alias.pk, clerk.pk)


def test_a_word_without_letters_is_refused(station: Office, clerk: User, now: dt.datetime) -> None:
    with pytest.raises(WordEmpty):
        add_local_alias(office=station, word=" ！ ", occupation_code=DECORATOR, by=clerk, at=now)


def test_an_unknown_occupation_is_refused(station: Office, clerk: User, now: dt.datetime) -> None:
    with pytest.raises(OccupationUnknown):
        add_local_alias(office=station, word="糊墙匠", occupation_code="9-99-99-99", by=clerk, at=now)


def test_a_word_means_one_thing_in_an_office_until_it_is_retired(
    station: Office, foreign_station: Office, clerk: User, now: dt.datetime
) -> None:
    first = add_local_alias(office=station, word="糊墙匠", occupation_code=DECORATOR, by=clerk, at=now)

    with pytest.raises(WordTaken):
        add_local_alias(office=station, word="糊墙匠", occupation_code="6-29-01-01", by=clerk, at=now)
    add_local_alias(office=foreign_station, word="糊墙匠", occupation_code=DECORATOR, by=clerk, at=now)

    retire_local_alias(alias=first, by=clerk, at=now)
    retire_local_alias(alias=first, by=clerk, at=now)
    assert AuditEntry.objects.filter(action="local_alias.retired").count() == 1
    assert not queries.local_aliases(station).exists()
    add_local_alias(office=station, word="糊墙匠", occupation_code="6-29-01-01", by=clerk, at=now)


def test_the_database_holds_when_the_operation_is_bypassed(station: Office, clerk: User, now: dt.datetime) -> None:
    add_local_alias(office=station, word="糊墙匠", occupation_code=DECORATOR, by=clerk, at=now)

    for word in ("糊墙匠", ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            LocalAlias.objects.create(office=station, word=word, occupation_code=DECORATOR)
