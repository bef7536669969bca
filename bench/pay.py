"""How many pay texts are read right, and how fast. Run: ``python -m bench.pay``.

The 240 real texts lie outside the project (``YIZHAN_SHARED`` or ../shared); without them only the speed on texts of our
own is shown.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from yizhan.postings.reading.pay import parse_pay

ROOT = Path(__file__).resolve().parents[1]
KEY = ROOT / "tests/postings/reading/pay_key.jsonl"
OWN = [
    "6-8千/月",
    "二百一天",
    "20k-40k·15薪",
    "时薪18-22元,月综合5000-7000元",
    "面议",
    "0.8元/件",
    "底薪4000元 绩效提成5500元+",
]


def main() -> None:
    shared = Path(os.environ.get("YIZHAN_SHARED", str(ROOT.parent / "shared"))) / "data/real_salary_strings.jsonl"
    if shared.is_file():
        texts = [json.loads(line)["s"] for line in shared.read_text(encoding="utf-8").splitlines() if line.strip()]
        key = [json.loads(line) for line in KEY.read_text(encoding="utf-8").splitlines()]
        wrong = 0
        understood = 0
        for text, answer in zip(texts, key, strict=True):
            read = parse_pay(text).as_dict()
            wrong += any(read[name] != answer[name] for name in read)
            understood += bool(read["understood"])
        stated = sum(answer["states_pay"] for answer in key)
        print(f"{len(key)} texts: {wrong} wrong; {understood} of {stated} that state pay understood")
    else:
        print("the 240 real texts are not on this machine")
        texts = OWN
    passes = 20
    started = time.perf_counter()
    for _ in range(passes):
        for text in texts:
            parse_pay(text)
    print(f"{passes * len(texts) / (time.perf_counter() - started):,.0f} texts per second on one core")


if __name__ == "__main__":
    main()
