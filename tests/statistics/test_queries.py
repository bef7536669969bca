"""Every figure has a definition and can be recomputed; small ones stay in the office."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.referrals.factories import a_letter, a_shift
from yizhan.accounts.models import User
from yizhan.referrals.enums import ReceiptResult
from yizhan.referrals.operations import record_receipt, undo_last_step
from yizhan.statistics.definitions import DEFINITIONS
from yizhan.statistics.enums import Period
from yizhan.statistics.queries import daily_hires, figures_of, period_of, station_numbers
from yizhan.statistics.rules import is_hidden, share

pytestmark = pytest.mark.django_db


def numbers(user: User, now: dt.datetime, period: Period = Period.DAY) -> dict[str, str]:
    """Return what the user's own office is shown."""
    found = station_numbers(user, user.office, period, now.date(), now)
    return {figure.key: figure.value for figure in found.figures}


def test_an_empty_station_shows_noughts_and_dashes_and_a_definition_for_each(head: User, now: dt.datetime) -> None:
    found = station_numbers(head, head.office, Period.DAY, now.date(), now)
    assert [figure.key for figure in found.figures] == list(DEFINITIONS)
    assert all(figure.definition for figure in found.figures)
    assert numbers(head, now)["registered"] == "0"
    assert numbers(head, now)["success"] == "—"


def test_a_days_work_shows_in_its_numbers_and_an_undone_step_does_not(
    clerk: User, reviewer: User, head: User, now: dt.datetime
) -> None:
    shift = a_shift(clerk, reviewer, now)
    letters = [a_letter(clerk, reviewer, now, number=n, shift=shift) for n in (1, 2, 3)]
    today = now.date()
    hired = record_receipt(referral=letters[0], result=ReceiptResult.HIRED, by=clerk, at=now, today=today)
    record_receipt(referral=letters[1], result=ReceiptResult.NO_SHOW, by=clerk, at=now, today=today)
    seen = numbers(head, now)
    assert (seen["registered"], seen["visits"], seen["referrals"], seen["hired"]) == ("3", "3", "3", "1")
    assert (seen["success"], seen["receipts"], seen["open_places"]) == ("33.3%", "66.7%", "2")
    assert seen["wait"] == "0.0 天"
    assert daily_hires(head, head.office, today)[-1] == (today, 3, 1)
    undo_last_step(referral=hired, by=clerk, at=now, today=today, may_undo_others=False, seen_version=None)
    again = numbers(head, now)
    assert (again["hired"], again["open_places"], again["wait"]) == ("0", "3", "—")


def test_the_numbers_of_a_past_day_do_not_change(
    clerk: User, reviewer: User, head: User, now: dt.datetime
) -> None:
    a_letter(clerk, reviewer, now)
    yesterday = now.date() - dt.timedelta(days=1)
    found = station_numbers(head, head.office, Period.DAY, yesterday, now)
    assert {figure.key: figure.value for figure in found.figures}["referrals"] == "0"


def test_small_counts_stay_in_the_office(officer: User, clerk: User, reviewer: User, now: dt.datetime) -> None:
    a_letter(clerk, reviewer, now)
    start, end = period_of(Period.DAY, now.date())
    outside = {f.key: f for f in figures_of([clerk.office_id], start, end, now, own_office=False)}
    assert outside["registered"].value == "<5"
    assert outside["receipts"].value == "<5"
    assert outside["receipts"].part is None
    assert is_hidden(4, own_office=False)
    assert not is_hidden(0, own_office=False)
    assert not is_hidden(5, own_office=False)
    assert not is_hidden(1, own_office=True)


def test_a_share_of_nothing_is_nothing() -> None:
    assert share(0, 0) is None
    assert share(1, 3) == 33.3


@pytest.mark.parametrize("people", [1, 3])
def test_the_figures_cost_the_same_whatever_the_number(
    people: int, clerk: User, reviewer: User, head: User, now: dt.datetime, django_assert_num_queries: object
) -> None:
    shift = a_shift(clerk, reviewer, now)
    for number in range(people):
        a_letter(clerk, reviewer, now, number=number + 1, shift=shift)
    start, end = period_of(Period.DAY, now.date())
    with django_assert_num_queries(14):  # type: ignore[operator]
        figures_of([head.office_id], start, end, now, own_office=True)
