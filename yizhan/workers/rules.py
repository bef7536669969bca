"""Rules of the room: the service tier, what overlaps. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from yizhan.accounts.queries import can_manage_station, can_see_people, can_serve
from yizhan.people.enums import PersonGroupKind
from yizhan.workers.enums import MOVES, SeekerStatus, ServiceTier

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: Groups whose members get tier A by themselves (domain 6.6; 人社部发〔2022〕38号 point 6).
TIER_A_GROUPS: frozenset[str] = frozenset(
    {PersonGroupKind.DISABLED, PersonGroupKind.ZERO_JOB_FAMILY, PersonGroupKind.HARD_ALLOWANCE}
)
LOW_INCOME_GROUPS: frozenset[str] = frozenset(
    {PersonGroupKind.LOW_INCOME, PersonGroupKind.OUT_OF_POVERTY, PersonGroupKind.POVERTY_WATCHED}
)
LONG_WAIT_DAYS, WAIT_DAYS = 30, 7
#: A tier is looked at again at the latest after so many days (domain 6.1).
REVIEW_DAYS = 90
OLDER_AGE = 55


@dataclass(frozen=True)
class TierGrounds:
    """What the tier rests on; all of it may only lift a person."""

    age: int | None
    waiting_days: int
    has_smartphone: bool
    has_skill: bool
    groups: Collection[str]


def signs_of_need(grounds: TierGrounds) -> list[StrOrPromise]:
    """Return the signs of domain 6.6 that hold, in words; two of them make tier B."""
    signs = [
        (grounds.age is not None and grounds.age >= OLDER_AGE, _("年满 55 岁")),
        (grounds.waiting_days >= WAIT_DAYS, _("待工满 7 天")),
        (not grounds.has_smartphone, _("不会用智能手机")),
        (not grounds.has_skill, _("没有登记技能")),
        (bool(LOW_INCOME_GROUPS & set(grounds.groups)), _("低收入、脱贫或防返贫监测对象")),
    ]
    return [words for holds, words in signs if holds]


def grounds_for_a(grounds: TierGrounds) -> list[StrOrPromise]:
    """Return what lifts somebody to tier A by itself, in words."""
    words: list[StrOrPromise] = [PersonGroupKind(group).label for group in grounds.groups if group in TIER_A_GROUPS]
    if grounds.waiting_days >= LONG_WAIT_DAYS:
        words.append(_("待工满 30 天"))
    return words


def service_tier(grounds: TierGrounds) -> ServiceTier:
    """Return the tier of domain 6.6: A for stated hardship or 30 days' wait, B for two of five signs, else C."""
    if grounds_for_a(grounds):
        return ServiceTier.A
    return ServiceTier.B if len(signs_of_need(grounds)) >= 2 else ServiceTier.C


def tier_words(grounds: TierGrounds) -> list[StrOrPromise]:
    """Return why somebody is in the tier in which `service_tier` puts them; for C what there is so far."""
    return grounds_for_a(grounds) or signs_of_need(grounds)


def may_move(before: str, after: str) -> bool:
    """Say whether a job seeker's state may take this step."""
    return SeekerStatus(after) in MOVES.get(SeekerStatus(before), frozenset())


def may_register(user: User) -> bool:
    """Register people for work, take down wishes, note visits: who serves at the counter."""
    return can_serve(user)


def may_take_back(user: User, noted_by_id: int) -> bool:
    """Take back a visit that was noted by mistake: whoever noted it, or the station head."""
    return can_serve(user) and (user.pk == noted_by_id or can_manage_station(user))


def may_see_seekers(user: User) -> bool:
    """See who looks for work: whoever may see people."""
    return can_see_people(user)
