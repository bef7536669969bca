"""schemathesis asks what the document allows and forbids; bench/api_fuzz.py does the same 20,000 times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import signals
from django.db import close_old_connections

from tests.portals.openapi.conftest import Caller
from tests.portals.openapi.test_documented import module_of
from tests.postings.factories import a_posting
from yizhan.accounts.models import Office, User

pytest.importorskip("schemathesis", reason="schemathesis is not installed (make setup)")


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Keep the test's connection, which every request of a real server would close behind itself."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


def test_no_call_is_answered_otherwise_than_the_document_says(
    caller: Caller, station: Office, clerk: User, reviewer: User, now: dt.datetime, stands_still: object,
    one_connection: None, settings: Any,
) -> None:  # fmt: skip
    settings.YIZHAN_API_CALLS_A_MINUTE = 100_000
    posting = a_posting(office=station, by=clerk, verifier=reviewer, at=now, employer=caller.employer)
    bench = module_of(Path(django_settings.PACKAGE_DIR).parent / "bench" / "api_fuzz.py", "api_fuzz")
    sent = [bench.a_sent_one(caller.key, caller.employer, now) for _n in range(3)]
    known = {"public_id": [str(posting.public_id), str(caller.employer.public_id), *sent], "name": ["hazard"],
             "employer": [str(caller.employer.public_id)], "occupation_code": ["6-30-05-01"]}  # fmt: skip
    told = bench.fuzz(key=caller.token, known=known, calls=40, seed=7)
    assert not told.wrong, "\n".join(told.wrong)
