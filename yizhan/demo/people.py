"""People who come to look for work: who they are and what they want, drawn by the dice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from yizhan.demo.artificial import PEOPLE_PHONES, person_name
from yizhan.demo.ledger import County
from yizhan.demo.offices import TOWNS, scattered
from yizhan.demo.trades import TRADES, Trade
from yizhan.people.enums import ConsentPurpose, ContactKind, NoIdReason, PersonGroupKind, ProxyRelation
from yizhan.people.facts import ContactFacts, PersonFacts
from yizhan.people.operations import ConsentFacts
from yizhan.people.queries import read_person_facts
from yizhan.workers.enums import DAYTIME_WEEK, BoardLodging, SettleWish, Transport, WishPayUnit, WorkMode
from yizhan.workers.facts import WishedWork, WishFacts
from yizhan.workers.operations import SkillFacts

#: Saturday and Sunday in the daytime; every evening.
WEEKENDS = (0b0011 << 20) | (0b0011 << 24)
EVENINGS = sum(0b0100 << (4 * day) for day in range(7))
#: Certificates that people of a trade hold, and how often.
HELD = {
    "welder": ("sw_fusion_welding", 0.75),
    "electrician": ("sw_low_voltage", 0.8),
    "plumber": ("sw_low_voltage", 0.3),
    "forklift": ("se_n1", 0.85),
    "driver": ("dl_c1", 0.97),
    "courier": ("dl_c1", 0.4),
    "matron": ("sp_maternity", 0.7),
    "housekeeper": ("sl_housekeeping", 0.12),
    "mason": ("sl_mason", 0.05),
    "rider": ("dl_c1", 0.25),
    "cook": ("sl_chinese_cook", 0.15),
    "guard": ("dl_c1", 0.1),
}
LIMITS = ("腰不好，不能搬重物", "膝盖做过手术，不能爬高", "听力差，要面对面说")


@dataclass(frozen=True)
class Sketch:
    """Somebody as they would be registered.

    :param skills: what they say they have done for years.
    :param certificate: code of one they have shown, or "".
    """

    facts: PersonFacts
    contacts: tuple[ContactFacts, ...]
    consents: tuple[ConsentFacts, ...]
    wish: WishFacts
    trades: tuple[str, ...]
    skills: tuple[SkillFacts, ...]
    certificate: str


def draw_person(county: County, day: dt.date) -> Sketch:
    """Draw somebody who registers on a day."""
    rng = county.rng
    trade = rng.choices(list(TRADES.values()), [one.weight for one in TRADES.values()])[0]
    female = rng.random() < trade.women
    born = _birth(county, trade, day)
    raw = _identity(county, trade, born, female, day)
    raw |= _contacts(county, born, day)
    groups = _groups(county, born, day)
    raw["groups"] = groups
    limit = rng.choice(LIMITS) if rng.random() < 0.02 else ""
    reading = read_person_facts(raw, today=day)
    assert reading.facts is not None, reading.errors  # noqa: S101 - the dice only throw what a form would take
    trades = (trade.key, *rng.sample(trade.near, rng.randint(0, len(trade.near))))
    return Sketch(
        facts=reading.facts,
        contacts=reading.contacts,
        consents=_consents(county, reading.contacts, sensitive=bool(limit) or "disabled" in groups),
        wish=_wish(county, trades, limit, raw),
        trades=trades,
        skills=tuple(
            SkillFacts(TRADES[key].code, years=rng.randint(1, 30)) for key in _apart(trades) if rng.random() < 0.55
        ),
        certificate=_certificate(county, trade),
    )


def _apart(trades: tuple[str, ...]) -> list[str]:
    """Return the trades of different codes, the first of each."""
    return list({TRADES[key].code: key for key in reversed(trades)}.values())[::-1]


def _birth(county: County, trade: Trade, day: dt.date) -> dt.date:
    rng = county.rng
    low, high = trade.age
    age = round(rng.triangular(low, high, low + (high - low) * 0.6))
    if rng.random() < 0.012:
        age = 17
    return day - dt.timedelta(days=age * 365 + age // 4 + rng.randint(20, 340))


def _identity(county: County, trade: Trade, born: dt.date, female: bool, day: dt.date) -> dict[str, Any]:
    rng = county.rng
    _code, town, _offset = rng.choice(TOWNS)
    raw: dict[str, Any] = {
        "name": person_name(rng, female=female, born=born),
        "ethnicity": "03" if rng.random() < 0.03 else "01",
        "education": _education(county, born),
        "huji_code": "371521" if rng.random() < 0.86 else rng.choice(["371522", "371523", "371502", "410927"]),
        "resid_code": "371521",
        "resid_place": f"{town}演示{rng.choice('一二三四五六七八')}村",
        "_town": town,
    }
    chance = rng.random()
    if chance < 0.955:
        return raw | {"id_no": county.numbers.id_number(born, female=female), "id_seen": rng.random() < 0.9}
    raw |= {"no_id_reason": rng.choice([NoIdReason.NOT_WITH_THEM, NoIdReason.LOST, NoIdReason.BY_PHONE])}
    raw |= {"sex": "2" if female else "1"}
    return raw | ({"birth_on": born.isoformat()} if chance < 0.985 else {})


def _education(county: County, born: dt.date) -> str:
    weights = (1, 5, 8, 12, 52, 22) if born.year < 1985 else (5, 18, 20, 22, 32, 3)
    return county.rng.choices(["20", "30", "40", "60", "70", "80"], weights)[0]


def _contacts(county: County, born: dt.date, day: dt.date) -> dict[str, Any]:
    """Return how they are reached: most by mobile, some through a relative, some share one, a few not at all."""
    rng = county.rng
    old = born.year < 1962
    chance = rng.random()
    if chance < (0.78 if old else 0.95):
        return {"mobile": county.numbers.phone(PEOPLE_PHONES)}
    if chance < (0.92 if old else 0.97):
        relation = rng.choice([ProxyRelation.CHILD, ProxyRelation.SPOUSE, ProxyRelation.NEIGHBOUR])
        return {
            "proxy_relation": relation,
            "proxy_name": person_name(rng, female=rng.random() < 0.5, born=None),
            "proxy_number": county.numbers.phone(PEOPLE_PHONES),
        }
    return {"proxy_relation": ProxyRelation.STATION} if chance < 0.985 else {}


def _groups(county: County, born: dt.date, day: dt.date) -> list[str]:
    rng = county.rng
    odds = (
        (PersonGroupKind.MIGRANT, 0.34),
        (PersonGroupKind.LOW_INCOME, 0.03),
        (PersonGroupKind.OUT_OF_POVERTY, 0.025),
        (PersonGroupKind.POVERTY_WATCHED, 0.008),
        (PersonGroupKind.VETERAN, 0.02),
        (PersonGroupKind.UNEMPLOYED, 0.03),
        (PersonGroupKind.ZERO_JOB_FAMILY, 0.004),
        (PersonGroupKind.DISABLED, 0.008),
        (PersonGroupKind.HARD_ALLOWANCE, 0.006),
        (PersonGroupKind.OVER_AGE, 0.9 if born.year < day.year - 61 else 0.0),
    )
    return [str(group.value) for group, share in odds if rng.random() < share]


def _consents(county: County, contacts: tuple[ContactFacts, ...], *, sensitive: bool) -> tuple[ConsentFacts, ...]:
    rng = county.rng
    reachable = any(contact.kind == ContactKind.MOBILE for contact in contacts)
    given = [ConsentPurpose.EMPLOYER] if rng.random() < 0.95 else []
    if reachable and rng.random() < 0.6:
        given.append(ConsentPurpose.PUSH)
    if sensitive:
        given.append(ConsentPurpose.SENSITIVE)
    if rng.random() < 0.15:
        given.append(ConsentPurpose.SURVEY)
    return tuple(ConsentFacts(purpose) for purpose in given)


def _wish(county: County, trades: tuple[str, ...], limit: str, raw: dict[str, Any]) -> WishFacts:
    rng = county.rng
    trade = TRADES[trades[0]]
    modes = _modes(county)
    day_labour = modes == (WorkMode.DAY.value,)
    _code, _town, offset = next(row for row in TOWNS if row[1] == raw["_town"])
    return WishFacts(
        works=tuple(
            WishedWork(TRADES[key].code, TRADES[key].said[0] if n else rng.choice(trade.said))
            for n, key in enumerate(_apart(trades))
        )[:5],
        party_size=rng.choices([1, 2, 3, 4, 5, 6, 8, 10], [88, 5, 2, 1.5, 1.2, 1, 0.8, 0.5])[0],
        work_modes=modes,
        settle=(SettleWish.DAY.value,) if day_labour else (SettleWish.DAY.value, SettleWish.MONTH.value),
        week_mask=rng.choices([DAYTIME_WEEK, DAYTIME_WEEK | EVENINGS, WEEKENDS, EVENINGS], [86, 8, 4, 2])[0],
        max_distance_m=rng.choice([5_000, 8_000, 10_000, 15_000, 20_000, 30_000, 30_000, None, None]),
        transport=rng.choices(
            [Transport.EBIKE, Transport.CAR, Transport.TRICYCLE, Transport.PICKUP, Transport.BUS, Transport.WALK],
            [55, 12, 10, 12, 6, 5],
        )[0].value,
        board_lodging=rng.choices([BoardLodging.NONE, BoardLodging.MEALS, BoardLodging.BOTH], [70, 25, 5])[0].value,
        tools=trade.tools if rng.random() < 0.6 else "",
        valid_days=7 if day_labour else 30,
        home_name=f"{raw['resid_place']}",
        home=scattered(county, offset, 25) if rng.random() < 0.8 else None,
        has_smartphone="mobile" in raw and rng.random() < 0.85,
        work_limit=limit,
        **_pay(county, trade, modes),
    )


def _modes(county: County) -> tuple[str, ...]:
    day, short, long, hourly = (WorkMode.DAY.value, WorkMode.SHORT.value, WorkMode.LONG.value, WorkMode.HOURLY.value)
    return county.rng.choices([(day,), (day, short), (short, long), (long,), (day, hourly)], [36, 28, 12, 18, 6])[0]


def _pay(county: County, trade: Trade, modes: tuple[str, ...]) -> dict[str, Any]:
    """Return the least pay somebody wants: by the day, the month or the hour; one in eight names none."""
    rng = county.rng
    if rng.random() < 0.12:
        return {}
    low, high = trade.pay
    day = round((low + (high - low) * rng.triangular(0, 0.8, 0.2)) / 10) * 10
    if modes == (WorkMode.LONG.value,):
        return {"pay_min_fen": day * 26 // 100 * 10_000, "pay_unit": WishPayUnit.MONTH.value}
    if WorkMode.HOURLY.value in modes and rng.random() < 0.5:
        return {"pay_min_fen": day * 100 // 8 // 100 * 100, "pay_unit": WishPayUnit.HOUR.value}
    return {"pay_min_fen": day * 100, "pay_unit": WishPayUnit.DAY.value}


def _certificate(county: County, trade: Trade) -> str:
    code, odds = HELD.get(trade.key, ("", 0.0))
    return code if county.rng.random() < odds else ""
