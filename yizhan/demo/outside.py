"""What comes to the station from outside: a platform's program, telephones, an employer's console.

All of it is made up by the program, and its names say so: there is no such platform, and its addresses end in
`.example`, a name that leads nowhere (RFC 2606).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random

from yizhan.demo.artificial import AGENT_PHONES, EMPLOYER_PHONES, people_id, person_name, seeded_uuid
from yizhan.demo.ledger import County
from yizhan.demo.postings import REASON, typed_offer
from yizhan.demo.scale import moment
from yizhan.employers.enums import EmployerKind
from yizhan.employers.facts import EmployerFacts
from yizhan.employers.models import Employer
from yizhan.employers.operations import add_agent, sign_up
from yizhan.employers.queries import is_verified
from yizhan.gigs.enums import OrderState, PayMethod
from yizhan.gigs.models import Order
from yizhan.gigs.operations import SaidPaid, say_paid
from yizhan.gigs.queries import outstanding_fen
from yizhan.portals.openapi.contract import dumps
from yizhan.portals.openapi.enums import DeliveryState, NewsKind, Scope
from yizhan.portals.openapi.models import ApiKey, Delivery, KeyUse, Webhook
from yizhan.portals.openapi.operations import add_webhook, make_key, make_partner, submit_posting
from yizhan.portals.worker.saved import save_search
from yizhan.portals.worker.search import read_search
from yizhan.postings import operations as postings
from yizhan.postings.enums import Source
from yizhan.postings.facts import read_terms
from yizhan.postings.models import Posting
from yizhan.postings.queries import live_postings
from yizhan.referrals.enums import ApplicationAnswer
from yizhan.referrals.models import Application
from yizhan.referrals.operations import apply_for, turn_down, withdraw_application
from yizhan.shared.errors import Refused

PARTNER = "演示招工平台（程序生成）"
KEY_LABEL = "演示对接（程序生成）"
#: Postings that the platform sends: one is published, one waits for review.
POSTINGS = 2
#: Applications from telephones: one is withdrawn, one turned down, the others wait at the desk.
APPLICATIONS = 6
SEARCHES = ({"q": "装卸", "near": "县汽车站"}, {"q": "保洁"}, {"near": "东工业园", "kind": "gig"})
#: RFC 5737 keeps these addresses for documents.
AN_ADDRESS = "203.0.113.7"
MINUTE = dt.timedelta(minutes=1)
#: Birthday of the agent whom two employers know; an employer whose agent showed no ID card offers nothing (CR-008).
AGENT_BORN = dt.date(1985, 5, 20)
HOUR = dt.timedelta(hours=1)


def come_from_outside(county: County) -> None:
    """Add what a month has that begins on somebody else's machine; with dice of its own."""
    rng = random.Random(f"outside:{county.scale}:{county.until.isoformat()}")  # noqa: S311 - dice, not secrets
    _speak_with_a_platform(county, rng)
    _apply_from_phones(county, rng)
    _keep_searches(county, rng)
    _say_paid(county)
    _ask_for_the_console(county, rng)


def _speak_with_a_platform(county: County, rng: random.Random) -> None:
    officer, main = county.users["officer"], county.offices["main"]
    made = moment(county.first_day + dt.timedelta(days=1), 10)
    units = [
        (employer, sort)
        for employer, sort in county.employers
        if employer.kind == EmployerKind.COMPANY and employer.office_id == main.pk
        and is_verified(employer, county.until)
    ][:POSTINGS]  # fmt: skip
    partner = make_partner(name=PARTNER, office=main, employers=[one for one, _sort in units], by=officer, at=made)
    key, _whole = make_key(
        partner=partner, label=KEY_LABEL, scopes=Scope.values, calls_a_minute=60, by=officer, at=made + 5 * MINUTE
    )
    _use(county, rng, key, made.date())
    at = county.until - 2 * HOUR
    sent = [_send(county, rng, key, *unit, at + n * HOUR) for n, unit in enumerate(units)]
    reviewer = county.reviewer_of(main.pk)
    postings.approve_posting(posting=sent[0], by=reviewer, at=at + 10 * MINUTE, reason=REASON, publish=True)
    _tell(key, sent[0], made, at + 10 * MINUTE)


def _use(county: County, rng: random.Random, key: ApiKey, first: dt.date) -> None:
    """Count the calls of every day since the key was made; once the program asked in a circle and was refused."""
    rows = []
    for n in range((county.today - first).days + 1):
        last_at = min(moment(first + dt.timedelta(days=n), rng.uniform(17, 21)), county.until - 5 * MINUTE)
        if last_at.date() != first + dt.timedelta(days=n):  # a county that ends at midnight has no such day
            continue
        calls = rng.randint(90, 260)
        refused = rng.randint(15, 40) if n == 2 else 0
        minute = int(last_at.timestamp()) // 60
        rows.append(
            KeyUse(key=key, day=last_at.date(), calls=calls, refused=refused, minute=minute, in_minute=1,
                   last_at=last_at)
        )  # fmt: skip
    KeyUse.objects.bulk_create(rows)


