"""The text rules over labelled sentences, and what holds for any text."""

from __future__ import annotations

import re
import tomllib
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from pkgutil import iter_modules

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.postings.rulebook.labelled import adverts, count, count_all, sentences
from yizhan.postings.rulebook import text_rules
from yizhan.postings.rulebook.book import scan_text
from yizhan.postings.rulebook.clauses import fold
from yizhan.postings.rulebook.text_rules import TEXT_RULES
from yizhan.postings.rulebook.text_rules.shape import Setting

LABELLED = sentences()
#: Written by somebody who had not seen the patterns; what they caught at first sight stands in bench/README.md.
UNSEEN = sentences("unseen.txt")
#: A second set of that kind, ten and ten a rule.
UNSEEN_TOO = sentences("unseen_second.txt")
STRANGERS = ("many_rules_learn.jsonl", "many_rules_final.jsonl", "strangers_learn.jsonl", "strangers_final.jsonl")
#: Numbers with check digits are tested in test_numbers_in_texts.py.
READING = sorted({each.rule for each in LABELLED})


@pytest.mark.parametrize("rule", READING)
def test_precision_and_recall_of_each_rule_are_at_least_95_percent(rule: str) -> None:
    counted = count(rule, LABELLED)
    assert counted.positives >= 30
    assert counted.negatives >= 30
    assert counted.precision >= 0.95, counted.false_alarms
    assert counted.recall >= 0.95, counted.missed


@pytest.mark.parametrize("rule", sorted({each.rule for each in UNSEEN}))
def test_what_somebody_else_wrote_is_read_too(rule: str) -> None:
    counted = count(rule, UNSEEN)
    assert counted.positives >= 14
    assert counted.negatives >= 14
    assert counted.precision >= 0.95, counted.false_alarms
    # One of fourteen may be missed: 0.92 and no better can be told from so few.
    assert counted.recall >= 0.92, counted.missed


@pytest.mark.parametrize("rule", sorted({each.rule for each in UNSEEN_TOO}))
def test_the_second_set_is_read_too(rule: str) -> None:
    counted = count(rule, UNSEEN_TOO)
    assert (counted.positives, counted.negatives) == (10, 10)
    assert (counted.missed, counted.false_alarms) == ((), ())


def test_adverts_that_carry_all_their_rules_are_read() -> None:
    """Alarms of other rules count here too: each text is labelled with everything that it violates."""
    counts = count_all(adverts("many_rules_learn.jsonl")).values()
    caught, missed, alarms = (sum(each[name] for each in counts) for name in ("caught", "missed", "alarm"))
    assert caught + missed >= 130
    assert caught / (caught + alarms) >= 0.95
    assert caught / (caught + missed) >= 0.95


@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [
        # Learnt from; what was measured at first contact stands in bench/README.md. The one alarm of the first is in
        # doubt with its writer too.
        ("strangers_learn.jsonl", 0.98, 0.96),
        ("strangers_final.jsonl", 0.97, 0.97),
        ("many_rules_final.jsonl", 0.97, 0.97),
        ("fourth_final.jsonl", 0.97, 0.97),
        ("fifth_learn.jsonl", 0.99, 0.99),
        ("fifth_final.jsonl", 0.97, 0.92),
        ("seventh_learn.jsonl", 0.98, 0.98),
        ("eighth_final.jsonl", 0.94, 0.97),
        # Never learnt from.
        ("sixth_final.jsonl", 0.92, 0.93),
    ],
)
def test_adverts_of_strangers_are_read_as_well_as_was_measured(name: str, precision: float, recall: float) -> None:
    counts = count_all(adverts(name)).values()
    caught, missed, alarms = (sum(each[kind] for each in counts) for kind in ("caught", "missed", "alarm"))
    assert caught + missed >= 60
    assert caught / (caught + alarms) >= precision
    assert caught / (caught + missed) >= recall


