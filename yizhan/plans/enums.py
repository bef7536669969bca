"""Words of the room: kinds of plans, how a plan comes about, what becomes of its rows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanKind(models.TextChoices):
    """For which stretch of time."""

    DAY = "day", _("一天的派工")
    WEEK = "week", _("一周的安排")


#: How many days each kind looks ahead, from its first day on.
DAYS: dict[PlanKind, int] = {PlanKind.DAY: 1, PlanKind.WEEK: 7}


class PlanPolicy(models.TextChoices):
    """By which rule it is decided who goes where. An office chooses; the page shows what the other would give."""

    MOST = "most", _("统一安排（总分最高）")
    STABLE = "stable", _("各自选择（谁也不想换）")


class PlanState(models.TextChoices):
    """How far a plan is."""

    WAITING = "waiting", _("等待计算")
    COMPUTING = "computing", _("正在计算")
    READY = "ready", _("可以审阅")
    FAILED = "failed", _("没有算成")
    DISCARDED = "discarded", _("已作废")


_P = PlanState
#: state -> states it may go to; absent = final.
PLAN_MOVES: dict[PlanState, frozenset[PlanState]] = {
    _P.WAITING: frozenset({_P.COMPUTING, _P.DISCARDED}),
    # Back to waiting: whoever computed it is gone.
    _P.COMPUTING: frozenset({_P.READY, _P.FAILED, _P.WAITING, _P.DISCARDED}),
    _P.READY: frozenset({_P.DISCARDED}),
    _P.FAILED: frozenset({_P.WAITING, _P.DISCARDED}),
}
#: Somebody is at it, or should be.
UNDER_WAY = frozenset({_P.WAITING, _P.COMPUTING})


class PlanStep(models.TextChoices):
    """What is being done while a plan is computed."""

    READ = "read", _("读取人员和班次")
    CUT = "cut", _("划分片区")
    ASSIGN = "assign", _("统一安排")
    STABLE = "stable", _("比较各自选择的结果")
    EXPLAIN = "explain", _("写明理由")


class RowState(models.TextChoices):
    """What became of one person's row."""

    PROPOSED = "proposed", _("待审阅")
    QUEUED = "queued", _("正在派")
    APPLIED = "applied", _("已派")
    OVERTAKEN = "overtaken", _("情况变了，没有派")
    DROPPED = "dropped", _("已去掉")


_R = RowState
ROW_MOVES: dict[RowState, frozenset[RowState]] = {
    _R.PROPOSED: frozenset({_R.QUEUED, _R.DROPPED}),
    _R.QUEUED: frozenset({_R.APPLIED, _R.OVERTAKEN}),
    # Back: somebody changed their mind, or what stood in the way is gone.
    _R.OVERTAKEN: frozenset({_R.PROPOSED, _R.DROPPED}),
    _R.DROPPED: frozenset({_R.PROPOSED}),
}
#: The person is taken by this row: a plan gives everybody one place.
STANDING = frozenset({_R.PROPOSED, _R.QUEUED, _R.APPLIED})
#: A person decided about the row, or carrying it out did.
DECIDED = frozenset({_R.QUEUED, _R.APPLIED, _R.OVERTAKEN, _R.DROPPED})


class ChosenBy(models.TextChoices):
    """Who put the person there."""

    SYSTEM = "system", _("系统")
    STAFF = "staff", _("工作人员")


class OutcomeKind(models.TextChoices):
    """What a row became."""

    ORDER = "order", _("零工订单")
    REFERRAL = "referral", _("推荐")
