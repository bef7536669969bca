"""A county's own words, limits and weather: who may, what the database holds, what a process has read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.conftest import StrictClient, sign_in
from tests.postings.factories import a_draft, a_waiting
from yizhan.accounts.models import User
from yizhan.postings.county import local_book
from yizhan.postings.enums import LimitName, WeatherKind, WeatherLevel, WordRule
from yizhan.postings.models import LocalLimit, LocalWord, Posting, WeatherAlert
from yizhan.postings.operations import (
    BeginsInThePast,
    LimitNotForward,
    LimitWeaker,
    ReasonMissing,
    RetiredAlready,
    RulesForbid,
    WeatherBackwards,
    WordKnown,
    WordTooShort,
    add_local_word,
    announce_weather,
    lift_weather,
    retire_local_limit,
    retire_local_word,
    set_local_limit,
    submit_for_review,
)
from yizhan.postings.queries import current_hits
from yizhan.postings.rulebook.limits import BOUNDS
from yizhan.shared.audit.models import AuditEntry
from yizhan.shared.errors import NotAllowed

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def word(by: User, at: dt.datetime, **changes: Any) -> LocalWord:
    """Add a word as the county's officer would."""
    said: dict[str, Any] = {"rule": WordRule.FEES, "word": "岗位保障金", "reason": "新说法", "from_on": at.date()}
    said |= changes
    return add_local_word(by=by, at=at, today=at.date(), **said)


def limit(by: User, at: dt.datetime, **changes: Any) -> LocalLimit:
    """Tighten a threshold."""
    said: dict[str, Any] = {"name": LimitName.HOURS_WARN, "value": 75, "reason": "通知", "from_on": at.date()}
    said |= changes
    return set_local_limit(by=by, at=at, today=at.date(), **said)


def asking(clerk: User, reviewer: User, now: dt.datetime, **changes: Any) -> Posting:
    """Draft a posting that asks for money under a name that only the county knows."""
    return a_draft(
        office=clerk.office, by=clerk, verifier=reviewer, at=now, content="装卸饲料，上岗交岗位保障金。", **changes
    )


def test_a_word_holds_from_its_day_until_it_is_retired(
    clerk: User, reviewer: User, officer: User, now: dt.datetime
) -> None:
    posting = asking(clerk, reviewer, now)
    assert "CR-050" not in {hit.rule for hit in current_hits(posting, now)}
    row = word(officer, now, from_on=now.date() + DAY)
    assert "CR-050" not in {hit.rule for hit in current_hits(posting, now)}
    tomorrow = now + DAY
    assert "CR-050" in {hit.rule for hit in current_hits(posting, tomorrow)}
    retire_local_word(word=row, reason="误加", by=officer, at=tomorrow, today=tomorrow.date())
    assert "CR-050" not in {hit.rule for hit in current_hits(posting, tomorrow)}


def test_a_posting_with_a_county_word_is_not_submitted(
    clerk: User, reviewer: User, officer: User, now: dt.datetime
) -> None:
    word(officer, now)
    with pytest.raises(RulesForbid) as refusal:
        submit_for_review(posting=asking(clerk, reviewer, now), by=clerk, at=now)
    hit = next(hit for hit in refusal.value.hits if hit.rule == "CR-050")
    assert (hit.field, hit.text) == ("content", "岗位保障金")


def test_another_county_is_not_concerned(officer: User, stranger: User, now: dt.datetime) -> None:
    word(officer, now)
    limit(officer, now)
    assert local_book(stranger.office, now.date()).words == ()
    assert local_book(stranger.office, now.date()).limits.hours_warn_x10 == 80
    assert local_book(officer.office, now.date()).limits.hours_warn_x10 == 75


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"word": "金"}, WordTooShort),
        ({"word": " ** "}, WordTooShort),
        ({"reason": "  "}, ReasonMissing),
        ({"from_on": dt.date(2026, 11, 22)}, BeginsInThePast),
        ({"word": "崗位 保障金"}, WordKnown),
    ],
)
def test_a_word_is_refused(officer: User, now: dt.datetime, changes: dict[str, Any], refusal: type[Exception]) -> None:
    word(officer, now)
    with pytest.raises(refusal):
        word(officer, now, **changes)
    assert LocalWord.objects.count() == 1


