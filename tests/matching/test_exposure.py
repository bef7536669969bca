"""Looks: counted without a person, written together, and turned into a lift that the page says in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import DatabaseError, InterfaceError, connection
from django.test import Client
from django.urls import reverse

from tests.conftest import sign_in
from tests.postings.factories import a_posting, an_employer
from tests.workers.factories import BRICKLAYER, make_seeker
from yizhan.accounts.models import Office, User
from yizhan.accounts.queries import counties
from yizhan.matching import exposure, lifts, offers
from yizhan.matching.exposure import lift, looks_of, note_shown, shares_of, write_looks
from yizhan.matching.models import Looks
from yizhan.matching.nearby import jobs_near
from yizhan.matching.operations import KEPT_DAYS, WEIGHED_DAYS, add_looks, forget_old_looks
from yizhan.matching.queries import explain_pair, recommend_postings
from yizhan.matching.warming import keep_column_file
from yizhan.postings.models import Posting

DAY = dt.timedelta(days=1)
BRICKS: dict[str, Any] = {"title": "砌墙", "occupation_code": BRICKLAYER, "pay": "220元/天", "hazards": []}


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> Iterator[None]:
    exposure._waiting.clear()
    lifts.put_shares({})
    yield
    exposure._waiting.clear()
    lifts.put_shares({})


@pytest.fixture
def two(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> list[Posting]:
    """Two postings that differ in nothing but their age: of equals the older stands first."""
    given: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer, "at": now}
    employer = an_employer(**given)
    return [a_posting(employer=employer, **given, **BRICKS) for _ in range(2)]


def counted() -> dict[tuple[int, dt.date], int]:
    rows = Looks.objects.order_by("pk").values_list("posting_id", "day", "looks")
    return {(posting, day): looks for posting, day, looks in rows}


@pytest.mark.django_db
def test_counts_of_a_posting_and_day_add_up_in_one_row(today: dt.date, django_assert_num_queries: Any) -> None:
    note_shown([7, 8])
    note_shown([7])
    with django_assert_num_queries(3):  # one statement, and the transaction's savepoint around it
        assert write_looks(today) == 2
    note_shown([7, 9])
    write_looks(today)
    note_shown([7])
    write_looks(today + DAY)
    with django_assert_num_queries(0):
        assert write_looks(today) == 0
    assert counted() == {(7, today): 3, (8, today): 1, (9, today): 1, (7, today + DAY): 1}


@pytest.mark.django_db
def test_more_postings_than_a_statement_holds(today: dt.date) -> None:
    add_looks(looks=dict.fromkeys(range(1, 1204), 2), day=today)
    assert Looks.objects.filter(looks=2).count() == 1203


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [DatabaseError, InterfaceError])
def test_what_could_not_be_written_is_counted_again(today: dt.date, wrong: type[Exception]) -> None:
    def busy(*_: Any) -> None:
        raise wrong("database is locked, or its line is gone")

    note_shown([7])
    with pytest.raises(wrong), connection.execute_wrapper(busy):
        write_looks(today)
    note_shown([7])
    write_looks(today)
    assert counted() == {(7, today): 2}


@pytest.mark.django_db
def test_old_counts_weigh_no_more_and_then_leave(today: dt.date) -> None:
    for ago in (0, WEIGHED_DAYS - 1, WEIGHED_DAYS, KEPT_DAYS - 1, KEPT_DAYS):
        add_looks(looks={7: 10 + ago}, day=today - ago * DAY)
    assert looks_of(today) == {7: 10 + 10 + WEIGHED_DAYS - 1}
    assert forget_old_looks(today=today) == 1
    assert min(day for _posting, day in counted()) == today - (KEPT_DAYS - 1) * DAY


@pytest.mark.django_db
def test_a_page_counts_what_it_shows_and_asks_the_database_nothing_for_it(
    client: Client, clerk: User, two: list[Posting], now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    seeker = make_seeker(clerk, now)
    sign_in(client, clerk)
    client.get(reverse("matching:for", args=[seeker.person.public_id]))
    assert dict(exposure._waiting) == {one.pk: 1 for one in two}
    assert counted() == {}


@pytest.mark.django_db
def test_a_list_near_a_place_counts_the_page_that_it_gives(two: list[Posting], now: dt.datetime) -> None:
    first = jobs_near(at=now, k=1).items[0].posting.id
    assert dict(exposure._waiting) == {first: 1}


@pytest.mark.django_db
def test_what_few_have_seen_goes_up_with_a_reason_that_adds_up(
    two: list[Posting], clerk: User, now: dt.datetime, today: dt.date
) -> None:
    seen, unseen = two
    seeker = make_seeker(clerk, now)
    before = recommend_postings(seeker=seeker, by=clerk, at=now)
    assert [item.posting.id for item in before.items] == [seen.pk, unseen.pk]

    add_looks(looks={seen.pk: 40}, day=today)
    lift(now)
    after = recommend_postings(seeker=seeker, by=clerk, at=now)
    first = after.items[0]
    assert [item.posting.id for item in after.items] == [unseen.pk, seen.pk]
    assert ("少有人看到，往前放了一点", "10.00") in [(part.words, part.points) for part in first.parts]
    assert first.points_bp == sum(part.points_bp for part in first.parts) == (before.items[1].points_bp or 0) + 1000
    assert after.items[1].points_bp == before.items[0].points_bp
    assert explain_pair(seeker=seeker, posting=unseen, by=clerk, at=now).points_bp == first.points_bp


@pytest.mark.django_db
def test_a_posting_is_compared_with_its_own_county(
    two: list[Posting], clerk: User, reviewer: User, stranger: User, now: dt.datetime, today: dt.date, make_user: Any
) -> None:
    seen, unseen = two
    their_reviewer = make_user("reviewer", stranger.office)
    theirs = a_posting(office=stranger.office, by=stranger, verifier=their_reviewer, at=now, **BRICKS)
    with offers.reading():
        shares = shares_of(offers.current(today), {seen.pk: 100}, counties(), now)
        # What has ended competes with nobody, though its places were never taken.
        over = shares_of(offers.current(today), {seen.pk: 100}, counties(), now + 10 * DAY)
    assert shares == {unseen.pk: 10_000}
    assert over == {}
    assert theirs.pk not in shares  # nobody there has looked at anything: it is owed nothing


@pytest.mark.django_db
def test_shares_change_in_the_columns_without_packing_them_anew(
    two: list[Posting], now: dt.datetime, today: dt.date
) -> None:
    with offers.reading():
        snapshot = offers.read_anew(today)
    index, pk = snapshot.index, two[1].pk
    assert snapshot.set_exposure({pk: 3000, 10**9: 5000}) == 1
    assert snapshot.set_exposure({pk: 3000}) == 0
    assert snapshot.index is index
    held = dict(zip(snapshot.beside["posting_id"][: len(snapshot)].tolist(), index.exposure.tolist(), strict=True))
    assert held == {two[0].pk: 0, pk: 3000}
    (position,) = snapshot.positions_of({pk}, set())
    assert index.take(np.array([position])).exposure_bp.tolist() == [3000]
    assert snapshot.set_exposure({}) == 1


@pytest.mark.django_db(transaction=True)
def test_a_fresh_process_takes_the_shares_of_the_file_that_it_maps(
    two: list[Posting], now: dt.datetime, today: dt.date, settings: Any, tmp_path: Path
) -> None:
    settings.YIZHAN_HOME = tmp_path
    offers.forget()
    seen, unseen = two
    add_looks(looks={seen.pk: 40}, day=today)
    assert keep_column_file(now)
    with offers.reading():
        mapped = offers.current(today)
        assert mapped.shares() == {unseen.pk: 10_000} == dict(lifts.all_shares())
    offers.forget()
