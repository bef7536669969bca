"""A year's notice: read as it is published, entered once, counted with from then on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import MakeUser, sign_in
from tests.vocabularies.access import NOTICE
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.vocabularies.catalogue.notices import NoticeMisread, read_days
from yizhan.vocabularies.queries import holiday_years, working_calendar
from yizhan.vocabularies.rules import KEEPS_DAYS, SEES_DAYS


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1月1日至1月3日", ["01-01", "01-02", "01-03"]),
        ("1月1日（周五）至3日（周日）", None),
        ("2027-02-06 ~ 2027.2.8，4月5日", ["02-06", "02-07", "02-08", "04-05"]),
        ("2027年1月4日（周一）、2月14日。", ["01-04", "02-14"]),
        ("5/1—5/3；5月2日", ["05-01", "05-02", "05-03"]),
        ("", []),
        ("2月30日", None),
        ("1月3日至1月1日", None),
        ("1月1日至3月1日", None),
        ("2028-01-01", None),
        ("元旦", None),
        ("1月1日至1月2日至1月3日", None),
    ],
)
def test_days_and_spans_are_read_as_they_are_written(text: str, days: list[str] | None) -> None:
    if days is None:
        with pytest.raises(NoticeMisread):
            read_days(text, 2027)
    else:
        assert [day.isoformat()[5:] for day in read_days(text, 2027)] == days


def test_roles_are_those_of_the_accounts() -> None:
    assert {role.value for role in Role} >= SEES_DAYS >= KEEPS_DAYS


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    """The browser of whoever answers for the county."""
    sign_in(client, officer)
    return client


@pytest.mark.django_db
def test_a_notice_is_entered_and_every_count_goes_by_it(desk: Client) -> None:
    before = desk.get(reverse("vocabularies:days")).content.decode()
    assert "还没有录入" in before
    assert working_calendar().is_working(dt.date(2027, 1, 4)) is None
    desk.post(reverse("vocabularies:publish"), NOTICE)
    count = working_calendar().is_working
    assert [count(dt.date(2027, *day)) for day in ((1, 1), (1, 4), (2, 14), (2, 13))] == [False, True, True, False]
    known = next(one for one in holiday_years(2027, 1))
    assert (known.is_known, known.worked, known.sources) == (True, ("2.14",), ("测试通知",))
    assert "2.5–2.8" in known.off
    desk.post(reverse("vocabularies:correct"), {"day": "2027-01-04", "is_working": "0", "source": "更正通知"})
    assert working_calendar().is_working(dt.date(2027, 1, 4)) is False
    assert "更正通知" in desk.get(reverse("vocabularies:days")).content.decode()


@pytest.mark.django_db
def test_a_limit_into_the_new_year_moves_once_the_notice_is_there(
    client: Client, desk: Client, make_user: MakeUser, station: Office
) -> None:
    asked = {"kind": "no_contract", "relation": "labour", "happened_on": "2026-01-01"}
    clerk = make_user(Role.CLERK, station)
    sign_in(client, clerk)
    assert "2027年1月1日" in client.post(reverse("rights:limits"), asked).content.decode()
    client.logout()
    sign_in(client, make_user(Role.SYSADMIN, station))
    client.post(reverse("vocabularies:publish"), NOTICE)
    client.logout()
    sign_in(client, clerk)
    # New Year's Day is a Friday and free, the weekend after it too: Monday the 4th.
    assert "2027年1月4日" in client.post(reverse("rights:limits"), asked).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"off": NOTICE["off"].replace("2027-10-01", "2027-10-09")}, "少了法定节假日 2027-10-01"),
        ({"worked": "2027-02-15"}, "不是周末"),
        ({"worked": "2027-01-01"}, "又放假又上班"),
        ({"off": "元旦放三天"}, "没有看懂"),
        ({"year": "1999"}, "2020"),
        ({"source": ""}, "必填"),
    ],
)
def test_what_cannot_be_a_notice_is_told_and_kept_as_typed(
    desk: Client, changes: dict[str, str], sentence: str
) -> None:
    answer = desk.post(reverse("vocabularies:publish"), {**NOTICE, **changes})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert not holiday_years(2027, 1)[0].is_known


@pytest.mark.django_db
def test_one_day_of_an_unknown_year_cannot_be_corrected(desk: Client) -> None:
    answer = desk.post(reverse("vocabularies:correct"), {"day": "2031-01-04", "is_working": "0", "source": "x"})
    assert answer.status_code == 422
    assert "还没有录入" in answer.content.decode()