@pytest.mark.parametrize("name", [*BOUNDS])
def test_no_limit_gets_looser_by_operation_or_past_it(officer: User, now: dt.datetime, name: str) -> None:
    bound = BOUNDS[name]
    for value in (bound.least - 1, bound.most + 1):
        with pytest.raises(LimitWeaker):
            limit(officer, now, name=LimitName(name), value=value)
        bypassed = {"office": officer.office, "name": name, "value": max(value, 0), "reason": "绕过"}
        row = LocalLimit(**bypassed, from_on=now.date(), added_at=now, added_by=officer)
        with pytest.raises(IntegrityError, match="never_looser"), transaction.atomic():
            row.save()
    assert limit(officer, now, name=LimitName(name), value=bound.least).value == bound.least


def test_a_new_limit_ends_the_old_one_and_history_stays(officer: User, now: dt.datetime) -> None:
    first = limit(officer, now)
    with pytest.raises(LimitNotForward):
        limit(officer, now, value=70)
    second = limit(officer, now, value=70, from_on=now.date() + 2 * DAY)
    first.refresh_from_db()
    assert first.until_on == second.from_on
    values = [local_book(officer.office, now.date() + n * DAY).limits.hours_warn_x10 for n in (0, 1, 2)]
    assert values == [75, 75, 70]
    retire_local_limit(limit=second, reason="撤销通知", by=officer, at=now, today=now.date())
    with pytest.raises(RetiredAlready):
        retire_local_limit(limit=second, reason="再撤", by=officer, at=now, today=now.date())
    assert local_book(officer.office, now.date() + 2 * DAY).limits.hours_warn_x10 == 80


def test_only_the_countys_officer_writes(
    clerk: User, head: User, reviewer: User, auditor: User, now: dt.datetime
) -> None:
    for user in (clerk, head, reviewer, auditor):
        with pytest.raises(NotAllowed):
            word(user, now)
        with pytest.raises(NotAllowed):
            limit(user, now)
        with pytest.raises(NotAllowed):
            announce_weather(
                kind=WeatherKind.HEAT, level=WeatherLevel.RED, from_at=now, until_at=now + DAY, by=user, at=now
            )


def test_every_write_leaves_a_line(officer: User, now: dt.datetime) -> None:
    row = word(officer, now)
    limit(officer, now)
    retire_local_word(word=row, reason="误加", by=officer, at=now, today=now.date())
    known = AuditEntry.objects.filter(action__startswith="local_").order_by("pk").values_list("action", flat=True)
    assert list(known) == ["local_word.added", "local_limit.set", "local_word.retired"]


