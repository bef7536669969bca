"""A province on PostgreSQL that is built once and measured often.

    python -m bench.load_province FOLDER [--postings 100000] [--people 1000000]

One province, a hundred counties with six stations each, three times as much of everything in the first; every person
looks for work and has a wish, a telephone, an office that serves them, and the spellings under which they are found.
FOLDER keeps the database and the data directory with its keys; `python -m bench.load … --kept FOLDER` measures on it.
Postings run out and words of employers grow old, so a folder is good for a day.

Rows go in by COPY, twenty thousand people to a transaction: a run that was broken off leaves no half person.
"""

from __future__ import annotations

import argparse
import atexit
import datetime as dt
import json
import logging
import os
import random
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.people_search import GIVEN, SURNAMES
from bench.recommend_page import occupations
from scripts.pg_run import ThrowAwayServer

if TYPE_CHECKING:
    from django.db.models import Model

    from yizhan.accounts.models import Office, User
    from yizhan.employers.models import Employer

SEED = 20261127
COUNTIES, STATIONS = 100, 6
FIRST_COUNTY_TIMES = 3
EMPLOYERS_REGISTERED, EMPLOYERS = 100, 5000
NAMES = 60_000
PEOPLE_A_TRANSACTION, POSTINGS_A_TRANSACTION = 20_000, 2_000
#: A server as a city would run it on such a machine: nothing that was acknowledged is lost.
SERVING = {
    "listen_addresses": "", "max_connections": "100", "shared_buffers": "1GB", "effective_cache_size": "4GB",
    "random_page_cost": "1.1", "work_mem": "16MB", "max_wal_size": "4GB", "timezone": "UTC",
}  # fmt: skip
BUILDING = SERVING | {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "maintenance_work_mem": "1GB",
    "autovacuum": "off",
}  # fmt: skip
BUILT = "built"


def start(folder: Path, options: dict[str, str]) -> ThrowAwayServer:
    """Start the folder's database server and point Django at it and at the folder's data directory."""
    (folder / "pg").mkdir(parents=True, exist_ok=True)
    server = ThrowAwayServer(folder / "pg", options)
    atexit.register(server.stop)
    os.environ["DATABASE_URL"] = server.start()
    os.environ["YIZHAN_HOME"] = str(folder / "home")
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.load_settings"
    import structlog

    from yizhan.cli.setting_up import gather_static_files, make_database, make_home, make_keys, set_up_django

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    make_home(demo=True)
    set_up_django()
    make_keys()
    make_database()
    gather_static_files()
    return server


# --- rows by COPY ---


def values_of(model: type[Model]) -> tuple[list[str], list[Callable[[Any], Any]]]:
    """Return a table's columns and what gives each one's value as the database holds it."""
    from django.db import connection
    from django.db.models import JSONField

    from yizhan.shared.crypto.fields import BlindIndexField, EncryptedTextField

    def giver(field: Any) -> Callable[[Any], Any]:
        if isinstance(field, BlindIndexField):
            return lambda row: field.pre_save(row, add=True)
        if isinstance(field, EncryptedTextField):
            return lambda row: field.get_db_prep_save(getattr(row, field.attname), connection)
        if isinstance(field, JSONField):
            return lambda row: json.dumps(getattr(row, field.attname))
        name = field.attname
        return lambda row: getattr(row, name)

    fields = model._meta.concrete_fields
    return [field.column for field in fields], [giver(field) for field in fields]


def copy_in(model: type[Model], rows: Iterable[Model]) -> None:
    """Write rows whose keys are given."""
    columns, givers = values_of(model)
    copy_rows(model, columns, ([give(row) for give in givers] for row in rows))


