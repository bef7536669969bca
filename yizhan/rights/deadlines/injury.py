"""First steps after an injury at work: what today, what in the next days, who has to report, to whom.

Three schemes that exclude one another, by how the person stood to whoever had the work:
- labour relation: 工伤保险条例 17 (unit 30 days, person 1 year), 18 (papers), 62 (without insurance the unit pays);
- platform order: 职业伤害保障, by province and date; days only where the province's own rule is known;
- day labour and services: accident insurance (保险法 21, 26) and the civil code (1192).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from yizhan.rights import laws
from yizhan.rights.deadlines.counting import IsWorking
from yizhan.rights.deadlines.timers import Matter, Timer, platform_is_covered, timers
from yizhan.rights.enums import CaseKind, Channel, Relation
from yizhan.rights.laws import Law

#: The ways that an injury opens besides those against pay; the limits of these are shown.
OF_INJURY = frozenset({Channel.RECOGNITION, Channel.PLATFORM, Channel.INSURANCE, Channel.COURT})


@dataclass(frozen=True)
class Step:
    """One thing to do.

    :param who: who does it. :param where: to whom or where. :param law: why, where a provision says so.
    """

    who: StrOrPromise
    what: StrOrPromise
    where: StrOrPromise = ""
    law: Law | None = None


@dataclass(frozen=True)
class FirstSteps:
    """The answer: at once, then by scheme, and the limits that run.

    :param covered: whether the platform scheme held on that day and in that province; None: not known, or no platform.
    """

    at_once: tuple[Step, ...]
    then: tuple[Step, ...]
    limits: tuple[Timer, ...]
    covered: bool | None = None


_SELF, _UNIT, _PLATFORM = _("本人或同伴"), _("单位"), _("平台企业")
AT_ONCE = (
    Step(_SELF, _("先救人、先看病。对医生说清是干活时怎么伤的，病历上要写。"), _("120，就近的医院")),
    Step(_SELF, _("拍现场和伤处的照片，记下在场的人的姓名电话。"), _("现场")),
    Step(_SELF, _("当天把受伤的事发短信或微信告诉派活的人，留着不删。"), _("单位、雇主或平台")),
    Step(_SELF, _("病历、检查单、发票、派活的聊天记录都留好，不交原件。")),
)
_LABOUR = (
    Step(_UNIT, _("30 日内申请工伤认定。"), _("参保地（没有参保的，用工地）人社局"), laws.INJURY_REPORT),
    Step(
        _SELF, _("单位不申请的，本人、近亲属或工会一年内自己申请，不用等单位。"), _("人社局工伤科"), laws.INJURY_REPORT
    ),
    Step(
        _SELF,
        _("准备：工伤认定申请表，能证明在那里干活的材料（聊天记录、工牌、工友证言），医疗诊断证明。"),
        "",
        laws.INJURY_PAPERS,
    ),
    Step(_UNIT, _("没有参加工伤保险的，由单位按同样的项目和标准付钱。"), "", laws.INJURY_UNINSURED),
)
_COVERED = (
    Step(_SELF, _("当天在接单 App 里点“一键报案”，写清哪一单。"), _("接单平台")),
    Step(_PLATFORM, _("核实、记录，并向人社部门提出职业伤害确认申请。"), _("接单地人社局或它委托的保险机构")),
    Step(
        _SELF,
        _("平台不申请的，本人、近亲属或工会可以自己申请。天数各省规定不同，没有核实的这里不列，请打 12333 问清。"),
        _("人社局"),
    ),
    Step(_SELF, _("先看有没有和平台或站点的劳动关系：有的，按工伤办。"), _("12333、12348")),
)
_SERVICE = (
    Step(_SELF, _("问派活的人有没有买意外险、哪家公司，马上打保险公司电话报案。"), _("保险公司"),
         laws.INSURANCE_NOTICE),
    Step(_SELF, _("给个人干活受伤的，按双方的过错承担；第三人造成的，可以找第三人，也可以请雇主补偿。"),
         _("调解组织、法院"), laws.PERSONAL_SERVICE),
    Step(_SELF, _("受单位管理、按它的安排干活的，可能就是劳动关系：先按工伤申请，人社局会查。"), _("人社局"),
         laws.INJURY_PAPERS),
)  # fmt: skip


def first_steps(
    *, relation: Relation, province: str, happened_on: dt.date, is_working: IsWorking, today: dt.date
) -> FirstSteps:
    """Say what to do after an injury.

    :param province: first two digits of the area code of the place of work.
    """
    matter = Matter(kind=CaseKind.INJURY, relation=relation, province=province, happened_on=happened_on)
    limits = tuple(one for one in timers(matter, is_working, today) if one.rule.channel in OF_INJURY)
    if relation != Relation.PLATFORM:
        then = {Relation.LABOUR: _LABOUR, Relation.SERVICE: _SERVICE, Relation.UNKNOWN: (*_LABOUR, *_SERVICE)}[relation]
        return FirstSteps(AT_ONCE, then, limits)
    covered = platform_is_covered(province, happened_on)
    if covered:
        return FirstSteps(AT_ONCE, _COVERED, limits, covered)
    # Not in the scheme, or nobody here knows: accident insurance and the courts are open all the same.
    like_a_gig = Matter(kind=CaseKind.INJURY, relation=Relation.SERVICE, province=province, happened_on=happened_on)
    more = tuple(one for one in timers(like_a_gig, is_working, today) if one.rule.channel in OF_INJURY)
    then = (*_SERVICE, *(_COVERED if covered is None else ()))
    return FirstSteps(AT_ONCE, then, (*limits, *more), covered)
