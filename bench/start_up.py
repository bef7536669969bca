"""How soon a fresh process answers: from its start to the first recommendation, 1,000,000 open shifts, mapped file.

    python -m bench.start_up [--shifts N] [--processes N] [--json]

Writes the column file of an artificial market (`bench/market.py`, 400 counties) beside a small real database (SQLite),
which the process asks for what changed, for the person and for the cards of those among the twenty that are real. Each
process is new: imports, Django, mapping the file, the changes since, the person, ranking and why the others are not
listed. *county*: one shift in 400 is offered to the user, as at a station; *province*: all of them, so that the reasons
of a million rows are counted. *without* is the same over the small database alone: what Python and Django take in any
case. `cpu_s` is the processor's time until the answer, for a machine that is shared; `second_process_adds_mb` is what a
second process takes beyond the first (PSS).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from typing import Any

import numpy as np

from bench.market import make
from bench.recommend_page import make_employers, make_offices, make_people, make_postings, prepare, quantile

SEED, REAL, COUNTIES = 1, 400, 400
DAY = 86_400_000_000
#: No office of the small database: of another county.
ELSEWHERE = 1_000_000

ONE = """
import json, sys, time
started = float(sys.argv[1])
from yizhan.cli.setting_up import set_up_django
set_up_django()
at_django = time.time()
from django.utils import timezone
from yizhan.accounts.models import User
from yizhan.matching import offers, warming
from yizhan.matching.queries import recommend_postings
from yizhan.workers.models import JobSeeker
warming.before_serving()
seeker = JobSeeker.objects.select_related("person").order_by("pk").first()
at_person = time.time()
found = recommend_postings(seeker=seeker, by=User.objects.get(username="bench.clerk"), at=timezone.now())
at_answer, cpu = time.time(), time.process_time()
recommend_postings(seeker=seeker, by=User.objects.get(username="bench.clerk"), at=timezone.now())
again = time.time()
pss = next(int(line.split()[1]) for line in open("/proc/self/smaps_rollup") if line.startswith("Pss:"))
print(json.dumps({"django": at_django - started, "first": at_answer - started, "answer": at_answer - at_person,
                  "second": again - at_answer, "cpu": cpu, "suitable": found.suitable, "considered": found.considered,
                  "pss_mb": pss / 1024}))
if len(sys.argv) > 2:
    print("holding", flush=True)
    sys.stdin.readline()
"""


def write_market(shifts: int, share: float) -> None:
    """Write the file of a market of so many shifts: everything the engine asks, a share of it offered to the user."""
    from django.utils import timezone

    from yizhan.accounts.models import Office
    from yizhan.matching import column_file
    from yizhan.matching.columns import Columns, local_day
    from yizhan.matching.snapshot import NEVER, Snapshot, micros
    from yizhan.postings.models import Posting
    from yizhan.shared.changes.cursor import begin

    now = timezone.now()
    _, table = make(10, shifts, counties=COUNTIES, seed=SEED)
    columns: Columns = {name: np.asarray(getattr(table, name)) for name in table.__dataclass_fields__}
    columns["certificates"] = np.pad(columns["certificates"], ((0, 0), (0, 1)))
    start = int(f"{local_day(now):%Y%m%d}")
    columns["start_on"] = np.full(shifts, start, np.int32)
    offices = np.array(list(Office.objects.order_by("pk").values_list("pk", flat=True)), np.int64)
    real = np.array(list(Posting.objects.order_by("pk").values_list("pk", flat=True)), np.int64)
    chance = np.random.default_rng(SEED)
    beside = {
        "posting_id": np.resize(real, shifts),
        "office_id": np.where(
            chance.random(shifts) < share, offices[chance.integers(0, len(offices), shifts)], ELSEWHERE
        ),
        "employer_id": chance.integers(1, 60, shifts), "starts": np.full(shifts, micros(now) + DAY),
        "ends": np.full(shifts, NEVER), "valid_until": np.full(shifts, micros(now) + 5 * DAY),
        "confirmed": np.full(shifts, micros(now)), "is_dated": np.zeros(shifts, np.int64),
    }  # fmt: skip
    # A posting for each shift: the first are the real ones, whose cards can be shown.
    beside["posting_id"][len(real) :] = int(real.max()) + 1 + np.arange(shifts - len(real))
    bits = {f"skill {n}": n for n in range(64)}
    column_file.write(Snapshot.of(columns, beside, bits, local_day(now), begin()))


def run_once() -> dict[str, Any]:
    """Start a process, wait for its answer."""
    done = subprocess.run([sys.executable, "-c", ONE, str(time.time())], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def two_at_once() -> tuple[float, float]:
    """Return the memory of one process, and what a second one adds, in MB."""
    held, sizes = [], []
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-c", ONE, str(time.time()), "hold"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("holding"):
                break
        held.append(process)
        sizes.append(sum(_pss_mb(each.pid) for each in held))
    for process in held:
        process.communicate("\n")
    return sizes[0], sizes[1] - sizes[0]


def _pss_mb(pid: int) -> float:
    with open(f"/proc/{pid}/smaps_rollup") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def main() -> None:
    """Write, start processes, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shifts", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    prepare()
    from django.utils import timezone

    from yizhan.matching import column_file, kernels

    now = timezone.localtime()
    stations, clerk, reviewer = make_offices(now)
    make_postings(REAL, stations, make_employers(stations[0], clerk, reviewer, now), clerk, reviewer, now)
    make_people(3, clerk, now)
    kernels.make_ready(lambda _name: None)
    figures: dict[str, Any] = {"shifts": args.shifts, "cores": os.cpu_count()}
    figures["without"] = summary([run_once() for _ in range(args.processes)])
    for name, share in (("county", 1 / COUNTIES), ("province", 1.0)):
        column_file.remove_all()
        write_market(args.shifts, share)
        found = [run_once() for _ in range(args.processes)]
        assert found[0]["considered"] >= share * args.shifts * 0.9, found[0]
        figures[name] = summary(found)
    one, more = two_at_once()
    size = next(iter(column_file.files())).stat().st_size
    figures |= {"file_mb": round(size / 2**20), "memory_mb": round(one), "second_process_adds_mb": round(more)}
    print(json.dumps(figures, ensure_ascii=False, indent=None if args.json else 1))


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return medians in seconds, and what was looked at."""
    middle = {f"{name}_s": round(quantile([row[name] for row in rows], 0.5), 2)
              for name in ("first", "cpu", "django", "answer", "second")}  # fmt: skip
    return middle | {"considered": rows[0]["considered"], "suitable": rows[0]["suitable"]}


if __name__ == "__main__":
    main()
