"""Staged people on the screen: masked, logged, and gone once they are on record."""

from __future__ import annotations

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.conftest import sign_in
from tests.people.factories import make_person, mobile
from tests.workers.imports.sheets import line, name, sheet_of, staged
from yizhan.accounts.models import User
from yizhan.people.models import Person
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.models import AuditEntry
from yizhan.shared.sheets.models import ImportBatch
from yizhan.shared.sheets.operations import start_import, work_through

HTMX = {"HX-Request": "true"}


def test_the_grid_masks_numbers_and_logs_the_look(client: Client, clerk: User) -> None:
    sign_in(client, clerk)
    upload = client.post(reverse("workers:imports"), {"file": SimpleUploadedFile("花名册.csv", sheet_of(line(1)))})
    batch = work_through(batch_id=ImportBatch.objects.get().pk, now=timezone.now)
    page = client.get(upload["Location"])
    html = page.content.decode()
    assert name(1) in html
    assert line(1)["身份证号"] not in html
    assert mobile(1) not in html
    assert AuditEntry.objects.filter(action="import.viewed", kind=AuditKind.READ, object_id=batch.pk).count() == 1
    opened = client.get(reverse("workers:import_row", args=[batch.public_id, 2]), headers=HTMX).content.decode()
    assert line(1)["身份证号"] in opened


def test_similar_people_are_offered_masked_and_chosen(client: Client, clerk: User) -> None:
    at = timezone.now()
    known = make_person(clerk.office, clerk, at, name=name(1), phone=mobile(1))
    batch = staged(sheet_of(line(1)), by=clerk, at=at)
    sign_in(client, clerk)
    row = reverse("workers:import_row", args=[batch.public_id, 2])
    opened = client.get(row, headers=HTMX).content.decode()
    assert known.number in opened
    assert "不是同一个人，新登记" in opened
    data = {"version": "1", "code": "person_similar", "choice": str(known.public_id)}
    version = batch.rows.get().version
    answer = client.post(row, data | {"version": version}, headers=HTMX).content.decode()
    assert reverse("people:person", args=[known.public_id]) in answer
    assert Person.objects.count() == 1


def test_a_second_clerk_with_an_old_page_is_told(client: Client, clerk: User) -> None:
    batch = staged(sheet_of(line(1, 身份证号="")), by=clerk, at=timezone.now())
    sign_in(client, clerk)
    row = reverse("workers:import_row", args=[batch.public_id, 2])
    data = {"version": batch.rows.get().version, "code": "id_missing", "choice": "lost"}
    assert client.post(row, data, headers=HTMX).status_code == 200
    again = client.post(row, data | {"choice": "none"}, headers=HTMX)
    assert again.status_code == 409


def test_the_list_is_masked_unless_a_reason_is_given(client: Client, clerk: User, head: User, officer: User) -> None:
    at = timezone.now()
    batch = staged(sheet_of(line(1), line(2)), by=clerk, at=at)
    start_import(batch=batch, by=clerk, at=at)
    work_through(batch_id=batch.pk, now=lambda: at)
    url = reverse("workers:export")
    sign_in(client, head)
    masked = client.post(url, {"shape": "csv", "purpose": "report"}).content.decode("utf-8-sig")
    assert name(1) in masked
    assert line(1)["身份证号"] not in masked
    assert mobile(1) not in masked
    assert not AuditEntry.objects.filter(kind=AuditKind.REVEAL).exists()
    whole = client.post(url, {"shape": "csv", "purpose": "report", "unmask": "check"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(whole)))
    assert {row[4] for row in rows[1:]} == {line(1)["身份证号"], line(2)["身份证号"]}
    assert AuditEntry.objects.filter(kind=AuditKind.REVEAL, reason="check").count() == 2
    assert AuditEntry.objects.filter(kind=AuditKind.EXPORT, action="people.exported").count() == 2
    beyond = client.post(url, {"shape": "csv", "purpose": "fair", "unmask": "check"})
    assert beyond.status_code == 422  # whole numbers are more than a fair needs (CR-080)
    assert AuditEntry.objects.filter(kind=AuditKind.EXPORT, action="people.exported").count() == 2
    sign_in(client, officer)
    county = client.post(url, {"shape": "csv", "purpose": "report", "unmask": "check"})
    assert line(1)["身份证号"] not in county.content.decode("utf-8-sig")
    sign_in(client, clerk)
    assert client.post(url, {"shape": "csv", "purpose": "report"}).status_code == 403
