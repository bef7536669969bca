"""A posting's life: terms that never change, rules that forbid, four eyes, and states that follow the MOVES."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from tests.conftest import MakeUser
from tests.employers.factories import a_company, a_household
from tests.postings.factories import (
    LONG_JOB,
    a_draft,
    a_household_job,
    a_posting,
    a_waiting,
    an_employer,
    an_offer,
)
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.employers.enums import RefusalReason
from yizhan.employers.operations import refuse_verification
from yizhan.postings.enums import (
    PUBLISH_MOVES,
    REVIEW_MOVES,
    Axis,
    EndReason,
    PublishState,
    ReturnReason,
    ReviewState,
)
from yizhan.postings.events import PostingEnded, PostingPublished
from yizhan.postings.models import Posting, PostingStatusChange, PostingTerms, RuleHit
from yizhan.postings.operations import (
    AlreadyImported,
    EmployerNotVerified,
    EmployerNotYours,
    HitsUndecided,
    HouseholdOneDayOnly,
    NothingToDo,
    OwnPosting,
    RulesForbid,
    RunOut,
    ShiftHasPeople,
    StepNotPossible,
    approve_posting,
    confirm_posting,
    draft_posting,
    pause_posting,
    publish_posting,
    refuse_posting,
    remove_posting,
    resume_posting,
    return_posting,
    revise_posting,
    submit_for_review,
    take_back,
    take_place,
    withdraw_posting,
)
from yizhan.postings.operations.steps import step_publish, step_review
from yizhan.postings.queries import (
    live_postings,
    postings_visible_to,
    review_queue,
    search_postings,
    unconfirmed,
)
from yizhan.postings.rulebook.model import Level
from yizhan.shared import events
from yizhan.shared.changes.cursor import begin, changes_since
from yizhan.shared.errors import ChangedMeanwhile, NotAllowed

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def draft(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Posting:
    """A day job of a verified company."""
    return a_draft(office=station, by=clerk, verifier=reviewer, at=now)


@pytest.fixture
def posting(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Posting:
    """The same, on offer."""
    return a_posting(office=station, by=clerk, verifier=reviewer, at=now)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every event of the room that is published in the test."""
    said: list[object] = []

    def hear(event: object) -> None:
        said.append(event)
        events.publish(event)

    for name in ("drafting", "publishing", "places", "steps"):
        module = __import__(f"yizhan.postings.operations.{name}", fromlist=["publish"])
        monkeypatch.setattr(module, "publish", hear)
    return said


def live(station: Office, at: dt.datetime) -> list[Posting]:
    return list(live_postings([station], at))


def test_a_draft_has_number_terms_shift_and_dated_rows(draft: Posting, clerk: User, now: dt.datetime) -> None:
    assert draft.number.startswith("J2611-")
    assert draft.origin == draft.employer.origin == settings.YIZHAN_INSTALLATION != ""
    assert draft.terms is not None
    assert (draft.terms.number, draft.terms.posting_id) == (1, draft.pk)
    assert draft.shifts.get().headcount == 3
    rows = list(draft.status_changes.order_by("pk").values_list("axis", "before", "after", "area_code"))
    assert rows == [("review", "", "draft", "371521"), ("publish", "", "unpublished", "371521")]
    change = draft.headcount_changes.get()
    assert (change.reason, change.headcount_before, change.headcount_after) == ("opened", 0, 3)


