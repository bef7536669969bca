"""The scan of the whole market, groups side by side, and verdicts that are remembered (CR-020)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import StrictClient, sign_in
from tests.postings.factories import a_draft, a_posting, an_employer
from yizhan.accounts.models import Office, User
from yizhan.employers.models import Employer
from yizhan.postings.enums import EndReason, Likeness, ScanState, Verdict
from yizhan.postings.lookalikes import grouped, groups_to_judge, scan_is_due
from yizhan.postings.models import LikePair, LikeScan, Posting
from yizhan.postings.operations import (
    NothingToJudge,
    NoVerdict,
    ScanRunning,
    ask_for_scan,
    judge_again,
    judge_alike,
    run_scan,
    scan_when_due,
    submit_for_review,
    withdraw_posting,
)
from yizhan.postings.queries import postings_visible_to
from yizhan.postings.web.lookalikes import differing
from yizhan.shared.errors import NotAllowed

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_the_counter(now: dt.datetime) -> Iterator[None]:
    """Stand at `now`."""
    with time_machine.travel(now, tick=True):
        yield


@pytest.fixture
def employer(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Employer:
    return an_employer(office=station, by=clerk, verifier=reviewer, at=now)


def post(office: Office, clerk: User, reviewer: User, now: dt.datetime, **changes: object) -> Posting:
    return a_posting(office=office, by=clerk, verifier=reviewer, at=now, **changes)


def scanned(now: dt.datetime) -> LikeScan:
    return run_scan(scan=ask_for_scan(by=None, at=now), at=now)


@pytest.fixture
def twice(station: Office, clerk: User, reviewer: User, employer: Employer, now: dt.datetime) -> LikePair:
    """The same job twice, found by a scan."""
    for time in ("7:00", "8:00"):
        post(station, clerk, reviewer, now, employer=employer, start_time=time)
    scanned(now)
    return LikePair.objects.get()


def test_a_scan_finds_keeps_and_finds_nothing_new_the_second_time(twice: LikePair, now: dt.datetime) -> None:
    assert (twice.likeness, twice.similarity_bp, twice.verdict) == (Likeness.TEXT, 10_000, Verdict.OPEN)
    first = LikeScan.objects.get()
    assert (first.state, first.read, first.found, first.saved, first.new) == (ScanState.DONE, 2, 1, 1, 1)
    again = scanned(now + HOUR)
    assert (again.found, again.new) == (1, 0)


def test_one_scan_at_a_time_and_a_lost_one_makes_way(
    now: dt.datetime, clerk: User, reviewer: User, django_assert_num_queries: object
) -> None:
    lost = ask_for_scan(by=reviewer, at=now)
    with pytest.raises(ScanRunning):
        ask_for_scan(by=None, at=now + dt.timedelta(minutes=10))
    with pytest.raises(NotAllowed):
        ask_for_scan(by=clerk, at=now + HOUR)
    ask_for_scan(by=None, at=now + HOUR)
    lost.refresh_from_db()
    assert lost.state == ScanState.FAILED
    assert run_scan(scan=lost, at=now).state == ScanState.FAILED  # whoever comes late does nothing
    with pytest.raises(IntegrityError), transaction.atomic():
        LikeScan.objects.filter(pk=lost.pk).update(state=ScanState.READING)


@pytest.mark.parametrize(
    ("last", "at", "due"),
    [
        (None, "2026-11-23T14:00", True),
        ("2026-11-22T02:00", "2026-11-23T00:30", False),
        ("2026-11-22T02:00", "2026-11-23T01:00", True),
        ("2026-11-23T01:00", "2026-11-23T03:00", False),
        ("2026-11-22T14:00", "2026-11-23T05:59", True),
        ("2026-11-22T14:00", "2026-11-23T06:00", False),
        ("2026-11-21T14:00", "2026-11-23T09:00", True),
    ],
)
def test_the_night_scans_once_and_the_day_catches_up(last: str | None, at: str, due: bool) -> None:
    zone = dt.timezone(dt.timedelta(hours=8))
    asked = dt.datetime.fromisoformat(last).replace(tzinfo=zone) if last else None
    assert scan_is_due(asked, dt.datetime.fromisoformat(at).replace(tzinfo=zone)) is due


def test_housekeeping_scans_at_night_and_what_was_asked_for(twice: LikePair, reviewer: User, now: dt.datetime) -> None:
    scan_when_due(at=now)
    assert LikeScan.objects.count() == 1  # this morning's is not old
    ask_for_scan(by=reviewer, at=now)
    scan_when_due(at=now)
    assert set(LikeScan.objects.values_list("state", flat=True)) == {ScanState.DONE}
    for _twice in range(2):
        scan_when_due(at=now + dt.timedelta(hours=17))  # two at night
    assert LikeScan.objects.count() == 3


def test_a_verdict_is_remembered_and_can_be_put_right(
    twice: LikePair, clerk: User, reviewer: User, stranger: User, now: dt.datetime
) -> None:
    with pytest.raises(NotAllowed):
        judge_alike(pair_ids=[twice.pk], verdict=Verdict.SAME, by=clerk, at=now)
    with pytest.raises(NoVerdict):
        judge_alike(pair_ids=[twice.pk], verdict=Verdict.OPEN, by=reviewer, at=now)
    assert judge_alike(pair_ids=[twice.pk, 99], verdict=Verdict.DIFFERENT, by=reviewer, at=now) == 1
    with pytest.raises(NothingToJudge):
        judge_alike(pair_ids=[twice.pk], verdict=Verdict.SAME, by=reviewer, at=now)
    scanned(now + HOUR)
    twice.refresh_from_db()
    assert (twice.verdict, twice.decided_by) == (Verdict.DIFFERENT, reviewer)
    assert groups_to_judge(postings_visible_to(reviewer), now) == []
    with pytest.raises(NotAllowed):
        judge_again(pair=twice, by=stranger, at=now)
    judge_again(pair=twice, by=reviewer, at=now)
    assert len(groups_to_judge(postings_visible_to(reviewer), now)) == 1
    with pytest.raises(NothingToJudge):
        judge_again(pair=twice, by=reviewer, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        LikePair.objects.filter(pk=twice.pk).update(verdict=Verdict.AGENCY)


def test_what_was_judged_different_is_not_said_at_the_next_hand_in(
    station: Office, clerk: User, reviewer: User, employer: Employer, now: dt.datetime
) -> None:
    live = post(station, clerk, reviewer, now, employer=employer)
    draft = a_draft(office=station, by=clerk, verifier=reviewer, at=now, employer=employer, start_time="8:00")
    waiting = submit_for_review(posting=draft, by=clerk, at=now)
    assert waiting.hits.filter(rule="CR-020").exists()
    scanned(now)
    pair = LikePair.objects.get(low=live, high=draft)
    judge_alike(pair_ids=[pair.pk], verdict=Verdict.DIFFERENT, by=reviewer, at=now)
    from yizhan.postings.operations import take_back

    submit_for_review(posting=take_back(posting=waiting, by=clerk, at=now), by=clerk, at=now)
    assert not waiting.hits.filter(rule="CR-020").exists()


def test_a_telephone_of_many_is_one_group_and_its_verdict_holds_for_the_next_postings(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    made: dict[str, object] = {"office": station, "by": clerk, "verifier": reviewer}
    employers = [an_employer(**made, at=now) for _one in range(3)]  # type: ignore[arg-type]
    jobs = ("在食堂洗菜切配，有健康证。", "看守停车场大门，登记车辆。", "给果园疏果套袋，自带梯子。")
    for whose, content in zip(employers, jobs, strict=True):
        post(station, clerk, reviewer, now, employer=whose, content=content, title=content[2:6])
    scanned(now)
    group = groups_to_judge(postings_visible_to(reviewer), now)[0]
    assert (len(group.postings), len(group.pairs), group.by_phone, group.by_text) == (3, 2, True, False)
    judge_alike(pair_ids=group.pairs, verdict=Verdict.AGENCY, by=reviewer, at=now)
    post(station, clerk, reviewer, now, employer=employers[0], content="夜里巡逻仓库，会用对讲机。", title="巡逻")
    scanned(now + HOUR)
    assert groups_to_judge(postings_visible_to(reviewer), now) == []
    assert set(LikePair.objects.values_list("verdict", flat=True)) == {Verdict.AGENCY}


def test_what_ended_or_is_not_seen_is_not_asked_about(
    twice: LikePair, clerk: User, reviewer: User, stranger: User, now: dt.datetime
) -> None:
    assert groups_to_judge(postings_visible_to(stranger), now) == []
    withdraw_posting(posting=twice.low, reason=EndReason.EMPLOYER_ASKED, by=clerk, at=now)
    assert groups_to_judge(postings_visible_to(reviewer), now) == []


def test_pairs_that_hang_together_are_one_group() -> None:
    pairs = [
        LikePair(pk=n, low_id=low, high_id=high, likeness=Likeness.TEXT, similarity_bp=bp)
        for n, (low, high, bp) in enumerate([(1, 2, 7000), (5, 6, 6100), (2, 3, 9000), (3, 4, 6500)])
    ]
    found = grouped(pairs)
    assert [(group.postings, group.pairs, group.percent) for group in found] == [
        ((1, 2, 3, 4), (0, 2, 3), 90),
        ((5, 6), (1,), 61),
    ]


def test_what_differs_is_marked() -> None:
    assert differing("装卸饲料，200元", "装卸化肥，200元") == [("装卸", False), ("化肥", True), ("，200元", False)]


def test_groups_stand_side_by_side_and_are_judged_on_the_page(
    client: StrictClient, twice: LikePair, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    sign_in(client, reviewer)
    url = reverse("postings:alike")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        shown = client.get(url).content.decode()
    assert shown.count("alike-one") == 2
    assert "内容相同 100%" in shown
    for place, content in (
        ("西关大棚", "给黄瓜大棚盖草帘子，天黑前盖完。"),
        ("东关小学", "操场拔草，装车拉走。"),
    ):
        other = an_employer(office=station, by=clerk, verifier=reviewer, at=now)
        for time in ("7:00", "8:00"):
            post(
                station, clerk, reviewer, now, employer=other, start_time=time, contact_phone=f"1390000{other.pk:04d}",
                place_name=place, content=content,
            )  # fmt: skip
    scanned(now + HOUR)
    with CaptureQueriesContext(connection) as three:
        assert client.get(url).content.decode().count("放在一起看") == 3
    assert len(one) == len(three)
    judge = reverse("postings:judge")
    assert client.post(judge, {"pair": str(twice.pk), "verdict": "x"}).status_code == 422
    client.post(judge, {"pair": [str(twice.pk), "9" * 30, "²"], "verdict": "same"})
    assert "是重复" in client.get(reverse("postings:alike_judged")).content.decode()
    client.post(reverse("postings:judge_again", args=[twice.pk]))
    twice.refresh_from_db()
    assert twice.verdict == Verdict.OPEN


def test_the_page_follows_a_scan(client: StrictClient, reviewer: User, now: dt.datetime) -> None:
    sign_in(client, reviewer)
    client.post(reverse("postings:scan"))
    status = reverse("postings:scan_status")
    headers = {"HX-Request": "true"}
    assert "every 2s" in client.get(status, {"was": "running"}, headers=headers).content.decode()
    assert client.post(reverse("postings:scan")).status_code == 409
    scan_when_due(at=now)
    done = client.get(status, {"was": "running"}, headers=headers)
    assert done.headers["HX-Refresh"] == "true"
    assert "上次扫描" in done.content.decode()
