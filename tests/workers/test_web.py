"""The room's pages as a strict browser sees them: what is kept, what is asked, what is refused, who is looked at."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import StrictClient, sign_in
from tests.people.factories import id_number, make_person, mobile
from tests.workers.factories import BRICKLAYER, make_seeker
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.people.models import Consent, ExactIdLookup, Person
from yizhan.people.operations import withdraw_consent
from yizhan.people.queries import current_contacts
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.errors import NotAllowed
from yizhan.shared.models import AuditEntry
from yizhan.vocabularies.queries import all_certificates
from yizhan.workers.enums import SeekerStatus, ServiceTier, VisitPurpose, WhyTakenBack
from yizhan.workers.models import CertificateHeld, JobSeeker, Skill, Visit, Wish, WishedDay, WishedOccupation
from yizhan.workers.numbers import visits, visits_by_purpose
from yizhan.workers.operations import (
    VisitOfAnotherDay,
    VisitTakenBack,
    let_lapsed_rest,
    record_visit,
    review_due_tiers,
    take_back_visit,
)

pytestmark = pytest.mark.django_db
REGISTER = "/workers/register/"


@pytest.fixture
def desk(client: StrictClient, clerk: User, now: dt.datetime) -> Any:
    """The clerk's browser, on Monday morning."""
    with time_machine.travel(now, tick=True):
        sign_in(client, clerk)
        yield client


def typed(number: int = 1, **changes: Any) -> dict[str, Any]:
    """What a clerk types for a bricklayer."""
    given = {
        "name": "测试甲", "id_no": id_number(number), "mobile": mobile(number), "works": [f"{BRICKLAYER}|瓦工"],
        "pay_min": "200", "pay_unit": "day", "max_km": "8", "party_size": "1", "has_smartphone": "on",
        "submission": str(uuid.uuid4()), **changes,
    }  # fmt: skip
    return {key: value for key, value in given.items() if value is not None}


# --- registering ------------------------------------------------------------------------------------------------------


def test_registering_leads_to_the_persons_page(desk: StrictClient, clerk: User) -> None:
    answer = desk.post(REGISTER, typed(consents=["employer", "push"], wording_employer="1", wording_push="1"))
    seeker = JobSeeker.objects.get()
    assert answer.headers["Location"] == f"/workers/{seeker.person.public_id}/"
    assert seeker.office == clerk.office
    assert (seeker.wish.pay_min_fen, seeker.wish.pay_unit, seeker.wish.max_distance_m) == (20_000, "day", 8_000)
    assert WishedOccupation.objects.get().said_as == "瓦工"
    given = Consent.objects.filter(person=seeker.person).order_by("purpose")
    assert [(row.purpose, row.text.version) for row in given] == [("employer", 1), ("push", 1)]
    assert Visit.objects.get().purpose == VisitPurpose.REGISTER


def test_sending_twice_leads_to_the_same_page_and_makes_one_record(desk: StrictClient) -> None:
    form = typed()
    first, second = desk.post(REGISTER, form), desk.post(REGISTER, form)
    assert first.headers["Location"] == second.headers["Location"]
    assert Person.objects.count() == 1


def test_errors_keep_everything_typed(desk: StrictClient) -> None:
    answer = desk.post(REGISTER, typed(id_no="371521198005060010", pay_min="二百", tools="瓦刀", party_size="3"))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert not Person.objects.exists()
    for kept in ("测试甲", "371521198005060010", "二百", "瓦刀", f"{BRICKLAYER}|瓦工", mobile(1)):
        assert f'value="{kept}"' in html
    assert "最低报酬请写成数字" in html


def test_a_word_that_was_typed_but_not_picked_counts_when_it_is_plain_and_is_asked_for_when_not(
    desk: StrictClient,
) -> None:
    answer = desk.post(REGISTER, typed(works=None, works_text="小工"))
    assert answer.status_code == 422
    assert "还没有从名单里选中" in answer.content.decode()
    assert 'value="小工"' in answer.content.decode()
    assert desk.post(REGISTER, typed(works=None, works_text="月嫂")).status_code == 302
    assert WishedOccupation.objects.get().said_as == "月嫂"