def test_the_whole_way_to_live(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> None:
    draft = a_draft(office=station, by=clerk, verifier=reviewer, at=now)
    assert live(station, now) == []
    waiting = submit_for_review(posting=draft, by=clerk, at=now)
    assert list(review_queue(reviewer, now)) == [waiting]
    approved = approve_posting(posting=waiting, by=reviewer, at=now + HOUR)
    assert live(station, now + HOUR) == []
    published = publish_posting(posting=approved, by=clerk, at=now + 2 * HOUR)
    assert live(station, now + 2 * HOUR) == [published]
    assert published.published_at == published.last_confirmed_at == now + 2 * HOUR


def test_expiry_is_derived_from_the_clock(posting: Posting, station: Office, now: dt.datetime) -> None:
    end = posting.valid_until_at
    assert live(station, end - dt.timedelta(seconds=1)) == [posting]
    assert live(station, end) == []
    posting.refresh_from_db()
    assert posting.publish_state == PublishState.PUBLISHED


def test_a_verification_that_ran_out_or_was_refused_hides_postings_at_once(
    posting: Posting, station: Office, reviewer: User, clerk: User, now: dt.datetime
) -> None:
    Posting.objects.filter(pk=posting.pk).update(valid_until_at=now + 400 * DAY)
    long = posting.shifts.get()
    long.ends_at = None
    long.save()
    runs_out = dt.datetime(2027, 5, 23, 0, 0, tzinfo=now.tzinfo)
    Posting.objects.filter(pk=posting.pk).update(last_confirmed_at=runs_out - DAY)
    assert live(station, runs_out - HOUR) == [posting]
    assert live(station, runs_out) == []
    refuse_verification(employer=posting.employer, reason=RefusalReason.LICENCE_ENDED, by=reviewer, at=now)
    assert live(station, now) == []


# --- terms ---------------------------------------------------------------------------------------------------------


def test_the_database_refuses_to_change_or_delete_terms_and_dated_rows(posting: Posting) -> None:
    rows: list[Any] = [
        PostingTerms.objects.filter(posting=posting),
        PostingStatusChange.objects.filter(posting=posting),
        posting.headcount_changes.all(),
    ]
    changes: list[dict[str, Any]] = [{"title": "别的"}, {"reason": "x"}, {"taken_after": 1}]
    for queryset, change in zip(rows, changes, strict=True):
        with pytest.raises(IntegrityError), transaction.atomic():
            queryset.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {queryset.model._meta.db_table}")
        if connection.vendor == "postgresql":
            connection.check_constraints()  # deferred checks that wait would refuse TRUNCATE by themselves
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"TRUNCATE {queryset.model._meta.db_table} CASCADE")


def test_only_the_ciphertext_of_the_contact_may_be_written_again(posting: Posting) -> None:
    terms = posting.terms
    assert terms is not None
    terms.contact_name = ""
    terms.save(update_fields=["contact_name"])
    terms.refresh_from_db()
    assert terms.contact_name == ""
    terms.title = "别的"
    with pytest.raises(IntegrityError), transaction.atomic():
        terms.save(update_fields=["title"])


def test_other_terms_are_a_new_version_that_is_reviewed_again(
    posting: Posting, station: Office, clerk: User, reviewer: User, now: dt.datetime, heard: list[object]
) -> None:
    first = posting.terms
    revised = revise_posting(posting=posting, offer=an_offer(now, pay="220元/天"), by=clerk, at=now)
    assert revised.terms is not None
    assert first is not None
    assert (revised.terms.number, revised.terms.pay_min_fen) == (2, 22000)
    assert (revised.review_state, revised.publish_state) == (ReviewState.DRAFT, PublishState.PAUSED)
    assert PostingTerms.objects.get(pk=first.pk).pay_min_fen == 20000
    assert [type(event) for event in heard][:1] == [PostingEnded]
    assert live(station, now) == []
    waiting = submit_for_review(posting=revised, by=clerk, at=now)
    approved = approve_posting(posting=waiting, by=reviewer, at=now)
    resume_posting(posting=approved, by=clerk, at=now)
    assert live(station, now) == [posting]


def test_more_people_need_no_new_review(posting: Posting, station: Office, clerk: User, now: dt.datetime) -> None:
    revised = revise_posting(posting=posting, offer=an_offer(now, headcount="5"), by=clerk, at=now)
    assert revised.terms_id == posting.terms_id
    assert live(station, now) == [posting]
    change = posting.headcount_changes.get(reason="changed")
    assert (change.headcount_before, change.headcount_after) == (3, 5)


def test_shifts_with_people_neither_move_nor_vanish(posting: Posting, clerk: User, now: dt.datetime) -> None:
    shift = posting.shifts.get()
    take_place(shift=shift, by=clerk, at=now)
    with pytest.raises(ShiftHasPeople):
        revise_posting(posting=posting, offer=an_offer(now, start_time="9:00"), by=clerk, at=now)
    with pytest.raises(ShiftHasPeople):
        revise_posting(
            posting=posting, offer=an_offer(now, starts_on="2026-11-25", ends_on="2026-11-26"), by=clerk, at=now
        )
    shift.refresh_from_db()
    assert (shift.taken, shift.cancelled_at) == (1, None)


