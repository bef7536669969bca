"""Words of the room (回访, domain 2.7)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FollowUpState(models.TextChoices):
    """Where a follow-up stands. That it is overdue is derived from its day."""

    DUE = "due", _("待回访")
    DONE = "done", _("已回访")
    CLOSED_UNREACHED = "unreached", _("三次未接通，关闭")
    CANCELLED = "cancelled", _("已取消")


MOVES: dict[FollowUpState, frozenset[FollowUpState]] = {
    FollowUpState.DUE: frozenset({FollowUpState.DONE, FollowUpState.CLOSED_UNREACHED, FollowUpState.CANCELLED}),
}

#: After so many attempts without an answer a follow-up is closed (domain 2.7).
MOST_ATTEMPTS = 3


class Method(models.TextChoices):
    """How somebody was asked."""

    PHONE = "phone", _("电话")
    HOME = "home", _("上门")
    WECHAT = "wechat", _("微信")
    COUNTER = "counter", _("窗口")


class Reach(models.TextChoices):
    """What came of the attempt."""

    REACHED = "reached", _("接通")
    NO_ANSWER = "no_answer", _("未接")
    WRONG_NUMBER = "wrong_number", _("空号")
    REFUSED = "refused", _("拒访")


class MatchesPosting(models.TextChoices):
    """Was the work what the posting said?"""

    YES = "yes", _("一致")
    LOWER_PAY = "lower_pay", _("报酬低")
    OTHER_PLACE = "other_place", _("地点不符")
    OTHER_WORK = "other_work", _("工种不符")
    OTHER = "other", _("其他不符")


class Alarm(models.TextChoices):
    """An answer that somebody must act on; it marks the employer for review and is listed for the station head."""

    FEE_ASKED = "fee_asked", _("被收费")
    ID_HELD = "id_held", _("证件被扣")
    INJURED = "injured", _("受伤")
    NOT_PAID_IN_FULL = "not_paid_full", _("没有足额付报酬")


class CancelReason(models.TextChoices):
    """Why a follow-up was called off."""

    SOURCE_UNDONE = "undone", _("原登记已撤销")
    PERSON_GONE = "person_gone", _("此人的记录已注销")
    ENTERED_WRONGLY = "wrong", _("登记有误")
