"""Sheets of postings become drafts: whole rows, once, and nothing invented."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.employers.factories import a_company, a_uscc
from tests.postings.imports.sheets import HEADINGS, line, sheet_of, staged
from yizhan.accounts.models import User
from yizhan.employers.enums import VerifyState
from yizhan.employers.models import Employer
from yizhan.postings.enums import PublishState, ReviewState
from yizhan.postings.imports.fields import FIELDS
from yizhan.postings.imports.saving import KIND
from yizhan.postings.models import Posting
from yizhan.shared.audit.models import AuditEntry
from yizhan.shared.errors import ChangedMeanwhile, NotAllowed
from yizhan.shared.sheets.dry_run import dry_run
from yizhan.shared.sheets.enums import BatchState, RowState
from yizhan.shared.sheets.forgetting import forget_old_cells
from yizhan.shared.sheets.kinds import ACCEPT, Context, Judgement, RowValues
from yizhan.shared.sheets.models import ColumnMemory, ImportBatch, ImportRow
from yizhan.shared.sheets.operations import (
    BatchBusy,
    NoSuchChoice,
    NothingReady,
    RowSettled,
    change_settings,
    decide_row,
    edit_row,
    skip_all,
    skip_row,
    start_import,
    stop_import,
    wake_batch,
    work_through,
)
from yizhan.shared.sheets.queries import overview, stalled
from yizhan.shared.sheets.reading import read_sheet

AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def states(batch: ImportBatch) -> dict[str, int]:
    return overview(batch).states


def reasons_of(batch: ImportBatch, number: int = 2) -> list[str]:
    return [reason["code"] for reason in ImportRow.objects.get(batch=batch, number=number).reasons]


def imported(batch: ImportBatch, by: User, at: dt.datetime) -> ImportBatch:
    start_import(batch=batch, by=by, at=at)
    return work_through(batch_id=batch.pk, now=lambda: at)


def judged(**changes: str) -> Judgement:
    """Judge one row without a database."""
    sheet = read_sheet(sheet_of(line(1, **changes)), fields=FIELDS)
    mapping = {str(index): key for index, key in sheet.mapping.items()}
    values = {mapping[str(index)]: cell for index, cell in enumerate(sheet.rows[0].cells) if str(index) in mapping}
    return KIND.judge(Context(at=AT), RowValues(values, key="k"))


def codes(judgement: Judgement) -> set[str]:
    return {reason.code for reason in judgement.reasons}


# Judging --------------------------------------------------------------------------------------------------------


def test_a_whole_row_is_ready() -> None:
    judgement = judged()
    assert judgement.state == RowState.READY, codes(judgement)
    terms = judgement.plan.offer.terms
    assert (terms.title, terms.pay_min_fen, terms.pay_unit, terms.area_code) == ("装卸工", 20000, "day", "371521")
    assert [shift.headcount for shift in judgement.plan.offer.shifts] == [3]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"岗位名称": ""}, "title_missing"),
        ({"统一社会信用代码": "9.13715E+17"}, "digits_lost"),
        ({"统一社会信用代码": "91371521MA0000000X"}, "uscc_wrong"),
        ({"用工单位": "", "统一社会信用代码": ""}, "employer_missing"),
        ({"统一社会信用代码": ""}, "employer_incomplete"),
        ({"联系电话": ""}, "employer_incomplete"),
        ({"联系电话": "12345"}, "phone_unclear"),
        ({"报酬": "面议"}, "pay_not_understood"),
        ({"报酬": "6000"}, "pay_not_understood"),
        ({"报酬": ""}, "pay_missing"),
        ({"招聘人数": "若干"}, "headcount_missing"),
        ({"招聘人数": "1000"}, "headcount_missing"),
        ({"开始日期": "尽快"}, "start_missing"),
        ({"开始日期": "2026-11-20", "结束日期": "2026-11-20"}, "start_past"),
        ({"结束日期": "不知道"}, "date_unclear"),
        ({"截止日期": "2026-11-01"}, "deadline_past"),
        ({"地区": "鼓楼区"}, "area_ambiguous"),
        ({"地区": "乌有县"}, "area_unknown"),
        ({"岗位名称": "综合协调"}, "occupation_unclear"),
        ({"工作内容": "长" * 1001}, "text_too_long"),
        ({"性别要求": "?"}, "field_unclear"),
    ],
)
def test_what_is_wrong_is_told_by_its_code(changes: dict[str, str], code: str) -> None:
    judgement = judged(**changes)
    assert code in codes(judgement)
    assert judgement.state == (RowState.REFUSED if KIND.reasons[code].refuses else RowState.NEEDS_DECISION)


def test_every_reason_has_a_sentence_that_says_what_to_do() -> None:
    for code, text in KIND.reasons.items():
        assert str(text.sentence).endswith("。"), code
        assert "请" in str(text.sentence) or text.accept, code


def test_a_heading_may_state_the_unit_and_a_bare_number_never_does() -> None:
    row = line()
    del row["报酬"]
    sheet = read_sheet(sheet_of(row | {"月薪(元)": "5000-6000"}), fields=FIELDS)
    findings = dry_run(KIND, sheet, Context(at=AT))
    assert findings.as_dict()["reasons"] == {}
    sheet = read_sheet(sheet_of(row | {"工资": "5000-6000"}), fields=FIELDS)
    assert dry_run(KIND, sheet, Context(at=AT)).as_dict()["reasons"] == {"pay_not_understood": 1}
    assert dry_run(KIND, sheet, Context(at=AT), defaults={"pay_unit": "month"}).as_dict()["ready"] == 1


def test_the_parts_sum_and_refusals_quote_their_cell() -> None:
    lines = [line(1), line(1), line(2, 岗位名称=""), line(3, 报酬="面议")]
    sheet = read_sheet(sheet_of(*lines), fields=FIELDS)
    findings = dry_run(KIND, sheet, Context(at=AT), keep=10)
    counts = findings.as_dict()
    assert (counts["read"], counts["ready"], counts["needs_decision"], counts["refused"]) == (4, 1, 2, 1)
    assert counts["reasons"]["duplicate_in_file"] == 1
    found = {row.code: row for row in findings.rows}
    assert (found["pay_not_understood"].cell, found["pay_not_understood"].quote) == ("F5", "面议")
    assert found["title_missing"].cell == "C4"


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([spec.key for spec in FIELDS]), st.text(max_size=60), max_size=12))
def test_no_cell_makes_judging_fail(values: dict[str, str]) -> None:
    judgement = KIND.judge(Context(at=AT), RowValues(values, key="k"))
    assert judgement.state in (RowState.READY, RowState.NEEDS_DECISION, RowState.REFUSED)
    assert (judgement.state == RowState.READY) == (not judgement.reasons)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([spec.key for spec in FIELDS]), st.text(max_size=60), max_size=12))
def test_accepting_everything_leaves_something_to_save_or_a_reason(values: dict[str, str]) -> None:
    context = Context(at=AT, accepted=frozenset(KIND.reasons))
    judgement = KIND.judge(context, RowValues(values, dict.fromkeys(KIND.reasons, ACCEPT), key="k"))
    assert judgement.plan is not None if judgement.state == RowState.READY else judgement.reasons


# The shared sheets ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("bluecollar_shanghai_2017.json", 1336),
        ("guangxi_2022.csv", 4541),
        ("employer_upload_sheet_2025.xlsx", 477),
        ("job_sheet_2020.xlsx", 302),
    ],
)
def test_the_sheets_found_in_the_wild_are_read(shared_dir: Any, name: str, read: int) -> None:
    sheet = read_sheet((shared_dir / "postings" / name).read_bytes(), fields=FIELDS)
    counts = dry_run(KIND, sheet, Context(at=AT)).as_dict()
    assert counts["read"] == read == counts["ready"] + counts["needs_decision"] + counts["refused"]
    assert (counts["ready"] + counts["needs_decision"]) * 10 >= read * 9


# Importing --------------------------------------------------------------------------------------------------------


def test_ready_rows_become_drafts_of_new_unverified_employers(clerk: User, now: dt.datetime) -> None:
    batch = staged(sheet_of(line(1), line(2), line(3, 岗位名称="")), by=clerk, at=now)
    assert (batch.state, states(batch)) == (BatchState.STAGED, {"ready": 2, "refused": 1})
    assert not Posting.objects.exists()
    batch = imported(batch, clerk, now)
    assert (batch.state, states(batch)) == (BatchState.FINISHED, {"imported": 2, "refused": 1})
    posting = Posting.objects.select_related("terms", "employer").earliest("pk")
    assert (posting.review_state, posting.publish_state) == (ReviewState.DRAFT, PublishState.UNPUBLISHED)
    assert posting.employer.verify_state == VerifyState.UNVERIFIED
    assert posting.terms is not None
    assert posting.terms.contact_phone == "19900000001"
    row = ImportRow.objects.get(batch=batch, number=2)
    assert row.result_public_id == posting.public_id


def test_one_new_employer_of_several_rows_is_registered_once(clerk: User, now: dt.datetime) -> None:
    lines = [line(1), line(1, 岗位名称="保洁员"), line(1, 岗位名称="焊工")]
    batch = imported(staged(sheet_of(*lines), by=clerk, at=now), clerk, now)
    assert states(batch)["imported"] == 3
    assert Employer.objects.count() == 1


def test_the_same_file_again_is_the_same_batch_and_a_new_file_with_old_rows_adds_only_the_new(
    clerk: User, now: dt.datetime
) -> None:
    data = sheet_of(line(1), line(2))
    batch = imported(staged(data, by=clerk, at=now), clerk, now)
    again = staged(data, by=clerk, at=now)
    assert again.pk == batch.pk
    more = staged(sheet_of(line(3), line(2), line(1)), by=clerk, at=now)
    assert states(more) == {"ready": 1, "same": 2}
    imported(more, clerk, now)
    assert Posting.objects.count() == 3
    assert ImportRow.objects.get(batch=more, number=4).result_public_id == Posting.objects.earliest("pk").public_id


def test_known_employers_are_found_by_code_by_name_and_by_number(clerk: User, now: dt.datetime) -> None:
    known = a_company(office=clerk.office, by=clerk, at=now, number=7)
    lines = [
        line(7, 用工单位="", 联系电话=""),
        line(7, 统一社会信用代码="", 岗位名称="焊工"),
        line(7, 用工单位=known.number, 统一社会信用代码="", 岗位名称="保洁员"),
    ]
    batch = imported(staged(sheet_of(*lines), by=clerk, at=now), clerk, now)
    assert states(batch) == {"imported": 3}
    assert set(Posting.objects.values_list("employer", flat=True)) == {known.pk}


def test_two_employers_of_one_name_are_asked_about(clerk: User, now: dt.datetime) -> None:
    first = a_company(office=clerk.office, by=clerk, at=now, name="阳谷测试商行", uscc=a_uscc(801))
    second = a_company(office=clerk.office, by=clerk, at=now, name="阳谷测试商行", uscc=a_uscc(802))
    batch = staged(sheet_of(line(1, 用工单位="阳谷测试商行", 统一社会信用代码="")), by=clerk, at=now)
    row = ImportRow.objects.get(batch=batch)
    assert row.reasons[0]["choices"] == [str(first.public_id), str(second.public_id)]
    with pytest.raises(NoSuchChoice):
        decide_row(batch=batch, number=2, code="employer_ambiguous", choice=ACCEPT, seen_version=1, by=clerk, at=now)
    row = decide_row(
        batch=batch, number=2, code="employer_ambiguous", choice=str(second.public_id), seen_version=row.version,
        by=clerk, at=now,
    )  # fmt: skip
    assert row.state == RowState.READY
    imported(batch, clerk, now)
    assert Posting.objects.get().employer_id == second.pk


def test_a_code_known_under_another_name_is_asked_about(clerk: User, now: dt.datetime) -> None:
    a_company(office=clerk.office, by=clerk, at=now, number=9, name="阳谷测试旧名有限公司")
    batch = staged(sheet_of(line(9)), by=clerk, at=now)
    assert reasons_of(batch) == ["employer_name_differs"]


def test_an_employer_registered_elsewhere_is_told_and_nothing_is_written(
    clerk: User, stranger: User, now: dt.datetime
) -> None:
    a_company(office=stranger.office, by=stranger, at=now, number=11)
    batch = imported(staged(sheet_of(line(11), line(12)), by=clerk, at=now), clerk, now)
    assert reasons_of(batch) == ["employer_elsewhere"]
    assert states(batch) == {"needs_decision": 1, "imported": 1}


def test_a_correction_is_judged_again_and_kept_apart_from_the_sheet(clerk: User, now: dt.datetime) -> None:
    batch = staged(sheet_of(line(1, 报酬="面议")), by=clerk, at=now)
    row = edit_row(batch=batch, number=2, edits={"pay": "180元/天"}, seen_version=None, by=clerk, at=now)
    assert (row.state, row.edited) == (RowState.READY, True)
    with pytest.raises(ChangedMeanwhile):
        edit_row(batch=batch, number=2, edits={"pay": "1元/天"}, seen_version=row.version - 1, by=clerk, at=now)
    row = edit_row(batch=batch, number=2, edits={"pay": "面议"}, seen_version=None, by=clerk, at=now)
    assert (row.state, row.edited) == (RowState.NEEDS_DECISION, False)
    row = decide_row(
        batch=batch, number=2, code="pay_not_understood", choice=ACCEPT, seen_version=None, by=clerk, at=now
    )
    assert row.state == RowState.READY
    imported(batch, clerk, now)
    terms = Posting.objects.get().terms
    assert terms is not None
    assert (terms.pay_min_fen, terms.pay_note) == (None, "面议")
    with pytest.raises(RowSettled):
        edit_row(batch=batch, number=2, edits={"pay": "180元/天"}, seen_version=None, by=clerk, at=now)


def test_settings_for_the_whole_sheet_are_judged_again(clerk: User, now: dt.datetime) -> None:
    lines = [line(n, 报酬="6000", 开始日期="", 结束日期="", 招聘人数="若干") for n in (1, 2, 3)]
    batch = staged(sheet_of(*lines), by=clerk, at=now)
    assert states(batch) == {"needs_decision": 3}
    change_settings(
        batch=batch, defaults={"pay_unit": "month", "starts_on": "2026-12-01", "uscc": "x"}, mapping=None,
        accepted=["headcount_missing", "title_missing"], seen_version=batch.version, by=clerk, at=now,
    )  # fmt: skip
    batch = work_through(batch_id=batch.pk, now=lambda: now)
    assert states(batch) == {"ready": 3}
    assert (batch.defaults, batch.accepted) == (
        {"pay_unit": "month", "starts_on": "2026-12-01"},
        ["headcount_missing"],
    )
    imported(batch, clerk, now)
    assert Posting.objects.filter(terms__pay_unit="month", terms__pay_min_fen=600_000).count() == 3


def test_columns_can_be_given_another_meaning(clerk: User, now: dt.datetime) -> None:
    rows = [{("备注" if key == "报酬" else key): text for key, text in line(1).items()}]
    batch = staged(sheet_of(*rows), by=clerk, at=now)
    assert reasons_of(batch) == ["pay_missing"]
    column = str(HEADINGS.index("报酬"))
    change_settings(
        batch=batch, defaults={}, mapping=batch.mapping | {column: "pay", "99": "title", "3": "no_such"}, accepted=[],
        seen_version=None, by=clerk, at=now,
    )  # fmt: skip
    batch = work_through(batch_id=batch.pk, now=lambda: now)
    assert states(batch) == {"ready": 1}
    assert "99" not in batch.mapping


def test_rows_can_be_skipped_and_taken_back(clerk: User, now: dt.datetime) -> None:
    batch = staged(sheet_of(line(1), line(1), line(1)), by=clerk, at=now)
    assert states(batch) == {"ready": 1, "needs_decision": 2}
    assert skip_all(batch=batch, code="duplicate_in_file", seen_version=None, by=clerk, at=now) == 2
    skip_row(batch=batch, number=2, skip=True, seen_version=None, by=clerk, at=now)
    assert states(batch) == {"skipped": 3}
    with pytest.raises(NothingReady):
        start_import(batch=batch, by=clerk, at=now)
    row = skip_row(batch=batch, number=2, skip=False, seen_version=None, by=clerk, at=now)
    assert row.state == RowState.READY


def test_nobody_edits_under_the_hands_of_a_task(clerk: User, now: dt.datetime) -> None:
    batch = staged(sheet_of(line(1), line(2)), by=clerk, at=now)
    start_import(batch=batch, by=clerk, at=now)
    with pytest.raises(BatchBusy):
        edit_row(batch=batch, number=2, edits={}, seen_version=None, by=clerk, at=now)
    with pytest.raises(BatchBusy):
        skip_all(batch=batch, code="pay_missing", seen_version=None, by=clerk, at=now)
    stop_import(batch=batch, by=clerk, at=now)
    batch = work_through(batch_id=batch.pk, now=lambda: now)
    assert (batch.state, states(batch)) == (BatchState.STOPPED, {"ready": 2})


def test_who_lost_the_right_stops_the_import(clerk: User, auditor: User, now: dt.datetime) -> None:
    with pytest.raises(NotAllowed):
        staged(sheet_of(line(1)), by=auditor, at=now)
    batch = staged(sheet_of(line(1)), by=clerk, at=now)
    start_import(batch=batch, by=clerk, at=now)
    clerk.is_active = False
    clerk.save()
    batch = work_through(batch_id=batch.pk, now=lambda: now)
    assert (batch.state, batch.stopped_code) == (BatchState.STOPPED, "not_allowed")
    assert not Posting.objects.exists()


def test_what_a_dead_worker_left_is_taken_up(clerk: User, now: dt.datetime) -> None:
    from django_tasks_db.models import DBTaskResult

    batch = staged(sheet_of(line(1)), by=clerk, at=now)
    start_import(batch=batch, by=clerk, at=now)
    later = now + dt.timedelta(minutes=1)
    assert list(stalled(now)) == []
    assert list(stalled(later)) == [batch]
    before = DBTaskResult.objects.count()
    wake_batch(batch=batch, at=later)
    assert DBTaskResult.objects.count() == before + 1
    assert list(stalled(later)) == []


def test_cells_are_encrypted_and_forgotten_after_their_time(clerk: User, now: dt.datetime) -> None:
    from django.db import connection

    batch = staged(sheet_of(line(1, 报酬="面议"), line(2)), by=clerk, at=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM shared_importrow")
        stored = "".join(row[0] for row in cursor.fetchall())
    assert "19900000001" not in stored
    assert "测试" not in stored
    batch = imported(batch, clerk, now)
    assert forget_old_cells(at=now + dt.timedelta(days=29)) == 0
    assert forget_old_cells(at=now + dt.timedelta(days=31)) == 2
    assert states(batch) == {"imported": 1, "skipped": 1}
    assert forget_old_cells(at=now + dt.timedelta(days=31)) == 0


def test_each_step_leaves_a_line_without_content(clerk: User, now: dt.datetime) -> None:
    imported(staged(sheet_of(line(1)), by=clerk, at=now), clerk, now)
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"import.uploaded", "import.started", "import.finished", "posting.drafted"} <= actions
    assert "测试" not in str(list(AuditEntry.objects.values_list("fields", "reason")))


@pytest.mark.parametrize("column", ["招聘人数", "年龄要求"])
def test_what_a_spreadsheet_turned_into_a_date_is_asked_about(column: str) -> None:
    assert {"turned_into_date", "headcount_from_date"} & reasons_in(line(1, **{column: "2026-02-07"}))
    assert "turned_into_date" in reasons_in(line(1, **{column: "2026-07-02"}))
    assert "turned_into_date" in reasons_in(line(1, 报酬="2026-06-08"))


def reasons_in(row: dict[str, str]) -> set[str]:
    """Judge one row of a sheet without a database."""
    at = dt.datetime(2026, 11, 23, 1, tzinfo=dt.UTC)
    return set(dry_run(KIND, read_sheet(sheet_of(row), fields=FIELDS), Context(at=at)).reasons)


def test_numbers_of_days_and_floats_are_what_they_were_typed_as(clerk: User, now: dt.datetime) -> None:
    batch = staged(sheet_of(line(1, 开始日期="46351", 结束日期="46351.0", 招聘人数="2.0")), by=clerk, at=now)
    imported(batch, clerk, now)
    posting = Posting.objects.get()
    assert posting.terms is not None
    assert (posting.terms.starts_on, posting.shifts.get().headcount) == (dt.date(2026, 11, 25), 2)


def test_pay_by_agreement_is_read_where_the_description_states_it() -> None:
    assert "pay_not_understood" in reasons_in(line(1, 报酬="面议"))
    assert "pay_not_understood" not in reasons_in(line(1, 报酬="面议", 工作内容="卸货，200元一天，管饭"))
    assert "pay_not_understood" in reasons_in(line(1, 报酬="面议", 工作内容="卸货，200元一天，或 20元一小时"))


def test_a_corrected_meaning_of_columns_is_remembered_for_the_office_and_its_source(
    clerk: User, stranger: User, now: dt.datetime
) -> None:
    def sheet(number: int) -> bytes:
        return sheet_of(line(number)).replace("岗位名称".encode(), "干啥的".encode())

    first = staged(sheet(1), by=clerk, at=now)
    assert "title" not in first.mapping.values()
    column = str(first.columns.index("干啥的"))
    said = first.mapping | {column: "title"}
    change_settings(batch=first, defaults={}, mapping=said, accepted=[], seen_version=None, by=clerk, at=now)
    assert staged(sheet(2), by=clerk, at=now).mapping[column] == "title"
    assert "title" not in staged(sheet(3), by=stranger, at=now).mapping.values()
    assert ColumnMemory.objects.count() == 1
    work_through(batch_id=first.pk, now=lambda: now)
    first.refresh_from_db()
    back = {index: key for index, key in first.mapping.items() if index != column}
    change_settings(batch=first, defaults={}, mapping=back, accepted=[], seen_version=None, by=clerk, at=now)
    assert ColumnMemory.objects.get().mapping == back


def test_a_source_is_remembered_once(clerk: User, now: dt.datetime) -> None:
    row = {"office": clerk.office, "kind": "postings", "source": "a" * 32, "changed_by": clerk, "changed_at": now}
    ColumnMemory.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        ColumnMemory.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        ColumnMemory.objects.create(**row | {"kind": "else", "source": "b" * 32})
