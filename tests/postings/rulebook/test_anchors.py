"""What is looked up for a whole text at once says the same as looking sentence by sentence, word by word."""

from __future__ import annotations

import random
import re

import pytest

from yizhan.postings.rulebook.anchors import Anchors
from yizhan.postings.rulebook.starting import starting

_SIGNS = "收押金男1😀"


def _word(draw: random.Random, longest: int) -> str:
    return "".join(draw.choice(_SIGNS[:-1]) for _ in range(draw.randint(1, longest)))


def _some(draw: random.Random, longest: int) -> frozenset[str]:
    return frozenset(_word(draw, longest) for _ in range(draw.randint(1, 3)))


@pytest.mark.parametrize("seed", range(40))
def test_a_rule_may_speak_where_a_word_and_what_belongs_beside_it_or_all_its_parts_stand(seed: int) -> None:
    draw = random.Random(seed)
    rules = range(draw.choice((3, 70)))  # more than sixty-four do not fit into one word of the machine
    told = [rule for rule in rules if draw.random() < 0.5]
    words = [() if rule in told else tuple(sorted(_some(draw, 5))) for rule in rules]
    slots = [tuple(_some(draw, 2) for _ in range(draw.randint(1, 3))) if rule in told else () for rule in rules]
    beside = [_some(draw, 1) if rule not in told and draw.random() < 0.5 else frozenset[str]() for rule in rules]
    anchors = Anchors(words, slots, beside)
    for _ in range(10):
        sentences = ["".join(draw.choice(_SIGNS) for _ in range(draw.randint(0, 9))) for _ in range(4)]
        text = "。".join(sentences)
        starts = [sum(len(each) + 1 for each in sentences[:number]) for number in range(len(sentences))]
        expected = {
            number: speaking
            for number, sentence in enumerate(sentences)
            if (
                speaking := tuple(
                    rule
                    for rule in rules
                    if (
                        all(any(opening in sentence for opening in part) for part in slots[rule])
                        if slots[rule]
                        else any(word in sentence for word in words[rule])
                        and (not beside[rule] or any(sign in sentence for sign in beside[rule]))
                    )
                )
            )
        }
        assert anchors.rules_by_sentence(text, starts) == expected


@pytest.mark.parametrize(
    "pattern",
    [
        "押金|押(?=金)|(?:不)?收",
        r"(?<!不)收(?:押金|\d{2})|^男",
        "(?:押|金)*男|1",
        "(?>押|押金)收?|(?P<sum>1+)男",
        "[^收]押|男$",
        "(?:收?押?)金|(?!收).男",
    ],
)
def test_a_pattern_that_is_tried_only_where_it_can_begin_finds_what_it_finds_anywhere(pattern: str) -> None:
    draw = random.Random(pattern)
    for _ in range(300):
        text = "".join(draw.choice("不收押金男1，") for _ in range(8))
        anywhere = [found.span() for found in re.finditer(pattern, text)]
        assert [found.span() for found in starting(pattern).finditer(text)] == anywhere
