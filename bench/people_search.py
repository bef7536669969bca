"""How fast people are found: HTTP requests through the whole middleware, 100,000 generated people.

    python -m bench.people_search [--people N] [--asked N] [--json]
    python scripts/pg_run.py python -m bench.people_search

Builds a county of ten stations in a throw-away data directory (PostgreSQL: in the database of DATABASE_URL, which must
be empty), with production settings (SQLite: WAL, synchronous FULL), then asks as a clerk of the largest station and as
an officer of the county. Each request is the htmx POST of the search page: session, sign-in, rights, search, masks,
template, and the audit line with its commit.
"""

from __future__ import annotations

import argparse
import atexit
import datetime as dt
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User

SEED = 20261123
BATCH = 2000
#: Share of people whom the largest station serves; the rest is spread over nine.
AT_LARGEST = 0.6
SURNAMES = "王" * 9 + "李" * 8 + "张" * 8 + "刘" * 6 + "陈" * 4 + "杨" * 3 + "赵" * 3 + "黄" * 2 + "周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷单解曲欧"  # noqa: E501
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文斌志海波宁贵福生龙元全胜学祥才发武新利清飞彬富顺信子昌成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋梁栋维启克伦翔旭鹏泽晨辰士以家致树炎德行时泰盛雄琛钧冠策腾榕风航弘"  # noqa: E501


