"""The thresholds of the rule book: what the product ships, and how far a county may tighten each. Never loosen.

A county's value lies between the shipped one and the strictest that still makes sense. Where a value is unknown here,
there is no such threshold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Limits:
    """What the rules compare with. ``None``: the rule is off until a county switches it on.

    :param gig_days: usual days of validity of a day's job; ``short_days``, ``long_days`` of longer work (CR-014).
    :param most_days: days of validity at most (CR-014).
    :param household_people: people whom a household wants at once; ``household_posts`` its posts a week (CR-007).
    :param spread_x10: tenths by which the upper pay may exceed the lower (CR-012).
    :param far_above_x10: tenths of the 95th percentile of comparable pay (CR-013).
    :param phone_units: so many units with one telephone are an agency's (CR-020).
    :param age_cap: an upper age below this turns most day labourers away (CR-036).
    :param site_age_men: from this age work on a building site is looked at by a person; ``site_age_women`` (CR-046).
    :param settle_days: days between two payments of part-time work (CR-056).
    :param hours_warn_x10: tenths of an hour a day that warn; ``hours_block_x10`` that block (CR-059).
    :param meeting_m: metres from the meeting place to the work (CR-071).
    """

    gig_days: int = 3
    short_days: int = 15
    long_days: int = 30
    most_days: int = 90
    household_people: int = 10
    household_posts: int = 5
    spread_x10: int = 20
    far_above_x10: int = 15
    phone_units: int = 3
    age_cap: int = 60
    site_age_men: int | None = None
    site_age_women: int | None = None
    settle_days: int = 15
    hours_warn_x10: int = 80
    hours_block_x10: int = 120
    meeting_m: int = 20_000


@dataclass(frozen=True)
class Bound:
    """Between which values a county may put a threshold, both included; the shipped one is one of the two ends.

    :param rule: the rule that compares with it.
    :param stricter: -1 where a smaller value is stricter, 1 where a larger one is.
    """

    rule: str
    least: int
    most: int
    stricter: int

    def allows(self, value: int) -> bool:
        """Say whether a county may set it."""
        return self.least <= value <= self.most

    def stricter_of(self, one: int | None, other: int) -> int:
        """Return the stricter of two values."""
        if one is None:
            return other
        return min(one, other) if self.stricter < 0 else max(one, other)


#: Shipped values stand at the loose end of each; site ages are off until a county names one.
BOUNDS: dict[str, Bound] = {
    "gig_days": Bound("CR-014", 1, 3, -1),
    "short_days": Bound("CR-014", 3, 15, -1),
    "long_days": Bound("CR-014", 7, 30, -1),
    "most_days": Bound("CR-014", 30, 90, -1),
    "household_people": Bound("CR-007", 1, 10, -1),
    "household_posts": Bound("CR-007", 1, 5, -1),
    "spread_x10": Bound("CR-012", 11, 20, -1),
    "far_above_x10": Bound("CR-013", 11, 15, -1),
    "phone_units": Bound("CR-020", 2, 3, -1),
    "age_cap": Bound("CR-036", 60, 70, 1),
    "site_age_men": Bound("CR-046", 50, 70, -1),
    "site_age_women": Bound("CR-046", 45, 70, -1),
    "settle_days": Bound("CR-056", 1, 15, -1),
    "hours_warn_x10": Bound("CR-059", 60, 80, -1),
    "hours_block_x10": Bound("CR-059", 80, 120, -1),
    "meeting_m": Bound("CR-071", 1000, 20_000, -1),
}
SHIPPED = Limits()


def tightened(changes: Iterable[tuple[str, int]]) -> Limits:
    """Return the shipped limits with a county's own; of several values of one threshold the strictest counts.

    A value outside of its bound changes nothing: whatever stands in a table, the shipped limit is never loosened.
    """
    limits = SHIPPED
    for name, value in changes:
        bound = BOUNDS.get(name)
        if bound is not None and bound.allows(value):
            limits = replace(limits, **{name: bound.stricter_of(getattr(limits, name), value)})
    return limits
