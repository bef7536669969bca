"""A person's own phone: let in by paper, counter or SMS; sees and does what is their own, nothing of anybody else."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.access import as_tuple
from tests.conftest import StrictClient
from tests.gigs.factories import agreed, an_order, settled, worked
from tests.people.factories import id_number, make_person, mobile
from tests.portals.worker.factories import sign_phone_in
from tests.postings.factories import a_posting
from tests.referrals.factories import first_shift, propose
from tests.shared.notifications.factories import an_account
from tests.test_access import ROWS
from yizhan.accounts.models import Office, User
from yizhan.gigs.enums import OrderState
from yizhan.gigs.models import Attendance, Order
from yizhan.gigs.operations.agreeing import newest_agreement
from yizhan.gigs.site import site_code
from yizhan.people.models import Person, ReclaimSlip
from yizhan.people.operations import (
    issue_reclaim_slip,
)
from yizhan.portals.worker.models import CounterPass, Device
from yizhan.portals.worker.operations import make_pass
from yizhan.portals.worker.queries import requests_waiting
from yizhan.postings.models import Posting
from yizhan.referrals.enums import ApplicationAnswer, ApplicationState
from yizhan.referrals.models import Application
from yizhan.referrals.operations import AlreadyApplied, apply_for, turn_down
from yizhan.referrals.queries import applications_waiting
from yizhan.shared.models import AuditEntry
from yizhan.shared.notifications.models import Message
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
