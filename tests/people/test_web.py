"""The pages: what they show, what they hide, what they leave in the log."""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.conftest import sign_in
from tests.people.factories import id_number, make_person, mobile
from yizhan.accounts.models import Office, User
from yizhan.people.models import Consent, ConsentText, Contact, ExactIdLookup, MergeRecord, Person, ReclaimSlip
from yizhan.people.operations import ConsentReworded, change_person, issue_reclaim_slip, merge_people
from yizhan.people.queries import facts_of, people_visible_to
from yizhan.shared.models import AuditEntry

HTMX = {"HX-Request": "true"}


@pytest.fixture
def person(station: Office, clerk: User, now: dt.datetime) -> Person:
    return make_person(station, clerk, now, name="单小明", id_no=id_number(1), phone=mobile(12345678))


@pytest.fixture
def at_desk(client: Client, clerk: User, now: dt.datetime) -> Any:
    """The clerk's browser, on the morning of `now`."""
    with time_machine.travel(now, tick=True):
        sign_in(client, clerk)
        yield client


@pytest.fixture
def at_head_s(client: Client, head: User, now: dt.datetime) -> Any:
    """The head's browser."""
    with time_machine.travel(now, tick=True):
        sign_in(client, head)
        yield client


@pytest.fixture
def elsewhere(client: Client, stranger: User, now: dt.datetime) -> Any:
    """The browser of a clerk of a foreign county."""
    with time_machine.travel(now, tick=True):
        sign_in(client, stranger)
        yield client


def url(name: str, person: Person, *more: Any) -> str:
    return reverse(f"people:{name}", args=[person.public_id, *more])


def reads(person: Person | None = None) -> int:
    rows = AuditEntry.objects.filter(kind="read")
    return rows.filter(person_id=person.pk).count() if person else rows.count()


# --- searching --------------------------------------------------------------------------------------------------------


def test_results_come_alive_and_leave_one_line_a_list(at_desk: Client, person: Person) -> None:
    answer = at_desk.post(reverse("people:find"), {"text": "sxm"}, headers=HTMX).content.decode()
    assert "单小明" in answer
    assert "<html" not in answer
    assert id_number(1) not in answer
    assert mobile(12345678) not in answer
    entry = AuditEntry.objects.get(kind="read")
    assert (entry.action, entry.reason) == ("people.listed", "rows:1")
    assert len(entry.before_hash) == 32


def test_without_scripts_the_whole_page_answers(at_desk: Client, person: Person) -> None:
    answer = at_desk.post(reverse("people:find"), {"text": "单小明"}).content.decode()
    assert "<html" in answer
    assert "单小明" in answer


def test_the_search_is_no_get_and_its_text_in_no_address(at_desk: Client, person: Person) -> None:
    assert at_desk.get(reverse("people:find"), {"text": "单小明"}).status_code == 405
    page = at_desk.get(reverse("people:search")).content.decode()
    assert 'hx-post="/people/find/"' in page
    assert "hx-push-url" not in page


def test_nothing_found_says_what_to_do_and_leaves_no_line(at_desk: Client, person: Person) -> None:
    answer = at_desk.post(reverse("people:find"), {"text": "没有此人"}, headers=HTMX).content.decode()
    assert "登记为新人" in answer
    assert "后四位" in at_desk.post(reverse("people:find"), {"text": "123"}, headers=HTMX).content.decode()
    assert reads() == 0


