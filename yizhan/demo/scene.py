"""What waits on the last morning beside calls and letters: look-alikes, a suspension, appeals; by the operations."""

from __future__ import annotations

import datetime as dt

from yizhan.accounts.models import User
from yizhan.demo.artificial import EMPLOYER_PHONES
from yizhan.demo.ledger import County
from yizhan.demo.notices import tell_of_letters
from yizhan.demo.postings import REASON, typed_offer
from yizhan.employers import operations as employers
from yizhan.employers.enums import ConductKind, EmployerKind, ToldBy, VerifiedHow
from yizhan.employers.models import ConductFact, Employer, Measure
from yizhan.employers.queries import is_verified, owing
from yizhan.postings import operations as postings
from yizhan.postings.enums import AGAINST, PublishState, ReturnReason, ReviewState
from yizhan.postings.facts import read_terms
from yizhan.postings.models import Decision, Posting
from yizhan.shared.appeals.enums import CameBy, Speaker
from yizhan.shared.appeals.operations import Said

#: Postings that the scene adds: the same work twice, and one telephone under three names.
POSTINGS = 5
MINUTE = dt.timedelta(minutes=1)


def set_the_scene(county: County) -> None:
    """Add what a morning has that the dice would not throw for certain."""
    at = county.until - 20 * MINUTE
    _post_alike(county, at)
    _appeal(county, at + 5 * MINUTE)
    _suspend(county, at + 10 * MINUTE)
    _tell_who_owes(county, at + 12 * MINUTE)
    tell_of_letters(county)
    postings.run_scan(scan=postings.ask_for_scan(by=None, at=county.until), at=county.until)


def _post_alike(county: County, at: dt.datetime) -> None:
    units = [
        (employer, sort)
        for employer, sort in county.employers
        if employer.kind == EmployerKind.COMPANY and employer.created_at < at and is_verified(employer, at)
    ]
    first, sort = units[0]
    raw = typed_offer(county, first, sort, at)
    clauses = [clause for clause in str(raw["content"]).replace("。", "，").split("，") if clause]
    again = raw | {"content": "，".join(reversed(clauses)) + "。", "headcount": "4"}
    for offer in (raw, again):
        _publish(county, first, offer, at)
    phone = county.numbers.phone(EMPLOYER_PHONES)
    for employer, kind in (units * 3)[1:4]:
        _publish(county, employer, typed_offer(county, employer, kind, at) | {"contact_phone": phone}, at)


def _publish(county: County, employer: Employer, raw: dict[str, object], at: dt.datetime) -> None:
    offer, errors = read_terms(raw, at=at)
    assert offer is not None, errors  # noqa: S101 - as a form would take it
    clerk = county.clerk_of(employer.office_id)
    drafted = postings.draft_posting(employer=employer, offer=offer, by=clerk, at=at, office=employer.office)
    waiting = postings.submit_for_review(posting=drafted, by=clerk, at=at + MINUTE)
    reviewer = county.reviewer_of(employer.office_id)
    postings.approve_posting(posting=waiting, by=reviewer, at=at + 3 * MINUTE, reason=REASON, publish=True)


def _appeal(county: County, at: dt.datetime) -> None:
    """Two appeals against what was returned: one waits, one was answered by somebody else."""
    main = county.offices["main"]
    for waiting in Posting.objects.filter(office=main, review_state=ReviewState.WAITING).order_by("pk"):
        if len(_returned(county)) >= 2:
            break
        if waiting.publish_state == PublishState.UNPUBLISHED:
            by = county.reviewer_of(main.pk)
            postings.return_posting(posting=waiting, reason=ReturnReason.UNCLEAR, by=by, at=at)
    said = (
        Said("活是真的，工地就在路口，写的时候着急没写清，随时可以来看。", Speaker.EMPLOYER, CameBy.PHONE),
        Said("价钱是按件算的，干多少算多少，没法写一个数。", Speaker.AGENT, CameBy.COUNTER),
    )
    for place, (decision, words) in enumerate(zip(_returned(county), said, strict=False)):
        appeal = postings.lodge_appeal(decision=decision, said=words, by=county.clerk_of(main.pk), at=at)
        if place == 1:
            answer = "我们又看了一遍：按件计酬可以，但要写明每件多少钱、一天大约做多少件。写上再提交，当天就审。"
            postings.decide_appeal(appeal=appeal, granted=False, answer=answer, by=county.users["head"], at=at + MINUTE)


def _returned(county: County) -> list[Decision]:
    """Return what holds against postings of the main station and the head did not decide, newest first."""
    held = Decision.objects.filter(
        posting__office=county.offices["main"], posting__review_state=ReviewState.RETURNED,
        posting__publish_state=PublishState.UNPUBLISHED, outcome__in=sorted(AGAINST),
    )  # fmt: skip
    rows = held.exclude(by=county.users["head"]).select_related("posting").order_by("-at", "-pk")
    newest: dict[int, Decision] = {}
    for row in rows:
        newest.setdefault(row.posting_id, row)
    return [row for row in newest.values() if row.terms_id == row.posting.terms_id]


def _suspend(county: County, at: dt.datetime) -> None:
    """Verify a report of missing pay: the employer is suspended, and appeals."""
    head, main = county.users["head"], county.offices["main"]
    clerk = county.clerk_of(main.pk)
    open_facts = ConductFact.objects.filter(
        kind=ConductKind.UNDERPAID, employer__office=main, verified_at=None, settled_at=None, withdrawn_at=None
    )
    fact = open_facts.order_by("-at", "-pk").first() or employers.report_conduct(
        employer=_small_one(county, clerk), kind=ConductKind.UNDERPAID, by=clerk, at=at
    )
    employers.verify_conduct(fact=fact, how=VerifiedHow.PAY_RECORD, by=head, at=at)
    said = Said("拖了三天，昨天晚上已经转账付清，有截图。", Speaker.EMPLOYER, CameBy.COUNTER)
    measure = Measure.objects.get(employer=fact.employer_id, kind="suspended", ended_at=None)
    employers.lodge_appeal(measure=measure, said=said, by=clerk, at=at + MINUTE)


def _small_one(county: County, clerk: User) -> Employer:
    """Return a shop of the clerk's office: little of the market goes with it."""
    shops = Employer.objects.filter(office_id=clerk.office_id, kind=EmployerKind.SOLE_TRADER).order_by("pk")
    return shops.first() or county.employers[-1][0]


def _tell_who_owes(county: County, at: dt.datetime) -> None:
    """Call one of the employers who leave letters without an answer; the others are still to be called."""
    rows = owing(Employer.objects.select_related("office").order_by("pk"), county.today)
    for row in rows[:1]:
        clerk = county.clerk_of(row.employer.office_id)
        employers.remind_employer(employer=row.employer, told_by=ToldBy.PHONE, by=clerk, at=at, today=county.today)
