"""What the demo writes in bulk is, row for row, what the operations write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction

from tests.gigs.factories import evening
from tests.people.factories import facts, id_number
from tests.postings.factories import LONG_JOB
from tests.referrals.factories import a_letter, a_shift, propose
from tests.workers.factories import make_seeker, make_wish
from yizhan.accounts.models import Office, User
from yizhan.demo.followups import write_quiet
from yizhan.demo.orders import Worked, live_many, to_live
from yizhan.demo.receipts import Receipt, enter_many
from yizhan.demo.referrals import PATHS, Story, write_stories
from yizhan.demo.registering import Entry, register_many
from yizhan.demo.visits import write_visits
from yizhan.followups.enums import Method, Reach
from yizhan.followups.models import Attempt, FollowUp
from yizhan.followups.operations import Answers, record_attempt
from yizhan.gigs.enums import SignMethod
from yizhan.gigs.models import Order
from yizhan.gigs.operations import Payment, RosterLine, confirm_payment, enter_roster, settle_order
from yizhan.people.enums import Channel
from yizhan.people.operations import ConsentFacts, ContactFacts
from yizhan.postings.models import Shift
from yizhan.referrals.enums import EmployerAnswer, MatchedBy, ReceiptReason, ReceiptResult, ReferralStatus, WorkerAnswer
from yizhan.referrals.models import Referral
from yizhan.referrals.operations import (
    issue_letter,
    note_employer_answer,
    note_print,
    note_worker_answer,
    record_receipt,
    withdraw_referral,
)
from yizhan.workers.enums import VisitPurpose
from yizhan.workers.models import JobSeeker, Visit
from yizhan.workers.operations import SkillFacts, record_visit, register_job_seeker, set_skills

pytestmark = pytest.mark.django_db

#: Random, or of the moment of writing.
DROPPED = {"public_id", "written_at", "source_public_id"}
Rows = dict[str, list[dict[str, Any]]]


#: The demo does not tell of thousands of letters: it writes messages in a step of its own (`demo.notices`).
TOLD_APART = "yizhan.shared.notifications"


def our_models() -> list[type[models.Model]]:
    """Return every model of the house but those of messages."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("yizhan.")]
    return [model for model in ours if not model.__module__.startswith(TOLD_APART)]


def rows_after(act: Callable[[], object]) -> Rows:
    """Act, return every row of every table in a form that can be compared, and take the act back."""
    before = {model: set(model._default_manager.values_list("pk", flat=True)) for model in our_models()}
    with transaction.atomic():
        act()
        found = {model: list(model._default_manager.order_by("pk")) for model in our_models()}
        transaction.set_rollback(True)
    names: dict[tuple[str, Any], str] = {}
    for model, rows in found.items():
        new = [row.pk for row in rows if row.pk not in before[model]]
        names |= {(model._meta.label, pk): f"new {place}" for place, pk in enumerate(new)}
    return {model._meta.label: sorted((plain(row, names) for row in rows), key=repr) for model, rows in found.items()}


def plain(row: models.Model, names: dict[tuple[str, Any], str]) -> dict[str, Any]:
    """Return a row's values; keys of rows that the act made are named by their order."""
    values: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.name in DROPPED:
            continue
        value = getattr(row, field.attname)
        target = field.related_model if field.is_relation else None
        if field.primary_key:
            # Audit lines, search keys and the like come in another order from a bulk write.
            value = ""
        elif target is not None and not isinstance(target, str):
            value = names.get((target._meta.label, value), value)
        values[field.name] = value
    for name, label in (("object_id", values.get("object_kind")), ("person_id", "people.Person")):
        if name in values:
            values[name] = names.get((str(label), values[name]), values[name])
    return values


def compare(by_operation: Rows, in_bulk: Rows) -> None:
    """Hold the tables against each other, one by one, so that a difference is seen where it is."""
    for label, rows in by_operation.items():
        assert in_bulk[label] == rows, label


