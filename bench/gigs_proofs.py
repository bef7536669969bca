"""The last ten places of a shift and a settlement that is killed, in full: 64 clients × 200 rounds, 50 kills.

    python -m bench.gigs_proofs [--rounds N] [--clients N] [--kills N] [--json]

On SQLite (WAL, synchronous FULL) in a throw-away data directory, or on the PostgreSQL of DATABASE_URL (an empty
database; `scripts/pg_run.py` makes one). Clients are threads of four forked processes, each with its own connection.
Every round checks that the places went once each and that nobody else has the time; every kill that an order is settled
with everything or not at all; the end that the ledger balances. It stops with an error at the first that is not so.
"""

from __future__ import annotations

import argparse
import atexit
import datetime as dt
import itertools
import json
import os
import random
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yizhan.accounts.models import User

PLACES, PROCESSES = 10, 4
#: Seconds after the first settlement began: within the first few of them.
KILL_WITHIN = 0.15


def main() -> None:
    """Run both and tell the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    prepare()
    station = a_station()
    figures = fights(args.rounds, args.clients, *station) | kills(args.kills, *station)
    print(json.dumps(figures, ensure_ascii=False) if args.json else "\n".join(f"{k}: {v}" for k, v in figures.items()))


def prepare() -> None:
    """Make a data directory of its own and point Django at it, or at the database of DATABASE_URL."""
    home = Path(tempfile.mkdtemp(prefix="yizhan-bench-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["YIZHAN_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "yizhan.config.settings.prod"
    from yizhan.cli.setting_up import make_database, make_home, make_keys, set_up_django

    make_home(demo=True)
    set_up_django()
    make_keys()
    make_database()


def a_station() -> tuple[User, User, dt.datetime]:
    """Open a station with a clerk and a reviewer; return them and the moment at which everything happens."""
    from yizhan.accounts.enums import OfficeKind, Role
    from yizhan.accounts.operations import create_office, create_user

    now = dt.datetime(2026, 11, 23, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    county = create_office(name="测量县", kind=OfficeKind.COUNTY, parent=None, area_code="371521", by=None, at=now)
    station = create_office(
        name="测量驿站", kind=OfficeKind.STATION, parent=county, area_code="371521", by=None, at=now
    )
    clerk, reviewer = (
        create_user(username=f"bench.{role}", name="测量", role=role, office=station, password=None, by=None, at=now)
        for role in (Role.CLERK, Role.REVIEWER)
    )
    return clerk, reviewer, now


def fights(rounds: int, clients: int, clerk: User, reviewer: User, now: dt.datetime) -> dict[str, Any]:
    """Let everybody fight for the last places, so many times."""
    from tests.gigs.test_proofs import rush
    from tests.people.factories import mobile
    from tests.referrals.factories import a_shift
    from tests.workers.factories import make_seeker
    from yizhan.postings.operations import set_headcount
    from yizhan.workers.models import Commitment

    seekers = [make_seeker(clerk, now, number=n, phone=mobile(n)).pk for n in range(1, clients + 1)]
    won = 0
    started = time.perf_counter()
    for _round in range(rounds):
        shift = a_shift(clerk, reviewer, now)
        set_headcount(shift=shift, headcount=PLACES, by=clerk, at=now)
        won += rush(shift, seekers, clerk, now, processes=PROCESSES)["done"]
        Commitment.objects.filter(released_at=None).update(released_at=now)
    return {
        "rounds": rounds, "clients": clients, "places taken": won, "places there were": rounds * PLACES,
        "seconds": round(time.perf_counter() - started),
    }  # fmt: skip


def kills(count: int, clerk: User, reviewer: User, now: dt.datetime) -> dict[str, Any]:
    """Kill a process that settles, so many times."""
    from tests.gigs.factories import evening, worked
    from tests.gigs.test_proofs import kill_once, whole_or_nothing
    from tests.referrals.factories import a_shift
    from yizhan.gigs.models import LedgerEntry, Order, Settlement
    from yizhan.gigs.operations import settle_order
    from yizhan.gigs.queries import ledger_sums
    from yizhan.postings.operations import set_headcount

    dice, in_the_middle = random.Random(7), 0
    left: list[int] = []
    numbers = itertools.count(100)
    for _kill in range(count):
        if len(left) < 2:
            shift = a_shift(clerk, reviewer, now)
            set_headcount(shift=shift, headcount=20, by=clerk, at=now)
            orders = [worked(clerk, reviewer, now, number=next(numbers), shift=shift) for _n in range(20)]
            at, left = evening(orders[0]), [one.pk for one in orders]
        middle, _settled = kill_once(left, clerk, at, after=dice.uniform(0, KILL_WITHIN))
        in_the_middle += middle
        left = [pk for pk in left if not whole_or_nothing(pk)]
    for pk in left:
        settle_order(order=Order.objects.get(pk=pk), by=clerk, at=at)
    sums = ledger_sums(LedgerEntry.objects.all())
    if sums.net_fen != sum(Settlement.objects.filter(struck_at=None).values_list("net_fen", flat=True)):
        raise SystemExit("the ledger does not balance")
    return {"kills": count, "in the middle of a settlement": in_the_middle, "settlements": Settlement.objects.count()}


if __name__ == "__main__":
    main()
