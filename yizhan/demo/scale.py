"""How large the demo county is, who may sign in, and at which moment it stands still."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from yizhan.accounts.enums import Role

LOCAL = ZoneInfo("Asia/Shanghai")
SEED = 1
#: The station has served its first visitors by then: the data of "this morning" ends here.
MORNING = dt.time(8, 30)


@dataclass(frozen=True)
class Scale:
    """Sizes of a county. `days` counts today."""

    days: int
    visits_a_day: int
    people: int
    employers: int
    postings: int
    referrals: int


#: The county as issue and newspaper describe it: 300 visitors a day for a month.
FULL = Scale(days=30, visits_a_day=300, people=1500, employers=120, postings=500, referrals=1500)
#: Enough of everything for tests and for a slow machine.
SMALL = Scale(days=9, visits_a_day=30, people=110, employers=40, postings=60, referrals=110)


@dataclass(frozen=True)
class SignIn:
    """An account of the demo."""

    username: str
    name: str
    role: Role
    #: key of the office in `offices.open_offices`.
    office: str


#: Printed at every start: it opens a county in which nobody is real. A station at work never has it.
PASSWORD = "jingyang-yanshi-2026"  # noqa: S105
SIGN_INS = (
    SignIn("clerk", "演示窗口甲", Role.CLERK, "main"),
    SignIn("clerk2", "演示窗口乙", Role.CLERK, "main"),
    SignIn("clerk3", "演示窗口丙", Role.CLERK, "main"),
    SignIn("head", "演示站长", Role.HEAD, "main"),
    SignIn("reviewer", "演示审核员", Role.REVIEWER, "main"),
    SignIn("agent", "演示经办人", Role.AGENT, "main"),
    SignIn("park", "演示园区窗口", Role.CLERK, "park"),
    SignIn("parkhead", "演示园区站长", Role.HEAD, "park"),
    SignIn("officer", "演示县工会", Role.OFFICER, "county"),
    SignIn("auditor", "演示审计", Role.AUDITOR, "county"),
    SignIn("sysadmin", "演示管理员", Role.SYSADMIN, "county"),
    SignIn("shenxian", "演示莘县窗口", Role.CLERK, "foreign"),
    SignIn("shenhead", "演示莘县站长", Role.HEAD, "foreign"),
)


def standstill(now: dt.datetime) -> dt.datetime:
    """Return the moment at which the county made at `now` stands still: half past eight this morning, or midnight.

    So the data depends on the day (and on whether the station has opened), not on the minute.
    """
    local = now.astimezone(LOCAL)
    morning = dt.datetime.combine(local.date(), MORNING, LOCAL)
    return morning if local >= morning else dt.datetime.combine(local.date(), dt.time(), LOCAL)


def moment(day: dt.date, hours: float) -> dt.datetime:
    """Return a local moment, `hours` after midnight, to the second."""
    return dt.datetime.combine(day, dt.time(), LOCAL) + dt.timedelta(seconds=round(hours * 3600))
