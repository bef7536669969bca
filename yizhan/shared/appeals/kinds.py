"""Which kinds of appeals there are: rooms register theirs from `apps.py`, and one set of pages serves all."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django_stubs_ext import StrOrPromise

from yizhan.shared.appeals.models import AppealBase


@dataclass(frozen=True, repr=False)
class Subject:
    """What was decided, in words for the pages.

    :param record: the row that is appealed against. :param title: short, no person's name in it.
    :param party: who is concerned, as a list may show it; `party_whole` as it stands on paper addressed to them.
    :param outcome: what was decided. :param why: the reason in plain words. :param mend: what could be changed, or "".
    :param decided_by: name of who decided, "" where a rule counted.
    :param if_granted: what happens when the appeal is granted.
    :param is_open: an appeal could still change something.
    """

    record: Any
    title: str
    url: str
    party: str
    party_whole: str
    office: str
    outcome: StrOrPromise
    why: StrOrPromise
    mend: StrOrPromise
    decided_by: str
    decided_at: dt.datetime
    if_granted: StrOrPromise
    is_open: bool


@dataclass(frozen=True)
class AppealKind:
    """One room's appeals.

    :param visible_to: the appeals that a user sees, with everything `subject` reads (no further query for each).
    :param find: `(user, public_id)` of the row to appeal against, or None when the user does not see it.
    :param speaks_for_self: whether the user lodges in their own name, so that nobody asks who speaks.
    """

    key: str
    title: StrOrPromise
    may_see: Callable[[Any], bool]
    may_lodge: Callable[[Any], bool]
    may_decide: Callable[[Any], bool]
    speaks_for_self: Callable[[Any], bool]
    visible_to: Callable[[Any], QuerySet[Any]]
    subject: Callable[[Any], Subject]
    find: Callable[[Any, uuid.UUID], Subject | None]
    lodge: Callable[..., AppealBase]
    decide: Callable[..., AppealBase]
    withdraw: Callable[..., AppealBase]


_kinds: dict[str, AppealKind] = {}


def register_appeals(kind: AppealKind) -> None:
    """Let the pages serve a room's appeals."""
    _kinds[kind.key] = kind


def kind_of(key: str) -> AppealKind | None:
    """Return the kind of that name."""
    return _kinds.get(key)


def kinds_for(user: Any) -> list[AppealKind]:
    """Return the kinds of which the user may see any, in the order of the floors."""
    return [kind for kind in _kinds.values() if kind.may_see(user)]