def copy_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of values."""
    from django.db import connection

    named = ", ".join(f'"{column}"' for column in columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({named}) FROM STDIN') as copy,
    ):
        for row in rows:
            copy.write_row(row)


# --- the province ---


def make_offices(now: dt.datetime) -> tuple[Office, list[tuple[Office, list[Office]]], User, User]:
    """Make the province, its counties with their stations, and a clerk and a reviewer of the first station."""
    from yizhan.accounts.enums import OfficeKind, Role
    from yizhan.accounts.operations import create_office, create_user
    from yizhan.places.queries import children

    codes = [county.code for city in children("370000") for county in children(city.code)][:COUNTIES]
    province = create_office(name="测量省", kind=OfficeKind.PROVINCE, parent=None, area_code="370000", by=None, at=now)
    counties = []
    for n, code in enumerate(codes):
        county = create_office(
            name=f"测量{n}县", kind=OfficeKind.COUNTY, parent=province, area_code=code, by=None, at=now
        )
        stations = [
            create_office(
                name=f"测量{n}县{m}号驿站", kind=OfficeKind.STATION, parent=county, area_code=code, by=None, at=now,
                point_e6=point_near(centre_of(n), random.Random(n * 10 + m), 60_000),
            ) for m in range(STATIONS)
        ]  # fmt: skip
        counties.append((county, stations))
    clerk, reviewer = (
        create_user(
            username=f"bench.{role}", name="测量", role=role, office=counties[0][1][0], password=None, by=None, at=now
        )
        for role in (Role.CLERK, Role.REVIEWER)
    )
    return province, counties, clerk, reviewer


def centre_of(county: int) -> tuple[int, int]:
    """Return the middle of a county; they stand in rows of ten, some thirty kilometres apart."""
    return 34_900_000 + county // 10 * 300_000, 115_500_000 + county % 10 * 360_000


def point_near(centre: tuple[int, int], chance: random.Random, reach_e6: int) -> tuple[int, int]:
    """Return a point around another."""
    return centre[0] + chance.randrange(-reach_e6, reach_e6), centre[1] + chance.randrange(-reach_e6, reach_e6)


def make_employers(counties: list[Any], clerk: User, reviewer: User, now: dt.datetime) -> list[Employer]:
    """Register and verify some companies by the counter's operations, and copy them until there are enough."""
    from yizhan.employers.enums import EmployerKind, VerifyBasis
    from yizhan.employers.facts import EmployerFacts
    from yizhan.employers.models import Employer
    from yizhan.employers.operations import register_employer, verify_employer
    from yizhan.shared.identifiers.numbers import make_number
    from yizhan.shared.identifiers.uscc import check_symbol

    def uscc(n: int) -> str:
        first = f"91371521MA{n:07d}"
        return first + check_symbol(first)

    for n in range(EMPLOYERS_REGISTERED):
        facts = EmployerFacts(
            kind=EmployerKind.COMPANY, name=f"测量{n}号公司", phone=f"139{n:08d}", area_code=counties[0][0].area_code,
            uscc=uscc(n), legal_rep="测量甲", address="测量路1号",
        )  # fmt: skip
        made = register_employer(facts=facts, office=counties[0][1][0], by=clerk, at=now, not_the_same=True)
        verify_employer(employer=made, basis=VerifyBasis.LICENCE_ORIGINAL, by=reviewer, at=now)
    like = Employer.objects.order_by("-pk").first()
    assert like is not None
    more, last = [], like.pk
    for n in range(EMPLOYERS_REGISTERED, EMPLOYERS):
        values = {field.attname: getattr(like, field.attname) for field in Employer._meta.concrete_fields}
        values |= {
            "id": last + n, "public_id": uuid.uuid4(), "uscc": uscc(n), "name": f"测量{n}号公司",
            "name_key": f"测量{n}号公司", "phone": f"139{n:08d}", "number": make_number("E", now.date(), last + n),
            "office_id": counties[n % COUNTIES][1][n % STATIONS].pk,
            "area_code": counties[n % COUNTIES][0].area_code,
        }  # fmt: skip
        more.append(Employer(**values))
    copy_in(Employer, more)
    return list(Employer.objects.order_by("pk"))


