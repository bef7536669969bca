"""Pages for what is out of the ordinary: crews, other terms, policies, scans, corrections, overlaps, panels."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from tests.conftest import sign_in
from tests.gigs.factories import agreed, an_order, evening, fresh, settled, worked
from tests.people.factories import mobile
from tests.postings.factories import a_posting, an_employer
from tests.referrals.factories import a_shift, first_shift
from tests.workers.factories import make_seeker
from yizhan.accounts.models import User
from yizhan.gigs.board import board_of_day
from yizhan.gigs.models import Attendance, AttendanceCorrection, LedgerEntry, Order, SettlementLine
from yizhan.gigs.operations import (
    Payment,
    Said,
    confirm_agreement,
    confirm_payment,
    promise_shift,
    settle_order,
    sign_out,
    state_hours,
)
from yizhan.gigs.operations import sign_in as come
from yizhan.gigs.operations.agreeing import newest_agreement
from yizhan.gigs.operations.refusals import EarlierShiftOpen
from yizhan.gigs.queries import count_late, outstanding_fen

pytestmark = pytest.mark.django_db
SHAPE = "%Y-%m-%dT%H:%M"


@pytest.fixture
def time_machine(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the clock that the doors read; operations are handed their time."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def act(client: Client, order: Order, name: str, status: int = 302, **data: Any) -> Order:
    """Send one step from the order's page and return the order as it is then."""
    done = client.post(f"/gigs/{order.public_id}/act/", {"act": name, **data})
    assert done.status_code == status, done.content.decode()[:1500]
    return Order.objects.get(pk=order.pk)


def local(moment: dt.datetime) -> str:
    return timezone.localtime(moment).strftime(SHAPE)


