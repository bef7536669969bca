"""Rows of the access table: who gets what answer from which URL. Read by `tests/test_access.py`.

Every room that has URLs has a file `tests/<room>/access.py` with

    ACCESS: dict[str, Row | list[Row]] = {
        "people:person": Row(expect("clerk", "head", "officer", "auditor"), make=a_person, reads=1),
        "people:change": [
            Row(expect("clerk", "head"), make=a_person, reads=1),
            Row(expect("clerk", "head", status=302), make=a_person, method="post", data=facts),
        ],
    }

- The key is the URL's name. A URL that answers GET and POST has a list of rows, one for each.
- `make(world)` puts what the URL needs into `world.station` (through operations) and returns the URL's arguments,
  such as `{"public_id": person.public_id}`. It may keep things in `world.kept` for `data`.
- `data` is a dict, or a function of the world that returns one (it runs after `make`). `query` is `"?tab=day"`.
- `reads` is the number of audit rows of kind READ that each 200 leaves: 1 on every page that renders a person.
- `expect(*roles, status=200, otherwise=403, foreign=404, anonymous=302)`: the named roles of the own office get
  `status`, other roles `otherwise`, the named roles of a foreign county `foreign` (`foreign=None`: the page shows
  no one's record in particular, so they get `status` too), nobody signed in `anonymous` (401 for htmx partials,
  which carry `headers={"HX-Request": "true"}`). The auditor's POST is refused with 403 before any view, unless the
  view is marked `@only_reads`. What does not fit is overridden by name: `expect(..., foreign_head=200, agent=404)`.
- A status may be a tuple of several that are all right.

Each request runs in a savepoint of its own that is rolled back, at `world.now` (Monday, 23 November 2026, 9:00).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.test import Client

from yizhan.accounts.enums import OfficeKind, Role
from yizhan.accounts.models import Office, User
from yizhan.accounts.operations import create_office, create_user

Status = int | tuple[int, ...]
ROLES = tuple(role.value for role in Role)
STAFF = tuple(role for role in ROLES if role != Role.AGENT)
#: Station people who serve at the counter.
SERVING = ("clerk", "head")
#: Roles that sit at the county, not in a station.
OF_THE_COUNTY = ("officer", "auditor", "sysadmin")
WHO = ("anonymous", *ROLES, *(f"foreign_{role}" for role in ROLES))


@dataclass
class World:
    """Two counties with a station each, and one user of every role in both."""

    now: dt.datetime
    county: Office
    station: Office
    foreign_county: Office
    foreign_station: Office
    users: dict[str, User]
    kept: dict[str, Any] = field(default_factory=dict)
    #: the session's cookie of whoever is signed in, by the key of `users`
    sessions: dict[str, str] = field(default_factory=dict)

    def sign_in(self, client: Client, who: str) -> Client:
        """Let a browser be that of `who`, "anonymous" for nobody's."""
        if who != "anonymous":
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client

    @property
    def today(self) -> dt.date:
        """The date of `now`."""
        return self.now.date()

    @property
    def clerk(self) -> User:
        """The clerk of the own station."""
        return self.users["clerk"]

    @property
    def head(self) -> User:
        """The head of the own station."""
        return self.users["head"]

    @property
    def reviewer(self) -> User:
        """The reviewer of the own station."""
        return self.users["reviewer"]

    @property
    def agent(self) -> User:
        """An employer's agent at the own station, of no employer yet."""
        return self.users["agent"]


@dataclass(frozen=True)
class Row:
    """One URL with one method."""

    expected: Mapping[str, Status]
    make: Callable[[World], dict[str, Any]] | None = None
    method: str = "get"
    data: Mapping[str, Any] | Callable[[World], Mapping[str, Any]] = field(default_factory=dict)
    query: str = ""
    reads: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    #: the view is marked `@only_reads`: the auditor may POST to it.
    only_reads: bool = False
    #: anybody may read it without a sign-in, and caches may keep it (`shared.web.marks.for_anybody`).
    public: bool = False
    #: the page sends people to the sign-in page by design (signing out).
    to_sign_in: bool = False


def expect(
    *roles: str,
    status: Status = 200,
    otherwise: Status = 403,
    foreign: Status | None = 404,
    anonymous: Status = 302,
    **named: Status,
) -> dict[str, Status]:
    """Return what each of `WHO` gets; the meaning of the arguments is at the top of this file."""
    unknown = (set(roles) - set(ROLES)) | (set(named) - set(WHO))
    assert not unknown, f"no such role: {unknown}"
    expected: dict[str, Status] = {"anonymous": anonymous}
    for role in ROLES:
        expected[role] = status if role in roles else otherwise
        if foreign is None:
            expected[f"foreign_{role}"] = expected[role]
        elif role in roles:
            expected[f"foreign_{role}"] = foreign
        else:  # may not do it at all, and there is nothing there for them: either answer is right
            expected[f"foreign_{role}"] = tuple({*as_tuple(otherwise), *as_tuple(foreign)})
    return expected | named


def as_tuple(status: Status) -> tuple[int, ...]:
    """Return the status or statuses as a tuple."""
    return status if isinstance(status, tuple) else (status,)


def make_world(now: dt.datetime) -> World:
    """Make the two counties and all users."""

    def offices(name: str, area: str) -> tuple[Office, Office]:
        county = create_office(
            name=f"{name}总工会", kind=OfficeKind.COUNTY, parent=None, area_code=area, by=None, at=now
        )
        station = create_office(
            name=f"{name}驿站", kind=OfficeKind.STATION, parent=county, area_code=area, by=None, at=now
        )
        return county, station

    county, station = offices("阳谷", "371521")
    foreign_county, foreign_station = offices("莘县", "371522")
    users = {}
    for prefix, at_county, at_station in (("", county, station), ("foreign_", foreign_county, foreign_station)):
        for role in Role:
            users[f"{prefix}{role}"] = create_user(
                username=f"{prefix}{role}",
                name=f"测试{role.label}",
                role=role,
                office=at_county if role in OF_THE_COUNTY else at_station,
                password=None,
                by=None,
                at=now,
            )
    return World(now, county, station, foreign_county, foreign_station, users)
