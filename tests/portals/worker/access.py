"""Who gets what from the worker's pages. Staff accounts are nobody here: they get what a stranger gets.

What a person's own phone gets, and a foreign person's, stands in `test_own.py`.
"""

from __future__ import annotations

import uuid
from typing import Any

from tests.access import WHO, Row, World, expect
from tests.people.factories import mobile
from tests.postings.factories import a_posting
from tests.workers.factories import make_seeker
from yizhan.portals.worker.enums import RequestKind
from yizhan.portals.worker.operations import ask_station

EVERYBODY = dict.fromkeys(WHO, 200)
LED_ON = dict.fromkeys(WHO, 302)
NOT_LET_IN = dict.fromkeys(WHO, 422)
SERVES = ("clerk", "head")
HTMX = {"HX-Request": "true"}


def a_live_one(world: World) -> dict[str, Any]:
    """Name a posting on offer."""
    posting = a_posting(office=world.station, by=world.clerk, verifier=world.reviewer, at=world.now)
    return {"public_id": posting.public_id}


def something(world: World) -> dict[str, Any]:
    """Name nothing that is there: nobody here is signed in on a phone, so nothing is looked up."""
    return {"public_id": uuid.UUID(int=1)}


def an_act(world: World) -> dict[str, Any]:
    """Name an act on nothing."""
    return something(world) | {"what": "agree"}


def a_sheet(world: World) -> dict[str, Any]:
    """Name a sheet of nothing."""
    return something(world) | {"kind": "terms"}


def a_person(world: World) -> dict[str, Any]:
    """Name somebody whom the station serves."""
    return {"public_id": make_seeker(world.clerk, world.now, phone=mobile(1)).person.public_id}


def a_request(world: World) -> dict[str, Any]:
    """Name what somebody asks for."""
    seeker = make_seeker(world.clerk, world.now)
    made = ask_station(
        person=seeker.person, office=world.station, kind=RequestKind.CORRECT, words="名字错了", at=world.now
    )
    return {"public_id": made.public_id}


def own(make: Any = None, **more: Any) -> Row:
    """Return the row of an own page: whoever is not signed in on a phone is led to the way in."""
    return Row(LED_ON, make=make, **more)


def own_post(make: Any = None, **data: str) -> Row:
    """Return the same for what is sent."""
    return Row(LED_ON, make=make, method="post", data=data, only_reads=True)


HERE = {"lat": "36.113", "lng": "115.785", "q": "装卸"}

ACCESS = {
    "worker:search": Row(EVERYBODY, query="?q=装卸&near=阳谷&km=10&kind=gig&order=new"),
    "worker:here": [Row(EVERYBODY, method="post", data=HERE, only_reads=True), Row(LED_ON)],
    "worker:map": Row(EVERYBODY, query="?near=阳谷"),
    "worker:job": Row(EVERYBODY, make=a_live_one),
    "worker:large_type": Row(LED_ON, method="post", data={"on": "1", "next": "/w/"}, only_reads=True),
    "worker:offline": Row(EVERYBODY),
    "worker:manifest": Row(EVERYBODY),
    "worker:service_worker": Row(EVERYBODY),
    "worker:enter": [
        Row(EVERYBODY, query="?next=/w/me/"),
        Row(NOT_LET_IN, method="post", data={"code": "2345 6789 AB", "next": "/w/me/"}, only_reads=True),
    ],
    # No carrier of SMS is set up: said in words, on the way in.
    "worker:phone": [
        Row(LED_ON),
        Row(dict.fromkeys(WHO, 409), method="post", data={"phone": mobile(1)}, only_reads=True),
    ],
    "worker:code": Row(NOT_LET_IN, method="post", data={"phone": mobile(1), "code": "123456"}, only_reads=True),
    "worker:fact": Row(NOT_LET_IN, method="post", data={"fact": "1980"}, only_reads=True),
    "worker:leave": own_post(),
    "worker:me": own(),
    "worker:apply": own_post(something),
    "worker:withdraw": own_post(something),
    "worker:shifts": own(),
    "worker:shift": own(something),
    "worker:payslip": own(something),
    "worker:sheet": own(a_sheet),
    "worker:act": own_post(an_act, number="1"),
    "worker:site": [own(), own_post(code="1-23456789")],
    "worker:for_me": own(),
    "worker:recommendation": own_post(off="1"),
    "worker:more": own(),
    "worker:wish": [own(), own_post(works="6-29-01-01|瓦工", version="1")],
    "worker:data": own(),
    "worker:consent": own_post(purpose="push", give="1", version="1"),
    "worker:copy": own_post(shape="page"),
    "worker:ask": own_post(kind="correct", words="名字错了"),
    "worker:take_back": own_post(kind="delete"),
    "worker:inbox": own(),
    "worker:read": own_post(),
    "worker:wanted": own_post(wanted="shift"),
    "worker:searches": own(),
    "worker:save_search": own_post(q="装卸", near="阳谷", km="10", kind="gig"),
    "worker:narrow_search": own_post(something, pay="200", day="6", hours="day"),
    "worker:stop_search": own_post(something),
    "worker:sign_out_all": own_post(),
    "worker:counter": Row(expect(*SERVES, anonymous=401), make=a_person, headers=HTMX, reads=1),
    "worker:show_pass": Row(expect(*SERVES, anonymous=401), make=a_person, method="post", headers=HTMX, reads=1),
    "worker:end_all": Row(expect(*SERVES, anonymous=401), make=a_person, method="post", headers=HTMX, reads=1),
    "worker:requests": Row(expect(*SERVES, foreign=None)),
    "worker:settle": Row(expect(*SERVES, status=302), make=a_request, method="post"),
}
