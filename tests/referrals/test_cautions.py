"""When a person and a posting meet: work for the office, warnings on page and letter, and the question about sites."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.conftest import StrictClient, sign_in
from tests.people.factories import facts as person_facts
from tests.people.factories import id_number
from tests.referrals.factories import a_shift, propose
from tests.workers.factories import make_wish
from yizhan.accounts.models import User
from yizhan.followups.enums import FollowUpState
from yizhan.followups.models import FollowUp
from yizhan.people.enums import Channel
from yizhan.people.operations import ConsentFacts
from yizhan.postings.enums import LimitName
from yizhan.postings.models import Shift
from yizhan.postings.operations import set_local_limit
from yizhan.referrals.enums import ReceiptResult, SiteCheck
from yizhan.referrals.models import Referral
from yizhan.referrals.operations import SiteAgeUnchecked, issue_letter, record_receipt, refer_now, undo_last_step
from yizhan.referrals.queries import cautions_for
from yizhan.referrals.web.paper import letter_data, letter_pdf
from yizhan.workers.models import JobSeeker
from yizhan.workers.operations import register_job_seeker

NAMED = ConsentFacts("employer")
pytestmark = pytest.mark.django_db
LIGHT: dict[str, Any] = {"hazards": [], "start_time": "8:00", "end_time": "16:00"}


def someone(born: dt.date, by: User, at: dt.datetime, *, serial: int = 900) -> JobSeeker:
    """Register somebody of an age; an even serial is a woman."""
    return register_job_seeker(
        facts=person_facts(at.date(), name="测试小", id_no=id_number(serial, born=born)), contacts=[], consents=[NAMED],
        wish=make_wish(), office=by.office, by=by, at=at, channel=Channel.COUNTER,
    )  # fmt: skip


def held_at_sites(officer: User, at: dt.datetime) -> None:
    """Let the county ask from 55 on."""
    for name in (LimitName.SITE_AGE_MEN, LimitName.SITE_AGE_WOMEN):
        set_local_limit(name=name, value=55, reason="本地规定", from_on=at.date(), by=officer, at=at, today=at.date())


def codes(referral: Referral) -> list[str]:
    return [hit.rule for hit in cautions_for(referral)]


def test_a_minor_who_is_hired_makes_the_call_about_papers_due(clerk: User, reviewer: User, now: dt.datetime) -> None:
    seeker = someone(dt.date(2009, 5, 1), clerk, now)
    proposed = propose(seeker, a_shift(clerk, reviewer, now, **LIGHT), clerk, now)
    referral = issue_letter(referral=proposed, by=clerk, at=now)
    assert codes(referral) == ["CR-042"]
    record_receipt(referral=referral, result=ReceiptResult.HIRED, by=clerk, at=now, today=now.date())
    call = FollowUp.objects.get(about_public_id=referral.public_id, kind="hire.minor")
    assert (call.due_on, call.state) == (now.date(), FollowUpState.DUE)
    referral = Referral.objects.get(pk=referral.pk)
    undo_last_step(referral=referral, by=clerk, at=now, today=now.date(), may_undo_others=False, seen_version=None)
    call.refresh_from_db()
    assert call.state == FollowUpState.CANCELLED


def test_an_adult_who_is_hired_makes_no_such_call(clerk: User, reviewer: User, now: dt.datetime) -> None:
    seeker = someone(dt.date(1990, 5, 1), clerk, now)
    proposed = propose(seeker, a_shift(clerk, reviewer, now, **LIGHT), clerk, now)
    referral = issue_letter(referral=proposed, by=clerk, at=now)
    record_receipt(referral=referral, result=ReceiptResult.HIRED, by=clerk, at=now, today=now.date())
    assert not FollowUp.objects.filter(kind="hire.minor").exists()


def test_a_woman_at_barred_work_is_warned_on_page_and_letter(
    client: StrictClient, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    seeker = someone(dt.date(1990, 5, 1), clerk, now, serial=902)
    referral = propose(seeker, a_shift(clerk, reviewer, now, load_kg="30"), clerk, now)
    assert codes(referral) == ["CR-043"]
    sign_in(client, clerk)
    assert "女职工禁忌" in client.get(reverse("referrals:show", args=[referral.public_id])).content.decode()
    letter = issue_letter(referral=referral, by=clerk, at=now)
    assert letter_data(letter)["cautions"] == "该岗位属女职工禁忌范围。"
    assert letter_pdf(letter, "letter").startswith(b"%PDF")
    assert letter_pdf(letter, "slip").startswith(b"%PDF")


def test_past_the_age_of_retirement_is_warned_and_sent(clerk: User, reviewer: User, now: dt.datetime) -> None:
    seeker = someone(dt.date(1960, 5, 1), clerk, now, serial=901)
    letter = refer_now(seeker=seeker, shift=a_shift(clerk, reviewer, now, **LIGHT), by=clerk, at=now, today=now.date())
    assert codes(letter) == ["CR-045"]
    assert "超龄用工" in letter_data(letter)["cautions"]


def test_a_building_site_asks_from_the_countys_age_on(
    client: StrictClient, clerk: User, reviewer: User, officer: User, now: dt.datetime
) -> None:
    shift = a_shift(clerk, reviewer, now, is_site="on", **LIGHT)
    seeker = someone(dt.date(1969, 1, 1), clerk, now, serial=901)
    referral = propose(seeker, shift, clerk, now)
    assert codes(referral) == []
    held_at_sites(officer, now)
    assert codes(referral) == ["CR-046"]
    with pytest.raises(SiteAgeUnchecked):
        issue_letter(referral=referral, by=clerk, at=now)
    sign_in(client, clerk)
    assert "工地用工核实" in client.get(reverse("referrals:show", args=[referral.public_id])).content.decode()
    letter = issue_letter(referral=referral, by=clerk, at=now, site_check=SiteCheck.NOT_BUILDING)
    assert letter.site_check == SiteCheck.NOT_BUILDING
    undone = undo_last_step(
        referral=letter, by=clerk, at=now, today=now.date(), may_undo_others=False, seen_version=None
    )
    assert undone.site_check == ""


def test_who_is_younger_is_not_asked_and_keeps_no_answer(
    clerk: User, reviewer: User, officer: User, now: dt.datetime
) -> None:
    held_at_sites(officer, now)
    seeker = someone(dt.date(1990, 5, 1), clerk, now, serial=901)
    on_site = a_shift(clerk, reviewer, now, is_site="on")
    shift = Shift.objects.select_related("posting", "posting__terms").get(pk=on_site.pk)
    letter = refer_now(seeker=seeker, shift=shift, by=clerk, at=now, today=now.date(), site_check=SiteCheck.ALLOWED)
    assert letter.site_check == ""


def test_the_database_knows_the_answers(clerk: User, reviewer: User, now: dt.datetime) -> None:
    referral = propose(someone(dt.date(1990, 5, 1), clerk, now), a_shift(clerk, reviewer, now), clerk, now)
    with pytest.raises(IntegrityError, match="site_check_known"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(site_check="whatever")


def test_the_page_that_sends_asks_too(
    client: StrictClient, clerk: User, reviewer: User, officer: User, now: dt.datetime
) -> None:
    held_at_sites(officer, now)
    shift = a_shift(clerk, reviewer, now, is_site="on", **LIGHT)
    seeker = someone(dt.date(1969, 1, 1), clerk, now, serial=901)
    address = reverse("referrals:create", args=[seeker.person.public_id, shift.posting.public_id])
    with time_machine.travel(now, tick=True):
        sign_in(client, clerk)
        assert "工地用工核实" in client.get(address).content.decode()
        said = {"shift": shift.pk, "places": "1", "then": "letter"}
        refused = client.post(address, said)
        assert refused.status_code == 422
        assert "不属于施工作业" in refused.content.decode()
        assert client.post(address, said | {"site_check": "allowed"}).status_code == 302
    assert Referral.objects.get().site_check == SiteCheck.ALLOWED
