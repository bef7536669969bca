"""From a name on the screen to a letter, a receipt and a call; what two clerks, strangers and the undo button see."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from tests.conftest import sign_in
from tests.people.factories import mobile
from tests.referrals.factories import a_letter, a_shift, propose
from tests.workers.factories import make_seeker
from yizhan.accounts.models import User
from yizhan.followups.models import FollowUp
from yizhan.postings.models import Shift
from yizhan.postings.operations import set_headcount
from yizhan.referrals.enums import CloseReason, MatchedBy, ReceiptResult, ReferralStatus, WorkerAnswer
from yizhan.referrals.models import Handover, Referral
from yizhan.referrals.operations import issue_letter, note_print, note_worker_answer, record_receipt
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.identifiers.numbers import make_number
from yizhan.shared.models import AuditEntry
from yizhan.workers.models import Commitment, JobSeeker
from yizhan.workers.operations import add_commitment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_nine(now: dt.datetime) -> Iterator[None]:
    """The clock of the counter."""
    with time_machine.travel(now, tick=True):
        yield


@pytest.fixture
def shift(clerk: User, reviewer: User, now: dt.datetime) -> Shift:
    """Three people wanted tomorrow."""
    return a_shift(clerk, reviewer, now, occupation_code="6-29-01-01", title="瓦工")


@pytest.fixture
def seeker(clerk: User, now: dt.datetime) -> JobSeeker:
    """A bricklayer with a telephone."""
    return make_seeker(clerk, now, phone=mobile(1))


@pytest.fixture
def counter(client: Client, clerk: User) -> Client:
    """The clerk's browser."""
    sign_in(client, clerk)
    return client


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF without blanks."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def post(browser: Client, name: str, referral: Referral, **data: Any) -> Any:
    """Press a button on a referral's page as it stands."""
    referral.refresh_from_db()
    return browser.post(reverse(name, args=[referral.public_id]), {"version": referral.version} | data)


# --- a walk-in -------------------------------------------------------------------------------------------------------


def test_a_walk_in_gets_the_letter_with_one_press_and_the_loop_closes(
    counter: Client, shift: Shift, seeker: JobSeeker
) -> None:
    address = reverse("referrals:create", args=[seeker.person.public_id, shift.posting.public_id])
    assert "测试乙" in counter.get(address).content.decode()

    answer = counter.post(address, {"shift": shift.pk, "places": 1, "then": "letter"})
    referral = Referral.objects.get()
    assert answer["Location"] == reverse("referrals:show", args=[referral.public_id])
    assert referral.status == ReferralStatus.LETTER
    assert referral.matched_by == MatchedBy.SYSTEM
    assert referral.score_bp == sum(points for _words, points in referral.reasons)

    sheet = counter.post(reverse("referrals:print", args=[referral.public_id, "letter"]))
    assert sheet["Content-Type"] == "application/pdf"
    assert "测试乙" in text_of(sheet.content)

    found = counter.post(reverse("referrals:receipt"), {"number": referral.number.lower().replace("-", " ")})
    assert found["Location"] == reverse("referrals:receipt_of", args=[referral.public_id])
    post(counter, "referrals:receipt_of", referral, result="hired")
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.HIRED
    shift.refresh_from_db()
    assert shift.taken == 1

    assert FollowUp.objects.filter(about_public_id=referral.public_id).count() == 4


def test_a_form_sent_twice_is_one_referral(counter: Client, shift: Shift, seeker: JobSeeker) -> None:
    address = reverse("referrals:create", args=[seeker.person.public_id, shift.posting.public_id])
    data = {"shift": shift.pk, "places": 1, "then": "letter", "submission": "3b241101-e2bb-4255-8caf-4136c566a962"}
    first, second = counter.post(address, data), counter.post(address, data)
    assert first["Location"] == second["Location"]
    assert Referral.objects.count() == 1


def test_whoever_is_on_the_way_is_shown_with_the_way_to_that_referral(
    counter: Client, clerk: User, now: dt.datetime, shift: Shift, seeker: JobSeeker
) -> None:
    known = propose(seeker, shift, clerk, now)
    address = reverse("referrals:create", args=[seeker.person.public_id, shift.posting.public_id])
    answer = counter.post(address, {"shift": shift.pk, "places": 1, "then": "letter"})
    assert answer.status_code == 422
    assert "没有重复推荐" in answer.content.decode()
    assert reverse("referrals:show", args=[known.public_id]) in answer.content.decode()


