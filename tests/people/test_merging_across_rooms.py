"""The rooms above move their rows with a merge, bring them back, hand them out and let them go."""

from __future__ import annotations

import datetime as dt

from tests.people.factories import make_person
from tests.workers.factories import make_seeker
from yizhan.accounts.models import Office, User
from yizhan.people.operations import anonymise_person, export_person, merge_people, undo_merge
from yizhan.workers.models import JobSeeker, Visit


def rows() -> dict[str, list[tuple[int, int | None]]]:
    """Return whose every row is."""
    return {
        "seekers": sorted(JobSeeker.objects.values_list("pk", "person_id")),
        "visits": sorted(Visit.objects.values_list("pk", "person_id")),
    }


def test_a_seeker_moves_with_a_merge_and_back(station: Office, clerk: User, head: User, now: dt.datetime) -> None:
    keep = make_person(station, clerk, now, name="测试壬")
    seeker = make_seeker(clerk, now, number=1)
    before = rows()
    record = merge_people(keep=keep, absorb=seeker.person, by=head, at=now)
    assert {person for _pk, person in rows()["seekers"]} == {keep.pk}
    assert {person for _pk, person in rows()["visits"]} == {keep.pk}
    undo_merge(record=record, by=head, at=now)
    assert rows() == before


def test_two_seekers_become_one_and_two_again(station: Office, clerk: User, head: User, now: dt.datetime) -> None:
    absorb = make_seeker(clerk, now, number=1)
    keep = make_seeker(clerk, now, number=2)
    absorb.person.id_no, absorb.person.no_id_reason = "", "lost"
    absorb.person.birth_basis = "document"
    absorb.person.save()
    before = rows()
    record = merge_people(keep=keep.person, absorb=absorb.person, by=head, at=now)
    assert [person for _pk, person in rows()["seekers"]].count(keep.person_id) == 1
    undo_merge(record=record, by=head, at=now)
    assert rows() == before


def test_the_copy_and_the_end_reach_every_room(clerk: User, head: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now, number=1)
    held = export_person(person=seeker.person, by=clerk, at=now)
    assert {"people.Person", "workers.JobSeeker", "workers.Visit"} <= set(held)
    anonymise_person(person=seeker.person, ground="request", by=head, at=now)
    # The service ledger is kept (条例 art. 33): the visit still counts, nobody can tell whose it was.
    assert [person for _pk, person in rows()["visits"]] == [None]
