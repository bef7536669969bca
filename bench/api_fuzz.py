"""Ask the open API what its document allows and forbids, many thousand times, and hold every answer to the document.

    YIZHAN_HOME=/tmp/fuzz python -m yizhan demo --port 8000 --until-ready   (any county with postings on offer will do)
    YIZHAN_HOME=/tmp/fuzz python bench/api_fuzz.py --calls 20000

schemathesis makes the calls, valid and invalid ones of every operation in turns; they go through the whole stack of the
web process (WSGI), without a socket. Nothing is mended up: what is wrong is printed with how to repeat it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: So many examples of an operation in one turn of hypothesis.
A_TURN = 100


@dataclass
class Told:
    """What came of it.

    :param statuses: how often each operation answered with each status.
    :param wrong: each kind of wrong answer once, with an example.
    """

    calls: int = 0
    seconds: float = 0.0
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def by_status(self) -> dict[int, int]:
        """Return how often each status was answered."""
        sums: Counter[int] = Counter()
        for (_operation, status), count in self.statuses.items():
            sums[status] += count
        return dict(sorted(sums.items()))


def fuzz(*, key: str, known: Mapping[str, Sequence[str]], calls: int, seed: int, only: str = "") -> Told:
    """Make at least so many calls and return what came of them.

    :param only: ask only operations whose path holds this.
    :param key: of a partner with every scope. :param known: names in addresses with values that exist.
    """
    import schemathesis
    from django.core.wsgi import get_wsgi_application
    from schemathesis import GenerationMode

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operations = [one for one in (found.ok() for found in schema.get_all_operations()) if only in one.path]
    told, rng = Told(), random.Random(seed)
    started, turn = time.monotonic(), 0
    size = max(1, min(A_TURN, calls // (2 * len(operations)) + 1))
    while told.calls < calls:
        for operation in operations:
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                _turn(operation, mode, key, known, size, rng, told)
        turn += 1
    told.seconds = time.monotonic() - started
    return told


def _turn(
    operation: Any, mode: Any, key: str, known: Mapping[str, Sequence[str]], size: int, rng: random.Random, told: Told
) -> None:
    """Make a turn of calls of one operation, all valid or all invalid."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded
    from hypothesis.errors import Unsatisfiable
    from schemathesis import GenerationMode

    is_valid = mode == GenerationMode.POSITIVE

    @seeded(rng.randrange(2**32))
    @settings(
        max_examples=size, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        if is_valid:
            for name in set(case.path_parameters or {}) & set(known):
                case.path_parameters[name] = rng.choice([*known[name], case.path_parameters[name]])
            _name_what_exists(case.body, known, rng)
        if operation.path.startswith("/partner/"):
            case.headers["Authorization"] = f"Bearer {key}"
        _call(case, told)

    # Nothing can be wrong with an operation without parameters; a valid call there is of every one.
    with contextlib.nullcontext() if is_valid else contextlib.suppress(Unsatisfiable):
        ask()


def _name_what_exists(body: Any, known: Mapping[str, Sequence[str]], rng: random.Random) -> None:
    """Put codes and ids that exist into three bodies of four: what is only made up never gets past the first look."""
    if not isinstance(body, dict) or not rng.randrange(4):
        return
    if "version" in body:
        body["version"] = rng.randint(1, 4)
        _name_what_exists(body.get("posting"), known, rng)
    for name in ("employer", "occupation_code"):
        if name in body and known.get(name):
            body[name] = rng.choice(known[name])
    if "occupations" in body and known.get("occupation_code"):
        body["occupations"] = [rng.choice(known["occupation_code"])]
    if "starts_on" in body:
        body["starts_on"] = f"2026-12-{rng.randint(1, 31):02d}"
    for name in ("certificates", "ends_on", "valid_until_on", "age_max", "contact_phone", "lat_e6", "lng_e6"):
        body.pop(name, None)


def _call(case: Any, told: Told) -> None:
    """Make one call and hold the answer to the document."""
    from schemathesis import checks
    from schemathesis.core.failures import FailureGroup

    operation = f"{case.method} {case.path}"
    answer = case.call()
    told.calls += 1
    told.statuses[operation, answer.status_code] += 1
    wanted = [getattr(checks, name) for name in CHECKS]
    try:
        case.validate_response(answer, checks=wanted)
    except (FailureGroup, AssertionError) as error:
        failures = getattr(error, "exceptions", [error])
        for failure in failures:
            title = f"{operation}: {getattr(failure, 'title', type(failure).__name__)}"
            if not any(line.startswith(title) for line in told.wrong):
                told.wrong.append(f"{title} ({answer.status_code})\n  {str(failure)[:600]}\n  {case.as_curl_command()}")


#: What is asked of each answer. That valid calls are taken is no check: a date in the wrong order is valid as a schema.
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)


def a_sent_one(key: Any, employer: Any, at: Any) -> str:
    """Send a posting as a partner, so that there is one to change and to end; return its id."""
    import uuid

    from yizhan.portals.openapi.operations import submit_posting
    from yizhan.postings.facts import read_terms

    raw = {"title": "装卸工", "starts_on": "2026-12-20", "headcount": "3", "pay": "200元/天", "source": "agent"}
    offer, errors = read_terms(raw, at=at)
    assert offer is not None, errors
    order = uuid.uuid4()
    done = submit_posting(key=key, employer=employer, offer=offer, idempotency_key=order, body_hash="", at=at)
    return str(done.posting.public_id)


def _set_up(seed: int) -> tuple[str, dict[str, list[str]]]:
    """Make a partner in the county at hand, and find what exists there."""
    from django.utils import timezone

    from yizhan.accounts.enums import Role
    from yizhan.accounts.models import Office, User
    from yizhan.employers.queries import employers_served_by
    from yizhan.portals.openapi.enums import Scope
    from yizhan.portals.openapi.operations import make_key, make_partner
    from yizhan.postings.queries import live_postings

    at = timezone.now()
    by = User.objects.filter(role=Role.SYSADMIN).order_by("pk")[0]
    station = Office.objects.filter(kind="station").order_by("pk")[0]
    employers = list(employers_served_by(station).order_by("pk")[:3])
    partner = make_partner(name=f"fuzz {at:%H%M%S}", office=station, employers=employers, by=by, at=at)
    key, whole = make_key(partner=partner, label="fuzz", scopes=Scope.values, calls_a_minute=6000, by=by, at=at)
    offered = live_postings(Office.objects.all(), at).values_list("public_id", "employer__public_id")[:5]
    ids = [str(one) for row in offered for one in row]
    ids += [a_sent_one(key, employer, at) for employer in employers for _n in range(20)]
    return whole, {
        "public_id": ids,
        "name": ["hazard", "occupations"],
        "employer": [str(one.public_id) for one in employers],
        "occupation_code": ["6-30-05-01", "4-10-01-06"],
    }


def main() -> int:
    """Run it and tell; exit 1 when something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="only operations whose path holds this")
    asked = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizhan.config.settings.prod")
    os.environ["YIZHAN_API_CALLS_A_MINUTE"] = "1000000"
    import django

    django.setup()
    import logging

    logging.disable(logging.INFO)
    key, known = _set_up(asked.seed)
    told = fuzz(key=key, known=known, calls=asked.calls, seed=asked.seed, only=asked.only)
    print(json.dumps({"calls": told.calls, "seconds": round(told.seconds), "statuses": told.by_status()}))
    for (operation, status), count in sorted(told.statuses.items()):
        print(f"{count:6d} {status} {operation}")
    print("\n".join(told.wrong) or "nothing was answered otherwise than the document says")
    return 1 if told.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