def test_other_terms_are_a_new_version_that_both_sides_confirm(
    client: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = agreed(clerk, reviewer, now)
    sign_in(client, clerk)
    assert "改约定" in client.get(f"/gigs/{order.public_id}/").content.decode()
    terms: dict[str, Any] = {"pay_fen": "26.5", "pay_unit": "hour", "pay_on": str(order.pay_on), "rest_minutes": "60"}
    half = terms | {"policy_no": "ZX-1"}
    assert act(client, order, "terms", 409, **half).state == "agreed", "a policy without an insurer is none"
    order = act(client, order, "terms", **terms, seen=order.version)
    assert (order.state, newest_agreement(order).pay_fen, newest_agreement(order).number) == ("promised", 2650, 2)
    act(client, order, "terms", 409, **terms, seen=order.version - 1)
    page = client.get(f"/gigs/{order.public_id}/").content.decode()
    assert "第 1 版" in page
    assert act(client, order, "agree", worker="counter", employer="phone").state == "agreed"


def test_a_policy_for_a_shift_is_in_everybodys_agreement(
    client: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    shift = a_shift(clerk, reviewer, now)
    orders = [agreed(clerk, reviewer, now, number=n, shift=shift) for n in (1, 2)]
    sign_in(client, clerk)
    day = str(timezone.localdate(shift.starts_at))
    policy = {"policy_no": "ZX-9", "insurer": "测试保险", "policy_from_on": day, "policy_until_on": day}
    page = f"/gigs/shift/{shift.public_id}/insure/"
    assert client.post(page, policy).status_code == 422, "who pays is not said"
    assert client.post(page, policy | {"premium_payer": "employer"}).status_code == 302
    held = [newest_agreement(order) for order in orders]
    assert [(one.number, one.policy_no, one.is_whole) for one in held] == [(2, "ZX-9", False)] * 2


def test_a_crew_gets_its_names_and_gives_places_back(
    client: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    leader = an_order(clerk, reviewer, now, places=3)
    member = make_seeker(clerk, now, number=2, phone=mobile(2)).person
    sign_in(client, clerk)
    page = f"/gigs/shift/{leader.shift.public_id}/choose/?leader={leader.public_id}"
    assert member.name in client.post(page, {"q": member.name}).content.decode()
    assert client.post(page, {"person": str(member.public_id), "places": "1"}).status_code == 302
    assert Order.objects.get(person=member).led_by_id == leader.pk
    assert member.name in client.get(f"/gigs/{leader.public_id}/").content.decode()
    assert act(client, leader, "give_back", places="1").places == 1
    assert fresh(leader.shift).taken == 2
    assert client.post(page, {"person": str(member.public_id), "places": "1"}).status_code == 409
    other = a_shift(clerk, reviewer, now)
    assert client.get(f"/gigs/shift/{other.public_id}/choose/?leader={leader.public_id}").status_code == 404
    assert client.get(f"/gigs/shift/{other.public_id}/choose/?leader=nonsense").status_code == 404


def test_an_overlap_is_promised_with_a_reason_only(
    client: Client, clerk: User, reviewer: User, now: dt.datetime, time_machine: Any
) -> None:
    order = an_order(clerk, reviewer, now)
    other = a_shift(clerk, reviewer, now)
    time_machine(now)
    sign_in(client, clerk)
    page = f"/gigs/shift/{other.public_id}/choose/"
    found = client.post(page, {"q": order.person.name}).content.decode()
    assert "和别的约定冲突" in found
    assert "超过 11 小时" in found, "what else speaks against it is said too"
    person = {"person": str(order.person.public_id), "places": "1"}
    in_the_address = client.get(f"{page}?q={order.person.name}").content.decode()
    assert order.person.name not in in_the_address
    refused = client.post(page, person)
    assert (refused.status_code, Order.objects.count()) == (409, 1)
    assert "时间" in refused.content.decode()
    assert client.post(page, person | {"overridden_reason": "because"}).status_code == 422
    assert client.post(page, person | {"overridden_reason": "half"}).status_code == 302
    assert Order.objects.filter(person=order.person).count() == 2
    day = timezone.localdate(other.starts_at)
    assert client.get(f"/gigs/?day={day}").content.decode().count("超过 11 小时") == 2
    assert "超过 11 小时" in client.get(f"/gigs/{order.public_id}/").content.decode()


def test_rest_between_shifts_is_warned_about_on_the_board(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = an_order(clerk, reviewer, now)
    day = timezone.localdate(order.shift.starts_at)
    assert list(board_of_day(clerk, day)[0].warnings) == [order.pk], "ten hours are more than eight"
    night = a_shift(clerk, reviewer, now, start_time="22:00", end_time="23:00")
    late = promise_shift(seeker=order.seeker, shift=fresh(night), by=clerk, at=now)
    said = dict(board_of_day(clerk, day)[0].warnings)
    assert any("休息不到 8 小时" in line for line in said[late.pk])
    assert any("休息不到 8 小时" in line for line in said[order.pk])


def test_a_scan_signs_in_once_and_out_after_the_end(
    client: Client, clerk: User, reviewer: User, now: dt.datetime, time_machine: Any
) -> None:
    order = agreed(clerk, reviewer, now)
    assert order.shift.ends_at is not None
    waiting = an_order(clerk, reviewer, now, number=2, shift=order.shift)
    sign_in(client, clerk)
    sent = {"number": order.number.lower().replace("-", " ")}
    time_machine(now)
    assert client.post("/gigs/scan/", sent).status_code == 409, "the day before is too early"
    time_machine(order.shift.starts_at)
    sign_in(client, clerk)
    answer = client.post("/gigs/scan/", sent).content.decode()
    assert "已签到" in answer
    assert order.person.name in answer
    time_machine(order.shift.starts_at + dt.timedelta(minutes=7))
    assert "没有改动" in client.post("/gigs/scan/", sent).content.decode()
    assert client.post("/gigs/scan/", {"number": waiting.number}).status_code == 409, "both sides agree first"
    assert client.post("/gigs/scan/", {"number": order.number[:-1] + "x"}).status_code == 422
    assert client.post("/gigs/scan/", {"number": ""}).status_code == 422
    time_machine(order.shift.ends_at + dt.timedelta(minutes=3))
    sign_in(client, clerk)
    assert "已签退" in client.post("/gigs/scan/", sent).content.decode()
    noted = Attendance.objects.get()
    assert (noted.in_method, noted.out_method, noted.in_at) == ("qr", "qr", order.shift.starts_at)


def test_a_call_and_a_foreman_are_noted_as_what_they_are(
    client: Client, clerk: User, reviewer: User, now: dt.datetime, time_machine: Any
) -> None:
    order = agreed(clerk, reviewer, now)
    assert order.shift.ends_at is not None
    time_machine(evening(order))
    sign_in(client, clerk)
    act(client, order, "come", moment=local(order.shift.starts_at), method="phone")
    roster = f"/gigs/shift/{order.shift.public_id}/roster/"
    line = {f"came-{order.pk}": "on", f"out-{order.pk}": local(order.shift.ends_at)}
    assert client.post(roster, line | {"method": "smoke"}).status_code == 422
    assert client.post(roster, line | {"method": "foreman"}).status_code == 302
    noted = Attendance.objects.get()
    assert (noted.in_method, noted.out_method) == ("phone", "foreman")


def test_a_correction_keeps_both_versions_and_the_database_holds_them(
    client: Client, clerk: User, reviewer: User, now: dt.datetime, time_machine: Any
) -> None:
    order = worked(clerk, reviewer, now, agree=False)
    before = Attendance.objects.get()
    time_machine(evening(order))
    sign_in(client, clerk)
    later = order.shift.starts_at + dt.timedelta(minutes=30)
    sent: dict[str, Any] = {"in_at": local(later), "reason": "misread", "method": "phone", "version": before.version}
    act(client, order, "correct", 422, **(sent | {"reason": ""}))
    act(client, order, "correct", **sent)
    act(client, order, "correct", 409, **sent)
    kept, after = AttendanceCorrection.objects.get(), Attendance.objects.get()
    assert (kept.before_in_at, kept.in_at, after.in_at) == (before.in_at, later, later)
    assert (kept.before_out_at, kept.out_at, after.out_at) == (before.out_at,) * 3
    page = client.get(f"/gigs/{order.public_id}/").content.decode()
    assert "录入时看错" in page
    for change in (
        lambda: AttendanceCorrection.objects.update(reason="both"),
        lambda: AttendanceCorrection.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
            change()


def test_signing_in_the_wrong_person_is_struck_out_and_kept(
    client: Client, clerk: User, reviewer: User, now: dt.datetime, time_machine: Any
) -> None:
    order = agreed(clerk, reviewer, now)
    time_machine(evening(order))
    sign_in(client, clerk)
    act(client, order, "come", moment=local(order.shift.starts_at), method="phone")
    assert act(client, order, "undo_sign", reason="person").state == "agreed"
    kept = AttendanceCorrection.objects.get()
    assert (kept.before_in_at, kept.in_at) == (order.shift.starts_at, None)
    assert not Attendance.objects.exists()
    assert "撤销" in client.get(f"/gigs/{order.public_id}/").content.decode()


def test_a_payment_is_struck_out_on_the_page_by_a_counter_entry(
    client: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = settled(clerk, reviewer, now)
    pay = Payment(outstanding_fen(order), order.pay_on, "cash", "signature")
    entry = confirm_payment(order=order, payment=pay, by=clerk, at=evening(order), today=order.pay_on)
    sign_in(client, clerk)
    assert "冲销" in client.get(f"/gigs/{order.public_id}/").content.decode()
    assert act(client, order, "strike", entry=entry.pk, reason="not_received").state == "to_pay"
    page = client.get(f"/gigs/{order.public_id}/").content.decode()
    assert f"冲销第 {entry.pk} 笔" in page
    assert outstanding_fen(order) == pay.fen
    assert act(client, order, "strike", reason="hours").state == "hours"
    assert LedgerEntry.objects.count() == 4


def test_panels_on_the_persons_and_the_postings_page(
    client: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = agreed(clerk, reviewer, now)
    sign_in(client, clerk)
    htmx = {"HX-Request": "true"}
    person = client.get(f"/gigs/of-person/{order.person.public_id}/", headers=htmx).content.decode()
    posting = client.get(f"/gigs/of-posting/{order.shift.posting.public_id}/", headers=htmx).content.decode()
    assert f"/gigs/{order.public_id}/" in person
    assert f"/gigs/{order.public_id}/" in posting
    assert (
        f"/gigs/of-person/{order.person.public_id}/"
        in client.get(f"/people/{order.person.public_id}/").content.decode()
    )
    assert "/gigs/of-posting/" in client.get(f"/postings/{order.shift.posting.public_id}/").content.decode()


def test_the_county_sees_what_stations_did_not_solve(
    client: Client, clerk: User, officer: User, reviewer: User, now: dt.datetime, time_machine: Any
) -> None:
    order = settled(clerk, reviewer, now)
    for days, station, county in ((1, 1, 0), (3, 1, 0), (4, 1, 1)):
        day = order.pay_on + dt.timedelta(days=days)
        assert (count_late(clerk, day), count_late(officer, day)) == (station, county)
    time_machine(evening(order) + dt.timedelta(days=2))
    sign_in(client, officer)
    assert order.person.name not in client.get("/gigs/late/").content.decode()
    assert order.person.name in client.get("/gigs/late/?tab=all").content.decode()
    time_machine(evening(order) + dt.timedelta(days=4))
    sign_in(client, officer)
    assert order.person.name in client.get("/gigs/late/").content.decode()


def test_two_orders_of_one_employer_on_one_day_are_one_day_of_work(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    """Six hours in the morning and four in the evening, on contract: two of them are overtime (劳动法 art. 36, 44)."""
    employer = an_employer(office=clerk.office, by=clerk, verifier=reviewer, at=now)
    shared = {"employer": employer, "labor_type": "contract", "pay": "20元/小时"}
    shifts = [
        first_shift(a_posting(office=clerk.office, by=clerk, verifier=reviewer, at=now, **shared, **times))
        for times in ({"start_time": "7:00", "end_time": "13:00"}, {"start_time": "15:00", "end_time": "19:00"})
    ]
    morning = agreed(clerk, reviewer, now, shift=shifts[0])
    evening_order = promise_shift(seeker=morning.seeker, shift=fresh(shifts[1]), by=clerk, at=now)
    confirm_agreement(order=evening_order, worker="phone", employer="phone", by=clerk, at=now)  # type: ignore[arg-type]
    at = evening(evening_order)

    def work(order: Order, minutes: int) -> None:
        assert order.shift.ends_at is not None
        come(order=order, moment=order.shift.starts_at, method="roster", by=clerk, at=at)  # type: ignore[arg-type]
        sign_out(order=order, moment=order.shift.ends_at, method="roster", by=clerk, at=at)  # type: ignore[arg-type]
        said = Said(minutes)
        state_hours(order=order, worker=said, employer=said, method="roster", by=clerk, at=at)  # type: ignore[arg-type]

    work(evening_order, 240)
    with pytest.raises(EarlierShiftOpen):
        settle_order(order=evening_order, by=clerk, at=at)
    work(morning, 360)
    settle_order(order=evening_order, by=clerk, at=at)
    settle_order(order=morning, by=clerk, at=at)
    lines = SettlementLine.objects.order_by("settlement__order__shift__starts_at", "place")
    assert list(lines.values_list("kind", "amount_fen")) == [("base", 12_000), ("base", 4_000), ("overtime", 6_000)]
