"""Words of the room (domain 4 and 6.5)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseKind(models.TextChoices):
    """What went wrong."""

    ARREARS = "arrears", _("欠薪")
    FEE = "fee", _("被收费")
    DOCUMENT = "document", _("证件被扣")
    INJURY = "injury", _("受伤")
    DISCRIMINATION = "discrimination", _("受歧视")
    NO_CONTRACT = "no_contract", _("没有签合同")
    OTHER = "other", _("其他")


class Relation(models.TextChoices):
    """How the person stood to whoever had the work; it decides which ways are open."""

    LABOUR = "labour", _("劳动关系（有单位管理，按月或按时发工资）")
    SERVICE = "service", _("零工、劳务（干一次结一次，或给个人干）")
    PLATFORM = "platform", _("平台接单（送餐、跑腿、拉货、网约车）")
    UNKNOWN = "unknown", _("说不准")


class Channel(models.TextChoices):
    """Who can be turned to."""

    MEDIATION = "mediation", _("调解")
    INSPECTION = "inspection", _("劳动保障监察")
    ARBITRATION = "arbitration", _("劳动仲裁")
    PAYMENT_ORDER = "payment_order", _("支付令")
    COURT = "court", _("法院起诉")
    LEGAL_AID = "legal_aid", _("法律援助 12348")
    UNION = "union", _("工会 12351")
    POLICE = "police", _("公安")
    RECOGNITION = "recognition", _("工伤认定")
    PLATFORM = "platform", _("平台职业伤害保障")
    INSURANCE = "insurance", _("意外保险理赔")


class Event(models.TextChoices):
    """What a limit is counted from."""

    HAPPENED = "happened", _("事情发生")
    KNOWN = "known", _("知道权利受侵害")
    ENDED = "ended", _("关系或侵害终了")
    FILED = "filed", _("递交")
    ACCEPTED = "accepted", _("受理")
    DECIDED = "decided", _("作出决定")
    SERVED = "served", _("收到决定书")
    PERFORM_BY = "perform_by", _("履行期限届满")


class Who(models.TextChoices):
    """Who has to keep a limit."""

    PERSON = "person", _("本人")
    EMPLOYER = "employer", _("用工方")
    AUTHORITY = "authority", _("办案机关")


class InterestBasis(models.TextChoices):
    """On what ground interest is asked."""

    NONE = "none", _("不算利息")
    AGREED = "agreed", _("欠条或合同写明了利率")
    AWARD = "award", _("裁决、判决、调解书已生效，过了履行期")
    LATE_SERVICE = "late", _("劳务报酬逾期，按一年期 LPR 主张")


class CaseState(models.TextChoices):
    """Where a case stands. That a limit is near or over is derived, not stored."""

    OPEN = "open", _("已登记")
    RUNNING = "running", _("办理中")
    CLOSED = "closed", _("已结案")


MOVES: dict[CaseState, frozenset[CaseState]] = {
    CaseState.OPEN: frozenset({CaseState.RUNNING, CaseState.CLOSED}),
    CaseState.RUNNING: frozenset({CaseState.CLOSED}),
    # What was promised at the end is not always kept.
    CaseState.CLOSED: frozenset({CaseState.RUNNING}),
}


class Outcome(models.TextChoices):
    """What came of it."""

    PAID_FULL = "paid_full", _("全额拿到")
    PAID_PART = "paid_part", _("拿到一部分")
    RETURNED = "returned", _("退还了费用或证件")
    RECOGNISED = "recognised", _("认定了伤害或得到赔付")
    AGREED = "agreed", _("双方谈妥")
    REJECTED = "rejected", _("没有得到支持")
    WITHDRAWN = "withdrawn", _("本人不再追究")
    HANDED_ON = "handed_on", _("由别的机构继续办")


class StepKind(models.TextChoices):
    """What a line of a case's course is about."""

    OPENED = "opened", _("开案")
    TOLD = "told", _("已告知渠道和时限")
    FOLLOWED = "followed", _("跟进")
    CLAIMED = "claimed", _("向对方讨要（有凭据）")
    PROMISED = "promised", _("对方答应履行（有凭据）")
    CHANNEL = "channel", _("登记办理日期")
    HANDED = "handed", _("移交经办")
    CLOSED = "closed", _("结案")
    REOPENED = "reopened", _("重新办理")
    MENDED = "mended", _("补充或更正案情")
    STILL = "still", _("登记时效中止")
    EVIDENCE = "evidence", _("存入证据")
    REMOVED = "removed", _("销毁证据")
    PRINTED = "printed", _("打印交给本人")


#: What a person notes by hand; the others come from acts of their own.
BY_HAND = (StepKind.TOLD, StepKind.FOLLOWED, StepKind.CLAIMED, StepKind.PROMISED)
#: These start a limit anew (时效中断).
INTERRUPTS = frozenset({StepKind.CLAIMED, StepKind.PROMISED})


class SourceKind(models.TextChoices):
    """From what a case was opened, where it was not told at the counter."""

    FOLLOWUP = "followup", _("回访")
    LATE_PAY = "late_pay", _("报酬预警")


class HandReason(models.TextChoices):
    """Why a case goes to another desk."""

    ABSENT = "absent", _("原经办人休假或离岗")
    EXPERT = "expert", _("需要熟悉这类事的人")
    CONFLICT = "conflict", _("原经办人与用工方有利害关系")
    ASKED = "asked", _("本人要求换人")
    NOBODY = "nobody", _("办理的人都已离开，站长指派")


class RemoveReason(models.TextChoices):
    """Why evidence was destroyed."""

    DUPLICATE = "duplicate", _("重复")
    WRONG_CASE = "wrong_case", _("传错了案件")
    ASKED = "asked", _("本人要求销毁")
    OTHERS = "others", _("拍到了无关的人")
    LAPSED = "lapsed", _("结案满三年，到期销毁")
    ANONYMISED = "anonymised", _("本人信息已匿名")


#: What a person may choose; the others come by themselves.
REMOVED_BY_HAND = (RemoveReason.DUPLICATE, RemoveReason.WRONG_CASE, RemoveReason.ASKED, RemoveReason.OTHERS)


class StillGround(models.TextChoices):
    """Why time stands still (仲裁法 27, third paragraph; 民法典 194)."""

    FORCE = "force", _("不可抗力（洪水、疫情封控等）")
    SICK = "sick", _("重伤、重病，不能自己办理")
    HELD = "held", _("人身受控制，出不来")
    NO_GUARDIAN = "no_guardian", _("没有行为能力，又没有法定代理人")
    OTHER = "other", _("其他正当理由")
