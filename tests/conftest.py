"""Strictness for the whole suite; fixtures that every room needs."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import uuid
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.conf import settings
from django.test import Client, SimpleTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as HypothesisSettings

from tests.emptying import empty_tables
from tests.installation import FOLDER, begin_run, end_run
from tests.nu import Nu, is_here
from tests.world import world, world_of_the_file  # noqa: F401 - fixtures of every file
from yizhan.accounts.enums import OfficeKind, Role
from yizhan.accounts.models import Office, User
from yizhan.accounts.operations import create_office, create_user

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs an event loop beside the ORM


def pytest_configure(config: pytest.Config) -> None:
    """Make the key file of this run before anything is encrypted, and the folder of its installation."""
    if begin_run():
        config.add_cleanup(end_run)
    try:
        from yizhan.shared.crypto.keyring import create_keys
    except ModuleNotFoundError:
        return

    path = Path(settings.YIZHAN_KEYS_FILE)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        create_keys(path)


# How fast examples come is a matter of how busy the machine is; the suite times nothing.
HypothesisSettings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
HypothesisSettings.load_profile("house")

#: Folders whose tests reach a database from processes of their own, without asking pytest for one.
WITH_PROCESSES = ("tests/cli/", "tests/demo/", "tests/e2e/", "tests/kill/")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what needs no database or looks at pages alone: the run on SQLite gave its answer.

    What a browser shows is such a look; the main job is played in one on both. YIZHAN_EVERY_TEST=1 runs all on both.
    """
    if not seen_before():
        return
    kept = [item for item in items if reaches_a_database(item) and not looks(item)]
    left_out = set(items) - set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = kept


def looks(item: pytest.Item) -> bool:
    """Say whether a test's answer cannot change with the suite's database."""
    in_a_browser = "page" in getattr(item, "fixturenames", ()) and not item.nodeid.startswith("tests/e2e/")
    return in_a_browser or any(map(item.get_closest_marker, ("looks", "own_sqlite")))


def ready_database() -> Path | None:
    """The database of this run's installation, all migrations in it, where it was made before the tests (SQLite)."""
    folder = Path(os.environ[FOLDER])
    ready = (folder / "said.txt").exists() and not on_postgresql()
    return folder / "home" / "yizhan.sqlite3" if ready else None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Begin with a copy of the database that is ready, if there is one."""
    if ready := ready_database():
        shutil.copyfile(ready, settings.DATABASES["default"]["TEST"]["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """A copy is not made anew; its folder goes with the run. Else as `--reuse-db` says."""
    return ready_database() is not None or bool(request.config.getvalue("reuse_db"))


def on_postgresql() -> bool:
    """Say which half of the suite this is."""
    return bool(settings.DATABASES["default"]["ENGINE"].endswith("postgresql"))


def seen_before() -> bool:
    """Say whether what knows no database was looked at by the run on SQLite; with YIZHAN_EVERY_TEST=1 never."""
    return on_postgresql() and not os.environ.get("YIZHAN_EVERY_TEST")


def reaches_a_database(item: pytest.Item) -> bool:
    """Say whether a test asks for a database or stands among those with processes."""
    asks = {"db", "transactional_db", "live_server", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    in_a_class = isinstance(getattr(item, "cls", None), type) and issubclass(item.cls, SimpleTestCase)  # type: ignore[attr-defined]
    return bool(asks or in_a_class or item.get_closest_marker("django_db") or item.nodeid.startswith(WITH_PROCESSES))


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Real material for measurement, present in CI; tests that need it skip elsewhere."""
    named = os.environ.get("YIZHAN_SHARED")
    path = Path(named) if named else Path(settings.PACKAGE_DIR).parents[1] / "shared"
    if not (path / "data").is_dir():
        pytest.skip("the measurement data (../shared/data) is not on this machine")
    return path / "data"


@pytest.fixture(scope="session")
def nu() -> Iterator[Nu | None]:
    """The Nu checker; None where it is not installed, and on PostgreSQL: pages are the same on both databases."""
    if on_postgresql() or not is_here():
        yield None
        return
    checker = Nu()
    yield checker
    checker.stop()


class StrictClient(Client):
    """Looks at every HTML answer: nothing inline, no unfinished template, a token in every posting form."""

    def request(self, **request: object):  # type: ignore[no-untyped-def]
        """Send and look."""
        response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            check_html(response.content.decode())
        return response


def check_html(html: str) -> None:
    """Fail on what the house forbids in any page."""
    import re

    assert not re.search(r"<[^>]+\son[a-z]+\s*=", html), "inline handler"
    assert not re.search(r"<script(?![^>]*\b(src|type=\"application/(ld\+)?json\"))[^>]*>", html), "inline script"
    assert not re.search(r"<style\b|<[^>]+\sstyle\s*=", html), "inline style"
    assert "{{" not in html, "unrendered variable"
    assert "{%" not in html, "unrendered tag"
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", html, re.S | re.I):
        assert "csrfmiddlewaretoken" in form or "hx-post" in form, "form without a token"


@pytest.fixture
def client() -> StrictClient:
    """A browser without JavaScript that complains."""
    return StrictClient()


