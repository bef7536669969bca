"""Who gets what from the room's URLs."""

from __future__ import annotations

from typing import Any

from tests.access import Row, World, expect
from tests.employers.factories import an_id
from tests.postings.factories import DAY_JOB, a_draft, a_household_job, a_posting, a_waiting
from yizhan.employers.operations import add_agent
from yizhan.postings.enums import Verdict, WordRule
from yizhan.postings.models import LikePair, Posting
from yizhan.postings.operations import add_local_word, ask_for_scan, judge_alike, run_scan

READERS = ("clerk", "head", "reviewer", "officer", "auditor")
WRITERS = ("clerk", "head")
RUNNERS = ("clerk", "head", "reviewer")
REVIEWERS = ("head", "reviewer")
HTMX = {"HX-Request": "true"}
FORM = {name: value for name, value in DAY_JOB.items() if name != "meals"} | {"then": "submit"}


def _make(world: World, factory: Any) -> Posting:
    posting: Posting = factory(office=world.station, by=world.clerk, verifier=world.reviewer, at=world.now)
    world.kept["posting"] = posting
    return posting


def a_live_one(world: World) -> dict[str, Any]:
    """Publish a posting of a company for which the station's agent acts."""
    posting = _make(world, a_posting)
    add_agent(
        employer=posting.employer,
        name="测试乙",
        mobile="13900001234",
        by=world.clerk,
        at=world.now,
        user=world.agent,
    )
    return {"public_id": posting.public_id}


def a_homes_job(world: World) -> dict[str, Any]:
    """Publish a household's job."""
    return {"public_id": _make(world, a_household_job).public_id}


def one_in_draft(world: World) -> dict[str, Any]:
    """Draft a posting."""
    return {"public_id": _make(world, a_draft).public_id}


def one_waiting(world: World) -> dict[str, Any]:
    """Submit a posting."""
    return {"public_id": _make(world, a_waiting).public_id}


def its_shift(world: World) -> dict[str, Any]:
    """Publish a posting and name its shift."""
    return {"public_id": _make(world, a_posting).shifts.get().public_id}


def its_employer(world: World) -> dict[str, Any]:
    """Publish a posting and name its employer."""
    a_live_one(world)
    return {"public_id": world.kept["posting"].employer.public_id}


def a_word(world: World) -> dict[str, Any]:
    """Let the county's officer add a word."""
    row = add_local_word(
        rule=WordRule.FEES, word="岗位保障金", reason="测试", from_on=world.today, by=world.users["officer"],
        at=world.now, today=world.today,
    )  # fmt: skip
    return {"what": "word", "public_id": row.public_id}


def nothing(world: World) -> dict[str, Any]:
    """Publish a posting that a list shows."""
    a_live_one(world)
    return {}


def two_alike(world: World) -> dict[str, Any]:
    """Publish the same job twice, and scan."""
    posting = _make(world, a_posting)
    a_posting(
        office=world.station, by=world.clerk, verifier=world.reviewer, at=world.now, employer=posting.employer,
        start_time="8:00",
    )  # fmt: skip
    run_scan(scan=ask_for_scan(by=None, at=world.now), at=world.now)
    world.kept["pair"] = LikePair.objects.get()
    return {}


def two_judged(world: World) -> dict[str, Any]:
    """Judge them."""
    two_alike(world)
    judge_alike(pair_ids=[world.kept["pair"].pk], verdict=Verdict.SAME, by=world.head, at=world.now)
    return {"pair": world.kept["pair"].pk}


def a_verdict(world: World) -> dict[str, Any]:
    """Return what a reviewer sends about them."""
    return {"pair": str(world.kept["pair"].pk), "verdict": "same"}


def taking(step: str, make: Any) -> Any:
    """Return a maker that adds the step to the arguments."""
    return lambda world: make(world) | {"step": step}


def a_decision(world: World) -> dict[str, Any]:
    """Return what a reviewer sends."""
    return {"decision": "approve", "version": world.kept["posting"].version}


def an_edit(world: World) -> dict[str, Any]:
    """Return what a clerk sends who changes the headcount."""
    return FORM | {"headcount": "5", "version": world.kept["posting"].version, "meals": "on"}


