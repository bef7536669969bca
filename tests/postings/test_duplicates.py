"""Near-duplicates: what counts as the same, what does not, and that the answer does not depend on the order."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from bench.near_duplicates import KINDS, measured
from yizhan.postings.duplicates import (
    MOST_TOGETHER,
    Ad,
    find_alike,
    many_named_phones,
    may_be_same_place,
    pieces,
    says_the_same,
    similarity_bp,
)

TEXT = "招装卸工3名，仓库装卸袋装货物，两人一组，有推车，一天220元，早上7点到下午5点"
FIRST = Ad(1, TEXT, "李楼粮库", "a", 1)


def alike(other: Ad) -> bool:
    """Say whether the scan finds the pair."""
    return [(pair.low, pair.high) for pair in find_alike([other, FIRST])] == [(1, other.key)]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace("220", "180").replace("3名", "12名"),
        "★".join(TEXT),
        "有推车，一天220元，两人一组，招装卸工3名，仓库装卸袋装货物，早上7点到下午5点",
        "鑫源永兴物流有限公司诚聘，" + TEXT,
    ],
)
def test_one_telephone_and_nearly_the_same_text_is_the_same(text: str) -> None:
    assert alike(replace(FIRST, key=2, text=text, employer=2))


def test_a_trades_standard_text_with_another_place_or_telephone_is_not() -> None:
    assert not alike(replace(FIRST, key=2, place="安乐镇大棚基地"))
    assert not alike(replace(FIRST, key=2, phone="b", place="张秋镇"))
    assert not alike(replace(FIRST, key=2, text="饭店传菜收台，穿工装，管两顿饭，早上7点到下午5点"))


def test_an_unknown_place_can_be_any() -> None:
    assert may_be_same_place("", "李楼粮库")
    assert may_be_same_place("阳谷县李楼粮库", "李楼粮库东门")
    assert not may_be_same_place("李楼粮库", "张秋镇政府")


def test_without_a_telephone_only_ones_own_words_tie() -> None:
    own = "给王楼村东头老赵家翻盖二层楼，先到石门宋庄小学门口找孙师傅集合，干完当天结清，院里有狗已经拴好"
    one, other = (Ad(key, own, "王楼村", "", key) for key in (1, 2))
    assert [(pair.low, pair.high, pair.same_phone) for pair in find_alike([one, other])] == [(1, 2, False)]
    crowd = [Ad(key, own, "王楼村", f"p{key}", key) for key in range(1, 12)]
    assert find_alike(crowd) == []  # what a dozen others say too is nobody's own


def test_digits_and_signs_leave_nothing_and_nothing_is_like_nothing() -> None:
    assert pieces("138 0000!★\n") == frozenset()
    assert pieces("工") == {"工"}
    assert similarity_bp(frozenset(), frozenset()) == 0
    assert similarity_bp(pieces("搬运工人"), pieces("搬运工人")) == 10_000
    assert find_alike([]) == find_alike([FIRST]) == []
    assert find_alike([replace(FIRST, text=""), replace(FIRST, key=2, text="123")]) == []
    assert says_the_same(FIRST, replace(FIRST, key=2)) == 10_000


def test_one_key_names_one_posting() -> None:
    with pytest.raises(ValueError, match="one key"):
        find_alike([FIRST, FIRST])


def test_the_order_of_the_input_changes_nothing() -> None:
    draw = random.Random(7)
    texts = [TEXT, TEXT[::-1], TEXT.replace("装", "搬"), "饭店传菜收台，穿工装，管两顿饭"]
    ads = [Ad(n, draw.choice(texts), draw.choice(["李楼粮库", "张秋镇"]), draw.choice("abc"), n) for n in range(60)]
    expected = find_alike(ads)
    assert expected
    draw.shuffle(ads)
    assert find_alike(ads) == expected


def test_a_crowd_under_one_telephone_is_not_compared_each_with_each() -> None:
    crowd = [replace(FIRST, key=key) for key in range(400)]
    found = find_alike(crowd)
    assert len(found) == sum(min(MOST_TOGETHER - 1, 399 - n) for n in range(400))


def test_a_telephone_of_three_employers_is_named() -> None:
    ads = [Ad(n, TEXT, "", "a" if n < 4 else "b", n % 3) for n in range(6)] + [Ad(9, TEXT, "", "", 9)]
    assert many_named_phones(ads) == [(0, 1, 2, 3)]


def test_planted_pairs_are_found_and_hard_ones_left_alone() -> None:
    result = measured(6_000)
    assert float(str(result["precision"])) >= 0.95
    recall = result["recall by kind"]
    assert isinstance(recall, dict)
    assert set(recall) == set(KINDS)
    assert min(recall.values()) >= 0.95
