"""Employers of every kind: built by the operations, on the days on which they came."""

from __future__ import annotations

import datetime as dt

from yizhan.accounts.models import Office
from yizhan.demo.artificial import AGENT_PHONES, EMPLOYER_PHONES, person_name
from yizhan.demo.ledger import County
from yizhan.demo.offices import TOWNS, YANGGU, around, scattered
from yizhan.demo.scale import moment
from yizhan.employers.enums import EmployerKind, Industry, RefusalReason, VerifyBasis, WageGuarantee
from yizhan.employers.facts import EmployerFacts
from yizhan.employers.models import Employer
from yizhan.employers.operations import add_agent, refuse_verification, register_employer, verify_employer

#: (sort, kind, name with a number, first two symbols of the code, industry, how many of 120)
SORTS = (
    ("building", EmployerKind.COMPANY, "景阳演示建筑队", "91", Industry.E, 16),
    ("factory", EmployerKind.COMPANY, "阳谷演示板材厂", "91", Industry.C, 10),
    ("factory", EmployerKind.COMPANY, "阳谷演示服装厂", "91", Industry.C, 7),
    ("factory", EmployerKind.COMPANY, "阳谷演示食品厂", "91", Industry.C, 5),
    ("logistics", EmployerKind.COMPANY, "阳谷演示物流公司", "91", Industry.G, 8),
    ("service", EmployerKind.COMPANY, "阳谷演示物业公司", "91", Industry.K, 5),
    ("service", EmployerKind.SOLE_TRADER, "演示饭店", "92", Industry.H, 10),
    ("building", EmployerKind.SOLE_TRADER, "演示装修店", "92", Industry.E, 6),
    ("farm", EmployerKind.COMPANY, "演示蔬菜合作社", "93", Industry.A, 11),
    ("service", EmployerKind.INSTITUTION, "演示养老服务中心", "52", Industry.Q, 4),
    ("village", EmployerKind.VILLAGE, "演示村委会", "54", Industry.S, 8),
    ("factory", EmployerKind.AGENCY, "阳谷演示人力资源公司", "91", Industry.L, 1),
    ("household", EmployerKind.HOUSEHOLD, "", "", "", 29),
)

#: So that two addresses in one town are two places for whoever compares them.
ROADS = (
    "槐树巷", "文化路", "大寨路", "兴隆街", "运河路", "谷山路", "清河街", "石桥巷", "紫荆路", "南环路", "柳林路",
)  # fmt: skip


def make_employers(county: County, at_start: bool, day: dt.date, count: int) -> None:
    """Register (and mostly verify) the next `count` employers on a day.

    :param at_start: they come from the union's old list, months before the station opened.
    """
    for _one in range(count):
        at = moment(day, county.rng.uniform(8.2, 16.5))
        if at < county.until:
            _make_one(county, at, old=at_start)


def order_of_sorts(county: County) -> list[int]:
    """Return indexes into `SORTS` in the order in which they come, shares as in the table."""
    total = sum(row[-1] for row in SORTS)
    wanted = county.scale.employers
    order = [place for place, row in enumerate(SORTS) for _n in range(max(1, round(row[-1] * wanted / total)))]
    county.rng.shuffle(order)
    while len(order) > wanted:
        order.remove(max(set(order), key=lambda place: (order.count(place), -place)))
    return order + [0] * (wanted - len(order))