@pytest.mark.parametrize(
    ("second", "key"),
    [
        ({"id_no": id_number(1), "name": "测试改名"}, "证件号码相同"),
        ({"id_no": id_number(3, born=dt.date(1990, 1, 2))}, "电话和姓名相同"),
        ({"id_no": id_number(3), "mobile": mobile(9)}, "姓名和出生日期相同"),
        ({"id_no": id_number(3, born=dt.date(1990, 1, 2)), "name": "侧试甲"}, "姓名同音且电话尾号相同"),
    ],
)
def test_each_of_the_four_keys_is_shown_before_saving(desk: StrictClient, second: dict[str, Any], key: str) -> None:
    desk.post(REGISTER, typed())
    known = Person.objects.get()
    answer = desk.post(REGISTER, typed(**second))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert key in html
    assert reverse("workers:wish", args=[known.public_id]) in html
    assert ("仍然新建" in html) == (key != "证件号码相同")
    assert Person.objects.count() == 1


def test_another_person_of_that_name_is_made_when_the_clerk_says_so(desk: StrictClient) -> None:
    desk.post(REGISTER, typed())
    again = typed(id_no=id_number(3), mobile=mobile(9))
    assert desk.post(REGISTER, again).status_code == 409
    assert desk.post(REGISTER, {**again, "as_new": "1"}).status_code == 302
    assert Person.objects.count() == 2


def test_the_same_number_is_never_made_twice_whatever_is_pressed(desk: StrictClient) -> None:
    desk.post(REGISTER, typed())
    assert desk.post(REGISTER, typed(as_new="1")).status_code == 409
    assert Person.objects.count() == 1


def test_of_a_number_on_record_elsewhere_only_that_is_told(
    desk: StrictClient, stranger: User, now: dt.datetime
) -> None:
    make_person(stranger.office, stranger, now, name="测试外人", id_no=id_number(5), phone=mobile(5))
    for answer in (
        desk.post(reverse("workers:look"), {"id_no": id_number(5)}, headers={"HX-Request": "true"}),
        desk.post(REGISTER, typed(5)),
    ):
        html = answer.content.decode()
        assert "已在别处登记" in html
        assert reverse("people:open_elsewhere") in html
        assert "测试外人" not in html
        assert "莘县" not in html
    assert Person.objects.count() == 1


def test_other_offices_are_asked_once_for_one_number(desk: StrictClient, stranger: User, now: dt.datetime) -> None:
    make_person(stranger.office, stranger, now, name="测试外人", id_no=id_number(5))
    look = reverse("workers:look")
    html = desk.post(look, {"id_no": id_number(5)}).content.decode()
    asked = html.split('name="asked" value="')[1].split('"')[0]
    again = desk.post(look, {"id_no": id_number(5), "name": "测试", "asked": asked}).content.decode()
    assert "已在别处登记" in again
    assert ExactIdLookup.objects.count() == 1
    desk.post(look, {"id_no": id_number(7), "asked": asked})
    assert ExactIdLookup.objects.count() == 2


def test_looking_tells_what_the_number_says_and_leaves_one_line(desk: StrictClient, clerk: User) -> None:
    desk.post(REGISTER, typed())
    before = AuditEntry.objects.filter(kind=AuditKind.READ).count()
    html = desk.post(reverse("workers:look"), {"name": "测试", "id_no": id_number(1)}).content.decode()
    assert 'data-sex="1" data-birth="1980-05-06"' in html
    assert "46 岁" in html
    assert "山东省聊城市阳谷县" in html
    assert "3715** ******** 0011" in html
    assert id_number(1) not in html
    assert mobile(1) not in html
    assert AuditEntry.objects.filter(kind=AuditKind.READ).count() == before + 1


def test_somebody_without_id_and_phone_is_registered_and_offered_a_slip(desk: StrictClient) -> None:
    answer = desk.post(REGISTER, typed(id_no=None, mobile=None, no_id_reason="lost", birth_on="1968-03-05", sex="1"))
    html = desk.get(answer.headers["Location"]).content.decode()
    person = Person.objects.get()
    assert "年龄未核实，暂不能介绍" in html
    assert reverse("people:slip", args=[person.public_id]) in html
    assert current_contacts(person) == []


