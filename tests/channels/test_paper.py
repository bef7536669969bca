"""The wall list and the poster are real PDFs, have everything that people need, and nobody's name."""

from __future__ import annotations

import datetime as dt
import io

import pypdf
import pytest
import time_machine
from django.test import Client

from tests.conftest import sign_in
from tests.employers.factories import a_household
from tests.postings.factories import LONG_JOB, a_posting
from yizhan.accounts.models import Office, User
from yizhan.postings.enums import EndReason
from yizhan.postings.operations import withdraw_posting

pytestmark = pytest.mark.django_db


def read(client: Client, url: str, now: dt.datetime) -> tuple[pypdf.PdfReader, str]:
    """Return the PDF behind an address and its text without spaces."""
    with time_machine.travel(now, tick=False):
        answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    return reader, "".join("".join(page.extract_text().split()) for page in reader.pages)


def test_the_wall_list_has_day_labour_first_and_no_person(
    client: Client, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    a_posting(office=station, by=clerk, verifier=reviewer, at=now, raw=LONG_JOB)
    household = a_household(office=station, by=clerk, at=now)
    a_posting(office=station, by=clerk, verifier=reviewer, at=now, employer=household, title="院墙瓦工")
    gone = a_posting(office=station, by=clerk, verifier=reviewer, at=now, title="搬运工")
    withdraw_posting(posting=gone, reason=EndReason.WEATHER, by=clerk, at=now)
    sign_in(client, clerk)
    reader, text = read(client, "/channels/wall.pdf", now)
    assert (round(reader.pages[0].mediabox.width), round(reader.pages[0].mediabox.height)) == (595, 842)
    assert text.index("院墙瓦工") < text.index("缝纫工")
    assert "200元/天" in text
    assert "不收任何费用" in text
    assert "搬运工" not in text
    for secret in (household.name, "测试丙", "13900009876"):
        assert secret not in text


def test_an_empty_wall_list_says_what_to_do(client: Client, clerk: User, now: dt.datetime) -> None:
    sign_in(client, clerk)
    reader, text = read(client, "/channels/wall.pdf", now)
    assert "请登记" in text
    assert len(reader.pages) == 1


def test_a_long_wall_list_counts_what_found_no_room(
    client: Client,
    station: Office,
    clerk: User,
    reviewer: User,
    now: dt.datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(3):
        a_posting(office=station, by=clerk, verifier=reviewer, at=now, title=f"装卸工{number}组")
    monkeypatch.setattr("yizhan.channels.web.views.MOST_ON_WALL", 2)
    sign_in(client, clerk)
    _reader, text = read(client, "/channels/wall.pdf", now)
    assert "另有1条，请到窗口看" in text
    assert "共3条" in text


def test_a_poster_is_one_sheet_of_a3_however_long_its_words(
    client: Client, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    short = a_posting(office=station, by=clerk, verifier=reviewer, at=now)
    wordy = {
        "title": "大型仓储粮食装卸搬运打包分拣综合辅助工",
        "content": "装车卸车码垛，" * 60,
        "requirements": "自带手套雨鞋，" * 20,
    }
    long = a_posting(office=station, by=clerk, verifier=reviewer, at=now, **wordy)
    sign_in(client, clerk)
    for posting in (short, long):
        reader, text = read(client, f"/channels/of/{posting.public_id}/poster.pdf", now)
        assert len(reader.pages) == 1
        assert (round(reader.pages[0].mediabox.width), round(reader.pages[0].mediabox.height)) == (842, 1191)
        assert text.count(posting.number) == 9  # once large, once on each strip
        assert "测试丙" not in text
        assert "13900009876" not in text


def test_what_is_over_has_no_poster(
    client: Client, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = a_posting(office=station, by=clerk, verifier=reviewer, at=now)
    withdraw_posting(posting=posting, reason=EndReason.WEATHER, by=clerk, at=now)
    sign_in(client, clerk)
    with time_machine.travel(now, tick=False):
        assert client.get(f"/channels/of/{posting.public_id}/poster.pdf").status_code == 404
