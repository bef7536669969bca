"""What one looks for is changed on one's own phone by the counter's rules, and nobody overwrites anybody silently."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from typing import Any

import pytest

from tests.conftest import StrictClient
from tests.people.factories import id_number, make_person
from tests.portals.worker.factories import sign_phone_in
from tests.postings.factories import a_posting
from tests.workers.factories import BRICKLAYER, CLEANER, make_wish
from yizhan.accounts.models import Office, User
from yizhan.people.models import Consent, Person
from yizhan.places.operations import add_place
from yizhan.shared.models import AuditEntry
from yizhan.workers.enums import SeekerStatus
from yizhan.workers.models import JobSeeker, SeekerStatusChange
from yizhan.workers.operations import change_wish, set_availability
from yizhan.workers.queries import dated_days_of, get_wished_occupations, seeker_of

pytestmark = pytest.mark.django_db

PAGE = "/w/me/wish/"


def sent(phone: StrictClient, **changes: Any) -> dict[str, Any]:
    """What a browser would send of the page as it stands, with some of it changed."""
    html = phone.get(PAGE).content.decode()
    form = html[html.index('<form method="post" action="/w/me/wish/">') : html.index("</main>")]
    data: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes["name"] == "csrfmiddlewaretoken" or (attributes["type"] == "checkbox" and "checked" not in tag):
            continue
        data.setdefault(attributes["name"], []).append(attributes.get("value", ""))
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', form, re.S):
        data[name] = re.findall(r'value="(\w*)" selected', options)[:1] or [""]
    return {**data, **changes}


def of(person: Person) -> JobSeeker:
    seeker = seeker_of(person)
    assert seeker is not None
    return seeker


def codes(person: Person) -> list[str]:
    return [row.occupation_code for row in get_wished_occupations(of(person))]


def test_what_one_looks_for_is_changed_by_the_counters_operation_and_recommendations_follow(
    phone: StrictClient, person: Person, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    a_posting(
        office=station, by=clerk, verifier=reviewer, at=now, title="楼道保洁", occupation_code=CLEANER, hazards=[]
    )
    assert "不是本人想做的工种" in phone.get("/w/me/jobs/").content.decode()
    saved = phone.post(
        PAGE,
        sent(phone, works_text="保洁员", pay_min="１５０．５", max_km="１２", party_size="２", settle=["day"],
             tools="铁锹",
             week=["0", "1", "24", "25"], valid_days="20", home_name="某某庄"),
    )  # fmt: skip
    assert (saved.status_code, saved["Location"]) == (302, PAGE)
    wish = of(person).wish
    assert codes(person) == [BRICKLAYER, CLEANER]
    assert (wish.pay_min_fen, wish.pay_min_daily_fen, wish.pay_unit) == (15_050, 15_050, "day")
    assert (wish.max_distance_m, wish.party_size, wish.settle, wish.tools) == (12_000, 2, ["day"], "铁锹")
    assert (wish.week_mask, wish.version) == (0b11 | 0b11 << 24, 2)
    assert wish.valid_until_on == now.date() + dt.timedelta(days=20)
    assert (of(person).home_name, of(person).lat_e6) == (
        "某某庄",
        None,
    )  # nobody knows where that is: said, not guessed
    assert "没有找到“某某庄”在哪里" in phone.get(PAGE).content.decode()
    line = AuditEntry.objects.get(action="seeker.wish_changed")
    assert (line.actor_id, line.person_id, line.reason) == (None, person.pk, "self")
    person.refresh_from_db()
    assert person.last_contact_on == now.date()

    assert "楼道保洁" not in phone.get("/w/me/jobs/").content.decode()  # not on a Tuesday
    phone.post(PAGE, sent(phone, max_km="", pay_min="", week=[str(bit) for bit in range(28)]))
    listed = phone.get("/w/me/jobs/").content.decode()
    assert "楼道保洁" in listed
    assert "不是本人想做的工种" not in listed


def test_the_page_as_it_stands_saves_what_stands(
    phone: StrictClient, person: Person, clerk: User, now: dt.datetime
) -> None:
    days = [(now.date() + dt.timedelta(days=n), parts) for n, parts in ((2, 0), (3, 3))]
    set_availability(seeker=of(person), week_mask=7, days=days, seen_version=None, by=clerk, at=now)
    before = {**of(person).wish.__dict__, "home": of(person).lat_e6}
    phone.post(PAGE, sent(phone))
    after = {**of(person).wish.__dict__, "home": of(person).lat_e6}
    assert after["version"] == before["version"] + 1
    same = before.keys() - {"version", "_state", "valid_until_on"}
    assert {name: before[name] for name in same} == {name: after[name] for name in same}
    assert [(row.day, row.parts) for row in dated_days_of(of(person).wish, now.date())] == days


def test_a_word_of_several_kinds_and_a_place_of_several_are_asked_back_and_all_typed_stays(
    phone: StrictClient, person: Person, station: Office, clerk: User, now: dt.datetime
) -> None:
    for name, lat in (("东关集市", 36_120_000), ("东关路口", 36_130_000)):
        add_place(
            office=station, name=name, aliases="", division_code="371521", lat_e6=lat, lng_e6=115_790_000, by=clerk,
            at=now,
        )  # fmt: skip
    typed = {"works_text": "小工", "home_name": "东关", "tools": "梯子"}
    page = phone.post(PAGE, sent(phone, **typed))
    html = page.content.decode()
    assert page.status_code == 422
    assert of(person).wish.version == 1
    assert 'value="梯子"' in html
    meant = re.findall(r'name="works" value="([^"]+\|小工)"', html)
    assert meant[0] == f"{BRICKLAYER}|小工"
    (place,) = [one for one in re.findall(r'name="home_at" value="([^"]+)"', html) if "东关路口" in one]
    chosen = [f"{BRICKLAYER}|瓦工", meant[1]]
    assert phone.post(PAGE, sent(phone, **typed, works=chosen, home_at=place)).status_code == 302
    assert codes(person) == [BRICKLAYER, meant[1].partition("|")[0]]
    assert of(person).lat_e6 == 36_130_000


def test_who_changes_last_is_told_and_pressing_twice_is_no_quarrel(
    phone: StrictClient, person: Person, clerk: User, now: dt.datetime
) -> None:
    mine = sent(phone, pay_min="180")
    change_wish(seeker=of(person), wish=make_wish(pay_min_fen=26_000), seen_version=1, by=clerk, at=now)
    refused = phone.post(PAGE, mine)
    html = refused.content.decode()
    assert refused.status_code == 409
    assert "260元/天" in html
    assert 'value="180"' in html
    assert of(person).wish.pay_min_fen == 26_000
    mine["version"] = re.findall(r'name="version" value="(\d+)"', html)  # seen now: saved on purpose
    for _press in range(2):
        assert phone.post(PAGE, mine).status_code == 302
    assert (of(person).wish.pay_min_fen, of(person).wish.version) == (18_000, 3)
    assert phone.post(PAGE, {**mine, "version": "", "pay_min": "1"}).status_code == 409
    with pytest.raises(Exception, match="刚刚被别人改过"):
        change_wish(seeker=of(person), wish=make_wish(), seen_version=2, by=clerk, at=now)


def test_all_that_differs_is_shown_before_it_is_saved_over_and_no_date_is_lost(
    phone: StrictClient, person: Person, clerk: User, now: dt.datetime
) -> None:
    phone.post("/w/me/data/consent/", {"purpose": "sensitive", "give": "1", "version": "1"})
    today = now.date()
    days = [(today + dt.timedelta(days=n), parts) for n, parts in ((2, 0), (3, 3), (4, 1))]
    set_availability(seeker=of(person), week_mask=7, days=days, seen_version=None, by=clerk, at=now)
    mine = sent(phone, tools="铁锹")
    theirs = make_wish(
        party_size=4, work_modes=("season",), settle=("week",), transport="ebike", board_lodging="both", tools="梯子",
        languages="听得懂普通话", valid_days=77, days=((today + dt.timedelta(days=5), 0b11),), work_limit="不能登高",
    )  # fmt: skip
    change_wish(seeker=of(person), wish=theirs, seen_version=of(person).wish.version, by=clerk, at=now)
    html = phone.post(PAGE, mine).content.decode()
    shown = dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", html))
    assert {
        "几个人一起": "4", "用工形式": "季节工", "结算": "周结", "自带工具": "梯子", "普通话、方言": "听得懂普通话",
        "个别日子不一样": "11-28 周六 上午、下午", "身体上有什么活不能干": "不能登高",
        "有效到": (today + dt.timedelta(days=77)).isoformat(), "怎么去": "电动车", "食宿": "需要吃住",
    }.items() <= shown.items()  # fmt: skip
    mine["version"] = re.findall(r'name="version" value="(\d+)"', html)
    assert phone.post(PAGE, mine).status_code == 302
    assert [(row.day, row.parts) for row in dated_days_of(of(person).wish, today)] == days
    assert of(person).wish.tools == "铁锹"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"works": []}, "请至少选一个想干的工种"),
        ({"works": ["nonsense|x"]}, "没有从名单里选中"),
        ({"pay_min": "很多"}, "最低报酬请写成数字"),
        ({"max_km": "很远"}, "最远路程请写公里数"),
        ({"week": []}, "至少要勾选一个可以工作的时段"),
        ({"works_text": "呜呜呜哇"}, "没有找到这个说法"),
        ({"day_0": ["2020-01-01"]}, "日期要在今天到一年以内"),
        ({"day_0": ["明天"]}, "日期没有看懂"),
        ({"party_size": "21"}, "结伴人数要填 1 到 20"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    change: dict[str, Any], sentence: str, phone: StrictClient, person: Person
) -> None:
    answer = phone.post(PAGE, sent(phone, **change))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert of(person).wish.version == 1


def test_what_the_body_cannot_do_is_asked_only_of_who_agreed(phone: StrictClient, person: Person) -> None:
    assert 'name="work_limit"' not in phone.get(PAGE).content.decode()
    phone.post(PAGE, sent(phone, work_limit="不能负重"))
    assert of(person).work_limit == ""
    phone.post("/w/me/data/consent/", {"purpose": "sensitive", "give": "1", "version": "1"})
    assert Consent.objects.get(purpose="sensitive").channel == "own_page"
    phone.post(PAGE, sent(phone, work_limit="不能负重"))
    assert of(person).work_limit == "不能负重"
    phone.post("/w/me/data/consent/", {"purpose": "sensitive"})
    assert of(person).work_limit == ""


def test_a_lapsed_wish_is_renewed_and_who_slept_is_awake(phone: StrictClient, person: Person, now: dt.datetime) -> None:
    seeker = of(person)
    seeker.wish.valid_until_on = now.date() - dt.timedelta(days=40)
    seeker.wish.save()
    JobSeeker.objects.update(status=SeekerStatus.DORMANT, waiting_since_on=None)
    for page in (PAGE, "/w/me/jobs/", "/w/me/more/"):  # one thing on all three
        assert re.search("就过期了.*驿站替雇主找人时不再算上您", phone.get(page).content.decode())
    phone.post(PAGE, sent(phone))
    assert "就过期了" not in phone.get("/w/me/jobs/").content.decode()
    assert of(person).status == SeekerStatus.AVAILABLE
    step = SeekerStatusChange.objects.latest("pk")
    assert (step.before, step.actor_id, step.office_id) == ("dormant", None, seeker.office_id)
    JobSeeker.objects.update(status=SeekerStatus.LEFT)
    assert phone.post(PAGE, sent(phone)).status_code == 409


def test_advice_is_taken_with_one_press_and_nothing_is_saved_by_looking(phone: StrictClient, person: Person) -> None:
    page = phone.get(f"{PAGE}?change=distance-1").content.decode()
    assert "按建议填上了：最远9.0公里" in page
    assert 'value="9"' in page
    assert of(person).wish.max_distance_m == 8_000


@pytest.mark.parametrize("large", ["0", "1"])
def test_the_page_is_light_and_costs_the_same(
    large: str, phone: StrictClient, person: Person, clerk: User, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    phone.cookies["w_large"] = large
    with django_assert_num_queries(6):
        page = phone.get(PAGE)
    assert len(gzip.compress(page.content)) < 8_000  # style, script and icon: below 15,000 (test_jobs.py)
    days = [(now.date() + dt.timedelta(days=n), 1) for n in range(3)]
    set_availability(seeker=of(person), week_mask=7, days=days, seen_version=None, by=clerk, at=now)
    with django_assert_num_queries(6):
        phone.get(PAGE)


def test_who_never_registered_is_told_where(
    client: StrictClient, station: Office, clerk: User, now: dt.datetime, clock: Any
) -> None:
    sign_phone_in(client, make_person(station, clerk, now, id_no=id_number(30)), now)
    for answer in (client.get(PAGE), client.post(PAGE, {"version": "1"})):
        assert answer.status_code == 409
        assert "还没有登记求职" in answer.content.decode()
