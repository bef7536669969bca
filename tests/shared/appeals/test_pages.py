"""One list for all appeals, lodged at the counter or signed in, decided by somebody else, answered on paper."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import StrictClient, sign_in
from tests.employers.factories import a_verified_company
from tests.postings.factories import a_waiting
from yizhan.accounts.models import Office, User
from yizhan.employers.enums import ConductKind
from yizhan.employers.models import Measure
from yizhan.employers.operations import lodge_appeal as lodge_against_measure
from yizhan.employers.operations import record_conduct
from yizhan.postings.enums import ReturnReason, ReviewState
from yizhan.postings.models import Decision, Posting, PostingAppeal
from yizhan.postings.operations import lodge_appeal, return_posting
from yizhan.shared.appeals.enums import AppealState, CameBy, Speaker
from yizhan.shared.appeals.operations import Said
from yizhan.shared.appeals.queries import count_for

pytestmark = pytest.mark.django_db


def page_of(appeal: PostingAppeal) -> str:
    return reverse("appeals:show", args=["posting", appeal.public_id])


SAID = {"speaker": "agent", "came_by": "message", "ground": "工地就在东关，随时可以去看。"}


@pytest.fixture(autouse=True)
def at_the_counter(now: dt.datetime) -> Iterator[None]:
    """Stand at `now`."""
    with time_machine.travel(now, tick=True):
        yield


def a_return(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Decision:
    posting = a_waiting(office=station, by=clerk, verifier=reviewer, at=now)
    return_posting(posting=posting, reason=ReturnReason.UNTRUE, by=reviewer, at=now)
    return posting.decisions.get()


def a_measure(station: Office, clerk: User, reviewer: User, head: User, now: dt.datetime) -> Measure:
    company = a_verified_company(office=station, by=clerk, verifier=reviewer, at=now)
    record_conduct(
        employer=company, kind=ConductKind.UNDERPAID, source_kind="followup", source_public_id=uuid.uuid4(), by=head,
        at=now, verified=True,
    )  # fmt: skip
    return company.measures.get()


def test_an_appeal_goes_from_the_counter_to_another_person_and_onto_paper(
    client: StrictClient, station: Office, clerk: User, reviewer: User, head: User, now: dt.datetime
) -> None:
    decision = a_return(station, clerk, reviewer, now)
    sign_in(client, clerk)
    address = reverse("appeals:lodge", args=["posting", decision.public_id])
    shown = client.get(address).content.decode()
    assert "内容不实或无法核实" in shown
    assert "照对方的原话写" in shown
    assert client.post(address, SAID | {"ground": " "}).status_code == 422
    key = str(uuid.uuid4())
    answer = client.post(address, SAID | {"submission": key})
    appeal = PostingAppeal.objects.get()
    assert answer.headers["Location"] == page_of(appeal)
    assert (appeal.speaker, appeal.came_by, appeal.lodged_by) == (Speaker.AGENT, CameBy.MESSAGE, clerk)
    assert client.post(address, SAID | {"submission": key}).headers["Location"] == page_of(appeal)
    twice = client.post(address, SAID)
    assert twice.status_code == 422
    assert "已有申诉" in twice.content.decode()
    assert "这件申诉是您登记的" not in client.get(page_of(appeal)).content.decode()  # a clerk decides none

    sign_in(client, reviewer)
    assert count_for(reviewer) == 0
    assert "原来的决定是您作出的" in client.get(page_of(appeal)).content.decode()
    decide = reverse("appeals:decide", args=["posting", appeal.public_id])
    words = {"granted": "yes", "answer": "到工地看过，活是真的。", "version": appeal.version}
    assert client.post(decide, words).status_code == 403

    sign_in(client, head)
    assert count_for(head) == 1
    assert "记下复核结果" in client.get(page_of(appeal)).content.decode()
    assert client.post(decide, words | {"answer": ""}).status_code == 422
    assert client.post(decide, words | {"version": 99}).status_code == 409
    assert client.post(decide, words).status_code == 302
    assert count_for(head) == 0
    paper = client.get(reverse("appeals:answer", args=["posting", appeal.public_id])).content.decode()
    for piece in ("申诉答复", "到工地看过，活是真的。", "工地就在东关", decision.posting.employer.name):
        assert piece in paper
    assert reviewer.name not in paper  # paper names the office, not a colleague
    assert Posting.objects.get().review_state == ReviewState.APPROVED
    assert client.get(address).status_code == 200
    assert "不再有效" in client.get(address).content.decode()


def test_what_one_wrote_down_is_for_somebody_else(
    client: StrictClient, station: Office, clerk: User, reviewer: User, head: User, now: dt.datetime
) -> None:
    decision = a_return(station, clerk, reviewer, now)
    appeal = lodge_appeal(decision=decision, said=Said("活是真的。"), by=head, at=now)
    sign_in(client, head)
    assert "这件申诉是您登记的" in client.get(page_of(appeal)).content.decode()
    client.post(reverse("appeals:withdraw", args=["posting", appeal.public_id]))
    appeal.refresh_from_db()
    assert appeal.state == AppealState.WITHDRAWN
    assert client.get(reverse("appeals:list"), {"tab": "withdrawn"}).content.decode().count("已撤回申诉") == 1


def test_the_list_takes_the_same_queries_with_one_and_three_of_each_kind(
    client: StrictClient, station: Office, clerk: User, reviewer: User, head: User, now: dt.datetime
) -> None:
    def one_more() -> None:
        decision = a_return(station, clerk, reviewer, now)
        lodge_appeal(decision=decision, said=Said("活是真的。"), by=clerk, at=now)
        measure = a_measure(station, clerk, reviewer, head, now)
        lodge_against_measure(measure=measure, said=Said("工资已付清。"), by=clerk, at=now)

    counts = []
    sign_in(client, reviewer)
    for more in (1, 2):
        for _one in range(more):
            one_more()
        client.get(reverse("appeals:list"))
        with CaptureQueriesContext(connection) as captured:
            shown = client.get(reverse("appeals:list")).content.decode()
        counts.append(len(captured))
    assert counts[0] == counts[1], counts
    assert shown.count("对用工主体的措施") == 3
    assert shown.count("由别人复核") == 3  # what the reviewer decided; the measures are open to them


def test_the_list_is_in_order_over_both_kinds_and_goes_on(
    client: StrictClient, station: Office, clerk: User, reviewer: User, head: User, now: dt.datetime
) -> None:
    from yizhan.shared.appeals.queries import lines

    hour = dt.timedelta(hours=1)
    measure = a_measure(station, clerk, reviewer, head, now)
    lodge_against_measure(measure=measure, said=Said("工资已付清。"), by=clerk, at=now - 2 * hour)
    for back in (3, 1):
        lodge_appeal(
            decision=a_return(station, clerk, reviewer, now), said=Said("真的。"), by=clerk, at=now - back * hour
        )
    found = [line.kind.key for line in lines(clerk, "waiting", start=0, count=9)]
    assert found == ["posting", "measure", "posting"]
    assert [line.kind.key for line in lines(clerk, "waiting", start=1, count=1)] == ["measure"]
