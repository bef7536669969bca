"""First steps after an injury: three schemes, the right limits, nothing told that nobody knows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import sign_in
from tests.rights.test_counting import d, shipped
from yizhan.accounts.models import User
from yizhan.rights.deadlines.injury import FirstSteps, first_steps
from yizhan.rights.enums import Relation


def found(relation: Relation, province: str = "37", on: str = "2026-03-02") -> FirstSteps:
    return first_steps(
        relation=relation, province=province, happened_on=d(on), is_working=shipped, today=d("2026-03-09")
    )


def limits(answer: FirstSteps) -> dict[str, dt.date | None]:
    return {one.rule.key: one.on for one in answer.limits}


def test_a_labour_relation_leads_to_recognition() -> None:
    answer = found(Relation.LABOUR)
    # 30 days after 2 March is 1 April; a year later is 2 March 2027, of which no notice is known.
    assert limits(answer)["recognition.unit"] == d("2026-04-01")
    assert limits(answer)["recognition.person"] == d("2027-03-02")
    assert not {"insurance.file", "platform.unit"} & set(limits(answer))
    assert any(step.law and step.law.article == "62" for step in answer.then)


def test_a_gig_leads_to_insurance_and_the_courts() -> None:
    answer = found(Relation.SERVICE)
    assert set(limits(answer)) == {"insurance.file", "court.file"}
    assert limits(answer)["court.file"] == d("2029-03-02")
    assert any(step.law and step.law.article == "1192" for step in answer.then)


def test_whoever_cannot_say_sees_both() -> None:
    assert {"recognition.unit", "insurance.file", "court.file"} <= set(limits(found(Relation.UNKNOWN)))


@pytest.mark.parametrize(
    ("province", "on", "covered", "keys"),
    [
        ("31", "2026-03-02", True, {"platform.unit", "platform.person"}),  # days are known for Shanghai alone
        ("37", "2026-03-02", True, set()),
        ("37", "2025-06-30", False, {"insurance.file", "court.file"}),  # Shandong: since 1 July 2025
        ("37", "2025-07-01", True, set()),
        ("43", "2025-08-01", None, {"insurance.file", "court.file"}),  # whether Hunan joined in 2025 is not known
        ("43", "2026-01-01", True, set()),
        ("43", "2025-06-30", False, {"insurance.file", "court.file"}),
    ],
)
def test_platform_work_goes_by_province_and_date(province: str, on: str, covered: bool | None, keys: set[str]) -> None:
    answer = found(Relation.PLATFORM, province, on)
    assert answer.covered is covered
    assert set(limits(answer)) == keys


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("relation", "words"),
    [
        ("labour", ["马上做", "申请工伤认定", "《工伤保险条例》第17条", "30 日"]),
        ("platform", ["一键报案", "12333", "已实行平台职业伤害保障", "没有查到本省的天数"]),
        ("service", ["意外险", "《民法典》第1192条", "起诉"]),
    ],
)
def test_the_page_says_who_reports_to_whom_and_by_when(
    client: Client, clerk: User, relation: str, words: list[str]
) -> None:
    sign_in(client, clerk)
    page = client.get(reverse("rights:injury")).content.decode()
    assert '<option value="37" selected>' in page
    asked = {"relation": relation, "happened_on": "2026-03-02", "province": "37"}
    page = client.post(reverse("rights:injury"), asked).content.decode()
    for word in words:
        assert word in page
    wrong = client.post(reverse("rights:injury"), {**asked, "province": "99"})
    assert wrong.status_code == 422
