"""How well pasted texts are read, field by field, and how fast. Run: ``python -m bench.parse_posting [FILE.jsonl …]``.

A field of a job is right where the value agrees with the label; *invented* where a value was answered and the label
says that the text states none. Rows whose ``note`` marks doubt are counted apart.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizhan.config.settings.test")
django.setup()

from yizhan.postings.reading.posting import Draft, parse_posting  # noqa: E402

HERE = Path(__file__).resolve().parents[1] / "tests/postings/reading"
FILES = tuple(
    HERE / f"{name}.jsonl"
    for name in (
        "own_texts",
        "unseen_texts_later",
        "unseen_texts",
        "outside_learn",
        "outside_final",
        "strangers_learn",
        "strangers_final",
        "many_voices",
        "fourth_learn",
        "fourth_final",
        "fifth_learn",
        "fifth_final",
        "sixth_final",
        "own_classes",
        "seventh_learn",
        "own_ways",
    )
)
TODAY = dt.date(2026, 11, 27)
NAMES = ("date", "time", "headcount", "pay", "settle", "meals", "lodging", "tools", "pickup", "place", "title")
#: How the labels name what `docs/intake.md` calls otherwise; `None` has no code of ours.
SETTLE: dict[str, str | tuple[str, ...]] = {
    "day": "daily",
    # 干完给钱: the first hand calls it the spot, all others what it says, paid on completion.
    "spot": ("daily", "on_completion"),
    "week": "weekly",
    "month": "monthly",
    "on_completion": "on_completion",
}


def answered(draft: Draft) -> dict[str, Any]:
    """Return a draft in the words of the labels."""
    start = draft.value("start_at") or ""
    shift = draft.value("shift") or ""
    clock = start[11:16] or shift[:5].strip("-") or None
    sums = tuple(draft.value(name) for name in ("pay_min", "pay_max", "pay_type"))
    tools = draft.value("tools_provided")
    return {
        "date": start[:10] or None,
        "time": clock,
        "headcount": draft.value("headcount"),
        "pay": sums if sums[:2] != (None, None) else None,
        # The labels have no word for half a month: what they leave out there is no invention.
        "settle": None if draft.value("settle_type") == "half_month" else draft.value("settle_type"),
        "meals": draft.value("meals"),
        "lodging": draft.value("lodging"),
        "tools": None if tools is None else not tools,
        "pickup": draft.value("pickup"),
        "place": draft.value("place"),
        "title": draft.value("title"),
    }


def labelled(job: dict[str, Any]) -> dict[str, Any]:
    """Return a label in the same shape."""
    return {
        "date": job.get("date"),
        "time": job.get("time_start"),
        "headcount": job.get("headcount"),
        "pay": _pay(job),
        "settle": SETTLE.get(job.get("settle") or ""),
        "meals": job.get("meals"),
        "lodging": job.get("lodging"),
        "tools": job.get("tools_own"),
        "pickup": job.get("pickup"),
        "place": job.get("place"),
        "title": job.get("title_word"),
    }


#: What the sets from outside label: in yuan, one number as the least alone, days in words.
OUTSIDE = {
    "time": "start_time", "headcount": "headcount", "settle": "settlement", "meals": "meals", "place": "place",
    "title": "work",
}  # fmt: skip


def labelled_outside(job: dict[str, Any]) -> dict[str, Any]:
    """Return a label of the sets from outside in the same shape; what they do not label is not asked for."""
    label = {name: job[key] for name, key in OUTSIDE.items()}
    if label["headcount"] is not None:
        label["headcount"] = (job["headcount"], job["headcount_max"])
    sums = [None if job[key] is None else f"{float(job[key]):.10g}" for key in ("pay_min_yuan", "pay_max_yuan")]
    label["pay"] = (*sums, job["pay_unit"]) if sums != [None, None] else None
    return label


def as_outside(draft: Draft | None) -> dict[str, Any]:
    """Return a draft as those labels write it: one number is the least, and the most is left out."""
    if draft is None:
        return dict.fromkeys(NAMES)
    said = answered(draft)
    if said["headcount"] is not None:
        said["headcount"] = (said["headcount"], draft.value("headcount_max"))
    if said["pay"] is not None and said["pay"][0] == said["pay"][1]:
        said["pay"] = (said["pay"][0], None, said["pay"][2])
    return said


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else f"{fen / 100:.10g}"


def _pay(job: dict[str, Any]) -> tuple[Any, ...] | None:
    if job.get("pay_piece_yuan") is not None:
        each = f"{float(job['pay_piece_yuan']):.10g}"
        most = job.get("pay_piece_most_yuan")
        return each, each if most is None else f"{float(most):.10g}", "piece"
    if job.get("pay_min_fen") is None and job.get("pay_max_fen") is None:
        return None
    return _yuan(job["pay_min_fen"]), _yuan(job["pay_max_fen"]), job.get("pay_unit")


def agrees(name: str, said: Any, label: Any) -> bool:
    """Say whether an answer is right: places and titles where one holds the other, all else exactly."""
    if name in ("place", "title") and said and label:
        return said in label or label in said
    if name == "settle" and isinstance(label, tuple):
        return said in label
    return bool(said == label)


def measure(rows: list[dict[str, Any]], *, show: bool = False) -> dict[str, Counter[str]]:
    """Count right, wrong, invented and missed values by field."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*NAMES, "jobs")}
    for row in rows:
        drafts = parse_posting(row["text"], today=TODAY).drafts
        counts["jobs"]["right" if len(drafts) == len(row["jobs"]) else "wrong"] += 1
        for number, job in enumerate(row["jobs"]):
            draft = drafts[number] if number < len(drafts) else None
            if "pay_min_yuan" in job:
                label, answer = labelled_outside(job), as_outside(draft)
            else:
                label, answer = labelled(job), answered(draft) if draft is not None else dict.fromkeys(NAMES)
            for name in label:
                kind = _kind(name, answer[name], label[name])
                counts[name][kind] += 1
                if show and kind in ("wrong", "invented", "missed"):
                    print(f"{kind:8} {name}: {answer[name]} not {label[name]} · {row['text']!r}")
    return counts


