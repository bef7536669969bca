"""A person's own phone: let in by paper, counter or SMS; sees and does what is their own, nothing of anybody else."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.access import as_tuple
from tests.conftest import StrictClient
from tests.gigs.factories import agreed, an_order, settled, worked
from tests.people.factories import id_number, make_person, mobile
from tests.portals.worker.factories import sign_phone_in
from tests.postings.factories import a_household_job, a_posting
from tests.referrals.factories import first_shift, propose
from tests.shared.notifications.factories import an_account
from tests.test_access import ROWS
from yizhan.accounts.models import Office, User
from yizhan.cli.housekeeping import forget_old_phones
from yizhan.gigs.enums import OrderState
from yizhan.gigs.models import Attendance, Order
from yizhan.gigs.operations.agreeing import newest_agreement
from yizhan.gigs.site import site_code
from yizhan.people.enums import ConsentPurpose
from yizhan.people.models import Consent, ConsentText, Person, ReclaimSlip
from yizhan.people.operations import (
    ConsentReworded,
    anonymise_person,
    issue_reclaim_slip,
    merge_people,
    table_title,
    undo_merge,
)
from yizhan.people.queries import has_consent
from yizhan.portals.worker.enums import RequestKind
from yizhan.portals.worker.models import CounterPass, DataRequest, Device
from yizhan.portals.worker.operations import ask_station, make_pass, settle_request
from yizhan.portals.worker.queries import requests_waiting
from yizhan.postings.models import Posting
from yizhan.referrals.enums import ApplicationAnswer, ApplicationState
from yizhan.referrals.models import Application
from yizhan.referrals.operations import AlreadyApplied, apply_for, turn_down
from yizhan.referrals.queries import applications_waiting
from yizhan.shared.models import AuditEntry
from yizhan.shared.notifications.codes import CodesNotOffered, office_for_codes
from yizhan.shared.notifications.models import Message
from yizhan.shared.person_rows import all_person_rows
from yizhan.workers.models import JobSeeker

pytestmark = pytest.mark.django_db


@pytest.fixture
def posting(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Posting:
    """A day job on offer."""
    return a_posting(office=station, by=clerk, verifier=reviewer, at=now)


# --- the way in -------------------------------------------------------------------------------------------------------


def test_the_counters_code_signs_one_phone_in_once(
    client: StrictClient, person: Person, clerk: User, now: dt.datetime, clock: Any
) -> None:
    code = make_pass(person=person, by=clerk, at=now)
    answer = client.post("/w/in/", {"code": f" {code[:5].lower()} {code[5:]}", "next": "/w/me/data/", "own": "1"})
    assert (answer.status_code, answer["Location"]) == (302, "/w/me/data/")
    cookie = client.cookies["w_device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/w/")
    assert client.get("/w/me/").status_code == 200
    assert cookie.value not in str(list(Device.objects.values()))
    assert "sessionid" not in client.cookies
    other = StrictClient()
    assert other.post("/w/in/", {"code": code}).status_code == 422
    assert other.get("/w/me/").status_code == 302


def test_a_code_is_over_after_five_minutes_and_a_newer_one_voids_it(
    client: StrictClient, person: Person, clerk: User, now: dt.datetime, clock: Any
) -> None:
    first, second = (make_pass(person=person, by=clerk, at=now) for _n in range(2))
    assert client.post("/w/in/", {"code": first}).status_code == 422
    clock.shift(dt.timedelta(minutes=5))
    assert client.post("/w/in/", {"code": second}).status_code == 422
    assert not Device.objects.exists()


def test_a_slip_opens_once_and_only_ones_own(
    client: StrictClient, person: Person, clerk: User, now: dt.datetime, clock: Any
) -> None:
    _slip, secret = issue_reclaim_slip(person=person, by=clerk, at=now)
    wrong = secret[:-1] + ("2" if secret[-1] != "2" else "3")
    refused = client.post("/w/in/", {"code": wrong})
    assert refused.status_code == 422
    assert f'value="{wrong}"' in refused.content.decode()  # twelve signs to look at again, not to type again
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in secret)
    assert client.post("/w/in/", {"code": wide}).status_code == 302
    assert ReclaimSlip.objects.get().used_at == now
    assert client.post("/w/in/", {"code": secret}).status_code == 422
    assert Device.objects.get().until_at == now + dt.timedelta(hours=2)  # nobody said that the phone is their own
    clock.shift(dt.timedelta(hours=2))
    assert client.get("/w/me/").status_code == 302


def test_tries_are_limited_by_address(client: StrictClient, db: None, clock: Any) -> None:
    for _try in range(60):
        answer = client.post("/w/in/", {"code": "2345678923"})
    assert answer.status_code == 422
    answer = client.post("/w/in/", {"code": "2345678923"})
    assert answer.status_code == 429
    assert "试的次数太多了" in answer.content.decode()


def by_sms(client: StrictClient, number: str) -> Any:
    """Ask for a code, read it from the outbox, send it back; return the answer with the second question."""
    assert client.post("/w/in/phone/", {"phone": number}).status_code == 200
    sent = Message.objects.filter(event="code").latest("pk")
    code = json.loads(sent.content)["code"] if sent.content else "000000"
    for none in ("", "12345", "1234567", "abcdef") * 2:  # no code at all costs none of the five tries
        assert client.post("/w/in/code/", {"phone": number, "code": none}).status_code == 422
    code = "".join(chr(ord(sign) + 0xFEE0) for sign in code)  # as a Chinese keyboard writes it
    return client.post("/w/in/code/", {"phone": number, "code": code})


def test_a_shared_telephone_asks_who_it_is_by_a_second_fact(
    client: StrictClient, station: Office, person: Person, clerk: User, sysadmin: User, now: dt.datetime, clock: Any
) -> None:
    an_account(station, sysadmin, now)
    wife = make_person(station, clerk, now, name="李测试", id_no=id_number(22), phone=mobile(1))
    make_person(station, clerk, now, name="赵测试", id_no=id_number(24), phone=mobile(2))
    answer = by_sms(client, mobile(1))
    assert "身份证号最后 4 位" in answer.content.decode()
    assert client.post("/w/in/fact/", {"fact": "1955"}).status_code == 422
    choice = client.post("/w/in/fact/", {"fact": "1980"}).content.decode()  # both were born then
    assert "李**" in choice
    assert "李测试" not in choice
    stranger = Person.objects.get(name="赵测试")
    assert client.post("/w/in/fact/", {"fact": "1980", "person": str(stranger.public_id)}).status_code == 200
    assert not Device.objects.exists()
    assert client.post("/w/in/fact/", {"fact": " １９８０年"}).status_code == 200  # as a Chinese keyboard writes it
    assert client.post("/w/in/fact/", {"fact": id_number(22)[-4:]}).status_code == 302
    assert Device.objects.get().person == wife
    assert "w_half" not in client.cookies or not client.cookies["w_half"].value


def test_nobody_learns_who_is_known(
    client: StrictClient, station: Office, person: Person, sysadmin: User, now: dt.datetime, clock: Any
) -> None:
    an_account(station, sysadmin, now)
    pages = []
    for number in (mobile(1), mobile(77)):
        fresh = StrictClient()
        page = fresh.post("/w/in/phone/", {"phone": number}).content.decode()
        wrong = fresh.post("/w/in/code/", {"phone": number, "code": "000000"})
        assert wrong.status_code == 422
        texts = (page, wrong.content.decode())
        pages += [re.sub(r'value="[^"]{30,}"', "", text).replace(number, "…") for text in texts]
    assert pages[:2] == pages[2:]
    assert StrictClient().post("/w/in/fact/", {"fact": "1980"}).status_code == 422


def test_a_second_fact_is_not_guessed(
    client: StrictClient, station: Office, person: Person, sysadmin: User, now: dt.datetime, clock: Any
) -> None:
    an_account(station, sysadmin, now)
    by_sms(client, mobile(1))
    for none in ("八零年", "19801", "年"):
        answer = client.post("/w/in/fact/", {"fact": none})
        assert answer.status_code == 422
        assert "这次不算次数" in answer.content.decode()
    statuses = [client.post("/w/in/fact/", {"fact": str(year)}).status_code for year in range(1950, 1957)]
    assert statuses == [422] * 6 + [429]
    assert client.post("/w/in/fact/", {"fact": "1980"}).status_code == 429


def test_a_lost_phone_is_signed_out_at_the_counter(
    phone: StrictClient, person: Person, clerk: User, stranger: User, now: dt.datetime
) -> None:
    from tests.conftest import sign_in

    make_pass(person=person, by=clerk, at=now)
    desk = Client()
    sign_in(desk, stranger)
    assert desk.post(f"/w/counter/{person.public_id}/out/").status_code == 404
    assert phone.get("/w/me/").status_code == 200
    sign_in(desk, clerk)
    page = desk.post(f"/w/counter/{person.public_id}/pass/").content.decode()
    assert re.search(r"[2-9A-Z]{5} [2-9A-Z]{5}", page)
    assert "没有登录着的手机" in desk.post(f"/w/counter/{person.public_id}/out/").content.decode()
    assert phone.get("/w/me/").status_code == 302
    assert not CounterPass.objects.filter(closed_at=None).exists()


def test_a_staff_session_opens_nothing_here(client: StrictClient, clerk: User, clock: Any) -> None:
    from tests.conftest import sign_in

    sign_in(client, clerk)
    assert client.get("/w/me/")["Location"] == "/w/in/?next=%2Fw%2Fme%2F"


# --- who sees what ----------------------------------------------------------------------------------------------------

PUBLIC = {"search", "here", "map", "job", "large_type", "offline", "manifest", "service_worker"}
WAY_IN = {"enter", "phone", "code", "fact", "leave"}
DESK = {"counter", "show_pass", "end_all", "requests", "settle"}


def test_every_own_address_is_shut_to_whoever_is_not_signed_in_on_a_phone() -> None:
    for name, rows in ROWS.items():
        if name.startswith("worker:") and name.split(":")[1] not in PUBLIC | WAY_IN | DESK:
            for row in rows:
                assert {as_tuple(status) for status in row.expected.values()} == {(302,)}, name


def test_somebody_elses_is_not_there(
    phone: StrictClient, clerk: User, reviewer: User, now: dt.datetime, posting: Posting
) -> None:
    order = an_order(clerk, reviewer, now, number=2)
    other = apply_for(person=order.person, posting=posting, at=now)
    theirs = [("worker:shift", [order.public_id]), ("worker:payslip", [order.public_id])]
    assert [phone.get(reverse(name, args=args)).status_code for name, args in theirs] == [404, 404]
    acts = [reverse("worker:act", args=[order.public_id, what]) for what in ("agree", "decline", "paid", "unpaid")]
    posts = [*acts, reverse("worker:withdraw", args=[other.public_id])]
    assert [phone.post(address, {"number": "1"}).status_code for address in posts] == [404] * len(posts)
    assert phone.post(reverse("worker:apply", args=[uuid.uuid4()])).status_code == 404
    other.refresh_from_db()
    assert other.state == ApplicationState.WAITING


def test_own_pages_are_kept_by_nobody_and_each_look_leaves_one_line(
    phone: StrictClient, person: Person, posting: Posting
) -> None:
    assert phone.get(f"/w/jobs/{posting.public_id}/").has_header("X-Keep-Offline") is False
    for name in ("me", "shifts", "for_me", "more", "data"):
        before = AuditEntry.objects.filter(kind="read", person_id=person.pk, actor_id=None).count()
        answer = phone.get(reverse(f"worker:{name}"))
        assert answer.status_code == 200, name
        assert "no-store" in answer["Cache-Control"]
        assert not answer.has_header("X-Keep-Offline")
        assert AuditEntry.objects.filter(kind="read", person_id=person.pk, actor_id=None).count() == before + 1, name


# --- applying ---------------------------------------------------------------------------------------------------------


def test_an_application_is_one_press_and_becomes_a_referral_at_the_desk(
    phone: StrictClient, seeker: JobSeeker, posting: Posting, clerk: User, now: dt.datetime
) -> None:
    from tests.conftest import sign_in

    page = f"/w/jobs/{posting.public_id}/"
    assert "一键报名" not in phone.get(page).content.decode()
    assert phone.post(f"{page}apply/").status_code == 302
    assert "已报名，等驿站答复" in phone.get(page).content.decode()
    assert phone.post(f"{page}apply/", {"next": page}).status_code == 409
    with pytest.raises(AlreadyApplied):
        apply_for(person=seeker.person, posting=posting, at=now)
    assert [one.posting for one in applications_waiting(clerk)] == [posting]
    desk = Client()
    sign_in(desk, clerk)
    assert reverse("postings:show", args=[posting.public_id]) in desk.get("/referrals/applications/").content.decode()
    referral = propose(seeker, first_shift(posting), clerk, now)
    made = Application.objects.get()
    assert (made.state, made.referral, made.settled_by) == (ApplicationState.TAKEN, referral, clerk)
    assert referral.get_status_display() in phone.get("/w/me/").content.decode()
    assert not applications_waiting(clerk).exists()


def test_an_application_is_withdrawn_and_made_again_or_turned_down_in_words(
    phone: StrictClient, person: Person, posting: Posting, clerk: User, stranger: User, now: dt.datetime
) -> None:
    first = apply_for(person=person, posting=posting, at=now)
    assert not applications_waiting(stranger).exists()
    assert phone.post(f"/w/me/applications/{first.public_id}/withdraw/").status_code == 302
    assert phone.post(f"/w/me/applications/{first.public_id}/withdraw/").status_code == 409
    second = apply_for(person=person, posting=posting, at=now)
    turn_down(application=second, answer=ApplicationAnswer.FILLED, by=clerk, at=now)
    assert "人已经招满" in phone.get("/w/me/").content.decode()
    assert phone.post(f"/w/jobs/{posting.public_id}/apply/").status_code == 409


def test_who_is_on_the_way_there_does_not_apply(
    phone: StrictClient, seeker: JobSeeker, posting: Posting, clerk: User, now: dt.datetime
) -> None:
    propose(seeker, first_shift(posting), clerk, now)
    answer = phone.post(f"/w/jobs/{posting.public_id}/apply/")
    assert answer.status_code == 409
    assert "已经把您推荐到这个活" in answer.content.decode()
    assert not Application.objects.exists()


def test_who_applies_in_another_county_is_sent_there_from_their_own(
    person: Person, clerk: User, stranger: User, reviewer: User, now: dt.datetime, clock: Any
) -> None:
    from tests.conftest import sign_in

    far = a_posting(office=stranger.office, by=stranger, verifier=reviewer, at=now)
    desk = Client()
    sign_in(desk, clerk)
    send = reverse("referrals:create", args=[person.public_id, far.public_id])
    assert desk.get(send).status_code == 404
    apply_for(person=person, posting=far, at=now)
    page = desk.get(reverse("referrals:applications")).content.decode()
    assert send in page
    assert "装卸工" in page
    assert reverse("postings:show", args=[far.public_id]) not in page
    assert desk.get(send).status_code == 200


def test_who_never_registered_for_work_is_told_what_to_do(
    client: StrictClient, station: Office, clerk: User, posting: Posting, now: dt.datetime, clock: Any
) -> None:
    sign_phone_in(client, make_person(station, clerk, now, id_no=id_number(30)), now)
    answer = client.post(f"/w/jobs/{posting.public_id}/apply/")
    assert answer.status_code == 409
    assert "还没有登记求职" in answer.content.decode()
    for name in ("more", "for_me"):
        page = client.get(reverse(f"worker:{name}"))
        assert page.status_code == 409
        assert "这一项还用不了" in page.content.decode()
    assert client.post("/w/me/data/ask/", {"kind": "delete"}).status_code == 302  # a right of everybody on record
    assert [one.office for one in requests_waiting(clerk)] == [station]


# --- shifts -----------------------------------------------------------------------------------------------------------


def test_a_gig_is_agreed_worked_and_paid_from_the_phone(
    client: StrictClient, clerk: User, reviewer: User, now: dt.datetime, clock: time_machine.Traveller
) -> None:
    order = agreed(clerk, reviewer, now)
    sign_phone_in(client, order.person, now)
    assert order.number in client.get(f"/w/me/shifts/{order.public_id}/").content.decode()
    clock.move_to(order.shift.starts_at)
    assert client.post("/w/at/", {"code": "987654-23456789"}).status_code == 409
    assert client.post("/w/at/", {"code": site_code(order.shift), "way": "in"}).status_code == 302
    assert order.shift.ends_at is not None
    clock.move_to(order.shift.ends_at)
    assert client.post("/w/at/", {"code": site_code(order.shift), "way": "out"}).status_code == 302
    noted = Attendance.objects.get()
    assert (noted.in_at, noted.out_at) == (order.shift.starts_at, order.shift.ends_at)
    act = f"/w/me/shifts/{order.public_id}/hours/"
    refused = client.post(act, {"hours": "八", "minutes": "20"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "“小时”这一项看不懂" in page
    assert 'value="八"' in page
    assert 'value="20"' in page
    for full_width in ({"hours": "８．５小时", "minutes": ""}, {"hours": "8", "minutes": "３０"}):
        assert client.post(act, full_width).status_code == 302
        assert client.get(f"/w/me/shifts/{order.public_id}/").context["own"].minutes["worker"] == 510
    assert "8 小时 30 分" in client.get(f"/w/me/shifts/{order.public_id}/").content.decode()


@pytest.mark.parametrize(
    ("sent", "is_kept"),
    [
        ({"with_place": "on", "lat": "36.1131", "lng": "115.7722"}, True),
        ({"lat": "36.1131", "lng": "115.7722"}, False),
        ({"with_place": "on", "lat": "", "lng": ""}, False),
        ({"with_place": "on", "lat": "nan", "lng": "1e400"}, False),
        ({"with_place": "on", "lat": "136.1", "lng": "115.8"}, False),
    ],
)
def test_a_place_is_taken_only_where_its_box_is_ticked_and_goes_at_a_press(
    sent: dict[str, str], is_kept: bool, client: StrictClient, clerk: User, reviewer: User, now: dt.datetime,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    order = agreed(clerk, reviewer, now)
    sign_phone_in(client, order.person, now)
    clock.move_to(order.shift.starts_at)
    assert client.post("/w/at/", {"code": site_code(order.shift), "way": "in", **sent}).status_code == 302
    assert (Attendance.objects.get().in_lat_e6 is not None) is is_kept
    address = f"/w/me/shifts/{order.public_id}/"
    assert ("删除我的位置" in client.get(address).content.decode()) is is_kept
    assert client.post(f"{address}forget/").status_code == 302
    noted = Attendance.objects.get()
    assert (noted.in_at, noted.in_lat_e6, noted.in_lng_e6) == (order.shift.starts_at, None, None)
    assert "删除我的位置" not in client.get(address).content.decode()
    assert AuditEntry.objects.get(action="gig.place_forgotten").person_id == order.person_id


def test_the_sheets_are_handed_out_to_their_own_person_outside_of_other_apps(
    client: StrictClient, clerk: User, reviewer: User, now: dt.datetime, clock: Any
) -> None:
    order, other = settled(clerk, reviewer, now), settled(clerk, reviewer, now, number=2)
    sign_phone_in(client, order.person, now)
    address = f"/w/me/shifts/{order.public_id}/"
    for page, sheet in ((address, "terms.pdf"), (f"{address}payslip/", "payslip.pdf")):
        assert f'href="{address}{sheet}"' in client.get(page).content.decode()
        assert sheet not in client.get(page, headers={"User-Agent": "MicroMessenger"}).content.decode()
        answer = client.get(f"{address}{sheet}")
        assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")
        assert "no-store" in answer["Cache-Control"]
        assert client.get(f"/w/me/shifts/{other.public_id}/{sheet}").status_code == 404
    assert client.get(f"{address}ledger.pdf").status_code == 404
    assert AuditEntry.objects.filter(action="worker.took_sheet", person_id=order.person_id).count() == 2


def test_terms_are_agreed_and_declined_as_they_were_read(
    client: StrictClient, clerk: User, reviewer: User, now: dt.datetime, clock: Any
) -> None:
    order = an_order(clerk, reviewer, now)
    sign_phone_in(client, order.person, now)
    assert client.post(f"/w/me/shifts/{order.public_id}/agree/", {"number": "9"}).status_code == 409
    assert client.post(f"/w/me/shifts/{order.public_id}/agree/", {"number": "1"}).status_code == 302
    assert newest_agreement(order).worker_agreed_at == now
    assert "等雇主确认" in client.get(f"/w/me/shifts/{order.public_id}/").content.decode()
    assert client.post(f"/w/me/shifts/{order.public_id}/decline/").status_code == 302
    ended = Order.objects.get()
    assert ended.state == OrderState.CANCELLED
    page = client.get(f"/w/me/shifts/{order.public_id}/").content.decode()
    assert f"这一班记的是：{ended.get_end_reason_display()}。" in page


def test_pay_is_seen_confirmed_or_missed(
    client: StrictClient, clerk: User, reviewer: User, now: dt.datetime, clock: time_machine.Traveller
) -> None:
    order = settled(clerk, reviewer, now)
    sign_phone_in(client, order.person, now)
    slip = client.get(f"/w/me/shifts/{order.public_id}/payslip/").content.decode()
    assert "实发" in slip
    assert client.post(f"/w/me/shifts/{order.public_id}/unpaid/").status_code == 409  # the day is not over
    clock.move_to(dt.datetime.combine(order.pay_on + dt.timedelta(days=2), dt.time(9), tzinfo=now.tzinfo))
    assert client.post(f"/w/me/shifts/{order.public_id}/unpaid/").status_code == 302
    assert Order.objects.get().said_unpaid_at is not None
    day = (order.pay_on + dt.timedelta(days=1)).isoformat()
    for unreadable in ("2026-02-31", "2026/02/01", "昨天"):
        assert (
            "“哪天收到的”"
            in client.post(f"/w/me/shifts/{order.public_id}/paid/", {"paid_on": unreadable}).content.decode()
        )
        assert client.post(f"/w/me/shifts/{order.public_id}/paid/", {"paid_on": unreadable}).status_code == 422
    assert Order.objects.get().state != OrderState.PAID
    assert client.post(f"/w/me/shifts/{order.public_id}/paid/", {"paid_on": day}).status_code == 302
    assert Order.objects.get().state == OrderState.PAID


def test_nothing_is_on_the_payslip_page_before_it_is_settled(
    client: StrictClient, clerk: User, reviewer: User, now: dt.datetime, clock: Any
) -> None:
    order = worked(clerk, reviewer, now)
    sign_phone_in(client, order.person, now)
    assert client.get(f"/w/me/shifts/{order.public_id}/payslip/").status_code == 404


# --- recommendation and data ------------------------------------------------------------------------------------------


def test_recommendation_says_why_and_can_be_turned_off(
    phone: StrictClient, seeker: JobSeeker, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    a_posting(
        office=station, by=clerk, verifier=reviewer, at=now, title="院墙瓦工", occupation_code="6-29-01-01", hazards=[]
    )
    page = phone.get("/w/me/jobs/").content.decode()
    assert "院墙瓦工" in page
    assert "为什么显示这个" in page
    assert phone.post("/w/me/recommendation/", {"off": "1"}).status_code == 302
    seeker.refresh_from_db()
    assert seeker.recommendation_off
    assert AuditEntry.objects.get(action="seeker.recommendation_set").reason == "self"
    page = phone.get("/w/me/jobs/").content.decode()
    assert "没有按个人情况打分" in page
    assert "院墙瓦工" in page
    assert "本人关闭了个性化推荐" in phone.get("/w/me/more/").content.decode()


def test_how_far_a_household_is_stands_in_whole_kilometres(
    phone: StrictClient, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    a_household_job(
        office=station, by=clerk, verifier=reviewer, at=now, title="院墙瓦工", occupation_code="6-29-01-01", hazards=[]
    )
    page = phone.get("/w/me/jobs/").content.decode()
    assert "院墙瓦工" in page
    assert "距离在1.0公里以内" in page
    assert re.search(r"约\s+1\.0公里", page)
    assert not re.search(r"\d米", page)


def test_consents_are_given_and_taken_back_at_once(phone: StrictClient, person: Person, now: dt.datetime) -> None:
    assert phone.post("/w/me/data/consent/", {"purpose": "push", "give": "1", "version": "1"}).status_code == 302
    assert has_consent(person, "push", now)
    assert phone.post("/w/me/data/consent/", {"purpose": "push", "give": "1", "version": "1"}).status_code == 409
    assert phone.post("/w/me/data/consent/", {"purpose": "push"}).status_code == 302
    assert not has_consent(person, "push", now)
    assert phone.post("/w/me/data/consent/", {"purpose": "all"}).status_code == 404
    assert Consent.objects.get(purpose="push").given_through is None


def test_after_a_new_wording_the_old_consent_can_be_taken_back_and_the_new_one_given(
    phone: StrictClient, person: Person, clerk: User, now: dt.datetime
) -> None:
    def offered() -> tuple[bool, bool]:
        """Whether it can be taken back, and agreed to."""
        page = phone.get("/w/me/data/").content.decode()
        name = str(ConsentPurpose.PUSH.label)
        return tuple(bool(re.search(rf">{word}<span[^>]*>：{name}<", page)) for word in ("撤回", "同意"))  # type: ignore[return-value]

    give = {"purpose": "push", "give": "1"}
    assert offered() == (False, True)
    phone.post("/w/me/data/consent/", give | {"version": "1"})
    assert offered() == (True, False)
    ConsentText.objects.create(purpose="push", version=2, text="新文本", made_at=now, made_by=clerk)
    assert offered() == (True, True)
    assert has_consent(person, "push", now)
    for unseen in ({"version": "1"}, {}):  # what was shown is no longer what is agreed to
        refused = phone.post("/w/me/data/consent/", give | unseen)
        assert refused.status_code == 409
        assert str(ConsentReworded.sentence) in refused.content.decode()
    assert Consent.objects.get(person=person, purpose="push").text.version == 1
    phone.post("/w/me/data/consent/", {"purpose": "push"})
    assert not has_consent(person, "push", now)
    phone.post("/w/me/data/consent/", give | {"version": "2"})
    assert offered() == (True, False)


def test_the_copy_is_whole_and_apps_get_it_as_a_page(phone: StrictClient, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(ethnicity="01")
    told = phone.post("/w/me/data/copy/", {"shape": "json"})
    assert told["Content-Disposition"].startswith("attachment")
    assert told.json()["held"]["身份信息"][0]["证件号码"] == person.id_no
    inside = {"user-agent": "Mozilla/5.0 (Linux; Android 10) Chrome/86.0 Mobile MicroMessenger/8.0.16"}
    shown = phone.post("/w/me/data/copy/", {"shape": "json"}, headers=inside)
    assert not shown.has_header("Content-Disposition")
    assert person.id_no in shown.content.decode()
    page = shown.content.decode()
    for value in re.findall(r"<dd>([^<]*)</dd>", page):
        assert not re.search(r"\d{4}-\d\d-\d\dT|^(True|False)?$|^\[", value)
    assert not re.search("（分）|（米）|代码<", page)
    told_wish, told_self = (told.json()["held"][title][0] for title in ("求职登记", "身份信息"))
    assert (told_wish["计酬单位"], told_self["民族代码"]) == ("day", "01")  # the file as it was
    read = dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page))
    assert (read["最低报酬"], read["计酬单位"], read["最远路程"]) == ("200元/天", "元/天", "8.0公里")
    assert (read["民族"], read["意向工种"]) == ("汉族", "砌筑工")
    assert "下载文件" not in phone.get("/w/me/data/", headers=inside).content.decode()
    assert person.id_no not in phone.get("/w/me/data/").content.decode()
    assert AuditEntry.objects.filter(kind="export", person_id=person.pk, actor_id=None, reason="self").count() == 2


def test_a_correction_waits_at_the_counter_until_it_is_settled(
    phone: StrictClient, clerk: User, stranger: User, now: dt.datetime
) -> None:
    from tests.conftest import sign_in

    assert phone.post("/w/me/data/ask/", {"kind": "correct", "words": "姓写\x00错了"}).status_code == 302
    assert phone.post("/w/me/data/ask/", {"kind": "correct", "words": "再说一次"}).status_code == 409
    made = DataRequest.objects.get()
    desk = Client()
    sign_in(desk, stranger)
    assert "姓写错了" not in desk.get("/w/counter/requests/").content.decode()
    sign_in(desk, clerk)
    assert "姓写错了" in desk.get("/w/counter/requests/").content.decode()
    assert desk.post(f"/w/counter/requests/{made.public_id}/").status_code == 302
    made.refresh_from_db()
    assert (made.words, made.settled_by) == ("", clerk)


def test_deletion_says_what_is_lost_and_is_taken_back_until_it_is_settled(
    phone: StrictClient, clerk: User, person: Person, now: dt.datetime
) -> None:
    page = phone.get("/w/me/data/").content.decode()
    assert re.search(r"<details><summary>删除登记</summary>.*不能恢复.*</details>", page, re.S)
    back = "/w/me/data/ask/back/"
    assert phone.post(back, {"kind": "delete"}).status_code == 409
    phone.post("/w/me/data/ask/", {"kind": "delete"})
    assert "撤回申请" in phone.get("/w/me/data/").content.decode()
    assert phone.post(back, {"kind": "delete"}).status_code == 302
    assert not requests_waiting(clerk).exists()
    line = AuditEntry.objects.get(action="worker.request_taken_back")
    assert (line.person_id, line.actor_id, line.reason) == (person.pk, None, "delete")
    phone.post("/w/me/data/ask/", {"kind": "delete"})
    settle_request(request=DataRequest.objects.get(), by=clerk, at=now)
    assert phone.post(back, {"kind": "delete"}).status_code == 409
    assert phone.post(back, {"kind": "all"}).status_code == 404


def test_the_way_in_keeps_the_whole_address_and_a_code_by_sms_is_offered_where_it_can_be_sent(
    client: StrictClient, db: None
) -> None:
    answer = client.get("/w/me/wish/?change=distance-1")
    assert dict(parse_qsl(urlsplit(answer["Location"]).query)) == {"next": "/w/me/wish/?change=distance-1"}
    answer = client.get("/w/in/phone/?next=/w/me/", follow=True)
    assert answer.redirect_chain == [("/w/in/?next=%2Fw%2Fme%2F", 302)]
    assert str(CodesNotOffered.sentence) in answer.content.decode()


def test_who_is_merged_or_forgotten_is_signed_out(
    phone: StrictClient, person: Person, station: Office, clerk: User, head: User, posting: Posting, now: dt.datetime
) -> None:
    apply_for(person=person, posting=posting, at=now)
    kept = make_person(station, clerk, now, name="测试乙", phone=mobile(1))
    merge_people(keep=kept, absorb=person, by=head, at=now)
    assert phone.get("/w/me/").status_code == 302
    assert Application.objects.get().person == kept
    sign_phone_in(phone, kept, now)
    anonymise_person(person=kept, ground="request", by=head, at=now)
    assert phone.get("/w/me/").status_code == 302
    assert not Device.objects.filter(person=kept).exists()
    assert not Application.objects.exists()


def test_what_was_asked_on_both_records_is_one_request_with_both_words(
    person: Person, station: Office, clerk: User, head: User, now: dt.datetime
) -> None:
    kept = make_person(station, clerk, now, name="测试乙", phone=mobile(1))
    for whose, words in ((kept, "姓错了"), (person, "生日错了")):
        ask_station(person=whose, office=station, kind=RequestKind.CORRECT, words=words, at=now)
    record = merge_people(keep=kept, absorb=person, by=head, at=now)
    assert [one.words for one in requests_waiting(clerk)] == ["姓错了；生日错了"]
    undo_merge(record=record, by=head, at=now)
    assert sorted(one.words for one in requests_waiting(clerk)) == ["姓错了", "生日错了"]


def test_phones_and_codes_that_are_over_go_after_a_month(
    phone: StrictClient, person: Person, clerk: User, now: dt.datetime, clock: time_machine.Traveller
) -> None:
    make_pass(person=person, by=clerk, at=now)
    clock.shift(dt.timedelta(days=59))
    forget_old_phones()
    assert (Device.objects.count(), CounterPass.objects.count()) == (1, 0)
    clock.shift(dt.timedelta(days=2))
    forget_old_phones()
    assert not Device.objects.exists()


def test_no_table_of_the_copy_is_headed_by_its_technical_name() -> None:
    told_nothing = {"people.SearchKey", "worker.CounterPass"}  # their rows are never exported
    titles = {rows.model: str(table_title(rows.model)) for rows in all_person_rows() if rows.model not in told_nothing}
    assert [model for model, title in titles.items() if title == model] == []
    assert len(set(titles.values())) == len(titles)  # the copy is a table of them


def test_who_can_send_codes_is_one_query_and_the_topmost_that_has_a_template(
    station: Office, county: Office, sysadmin: User, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        assert office_for_codes() is None
    an_account(county, sysadmin, now, templates=("tests.shift",))
    an_account(station, sysadmin, now)
    with django_assert_num_queries(1):
        assert office_for_codes() == station


@pytest.mark.parametrize("count", [1, 3])
def test_ones_own_page_costs_the_same(
    count: int, phone: StrictClient, person: Person, station: Office, clerk: User, reviewer: User, now: dt.datetime,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for _n in range(count):
        apply_for(person=person, posting=a_posting(office=station, by=clerk, verifier=reviewer, at=now), at=now)
    with django_assert_num_queries(3):
        phone.get("/w/me/")
