"""How long a morning's dispatch takes the machine: 300 people and 120 shifts planned, called and printed.

    python -m bench.gigs_dispatch [--people N] [--shifts N] [--json]

A station with twice as many job seekers as are wanted, on SQLite as a station runs it, in a throw-away data directory.
*Suggested*: asking once for all shifts. *Planned*: the same, and a promise for each place, one by one. *Called*: every
call ticked off, and the employer's word for each shift. *Printed*: call list, rosters and slips of the whole day as
PDF. *Board*: the page's reads. *Dawn*: somebody does not come; from the click until the next best people are known, for
twenty shifts. CPU seconds of this process, so that other work on the machine does not count; ringing 300 people takes
people.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.gigs_proofs import a_station, prepare

WORKS = ("6-29-01-01", "4-09-08-01", "6-30-05-01")


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--shifts", type=int, default=120)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    prepare()
    figures = measure(args.people, args.shifts)
    print(json.dumps(figures, ensure_ascii=False) if args.json else "\n".join(f"{k}: {v}" for k, v in figures.items()))


@contextmanager
def counted(figures: dict[str, Any], name: str) -> Iterator[None]:
    """Put the CPU seconds of a block into the figures."""
    started = time.process_time()
    yield
    figures[f"{name} (CPU s)"] = round(time.process_time() - started, 2)


def measure(people: int, shifts: int) -> dict[str, Any]:
    """Fill a station, live through one dispatch, return the figures."""
    from django.utils import timezone

    from yizhan.gigs import paper
    from yizhan.gigs.board import board_of_day, shifts_of_day, suggestions_for, wanting_beside
    from yizhan.gigs.enums import AgreedBy, CallResult, EndReason
    from yizhan.gigs.models import Order
    from yizhan.gigs.operations import cancel_order, confirm_for_employer, note_call

    clerk, reviewer, now = a_station()
    fill(people, shifts, clerk, reviewer, now)
    day, figures = timezone.localdate(now) + dt.timedelta(days=1), {}  # type: ignore[var-annotated]
    with counted(figures, "first asking, kernels made ready"):
        suggestions_for(shifts_of_day(clerk, day)[:2], by=clerk, at=now)
    with counted(figures, "suggested"):
        suggestions_for(shifts_of_day(clerk, day), by=clerk, at=now)
    with counted(figures, "planned"):
        promised = plan(clerk, day, now)
    with counted(figures, "called"):
        for order in Order.objects.select_related("person").order_by("pk"):
            note_call(order=order, result=CallResult.WILL_COME, by=clerk, at=now)
        for shift in shifts_of_day(clerk, day):
            confirm_for_employer(shift=shift, method=AgreedBy.PHONE, by=clerk, at=now)
    with counted(figures, "board"):
        board = board_of_day(clerk, day)
    with counted(figures, "printed"):
        printed = print_all(clerk, day, now)
    dawn, dawn_cpu = [], []
    for order in Order.objects.select_related("shift").order_by("pk")[:20]:
        started, used = time.perf_counter(), time.process_time()
        cancel_order(order=order, reason=EndReason.WORKER_NO_SHOW, by=clerk, at=now)
        shift = next(one for one in shifts_of_day(clerk, day) if one.pk == order.shift_id)
        beside = wanting_beside(clerk, shift)
        found = suggestions_for([shift], beside=beside, by=clerk, at=now)[shift.pk]
        dawn.append(time.perf_counter() - started)
        dawn_cpu.append(time.process_time() - used)
        if not found:
            raise SystemExit("nobody was suggested: the figure would mean nothing")
    figures |= {
        "shifts": len(board), "people promised": promised, "pages": printed,
        "dawn median (s)": round(statistics.median(dawn), 3), "dawn slowest (s)": round(max(dawn), 3),
        "dawn median (CPU s)": round(statistics.median(dawn_cpu), 3), "dawn slowest (CPU s)": round(max(dawn_cpu), 3),
    }  # fmt: skip
    # Whoever is to be rung has a number on the list.
    ids = list(Order.objects.order_by("pk").values_list("person_id", flat=True))
    if len(paper.whole_phones(clerk, ids)) != len(set(ids)):
        raise SystemExit("somebody has no telephone on the list")
    return figures


def fill(people: int, shifts: int, clerk: Any, reviewer: Any, now: dt.datetime) -> None:
    """Register twice as many job seekers as are wanted, and publish the shifts."""
    from tests.people.factories import mobile
    from tests.postings.factories import a_posting, an_employer
    from tests.workers.factories import make_seeker
    from yizhan.workers.facts import WishedWork

    employer = an_employer(office=clerk.office, by=clerk, verifier=reviewer, at=now)
    for n in range(min(2 * people, 990)):
        code = WORKS[n % len(WORKS)]
        make_seeker(
            clerk,
            now,
            number=n + 1,
            phone=mobile(n + 1),
            works=(WishedWork(code, code),),
            pay_min_fen=None,
            pay_unit="",
        )
    left = people
    for n in range(shifts):
        heads = max(1, round(left / (shifts - n)))
        left -= heads
        a_posting(
            office=clerk.office, by=clerk, verifier=reviewer, at=now, employer=employer, headcount=str(heads),
            occupation_code=WORKS[n % len(WORKS)], title=f"测量工{n}", place_name=f"测量路{n}号",
        )  # fmt: skip


def plan(clerk: Any, day: dt.date, now: dt.datetime) -> int:
    """Ask for suggestions for all shifts at once and promise each place to the best who is free; return how many.

    Asked again, at once too, for as long as places are left and somebody goes.
    """
    from yizhan.gigs.board import shifts_of_day, suggestions_for
    from yizhan.gigs.operations import promise_shift
    from yizhan.people.queries import get_person
    from yizhan.shared.errors import Refused
    from yizhan.workers.queries import seeker_of

    promised = before = 0
    while wanting := [one for one in shifts_of_day(clerk, day) if one.taken < one.headcount]:
        suggested = suggestions_for(wanting, by=clerk, at=now)
        for shift in wanting:
            left = shift.headcount - shift.taken
            for item in suggested[shift.pk]:
                seeker = seeker_of(get_person(clerk, item.person.public_id)) if left else None
                if seeker is None:
                    continue
                try:
                    promise_shift(seeker=seeker, shift=shift, by=clerk, at=now)
                    left, promised = left - 1, promised + 1
                except Refused:
                    continue
        if promised == before:
            break
        before = promised
    return promised


def print_all(clerk: Any, day: dt.date, now: dt.datetime) -> int:
    """Set call list, rosters and slips of the day; return the pages."""
    import io

    from pypdf import PdfReader

    from yizhan.gigs import paper
    from yizhan.gigs.board import board_of_day, shifts_of_day
    from yizhan.gigs.models import Order

    board = board_of_day(clerk, day)
    phones = paper.whole_phones(clerk, [card.person_id for one in board for card in one.orders])
    orders = list(paper.for_paper(clerk, Order.objects.standing()).order_by("shift__starts_at", "shift_id", "pk"))
    of_shift = [(shift, [one for one in orders if one.shift_id == shift.pk]) for shift in shifts_of_day(clerk, day)]
    sheets = [
        paper.calls_pdf(board, day=day, phones=phones, by=clerk, at=now),
        paper.rosters_pdf([pair for pair in of_shift if pair[1]], at=now),
        paper.slips_pdf(orders, at=now),
    ]
    return sum(len(PdfReader(io.BytesIO(sheet)).pages) for sheet in sheets)


if __name__ == "__main__":
    main()
