"""What anybody's program may read: true, whole, cacheable, and never a person."""

from __future__ import annotations

import datetime as dt
import json
import random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.employers.factories import a_verified_company
from tests.postings.factories import LONG_JOB, a_household_job, a_posting
from yizhan.accounts.models import Office, User
from yizhan.portals.openapi.door import PUBLIC_CALLS
from yizhan.portals.openapi.rates import Window, forget_old_calls
from yizhan.postings.enums import EndReason
from yizhan.postings.operations import withdraw_posting

pytestmark = pytest.mark.usefixtures("stands_still")


@pytest.fixture
def offered(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> list[Any]:
    """A day job and a long job of one company."""
    company = a_verified_company(office=station, by=clerk, verifier=reviewer, at=now)
    make: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer, "at": now, "employer": company}
    return [a_posting(**make), a_posting(**make, raw=LONG_JOB)]


def get(path: str, **asked: Any) -> Any:
    """Ask and return the answer as JSON."""
    answer = Client().get(f"/api/v1/{path}", asked)
    assert answer.status_code == 200, answer.content.decode()
    return json.loads(answer.content)


def test_the_root_leads_everywhere(db: None) -> None:
    for address in get("")["links"].values():
        assert Client().get(address).status_code == 200, address


def test_a_posting_is_told_with_its_code_names_in_fen_and_with_offset(offered: list[Any]) -> None:
    said = get(f"postings/{offered[0].public_id}")
    assert (said["pay_min_fen"], said["pay_unit"], said["pay_daily_fen"]) == (20_000, "day", 20_000)
    assert said["shifts"] == [
        {
            "starts_at": "2026-11-24T07:00:00+08:00",
            "ends_at": "2026-11-24T17:00:00+08:00",
            "headcount": 3,
            "places_left": 3,
        }
    ]
    assert said["employer"]["public_id"] == str(offered[0].employer.public_id)
    assert said["url"] == f"http://testserver/jobs/{offered[0].public_id}/"


def test_filters_narrow_and_what_is_misspelt_is_refused(offered: list[Any], foreign_station: Office) -> None:
    def found(**asked: Any) -> list[str]:
        return [one["title"] for one in get("postings", **asked)["items"]]

    assert found() == ["缝纫工", "装卸工"]
    assert found(kind="gig") == ["装卸工"]
    assert found(occupation="6-30", kind="long") == ["缝纫工"]
    assert found(occupation="1-") == []
    assert found(office=foreign_station.public_id) == []
    assert found(since="2026-11-23T09:00:00+08:00") == ["缝纫工", "装卸工"]
    assert found(since="2026-11-23T01:00:01Z") == []
    answer = Client().get("/api/v1/postings", {"offfice": "x", "kind": "none", "since": "2026-11-23"})
    assert answer.status_code == 422
    assert {one["field"] for one in json.loads(answer.content)["errors"]} == {"offfice", "kind", "since"}


def test_pages_follow_the_cursor_without_gap_or_repetition(offered: list[Any]) -> None:
    first = get("postings", limit=1)
    second = get("postings", limit=1, cursor=first["next"])
    assert [first["items"][0]["title"], second["items"][0]["title"]] == ["缝纫工", "装卸工"]
    assert second["next"] is None
    answer = Client().get("/api/v1/postings", {"cursor": "bm9uc2Vuc2U"})
    assert (answer.status_code, json.loads(answer.content)["errors"][0]["field"]) == (422, "cursor")


@pytest.mark.parametrize(("language", "words"), [("en", "There is no such cursor"), ("zh-CN", "没有这个游标")])
def test_what_is_wrong_by_field_is_said_in_the_language_asked_for(language: str, words: str, db: None) -> None:
    answer = Client().get("/api/v1/postings", {"cursor": "bm9uc2Vuc2U"}, headers={"accept-language": language})
    assert json.loads(answer.content)["errors"][0]["message"].startswith(words)