def test_an_empty_shift_moves_and_days_are_added_and_dropped(posting: Posting, clerk: User, now: dt.datetime) -> None:
    shift = posting.shifts.get()
    revise_posting(posting=posting, offer=an_offer(now, start_time="9:00"), by=clerk, at=now)
    shift.refresh_from_db()
    assert shift.starts_at.astimezone(now.tzinfo).hour == 9
    more = an_offer(now, start_time="9:00", ends_on="2026-11-25")
    revise_posting(posting=posting, offer=more, by=clerk, at=now)
    assert posting.shifts.count() == 2
    revise_posting(posting=posting, offer=an_offer(now, start_time="9:00"), by=clerk, at=now)
    assert posting.shifts.filter(cancelled_at=None).get() == shift


def test_the_second_of_two_clerks_is_told(draft: Posting, clerk: User, colleague: User, now: dt.datetime) -> None:
    seen = draft.version
    revise_posting(posting=draft, offer=an_offer(now, title="装车工"), by=clerk, at=now, seen_version=seen)
    with pytest.raises(ChangedMeanwhile):
        revise_posting(posting=draft, offer=an_offer(now, title="卸车工"), by=colleague, at=now, seen_version=seen)


def test_a_place_taken_does_not_make_an_open_form_out_of_date(posting: Posting, clerk: User, now: dt.datetime) -> None:
    seen, cursor = posting.version, begin()
    take_place(shift=posting.shifts.get(), by=clerk, at=now)
    posting.refresh_from_db()
    assert posting.version == seen
    look = changes_since(cursor)
    assert look is not None
    assert look.rows == {"posting": {posting.pk}}  # and readers are told all the same


# --- who may, for whom ----------------------------------------------------------------------------------------------


def test_only_employers_of_the_office_get_postings(
    station: Office, clerk: User, stranger: User, reviewer: User, now: dt.datetime
) -> None:
    employer = an_employer(office=station, by=clerk, verifier=reviewer, at=now)
    with pytest.raises(EmployerNotYours):
        draft_posting(employer=employer, offer=an_offer(now), by=stranger, at=now)
    with pytest.raises(NotAllowed):
        draft_posting(employer=employer, offer=an_offer(now), by=reviewer, at=now)
    posting = draft_posting(employer=employer, offer=an_offer(now), by=clerk, at=now)
    assert list(postings_visible_to(clerk)) == [posting]
    assert not postings_visible_to(stranger).exists()


