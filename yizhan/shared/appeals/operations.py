"""What rooms do with an appeal: write it down, settle it, take it back.

The room holds the locks and acts on the answer. Called inside the room's transaction; the audit line is the room's.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from yizhan.shared.appeals.enums import APPEAL_MOVES, AppealState, CameBy, Speaker
from yizhan.shared.appeals.events import AppealAnswered
from yizhan.shared.appeals.models import MOST_SIGNS, AppealBase
from yizhan.shared.db import check_version, constraint_speaks
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.events import publish
from yizhan.shared.submissions import remember_submission

A = TypeVar("A", bound=AppealBase)


class AppealStands(Refused):
    """The decision has been appealed against already."""

    code = "appeal_stands"
    sentence = _("对这个决定已有申诉，没有重复登记。请看那件申诉的进展。")


class AppealEnded(Refused):
    """It was decided or withdrawn, or what it is about has moved on."""

    code = "appeal_ended"
    sentence = _("这件申诉已经有结果，或所申诉的事已有变化，记录没有改变。请刷新后再看。")


class AppealForAnother(NotAllowed):
    """Who decided first, and who wrote the appeal down, does not decide about it."""

    code = "appeal_for_another"
    sentence = _("原来的决定由您作出，或申诉由您登记，应由另一位同事复核。记录没有改变。")


class GroundMissing(Refused):
    """Nothing was said."""

    code = "appeal_ground_missing"
    sentence = _("没有写理由，没有保存。请用一两句话写明理由。")
    status = 422


@dataclass(frozen=True, repr=False)
class Said:
    """What is said against a decision, by whom, and how it came."""

    ground: str
    speaker: Speaker = Speaker.EMPLOYER
    came_by: CameBy = CameBy.COUNTER


def write_appeal(
    appeal: A, said: Said, *, kind: str, once: str, by: Any, at: dt.datetime, submission: str | None = None
) -> A:
    """Save a new appeal that its room has filled with the subject and who decided first.

    :param kind: key of the room's `AppealKind`. :param once: name of the constraint that says how often one may appeal.
    :param submission: key of the form.
    :raises GroundMissing: no reason. :raises AppealStands: the constraint spoke.
    """
    ground = said.ground.strip()
    if not ground:
        raise GroundMissing
    appeal.ground, appeal.speaker, appeal.came_by = ground[:MOST_SIGNS], said.speaker, said.came_by
    appeal.lodged_at, appeal.lodged_by = at, by
    with constraint_speaks(type(appeal), **{once: AppealStands}):
        appeal.save()
    _note(appeal, "", AppealState.WAITING, by=by, at=at)
    remember_submission(submission, by=by, led_to=f"/appeals/{kind}/{appeal.public_id}/", at=at)
    return appeal


def demand_another(appeal: AppealBase, by: Any, *, may: bool) -> None:
    """Refuse whoever may not decide about this appeal.

    :param may: whether the user's role decides about appeals at all.
    :raises AppealForAnother: the user decided first or wrote it down. :raises NotAllowed: not their role.
    """
    if appeal.is_closed_to(by.pk):
        raise AppealForAnother
    if not may:
        raise NotAllowed


def settle_appeal(
    appeal: AppealBase, *, granted: bool, answer: str, by: Any, at: dt.datetime, seen_version: int | None
) -> AppealState:
    """Write the decision about a locked appeal and return where it stands now.

    :raises GroundMissing: no answer in words. :raises AppealEnded: decided or withdrawn meanwhile.
    :raises AppealForAnother: a constraint holds apart who decides, who decided first and who wrote it down.
    """
    check_version(appeal, seen_version)
    words = answer.strip()
    if not words:
        raise GroundMissing
    to = AppealState.GRANTED if granted else AppealState.UPHELD
    _move(appeal, to, by=by, at=at)
    appeal.answer, appeal.decided_at, appeal.decided_by = words[:MOST_SIGNS], at, by
    name = appeal._meta.model_name
    speaks: dict[str, type[Refused]] = {
        f"{name}_decided_by_another": AppealForAnother,
        f"{name}_not_by_who_lodged": AppealForAnother,
    }
    with constraint_speaks(type(appeal), **speaks):
        appeal.save()
    publish(AppealAnswered(appeal, at))
    return to


def take_appeal_back(appeal: AppealBase, *, by: Any, at: dt.datetime) -> None:
    """Withdraw a locked appeal before anybody decided.

    :raises AppealEnded: it was decided or withdrawn.
    """
    _move(appeal, AppealState.WITHDRAWN, by=by, at=at)
    appeal.save()


def _move(appeal: AppealBase, to: AppealState, *, by: Any, at: dt.datetime) -> None:
    before = AppealState(appeal.state)
    if to not in APPEAL_MOVES.get(before, frozenset()):
        raise AppealEnded
    appeal.state = to
    appeal.version += 1
    _note(appeal, before, to, by=by, at=at)


def _note(appeal: AppealBase, before: str, after: AppealState, *, by: Any, at: dt.datetime) -> None:
    appeal.changes.create(before=before, after=after, at=at, by=by)
