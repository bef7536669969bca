"""How well and how fast the text rules read. Run: ``python -m bench.rulebook`` (add ``--repeat N`` for more passes).

Quality is counted on three labelled sets of tests/postings/rulebook: our own sentences, which the patterns were mended
against (they guard and do not predict), and two sets that were written without sight of the patterns and run once
before anything was mended for them; what they showed then stands in bench/README.md. Speed is measured on texts of 300
characters put together from the same sentences, once as postings usually are (one sentence in twenty objects), once
where every sentence carries a trigger, and once with a sign between all characters of every objecting sentence, in turn
with a peer: one plain alternation of 600 anchor words, which finds words and judges nothing.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import time
from collections.abc import Callable

from tests.postings.rulebook.labelled import Sentence, adverts, count, count_all, sentences
from yizhan.postings.rulebook.book import BOOK_VERSION, scan_text
from yizhan.postings.rulebook.text_rules import TEXT_RULES

LENGTH = 300
TEXTS = 1000
PEER_WORDS = 600
SETS = ("labelled.txt", "unseen.txt", "unseen_second.txt", "unseen_third.txt")
#: Whole adverts with all the rules that they violate, of a dozen strangers; the sixth was not learnt from.
WHOLE = (
    "many_rules_learn.jsonl", "strangers_learn.jsonl", "many_rules_final.jsonl", "strangers_final.jsonl",
    "fourth_final.jsonl", "fifth_learn.jsonl", "fifth_final.jsonl", "sixth_final.jsonl",
    "seventh_learn.jsonl", "eighth_final.jsonl",
)
NEUTRAL = [
    "县城物流园装卸小工，搬运日用百货，单件不超过二十公斤",
    "早上七点汽车站集合，中午管一顿饭，下午五点收工",
    "饭店后厨洗菜切配，两班倒，做四休一",
    "有健康证者优先，没有的可以指导怎么办",
    "工资每天结清，微信或现金都可以，月底不压钱",
    "大蒜分拣、剥皮、装袋，坐着干活，计件",
    "工地砌墙抹灰，自带瓦刀，提供安全帽和手套",
    "联系驿站登记后由工作人员安排面试时间",
]


def corpus(every: int, *, inserted: bool = False) -> list[str]:
    """Deterministic texts of ``LENGTH`` characters; every ``every``-th sentence comes from the labelled ones."""
    draw = random.Random(20261102)
    labelled = [each.text for each in sentences()]
    if inserted:
        labelled = ["*".join(text) for text in labelled]
    texts = []
    for _ in range(TEXTS):
        text = ""
        while len(text) < LENGTH:
            text += draw.choice(labelled if draw.randrange(every) == 0 else NEUTRAL) + "。"
        texts.append(text[:LENGTH])
    return texts


def peer() -> Callable[[str], object]:
    """Return the search of a plain alternation of 600 anchor words, the longest first."""
    words = sorted({word for rule in TEXT_RULES.values() for word in rule.anchors if len(word) > 1})
    chosen = random.Random(20261102).sample(words, PEER_WORDS)
    ordered = sorted(chosen, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, ordered))).findall


def scan(text: str) -> object:
    """Read one text as a posting's content."""
    return scan_text("content", text)


def texts_per_second(texts: list[str], repeat: int, readers: list[Callable[[str], object]]) -> list[float]:
    """Medians of ``repeat`` passes by the time of the processor, the readers in turn; others may be at work."""
    rates: list[list[float]] = [[] for _ in readers]
    for _ in range(repeat):
        for reader, found in zip(readers, rates, strict=True):
            started = time.process_time()
            for text in texts:
                reader(text)
            found.append(len(texts) / (time.process_time() - started))
    return [statistics.median(found) for found in rates]


def quality() -> None:
    """Print precision and recall of every rule on every set."""
    sets: list[list[Sentence]] = [sentences(name) for name in SETS]
    print("| rule | own +/− | P / R | unseen +/− | P / R | second +/− | P / R | third +/− | P / R |\n|" + "---|" * 9)
    for rule in sorted({each.rule for labelled in sets for each in labelled}):
        cells = [rule]
        for labelled in sets:
            if not any(each.rule == rule for each in labelled):
                cells += ["—", "—"]
                continue
            counted = count(rule, labelled)
            cells += [f"{counted.positives}/{counted.negatives}", f"{counted.precision:.3f} / {counted.recall:.3f}"]
        print("| " + " | ".join(cells) + " |")
    for name in WHOLE:
        print(f"\n{name}\n| rule | caught | missed | alarms |\n|---|---|---|---|")
        counts = count_all(adverts(name))
        for rule, each in counts.items():
            print(f"| {rule} | {each['caught']} | {each['missed']} | {each['alarm']} |")
        caught, missed, alarms = (sum(each[key] for each in counts.values()) for key in ("caught", "missed", "alarm"))
        print(f"P {caught / (caught + alarms):.3f}, R {caught / (caught + missed):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    repeat: int = parser.parse_args().repeat
    print(f"book {BOOK_VERSION}")
    quality()
    readers = [scan, peer()]
    for name, texts in (
        ("usual postings", corpus(20)),
        ("a trigger in every sentence", corpus(1)),
        ("signs inserted in every objecting sentence", corpus(20, inserted=True)),
        ("signs inserted everywhere", corpus(1, inserted=True)),
    ):
        ours, plain = texts_per_second(texts, repeat, readers)
        print(
            f"{name}: {ours:,.0f} texts of {LENGTH} characters per second on one core; "
            f"plain alternation {plain:,.0f}; {ours / plain:.1f} times"
        )


if __name__ == "__main__":
    main()
