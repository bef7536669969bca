"""CR-084: a letter names the person to the employer, so a consent to that stands first (PIPL art. 23)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.conftest import MakeUser, sign_in
from tests.people.factories import mobile
from tests.postings.factories import a_household_job, a_posting
from tests.referrals.factories import a_shift, first_shift, propose
from tests.workers.factories import make_seeker
from yizhan.accounts.enums import Role
from yizhan.accounts.models import User
from yizhan.employers.operations import add_agent
from yizhan.people.enums import Channel, ConsentPurpose, ContactKind
from yizhan.people.models import Consent, ConsentText, Contact
from yizhan.people.operations import ConsentFacts, ConsentReworded, give_consent, withdraw_consent
from yizhan.people.queries import whole_mobiles
from yizhan.referrals.enums import ReferralStatus
from yizhan.referrals.for_employers import letter_cards, letters_of_agent
from yizhan.referrals.models import Referral
from yizhan.referrals.operations import ConsentUnasked, issue_letter, refer_now
from yizhan.referrals.queries import may_be_named, recipient_of
from yizhan.workers.models import JobSeeker

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(client: Client, clerk: User) -> Client:
    """The clerk's browser."""
    sign_in(client, clerk)
    return client


@pytest.fixture(autouse=True)
def at_nine(now: dt.datetime) -> Iterator[None]:
    """The clock of the counter."""
    with time_machine.travel(now, tick=True):
        yield


def unasked(clerk: User, now: dt.datetime) -> JobSeeker:
    """Somebody who was never asked whether they may be named to employers."""
    return make_seeker(clerk, now, consents=())


def test_no_letter_names_somebody_who_has_not_agreed(clerk: User, reviewer: User, now: dt.datetime) -> None:
    shift = a_shift(clerk, reviewer, now)
    referral = propose(unasked(clerk, now), shift, clerk, now)
    with pytest.raises(ConsentUnasked):
        issue_letter(referral=referral, by=clerk, at=now)
    referral.refresh_from_db()
    assert (referral.status, referral.issued_at) == (ReferralStatus.PROPOSED, None)

    issue_letter(referral=referral, by=clerk, at=now, consent_by=Channel.PHONE)
    given = Consent.objects.get()
    assert (given.purpose, given.recipient) == (ConsentPurpose.EMPLOYER, recipient_of(shift.posting))
    assert (given.channel, given.given_through, given.evidence) == (Channel.PHONE, clerk, referral.number)


def test_a_walk_in_is_proposed_and_lettered_or_neither(clerk: User, reviewer: User, now: dt.datetime) -> None:
    seeker, shift = unasked(clerk, now), a_shift(clerk, reviewer, now)
    with pytest.raises(ConsentUnasked):
        refer_now(seeker=seeker, shift=shift, by=clerk, at=now, today=now.date())
    assert not Referral.objects.exists()


