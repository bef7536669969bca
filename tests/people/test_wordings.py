"""The wordings of consents: versions that never change, asked for anew, written by the administrator alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from tests.conftest import StrictClient, sign_in
from tests.people.factories import make_person
from yizhan.accounts.models import Office, User
from yizhan.people.enums import Channel, ConsentPurpose
from yizhan.people.models import Consent, ConsentText
from yizhan.people.operations import ConsentFacts, WordingUnfit, give_consent, word_consent
from yizhan.people.queries import newest_texts, standing_purposes
from yizhan.shared.errors import ChangedMeanwhile, NotAllowed
from yizhan.shared.models import AuditEntry

pytestmark = pytest.mark.django_db
PAGE = "/people/wordings/"
WORDS = "有合适的活时，驿站会发短信告诉您，一天最多一条。您可以随时到窗口或打电话撤回。"


def test_a_new_wording_is_a_version_and_asks_again(
    client: StrictClient, sysadmin: User, clerk: User, station: Office, now: dt.datetime
) -> None:
    person = make_person(station, clerk, now, consents=("push",))
    sign_in(client, sysadmin)
    sent = {"prefix": "push", "push-purpose": "push", "push-version": "1", "push-text": WORDS}
    assert client.post(PAGE, sent | {"push-text": "太短"}).status_code == 422
    assert client.post(PAGE, sent).status_code == 302
    late = client.post(PAGE, sent | {"push-text": WORDS + "谢谢。"})  # over version 1, which is no longer the newest
    assert late.status_code == 422
    assert "谢谢。" in late.content.decode()
    shown = client.get(PAGE).content.decode()
    assert "第 2 版，正在用" in shown
    assert "主动打电话或发短信" in shown  # the first stays to be read
    rows = list(Consent.objects.filter(person=person))
    assert standing_purposes(rows, newest_texts(), now) == set()
    again = give_consent(person=person, consent=ConsentFacts("push"), channel=Channel.COUNTER, by=clerk, at=now)
    assert again.text.version == 2
    assert AuditEntry.objects.get(action="consent.worded").reason == "push v2"


def test_nobody_else_words_them_and_no_row_changes(sysadmin: User, officer: User, now: dt.datetime) -> None:
    given = {"purpose": ConsentPurpose.PUSH, "text": WORDS, "at": now}
    with pytest.raises(NotAllowed):
        word_consent(**given, seen_version=1, by=officer)  # type: ignore[arg-type]
    row = word_consent(**given, seen_version=1, by=sysadmin)  # type: ignore[arg-type]
    with pytest.raises(ChangedMeanwhile):
        word_consent(**given, seen_version=1, by=sysadmin)  # type: ignore[arg-type]
    with pytest.raises(WordingUnfit):  # the same as before
        word_consent(**given, seen_version=2, by=sysadmin)  # type: ignore[arg-type]
    with pytest.raises(DatabaseError), transaction.atomic():
        ConsentText.objects.filter(pk=row.pk).update(text="别的话")
