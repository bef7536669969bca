"""`yizhan keys`: a new key while people work, everything brought over, the old one dropped when nothing needs it."""

from __future__ import annotations

import base64
import datetime as dt
import os
import time
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection

from tests.people.factories import id_number
from tests.workers.factories import make_seeker
from yizhan.accounts.models import User
from yizhan.accounts.operations import check_code, confirm_second_factor
from yizhan.accounts.second_factor import code_at, new_secret
from yizhan.cli.commands import keys_
from yizhan.cli.commands.serve_ import demand_whole_indexes
from yizhan.people.models import Person
from yizhan.people.operations._common import fingerprint
from yizhan.shared.crypto import keyring, leaving, rotation
from yizhan.shared.crypto.errors import (
    IndexesHalfDone,
    KeyHoldsRows,
    KeyInUse,
    KeyKeepsHashes,
    KeyNotPutBack,
    KeyTooFresh,
    StationRunning,
)
from yizhan.shared.crypto.fields import blind_q
from yizhan.shared.crypto.recovery import ring_from_recovery
from yizhan.shared.crypto.reencrypt import reencrypt_all, rows_by_key
from yizhan.shared.crypto.rotation import retire_key
from yizhan.shared.health.checks import check_keys
from yizhan.shared.models import AuditEntry

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock(now: dt.datetime) -> Iterator[time_machine.Traveller]:
    """The clock stands at `now` until a test moves it."""
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def path(tmp_path: Path, settings: Any, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation of this test's own; the process is set up already."""
    settings.YIZHAN_HOME, settings.YIZHAN_KEYS_FILE = tmp_path, tmp_path / "keys.json"
    monkeypatch.setattr(keys_, "set_up_django", lambda: None)
    keyring.create_keys(settings.YIZHAN_KEYS_FILE, at=now)
    keyring.forget_ring()
    yield settings.YIZHAN_KEYS_FILE
    keyring.forget_ring()


def keys(act: str, *, key: str | None = None, index: bool = False, batch: int = 200) -> int:
    """Run the command."""
    return keys_.run(Namespace(act=act, key=key, index=index, batch=batch))


def aged() -> Any:
    """Return what the process knows of the key file, as if it had looked a while ago."""
    return (*keyring._cached[:3], 0.0) if keyring._cached else None


def stored_number(person: Person) -> str:
    """Return the column as it lies in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_no FROM people_person WHERE id = %s", [person.pk])
        return str(cursor.fetchone()[0])


def test_two_years_of_a_key(
    clerk: User, path: Path, clock: time_machine.Traveller, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new key a year, with what a station writes in between; the first one stays for the seals."""
    at = dt.datetime.now(dt.UTC)
    people = [make_seeker(clerk, at, number=n, phone=f"1380000000{n}").person for n in (1, 2, 3)]
    first = keyring.ring().current.id
    assert check_keys(at).state == "ok"
    clock.shift(dt.timedelta(days=366))
    assert check_keys(at + dt.timedelta(days=366)).state == "warn"

    station = aged()  # what another process holds
    assert keys("rotate") == 0
    said = capsys.readouterr().out
    ring = keyring.load_keys(path)
    lines = [line.strip() for line in said.splitlines() if line.startswith("    ")]
    assert ring_from_recovery(lines) == ring, "the sheet that is printed holds the new key"
    keyring._cached = station
    late = make_seeker(clerk, at, number=4).person
    assert stored_number(late).startswith(ring.current_prefix), "a process at work reads the new file by itself"
    assert Person.objects.get(pk=people[0].pk).id_no == id_number(1)
    of_year_two = fingerprint(late)

    assert keys("list") == 0
    told = capsys.readouterr().out
    assert f"{rows_by_key()[first]} 行" in told
    assert "yizhan keys reencrypt" in told
    assert not any(root.secret.hex() in told or base64.b64encode(root.secret).decode() in told for root in ring.roots)
    next(reencrypt_all(2))  # killed after one batch
    assert rows_by_key()[first] > 0
    assert keys("reencrypt", batch=2) == 0
    assert rows_by_key() == {first: 0, ring.current.id: rows_by_key()[ring.current.id], "": 0}
    with pytest.raises(KeyKeepsHashes):
        keys("retire", key=first)

    clock.shift(dt.timedelta(days=366))
    second = ring.current.id
    assert keys("rotate") == 0
    with pytest.raises(KeyTooFresh):
        keys("retire", key=second)
    clock.shift(HOUR)
    with pytest.raises(KeyHoldsRows):
        keys("retire", key=second)
    assert keys("reencrypt") == 0
    assert keys("retire", key=second) == 0
    assert [root.id for root in keyring.ring().roots] == [first, keyring.ring().current.id]
    with pytest.raises(KeyInUse):
        keys("retire", key=second)
    assert fingerprint(late) == of_year_two, (
        "what the log says of a copy can be checked although its year's key is gone"
    )
    for number, person in enumerate([*people, late], start=1):
        found = Person.objects.get(blind_q(Person, "id_no_index", id_number(number)))
        assert (found.pk, found.id_no) == (person.pk, id_number(number))
    lines_of_log = AuditEntry.objects.filter(action__startswith="keys.").order_by("pk")
    assert [line.action for line in lines_of_log] == ["keys.rotated", "keys.rotated", "keys.retired"]


def test_a_row_that_comes_an_hour_late_brings_its_key_back(
    clerk: User, path: Path, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody commits a row under the old key between the count and the new file."""
    now = dt.datetime.now(dt.UTC)
    keyring.rotate(path, at=now)
    middle = keyring.ring()
    keyring.rotate(path, at=now)
    clock.shift(HOUR)
    retire = keyring.retire

    def retire_and_commit(*args: Any) -> Any:
        person = make_seeker(clerk, now).person
        token = middle.encrypt(id_number(1), "people.person.id_no")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE people_person SET id_no = %s WHERE id = %s", [token, person.pk])
        return retire(*args)

    monkeypatch.setattr(keyring, "retire", retire_and_commit)
    before = keyring.load_keys(path)
    with pytest.raises(KeyHoldsRows):
        retire_key(key_id=middle.current.id, at=now + HOUR)
    assert keyring.load_keys(path) == before
    assert Person.objects.get().id_no == id_number(1)


@pytest.mark.parametrize("broken", [DatabaseError("gone"), KeyboardInterrupt()])
def test_a_retirement_that_breaks_off_brings_its_key_back(
    path: Path, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch, broken: BaseException
) -> None:
    """The database goes away, or somebody presses Ctrl+C, when the key is out; another rotation has the lock."""
    now = dt.datetime.now(dt.UTC)
    key_id = keyring.rotate(path, at=now).current.id
    before = keyring.rotate(path, at=now)
    clock.shift(HOUR)
    lock = path.with_name("keys.json.new")

    def break_off(execute: Any, *args: Any) -> Any:
        if len(keyring.load_keys(path).roots) < len(before.roots):
            lock.touch()
            raise broken
        return execute(*args)

    monkeypatch.setattr(time, "sleep", lambda _seconds: lock.unlink())
    with connection.execute_wrapper(break_off), pytest.raises(type(broken)):
        retire_key(key_id=key_id, at=now + HOUR)
    assert keyring.load_keys(path) == before
    assert not AuditEntry.objects.filter(action="keys.retired").exists()

    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    with connection.execute_wrapper(break_off), pytest.raises(KeyNotPutBack, match="恢复单"):
        retire_key(key_id=key_id, at=now + HOUR)


def test_a_retirement_that_is_killed_halfway_is_taken_back_by_the_next_command(
    path: Path, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = dt.datetime.now(dt.UTC)
    key_id = keyring.rotate(path, at=now).current.id
    before = keyring.rotate(path, at=now)
    clock.shift(HOUR)
    note = path.with_name("keys.json.leaving")
    kept: list[bytes] = []

    def killed(*, action: str, **_facts: Any) -> None:
        kept.append(note.read_bytes())
        raise KeyboardInterrupt

    monkeypatch.setattr(rotation, "write_audit", killed)
    with pytest.raises(KeyboardInterrupt):
        retire_key(key_id=key_id, at=now + HOUR)
    assert (keyring.load_keys(path), note.exists()) == (before, False)
    # What a kill leaves at that moment: no key, and the note.
    keyring.retire(path, key_id)
    note.write_bytes(kept[0])
    monkeypatch.setattr(os, "getpid", lambda: -1)
    monkeypatch.setattr(leaving, "is_alive", lambda _pid: True)
    assert check_keys(now).state == "warn"
    keys("list")
    assert note.exists(), "one that is under way is left alone"
    monkeypatch.setattr(leaving, "is_alive", lambda _pid: False)
    keys("list")
    assert "这把密钥已放回" in capsys.readouterr().out
    assert (keyring.load_keys(path), note.exists()) == (before, False)


def test_the_index_key_changes_while_the_station_stands_still(clerk: User, path: Path, tmp_path: Path) -> None:
    at = dt.datetime.now(dt.UTC)
    person = make_seeker(clerk, at, number=1).person
    codes = confirm_second_factor(user=clerk, secret=(secret := new_secret()), code=code_at(secret, at), at=at)
    old = Person.objects.values_list("id_no_index", flat=True).get()
    (tmp_path / "serving.pid").write_text(str(os.getppid()))
    with pytest.raises(StationRunning):
        keys("rotate", index=True)
    assert len(keyring.load_keys(path).roots) == 1
    (tmp_path / "serving.pid").unlink()

    assert keys("rotate", index=True) == 0
    with pytest.raises(IndexesHalfDone):
        demand_whole_indexes()
    assert check_keys(at).state == "bad"
    assert keys("reencrypt") == 0
    demand_whole_indexes()
    found = Person.objects.get(id_no_index=keyring.ring().index(id_number(1), "people.person.id_no_index"))
    assert found.pk == person.pk
    assert found.id_no_index != old
    check_code(user=clerk, code=codes[0], address="10.0.0.1", at=at)  # on paper since before the change


def test_a_ring_that_can_no_longer_be_read_goes_on_to_serve(path: Path) -> None:
    ring = keyring.ring()
    path.write_text("{}")
    keyring._cached = aged()
    assert keyring.ring() == ring
    path.unlink()
    keyring._cached = aged()
    assert keyring.ring() == ring
