"""The pages of the room as a clerk sees them."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from tests.conftest import sign_in
from tests.people.factories import make_person
from tests.postings.factories import a_posting, an_employer
from tests.workers.factories import BRICKLAYER, make_seeker
from yizhan.accounts.models import Office, User
from yizhan.employers.enums import ConductKind
from yizhan.employers.operations import record_conduct
from yizhan.employers.queries import NOTHING_KNOWN
from yizhan.matching.queries import recommend_postings
from yizhan.matching.web.drawing import draw
from yizhan.postings.models import Posting
from yizhan.shared import panels
from yizhan.shared.panels import Action, register_action
from yizhan.workers.models import JobSeeker
from yizhan.workers.operations import set_recommendation


@pytest.fixture(autouse=True)
def _clock(now: dt.datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def posting(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Posting:
    """Bricklaying near the station."""
    return a_posting(
        office=station, by=clerk, verifier=reviewer, at=now, title="砌墙", occupation_code=BRICKLAYER, pay="220元/天",
        hazards=[],
    )  # fmt: skip


@pytest.fixture
def seeker(clerk: User, now: dt.datetime) -> JobSeeker:
    """A bricklayer."""
    return make_seeker(clerk, now)


def page(client: Client, name: str, *args: Any, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_shows_reasons_that_add_up(client: Client, clerk: User, posting: Posting, seeker: JobSeeker) -> None:
    sign_in(client, clerk)
    html = page(client, "matching:for", seeker.person.public_id)

    assert "砌墙" in html
    assert "工种对口（砌筑工）" in html
    total = re.findall(r'match-score"><span class="num">([\d.]+)<', html)
    parts = re.findall(r"\+([\d.]+)</span>", html)
    assert len(total) == 1
    assert round(sum(map(float, parts)), 2) == float(total[0])
    assert reverse("postings:show", args=[posting.public_id]) in html


def test_what_people_wrote_is_text_in_the_lines(
    clerk: User, posting: Posting, seeker: JobSeeker, now: dt.datetime
) -> None:
    item = recommend_postings(seeker=seeker, by=clerk, at=now).items[0]
    sly = {name: f"<b>{name}</b>&{{pay}}" for name in ("title", "employer_name", "place_name", "pay_text")}
    written: Any = sly
    item = replace(item, posting=replace(item.posting, **written), cautions=("<b>cautions</b>",))
    item = replace(item, parts=(replace(item.parts[0], words="<b>parts</b>"),))
    html = draw([item], {posting.employer_id: NOTHING_KNOWN}, clerk, seeker.person.public_id)
    assert "<b>" not in html
    assert all(escape(text) in html for text in (*sly.values(), "<b>cautions</b>", "<b>parts</b>"))


def test_what_is_not_listed_is_counted_and_leads_to_why(
    client: Client, clerk: User, posting: Posting, now: dt.datetime
) -> None:
    seeker = make_seeker(clerk, now, pay_min_fen=30_000)
    sign_in(client, clerk)
    html = page(client, "matching:for", seeker.person.public_id)
    assert "另有 1 个岗位没有列出：" in html
    assert '报酬低于要求 <span class="num">1</span>' in html
    assert reverse("matching:find", args=[seeker.person.public_id]) in html

    found = client.post(reverse("matching:find", args=[seeker.person.public_id]), {"text": posting.number})
    link = reverse("matching:why_not", args=[seeker.person.public_id, posting.public_id])
    assert link in found.content.decode()
    assert "报酬比本人最低要求300元/天少80元/天。" in client.get(link).content.decode()
    assert "没有找到这个岗位" in client.post(
        reverse("matching:find", args=[seeker.person.public_id]), {"text": "不存在"}
    ).content.decode()  # fmt: skip


def test_recommendation_off_is_said_and_cannot_be_overridden_by_the_address(
    client: Client, clerk: User, posting: Posting, seeker: JobSeeker, now: dt.datetime
) -> None:
    set_recommendation(seeker=seeker, off=True, by=clerk, at=now)
    sign_in(client, clerk)
    html = page(client, "matching:for", seeker.person.public_id, order="best")

    assert "本人关闭了个性化推荐" in html
    assert "match-score" not in html
    assert 'href="?order=best"' not in html


def test_who_is_no_job_seeker_is_told_so(client: Client, clerk: User, station: Office, now: dt.datetime) -> None:
    person = make_person(station, clerk, now)
    sign_in(client, clerk)

    assert "还没有求职登记" in page(client, "matching:for", person.public_id)
    assert "还没有求职登记" in page(client, "matching:for_panel", person.public_id)
    assert "还没有求职登记" in page(client, "matching:find", person.public_id)


def test_the_panels_are_on_the_pages_of_person_and_posting(
    client: Client, clerk: User, posting: Posting, seeker: JobSeeker
) -> None:
    sign_in(client, clerk)
    assert reverse("matching:for_panel", args=[seeker.person.public_id]) in page(
        client, "people:person", seeker.person.public_id
    )
    assert "砌墙" in page(client, "matching:for_panel", seeker.person.public_id)
    assert escape(seeker.person.name) in page(client, "matching:people_panel", posting.public_id)
    assert "谁要的钱少不影响先后" in page(client, "matching:people", posting.public_id)


def test_a_shift_can_be_asked_for(client: Client, clerk: User, posting: Posting, seeker: JobSeeker) -> None:
    sign_in(client, clerk)
    shift = posting.shifts.get()
    assert seeker.person.name in page(client, "matching:people", posting.public_id, shift=str(shift.public_id))


def test_a_room_above_puts_its_button_beside_each_pair(
    client: Client, clerk: User, auditor: User, posting: Posting, seeker: JobSeeker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yizhan.accounts.queries import can_serve

    monkeypatch.setattr(panels, "_actions", defaultdict(dict))
    register_action(Action("matching:pair", "test", "介绍试试", "matching:why_not", "people", 1, can_serve))
    sign_in(client, clerk)
    html = page(client, "matching:for", seeker.person.public_id)
    assert "介绍试试" in html
    assert "介绍试试" in page(client, "matching:people", posting.public_id)
    sign_in(client, auditor)
    assert "介绍试试" not in page(client, "matching:for", seeker.person.public_id)


def test_no_page_has_a_name_or_number_in_an_address(
    client: Client, clerk: User, posting: Posting, now: dt.datetime
) -> None:
    seeker = make_seeker(clerk, now, phone="19900001234")
    sign_in(client, clerk)
    for html in (
        page(client, "matching:for", seeker.person.public_id),
        page(client, "matching:people", posting.public_id),
    ):
        for address in re.findall(r'(?:href|action|hx-get)="([^"]+)"', html):
            assert seeker.person.name not in address
            assert "1234" not in address or "/matching/" in address
        assert "19900001234" not in html


def test_a_long_list_takes_as_many_queries_as_a_short_one(
    client: Client, station: Office, clerk: User, reviewer: User, posting: Posting, seeker: JobSeeker, now: dt.datetime
) -> None:
    """The literal count of the room's own is in test_queries; the page adds the menu's, which other rooms own."""
    sign_in(client, clerk)
    page(client, "matching:for", seeker.person.public_id)  # what is read once a process is read now
    with CaptureQueriesContext(connection) as short:
        page(client, "matching:for", seeker.person.public_id)
    employer = an_employer(office=station, by=clerk, verifier=reviewer, at=now)
    for _ in range(3):
        a_posting(office=station, by=clerk, verifier=reviewer, at=now, employer=employer)
    with CaptureQueriesContext(connection) as long:
        page(client, "matching:for", seeker.person.public_id)
    assert len(long) == len(short)


def test_the_list_says_what_people_who_went_there_say(
    client: Client, clerk: User, posting: Posting, seeker: JobSeeker, now: dt.datetime
) -> None:
    sign_in(client, clerk)
    assert "暂不显示" in page(client, "matching:for", seeker.person.public_id)
    for _person in range(5):
        record_conduct(
            employer=posting.employer, kind=ConductKind.HIRED, source_kind="referral", source_public_id=uuid.uuid4(),
            by=clerk, at=now,
        )  # fmt: skip
    assert "近30天 5 人去过。" in page(client, "matching:for", seeker.person.public_id)


def test_advice_is_loaded_after_the_page_and_a_click_fills_the_wish_form_without_saving(
    client: Client, clerk: User, posting: Posting, now: dt.datetime
) -> None:
    seeker = make_seeker(clerk, now, pay_min_fen=23_000)
    public_id = seeker.person.public_id
    sign_in(client, clerk)
    address = reverse("matching:advice", args=[public_id])
    assert f'hx-get="{address}"' in page(client, "matching:for", public_id)
    assert f'hx-get="{address}"' in page(client, "people:person", public_id)
    html = page(client, "matching:advice", public_id)
    assert "每天少要10元（最低220元/天）" in html
    assert '多 <strong class="num">1</strong> 个班次、<strong class="num">3</strong> 个名额' in html
    link = reverse("workers:wish", args=[public_id]) + "?change=pay-1"
    assert f'href="{link}"' in html

    form = client.get(link).content.decode()
    assert 'value="220"' in form
    assert "按建议填上了：最低220元/天。还没有保存" in form
    seeker.refresh_from_db()
    assert seeker.wish.pay_min_fen == 23_000
    for change in ("pay-9", "pay-", "pay-²", "part-28", "day-7", "x-1", "distance-0", "part-" + "9" * 40):
        assert "按建议填上了" not in client.get(link[:-5] + change).content.decode()
    assert 'id="id_week_' in client.get(link[:-5] + "day-5").content.decode()


def test_who_only_looks_is_given_advice_without_the_form(
    client: Client, auditor: User, clerk: User, posting: Posting, now: dt.datetime
) -> None:
    seeker = make_seeker(clerk, now, pay_min_fen=23_000)
    sign_in(client, auditor)
    html = page(client, "matching:advice", seeker.person.public_id)
    assert "每天少要10元" in html
    assert "change=" not in html


def test_the_postings_page_says_what_would_suit_more_people(
    client: Client, clerk: User, posting: Posting, now: dt.datetime
) -> None:
    other = make_seeker(clerk, now, pay_min_fen=23_000)
    sign_in(client, clerk)
    assert reverse("matching:work_advice", args=[posting.public_id]) in page(
        client, "matching:people", posting.public_id
    )
    html = page(client, "matching:work_advice", posting.public_id)
    assert "每天加10元" in html
    assert '多 <strong class="num">1</strong> 人' in html
    assert escape(other.person.name) not in html