def test_a_crew_goes_in_one_form(counter: Client, clerk: User, now: dt.datetime, shift: Shift) -> None:
    crew = make_seeker(clerk, now, number=4, party_size=3)
    address = reverse("referrals:create", args=[crew.person.public_id, shift.posting.public_id])
    assert 'value="3"' in counter.get(address).content.decode()
    refused = counter.post(address, {"shift": shift.pk, "places": 4, "then": "letter"})
    assert "名额不够" in refused.content.decode()
    counter.post(address, {"shift": shift.pk, "places": 3, "then": "letter"})
    referral = Referral.objects.get()
    assert referral.places == 3
    sheet = counter.post(reverse("referrals:print", args=[referral.public_id, "letter"]))
    assert "等3人" in text_of(sheet.content)


# --- the quick screen ------------------------------------------------------------------------------------------------


def test_three_are_picked_called_and_lettered_on_one_screen(
    counter: Client, clerk: User, now: dt.datetime, shift: Shift
) -> None:
    people = [make_seeker(clerk, now, number=number, phone=mobile(number)).person for number in (1, 2, 3)]
    address = reverse("referrals:quick", args=[shift.posting.public_id])
    page = counter.get(address).content.decode()
    assert all(person.name in page for person in people)
    assert page.count('data-hotkey="3"') == 1
    assert mobile(1) not in page

    counter.post(address, {"person": [str(person.public_id) for person in people]})
    assert Referral.objects.filter(status=ReferralStatus.PROPOSED).count() == 3
    first, second, third = Referral.objects.order_by("made_at", "pk")

    back = post(counter, "referrals:answer", first, answer="agreed", back="quick")
    assert back["Location"] == f"{address}?shift={shift.public_id}"
    post(counter, "referrals:answer", first, answer="accepted", back="quick")
    post(counter, "referrals:issue", first, back="quick")
    post(counter, "referrals:answer", second, answer="unreached", back="quick")
    post(counter, "referrals:answer", third, answer="declined", back="quick")
    states = list(Referral.objects.order_by("made_at", "pk").values_list("status", flat=True))
    assert states == [ReferralStatus.LETTER, ReferralStatus.UNREACHED, ReferralStatus.DECLINED]
    assert first.number in counter.get(back["Location"]).content.decode()


def test_four_at_once_are_too_many_and_nobody_is_too_few(
    counter: Client, clerk: User, now: dt.datetime, shift: Shift
) -> None:
    people = [make_seeker(clerk, now, number=number).person for number in range(1, 5)]
    address = reverse("referrals:quick", args=[shift.posting.public_id])
    answer = counter.post(address, {"person": [str(person.public_id) for person in people]})
    assert (answer.status_code, Referral.objects.count()) == (422, 0)
    assert counter.post(address, {}).status_code == 422


def test_what_stands_against_one_does_not_stop_the_others(
    counter: Client, clerk: User, now: dt.datetime, shift: Shift
) -> None:
    going, other = (make_seeker(clerk, now, number=number) for number in (1, 2))
    propose(going, shift, clerk, now)
    address = reverse("referrals:quick", args=[shift.posting.public_id])
    picks = [str(one.person.public_id) for one in (going, other)]
    page = counter.post(address, {"person": picks}, follow=True).content.decode()
    assert "没有重复推荐" in page
    assert Referral.objects.filter(seeker=other).count() == 1


def test_a_stranger_can_neither_pick_our_people_nor_see_our_work(
    client: Client, stranger: User, clerk: User, now: dt.datetime, shift: Shift, seeker: JobSeeker
) -> None:
    sign_in(client, stranger)
    assert client.get(reverse("referrals:quick", args=[shift.posting.public_id])).status_code == 404
    referral = propose(seeker, shift, clerk, now)
    assert client.get(reverse("referrals:show", args=[referral.public_id])).status_code == 404
    answer = client.post(reverse("referrals:receipt"), {"number": referral.number})
    assert answer.status_code == 422
    assert "测试乙" not in answer.content.decode()


def test_a_number_is_shown_for_a_reason_and_logged(counter: Client, seeker: JobSeeker) -> None:
    address = reverse("referrals:reveal", args=[seeker.person.public_id])
    assert counter.post(address).status_code == 422
    answer = counter.post(address, {"reason": "call"})
    assert mobile(1) in answer.content.decode()
    assert AuditEntry.objects.filter(kind=AuditKind.REVEAL, person_id=seeker.person_id).count() == 1


# --- paper -----------------------------------------------------------------------------------------------------------


def test_the_letter_says_what_the_terms_said(counter: Client, clerk: User, reviewer: User, now: dt.datetime) -> None:
    referral = a_letter(clerk, reviewer, now)
    sheet = counter.post(reverse("referrals:print", args=[referral.public_id, "letter"]))
    words = text_of(sheet.content)
    for part in (
        referral.number, "装卸工", "测试路粮库", "200元/天", "2026年11月24日", "07:00–17:00", "管饭", "13900009876",
        "2026年11月26日", "存", "回", "录用", "岗位已满",
    ):  # fmt: skip
        assert "".join(part.split()) in words, part
    assert referral.person.id_no not in words
    assert "补打" not in words


