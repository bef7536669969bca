"""The head of a station shapes channels on pages; what is wrong is said and what was typed stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from tests.browser import Desk
from tests.conftest import sign_in
from tests.postings.factories import DAY_JOB, a_posting
from yizhan.accounts.models import Office, User
from yizhan.channels.models import Channel
from yizhan.channels.operations import add_examples, note_sent

pytestmark = pytest.mark.django_db


def typed(*columns: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """Return a form as a browser sends it."""
    data = {"name": "测试渠道", "kind": "xlsx", "encoding": "utf-8-sig", "note": "", "version": ""} | facts
    data |= {"columns-TOTAL_FORMS": len(columns), "columns-INITIAL_FORMS": 0}
    for number, column in enumerate(columns):
        data |= {f"columns-{number}-{key}": value for key, value in column.items()}
    return data


def test_a_sheet_is_shaped_and_shaped_again(client: Client, head: User, now: dt.datetime) -> None:
    sign_in(client, head)
    columns = (
        {"place": 2, "title": "岗位", "field": "title"},
        {"place": 1, "title": "来源", "field": "fixed", "value": "驿站"},
        {"place": "", "title": "", "field": ""},
        {"place": "", "title": "", "field": "pay"},
    )
    assert client.post("/channels/add/", typed(*columns)).status_code == 302
    channel = Channel.objects.get()
    assert [(one["title"], one["field"], one["value"]) for one in channel.columns] == [
        ("来源", "fixed", "驿站"), ("岗位", "title", ""), ("报酬", "pay", ""),
    ]  # fmt: skip
    page = client.get(f"/channels/{channel.public_id}/change/").content.decode()
    assert 'value="驿站"' in page
    again = typed({"place": 1, "title": "职位", "field": "title"}, name="新名", version=1, is_checked="on")
    assert client.post(f"/channels/{channel.public_id}/change/", again).status_code == 302
    channel.refresh_from_db()
    assert (channel.name, channel.is_checked, len(channel.columns), channel.version) == ("新名", True, 1, 2)
    stale = client.post(f"/channels/{channel.public_id}/change/", again)
    assert stale.status_code == 422
    assert client.post(f"/channels/{channel.public_id}/retire/").status_code == 302
    channel.refresh_from_db()
    assert channel.retired_at is not None
    assert client.get(f"/channels/{channel.public_id}/change/").status_code == 404


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ((), "表格渠道至少要有一列"),
        (({"place": 1, "title": "岗位", "field": ""},), "请选这一列放什么"),
        (({"place": 1, "title": "来源", "field": "fixed", "value": ""},), "请写每一行都一样的文字"),
        (({"place": 1, "title": "x", "field": "contact_phone"},), "选择一个有效的选项"),
        (({"place": 1, "title": "x", "field": "title"},) * 41, "40"),
    ],
)
def test_what_is_wrong_is_said_and_kept(columns: Any, sentence: str, client: Client, head: User) -> None:
    sign_in(client, head)
    answer = client.post("/channels/add/", typed(*columns, note="不要丢"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "不要丢" in page
    assert Channel.objects.count() == 0


def test_a_text_channel_needs_no_column_and_no_name_twice(client: Client, head: User) -> None:
    sign_in(client, head)
    assert client.post("/channels/add/", typed(kind="text")).status_code == 302
    again = client.post("/channels/add/", typed(kind="text"))
    assert again.status_code == 422
    assert "已有同名渠道" in again.content.decode()


@pytest.mark.looks
def test_the_pages_of_the_desk_are_read_by_everybody(
    desk: Desk, station: Office, head: User, clerk: User, reviewer: User, transactional_db: None
) -> None:
    from django.utils import timezone

    at = timezone.now()
    day = (timezone.localdate(at) + dt.timedelta(days=1)).isoformat()
    posting = a_posting(office=station, by=clerk, verifier=reviewer, at=at, raw=DAY_JOB | {"starts_on": day})
    channel = add_examples(by=head, at=at)[0]
    note_sent(channel=channel, postings=[posting.public_id], by=clerk, at=at)
    desk.sign_in(head)
    for name, path in (
        ("channels-publish", "/channels/publish/"),
        ("channels-list", "/channels/"),
        ("channels-show", f"/channels/{channel.public_id}/"),
        ("channels-change", f"/channels/{channel.public_id}/change/"),
        ("channels-log", f"/channels/{channel.public_id}/log/"),
        ("channels-out", "/channels/out/"),
    ):
        desk.open(path)
        assert desk.faults_on_every_screen(name) == []
