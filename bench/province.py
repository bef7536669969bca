"""A province of one, ten or thirty million people: what one machine does, with one worker and with two.

    python -m bench.province --people 1000000 --workers 1 2
    python -m bench.province --people 10000000 --areas 8      # that many areas are measured, the rest is modelled

A province is a row of counties of 50,000 people and 5,000 postings that are made where they are worked on, from the
seed and their number, so that no process ever holds the whole of it. Every area is ranked with its neighbours' fringe,
planned by itself, and bounded across its seams, as `yizhan.engine.partition` does with tables that are there. What was
not run is marked as modelled: seconds of the measured areas a person, times the people left.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from bench.market import make
from yizhan.engine import People, PostingIndex, Postings, rank_postings, rank_priced
from yizhan.engine.market import assign_market
from yizhan.engine.partition import Run, here
from yizhan.matching.planning.executors import Processes

SEED = 1
AREA_PEOPLE = 50_000
AREA_POSTINGS = 5_000
#: Areas stand in a row of squares, their middles this far apart; a county of `bench.market` is 60 km wide.
APART_UDEG = 660_000
#: Nobody goes further than 50 km: the fringe is what lies so far beyond the border.
FRINGE_UDEG = 560_000


@dataclass(frozen=True)
class AreaJob:
    """One area by its number; `areas` is how many the province has."""

    number: int
    areas: int
    people: int
    postings: int


@dataclass(frozen=True, eq=False)
class AreaFigures:
    """What an area came to, with the seconds and the memory of the process that did it."""

    number: int
    people: int
    pairs: int
    total_points: int
    inside_points: int
    placed: int
    priced_points: int
    price: Any
    make_s: float
    rank_s: float
    plan_s: float
    cpu_s: float
    peak_mb: int


def area(job: AreaJob, number: int) -> tuple[People, Postings]:
    """People and postings of one area, moved to where it stands; keys are the province's."""
    people, postings = make(job.people, job.postings, 1, SEED * 1_000_003 + number)
    east, first = number * APART_UDEG, number * 10_000_000
    moved = [
        type(table)(**{
            **{field.name: getattr(table, field.name) for field in fields(table)},
            "lng_udeg": (table.lng_udeg - 12_000_000 - 60_000_000 + east % 60_000_000).astype(np.int32),
            "lat_udeg": (table.lat_udeg - 15_000_000 + east // 60_000_000 * 2 * APART_UDEG).astype(np.int32),
            "key": table.key + first,
        })
        for table in (people, postings)
    ]  # fmt: skip
    return moved[0], moved[1]  # type: ignore[return-value]


def fringe(job: AreaJob, home: Postings) -> Postings:
    """The home's postings first, then those of the two neighbours that lie within 50 km of its border."""
    west, east = int(home.lng_udeg.min()) - FRINGE_UDEG, int(home.lng_udeg.max()) + FRINGE_UDEG
    tables = [home]
    for number in (job.number - 1, job.number + 1):
        if 0 <= number < job.areas:
            other = area(job, number)[1]
            tables.append(other.take(np.flatnonzero((other.lng_udeg >= west) & (other.lng_udeg <= east))))
    columns = {field.name: np.concatenate([getattr(table, field.name) for table in tables]) for field in fields(home)}
    return Postings(**columns)


def work(job: AreaJob) -> AreaFigures:
    """Rank with the fringe and plan the area."""
    moments, began = [time.perf_counter()], time.process_time()
    people, home = area(job, job.number)
    near = fringe(job, home)
    moments.append(time.perf_counter())
    ranking = rank_postings(people, PostingIndex.of(near), 20)
    moments.append(time.perf_counter())
    found = assign_market(people, PostingIndex.of(home)).assignment
    moments.append(time.perf_counter())
    price = np.minimum(found.price, 1 << 30).astype(np.int32)
    price[home.places_left == 0] = 0
    make_s, rank_s, plan_s = np.diff(moments).tolist()
    return AreaFigures(
        job.number, len(people), len(ranking.index), found.total_points, found.bound_points, found.placed,
        int((price.astype(np.int64) * home.places_left).sum()), price, make_s, rank_s, plan_s,
        time.process_time() - began,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class BoundJob:
    """An area with the prices of its own postings and of its neighbours' (None: not measured, priced 0)."""

    area: AreaJob
    prices: tuple[Any, Any, Any]


def bound(job: BoundJob) -> tuple[int, float, float]:
    """What the people of an area would keep at these prices, fringe included; seconds of it, and of the processor."""
    began = time.process_time()
    people, home = area(job.area, job.area.number)
    before, own, after = job.prices
    near, paid = fringe(job.area, home), [own]
    west, east = int(home.lng_udeg.min()) - FRINGE_UDEG, int(home.lng_udeg.max()) + FRINGE_UDEG
    for number, price in ((job.area.number - 1, before), (job.area.number + 1, after)):
        if 0 <= number < job.area.areas:
            other = area(job.area, number)[1]
            rows = np.flatnonzero((other.lng_udeg >= west) & (other.lng_udeg <= east))
            paid.append(np.zeros(len(rows), np.int32) if price is None else price[rows])
    started = time.perf_counter()
    kept = rank_priced(people, PostingIndex.of(near), 1, np.concatenate(paid)).points.sum(dtype=np.int64)
    return int(kept), time.perf_counter() - started, time.process_time() - began


def warm_up(_: int) -> int:
    """Load the kernels before the clock runs."""
    people, postings = make(200, 60, 1, SEED)
    assign_market(people, PostingIndex.of(postings))
    return os.getpid()


def measure(people: int, workers: int, measured: int | None) -> dict[str, Any]:
    """Figures of a province; `measured` areas are run, the others modelled from them."""
    areas = max(1, people // AREA_PEOPLE)
    ran = areas if measured is None else min(areas, measured)
    jobs = [AreaJob(number, areas, AREA_PEOPLE, AREA_POSTINGS) for number in range(ran)]
    hands: AbstractContextManager[Run] = nullcontext(here) if workers == 1 else Processes(workers)
    with hands as run:
        for _ in run(warm_up, list(range(workers))):
            pass
        started = time.perf_counter()
        answers = dict(told(run(work, jobs), ran))
        found = [answers[number] for number in range(ran)]
        price = [None, *(one.price for one in found), None]
        asked = [BoundJob(jobs[n], (price[n], price[n + 1], price[n + 2])) for n in range(ran)]
        kept = [answer for _, answer in run(bound, asked)]
        wall_s = time.perf_counter() - started
    share = areas / ran
    cpu_s = (sum(one.cpu_s for one in found) + sum(seconds for *_, seconds in kept)) * share
    most = sum(points for points, *_ in kept) + sum(one.priced_points for one in found)
    total, inside = sum(one.total_points for one in found), sum(one.inside_points for one in found)
    return {
        "people": areas * AREA_PEOPLE,
        "postings": areas * AREA_POSTINGS,
        "areas": areas,
        "areas_measured": ran,
        "is": "measured" if ran == areas else "modelled from the measured areas",
        "workers": workers,
        "wall_s": round(wall_s * share, 1),
        "wall_s_measured": round(wall_s, 1),
        "load_of_the_machine": round(os.getloadavg()[0], 1),
        "seconds_of_work": {
            **{
                step: round(sum(getattr(one, f"{step}_s") for one in found) * share, 1)
                for step in ("make", "rank", "plan")
            },
            "bound": round(sum(seconds for _, seconds, _ in kept) * share, 1),
        },
        "processor_s": round(cpu_s, 1),
        "peak_mb_a_worker": max(one.peak_mb for one in found),
        "placed": int(sum(one.placed for one in found) * share),
        "gap_within_areas_percent": round(100 * (1 - total / inside), 3),
        # Beyond the last measured area prices are unknown: a bound over some areas says nothing about the whole.
        "gap_of_the_province_percent": round(100 * (1 - total / most), 3) if ran == areas else None,
        "points_of_measured_areas": total,
    }


def told(answers: Iterator[tuple[int, AreaFigures]], of: int) -> Iterator[tuple[int, AreaFigures]]:
    """Pass answers through and say how far it is."""
    for done, answer in enumerate(answers, start=1):
        print(f"area {done}/{of}", flush=True) if done % 5 == 0 or done == of else None
        yield answer


def main() -> None:
    """Print the figures of every number of workers asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--areas", type=int, help="measure only so many areas and model the rest")
    options = parser.parse_args()
    figures = [measure(options.people, workers, options.areas) for workers in options.workers]
    if len({one["points_of_measured_areas"] for one in figures}) != 1:
        raise SystemExit("The answer depends on the number of workers; nothing here is to be believed.")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
