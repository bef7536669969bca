"""Reads over all kinds of appeals together. The number of queries depends on the kinds, not on the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from yizhan.shared.appeals.enums import APPEAL_DECIDED, AppealState
from yizhan.shared.appeals.kinds import AppealKind, Subject, kinds_for
from yizhan.shared.appeals.models import AppealBase


@dataclass(frozen=True, repr=False)
class Line:
    """One appeal in a list."""

    kind: AppealKind
    appeal: AppealBase
    subject: Subject
    for_me: bool


#: What each tab shows, and how it is ordered: what waits longest first, otherwise the newest.
TABS: dict[str, tuple[frozenset[AppealState], str]] = {
    "waiting": (frozenset({AppealState.WAITING}), "lodged_at"),
    "decided": (APPEAL_DECIDED, "-decided_at"),
    "withdrawn": (frozenset({AppealState.WITHDRAWN}), "-lodged_at"),
}


def lines(user: Any, tab: str, *, start: int, count: int) -> list[Line]:
    """Return appeals of one tab, `count` at most from `start` on; one query a kind."""
    states, order = TABS[tab]
    field = order.lstrip("-")
    pk = "-pk" if order.startswith("-") else "pk"
    found = []
    for kind in kinds_for(user):
        rows = kind.visible_to(user).filter(state__in=sorted(states)).order_by(order, pk)[: start + count]
        found += [_line(kind, appeal, user) for appeal in rows]
    found.sort(key=lambda line: (getattr(line.appeal, field), line.kind.key, line.appeal.pk), reverse=order != field)
    return found[start : start + count]


def _line(kind: AppealKind, appeal: AppealBase, user: Any) -> Line:
    return Line(kind, appeal, kind.subject(appeal), kind.may_decide(user) and not appeal.is_closed_to(user.pk))


def count_for(user: Any) -> int:
    """Return how many appeals wait for this user's own decision; one query a kind."""
    return sum(_waiting_for(kind, user) for kind in kinds_for(user) if kind.may_decide(user))


def _waiting_for(kind: AppealKind, user: Any) -> int:
    others = kind.visible_to(user).filter(state=AppealState.WAITING).exclude(lodged_by=user).select_related(None)
    return int(others.exclude(first_decided_by=user).order_by().count())


def steps_of(appeal: AppealBase) -> Iterable[Any]:
    """Return the dated steps of an appeal, oldest first, with who took them."""
    return list(appeal.changes.select_related("by").order_by("at", "pk"))
