"""Sheets of people become registrations: whole rows, nobody twice, ambiguity asked about."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people.factories import id_number, make_person, mobile
from tests.shared.sheets.files import Rows, xlsx
from tests.workers.imports.sheets import line, name, sheet_of, staged
from yizhan.accounts.models import User
from yizhan.people.enums import ServedBasis
from yizhan.people.models import Person, Served
from yizhan.people.rules import LOOKUPS_AN_HOUR
from yizhan.shared.audit.models import AuditEntry
from yizhan.shared.sheets.dry_run import dry_run
from yizhan.shared.sheets.enums import BatchState, RowState
from yizhan.shared.sheets.kinds import ACCEPT, Context, Judgement, RowValues
from yizhan.shared.sheets.models import ImportBatch, ImportRow
from yizhan.shared.sheets.operations import change_settings, decide_row, start_import, work_through
from yizhan.shared.sheets.queries import overview
from yizhan.shared.sheets.reading import read_sheet
from yizhan.workers.imports.fields import FIELDS
from yizhan.workers.imports.saving import KIND
from yizhan.workers.models import JobSeeker

AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def states(batch: ImportBatch) -> dict[str, int]:
    return overview(batch).states


def imported(batch: ImportBatch, by: User, at: dt.datetime) -> ImportBatch:
    start_import(batch=batch, by=by, at=at)
    return work_through(batch_id=batch.pk, now=lambda: at)


def judged(**changes: str) -> Judgement:
    sheet = read_sheet(sheet_of(line(1, **changes)), fields=FIELDS)
    values = {key: sheet.rows[0].cells[index] for index, key in sheet.mapping.items()}
    return KIND.judge(Context(at=AT), RowValues({key: text for key, text in values.items() if text}, key="k"))


def codes(judgement: Judgement) -> set[str]:
    return {reason.code for reason in judgement.reasons}


def test_a_whole_row_is_ready() -> None:
    judgement = judged(
        性别="女", 民族="回", 学历="初中", 用工形式="日工、短期", 结算方式="日结", 交通方式="电动车", 食宿="需要管饭",
        结伴人数="2人", 常住地区="阳谷县", 家庭住址="测试村", 人员类别="农民工", 代收人="测试乙", 代收人关系="妻子",
        代收人电话="19900009999", 会用智能手机="否", 同意接收岗位推送="是",
    )  # fmt: skip
    assert judgement.state == RowState.READY, codes(judgement)
    wish, facts = judgement.plan.wish, judgement.plan.facts
    assert (wish.pay_min_fen, wish.pay_unit, wish.max_distance_m, wish.party_size) == (20000, "day", 8000, 2)
    assert (wish.work_modes, wish.settle, wish.transport) == (("day", "short"), ("day",), "ebike")
    assert (wish.has_smartphone, facts.ethnicity, facts.education, facts.resid_code) == (False, "03", "70", "371521")
    assert [contact.kind for contact in judgement.plan.contacts] == ["mobile", "proxy"]
    assert [consent.purpose for consent in judgement.plan.consents] == ["push"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"姓名": ""}, "name_wrong"),
        ({"姓名": "王3"}, "name_wrong"),
        ({"身份证号": "371521198005060012"}, "id_wrong"),
        ({"身份证号": "3.71521E+17"}, "digits_lost"),
        ({"身份证号": ""}, "id_missing"),
        ({"联系电话": "1990000"}, "phone_wrong"),
        ({"联系电话": "1.99E+17"}, "phone_wrong"),
        ({"性别": "男"}, "sex_wrong"),
        ({"出生日期": "1990-01-01"}, "birth_wrong"),
        ({"常住地区": "乌有县"}, "area_unclear"),
        ({"意向工种": ""}, "works_missing"),
        ({"意向工种": "装卸工、综合协调"}, "works_unclear"),
        ({"期望工资": "200"}, "pay_unclear"),
        ({"期望工资": "高一点"}, "pay_unclear"),
        ({"人员类别": "残疾人"}, "group_needs_consent"),
        ({"学历": "?"}, "field_unclear"),
        ({"距离": "很远"}, "field_unclear"),
    ],
)
def test_what_is_wrong_is_told_by_its_code(changes: dict[str, str], code: str) -> None:
    judgement = judged(**changes)
    assert code in codes(judgement)
    assert judgement.state == (RowState.REFUSED if KIND.reasons[code].refuses else RowState.NEEDS_DECISION)


def test_an_id_number_typed_as_a_number_is_refused_with_its_cell() -> None:
    rows: Rows = [["姓名", "身份证号", "意向工种"], ["测试甲", int(id_number(1)), "装卸工"]]
    findings = dry_run(KIND, read_sheet(xlsx(rows), fields=FIELDS), Context(at=AT))
    assert findings.as_dict()["reasons"] == {"digits_lost": 1}
    assert findings.rows[0].cell == "B2"
    assert "文本" in findings.rows[0].sentence


def test_quotes_mask_numbers() -> None:
    sheet = read_sheet(sheet_of(line(身份证号="371521198005060012")), fields=FIELDS)
    finding = dry_run(KIND, sheet, Context(at=AT)).rows[0]
    assert finding.code == "id_wrong"
    assert "19800506" not in finding.quote
    assert finding.quote


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([spec.key for spec in FIELDS]), st.text(max_size=60), max_size=12))
def test_no_cell_makes_judging_fail(values: dict[str, str]) -> None:
    judgement = KIND.judge(Context(at=AT), RowValues(values, key="k"))
    assert (judgement.state == RowState.READY) == (not judgement.reasons)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from([spec.key for spec in FIELDS]), st.text(max_size=60), max_size=12))
def test_accepting_everything_leaves_something_to_save_or_a_reason(values: dict[str, str]) -> None:
    context = Context(at=AT, accepted=frozenset(KIND.reasons))
    judgement = KIND.judge(context, RowValues(values, dict.fromkeys(KIND.reasons, ACCEPT), key="k"))
    assert judgement.plan is not None if judgement.state == RowState.READY else judgement.reasons


def test_ready_rows_become_registrations_and_their_cells_are_emptied(clerk: User, now: dt.datetime) -> None:
    batch = imported(staged(sheet_of(line(1), line(2), line(3, 姓名="")), by=clerk, at=now), clerk, now)
    assert (batch.state, states(batch)) == (BatchState.FINISHED, {"imported": 2, "refused": 1})
    assert JobSeeker.objects.filter(reg_channel="import", office=clerk.office).count() == 2
    assert set(Served.objects.values_list("basis", flat=True)) == {ServedBasis.IMPORT}
    row = ImportRow.objects.get(batch=batch, number=2)
    assert row.content == ""
    assert row.result_public_id == Person.objects.get(name=name(1)).public_id
    assert ImportRow.objects.get(batch=batch, number=4).content


def test_who_is_on_record_is_the_same_and_stays_as_they_are(clerk: User, now: dt.datetime) -> None:
    person = make_person(clerk.office, clerk, now, name=name(1), id_no=line(1)["身份证号"], phone=mobile(77))
    batch = imported(staged(sheet_of(line(1), line(2)), by=clerk, at=now), clerk, now)
    assert states(batch) == {"same": 1, "imported": 1}
    assert ImportRow.objects.get(batch=batch, number=2).result_public_id == person.public_id
    person.refresh_from_db()
    assert (person.version, person.contacts.count()) == (1, 1)


def test_the_same_person_in_another_file_and_twice_in_one_is_registered_once(clerk: User, now: dt.datetime) -> None:
    imported(staged(sheet_of(line(1)), by=clerk, at=now), clerk, now)
    batch = staged(sheet_of(line(1, 距离="9"), line(2), line(2, 距离="3")), by=clerk, at=now)
    batch = imported(batch, clerk, now)
    assert states(batch) == {"same": 2, "imported": 1}
    assert Person.objects.count() == 2


def test_a_similar_person_is_asked_about_and_never_for_the_whole_sheet(clerk: User, now: dt.datetime) -> None:
    known = make_person(clerk.office, clerk, now, name=name(1), phone=mobile(1))
    batch = staged(sheet_of(line(1), line(2)), by=clerk, at=now)
    row = ImportRow.objects.get(batch=batch, number=2)
    assert [(reason["code"], reason["choices"]) for reason in row.reasons] == [
        ("person_similar", [str(known.public_id)])
    ]
    change_settings(
        batch=batch, defaults={}, mapping=None, accepted=["person_similar", "pay_unclear"], seen_version=None, by=clerk,
        at=now,
    )  # fmt: skip
    batch = work_through(batch_id=batch.pk, now=lambda: now)
    assert batch.accepted == ["pay_unclear"]
    assert states(batch) == {"needs_decision": 1, "ready": 1}
    row = decide_row(
        batch=batch, number=2, code="person_similar", choice=str(known.public_id), seen_version=None, by=clerk, at=now
    )
    assert (row.state, row.result_public_id, row.content) == (RowState.SAME, known.public_id, "")


def test_that_it_is_somebody_else_can_be_said(clerk: User, now: dt.datetime) -> None:
    make_person(clerk.office, clerk, now, name=name(1), phone=mobile(1))
    batch = staged(sheet_of(line(1)), by=clerk, at=now)
    decide_row(batch=batch, number=2, code="person_similar", choice=ACCEPT, seen_version=None, by=clerk, at=now)
    assert states(imported(batch, clerk, now)) == {"imported": 1}
    assert Person.objects.filter(name=name(1)).count() == 2


def test_a_number_under_another_name_is_no_same_person(clerk: User, now: dt.datetime) -> None:
    make_person(clerk.office, clerk, now, name="测试旧名", id_no=line(1)["身份证号"])
    batch = staged(sheet_of(line(1)), by=clerk, at=now)
    assert [reason["code"] for reason in ImportRow.objects.get(batch=batch).reasons] == ["id_other_name"]


def test_a_sheet_is_no_way_around_the_limit_of_questions(clerk: User, stranger: User, now: dt.datetime) -> None:
    count = LOOKUPS_AN_HOUR + 2
    for number in range(count):
        make_person(stranger.office, stranger, now, name=name(number), id_no=line(number)["身份证号"])
    batch = imported(staged(sheet_of(*[line(number) for number in range(count)]), by=clerk, at=now), clerk, now)
    assert (batch.state, batch.stopped_code) == (BatchState.STOPPED, "too_many_lookups")
    assert states(batch) == {"needs_decision": LOOKUPS_AN_HOUR, "ready": 2}
    assert AuditEntry.objects.filter(action="person.looked_up_elsewhere").count() == LOOKUPS_AN_HOUR
    later = now + dt.timedelta(hours=2)
    batch = imported(batch, clerk, later)
    assert states(batch) == {"needs_decision": count}
    assert not Person.objects.filter(served__office=clerk.office).exists()


def test_no_id_number_needs_a_reason_for_each_row_or_the_sheet(clerk: User, now: dt.datetime) -> None:
    batch = staged(sheet_of(line(1, 身份证号=""), line(2, 身份证号="")), by=clerk, at=now)
    assert states(batch) == {"needs_decision": 2}
    row = decide_row(batch=batch, number=2, code="id_missing", choice="lost", seen_version=None, by=clerk, at=now)
    assert row.state == RowState.READY
    change_settings(
        batch=batch,
        defaults={"no_id_reason": "not_here"},
        mapping=None,
        accepted=[],
        seen_version=None,
        by=clerk,
        at=now,
    )
    batch = work_through(batch_id=batch.pk, now=lambda: now)
    imported(batch, clerk, now)
    assert sorted(Person.objects.values_list("no_id_reason", flat=True)) == ["lost", "not_here"]


def test_no_name_or_number_reaches_the_log(
    clerk: User, now: dt.datetime, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    imported(staged(sheet_of(line(1)), by=clerk, at=now), clerk, now)
    captured = capfd.readouterr()
    logged = captured.out + captured.err + caplog.text
    assert name(1) not in logged
    assert line(1)["身份证号"] not in logged
    assert mobile(1) not in logged


def test_a_chinese_sheet_is_read_the_same_under_an_english_page() -> None:
    row = {"性别": "女", "身份证号": "", "没有证件的原因": "证件遗失，正在补办"}
    chinese = judged(**row)
    with translation.override("en"):
        assert judged(**row) == chinese
