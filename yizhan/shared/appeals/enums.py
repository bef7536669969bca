"""Words of appeals: where they stand, who speaks, and how it reached the station."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AppealState(models.TextChoices):
    """Where an appeal stands. Whoever decided first never decides again."""

    WAITING = "waiting", _("等待复核")
    UPHELD = "upheld", _("维持原决定")
    GRANTED = "granted", _("申诉成立，改变原决定")
    WITHDRAWN = "withdrawn", _("已撤回申诉")


APPEAL_MOVES: dict[AppealState, frozenset[AppealState]] = {
    AppealState.WAITING: frozenset({AppealState.UPHELD, AppealState.GRANTED, AppealState.WITHDRAWN}),
}
#: Said by somebody who looked at it anew.
APPEAL_DECIDED = frozenset({AppealState.UPHELD, AppealState.GRANTED})


class Speaker(models.TextChoices):
    """Whose words the ground is, whoever wrote it down."""

    EMPLOYER = "employer", _("用工主体本人或负责人")
    AGENT = "agent", _("用工主体的经办人")
    COLLEAGUE = "colleague", _("录入的同事")


class CameBy(models.TextChoices):
    """How the ground reached the station."""

    COUNTER = "counter", _("到窗口当面说")
    PHONE = "phone", _("电话")
    LETTER = "letter", _("书面材料")
    MESSAGE = "message", _("微信或短信")
    SIGNED_IN = "signed_in", _("登录本系统提交")
    UNSTATED = "unstated", _("没有注明")


#: What may be chosen at the counter: the others are known without asking.
AT_THE_COUNTER = (CameBy.COUNTER, CameBy.PHONE, CameBy.LETTER, CameBy.MESSAGE)
