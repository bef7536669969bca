"""Pay that did not come: one press from the warning to a case that knows everything already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.http import Http404
from django.test import Client
from django.urls import reverse

from tests.conftest import sign_in
from tests.rights.factories import a_case, a_late_order
from yizhan.accounts.models import User
from yizhan.gigs.enums import PayMethod, Proof
from yizhan.gigs.operations import Payment, confirm_payment, note_reminder, say_not_paid
from yizhan.gigs.queries import outstanding_fen, pay_facts
from yizhan.rights.enums import CaseKind, CaseState, Relation, StepKind
from yizhan.rights.models import Case, CaseStep
from yizhan.rights.operations import DaysBackwards, mend_case
from yizhan.rights.queries import facts_of, timers_of
from yizhan.rights.web.sources import late_pay_source
from yizhan.shared.display import money_text, when_text
from yizhan.shared.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_nine(now: dt.datetime) -> Iterator[None]:
    """The clock of the counter."""
    with time_machine.travel(now, tick=True):
        yield


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    """The clerk's browser."""
    sign_in(client, clerk)
    return client


def test_one_press_opens_a_case_with_the_facts(desk: Client, clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = a_late_order(clerk, reviewer, now)
    opening = reverse("rights:open_late", args=[order.public_id])
    assert f'action="{opening}"' in desk.get(reverse("gigs:late")).content.decode()
    answer = desk.post(opening)
    case = Case.objects.get()
    assert answer["Location"] == reverse("rights:case", args=[case.public_id])
    assert (case.kind, case.person_id, case.happened_on) == (CaseKind.ARREARS, order.person_id, order.pay_on)
    assert (case.first_desk, case.employer_id) == (clerk, order.shift.posting.employer_id)
    known = pay_facts(clerk, order.public_id, now.date())
    facts = {fact.label: fact.value for fact in facts_of(case)}
    assert facts["零工订单"] == order.number
    assert facts["还欠"] == money_text(known.owed_fen)
    assert facts["逾期"].startswith(f"{known.days_late} 天")
    page = desk.get(answer["Location"]).content.decode()
    assert money_text(known.owed_fen) in page
    limits = {one.rule.key: one.on for one in timers_of([case], now.date())[case.pk]}
    assert limits["inspection.wages"] is not None
    assert limits["inspection.wages"] >= order.pay_on.replace(year=order.pay_on.year + 2)


def test_pressed_twice_it_is_the_same_case(desk: Client, clerk: User, reviewer: User, now: dt.datetime) -> None:
    opening = reverse("rights:open_late", args=[a_late_order(clerk, reviewer, now).public_id])
    assert desk.post(opening)["Location"] == desk.post(opening)["Location"]
    assert Case.objects.count() == 1


def test_a_colleague_is_sent_to_the_first_desk(
    client: Client, desk: Client, clerk: User, colleague: User, reviewer: User, now: dt.datetime
) -> None:
    opening = reverse("rights:open_late", args=[a_late_order(clerk, reviewer, now).public_id])
    desk.post(opening)
    sign_in(client, colleague)
    answer = client.post(opening)
    assert "没有重复开案" in answer.content.decode()
    assert Case.objects.count() == 1


def test_what_is_not_late_opens_nothing(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = a_late_order(clerk, reviewer, now)
    with pytest.raises(Http404):
        late_pay_source(clerk, order.public_id, order.pay_on)


def test_a_case_is_opened_where_a_voucher_stands_and_the_worker_says_that_nothing_came(
    desk: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order, given = a_late_order(clerk, reviewer, now), {"at": now, "today": now.date()}
    voucher = Payment(outstanding_fen(order), order.pay_on, PayMethod.BANK, Proof.VOUCHER, "HD-1")
    confirm_payment(order=order, payment=voucher, by=clerk, **given)  # type: ignore[arg-type]
    with pytest.raises(Http404):
        late_pay_source(clerk, order.public_id, now.date())
    say_not_paid(order=order, person=order.person, **given)  # type: ignore[arg-type]
    opening = reverse("rights:open_late", args=[order.public_id])
    assert f'action="{opening}"' in desk.get(reverse("gigs:late")).content.decode()
    assert desk.post(opening).status_code == 302
    facts = {fact.label: fact.value for fact in facts_of(Case.objects.get())}
    assert (facts["还欠"], facts["本人说没有收到"]) == (money_text(0), when_text(now))


def test_a_gig_with_a_labour_relation_is_never_told_that_nothing_runs(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = a_late_order(clerk, reviewer, now)
    terms = order.shift.posting.terms
    assert terms is not None
    source = late_pay_source(clerk, order.public_id, now.date())
    case = a_case(
        clerk, now, person=source.person, relation=Relation.LABOUR, happened_on=source.happened_on,
        ended_on=order.shift.starts_at.date(),
    )  # fmt: skip
    year = {one.rule.key: one for one in timers_of([case], now.date())[case.pk]}["arbitration.file"]
    assert year.on is not None
    assert year.on >= order.shift.starts_at.date().replace(year=order.shift.starts_at.year + 1)


def test_asking_and_paying_stand_in_the_course(desk: Client, clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = a_late_order(clerk, reviewer, now)
    desk.post(reverse("rights:open_late", args=[order.public_id]))
    note_reminder(order=order, by=clerk, at=now, today=now.date())
    owed = outstanding_fen(order)
    payment = Payment(owed, now.date(), PayMethod.CASH, Proof.WORKER_SAID)
    confirm_payment(order=order, payment=payment, by=clerk, at=now, today=now.date())
    notes = [step.note for step in CaseStep.objects.filter(kind=StepKind.FOLLOWED).order_by("pk")]
    assert notes == ["驿站已向用工方催付。", "台账已确认全额支付，请向本人核实后结案。"]
    assert Case.objects.get().state == CaseState.OPEN


def test_news_about_other_orders_changes_nothing(clerk: User, reviewer: User, now: dt.datetime) -> None:
    a_case(clerk, now)
    note_reminder(order=a_late_order(clerk, reviewer, now), by=clerk, at=now, today=now.date())
    assert not CaseStep.objects.filter(kind=StepKind.FOLLOWED).exists()


def test_what_becomes_known_later_is_completed(clerk: User, now: dt.datetime) -> None:
    case = a_case(clerk, now, relation=Relation.UNKNOWN, ended_on=None)
    given = {"relation": Relation.LABOUR, "employer_said": "某工地", "known_on": None, "situation": "说清楚了"}
    mended = mend_case(case=case, ended_on=case.happened_on - dt.timedelta(days=5), by=clerk, at=now, **given)  # type: ignore[arg-type]
    assert (mended.relation, mended.version) == (Relation.LABOUR, 2)
    assert CaseStep.objects.filter(kind=StepKind.MENDED).count() == 1
    assert AuditEntry.objects.get(action="case.mended").fields == ["employer_said", "ended_on", "relation", "situation"]
    again = mend_case(case=mended, ended_on=mended.ended_on, by=clerk, at=now, **given)  # type: ignore[arg-type]
    assert again.version == 2  # nothing new, nothing written
    with pytest.raises(DaysBackwards):
        mend_case(case=case, ended_on=now.date() + dt.timedelta(days=1), by=clerk, at=now, **given)  # type: ignore[arg-type]