def test_no_number_and_no_reason_is_asked_for(desk: StrictClient) -> None:
    answer = desk.post(REGISTER, typed(id_no=None))
    assert answer.status_code == 422
    assert "请填号码，或选择没有号码的原因" in answer.content.decode()


def test_the_station_may_take_messages_for_somebody_without_phone(desk: StrictClient) -> None:
    desk.post(REGISTER, typed(mobile=None, proxy_relation="station"))
    contact = current_contacts(Person.objects.get())[0]
    assert (contact.kind, contact.proxy_relation) == ("proxy", "station")


def test_a_crew_is_registered_as_one(desk: StrictClient) -> None:
    desk.post(REGISTER, typed(party_size="6"))
    assert Wish.objects.get().party_size == 6


def test_piece_rates_are_kept_per_thousand_and_shown_per_piece(desk: StrictClient) -> None:
    answer = desk.post(REGISTER, typed(pay_min="0.35", pay_unit="piece"))
    assert Wish.objects.get().pay_min_fen == 35_000
    page = desk.get(f"{answer.headers['Location']}wish/").content.decode()
    assert 'value="0.35"' in page


def test_a_limit_of_health_needs_its_own_consent_and_goes_with_it(
    desk: StrictClient, clerk: User, now: dt.datetime
) -> None:
    refused = desk.post(REGISTER, typed(work_limit="腰不能负重"))
    assert refused.status_code == 409
    assert "腰不能负重" in refused.content.decode()
    assert not Person.objects.exists()
    desk.post(REGISTER, typed(work_limit="腰不能负重", consents=["sensitive"], wording_sensitive="1"))
    assert JobSeeker.objects.get().work_limit == "腰不能负重"
    withdraw_consent(consent=Consent.objects.get(), by=clerk, at=now + dt.timedelta(hours=1))
    assert JobSeeker.objects.get().work_limit == ""


def test_kinds_of_work_are_found_in_everyday_words(desk: StrictClient) -> None:
    rows = desk.get(reverse("workers:occupations"), {"q": "wg"}).json()["rows"]
    assert rows[0] == {"value": f"{BRICKLAYER}|瓦工", "said": "瓦工", "name": "砌筑工"}
    assert desk.get(reverse("workers:occupations"), {"q": ""}).json() == {"rows": []}


def test_places_are_found_and_an_unknown_point_stays_unknown(desk: StrictClient) -> None:
    rows = desk.post(reverse("workers:places"), {"q": "阳谷县"}).json()["rows"]
    county = next(row for row in rows if row["code"] == "371521")
    assert county["lat"].startswith("36")
    desk.post(REGISTER, typed(home_name="不在名单里的村"))
    seeker = JobSeeker.objects.get()
    assert (seeker.home_name, seeker.lat_e6) == ("不在名单里的村", None)


# --- wish, time, skills -----------------------------------------------------------------------------------------------


def test_somebody_who_returns_is_renewed_by_one_key(desk: StrictClient, clerk: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now - dt.timedelta(days=40))
    Visit.objects.all().delete()
    page = desk.get(reverse("workers:wish", args=[seeker.person.public_id])).content.decode()
    for shown in (f"{BRICKLAYER}|瓦工", "200", "8"):
        assert f'value="{shown}"' in page
    assert "意向已过期" in page
    answer = desk.post(
        reverse("workers:wish", args=[seeker.person.public_id]),
        {"works": f"{BRICKLAYER}|瓦工", "pay_min": "220", "pay_unit": "day", "here": "on", "version": "1"},
    )
    wish = Wish.objects.get()
    assert answer.headers["Location"] == f"/workers/{seeker.person.public_id}/"
    assert (wish.pay_min_fen, wish.valid_until_on) == (22_000, now.date() + dt.timedelta(days=30))
    assert Visit.objects.get().purpose == VisitPurpose.LOOK


def test_the_second_clerk_is_told_and_keeps_what_was_typed(desk: StrictClient, clerk: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now)
    url = reverse("workers:wish", args=[seeker.person.public_id])
    form = {"works": f"{BRICKLAYER}|瓦工", "pay_unit": "day", "version": "1"}
    desk.post(url, {**form, "party_size": "3"})
    answer = desk.post(url, {**form, "party_size": "5"})
    assert answer.status_code == 409
    assert 'value="5"' in answer.content.decode()
    assert Wish.objects.get().party_size == 3