def test_long_lawful_adverts_full_of_everyday_words_raise_nothing() -> None:
    """What is put together from slots meets its parts by chance where much is told."""
    found = {each.text: hit.rule for each in adverts("everyday.jsonl") for hit in scan_text("content", each.text)}
    assert found == {}


def test_every_text_rule_has_a_second_set() -> None:
    """The rules that read fields first have theirs among the adverts of strangers."""
    whole = set().union(*(each.rules for name in STRANGERS for each in adverts(name)))
    assert set(READING) <= {each.rule for each in UNSEEN_TOO} | whole


@pytest.mark.parametrize("name", ["labelled.txt", "unseen.txt", "unseen_second.txt"])
def test_a_pattern_that_is_tried_only_where_it_can_begin_finds_the_same(name: str) -> None:
    """What is put before a pattern turns places away and never a match."""
    bare = {found: re.compile(found.pattern[found.pattern.index("])(?:") + 2 :]) for found in quick_patterns()}
    assert len(bare) > 25
    for sentence in sentences(name):
        text = fold(sentence.text).text
        for quick, slow in bare.items():
            assert [each.span() for each in quick.finditer(text)] == [each.span() for each in slow.finditer(text)]


def quick_patterns() -> list[re.Pattern[str]]:
    """Return every pattern of the text rules that `starting` put a class before."""
    found = {}
    for module in iter_modules(text_rules.__path__):
        for value in vars(import_module(f"{text_rules.__name__}.{module.name}")).values():
            for each in value if isinstance(value, tuple) else (value,):
                if isinstance(each, re.Pattern) and each.pattern.startswith("(?=["):
                    found[each.pattern] = each
    return list(found.values())


def test_all_text_rules_but_the_numbers_have_labelled_sentences() -> None:
    assert set(TEXT_RULES) - set(READING) == {"CR-082"}


def test_no_sentence_is_labelled_twice() -> None:
    texts = [(each.rule, each.text) for each in LABELLED]
    assert len(texts) == len(set(texts))


def test_no_rule_objects_to_what_another_rule_was_told_is_lawful() -> None:
    """Pay left open, prices of pieces, upper ages, hours and praise are no false alarms: they may stand beside."""
    beside = {"CR-011", "CR-012", "CR-013", "CR-016", "CR-036", "CR-059"}
    lawful = [each for each in LABELLED if not each.is_violation]
    found = {each.text: hit.rule for each in lawful for hit in scan_text("content", each.text)}
    assert {text: rule for text, rule in found.items() if rule not in beside} == {}


@pytest.mark.parametrize(
    ("text", "rule", "piece"),
    [
        ("招普工10名，限男性，能吃苦", "CR-031", "限男性"),
        ("包吃住，限*男*性，力工", "CR-031", "限*男*性"),
        ("入职交押/金200元", "CR-050", "押/金"),
        ("入职交押 金200元", "CR-050", "押 金"),
        ("须交★保★證★金★", "CR-050", "保★證★金"),
        ("扣身份證，做滿7天還", "CR-051", "扣身份證"),
        ("普工１５岁以上均可", "CR-040", "１５岁以上"),
        ("限漢族", "CR-030", "限漢族"),
    ],
)
def test_a_hit_shows_exactly_what_was_written(text: str, rule: str, piece: str) -> None:
    found = [hit for hit in scan_text("content", text) if hit.rule == rule]
    assert [hit.text for hit in found] == [piece]
    start = text.index(piece)
    assert found[0].span == (start, start + len(piece))


def test_a_refusal_reaches_its_own_clause_only() -> None:
    assert [hit.text for hit in scan_text("content", "不收押金，服装费200元")] == ["服装费200元"]
    assert [hit.text for hit in scan_text("content", "男女不限。搬运岗男士优先")] == ["男士优先"]
    assert [hit.text for hit in scan_text("content", "不收押金、服装费、体检费")] == []


