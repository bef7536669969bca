"""The grid of an import in a real browser: a cell is corrected where it stands, and no page has a fault."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import FilePayload, expect

from tests.browser import Desk, base_url, browser_context_args, browser_type_launch_args, desk
from tests.postings.imports.sheets import line, sheet_of
from yizhan.accounts.models import User
from yizhan.postings.models import Posting
from yizhan.shared.sheets.models import ImportBatch
from yizhan.shared.sheets.operations import work_through

__all__ = ["base_url", "browser_context_args", "browser_type_launch_args", "desk"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOON = {"开始日期": "2099-11-25", "结束日期": "2099-11-25"}


@pytest.fixture
def now() -> dt.datetime:
    """The live server has no other clock."""
    return timezone.now()


def test_a_sheet_is_uploaded_corrected_in_place_and_imported(desk: Desk, clerk: User) -> None:
    desk.sign_in(clerk)
    page = desk.open(reverse("postings:imports"))
    data = sheet_of(line(1, **SOON), line(2, 报酬="面议", **SOON))
    page.get_by_label("表格文件").set_input_files(FilePayload(name="测试.csv", mimeType="text/csv", buffer=data))
    page.keyboard.press("F9")
    expect(page.get_by_text("正在核对")).to_be_visible()
    batch = work_through(batch_id=ImportBatch.objects.get().pk, now=timezone.now)
    # The page asks by itself and loads the rows anew once they are judged.
    expect(page.locator("#import-row-3")).to_contain_text("报酬没有看懂", timeout=15_000)
    page.locator("#import-row-3").get_by_role("button", name="面议").click()
    page.locator("#import-row-3").get_by_label("报酬", exact=True).fill("180元/天")
    page.locator("#import-row-3").get_by_role("button", name="保存这一行").click()
    expect(page.locator("#import-row-3")).to_contain_text("可以导入")
    page.get_by_role("button", name="导入 2 行").click()
    expect(page.get_by_text("正在导入")).to_be_visible()
    work_through(batch_id=batch.pk, now=timezone.now)
    expect(page.get_by_role("link", name="打开记录").first).to_be_visible(timeout=15_000)
    assert Posting.objects.count() == 2


@pytest.mark.looks
def test_no_page_has_a_fault(desk: Desk, clerk: User, head: User, now: dt.datetime) -> None:
    from tests.postings.imports.sheets import staged

    batch = staged(
        sheet_of(line(1, **SOON), line(2, 报酬="面议", **SOON), line(3, 岗位名称="", **SOON)), by=clerk, at=now
    )
    desk.sign_in(head)
    for address in (reverse("postings:imports"), reverse("postings:export"), reverse("workers:export")):
        desk.open(address)
        assert desk.faults_on_every_screen("import") == []
    page = desk.open(reverse("postings:import_batch", args=[batch.public_id]))
    assert desk.faults_on_every_screen("import") == []
    page.locator("#import-row-3").get_by_role("button", name="处理").click()
    expect(page.get_by_role("button", name="保存这一行")).to_be_visible()
    assert desk.faults_on_every_screen("import") == []
