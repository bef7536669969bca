"""An employer in the console: a company, its agent, what they posted and who came."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

from tests.employers.factories import an_id
from tests.gigs.factories import worked
from tests.people.factories import mobile
from tests.postings.factories import DAY_JOB, a_posting
from tests.referrals.factories import first_shift, propose
from tests.workers.factories import make_seeker
from yizhan.accounts.models import Office, User
from yizhan.employers.models import Agent, Employer
from yizhan.employers.operations import add_agent
from yizhan.gigs.models import Order
from yizhan.postings.models import Posting
from yizhan.referrals.models import Referral
from yizhan.referrals.operations import issue_letter

#: The console's form, as typed.
FORM = {
    name: DAY_JOB[name]
    for name in (
        "kind", "title", "content", "starts_on", "start_time", "end_time", "headcount", "place_name", "area_code",
        "pay", "settle_kind", "hazards", "insurance", "contact_name", "contact_phone",
    )
} | {"meals": "on", "labor_type": "service", "then": "draft"}  # fmt: skip

#: A row of a sheet that an agent brings, by its headings.
SHEET_ROW = {
    "岗位名称": "装卸工", "工作内容": "库房装卸袋装化肥，叉车辅助。", "人数": "3", "报酬": "200元/天",
    "用工期限": "日工零工", "开始日期": "2099-11-25", "结束日期": "2099-11-25", "地区": "阳谷县",
    "工作地点": "测试路粮库",
}  # fmt: skip


def an_agent(employer: Employer, user: User, by: User, at: dt.datetime) -> Agent:
    """Let an account act for an employer, ID and mandate seen."""
    return add_agent(
        employer=employer,
        name="测试乙",
        mobile="13900001234",
        id_no=an_id(7),
        mandate_seen=True,
        by=by,
        at=at,
        user=user,
    )


def own_posting(office: Office, agent: User, by: User, verifier: User, at: dt.datetime, **more: Any) -> Posting:
    """Publish a posting of a company for which the agent acts."""
    posting = a_posting(office=office, by=by, verifier=verifier, at=at, **more)
    if not Agent.objects.filter(employer=posting.employer, user=agent, until_on=None).exists():
        an_agent(posting.employer, agent, by, at)
    return posting


def own_letter(agent: User, by: User, verifier: User, at: dt.datetime, *, number: int = 1) -> Referral:
    """Send somebody with a letter to a posting of the agent's employer."""
    posting = own_posting(by.office, agent, by, verifier, at)
    seeker = make_seeker(by, at, number=number, phone=mobile(number))
    return issue_letter(referral=propose(seeker, first_shift(posting), by, at), by=by, at=at)


def own_order(agent: User, by: User, verifier: User, at: dt.datetime, *, agree: bool = False) -> Order:
    """Let somebody work a shift of the agent's employer."""
    posting = own_posting(by.office, agent, by, verifier, at)
    return worked(by, verifier, at, shift=first_shift(posting), agree=agree)


def sheet(*rows: dict[str, str]) -> bytes:
    """Return a CSV file of rows, each a change to the usual one."""
    whole = [SHEET_ROW | row for row in rows]
    target = io.StringIO()
    writer = csv.DictWriter(target, list(dict.fromkeys(name for row in whole for name in row)))
    writer.writeheader()
    writer.writerows(whole)
    return target.getvalue().encode()
