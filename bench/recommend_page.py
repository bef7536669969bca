"""How long a recommendation takes, from the click to the settled page: 10,000 open postings, 200 people, SQLite.

    python -m bench.recommend_page [--postings N] [--people N] [--no-browser] [--json]

Builds a county of ten stations in a throw-away data directory and serves it as a station does (gunicorn, one process,
production settings, WAL, synchronous FULL). Then, for 200 different people:

- *warm*: the HTTP request of the page, and the CPU time of the server, for a machine that is shared; *after a place was
  taken* the same right after that happened somewhere in the county, so that the kept table has to be renewed;
- *click*: Chromium on the person's page clicks on the link to the recommendations; until the new page has loaded its
  style sheets and scripts and has been painted (two animation frames after `load`).
"""

from __future__ import annotations

import argparse
import atexit
import datetime as dt
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User
    from yizhan.employers.models import Employer

SEED = 20261123
BATCH = 1000
CENTRE = (36_114_000, 115_791_000)
EMPLOYERS = 60


def prepare() -> Path:
    """Make a data directory of its own and point Django at it before anything of it is imported."""
    home = Path(tempfile.mkdtemp(prefix="yizhan-bench-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["YIZHAN_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "yizhan.config.settings.prod"
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs an event loop beside the ORM
    from yizhan.cli.setting_up import gather_static_files, make_database, make_home, make_keys, set_up_django

    make_home(demo=True)
    set_up_django()
    make_keys()
    make_database()
    gather_static_files()
    return home


def make_offices(now: dt.datetime) -> tuple[list[Office], User, User]:
    """Make a county with ten stations, a clerk and a reviewer of the first."""
    from yizhan.accounts.enums import OfficeKind, Role
    from yizhan.accounts.operations import create_office, create_user

    county = create_office(name="测量县", kind=OfficeKind.COUNTY, parent=None, area_code="371521", by=None, at=now)
    stations = [
        create_office(name=f"测量驿站{n}", kind=OfficeKind.STATION, parent=county, area_code="371521", by=None, at=now)
        for n in range(10)
    ]
    clerk, reviewer = (
        create_user(
            username=f"bench.{role}", name="测量", role=role, office=stations[0], password=None, by=None, at=now
        )
        for role in (Role.CLERK, Role.REVIEWER)
    )
    return stations, clerk, reviewer


def make_employers(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> list[Employer]:
    """Register and verify generated companies."""
    from yizhan.employers.enums import EmployerKind, VerifyBasis
    from yizhan.employers.facts import EmployerFacts
    from yizhan.employers.operations import register_employer, verify_employer
    from yizhan.shared.identifiers.uscc import check_symbol

    made = []
    for n in range(EMPLOYERS):
        first = f"91371521MA{n:07d}"
        facts = EmployerFacts(
            kind=EmployerKind.COMPANY, name=f"测量{n}号公司", phone=f"1390000{n:04d}", area_code="371521",
            uscc=first + check_symbol(first), legal_rep="测量甲", address="测量路1号",
        )  # fmt: skip
        employer = register_employer(facts=facts, office=station, by=clerk, at=now, not_the_same=True)
        made.append(verify_employer(employer=employer, basis=VerifyBasis.LICENCE_ORIGINAL, by=reviewer, at=now))
    return made


def occupations() -> list[str]:
    """Return the occupations that are asked for at the gate: those that the mobility table speaks of."""
    from yizhan.vocabularies.queries import mobility_pairs

    return sorted({code for pair in mobility_pairs() for code in (pair.a, pair.b)})[:120]


def make_postings(
    count: int, stations: list[Office], employers: list[Employer], clerk: User, reviewer: User, now: dt.datetime
) -> None:
    """Insert live postings in bulk: two thirds day jobs of one to three days, the rest long jobs."""
    from django.db import transaction
    from django.db.models import OuterRef, Subquery

    from yizhan.postings.models import Posting, PostingTerms, Shift
    from yizhan.shared.identifiers.numbers import make_number
    from yizhan.vocabularies.queries import occupation_name

    chance, codes = random.Random(SEED), occupations()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for start in range(0, count, BATCH):
        drawn = range(start, min(count, start + BATCH))
        with transaction.atomic():
            postings = Posting.objects.bulk_create(
                Posting(
                    origin="bench", number=make_number("J", now.date(), n + 1), employer=chance.choice(employers),
                    office=chance.choice(stations), kind="long" if n % 3 == 0 else "gig",
                    valid_until_at=midnight + dt.timedelta(days=chance.randrange(2, 30)), published_at=now,
                    last_confirmed_at=now - dt.timedelta(hours=chance.randrange(90)), created_at=now,
                    created_by=clerk, source="desk", submitted_at=now, queue_at=now, submitted_by=clerk,
                ) for n in drawn
            )  # fmt: skip
            terms = []
            for posting in postings:
                code, long = chance.choice(codes), posting.kind == "long"
                mapped = chance.random() < 0.9
                fen = chance.randrange(120, 360) * 100
                terms.append(
                    PostingTerms(
                        posting=posting, number=1, title=occupation_name(code)[:40], occupation_code=code,
                        content="测量用的工作内容。", labor_type="contract" if long else "service",
                        starts_on=now.date(), week_mask=sum(0b0011 << 4 * day for day in range(6)) if long else 0,
                        place_name="测量路", area_code="371521",
                        lat_e6=CENTRE[0] + chance.randrange(-150_000, 150_000) if mapped else None,
                        lng_e6=CENTRE[1] + chance.randrange(-150_000, 150_000) if mapped else None,
                        pay_min_fen=fen, pay_max_fen=fen, pay_unit="day", pay_daily_fen=fen, settle_kind="daily",
                        hazards=chance.choice(([], [], ["height"], ["load"])),
                        certificates=chance.choice(([], [], [], ["sw_low_voltage"], ["he_food"])),
                        skills=chance.sample(codes, chance.choice((0, 0, 1, 2))),
                        age_max=chance.choice((None, None, 55)), created_at=now, created_by=clerk,
                    )
                )  # fmt: skip
            PostingTerms.objects.bulk_create(terms)
            shifts = []
            for posting in postings:
                places = {"posting": posting, "headcount": chance.randrange(1, 20)}
                if posting.kind == "long":
                    shifts.append(Shift(starts_at=midnight + dt.timedelta(days=1, hours=8), ends_at=None, **places))
                    continue
                first = chance.randrange(1, 5)
                for day in range(first, first + chance.choice((1, 1, 1, 2, 3))):
                    starts_at = midnight + dt.timedelta(days=day, hours=chance.choice((7, 8, 13, 19)))
                    shifts.append(Shift(starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=4), **places))
            Shift.objects.bulk_create(shifts)
    Posting.objects.update(
        terms_id=Subquery(PostingTerms.objects.filter(posting=OuterRef("pk")).values("pk")[:1]),
        review_state="approved", publish_state="published", submitted_at=now, submitted_by=clerk, reviewed_at=now,
        reviewed_by=reviewer,
    )  # fmt: skip


def make_people(count: int, clerk: User, now: dt.datetime) -> list[str]:
    """Register people who look for work through the same operation as the counter; return their public ids."""
    from yizhan.people.enums import Channel
    from yizhan.people.queries import read_person_facts
    from yizhan.shared.identifiers.id_number import check_symbol
    from yizhan.workers.facts import WishedWork, WishFacts
    from yizhan.workers.operations import register_job_seeker

    chance, codes, made = random.Random(SEED + 1), occupations(), []
    for n in range(count):
        born = dt.date(1958, 1, 1) + dt.timedelta(days=chance.randrange(16_000))
        first = f"371521{born:%Y%m%d}{n % 999:03d}"
        name = "测量" + chance.choice("甲乙丙丁戊己庚辛") + chance.choice("一二三四五六七八")
        reading = read_person_facts({"name": name, "id_no": first + check_symbol(first)}, today=now.date())
        assert reading.facts is not None, reading.errors
        wanted = chance.sample(codes, chance.choice((1, 2, 3)))
        wish = WishFacts(
            works=tuple(WishedWork(code) for code in wanted),
            pay_min_fen=chance.choice((None, 15_000, 20_000)), pay_unit="day",
            max_distance_m=chance.choice((None, 8_000, 20_000)),
            home=(CENTRE[0] + chance.randrange(-80_000, 80_000), CENTRE[1] + chance.randrange(-80_000, 80_000)),
        )  # fmt: skip
        if wish.pay_min_fen is None:
            wish = WishFacts(works=wish.works, max_distance_m=wish.max_distance_m, home=wish.home)
        seeker = register_job_seeker(
            facts=reading.facts, contacts=[], consents=[], wish=wish, office=clerk.office, by=clerk, at=now,
            channel=Channel.COUNTER,
        )  # fmt: skip
        made.append(str(seeker.person.public_id))
    return made


def session_of(user: User) -> dict[str, str]:
    """Return the cookies of somebody who signed in, second factor passed."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    session = client.session
    session["second_factor"] = True
    session.save()
    return {name: morsel.value for name, morsel in client.cookies.items()}


def serve() -> tuple[subprocess.Popen[bytes], str]:
    """Start the web server of a station on a free port and wait until it answers."""
    from yizhan.cli.serving import wait_until_it_answers, web_command

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(web_command("127.0.0.1", port, 8))
    atexit.register(server.kill)
    address = f"http://127.0.0.1:{port}"
    if not wait_until_it_answers(f"{address}/accounts/sign-in/", within_s=60):
        raise SystemExit("the server did not answer")
    return server, address


def ask(address: str, cookies: dict[str, str]) -> float:
    """Send one request; return its milliseconds."""
    header = "; ".join(f"{name}={value}" for name, value in cookies.items())
    request = urllib.request.Request(address, headers={"Cookie": header})
    start = time.perf_counter()
    with urllib.request.urlopen(request) as answer:
        body = answer.read()
    took = (time.perf_counter() - start) * 1000
    assert b"match-list" in body or "没有可以介绍的岗位".encode() in body, "not the page that was meant"
    return took


def cpu_ms(server: subprocess.Popen[bytes]) -> float:
    """Return the milliseconds of CPU that the server's processes have used: less moved by other load than the clock."""
    used, tick = 0, os.sysconf("SC_CLK_TCK")
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    for pid in (str(server.pid), *children):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])
    return used * 1000 / tick


