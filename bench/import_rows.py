"""How many rows of a sheet a second: reading, staging, judging, importing; postings and people.

    python -m bench.import_rows [--rows N] [--json]
    python scripts/pg_run.py python -m bench.import_rows

Builds a station in a throw-away data directory (PostgreSQL: in the database of DATABASE_URL, which must be empty) with
production settings (SQLite: WAL, synchronous FULL). The rows are generated and all ready; each becomes a whole record
with its audit lines. The longest transaction is told beside the speed: others wait for at most that long.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from typing import Any

from bench.people_search import prepare


def measure(what: str, rows: int) -> dict[str, Any]:
    """Import one generated sheet; return rows a second of each step and the longest chunk in milliseconds."""
    from importlib import import_module

    from django.utils import timezone

    from yizhan.shared.sheets.enums import BatchState, RowState
    from yizhan.shared.sheets.kinds import kind_of
    from yizhan.shared.sheets.operations import stage_file, start_import, work_once
    from yizhan.shared.sheets.queries import overview
    from yizhan.shared.sheets.reading import read_sheet

    made = import_module(f"tests.{'workers' if what == 'people' else what}.imports.sheets")
    far = {} if what == "people" else {"开始日期": "2099-11-25", "结束日期": "2099-11-25"}
    data = made.sheet_of(*[made.line(number, **far) for number in range(1, rows + 1)])
    kind, clerk = kind_of(what), station_clerk()
    found: dict[str, Any] = {"rows": rows}

    def timed(name: str, act: Callable[[], Any]) -> Any:
        started, cpu = time.perf_counter(), time.process_time()
        answer = act()
        found[f"{name}_per_s"] = round(rows / (time.perf_counter() - started))
        found[f"{name}_cpu_ms"] = round((time.process_time() - cpu) * 1000 / rows, 2)
        return answer

    longest = 0.0

    def work(batch: Any) -> None:
        nonlocal longest
        more = True
        while more:
            started = time.perf_counter()
            more = work_once(batch_id=batch.pk, at=timezone.now())
            longest = max(longest, time.perf_counter() - started)

    sheet = timed("read", lambda: read_sheet(data, fields=kind.fields))
    batch = timed(
        "stage",
        lambda: stage_file(
            kind=kind, sheet=sheet, data=data, file_name="a.csv", page=None, office=clerk.office, by=clerk,
            at=timezone.now(),
        ),
    )  # fmt: skip
    timed("judge", lambda: work(batch))
    batch.refresh_from_db()
    start_import(batch=batch, by=clerk, at=timezone.now(), background=False)
    timed("import", lambda: work(batch))
    batch.refresh_from_db()
    counts = overview(batch)
    assert batch.state == BatchState.FINISHED, batch.state
    assert counts.of(RowState.IMPORTED) == rows, (counts.states, counts.reasons)
    found["longest_transaction_ms"] = round(longest * 1000)
    return found


def station_clerk() -> Any:
    """Return the clerk of the one station; made the first time."""
    from django.utils import timezone

    from yizhan.accounts.enums import OfficeKind, Role
    from yizhan.accounts.models import User
    from yizhan.accounts.operations import create_office, create_user

    standing = User.objects.select_related("office").filter(username="clerk").first()
    if standing is not None:
        return standing
    at = timezone.now()
    county = create_office(name="测量县", kind=OfficeKind.COUNTY, parent=None, area_code="371521", by=None, at=at)
    station = create_office(name="测量驿站", kind=OfficeKind.STATION, parent=county, area_code="371521", by=None, at=at)
    return create_user(username="clerk", name="测量员", role=Role.CLERK, office=station, password=None, by=None, at=at)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    prepare()
    from yizhan.vocabularies.queries import warm

    warm()
    found = {what: measure(what, args.rows) for what in ("postings", "people")}
    if args.json:
        print(json.dumps(found))
        return
    print("| sheet | rows | read/s | CPU ms | stage/s | CPU ms | judge/s | CPU ms | import/s | CPU ms | longest ms |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for what, line in found.items():
        print(f"| {what} | {' | '.join(f'{value:,}' for value in line.values())} |")


if __name__ == "__main__":
    main()
