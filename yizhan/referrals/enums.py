"""Words of the room: the life of a referral (domain 6.3)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferralStatus(models.TextChoices):
    """Where a referral stands."""

    PROPOSED = "proposed", _("已推荐，待答复")
    UNREACHED = "unreached", _("没有联系上")
    AGREED = "agreed", _("本人愿去")
    DECLINED = "declined", _("本人不去")
    ACCEPTED = "accepted", _("用工方同意")
    REJECTED = "rejected", _("用工方不要")
    LETTER = "letter", _("已开介绍信")
    HIRED = "hired", _("已录用")
    NOT_HIRED = "not_hired", _("未录用")
    NO_SHOW = "no_show", _("未到")
    ALREADY_FILLED = "filled", _("岗位已满")
    CLOSED = "closed", _("已关闭")


#: state -> states it may go to; absent = final. Undoing goes back along the dated rows, not along this table.
MOVES: dict[ReferralStatus, frozenset[ReferralStatus]] = {
    ReferralStatus.PROPOSED: frozenset(
        {ReferralStatus.AGREED, ReferralStatus.DECLINED, ReferralStatus.UNREACHED, ReferralStatus.CLOSED}
    ),
    ReferralStatus.UNREACHED: frozenset({ReferralStatus.AGREED, ReferralStatus.DECLINED, ReferralStatus.CLOSED}),
    ReferralStatus.AGREED: frozenset(
        {
            ReferralStatus.ACCEPTED,
            ReferralStatus.REJECTED,
            ReferralStatus.DECLINED,
            ReferralStatus.LETTER,
            ReferralStatus.CLOSED,
        }
    ),
    ReferralStatus.ACCEPTED: frozenset({ReferralStatus.LETTER, ReferralStatus.DECLINED, ReferralStatus.CLOSED}),
    ReferralStatus.LETTER: frozenset(
        {
            ReferralStatus.HIRED,
            ReferralStatus.NOT_HIRED,
            ReferralStatus.NO_SHOW,
            ReferralStatus.ALREADY_FILLED,
            ReferralStatus.CLOSED,
        }
    ),
}


class ApplicationState(models.TextChoices):
    """Where an application stands that somebody sent from their own phone."""

    WAITING = "waiting", _("已报名，等驿站答复")
    TAKEN = "taken", _("驿站已推荐")
    DECLINED = "declined", _("驿站答复：这次不行")
    WITHDRAWN = "withdrawn", _("已撤回报名")


class ApplicationAnswer(models.TextChoices):
    """Why the desk says no; the person reads these words."""

    FILLED = "filled", _("人已经招满")
    PAPERS = "papers", _("要先到驿站核对证件或年龄")
    CERTIFICATE = "certificate", _("这个活要持证，您还没有登记证书")
    BUSY = "busy", _("和您已经答应的时间冲突")
    LAW = "law", _("法律规定您现在不能做这个活")
    UNREACHED = "unreached", _("打电话没有联系上您，请联系驿站")


#: Still on its way: nothing final has been said.
OPEN = frozenset(MOVES)
#: Said by a receipt.
RECEIPT_RESULTS = frozenset(
    {ReferralStatus.HIRED, ReferralStatus.NOT_HIRED, ReferralStatus.NO_SHOW, ReferralStatus.ALREADY_FILLED}
)


class MatchedBy(models.TextChoices):
    """Who thought of it."""

    MANUAL = "manual", _("人工")
    SYSTEM = "system", _("系统推荐")


class WorkerAnswer(models.TextChoices):
    """What the person said when they were told."""

    AGREED = "agreed", _("愿去")
    DECLINED = "declined", _("不去")
    UNREACHED = "unreached", _("没有联系上")


class EmployerAnswer(models.TextChoices):
    """What the employer said on the telephone."""

    ACCEPTED = "accepted", _("同意接收")
    REJECTED = "rejected", _("不要")


class ReceiptResult(models.TextChoices):
    """What the receipt says (回执)."""

    HIRED = "hired", _("录用")
    NOT_HIRED = "not_hired", _("未录用")
    NO_SHOW = "no_show", _("未到")
    ALREADY_FILLED = "filled", _("岗位已满")


class ReceiptReason(models.TextChoices):
    """Why somebody was not hired or did not come, as far as it was said."""

    SKILL = "skill", _("技能不合")
    PAY = "pay", _("报酬没谈拢")
    DISTANCE = "distance", _("路太远")
    TIME = "time", _("时间不合")
    HEALTH = "health", _("身体原因")
    NOT_AS_POSTED = "not_as_posted", _("与发布不一致")
    FOUND_OTHER = "found_other", _("另找到活")
    EMPLOYER_CHANGED = "employer_changed", _("用工方改了主意")
    OTHER = "other", _("其他")


class CloseReason(models.TextChoices):
    """Why a referral was closed without an answer of its own."""

    HIRED_ELSEWHERE = "hired_elsewhere", _("已在别处上岗")
    POSTING_ENDED = "posting_ended", _("岗位已结束")
    DAY_CANCELLED = "day_cancelled", _("当天停工")
    MERGED = "merged", _("记录合并")
    PERSON_LEFT = "person_left", _("本人注销")
    WITHDRAWN = "withdrawn", _("撤回推荐")


class SiteCheck(models.TextChoices):
    """How it was made sure that somebody past the county's age for building sites may go (CR-046)."""

    NOT_BUILDING = "not_building", _("已问雇主：不是施工作业（看护、做饭、保洁等）")
    ALLOWED = "allowed", _("已问雇主和主管部门：本地规定允许")
