"""The kept market is never older than the look. Real commits: inside a transaction nothing is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import time_machine
from django.db import transaction
from django.test import Client

from tests.postings.factories import LONG_JOB, a_household_job, a_posting
from yizhan.accounts.models import Office, User
from yizhan.accounts.queries import active_offices
from yizhan.channels.queries import offers_of, open_ids
from yizhan.employers.enums import RefusalReason
from yizhan.employers.operations import refuse_verification
from yizhan.postings import market as room
from yizhan.postings.enums import EndReason
from yizhan.postings.models import Posting
from yizhan.postings.operations import take_place, withdraw_posting
from yizhan.postings.queries import live_postings
from yizhan.shared.changes.models import Change

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    room.forget()
    yield
    room.forget()


def held(at: dt.datetime) -> list[int]:
    """Return what is on offer, the employer's newest word first, and hold it against the database."""
    found = room.market(at)
    rows = found.newest(found.live(at), len(found), by="confirmed")
    ids: list[int] = found.columns["posting"][rows].tolist()
    assert ids == list(live_postings(active_offices().order_by().values("pk"), at).values_list("pk", flat=True))
    return ids


def fill(posting: Posting, by: User, at: dt.datetime) -> None:
    """Take every place of a posting."""
    for shift in posting.shifts.all():
        for _n in range(shift.headcount - shift.taken):
            take_place(shift=shift, by=by, at=at)


def test_the_market_is_what_the_database_says_after_every_change(
    station: Office, clerk: User, reviewer: User, now: dt.datetime, client: Client, django_assert_num_queries: Any
) -> None:
    made: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer, "at": now}
    gig, long = a_posting(**made, title="装卸工"), a_posting(**made, title="缝纫工", raw=LONG_JOB)
    home = a_household_job(**made, title="保洁")
    assert set(held(now)) == {gig.pk, long.pk, home.pk}
    first = room.market(now)
    for queries in (4, 2):  # an offer is kept as well
        with django_assert_num_queries(queries):
            assert offers_of([home.pk, gig.pk], now, first) == offers_of([home.pk, gig.pk], now)
    with django_assert_num_queries(1):
        assert room.market(now) is first
    assert first.newest(first.titled("装卸") & ~first.private, 9).tolist() == [
        int(np.flatnonzero(first.columns["posting"] == gig.pk)[0])
    ]

    def page() -> str:
        with time_machine.travel(now, tick=False):
            return str(client.get("/w/").content.decode())

    def job(posting: Posting) -> str:
        with time_machine.travel(now, tick=False):
            return str(client.get(f"/w/jobs/{posting.public_id}/").content.decode())

    assert all("怎样报名" in job(each) for each in (gig, long))
    with django_assert_num_queries(1):
        job(long)
    assert "装卸工" in page()
    assert page().count("<li id=") == 3  # the second is the kept one
    fill(gig, clerk, now)
    assert "装卸工" not in page()
    assert "已招满" in job(gig)
    assert [offer.id for offer in offers_of([home.pk, gig.pk], now, room.market(now))] == [home.pk]
    with django_assert_num_queries(1):  # another's change leaves it kept
        assert "怎样报名" in job(long)
    assert set(held(now)) == {long.pk, home.pk}
    with transaction.atomic():  # what is not committed is seen here, and nowhere kept
        withdraw_posting(posting=long, by=clerk, at=now, reason=EndReason.EMPLOYER_ASKED)
        assert room.market(now) is not room.market(now)
        assert set(held(now)) == {home.pk}
    assert set(held(now)) == {home.pk}
    refuse_verification(employer=home.employer, reason=RefusalReason.NAME_DIFFERS, by=reviewer, at=now)
    assert held(now) == []
    Change.objects.all().delete()  # the line under the cursor is lost: everything is read anew
    assert held(now) == []


def test_the_clock_alone_ends_offers_to_the_moment(
    station: Office, clerk: User, reviewer: User, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    made: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer}
    gig, long = a_posting(**made, at=now), a_posting(**made, at=now, raw=LONG_JOB)
    found = room.market(now)
    assert open_ids([station], now) == [gig.pk, long.pk]
    for over in sorted({found.until(gig.pk), found.until(long.pk)}):
        for at in (over - dt.timedelta(microseconds=1), over):
            held(at)
    assert held(max(found.until(gig.pk), found.until(long.pk))) == []
    assert room.market(now).live(now).sum() == 2  # an earlier moment than the market's is asked of the database


def test_what_a_transaction_sees_is_kept_for_nobody_and_what_is_kept_has_an_end(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, later = room.market(now), now + dt.timedelta(minutes=1)
    with transaction.atomic():
        assert found.keep("unsure", now, lambda: (1, later)) == 1
    assert found.keep("unsure", now, lambda: (2, later)) == 2
    monkeypatch.setattr(room, "MOST_KEPT", 20)
    for number in range(200):
        found.keep(number, now, lambda: (0, later))
        assert len(found._kept) <= 20
    assert found.keep(199, now, lambda: (1, later)) == 0, "the newest are kept"
    found.keep("next", later, lambda: (0, later + dt.timedelta(minutes=1)))
    for number in range(15):
        found.keep(("more", number), later, lambda: (0, later + dt.timedelta(minutes=1)))
    assert found.keep("next", later, lambda: (1, later)) == 0, "what is over goes first"