def test_whoever_left_registers_anew(desk: StrictClient, clerk: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now)
    move = reverse("workers:move", args=[seeker.person.public_id])
    desk.post(move, {"to": "left"})
    assert JobSeeker.objects.get().status == SeekerStatus.LEFT
    desk.post(
        reverse("workers:wish", args=[seeker.person.public_id]),
        {"works": f"{BRICKLAYER}|瓦工", "pay_unit": "day", "here": "on"},
    )
    assert JobSeeker.objects.get().status == SeekerStatus.AVAILABLE


def test_a_week_and_single_dates_are_set_and_survive_a_renewed_wish(
    desk: StrictClient, clerk: User, now: dt.datetime
) -> None:
    seeker = make_seeker(clerk, now)
    friday = now.date() + dt.timedelta(days=4)
    form = {"week": ["0", "27"], "day_0": friday.isoformat(), "parts_0": ["1"], "version": "1"}
    desk.post(reverse("workers:when", args=[seeker.person.public_id]), form)
    assert Wish.objects.get().week_mask == 1 | 1 << 27
    assert [(row.day, row.parts) for row in WishedDay.objects.all()] == [(friday, 2)]
    desk.post(
        reverse("workers:wish", args=[seeker.person.public_id]),
        {"works": f"{BRICKLAYER}|瓦工", "pay_unit": "day", "week": ["0", "27"], "version": "2"},
    )
    assert WishedDay.objects.get().day == friday
    past = desk.post(
        reverse("workers:when", args=[seeker.person.public_id]),
        {"week": ["0"], "day_0": "2026-11-01", "parts_0": ["1"], "version": "3"},
    )
    assert past.status_code == 422
    assert "今天到一年以内" in past.content.decode()
    empty = desk.post(reverse("workers:when", args=[seeker.person.public_id]), {"version": "3"})
    assert "至少要勾选一个可以工作的时段" in empty.content.decode()


def test_skills_and_certificates_come_and_go(desk: StrictClient, clerk: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now)
    url = reverse("workers:skills", args=[seeker.person.public_id])
    desk.post(url, {"works": f"{BRICKLAYER}|瓦工", "years": "8", "level": "3"})
    assert (Skill.objects.get().years, Skill.objects.get().level) == (8, 3)
    wrong = desk.post(url, {"works_text": "不是活", "years": "八"})
    assert wrong.status_code == 422
    assert 'value="不是活"' in wrong.content.decode()
    desk.post(reverse("workers:drop_skill", args=[seeker.person.public_id]), {"code": BRICKLAYER})
    assert not Skill.objects.exists()
    code = all_certificates()[0].code
    add = reverse("workers:certificates", args=[seeker.person.public_id])
    over = desk.post(add, {"code": code, "expires_on": "2026-11-01"})
    assert over.status_code == 422
    assert "已过有效期" in over.content.decode()
    desk.post(add, {"code": code, "expires_on": "2027-11-01"})
    held = CertificateHeld.objects.get()
    desk.post(reverse("workers:drop_certificate", args=[seeker.person.public_id, held.pk]))
    assert not CertificateHeld.objects.exists()


def test_the_tier_is_shown_with_its_grounds(desk: StrictClient, clerk: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now - dt.timedelta(days=8), has_smartphone=False)
    html = desk.get(reverse("workers:seeker", args=[seeker.person.public_id])).content.decode()
    for ground in ("待工满 7 天", "不会用智能手机", "没有登记技能"):
        assert ground in html


def test_the_switch_of_recommendation_is_thrown_at_the_persons_word(
    desk: StrictClient, clerk: User, now: dt.datetime
) -> None:
    seeker = make_seeker(clerk, now)
    url = reverse("workers:recommendation", args=[seeker.person.public_id])
    desk.post(url, {"off": "1"})
    assert JobSeeker.objects.get().recommendation_off
    assert "已关闭" in desk.get(reverse("workers:seeker", args=[seeker.person.public_id])).content.decode()
    desk.post(url, {"off": "0"})
    assert not JobSeeker.objects.get().recommendation_off


