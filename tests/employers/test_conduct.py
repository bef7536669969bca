"""Facts, what the rules do about them, and the three plain lines."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from tests.employers.factories import a_verified_company
from yizhan.accounts.models import Office, User
from yizhan.employers import record
from yizhan.employers.enums import ClearReason, ConductKind, EndOfMeasure, MeasureKind, ToldBy, VerifiedHow
from yizhan.employers.models import AnswerReminder, Appeal, AppealChange, ConductFact, Employer, Measure
from yizhan.employers.operations import (
    MeasureEnded,
    NothingOwed,
    NothingToVerify,
    await_answer,
    decide_appeal,
    lift_measure,
    lodge_appeal,
    note_answer,
    record_conduct,
    remind_employer,
    report_conduct,
    verify_conduct,
    withdraw_appeal,
    withdraw_conduct,
)
from yizhan.employers.queries import (
    NOTHING_KNOWN,
    SourceKind,
    conduct_lines,
    count_untold,
    facts_of,
    may_offer,
    owing,
    unanswered_counts,
)
from yizhan.employers.record import FACTS_A_PAGE
from yizhan.shared.appeals.enums import APPEAL_MOVES, AppealState
from yizhan.shared.appeals.operations import AppealEnded, AppealForAnother, AppealStands, GroundMissing, Said
from yizhan.shared.changes.cursor import begin, changes_since
from yizhan.shared.changes.enums import Topic
from yizhan.shared.crypto.keyring import forget_ring, rotate
from yizhan.shared.errors import NotAllowed

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def company(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Employer:
    return a_verified_company(office=station, by=clerk, verifier=reviewer, at=now)


def say(
    company: Employer, kind: ConductKind, at: dt.datetime, person: uuid.UUID | None = None, **more: Any
) -> ConductFact:
    return record_conduct(
        employer=company, kind=kind, source_kind="followup", source_public_id=uuid.uuid4(), at=at,
        person=person or uuid.uuid4(), **{"by": None, **more},
    )  # fmt: skip


@pytest.fixture
def measure(company: Employer, head: User, now: dt.datetime) -> Measure:
    verify_conduct(fact=say(company, ConductKind.UNDERPAID, now), how=VerifiedHow.PAY_RECORD, by=head, at=now)
    return company.measures.get()


def test_the_second_not_as_posted_in_30_days_sends_back_to_review(company: Employer, now: dt.datetime) -> None:
    say(company, ConductKind.NOT_AS_POSTED, now - 31 * DAY)
    say(company, ConductKind.NOT_AS_POSTED, now - DAY)
    assert not company.measures.exists()
    say(company, ConductKind.NOT_AS_POSTED, now)
    taken = company.measures.get()
    assert (taken.kind, taken.rule, taken.decided_by) == (MeasureKind.RECHECK, "CR-073", None)
    say(company, ConductKind.NOT_AS_POSTED, now)
    assert company.measures.count() == 1


@pytest.mark.parametrize("kind", list(ConductKind))
def test_only_verified_missing_pay_and_kept_documents_suspend(
    company: Employer, head: User, clerk: User, now: dt.datetime, kind: ConductKind
) -> None:
    fact = say(company, kind, now)
    company.refresh_from_db()
    assert company.suspended_since is None
    with pytest.raises(NotAllowed):
        verify_conduct(fact=fact, how=VerifiedHow.VISIT, by=clerk, at=now)
    if kind in (ConductKind.HIRED, ConductKind.AS_POSTED, ConductKind.PAID_ON_TIME):
        with pytest.raises(NothingToVerify):
            verify_conduct(fact=fact, how=VerifiedHow.VISIT, by=head, at=now)
        return
    verify_conduct(fact=fact, how=VerifiedHow.VISIT, by=head, at=now)
    company.refresh_from_db()
    suspends = kind in (ConductKind.UNDERPAID, ConductKind.DOCUMENT_KEPT)
    assert (company.suspended_since == now) is suspends
    assert may_offer(company, now) is not suspends
    with pytest.raises(NothingToVerify):
        verify_conduct(fact=fact, how=VerifiedHow.VISIT, by=head, at=now)


def test_what_the_room_above_verified_suspends_at_once(company: Employer, head: User, now: dt.datetime) -> None:
    say(company, ConductKind.DOCUMENT_KEPT, now, by=head, verified=True)
    assert company.measures.get().decided_by == head


def test_a_suspension_is_lifted_once(measure: Measure, head: User, clerk: User, now: dt.datetime) -> None:
    with pytest.raises(NotAllowed):
        lift_measure(measure=measure, reason=ClearReason.MENDED, by=clerk, at=now)
    assert lift_measure(measure=measure, reason=ClearReason.MENDED, by=head, at=now).ended_as == EndOfMeasure.MENDED
    assert Employer.objects.get().suspended_since is None
    with pytest.raises(MeasureEnded):
        lift_measure(measure=measure, reason=ClearReason.MENDED, by=head, at=now)
    with pytest.raises(MeasureEnded):
        lodge_appeal(measure=measure, said=Said("已付清"), by=clerk, at=now)


def test_an_appeal_is_decided_by_somebody_else(
    measure: Measure, head: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    with pytest.raises(GroundMissing):
        lodge_appeal(measure=measure, said=Said(" "), by=clerk, at=now)
    appeal = lodge_appeal(measure=measure, said=Said("已付清"), by=clerk, at=now)
    with pytest.raises(AppealStands):
        lodge_appeal(measure=measure, said=Said("再说一次"), by=clerk, at=now)
    with pytest.raises(AppealForAnother):
        decide_appeal(appeal=appeal, granted=True, answer="x", by=head, at=now)
    with pytest.raises(AppealForAnother):
        decide_appeal(appeal=appeal, granted=True, answer="x", by=clerk, at=now)
    with pytest.raises(GroundMissing):
        decide_appeal(appeal=appeal, granted=True, answer="", by=reviewer, at=now)
    decide_appeal(appeal=appeal, granted=True, answer="看了转账记录", by=reviewer, at=now)
    measure.refresh_from_db()
    assert (measure.ended_as, measure.ended_by) == (EndOfMeasure.APPEAL, reviewer)
    assert Employer.objects.get().suspended_since is None
    assert list(AppealChange.objects.order_by("pk").values_list("after", flat=True)) == ["waiting", "granted"]


def test_the_database_keeps_the_two_people_apart(measure: Measure, head: User, clerk: User, now: dt.datetime) -> None:
    appeal = lodge_appeal(measure=measure, said=Said("已付清"), by=clerk, at=now)
    for who in (head, clerk):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.filter(pk=appeal.pk).update(state=AppealState.UPHELD, decided_at=now, decided_by=who)


@pytest.mark.parametrize("state", list(AppealState))
def test_only_a_waiting_appeal_moves(
    state: AppealState, measure: Measure, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    appeal = lodge_appeal(measure=measure, said=Said("已付清"), by=clerk, at=now)
    if state == AppealState.WITHDRAWN:
        withdraw_appeal(appeal=appeal, by=clerk, at=now)
    elif state != AppealState.WAITING:
        decide_appeal(appeal=appeal, granted=state == AppealState.GRANTED, answer="x", by=reviewer, at=now)
    appeal.refresh_from_db()
    assert appeal.state == state
    for granted, to in ((True, AppealState.GRANTED), (False, AppealState.UPHELD)):
        may = to in APPEAL_MOVES.get(state, frozenset())
        with transaction.atomic():
            if may:
                decide_appeal(appeal=appeal, granted=granted, answer="x", by=reviewer, at=now)
            else:
                with pytest.raises(AppealEnded):
                    decide_appeal(appeal=appeal, granted=granted, answer="x", by=reviewer, at=now)
            transaction.set_rollback(True)
    if AppealState.WITHDRAWN not in APPEAL_MOVES.get(state, frozenset()):
        with pytest.raises(AppealEnded):
            withdraw_appeal(appeal=appeal, by=clerk, at=now)


def test_the_lines_count_people_once_and_hide_few(
    company: Employer, now: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert conduct_lines([company.pk], now)[company.pk] == NOTHING_KNOWN
    people = [uuid.uuid4() for _one in range(6)]
    for person in people[:4]:
        for kind in (ConductKind.HIRED, ConductKind.AS_POSTED, ConductKind.PAID_ON_TIME):
            say(company, kind, now - DAY, person)
            say(company, kind, now, person)
    assert "太少" in "".join(conduct_lines([company.pk], now)[company.pk].lines())
    for person in people[4:]:
        say(company, ConductKind.HIRED, now, person)
        say(company, ConductKind.AS_POSTED, now, person)
        say(company, ConductKind.PAID_ON_TIME, now, person)
    say(company, ConductKind.NOT_AS_POSTED, now, people[0])  # one person who says both said otherwise
    with django_assert_num_queries(1):
        lines = conduct_lines([company.pk, 0], now + DAY)[company.pk].lines()
    assert lines == ("近30天 6 人去过。", "同期问到 6 人，5 人说和发布一致。", "同期问到 6 人，都说工资按时足额。")
    assert conduct_lines([company.pk], now + 31 * DAY)[company.pk] == NOTHING_KNOWN


def test_what_was_undone_counts_for_nothing(company: Employer, clerk: User, now: dt.datetime) -> None:
    fact = say(company, ConductKind.HIRED, now)
    source: dict[str, Any] = {"source_kind": "followup", "source_public_id": fact.source_public_id}
    assert withdraw_conduct(**source, by=clerk, at=now) == 1
    assert withdraw_conduct(**source, by=clerk, at=now) == 0
    assert conduct_lines([company.pk], now)[company.pk] == NOTHING_KNOWN
    record_conduct(employer=company, kind=ConductKind.HIRED, **source, by=clerk, at=now)
    assert company.conduct.count() == 2


def test_a_letter_without_an_answer_counts_after_three_days(company: Employer, clerk: User, today: dt.date) -> None:
    one, other = uuid.uuid4(), uuid.uuid4()
    for source in (one, other):
        await_answer(employer=company, source_public_id=source, by=clerk, today=today)
    assert unanswered_counts(today + 3 * DAY) == {}
    assert unanswered_counts(today + 4 * DAY) == {company.pk: 2}
    cursor = begin()
    for source, answered in ((one, True), (other, False)):
        note_answer(source_public_id=source, answered=answered, today=today + 5 * DAY)
        look = changes_since(cursor)
        assert look is not None
        assert look.rows == {Topic.EMPLOYER: {company.pk}}  # their postings stand higher again
        cursor = look.cursor
    assert unanswered_counts(today + 6 * DAY) == {}


def test_two_keys_of_the_ring_count_one_person_once(
    company: Employer, now: dt.datetime, tmp_path: Path, settings: Any
) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(Path(settings.YIZHAN_KEYS_FILE).read_bytes())
    path.chmod(0o600)
    settings.YIZHAN_KEYS_FILE = path
    forget_ring()
    people = [uuid.uuid4() for _one in range(6)]
    try:
        for person in people[:5]:
            say(company, ConductKind.HIRED, now - DAY, person)
        rotate(path, index=True)
        for person in people:
            say(company, ConductKind.HIRED, now, person)
        assert len(set(company.conduct.values_list("who", flat=True))) == 6
        assert conduct_lines([company.pk], now)[company.pk].went == 6
    finally:
        forget_ring()


def test_employers_are_told_of_letters_without_an_answer(
    company: Employer, clerk: User, stranger: User, reviewer: User, now: dt.datetime, today: dt.date
) -> None:
    def remind(by: User) -> AnswerReminder:
        return remind_employer(employer=company, told_by=ToldBy.PHONE, by=by, at=now, today=today)

    with pytest.raises(NothingOwed):
        remind(clerk)
    for _letter in range(2):
        await_answer(employer=company, source_public_id=uuid.uuid4(), by=clerk, today=today - 5 * DAY)
    for who in (stranger, reviewer):
        with pytest.raises(NotAllowed):
            remind(who)
    assert count_untold(clerk, now) == 1
    assert count_untold(stranger, now) == 0
    assert remind(clerk).letters == 2
    assert count_untold(clerk, now) == 0
    assert count_untold(clerk, now + 8 * DAY) == 1
    assert [(row.letters, row.told_at) for row in owing(Employer.objects.all(), today)] == [(2, now)]
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerReminder.objects.update(letters=9)


def test_what_is_said_at_the_counter_is_one_open_fact(
    company: Employer, clerk: User, stranger: User, now: dt.datetime
) -> None:
    report = uuid.uuid4()
    facts = {
        report_conduct(employer=company, kind=ConductKind.FEE_CHARGED, by=clerk, at=now, report=report).pk
        for _twice in range(2)
    }
    assert len(facts) == 1
    company.refresh_from_db()
    assert company.review_flag
    with pytest.raises(NotAllowed):
        report_conduct(employer=company, kind=ConductKind.FEE_CHARGED, by=stranger, at=now)
    with pytest.raises(NothingToVerify):
        report_conduct(employer=company, kind=ConductKind.HIRED, by=clerk, at=now)


def test_how_it_was_verified_is_known_to_the_database(company: Employer, now: dt.datetime) -> None:
    fact = say(company, ConductKind.UNDERPAID, now)
    for wrong in ({"verified_how": "dream"}, {"verified_how": VerifiedHow.VISIT}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ConductFact.objects.filter(pk=fact.pk).update(**wrong)


def test_a_fact_leads_to_its_source_only_where_the_reader_sees_it(
    company: Employer, clerk: User, head: User, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    fact = say(company, ConductKind.UNDERPAID, now)
    say(company, ConductKind.PAID_LATE, now)
    asked = []

    def pages(user: User, ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
        asked.append(len(ids))
        return {one: "/a/page/" for one in ids if user == head and one == fact.source_public_id}

    monkeypatch.setitem(record._sources, "followup", SourceKind("followup", "回访", pages))
    assert sorted(line.url for line in facts_of(company, head)[0]) == ["", "/a/page/"]
    assert [line.url for line in facts_of(company, clerk)[0]] == ["", ""]
    assert asked == [2, 2]


def test_facts_go_on_where_the_page_ended(company: Employer, clerk: User, now: dt.datetime) -> None:
    for step in range(FACTS_A_PAGE + 2):
        say(company, ConductKind.HIRED, now + dt.timedelta(minutes=step // 2))
    first, more = facts_of(company, clerk)
    rest, none_left = facts_of(company, clerk, after=first[-1].fact)
    assert (len(first), more, len(rest), none_left) == (FACTS_A_PAGE, True, 2, False)
    assert not {line.fact.pk for line in first} & {line.fact.pk for line in rest}
    assert facts_of(company, clerk, against=True) == ([], False)
