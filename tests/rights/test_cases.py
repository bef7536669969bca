"""A case: who may read it, its course, and what the database holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.conftest import sign_in
from tests.followups.factories import an_alarm
from tests.people.factories import make_person
from tests.rights.factories import a_case
from yizhan.accounts.enums import Role
from yizhan.accounts.models import User
from yizhan.people.operations import merge_people, undo_merge
from yizhan.rights.enums import MOVES, CaseKind, CaseState, Channel, HandReason, Outcome, StepKind
from yizhan.rights.models import Case, CaseFact, CaseParty, CaseStep
from yizhan.rights.operations import (
    CaseCannotMove,
    CaseKnown,
    Days,
    DaysBackwards,
    Fact,
    NotTheirs,
    close_case,
    hand_case,
    note_step,
    reopen_case,
    set_channel,
)
from yizhan.rights.queries import case_cards, cases_visible_to, facts_of, get_case, timers_of
from yizhan.shared.errors import ChangedMeanwhile
from yizhan.shared.person_rows import all_person_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_nine(now: dt.datetime) -> Iterator[None]:
    """The clock of the counter."""
    with time_machine.travel(now, tick=True):
        yield


def close(case: Case, by: User, at: dt.datetime) -> Case:
    return close_case(case=case, outcome=Outcome.PAID_FULL, note="", by=by, at=at)


# --- who may read it --------------------------------------------------------------------------------------------------


def test_a_case_exists_for_its_people_only(
    clerk: User, colleague: User, head: User, officer: User, auditor: User, now: dt.datetime
) -> None:
    case = a_case(clerk, now)
    assert get_case(clerk, case.public_id) == case
    for other in (colleague, head, officer, auditor):
        with pytest.raises(Http404):
            get_case(other, case.public_id)
        assert case_cards(other, now.date()) == []


def test_who_hands_on_reads_no_longer_but_the_first_desk_does(
    clerk: User, colleague: User, head: User, now: dt.datetime
) -> None:
    case = a_case(clerk, now)
    hand_case(case=case, to=colleague, reason=HandReason.EXPERT, by=clerk, at=now)
    assert {user for user in (clerk, colleague, head) if cases_visible_to(user).exists()} == {clerk, colleague}
    hand_case(case=case, to=head, reason=HandReason.ASKED, by=colleague, at=now)
    assert {user for user in (clerk, colleague, head) if cases_visible_to(user).exists()} == {clerk, head}
    case.refresh_from_db()
    assert (case.first_desk, case.responsible) == (clerk, head)
    hand_case(case=case, to=clerk, reason=HandReason.ABSENT, by=head, at=now)
    assert not cases_visible_to(head).exists()


def test_whoever_no_longer_serves_reads_nothing(clerk: User, head: User, now: dt.datetime) -> None:
    a_case(clerk, now)
    User.objects.filter(pk=clerk.pk).update(role=Role.REVIEWER)
    assert not cases_visible_to(User.objects.get(pk=clerk.pk)).exists()


def test_it_goes_to_nobody_who_could_not_take_it(
    clerk: User, reviewer: User, officer: User, stranger: User, now: dt.datetime
) -> None:
    case = a_case(clerk, now)
    for to in (reviewer, officer, stranger):
        with pytest.raises(NotTheirs):
            hand_case(case=case, to=to, reason=HandReason.ABSENT, by=clerk, at=now)


def test_a_copy_of_the_record_names_the_case_and_says_nothing_of_it(clerk: User, now: dt.datetime) -> None:
    case = a_case(clerk, now)
    rows = next(one for one in all_person_rows() if one.model == "rights.Case")
    (held,) = rows.export(case.person_id)
    assert case.number in held.values()
    assert "干了八天没有给钱" not in str(held)
    assert "欠薪" not in str(held)


# --- its course -------------------------------------------------------------------------------------------------------


def test_a_case_from_opening_to_the_end_has_the_right_limits(clerk: User, now: dt.datetime) -> None:
    today = now.date()
    case = a_case(clerk, now, happened_on=dt.date(2026, 5, 12), ended_on=dt.date(2026, 5, 31))

    def last(key: str) -> dt.date | None:
        return {one.rule.key: one for one in timers_of([case], today)[case.pk]}[key].on

    assert last("inspection.wages") == dt.date(2028, 5, 12)
    assert last("arbitration.file") == dt.date(2027, 5, 31)
    note_step(case=case, kind=StepKind.CLAIMED, on=dt.date(2026, 7, 6), note="短信", by=clerk, at=now)
    assert last("arbitration.file") == dt.date(2027, 7, 6)
    set_channel(
        case=case, channel=Channel.INSPECTION, days=Days(dt.date(2026, 9, 21), dt.date(2026, 9, 24)), by=clerk, at=now
    )
    assert last("arbitration.file") == dt.date(2027, 9, 21)
    # 60 working days after Thursday 24 September 2026: 25 September is 中秋, 1–7 October are free, Saturday
    # 10 October is worked: three in September, 18 in October, 21 in November, so the 18th of December.
    assert last("inspection.decide") == dt.date(2026, 12, 24)
    case.refresh_from_db()
    assert case.state == CaseState.RUNNING
    close(case, clerk, now)
    reopen_case(case=Case.objects.get(), by=clerk, at=now)
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_at) == (CaseState.RUNNING, "", None)
    kinds = list(CaseStep.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["opened", "claimed", "channel", "closed", "reopened"]


def test_the_square_of_moves(clerk: User, now: dt.datetime) -> None:
    assert {
        CaseState.OPEN: {CaseState.RUNNING, CaseState.CLOSED},
        CaseState.RUNNING: {CaseState.CLOSED},
        CaseState.CLOSED: {CaseState.RUNNING},
    } == MOVES
    case = a_case(clerk, now)
    with pytest.raises(CaseCannotMove):
        reopen_case(case=case, by=clerk, at=now)
    case = close(case, clerk, now)
    with pytest.raises(CaseCannotMove):
        close(case, clerk, now)
    with pytest.raises(CaseCannotMove):
        note_step(case=case, kind=StepKind.FOLLOWED, on=now.date(), note="", by=clerk, at=now)
    with pytest.raises(CaseCannotMove):
        set_channel(case=case, channel=Channel.UNION, days=Days(now.date()), by=clerk, at=now)
    with pytest.raises(CaseCannotMove):
        hand_case(case=case, to=clerk, reason=HandReason.ABSENT, by=clerk, at=now)


def test_only_some_lines_are_written_by_hand(clerk: User, now: dt.datetime) -> None:
    with pytest.raises(CaseCannotMove):
        note_step(case=a_case(clerk, now), kind=StepKind.CLOSED, on=now.date(), note="", by=clerk, at=now)


def test_days_do_not_run_backwards_or_ahead(clerk: User, now: dt.datetime) -> None:
    tomorrow, today = now.date() + dt.timedelta(days=1), now.date()
    with pytest.raises(DaysBackwards):
        a_case(clerk, now, happened_on=tomorrow, ended_on=None)
    case = a_case(clerk, now)
    for days in (Days(tomorrow), Days(dt.date(2026, 1, 1)), Days(today, today - dt.timedelta(days=1))):
        with pytest.raises(DaysBackwards):
            set_channel(case=case, channel=Channel.ARBITRATION, days=days, by=clerk, at=now)
    for on in (tomorrow, dt.date(2026, 1, 1)):
        with pytest.raises(DaysBackwards):
            note_step(case=case, kind=StepKind.TOLD, on=on, note="", by=clerk, at=now)


def test_two_at_one_case_do_not_overwrite_each_other(clerk: User, now: dt.datetime) -> None:
    case = a_case(clerk, now)
    note_step(case=case, kind=StepKind.TOLD, on=now.date(), note="", by=clerk, at=now, seen_version=1)
    with pytest.raises(ChangedMeanwhile):
        note_step(case=case, kind=StepKind.TOLD, on=now.date(), note="", by=clerk, at=now, seen_version=1)


def test_one_source_gives_one_case_of_a_kind(clerk: User, reviewer: User, now: dt.datetime) -> None:
    followup = an_alarm(clerk, reviewer, now).followup
    source: dict[str, Any] = {
        "source_kind": "followup",
        "source_public_id": followup.public_id,
        "person": followup.person,
    }
    case = a_case(clerk, now, kind=CaseKind.FEE, facts=[Fact("回访说的", "被收费")], **source)
    assert [(one.label, one.value) for one in facts_of(case)] == [("回访说的", "被收费")]
    with pytest.raises(CaseKnown):
        a_case(clerk, now, kind=CaseKind.FEE, **source)
    a_case(clerk, now, kind=CaseKind.ARREARS, **source)


# --- what the database holds ------------------------------------------------------------------------------------------


def test_texts_are_not_in_the_clear(clerk: User, now: dt.datetime) -> None:
    a_case(clerk, now, facts=[Fact("诉求", "退钱")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT situation FROM rights_case UNION ALL SELECT value FROM rights_casefact")
        assert all(row[0].startswith("y1:") for row in cursor.fetchall())


def test_the_course_and_the_facts_never_change(clerk: User, now: dt.datetime) -> None:
    a_case(clerk, now, facts=[Fact("诉求", "退钱")])
    for act in (
        lambda: CaseStep.objects.update(kind=StepKind.TOLD),
        lambda: CaseStep.objects.all().delete(),
        lambda: CaseFact.objects.update(label="别的"),
        lambda: CaseFact.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.mark.parametrize(
    "broken", [{"state": "closed"}, {"kind": "x"}, {"source_kind": "followup"}, {"outcome": "agreed"}]
)
def test_the_database_refuses_what_no_operation_writes(broken: dict[str, str], clerk: User, now: dt.datetime) -> None:
    a_case(clerk, now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.update(**broken)


def test_nobody_takes_part_twice_at_a_time(clerk: User, now: dt.datetime) -> None:
    case = a_case(clerk, now)
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseParty.objects.create(case=case, user=clerk, from_at=now)


def test_merged_and_apart_again(clerk: User, head: User, now: dt.datetime) -> None:
    case = a_case(clerk, now)
    kept = make_person(clerk.office, clerk, now, name="王师傅")
    record = merge_people(keep=kept, absorb=case.person, by=head, at=now)
    case.refresh_from_db()
    assert case.person_id == kept.pk
    undo_merge(record=record, by=head, at=now)
    case.refresh_from_db()
    assert case.person_id != kept.pk


def test_an_anonymised_person_leaves_days_and_no_words(clerk: User, head: User, now: dt.datetime) -> None:
    case = a_case(clerk, now, facts=[Fact("诉求", "退钱")])
    note_step(case=case, kind=StepKind.FOLLOWED, on=now.date(), note="说了很多", by=clerk, at=now)
    rows = next(one for one in all_person_rows() if one.model == "rights.Case")
    rows.anonymise(case.person_id, now)
    case.refresh_from_db()
    assert (case.state, case.situation) == (CaseState.CLOSED, "")
    assert not CaseStep.objects.exclude(note="").exists()
    assert not CaseFact.objects.exclude(value="").exists()


# --- the pages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    """The clerk's browser."""
    sign_in(client, clerk)
    return client


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    count: int, desk: Client, clerk: User, now: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        a_case(clerk, now, name="测试" + "甲乙丙"[number])
    # Its own queries: cases, ways, claims, standstills, calendar. What the menu counts belongs to other rooms.
    with django_assert_num_queries(5):
        assert len(case_cards(clerk, now.date())) == count
    page = desk.get(reverse("rights:cases")).content.decode()
    assert page.count("欠薪") >= count
    assert "干了八天" not in page


