"""How well and how fast the text rules read. Run: ``python -m bench.rulebook`` (add ``--repeat N`` for more passes).

Quality is counted on tests/postings/rulebook/labelled.txt, which the patterns were mended against: it guards, it does
not predict. Speed is measured on texts of 300 characters put together from the same sentences, once as postings
usually are (one sentence in twenty objects) and once where every sentence carries a trigger.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time

from tests.postings.rulebook.labelled import count, sentences
from yizhan.postings.rulebook.book import BOOK_VERSION, scan_text

LENGTH = 300
TEXTS = 2000
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


def corpus(every: int) -> list[str]:
    """Deterministic texts of ``LENGTH`` characters; every ``every``-th sentence comes from the labelled ones."""
    draw = random.Random(20261102)
    labelled = [each.text for each in sentences()]
    texts = []
    for _ in range(TEXTS):
        text = ""
        while len(text) < LENGTH:
            text += draw.choice(labelled if draw.randrange(every) == 0 else NEUTRAL) + "。"
        texts.append(text[:LENGTH])
    return texts


def texts_per_second(texts: list[str], repeat: int) -> float:
    """Median of ``repeat`` passes on one core."""
    rates = []
    for _ in range(repeat):
        started = time.perf_counter()
        for text in texts:
            scan_text("content", text)
        rates.append(len(texts) / (time.perf_counter() - started))
    return statistics.median(rates)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    repeat: int = parser.parse_args().repeat
    labelled = sentences()
    print(f"book {BOOK_VERSION}")
    print("| rule | positives | hard negatives | precision | recall |\n|---|---|---|---|---|")
    for rule in sorted({each.rule for each in labelled}):
        counted = count(rule, labelled)
        print(
            f"| {rule} | {counted.positives} | {counted.negatives} | {counted.precision:.3f} | {counted.recall:.3f} |"
        )
    for name, every in (("usual postings", 20), ("a trigger in every sentence", 1)):
        rate = texts_per_second(corpus(every), repeat)
        print(f"{name}: {rate:,.0f} texts of {LENGTH} characters per second on one core")


if __name__ == "__main__":
    main()
