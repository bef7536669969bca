"""What people are told about what happens in the rooms below. Offices give each a template code of their carrier."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yizhan.shared.notifications.enums import Purpose
from yizhan.shared.notifications.texts import MessageText, register_text

LETTER = MessageText(
    "referrals.letter",
    Purpose.REFERRAL,
    _("介绍信已开"),
    _("介绍信 %(number)s 已开：%(when)s 到 %(where)s，%(work)s。请带身份证和介绍信。"),
    ("number", "when", "where", "work"),
    called=False,  # whoever gets a letter stands at the counter or is on the telephone
)
RECEIPT = MessageText(
    "referrals.receipt",
    Purpose.EMPLOYER,
    _("请答复录用结果"),
    _("驿站介绍了人到您处：%(when)s，%(work)s。请答复每个人是否录用：%(answer)s。"),
    ("when", "work", "answer"),
)
RECEIPT_UNDONE = MessageText(
    "referrals.undone",
    Purpose.REFERRAL,
    _("结果登记有误"),
    _("介绍信 %(number)s 的结果“%(result)s”登记有误，已经撤回，请等驿站的新结果。驿站电话：%(phone)s。"),
    ("number", "result", "phone"),
    called=False,  # whoever took it back has the letter in hand
)
AGREED = MessageText(
    "gigs.agreed",
    Purpose.SHIFT,
    _("班次已约定"),
    _("已约定：%(when)s 到 %(where)s，%(work)s。去不了请尽早告诉驿站：%(phone)s。"),
    ("when", "where", "work", "phone"),
    called=False,  # both sides have just said yes
)
CHANGED = MessageText(
    "gigs.changed",
    Purpose.SHIFT,
    _("班次有变动"),
    _("%(when)s %(work)s 的约定有变动，集合地点 %(where)s，请与驿站确认：%(phone)s。"),
    ("when", "work", "where", "phone"),
)
CANCELLED = MessageText(
    "gigs.cancelled",
    Purpose.SHIFT,
    _("班次取消"),
    _("%(when)s 到 %(where)s 的活取消了：%(work)s。请不要前往。驿站电话：%(phone)s。"),
    ("when", "where", "work", "phone"),
)
PAY_DAY = MessageText(
    "gigs.pay_day",
    Purpose.PAY,
    _("约定的支付日已过"),
    _("您 %(day)s 的活约定 %(pay_day)s 付清工资，还没有支付确认。没收到请联系驿站：%(phone)s。"),
    ("day", "pay_day", "phone"),
    called=False,  # late pay has a list of its own
)
PAY_ASKED = MessageText(
    "gigs.pay_asked",
    Purpose.PAY,
    _("已催问工资"),
    _("驿站已向用工方催问您约定 %(pay_day)s 付清的工资。收到或没收到都请告诉驿站：%(phone)s。"),
    ("pay_day", "phone"),
    called=False,
)
#: No amount: a telephone may be shared.
PAY_SAID = MessageText(
    "gigs.pay_said",
    Purpose.PAY,
    _("用工方说已付工资"),
    _("用工方说 %(paid_on)s 付了您 %(day)s 的工资，您还没有确认。收到或没收到都请告诉驿站：%(phone)s。"),
    ("day", "paid_on", "phone"),
    called=False,
)
APPEAL = MessageText(
    "appeals.answered",
    Purpose.APPEAL,
    _("申诉有答复"),
    _("您 %(day)s 提出的申诉已有答复：%(outcome)s。请到驿站取书面答复，或打电话：%(phone)s。"),
    ("day", "outcome", "phone"),
)
#: Said by `portals.worker.saved`, once a day about all searches of a person.
MATCH = MessageText(
    "match.found",
    Purpose.MATCH,
    _("有合适的新活"),
    _("您保存的查找有 %(count)s 个新活：%(work)s。不想再收，请告诉驿站，或在“保存的查找”里停止。"),
    ("count", "work"),
    called=False,
)

PAPERS_GOOD = MessageText(
    "employers.papers_good",
    Purpose.EMPLOYER,
    _("证照核验通过"),
    _("您上传的证照已核验通过。还没有账号的，驿站会打电话给您开通。驿站电话：%(phone)s。"),
    ("phone",),
)
PAPERS_BACK = MessageText(
    "employers.papers_back",
    Purpose.EMPLOYER,
    _("证照退回重传"),
    _("您上传的证照请重传：%(what)s驿站电话：%(phone)s。"),
    ("what", "phone"),
)
PAPERS_REFUSED = MessageText(
    "employers.papers_refused",
    Purpose.EMPLOYER,
    _("核验未通过"),
    _("用工方核验没有通过：%(what)s。有疑问请联系驿站：%(phone)s。"),
    ("what", "phone"),
)

#: Why, and that one may appeal, in words that a carrier's template takes whole; the notice itself is on paper.
MEASURE = MessageText(
    "employers.measure",
    Purpose.EMPLOYER,
    _("单位被暂停或转审核"),
    _("自 %(day)s 起，您单位的招聘%(what)s，因为反映“%(fact)s”。有不同意见可以随时申诉：%(phone)s。"),
    ("day", "what", "fact", "phone"),
)
SENT_BACK = MessageText(
    "postings.sent_back",
    Purpose.EMPLOYER,
    _("招工没有通过"),
    _("您的招工“%(work)s”（%(number)s）没有通过：%(why)s。要改什么，请看“我的招工”，或打电话：%(phone)s。"),
    ("work", "number", "why", "phone"),
)

ALL = (
    LETTER, RECEIPT, RECEIPT_UNDONE, AGREED, CHANGED, CANCELLED, PAY_DAY, PAY_ASKED, PAY_SAID, APPEAL, MATCH,
    PAPERS_GOOD, PAPERS_BACK, PAPERS_REFUSED, MEASURE, SENT_BACK,
)  # fmt: skip


def register() -> None:
    """Make all of them known."""
    for text in ALL:
        register_text(text)