def test_a_row_of_a_sheet_is_one_posting(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> None:
    employer = an_employer(office=station, by=clerk, verifier=reviewer, at=now)
    offer = an_offer(now, source="sheet", source_key="abc")
    draft_posting(employer=employer, offer=offer, by=clerk, at=now)
    with pytest.raises(AlreadyImported):
        draft_posting(employer=employer, offer=offer, by=clerk, at=now)


def test_a_household_offers_one_day_at_a_time(station: Office, clerk: User, now: dt.datetime) -> None:
    household = a_household(office=station, by=clerk, at=now)
    for offer in (an_offer(now, LONG_JOB), an_offer(now, ends_on="2026-11-25")):
        with pytest.raises(HouseholdOneDayOnly):
            draft_posting(employer=household, offer=offer, by=clerk, at=now)
    assert draft_posting(employer=household, offer=an_offer(now), by=clerk, at=now).employer == household


# --- rules ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"content": ""}, {"CR-010"}),
        ({"place_name": ""}, {"CR-010"}),
        ({"pay": ""}, {"CR-010", "CR-011"}),
        ({"pay": "面议"}, {"CR-011"}),
        ({"pay": "200"}, {"CR-011"}),
        ({"headcount": ""}, {"CR-010"}),
        ({"valid_until_on": "2027-05-01"}, {"CR-014"}),
        ({"starts_on": "2026-11-22"}, {"CR-015"}),
        ({"starts_on": "2026-11-23"}, {"CR-015"}),  # today at seven, and it is nine
        ({"content": "装卸饲料，限汉族。"}, {"CR-030"}),
        ({"content": "装卸饲料，只招男工。"}, {"CR-031"}),
        ({"sex_required": "male"}, {"CR-031"}),
        ({"age_min": "15"}, {"CR-040"}),
        ({"content": "装卸饲料，先交押金200元。"}, {"CR-050"}),
        ({"requirements": "上岗扣身份证"}, {"CR-051"}),
    ],
)
def test_what_the_rules_forbid_is_not_submitted(
    changes: dict[str, Any], rules: set[str], station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    draft = a_draft(office=station, by=clerk, verifier=reviewer, at=now, **changes)
    with pytest.raises(RulesForbid) as refusal:
        submit_for_review(posting=draft, by=clerk, at=now)
    assert rules <= {hit.rule for hit in refusal.value.hits}
    draft.refresh_from_db()
    assert draft.review_state == ReviewState.DRAFT
    assert not RuleHit.objects.exists()


def test_everything_forbidden_is_said_at_once(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> None:
    draft = a_draft(
        office=station, by=clerk, verifier=reviewer, at=now, pay="面议", content="限汉族，交押金。", place_name=""
    )
    with pytest.raises(RulesForbid) as refusal:
        submit_for_review(posting=draft, by=clerk, at=now)
    assert {"CR-010", "CR-011", "CR-030", "CR-050"} <= {hit.rule for hit in refusal.value.hits}


def test_an_unverified_employer_is_refused(station: Office, clerk: User, now: dt.datetime) -> None:
    company = a_company(office=station, by=clerk, at=now)
    draft = draft_posting(employer=company, offer=an_offer(now), by=clerk, at=now)
    with pytest.raises(RulesForbid) as refusal:
        submit_for_review(posting=draft, by=clerk, at=now)
    assert [hit.rule for hit in refusal.value.hits if hit.level == Level.BLOCK] == ["CR-001"]


def test_negations_are_no_violations(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> None:
    content = "装卸袋装饲料，不收押金，无中介费，男女不限。"
    assert a_waiting(office=station, by=clerk, verifier=reviewer, at=now, content=content).review_state == "waiting"


def test_a_sex_with_a_ground_is_for_a_person_to_judge(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    waiting = a_waiting(office=station, by=clerk, verifier=reviewer, at=now, sex_required="male", sex_ground="load")
    (hit,) = RuleHit.objects.filter(rule="CR-031")
    assert hit.level == "review"
    with pytest.raises(HitsUndecided):
        approve_posting(posting=waiting, by=reviewer, at=now)
    approved = approve_posting(posting=waiting, by=reviewer, at=now, reason="每袋50公斤", sex_ground_accepted=True)
    hit.refresh_from_db()
    assert (hit.overridden_by, hit.overridden_reason) == (reviewer, "每袋50公斤")
    assert approved.sex_ground_accepted


def test_an_age_limit_filters_only_where_its_ground_was_accepted(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    employer = an_employer(office=station, by=clerk, verifier=reviewer, at=now)
    limited = {"employer": employer, "age_max": "50", "age_ground": "site_rule"}
    first = a_waiting(office=station, by=clerk, verifier=reviewer, at=now, **limited)
    assert not approve_posting(posting=first, by=reviewer, at=now, reason="测试放行").age_ground_accepted
    second = a_waiting(office=station, by=clerk, verifier=reviewer, at=now, **limited)
    accepted = approve_posting(posting=second, by=reviewer, at=now, reason="测试放行", age_ground_accepted=True)
    assert accepted.age_ground_accepted
    groundless = a_waiting(office=station, by=clerk, verifier=reviewer, at=now, employer=employer, age_max="50")
    judged = approve_posting(posting=groundless, by=reviewer, at=now, reason="测试放行", age_ground_accepted=True)
    assert not judged.age_ground_accepted
    publish_posting(posting=accepted, by=clerk, at=now)
    changed = revise_posting(
        posting=accepted, offer=an_offer(now, age_max="40", age_ground="site_rule"), by=clerk, at=now
    )
    assert not changed.age_ground_accepted


def test_what_became_forbidden_while_it_waited_is_not_approved(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    waiting = a_waiting(office=station, by=clerk, verifier=reviewer, at=now)
    with pytest.raises(RulesForbid):  # the work began meanwhile
        approve_posting(posting=waiting, by=reviewer, at=now + 2 * DAY)


# --- four eyes ------------------------------------------------------------------------------------------------------


def test_nobody_decides_about_their_own_while_somebody_else_is_there(
    station: Office, head: User, reviewer: User, now: dt.datetime
) -> None:
    waiting = a_waiting(office=station, by=head, verifier=reviewer, at=now)
    with pytest.raises(OwnPosting):
        approve_posting(posting=waiting, by=head, at=now)
    with pytest.raises(OwnPosting):
        return_posting(posting=waiting, reason=ReturnReason.PAY, by=head, at=now)
    assert approve_posting(posting=waiting, by=reviewer, at=now).review_state == ReviewState.APPROVED


def test_a_head_alone_at_the_office_decides_about_their_own(station: Office, head: User, now: dt.datetime) -> None:
    waiting = a_waiting(office=station, by=head, verifier=head, at=now)
    assert approve_posting(posting=waiting, by=head, at=now).reviewed_by == head


def test_a_second_person_at_the_desk_passes_a_households_day_job_and_nothing_else(
    station: Office, clerk: User, colleague: User, reviewer: User, now: dt.datetime
) -> None:
    household = a_household(office=station, by=clerk, at=now)
    day_job = a_waiting(office=station, by=clerk, verifier=reviewer, at=now, employer=household)
    with pytest.raises(OwnPosting):
        approve_posting(posting=day_job, by=clerk, at=now)
    assert approve_posting(posting=day_job, by=colleague, at=now, publish=True).publish_state == "published"
    companys = a_waiting(office=station, by=clerk, verifier=reviewer, at=now)
    with pytest.raises(NotAllowed):
        approve_posting(posting=companys, by=colleague, at=now)


def test_the_reviewer_decides_about_what_they_read(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    waiting = a_waiting(office=station, by=clerk, verifier=reviewer, at=now)
    seen = waiting.version
    taken = take_back(posting=waiting, by=clerk, at=now)
    revised = revise_posting(posting=taken, offer=an_offer(now, pay="150元/天"), by=clerk, at=now)
    submit_for_review(posting=revised, by=clerk, at=now)
    with pytest.raises(ChangedMeanwhile):
        approve_posting(posting=waiting, by=reviewer, at=now, seen_version=seen)


def test_returned_and_refused_say_why(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> None:
    waiting = a_waiting(office=station, by=clerk, verifier=reviewer, at=now)
    returned = return_posting(posting=waiting, reason=ReturnReason.UNCLEAR, by=reviewer, at=now)
    assert returned.status_changes.order_by("pk").last().reason == "unclear"  # type: ignore[union-attr]
    again = submit_for_review(posting=returned, by=clerk, at=now)
    refused = refuse_posting(posting=again, reason=ReturnReason.ILLEGAL, by=reviewer, at=now)
    with pytest.raises(StepNotPossible):
        submit_for_review(posting=refused, by=clerk, at=now)
    with pytest.raises(StepNotPossible):
        revise_posting(posting=refused, offer=an_offer(now), by=clerk, at=now)


# --- states ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ReviewState)
@pytest.mark.parametrize("after", ReviewState)
def test_the_whole_square_of_the_review(
    before: ReviewState, after: ReviewState, draft: Posting, clerk: User, now: dt.datetime
) -> None:
    draft.review_state = before
    rows = draft.status_changes.count()
    if after in REVIEW_MOVES[before]:
        step_review(draft, after, by=clerk, at=now)
        row = draft.status_changes.order_by("pk").last()
        assert row is not None
        assert (row.axis, row.before, row.after) == (Axis.REVIEW, before, after)
        assert draft.review_state == after
    else:
        with pytest.raises(StepNotPossible):
            step_review(draft, after, by=clerk, at=now)
        assert (draft.review_state, draft.status_changes.count()) == (before, rows)


@pytest.mark.parametrize("before", PublishState)
@pytest.mark.parametrize("after", PublishState)
def test_the_whole_square_of_publishing(
    before: PublishState, after: PublishState, draft: Posting, clerk: User, now: dt.datetime
) -> None:
    draft.publish_state = before
    if after in PUBLISH_MOVES[before]:
        step_publish(draft, after, by=clerk, at=now)
        row = draft.status_changes.order_by("pk").last()
        assert row is not None
        assert (row.axis, row.before, row.after) == (Axis.PUBLISH, before, after)
    else:
        with pytest.raises(StepNotPossible):
            step_publish(draft, after, by=clerk, at=now)


@pytest.mark.parametrize("state", [PublishState.PUBLISHED, PublishState.FILLED])
def test_the_database_holds_that_only_the_approved_is_offered(state: PublishState, draft: Posting) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.filter(pk=draft.pk).update(publish_state=state)
    for values in ({"review_state": "x"}, {"publish_state": "x"}, {"review_state": "approved"}, {"kind": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Posting.objects.filter(pk=draft.pk).update(**values)


def test_pausing_resuming_withdrawing_removing(
    posting: Posting, station: Office, clerk: User, reviewer: User, auditor: User, now: dt.datetime, heard: list[object]
) -> None:
    with pytest.raises(NotAllowed):
        pause_posting(posting=posting, reason=EndReason.EMPLOYER_ASKED, by=auditor, at=now)
    pause_posting(posting=posting, reason=EndReason.EMPLOYER_ASKED, by=clerk, at=now)
    assert live(station, now) == []
    resume_posting(posting=posting, by=clerk, at=now)
    assert live(station, now) == [posting]
    with pytest.raises(StepNotPossible):
        resume_posting(posting=posting, by=clerk, at=now)
    with pytest.raises(NotAllowed):
        remove_posting(posting=posting, reason=EndReason.FALSE, by=clerk, at=now)
    removed = remove_posting(posting=posting, reason=EndReason.FALSE, by=reviewer, at=now)
    assert removed.publish_state == PublishState.REMOVED
    with pytest.raises(StepNotPossible):
        withdraw_posting(posting=posting, reason=EndReason.EMPLOYER_ASKED, by=clerk, at=now)
    assert [type(event) for event in heard] == [PostingEnded, PostingPublished, PostingEnded]


def test_publishing_again_needs_validity_shifts_and_a_verified_employer(
    posting: Posting, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    pause_posting(posting=posting, reason=EndReason.EMPLOYER_ASKED, by=clerk, at=now)
    with pytest.raises(RunOut):
        resume_posting(posting=posting, by=clerk, at=posting.valid_until_at)
    Posting.objects.filter(pk=posting.pk).update(valid_until_at=now + 30 * DAY)
    with pytest.raises(NothingToDo):
        resume_posting(posting=posting, by=clerk, at=now + 5 * DAY)
    refuse_verification(employer=posting.employer, reason=RefusalReason.NO_DOCUMENT, by=reviewer, at=now)
    with pytest.raises(EmployerNotVerified):
        resume_posting(posting=posting, by=clerk, at=now)


def test_only_the_approved_is_published(draft: Posting, clerk: User, now: dt.datetime) -> None:
    with pytest.raises(StepNotPossible):
        publish_posting(posting=draft, by=clerk, at=now)


def test_employers_are_asked_again_after_48_hours_or_7_days(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    gig = a_posting(
        office=station, by=clerk, verifier=reviewer, at=now, starts_on="2026-11-28", valid_until_on="2026-11-30"
    )
    long = a_posting(office=station, by=clerk, verifier=reviewer, at=now, raw=LONG_JOB)

    def due(at: dt.datetime) -> list[Posting]:
        return list(unconfirmed([station], at))

    assert due(now + 48 * HOUR - dt.timedelta(seconds=1)) == []
    assert due(now + 48 * HOUR) == [gig]
    confirmed = confirm_posting(posting=gig, by=clerk, at=now + 48 * HOUR)
    assert confirmed.valid_until_at >= gig.valid_until_at
    assert due(now + 49 * HOUR) == []
    assert due(now + 7 * DAY) == [long]
    longer = confirm_posting(posting=long, by=clerk, at=now + 7 * DAY)  # 30 days, the last one whole
    assert longer.valid_until_at == dt.datetime(2026, 12, 30, 16, tzinfo=dt.UTC)


def test_what_is_not_offered_is_not_confirmed(draft: Posting, clerk: User, now: dt.datetime) -> None:
    with pytest.raises(StepNotPossible):
        confirm_posting(posting=draft, by=clerk, at=now)


def test_an_agent_sees_the_postings_of_their_employers(
    posting: Posting, station: Office, clerk: User, make_user: MakeUser, now: dt.datetime
) -> None:
    from yizhan.employers.operations import add_agent

    agent = make_user(Role.AGENT, station)
    assert not postings_visible_to(agent).exists()
    add_agent(employer=posting.employer, name="测试乙", mobile="13900001234", by=clerk, at=now, user=agent)
    assert list(postings_visible_to(agent)) == [posting]


@pytest.mark.parametrize("typed", ["装卸", "9876", "13900009876"])
def test_postings_are_found_by(typed: str, posting: Posting, clerk: User, stranger: User) -> None:
    assert list(search_postings(clerk, typed)) == [posting]
    assert list(search_postings(clerk, posting.number.lower())) == [posting]
    assert not search_postings(stranger, typed)


def test_a_households_job_goes_live(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> None:
    job = a_household_job(office=station, by=clerk, verifier=reviewer, at=now)
    assert live(station, now) == [job]