def test_a_step_that_is_not_possible_is_refused(desk: StrictClient, clerk: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now)
    url = reverse("workers:move", args=[seeker.person.public_id])
    desk.post(url, {"to": "dormant"})
    assert desk.post(url, {"to": "working"}).status_code == 409
    assert desk.post(url, {"to": "nonsense"}).status_code == 409
    assert JobSeeker.objects.get().status == SeekerStatus.DORMANT


# --- lists and the ledger ---------------------------------------------------------------------------------------------


def queries_of(desk: StrictClient, url: str) -> int:
    """Count a page's queries of people and their rows; session, audit and the menu's numbers are others' matter."""
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(url).status_code == 200
    menu = ("referrals_application", "worker_datarequest")  # what it counts of people's own doing
    own = [one["sql"] for one in queries if not any(table in one["sql"] for table in menu)]
    return sum(1 for sql in own if '"workers_' in sql or '"people_' in sql)


@pytest.mark.parametrize(("page", "number"), [("workers:seekers", 3), ("workers:visits", 2)])
def test_lists_take_the_same_queries_for_one_and_for_three(
    page: str, number: int, desk: StrictClient, clerk: User, now: dt.datetime
) -> None:
    make_seeker(clerk, now, number=1, phone=mobile(1))
    assert queries_of(desk, reverse(page)) == number
    for other in (2, 3):
        make_seeker(clerk, now, number=other, phone=mobile(other))
    assert queries_of(desk, reverse(page)) == number


def test_the_list_shows_telephones_masked(desk: StrictClient, clerk: User, now: dt.datetime) -> None:
    make_seeker(clerk, now, number=1, phone=mobile(1))
    html = desk.get(reverse("workers:seekers")).content.decode()
    assert mobile(1) not in html
    assert "199****0001" in html


def test_the_list_is_narrowed_by_work_status_and_waiting(desk: StrictClient, clerk: User, now: dt.datetime) -> None:
    old = make_seeker(clerk, now - dt.timedelta(days=10), number=1)
    new = make_seeker(clerk, now, number=2)
    link = {one: reverse("workers:seeker", args=[one.person.public_id]) for one in (old, new)}

    def listed(**query: str) -> set[JobSeeker]:
        html = desk.get(reverse("workers:seekers"), query).content.decode()
        return {one for one in (old, new) if link[one] in html}

    assert listed() == {old, new}
    assert listed(waiting="7") == {old}
    assert listed(works=f"{BRICKLAYER}|瓦工") == {old, new}
    assert listed(works="4-09-08-01|扫地") == set()
    assert listed(status="working") == set()
    assert listed(status="") == {old, new}
    assert listed(tier="A") == set()
    assert listed(page="9") == set()
    assert listed(page="x") == {old, new}


def test_strangers_see_an_empty_list(client: StrictClient, clerk: User, stranger: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now)
    with time_machine.travel(now, tick=True):
        sign_in(client, stranger)
        assert str(seeker.person.public_id) not in client.get(reverse("workers:seekers")).content.decode()
        assert client.get(reverse("workers:seeker", args=[seeker.person.public_id])).status_code == 404


def test_a_list_with_people_leaves_one_line_and_an_empty_one_none(
    desk: StrictClient, clerk: User, now: dt.datetime
) -> None:
    reads = AuditEntry.objects.filter(kind=AuditKind.READ)
    desk.get(reverse("workers:seekers"))
    desk.get(reverse("workers:visits"))
    assert reads.count() == 0
    make_seeker(clerk, now)
    desk.get(reverse("workers:seekers"))
    assert [row.action for row in reads.all()] == ["seekers.listed"]
    desk.get(reverse("workers:visits"))
    assert reads.count() == 2
    desk.post(reverse("workers:find_visitor"), {"text": "测试"})
    assert reads.count() == 3


