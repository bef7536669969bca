"""What a cell may mean without saying it whole: read, proposed, or left alone."""

from __future__ import annotations

import datetime as dt

import pytest

from yizhan.postings.imports.contacts import is_rounded, read_contact
from yizhan.postings.imports.proposals import proposal_words, read_days
from yizhan.postings.imports.times import read_times
from yizhan.postings.reading.headcount import parse_between

TODAY = dt.date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("12月3日", "2026-12-03"),
        ("１２／３", "2026-12-03"),
        ("12-3", "2026-12-03"),
        ("12月3日（周四）开工", "2026-12-03"),
        ("12.3", "2026-12-03/2026-12-30"),
        ("12.10", "2026-12-10"),
        ("1月5号", "2027-01-05"),
        ("11月20日", "2026-11-20"),  # the nearest of that name: that it is over is asked about
        ("12月30日-1月2日", "2026-12-30~2027-01-02"),
        ("12月3-5日", "2026-12-03~2026-12-05"),
    ],
)
def test_a_day_without_its_year_is_the_nearest_and_only_proposed(text: str, proposal: str) -> None:
    days = read_days(text, TODAY)
    assert days is not None
    assert days.proposal == proposal


def test_what_is_written_whole_is_no_proposal_and_what_is_no_day_is_none() -> None:
    days = read_days("2026-12-03至2026.12.10", TODAY)
    assert days is not None
    assert (days.first, days.last, days.proposal) == (dt.date(2026, 12, 3), dt.date(2026, 12, 10), "")
    assert all(read_days(text, TODAY) is None for text in ("尽快", "13月2日", "2月30日", "28号", "明天", "", "3"))
    # A last day is the first of that name from the start on, however far the upload is.
    last = read_days("5月1日", TODAY, after=dt.date(2026, 12, 3))
    assert last is not None
    assert last.first == dt.date(2027, 5, 1)


def test_a_number_of_people_from_to_is_told_from_one_number() -> None:
    read = {"2-3人": (2, 3), "3至5名": (3, 5), "两三个": (2, 3), "２～３": (2, 3), "招2人-3人左右": (2, 3)}
    assert {text: parse_between(text) for text in read} == read
    assert all(parse_between(text) is None for text in ("3", "十二个", "二十五人", "3-2", "若干", "2026-02-07", "0-3"))


def test_proposals_are_told_in_words() -> None:
    assert proposal_words("headcount_between", "2~3") == "2 人（最多 3 人）"
    assert "也可能是 2026-12-30" in proposal_words("start_without_year", "2026-12-03/2026-12-30")


def test_hours_and_contacts_are_read_as_they_are_written() -> None:
    written = {
        ("7:00", "17:00", ""): ("7:00", "17:00", ""),
        ("7:00-17:00", "", ""): ("07:00", "17:00", ""),
        ("早7晚5", "", ""): ("07:00", "17:00", ""),
        ("7点", "下午5点半", "8小时"): ("07:00", "17:30", "8"),
        ("0.2916666667", "0.75", ""): ("07:00", "18:00", ""),
        ("8小时", "", ""): ("", "", "8"),
        ("8点", "5点", ""): ("08:00", "5点", ""),  # the morning or the afternoon: asked about
        ("看天气", "", ""): ("看天气", "", ""),
    }
    for cells, read in written.items():
        assert tuple(read_times(*cells).values()) == read, cells
    assert read_contact("19900000001 测试丙") == ("19900000001", "测试丙")
    assert read_contact("测试丙：0635-6212345") == ("0635-6212345", "测试丙")
    assert read_contact("19900000001/19900000002") == ("19900000001/19900000002", "")
    assert is_rounded("1.99E+10")
    assert not is_rounded("19900000001")
