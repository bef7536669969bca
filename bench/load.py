"""What a station and a county do in a day, sent to the real server over the real network stack of this machine.

    python -m bench.load day [--minutes 10]                               # SQLite: a station's whole day in ten minutes
    python -m bench.load peak --kept FOLDER [--minutes 10]                # PostgreSQL: the morning peak of a province
    python -m bench.load views --kept FOLDER [--rate 150] [--minutes 1]
    ... [--postings 10000] [--people 20000] [--processes 1] [--json]

`day`    300 registrations, 5,000 views of the desk and of the worker's pages, 1,000 messages through the outbox.
`peak`   50 registrations, 200 applications and 3,000 views a minute.
`views`  list, search, posting and recommendation, so many a second.

FOLDER is a province that `python -m bench.load_province FOLDER` has built; without it a county is built anew, on the
database of DATABASE_URL if there is one.

The moments are drawn beforehand and come whatever the server does (open arrival); every time runs from its moment.
The server is the station's own: gunicorn with its task worker, production settings, synchronous FULL; the load comes
from this process, on the same cores. A carrier of the bench's own takes the messages. Only loopback is used, and it
ends by itself.
"""

from __future__ import annotations

import argparse
import asyncio
import atexit
import datetime as dt
import json
import logging
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.load_client import Connections, Kind, Seen, drawn, play
from bench.recommend_page import make_employers, make_offices, make_people, make_postings, quantile, session_of

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User

SEED = 20261127
TOKEN = "a" * 32
WATCH_EVERY_S = 10.0
WARM_WITHIN_S, WARMED_TIMES = 300, 8
THREADS = 8
#: Views of a day by weight: what the desk looks at, and what people look at on their phones.
DESK_VIEWS, PHONE_VIEWS = 2, 3
WORDS = ("瓦工", "小工", "保洁", "搬运", "电工", "dg", "月嫂", "看大门")


@dataclass(frozen=True)
class Ground:
    """What the requests are about."""

    clerk: dict[str, str]
    postings: list[str]
    people: list[str]
    phones: list[str]
    #: of the first person to be registered: no two runs on one database register the same.
    first_serial: int = 0


