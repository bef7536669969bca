"""An employer's agent brings a sheet: seen row by row before anything is saved, and drafts of the own employer only."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.conftest import MakeUser, StrictClient, sign_in
from tests.employers.factories import a_company
from tests.portals.employer.factories import an_agent, sheet
from tests.postings.factories import an_employer
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.employers.models import Agent, Employer
from yizhan.employers.operations import end_agent
from yizhan.postings.enums import ReviewState
from yizhan.postings.models import Posting
from yizhan.shared.sheets.enums import BatchState, RowState
from yizhan.shared.sheets.models import ImportBatch, ImportRow
from yizhan.shared.sheets.operations import change_settings, start_import, work_through

pytestmark = pytest.mark.django_db


def upload(client: StrictClient, employer: Employer, data: bytes) -> ImportBatch:
    """Upload a file for an employer and do what the worker does; return the batch to which the page leads."""
    address = reverse("employer:imports", args=[employer.public_id])
    led_to = client.post(address, {"file": SimpleUploadedFile("招工.csv", data)})
    assert led_to.status_code == 302, led_to.content.decode()
    batch = ImportBatch.objects.get(public_id=led_to["Location"].strip("/").split("/")[-1])
    return work_through(batch_id=batch.pk, now=timezone.now)


def carry_out(batch: ImportBatch, by: User) -> ImportBatch:
    """Import what is ready."""
    start_import(batch=batch, by=by, at=timezone.now(), background=False)
    return work_through(batch_id=batch.pk, now=timezone.now)


def stands(batch: ImportBatch) -> list[tuple[str, str]]:
    """Return state and reasons of each row."""
    rows = ImportRow.objects.filter(batch=batch).order_by("number")
    return [(row.state, row.codes.strip()) for row in rows]


@pytest.fixture
def agent(make_user: MakeUser, station: Office) -> User:
    """Somebody who acts for an employer."""
    return make_user(Role.AGENT, station, "agent")


@pytest.fixture
def own(station: Office, agent: User, clerk: User, reviewer: User, now: dt.datetime) -> Employer:
    """The employer for whom the agent acts."""
    employer = an_employer(office=station, by=clerk, verifier=reviewer, at=now)
    an_agent(employer, agent, clerk, now)
    return employer


@pytest.fixture
def rival(make_user: MakeUser, station: Office, clerk: User, now: dt.datetime) -> User:
    """The agent of another employer at the same station."""
    user = make_user(Role.AGENT, station, "rival")
    an_agent(a_company(office=station, by=clerk, at=now), user, clerk, now)
    return user


def test_a_sheet_is_seen_row_by_row_and_becomes_drafts_of_the_own_employer(
    client: StrictClient, own: Employer, agent: User
) -> None:
    sign_in(client, agent)
    batch = upload(client, own, sheet({}, {"岗位名称": "看门的", "报酬": "面议"}))
    page = client.get(reverse("employer:import_batch", args=[batch.public_id])).content.decode()
    assert "报酬没有看懂" in page
    assert "导入 1 行" in page
    assert not Posting.objects.exists()
    assert carry_out(batch, agent).state == BatchState.FINISHED
    posting = Posting.objects.get()
    assert (posting.employer, posting.created_by, posting.review_state) == (own, agent, ReviewState.DRAFT)
    job = reverse("employer:job", args=[posting.public_id])
    assert job in client.get(reverse("employer:import_batch", args=[batch.public_id])).content.decode()
    assert "提交驿站审核" in client.get(job).content.decode()
    row = reverse("employer:import_row", args=[batch.public_id, 3])
    client.post(row, {"version": "1", "action": "edit", "field_pay": "180元/天"}, headers={"HX-Request": "true"})
    assert stands(batch)[1][0] in (RowState.READY, RowState.NEEDS_DECISION)
    assert "pay" not in stands(batch)[1][1]


def test_a_row_of_another_employer_is_refused(client: StrictClient, own: Employer, agent: User, rival: User) -> None:
    other = Employer.objects.exclude(pk=own.pk).get()
    sign_in(client, agent)
    named: list[dict[str, str]] = [
        {"用工单位": other.name, "信用代码": "", "人数": "1"},
        {"用工单位": "", "信用代码": other.uscc, "人数": "2"},
        {"用工单位": own.name, "信用代码": other.uscc, "人数": "3"},
        {"用工单位": own.name, "信用代码": "", "人数": "4"},
        {"用工单位": own.number, "信用代码": "", "人数": "5"},
        {"用工单位": "另一种写法", "信用代码": own.uscc, "人数": "6"},
    ]
    batch = upload(client, own, sheet(*named))
    assert stands(batch) == [(RowState.REFUSED, "employer_another")] * 3 + [(RowState.READY, "")] * 3
    carry_out(batch, agent)
    assert set(Posting.objects.values_list("employer", flat=True)) == {own.pk}


def test_one_file_of_two_employers_is_two_sheets_and_neither_sees_the_others(
    client: StrictClient, own: Employer, agent: User, rival: User
) -> None:
    other, data = Employer.objects.exclude(pk=own.pk).get(), sheet({})
    sign_in(client, agent)
    mine = upload(client, own, data)
    carry_out(mine, agent)
    assert upload(client, own, data).pk == mine.pk
    change_settings(
        batch=mine, defaults={}, mapping=mine.mapping | {"1": "requirements"}, accepted=[], seen_version=None, by=agent,
        at=timezone.now(),
    )  # fmt: skip
    client.logout()
    sign_in(client, rival)
    theirs = upload(client, other, data)
    assert theirs.pk != mine.pk
    assert theirs.mapping["1"] == "content"
    assert stands(theirs) == [(RowState.READY, "")]
    carry_out(theirs, rival)
    assert sorted(Posting.objects.values_list("employer", flat=True)) == sorted([own.pk, other.pk])
    for name, more in (("import_batch", []), ("import_status", []), ("import_row", [2])):
        address = reverse(f"employer:{name}", args=[mine.public_id, *more])
        assert client.get(address).status_code == 404, name
        if name != "import_status":
            assert client.post(address, {"action": "start", "version": "1"}).status_code == 404, name
    assert client.get(reverse("employer:imports", args=[own.public_id])).status_code == 404
    assert client.post(reverse("employer:imports", args=[own.public_id]), {}).status_code == 404


def test_whoever_acts_for_the_employer_no_more_imports_nothing_more(
    client: StrictClient, own: Employer, agent: User, clerk: User
) -> None:
    sign_in(client, agent)
    batch = upload(client, own, sheet({}))
    start_import(batch=batch, by=agent, at=timezone.now(), background=False)
    end_agent(agent=Agent.objects.get(user=agent), by=clerk, at=timezone.now())
    work_through(batch_id=batch.pk, now=timezone.now)
    assert stands(batch) == [(RowState.REFUSED, "employer_not_yours")]
    assert not Posting.objects.exists()
    assert client.get(reverse("employer:import_batch", args=[batch.public_id])).status_code == 404


def test_the_template_asks_for_no_employer(client: StrictClient, agent: User) -> None:
    import openpyxl

    sign_in(client, agent)
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("employer:import_template")).content))
    (headings,) = book.worksheets[0].iter_rows(max_row=1, values_only=True)
    assert "岗位名称" in headings
    assert not {"用工单位", "统一社会信用代码"} & set(headings)


def test_the_database_knows_whose_a_sheet_is(own: Employer, agent: User, station: Office, now: dt.datetime) -> None:
    whole: dict[str, Any] = {
        "office": station, "digest": "x", "made_by": agent, "made_at": now, "touched_at": now,
    }  # fmt: skip
    for wrong in ({"kind": "own_jobs"}, {"kind": "postings", "about": own.public_id}):
        with pytest.raises(IntegrityError, match="importbatch_own_is_about_one"), transaction.atomic():
            ImportBatch.objects.create(**whole, **wrong)


def test_the_list_asks_as_often_for_three_as_for_one(
    client: StrictClient, own: Employer, agent: User, still_menu: None
) -> None:
    sign_in(client, agent)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("employer:imports", args=[own.public_id])).status_code == 200
        return len(queries)

    upload(client, own, sheet({}))
    asked()  # the menu's numbers are counted once
    for_one = asked()
    for count in ("4", "5"):
        upload(client, own, sheet({"人数": count}))
    asked()
    assert asked() == for_one


def test_an_employer_brings_so_many_sheets_a_day(
    client: StrictClient, own: Employer, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yizhan.portals.employer.sheets.SHEETS_A_DAY", 1)
    sign_in(client, agent)
    upload(client, own, sheet({}))
    address, another = reverse("employer:imports", args=[own.public_id]), sheet({"人数": "4"})
    refused = client.post(address, {"file": SimpleUploadedFile("招工.csv", another)})
    assert refused.status_code == 429
    assert "今天上传的表格太多了" in refused.content.decode()
    assert ImportBatch.objects.count() == 1
    assert client.get(address).status_code == 200