def test_pages_of_others_can_read_what_was_wrong_and_partners_problems_not(db: None) -> None:
    for path, status in (("postings?kid=gig", 422), ("employers/x", 404)):
        answer = Client().get(f"/api/v1/{path}")
        assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (status, "*")
    assert Client().post("/api/v1/postings")["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in Client().get("/api/v1/partner/key")


@pytest.mark.parametrize("code", ["３７１５２１", "371521\n", "371521x"])
def test_a_code_is_plain_digits_and_nothing_behind_them(code: str, db: None) -> None:
    answer = Client().get("/api/v1/places", {"under": code})
    assert (answer.status_code, json.loads(answer.content)["errors"][0]["field"]) == (422, "under")


def test_what_is_over_is_gone_and_what_never_was_is_not_there(
    offered: list[Any], clerk: User, now: dt.datetime
) -> None:
    withdraw_posting(posting=offered[0], reason=EndReason.EMPLOYER_ASKED, by=clerk, at=now)
    gone = Client().get(f"/api/v1/postings/{offered[0].public_id}")
    assert (gone.status_code, json.loads(gone.content)["code"]) == (410, "gone")
    for nothing in ("00000000-0000-0000-0000-000000000000", "x", "%00"):
        assert Client().get(f"/api/v1/postings/{nothing}").status_code == 404
    assert [one["title"] for one in get("postings")["items"]] == ["缝纫工"]


def test_no_answer_holds_a_person(
    offered: list[Any], station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    job = a_household_job(
        office=station, by=clerk, verifier=reviewer, at=now, content="家里搬东西，找测试丙，电话13900009876。"
    )
    listed = Client().get("/api/v1/postings").content.decode()
    one = get(f"postings/{job.public_id}")
    assert one["employer"] == {
        "public_id": None, "name": "个人雇主（已实名核验）", "kind": "household", "uscc": ""
    }  # fmt: skip
    names = [job.employer.name, job.employer.phone, job.employer.person_id_no, "测试丙", "13900009876"]
    for text in (listed, json.dumps(one, ensure_ascii=False), Client().get("/api/v1/employers").content.decode()):
        assert not [name for name in names if name and name in text]
    assert Client().get(f"/api/v1/employers/{job.employer.public_id}").status_code == 404


def test_an_employer_is_told_with_what_people_said(offered: list[Any]) -> None:
    listed = get("employers")["items"]
    assert [one["public_id"] for one in listed] == [str(offered[0].employer.public_id)]
    said = get(f"employers/{offered[0].employer.public_id}")
    assert said["employer"] == listed[0]
    assert said["employer"]["is_verified"] is True
    assert isinstance(said["conduct"], list)


def test_answers_are_kept_by_caches_and_say_not_modified(offered: list[Any]) -> None:
    answer = Client().get("/api/v1/postings")
    assert answer["Cache-Control"] == "public, max-age=60"
    assert answer["Access-Control-Allow-Origin"] == "*"
    again = Client().get("/api/v1/postings", headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    in_english = Client().get("/api/v1/postings", headers={"accept-language": "en"})
    assert in_english["ETag"] == answer["ETag"], "the same for everybody"


def test_problems_speak_the_language_asked_for(db: None) -> None:
    for language, title in (("zh-CN", "没有找到"), ("en", "Not found")):
        answer = Client().get("/api/v1/employers/x", headers={"accept-language": language})
        said = json.loads(answer.content)
        assert answer["Content-Type"] == "application/problem+json"
        assert (said["status"], said["code"], said["title"]) == (404, "not_found", title)


def test_another_method_is_refused_with_those_that_are_taken(db: None) -> None:
    answer = Client().post("/api/v1/postings", {})
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert Client().head("/api/v1/postings").status_code == 200


def test_places_and_vocabularies_are_told_in_both_languages(db: None) -> None:
    assert {"code": "gig", "zh": "日工零工", "en": "Day job"}["code"] in [
        one["code"] for one in get("vocabularies/posting_kind")["terms"]
    ]
    assert all(one["zh"] and one["en"] for one in get("vocabularies/hazard")["terms"])
    assert len(get("places")["items"]) >= 31
    assert {"371521"} <= {one["code"] for one in get("places", under="371500")["items"]}
    assert Client().get("/api/v1/places", {"under": "999999"}).status_code == 404


def test_one_address_has_its_share_of_a_minute(db: None, settings: Any) -> None:
    settings.YIZHAN_API_CALLS_A_MINUTE = 2
    statuses = [Client().get("/api/v1/vocabularies") for _ in range(3)]
    assert [one.status_code for one in statuses] == [200, 200, 429]
    assert 1 <= int(statuses[2]["Retry-After"]) <= 60


@pytest.mark.parametrize("processes", [1, 4])
def test_the_share_is_the_same_however_many_processes_answer_and_few_calls_write(
    processes: int, db: None, settings: Any, now: dt.datetime
) -> None:
    settings.YIZHAN_API_CALLS_A_MINUTE = 300
    windows = [Window() for _ in range(processes)]
    dice = random.Random(7)
    with CaptureQueriesContext(connection) as seen:
        waits = [dice.choice(windows).wait("203.0.113.9", now) for _ in range(900)]
    assert waits.count(0) == 300
    assert set(waits) - {0} == {60}
    writes = [one for one in seen if one["sql"].startswith(("UPDATE", "INSERT"))]
    assert len(writes) <= 40
    assert len(seen) <= 5 * (len(writes) + processes)  # and who has none left asks nobody again
    assert [one.wait("203.0.113.9", now + dt.timedelta(minutes=1)) for one in windows] == [0] * processes
    assert windows[0].wait("2001:db8::9", now) == 0
    assert forget_old_calls(at=now + dt.timedelta(minutes=7)) == 3


@pytest.mark.parametrize(
    ("path", "queries"),
    [("", 0), ("postings", 3), ("employers", 1), ("offices", 1), ("places", 0), ("vocabularies/occupations", 0)],
)
def test_queries_are_few_and_fixed(
    path: str, queries: int, offered: list[Any], station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    counts = []
    PUBLIC_CALLS.wait("127.0.0.1", now)
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            get(path)
        counts.append(len(seen))
        a_posting(office=station, by=clerk, verifier=reviewer, at=now, title=f"另一个{_}",
                  employer=offered[0].employer)  # fmt: skip
    assert counts == [queries, queries]
