"""What an employer does alone: posts for review, answers letters, says hours; lists ask a fixed number of times."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import MakeUser, StrictClient, sign_in
from tests.gigs.factories import agreed, an_order, evening, worked
from tests.people.factories import mobile
from tests.portals.employer.factories import FORM, an_agent, own_letter, own_order, own_posting
from tests.postings.factories import a_draft, an_employer, an_offer
from tests.referrals.factories import a_letter, first_shift
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.employers.models import Agent
from yizhan.employers.operations import end_agent
from yizhan.gigs.enums import EndReason as OrderEnd
from yizhan.gigs.enums import OrderState, SignMethod
from yizhan.gigs.for_employers import orders_of_agent, roster_of, shifts_of_agent
from yizhan.gigs.operations import Said, cancel_order, say_hours, state_hours
from yizhan.postings.enums import EndReason, PublishState, ReturnReason, ReviewState
from yizhan.postings.models import Posting
from yizhan.postings.operations import (
    approve_posting,
    draft_posting,
    pause_posting,
    publish_posting,
    resume_posting,
    return_posting,
    revise_posting,
    submit_for_review,
    withdraw_posting,
)
from yizhan.referrals.enums import ReceiptResult, ReferralStatus
from yizhan.referrals.for_employers import letter_cards, letters_of_agent
from yizhan.referrals.operations import answer_letter
from yizhan.shared.errors import NotAllowed


@pytest.fixture
def agent(make_user: MakeUser, station: Office) -> User:
    """Somebody who acts for an employer."""
    return make_user(Role.AGENT, station, "agent")


@pytest.fixture
def rival(make_user: MakeUser, station: Office, clerk: User, now: dt.datetime) -> User:
    """The agent of another employer at the same station."""
    from tests.employers.factories import a_company

    other = make_user(Role.AGENT, station, "rival")
    an_agent(a_company(office=station, by=clerk, at=now), other, clerk, now)
    return other


def test_a_job_goes_to_the_stations_review_and_is_published_by_it(
    client: StrictClient, station: Office, agent: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    employer = an_employer(office=station, by=clerk, verifier=reviewer, at=now)
    an_agent(employer, agent, clerk, now)
    sign_in(client, agent)
    with time_machine.travel(now, tick=False):
        page = client.post(reverse("employer:job_new", args=[employer.public_id]), FORM, follow=True)
        posting = Posting.objects.get()
        assert page.redirect_chain[-1][0] == reverse("employer:job", args=[posting.public_id])
        assert (posting.review_state, posting.source, posting.submitted_by) == ("draft", "agent", None)
        client.post(reverse("employer:job_step", args=[posting.public_id, "submit"]))
    posting.refresh_from_db()
    assert (posting.review_state, posting.submitted_by) == (ReviewState.WAITING, agent)
    returned = return_posting(posting=posting, reason=ReturnReason.PAY, by=reviewer, at=now)
    with time_machine.travel(now, tick=False):
        assert "报酬没有写清楚" in client.get(reverse("employer:job", args=[posting.public_id])).content.decode()
    submit_for_review(posting=returned, by=agent, at=now)
    approve_posting(posting=posting, by=reviewer, at=now, reason="测试放行", publish=True)
    with time_machine.travel(now, tick=False):
        shown = client.get(reverse("employer:job", args=[posting.public_id])).content.decode()
    assert "不到 5 人不显示人数" in shown


def test_a_copied_job_keeps_what_the_short_form_does_not_ask(
    client: StrictClient, station: Office, agent: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = own_posting(station, agent, clerk, reviewer, now, load_kg="25", requirements="会用液压车")
    sign_in(client, agent)
    address = reverse("employer:job_new", args=[posting.employer.public_id]) + f"?from={posting.public_id}"
    with time_machine.travel(now, tick=False):
        assert "200元/天" in client.get(address).content.decode()
        client.post(address, FORM | {"starts_on": "2026-11-26", "contact_phone": ""})
    copy = Posting.objects.exclude(pk=posting.pk).get()
    assert copy.terms is not None
    assert posting.terms is not None
    for name in ("load_kg", "requirements", "contact_phone", "lat_e6", "occupation_code"):
        assert getattr(copy.terms, name) == getattr(posting.terms, name), name


def test_a_pasted_text_fills_the_form_and_keeps_nothing(
    client: StrictClient, station: Office, agent: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = own_posting(station, agent, clerk, reviewer, now)
    sign_in(client, agent)
    with time_machine.travel(now, tick=False):
        page = client.post(
            reverse("employer:job_paste", args=[posting.employer.public_id]),
            {"text": "明天招小工2名，200元一天，管饭，早7点到晚5点"},
        ).content.decode()
    assert 'value="小工"' in page
    assert 'value="2026-11-24"' in page
    assert Posting.objects.count() == 1


def test_only_the_employers_own_agents_have_a_word(
    station: Office, agent: User, rival: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = own_posting(station, agent, clerk, reviewer, now)
    with pytest.raises(NotAllowed):
        pause_posting(posting=posting, reason=EndReason.ENOUGH_PEOPLE, by=rival, at=now)
    with pytest.raises(NotAllowed):
        withdraw_posting(posting=posting, reason=EndReason.ENOUGH_PEOPLE, by=rival, at=now)
    with pytest.raises(NotAllowed):
        revise_posting(posting=posting, offer=an_offer(now, headcount="9"), by=rival, at=now)
    with pytest.raises(NotAllowed):
        submit_for_review(posting=posting, by=rival, at=now)
    with pytest.raises(NotAllowed):
        approve_posting(posting=posting, by=agent, at=now)
    with pytest.raises(NotAllowed):
        publish_posting(posting=posting, by=agent, at=now)
    end_agent(agent=Agent.objects.get(user=agent), by=clerk, at=now)
    with pytest.raises(NotAllowed):
        pause_posting(posting=posting, reason=EndReason.ENOUGH_PEOPLE, by=agent, at=now)


def test_an_employer_takes_up_again_only_what_they_stopped_themselves(
    station: Office, agent: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = own_posting(station, agent, clerk, reviewer, now)
    pause_posting(posting=posting, reason=EndReason.ENOUGH_PEOPLE, by=agent, at=now)
    assert resume_posting(posting=posting, by=agent, at=now).publish_state == PublishState.PUBLISHED
    pause_posting(posting=posting, reason=EndReason.COMPLAINT, by=clerk, at=now)
    with pytest.raises(NotAllowed):
        resume_posting(posting=posting, by=agent, at=now)


def test_an_employer_drafts_for_no_other(
    station: Office, rival: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    from yizhan.postings.operations import EmployerNotYours

    foreign = a_draft(office=station, by=clerk, verifier=reviewer, at=now)
    with pytest.raises(EmployerNotYours):
        draft_posting(employer=foreign.employer, offer=an_offer(now), by=rival, at=now)


def test_without_a_consent_that_stands_a_letter_names_no_one(
    client: StrictClient, agent: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    letter, before = own_letter(agent, clerk, reviewer, now), now - dt.timedelta(minutes=1)
    name = letter.person.name
    told = letter_cards(letters_of_agent(agent), now)[0]
    assert (told.who, told.phone) == (name, mobile(1))
    card = letter_cards(letters_of_agent(agent), before)[0]
    assert (card.who, card.phone) == (f"{name[0]}师傅", "")
    sign_in(client, agent)
    with time_machine.travel(before, tick=False):
        page = client.get(reverse("employer:letter", args=[letter.public_id])).content.decode()
    assert name not in page
    assert mobile(1) not in page


@pytest.mark.parametrize("result", list(ReceiptResult))
def test_an_answer_is_the_receipt(
    result: ReceiptResult, client: StrictClient, agent: User, rival: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    letter = own_letter(agent, clerk, reviewer, now)
    with pytest.raises(NotAllowed):
        answer_letter(referral=letter, result=result, reason=None, by=rival, at=now, today=now.date())
    sign_in(client, agent)
    with time_machine.travel(now, tick=False):
        client.get(reverse("employer:letter", args=[letter.public_id]))
        letter.refresh_from_db()
        assert letter.status == ReferralStatus.LETTER  # opening a link changes nothing
        client.post(
            reverse("employer:answer", args=[letter.public_id]), {"result": result.value, "version": letter.version}
        )
    letter.refresh_from_db()
    assert letter.status == result.value
    if result == ReceiptResult.HIRED:
        assert orders_of_agent(agent).get().state == OrderState.AGREED


def test_different_words_about_hours_are_both_kept(
    client: StrictClient, agent: User, rival: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = own_order(agent, clerk, reviewer, now)
    after = evening(order)
    state_hours(order=order, worker=Said(540), method=SignMethod.PHONE, by=clerk, at=after)
    with pytest.raises(NotAllowed):
        say_hours(order=order, said=Said(480), by=rival, at=after)
    sign_in(client, agent)
    with time_machine.travel(after, tick=False):
        client.post(reverse("employer:hours", args=[order.public_id]), {"hours": "8"})
    row = roster_of(agent, order.shift)[0]
    assert (row.is_disputed, row.worker_said, row.employer_said) == (True, "9 小时", "8 小时")
    with time_machine.travel(after, tick=False):
        client.post(reverse("employer:hours", args=[order.public_id]), {"hours": "9"})
    assert roster_of(agent, order.shift)[0].state == OrderState.HOURS
    assert order.statements.count() == 3


@pytest.mark.parametrize("page", ["home", "letters", "shifts"])
def test_a_list_asks_as_often_for_three_as_for_one(
    page: str, client: StrictClient, agent: User, clerk: User, reviewer: User, now: dt.datetime, still_menu: None
) -> None:
    letter = own_letter(agent, clerk, reviewer, now)
    sign_in(client, agent)

    def asked() -> int:
        with time_machine.travel(now, tick=False), CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"employer:{page}")).status_code == 200
        return len(queries)

    asked()  # the menu's numbers are counted once
    for_one = asked()
    for number in (2, 3):
        posting = own_posting(
            clerk.office, agent, clerk, reviewer, now, employer=letter.posting.employer, title=f"装卸工{number}",
            content=f"第{number}号库房，搬运袋装肥料，每袋四十斤，用叉车辅助。", start_time=f"{number + 5}:30",
        )  # fmt: skip
        a_letter(clerk, reviewer, now, number=number, shift=first_shift(posting))
    assert asked() == for_one


def test_who_never_agreed_is_not_named_when_their_order_is_called_off(
    agent: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    shift = first_shift(own_posting(clerk.office, agent, clerk, reviewer, now))
    never, once = an_order(clerk, reviewer, now, shift=shift), agreed(clerk, reviewer, now, number=2, shift=shift)
    for order in (never, once):
        cancel_order(order=order, reason=OrderEnd.WORKER_DROPPED, by=clerk, at=now)
    told = [row.who for row in roster_of(agent, shift)]
    assert told == [f"{never.person.name[0]}师傅", once.person.name]


def test_a_crew_comes_as_the_people_it_is(agent: User, clerk: User, reviewer: User, now: dt.datetime) -> None:
    shift = first_shift(own_posting(clerk.office, agent, clerk, reviewer, now))
    worked(clerk, reviewer, now, shift=shift, places=2, agree=False)
    an_order(clerk, reviewer, now, number=2, shift=shift)
    line = shifts_of_agent(agent, start=0, count=5)[0]
    assert (line.expected, line.came) == (3, 2)
