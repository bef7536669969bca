"""A caller of the API: anybody, and a partner with a key."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import resolve

from tests.browser import base_url, browser_context_args, browser_type_launch_args, desk
from tests.employers.factories import a_verified_company
from yizhan.accounts.models import Office, User
from yizhan.employers.models import Employer
from yizhan.portals.openapi.document import refusals
from yizhan.portals.openapi.door import PUBLIC_CALLS, Endpoint
from yizhan.portals.openapi.enums import Scope
from yizhan.portals.openapi.models import ApiKey, Partner
from yizhan.portals.openapi.operations import make_key, make_partner

__all__ = ["base_url", "browser_context_args", "browser_type_launch_args", "desk"]


@pytest.fixture(autouse=True)
def _calls_begin_anew() -> Iterator[None]:
    """Let no test be counted with the one before."""
    PUBLIC_CALLS.forget()
    yield
    PUBLIC_CALLS.forget()


@pytest.fixture
def stands_still(now: dt.datetime) -> Iterator[dt.datetime]:
    """A Monday morning that does not pass."""
    with time_machine.travel(now, tick=False):
        yield now


@dataclass
class Caller:
    """A partner's program."""

    partner: Partner
    employer: Employer
    key: ApiKey
    token: str
    language: str = "zh-CN"
    client: Client = field(default_factory=Client)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Call and return the answer; `said` of it is its JSON."""
        sent = {"authorization": f"Bearer {self.token}", "accept-language": self.language, **headers}
        call: Callable[..., Any] = getattr(self.client, method.lower())
        if method in ("GET", "DELETE"):
            answer = call(f"/api/v1/partner/{path}", headers=sent)
        else:
            data = "" if body is None else json.dumps(body)
            answer = call(f"/api/v1/partner/{path}", data, content_type="application/json", headers=sent)
        answer.said = json.loads(answer.content) if answer.content else None
        if answer.status_code >= 400:
            hold_to_the_document(method, path, answer)
        return answer

    def send(self, body: Any, key: str = "") -> Any:
        """Send a posting."""
        return self.ask("POST", "postings", body, **{"idempotency-key": key or str(uuid.uuid4())})

    def job(self, **changes: Any) -> dict[str, Any]:
        """Return a posting with which nothing is wrong."""
        return A_JOB | {"employer": str(self.employer.public_id)} | changes


def hold_to_the_document(method: str, path: str, answer: Any) -> None:
    """Fail when a problem has a code that the document does not name for the endpoint."""
    endpoints: tuple[Endpoint, ...] = resolve(f"/api/v1/partner/{path.partition('?')[0]}").func.endpoints  # type: ignore[attr-defined]
    told = {one.method: refusals(one) for one in endpoints}.get(method)
    if told is not None:
        assert answer.said["code"] in {one.code for one in told[answer.status_code]}, answer.said


A_JOB: dict[str, Any] = {
    "kind": "gig",
    "title": "装卸工",
    "occupation_code": "6-30-05-01",
    "content": "在仓库装卸袋装饲料，两人一组，有推车。",
    "starts_on": "2026-11-24",
    "start_time": "07:00",
    "end_time": "17:00",
    "headcount": 3,
    "place_name": "测试路粮库",
    "area_code": "371521",
    "lat_e6": 36_110_000,
    "lng_e6": 115_790_000,
    "pay_min_fen": 20_000,
    "pay_unit": "day",
    "settle_kind": "daily",
    "meals": True,
    "hazards": ["load"],
    "insurance": "accident",
    "contact_name": "测试丙",
    "contact_phone": "13900009876",
}
EVERY_SCOPE = tuple(Scope.values)


@pytest.fixture
def make_caller(station: Office, clerk: User, reviewer: User, officer: User, now: dt.datetime) -> Callable[..., Caller]:
    """Make partners with a key each."""

    def make(name: str = "测试平台", scopes: tuple[str, ...] = EVERY_SCOPE, calls_a_minute: int = 600) -> Caller:
        company = a_verified_company(office=station, by=clerk, verifier=reviewer, at=now)
        partner = make_partner(name=name, office=station, employers=[company], by=officer, at=now)
        key, token = make_key(
            partner=partner, label="测试", scopes=scopes, calls_a_minute=calls_a_minute, by=officer, at=now
        )
        return Caller(partner, company, key, token)

    return make


@pytest.fixture
def caller(make_caller: Callable[..., Caller]) -> Caller:
    """A partner who may do everything."""
    return make_caller()
