"""The room's pages, as a clerk meets them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import StrictClient, sign_in
from tests.employers.factories import a_company, a_household, a_uscc, a_verified_company, an_id, household_facts
from yizhan.accounts.models import Office, User
from yizhan.employers.enums import ConductKind
from yizhan.employers.models import Employer
from yizhan.employers.operations import await_answer, report_conduct
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.models import AuditEntry


@pytest.fixture(autouse=True)
def at_the_counter(now: dt.datetime) -> Iterator[None]:
    """Stand at `now`."""
    with time_machine.travel(now, tick=True):
        yield


def form(number: int = 41, **changes: str) -> dict[str, str]:
    values = {
        "kind": "company",
        "name": "测试新公司",
        "uscc": a_uscc(number),
        "phone": "13900000041",
        "area_code": "371521",
        "wage_guarantee": "none",
    }
    return values | changes


def test_an_employer_is_registered_and_verified(
    client: StrictClient, clerk: User, reviewer: User, station: Office
) -> None:
    sign_in(client, clerk)
    answer = client.post(reverse("employers:create"), form())
    employer = Employer.objects.get()
    assert answer.headers["Location"] == reverse("employers:show", args=[employer.public_id])
    assert "由审核员或站长核验" in client.get(answer.headers["Location"]).content.decode()
    sign_in(client, reviewer)
    verify = {"v-basis": "licence_original", "v-name_matches": "on", "v-version": "1"}
    client.post(reverse("employers:verify", args=[employer.public_id]), verify)
    assert "已核验" in client.get(answer.headers["Location"]).content.decode()


def test_the_same_form_sent_twice_registers_once(client: StrictClient, clerk: User) -> None:
    sign_in(client, clerk)
    data = form(submission="11111111-1111-4111-8111-111111111111")
    first, second = (client.post(reverse("employers:create"), data) for _n in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Employer.objects.count() == 1


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(client: StrictClient, clerk: User) -> None:
    sign_in(client, clerk)
    answer = client.post(reverse("employers:create"), form(uscc="91371521MA0000000X", name="阳谷某某公司"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "校验位不对" in page
    assert "阳谷某某公司" in page
    assert not Employer.objects.exists()


def test_a_name_that_is_known_asks_first(client: StrictClient, clerk: User, station: Office, now: dt.datetime) -> None:
    a_company(office=station, by=clerk, at=now, number=7, name="测试新公司")
    sign_in(client, clerk)
    page = client.post(reverse("employers:create"), form()).content.decode()
    assert "可能是同一家" in page
    answer = client.post(reverse("employers:create"), form(not_the_same="on"))
    assert answer.status_code == 302
    assert Employer.objects.count() == 2


def test_a_code_that_is_known_elsewhere_can_be_served_here(
    client: StrictClient, clerk: User, stranger: User, foreign_station: Office, now: dt.datetime
) -> None:
    known = a_company(office=foreign_station, by=stranger, at=now, number=41)
    sign_in(client, clerk)
    assert client.get(reverse("employers:show", args=[known.public_id])).status_code == 404
    assert "已在别处登记" in client.post(reverse("employers:create"), form()).content.decode()
    client.post(reverse("employers:serve"), {"code": a_uscc(41)})
    assert client.get(reverse("employers:show", args=[known.public_id])).status_code == 200


def test_numbers_are_masked_until_a_reason_is_given(
    client: StrictClient, clerk: User, station: Office, now: dt.datetime
) -> None:
    household = a_household(office=station, by=clerk, at=now, number=8)
    sign_in(client, clerk)
    for name in ("employers:show", "employers:change"):
        page = client.get(reverse(name, args=[household.public_id])).content.decode()
        assert an_id(8) not in page
        assert "13800000008" not in page
    assert "测试户主" not in client.get(reverse("employers:list")).content.decode()
    url = reverse("employers:reveal", args=[household.public_id])
    assert client.post(url, {"field": "person_id_no"}).status_code == 422
    shown = client.post(url, {"field": "person_id_no", "reason": "check"}, headers={"HX-Request": "true"})
    assert an_id(8) in shown.content.decode()
    assert AuditEntry.objects.filter(kind=AuditKind.REVEAL).count() == 1


def test_a_correction_keeps_numbers_that_were_left_empty(
    client: StrictClient, clerk: User, station: Office, now: dt.datetime
) -> None:
    household = a_household(office=station, by=clerk, at=now, number=8)
    sign_in(client, clerk)
    data = form(
        kind="household", uscc="", name="测试户主", phone="", address="测试村9号", version=str(household.version)
    )
    assert client.post(reverse("employers:change", args=[household.public_id]), data).status_code == 302
    household.refresh_from_db()
    assert (household.address, household.phone) == ("测试村9号", "13800000008")
    assert household.person_id_no == household_facts(8).person_id_no
    assert household.verify_state == "verified"
    late = client.post(reverse("employers:change", args=[household.public_id]), data | {"address": "别处"})
    assert late.status_code == 422
    assert "刚刚被别人改过" in late.content.decode()
    assert "别处" in late.content.decode()


def room_queries(ask: Callable[[], Any]) -> int:
    """Count a request's queries on the room's tables; session, menu and badges are others' affair."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    return sum(1 for query in captured if '"employers_' in query["sql"])


