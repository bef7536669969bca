"""Everybody in the generated county gets from the snapshot what the slow path over the database says, days on."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.matching.slow import answer_of, slow_answer
from yizhan.accounts.models import Office
from yizhan.demo.filling import fill
from yizhan.demo.scale import LOCAL, Scale, standstill
from yizhan.matching.chosen import choose
from yizhan.matching.columns import people_table
from yizhan.matching.offers import OnOffer
from yizhan.matching.snapshot import Snapshot
from yizhan.people.models import Person
from yizhan.postings.queries import posting_columns, sunk_days_of_employers
from yizhan.shared.changes.cursor import begin
from yizhan.workers.queries import promises_of, seeker_rows

UNTIL = standstill(dt.datetime(2026, 11, 23, 9, 0, tzinfo=LOCAL))
SMALL = Scale(days=4, visits_a_day=6, people=24, employers=13, postings=14, referrals=16)


@pytest.mark.django_db
def test_the_generated_county_is_answered_alike_by_both_paths() -> None:
    fill(scale=SMALL, until=UNTIL)
    offices = tuple(Office.objects.order_by("pk").values_list("pk", flat=True))
    snapshot, asked = Snapshot.read(UNTIL.date(), begin()), 0
    for at in (UNTIL, UNTIL + dt.timedelta(hours=7), UNTIL + dt.timedelta(days=1), UNTIL + dt.timedelta(days=4)):
        day = at.astimezone(LOCAL).date()
        if day != snapshot.day:
            snapshot = snapshot.repacked(day, sunk=sunk_days_of_employers(day))
        rows = snapshot.rows_of(offices)
        offers = OnOffer(snapshot, rows[snapshot.open_at(at, rows)])
        truth = posting_columns(None, at)
        assert sorted(offers.snapshot.index.key[offers.rows].tolist()) == sorted(row.shift_id for row in truth)
        for seeker in seeker_rows(offices, UNTIL.date()):
            promises = [(each.starts_at, each.ends_at) for each in promises_of(Person(pk=seeker.person_id), at)]
            people = people_table([seeker], snapshot.bits, day)
            found = answer_of(choose(people, offers, promises, 20, personal=True))
            assert found == slow_answer(seeker, truth, at, promises, 20, personal=True)
            asked += bool(found[0])
    assert asked > 10