ACCESS: dict[str, Row | list[Row]] = {
    "postings:list": Row(expect(*READERS, foreign=None), make=nothing),
    "postings:find": Row(
        expect(*READERS, foreign=None, anonymous=401),
        method="post",
        data={"text": "装卸"},
        headers=HTMX,
        only_reads=True,
    ),
    "postings:alike": Row(expect(*READERS, foreign=None), make=two_alike),
    "postings:alike_judged": Row(expect(*READERS, foreign=None), make=lambda world: two_judged(world) and {}),
    "postings:scan": Row(expect(*REVIEWERS, status=302, foreign=None), method="post"),
    "postings:scan_status": Row(expect(*READERS, foreign=None, anonymous=401), make=two_alike, headers=HTMX),
    # Foreigners name a pair that they do not see: for them there is nothing to judge.
    "postings:judge": Row(expect(*REVIEWERS, status=302, foreign=409), make=two_alike, method="post", data=a_verdict),
    "postings:judge_again": Row(expect(*REVIEWERS, status=302), make=two_judged, method="post"),
    "postings:queue": Row(expect(*RUNNERS, foreign=None), make=lambda world: one_waiting(world) and {}),
    "postings:unconfirmed": Row(expect(*READERS, foreign=None), make=nothing, reads=1),
    "postings:returned": Row(expect(*WRITERS, "agent", foreign=None), make=nothing),
    "postings:create": Row(expect(*WRITERS, foreign=None)),
    "postings:household": [
        Row(expect(*WRITERS, foreign=None)),
        Row(
            # The township is not one of the foreign county's.
            expect(*WRITERS, status=302, foreign=422),
            method="post",
            data=FORM | {"owner": "测试户主", "owner_id": an_id(5), "owner_phone": "13800000005", "checked": "on"},
        ),
    ],
    "postings:paste": [
        Row(expect(*WRITERS, foreign=None)),
        Row(expect(*WRITERS, foreign=None), method="post", data={"text": "明天招小工2名 200一天", "then": "read"}),
    ],
    "postings:proposer": [
        Row(expect("head", foreign=None)),
        Row(expect("head", status=302, foreign=None), method="post", data={"address": "", "model": ""}),
    ],
    "postings:employers": Row(
        expect(*WRITERS, foreign=None, anonymous=401),
        method="post",
        data={"employer_name": "测试"},
        headers=HTMX,
        only_reads=True,
    ),
    "postings:occupations": Row(expect(*WRITERS, foreign=None, anonymous=401), query="?title=瓦工", headers=HTMX),
    "postings:meeting": Row(expect(*WRITERS, foreign=None, anonymous=401), query="?meeting_place=大集", headers=HTMX),
    "postings:county": Row(expect(*READERS, foreign=None), make=lambda world: a_word(world) and {}),
    "postings:county_word": Row(
        expect("officer", status=302, foreign=None),
        method="post",
        data={"rule": "CR-050", "word": "建档押金", "reason": "测试", "from_on": "2026-11-23"},
    ),
    "postings:county_limit": Row(
        expect("officer", status=302, foreign=None),
        method="post",
        data={"name": "hours_warn_x10", "value": "7.5", "reason": "测试", "from_on": "2026-11-23"},
    ),
    "postings:county_weather": Row(
        expect("officer", status=302, foreign=None),
        method="post",
        data={"kind": "heat", "level": "red", "from_on": "2026-11-23", "until_on": "2026-11-24"},
    ),
    "postings:county_end": Row(expect("officer", status=302), make=a_word, method="post", data={"reason": "测试"}),
    "postings:places": Row(expect(*WRITERS, foreign=None, anonymous=401), query="?place_name=大集", headers=HTMX),
    "postings:pay": Row(expect(*WRITERS, foreign=None, anonymous=401), query="?pay=200元/天", headers=HTMX),
    "postings:of_employer": Row(expect(*READERS, "agent", anonymous=401), make=its_employer, headers=HTMX),
    "postings:headcount": Row(expect(*RUNNERS, status=302), make=its_shift, method="post", data={"headcount": "4"}),
    "postings:show": [
        Row(expect(*READERS, "agent"), make=a_live_one, reads=1),
        Row(expect(*READERS, agent=404), make=a_homes_job, reads=1),
        Row(expect(*READERS, agent=404), make=one_in_draft, reads=1),
        Row(expect(*READERS, agent=404), make=one_waiting, reads=1),
    ],
    "postings:change": [
        Row(expect(*WRITERS), make=a_live_one),
        Row(expect(*WRITERS, status=302), make=a_live_one, method="post", data=an_edit),
    ],
    "postings:decide": Row(
        # The clerk may look at the queue but submitted this one; the agent and the officer may not at all.
        expect(*REVIEWERS, status=302, foreign_clerk=404),
        make=one_waiting,
        method="post",
        data=a_decision,
    ),
    "postings:reveal": Row(
        expect(*WRITERS, anonymous=401),
        make=a_live_one,
        method="post",
        data={"field": "contact_phone", "reason": "call"},
        headers=HTMX,
    ),
    "postings:cancel_day": Row(
        expect(*RUNNERS, status=302), make=a_live_one, method="post", data={"day": "2026-11-24"}
    ),
    "postings:step": [
        Row(expect(*WRITERS, status=302), make=taking("submit", one_in_draft), method="post"),
        Row(expect(*WRITERS, status=302), make=taking("take-back", one_waiting), method="post"),
        Row(expect(*RUNNERS, status=302), make=taking("confirm", a_live_one), method="post"),
        Row(
            expect(*RUNNERS, status=302),
            make=taking("pause", a_live_one),
            method="post",
            data={"reason": "employer_asked"},
        ),
        Row(
            expect(*RUNNERS, status=302),
            make=taking("withdraw", a_live_one),
            method="post",
            data={"reason": "employer_asked"},
        ),
        Row(
            expect(*REVIEWERS, status=302),
            make=taking("remove", a_live_one),
            method="post",
            data={"reason": "false"},
        ),
        Row(
            expect(*READERS, status=422),
            make=taking("no-such-step", a_live_one),
            method="post",
        ),
    ],
}
