"""What can stand in the way of a referral."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yizhan.shared.errors import Refused


class ReferralCannotMove(Refused):
    """There is no such step from where the referral stands now."""

    code = "referral_cannot_move"
    sentence = _("这条推荐现在的状态不能这样改，没有改动。请刷新页面看最新状态。")


class AgeUnproven(Refused):
    """The date of birth rests on no document (CR-040; 禁止使用童工规定 art. 4: check before introducing)."""

    code = "age_unproven"
    sentence = _("此人的年龄还没有凭证件核实，暂不能介绍，没有推荐。请先核对证件并登记出生日期。")


class UnderAge(Refused):
    """Under 16 on the first day of work (CR-040; 禁止使用童工规定 art. 2, 4)."""

    code = "under_age"
    sentence = _("未满16周岁不得介绍就业，没有推荐。")


class BarredForMinors(Refused):
    """16 or 17 and the work is barred (CR-041; 劳动法 art. 64)."""

    code = "barred_for_minors"
    sentence = _("未成年人不得从事该岗位（有未成年工禁忌的危害或夜班），没有推荐。请换一个岗位。")


class CertificateMissing(Refused):
    """The posting demands a certificate that the person has not shown or that has run out (CR-044)."""

    code = "certificate_missing"
    sentence = _("该岗位须持有效证书，此人没有登记有效的证书，没有推荐。有证的请先登记证书。")


class SiteAgeUnchecked(Refused):
    """Past the county's age for building sites, and nobody has said that it is no building work (CR-046)."""

    code = "site_age_unchecked"
    sentence = _(
        "本地对工地用工年龄有限制，请确认岗位不属于施工作业：先问清雇主，在推荐页选好核实结果再开介绍信。没有开出。"
    )
    status = 422


class ConsentUnasked(Refused):
    """Nobody has written down that the person may be named to this employer (CR-084; PIPL art. 23)."""

    code = "consent_unasked"
    sentence = _(
        "没有本人同意向用工方提供姓名和联系方式的记录，介绍信没有开出，填的内容都在。"
        "请告诉本人接收方是谁，本人同意就勾选“本人同意”再开。"
    )
    status = 422


class NotOnOffer(Refused):
    """The posting is not live now: not published, run out, full, or its employer not verified."""

    code = "not_on_offer"
    sentence = _("该岗位现在不在招人（未发布、已过期、已招满或雇主核验到期），没有推荐。请换一个岗位。")


class TooFewPlaces(Refused):
    """A crew is larger than what is left."""

    code = "too_few_places"
    sentence = _("剩下的名额不够这几个人一起去，没有推荐。可以减少人数，或换一个岗位。")


class AlreadyReferred(Refused):
    """The person has been sent there and nothing final has been said."""

    code = "already_referred"
    sentence = _("此人已经推荐到这个班次，还没有结果，没有重复推荐。")


class NotAvailable(Refused):
    """The person does not look for work now."""

    code = "not_available"
    sentence = _("此人现在不是“待业可派”，没有推荐。请先在求职记录里改为待业。")


class NothingToUndo(Refused):
    """No step, or the step is not the clerk's own and not of today."""

    code = "nothing_to_undo"
    sentence = _("没有可以撤销的步骤：只能撤销当天的最后一步，别人的步骤请站长撤销。")


class CannotReopen(Refused):
    """The step cannot be taken back because the world went on."""

    code = "cannot_reopen"
    sentence = _("这一步不能撤销：同一班次已有新的推荐，或回访已经完成。记录没有改变。")


class NotRegistered(Refused):
    """Somebody without a wish on record applies."""

    code = "not_registered"
    sentence = _("您还没有登记求职，这次没有报上名。请到驿站登记一次，或打电话给驿站，以后就能直接报名。")


class NoLongerOffered(Refused):
    """The posting closed while it was read."""

    code = "no_longer_offered"
    sentence = _("这个活刚刚停止招人，没有报名。请看看别的活。")


class AlreadyApplied(Refused):
    """One application a person and posting."""

    code = "already_applied"
    sentence = _("这个活您已经报过名，没有重复。进展在“我的”里看。")


class AlreadyOnTheWay(AlreadyApplied):
    """The desk sent them there, and that has not ended."""

    code = "already_on_the_way"
    sentence = _("驿站已经把您推荐到这个活，还没有结果，不用再报名。问进展请打电话给驿站。")


class ApplicationSettled(Refused):
    """It was answered or withdrawn meanwhile."""

    code = "application_settled"
    sentence = _("这个报名已经有了结果，没有改动。请看最新情况。")


class HandoverTaken(Refused):
    """Somebody has taken over already."""

    code = "handover_taken"
    sentence = _("这次交班已经有人接了，没有重复接班。")


class NotYetStarted(Refused):
    """An arrival in the future."""

    code = "not_yet_started"
    sentence = _("到岗日期不能晚于今天，没有保存。请改到岗日期，或留空。")
