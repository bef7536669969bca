"""Words of the room: the life of an order (domain 6.4), attendance, lines of pay, entries of the wage ledger."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderState(models.TextChoices):
    """Where a worker's order for one shift stands."""

    PROMISED = "promised", _("待确认")
    AGREED = "agreed", _("已约定")
    AT_WORK = "at_work", _("已到岗")
    HOURS = "hours", _("待确认工时")
    DISPUTED = "disputed", _("工时有争议")
    TO_PAY = "to_pay", _("待支付")
    PAID = "paid", _("已支付")
    NO_SHOW = "no_show", _("未到")
    CANCELLED = "cancelled", _("已取消")


_S = OrderState
#: state -> states it may go to; absent = final.
MOVES: dict[OrderState, frozenset[OrderState]] = {
    _S.PROMISED: frozenset({_S.AGREED, _S.CANCELLED}),
    # Back to promised: the terms were changed and both sides have to agree anew.
    _S.AGREED: frozenset({_S.AT_WORK, _S.PROMISED, _S.NO_SHOW, _S.CANCELLED}),
    # Back to agreed: signed in by mistake.
    _S.AT_WORK: frozenset({_S.HOURS, _S.AGREED}),
    _S.HOURS: frozenset({_S.DISPUTED, _S.TO_PAY}),
    _S.DISPUTED: frozenset({_S.HOURS}),
    # Back to hours: the settlement was struck out by a counter-entry.
    _S.TO_PAY: frozenset({_S.PAID, _S.HOURS}),
    # Back to pay: a payment was struck out by a counter-entry.
    _S.PAID: frozenset({_S.TO_PAY}),
}
ALL_STATES = frozenset(OrderState)
#: Nobody works on such an order and nobody is paid for it.
ENDED = frozenset({_S.NO_SHOW, _S.CANCELLED})
#: A place of the shift is kept for the person.
STANDING = ALL_STATES - ENDED
#: Nobody has come yet.
AHEAD = frozenset({_S.PROMISED, _S.AGREED})
#: Work has been done and no final word was said about its pay.
UNPAID = frozenset({_S.AT_WORK, _S.HOURS, _S.DISPUTED, _S.TO_PAY})
#: Work was done: pay is or was to come.
PAYABLE = UNPAID | {_S.PAID}


class Role(models.TextChoices):
    """What somebody is on the shift."""

    WORKER = "worker", _("工人")
    LEADER = "leader", _("班组长")


class Side(models.TextChoices):
    """Who says something about the work."""

    WORKER = "worker", _("工人")
    EMPLOYER = "employer", _("用工方")


class EndReason(models.TextChoices):
    """Why an order ended before work was done."""

    WORKER_DROPPED = "worker_dropped", _("本人不去了")
    WORKER_UNREACHED = "worker_unreached", _("联系不上本人")
    WORKER_NO_SHOW = "worker_no_show", _("本人未到")
    EMPLOYER_CANCELLED = "employer_off", _("用工方取消")
    EMPLOYER_NO_SHOW = "employer_no_show", _("用工方失约，到场没有活")
    DAY_CANCELLED = "day_cancelled", _("当天停工")
    HIRE_UNDONE = "hire_undone", _("录用登记已撤销")
    ENTERED_WRONGLY = "wrong", _("登记有误")
    MERGED = "merged", _("记录合并")
    PERSON_LEFT = "person_left", _("本人注销")


NO_SHOW_REASONS = frozenset({EndReason.WORKER_NO_SHOW, EndReason.EMPLOYER_NO_SHOW})
#: The worker will not be there, and somebody else may stand in the place.
GIVEN_UP = (EndReason.WORKER_DROPPED, EndReason.WORKER_UNREACHED, EndReason.WORKER_NO_SHOW)
#: What staff may give at the desk for somebody who will not go.
CANCEL_REASONS = (
    EndReason.WORKER_DROPPED,
    EndReason.WORKER_UNREACHED,
    EndReason.EMPLOYER_CANCELLED,
    EndReason.ENTERED_WRONGLY,
)


class CallResult(models.TextChoices):
    """What came of a call before work."""

    WILL_COME = "yes", _("会来")
    NO_ANSWER = "no_answer", _("未接")
    WILL_NOT_COME = "no", _("不来")


class OverrideReason(models.TextChoices):
    """Why time is promised although it overlaps another promise; either can then be given up by itself."""

    HALF_AND_HALF = "half", _("两边商量好，各干一段")
    OTHER_ENDING = "other_ending", _("另一份马上取消")
    SAME_EMPLOYER = "same_employer", _("同一用工方，同时照看")


class AgreedBy(models.TextChoices):
    """How a side agreed to the written terms."""

    COUNTER = "counter", _("窗口当面")
    PHONE = "phone", _("电话")
    PAPER = "paper", _("纸质签字")
    OWN_PHONE = "own_phone", _("本人手机")


