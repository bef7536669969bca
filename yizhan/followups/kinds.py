"""Kinds of follow-ups. Rooms above register theirs; this room knows none of them by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django_stubs_ext import StrOrPromise

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.followups.models import Attempt, FollowUp

#: Questions a kind may ask, in the order in which the form shows them.
QUESTIONS = (
    "on_job", "matches_posting", "wage_real", "paid_full", "paid_on_time", "fee_asked", "id_held", "injured", "csat",
    "demand",
)  # fmt: skip


@dataclass(frozen=True)
class FollowUpKind:
    """What is asked, how long after, and who wants to know the answer.

    :param offset_days: days after the event; the registering room adds them.
    :param questions: those of `QUESTIONS` that are asked.
    :param on_answer: called in the transaction of the attempt when somebody was reached.
    :param about: gives a short line about what it is about (employer and work), for the call list, for many at once:
        `(public ids) -> {public id: line}`.
    """

    key: str
    title: StrOrPromise
    offset_days: int
    questions: tuple[str, ...]
    on_answer: Callable[[FollowUp, Attempt, User], None]
    about: Callable[[list[UUID]], dict[UUID, str]]


_kinds: dict[str, FollowUpKind] = {}


def register_kind(kind: FollowUpKind) -> None:
    """Register a kind; rooms do so from `apps.py`."""
    unknown = set(kind.questions) - set(QUESTIONS)
    if unknown:
        raise ValueError(f"unknown questions: {sorted(unknown)}")
    _kinds[kind.key] = kind


def kind_of(key: str) -> FollowUpKind:
    """Return a registered kind.

    :raises KeyError: nobody registered it: a fault of ours.
    """
    return _kinds[key]


def all_kinds() -> list[FollowUpKind]:
    """Return the kinds, soonest first."""
    return sorted(_kinds.values(), key=lambda kind: (kind.offset_days, kind.key))
