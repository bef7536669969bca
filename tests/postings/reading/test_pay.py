"""Pay as people at a station write it: each line is one text and what it says."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yizhan.postings.reading.numerals import chinese_number
from yizhan.postings.reading.pay import PayReading, parse_pay
from yizhan.shared.pay import UNITS

UNDERSTOOD = [
    ("110元/天", 11000, 11000, "day"),
    ("二百一天", 20000, 20000, "day"),
    ("一百五一天", 15000, 15000, "day"),
    ("二百一十一天", 21000, 21000, "day"),
    ("两百块钱一天", 20000, 20000, "day"),
    ("200/天", 20000, 20000, "day"),
    ("２００元／天", 20000, 20000, "day"),
    ("日结200", 20000, 20000, "day"),
    ("200元日结", 20000, 20000, "day"),
    ("一天二百", 20000, 20000, "day"),
    ("一天180-220", 18000, 22000, "day"),
    ("一个工200", 20000, 20000, "day"),
    ("200元/工", 20000, 20000, "day"),
    ("200元/人/天", 20000, 20000, "day"),
    ("200元/天-250元/天", 20000, 25000, "day"),
    ("不低于200元/天", 20000, None, "day"),
    ("最高300元/天", None, 30000, "day"),
    ("200多一天", 20000, None, "day"),
    ("180/天(8小时)", 18000, 18000, "day"),
    ("200元一天,一天8小时", 20000, 20000, "day"),
    ("工资200元/天加补贴50元/天", 20000, 20000, "day"),
    ("押金200元,200元/天", 20000, 20000, "day"),
    ("8:00-18:00 200/天", 20000, 20000, "day"),
    ("13800000000 200/天", 20000, 20000, "day"),
    ("25一小时", 2500, 2500, "hour"),
    ("十五块一小时", 1500, 1500, "hour"),
    ("一小时25", 2500, 2500, "hour"),
    ("日结25/小时", 2500, 2500, "hour"),
    ("时薪18-22元,月综合5000-7000元", 1800, 2200, "hour"),
    ("0.8元/件", 80_000, 80_000, "piece"),
    ("0.035元/件", 3500, 3500, "piece"),
    ("5元/次", 500_000, 500_000, "piece"),
    ("十块钱一件", 1_000_000, 1_000_000, "piece"),
    ("2000元/周", 200_000, 200_000, "week"),
    ("包月6000", 600_000, 600_000, "month"),
    ("1,200元/月", 120_000, 120_000, "month"),
    ("6-8千/月", 600_000, 800_000, "month"),
    ("1-1.5万/月", 1_000_000, 1_500_000, "month"),
    ("8000-1.2万/月", 800_000, 1_200_000, "month"),
    ("5千-1万/月", 500_000, 1_000_000, "month"),
    ("1.5千以下/月", None, 150_000, "month"),
    ("8000以上元/月", 800_000, None, "month"),
    ("6000+元/月", 600_000, None, "month"),
    ("1万5/月", 1_500_000, 1_500_000, "month"),
    ("一万二一个月", 1_200_000, 1_200_000, "month"),
    ("两千五一个月", 250_000, 250_000, "month"),
    ("薪资5000-8000元", 500_000, 800_000, "month"),
    ("底薪3000+提成", 300_000, None, "month"),
    ("试用期4000元，转正后6000-8000元/月", 600_000, 800_000, "month"),
    ("20k/年", 2_000_000, 2_000_000, "year"),
    ("3000元包干", 300_000, 300_000, "lump"),
    ("一口价3000", 300_000, 300_000, "lump"),
]

NOT_UNDERSTOOD = [
    ("3001--5000元", 300_100, 500_000),
    ("18-36万   24小时反馈", 18_000_000, 36_000_000),
    ("10001", 1_000_100, 1_000_100),
    ("5000-8000", 500_000, 800_000),
    ("两千五", 250_000, 250_000),
    ("薪资200", 20_000, 20_000),
    ("100元/半天", 10_000, 10_000),
    ("100元/人", 10_000, 10_000),
    ("3天600元", 60_000, 60_000),
    ("13", None, None),
    ("24-30", None, None),
    ("面议", None, None),
    ("", None, None),
    ("[]", None, None),
    ("五险一金", None, None),
    ("每月4天假期", None, None),
    ("每天8-10小时", None, None),
    ("每天8-18", None, None),
    ("每天9点", None, None),
    ("干十一天", None, None),
    ("二十一小时", None, None),
    ("工作8小时/天", None, None),
    ("10人/天", None, None),
    ("白班180/天 夜班220/天", None, None),
    ("薪资约4000元；转正后6000-8000元", None, None),
    ("薪资福利：5500-75002、双休", None, None),
    ("5000-3000元/月", None, None),
    ("年薪15-25万2、年终奖", None, None),
    ("奖金200元", None, None),
]


@pytest.mark.parametrize(("text", "low", "high", "unit"), UNDERSTOOD)
def test_pay_with_its_unit_is_understood(text: str, low: int | None, high: int | None, unit: str) -> None:
    assert parse_pay(text).as_dict() == {
        "min_fen": low,
        "max_fen": high,
        "unit": unit,
        "months_per_year": None,
        "understood": True,
    }


@pytest.mark.parametrize(("text", "low", "high"), NOT_UNDERSTOOD)
def test_pay_without_a_unit_is_said_not_to_be_understood(text: str, low: int | None, high: int | None) -> None:
    read = parse_pay(text)
    assert (read.min_fen, read.max_fen, read.unit, read.understood) == (low, high, None, False)


@pytest.mark.parametrize(
    ("text", "months"),
    [("20k-40k·15薪", 15), ("6-8K/月 13薪", 13), ("5000-8000·13薪", 13), ("15-20万/年", None), ("20-30万·15薪", None)],
)
def test_months_per_year_come_only_from_the_text_of_a_monthly_pay(text: str, months: int | None) -> None:
    assert parse_pay(text).months_per_year == months


PIECES = st.sampled_from(
    [
        "200",
        "1.5",
        "8",
        "元",
        "块",
        "/天",
        "一天",
        "/月",
        "千",
        "万",
        "k",
        "-",
        "至",
        "以上",
        "薪",
        "日结",
        "每小时",
        "二百",
        "五",
        "押金",
        "，",
        " ",
        "·13薪",
        "人",
        "24小时",
        "面议",
        "/件",
        "¥",
        "底薪",
        "+",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join)))
def test_nothing_raises_and_no_figure_is_invented(text: str) -> None:
    read = parse_pay(text)
    assert read.unit is None or read.unit in UNITS
    assert read.understood == (read.unit is not None)
    possible = _figures(text)
    for fen in (read.min_fen, read.max_fen):
        assert fen is None or Decimal(fen) / 100 / (1000 if read.unit == "piece" else 1) in possible


def _figures(text: str) -> set[Decimal]:
    """Every amount in yuan whose digits stand in the text, read without any grammar."""
    import unicodedata

    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    values: set[Decimal] = set()
    for found in re.finditer(r"(?=((?:\d+\.)?\d+))", plain):
        written = found[1]
        values |= {Decimal(written[:end]) for end in range(1, len(written) + 1) if written[end - 1] != "."}
    for start in range(len(plain)):
        for end in range(start + 1, min(start + 12, len(plain)) + 1):
            spoken = chinese_number(plain[start:end])
            if spoken is not None:
                values.add(Decimal(spoken))
    # 2块5, 八毛, 一毛五: any two digits of the text as yuan, jiao and fen.
    small = {int(value) for value in values if 0 < value < 1000 and value == int(value)}
    if re.search("[块毛角分]", plain):
        values |= {
            Decimal(yuan * 100 + rest) / 100 for yuan in (small | {0}) for one in small for rest in (one, one * 10)
        }
        values |= {Decimal(jiao * 10 + fen) / 100 for jiao in small for fen in small}
    powers = (1, 100, 1000, 10000)
    plain_values = {value * power for value in values for power in powers}
    if re.search("[百千万十]|10{2}", plain):  # 一百斤十三块: the price of one of them
        plain_values |= {value / power for value in values for power in (10, 100, 1000, 10000)}
    tails = {Decimal(digit) * power / 10 for digit in range(1, 10) for power in powers if str(digit) in plain}
    return plain_values | {value + tail for value in plain_values for tail in tails}


@pytest.mark.parametrize(
    "text",
    [
        "男300女250一天", "男300，女250一天", "大工300小工200一天", "一天男300女250", "300元女250元/天",
        "3 500 元/月", "1 200-1 500元/天", "USD 3000/month", "$20/hour", "100美金/天", "3000usd/month",
        "-200元/天", "日薪：-200元/天", "0-0元/月", "0元/月",
    ],
)  # fmt: skip
def test_another_sum_another_money_or_no_sum_is_not_understood(text: str) -> None:
    assert parse_pay(text) == PayReading()


@pytest.mark.parametrize(
    "text", ["10小时制200/天", "8-18点200一天", "招20人200一天", "12小时班200一天", "9:30 200元/天", "工资-200元/天"]
)
def test_what_counts_no_money_beside_the_pay_leaves_it_understood(text: str) -> None:
    assert (parse_pay(text).min_fen, parse_pay(text).unit) == (20000, "day")