def test_from_an_alarm_to_a_closed_case(desk: Client, clerk: User, reviewer: User, now: dt.datetime) -> None:
    followup = an_alarm(clerk, reviewer, now).followup
    panel = desk.get(
        reverse("rights:of_person", args=[followup.person.public_id]), headers={"HX-Request": "true"}
    ).content.decode()
    opening = reverse("rights:open_from", args=[followup.public_id])
    assert opening in panel
    form = desk.get(opening).content.decode()
    assert "退钱" in form  # the facts are there already
    answer = desk.post(opening, {"kind": "fee", "relation": "service", "happened_on": "2026-11-22"})
    case = Case.objects.get()
    assert answer["Location"] == reverse("rights:case", args=[case.public_id])
    page = desk.get(answer["Location"]).content.decode()
    assert "2028年11月22日" in page
    assert "退钱" in page
    sent = {"channel": "inspection", "filed_on": "2026-11-23", "version": case.version}
    desk.post(reverse("rights:channel", args=[case.public_id]), sent)
    page = desk.get(answer["Location"]).content.decode()
    assert "2026年11月30日" in page  # five working days
    case.refresh_from_db()
    desk.post(reverse("rights:close", args=[case.public_id]), {"outcome": "returned", "version": case.version})
    assert "退还了费用或证件" in desk.get(answer["Location"]).content.decode()


def test_a_form_sent_twice_opens_one_case(desk: Client, clerk: User, now: dt.datetime) -> None:
    person = make_person(clerk.office, clerk, now)
    url = reverse("rights:open", args=[person.public_id])
    sent = {
        "kind": "other", "relation": "unknown", "happened_on": "2026-11-02",
        "submission": "5b3f6f0e-0000-4000-8000-000000000001",
    }  # fmt: skip
    assert desk.post(url, sent)["Location"] == desk.post(url, sent)["Location"]
    assert Case.objects.count() == 1
