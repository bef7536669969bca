"""The demo county: the same for the same day, true to every rule of the house, and nobody real in it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from itertools import pairwise
from typing import Any

from django.contrib.auth import authenticate
from django.db.models import F, Max, Q, Sum
from django.test import TestCase

from tests.conftest import StrictClient
from yizhan.accounts.models import Office, User
from yizhan.cli.commands import demo_
from yizhan.demo.artificial import AGENT_PHONES, EMPLOYER_PHONES, NO_SUCH_COUNTY, PEOPLE_PHONES
from yizhan.demo.filling import Filled, fill, filled
from yizhan.demo.scale import LOCAL, PASSWORD, SIGN_INS, SMALL, standstill
from yizhan.employers.models import Agent, Employer, SignUp, Verification
from yizhan.followups.enums import FollowUpState
from yizhan.followups.models import Attempt, FollowUp
from yizhan.gigs.enums import STANDING, EndReason
from yizhan.gigs.models import LedgerEntry, Order, PayStatement, Settlement
from yizhan.gigs.queries import ledger_sums, pay_warnings
from yizhan.people.models import Contact, Person, SearchKey, Served
from yizhan.people.queries import age_on, has_proven_birth, search_people
from yizhan.people.search_keys import spellings
from yizhan.portals.openapi.models import Delivery, KeyUse, Partner, Webhook
from yizhan.portals.worker.models import SavedSearch
from yizhan.postings.enums import PublishState, ReviewState
from yizhan.postings.models import HeadcountChange, Posting, PostingStatusChange, PostingTerms, Shift
from yizhan.referrals.enums import MOVES, ReferralStatus
from yizhan.referrals.models import Application, Referral, ReferralStatusChange
from yizhan.rights.models import Case, CaseEvidence, CaseStep
from yizhan.shared.audit.models import AuditEntry
from yizhan.shared.identifiers.id_number import read_id
from yizhan.shared.identifiers.numbers import parse_number
from yizhan.shared.identifiers.sequence_model import NumberSequence
from yizhan.workers.enums import SeekerStatus
from yizhan.workers.models import CertificateHeld, Commitment, JobSeeker, SeekerStatusChange, Visit, Wish

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=LOCAL)
UNTIL = standstill(NOW)


class Demo(TestCase):
    """One small county for all tests that only look."""

    @classmethod
    def setUpTestData(cls) -> None:
        """Fill it once."""
        fill(scale=SMALL, until=UNTIL)

    def test_nobody_is_real(self) -> None:
        numbers = [person.id_no for person in Person.objects.all() if person.id_no]
        numbers += [employer.person_id_no for employer in Employer.objects.all() if employer.person_id_no]
        numbers += [agent.id_no for agent in Agent.objects.all() if agent.id_no]
        assert len(numbers) > SMALL.people * 0.85
        assert all(number.startswith(NO_SUCH_COUNTY) and read_id(number, today=NOW.date()) for number in numbers)
        assert len(set(numbers)) == len(numbers)
        phones = {contact.number for contact in Contact.objects.all() if contact.number}
        phones |= {employer.phone for employer in Employer.objects.all()} | {
            agent.mobile for agent in Agent.objects.all()
        }
        phones |= {terms.contact_phone for terms in PostingTerms.objects.all()}
        assert all(
            re.fullmatch(f"({PEOPLE_PHONES}|{EMPLOYER_PHONES}|{AGENT_PHONES})\\d{{4}}", phone) for phone in phones
        )
        units = Employer.objects.exclude(uscc="")
        assert all(employer.uscc[2:8] == NO_SUCH_COUNTY and "演示" in employer.name for employer in units)
        assert all("演示" in user.name for user in User.objects.all())

    def test_the_sizes_are_those_of_the_scale(self) -> None:
        main = Office.objects.get(name__contains="零工市场驿站")
        served = Served.objects.exclude(office__name__contains="莘县").count()
        assert served == SMALL.people
        assert Posting.objects.count() == SMALL.postings
        assert SMALL.employers * 0.9 <= Employer.objects.count() <= SMALL.employers
        # Whoever registers is a visitor too: on a small day these alone can be more than the share of that day.
        visits = Visit.objects.exclude(office__name__contains="莘县").count()
        assert SMALL.visits_a_day * SMALL.days <= visits <= SMALL.visits_a_day * SMALL.days * 1.05
        assert SMALL.referrals * 0.6 <= Referral.objects.count() <= SMALL.referrals * 1.1
        assert JobSeeker.objects.filter(office=main).count() > SMALL.people * 0.6
        people = User.objects.exclude(pk__in=Partner.objects.values("account"))
        assert {user.username for user in people} == {one.username for one in SIGN_INS}

    def test_nothing_happened_after_the_county_stands_still(self) -> None:
        moments: list[tuple[Any, str]] = [
            (Visit, "at"),
            (Person, "registered_at"),
            (AuditEntry, "at"),
            (Referral, "made_at"),
            (Referral, "receipt_at"),
            (ReferralStatusChange, "at"),
            (PostingStatusChange, "at"),
            (HeadcountChange, "at"),
            (Attempt, "at"),
            (SeekerStatusChange, "at"),
            (Verification, "at"),
            (CaseStep, "at"),
            (CaseEvidence, "added_at"),
        ]
        for model, field in moments:
            latest = model.objects.aggregate(latest=Max(field))["latest"]
            assert latest is not None, model
            assert latest <= UNTIL, model

    def test_what_comes_from_outside_is_there_and_says_that_it_is_made_up(self) -> None:
        partner = Partner.objects.get()
        assert "演示" in partner.name
        assert "程序生成" in partner.name
        uses = KeyUse.objects.filter(key__partner=partner)
        assert uses.count() == SMALL.days - 1
        assert uses.filter(refused__gt=0).count() == 1
        assert {sent.posting.review_state for sent in partner.sent.all()} == {"approved", "waiting"}
        told = Delivery.objects.filter(webhook__partner=partner)
        assert Counter(told.values_list("state", flat=True)) == {"delivered": 2, "failed": 1}
        assert all(".example/" in hook.url for hook in Webhook.objects.all())
        applied = Counter(Application.objects.values_list("state", flat=True))
        assert applied["waiting"] >= 3
        assert applied["withdrawn"] == applied["declined"] == 1
        assert SavedSearch.objects.count() == 3
        assert PayStatement.objects.get().order.state == "to_pay"
        asked = SignUp.objects.get()
        assert (asked.state, "程序生成" in asked.name) == ("waiting", True)

    def test_places_taken_are_places_of_the_hired(self) -> None:
        hired = Referral.objects.filter(status=ReferralStatus.HIRED)
        assert hired.count() > SMALL.referrals * 0.2
        with_order = Order.objects.exclude(referral=None).values("referral")
        wanted = Counter(
            dict(hired.exclude(pk__in=with_order).order_by().values_list("shift").annotate(n=Sum("places")))
        )
        # A day that was called off keeps its places as they were.
        keeping = Order.objects.filter(Q(state__in=sorted(STANDING)) | Q(end_reason=EndReason.DAY_CANCELLED))
        wanted += Counter(dict(keeping.order_by().values_list("shift").annotate(n=Sum("places"))))
        for shift in Shift.objects.all():
            assert shift.taken == wanted[shift.pk]
            moved = HeadcountChange.objects.filter(shift=shift, reason__in=["opened", "taken", "given_back"])
            last = moved.order_by("at", "pk").last()
            assert last is not None
            assert last.taken_after == shift.taken
        for referral in hired.select_related("shift"):
            promised = Commitment.objects.filter(source_public_id=referral.public_id)
            assert promised.count() == (1 if referral.shift.ends_at else 0)
            calls = FollowUp.objects.filter(about_public_id=referral.public_id)
            assert sorted(calls.values_list("kind", flat=True)) == ["hire.d1", "hire.d3", "hire.d30", "hire.d7"]

    def test_a_filled_posting_is_full_and_a_live_one_is_not(self) -> None:
        for posting in Posting.objects.filter(publish_state__in=[PublishState.PUBLISHED, PublishState.FILLED]):
            kept = list(posting.shifts.filter(cancelled_at=None).order_by("pk"))
            full = bool(kept) and all(shift.taken == shift.headcount for shift in kept)
            assert full == (posting.publish_state == PublishState.FILLED), posting.number
        assert Posting.objects.live(NOW).count() >= 10
        assert Posting.objects.live(NOW.replace(hour=20)).count() >= 8

    def test_every_state_is_the_last_of_its_dated_rows(self) -> None:
        for referral in Referral.objects.all():
            rows = list(ReferralStatusChange.objects.filter(referral=referral, undone_at=None).order_by("at", "pk"))
            assert [row.before for row in rows] == ["", *(row.after for row in rows[:-1])]
            assert rows[-1].after == referral.status
            assert referral.version == len(rows)
            for before, after in pairwise(rows):
                assert ReferralStatus(after.after) in MOVES[ReferralStatus(before.after)]
        for posting in Posting.objects.all():
            for axis, state in (("review", posting.review_state), ("publish", posting.publish_state)):
                step = PostingStatusChange.objects.filter(posting=posting, axis=axis).order_by("at", "pk").last()
                assert step is not None
                assert step.after == state
        for seeker in JobSeeker.objects.all():
            last = SeekerStatusChange.objects.filter(seeker=seeker).order_by("at", "pk").last()
            assert last is not None
            assert last.after == seeker.status
            assert (seeker.waiting_since_on is not None) == (seeker.status == SeekerStatus.AVAILABLE)

    def test_the_law_stands_in_the_way_of_nobody_who_was_sent(self) -> None:
        for referral in Referral.objects.select_related("person", "terms", "shift", "posting"):
            age = age_on(referral.person, referral.shift.starts_at.astimezone(LOCAL).date())
            assert age is not None
            assert age >= 18
            assert has_proven_birth(referral.person)
            held = set(CertificateHeld.objects.filter(person=referral.person).values_list("code", flat=True))
            assert set(referral.terms.certificates) <= held
            assert referral.posting.published_at is not None
            assert referral.posting.published_at < referral.made_at

    def test_promises_of_one_person_do_not_overlap(self) -> None:
        rows = list(Commitment.objects.filter(released_at=None).order_by("person_id", "starts_at"))
        for one, other in pairwise(rows):
            assert one.person_id != other.person_id or one.ends_at <= other.starts_at

    def test_calls_agree_with_what_was_answered(self) -> None:
        for followup in FollowUp.objects.all():
            tries = list(Attempt.objects.filter(followup=followup).order_by("at", "pk"))
            assert followup.attempts == len(tries)
            if followup.state == FollowUpState.DONE:
                assert tries[-1].at == followup.closed_at
        assert FollowUp.objects.due_by(UNTIL.date()).count() > 5
        assert FollowUp.objects.filter(state=FollowUpState.DONE).count() > 5

    def test_everybody_is_found_by_name_where_they_are_served(self) -> None:
        clerk, stranger = User.objects.get(username="clerk"), User.objects.get(username="shenxian")
        person = Person.objects.filter(served__office=clerk.office).order_by("pk").last()
        assert person is not None
        assert person.number in {card.number for card in search_people(clerk, person.name)}
        assert person.number not in {card.number for card in search_people(stranger, person.name)}
        for one in Person.objects.all():
            keys = set(SearchKey.objects.filter(person=one).values_list("key", flat=True))
            assert keys == spellings(one.name, one.number)

    def test_short_numbers_go_on_where_the_county_stopped(self) -> None:
        for prefix, numbers in (
            ("P", Person.objects.values_list("number", flat=True)),
            ("T", Referral.objects.values_list("number", flat=True)),
            ("J", Posting.objects.values_list("number", flat=True)),
            ("E", Employer.objects.values_list("number", flat=True)),
            ("R", Case.objects.values_list("number", flat=True)),
        ):
            read = [parse_number(number, prefix=prefix) for number in numbers]
            for period, last in NumberSequence.objects.filter(prefix=prefix).values_list("period", "last"):
                of_month = [one.sequence for one in read if f"{one.year % 100:02}{one.month:02}" == period]
                assert sorted(of_month) == list(range(1, last + 1))

    def test_every_act_left_its_line(self) -> None:
        lines = Counter(AuditEntry.objects.values_list("action", flat=True))
        assert lines["person.registered"] == Person.objects.count()
        assert lines["visit.recorded"] == Visit.objects.count()
        assert lines["referral.proposed"] == Referral.objects.count()
        assert lines["followup.attempted"] == Attempt.objects.count()
        assert lines["referral.issued"] == ReferralStatusChange.objects.filter(after=ReferralStatus.LETTER).count()
        assert lines["posting.drafted"] == Posting.objects.count()
        assert lines["case.opened"] == Case.objects.count()
        assert set(AuditEntry.objects.filter(action="seeker.wish_changed").values_list("fields__0", flat=True)) <= {
            "wish"
        }
        assert Wish.objects.filter(version__gt=1).count() <= lines["seeker.wish_changed"]

    def test_it_looks_like_life(self) -> None:
        states = Counter(Posting.objects.values_list("review_state", flat=True))
        assert states[ReviewState.APPROVED] > SMALL.postings * 0.8
        assert {ReviewState.WAITING, ReviewState.APPROVED} <= set(states)
        assert Employer.objects.filter(reverify_on__lte=UNTIL.date() + dt.timedelta(days=14)).exists()
        assert Employer.objects.filter(kind="household").exists()
        assert Wish.objects.filter(party_size__gt=1).exists()
        assert Visit.objects.filter(person=None).exists()
        assert Person.objects.filter(id_no="").exists()
        assert set(Case.objects.values_list("state", flat=True)) == {"open", "running", "closed"}
        assert CaseEvidence.objects.filter(kind="png").exists()
        assert not Case.objects.exclude(pk__in=[one.pk for one in Case.objects.all() if "演示" in one.employer_said])
        shared = Counter(Contact.objects.exclude(number="").values_list("number_index", flat=True))
        assert max(shared.values()) == 2
        paid = PostingTerms.objects.filter(posting__kind="gig", pay_unit="day")
        assert not paid.exclude(pay_daily_fen__gte=12_000, pay_daily_fen__lte=35_000).exists()
        assert not Posting.objects.filter(valid_until_at__lte=F("created_at")).exists()

    def test_gigs_go_well_and_some_go_wrong(self) -> None:
        states = Counter(Order.objects.order_by().values_list("state", flat=True))
        assert states["paid"] > 2
        assert all(states[state] for state in ("promised", "to_pay", "no_show"))
        assert Order.objects.exclude(replaces=None).exists()
        assert pay_warnings(User.objects.get(username="clerk"), NOW.date())
        sums = ledger_sums(LedgerEntry.objects.all())
        standing = Settlement.objects.filter(struck_at=None)
        assert sums.net_fen == sum(standing.values_list("net_fen", flat=True)) > sums.paid_fen > 0

    def test_every_sign_in_opens(self) -> None:
        for one in SIGN_INS:
            assert authenticate(None, username=one.username, password=PASSWORD) is not None
        with self.settings(YIZHAN_DEMO=True):
            answer = StrictClient().post("/accounts/sign-in/", {"username": "clerk", "password": PASSWORD})
        assert answer.status_code == 302
        assert answer["Location"] == "/"

    def test_a_second_start_keeps_the_data(self) -> None:
        count = Person.objects.count()
        assert filled() == Filled(1, UNTIL.date())
        assert demo_._fill_unless_filled(small=True) == UNTIL.date()
        assert Person.objects.count() == count