def spread(count: int) -> Iterator[tuple[int, int]]:
    """Yield (serial, county): each county the same share, the first more."""
    chance = random.Random(SEED)
    counties = [0] * FIRST_COUNTY_TIMES + list(range(1, COUNTIES))
    for serial in range(count):
        yield serial, chance.choice(counties)


def make_postings(
    count: int, counties: list[Any], employers: list[Employer], clerk: User, reviewer: User, now: dt.datetime
) -> None:
    """Write live postings: two thirds day labour of one to three days, the rest long jobs."""
    from django.db import transaction

    from yizhan.postings.enums import Axis
    from yizhan.postings.models import Posting, PostingStatusChange, PostingTerms, Shift
    from yizhan.shared.identifiers.numbers import make_number
    from yizhan.vocabularies.queries import occupation_name

    chance, codes, shift_id = random.Random(SEED + 1), occupations(), 0
    names = {code: occupation_name(code)[:30] for code in codes}
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    postings: list[Posting] = []
    terms: list[PostingTerms] = []
    shifts: list[Shift] = []
    steps: list[PostingStatusChange] = []

    def write() -> None:
        with transaction.atomic():
            copy_in(Posting, postings)
            copy_in(PostingTerms, terms)
            copy_in(Shift, shifts)
            copy_in(PostingStatusChange, steps)
        for rows in (postings, terms, shifts, steps):
            rows.clear()  # type: ignore[attr-defined]

    for serial, where in spread(count):
        pk, (county, stations) = serial + 1, counties[where]
        long, code = serial % 3 == 0, chance.choice(codes)
        published = now - dt.timedelta(minutes=chance.randrange(1, 60 * 60))
        office = chance.choice(stations)
        postings.append(
            Posting(
                id=pk, origin="bench", number=make_number("J", now.date(), pk), employer=chance.choice(employers),
                office=office, kind="long" if long else "gig", terms_id=pk,
                valid_until_at=midnight + dt.timedelta(days=chance.randrange(2, 30)), published_at=published,
                last_confirmed_at=max(published, now - dt.timedelta(hours=chance.randrange(50))),
                created_at=published, created_by=clerk, source="desk", submitted_at=published, queue_at=published,
                submitted_by=clerk, review_state="approved", publish_state="published", reviewed_at=published,
                reviewed_by=reviewer,
            )
        )  # fmt: skip
        steps.append(
            PostingStatusChange(
                id=pk, posting_id=pk, axis=Axis.PUBLISH, before="unpublished", after="published", at=published,
                by=reviewer, office=office, area_code=county.area_code,
            )
        )  # fmt: skip
        fen = chance.randrange(120, 360) * 100
        lat, lng = point_near(centre_of(where), chance, 140_000) if chance.random() < 0.9 else (None, None)
        terms.append(
            PostingTerms(
                id=pk, posting_id=pk, number=1, title=f"{names[code]}{chance.choice(('', '', '（急招）', '长期招'))}",
                occupation_code=code, content="测量用的工作内容。", labor_type="contract" if long else "service",
                starts_on=now.date(), week_mask=sum(0b0011 << 4 * day for day in range(6)) if long else 0,
                place_name=f"测量路{chance.randrange(900)}号", area_code=county.area_code, lat_e6=lat, lng_e6=lng,
                pay_min_fen=fen, pay_max_fen=fen, pay_unit="day", pay_daily_fen=fen, settle_kind="daily",
                hazards=chance.choice(([], [], ["height"], ["load"])),
                certificates=chance.choice(([], [], [], ["sw_low_voltage"], ["he_food"])),
                skills=chance.sample(codes, chance.choice((0, 0, 1, 2))), age_max=chance.choice((None, None, 55)),
                created_at=published, created_by=clerk,
            )
        )  # fmt: skip
        for day in [1] if long else range(first := chance.randrange(1, 5), first + chance.choice((1, 1, 1, 2, 3))):
            shift_id += 1
            starts_at = midnight + dt.timedelta(days=day, hours=8 if long else chance.choice((7, 8, 13, 19)))
            ends_at = None if long else starts_at + dt.timedelta(hours=4)
            shifts.append(
                Shift(
                    id=shift_id, posting_id=pk, starts_at=starts_at, ends_at=ends_at, headcount=chance.randrange(1, 20)
                )
            )
        if len(postings) == POSTINGS_A_TRANSACTION:
            write()
            say(f"{pk} postings")
    write()


