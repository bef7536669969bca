"""Words of the room: kinds of employers, how they were verified, what they did."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class EmployerKind(models.TextChoices):
    """What sort of employer it is (人社 aab019)."""

    COMPANY = "company", _("企业")
    SOLE_TRADER = "sole_trader", _("个体工商户")
    INSTITUTION = "institution", _("事业单位或社会团体")
    VILLAGE = "village", _("村（社区）或集体经济组织")
    HOUSEHOLD = "household", _("个人雇主（家庭）")
    AGENCY = "agency", _("人力资源服务机构、劳务派遣单位")


class VerifyState(models.TextChoices):
    """How real-name verification ended last time; that it ran out is derived from `reverify_on`."""

    UNVERIFIED = "unverified", _("未核验")
    VERIFIED = "verified", _("已核验")
    REFUSED = "refused", _("核验未通过")


class VerifyBasis(models.TextChoices):
    """What the member of staff had in hand."""

    LICENCE_ORIGINAL = "licence_original", _("证照原件")
    LICENCE_COPY = "licence_copy", _("加盖公章的证照复印件")
    LICENCE_ELECTRONIC = "licence_electronic", _("电子营业执照")
    VISIT = "visit", _("上门查看证照")
    LICENCE_UPLOAD = "licence_upload", _("上传的证照图片或 PDF")
    ID_AND_CALL_BACK = "id_and_call_back", _("身份证件并电话回拨")


#: A household shows an ID card and answers a call; everybody else shows a licence or certificate.
HOUSEHOLD_BASES = frozenset({VerifyBasis.ID_AND_CALL_BACK})
UNIT_BASES = frozenset(VerifyBasis) - HOUSEHOLD_BASES
#: Chosen by hand at the desk; an upload is decided where it is looked at.
DESK_BASES = frozenset(VerifyBasis) - {VerifyBasis.LICENCE_UPLOAD}


class VerifyOutcome(models.TextChoices):
    """What came of one verification."""

    VERIFIED = "verified", _("通过")
    REFUSED = "refused", _("未通过")


class RefusalReason(models.TextChoices):
    """Why a verification was refused."""

    NAME_DIFFERS = "name_differs", _("名称与证照不一致")
    CODE_DIFFERS = "code_differs", _("统一社会信用代码与证照不一致")
    LICENCE_ENDED = "licence_ended", _("证照已注销、吊销或过期")
    NOT_REACHED = "not_reached", _("回拨电话未接通")
    NO_DOCUMENT = "no_document", _("未出示证照或证件")
    NO_PERMIT = "no_permit", _("没有有效的人力资源服务许可证")


class WageGuarantee(models.TextChoices):
    """How the wage is secured."""

    NONE = "none", _("无")
    ACCOUNT = "account", _("工资专户")
    DEPOSIT = "deposit", _("工资保证金")
    ESCROW = "escrow", _("预存托管")


class Industry(models.TextChoices):
    """Sections of GB/T 4754-2017."""

    A = "A", _("农、林、牧、渔业")
    B = "B", _("采矿业")
    C = "C", _("制造业")
    D = "D", _("电力、热力、燃气及水生产和供应业")
    E = "E", _("建筑业")
    F = "F", _("批发和零售业")
    G = "G", _("交通运输、仓储和邮政业")
    H = "H", _("住宿和餐饮业")
    I = "I", _("信息传输、软件和信息技术服务业")  # noqa: E741 - the letter of the standard
    J = "J", _("金融业")
    K = "K", _("房地产业")
    L = "L", _("租赁和商务服务业")
    M = "M", _("科学研究和技术服务业")
    N = "N", _("水利、环境和公共设施管理业")
    O = "O", _("居民服务、修理和其他服务业")  # noqa: E741 - the letter of the standard
    P = "P", _("教育")
    Q = "Q", _("卫生和社会工作")
    R = "R", _("文化、体育和娱乐业")
    S = "S", _("公共管理、社会保障和社会组织")
    T = "T", _("国际组织")


class ConductKind(models.TextChoices):
    """A fact about what an employer did, reported by a worker or seen by staff."""

    FEE_CHARGED = "fee_charged", _("向劳动者收费")
    DOCUMENT_KEPT = "document_kept", _("扣押证件")
    INJURY = "injury", _("有人受伤")
    UNDERPAID = "underpaid", _("没有足额付报酬")
    PAID_LATE = "paid_late", _("没有按时付报酬")
    NOT_AS_POSTED = "not_as_posted", _("与招聘信息不符")
    NO_SHOW_EMPLOYER = "no_show_employer", _("雇主失约")
    HIRED = "hired", _("有人去上工")
    AS_POSTED = "as_posted", _("与招聘信息相符")
    PAID_ON_TIME = "paid_on_time", _("按时足额付了报酬")


#: Facts that speak against nobody.
GOOD = frozenset({ConductKind.HIRED, ConductKind.AS_POSTED, ConductKind.PAID_ON_TIME})


#: One such fact is enough to have the employer looked at by a person (domain §2.7).
REVIEW_AT_ONCE = frozenset(
    {ConductKind.FEE_CHARGED, ConductKind.DOCUMENT_KEPT, ConductKind.INJURY, ConductKind.UNDERPAID}
)
#: Two of the same within 30 days are (CR-073).
REVIEW_AT_SECOND = frozenset({ConductKind.NOT_AS_POSTED, ConductKind.PAID_LATE, ConductKind.NO_SHOW_EMPLOYER})
#: The second of these in 30 days also sends the employer's postings back to a reviewer (CR-073).
RECHECKS = frozenset({ConductKind.NOT_AS_POSTED})
#: One of these, verified, suspends (CR-074): missing pay (劳动法 art. 50), a kept document (劳动合同法 art. 9).
SUSPENDS = frozenset({ConductKind.UNDERPAID, ConductKind.DOCUMENT_KEPT})


class ClearReason(models.TextChoices):
    """How a mark for review was settled."""

    UNFOUNDED = "unfounded", _("已核实，情况不属实")
    MENDED = "mended", _("已核实，雇主已改正")
    HANDED_OVER = "handed_over", _("已转有关部门处理")


class VerifiedHow(models.TextChoices):
    """On what it rests that a reported fact is true."""

    BOTH_SIDES = "both_sides", _("向双方电话或当面核实")
    PAY_RECORD = "pay_record", _("查看转账、工资条或台账")
    PAPERS = "papers", _("查看证件、协议等材料")
    VISIT = "visit", _("到现场查看")
    AUTHORITY = "authority", _("有关部门认定")


class ToldBy(models.TextChoices):
    """How an employer was told that answers are owed."""

    PHONE = "phone", _("电话告知")
    COUNTER = "counter", _("当面告知")
    MESSAGE = "message", _("微信或短信告知")
    PAPER = "paper", _("送达书面提醒")


class MeasureKind(models.TextChoices):
    """What the product does by itself about an employer."""

    RECHECK = "recheck", _("岗位转人工审核")
    SUSPENDED = "suspended", _("暂停发布")


#: The rule by which each is taken.
RULE_OF: dict[MeasureKind, str] = {MeasureKind.RECHECK: "CR-073", MeasureKind.SUSPENDED: "CR-074"}


#: Why each is taken, in plain words for the employer.
RULE_WORDS: dict[str, StrOrPromise] = {
    "CR-073": _("近 30 天内有两次以上回访反映“%(fact)s”，所以正在招的岗位先停下，由审核员重新核实。"),
    "CR-074": _("经站内查实“%(fact)s”，所以暂停发布招聘（劳动法第五十条、劳动合同法第九条）。"),
}


class EndOfMeasure(models.TextChoices):
    """Why a measure ended: as a mark is settled, or by appeal."""

    UNFOUNDED = "unfounded", _("已核实，情况不属实")
    MENDED = "mended", _("已核实，雇主已改正")
    HANDED_OVER = "handed_over", _("已转有关部门处理")
    APPEAL = "appeal", _("申诉成立")


class MemberRole(models.TextChoices):
    """What an agent with a sign-in may do for the employer, beside posting and answering."""

    OWNER = "owner", _("负责人")
    MEMBER = "member", _("成员")


class SignUpState(models.TextChoices):
    """Where the request of somebody who wants to use the console stands."""

    WAITING = "waiting", _("待核实")
    TAKEN = "taken", _("已登记，待核验")
    ADMITTED = "admitted", _("已开通")
    REFUSED = "refused", _("未通过")


class PermitKind(models.TextChoices):
    """By which permit an agency works (人力资源市场暂行条例 art. 18; for 劳务派遣 the articles are 待核实)."""

    HR = "hr", _("人力资源服务许可证")
    DISPATCH = "dispatch", _("劳务派遣经营许可证")


class PaperKind(models.TextChoices):
    """What an employer uploads to be verified by."""

    LICENCE = "licence", _("营业执照（登记证书）")
    HR = "hr", _("人力资源服务许可证")
    DISPATCH = "dispatch", _("劳务派遣经营许可证")


class PaperState(models.TextChoices):
    """Where an uploaded paper stands."""

    WAITING = "waiting", _("等驿站看")
    ACCEPTED = "accepted", _("已凭它核验")
    SENT_BACK = "sent_back", _("退回重传")
    REFUSED = "refused", _("未通过")


class SendBackReason(models.TextChoices):
    """Why a paper is to be uploaded once more."""

    UNREADABLE = "unreadable", _("看不清")
    CUT_OFF = "cut_off", _("没有拍全")
    WRONG_PAPER = "wrong_paper", _("不是这种证照")
    NAME_DIFFERS = "name_differs", _("名称和填的不一致")
    CODE_DIFFERS = "code_differs", _("代码或证号和填的不一致")
    ENDED = "ended", _("证照已过有效期")


#: The same, as it is said to the employer: what was wrong and what to do.
SEND_BACK_WORDS: dict[str, StrOrPromise] = {
    SendBackReason.UNREADABLE: _("图片看不清。请在亮处把证照放平，重新拍一张。"),
    SendBackReason.CUT_OFF: _("证照没有拍全。请把四个角、印章和有效期都拍进来。"),
    SendBackReason.WRONG_PAPER: _("传的不是这种证照。请换成要的那一种。"),
    SendBackReason.NAME_DIFFERS: _("证照上的名称和您填的不一样。请传本单位的证照；填错了的，请打电话给驿站。"),
    SendBackReason.CODE_DIFFERS: _("证照上的代码或证号和您填的不一样。请核对；填错了的，请打电话给驿站。"),
    SendBackReason.ENDED: _("证照已经过了有效期。请换了新证再传。"),
}