@pytest.mark.parametrize(
    ("model", "changes"),
    [(LocalWord, {"folded": "别的"}), (LocalLimit, {"value": 70}), (WeatherAlert, {"level": "blue"})],
)
def test_what_is_in_force_is_never_written_over(
    officer: User, now: dt.datetime, model: Any, changes: dict[str, Any]
) -> None:
    word(officer, now)
    limit(officer, now)
    announce_weather(kind=WeatherKind.HEAT, level=WeatherLevel.RED, from_at=now, until_at=now + DAY, by=officer,
                     at=now)  # fmt: skip
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        model.objects.update(**changes)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_a_process_reads_rows_again_only_when_something_changed(
    officer: User, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    office, day = officer.office, now.date()
    for text in ("岗位保障金", "上岗诚意费", "车位占用金"):
        word(officer, now, word=text)
        with django_assert_num_queries(3):
            assert text in {known for _rule, known in local_book(office, day).words}
        with django_assert_num_queries(1):
            local_book(office, day)


def test_what_was_rolled_back_is_forgotten(officer: User, now: dt.datetime) -> None:
    with transaction.atomic():
        word(officer, now)
        assert local_book(officer.office, now.date()).words
        transaction.set_rollback(True)
    assert local_book(officer.office, now.date()).words == ()
    word(officer, now, word="上岗诚意费")
    assert local_book(officer.office, now.date()).words == (("CR-050", "上岗诚意费"),)


def test_announced_weather_warns_where_work_is_outdoors(
    clerk: User, reviewer: User, officer: User, now: dt.datetime
) -> None:
    outdoors = a_draft(office=clerk.office, by=clerk, verifier=reviewer, at=now, is_outdoors=True)
    indoors = a_draft(office=clerk.office, by=clerk, verifier=reviewer, at=now, employer=outdoors.employer)
    alert = announce_weather(kind=WeatherKind.WIND, level=WeatherLevel.ORANGE, from_at=now, until_at=now + DAY,
                             by=officer, at=now)  # fmt: skip
    assert "CR-047" in {hit.rule for hit in current_hits(outdoors, now)}
    assert "CR-047" not in {hit.rule for hit in current_hits(indoors, now)}
    lift_weather(alert=alert, by=officer, at=now)
    assert "CR-047" not in {hit.rule for hit in current_hits(outdoors, now)}
    with pytest.raises(RetiredAlready):
        lift_weather(alert=alert, by=officer, at=now)
    later = now + 10 * DAY
    announce_weather(kind=WeatherKind.WIND, level=WeatherLevel.RED, from_at=later, until_at=later + DAY,
                     by=officer, at=now)  # fmt: skip
    assert "CR-047" not in {hit.rule for hit in current_hits(outdoors, now)}  # not on its days


def test_weather_that_is_over_or_backwards_is_refused(officer: User, now: dt.datetime) -> None:
    for until_at in (now - DAY, now + DAY):
        with pytest.raises(WeatherBackwards):
            announce_weather(kind=WeatherKind.HEAT, level=WeatherLevel.RED, from_at=now + 2 * DAY, until_at=until_at,
                             by=officer, at=now)  # fmt: skip


def test_the_rules_ask_a_fixed_number_of_queries(
    clerk: User, reviewer: User, officer: User, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    posting = a_waiting(office=clerk.office, by=clerk, verifier=reviewer, at=now)
    posting = Posting.objects.select_related("terms", "employer", "office").get(pk=posting.pk)
    current_hits(posting, now)
    with django_assert_num_queries(10):
        current_hits(posting, now)
    for text in ("岗位保障金", "上岗诚意费", "车位占用金"):
        word(officer, now, word=text)
    current_hits(posting, now)
    with django_assert_num_queries(10):
        current_hits(posting, now)


def test_the_page_takes_natural_units_and_says_what_is_wrong(
    client: StrictClient, officer: User, now: dt.datetime
) -> None:
    sign_in(client, officer)
    today = timezone.localdate().isoformat()
    said = {"name": "hours_warn_x10", "value": "7.5", "from_on": today, "reason": "县里通知"}
    assert client.post(reverse("postings:county_limit"), said).status_code == 302
    assert LocalLimit.objects.get().value == 75
    answer = client.post(reverse("postings:county_limit"), said | {"name": "meeting_m", "value": "30"})
    assert answer.status_code == 422
    assert "只能比全国标准更严" in answer.content.decode()
    shown = client.get(reverse("postings:county")).content.decode()
    assert "7.5" in shown
    assert "每日工时提醒线" in shown


def test_the_page_asks_as_many_queries_for_three_rows_as_for_one(
    client: Client, clerk: User, officer: User, now: dt.datetime
) -> None:
    sign_in(client, clerk)
    client.get(reverse("postings:county"))  # what the first look of a session asks is not the table's
    counted = []
    for n in range(3):
        name = list(LimitName)[n]
        word(officer, now, word=f"词语{n}号")
        limit(officer, now, name=name, value=BOUNDS[name.value].least)
        announce_weather(
            kind=list(WeatherKind)[n], level=WeatherLevel.RED, from_at=now, until_at=now + 9 * DAY, by=officer, at=now
        )
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("postings:county")).status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[2]