def test_a_visit_is_noted_once_with_or_without_a_person(desk: StrictClient, clerk: User, now: dt.datetime) -> None:
    url, key = reverse("workers:visits"), str(uuid.uuid4())
    for _time in range(2):
        assert desk.post(url, {"purpose": "rest", "submission": key}).status_code == 302
    assert Visit.objects.get().person is None
    seeker = make_seeker(clerk, now)
    desk.post(url, {"purpose": "ask", "person": str(seeker.person.public_id)})
    desk.post(reverse("workers:visit", args=[seeker.person.public_id]), {"purpose": "training"})
    assert Visit.objects.filter(person=seeker.person).count() == 3
    refused = desk.post(url, {"purpose": "nonsense"})
    assert refused.status_code == 422
    assert "没有选来访事由" in refused.content.decode()
    html = desk.get(url).content.decode()
    assert "共 4 人次" in html


def test_a_visit_noted_by_mistake_is_marked_and_counts_nowhere(
    desk: StrictClient, clerk: User, head: User, make_user: Any, station: Office, now: dt.datetime
) -> None:
    seeker = make_seeker(clerk, now)  # which notes a visit
    for purpose in (VisitPurpose.REST, VisitPurpose.ASK):
        record_visit(office=station, purpose=purpose, person=seeker.person, by=clerk, at=now)
    rest, ask = Visit.objects.filter(purpose__in=["rest", "ask"]).order_by("-purpose")
    url = reverse("workers:take_back_visit", args=[rest.pk])
    assert desk.post(url, {"why": "x"}).status_code == 422
    with pytest.raises(NotAllowed):
        take_back_visit(visit=rest, why=WhyTakenBack.TWICE, by=make_user(Role.CLERK, station), at=now)
    with pytest.raises(VisitOfAnotherDay):
        take_back_visit(visit=rest, why=WhyTakenBack.TWICE, by=clerk, at=now + dt.timedelta(days=1))
    assert desk.post(url, {"why": "nobody"}).status_code == 302
    take_back_visit(visit=ask, why=WhyTakenBack.WRONG_PURPOSE, by=head, at=now)
    with pytest.raises(VisitTakenBack):
        take_back_visit(visit=rest, why=WhyTakenBack.TWICE, by=clerk, at=now)
    html = desk.get(reverse("workers:visits")).content.decode()
    assert "共 1 人次" in html
    assert html.count("<s>") == 2
    assert "没有人来，误按" in html
    day = (now - dt.timedelta(days=1), now + dt.timedelta(days=1))
    assert (visits([station.pk], *day), visits_by_purpose([station.pk], *day)) == (1, {"register": 1})
    told = AuditEntry.objects.filter(action="visit.taken_back").order_by("pk").values_list("actor_id", "reason")
    assert list(told) == [(clerk.pk, "nobody"), (head.pk, "purpose")]
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=rest.pk).update(taken_back_why="")  # a mark has its reason


def test_a_visit_of_a_foreign_person_is_not_noted(desk: StrictClient, stranger: User, now: dt.datetime) -> None:
    person = make_person(stranger.office, stranger, now, name="测试外人")
    answer = desk.post(reverse("workers:visits"), {"purpose": "rest", "person": str(person.public_id)})
    assert answer.status_code == 404
    assert not Visit.objects.exists()


# --- duties in the background -----------------------------------------------------------------------------------------


def test_lapsed_wishes_rest_after_thirty_days(clerk: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now, valid_days=7)
    assert let_lapsed_rest(now + dt.timedelta(days=37)) == 0
    assert let_lapsed_rest(now + dt.timedelta(days=38)) == 1
    seeker.refresh_from_db()
    assert (seeker.status, seeker.waiting_since_on) == (SeekerStatus.DORMANT, None)
    assert let_lapsed_rest(now + dt.timedelta(days=39)) == 0


def test_waiting_lifts_the_tier_by_itself(clerk: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now)
    assert seeker.service_tier == ServiceTier.C
    assert review_due_tiers(now + dt.timedelta(days=6)) == 0
    assert review_due_tiers(now + dt.timedelta(days=7)) == 1
    seeker.refresh_from_db()
    assert seeker.service_tier == ServiceTier.B
    assert review_due_tiers(now + dt.timedelta(days=30)) == 1
    seeker.refresh_from_db()
    assert seeker.service_tier == ServiceTier.A
    assert review_due_tiers(now + dt.timedelta(days=31)) == 0