@pytest.fixture(autouse=True, scope="session")
def _tables_are_emptied() -> Iterator[None]:
    """After a transactional test (live server) empty what it filled; within a test the triggers stand."""
    from django.test import TransactionTestCase

    original = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def teardown(self: TransactionTestCase) -> None:
        empty_tables()
        _put_back_texts()

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[attr-defined]
    yield
    TransactionTestCase._fixture_teardown = original  # type: ignore[attr-defined]


def _put_back_texts() -> None:
    """Write the wordings of consent again, which came with a migration and went with the rows of the test."""
    from importlib import import_module

    from django.apps import apps

    import_module("yizhan.people.migrations.0002_consent_texts_first_version").write(apps, None)


@pytest.fixture(autouse=True)
def _language_of_the_house() -> Iterator[None]:
    """A page in English leaves English behind in its thread; the next test begins in Chinese."""
    yield
    translation.deactivate()


@pytest.fixture
def still_menu(settings: Any) -> None:
    """Let the menu keep the numbers of a first look, so that a page's own queries can be counted.

    What stands in the menu belongs to the rooms above, and comes and goes without this page.
    """
    settings.YIZHAN_MENU_COUNTS_S = 3600


PASSWORD = "Changjian-2026-Zhan"


@pytest.fixture
def now() -> dt.datetime:
    """A Monday morning at the counter."""
    return dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture
def today(now: dt.datetime) -> dt.date:
    """The date of `now`."""
    return now.date()


@pytest.fixture
def county(db: None, now: dt.datetime) -> Office:
    """阳谷县 with nothing in it."""
    return create_office(name="阳谷县总工会", kind=OfficeKind.COUNTY, parent=None, area_code="371521", by=None, at=now)


@pytest.fixture
def station(county: Office, now: dt.datetime) -> Office:
    """A station of the county, at its bus station."""
    return create_office(
        name="阳谷零工市场驿站",
        kind=OfficeKind.STATION,
        parent=county,
        area_code="371521",
        by=None,
        at=now,
        point_e6=(36_114_000, 115_791_000),
    )


@pytest.fixture
def foreign_station(db: None, now: dt.datetime) -> Office:
    """A station of another county, whose people are strangers here."""
    other = create_office(name="莘县总工会", kind=OfficeKind.COUNTY, parent=None, area_code="371522", by=None, at=now)
    return create_office(
        name="莘县零工市场驿站", kind=OfficeKind.STATION, parent=other, area_code="371522", by=None, at=now
    )


class MakeUser(Protocol):
    """Makes a user of a role in an office."""

    def __call__(self, role: Role, office: Office, username: str | None = None) -> User:
        """Make one."""


@pytest.fixture
def make_user(now: dt.datetime) -> MakeUser:
    """Make users; the sign-in name is role and number unless given."""
    numbers = count(1)

    def make(role: Role, office: Office, username: str | None = None) -> User:
        name = username or f"{role}{next(numbers)}"
        return create_user(
            username=name, name=f"测试{name}", role=role, office=office, password=PASSWORD, by=None, at=now
        )

    return make


@pytest.fixture
def clerk(make_user: MakeUser, station: Office) -> User:
    """The one at the counter."""
    return make_user(Role.CLERK, station, "clerk")


@pytest.fixture
def colleague(make_user: MakeUser, station: Office) -> User:
    """Another clerk of the same station."""
    return make_user(Role.CLERK, station, "colleague")


@pytest.fixture
def head(make_user: MakeUser, station: Office) -> User:
    """The head of the station."""
    return make_user(Role.HEAD, station, "head")


@pytest.fixture
def reviewer(make_user: MakeUser, station: Office) -> User:
    """Decides about postings."""
    return make_user(Role.REVIEWER, station, "reviewer")


@pytest.fixture
def officer(make_user: MakeUser, county: Office) -> User:
    """Answers for the county's numbers."""
    return make_user(Role.OFFICER, county, "officer")


@pytest.fixture
def auditor(make_user: MakeUser, county: Office) -> User:
    """Reads, never writes."""
    return make_user(Role.AUDITOR, county, "auditor")


@pytest.fixture
def sysadmin(make_user: MakeUser, county: Office) -> User:
    """Makes accounts, sees no person."""
    return make_user(Role.SYSADMIN, county, "sysadmin")


@pytest.fixture
def stranger(make_user: MakeUser, foreign_station: Office) -> User:
    """A clerk of a foreign office."""
    return make_user(Role.CLERK, foreign_station, "stranger")


def sign_in(client: Client, user: User, at: dt.datetime | None = None) -> None:
    """Sign in without the form (the form has tests of its own), second factor passed.

    :param at: when; without it before everything else, so that whatever ends older sessions ends this one.
    """
    client.force_login(user)
    session = client.session
    if at is not None:
        session["signed_in_at"] = at.timestamp()
    session["second_factor"] = True
    session["public_id"] = str(uuid.uuid4())
    session.save()


@pytest.fixture(autouse=True)
def nothing_on_its_way(request: pytest.FixtureRequest) -> Iterator[None]:
    """A window may still ask for a panel when its test ends; answered late, it writes into the next test's data."""
    if not {"page", "live_server"} <= set(request.fixturenames):
        yield
        return
    request.getfixturevalue("live_server")
    page = request.getfixturevalue("page")
    yield
    if not page.is_closed():
        page.wait_for_load_state("networkidle")