def test_lists_take_the_same_queries_with_one_and_three_rows(
    client: StrictClient, clerk: User, station: Office, now: dt.datetime
) -> None:
    sign_in(client, clerk)
    url, find = reverse("employers:list"), reverse("employers:find")
    headers = {"HX-Request": "true"}
    for rows in (1, 3):
        while Employer.objects.count() < rows:
            a_company(office=station, by=clerk, at=now)
        assert client.get(url).content.decode().count("<tr>") == rows + 1
        assert (
            room_queries(lambda: client.get(url)) == 3
        )  # the list; the menu's numbers of whom to tell and who wants to begin
        assert room_queries(lambda: client.post(find, {"text": "测试"}, headers=headers)) == 1


@pytest.mark.parametrize("state", ["verified", "unverified", "expired", "flagged", "nonsense"])
def test_filters_narrow_the_list(
    state: str, client: StrictClient, clerk: User, station: Office, now: dt.datetime
) -> None:
    a_company(office=station, by=clerk, at=now)
    sign_in(client, clerk)
    page = client.get(reverse("employers:list"), {"state": state, "kind": "company"}).content.decode()
    assert ("建筑有限公司" in page) == (state in ("unverified", "nonsense"))


def test_a_complaint_is_noted_verified_suspends_and_is_lifted_with_notices(
    client: StrictClient, station: Office, clerk: User, reviewer: User, head: User, now: dt.datetime
) -> None:
    employer = a_verified_company(office=station, by=clerk, verifier=reviewer, at=now)
    record = reverse("employers:record", args=[employer.public_id])
    sign_in(client, clerk)
    assert "还没有事实" in client.get(record).content.decode()
    report = reverse("employers:report", args=[employer.public_id])
    assert client.post(report, {}).status_code == 422
    key = str(uuid.uuid4())
    for _twice in range(2):
        client.post(report, {"kind": "underpaid", "submission": key})
    fact = employer.conduct.get()
    shown = client.get(record).content.decode()
    assert "窗口反映" in shown
    assert "还没有查实" in shown
    assert "查实，情况属实" not in shown  # a clerk does not verify

    sign_in(client, head)
    verify = reverse("employers:verify_fact", args=[employer.public_id, fact.pk])
    assert "立即暂停发布" in client.get(record).content.decode()
    assert client.post(verify, {"how": "dream"}).status_code == 422
    client.post(verify, {"how": "pay_record"})
    assert client.post(verify, {"how": "pay_record"}).status_code == 409
    measure = employer.measures.get()
    paper = client.get(reverse("employers:notice", args=[measure.public_id])).content.decode()
    for piece in ("暂停发布通知", "没有足额付报酬", "查看转账、工资条或台账", "劳动法第五十条", employer.name, "申诉"):
        assert piece in paper
    assert head.name not in paper
    assert "登记申诉" in client.get(reverse("employers:show", args=[employer.public_id])).content.decode()

    client.post(reverse("employers:lift", args=[measure.public_id]), {"outcome": "mended"})
    assert "解除“暂停发布”通知" in client.get(reverse("employers:notice", args=[measure.public_id])).content.decode()
    assert "已解除" in client.get(record).content.decode()
    assert client.post(reverse("employers:verify_fact", args=[employer.public_id, 1 << 70])).status_code == 404


def test_the_record_takes_the_same_queries_with_one_and_three_facts(
    client: StrictClient, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    employer = a_verified_company(office=station, by=clerk, verifier=reviewer, at=now)
    sign_in(client, clerk)
    client.get(reverse("employers:record", args=[employer.public_id]))  # what is read once a process is read now
    counts = []
    for rows in (1, 3):
        while employer.conduct.count() < rows:
            report_conduct(employer=employer, kind=ConductKind.PAID_LATE, by=clerk, at=now)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("employers:record", args=[employer.public_id]))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_whom_to_tell_of_letters_without_an_answer(
    client: StrictClient, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    sign_in(client, clerk)
    assert "没有超期未答复的介绍信" in client.get(reverse("employers:owing")).content.decode()
    counts = []
    for rows in (1, 2):
        for _more in range(rows):
            employer = a_verified_company(office=station, by=clerk, verifier=reviewer, at=now)
            sent = now.date() - dt.timedelta(days=5)
            await_answer(employer=employer, source_public_id=uuid.uuid4(), by=clerk, today=sent)
        with CaptureQueriesContext(connection) as captured:
            shown = client.get(reverse("employers:owing")).content.decode()
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert shown.count("1 封") == 3
    assert employer.phone not in shown
    told = reverse("employers:told", args=[employer.public_id])
    assert client.post(told, {}).status_code == 422
    assert client.post(told, {"told_by": "phone"}).headers["Location"] == reverse("employers:owing")
    assert "1 封介绍信超过 3 天" in client.get(reverse("employers:show", args=[employer.public_id])).content.decode()
