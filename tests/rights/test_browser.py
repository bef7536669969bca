"""A gig that was not paid, from the warning to the end of its case, in a real Chromium."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from tests.browser import Desk
from tests.rights.factories import a_late_order
from tests.rights.files import jpeg
from yizhan.accounts.models import User
from yizhan.rights.enums import CaseState, Outcome
from yizhan.rights.models import Case, CaseEvidence

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def at_nine(now: dt.datetime) -> Iterator[None]:
    """The clock of the counter."""
    with time_machine.travel(now, tick=True):
        yield


def test_from_late_pay_to_a_closed_case(
    desk: Desk, clerk: User, head: User, reviewer: User, now: dt.datetime, tmp_path: Path
) -> None:
    order = a_late_order(clerk, reviewer, now)
    photo = tmp_path / "记工本.jpg"
    photo.write_bytes(jpeg())
    desk.sign_in(clerk)
    page = desk.open("/gigs/late/")
    assert desk.faults_on_every_screen("rights-late") == []
    page.get_by_role("button", name="维权开案").click()
    page.get_by_role("heading", name="欠薪").first.wait_for()
    case = Case.objects.get()
    assert case.person_id == order.person_id
    # The pay day was 16 November 2026: two years for the inspection, three for the court, of a service.
    limits = page.locator("table", has_text="向劳动保障监察投诉").inner_text()
    assert f"{order.pay_on.year + 2}年{order.pay_on.month}月{order.pay_on.day}日" in limits
    assert order.number in page.locator("main").inner_text()
    page.get_by_label("文件（可以多选）").set_input_files(str(photo))
    page.get_by_label("是什么").fill("记工本")
    page.get_by_role("button", name="加密存入").click()
    page.get_by_text("已加密存入 1 份证据").wait_for()
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载").click()
    assert Path(coming.value.path()).read_bytes() == jpeg()
    assert coming.value.suggested_filename == f"{case.number}-1.jpg"
    assert desk.faults_on_every_screen("rights-case") == []
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="打印案号凭条").click()
    opened.value.close()
    page.reload()
    page.get_by_text("打印交给本人").wait_for()
    closing = page.locator("details", has=page.locator("summary", has_text="结案"))
    closing.locator("summary").click()
    closing.get_by_label("结果").select_option(Outcome.PAID_FULL.value)
    closing.get_by_role("button", name="结案").click()
    page.get_by_text("全额拿到").first.wait_for()
    case.refresh_from_db()
    assert (case.state, CaseEvidence.objects.count()) == (CaseState.CLOSED, 1)
    for path, name in (("/rights/cases/?tab=closed", "list"), ("/rights/limits/injury/", "injury")):
        desk.open(path)
        assert desk.faults_on_every_screen(f"rights-{name}") == []
    desk.sign_in(head)
    for path, name in (("/rights/overview/", "overview"), ("/vocabularies/days/", "days")):
        desk.open(path)
        assert desk.faults_on_every_screen(f"rights-{name}") == []