def _kind(name: str, said: Any, label: Any) -> str:
    if label is None:
        return "silent" if said is None else "invented"
    if said is None:
        return "missed"
    return "right" if agrees(name, said, label) else "wrong"


def table(counts: dict[str, Counter[str]]) -> str:
    """Return the figures as a table of the documentation."""
    lines = ["| field | stated | precision | recall | F1 | wrong | invented |", "|---|---|---|---|---|---|---|"]
    for name in NAMES:
        one = counts[name]
        given, stated = one["right"] + one["wrong"] + one["invented"], one["right"] + one["wrong"] + one["missed"]
        precision = one["right"] / given if given else 1.0
        recall = one["right"] / stated if stated else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        lines.append(
            f"| {name} | {stated} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {one['wrong']} | {one['invented']} |"
        )
    jobs = counts["jobs"]
    return "\n".join([*lines, f"number of jobs right in {jobs['right']} of {jobs.total()} texts"])


def main() -> None:
    """Measure the labelled sets and the speed."""
    show = "--show" in sys.argv
    files = [Path(word) for word in sys.argv[1:] if not word.startswith("-")] or [
        file for file in FILES if file.is_file()
    ]
    texts: list[str] = []
    for file in files:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        sure = [row for row in rows if not any(job.get("note") for job in row["jobs"]) and not row.get("note")]
        for title, part in (("all", rows), ("without doubt", sure)):
            print(f"\n{file.name}, {title}: {len(part)} texts\n\n{table(measure(part, show=show and part is rows))}")
        texts += [row["text"] for row in rows]
    started = time.perf_counter()
    for text in texts:
        parse_posting(text, today=TODAY)
    print(f"\n{len(texts) / (time.perf_counter() - started):,.0f} texts a second on one core")


if __name__ == "__main__":
    main()
