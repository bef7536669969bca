"""Every duty of the station's housekeeping does what it says, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.workers.factories import make_seeker
from yizhan.accounts.models import Session, User
from yizhan.cli import housekeeping
from yizhan.people.models import Person
from yizhan.shared.models import AuditSeal
from yizhan.workers.enums import SeekerStatus
from yizhan.workers.models import JobSeeker

pytestmark = pytest.mark.django_db


def test_every_duty_runs_on_an_empty_station(station: object) -> None:
    for _every, duty in housekeeping.DUTIES:
        duty()


def test_a_code_is_not_kept_waiting_and_partners_are_not_asked_every_few_seconds() -> None:
    every = {duty.__name__: seconds for seconds, duty in housekeeping.DUTIES}
    assert (every["send_messages"], every["send_messages_to_partners"]) == (3, 60)


def test_old_entries_are_sealed(clerk: User, now: dt.datetime) -> None:
    make_seeker(clerk, now)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=1), tick=False):
        housekeeping.seal_audit_log()
    assert AuditSeal.objects.filter(office_id=clerk.office_id).exists()


def test_a_lapsed_wish_lets_the_person_rest_and_much_later_the_record_goes(clerk: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now)
    with time_machine.travel(now + dt.timedelta(days=90), tick=False):
        housekeeping.rest_lapsed_wishes()
    assert JobSeeker.objects.get(pk=seeker.pk).status == SeekerStatus.DORMANT
    with time_machine.travel(now + dt.timedelta(days=3 * 366), tick=False):
        housekeeping.anonymise_whose_time_is_over()
    person = Person.objects.get(pk=seeker.person_id)
    assert (person.name, person.id_no) == ("", "")


def test_sessions_that_are_over_go(now: dt.datetime) -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    housekeeping.clear_sessions()
    assert not Session.objects.exists()


def test_a_task_whose_worker_died_is_given_up(now: dt.datetime) -> None:
    lost = DBTaskResult.objects.create(
        task_path="x.y", args_kwargs={"args": [], "kwargs": {}}, backend_name="default", queue_name="default",
        status=TaskResultStatus.RUNNING, started_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC), priority=0,
    )  # fmt: skip
    housekeeping.reap_lost_tasks()
    lost.refresh_from_db()
    assert lost.status == TaskResultStatus.FAILED
