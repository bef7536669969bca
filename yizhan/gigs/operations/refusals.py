"""What the operations of the room refuse, each with its sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yizhan.shared.errors import Refused


class OrderCannotMove(Refused):
    """There is no such step from where the order stands now."""

    code = "order_cannot_move"
    sentence = _("订单现在的状态不能走这一步，没有改动。请刷新页面看最新状态。")


class AlreadyOnShift(Refused):
    """The person has a place on the shift."""

    code = "already_on_shift"
    sentence = _("此人已经在这个班次上，没有重复派工。")


class ShiftNotDated(Refused):
    """The shift has no end, lasts for days, or is over: there is nothing to dispatch."""

    code = "shift_not_dated"
    sentence = _(
        "这个班次没有写明结束时间、一段就是好几天，或者已经结束，不能派工。几天的活请按“日工零工”一天一班发布；长期岗位请开介绍信。"
    )


class NotOnOffer(Refused):
    """The posting is not open to people."""

    code = "not_on_offer"
    sentence = _("这个岗位现在没有对外招人（未发布、已到期或用工方未核验），没有派工。请先到岗位页处理。")


class NotSeeking(Refused):
    """The person is not available."""

    code = "not_seeking"
    sentence = _("此人现在不是“待业可派”，没有派工。请先在人员页改求职状态。")


class PayUnclear(Refused):
    """The terms give no pay for one shift."""

    code = "pay_unclear"
    sentence = _("岗位没有写明一个班次的报酬（面议或按周计酬），没有派工。请先在岗位里写明按时、按天、按件或一口价。")


class NotACrew(Refused):
    """No unnamed places are held there."""

    code = "not_a_crew"
    sentence = _("这位班组长名下没有还没登记姓名的名额，没有加人。")


class CrewStands(Refused):
    """A leader cannot go while named members stand behind them."""

    code = "crew_stands"
    sentence = _("这个班组还有登记了姓名的组员。请先逐个处理组员，再取消班组长。")


class UnnamedLeft(Refused):
    """The wage ledger names everybody."""

    code = "unnamed_left"
    sentence = _("班组还有没登记姓名的组员，工资台账必须写到每个人，没有结算。请先登记组员姓名，或退回没来的名额。")


class HireHasOrder(Refused):
    """A hire cannot be undone after work was noted."""

    code = "hire_has_order"
    sentence = _("这次录用已经有考勤、结算或退出记录，不能撤销录用。请在零工订单里处理。")


class AgreementNeeded(Refused):
    """Nobody works without an agreement of both sides."""

    code = "agreement_needed"
    sentence = _("双方还没有都确认约定，不能登记到岗。请先记下双方的确认。")


class TermsMisfit(Refused):
    """New terms of the agreement do not hold together."""

    code = "terms_misfit"
    sentence = _("约定的内容前后不符，没有保存。")


class PaysTooLate(Refused):
    """Later than the law allows (CR-056)."""

    code = "pays_too_late"
    sentence = _("支付日不能早于完工当天；非全日制用工不能晚于完工后 15 日（劳动合同法第七十二条）。没有保存。")


class TimeMisfit(Refused):
    """Times that cannot be."""

    code = "time_misfit"
    sentence = _(
        "签退要晚于签到，签到不能早于开工前 6 小时、不能晚于收工或现在，一个班次不超过 24 小时。这一行没有保存。"
    )


class SignedDifferently(Refused):
    """Another time was noted before; a person decides, never the last one who writes."""

    code = "signed_differently"
    sentence = _("这个人的签到或签退已经登记过另一个时间，没有覆盖。请两边核对后，在订单页里改正。")


class FieldDecided(Refused):
    """There is nothing to decide, or nothing to take."""

    code = "field_decided"
    sentence = _("这条现场记录已经有人决定过，或者没有可改用的时间，没有改动。要补登记请打开订单。")


class HoursMissing(Refused):
    """Both sides must have said how long."""

    code = "hours_missing"
    sentence = _("还没有双方一致的工时或件数，没有结算。请先记下双方的说法；说法不同就先协商。")


class EarlierShiftOpen(Refused):
    """Hours of one employer on one day are counted together, in their order."""

    code = "earlier_shift_open"
    sentence = _(
        "此人当天在同一用工方还有更早的班次没有登记离岗，加班要合起来算，没有结算。请先登记离岗，没去的标为未到。"
    )


class PiecesMissing(Refused):
    """Piece rates need pieces."""

    code = "pieces_missing"
    sentence = _("按件计酬要写件数，没有保存。")


class NothingDue(Refused):
    """A settlement without a line is none (CR-062)."""

    code = "nothing_due"
    sentence = _("算出来没有应发项目，没有结算。请核对工时、件数和单价。")


class DeductionForbidden(Refused):
    """A deduction without a lawful ground."""

    code = "deduction_forbidden"
    sentence = _("这项扣款没有法定依据，没有结算。社会保险费和损失赔偿只有劳动关系才可以扣，赔偿不超过工资的 20%。")


class BelowMinimum(Refused):
    """After damage is made good, less than the minimum wage is left."""

    code = "below_minimum"
    sentence = _("扣除损失赔偿后低于当地最低工资，没有结算（工资支付暂行规定第十六条）。请减少扣款。")


class DeductedTooMuch(Refused):
    """More is taken off than is due."""

    code = "deducted_too_much"
    sentence = _("扣款超过了应发，没有结算。请核对扣款。")


class PaidInGoods(Refused):
    """Goods and vouchers are no wage (CR-058)."""

    code = "paid_in_goods"
    sentence = _(
        "工资须以货币支付给本人，不能用实物、有价证券或欠条抵（保障农民工工资支付条例第十一条）。没有记为已付。"
    )


class PayeeIsAnother(Refused):
    """Pay must reach the worker (CR-060)."""

    code = "payee_is_another"
    sentence = _("工资须支付给农民工本人或本人的账户，没有记为已付。付给了别人的，请先核实，让用工方付给本人。")


class ProofMissing(Refused):
    """A payment without proof is none (CR-062)."""

    code = "proof_missing"
    sentence = _("支付要有本人确认、本人签字或凭证号；现金要本人签字或本人确认。没有记为已付。")


class PaidTooMuch(Refused):
    """More than is owed."""

    code = "paid_too_much"
    sentence = _("金额要大于 0，不能超过还欠的数，日期不能晚于今天。没有记为已付，请核对。")


class SaidMisfit(Refused):
    """The employer says more than is due, or a day before the work or after today."""

    code = "said_misfit"
    sentence = _("金额要大于 0，不能超过该付的数；日期不能早于上工那天，不能晚于今天。没有保存，请核对。")
    status = 422


class SiteCodeWrong(Refused):
    """Not the code of the meeting point of this shift."""

    code = "site_code_wrong"
    sentence = _("签到码不对，没有登记。请扫集合地点张贴的签到码，或请领队、驿站代为登记。")
    status = 422


class TermsMoved(Refused):
    """Another version of the terms holds by now."""

    code = "terms_moved"
    sentence = _("约定刚刚改过，您还没有看到新的一版，没有记为同意。请看清新的约定再确认。")


class PayNotDue(Refused):
    """The day on which pay was promised is not over."""

    code = "pay_not_due"
    sentence = _("约定的支付日还没有过，没有登记。过了那天还没收到，驿站会先看到；也可以到时再点。")


class EntryStruck(Refused):
    """It was struck out before, or is itself a counter-entry."""

    code = "entry_struck"
    sentence = _("这一笔已经冲销过，或者本身就是冲销，没有再冲。")


class PaymentStands(Refused):
    """A settlement with a payment cannot be struck out before the payment is."""

    code = "payment_stands"
    sentence = _("这张结算已经有支付记录。要改结算，请先冲销支付。")


def sentence_of(code: str) -> str:
    """Return the sentence of a refusal of this room by its code; another room's is said in general."""
    kinds = {kind.code: kind for kind in Refused.__subclasses__() if kind.__module__ == __name__}
    return str(kinds.get(code, Refused).sentence)