def test_a_consent_covers_the_receiver_it_names_and_ends_when_taken_back(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    seeker, shift = unasked(clerk, now), a_shift(clerk, reviewer, now)
    referral = propose(seeker, shift, clerk, now)
    elsewhere = ConsentFacts(ConsentPurpose.EMPLOYER, recipient="另一家单位")
    give_consent(person=seeker.person, consent=elsewhere, channel=Channel.COUNTER, by=clerk, at=now)
    with pytest.raises(ConsentUnasked):
        issue_letter(referral=referral, by=clerk, at=now)

    every = give_consent(
        person=seeker.person, consent=ConsentFacts(ConsentPurpose.EMPLOYER), channel=Channel.COUNTER, by=clerk, at=now
    )
    withdraw_consent(consent=every, by=clerk, at=now)
    with pytest.raises(ConsentUnasked):
        issue_letter(referral=referral, by=clerk, at=now)


def test_who_has_agreed_is_not_asked_and_nothing_is_written_twice(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    seeker, shift = make_seeker(clerk, now), a_shift(clerk, reviewer, now)
    refer_now(seeker=seeker, shift=shift, by=clerk, at=now, today=now.date(), consent_by=Channel.COUNTER)
    assert Consent.objects.count() == 1


def test_the_counter_asks_in_the_same_form_and_keeps_what_was_typed(
    counter: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    seeker, shift = unasked(clerk, now), a_shift(clerk, reviewer, now)
    address = reverse("referrals:create", args=[seeker.person.public_id, shift.posting.public_id])
    assert 'name="agreed"' in counter.get(address).content.decode()

    said = {"shift": shift.pk, "places": 2, "then": "letter"}
    refused = counter.post(address, said)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert str(ConsentUnasked.sentence) in page
    assert re.search(r'name="places"[^>]*value="2"', page)

    ConsentText.objects.create(
        purpose="employer", version=2, text="开介绍信时把您的姓名告诉用工方。", made_at=now, made_by=clerk
    )
    stale = counter.post(address, said | {"agreed": "on", "wording": 1})  # read out before it was worded anew
    assert stale.status_code == 422
    assert str(ConsentReworded.sentence) in stale.content.decode()
    assert 'name="wording" value="2"' in stale.content.decode()
    assert not Referral.objects.exists()
    assert counter.post(address, said | {"agreed": "on", "wording": 2}).status_code == 302
    assert Referral.objects.get().status == ReferralStatus.LETTER
    assert Consent.objects.get().channel == Channel.COUNTER


@pytest.mark.parametrize(
    ("said", "channel"), [("phone", Channel.PHONE), ("counter", Channel.COUNTER), ("import", Channel.COUNTER)]
)
def test_whoever_asked_says_how_the_person_agreed(
    said: str, channel: Channel, counter: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    referral = propose(unasked(clerk, now), a_shift(clerk, reviewer, now), clerk, now)
    page = counter.get(reverse("referrals:show", args=[referral.public_id])).content.decode()
    assert 'name="agreed_by"' in page
    answer = {"agreed": "on", "agreed_by": said, "wording": 1, "version": referral.version}
    counter.post(reverse("referrals:issue", args=[referral.public_id]), answer)
    assert Consent.objects.get().channel == channel


def test_where_a_consent_stands_the_pages_do_not_ask(
    counter: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    seeker, shift = make_seeker(clerk, now), a_shift(clerk, reviewer, now)
    referral = propose(seeker, shift, clerk, now)
    for address in (
        reverse("referrals:create", args=[seeker.person.public_id, shift.posting.public_id]),
        reverse("referrals:show", args=[referral.public_id]),
        f"{reverse('referrals:quick', args=[shift.posting.public_id])}?shift={shift.public_id}",
    ):
        assert 'name="agreed"' not in counter.get(address).content.decode()


def test_the_quick_screen_asks_on_the_telephone(counter: Client, clerk: User, reviewer: User, now: dt.datetime) -> None:
    seeker, shift = unasked(clerk, now), a_shift(clerk, reviewer, now)
    referral = propose(seeker, shift, clerk, now)
    quick = f"{reverse('referrals:quick', args=[shift.posting.public_id])}?shift={shift.public_id}"
    said = {"answer": "agreed", "back": "quick", "version": 1}
    counter.post(reverse("referrals:answer", args=[referral.public_id]), said)
    page = counter.get(quick).content.decode()
    wording = ConsentText.objects.filter(purpose=ConsentPurpose.EMPLOYER).order_by("version").last()
    assert wording is not None
    # What is agreed to is on the screen, to be read out.
    assert wording.text in page
    form = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', page))
    assert form["agreed_by"] == "phone"
    said = {"back": "quick", "agreed": "on", "agreed_by": form["agreed_by"], "version": 2}
    assert counter.post(reverse("referrals:issue", args=[referral.public_id]), said).status_code == 409
    said["wording"] = form["wording"]
    counter.post(reverse("referrals:issue", args=[referral.public_id]), said)
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.LETTER
    assert Consent.objects.get().channel == Channel.PHONE


def test_households_whose_names_look_alike_masked_are_asked_about_apart(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    first, second = (
        a_household_job(office=clerk.office, by=clerk, verifier=reviewer, at=now, name=name)
        for name in ("王建国", "王保国")
    )
    seeker = unasked(clerk, now)
    refer_now(seeker=seeker, shift=first_shift(first), by=clerk, at=now, today=now.date(), consent_by=Channel.COUNTER)
    assert may_be_named(seeker.person, first, now)
    assert not may_be_named(seeker.person, second, now)
    assert "建国" not in Consent.objects.get().recipient


def test_what_one_employer_is_told_the_next_of_the_same_agent_is_not(
    clerk: User, reviewer: User, make_user: MakeUser, now: dt.datetime
) -> None:
    agent = make_user(Role.AGENT, clerk.office, "agent")
    seeker = make_seeker(clerk, now, consents=(), phone=mobile(1))
    letters = []
    for n in range(2):
        posting = a_posting(office=clerk.office, by=clerk, verifier=reviewer, at=now, starts_on=f"2026-11-2{n + 5}")
        add_agent(employer=posting.employer, name="测试乙", mobile="13900001234", by=clerk, at=now, user=agent)
        referral = propose(seeker, first_shift(posting), clerk, now)
        letters.append(issue_letter(referral=referral, by=clerk, at=now, consent_by=Channel.COUNTER))
    later = now + dt.timedelta(minutes=1)
    withdraw_consent(consent=Consent.objects.get(recipient=recipient_of(letters[1].posting)), by=clerk, at=now)
    cards = {card.public_id: card for card in letter_cards(letters_of_agent(agent), later)}
    told, untold = (cards[one.public_id] for one in letters)
    assert (told.is_named, told.phone) == (True, mobile(1))
    assert (untold.is_named, untold.phone) == (False, "")


def test_a_number_that_somebody_else_answers_is_not_given_to_employers(clerk: User, now: dt.datetime) -> None:
    person = make_seeker(clerk, now, phone=mobile(1)).person
    Contact.objects.filter(person=person).update(kind=ContactKind.PROXY, proxy_name="测试丁", proxy_relation="child")
    assert whole_mobiles([person.pk]) == {}