def test_a_registration(clerk: User, station: Office, now: dt.datetime, today: dt.date) -> None:
    entry = Entry(
        facts=facts(today, name="测试甲", id_no=id_number(7), groups=["migrant", "disabled"], id_seen="1"),
        contacts=(ContactFacts("mobile", "15400001234"),),
        consents=(ConsentFacts("employer"), ConsentFacts("sensitive")),
        wish=make_wish(work_limit="膝盖不好", pay_min_fen=500_000, pay_unit="month", days=((today, 3),)),
        skills=(SkillFacts("6-29-01-01", years=8),),
        office=station,
        by=clerk,
        at=now,
        channel=Channel.COUNTER,
    )

    def by_operation() -> None:
        seeker = register_job_seeker(
            facts=entry.facts,
            contacts=entry.contacts,
            consents=entry.consents,
            wish=entry.wish,
            office=station,
            by=clerk,
            at=now,
            channel=entry.channel,
        )
        set_skills(seeker=seeker, skills=entry.skills, by=clerk, at=now)

    compare(rows_after(by_operation), rows_after(lambda: register_many([entry], today)))


def test_a_visit(clerk: User, station: Office, now: dt.datetime, today: dt.date) -> None:
    person = make_seeker(clerk, now - dt.timedelta(days=9)).person

    def in_bulk() -> None:
        visit = Visit(office=station, at=now, purpose=VisitPurpose.LOOK, person=person, by=clerk)
        write_visits([visit], today)

    compare(
        rows_after(lambda: record_visit(office=station, purpose=VisitPurpose.LOOK, person=person, by=clerk, at=now)),
        rows_after(in_bulk),
    )


@pytest.mark.parametrize(("path", "at_counter"), [(PATHS[0][0], True), *((path, False) for path, _weight in PATHS)])
def test_a_proposal_until_the_letter_is_out(
    path: tuple[ReferralStatus, ...], at_counter: bool, clerk: User, reviewer: User, now: dt.datetime, today: dt.date
) -> None:
    shift = a_shift(clerk, reviewer, now - dt.timedelta(hours=1))
    seeker = make_seeker(clerk, now - dt.timedelta(days=1))

    def by_operation() -> None:
        referral = propose(seeker, shift, clerk, now)
        for state in path:
            if state in (ReferralStatus.AGREED, ReferralStatus.DECLINED, ReferralStatus.UNREACHED):
                if not (at_counter and state == ReferralStatus.AGREED):
                    referral = note_worker_answer(referral=referral, answer=WorkerAnswer(state), by=clerk, at=now)
            elif state == ReferralStatus.LETTER:
                referral = note_print(referral=issue_letter(referral=referral, by=clerk, at=now), by=clerk, at=now)
            elif state == ReferralStatus.CLOSED:
                referral = withdraw_referral(referral=referral, by=clerk, at=now)
            else:
                referral = note_employer_answer(referral=referral, answer=EmployerAnswer(state), by=clerk, at=now)

    def in_bulk() -> None:
        fresh = Shift.objects.select_related("posting__terms").get(pk=shift.pk)
        referral = Referral(
            person=seeker.person,
            seeker=JobSeeker.objects.get(pk=seeker.pk),
            posting=fresh.posting,
            terms=fresh.posting.terms,
            shift=fresh,
            office=clerk.office,
            matched_by=MatchedBy.MANUAL,
            made_at=now,
            made_by=clerk,
        )
        befores: list[str] = ["", ReferralStatus.PROPOSED, *path]
        states = [ReferralStatus.PROPOSED, *path]
        steps = [(before, after, now, clerk) for before, after in zip(befores, states, strict=False)]
        write_stories([Story(referral, steps, at_counter)], today)

    compare(rows_after(by_operation), rows_after(in_bulk))


