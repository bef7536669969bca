"""How the rest at noon is read, alone and in a description."""

from __future__ import annotations

import pytest

from yizhan.postings.reading.breaks import find_break, read_break


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1小时", 60), ("两个小时", 120), ("一个半小时", 90), ("1.5小时", 90), ("半小时", 30), ("半个钟头", 30),
        ("90分钟", 90), ("2", 120), ("45", 45), ("12:00-13:30", 90), ("12点到2点", 120),
        ("１２点半至１４点", 90), ("2小时半", 150),
        ("双休", None), ("", None), ("看情况", None), ("25点到26点", None), ("9999", None),
    ],
)  # fmt: skip
def test_a_length_or_a_stretch_of_time_is_read_and_nothing_else(text: str, minutes: int | None) -> None:
    assert read_break(text) == minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("早8点到晚6点，中午休息2小时", 120),
        ("7:00-17:00 午休一个半小时", 90),
        ("上午8点到下午6点，12点到2点休息", 120),
        ("中午管饭歇一个小时", 60),
        ("午休时间12:00-13:30", 90),
        ("月休四天，每天8小时", None),
        ("每周休息一天", None),
        ("中午不休息", None),
        ("干2小时休息10分钟", None),
    ],
)
def test_a_description_states_the_rest_at_noon(text: str, minutes: int | None) -> None:
    assert find_break(text) == minutes
