"""What reaches the engine, and what never does."""

from __future__ import annotations

import ast
import dataclasses
import datetime as dt
from pathlib import Path
from uuid import uuid4

import numpy as np
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people.factories import make_person
from tests.workers.factories import make_seeker
from yizhan import matching
from yizhan.accounts.models import Office, User
from yizhan.engine import ALL_DATED, UNKNOWN_UDEG
from yizhan.matching.columns import (
    dated_words,
    days_ago,
    known_certificates,
    local_day,
    mobility,
    mobility_of,
    packed_occupation,
    people_table,
)
from yizhan.people.models import Person
from yizhan.postings.queries import PostingRow
from yizhan.vocabularies.queries import certificate, mobility_pairs
from yizhan.workers.models import JobSeeker
from yizhan.workers.queries import SeekerRow, seeker_row, seeker_rows

TODAY = dt.date(2026, 11, 23)
#: What must not decide about anybody's work (就业促进法 art. 3, 27-31; 个人信息保护法 art. 28).
NEVER = ("sex", "ethnic", "nation", "marri", "marital", "health", "disab", "work_limit", "huji", "origin", "relig",
         "name", "id_no", "phone", "group")  # fmt: skip


def a_row(**changes: object) -> SeekerRow:
    given: dict[str, object] = {
        "seeker_id": 1, "person_id": 1, "person_public_id": uuid4(), "wanted": ("6-29-01-01",), "skills": (),
        "certificates": (), "week_mask": 0, "days": (), "point": None, "max_distance_m": None,
        "pay_min_daily_fen": None, "birth_on": None, "party_size": 1, "waiting_days": 0, "tier": "C",
        "recommendation_off": False, **changes,
    }  # fmt: skip
    return SeekerRow(**given)  # type: ignore[arg-type]


def test_no_row_about_a_person_has_what_must_not_decide() -> None:
    for field in dataclasses.fields(SeekerRow):
        assert not any(word in field.name for word in NEVER), field.name


def test_what_an_employer_wrote_about_sex_fills_no_column() -> None:
    """`PostingRow.sex_required` is shown to the clerk from the card; the columns never read it."""
    assert "sex_required" in PostingRow._fields
    source = Path(str(matching.__file__)).with_name("columns.py").read_text()
    names = {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)}
    assert "places_left" in names
    assert not {name for name in names if any(word in name for word in ("sex", "ethnic", "work_limit", "employer"))}


def test_rows_about_people_are_read_without_asking_the_database_for_it(
    station: Office, clerk: User, now: dt.datetime
) -> None:
    make_seeker(clerk, now)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert seeker_rows([station.pk], now.date())

    for query in queries.captured_queries:
        asked = query["sql"].split(" FROM ")[0]
        for column in ("sex", "ethnicity", "huji_code", "work_limit", "education"):
            assert f'"{column}"' not in asked


def test_two_people_who_differ_only_there_get_the_same_points(clerk: User, now: dt.datetime) -> None:
    first, second = make_seeker(clerk, now, number=1), make_seeker(clerk, now, number=2)
    Person.objects.filter(pk=second.person_id).update(sex="2", ethnicity="03", huji_code="650100", education="11")
    JobSeeker.objects.get(pk=second.pk).refresh_from_db()
    rows = [seeker_row(each, now.date()) for each in (first, second)]

    people = people_table(rows, {}, now.date())
    for name in ("wanted", "weekly", "birth_on", "certificates", "skills", "dated", "eligibility", "tier"):
        column = getattr(people, name)
        assert np.array_equal(column[0], column[1]), name


def test_a_stated_birth_date_proves_nothing(station: Office, clerk: User, now: dt.datetime) -> None:
    person = make_person(station, clerk, now, birth_on="1980-05-06", birth_basis="stated")
    assert person.birth_on == dt.date(1980, 5, 6)
    seeker = JobSeeker.objects.create(
        person=person, office=station, registered_at=now, registered_by=clerk, reg_channel="counter",
        waiting_since_on=now.date(), tier_reviewed_on=now.date(),
    )  # fmt: skip

    people = people_table([seeker_row(seeker, now.date())], {}, now.date())
    assert people.birth_on.tolist() == [0]


def test_unknown_stays_unknown() -> None:
    people = people_table([a_row()], {}, TODAY)

    assert people.lat_udeg.tolist() == [UNKNOWN_UDEG]
    assert people.birth_on.tolist() == [0]
    assert packed_occupation("") == packed_occupation("瓦工") == 0
    assert known_certificates(["sw_low_voltage", "厨师证"]) == ["sw_low_voltage"]


def test_a_named_day_replaces_the_week_and_no_other_day() -> None:
    every_morning = sum(1 << 4 * weekday for weekday in range(7))
    row = a_row(week_mask=every_morning, days=((TODAY, 0), (TODAY + dt.timedelta(days=3), 0b0110)))

    morning, afternoon, evening, night = dated_words(row, TODAY)
    assert morning == ALL_DATED & ~(1 << 0) & ~(1 << 3)
    assert (afternoon, evening, night) == (1 << 3, 1 << 3, 0)


def test_certificates_of_two_words_reach_both_sides() -> None:
    code = next(each for each in ("he_food", "dl_c1", "se_n1") if certificate(each))
    found = certificate(code)
    assert found is not None
    held = people_table([a_row(certificates=(code,))], {}, TODAY).certificates
    assert held.shape == (1, 2)
    assert int(held[0, found.bit // 64]) >> found.bit % 64 & 1


def test_the_shipped_vocabulary_is_the_one_table_of_mobility() -> None:
    assert len(mobility().wanted) == 2 * len(mobility_pairs())
    wanted = packed_occupation("6-29-01-01")
    part = mobility_of([wanted])
    table = mobility()
    whole = {(w, o): c for w, o, c in zip(table.wanted, table.offered, table.closeness_bp, strict=True)}
    assert {pair: c for pair, c in whole.items() if wanted in pair} == {
        (w, o): c for w, o, c in zip(part.wanted, part.offered, part.closeness_bp, strict=True)
    }


def test_days_since_a_moment_are_counted_by_the_stations_dates() -> None:
    beijing = dt.timezone(dt.timedelta(hours=8))
    moments = [
        dt.datetime(2026, 11, 23, 0, 0, tzinfo=beijing), dt.datetime(2026, 11, 22, 23, 59, 59, tzinfo=beijing),
        dt.datetime(2026, 11, 22, 0, 0, tzinfo=beijing), dt.datetime(2026, 11, 21, 23, 59, tzinfo=beijing),
        dt.datetime(2026, 11, 24, 9, 0, tzinfo=beijing),
    ]  # fmt: skip
    seconds = np.array([int(moment.timestamp()) for moment in moments])
    found = days_ago(seconds, TODAY).tolist()
    assert found == [max(0, (TODAY - local_day(moment)).days) for moment in moments]
    assert found == [0, 1, 1, 2, 0]


def test_a_table_of_nobody_is_a_table() -> None:
    assert len(people_table([], {}, TODAY)) == 0