@pytest.mark.parametrize("result", list(ReceiptResult))
@pytest.mark.parametrize("work", ["a day that fills up", "days of which one fills up", "long"])
def test_a_receipt_and_all_that_follows(
    result: ReceiptResult, work: str, clerk: User, reviewer: User, now: dt.datetime, today: dt.date
) -> None:
    kinds: dict[str, dict[str, Any]] = {
        "a day that fills up": {"headcount": "1"},
        "days of which one fills up": {"headcount": "1", "ends_on": "2026-11-26"},
        "long": {"raw": LONG_JOB, "headcount": "5"},
    }
    letter = a_letter(clerk, reviewer, now, shift=a_shift(clerk, reviewer, now, **kinds[work]))
    # The same person is on the way to another shift as well: a hire closes that.
    other = Shift.objects.filter(posting=letter.posting).exclude(pk=letter.shift_id).order_by("pk").first()
    if other is not None:
        propose(letter.seeker, other, clerk, now)
    at = dt.datetime.combine(letter.terms.starts_on, dt.time(19), now.tzinfo)
    reason = ReceiptReason.TIME if result == ReceiptResult.NO_SHOW else None
    arrived_on = letter.terms.starts_on if result == ReceiptResult.HIRED else None

    def by_operation() -> None:
        record_receipt(
            referral=letter, result=result, by=clerk, at=at, today=at.date(), reason=reason, arrived_on=arrived_on
        )

    def in_bulk() -> None:
        said = Receipt(letter.pk, result, clerk, at, at.date(), reason, arrived_on)
        assert enter_many([said]) == [(said, result)]

    compare(rows_after(by_operation), rows_after(in_bulk))


def test_a_hire_without_a_place_left_is_written_as_filled(clerk: User, reviewer: User, now: dt.datetime) -> None:
    shift = a_shift(clerk, reviewer, now, headcount="1")
    letters = [a_letter(clerk, reviewer, now, number=n, shift=shift) for n in (1, 2)]
    said = [Receipt(letter.pk, ReceiptResult.HIRED, clerk, now, now.date()) for letter in letters]
    assert [result for _said, result in enter_many(said)] == [ReceiptResult.HIRED, ReceiptResult.ALREADY_FILLED]
    assert Shift.objects.get(pk=shift.pk).taken == 1


@pytest.mark.parametrize("reach", list(Reach))
def test_a_call_in_which_nothing_is_wrong(reach: Reach, clerk: User, reviewer: User, now: dt.datetime) -> None:
    letter = a_letter(clerk, reviewer, now)
    record_receipt(referral=letter, result=ReceiptResult.HIRED, by=clerk, at=now, today=now.date())
    followup = FollowUp.objects.get(kind="hire.d3")
    at = now + dt.timedelta(days=4)
    answers = Answers()
    if reach == Reach.REACHED:
        answers = Answers(
            on_job=True,
            matches_posting="yes",
            paid_full=True,
            paid_on_time=True,
            fee_asked=False,
            csat=5,
            demand="想离家近",
        )

    def in_bulk() -> None:
        fresh = FollowUp.objects.select_related("person").get(pk=followup.pk)
        said = {name: getattr(answers, name) for name in answers.__dataclass_fields__}
        write_quiet([Attempt(followup=fresh, at=at, by=clerk, method=Method.PHONE, reach=reach, **said)])

    compare(
        rows_after(
            lambda: record_attempt(
                followup=followup, method=Method.PHONE, reach=reach, answers=answers, by=clerk, at=at
            )
        ),
        rows_after(in_bulk),
    )


def test_a_day_of_work_from_the_roster_to_the_pay(clerk: User, reviewer: User, now: dt.datetime) -> None:
    letter = a_letter(clerk, reviewer, now)
    record_receipt(referral=letter, result=ReceiptResult.HIRED, by=clerk, at=now, today=now.date())
    order = Order.objects.get()
    at = evening(order)

    def by_operation() -> None:
        line = RosterLine(order, order.shift.starts_at, order.shift.ends_at, both_signed=True)
        assert enter_roster(lines=[line], method=SignMethod.ROSTER, by=clerk, at=at) == {}
        settlement = settle_order(order=order, by=clerk, at=at)
        pay = Payment(settlement.net_fen, order.pay_on, "cash", "signature")
        confirm_payment(order=order, payment=pay, by=clerk, at=at, today=at.date())

    def in_bulk() -> None:
        live_many([Worked(one, clerk, at) for one in to_live(Order.objects.filter(pk=order.pk))])

    compare(rows_after(by_operation), rows_after(in_bulk))


def test_the_comparison_sees_a_difference(clerk: User, station: Office, now: dt.datetime) -> None:
    one = rows_after(lambda: record_visit(office=station, purpose=VisitPurpose.LOOK, person=None, by=clerk, at=now))
    other = rows_after(lambda: record_visit(office=station, purpose=VisitPurpose.REST, person=None, by=clerk, at=now))
    with pytest.raises(AssertionError):
        compare(one, other)
