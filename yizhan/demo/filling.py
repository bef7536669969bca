"""Filling an empty installation with the demo county: all of it in one transaction, or nothing.

A kill at any moment therefore leaves an empty database, and the next start fills it from the beginning. The last line
of the audit log says that it is filled, with seed and day; no page and no command writes such a line.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from yizhan.accounts.models import Office, User
from yizhan.demo import (
    arrivals,
    cases,
    channels,
    desk,
    employers,
    followups,
    gigs,
    looks,
    offices,
    outside,
    plans,
    postings,
    referrals,
    scene,
    visits,
)
from yizhan.demo.artificial import Numbers
from yizhan.demo.ledger import County, day_weights, share
from yizhan.demo.scale import SEED, Scale, moment
from yizhan.people.models import Person
from yizhan.shared.audit.models import AuditEntry
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.errors import Refused

FILLED = "demo.filled"
#: Share of the employers that the union knew before the station opened, and over which days before today they came.
KNOWN_BEFORE = 0.3
CAME_BEFORE = (120, 205)
FOREIGNERS = 25


class NotEmpty(Refused):
    """There is data that no demo made."""

    code = "demo_not_empty"
    sentence = "这个数据库里已有不是演示的数据，没有写入任何演示内容。请用环境变量 YIZHAN_HOME 指定另一个空目录。"


@dataclass(frozen=True)
class Filled:
    """What the mark says: which seed and which day the data is of."""

    seed: int
    day: dt.date


def filled() -> Filled | None:
    """Return what this database was filled with, or None when it was not."""
    mark = AuditEntry.objects.filter(action=FILLED).order_by("pk").first()
    if mark is None:
        return None
    seed, _space, day = mark.reason.partition(" ")
    return Filled(int(seed), dt.date.fromisoformat(day))


def is_empty() -> bool:
    """Say whether nothing has been entered yet."""
    return not (Office.objects.exists() or User.objects.exists() or Person.objects.exists())


@transaction.atomic
def fill(
    *, scale: Scale, until: dt.datetime, seed: int = SEED, tell: Callable[[int, int], None] = lambda _done, _all: None
) -> None:
    """Fill an empty database.

    :param until: the moment at which the data ends (`scale.standstill`); the same seed, scale and moment give the same
        people, work and history; UUIDs of rows that operations make, secrets and ciphertexts differ.
    :param tell: called with (days done, days in all).
    :raises NotEmpty: there is data already.
    """
    if not is_empty():
        raise NotEmpty
    rng = random.Random(f"{seed}:{until.isoformat()}:{scale}")  # noqa: S311 - dice, not secrets
    county = County(rng=rng, scale=scale, numbers=Numbers(rng), until=until)
    with _quiet():
        offices.open_offices(county)
        _before(county)
        for done, _day in enumerate(_days(county), start=1):
            tell(done, scale.days)
        scene.set_the_scene(county)
        desk.set_tiers(county)
        plans.prepare_plans(county)
        cases.open_cases(county)
        looks.count_looks(county)
        outside.come_from_outside(county)
        write_audit(action=FILLED, by=None, at=until, reason=f"{seed} {until.date().isoformat()}")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep a hundred thousand lines about generated acts out of the terminal."""
    before = logging.root.manager.disable
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(before)


def _before(county: County) -> None:
    """Enter the employers that the union knew, so that some are due for another look."""
    known = max(3, round(county.scale.employers * KNOWN_BEFORE))
    days = sorted(county.rng.randint(*CAME_BEFORE) for _one in range(known))
    for back in reversed(days):
        employers.make_employers(county, True, county.today - dt.timedelta(days=back), 1)


def _days(county: County) -> Iterator[dt.date]:
    """Live through the days; yield each when it is over."""
    scale, first = county.scale, county.first_day
    weights = day_weights(first, scale.days, county.until)
    coming = share(county.rng, scale.visits_a_day * scale.days, weights)
    # In the first days the whole market comes over to register.
    new = share(county.rng, scale.people, [w * (2.2 if n < 4 else 1) for n, w in enumerate(weights)])
    # What is offered this morning is what the desk has to fill today.
    fresh = [w * {1: 2.0}.get(scale.days - n, 1) for n, w in enumerate(weights)]
    offers = share(county.rng, scale.postings - scene.POSTINGS - outside.POSTINGS, fresh)
    sent = share(county.rng, round(scale.referrals * 1.06), [w * min(1, 0.35 + n / 6) for n, w in enumerate(weights)])
    units = share(
        county.rng, scale.employers - len(county.employers), [w * (3 if n < 6 else 1) for n, w in enumerate(weights)]
    )
    rain_on = first + dt.timedelta(days=scale.days * 2 // 3)
    for n in range(scale.days):
        day = first + dt.timedelta(days=n)
        followups.bring_back(county, day)
        followups.see_to_alarms(county, day)
        gigs.replace_no_shows(county, day)
        gigs.enter_rosters(county, day)
        referrals.enter_receipts(county, day, morning=True)
        employers.make_employers(county, False, day, units[n])
        postings.keep_postings(county, day)
        postings.look_again(county, day)
        postings.make_postings(county, day, offers[n])
        registered = arrivals.register_arrivals(county, day, new[n])
        if n == 0:
            employers.add_the_agent(county, moment(day, 10))
        if n == 1:
            arrivals.register_arrivals(county, day, min(FOREIGNERS, scale.people // 4), foreign=True)
        visits.note_visits(county, day, coming[n] - registered)
        referrals.make_referrals(county, day, sent[n])
        referrals.enter_receipts(county, day, morning=False)
        gigs.ask_about_pay(county, day)
        gigs.fill_the_board(county, day)
        followups.call_people(county, day)
        channels.send_out(county, day)
        desk.hand_over_desk(county, day)
        if day == rain_on:
            desk.rain(county, day)
        yield day
