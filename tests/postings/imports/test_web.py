"""The grid of an import: upload, correct, decide, import, export."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import shlex
import sys
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.conftest import sign_in
from tests.employers.factories import a_uscc
from tests.postings.factories import a_draft
from tests.postings.imports.sheets import HEADINGS, line, sheet_of, staged
from tests.shared.sheets.files import xls
from yizhan.accounts.models import User
from yizhan.employers.enums import VerifyBasis
from yizhan.employers.operations import verify_employer
from yizhan.postings.models import Posting
from yizhan.postings.operations import approve_posting, submit_for_review
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.models import AuditEntry
from yizhan.shared.sheets.enums import BatchState
from yizhan.shared.sheets.models import ImportBatch, ImportRow
from yizhan.shared.sheets.operations import work_through
from yizhan.shared.sheets.reading import read_sheet

HTMX = {"HX-Request": "true"}


def upload(client: Client, data: bytes, name: str = "测试名单.csv") -> str:
    """Upload a file and return the address of its batch."""
    response = client.post(reverse("postings:imports"), {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def judge(batch: ImportBatch) -> ImportBatch:
    """Do what the worker does."""
    return work_through(batch_id=batch.pk, now=timezone.now)


def test_from_the_upload_to_the_draft(client: Client, clerk: User) -> None:
    sign_in(client, clerk)
    lines = [
        line(1, 开始日期="2099-11-25", 结束日期="2099-11-25"),
        line(2, 报酬="面议", 开始日期="2099-11-25", 结束日期="2099-11-25"),
    ]
    page = upload(client, xls([list(HEADINGS), *[list(one.values()) for one in lines]]))
    assert "正在核对" in client.get(page).content.decode()
    batch = judge(ImportBatch.objects.get())
    html = client.get(page).content.decode()
    assert "面议" in html
    assert "报酬没有看懂" in html
    assert "导入 1 行" in html
    assert client.get(f"{page}?state=ready").content.decode().count('id="import-row-') == 1
    assert client.get(f"{page}?code=pay_not_understood").content.decode().count('id="import-row-') == 1
    row = reverse("postings:import_row", args=[batch.public_id, 3])
    opened = client.get(row, headers=HTMX).content.decode()
    assert "原样记为说明" in opened
    answer = client.post(row, {"version": "1", "action": "edit", "field_pay": "180元/天"}, headers=HTMX)
    assert answer["HX-Trigger"] == "rows-changed"
    assert "可以导入" in answer.content.decode()
    assert client.post(page, {"action": "start"}).status_code == 302
    batch = judge(batch)
    assert batch.state == BatchState.FINISHED
    assert Posting.objects.count() == 2
    done = client.get(page).content.decode()
    assert reverse("postings:show", args=[Posting.objects.earliest("pk").public_id]) in done


def test_days_without_a_year_and_ranges_of_people_are_proposed_and_confirmed_once(client: Client, clerk: User) -> None:
    sign_in(client, clerk)
    coming = timezone.localdate() + dt.timedelta(days=20)
    written = {"开始日期": f"{coming.month}月{coming.day}日", "结束日期": "", "招聘人数": "2-3人"}
    page = upload(client, sheet_of(line(1, **written), line(2, **written)))
    batch = judge(ImportBatch.objects.get())
    html = client.get(page).content.decode()
    assert ImportRow.objects.filter(state="needs_decision").count() == 2
    assert f"<q>{coming.month}月{coming.day}日</q> → <strong>{coming}</strong>" in html
    assert "<q>2-3人</q> → <strong>2 人（最多 3 人）</strong>" in html
    for code in ("start_without_year", "headcount_between"):
        stale = client.post(page, {"action": "accept_all", "code": code, "version": batch.version - 1})
        assert stale.status_code == 409
        client.post(page, {"action": "accept_all", "code": code, "version": batch.version})
        batch = judge(batch)
    assert client.post(page, {"action": "accept_all", "code": "start_missing"}).status_code == 409
    client.post(page, {"action": "start"})
    judge(batch)
    # What was confirmed goes on standing beside each row.
    assert client.get(page).content.decode().count(f"→ <strong>{coming}</strong>") == 2
    for posting in Posting.objects.all():
        (shift,) = posting.shifts.all()
        assert (timezone.localdate(shift.starts_at), shift.headcount) == (coming, 2)
    assert Posting.objects.count() == 2


def test_a_sheet_passes_the_virus_scanner_before_it_is_read(client: Client, clerk: User, settings: Any) -> None:
    scanner = "import sys; data = sys.stdin.buffer.read(); sys.exit(1 if b'EICAR' in data else {clean})"
    sign_in(client, clerk)
    clean, infected = sheet_of(line(1)), sheet_of(line(1, 备注="X5O!P%@AP EICAR"))
    for command, data, sentence in (
        (scanner.format(clean=0), infected, "有病毒"), (scanner.format(clean=2), clean, "没有正常工作")
    ):  # fmt: skip
        settings.YIZHAN_SCAN_COMMAND = shlex.join([sys.executable, "-c", command])
        file = SimpleUploadedFile("测试名单.csv", data)
        assert sentence in client.post(reverse("postings:imports"), {"file": file}).content.decode()
    assert not ImportBatch.objects.exists()
    assert AuditEntry.objects.filter(action="import.virus_found", kind=AuditKind.REFUSED).count() == 1
    settings.YIZHAN_SCAN_COMMAND = shlex.join([sys.executable, "-c", scanner.format(clean=0)])
    upload(client, clean)


def test_the_same_file_again_leads_to_the_same_rows(client: Client, clerk: User) -> None:
    sign_in(client, clerk)
    data = sheet_of(line(1))
    assert upload(client, data) == upload(client, data, "改名.csv")
    assert ImportBatch.objects.count() == 1
    assert "以前上传过" in client.get(reverse("postings:imports")).content.decode()


def test_what_cannot_be_read_is_told_and_nothing_is_kept(client: Client, clerk: User) -> None:
    sign_in(client, clerk)
    for data in (b"", b"%PDF-1.7", b"PK\x03\x04broken"):
        response = client.post(reverse("postings:imports"), {"file": SimpleUploadedFile("a.xlsx", data)})
        assert response.status_code == 422
        assert "没有导入任何内容" in response.content.decode()
    assert client.post(reverse("postings:imports"), {}).status_code == 422
    assert not ImportBatch.objects.exists()


def test_the_template_is_filled_in_uploaded_and_published(client: Client, clerk: User, reviewer: User) -> None:
    """As a spreadsheet does it: open, choose from the lists, save, upload, import, submit, pass."""
    import openpyxl

    from yizhan.postings.imports.fields import FIELDS, TEMPLATE
    from yizhan.shared.sheets.fields import map_headings
    from yizhan.shared.sheets.refusals import SheetEmpty

    sign_in(client, clerk)
    data = client.get(reverse("postings:import_template")).content
    with pytest.raises(SheetEmpty):
        read_sheet(data, fields=FIELDS)
    book = openpyxl.load_workbook(io.BytesIO(data))
    page, lists = book.worksheets
    headings = [str(cell.value) for cell in page[1]]
    assert list(map_headings(headings, FIELDS).values()) == list(TEMPLATE)
    offered = {}
    for rule in page.data_validations.dataValidation:
        if rule.type == "list":
            letter, last = re.fullmatch(r"='?\w+'?!\$([A-Z]+)\$1:\$[A-Z]+\$(\d+)", f"={rule.formula1}").groups()  # type: ignore[union-attr]
            column = page[str(rule.sqref).split(":")[0]].column
            offered[headings[column - 1]] = [str(lists[f"{letter}{row}"].value) for row in range(1, int(last) + 1)]
    assert list(offered) == ["结算方式", "用工期限", "食宿", "性别要求"]
    day = (timezone.localdate() + dt.timedelta(days=5)).isoformat()
    said = {
        "用工单位": "阳谷测试一号建筑有限公司", "统一社会信用代码": a_uscc(1),
        "岗位名称": "装卸工", "工作内容": "装卸袋装饲料，按车装卸", "人数": 3, "报酬": "200元/天",
        "用工开始": day, "用工结束": day, "上工时间": "8:00", "下工时间": "17:00",
        "地区": "阳谷县", "工作地点": "测试路1号", "联系人": "测试丙", "联系电话": "19900000001",
    } | {name: words[0] for name, words in offered.items()}  # fmt: skip
    for column, name in enumerate(headings, start=1):
        page.cell(2, column, said.pop(name, None))
    assert said == {}
    target = io.BytesIO()
    book.save(target)
    upload(client, target.getvalue(), "模板.xlsx")
    batch = judge(ImportBatch.objects.get())
    assert ImportRow.objects.get().state == "ready", ImportRow.objects.get().reasons
    client.post(reverse("postings:import_batch", args=[batch.public_id]), {"action": "start"})
    judge(batch)
    posting, at = Posting.objects.get(), timezone.now()
    verify_employer(employer=posting.employer, basis=VerifyBasis.LICENCE_ORIGINAL, by=reviewer, at=at)
    posting = submit_for_review(posting=Posting.objects.get(), by=clerk, at=at)
    posting = approve_posting(posting=posting, by=reviewer, at=at, reason="测试放行", publish=True)
    assert posting.publish_state == "published"
    assert client.get(reverse("public:posting", args=[posting.public_id])).status_code == 200


def test_the_template_offers_lists_that_the_import_understands(client: Client, clerk: User) -> None:
    import zipfile

    import python_calamine

    from yizhan.postings.imports.saving import KIND
    from yizhan.shared.sheets.dry_run import dry_run
    from yizhan.shared.sheets.kinds import Context

    sign_in(client, clerk)
    client.cookies["django_language"] = "en"
    data = client.get(reverse("postings:import_template")).content
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert page.count('type="list"') == len(KIND.template_choices)
    assert "promptTitle" in page
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    headings, lists = (book.get_sheet_by_index(index).to_python(skip_empty_area=False) for index in (0, 1))
    offered = {
        str(name): [row[index] for row in lists if row[index]]
        for index, name in enumerate(headings[0])
        if index < len(lists[0])
    }
    assert offered["结算方式"] == ["日结", "周结", "半月结", "月结", "完工结"]
    for name in ("结算方式", "用工期限", "性别要求"):
        for words in offered[name]:
            sheet = read_sheet(sheet_of(line(1, **{name: str(words)})), fields=KIND.fields)
            reasons = dry_run(KIND, sheet, Context(at=timezone.now())).reasons
            assert "field_unclear" not in reasons, (name, words)


def test_what_was_chosen_unasked_is_said(client: Client, clerk: User) -> None:
    import io as bytes_io

    import xlsxwriter

    sign_in(client, clerk)
    target = bytes_io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for rows in ([["说明"], ["看下一页"]], [["岗位名称", "人数"], ["装卸工", 2]]):
            page = book.add_worksheet()
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    answer = client.post(
        reverse("postings:imports"), {"file": SimpleUploadedFile("a.xlsx", target.getvalue())}, follow=True
    )
    assert "有 2 个有内容的工作表，读的是第 2 个" in answer.content.decode()
    # It is said as long as the sheet is there, also in the part that is asked for again while a task is at work.
    batch = ImportBatch.objects.get()
    for name in ("import_batch", "import_status"):
        again = client.get(reverse(f"postings:{name}", args=[batch.public_id])).content.decode()
        assert "有 2 个有内容的工作表，读的是第 2 个" in again
        assert "由人改过" not in again
    ImportBatch.objects.update(mapping={"0": "title"}, pages=1)
    assert "由人改过" in client.get(reverse("postings:import_batch", args=[batch.public_id])).content.decode()
    ImportBatch.objects.update(has_header=False)
    assert "没有找到表头" in client.get(reverse("postings:import_batch", args=[batch.public_id])).content.decode()


def test_a_page_of_fifty_rows_costs_the_same_queries_as_a_page_of_two(client: Client, clerk: User) -> None:
    sign_in(client, clerk)
    at = timezone.now()
    few = staged(sheet_of(line(1, 报酬=""), line(2, 报酬="")), by=clerk, at=at)
    many = staged(sheet_of(*[line(n, 报酬="") for n in range(1, 121)]), by=clerk, at=at)
    pages = [reverse("postings:import_batch", args=[batch.public_id]) for batch in (few, many)]
    client.get(pages[0])
    with CaptureQueriesContext(connection) as for_two:
        client.get(pages[0])
    with CaptureQueriesContext(connection) as for_fifty:
        assert client.get(pages[1]).content.decode().count('id="import-row-') == 50
    # Batch, counts, number of rows and rows; the others are of the session and the menu.
    assert len([query for query in for_two if "shared_import" in query["sql"]]) == 4
    assert len(for_two) == len(for_fifty)
    assert client.get(f"{pages[1]}?page=3").content.decode().count('id="import-row-') == 20


def test_the_status_tells_progress_and_reloads_the_page_when_work_is_done(client: Client, clerk: User) -> None:
    sign_in(client, clerk)
    upload(client, sheet_of(line(1), line(2)))
    batch = ImportBatch.objects.get()
    status = reverse("postings:import_status", args=[batch.public_id])
    working = client.get(f"{status}?was=reading", headers=HTMX)
    assert "every 2s" in working.content.decode()
    assert "HX-Refresh" not in working
    judge(batch)
    done = client.get(f"{status}?was=reading", headers=HTMX)
    assert done["HX-Refresh"] == "true"
    assert "every 2s" not in done.content.decode()


def test_a_dead_worker_is_told_and_can_be_replaced(client: Client, clerk: User) -> None:
    from django_tasks_db.models import DBTaskResult

    sign_in(client, clerk)
    page = upload(client, sheet_of(line(1)))
    ImportBatch.objects.update(touched_at=timezone.now() - dt.timedelta(minutes=2))
    assert "接着做" in client.get(page).content.decode()
    before = DBTaskResult.objects.count()
    client.post(page, {"action": "wake"})
    assert DBTaskResult.objects.count() == before + 1


def test_settings_and_skipping_by_reason(client: Client, clerk: User) -> None:
    sign_in(client, clerk)
    page = upload(client, sheet_of(line(1, 报酬="6000"), line(1, 报酬="6000")))
    batch = judge(ImportBatch.objects.get())
    client.post(page, {"action": "skip_all", "code": "duplicate_in_file"})
    assert ImportRow.objects.filter(state="skipped").count() == 1
    columns = {f"column_{index}": key for index, key in batch.mapping.items()}
    answer = client.post(
        page,
        {
            "action": "settings",
            "version": batch.version,
            "default_pay_unit": "month",
            "accepted": ["start_past"],
            **columns,
        },
    )
    assert answer.status_code == 302
    batch = judge(batch)
    assert (batch.defaults, batch.accepted) == ({"pay_unit": "month"}, ["start_past"])
    stale = client.post(page, {"action": "settings", "version": 1, **columns})
    assert stale.status_code == 409
    assert client.post(page, {"action": "settings", "version": "x"}).status_code == 422


def test_what_a_whole_sheet_lacks_is_filled_in_once_above_its_rows(client: Client, clerk: User) -> None:
    sign_in(client, clerk)
    day = str(timezone.localdate() + dt.timedelta(days=5))
    lines = [line(n, 报酬="200", 开始日期="", 结束日期="") for n in (1, 2)]
    page = upload(client, sheet_of(*lines, line(3, 开始日期=day, 结束日期=day)))
    batch = judge(ImportBatch.objects.get())
    html = client.get(page).content.decode()
    assert html.count('id="fill_default_') == 2
    filled = {"version": batch.version, "default_pay_unit": "day", "default_starts_on": day}
    assert client.post(page, {"action": "fill", **filled}).status_code == 302
    batch = judge(batch)
    assert (batch.defaults, batch.mapping["0"]) == ({"pay_unit": "day", "starts_on": day}, "employer")
    assert ImportRow.objects.filter(state="ready").count() == 3
    assert "fill_default_" not in client.get(page).content.decode()
    assert client.post(page, {"action": "fill", **filled}).status_code == 409


def test_somebody_elses_sheet_does_not_exist(client: Client, clerk: User, stranger: User) -> None:
    batch = staged(sheet_of(line(1)), by=clerk, at=timezone.now())
    sign_in(client, stranger)
    assert client.get(reverse("postings:import_batch", args=[batch.public_id])).status_code == 404
    assert client.post(reverse("postings:import_batch", args=[batch.public_id]), {"action": "start"}).status_code == 404


def test_the_list_goes_out_with_a_purpose_and_formulas_are_escaped(
    client: Client, clerk: User, head: User, reviewer: User
) -> None:
    at = timezone.now()
    a_draft(office=clerk.office, by=clerk, verifier=reviewer, at=at, title="=HYPERLINK(1)")
    sign_in(client, head)
    url = reverse("postings:export")
    assert client.post(url, {"shape": "csv"}).status_code == 422
    assert not AuditEntry.objects.filter(kind=AuditKind.EXPORT).exists()
    answer = client.post(url, {"shape": "csv", "purpose": "report"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][2] == "'=HYPERLINK(1)"
    entry = AuditEntry.objects.get(kind=AuditKind.EXPORT, action="postings.exported")  # at night there is a second
    assert (entry.action, entry.reason, entry.actor_id) == ("postings.exported", "report", head.pk)
    assert client.post(url, {"shape": "xlsx", "purpose": "check"}).content.startswith(b"PK")
