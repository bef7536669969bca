"""The slip and the sheet, read back from the real PDF."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from tests.conftest import sign_in
from tests.rights.factories import a_case
from yizhan.accounts.models import User
from yizhan.rights.enums import CaseKind, Channel, Relation, StepKind
from yizhan.rights.models import Case, CaseStep
from yizhan.rights.operations import Days, set_channel
from yizhan.rights.web.paper import case_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_nine(now: dt.datetime) -> Iterator[None]:
    """The clock of the counter."""
    with time_machine.travel(now, tick=True):
        yield


def words(pdf: bytes) -> str:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return "".join(text.split())


def test_the_sheet_says_by_when_where_and_whom_to_ring(clerk: User, now: dt.datetime) -> None:
    case = a_case(clerk, now, happened_on=dt.date(2026, 9, 30), ended_on=dt.date(2026, 10, 31))
    set_channel(case=case, channel=Channel.INSPECTION, days=Days(dt.date(2026, 11, 20)), by=clerk, at=now)
    pdf = case_pdf(Case.objects.get(), "sheet", now.date())
    text = words(pdf)
    assert len(PdfReader(io.BytesIO(pdf)).pages) <= 2
    for part in (
        case.number, "欠薪", "2026年11月27日", "办案机关", "您自己", "申请劳动仲裁", "12333", "12348", "12351", "110",
        "《劳动争议调解仲裁法》第27条", "记工本", "本人签名", clerk.name,
    ):  # fmt: skip
        assert part.replace(" ", "") in text, part
    for secret in (case.person.name, "干了八天"):
        assert secret not in text


@pytest.mark.parametrize("kind", list(CaseKind))
@pytest.mark.parametrize("relation", [Relation.SERVICE, Relation.LABOUR])
def test_every_kind_fits_on_two_sheets(kind: CaseKind, relation: Relation, clerk: User, now: dt.datetime) -> None:
    case = a_case(clerk, now, kind=kind, relation=relation)
    pdf = case_pdf(case, "sheet", now.date())
    assert len(PdfReader(io.BytesIO(pdf)).pages) <= 2
    assert str(kind.label) in words(pdf)


def test_the_slip_carries_the_number_and_says_nothing_about_the_person(clerk: User, now: dt.datetime) -> None:
    case = a_case(clerk, now)
    text = words(case_pdf(case, "slip", now.date()))
    assert "".join(case.number.split("-")) in text.replace("-", "")
    assert clerk.name in text
    for secret in (case.person.name, "欠薪", "干了八天"):
        assert secret not in text
    assert "补打" not in text


def test_printing_is_written_down_and_a_copy_says_so(client: Client, clerk: User, now: dt.datetime) -> None:
    case = a_case(clerk, now)
    sign_in(client, clerk)
    url = reverse("rights:paper", args=[case.public_id, "slip"])
    first, second = client.post(url), client.post(url)
    assert first["Content-Type"] == "application/pdf"
    assert "补打第1次" not in words(first.content)
    assert "补打第1次" in words(second.content)
    assert CaseStep.objects.filter(kind=StepKind.PRINTED).count() == 2
    assert "补打" not in words(client.post(reverse("rights:paper", args=[case.public_id, "sheet"])).content)
    assert client.post(reverse("rights:paper", args=[case.public_id, "poster"])).status_code == 404
    assert "案号凭条" in client.get(reverse("rights:case", args=[case.public_id])).content.decode()
