"""The provisions that the room's rules and calculators rest on: name, article, since when, how far checked.

Marks as in `vocabularies.enums.SourceMark`: A the full text was read, B an official page, C a copy, U written from
general knowledge. Statutes and interpretations of the Supreme Court were read article by article in a public
collection of April 2025; a change after that day is not seen. Whatever is not A or B is shown as 待核实 and confirmed
by the county before it is relied on. Of the provisions marked C these were read: the whole notice of 2025 on paid days
and article 3 of the wage minimum in reprints, its article 12 and article 8 on recognising injuries as quoted, and what
the news agency reported of the periods of the police.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from yizhan.vocabularies.enums import SourceMark

FULL, OFFICIAL = SourceMark.LAW, SourceMark.OFFICIAL
COPY, UNCHECKED = SourceMark.MIRROR, SourceMark.UNVERIFIED
CONFIRMED = frozenset({FULL, OFFICIAL})


@dataclass(frozen=True)
class Law:
    """One provision.

    :param since: since when it stands in this form with this number; `until` is the first day on which it does not.
    """

    name: StrOrPromise
    article: str
    since: dt.date
    mark: SourceMark = UNCHECKED
    until: dt.date | None = None

    @property
    def is_confirmed(self) -> bool:
        """Whether its text, or an official page about it, has been read for this program."""
        return self.mark in CONFIRMED

    def holds_on(self, day: dt.date) -> bool:
        """Say whether it is in force in this form on a day."""
        return self.since <= day and (self.until is None or day < self.until)

    def __str__(self) -> str:
        """Write name and article, such as 《劳动争议调解仲裁法》第43条."""
        if not self.article:
            return str(self.name)
        return gettext("《%(name)s》第%(article)s条") % {"name": self.name, "article": self.article}


_ARBITRATION = _("劳动争议调解仲裁法")
_ARBITRATION_SINCE = dt.date(2008, 5, 1)
_CONTRACT, _CONTRACT_SINCE = _("劳动合同法"), dt.date(2008, 1, 1)
_INSPECTION = _("劳动保障监察条例")
_PROCEDURE = _("民事诉讼法")
_PROCEDURE_2022, _PROCEDURE_2024 = dt.date(2022, 1, 1), dt.date(2024, 1, 1)
_INJURY, _INJURY_SINCE = _("工伤保险条例"), dt.date(2011, 1, 1)
_CIVIL, _CIVIL_SINCE = _("民法典"), dt.date(2021, 1, 1)

CIVIL_THREE_YEARS = Law(_CIVIL, "188、194、195", _CIVIL_SINCE, FULL)
INSPECTION_TWO_YEARS = Law(_INSPECTION, "20", dt.date(2004, 12, 1), FULL)
INSPECTION_SIXTY = Law(_INSPECTION, "17", dt.date(2004, 12, 1), FULL)
INSPECTION_FIVE = Law(_("关于实施《劳动保障监察条例》若干规定"), "18", dt.date(2005, 2, 1), OFFICIAL)
REVIEW = Law(_("行政复议法"), "20", dt.date(2024, 1, 1), FULL)
REVIEW_BEFORE = Law(_("行政复议法"), "9", dt.date(1999, 10, 1), FULL, until=dt.date(2024, 1, 1))
ADMIN_SUIT = Law(_("行政诉讼法"), "46", dt.date(2015, 5, 1), FULL)
ARBITRATION_YEAR = Law(_ARBITRATION, "27", _ARBITRATION_SINCE, FULL)
ARBITRATION_ACCEPT = Law(_ARBITRATION, "29", _ARBITRATION_SINCE, FULL)
ARBITRATION_DECIDE = Law(_ARBITRATION, "43", _ARBITRATION_SINCE, FULL)
ARBITRATION_SUE = Law(_ARBITRATION, "48、50", _ARBITRATION_SINCE, FULL)
MEDIATION_FIFTEEN = Law(_ARBITRATION, "14", _ARBITRATION_SINCE, FULL)
ORDER_ACCEPT = Law(_PROCEDURE, "226", _PROCEDURE_2024, FULL)
ORDER_ISSUE = Law(_PROCEDURE, "227", _PROCEDURE_2024, FULL)
ORDER_ACCEPT_2022 = Law(_PROCEDURE, "222", _PROCEDURE_2022, FULL, until=_PROCEDURE_2024)
ORDER_ISSUE_2022 = Law(_PROCEDURE, "223", _PROCEDURE_2022, FULL, until=_PROCEDURE_2024)
COURT_ACCEPT = Law(_PROCEDURE, "126", _PROCEDURE_2022, FULL)
COURT_APPEAL = Law(_PROCEDURE, "171", _PROCEDURE_2022, FULL)
ENFORCE = Law(_PROCEDURE, "250", _PROCEDURE_2024, FULL)
ENFORCE_2022 = Law(_PROCEDURE, "246", _PROCEDURE_2022, FULL, until=_PROCEDURE_2024)
AID = Law(_("法律援助法"), "43", dt.date(2022, 1, 1), FULL)
POLICE_RECEIVE = Law(_("关于改革完善受案立案制度的意见"), "", dt.date(2016, 1, 1), COPY)
INJURY_REPORT = Law(_INJURY, "17", _INJURY_SINCE, FULL)
INJURY_PAPERS = Law(_INJURY, "18", _INJURY_SINCE, FULL)
INJURY_UNINSURED = Law(_INJURY, "62", _INJURY_SINCE, FULL)
INJURY_DECIDE = Law(_INJURY, "20", _INJURY_SINCE, FULL)
INJURY_ACCEPT = Law(_("工伤认定办法"), "8", _INJURY_SINCE, COPY)
INSURANCE_NOTICE = Law(_("保险法"), "21", dt.date(2015, 4, 24), FULL)
PERSONAL_SERVICE = Law(_CIVIL, "1192", _CIVIL_SINCE, FULL)
INSURANCE_TWO_YEARS = Law(_("保险法"), "26", dt.date(2015, 4, 24), FULL)
PLATFORM_SHANGHAI = Law(_("上海市新就业形态人员职业伤害保障实施办法"), "", dt.date(2025, 7, 1), COPY)

EXTRA_PAY = Law(_CONTRACT, "85", _CONTRACT_SINCE, FULL)
DOUBLE_WAGE = Law(_CONTRACT, "82", _CONTRACT_SINCE, FULL)
SEVERANCE_YEARS = Law(_CONTRACT, "47", _CONTRACT_SINCE, FULL)
SEVERANCE_NOTICE = Law(_CONTRACT, "40", _CONTRACT_SINCE, FULL)
SEVERANCE_UNLAWFUL = Law(_CONTRACT, "87", _CONTRACT_SINCE, FULL)
SEVERANCE_BASE = Law(_("劳动合同法实施条例"), "27", dt.date(2008, 9, 18), FULL)
PART_TIME = Law(_CONTRACT, "68–72", _CONTRACT_SINCE, FULL)
OVERTIME = Law(_("劳动法"), "44", dt.date(1995, 1, 1), FULL)
MONTH_DAYS = Law(
    _("关于职工全年月平均工作时间和工资折算问题的通知（人社部发〔2025〕2号）"), "", dt.date(2025, 1, 1), COPY
)
MONTH_DAYS_2008 = Law(
    _("关于职工全年月平均工作时间和工资折算问题的通知（劳社部发〔2008〕3号）"), "", dt.date(2008, 1, 3),
    FULL, until=dt.date(2025, 1, 1),
)  # fmt: skip
MINIMUM = Law(_("最低工资规定"), "3、12", dt.date(2004, 3, 1), COPY)
WAGE_RULES = Law(_("保障农民工工资支付条例"), "3、10", dt.date(2020, 5, 1), FULL)
LOAN_CAP = Law(_("最高人民法院关于审理民间借贷案件适用法律若干问题的规定"), "25", dt.date(2021, 1, 1), FULL)
DOUBLE_INTEREST_RATE = Law(
    _("最高人民法院关于执行程序中计算迟延履行期间的债务利息适用法律若干问题的解释"),
    "1",
    dt.date(2014, 8, 1),
    FULL,
)
SERVICE_LATE = Law(_CIVIL, "577、584", _CIVIL_SINCE, FULL)


def in_force(laws: tuple[Law, ...], day: dt.date) -> Law:
    """Return the provision of several that is in force on a day; before all of them the oldest.

    :param laws: the same rule in its successive forms.
    """
    for law in laws:
        if law.holds_on(day):
            return law
    return min(laws, key=lambda law: law.since)