def _make_one(county: County, at: dt.datetime, *, old: bool) -> None:
    serial = len(county.employers)
    if not county.sorts:
        county.sorts = order_of_sorts(county)
    sort, kind, stem, prefix, industry, _count = SORTS[county.sorts[serial]]
    rng = county.rng
    at_park = not old and sort in ("factory", "logistics") and rng.random() < 0.4
    office = county.offices["park" if at_park else "main"]
    clerk = county.clerk_of(office.pk)
    code, town, offset = rng.choice(TOWNS)
    if sort in ("factory", "logistics"):
        code, town, offset = ("371521002", "东工业园", (4, 46)) if at_park else ("371521003", "西工业园", (2, -44))
    point = scattered(county, offset)
    owner = person_name(rng, female=rng.random() < 0.3, born=None)
    household = kind == EmployerKind.HOUSEHOLD
    born = dt.date(rng.randint(1958, 1992), rng.randint(1, 12), rng.randint(1, 28))
    facts = EmployerFacts(
        kind=kind,
        name=owner if household else f"{stem}{serial + 1:03}",
        phone=county.numbers.phone(EMPLOYER_PHONES),
        area_code=code if household or kind == EmployerKind.VILLAGE else YANGGU,
        uscc="" if household else county.numbers.credit_code(prefix),
        person_id_no=county.numbers.id_number(born, female=rng.random() < 0.3) if household else "",
        industry=industry,
        legal_rep="" if household else owner,
        address=f"{town}{ROADS[serial % len(ROADS)]}演示{rng.randint(1, 199)}号",
        lat_e6=point[0],
        lng_e6=point[1],
        hr_licence_no="演示许可第0001号" if kind == EmployerKind.AGENCY else "",
        hr_licence_until_on=county.today + dt.timedelta(days=400) if kind == EmployerKind.AGENCY else None,
        wage_guarantee=rng.choice(list(WageGuarantee)) if sort == "building" else WageGuarantee.NONE,
    )
    employer = register_employer(facts=facts, office=office, by=clerk, at=at, not_the_same=True)
    employer = _verify(county, employer, office, at)
    county.employers.append((employer, sort))


def _verify(county: County, employer: Employer, office: Office, at: dt.datetime) -> Employer:
    """Have the papers looked at; one in thirty fails, one in twenty has not been looked at yet."""
    rng = county.rng
    chance = rng.random()
    household = employer.kind == EmployerKind.HOUSEHOLD
    by = county.clerk_of(office.pk) if household else county.reviewer_of(office.pk)
    later = at + dt.timedelta(minutes=rng.randint(3, 12) if household else rng.randint(20, 400))
    recent = (county.until - at) < dt.timedelta(days=6)
    if later >= county.until or (recent and chance < 0.3):
        return employer
    if chance > 0.97 and not household:
        return refuse_verification(employer=employer, reason=RefusalReason.NAME_DIFFERS, by=by, at=later)
    if household:
        basis = VerifyBasis.ID_AND_CALL_BACK
    else:
        basis = rng.choice([VerifyBasis.LICENCE_ORIGINAL, VerifyBasis.LICENCE_COPY, VerifyBasis.LICENCE_ELECTRONIC])
    return verify_employer(employer=employer, basis=basis, by=by, at=later)


def add_the_agent(county: County, at: dt.datetime) -> None:
    """Give the agent's account a factory to act for, and some others agents without a sign-in."""
    units = [employer for employer, sort in county.employers if sort in ("factory", "logistics", "building")]
    own = [employer for employer in units if employer.office_id == county.offices["main"].pk]
    rng = county.rng
    for place, employer in enumerate(own[:6]):
        born = dt.date(rng.randint(1970, 1998), rng.randint(1, 12), rng.randint(1, 28))
        female = rng.random() < 0.5
        add_agent(
            employer=employer,
            name=person_name(rng, female=female, born=born),
            mobile=county.numbers.phone(AGENT_PHONES),
            id_no=county.numbers.id_number(born, female=female),
            mandate_seen=True,
            user=county.users["agent"] if place == 0 else None,
            by=county.clerk_of(employer.office_id),
            at=at,
        )


def place_of(county: County, employer: Employer, sort: str) -> tuple[str, tuple[int, int] | None]:
    """Return where the work is: mostly at the employer's, for builders all over the county; one in ten has no point."""
    rng = county.rng
    if sort == "building" or employer.kind == EmployerKind.AGENCY:
        _code, town, offset = rng.choice(TOWNS)
        name = f"{town}{ROADS[sum(map(ord, employer.name)) % len(ROADS)]}演示工地"
        point: tuple[int, int] | None = scattered(county, offset, 20)
    else:
        name = employer.address
        point = (employer.lat_e6, employer.lng_e6) if employer.lat_e6 and employer.lng_e6 else around((0, 0))
    return name, None if rng.random() < 0.1 else point
