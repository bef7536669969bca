"""`yizhan match` as it is typed: the same plan for every number of workers, and sentences instead of tracebacks."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.utils import timezone

from tests.people.factories import mobile
from tests.referrals.factories import a_shift
from tests.workers.factories import make_seeker
from yizhan.accounts.models import User
from yizhan.cli import main, setting_up

pytestmark = pytest.mark.django_db

#: What may differ between two runs.
CLOCKS = {"executor", "workers", "read_s", "plan_s"}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> None:
    """The suite has set Django up; the command's clock stands at the suite's morning."""
    monkeypatch.setattr(setting_up, "set_up_django", lambda: None)
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def a_town(clerk: User, reviewer: User, now: dt.datetime, here: None) -> None:
    """Six people in two villages who go 8 km, and two shifts that lie in one of them."""
    for number in range(1, 7):
        place = {"home": (36_114_000 + (number % 2) * 200_000, 115_791_000)}
        make_seeker(clerk, now, number=number, phone=mobile(number), **place)
    for _ in range(2):
        a_shift(clerk, reviewer, now)


def match(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """Plan, at most three people an area."""
    assert main.main(["match", "--json", "--most-people", "3", *words]) == 0
    said = capsys.readouterr()
    assert "片区" in said.err
    found: dict[str, Any] = json.loads(said.out)
    return {name: value for name, value in found.items() if name not in CLOCKS}


def test_one_process_and_two_plan_alike(a_town: None, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = match(capsys), match(capsys, "--workers", "2")
    assert one == two
    assert one["areas"] == 2
    assert 0 < one["placed"] == len(one["pairs"]) <= one["places"]
    assert 0 < one["total_points"] <= one["bound_points"]
    assert one["stable_placed"] > 0


def test_it_is_told_in_words_for_an_office(a_town: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["match", "--office", "阳谷县总工会"]) == 0
    assert "可派 6 人" in capsys.readouterr().out


def test_what_cannot_be_is_said_in_a_sentence(county: object, here: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["match", "--office", "没有这个单位"]) == 1
    assert "没有这个名称" in capsys.readouterr().err
    assert main.main(["match", "--workers", "0"]) == 2