def over_http(
    server: subprocess.Popen[bytes], address: str, people: list[str], cookies: dict[str, str], clerk: User
) -> dict[str, list[float]]:
    """Ask for every person's page, warm; and again right after a place was taken."""
    from yizhan.postings.models import Shift
    from yizhan.postings.operations import take_place

    pages = [f"{address}/matching/for/{person}/" for person in people]
    first = ask(pages[0], cookies)
    for page in pages[:20]:
        ask(page, cookies)
    before = cpu_ms(server)
    warm = [ask(page, cookies) for page in pages]
    cpu = (cpu_ms(server) - before) / len(pages)
    free = list(Shift.objects.filter(taken=0).order_by("pk")[: len(pages)])
    renewed = []
    for page, shift in zip(pages, free, strict=True):
        take_place(shift=shift, by=clerk, at=dt.datetime.now(dt.UTC))
        renewed.append(ask(page, cookies))
    return {"first": [first], "warm": warm, "warm, mean CPU of the server": [cpu], "after a place was taken": renewed}


WATCH = """
addEventListener('click', () => {
  window.settledAt = 0;
  sessionStorage.setItem('clicked', performance.timeOrigin + performance.now());
}, true);
const settle = () => requestAnimationFrame(() => requestAnimationFrame(() => {
  window.settledAt = performance.timeOrigin + performance.now();
  dispatchEvent(new Event('settled'));
}));
addEventListener('load', settle);
document.addEventListener('yizhan:shown', settle);
"""
#: Waits in the page: asking again and again from outside would take the time of the core that draws it.
SETTLED = """
() => new Promise(done => window.settledAt ? done(window.settledAt)
  : addEventListener('settled', () => done(window.settledAt)))
"""