def test_names_and_numbers_reach_no_log(
    at_desk: Client, person: Person, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    for text in ("单小明", id_number(1), "5678", id_number(7)):
        at_desk.post(reverse("people:find"), {"text": text}, headers=HTMX)
    at_desk.get(url("person", person))
    at_desk.post(url("reveal", person), {"field": "id_no", "reason": "check"})
    out = capsys.readouterr()
    logged = " ".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    logged += out.out + out.err
    for value in ("单小明", id_number(1), mobile(12345678), id_number(7)):
        assert value not in logged
        assert value not in " ".join(str(vars(row)) for row in AuditEntry.objects.all())


@pytest.mark.parametrize("text", ["单小明", "sxm", "5678", id_number(1)[-4:], mobile(12345678)])
def test_a_foreign_clerk_finds_nobody(elsewhere: Client, person: Person, text: str) -> None:
    answer = elsewhere.post(reverse("people:find"), {"text": text}, headers=HTMX).content.decode()
    assert "没有找到" in answer
    assert person.number not in answer
    assert "别处" not in answer


def test_the_exact_number_tells_a_foreign_clerk_only_that_there_is_a_record(
    elsewhere: Client, person: Person, stranger: User
) -> None:
    answer = elsewhere.post(reverse("people:find"), {"text": id_number(1)}, headers=HTMX).content.decode()
    assert "已在别处登记" in answer
    for told in ("单小明", person.number, str(person.public_id), "阳谷"):
        assert told not in answer
    opened = elsewhere.post(reverse("people:open_elsewhere"), {"id_no": id_number(1), "reason": "counter"})
    assert opened.headers["Location"] == url("person", person)
    assert "单小明" in elsewhere.get(opened.headers["Location"]).content.decode()
    assert AuditEntry.objects.get(action="person.served", actor_id=stranger.pk).reason == "counter"
    assert ExactIdLookup.objects.count() == 2


def test_opening_asks_for_a_reason_and_keeps_what_was_typed(elsewhere: Client, person: Person, stranger: User) -> None:
    answer = elsewhere.post(reverse("people:open_elsewhere"), {"id_no": id_number(1)})
    assert answer.status_code == 422
    assert "请选择调阅原因" in answer.content.decode()
    assert not people_visible_to(stranger).exists()


def test_too_many_questions_are_answered_with_a_sentence(
    elsewhere: Client, person: Person, stranger: User, now: dt.datetime
) -> None:
    ExactIdLookup.objects.bulk_create(ExactIdLookup(by=stranger, at=now, found=False) for _n in range(40))
    answer = elsewhere.post(reverse("people:find"), {"text": id_number(1)}, headers=HTMX).content.decode()
    assert "已到上限" in answer
    assert "已在别处登记" not in answer
    opened = elsewhere.post(reverse("people:open_elsewhere"), {"id_no": id_number(1), "reason": "moved"})
    assert opened.status_code == 429


# --- the person's page ------------------------------------------------------------------------------------------------


def test_the_page_is_masked_and_leaves_one_line(at_desk: Client, person: Person) -> None:
    answer = at_desk.get(url("person", person))
    page = answer.content.decode()
    assert "单小明" in page
    assert "46岁" in page
    assert id_number(1) not in page
    assert mobile(12345678) not in page
    assert reads(person) == 1
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_number_is_shown_for_a_reason_only(at_desk: Client, person: Person) -> None:
    contact = Contact.objects.get(person=person)
    shown = at_desk.post(url("reveal", person), {"field": f"contact:{contact.pk}", "reason": "call"}, headers=HTMX)
    assert mobile(12345678) in shown.content.decode()
    refused = at_desk.post(url("reveal", person), {"field": "id_no", "reason": "because"}, headers=HTMX)
    assert (refused.status_code, id_number(1) in refused.content.decode()) == (400, False)
    assert AuditEntry.objects.filter(kind="reveal").count() == 1


def test_a_contact_of_another_person_is_not_revealed(
    at_desk: Client, person: Person, station: Office, clerk: User, now: dt.datetime
) -> None:
    other = make_person(station, clerk, now, phone=mobile(7))
    contact = Contact.objects.get(person=other)
    answer = at_desk.post(url("reveal", person), {"field": f"contact:{contact.pk}", "reason": "call"})
    assert answer.status_code == 409
    assert mobile(7) not in answer.content.decode()


def test_the_page_of_a_merged_record_leads_on(
    at_head_s: Client, person: Person, station: Office, clerk: User, head: User, now: dt.datetime
) -> None:
    other = make_person(station, clerk, now, name="测试乙")
    merge_people(keep=person, absorb=other, by=head, at=now)
    assert at_head_s.get(url("person", other)).headers["Location"] == url("person", person)


def test_people_on_one_telephone_and_likely_duplicates_are_shown(
    at_desk: Client, person: Person, station: Office, clerk: User, now: dt.datetime
) -> None:
    make_person(station, clerk, now, name="测试家属", phone=mobile(12345678))
    make_person(station, clerk, now, name="单小明", birth_on="1980-05-06")
    page = at_desk.get(url("person", person)).content.decode()
    assert "测试家属" in page
    assert "姓名和出生日期相同" in page
    assert "请站长比对合并" in page


# --- correcting -------------------------------------------------------------------------------------------------------


def posted(person: Person, **values: Any) -> dict[str, Any]:
    """Return what the browser sends when the clerk changes only `values`."""
    return {
        "name": person.name, "id_kind": person.id_kind, "sex": person.sex, "version": person.version,
        "birth_on": person.birth_on.isoformat() if person.birth_on else "", "no_id_reason": person.no_id_reason,
        **values,
    }  # fmt: skip


def test_a_correction_keeps_the_number_that_was_not_sent(at_desk: Client, person: Person) -> None:
    page = at_desk.get(url("change", person)).content.decode()
    assert id_number(1) not in page
    assert at_desk.post(url("change", person), posted(person, resid_place="测试村")).status_code == 302
    person.refresh_from_db()
    assert (person.id_no, person.resid_place, person.birth_basis) == (id_number(1), "测试村", "id_card")


def test_a_place_is_shown_by_name_and_read_back(
    at_desk: Client, station: Office, clerk: User, now: dt.datetime
) -> None:
    someone = make_person(station, clerk, now, resid_code="371521", huji_code="372522")
    page = at_desk.get(url("change", someone)).content.decode()
    assert 'value="山东省聊城市阳谷县"' in page
    assert 'value="372522"' in page
    sent = posted(someone, resid_code="山东省聊城市阳谷县", huji_code="372522", resid_place="测试村")
    assert at_desk.post(url("change", someone), sent).status_code == 302
    someone.refresh_from_db()
    assert (someone.resid_code, someone.huji_code) == ("371521", "372522")


def test_a_new_number_brings_its_own_birth_and_sex(at_desk: Client, person: Person) -> None:
    new = id_number(2, born=dt.date(1990, 1, 1))
    assert at_desk.post(url("change", person), posted(person, id_no=new)).status_code == 302
    person.refresh_from_db()
    assert (person.birth_on, person.sex) == (dt.date(1990, 1, 1), "2")


def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(at_desk: Client, person: Person) -> None:
    answer = at_desk.post(url("change", person), posted(person, name="王5", resid_place="打了很多字"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "姓名里有数字或符号" in page
    assert "打了很多字" in page


def test_the_second_clerk_sees_what_the_first_saved_and_decides(
    at_desk: Client, person: Person, colleague: User, now: dt.datetime
) -> None:
    import dataclasses

    mine = posted(person, resid_place="第二个地址")
    first = dataclasses.replace(facts_of(person), resid_place="第一个地址")
    change_person(person=person, facts=first, seen_version=1, by=colleague, at=now)
    answer = at_desk.post(url("change", person), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "刚刚被别人改过" in page
    assert "第一个地址" in page
    assert "第二个地址" in page
    person.refresh_from_db()
    assert person.resid_place == "第一个地址"
    assert 'name="version" value="2"' in page
    assert at_desk.post(url("change", person), {**mine, "version": 2}).status_code == 302
    person.refresh_from_db()
    assert person.resid_place == "第二个地址"


def test_contacts_are_ended_and_added(at_desk: Client, person: Person) -> None:
    page = at_desk.get(url("contacts", person)).content.decode()
    assert "199****5678" in page
    sent = {"over": ["0"], "proxy_relation": "station", "version": 1}
    assert at_desk.post(url("contacts", person), sent).status_code == 302
    assert [row.kind for row in Contact.objects.filter(person=person, is_current=True)] == ["proxy"]
    late = at_desk.post(url("contacts", person), {"mobile": mobile(3), "version": 1})
    assert late.status_code == 409
    assert mobile(3) in late.content.decode()
    wrong = at_desk.post(url("contacts", person), {"mobile": "12345", "version": 2})
    assert wrong.status_code == 422


def test_an_age_is_confirmed_by_another_document(
    at_desk: Client, station: Office, clerk: User, now: dt.datetime
) -> None:
    someone = make_person(station, clerk, now)
    assert "年龄未证明" in at_desk.get(url("person", someone)).content.decode()
    wrong = at_desk.post(url("age", someone), {"birth_on": "昨天", "basis": "hukou", "version": 1})
    assert wrong.status_code == 422
    at_desk.post(url("age", someone), {"birth_on": "1970-01-02", "basis": "hukou", "version": 1})
    assert "年龄未证明" not in at_desk.get(url("person", someone)).content.decode()


def test_a_household_is_linked_by_registration_number(
    at_desk: Client, person: Person, station: Office, clerk: User, now: dt.datetime
) -> None:
    wife = make_person(station, clerk, now, name="测试家属")
    sent = {"number": wife.number.lower(), "role": "spouse", "other_role": "spouse"}
    assert at_desk.post(url("household", person), sent).status_code == 302
    assert "测试家属" in at_desk.get(url("person", person)).content.decode()
    assert at_desk.post(url("household", person), {**sent, "number": person.number}).status_code == 422
    at_desk.post(url("leave_household", person))
    assert "没有关联的家庭成员" in at_desk.get(url("person", person)).content.decode()


def test_a_foreign_registration_number_is_as_unknown_as_none(
    elsewhere: Client, person: Person, foreign_station: Office, stranger: User, now: dt.datetime
) -> None:
    theirs = make_person(foreign_station, stranger, now, name="测试乙")
    said = set()
    for number in (person.number, "P2611-9999-9"):
        answer = elsewhere.post(url("household", theirs), {"number": number, "role": "spouse", "other_role": "spouse"})
        page = answer.content.decode().replace(number, "")
        said.add((answer.status_code, "没有找到这个登记号的人" in page))
    assert said == {(422, True)}


def test_a_consent_is_given_and_taken_back_in_one_step_each(at_desk: Client, person: Person) -> None:
    said = {"purpose": "push", "channel": "counter", "version": 1}
    assert at_desk.post(url("consents", person), said).status_code == 302
    consent = Consent.objects.get(person=person)
    again = at_desk.post(url("consents", person), said)
    assert (again.status_code, "已经同意过" in again.content.decode()) == (422, True)
    assert at_desk.post(url("withdraw_consent", person, consent.public_id)).status_code == 302
    assert "已撤回" in at_desk.get(url("consents", person)).content.decode()


def test_what_was_not_shown_is_not_agreed_to(at_desk: Client, person: Person, clerk: User, now: dt.datetime) -> None:
    ConsentText.objects.create(
        purpose="push", version=2, text="有合适的活时，驿站会发短信告诉您。", made_at=now, made_by=clerk
    )
    said = {"purpose": "push", "channel": "counter"}
    refused = at_desk.post(url("consents", person), said | {"version": 1})
    assert refused.status_code == 422
    assert str(ConsentReworded.sentence) in refused.content.decode()
    assert at_desk.post(url("consents", person), said).status_code == 422
    assert not Consent.objects.filter(person=person).exists()
    assert at_desk.post(url("consents", person), said | {"version": 2}).status_code == 302
    assert Consent.objects.get(person=person).text.version == 2


def test_a_consent_of_another_person_is_not_withdrawn(
    at_desk: Client, person: Person, station: Office, clerk: User, now: dt.datetime
) -> None:
    other = make_person(station, clerk, now, consents=("push",))
    consent = Consent.objects.get(person=other)
    assert at_desk.post(url("withdraw_consent", person, consent.public_id)).status_code == 404


# --- merging ----------------------------------------------------------------------------------------------------------


def test_two_records_stand_side_by_side_and_a_merge_can_be_undone(
    at_head_s: Client, person: Person, station: Office, clerk: User, now: dt.datetime
) -> None:
    other = make_person(station, clerk, now, name="单晓明", resid_place="测试村", resid_code="371521")
    page = at_head_s.get(url("merge", person, other.public_id)).content.decode()
    assert id_number(1) not in page
    assert "补上右边的" in page
    sent = {"take": ["name"], "keep_version": 1, "absorb_version": 1}
    assert at_head_s.post(url("merge", person, other.public_id), sent).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.resid_place) == ("单晓明", "测试村")
    record = MergeRecord.objects.get()
    assert other.number in at_head_s.get(reverse("people:merges")).content.decode()
    at_head_s.post(reverse("people:undo_merge", args=[record.public_id]))
    person.refresh_from_db()
    assert (person.name, person.resid_place) == ("单小明", "")
    assert "已撤销" in at_head_s.get(reverse("people:merges")).content.decode()


def test_a_merge_of_what_changed_meanwhile_is_refused(
    at_head_s: Client, person: Person, station: Office, clerk: User, now: dt.datetime
) -> None:
    other = make_person(station, clerk, now, name="测试乙")
    answer = at_head_s.post(url("merge", person, other.public_id), {"keep_version": 1, "absorb_version": "x"})
    assert answer.status_code == 409
    assert not MergeRecord.objects.exists()


# --- the copy, the slip, the looks, the end ---------------------------------------------------------------------------


def test_the_copy_comes_as_page_json_and_excel(at_desk: Client, person: Person) -> None:
    import openpyxl

    page = at_desk.post(url("copy", person), {"shape": "page"}).content.decode()
    assert id_number(1) in page
    found = json.loads(at_desk.post(url("copy", person), {"shape": "json"}).content)
    assert found["held"]["身份信息"][0]["证件号码"] == id_number(1)
    answer = at_desk.post(url("copy", person), {"shape": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert id_number(1) in [row[3].value for row in sheet.iter_rows()]
    assert "单小明" not in answer.headers["Content-Disposition"]
    assert AuditEntry.objects.filter(kind="export", person_id=person.pk).count() == 3


def test_a_slip_is_printed_and_leads_back(at_desk: Client, station: Office, clerk: User, now: dt.datetime) -> None:
    someone = make_person(station, clerk, now, no_id_reason="none")
    answer = at_desk.post(url("slip", someone))
    assert answer.content.startswith(b"%PDF")
    assert ReclaimSlip.objects.get().person == someone
    _slip, secret = issue_reclaim_slip(person=someone, by=clerk, at=now)
    wrong = at_desk.post(reverse("people:reclaim"), {"secret": "2222"})
    assert (wrong.status_code, "没有对上" in wrong.content.decode()) == (422, True)
    assert at_desk.post(reverse("people:reclaim"), {"secret": secret}).headers["Location"] == url("person", someone)


def test_the_person_can_be_told_who_looked(at_desk: Client, person: Person) -> None:
    at_desk.get(url("person", person))
    at_desk.post(url("reveal", person), {"field": "id_no", "reason": "check"})
    page = at_desk.get(url("looks", person)).content.decode()
    assert "测试clerk（阳谷零工市场驿站）" in page
    assert "核对证件" in page
    assert "查看完整号码" in page


def test_anonymising_asks_for_the_number_again(at_head_s: Client, person: Person) -> None:
    wrong = at_head_s.post(url("anonymise", person), {"ground": "request", "number": "P0"})
    assert wrong.status_code == 422
    person.refresh_from_db()
    assert person.anonymised_at is None
    done = at_head_s.post(url("anonymise", person), {"ground": "request", "number": person.number})
    assert done.status_code == 302
    assert at_head_s.get(url("person", person)).status_code == 404


# --- lists ------------------------------------------------------------------------------------------------------------


def counted(client: Client, method: str, address: str, data: dict[str, Any] | None = None) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert getattr(client, method)(address, data or {}).status_code == 200
    return len([one for one in queries if "SAVEPOINT" not in one["sql"]])


def test_lists_ask_the_same_for_one_row_and_for_three(
    at_head_s: Client, station: Office, clerk: User, head: User, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The menu's small numbers belong to the rooms that show them.
    monkeypatch.setattr("yizhan.shared.web.context.menu_for", lambda user: [])
    people = [make_person(station, clerk, now, name="测试甲", phone=mobile(1))]
    at_head_s.get(reverse("people:search"))  # the session's own first lines
    found_once = counted(at_head_s, "post", reverse("people:find"), {"text": "测试甲"})
    people += [make_person(station, clerk, now, name="测试甲", phone=mobile(n)) for n in (2, 3, 4)]
    assert counted(at_head_s, "post", reverse("people:find"), {"text": "测试甲"}) == found_once == FIND_QUERIES
    merge_people(keep=people[0], absorb=people[1], by=head, at=now)
    merged_once = counted(at_head_s, "get", reverse("people:merges"))
    for other in people[2:]:
        merge_people(keep=people[0], absorb=other, by=head, at=now)
    assert counted(at_head_s, "get", reverse("people:merges")) == merged_once == MERGES_QUERIES


#: Session, user with office, two ranges of keys, people, contacts, the audit line.
FIND_QUERIES = 7
#: Session, user with office, the page of merges.
MERGES_QUERIES = 3


def test_the_menu_leads_to_the_search(at_desk: Client) -> None:
    assert reverse("people:search") in at_desk.get(reverse("people:search")).content.decode()