def make_people(count: int, province: Office, counties: list[Any], clerk: User, now: dt.datetime) -> None:
    """Write people who look for work, with the spellings that the counter's operation writes."""
    from django.db import connection, transaction

    from yizhan.people.models import Contact, Person, SearchKey, Served
    from yizhan.people.search_keys import NUMBER, number_key, spellings
    from yizhan.shared.identifiers.id_number import check_symbol
    from yizhan.shared.identifiers.numbers import make_number
    from yizhan.shared.text.pinyin import name_keys
    from yizhan.workers.models import JobSeeker, Wish, WishedOccupation

    chance, codes, day = random.Random(SEED + 2), occupations(), now.date()
    months = [dt.date(2020 + n // 12, n % 12 + 1, 1) for n in range(72)]
    names = [
        chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _n in range(chance.choice((1, 2, 2, 2))))
        for _m in range(NAMES)
    ]

    @cache
    def keys_of(name: str) -> tuple[Any, list[str]]:
        return name_keys(name), [key for key in spellings(name, "P") if not key.startswith(NUMBER)]

    people: list[Person] = []
    contacts: list[Contact] = []
    served: list[Served] = []
    spelt: list[tuple[int, str, int]] = []
    seekers: list[JobSeeker] = []
    wishes: list[Wish] = []
    wanted: list[WishedOccupation] = []

    def write() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            # What refers to a row of this same batch need not be looked up again row by row.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for model, rows in (
                (Person, people), (Contact, contacts), (Served, served), (JobSeeker, seekers), (Wish, wishes),
                (WishedOccupation, wanted),
            ):  # fmt: skip
                copy_in(model, rows)  # type: ignore[arg-type]
                rows.clear()  # type: ignore[attr-defined]
            copy_rows(SearchKey, ("scope_id", "key", "person_id"), spelt)
            spelt.clear()

    for serial, where in spread(count):
        pk, (county, stations) = serial + 1, counties[where]
        name, station = chance.choice(names), chance.choice(stations)
        keys, texts = keys_of(name)
        number = make_number("P", months[serial % 72], serial // 72 + 1)
        born = dt.date(1955, 1, 1) + dt.timedelta(days=serial * 7 % 18_000)
        # Ten thousand born a day at most, so that no number comes twice.
        first = f"{370000 + serial // 900_000 * 100 + where:06d}{born:%Y%m%d}{serial // 18_000 % 900 + 100:03d}"
        people.append(
            Person(
                id=pk, origin="bench", number=number, name=name, name_pinyin=keys.full, name_initials=keys.initials,
                id_no=first + check_symbol(first), sex=chance.choice("12"), birth_on=born, birth_basis="id_card",
                registered_at=now, last_contact_on=day,
            )
        )  # fmt: skip
        contacts.append(
            Contact(
                id=pk, person_id=pk, kind="mobile", number=f"1{chance.choice('3589')}{chance.randrange(10**9):09d}",
                added_at=now,
            )
        )  # fmt: skip
        served.append(Served(id=pk, person_id=pk, office=station, from_on=day, basis="walk_in"))
        scopes = (station.pk, county.pk, province.pk)
        spelt += [(scope, key, pk) for key in (*texts, NUMBER + number_key(number)) for scope in scopes]
        lat, lng = point_near(centre_of(where), chance, 80_000)
        seekers.append(
            JobSeeker(
                id=pk, person_id=pk, office=station, registered_at=now, registered_by=clerk, reg_channel="counter",
                waiting_since_on=day - dt.timedelta(days=chance.randrange(40)), tier_reviewed_on=day, lat_e6=lat,
                lng_e6=lng,
            )
        )  # fmt: skip
        pay = chance.choice((None, 15_000, 20_000))
        wishes.append(
            Wish(
                id=pk, seeker_id=pk, pay_min_fen=pay, pay_unit="day" if pay else "", pay_min_daily_fen=pay,
                max_distance_m=chance.choice((None, 8_000, 20_000)), valid_until_on=day + dt.timedelta(days=60),
            )
        )  # fmt: skip
        wanted += [
            WishedOccupation(id=pk * 4 + place, wish_id=pk, occupation_code=code, place=place)
            for place, code in enumerate(chance.sample(codes, chance.choice((1, 2, 3))), 1)
        ]
        if len(people) == PEOPLE_A_TRANSACTION:
            write()
            say(f"{pk} people")
    write()


def say(text: str) -> None:
    """Tell how far it is."""
    print(f"\r{text}    ", end="", file=sys.stderr, flush=True)


INDEX_OF_SPELLINGS = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'searchkey_once'"


def build(postings: int, people: int) -> None:
    """Write everything; the large index of spellings is made at the end, which takes a third of the time."""
    from django.db import connection
    from django.utils import timezone

    now = timezone.localtime()
    province, counties, clerk, reviewer = make_offices(now)
    employers = make_employers(counties, clerk, reviewer, now)
    make_postings(postings, counties, employers, clerk, reviewer, now)
    with connection.cursor() as cursor:
        cursor.execute(INDEX_OF_SPELLINGS)
        definition = cursor.fetchone()[0]
        cursor.execute("ALTER TABLE people_searchkey DROP CONSTRAINT searchkey_once")
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'people_searchkey'"
            " AND indexname NOT LIKE '%%pkey'"
        )
        others = cursor.fetchall()
        for name, _text in others:
            cursor.execute(f'DROP INDEX "{name}"')
        make_people(people, province, counties, clerk, now)
        say("indexes")
        cursor.execute(f"ALTER TABLE people_searchkey ADD CONSTRAINT searchkey_once {definition}")
        for _name, text in others:
            cursor.execute(text)
        set_counters(cursor)
        say("vacuum")
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


