"""Words of imports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    """Where a sheet stands between the upload and the last row."""

    LOADING = "loading", _("正在上传")
    READING = "reading", _("正在核对")
    STAGED = "staged", _("待导入")
    RUNNING = "running", _("正在导入")
    STOPPED = "stopped", _("已暂停")
    FINISHED = "finished", _("已完成")


MOVES: dict[BatchState, frozenset[BatchState]] = {
    BatchState.LOADING: frozenset({BatchState.READING}),
    BatchState.READING: frozenset({BatchState.STAGED}),
    BatchState.STAGED: frozenset({BatchState.READING, BatchState.RUNNING}),
    BatchState.RUNNING: frozenset({BatchState.STOPPED, BatchState.FINISHED}),
    BatchState.STOPPED: frozenset({BatchState.READING, BatchState.RUNNING}),
    BatchState.FINISHED: frozenset({BatchState.READING, BatchState.RUNNING}),
}
#: States in which a task is at work on the batch, so that nobody edits rows under its hands.
AT_WORK = frozenset({BatchState.LOADING, BatchState.READING, BatchState.RUNNING})


class RowState(models.TextChoices):
    """Where a row stands. Every row is in exactly one, so the parts always sum to what was read."""

    UNREAD = "unread", _("待核对")
    READY = "ready", _("可以导入")
    NEEDS_DECISION = "needs_decision", _("需要您决定")
    REFUSED = "refused", _("不能导入")
    SKIPPED = "skipped", _("已跳过")
    SAME = "same", _("已有记录")
    IMPORTED = "imported", _("已导入")


#: What is judged again when a setting of the batch changes: everything that is not settled.
OPEN_STATES = frozenset({RowState.UNREAD, RowState.READY, RowState.NEEDS_DECISION, RowState.REFUSED})
#: How a row's state is shown: kind of badge and icon; the words stand beside them.
ROW_MARKS: dict[str, tuple[str, str]] = {
    RowState.UNREAD: ("plain", "hourglass-split"),
    RowState.READY: ("good", "check-circle"),
    RowState.NEEDS_DECISION: ("warn", "question-circle"),
    RowState.REFUSED: ("bad", "x-circle"),
    RowState.SKIPPED: ("off", "dash-circle"),
    RowState.SAME: ("info", "files"),
    RowState.IMPORTED: ("done", "check2-all"),
}


class ExportPurpose(models.TextChoices):
    """Why a list leaves the system; it stands in the audit line."""

    REPORT = "report", _("向上级报表")
    CHECK = "check", _("站内核对")
    FAIR = "fair", _("组织招聘活动")
    HANDOVER = "handover", _("移交其他部门")
    OFFLINE = "offline", _("断网备用")