def in_chromium(address: str, people: list[str], cookies: dict[str, str]) -> list[float]:
    """Click through from each person's page; return the milliseconds from the click to the settled page."""
    from playwright.sync_api import sync_playwright

    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("YIZHAN_CHROMIUM", "/usr/bin/chromium"),
            args=["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                  "--disable-component-update", "--disable-sync"],
        )  # fmt: skip
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        context.add_init_script(WATCH)
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        page = context.new_page()
        for number, person in enumerate([*people[:5], *people]):
            page.goto(f"{address}/people/{person}/")
            page.wait_for_load_state("networkidle")
            page.locator(f"a[href='/matching/for/{person}/']").first.click()
            page.wait_for_url(f"**/matching/for/{person}/")
            settled = float(page.evaluate(SETTLED))
            if number >= 5:
                taken.append(settled - float(page.evaluate("() => sessionStorage.getItem('clicked')")))
        browser.close()
    return taken


def quantile(values: list[float], share: float) -> float:
    """Return a quantile by rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> None:
    """Build, serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postings", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    prepare()
    from django.utils import timezone

    now = timezone.localtime()
    stations, clerk, reviewer = make_offices(now)
    employers = make_employers(stations[0], clerk, reviewer, now)
    make_postings(args.postings, stations, employers, clerk, reviewer, now)
    people = make_people(args.people, clerk, now)
    cookies = session_of(clerk)
    print("built", file=sys.stderr)
    server, address = serve()
    try:
        results = over_http(server, address, people, cookies, clerk)
        if not args.no_browser:
            results["click to settled page"] = in_chromium(address, people, cookies)
    finally:
        server.terminate()
        server.wait()
    figures: dict[str, Any] = {
        name: {"n": len(ms), "p50": round(quantile(ms, 0.5), 1), "p95": round(quantile(ms, 0.95), 1),
               "max": round(max(ms), 1)}
        for name, ms in results.items()
    }  # fmt: skip
    if args.json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    for name, row in figures.items():
        print(f"{name:<30} n {row['n']:>4}  p50 {row['p50']:>7}  p95 {row['p95']:>7}  max {row['max']:>7} ms")


if __name__ == "__main__":
    main()