def set_counters(cursor: Any) -> None:
    """Let the next row of each table, and the next short number, come after what was written."""
    from django.apps import apps

    from yizhan.shared.identifiers.numbers import make_number
    from yizhan.shared.identifiers.sequence_model import NumberSequence

    for model in apps.get_models():
        key, table = model._meta.pk.column, model._meta.db_table  # type: ignore[union-attr]
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', key])
        if cursor.fetchone()[0]:
            cursor.execute(
                f'SELECT setval(pg_get_serial_sequence(%s, %s), greatest((SELECT max("{key}") FROM "{table}"), 1))',
                [f'"{table}"', key],
            )
    today = dt.datetime.now(dt.UTC).date()
    for prefix in ("P", "J", "E"):
        make_number(prefix, today, 1)
        NumberSequence.objects.update_or_create(
            prefix=prefix, period=f"{today.year % 100:02}{today.month:02}", defaults={"last": 1_000_000}
        )


def main() -> int:
    """Build a folder, unless it is built."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--postings", type=int, default=100_000)
    parser.add_argument("--people", type=int, default=1_000_000)
    args = parser.parse_args()
    folder = args.folder.resolve()
    if (folder / BUILT).exists():
        print(f"{folder} is built: {(folder / BUILT).read_text().strip()}")
        return 0
    if (folder / "pg" / "data").exists():
        print(f"{folder} holds a province that was broken off: remove it first", file=sys.stderr)
        return 1
    began = time.monotonic()
    server = start(folder, BUILDING)
    build(args.postings, args.people)
    from django.db import connections

    connections.close_all()
    server.stop()
    (folder / BUILT).write_text(f"{args.postings} postings, {args.people} people\n")
    print(f"\rbuilt in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
