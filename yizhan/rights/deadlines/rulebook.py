"""The limits as data: what starts each, how long it is, whom it binds, and the provision it rests on.

A limit that changed its provision has one row for each form; the day of the starting event decides which one holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from yizhan.rights import laws
from yizhan.rights.deadlines.counting import Unit
from yizhan.rights.enums import CaseKind, Channel, Event, Relation, Who
from yizhan.rights.laws import Law

_ALL_KINDS = frozenset(CaseKind)
_NOT_INJURY = _ALL_KINDS - {CaseKind.INJURY}
_EMPLOYED = frozenset({Relation.LABOUR, Relation.UNKNOWN})
_ALL_RELATIONS = frozenset(Relation)


@dataclass(frozen=True)
class Rule:
    """One limit.

    :param starts_with: the first of these events that has a day starts the count.
    :param ends_with: the event by which the limit is kept; None: nothing that a case notes.
    :param more: how much longer it is once an extension was granted, in the same unit.
    :param shorter: its length where the matter is plain (事实清楚); 0: no shorter form.
    :param restarts: claims and promises start it anew (时效中断). :param stands_still: 中止 is counted out.
    :param last_months: 中止 counts only if it lasts into so many last months, and the limit then ends as many months
        after it (民法典 194); 0: not so.
    :param warn_days: calendar days before the end from which it is shown as urgent.
    :param provinces: first two digits of area codes in which it holds; empty: everywhere.
    """

    key: str
    channel: Channel
    who: Who
    title: StrOrPromise
    starts_with: tuple[Event, ...]
    length: int
    unit: Unit
    law: Law
    ends_with: Event | None = None
    more: int = 0
    shorter: int = 0
    restarts: bool = False
    stands_still: bool = False
    last_months: int = 0
    warn_days: int = 3
    kinds: frozenset[CaseKind] = field(default=_ALL_KINDS)
    relations: frozenset[Relation] = field(default=_ALL_RELATIONS)
    provinces: tuple[str, ...] = ()
    after: StrOrPromise = ""


def _decision_limits(channel: Channel) -> tuple[Rule, ...]:
    """Limits against a decision of an administration."""
    reviews = (
        Rule(
            f"{channel}.review{number}", channel, Who.PERSON, _("不服决定，申请行政复议"), (Event.SERVED,), 60,
            Unit.DAYS, law, warn_days=15,
        )
        for number, law in enumerate((laws.REVIEW, laws.REVIEW_BEFORE), start=1)
    )  # fmt: skip
    suit = Rule(
        f"{channel}.suit", channel, Who.PERSON, _("不服决定，提起行政诉讼"), (Event.SERVED,), 6, Unit.MONTHS,
        laws.ADMIN_SUIT, warn_days=30,
    )  # fmt: skip
    return (*reviews, suit)


def _enforcement(channel: Channel) -> tuple[Rule, ...]:
    """Two years for asking the court to enforce."""
    return tuple(
        Rule(
            f"{channel}.enforce{number}", channel, Who.PERSON, _("对方不履行，申请法院强制执行"), (Event.PERFORM_BY,),
            2, Unit.YEARS, law, last_months=6, warn_days=60,
        )
        for number, law in enumerate((laws.ENFORCE, laws.ENFORCE_2022), start=1)
    )  # fmt: skip


INSPECTION = (
    Rule(
        "inspection.file", Channel.INSPECTION, Who.PERSON, _("向劳动保障监察投诉"), (Event.ENDED, Event.HAPPENED), 2,
        Unit.YEARS, laws.INSPECTION_TWO_YEARS, ends_with=Event.FILED, warn_days=60,
        kinds=_NOT_INJURY - {CaseKind.ARREARS},
    ),
    # Whether unpaid wages are a wrong that goes on is judged differently; from the pay day nobody comes too late.
    Rule(
        "inspection.wages", Channel.INSPECTION, Who.PERSON, _("向劳动保障监察投诉"), (Event.HAPPENED,), 2, Unit.YEARS,
        laws.INSPECTION_TWO_YEARS, ends_with=Event.FILED, warn_days=60, kinds=frozenset({CaseKind.ARREARS}),
    ),
    Rule(
        "inspection.accept", Channel.INSPECTION, Who.AUTHORITY, _("监察机构受理、立案"), (Event.FILED,), 5,
        Unit.WORKING_DAYS, laws.INSPECTION_FIVE, ends_with=Event.ACCEPTED, warn_days=2,
        after=_("到期没有答复，拿回执去问；仍不答复，打 12333 或向上一级人社部门反映。"),
    ),
    Rule(
        "inspection.decide", Channel.INSPECTION, Who.AUTHORITY, _("监察机构调查完毕"), (Event.ACCEPTED,), 60,
        Unit.WORKING_DAYS, laws.INSPECTION_SIXTY, ends_with=Event.DECIDED, more=30, warn_days=10,
        after=_("到期没有结果，问是否批准了延期（再 30 个工作日）；没有批准的，向上一级反映。"),
    ),
    *_decision_limits(Channel.INSPECTION),
)  # fmt: skip

ARBITRATION = (
    Rule(
        "arbitration.file", Channel.ARBITRATION, Who.PERSON, _("申请劳动仲裁"), (Event.KNOWN, Event.HAPPENED), 1,
        Unit.YEARS, laws.ARBITRATION_YEAR, ends_with=Event.FILED, restarts=True, stands_still=True, warn_days=60,
        kinds=_NOT_INJURY, relations=_EMPLOYED,
    ),
    Rule(
        "arbitration.accept", Channel.ARBITRATION, Who.AUTHORITY, _("仲裁委决定是否受理"), (Event.FILED,), 5, Unit.DAYS,
        laws.ARBITRATION_ACCEPT, ends_with=Event.ACCEPTED, warn_days=1,
        after=_("不受理或到期没有决定的，可以直接向法院起诉。"),
    ),
    Rule(
        "arbitration.decide", Channel.ARBITRATION, Who.AUTHORITY, _("仲裁庭作出裁决"), (Event.ACCEPTED,), 45, Unit.DAYS,
        laws.ARBITRATION_DECIDE, ends_with=Event.DECIDED, more=15, warn_days=7,
        after=_("到期没有裁决的，可以就这件事向法院起诉。"),
    ),
    Rule(
        "arbitration.sue", Channel.ARBITRATION, Who.PERSON, _("不服裁决，向法院起诉"), (Event.SERVED,), 15, Unit.DAYS,
        laws.ARBITRATION_SUE, warn_days=10, after=_("过期不起诉，裁决书就生效了。"),
    ),
    *_enforcement(Channel.ARBITRATION),
)  # fmt: skip

COURT = (
    Rule(
        "court.file", Channel.COURT, Who.PERSON, _("向法院起诉（诉讼时效）"), (Event.KNOWN, Event.HAPPENED), 3,
        Unit.YEARS, laws.CIVIL_THREE_YEARS, ends_with=Event.FILED, restarts=True, last_months=6, warn_days=90,
        relations=frozenset({Relation.SERVICE, Relation.UNKNOWN}),
    ),
    Rule(
        "court.accept", Channel.COURT, Who.AUTHORITY, _("法院立案"), (Event.FILED,), 7, Unit.DAYS, laws.COURT_ACCEPT,
        ends_with=Event.ACCEPTED, warn_days=2,
    ),
    Rule(
        "court.appeal", Channel.COURT, Who.PERSON, _("不服一审判决，上诉"), (Event.SERVED,), 15, Unit.DAYS,
        laws.COURT_APPEAL, warn_days=10,
    ),
    *_enforcement(Channel.COURT),
    *(
        Rule(
            f"payment_order.accept{number}", Channel.PAYMENT_ORDER, Who.AUTHORITY, _("法院通知是否受理支付令申请"),
            (Event.FILED,), 5, Unit.DAYS, law, ends_with=Event.ACCEPTED, warn_days=1,
        )
        for number, law in enumerate((laws.ORDER_ACCEPT, laws.ORDER_ACCEPT_2022), start=1)
    ),
    *(
        Rule(
            f"payment_order.issue{number}", Channel.PAYMENT_ORDER, Who.AUTHORITY, _("法院发出支付令"),
            (Event.ACCEPTED,), 15, Unit.DAYS, law, ends_with=Event.DECIDED, warn_days=3,
        )
        for number, law in enumerate((laws.ORDER_ISSUE, laws.ORDER_ISSUE_2022), start=1)
    ),
    *(
        Rule(
            f"payment_order.object{number}", Channel.PAYMENT_ORDER, Who.EMPLOYER, _("对方付款或提出异议"),
            (Event.SERVED,), 15, Unit.DAYS, law, warn_days=3,
            after=_("没有付款也没有异议的，可以申请强制执行；有异议的，支付令失效，改走仲裁或起诉。"),
        )
        for number, law in enumerate((laws.ORDER_ISSUE, laws.ORDER_ISSUE_2022), start=1)
    ),
)  # fmt: skip

HELP = (
    Rule(
        "legal_aid.accept", Channel.LEGAL_AID, Who.AUTHORITY, _("法律援助机构审查决定"), (Event.FILED,), 7, Unit.DAYS,
        laws.AID, ends_with=Event.DECIDED, warn_days=2,
    ),
    Rule(
        "legal_aid.assign", Channel.LEGAL_AID, Who.AUTHORITY, _("指派法律援助人员"), (Event.DECIDED,), 3, Unit.DAYS,
        laws.AID, warn_days=1,
    ),
    Rule(
        "mediation.end", Channel.MEDIATION, Who.AUTHORITY, _("调解达成协议，否则可申请仲裁"), (Event.FILED,), 15,
        Unit.DAYS, laws.MEDIATION_FIFTEEN, ends_with=Event.DECIDED, warn_days=3,
    ),
    Rule(
        "police.receive", Channel.POLICE, Who.AUTHORITY, _("公安机关决定是否受案、立案（行政案件一般 24 小时）"),
        (Event.FILED,), 3, Unit.DAYS, laws.POLICE_RECEIVE, ends_with=Event.ACCEPTED, more=27, warn_days=1,
    ),
)  # fmt: skip

INJURY = (
    Rule(
        "recognition.unit", Channel.RECOGNITION, Who.EMPLOYER, _("单位申请工伤认定"), (Event.HAPPENED,), 30, Unit.DAYS,
        laws.INJURY_REPORT, ends_with=Event.FILED, warn_days=10, kinds=frozenset({CaseKind.INJURY}),
        relations=_EMPLOYED, after=_("单位没有按时申请的，这段时间的工伤待遇费用由单位负担；本人可以自己申请。"),
    ),
    Rule(
        "recognition.person", Channel.RECOGNITION, Who.PERSON, _("本人、近亲属或工会申请工伤认定"), (Event.HAPPENED,),
        1, Unit.YEARS, laws.INJURY_REPORT, ends_with=Event.FILED, warn_days=60, kinds=frozenset({CaseKind.INJURY}),
        relations=_EMPLOYED,
    ),
    Rule(
        "recognition.accept", Channel.RECOGNITION, Who.AUTHORITY, _("人社部门决定是否受理工伤认定申请"), (Event.FILED,),
        15, Unit.DAYS, laws.INJURY_ACCEPT, ends_with=Event.ACCEPTED, warn_days=3,
    ),
    Rule(
        "recognition.decide", Channel.RECOGNITION, Who.AUTHORITY, _("人社部门作出工伤认定决定"), (Event.ACCEPTED,), 60,
        Unit.DAYS, laws.INJURY_DECIDE, ends_with=Event.DECIDED, shorter=15, warn_days=7,
    ),
    *_decision_limits(Channel.RECOGNITION),
    Rule(
        "platform.unit", Channel.PLATFORM, Who.EMPLOYER, _("平台企业提出职业伤害确认申请"), (Event.HAPPENED,), 3,
        Unit.WORKING_DAYS, laws.PLATFORM_SHANGHAI, ends_with=Event.FILED, warn_days=2,
        kinds=frozenset({CaseKind.INJURY}), relations=frozenset({Relation.PLATFORM}), provinces=("31",),
    ),
    Rule(
        "platform.person", Channel.PLATFORM, Who.PERSON, _("本人、近亲属或工会提出职业伤害确认申请"), (Event.HAPPENED,),
        30, Unit.DAYS, laws.PLATFORM_SHANGHAI, ends_with=Event.FILED, warn_days=15,
        kinds=frozenset({CaseKind.INJURY}), relations=frozenset({Relation.PLATFORM}), provinces=("31",),
    ),
    Rule(
        "insurance.file", Channel.INSURANCE, Who.PERSON, _("向保险公司申请意外险理赔"), (Event.KNOWN, Event.HAPPENED),
        2, Unit.YEARS, laws.INSURANCE_TWO_YEARS, ends_with=Event.FILED, warn_days=90,
        kinds=frozenset({CaseKind.INJURY}), relations=frozenset({Relation.SERVICE, Relation.UNKNOWN}),
        after=_("先打保险公司电话报案，越早越好。"),
    ),
)  # fmt: skip

RULES: tuple[Rule, ...] = (*INSPECTION, *ARBITRATION, *COURT, *HELP, *INJURY)