def test_a_chosen_ground_turns_blocking_into_review_for_sex_only() -> None:
    hits = scan_text("content", "井下作业，限男性，交押金200元", setting=Setting(sex_ground=True))
    assert {hit.rule: hit.level.value for hit in hits} == {"CR-031": "REVIEW", "CR-050": "BLOCK"}


PIECES = st.sampled_from(
    [
        "限男性",
        "男女不限",
        "押金",
        "不收",
        "押/金",
        "身份证",
        "扣",
        "15岁",
        "以上",
        "汉族",
        "限",
        "宗教信仰",
        "无",
        "，",
        "。",
        "、",
        " ",
        "*",
        "\n",
        "200元",
        "优先",
        "女",
        "体检费",
        "公司",
        "承担",
        "證",
        "１６",
        "㎏",
        "\u200b",
        "𝟙",
        "(",
        "“",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=15).map("".join)))
def test_nothing_raises_and_spans_index_the_original(text: str) -> None:
    last: dict[str, int] = {}
    for hit in scan_text("content", text):
        assert hit.span is not None
        start, end = hit.span
        assert 0 <= start < end <= len(text)
        assert text[start:end] == hit.text
        assert start >= last.get(hit.rule, 0)
        last[hit.rule] = end


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_the_same_text_gives_the_same_hits_behind_an_unrelated_sentence(text: str) -> None:
    prefix = "包吃住。\n"
    alone = [(hit.rule, hit.text) for hit in scan_text("content", "\n" + text)]
    behind = [(hit.rule, hit.text) for hit in scan_text("content", prefix + text)]
    assert alone == behind


@pytest.mark.parametrize(
    "piece",
    [
        *("需要", "押金、", "扣员工的", "15岁的者", "汉族和", "身份证需要", "押金由公", "不以任何", "限男女"),
        # What the wider readings begin with.
        *(
            "先交",
            "入职交一百",
            "轻松",
            "一个月能",
            "学费",
            "培训一千",
            "去哪",
            "地点等",
            "工装交",
            "每天干",
            "女的",
            "老人的",
            # What the parts of the readings are.
            "交三百才上岗",
            "去哪到了再说",
            "八点到九点",
            # Those of a field: pay, certificates, accounts, registrations, faces.
            *(
                "工资待遇具体",
                "没证也照样",
                "工资打给你们的那个",
                "登记的信息给了都",
                "一百千万斤三毛",
                "兼职每月",
                "不刷脸别的",
            ),
        ),
    ],
)
def test_a_hostile_repetition_ends(piece: str) -> None:
    assert isinstance(scan_text("content", (piece * 2000)[:1000]), tuple)


@pytest.mark.parametrize("text", ["试用" + "1" * 400 + "见面", "试工" + "一二" * 200])
def test_no_run_of_signs_makes_the_scan_try_every_way_to_cut_it(text: str) -> None:
    assert [found.rule for found in scan_text("content", text) if found.rule == "CR-057"] == []


def test_every_word_list_is_used_and_says_what_it_holds() -> None:
    code = Path(text_rules.__path__[0])
    for table in sorted((code.parent / "data/word_lists").glob("*.toml")):
        written = table.read_text("utf-8")
        lists = tomllib.loads(written)
        used = set(re.findall(r"_W\.(?:bare\.|words\.)?(\w+)", (code / f"{table.stem}.py").read_text("utf-8")))
        used |= set(re.findall(r"\{\|?([a-z]\w*)\}", written))
        named = {*lists, *lists.get("plain", ())} - {"version", "plain"}
        assert named <= used, f"{table.name} holds lists that nothing reads: {sorted(named - used)}"
        lines = written.split("[plain]")[0].splitlines()
        unsaid = [line for above, line in pairwise(lines) if " = '" in line and above[:2] != "# "]
        assert not unsaid, f"{table.name}: say in a comment what these hold: {unsaid}"
        assert max(map(len, lines)) <= 150