def _send(county: County, rng: random.Random, key: ApiKey, employer: Employer, sort: str, at: dt.datetime) -> Posting:
    raw = typed_offer(county, employer, sort, at) | {"source": Source.AGENT.value}
    offer, errors = read_terms(raw, at=at)
    assert offer is not None, errors  # noqa: S101 - as a form would take it
    body_hash = hashlib.sha256(repr(sorted(raw.items())).encode()).hexdigest()
    order = seeded_uuid(rng)
    return submit_posting(
        key=key, employer=employer, offer=offer, idempotency_key=order, body_hash=body_hash, at=at
    ).posting


def _tell(key: ApiKey, posting: Posting, made: dt.datetime, at: dt.datetime) -> None:
    """Write what the platform was told: its first address is gone, the second took both messages, one at once.

    Addresses are registered here, after the events: nothing waits to be sent anywhere.
    """
    news = (NewsKind.POSTING_APPROVED, NewsKind.POSTING_PUBLISHED)
    gone, good = (
        add_webhook(key=key, url=f"https://{name}.platform.example/yizhan", news=list(news), at=made + n * HOUR)
        for n, name in enumerate(("old", "hooks"))
    )
    rows = [
        _message(gone, posting, news[0], at, DeliveryState.FAILED, tries=1, status=410, problem="status"),
        _message(good, posting, news[0], at, DeliveryState.DELIVERED, tries=1, status=204),
        _message(good, posting, news[1], at, DeliveryState.DELIVERED, tries=2, status=204),
    ]
    Delivery.objects.bulk_create(rows)
    Webhook.objects.filter(pk=gone.pk).update(ended_at=at)


def _message(
    hook: Webhook, posting: Posting, news: NewsKind, at: dt.datetime, state: DeliveryState, *, tries: int,
    status: int, problem: str = "",
) -> Delivery:  # fmt: skip
    posting.refresh_from_db(fields=["review_state", "publish_state"])
    data = {
        "posting": posting.public_id, "number": posting.number, "review_state": posting.review_state,
        "publish_state": posting.publish_state, "reason": "",
    }  # fmt: skip
    return Delivery(
        webhook=hook, news=news, body=dumps({"type": news.value, "timestamp": at, "data": data}), state=state,
        attempts=tries, created_at=at, next_at=None, last_at=at + (tries - 1) * dt.timedelta(seconds=5),
        last_status=status, last_problem=problem,
    )  # fmt: skip


def _apply_from_phones(county: County, rng: random.Random) -> None:
    main = county.offices["main"]
    at = county.until - HOUR
    offered = list(live_postings([main.pk], at).order_by("pk"))
    people = [one for one in county.seekers if one.office_id == main.pk and one.may_be_sent and one.is_available]
    made: list[Application] = []
    for seeker in rng.sample(people, min(len(people), APPLICATIONS * 3)):
        if len(made) == APPLICATIONS or not offered:
            break
        try:
            posting = rng.choice(offered)
            made.append(apply_for(person=seeker.person, posting=posting, at=at + len(made) * 7 * MINUTE))
        except Refused:  # the dice chose somebody who is on the way there
            continue
    if len(made) > 1:
        withdraw_application(application=made[0], at=county.until - 9 * MINUTE)
        by = county.clerk_of(main.pk, rng)
        turn_down(application=made[1], answer=ApplicationAnswer.BUSY, by=by, at=county.until - 8 * MINUTE)


def _keep_searches(county: County, rng: random.Random) -> None:
    people = [one for one in county.seekers if one.office_id == county.offices["main"].pk and one.is_available]
    for n, (seeker, typed) in enumerate(zip(rng.sample(people, len(SEARCHES)), SEARCHES, strict=True)):
        save_search(person=seeker.person, search=read_search(typed, page=1), at=county.until - (40 - n) * MINUTE)


def _say_paid(county: County) -> None:
    """Let an employer say that a late pay was handed over; the worker has not confirmed it."""
    agent = county.users["agent"]
    late = Order.objects.filter(state=OrderState.TO_PAY, office=county.offices["main"])
    units = late.exclude(shift__posting__employer__kind=EmployerKind.HOUSEHOLD)
    order = units.select_related("shift__posting__employer").order_by("pk").first()
    if order is None:
        return
    employer, at = order.shift.posting.employer, county.until - 30 * MINUTE
    if not employer.agents.filter(user=agent, until_on=None).exists():
        add_agent(
            employer=employer, name=agent.name, mobile=county.numbers.phone(AGENT_PHONES), mandate_seen=True,
            id_no=people_id(AGENT_BORN, female=False, serial=499), user=agent,
            by=county.clerk_of(employer.office_id), at=at - MINUTE,
        )  # fmt: skip
    said = SaidPaid(outstanding_fen(order), max(order.pay_on, order.shift.starts_at.date()), PayMethod.BANK)
    say_paid(order=order, said=said, by=agent, at=at, today=county.today)


def _ask_for_the_console(county: County, rng: random.Random) -> None:
    """Let an employer whom nobody knows ask for the console: it waits for somebody to look at its papers."""
    facts = EmployerFacts(
        kind=EmployerKind.COMPANY, name="阳谷演示门窗厂（程序生成）", phone=county.numbers.phone(EMPLOYER_PHONES),
        area_code="371521001", uscc=county.numbers.credit_code("91"), address="博济桥街道演示路8号",
    )  # fmt: skip
    name = person_name(rng, female=True, born=None)
    at = county.until - 25 * MINUTE
    sign_up(facts=facts, contact_name=name, office=county.offices["main"], address=AN_ADDRESS, at=at)