def test_a_reprint_says_so_and_which_it_is(counter: Client, clerk: User, reviewer: User, now: dt.datetime) -> None:
    referral = a_letter(clerk, reviewer, now)
    slip = reverse("referrals:print", args=[referral.public_id, "slip"])
    assert "补打" not in text_of(counter.post(slip).content)
    assert "补打第1次" in text_of(counter.post(slip).content)
    assert "补打第2次" in text_of(counter.post(reverse("referrals:print", args=[referral.public_id, "letter"])).content)
    referral.refresh_from_db()
    assert referral.prints == 3
    assert "补打介绍信" in counter.get(reverse("referrals:show", args=[referral.public_id])).content.decode()


def test_paper_is_never_a_get_and_never_before_the_letter(
    counter: Client, clerk: User, now: dt.datetime, shift: Shift, seeker: JobSeeker
) -> None:
    referral = propose(seeker, shift, clerk, now)
    address = reverse("referrals:print", args=[referral.public_id, "letter"])
    assert counter.get(address).status_code == 405
    assert counter.post(address).status_code == 409
    assert counter.post(reverse("referrals:print", args=[referral.public_id, "poster"])).status_code == 404


# --- receipts --------------------------------------------------------------------------------------------------------


def test_a_misread_number_is_told(counter: Client, today: dt.date) -> None:
    right = make_number("T", today, 1)
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    for typed, said in (
        (wrong, "校验位不对"),
        ("你好", "不完整"),
        (make_number("J", today, 1), "另一种单据"),
        (right, "没有这封介绍信"),
    ):
        answer = counter.post(reverse("referrals:receipt"), {"number": typed})
        assert answer.status_code == 422
        assert said in answer.content.decode()


def test_a_full_shift_is_told_with_what_to_do(counter: Client, clerk: User, reviewer: User, now: dt.datetime) -> None:
    shift = a_shift(clerk, reviewer, now)
    letters = [a_letter(clerk, reviewer, now, number=number, shift=shift) for number in (1, 2)]
    set_headcount(shift=shift, headcount=1, by=clerk, at=now)
    post(counter, "referrals:receipt_of", letters[0], result="hired")
    answer = post(counter, "referrals:receipt_of", letters[1], result="hired")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "名额已满" in page
    assert reverse("postings:show", args=[shift.posting.public_id]) in page
    post(counter, "referrals:receipt_of", letters[1], result="filled")
    letters[1].refresh_from_db()
    assert letters[1].status == ReferralStatus.ALREADY_FILLED


