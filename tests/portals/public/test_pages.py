"""Public pages show what is on offer and never a person; what is over is not shown."""

from __future__ import annotations

import datetime as dt
import gzip
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from tests.browser import Desk
from tests.employers.factories import a_household
from tests.postings.factories import DAY_JOB, a_draft, a_posting
from yizhan.accounts.models import Office, User
from yizhan.employers.enums import ConductKind
from yizhan.employers.operations import record_conduct
from yizhan.postings.enums import EndReason
from yizhan.postings.models import Posting
from yizhan.postings.operations import pause_posting, remove_posting, take_place, withdraw_posting

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Posting:
    """A day job on offer."""
    return a_posting(office=station, by=clerk, verifier=reviewer, at=now)


def body(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def test_an_open_posting_is_shown_whole(client: Client, published: Posting, now: dt.datetime) -> None:
    with time_machine.travel(now, tick=False):
        page = body(client, f"/jobs/{published.public_id}/")
    for words in ("装卸工", "200元/天", "测试路粮库", "还要 3 人", published.number, "application/ld+json"):
        assert words in page
    assert f'<link rel="canonical" href="http://testserver/jobs/{published.public_id}/">' in page


def test_the_address_of_the_installation_is_canonical(
    client: Client, published: Posting, now: dt.datetime, settings: Any
) -> None:
    settings.YIZHAN_PUBLIC_URL = "https://lg.example.gov.cn"
    with time_machine.travel(now, tick=False):
        page = body(client, f"/jobs/{published.public_id}/")
    assert f'<link rel="canonical" href="https://lg.example.gov.cn/jobs/{published.public_id}/">' in page
    assert "testserver" not in page


@pytest.mark.parametrize("phone", ["", "0635-0000000"])
def test_nobody_is_told_to_call_a_station_without_a_telephone(
    client: Client, published: Posting, now: dt.datetime, phone: str
) -> None:
    Office.objects.filter(pk=published.office_id).update(phone=phone)
    with time_machine.travel(now, tick=False):
        page = body(client, f"/jobs/{published.public_id}/")
    assert "带上身份证到驿站" in page
    assert ("打电话" in page) == bool(phone)


@pytest.mark.parametrize("ending", ["withdraw", "remove", "run_out"])
def test_what_is_over_is_gone_without_a_word_of_it(
    ending: str, client: Client, published: Posting, clerk: User, head: User, now: dt.datetime
) -> None:
    if ending == "withdraw":
        withdraw_posting(posting=published, reason=EndReason.EMPLOYER_ASKED, by=clerk, at=now)
    elif ending == "remove":
        remove_posting(posting=published, reason=EndReason.COMPLAINT, by=head, at=now)
    with time_machine.travel(now + dt.timedelta(days=30 if ending == "run_out" else 0), tick=False):
        page = body(client, f"/jobs/{published.public_id}/", 410)
    assert "已结束" in page
    assert 'content="noindex"' in page
    assert not [word for word in ("装卸", "粮库", "200", "ld+json") if word in page]


def test_a_full_or_paused_one_says_so_and_no_more(
    client: Client, published: Posting, clerk: User, now: dt.datetime
) -> None:
    take_place(shift=published.shifts.get(), places=3, by=clerk, at=now)
    with time_machine.travel(now, tick=False):
        page = body(client, f"/jobs/{published.public_id}/")
        assert "已招满" in page
        assert "noindex" in page
        assert "粮库" not in page
        pause_posting(posting=published, reason=EndReason.WEATHER, by=clerk, at=now)
        assert "暂停招人" in body(client, f"/jobs/{published.public_id}/")


def test_a_draft_does_not_exist(client: Client, station: Office, clerk: User, reviewer: User, now: dt.datetime) -> None:
    draft = a_draft(office=station, by=clerk, verifier=reviewer, at=now)
    assert client.get(f"/jobs/{draft.public_id}/").status_code == 404


PATHS = ("", "rss.xml", "atom.xml", "feed.json", "sitemap.xml")


def test_no_person_and_no_number_stands_anywhere(
    client: Client, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    household = a_household(office=station, by=clerk, at=now)
    typed = {
        "content": "在家里搬家具，找王师傅13800007777，微信号abc_12345，联系人：测试丙。两人一组，不用爬高。",
        "place_name": "测试花园3号楼2单元501",
    }
    posting = a_posting(office=station, by=clerk, verifier=reviewer, at=now, employer=household, **typed)
    with time_machine.travel(now, tick=False):
        pages = [body(client, f"/jobs/{posting.public_id}/")]
        pages += [body(client, f"/jobs/at/{station.public_id}/{path}") for path in PATHS]
    for page in pages:
        for secret in (household.name, "测试丙", "13900009876", "13800007777", "王师傅", "abc_12345", "501", "2单元"):
            assert secret not in page, secret
    assert "个人雇主（已实名核验）" in pages[0]
    assert "测试花园" in pages[0]


def test_the_list_shows_day_labour_first_and_only_what_is_open(
    client: Client, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    from tests.postings.factories import LONG_JOB

    a_posting(office=station, by=clerk, verifier=reviewer, at=now, raw=LONG_JOB)
    gone = a_posting(office=station, by=clerk, verifier=reviewer, at=now, title="搬运工")
    withdraw_posting(posting=gone, reason=EndReason.WEATHER, by=clerk, at=now)
    a_posting(office=station, by=clerk, verifier=reviewer, at=now)
    with time_machine.travel(now, tick=False):
        page = body(client, f"/jobs/at/{station.public_id}/")
        assert page.index("装卸工") < page.index("缝纫工")
        assert "搬运工" not in page
        assert "装卸工" not in body(client, f"/jobs/at/{station.public_id}/?kind=long")
        county = body(client, f"/jobs/at/{station.parent.public_id}/")  # type: ignore[union-attr]
        assert "缝纫工" in county
        assert "2 条" in body(client, "/jobs/")


def test_an_answer_that_somebody_has_is_not_sent_again(client: Client, published: Posting, now: dt.datetime) -> None:
    url = f"/jobs/{published.public_id}/"
    with time_machine.travel(now, tick=False):
        first = client.get(url)
        again = client.get(url, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304
        assert again.content == b""
    with time_machine.travel(now + dt.timedelta(days=30), tick=False):
        assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 410


def test_english_has_its_own_address(client: Client, published: Posting, now: dt.datetime) -> None:
    with time_machine.travel(now, tick=False):
        answer = client.get(f"/jobs/{published.public_id}/?lang=en", headers={"accept-language": "zh"})
    page = answer.content.decode()
    assert answer["Content-Language"] == "en"
    assert '<html lang="en">' in page
    assert "How to apply" in page
    assert "怎样报名" not in page


def test_an_unknown_host_writes_no_links(client: Client, published: Posting) -> None:
    assert client.get(f"/jobs/{published.public_id}/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_whatever_there_is(
    count: int,
    client: Client,
    station: Office,
    clerk: User,
    reviewer: User,
    now: dt.datetime,
    django_assert_num_queries: Any,
) -> None:
    for number in range(count):
        a_posting(office=station, by=clerk, verifier=reviewer, at=now, title=f"装卸工{number}组")
    with time_machine.travel(now, tick=False):
        with django_assert_num_queries(5):
            page = body(client, f"/jobs/at/{station.public_id}/")
        with django_assert_num_queries(5):
            body(client, f"/jobs/at/{station.public_id}/atom.xml")
        with django_assert_num_queries(2):
            body(client, "/jobs/")
    assert len(re.findall(r"装卸工\d组", page)) == count


def test_a_page_is_small_on_the_wire(
    client: Client, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    for number in range(31):
        a_posting(office=station, by=clerk, verifier=reviewer, at=now, title=f"装卸工{number}组")
    with time_machine.travel(now, tick=False):
        page = client.get(f"/jobs/at/{station.public_id}/").content
        one = client.get(f"/jobs/{Posting.objects.order_by('pk')[0].public_id}/").content
    found = finders.find("public/public.css")
    assert isinstance(found, str)
    with open(found, "rb") as sheet:
        style = gzip.compress(sheet.read())
    # Even where nothing compresses the page itself.
    assert len(page) + len(style) < 60_000
    assert len(one) + len(style) < 60_000


@pytest.mark.looks
def test_the_pages_are_read_by_everybody(
    desk: Desk, station: Office, clerk: User, reviewer: User, transactional_db: None
) -> None:
    from django.utils import timezone

    at = timezone.now()
    day = (timezone.localdate(at) + dt.timedelta(days=1)).isoformat()
    posting = a_posting(office=station, by=clerk, verifier=reviewer, at=at, raw=DAY_JOB | {"starts_on": day})
    desk.page.set_viewport_size({"width": 360, "height": 740})
    said: list[str] = []
    desk.page.on("console", lambda message: said.append(message.text))
    for name, path in (
        ("public-offices", "/jobs/"),
        ("public-office", f"/jobs/at/{station.public_id}/"),
        ("public-posting", f"/jobs/{posting.public_id}/"),
        ("public-posting-en", f"/jobs/{posting.public_id}/?lang=en"),
    ):
        desk.open(path)
        assert desk.faults_on_every_screen(name) == []
        assert said == []  # the policy has nothing against the data block
    with_block = desk.page.locator('script[type="application/ld+json"]')
    assert with_block.count() == 1


def test_people_who_went_there_are_quoted_from_five_on(
    client: Client, station: Office, clerk: User, reviewer: User, head: User, now: dt.datetime
) -> None:
    posting = a_posting(office=station, by=clerk, verifier=reviewer, at=now)
    address = f"/jobs/{posting.public_id}/"

    def say(kind: ConductKind, **more: Any) -> None:
        record_conduct(
            employer=posting.employer, kind=kind, source_kind="referral", source_public_id=uuid.uuid4(), by=head,
            at=now, **more,
        )  # fmt: skip

    with time_machine.travel(now, tick=False):
        for _person in range(4):
            say(ConductKind.HIRED)
        assert "人数太少，暂不显示" in body(client, address)
        say(ConductKind.HIRED)
        assert "近30天 5 人去过。" in body(client, address)
        say(ConductKind.UNDERPAID, verified=True)
        suspended = body(client, address)
    assert posting.number in suspended
    assert "近30天" not in suspended
    assert "暂停招人" in suspended  # nothing of a suspended employer is shown (CR-074)


def test_a_posting_that_nobody_confirmed_is_not_open_in_public(
    client: Client, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = a_posting(
        office=station, by=clerk, verifier=reviewer, at=now, starts_on="2026-12-05",
        valid_until_on="2026-12-06",
    )  # fmt: skip
    for hours, shown in ((95, True), (97, False)):
        with time_machine.travel(now + dt.timedelta(hours=hours), tick=False):
            assert ("怎样报名" in body(client, f"/jobs/{posting.public_id}/")) is shown


def test_finders_of_a_fault_learn_where_to_write(client: Client, settings: Any) -> None:
    settings.YIZHAN_SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.YIZHAN_SECURITY_CONTACT = "mailto:security@station.example.cn"
    settings.YIZHAN_PUBLIC_URL = "https://station.example.cn"
    answer = client.get("/.well-known/security.txt")
    facts = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer["Content-Type"].startswith("text/plain")
    assert facts["Contact"] == "mailto:security@station.example.cn"
    assert facts["Canonical"] == "https://station.example.cn/.well-known/security.txt"
    ahead = dt.datetime.fromisoformat(facts["Expires"]) - timezone.now()
    assert dt.timedelta(days=150) < ahead < dt.timedelta(days=365)
