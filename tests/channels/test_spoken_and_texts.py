"""Texts to read aloud and to paste: counted, deterministic, and without a person."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.postings.factories import a_posting
from yizhan.accounts.models import Office, User
from yizhan.channels.offers import PublicOffer, PublicOffice
from yizhan.channels.privacy import looks_like_a_name, without_door, without_people
from yizhan.channels.queries import offers_of, open_ids
from yizhan.channels.spoken import say_clock, say_number, say_pay, say_text, say_yuan, syllables
from yizhan.channels.texts import broadcast, wechat_list, wechat_one
from yizhan.postings.reading.numerals import chinese_number


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "零"), (2, "二"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (110, "一百一十"),
     (200, "二百"), (212, "二百一十二"), (1005, "一千零五"), (2500, "两千五百"), (4050, "四千零五十"),
     (10000, "一万"), (20000, "两万"), (12000, "一万两千"), (10500, "一万零五百")],
)  # fmt: skip
def test_numbers_are_said_as_people_say_them(number: int, said: str) -> None:
    assert say_number(number) == said


def test_every_number_that_is_said_is_understood_as_itself() -> None:
    for number in [*range(1, 3000), *range(9_990, 10_100), *range(10_500, 99_999, 517)]:
        assert chinese_number(say_number(number)) == number, number


@pytest.mark.parametrize(
    ("low", "high", "unit", "said"),
    [
        (20000, 20000, "day", "二百块一天"),
        (18000, 22000, "day", "一百八十到二百二十块一天"),
        (450000, 600000, "month", "四千五百到六千块一个月"),
        (2550, 2550, "hour", "二十五块五毛一小时"),
        (50000, 50000, "piece", "五毛一件"),
        (30000, 30000, "lump", "一共三百块"),
        (20000, None, "day", "二百块一天以上"),
        (None, None, "", "工钱到驿站问"),
    ],
)
def test_pay_is_said_with_its_unit(low: int | None, high: int | None, unit: str, said: str) -> None:
    assert say_pay(low, high, unit) == said


def test_times_and_figures_are_said() -> None:
    zone = dt.timezone(dt.timedelta(hours=8))
    for clock, said in (
        ("07:00", "早上七点"),
        ("13:30", "下午一点半"),
        ("12:00", "中午十二点"),
        ("20:05", "晚上八点零五分"),
    ):
        hour, minute = map(int, clock.split(":"))
        assert say_clock(dt.datetime(2026, 11, 24, hour, minute, tzinfo=zone)) == said
    assert say_text("3号库") == "三号库"
    assert say_yuan(1005) == "十块零五分"


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("找王师傅13900001111，带手套", "找负责人（请问驿站），带手套"),
        ("电话139 0000 1111", "电话（请问驿站）"),
        ("座机0635-6123456转2", "座机（请问驿站）转2"),
        ("联系人：测试丙，早到", "联系人：（请问驿站），早到"),
        ("一三九零零零零一二三四", "（请问驿站）"),
        ("１３９００００１１１１", "（请问驿站）"),
        ("搬200袋，每袋25公斤，工程经理在场", "搬200袋，每袋25公斤，工程经理在场"),
        ("身份证371521198001010018", "身份证（请问驿站）"),
    ],
)
def test_people_are_taken_out_of_what_was_typed(typed: str, left: str) -> None:
    assert without_people(typed) == left


def test_a_known_name_is_taken_out_wherever_it_stands() -> None:
    assert without_people("给测试丙家砌墙", ["测试丙"]) == "给负责人家砌墙"


def test_a_households_door_is_nobodys_business() -> None:
    assert without_door("测试花园3号楼2单元501") == "测试花园"
    assert without_door("阎楼镇测试村") == "阎楼镇测试村"
    assert looks_like_a_name("王小明")
    assert not looks_like_a_name("王记饭店")


@pytest.fixture
def offers(db: None, station: Office, clerk: User, reviewer: User, now: dt.datetime) -> list[PublicOffer]:
    """Twelve day jobs with long names."""
    for number in range(12):
        a_posting(office=station, by=clerk, verifier=reviewer, at=now, title=f"建筑工地装卸和搬运小工{number}组")
    return offers_of(open_ids([station], now), now)


def an_office(station: Office) -> PublicOffice:
    return PublicOffice(station.public_id, station.name, "0635-6123456", "测试路1号", station.area_code)


def test_a_broadcast_is_read_in_less_than_a_minute(
    offers: list[PublicOffer], station: Office, now: dt.datetime
) -> None:
    for count in (0, 1, 2, 12):
        text = broadcast(offers[:count], an_office(station), at=now)
        assert syllables(text) < 240
        assert not any(sign.isascii() and sign.isdigit() for sign in text)
        assert text == broadcast(list(reversed(offers[:count])), an_office(station), at=now)
    assert "明天早上七点" in text
    assert "二百块一天" in text
    assert "零六三五" in text
    assert "另外还有" in text
    begun = broadcast(offers, an_office(station), at=offers[0].shifts[0].starts_at)
    assert "没有新的零工" in begun  # nobody can come to work that has begun


def test_a_message_keeps_its_limit_and_says_what_is_left_out(
    offers: list[PublicOffer], station: Office, now: dt.datetime
) -> None:
    whole = wechat_list(offers, an_office(station), today=now.date(), limit=2000)
    assert "12. " in whole
    short = wechat_list(offers, an_office(station), today=now.date(), limit=400)
    assert len(short) <= 400
    assert "还有" in short
    one = wechat_one(offers[0], limit=300)
    assert len(one) <= 300
    assert "报名" in one
    assert "测试丙" not in whole + one