def prepare() -> None:
    """Point Django at a data directory of its own before anything of it is imported."""
    home = Path(tempfile.mkdtemp(prefix="yizhan-bench-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["YIZHAN_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "yizhan.config.settings.prod"
    os.environ.setdefault("YIZHAN_SECRET_KEY", "only-for-the-benchmark")
    import django
    from django.conf import settings
    from django.core.management import call_command

    from yizhan.shared.crypto.keyring import create_keys

    create_keys(Path(settings.YIZHAN_KEYS_FILE))
    django.setup()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # no collectstatic for a measurement
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    (home / "static").mkdir()
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def make_offices(now: dt.datetime) -> tuple[Office, list[Office], User, User]:
    """Make the county, its stations, a clerk of the first, and an officer of the county."""
    from yizhan.accounts.enums import OfficeKind, Role
    from yizhan.accounts.operations import create_office, create_user

    county = create_office(name="测量县", kind=OfficeKind.COUNTY, parent=None, area_code="371521", by=None, at=now)
    stations = [
        create_office(
            name=f"测量驿站{n}", kind=OfficeKind.STATION, parent=county, area_code="371521", by=None, at=now
        )
        for n in range(10)
    ]
    clerk = create_user(
        username="bench.clerk", name="测量窗口", role=Role.CLERK, office=stations[0], password=None, by=None, at=now
    )
    officer = create_user(
        username="bench.officer", name="测量县级", role=Role.OFFICER, office=county, password=None, by=None, at=now
    )
    return county, stations, clerk, officer


def generated(count: int) -> Iterator[dict[str, Any]]:
    """Generate people: the surnames as frequent as they are, right check digits, every fifth without a number."""
    from yizhan.shared.identifiers.id_number import check_symbol

    chance = random.Random(SEED)
    for serial in range(count):
        name = chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _n in range(chance.choice((1, 2, 2, 2))))
        born = dt.date(1955, 1, 1) + dt.timedelta(days=chance.randrange(18_000))
        first = f"37152{serial // 900_000}{born:%Y%m%d}{serial % 900 + 100:03d}"
        yield {
            "name": name,
            "born": born,
            "id_no": "" if serial % 5 == 0 else f"{first}{check_symbol(first)}",
            "phone": f"1{chance.choice('3589')}{chance.randrange(10**9):09d}",
            "station": 0 if chance.random() < AT_LARGEST else chance.randrange(1, 10),
        }


def build(count: int, county: Office, stations: list[Office], now: dt.datetime) -> list[dict[str, Any]]:
    """Insert the people in bulk, with the same keys that the operation writes; return what they were made of."""
    from django.db import transaction

    from yizhan.people.models import Contact, Person, SearchKey, Served
    from yizhan.people.search_keys import spellings
    from yizhan.shared.identifiers.numbers import make_number
    from yizhan.shared.text.pinyin import name_keys

    people: list[dict[str, Any]] = []
    batch: list[tuple[str, dict[str, Any]]] = []
    seen: set[object] = set()
    day = now.date()
    months = [dt.date(2020 + n // 12, n % 12 + 1, 1) for n in range(60)]

    def write() -> None:
        rows = []
        for number, one in batch:
            keys = name_keys(one["name"])
            rows.append(
                Person(
                    origin="bench", number=number, name=one["name"], name_pinyin=keys.full, name_initials=keys.initials,
                    id_no=one["id_no"], no_id_reason="" if one["id_no"] else "not_here", sex="1", birth_on=one["born"],
                    birth_basis="id_card" if one["id_no"] else "stated", registered_at=now, last_contact_on=day,
                )
            )  # fmt: skip
        with transaction.atomic():
            saved = Person.objects.bulk_create(rows)
            Contact.objects.bulk_create(
                Contact(person=person, kind="mobile", number=one["phone"], added_at=now)
                for person, (_number, one) in zip(saved, batch, strict=True)
            )
            Served.objects.bulk_create(
                Served(person=person, office=stations[one["station"]], from_on=day, basis="walk_in")
                for person, (_number, one) in zip(saved, batch, strict=True)
            )
            SearchKey.objects.bulk_create(
                SearchKey(scope=scope, key=key, person=person)
                for person, (number, one) in zip(saved, batch, strict=True)
                for key in spellings(one["name"], number)
                for scope in (stations[one["station"]], county)
            )
        batch.clear()

    for serial, one in enumerate(generated(count)):
        if one["id_no"] in seen:
            one["id_no"] = ""
        seen.add(one["id_no"] or object())
        number = make_number("P", months[serial % 60], serial // 60 + 1)
        one["number"] = number
        people.append(one)
        batch.append((number, one))
        if len(batch) == BATCH:
            write()
            print(f"\r{serial + 1} people", end="", file=sys.stderr)
    write()
    print(file=sys.stderr)
    return people


def questions(people: list[dict[str, Any]], asked: int) -> dict[str, list[str]]:
    """Return what is typed, by kind; people are drawn at random, the two hardest questions are themselves."""
    from yizhan.shared.text.pinyin import name_keys

    chance = random.Random(SEED + 1)
    drawn = [chance.choice(people) for _n in range(asked)]
    with_id = [one for one in people[: asked * 3] if one["id_no"]][:asked]
    return {
        "王": ["王"] * asked,
        "w": ["w"] * asked,
        "name": [one["name"] for one in drawn],
        "surname": [one["name"][0] for one in drawn],
        "given name": [one["name"][1:] for one in drawn],
        "pinyin": [name_keys(one["name"]).full for one in drawn],
        "pinyin begun": [name_keys(one["name"]).full[:4] for one in drawn],
        "initials": [name_keys(one["name"]).initials for one in drawn],
        "phone tail": [one["phone"][-4:] for one in drawn],
        "phone": [one["phone"] for one in drawn],
        "ID tail": [one["id_no"][-4:] for one in with_id],
        "ID": [one["id_no"] for one in with_id],
        "name + tail": [f"{one['name'][0]} {one['phone'][-4:]}" for one in drawn],
        "number": [one["number"] for one in drawn],
        "nobody": [f"查无此人{n}" for n in range(asked)],
    }


def signed_in(user: User) -> Any:
    """Return a client that is signed in, second factor passed."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def measure(client: Any, asked: dict[str, list[str]]) -> dict[str, list[tuple[float, float]]]:
    """Send every question once, the kinds mixed; return the milliseconds of each request by kind: wall and own CPU.

    The CPU time says what a request costs on a machine that others use at the same time.
    """
    chance = random.Random(SEED + 2)
    mixed = [(kind, text) for kind, texts in asked.items() for text in texts]
    chance.shuffle(mixed)
    for _kind, text in mixed[:20]:  # warm: templates, dictionaries, the database's cache
        client.post("/people/find/", {"text": text}, headers={"HX-Request": "true"})
    taken: dict[str, list[tuple[float, float]]] = {kind: [] for kind in asked}
    for kind, text in mixed:
        wall, cpu = time.perf_counter(), time.process_time()
        response = client.post("/people/find/", {"text": text}, headers={"HX-Request": "true"})
        taken[kind].append(((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000))
        if response.status_code != 200:
            raise SystemExit(f"{kind}: answered {response.status_code}")
    return taken


def at(values: list[float], share: float) -> float:
    """Return the value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def figures(values: list[tuple[float, float]]) -> dict[str, float]:
    """Return the middle and the 95th percentile of the time on the wall, and the latter of the CPU time."""
    wall, cpu = [one[0] for one in values], [one[1] for one in values]
    return {"p50": round(at(wall, 0.5), 1), "p95": round(at(wall, 0.95), 1), "cpu95": round(at(cpu, 0.95), 1)}


def main() -> None:
    """Build, ask, print."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--people", type=int, default=100_000)
    reader.add_argument("--asked", type=int, default=40, help="questions of each kind")
    reader.add_argument("--json", action="store_true")
    given = reader.parse_args()
    prepare()
    import structlog
    from django.db import connection
    from django.utils import timezone

    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    now = timezone.now()
    county, stations, clerk, officer = make_offices(now)
    people = build(given.people, county, stations, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    result: dict[str, Any] = {"database": connection.vendor, "people": given.people, "asked": given.asked}
    for who, user in (("clerk", clerk), ("county", officer)):
        own = people if who == "county" else [one for one in people if one["station"] == 0]
        taken = measure(signed_in(user), questions(own, given.asked))
        every = [one for values in taken.values() for one in values]
        result[who] = {kind: figures(values) for kind, values in {**taken, "all": every}.items()}
    if given.json:
        print(json.dumps(result, ensure_ascii=False, indent=2))
        return
    print(f"{connection.vendor}, {given.people:,} people, {given.asked} questions a kind; ms: p50 / p95 (CPU p95)")
    for kind in result["clerk"]:
        found = [result[who][kind] for who in ("clerk", "county")]
        row = [f"{one['p50']:7.1f} / {one['p95']:6.1f} ({one['cpu95']:6.1f})" for one in found]
        print(f"{kind:<14}" + "   ".join(row))


if __name__ == "__main__":
    main()
