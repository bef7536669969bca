"""Attendance in the field: kept on the device, sent once, never written over what stands, decided by a person."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from tests.browser import Desk
from tests.conftest import sign_in
from tests.gigs.factories import agreed, evening
from tests.referrals.factories import a_shift
from yizhan.accounts.models import User
from yizhan.gigs.models import Attendance, AttendanceCorrection, FieldEntry, Order
from yizhan.gigs.operations import sign_in as come
from yizhan.gigs.web import field
from yizhan.postings.models import Shift


@pytest.fixture
def time_machine(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the clock that the doors read; operations are handed their time."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def a_note(order: Order, what: str, moment: dt.datetime) -> dict[str, str]:
    return {
        "id": str(uuid.uuid4()), "order": str(order.public_id), "what": what, "moment": moment.isoformat(),
        "noted": moment.isoformat(),
    }  # fmt: skip


def send(client: Client, *notes: dict[str, str]) -> dict[str, Any]:
    done = client.post("/gigs/field/merge/", json.dumps({"entries": notes}), content_type="application/json")
    assert done.status_code == 200, done.content[:500]
    found: dict[str, Any] = done.json()
    return found


@pytest.mark.django_db
def test_what_a_device_sends_is_entered_once(
    client: Client, clerk: User, reviewer: User, stranger: User, now: dt.datetime, time_machine: Any
) -> None:
    order = agreed(clerk, reviewer, now)
    assert order.shift.ends_at is not None
    time_machine(evening(order))
    sign_in(client, clerk)
    notes = [a_note(order, "out", order.shift.ends_at), a_note(order, "in", order.shift.starts_at)]
    said = send(client, *notes)
    assert (sorted(said["settled"]), said["conflicts"]) == (sorted(one["id"] for one in notes), 0)
    assert send(client, *notes)["conflicts"] == 0
    assert [(one.in_method, one.out_method) for one in Attendance.objects.all()] == [("field", "field")]
    assert sorted(FieldEntry.objects.values_list("outcome", flat=True)) == ["entered", "entered"]
    again = a_note(order, "in", order.shift.starts_at)
    assert send(client, again)["conflicts"] == 0
    assert FieldEntry.objects.get(public_id=again["id"]).outcome == "same"
    sign_in(client, stranger)
    assert send(client, a_note(order, "in", order.shift.starts_at))["settled"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("decision", ["kept", "taken"])
def test_a_person_decides_between_two_times(
    decision: str, client: Client, clerk: User, reviewer: User, now: dt.datetime, time_machine: Any
) -> None:
    order = agreed(clerk, reviewer, now)
    start = order.shift.starts_at
    time_machine(evening(order))
    come(order=order, moment=start, method="roster", by=clerk, at=evening(order))  # type: ignore[arg-type]
    sign_in(client, clerk)
    note = a_note(order, "in", start + dt.timedelta(minutes=20))
    assert send(client, note)["conflicts"] == 1
    assert Attendance.objects.get().in_at == start, "never the last one who writes"
    assert "改用现场的" in client.get("/gigs/field/conflicts/").content.decode()
    page = f"/gigs/field/{note['id']}/decide/"
    assert client.post(page, {"decision": "both"}).status_code == 422
    assert client.post(page, {"decision": decision}).status_code == 302
    assert client.post(page, {"decision": decision}).status_code == 404
    moved = decision == "taken"
    assert Attendance.objects.get().in_at == start + dt.timedelta(minutes=20 if moved else 0)
    assert AttendanceCorrection.objects.filter(reason="field").exists() == moved
    assert "改用现场的" not in client.get("/gigs/field/conflicts/").content.decode()


@pytest.mark.django_db
def test_what_cannot_be_entered_waits_for_a_person_and_what_cannot_be_read_stays_on_the_device(
    client: Client, clerk: User, reviewer: User, now: dt.datetime, time_machine: Any
) -> None:
    order = agreed(clerk, reviewer, now)
    time_machine(evening(order))
    sign_in(client, clerk)
    note = a_note(order, "out", order.shift.starts_at)
    assert send(client, note)["conflicts"] == 1, "went without having come"
    shown = client.get("/gigs/field/conflicts/").content.decode()
    assert "订单现在的状态不能走这一步" in shown
    assert client.post(f"/gigs/field/{note['id']}/decide/", {"decision": "taken"}).status_code == 409
    whole = a_note(order, "in", order.shift.starts_at)
    for wrong in (
        "no json", "[]", "{}", json.dumps({"entries": [whole | {"moment": "2026-11-24T07:00"}]}),
        json.dumps({"entries": [whole | {"what": "fly"}]}), json.dumps({"entries": [whole | {"id": "1"}]}),
        json.dumps({"entries": [7]}), json.dumps({"entries": [whole] * 1001}),
    ):  # fmt: skip
        done = client.post("/gigs/field/merge/", wrong, content_type="application/json")
        assert done.status_code == 422, wrong[:80]
    with pytest.raises(IntegrityError), transaction.atomic():
        FieldEntry.objects.update(decision="kept", decided_at=None)


def nobody_there(*_args: object) -> None:
    """Stand for the network that is gone."""
    raise PermissionDenied


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_day_in_the_field_without_network(desk: Desk, clerk: User, reviewer: User) -> None:
    """The rosters are taken along, the network goes, the machine is switched off, and nothing is lost."""
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    shift = a_shift(clerk, reviewer, now, starts_on=str((midnight + dt.timedelta(days=1)).date()))
    # The clocks of device and server are real, so the shift is today's, whenever the suite runs.
    Shift.objects.filter(pk=shift.pk).update(starts_at=midnight, ends_at=midnight + dt.timedelta(hours=24))
    first, second = (agreed(clerk, reviewer, now, number=n, shift=shift) for n in (1, 2))
    desk.sign_in(clerk)
    page = desk.open("/gigs/field/")
    assert desk.faults_on_every_screen("gigs-field") == []
    page.get_by_role("button", name="把名单带到现场").click()
    page.get_by_text("名单已带上").wait_for()
    context = page.context
    copy = page.evaluate(
        "caches.match(location.href, {ignoreVary: true}).then(function (kept) { return kept.status; })"
    )
    assert copy == 200
    with pytest.MonkeyPatch.context() as away:
        # The emulation may come on late in a reloaded page and let a request through; nobody answers one now.
        away.setattr(field, "demand", nobody_there)
        context.set_offline(True)
        page.reload()
        page.get_by_text("没有网络，先记在这台机器上").wait_for()
        page.locator(f"[data-order='{first.public_id}']").get_by_role("button", name="到了").click()
        page.get_by_text("断电也不会丢").wait_for()
        page.reload()  # the page starts from nothing, as after a power cut: what was noted is in the store alone
        page.get_by_text("没有网络，先记在这台机器上").wait_for()
        row = page.locator(f"[data-order='{second.public_id}']")
        row.locator("input[type=time]").fill("00:01")
        row.get_by_role("button", name="到了").click()
        assert page.locator("[data-field-count]").inner_text() == "2"
        desk.look("gigs-field-offline")
        assert not Attendance.objects.exists()
    # Meanwhile somebody rang the station and said another time for the second.
    stands = midnight
    come(order=second, moment=stands, method="phone", by=clerk, at=timezone.now())  # type: ignore[arg-type]

    context.set_offline(False)
    page.get_by_text("已送到驿站 2 条").wait_for()
    assert page.locator("[data-field-count]").inner_text() == "0"
    assert Attendance.objects.get(order=first).in_method == "field"
    assert Attendance.objects.get(order=second).in_at == stands
    page.get_by_role("link", name="有不一致的").click()
    assert desk.faults_on_every_screen("gigs-field-conflicts") == []
    page.get_by_role("button", name="改用现场的").click()
    page.get_by_text("没有要核对的").wait_for()
    assert Attendance.objects.get(order=second).in_at == stands + dt.timedelta(minutes=1)
    assert AttendanceCorrection.objects.get().before_in_at == stands