def test_a_promise_elsewhere_is_overridden_with_a_reason(
    counter: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    letter = a_letter(clerk, reviewer, now)
    add_commitment(
        person=letter.person, starts_at=letter.shift.starts_at, ends_at=letter.shift.starts_at + dt.timedelta(hours=1),
        source_kind="test", source_public_id=letter.public_id, by=clerk, at=now,
    )  # fmt: skip
    answer = post(counter, "referrals:receipt_of", letter, result="hired")
    assert answer.status_code == 409
    assert 'name="overridden_reason"' in answer.content.decode()
    post(counter, "referrals:receipt_of", letter, result="hired", overridden_reason="other_given_up")
    assert Commitment.objects.get(source_kind="referral").overridden_reason == "other_given_up"


def test_letters_without_a_receipt_stand_oldest_first(
    counter: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    shift = a_shift(clerk, reviewer, now)
    young = a_letter(clerk, reviewer, now, number=1, shift=shift)
    old = propose(make_seeker(clerk, now - dt.timedelta(hours=3), number=2), shift, clerk, now)
    issue_letter(referral=old, by=clerk, at=now - dt.timedelta(hours=2))
    page = counter.get(reverse("referrals:receipt")).content.decode()
    assert page.index(old.number) < page.index(young.number)


# --- steps and undoing -----------------------------------------------------------------------------------------------


def test_the_page_says_what_undoing_takes_back_and_does_it(
    counter: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    letter = a_letter(clerk, reviewer, now)
    post(counter, "referrals:receipt_of", letter, result="hired")
    address = reverse("referrals:show", args=[letter.public_id])
    page = counter.get(address).content.decode()
    assert "退回 1 个名额" in page
    post(counter, "referrals:undo", letter)
    letter.refresh_from_db()
    letter.shift.refresh_from_db()
    assert (letter.status, letter.shift.taken) == (ReferralStatus.LETTER, 0)
    assert "已撤销" in counter.get(address).content.decode()


def test_undoing_a_printed_letter_asks_for_the_paper(
    counter: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    letter = a_letter(clerk, reviewer, now)
    note_print(referral=letter, by=clerk, at=now)
    assert "请把纸质的收回" in counter.get(reverse("referrals:show", args=[letter.public_id])).content.decode()


def test_a_colleagues_step_is_not_offered_for_undoing_but_the_head_may(
    client: Client, colleague: User, head: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    letter = a_letter(clerk, reviewer, now)
    address = reverse("referrals:show", args=[letter.public_id])
    sign_in(client, colleague)
    assert "确认撤销" not in client.get(address).content.decode()
    assert post(client, "referrals:undo", letter).status_code == 409
    sign_in(client, head)
    assert "确认撤销" in client.get(address).content.decode()
    assert post(client, "referrals:undo", letter).status_code == 302


def test_two_clerks_on_one_referral_the_second_is_told(
    counter: Client, clerk: User, colleague: User, now: dt.datetime, shift: Shift, seeker: JobSeeker
) -> None:
    referral = propose(seeker, shift, clerk, now)
    seen = referral.version
    note_worker_answer(referral=referral, answer=WorkerAnswer.AGREED, by=colleague, at=now)
    answer = counter.post(
        reverse("referrals:answer", args=[referral.public_id]), {"answer": "declined", "version": seen}
    )
    referral.refresh_from_db()
    assert (answer.status_code, referral.status) == (409, ReferralStatus.AGREED)


def test_a_receipt_typed_by_two_keeps_what_the_second_typed(
    counter: Client, clerk: User, colleague: User, reviewer: User, now: dt.datetime
) -> None:
    letter = a_letter(clerk, reviewer, now)
    seen = letter.version
    record_receipt(referral=letter, result=ReceiptResult.NO_SHOW, by=colleague, at=now, today=now.date())
    answer = counter.post(
        reverse("referrals:receipt_of", args=[letter.public_id]), {"result": "hired", "version": seen}
    )
    assert answer.status_code == 409
    letter.refresh_from_db()
    assert letter.status == ReferralStatus.NO_SHOW
    assert "不能再录回执" in answer.content.decode()


def test_an_auditor_reads_and_never_writes(
    client: Client, auditor: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    letter = a_letter(clerk, reviewer, now)
    sign_in(client, auditor)
    page = client.get(reverse("referrals:show", args=[letter.public_id]))
    assert page.status_code == 200
    assert "录入回执" not in page.content.decode().split('id="main"')[1]
    for name in ("referrals:withdraw", "referrals:undo", "referrals:receipt_of"):
        assert post(client, name, letter).status_code == 403


def test_an_unknown_answer_is_told(
    counter: Client, clerk: User, now: dt.datetime, shift: Shift, seeker: JobSeeker
) -> None:
    referral = propose(seeker, shift, clerk, now)
    assert post(counter, "referrals:answer", referral, answer="maybe").status_code == 422


# --- the desk --------------------------------------------------------------------------------------------------------


def test_a_handover_shows_what_is_open_and_is_taken_once(
    client: Client, clerk: User, colleague: User, reviewer: User, now: dt.datetime
) -> None:
    a_letter(clerk, reviewer, now)
    sign_in(client, clerk)
    client.post(reverse("referrals:handover"), {"to": colleague.pk, "note": "粮库的人十点回电话"})
    handover = Handover.objects.get()
    assert handover.open_counts == {"letters": 1, "proposed": 0, "calls": 0}
    assert "我来接班" not in client.get(reverse("referrals:handover")).content.decode()

    sign_in(client, colleague)
    page = client.get(reverse("referrals:handover")).content.decode()
    assert "粮库的人十点回电话" in page
    take = reverse("referrals:take_over", args=[handover.public_id])
    assert client.post(take).status_code == 302
    assert client.post(take).status_code == 409


def test_a_rained_off_day_gives_the_call_list(counter: Client, clerk: User, reviewer: User, now: dt.datetime) -> None:
    letter = a_letter(clerk, reviewer, now)
    page = counter.get(reverse("referrals:rain")).content.decode()
    address = reverse("referrals:rain_day", args=[letter.posting.public_id, "2026-11-24"])
    assert address in page
    assert "确认停工" in counter.get(address).content.decode()
    page = counter.post(address, follow=True).content.decode()
    assert "要通知 1 人" in page
    assert letter.person.name in page
    letter.refresh_from_db()
    assert letter.close_reason == CloseReason.DAY_CANCELLED
    assert counter.post(address).status_code in (404, 409)
    assert counter.get(reverse("referrals:rain_day", args=[letter.posting.public_id, "soon"])).status_code == 404


def test_the_head_chooses_the_days_of_the_calls(client: Client, head: User, clerk: User) -> None:
    sign_in(client, head)
    address = reverse("referrals:plan")
    client.post(address, {"kind": "gig", "days": ["1", "7"]})
    page = client.get(address).content.decode()
    assert page.count("checked") == 2 + 4 + 4
    sign_in(client, clerk)
    assert client.get(address).status_code == 403
