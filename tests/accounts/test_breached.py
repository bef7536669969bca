"""The list of breached passwords: loaded from the files as they come, asked at every change, never half there."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from tests.accounts.test_sign_in import give_name_and_password
from tests.conftest import PASSWORD, MakeUser, StrictClient
from yizhan.accounts import breached
from yizhan.accounts.breached import WRONGLY_AT_MOST, is_breached, list_facts, list_path, load_list, width_for
from yizhan.accounts.enums import Role
from yizhan.accounts.health import check_passwords
from yizhan.accounts.models import Office, User
from yizhan.accounts.operations import WeakPassword, change_password
from yizhan.cli.commands import passwords_
from yizhan.shared.errors import Refused
from yizhan.shared.models import AuditEntry

#: Made up; long enough for the rule of length, and on no list of common ones.
LEAKED = ["Gaoliang-Hong-17", "豆腐脑要咸的才好吃呢就这样", "snowdrift pelican 4"]
GOOD = "Pelican-Snowdrift-5"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation of this test's own, and chunks so small that a list has many."""
    settings.YIZHAN_HOME = tmp_path
    monkeypatch.setattr(passwords_, "set_up_django", lambda: None)
    monkeypatch.setattr(breached, "CHUNK_BYTES", 999)
    return tmp_path


def sha1(password: str) -> str:
    """Return the hash as the public lists have it."""
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def plain(passwords: list[str]) -> bytes:
    return "\r\n".join(passwords).encode()


def hashed(passwords: list[str]) -> bytes:
    return "".join(f"{sha1(one)}:{number}\n" for number, one in enumerate(sorted(passwords, key=sha1), 1)).encode()


def hashed_alone(passwords: list[str]) -> bytes:
    return "\n".join(sha1(one).lower() for one in passwords).encode()


@pytest.mark.parametrize("written", [plain, hashed, hashed_alone])
@pytest.mark.parametrize("packed", [False, True])
def test_every_password_of_a_list_is_found_and_no_other(
    written: Callable[[list[str]], bytes], packed: bool, tmp_path: Path
) -> None:
    passwords = [*LEAKED, *(f"word{number}" for number in range(2000))]
    source = tmp_path / ("list.txt.gz" if packed else "list.txt")
    source.write_bytes(gzip.compress(written(passwords)) if packed else written(passwords))
    facts = load_list([source])
    assert facts == list_facts()
    assert (facts.count, facts.width) == (2003, 4)
    assert all(is_breached(one) for one in passwords)
    assert is_breached("WORD7"), "small letters are asked, too"
    assert not any(is_breached(f"Word{number}x") for number in range(2000))
    assert set(tmp_path.iterdir()) == {source, list_path()}


@pytest.mark.parametrize("count", [1, 2000, 10**6, 10**8, 10**9])
def test_a_good_password_is_refused_once_in_a_million_at_most(count: int) -> None:
    assert 2 * count / 256 ** width_for(count) <= WRONGLY_AT_MOST
    assert width_for(count) <= 7


@pytest.mark.django_db
def test_a_listed_password_is_refused_at_a_change_from_the_moment_it_is_loaded(
    clerk: User, now: dt.datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "yizhan.accounts.passwords.NotBreached" in str(django_settings.AUTH_PASSWORD_VALIDATORS)
    clerk = change_password(user=clerk, wanted=LEAKED[0], at=now)
    (tmp_path / "list").write_bytes(plain(LEAKED))
    assert passwords_.run(Namespace(act="load", files=[tmp_path / "list"])) == 0
    assert "3 个密码" in capsys.readouterr().out
    with pytest.raises(WeakPassword) as refused:
        change_password(user=clerk, wanted=LEAKED[1], at=now)
    assert str(refused.value) == "这个密码在别处泄露过，猜密码的人会先试它，请换一个。"
    clerk = change_password(user=clerk, wanted=GOOD, at=now)

    list_path().write_bytes(list_path().read_bytes()[:-1])  # a damaged list shuts nobody out, and the doctor tells
    assert check_passwords().state == "bad"
    assert passwords_.run(Namespace(act="show", files=[])) == 1
    clerk = change_password(user=clerk, wanted=LEAKED[2], at=now)
    assert passwords_.run(Namespace(act="drop", files=[])) == 0
    assert (list_facts(), check_passwords().state) == (None, "ok")


@pytest.mark.django_db
def test_whoever_has_a_listed_password_is_asked_for_another_at_the_next_sign_in(
    client: StrictClient, make_user: MakeUser, station: Office, tmp_path: Path
) -> None:
    agent = make_user(Role.AGENT, station)
    (tmp_path / "list").write_bytes(plain([PASSWORD]))
    load_list([tmp_path / "list"])
    give_name_and_password(client, agent)
    assert client.get("/accounts/me/")["Location"] == "/accounts/me/password/"
    assert "泄露过的密码清单" in client.get("/accounts/me/password/").content.decode()
    assert AuditEntry.objects.filter(action="user.password_breached", object_id=agent.pk).count() == 1
    client.post("/accounts/me/password/", {"present": PASSWORD, "wanted": GOOD, "again": GOOD})
    assert client.get("/accounts/me/").status_code == 200
    give_name_and_password(client, agent, GOOD)
    assert client.get("/accounts/me/").status_code == 200


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("parts", b"0018A45C4D1DEF81644B54AB7F969B88D65:10\n00D4F6E8FA6EECAD2A3AA415EEC418D38EC:2", "按前 5 位分开"),
        ("ntlm", b"0A7A2D1B6F5E4C3B2A1908F7E6D5C4B3:24", "NTLM"),
        ("film", b"\x00\x01\x02", "不是密码清单"),
        ("empty", b"\n\n", "不是密码清单"),
        ("cut.gz", gzip.compress(plain(LEAKED))[:-9], "不是密码清单"),
        ("text.gz", plain(LEAKED), "不是密码清单"),
    ],
)
def test_what_is_no_list_leaves_the_one_before(name: str, text: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(plain(LEAKED))
    load_list([tmp_path / "list"])
    (tmp_path / name).write_bytes(text)
    with pytest.raises(Refused) as refused:
        load_list([tmp_path / "list", tmp_path / name] if name != "empty" else [tmp_path / name])
    assert words in str(refused.value)
    assert is_breached(LEAKED[0])
    assert not [one for one in tmp_path.iterdir() if one.is_dir()]
