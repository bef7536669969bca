"""Rules of the room: the service tier, what overlaps. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from yizhan.people.enums import PersonGroupKind
from yizhan.workers.enums import MOVES, SeekerStatus, ServiceTier

#: Groups whose members get tier A by themselves (domain 6.6; 人社部发〔2022〕38号 point 6).
TIER_A_GROUPS: frozenset[str] = frozenset(
    {PersonGroupKind.DISABLED, PersonGroupKind.ZERO_JOB_FAMILY, PersonGroupKind.HARD_ALLOWANCE}
)
LOW_INCOME_GROUPS: frozenset[str] = frozenset(
    {PersonGroupKind.LOW_INCOME, PersonGroupKind.OUT_OF_POVERTY, PersonGroupKind.POVERTY_WATCHED}
)
LONG_WAIT_DAYS, WAIT_DAYS = 30, 7
OLDER_AGE = 55


@dataclass(frozen=True)
class TierGrounds:
    """What the tier rests on; all of it may only lift a person."""

    age: int | None
    waiting_days: int
    has_smartphone: bool
    has_skill: bool
    groups: Collection[str]


def service_tier(grounds: TierGrounds) -> ServiceTier:
    """Return the tier of domain 6.6: A for stated hardship or 30 days' wait, B for two of five signs, else C."""
    if grounds.waiting_days >= LONG_WAIT_DAYS or TIER_A_GROUPS & set(grounds.groups):
        return ServiceTier.A
    signs = [
        grounds.age is not None and grounds.age >= OLDER_AGE,
        grounds.waiting_days >= WAIT_DAYS,
        not grounds.has_smartphone,
        not grounds.has_skill,
        bool(LOW_INCOME_GROUPS & set(grounds.groups)),
    ]
    return ServiceTier.B if sum(signs) >= 2 else ServiceTier.C


def may_move(before: str, after: str) -> bool:
    """Say whether a job seeker's state may take this step."""
    return SeekerStatus(after) in MOVES.get(SeekerStatus(before), frozenset())
