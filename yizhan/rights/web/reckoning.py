"""From a clean form to an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from yizhan.rights.calculators.contract import Ground, Service, double_wage, severance
from yizhan.rights.calculators.lines import Answer
from yizhan.rights.calculators.pay import Interest, arrears, minimum_gap, overtime
from yizhan.rights.deadlines.timers import Matter, Way
from yizhan.rights.enums import CaseKind, Channel, InterestBasis, Relation
from yizhan.rights.web import forms
from yizhan.shared.errors import Refused
from yizhan.vocabularies.queries import minimum_wage

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.shared.forms import DeskForm


class MinimumUnknown(Refused):
    """Nobody has entered the minimum wage of that place and day."""

    code = "minimum_unknown"
    status = 422
    sentence = _("没有查到本地那一天的最低工资，没有计算。请在表里填上当地标准。")


@dataclass(frozen=True)
class Calculator:
    """One calculator: its page's name, what it is for, its form, and how it answers."""

    slug: str
    title: StrOrPromise
    lead: StrOrPromise
    form: type[DeskForm]
    reckon: Callable[[dict[str, Any], User, dt.date], Answer]


def _arrears(data: dict[str, Any], user: User, today: dt.date) -> Answer:
    basis, interest = InterestBasis(data["basis"]), None
    if basis != InterestBasis.NONE:
        interest = Interest(
            basis, data["from_on"], data["until_on"], int((data["rate"] or 0) * 100),
            None if data["lpr"] is None else int(data["lpr"] * 100),
        )  # fmt: skip
    return arrears(promised_fen=data["promised"], paid_fen=data["paid"], interest=interest)


def _overtime(data: dict[str, Any], user: User, today: dt.date) -> Answer:
    return overtime(
        month_fen=data["month"], on=data["on"], workday_hours=data["workday"], restday_hours=data["restday"],
        holiday_hours=data["holiday"], paid_fen=data["paid"] or 0,
    )  # fmt: skip


def _minimum(data: dict[str, Any], user: User, today: dt.date) -> Answer:
    known = minimum_wage(user.office.area_code, data["on"])
    by_month = data["by"] == "month"
    typed = data["month"] if by_month else data["hour"]
    if typed is None and known is None:
        raise MinimumUnknown
    figure = typed if typed is not None or known is None else (known.month_fen if by_month else known.hour_fen)
    return minimum_gap(
        paid_fen=data["paid"], on=data["on"], hours=data["hours"], month_fen=figure if by_month else None,
        hour_fen=None if by_month else figure,
    )  # fmt: skip


def _contract(data: dict[str, Any], user: User, today: dt.date) -> Answer:
    return double_wage(started_on=data["started_on"], until_on=data["until_on"], month_fen=data["month"], today=today)


def _severance(data: dict[str, Any], user: User, today: dt.date) -> Answer:
    return severance(
        service=Service(data["started_on"], data["ended_on"]), month_fen=data["month"], ground=Ground(data["ground"]),
        last_month_fen=data["last_month"], minimum_fen=data["minimum"], average_fen=data["average"],
    )  # fmt: skip


CALCULATORS = {
    one.slug: one
    for one in (
        Calculator("arrears", _("欠薪"), _("欠了多少，能不能加利息。"), forms.ArrearsForm, _arrears),
        Calculator("overtime", _("加班费"), _("按 150%、200%、300% 算。"), forms.OvertimeForm, _overtime),
        Calculator("minimum", _("最低工资差额"), _("拿到的够不够最低工资。"), forms.MinimumForm, _minimum),
        Calculator(
            "contract", _("没签合同的二倍工资"), _("干满一个月还没有签书面合同。"), forms.ContractForm, _contract
        ),
        Calculator("severance", _("经济补偿"), _("离开单位能拿几个月工资。"), forms.SeveranceForm, _severance),
    )
}


def matter_of(data: dict[str, Any], province: str) -> Matter:
    """Return the matter that the form of limits describes."""
    ways: tuple[Way, ...] = ()
    if data["channel"]:
        days = {name: data[name] for name in ("filed_on", "accepted_on", "decided_on", "served_on", "perform_by_on")}
        ways = (Way(Channel(data["channel"]), **days, is_extended=data["is_extended"]),)
    return Matter(
        kind=CaseKind(data["kind"]),
        relation=Relation(data["relation"]),
        province=province,
        happened_on=data["happened_on"],
        known_on=data["known_on"],
        ended_on=data["ended_on"],
        claimed_on=(data["claimed_on"],) if data["claimed_on"] else (),
        ways=ways,
    )
