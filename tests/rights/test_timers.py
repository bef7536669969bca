"""Which limits run in which matter."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.rights.test_counting import d, shipped
from yizhan.rights.deadlines.advice import WORDS, channels_for
from yizhan.rights.deadlines.rulebook import RULES
from yizhan.rights.deadlines.timers import (
    CALENDAR_UNKNOWN,
    NOT_MOVED,
    RESTARTED,
    WAGE_EXCEPTION,
    Matter,
    Standing,
    Timer,
    Way,
    platform_is_covered,
    timers,
    unit_words,
)
from yizhan.rights.enums import CaseKind, Channel, Relation

TODAY = d("2026-04-01")


def matter(**changes: Any) -> Matter:
    given: dict[str, Any] = {
        "kind": CaseKind.ARREARS,
        "relation": Relation.LABOUR,
        "province": "37",
        "happened_on": d("2025-05-12"),
        **changes,
    }
    return Matter(**given)


def by_key(one: Matter, today: dt.date = TODAY) -> dict[str, Timer]:
    return {timer.rule.key: timer for timer in timers(one, shipped, today)}


def test_every_rule_has_a_key_of_its_own() -> None:
    assert len({rule.key for rule in RULES}) == len(RULES)


def test_inspection_runs_two_years_and_its_own_steps_follow() -> None:
    way = Way(Channel.INSPECTION, filed_on=d("2025-06-02"), accepted_on=d("2025-06-09"))
    found = by_key(matter(ways=(way,)))
    assert found["inspection.wages"].on == d("2027-05-12")
    assert found["inspection.wages"].standing == Standing.KEPT
    # Five working days after Monday 2 June, the holiday of 端午: Monday the 9th.
    assert found["inspection.accept"].on == d("2025-06-09")
    # 60 working days after 9 June 2025 without a holiday between: twelve weeks.
    assert found["inspection.decide"].on == d("2025-09-01")
    assert found["inspection.decide"].standing == Standing.OVER
    longer = Way(Channel.INSPECTION, filed_on=d("2025-06-02"), accepted_on=d("2025-06-09"), is_extended=True)
    # 90: until 30 September 22 more (with the worked Sunday 28), then 9, 10, 11, 13, 14, 15, 16, 17 October.
    assert by_key(matter(ways=(longer,)))["inspection.decide"].on == d("2025-10-17")


def test_wages_have_no_limit_while_the_relation_stands_and_a_year_after() -> None:
    standing = by_key(matter())["arbitration.file"]
    assert (standing.standing, standing.on, standing.note) == (Standing.OPEN, None, WAGE_EXCEPTION)
    left = by_key(matter(ended_on=d("2025-07-31")))["arbitration.file"]
    assert (left.starts_on, left.on) == (d("2025-07-31"), d("2026-07-31"))


def test_without_the_exception_the_year_runs_from_knowing() -> None:
    found = by_key(matter(kind=CaseKind.NO_CONTRACT, known_on=d("2025-05-20")))["arbitration.file"]
    assert found.on == d("2026-05-20")
    assert found.standing == Standing.WARN


def test_a_claim_in_time_starts_the_year_anew_and_a_late_one_does_not() -> None:
    claimed = matter(kind=CaseKind.OTHER, claimed_on=(d("2025-10-15"),))
    found = by_key(claimed)["arbitration.file"]
    assert (found.starts_on, found.on, found.note) == (d("2025-10-15"), d("2026-10-15"), RESTARTED)
    late = matter(kind=CaseKind.OTHER, happened_on=d("2024-01-10"), claimed_on=(d("2025-03-03"),))
    found = by_key(late)["arbitration.file"]
    assert (found.on, found.standing) == (d("2025-01-10"), Standing.OVER)


def test_turning_to_the_inspection_starts_the_year_of_arbitration_anew() -> None:
    asked = matter(kind=CaseKind.OTHER, ways=(Way(Channel.INSPECTION, filed_on=d("2025-11-03")),))
    assert by_key(asked)["arbitration.file"].on == d("2026-11-03")


def test_arbitration_has_five_days_then_forty_five_and_fifteen_more() -> None:
    way = Way(Channel.ARBITRATION, filed_on=d("2026-03-09"), accepted_on=d("2026-03-12"))
    found = by_key(matter(ways=(way,)))
    assert found["arbitration.accept"].on == d("2026-03-16")  # the 14th is a Saturday
    assert found["arbitration.decide"].on == d("2026-04-27")  # the 26th is a Sunday, not worked
    longer = Way(Channel.ARBITRATION, filed_on=d("2026-03-09"), accepted_on=d("2026-03-12"), is_extended=True)
    assert by_key(matter(ways=(longer,)))["arbitration.decide"].on == d("2026-05-11")


def test_the_police_decide_in_three_days_and_in_thirty_where_that_was_allowed() -> None:
    for is_extended, day in ((False, "2026-03-12"), (True, "2026-04-08")):
        way = Way(Channel.POLICE, filed_on=d("2026-03-09"), is_extended=is_extended)
        found = by_key(matter(kind=CaseKind.DOCUMENT, ways=(way,)))["police.receive"]
        assert (found.on, found.rule.law.is_confirmed) == (d(day), False)


def test_an_award_is_fought_in_fifteen_days_and_enforced_in_two_years() -> None:
    way = Way(
        Channel.ARBITRATION, filed_on=d("2024-01-08"), accepted_on=d("2024-01-10"), decided_on=d("2024-02-20"),
        served_on=d("2024-02-26"), perform_by_on=d("2024-03-22"),
    )  # fmt: skip
    found = by_key(matter(happened_on=d("2023-12-01"), ways=(way,)))
    assert found["arbitration.sue"].on == d("2024-03-12")
    assert found["arbitration.enforce1"].on == d("2026-03-23")  # the 22nd is a Sunday
    assert found["arbitration.enforce1"].rule.law.article == "250"
    assert "arbitration.enforce2" not in found


def test_an_injury_at_work_binds_the_unit_for_thirty_days_and_the_person_for_a_year() -> None:
    found = by_key(matter(kind=CaseKind.INJURY, happened_on=d("2026-03-05")))
    assert set(found) == {"recognition.unit", "recognition.person"}
    assert found["recognition.unit"].on == d("2026-04-07")  # 4–6 April is 清明
    assert found["recognition.person"].on == d("2027-03-05")
    assert found["recognition.person"].note == NOT_MOVED


def test_a_plain_injury_is_decided_in_fifteen_days() -> None:
    way = Way(Channel.RECOGNITION, filed_on=d("2026-03-09"), accepted_on=d("2026-03-10"), is_plain=True)
    found = by_key(matter(kind=CaseKind.INJURY, happened_on=d("2026-03-05"), ways=(way,)))
    assert found["recognition.decide"].on == d("2026-03-25")


def test_an_ordinary_gig_goes_to_insurance_and_court_not_to_recognition() -> None:
    found = by_key(matter(kind=CaseKind.INJURY, relation=Relation.SERVICE))
    assert set(found) == {"insurance.file", "court.file"}


@pytest.mark.parametrize(("province", "keys"), [("31", {"platform.unit", "platform.person"}), ("37", set())])
def test_a_platform_order_follows_the_province(province: str, keys: set[str]) -> None:
    one = matter(kind=CaseKind.INJURY, relation=Relation.PLATFORM, province=province, happened_on=d("2026-03-05"))
    assert set(by_key(one)) == keys


def test_where_platforms_are_covered_since_when() -> None:
    assert platform_is_covered("31", d("2022-07-01")) is True
    assert platform_is_covered("37", d("2025-06-30")) is False
    assert platform_is_covered("37", d("2025-07-01")) is True
    assert platform_is_covered("43", d("2025-12-31")) is None
    assert platform_is_covered("43", d("2026-01-01")) is True


def test_the_two_forms_of_a_provision_meet_without_gap() -> None:
    def keys(served: str) -> set[str]:
        way = Way(Channel.INSPECTION, served_on=d(served))
        return {key for key in by_key(matter(ways=(way,))) if "review" in key}

    assert keys("2023-12-31") == {"inspection.review2"}
    assert keys("2024-01-01") == {"inspection.review1"}


def test_working_days_past_the_calendar_have_no_end_and_say_why() -> None:
    way = Way(Channel.INSPECTION, filed_on=d("2026-12-01"), accepted_on=d("2026-12-07"))
    found = by_key(matter(ways=(way,)), d("2026-12-08"))["inspection.decide"]
    assert (found.on, found.days_left, found.note) == (None, None, CALENDAR_UNKNOWN)


def test_the_most_urgent_stands_first_and_what_is_done_last() -> None:
    way = Way(Channel.ARBITRATION, filed_on=d("2026-03-23"), accepted_on=d("2026-03-25"))
    order = [timer.standing for timer in timers(matter(kind=CaseKind.OTHER, ways=(way,)), shipped, d("2026-05-08"))]
    assert order[0] == Standing.WARN
    assert order[-1] == Standing.KEPT


def test_a_warning_begins_so_many_days_before_and_the_last_day_is_in_time() -> None:
    def standing(today: str) -> Standing:
        way = Way(Channel.ARBITRATION, filed_on=d("2026-03-09"), accepted_on=d("2026-03-12"))
        return by_key(matter(ways=(way,)), d(today))["arbitration.decide"].standing

    assert standing("2026-04-19") == Standing.RUNNING
    assert standing("2026-04-20") == Standing.WARN
    assert standing("2026-04-27") == Standing.WARN
    assert standing("2026-04-28") == Standing.OVER


@pytest.mark.parametrize("kind", list(CaseKind))
@pytest.mark.parametrize("relation", list(Relation))
def test_there_is_always_a_way_to_go_and_words_for_it(kind: CaseKind, relation: Relation) -> None:
    ways = channels_for(kind, relation)
    assert ways
    assert all(WORDS[one] for one in ways)
    assert relation != Relation.SERVICE or Channel.ARBITRATION not in ways


def test_a_length_is_said_in_its_unit() -> None:
    lengths = {rule.key: unit_words(rule, is_extended=True) for rule in RULES}
    assert lengths["inspection.decide"] == "60+30 个工作日"
    assert lengths["arbitration.file"] == "1 年"
