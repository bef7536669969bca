"""Who is seen and who waits, with the lifts and without: `python -m bench.fairness [--json]`.

*Looks*: for ten days people ask in ten turns a day; before every turn the postings' shares are worked out anew from the
looks of the last seven days, as the product does. Counted are the last three days, against three days without the lift.
*Waiting*: every day a fortieth of the postings open and take the best people who are left; whoever is placed leaves.
Definitions: docs/engine/fairness.md.
"""

import argparse
import json
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.market import make
from yizhan.engine import (
    PERSON_CHOOSES,
    POSTING_CHOOSES,
    TIER_A,
    TIER_C,
    People,
    PostingIndex,
    Postings,
    Weights,
    exposure_shares,
    gini_bp,
    rank_people,
    rank_postings,
    times_shown,
)
from yizhan.engine import index as ix

SEED = 1
DAYS, COUNTED, WEIGHED, TURNS = 10, 3, 7, 10
STEP_BP = 1000
"""Shares are told in tenths, as in the product."""
# people, postings, counties, length of a list
MARKETS = ((8000, 2400, 1, 20), (8000, 2400, 1, 10), (4000, 6000, 1, 10), (20_000, 6000, 3, 20))
ROUNDS, OPENED = 40, 40
"""Days of the second question, and which part of the postings opens on each."""


def looks(people: People, postings: Postings, k: int, weights: Weights, seed: int = SEED) -> dict[str, float]:
    """Gini of looks over open postings, the share nobody saw, and the points without the lift's own."""
    index, m = PostingIndex.of(postings), len(postings)
    row = index.cold[:m, ix.ROW]
    plain = rank_postings(people, index, k, weights=weights, threads=2)
    before = times_shown(plain, m)
    rng, turns, points = np.random.default_rng(seed), [np.zeros(m, np.int64)], 0
    for day in range(DAYS):
        order = rng.permutation(len(people))
        for turn in range(TURNS):
            seen = np.sum(turns[-WEIGHED * TURNS :], axis=0)
            shares = exposure_shares(seen, postings.places_left) // STEP_BP * STEP_BP
            index.set_exposure_at(np.arange(m), shares[row])
            found = rank_postings(people, index, k, weights=weights, rows=np.sort(order[turn::TURNS]), threads=2)
            turns.append(times_shown(found, m))
            if day >= DAYS - COUNTED:
                lift = weights.exposure * shares[found.index].astype(np.int64) // 10_000
                points += int(found.points.sum(dtype=np.int64)) - int(lift.sum())
    after = np.sum(turns[-COUNTED * TURNS :], axis=0)
    without = COUNTED * int(plain.points.sum(dtype=np.int64))
    return {
        "gini_before": gini_bp(before) / 1e4, "gini_after": gini_bp(after) / 1e4,
        "lower_percent": round(100 * (1 - gini_bp(after) / gini_bp(before)), 1),
        "unseen_before_percent": round(100 * float((before == 0).mean()), 1),
        "unseen_after_percent": round(100 * float((after == 0).mean()), 1),
        "points_given_up_percent": round(100 * (1 - points / without), 2),
    }  # fmt: skip


def waiting(people: People, postings: Postings, weights: Weights) -> dict[str, float]:
    """Mean days of waiting after `ROUNDS` days, placed people at the day they were placed, by group."""
    left, waited = np.ones(len(people), np.bool_), people.waiting_days.astype(np.int64)
    opens = np.random.default_rng(SEED).permutation(len(postings))
    for day in range(ROUNDS):
        now = replace(people, waiting_days=waited.astype(np.int32))
        for j in opens[day % OPENED :: OPENED].tolist():
            called = rank_people(
                postings.take([j]), now, int(postings.places_left[j]), weights=weights, among=left
            ).index
            left[called] = False
        waited[left] += 1
    groups: dict[str, NDArray[np.bool_]] = {
        "everybody": np.ones(len(people), np.bool_), "tier_a": people.tier == TIER_A, "tier_c": people.tier == TIER_C,
        "waited_30_days_at_first": people.waiting_days >= 30, "waited_a_week_at_most": people.waiting_days <= 7,
    }  # fmt: skip
    days = {name: round(float(waited[who].mean()), 2) for name, who in groups.items()}
    placed = {f"{name}_placed_percent": round(100 * float((~left[who]).mean()), 1) for name, who in groups.items()}
    return {**days, **placed}


def run() -> dict[str, Any]:
    """Both questions."""
    result: dict[str, Any] = {"seed": SEED, "cap": PERSON_CHOOSES.exposure, "looks": [], "waiting": {}}
    for people_count, postings_count, counties, k in MARKETS:
        people, postings = make(people_count, postings_count, counties, SEED)
        shape = {"people": people_count, "postings": postings_count, "counties": counties, "k": k}
        result["looks"].append({**shape, **looks(people, postings, k, PERSON_CHOOSES)})
    people, postings = make(3000, 600, 1, SEED)
    most = POSTING_CHOOSES.waiting + POSTING_CHOOSES.tier
    none = replace(POSTING_CHOOSES, waiting=0, tier=0, occupation=POSTING_CHOOSES.occupation + most)
    result["waiting"] = {
        "without": waiting(people, postings, none), "with": waiting(people, postings, POSTING_CHOOSES),
    }  # fmt: skip
    return result


def main() -> None:
    """Print the two tables of docs/engine/fairness.md, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    found = run()
    if parser.parse_args().json:
        print(json.dumps(found, indent=1))
        return
    print("| people × postings, list | Gini of looks | lower by | in nobody's list | points given up |")
    print("|---|---|---|---|---|")
    for one in found["looks"]:
        print(
            f"| {one['people']:,} × {one['postings']:,}, {one['k']} "
            f"| {one['gini_before']:.3f} → {one['gini_after']:.3f}"
            f" | **{one['lower_percent']} %** | {one['unseen_before_percent']} % → {one['unseen_after_percent']} %"
            f" | {one['points_given_up_percent']} % |"
        )
    print("\n| | " + " | ".join(found["waiting"]["with"]) + " |")
    for name, values in found["waiting"].items():
        print(f"| {name} | " + " | ".join(str(value) for value in values.values()) + " |")


if __name__ == "__main__":
    main()
