"""Folding: what the rules read, and the way back to what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.postings.rulebook.clauses import Negation, fold


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("押/金", "押金"),
        ("押 金", "押金"),
        ("限*男*性", "限男性"),
        ("身份 证", "身份证"),
        ("扣身份證", "扣身份证"),
        ("１５岁，以上", "15岁,以上"),
        ("14-40岁", "14-40岁"),
        ("1.5岁", "1.5岁"),
        ("包吃住 交通便利", "包吃住 交通便利"),
        ("包吃住/工资月结", "包吃住 工资月结"),
        ("不收押金，包住", "不收押金,包住"),
    ],
)
def test_a_text_is_folded_without_joining_phrases(written: str, read: str) -> None:
    assert fold(written).text == read


@given(st.text(max_size=60))
def test_every_place_leads_back_into_the_original(text: str) -> None:
    plain = fold(text)
    for at in range(len(plain.text)):
        start, end = plain.span(at, at + 1)
        assert (end - start) == 1
        assert 0 <= start < len(text)


def test_clauses_end_at_commas_and_sentences_at_stops() -> None:
    plain = fold("包吃住，不收押金、服装费。男女不限")
    start = plain.text.index("押金")
    assert plain.text[slice(*plain.clause(start, start + 2))] == "不收押金、服装费"
    assert plain.text[slice(*plain.sentence(start, start + 2))] == "包吃住,不收押金、服装费"


def test_a_refusal_does_not_reach_over_other_words() -> None:
    negation = Negation(["押金", "服装费"])
    assert negation.before("不收取任何") is not None
    assert negation.before("无需缴纳服装费、") is not None
    assert negation.before("无经验需交") is None
    assert negation.before("不包住需交") is None
