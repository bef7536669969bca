"""A plan's whole life: asked for, computed, looked through, carried out; each refusal; the database when bypassed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.gigs.factories import fresh
from tests.people.factories import mobile
from tests.plans.factories import DAY, a_plan, asked, computed, rows_of
from tests.postings.factories import a_posting
from tests.referrals.factories import a_shift
from tests.workers.factories import make_seeker, make_wish
from yizhan.accounts.models import Office, User
from yizhan.gigs.models import Order
from yizhan.gigs.operations import promise_shift
from yizhan.plans.enums import PlanKind, PlanPolicy, PlanState, RowState
from yizhan.plans.models import Plan, PlanOutcome, PlanRow
from yizhan.plans.operations import (
    begin_again,
    carry_out_next,
    compute_plan,
    discard_plan,
    drop_row,
    make_plan,
    put_back_row,
    queue_rows,
    replace_row,
)
from yizhan.plans.operations.computing import MOST_ATTEMPTS
from yizhan.plans.operations.refusals import (
    DayNotAhead,
    DoesNotSuit,
    PersonHasPlace,
    PlanCannotMove,
    PlanUnderWay,
    RowCannotMove,
)
from yizhan.plans.queries import Numbers, counts_of, list_plans, rows_visible_to, shifts_of, stalled
from yizhan.postings.enums import EndReason
from yizhan.postings.models import Posting
from yizhan.postings.operations import pause_posting
from yizhan.referrals.models import Referral
from yizhan.shared.errors import ChangedMeanwhile, NotAllowed
from yizhan.workers.models import JobSeeker
from yizhan.workers.operations import change_wish, set_recommendation

pytestmark = pytest.mark.django_db


def carry_out(plan: Plan, by: User, at: dt.datetime) -> int:
    """Queue what the user sees and carry all of it out."""
    count = queue_rows(plan=plan, rows=rows_visible_to(by), by=by, at=at)
    while carry_out_next(plan_id=plan.pk, at=at):
        pass
    return count


def test_a_plan_is_computed_explained_and_certified(clerk: User, reviewer: User, now: dt.datetime) -> None:
    plan = a_plan(clerk, reviewer, now)
    assert plan.state == PlanState.READY
    assert (plan.people, plan.shifts, plan.turned_off, plan.crews) == (3, 1, 0, 0)
    rows = rows_of(plan)
    assert len(rows) == plan.most_placed == min(3, plan.places)
    for row in rows:
        assert row.points_bp == sum(part[1] for part in row.parts) > 0
        assert row.office == clerk.office
    assert plan.most_points == sum(row.points_bp or 0 for row in rows)
    assert plan.most_points == plan.bound_points  # one area, searched to the end: proven
    assert plan.stable_placed > 0
    assert Numbers.of(plan).gap == "0.00"


def test_who_turned_recommendation_off_is_counted_and_not_planned(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    off = make_seeker(clerk, now, number=8, phone=mobile(8))
    set_recommendation(seeker=off, off=True, by=clerk, at=now)
    plan = a_plan(clerk, reviewer, now, people=1)
    assert (plan.turned_off, len(rows_of(plan))) == (1, 1)


@pytest.mark.parametrize("policy", list(PlanPolicy))
def test_a_crew_is_one_row_with_all_its_places_and_goes_as_a_whole(
    clerk: User, reviewer: User, now: dt.datetime, policy: PlanPolicy
) -> None:
    crew = make_seeker(clerk, now, number=8, phone=mobile(8), party_size=3)
    too_many = make_seeker(clerk, now, number=9, phone=mobile(9), party_size=5)
    make_seeker(clerk, now, number=7, phone=mobile(7))
    shift = a_shift(clerk, reviewer, now, headcount="4")
    plan = computed(clerk, now, policy=policy)

    rows = {row.person_id: row for row in rows_of(plan)}
    assert (plan.people, plan.crews, plan.places) == (9, 2, 4)
    assert {row.places for row in rows.values()} == {1, 3}
    assert rows[crew.person_id].places == 3
    assert too_many.person_id not in rows
    total = sum((row.points_bp or 0) * row.places for row in rows.values())
    assert (plan.most_points, plan.stable_points) == (total, total)
    assert total <= plan.bound_points
    assert (plan.most_placed, plan.stable_placed) == (4, 4)
    assert counts_of(clerk, plan).standing_points_bp == total
    # More than a small number of the database holds: eight who are worth 90 points each.
    PlanRow.objects.filter(pk=rows[crew.person_id].pk).update(points_bp=9000, places=8)
    others = total - 3 * (rows[crew.person_id].points_bp or 0)
    assert counts_of(clerk, plan).standing_points_bp == others + 72_000
    PlanRow.objects.filter(pk=rows[crew.person_id].pk).update(points_bp=rows[crew.person_id].points_bp, places=3)

    assert carry_out(plan, clerk, now) == 2
    assert fresh(shift).taken == 4
    assert Order.objects.get(person=crew.person).places == 3


def test_a_crew_that_became_another_is_listed_and_not_sent(clerk: User, reviewer: User, now: dt.datetime) -> None:
    crew = make_seeker(clerk, now, number=8, phone=mobile(8), party_size=2)
    plan = a_plan(clerk, reviewer, now, people=0)
    change_wish(
        seeker=JobSeeker.objects.get(pk=crew.pk), wish=make_wish(party_size=3), seen_version=None, by=clerk, at=now
    )
    carry_out(plan, clerk, now)
    (row,) = rows_of(plan)
    assert (row.state, row.reason_code) == (RowState.OVERTAKEN, "plan_crew_changed")
    assert not Order.objects.exists()


def test_a_day_takes_that_days_shifts_alone_and_a_week_takes_long_work_too(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    for number in range(1, 6):
        make_seeker(clerk, now, number=number, phone=mobile(number))
    a_shift(clerk, reviewer, now)
    a_posting(office=clerk.office, by=clerk, verifier=reviewer, at=now, kind="long", starts_on=now.date(), ends_on=None)
    assert computed(clerk, now).shifts == 1
    assert computed(clerk, now, from_on=now.date() + 2 * DAY).shifts == 0
    assert computed(clerk, now, kind=PlanKind.WEEK).shifts == 2


def test_whoever_is_promised_elsewhere_is_not_planned(clerk: User, reviewer: User, now: dt.datetime) -> None:
    one, two = (make_seeker(clerk, now, number=number, phone=mobile(number)) for number in (1, 2))
    promise_shift(seeker=one, shift=fresh(a_shift(clerk, reviewer, now)), by=clerk, at=now)
    a_shift(clerk, reviewer, now)
    assert {row.person_id for row in rows_of(computed(clerk, now))} == {two.person_id}


def test_the_other_policy_saves_its_own_rows(clerk: User, reviewer: User, now: dt.datetime) -> None:
    plan = a_plan(clerk, reviewer, now, policy=PlanPolicy.STABLE, shifts=2)
    assert len(rows_of(plan)) == plan.stable_placed
    assert sum(row.points_bp or 0 for row in rows_of(plan)) == plan.stable_points <= plan.most_points


def test_carrying_out_promises_each_place_once(clerk: User, reviewer: User, now: dt.datetime) -> None:
    plan = a_plan(clerk, reviewer, now)
    rows = len(rows_of(plan))
    assert carry_out(plan, clerk, now) == rows
    assert Order.objects.count() == PlanOutcome.objects.count() == rows
    assert {row.state for row in rows_of(plan)} == {RowState.APPLIED}
    # Pressed again: nothing is left, and the database would refuse it.
    assert carry_out(plan, clerk, now) == 0
    assert Order.objects.count() == rows
    outcome = PlanOutcome.objects.order_by("pk")[0]
    with pytest.raises(IntegrityError, match=r"planoutcome_once_a_row|row_id"), transaction.atomic():
        PlanOutcome.objects.create(
            row=outcome.row, kind=outcome.kind, result_public_id=outcome.result_public_id, at=now, by=clerk
        )


def test_a_row_that_was_carried_out_is_not_carried_out_again_even_if_its_state_is_lost(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    plan = a_plan(clerk, reviewer, now, people=1)
    carry_out(plan, clerk, now)
    order = Order.objects.get()
    Order.objects.filter(pk=order.pk).update(state="cancelled", end_reason="worker_dropped")
    JobSeeker.objects.update(status="available")
    PlanRow.objects.update(state=RowState.QUEUED)
    from yizhan.workers.operations import release_commitments_of

    release_commitments_of(source_kind="gig", source_public_id=order.public_id, by=clerk, at=now)
    while carry_out_next(plan_id=plan.pk, at=now):
        pass
    assert Order.objects.count() == PlanOutcome.objects.count() == 1
    assert rows_of(plan)[0].reason_code == "plan_already_carried_out"


def test_long_work_begins_with_a_referral_that_keeps_points_and_reasons(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    a_posting(office=clerk.office, by=clerk, verifier=reviewer, at=now, kind="long", starts_on=now.date(), ends_on=None)
    plan = a_plan(clerk, reviewer, now, people=1, shifts=0, kind=PlanKind.WEEK)
    carry_out(plan, clerk, now)
    referral, row = Referral.objects.get(), rows_of(plan)[0]
    assert (referral.matched_by, referral.score_bp) == ("system", row.points_bp)
    assert referral.reasons == [part[:2] for part in row.parts]


def overtake(what: str, plan: Plan, clerk: User, reviewer: User, now: dt.datetime) -> None:
    """Let something happen between the plan and its carrying out."""
    row = rows_of(plan)[0]
    posting = Posting.objects.get(pk=row.shift.posting_id)
    seeker = JobSeeker.objects.select_related("person").get(pk=row.seeker_id)
    if what == "turned_off":
        set_recommendation(seeker=seeker, off=True, by=clerk, at=now)
    elif what == "paused":
        pause_posting(posting=posting, reason=EndReason.WEATHER, by=clerk, at=now)
    elif what == "suspended":
        type(posting.employer).objects.filter(pk=posting.employer_id).update(suspended_since=now)
    elif what == "full":
        type(row.shift).objects.filter(pk=row.shift_id).update(taken=row.shift.headcount)
    elif what == "promised":
        other = a_shift(clerk, reviewer, now)
        promise_shift(seeker=seeker, shift=fresh(other), by=clerk, at=now)
    elif what == "working":
        JobSeeker.objects.filter(pk=seeker.pk).update(status="working")


@pytest.mark.parametrize("what", ["turned_off", "paused", "suspended", "full", "promised", "working"])
def test_what_was_overtaken_by_events_is_listed_with_its_reason_and_not_forced(
    what: str, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    plan = a_plan(clerk, reviewer, now, people=1)
    overtake(what, plan, clerk, reviewer, now)
    before = Order.objects.count()
    carry_out(plan, clerk, now)
    row = rows_of(plan)[0]
    assert (row.state, Order.objects.count()) == (RowState.OVERTAKEN, before)
    assert row.reason.endswith("。")
    assert row.reason_code
    # What stood in the way may go away: the row can be put back.
    assert put_back_row(row=row, by=clerk, at=now).state == RowState.PROPOSED


def test_whoever_lost_the_right_carries_nothing_out(clerk: User, reviewer: User, now: dt.datetime) -> None:
    plan = a_plan(clerk, reviewer, now, people=1)
    queue_rows(plan=plan, rows=rows_visible_to(clerk), by=clerk, at=now)
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert carry_out_next(plan_id=plan.pk, at=now)
    assert rows_of(plan)[0].reason_code == "plan_nobody"


def test_a_row_is_dropped_put_back_and_given_to_somebody_else(clerk: User, reviewer: User, now: dt.datetime) -> None:
    plan = a_plan(clerk, reviewer, now, people=1)
    row = drop_row(row=rows_of(plan)[0], by=clerk, at=now)
    assert put_back_row(row=row, by=clerk, at=now).state == RowState.PROPOSED
    other = make_seeker(clerk, now, number=7, phone=mobile(7))
    new = replace_row(row=row, seeker=JobSeeker.objects.get(pk=other.pk), by=clerk, at=now)
    assert (new.chosen_by, new.shift_id, new.state) == ("staff", row.shift_id, RowState.PROPOSED)
    assert new.points_bp == sum(part[1] for part in new.parts)
    assert PlanRow.objects.get(pk=row.pk).state == RowState.DROPPED
    with pytest.raises(PersonHasPlace):
        replace_row(row=row, seeker=JobSeeker.objects.get(pk=other.pk), by=clerk, at=now)
    with pytest.raises(ChangedMeanwhile):
        drop_row(row=new, by=clerk, at=now, seen_version=99)
    assert PlanRow.objects.get(pk=new.pk).state == RowState.PROPOSED


def test_somebody_who_cannot_go_is_not_put_there(clerk: User, reviewer: User, now: dt.datetime) -> None:
    plan = a_plan(clerk, reviewer, now, people=1)
    far = make_seeker(clerk, now, number=7, phone=mobile(7), home=(37_500_000, 115_791_000))
    with pytest.raises(DoesNotSuit, match="距离"):
        replace_row(row=rows_of(plan)[0], seeker=JobSeeker.objects.get(pk=far.pk), by=clerk, at=now)
    assert rows_of(plan)[0].state == RowState.PROPOSED


def test_somebody_put_back_must_not_stand_elsewhere_in_the_plan(clerk: User, reviewer: User, now: dt.datetime) -> None:
    plan = a_plan(clerk, reviewer, now, people=1)
    row = drop_row(row=rows_of(plan)[0], by=clerk, at=now)
    PlanRow.objects.create(plan=plan, person=row.person, seeker=row.seeker, shift=row.shift, office=row.office)
    with pytest.raises(PersonHasPlace):
        put_back_row(row=row, by=clerk, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanRow.objects.filter(pk=row.pk).update(state=RowState.PROPOSED)


def test_the_same_plan_is_not_computed_twice_at_once(clerk: User, now: dt.datetime) -> None:
    plan = asked(clerk, now)
    with pytest.raises(PlanUnderWay):
        asked(clerk, now)
    assert compute_plan(plan_id=plan.pk, now=lambda: now).state == PlanState.READY
    assert asked(clerk, now).pk != plan.pk  # a new one may follow
    assert compute_plan(plan_id=plan.pk, now=lambda: now).attempts == 1  # what is done is left alone


def test_what_a_dead_worker_left_is_begun_again_and_three_times_at_most(clerk: User, now: dt.datetime) -> None:
    plan = asked(clerk, now)
    later = now + dt.timedelta(minutes=10)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        Plan.objects.filter(pk=plan.pk).update(state=PlanState.COMPUTING, attempts=attempt, beat_at=now)
        assert [one.pk for one in stalled(later)[0]] == [plan.pk]
        assert begin_again(plan=plan, at=later) is (attempt < MOST_ATTEMPTS)
    assert Plan.objects.get(pk=plan.pk).state == PlanState.FAILED
    assert begin_again(plan=plan, at=later)  # a person asks for it
    assert compute_plan(plan_id=plan.pk, now=lambda: later).state == PlanState.READY


def test_rows_that_a_dead_worker_left_are_found(clerk: User, reviewer: User, now: dt.datetime) -> None:
    plan = a_plan(clerk, reviewer, now, people=1)
    queue_rows(plan=plan, rows=rows_visible_to(clerk), by=clerk, at=now)
    assert stalled(now) == ([], [])
    assert stalled(now + dt.timedelta(minutes=10)) == ([], [plan.pk])
    with pytest.raises(PlanCannotMove):
        discard_plan(plan=plan, by=clerk, at=now)


def test_a_plan_given_up_is_carried_out_no_more(clerk: User, reviewer: User, now: dt.datetime) -> None:
    plan = discard_plan(plan=a_plan(clerk, reviewer, now), by=clerk, at=now)
    with pytest.raises(PlanCannotMove):
        queue_rows(plan=plan, rows=rows_visible_to(clerk), by=clerk, at=now)
    with pytest.raises(PlanCannotMove):
        drop_row(row=rows_of(plan)[0], by=clerk, at=now)
    with pytest.raises(PlanCannotMove):
        discard_plan(plan=plan, by=clerk, at=now)


def test_who_may_not_is_refused_and_days_past_too(
    clerk: User, reviewer: User, officer: User, auditor: User, now: dt.datetime
) -> None:
    for by in (reviewer, auditor):
        with pytest.raises(NotAllowed):
            asked(by, now)
    for away in (-1, 61):
        with pytest.raises(DayNotAhead):
            asked(clerk, now, from_on=now.date() + away * DAY)
    plan = a_plan(officer, reviewer, now, people=0, shifts=0)
    with pytest.raises(NotAllowed):
        queue_rows(plan=plan, rows=rows_visible_to(officer), by=officer, at=now)


def test_a_countys_week_is_carried_out_by_each_station_for_its_own_people(
    clerk: User, reviewer: User, officer: User, stranger: User, now: dt.datetime
) -> None:
    for number in (1, 2):
        make_seeker(clerk, now, number=number, phone=mobile(number))
    a_shift(clerk, reviewer, now)
    plan = computed(officer, now, kind=PlanKind.WEEK)
    assert plan.office == officer.office
    assert counts_of(clerk, plan).proposed == counts_of(officer, plan).proposed == len(rows_of(plan)) > 0
    assert [line.plan for line in list_plans(clerk)] == [plan]
    assert list_plans(stranger) == []
    assert shifts_of(stranger, plan) == []
    assert carry_out(plan, clerk, now) == len(rows_of(plan))


def test_a_row_that_was_carried_out_cannot_be_dropped(clerk: User, reviewer: User, now: dt.datetime) -> None:
    plan = a_plan(clerk, reviewer, now, people=1)
    carry_out(plan, clerk, now)
    with pytest.raises(RowCannotMove):
        drop_row(row=rows_of(plan)[0], by=clerk, at=now)


BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("plan_words_known", {"state": "lost"}),
    ("plan_words_known", {"policy": "dice"}),
    ("plan_period_positive", {"until_on": dt.date(2026, 1, 1)}),
    ("plan_progress_within", {"done": 2, "of": 1}),
    ("plan_ready_was_computed", {"state": "ready", "computed_at": None}),
    ("plan_points_within_bound", {"most_points": 10}),
    ("plan_points_within_bound", {"stable_points": 10}),
]
BROKEN_ROWS: list[tuple[str, dict[str, Any]]] = [
    ("planrow_words_known", {"state": "lost", "decided_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}),
    ("planrow_points_within", {"points_bp": 10_001}),
    ("planrow_places_within", {"places": 0}),
    ("planrow_decided_when", {"state": "dropped"}),
    ("planrow_overtaken_with_reason", {"reason": "没有原因代码。"}),
]


def test_the_database_holds_what_a_plan_and_its_rows_promise(clerk: User, reviewer: User, now: dt.datetime) -> None:
    plan = a_plan(clerk, reviewer, now, people=1)
    waiting = asked(clerk, now)
    for name, change in BROKEN:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Plan.objects.filter(pk=waiting.pk).update(**change)
    for name, change in BROKEN_ROWS:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            PlanRow.objects.filter(plan=plan).update(**change)


def test_an_office_below_the_county_plans_for_itself(
    clerk: User, station: Office, county: Office, now: dt.datetime
) -> None:
    plan = make_plan(kind=PlanKind.DAY, policy=PlanPolicy.MOST, from_on=now.date(), by=clerk, at=now, today=now.date())
    assert (plan.office, plan.until_on) == (station, now.date() + DAY)