def prepare() -> Path:
    """Make a data directory of its own, on the database of DATABASE_URL if there is one, and point Django at it."""
    home = Path(tempfile.mkdtemp(prefix="yizhan-bench-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["YIZHAN_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.load_settings"
    import structlog

    from yizhan.cli.setting_up import gather_static_files, make_database, make_home, make_keys, set_up_django

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    make_home(demo=True)
    set_up_django()
    make_keys()
    make_database()
    gather_static_files()
    return home


def make_ground(postings: int, people: int, applicants: int, now: dt.datetime) -> tuple[Ground, Office, User]:
    """Build a county: postings and people in bulk, those who apply through the counter's own operation."""
    from bench.people_search import build
    from yizhan.people.models import Person
    from yizhan.portals.worker.enums import Door
    from yizhan.portals.worker.operations import open_device
    from yizhan.postings.models import Posting

    stations, clerk, reviewer = make_offices(now)
    employers = make_employers(stations[0], clerk, reviewer, now)
    make_postings(postings, stations, employers, clerk, reviewer, now)
    county = stations[0].parent
    assert county is not None
    build(people, county, stations, now)
    registered = make_people(max(200, applicants), clerk, now)
    phones = [
        open_device(person=person, door=Door.COUNTER, is_own=True, at=now)[1]
        for person in Person.objects.filter(public_id__in=registered[:applicants])
    ]
    chance = random.Random(SEED)
    offered = [str(one) for one in Posting.objects.values_list("public_id", flat=True)]
    shown = chance.sample(offered, min(2000, len(offered)))
    return Ground(session_of(clerk), shown, registered, phones), clerk.office, clerk


def kept_ground(applicants: int, now: dt.datetime) -> tuple[Ground, Office, User]:
    """Return a province that is there: postings of everywhere, people and a clerk of one station."""
    from django.db.models import Max

    from yizhan.accounts.models import User
    from yizhan.people.models import Person
    from yizhan.portals.worker.enums import Door
    from yizhan.portals.worker.operations import open_device
    from yizhan.postings.models import Posting
    from yizhan.workers.models import JobSeeker

    clerk = User.objects.select_related("office").get(username="bench.clerk")
    newest = Person.objects.aggregate(newest=Max("pk"))["newest"]
    chance = random.Random(newest)
    offered = [str(one) for one in Posting.objects.live(now).order_by("pk").values_list("public_id", flat=True)]
    own = JobSeeker.objects.filter(office=clerk.office, person__origin="bench", status="available").order_by("pk")
    seekers = list(own.values_list("person_id", "person__public_id"))
    asked = chance.sample(seekers, min(2000 + applicants, len(seekers)))
    persons = Person.objects.filter(pk__in=[pk for pk, _id in asked[:applicants]])
    phones = [open_device(person=person, door=Door.COUNTER, is_own=True, at=now)[1] for person in persons]
    shown = chance.sample(offered, min(2000, len(offered)))
    people = [str(public_id) for _pk, public_id in asked[applicants:] or asked]
    return Ground(session_of(clerk), shown, people, phones, newest), clerk.office, clerk


# --- what is done ---


def views(ground: Ground, chance: random.Random) -> dict[str, Kind]:
    """Return the pages that are looked at, by name."""

    def page(name: str, path: Any, cookies: dict[str, str]) -> Kind:
        async def do(connections: Connections) -> int:
            return (await connections.ask(path(), cookies)).status

        return Kind(name, do)

    nobody: dict[str, str] = {}
    return {
        "list": page("list", lambda: "/w/", nobody),
        "search": page("search", lambda: f"/w/?q={_quoted(chance.choice(WORDS))}", nobody),
        "posting": page("posting", lambda: f"/w/jobs/{chance.choice(ground.postings)}/", nobody),
        "recommendation": page(
            "recommendation", lambda: f"/matching/for/{chance.choice(ground.people)}/", ground.clerk
        ),
        "person": page("person", lambda: f"/people/{chance.choice(ground.people)}/", ground.clerk),
        "postings at the desk": page("postings at the desk", lambda: "/postings/", ground.clerk),
        "first page of the desk": page("first page of the desk", lambda: "/", ground.clerk),
    }


def _quoted(word: str) -> str:
    from urllib.parse import quote

    return quote(word)


def registering(ground: Ground) -> Kind:
    """Return a registration at the counter: a new person each time, the form once filled in."""
    serials = iter(range(ground.first_serial, ground.first_serial + 10**6))

    async def do(connections: Connections) -> int:
        return (await connections.ask("/workers/register/", with_token(ground.clerk), a_form(next(serials)))).status

    return Kind("registration", do, frozenset({302}))


def applying(ground: Ground, chance: random.Random) -> Kind:
    """Return an application from a phone: each phone applies to postings of its own choice, none twice."""
    turns = [(phone, posting) for phone in ground.phones for posting in chance.sample(ground.postings, 3)]
    chance.shuffle(turns)

    async def do(connections: Connections) -> int:
        phone, posting = turns.pop()
        cookies = with_token({"w_device": phone})
        sent = {"csrfmiddlewaretoken": TOKEN}
        return (await connections.ask(f"/w/jobs/{posting}/apply/", cookies, sent)).status

    return Kind("application", do, frozenset({302}))


def with_token(cookies: dict[str, str]) -> dict[str, str]:
    """Add the form token of a browser that has seen a form."""
    return {**cookies, "csrftoken": TOKEN}


def a_form(serial: int) -> dict[str, str | list[str]]:
    """Return what a clerk types for a generated person; no two of them are alike."""
    from yizhan.shared.identifiers.id_number import check_symbol

    signs = "甲乙丙丁戊己庚辛壬癸"
    name = "试" + signs[serial // 1000 % 10] + signs[serial // 100 % 10] + signs[serial // 10 % 10] + signs[serial % 10]
    born = dt.date(1960, 1, 1) + dt.timedelta(days=serial * 7 % 15_000)
    first = f"371523{born:%Y%m%d}{serial % 999:03d}"
    return {
        "name": name, "id_no": first + check_symbol(first), "mobile": f"198{serial:08d}", "works": "6-29-01-01|瓦工",
        "pay_min": "200", "pay_unit": "day", "max_km": "8", "party_size": "1", "has_smartphone": "on", "here": "on",
        "submission": str(uuid.uuid4()), "csrfmiddlewaretoken": TOKEN,
    }  # fmt: skip


def write_messages(office: Office, clerk: User, many: int, lasts_s: float) -> threading.Thread:
    """Write messages into the outbox beside the requests, evenly over the time; the task worker sends them."""
    from yizhan.notices.texts import LETTER
    from yizhan.shared.notifications.enums import WAY_OF, Carrier
    from yizhan.shared.notifications.models import MessageCarrier
    from yizhan.shared.notifications.operations import notify
    from yizhan.shared.notifications.recipients import to_phone

    at = dt.datetime.now(dt.UTC)
    MessageCarrier.objects.create(
        office=office, carrier=Carrier.ALIYUN, way=WAY_OF[Carrier.ALIYUN], changed_at=at, changed_by=clerk,
        facts={"key_id": "key", "sign_name": "测量驿站", "templates": {LETTER.key: "SMS_1"}},
        secret=json.dumps({"key_secret": "only-for-the-benchmark"}),
    )  # fmt: skip

    def write() -> None:
        from django.db import connection

        began = time.perf_counter()
        for number in range(many):
            time.sleep(max(0.0, began + lasts_s * number / many - time.perf_counter()))
            notify(
                office=office, recipient=to_phone(f"197{number:08d}"), parameters=dict.fromkeys(LETTER.fields, "测量"),
                at=dt.datetime.now(dt.UTC), event="bench.load", event_key=str(number), purpose=LETTER.purpose,
                text=LETTER.key, urgent=True,
            )  # fmt: skip
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    return thread


# --- the server ---


class Server:
    """The station's two processes."""

    def __init__(self, processes: int) -> None:
        """Start both and wait for the first answer."""
        from yizhan.cli.serving import wait_until_it_answers, web_command, worker_command

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = web_command("127.0.0.1", self.port, THREADS)
        command[command.index("--workers") + 1] = str(processes)
        self.log = Path(os.environ["YIZHAN_HOME"]) / "server.log"
        with self.log.open("wb") as log:
            self._parts = [subprocess.Popen(part, stderr=log, stdout=log) for part in (command, worker_command())]
        atexit.register(self.stop)
        self.memory: list[tuple[float, float]] = []
        self.cpu_s: list[float] = []
        if not wait_until_it_answers(f"http://127.0.0.1:{self.port}/accounts/sign-in/", within_s=120):
            raise SystemExit("the server did not answer")

    def watch(self, since_s: float) -> None:
        """Note the memory of the web processes, in MB."""
        children = Path(f"/proc/{self._parts[0].pid}/task/{self._parts[0].pid}/children").read_text().split()
        pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in children)
        self.memory.append((since_s, pages * os.sysconf("SC_PAGE_SIZE") / 2**20))
        self.cpu_s.append(sum(cpu_of(pid) for pid in (str(self._parts[0].pid), *children)))

    def stop(self) -> None:
        """End both."""
        for part in self._parts:
            part.terminate()
        for part in self._parts:
            part.wait(timeout=30)

    def faults(self) -> int:
        """Count what the log calls an error or a locked database."""
        text = self.log.read_text(errors="replace")
        return text.count("Traceback") + text.count("database is locked")


def cpu_of(pid: str) -> float:
    """Return the seconds of CPU that a process has used; 0 for one that is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def database_cpu() -> float:
    """Return the seconds of CPU of the database servers of this machine so far."""
    pids = [path.name for path in Path("/proc").iterdir() if path.name.isdigit()]
    return sum(cpu_of(pid) for pid in pids if _name_of(pid) == "postgres")


def _name_of(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


# --- the three measurements ---


def planned(what: str, ground: Ground, minutes: float, rate: float, recommendations: float) -> list[tuple[float, Kind]]:
    """Return the moments of a measurement."""
    chance = random.Random(SEED)
    pages = views(ground, chance)
    desk = [pages[name] for name in ("recommendation", "person", "postings at the desk", "first page of the desk")]
    phone = [pages[name] for name in ("list", "search", "posting")]
    counts: list[tuple[Kind, int]]
    if what == "views":
        many = rate * minutes * 60
        counts = [(kind, int(many * (1 - recommendations) / len(phone))) for kind in phone]
        counts.append((pages["recommendation"], int(many * recommendations)))
    else:
        many = 5000 if what == "day" else int(3000 * minutes)
        whole = DESK_VIEWS + PHONE_VIEWS
        counts = [(kind, many * DESK_VIEWS // whole // len(desk)) for kind in desk]
        counts += [(kind, many * PHONE_VIEWS // whole // len(phone)) for kind in phone]
        counts.append((registering(ground), 300 if what == "day" else int(50 * minutes)))
        if what == "peak":
            counts.append((applying(ground, chance), int(200 * minutes)))
    return drawn(counts, minutes * 60, SEED)


def main() -> int:
    """Build, serve, send, print; 1 if anything was answered wrongly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("day", "peak", "views"))
    parser.add_argument("--minutes", type=float, default=None)
    parser.add_argument("--rate", type=float, default=150)
    parser.add_argument("--postings", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument(
        "--recommendations", type=float, default=0.25, help="share of the recommendation among the pages of `views`"
    )
    parser.add_argument("--kept", type=Path, help="a folder that bench.load_province has built")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    minutes = args.minutes or (1 if args.what == "views" else 10)
    if args.what == "day":
        os.environ.pop("DATABASE_URL", None)
    applicants = int(200 * minutes) // 2 + 1 if args.what == "peak" else 0
    if args.kept is not None:
        from bench.load_province import SERVING, start

        start(args.kept.resolve(), SERVING)
    else:
        prepare()
    from django.db import connections
    from django.utils import timezone

    now = timezone.localtime()
    if args.kept is not None:
        ground, office, clerk = kept_ground(applicants, now)
    else:
        ground, office, clerk = make_ground(args.postings, args.people, applicants, now)
    plan = planned(args.what, ground, minutes, args.rate, args.recommendations)
    connections.close_all()
    print("built", file=sys.stderr)
    server = Server(args.processes)
    writing = write_messages(office, clerk, 1000, minutes * 60) if args.what == "day" else None
    warm(server.port, plan)
    cpu = [sum(os.times()[:2]), database_cpu()]
    server.cpu_s.clear()
    seen = asyncio.run(play(server.port, plan, WATCH_EVERY_S, server.watch))
    server.watch(minutes * 60)
    cpu = [after - before for after, before in zip((sum(os.times()[:2]), database_cpu()), cpu, strict=True)]
    figures: dict[str, Any] = {"pages": {name: told(one) for name, one in sorted(seen.items())}}
    figures["CPU ms a request: web, database, this process"] = [
        round(spent * 1000 / len(plan), 2) for spent in (server.cpu_s[-1] - server.cpu_s[0], cpu[1], cpu[0])
    ]
    if writing is not None:
        writing.join()
        figures["messages"] = messages_within(60)
    server.stop()
    quarter = max(1, len(server.memory) // 4)
    figures["memory MB, first and last quarter"] = [
        round(sum(mb for _s, mb in part) / len(part)) for part in (server.memory[:quarter], server.memory[-quarter:])
    ]
    figures["faults in the server's log"] = server.faults()
    show(figures, args.json)
    return int(any(one.wrong for one in seen.values()) or figures["faults in the server's log"] > 0)


def warm(port: int, plan: list[tuple[float, Kind]]) -> None:
    """Ask once for every page that only reads, one after the other, as the first visitors of a morning do."""
    firsts = {kind.name: kind for _due, kind in plan if kind.fine == frozenset({200})}

    async def ask() -> None:
        connections = Connections(port)
        until = time.monotonic() + WARM_WITHIN_S
        for _n in range(WARMED_TIMES):
            for kind in firsts.values():
                try:
                    await kind.do(connections)
                except TimeoutError:  # a process that starts reads a hundred thousand postings first
                    if time.monotonic() > until:
                        raise
        connections.close()

    asyncio.run(ask())


def messages_within(seconds: int) -> dict[str, int]:
    """Wait for the outbox to be empty and count its messages by state."""
    from collections import Counter

    from yizhan.shared.notifications.models import Message

    until = time.monotonic() + seconds
    while True:
        states = Counter(Message.objects.filter(event="bench.load").values_list("state", flat=True))
        if not states.get("waiting") or time.monotonic() > until:
            return dict(states)
        time.sleep(1)


def told(seen: Seen) -> dict[str, Any]:
    """Sum one kind up."""
    return {
        "n": len(seen.ms), "p50": round(quantile(seen.ms, 0.5)), "p95": round(quantile(seen.ms, 0.95)),
        "p99": round(quantile(seen.ms, 0.99)), "max": round(max(seen.ms)), "wrong": dict(seen.wrong),
    }  # fmt: skip


def show(figures: dict[str, Any], as_json: bool) -> None:
    """Print them."""
    if as_json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    for name, row in figures.pop("pages").items():
        print(
            f"{name:<24} n {row['n']:>6}  p50 {row['p50']:>6}  p95 {row['p95']:>6}  p99 {row['p99']:>6}"
            f"  max {row['max']:>6} ms  wrong {row['wrong'] or 0}"
        )
    for name, value in figures.items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    sys.exit(main())