class PremiumPayer(models.TextChoices):
    """Who pays for the insurance; never the worker (工伤保险条例 art. 10)."""

    EMPLOYER = "employer", _("用工方")
    GOVERNMENT = "government", _("政府或工会")


class SignMethod(models.TextChoices):
    """How somebody's coming and going was noted."""

    ROSTER = "roster", _("花名册签字")
    QR = "qr", _("扫码")
    PHONE = "phone", _("电话代录")
    FOREMAN = "foreman", _("班组长代录")
    FIELD = "field", _("现场离线登记")
    OWN_PHONE = "own", _("本人手机")


#: What staff may say; from the field a device alone speaks, and from their own phone the workers themselves.
BY_HAND = (SignMethod.ROSTER, SignMethod.QR, SignMethod.PHONE, SignMethod.FOREMAN)


class CorrectionReason(models.TextChoices):
    """Why what was noted of somebody's coming and going was put right; both versions are kept."""

    MISREAD = "misread", _("录入时看错")
    WRONG_PERSON = "person", _("登记到别人名下")
    BOTH_SAID = "both", _("双方核对后改正")
    FIELD = "field", _("与现场离线登记核对")


class FieldWhat(models.TextChoices):
    """What a note from the field says."""

    CAME = "in", _("到了")
    WENT = "out", _("走了")


class FieldOutcome(models.TextChoices):
    """What became of a note from the field; the last two wait for a person."""

    ENTERED = "entered", _("已登记")
    SAME = "same", _("和已登记的一样")
    CONFLICT = "conflict", _("和已登记的不一致")
    REFUSED = "refused", _("不能登记")


FIELD_OPEN = frozenset({FieldOutcome.CONFLICT, FieldOutcome.REFUSED})


class FieldDecision(models.TextChoices):
    """What a person decided about a note that could not be entered."""

    KEPT = "kept", _("保留已登记的")
    TAKEN = "taken", _("改用现场的")


class LineKind(models.TextChoices):
    """One item of a settlement: what is due, or what is taken off it."""

    BASE = "base", _("基本报酬")
    OVERTIME = "overtime", _("延时加班")
    REST_DAY = "rest_day", _("休息日加班")
    HOLIDAY = "holiday", _("法定节假日加班")
    ALLOWANCE = "allowance", _("补贴津贴")
    DEDUCTION = "deduction", _("扣款")


GROSS_KINDS = frozenset(LineKind) - {LineKind.DEDUCTION}


class DeductionGround(models.TextChoices):
    """The only grounds on which pay may be taken off (工资支付暂行规定 art. 15 and 16)."""

    TAX = "tax", _("代扣个人所得税")
    SOCIAL = "social", _("代扣本人应缴社会保险费")
    COURT = "court", _("法院判决、裁定要求代扣")
    LAW = "law", _("法律、法规规定可以扣除")
    DAMAGE = "damage", _("本人原因造成损失的赔偿（有约定，不超过20%）")
    ADVANCE = "advance", _("已预支的报酬（有本人签字）")


#: Only where there is a labour relation.
LABOUR_GROUNDS = frozenset({DeductionGround.SOCIAL, DeductionGround.DAMAGE})


class EntryKind(models.TextChoices):
    """What an entry of the wage ledger says."""

    WAGE = "wage", _("应付")
    PAYMENT = "payment", _("支付")


class PayMethod(models.TextChoices):
    """How the worker was paid. Goods and vouchers are no way of paying (保障农民工工资支付条例 art. 11, CR-058)."""

    CASH = "cash", _("现金")
    BANK = "bank", _("银行转账（本人账户）")
    MOBILE = "mobile", _("微信或支付宝（本人账户）")
    UNSTATED = "unstated", _("本人确认已收到，方式未说")


#: How somebody can say that they paid; that the way is not known can only be said by whoever was paid.
HANDED_OVER = (PayMethod.CASH, PayMethod.BANK, PayMethod.MOBILE)


class Proof(models.TextChoices):
    """By what a payment is known."""

    WORKER_SAID = "worker", _("本人确认")
    SIGNATURE = "signature", _("本人签字")
    VOUCHER = "voucher", _("银行或支付凭证")


class CounterReason(models.TextChoices):
    """Why an entry of the ledger was struck out."""

    HOURS_CORRECTED = "hours", _("工时或件数改正")
    PAY_CORRECTED = "pay", _("单价或项目改正")
    ENTERED_WRONGLY = "wrong", _("登记有误")
    NOT_RECEIVED = "not_received", _("本人说没有收到")


class WarningLevel(models.TextChoices):
    """How far pay is late; derived from days at the moment of reading."""

    AT_RISK = "risk", _("同一用工方有欠付")
    LATE = "late", _("到期未确认支付")
    ESCALATED = "escalated", _("已上报县级")
