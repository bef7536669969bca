"""The engine: arrays in, arrays out. NumPy only; no Django, no clock, no input or output.

`door` says what goes in and what comes out, `_reference` is the rule that anybody can read, `_fast` is
the same rule at speed, and docs/engine/ is the rule in words.
"""

from yizhan.engine._columns import UNKNOWN_UDEG, BadColumn, BadKnob
from yizhan.engine.door import (
    ALL_DATED,
    ALWAYS,
    MOST_LIFT_BP,
    MOST_WISHES,
    NO_DISTANCE_LIMIT,
    PERSON_CHOOSES,
    POSTING_CHOOSES,
    RULE,
    TIER_A,
    TIER_B,
    TIER_C,
    UNKNOWN_PAY,
    Caution,
    Explanation,
    Failure,
    Mobility,
    Part,
    PartPoints,
    People,
    Postings,
    Ranking,
    Weights,
    dated_from_weekly,
    occupation_code,
    packed_date,
)
from yizhan.engine.mobility import everyday_mobility
from yizhan.engine.recommend import explain, failures, failures_of_people, newest_first, rank_people, rank_postings

__all__ = [
    "ALL_DATED",
    "ALWAYS",
    "MOST_LIFT_BP",
    "MOST_WISHES",
    "NO_DISTANCE_LIMIT",
    "PERSON_CHOOSES",
    "POSTING_CHOOSES",
    "RULE",
    "TIER_A",
    "TIER_B",
    "TIER_C",
    "UNKNOWN_PAY",
    "UNKNOWN_UDEG",
    "BadColumn",
    "BadKnob",
    "Caution",
    "Explanation",
    "Failure",
    "Mobility",
    "Part",
    "PartPoints",
    "People",
    "Postings",
    "Ranking",
    "Weights",
    "dated_from_weekly",
    "everyday_mobility",
    "explain",
    "failures",
    "failures_of_people",
    "newest_first",
    "occupation_code",
    "packed_date",
    "rank_people",
    "rank_postings",
]
