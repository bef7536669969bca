"""What the engine answered, in words that a person at the counter can read out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yizhan.employers.enums import EmployerKind
from yizhan.engine import Caution, Explanation, Failure, Part, PartPoints
from yizhan.matching.columns import local_day
from yizhan.matching.enums import Hindrance
from yizhan.shared.display import WEEKDAYS, day_text, distance_text, listed, money_text, when_text
from yizhan.vocabularies.queries import all_certificates, occupation_name

if TYPE_CHECKING:
    from yizhan.postings.queries import PostingCard, ShiftCard
    from yizhan.workers.queries import SeekerRow

KILOMETRE = 1000


@dataclass(frozen=True)
class PartLine:
    """One part of the points in words.

    :param points_bp: what it added; the parts of a pair sum to its points. :param most_bp: the most it could add.
    """

    part: str
    words: str
    points_bp: int
    most_bp: int

    @property
    def points(self) -> str:
        """Points out of 100 with two decimals, which add up as shown."""
        return points_text(self.points_bp)


@dataclass(frozen=True)
class PairFacts:
    """One person beside one shift: what the engine said and what the sentences quote.

    :param skills: how many of the skills that the posting would like the person has.
    :param weekly: the work states its weekdays instead of dates.
    :param confirmed_days: days since the employer last said that people are wanted.
    :param busy: when the person is promised elsewhere meanwhile, in words; "" when free.
    :param day: the day as of which the table is.
    :param is_rough: how far it is was rounded up.
    """

    said: Explanation
    row: SeekerRow
    card: PostingCard
    shift: ShiftCard
    skills: int
    weekly: bool
    confirmed_days: int
    busy: str
    day: dt.date
    is_rough: bool = False


def for_the_public(pair: PairFacts) -> PairFacts:
    """Return a pair as the person may read it: how far a household is, up to the next kilometre."""
    if pair.card.employer_kind != EmployerKind.HOUSEHOLD or pair.said.distance_m < 0:
        return pair
    up = -(-max(pair.said.distance_m, 1) // KILOMETRE) * KILOMETRE
    return replace(pair, said=replace(pair.said, distance_m=up), is_rough=True)


@dataclass(frozen=True)
class Reason:
    """One thing that stands against a pair: a code of `Hindrance` and a sentence."""

    code: str
    words: str


def points_text(basis_points: int) -> str:
    """Write basis points as points out of 100.00."""
    return f"{basis_points // 100}.{basis_points % 100:02d}"


@dataclass(frozen=True)
class FactLines:
    """Where, when, how many and how fresh, each in a few words."""

    where: str
    when: str
    places: str
    confirmed: str


def fact_lines(card: PostingCard, shift: ShiftCard, distance_m: int | None, other_shifts: int) -> FactLines:
    """Return the facts of one line in a list. Made here and not in the template: a page has many."""
    distance = _("距离不明") if distance_m is None else distance_text(distance_m)
    starts = when_text(shift.starts_at, "short")
    if shift.ends_at is None:
        when = _("%(start)s 起，长期") % {"start": starts}
    else:
        same_day = local_day(shift.ends_at) == local_day(shift.starts_at)
        when = f"{starts}–{when_text(shift.ends_at, 'clock' if same_day else 'short')}"
    if other_shifts:
        when += " " + _("另有 %(n)s 个班次") % {"n": other_shifts}
    if card.last_confirmed_at:
        confirmed = _("最近确认 %(when)s") % {"when": when_text(card.last_confirmed_at, "short")}
    else:
        confirmed = _("发布 %(when)s") % {"when": when_text(card.published_at, "short")} if card.published_at else ""
    places = _("还要 %(left)s 人（共 %(all)s 人）") % {"left": shift.left, "all": shift.headcount}
    return FactLines(f"{distance} {card.place_name}", when, places, confirmed)


# --- what speaks for it -----------------------------------------------------------------------------------------------


def part_lines(pair: PairFacts) -> tuple[PartLine, ...]:
    """Return the parts that added something, in the order of the rule; what added nothing is left out."""
    return tuple(
        PartLine(part.part.value, _part_words(part, pair), part.points, part.most)
        for part in pair.said.parts
        if part.points
    )


def _part_words(part: PartPoints, pair: PairFacts) -> str:
    said, row = pair.said, pair.row
    match part.part:
        case Part.OCCUPATION:
            return _occupation_words(part, said, row)
        case Part.PAY:
            amount = {"amount": money_text(said.pay_gain_fen or 0, "day")}
            return (_("报酬高出最低要求%(amount)s") if row.pay_min_daily_fen else _("报酬折合%(amount)s")) % amount
        case Part.DISTANCE:
            words = _("距离在%(distance)s以内") if pair.is_rough else _("距离%(distance)s")
            return words % {"distance": distance_text(said.distance_m)}
        case Part.SKILLS:
            return _("会岗位想要的技能 %(n)s 项") % {"n": pair.skills}
        case Part.FRESHNESS:
            if not pair.confirmed_days:
                return _("雇主今天确认过")
            return _("雇主 %(n)s 天前确认过") % {"n": pair.confirmed_days}
        case Part.WAITING:
            return _("已等活 %(n)s 天") % {"n": row.waiting_days}
        case Part.EXPOSURE:
            return _("少有人看到，往前放了一点")
        case _:
            return _("服务等级 %(tier)s，优先照顾") % {"tier": row.tier}


def _occupation_words(part: PartPoints, pair: Explanation, row: SeekerRow) -> str:
    wished = occupation_name(row.wanted[pair.wish]) if 0 <= pair.wish < len(row.wanted) else ""
    names = {"wish": wished}
    if part.share_bp == 10_000:
        return _("工种对口（%(wish)s）") % names
    if pair.by_mobility:
        return _("与想做的%(wish)s常能互转") % names
    return _("与想做的%(wish)s相近") % names


# --- what has to be said beside it ------------------------------------------------------------------------------------


def caution_lines(pair: PairFacts) -> tuple[str, ...]:
    """Return what excludes nobody and still has to be said before anybody is sent."""
    card, cautions = pair.card, pair.said.cautions
    said = []
    if Caution.AGE_LIMIT_SHOWN in cautions:
        ages = _ages_words(card)
        said.append(_("雇主写了%(ages)s，没有经审核认可的依据，不作为筛选；去之前先打电话说明。") % {"ages": ages})
    if Caution.MINOR in cautions:
        said.append(_("未满18周岁：雇主要办未成年工登记并安排体检。"))
    if Caution.PAY_UNKNOWN in cautions:
        said.append(_("报酬折算不成每天多少钱，先问清楚。"))
    if Caution.DISTANCE_UNKNOWN in cautions:
        said.append(_("距离不明：住处或工作地点没有在地图上标出。"))
    if Caution.OCCUPATION_UNKNOWN in cautions:
        said.append(_("岗位没有填职业，无法判断是否对口。"))
    elif Caution.NO_WISH in cautions:
        said.append(_("本人没有登记想做的工种。"))
    elif pair.said.parts[0].share_bp == 0:
        said.append(_("不是本人想做的工种。"))
    if card.sex_required != "any":
        said.append(_("岗位依法写明了性别要求，介绍前先看岗位内容。"))
    if pair.busy and not _needs_named_days(pair):
        said.append(_("其间 %(when)s 已经答应了别的活，先和雇主说好。") % {"when": pair.busy})
    unread = [name for name in card.certificates if name not in _certificate_names()]
    if unread:
        said.append(_("岗位还要求：%(names)s（不在证书目录里，请当面核对）。") % {"names": listed(unread)})
    if card.employer_flagged:
        said.append(_("这家雇主正在复核，介绍前先问站长。"))
    return tuple(said)


def _ages_words(card: PostingCard) -> str:
    if card.age_min and card.age_max:
        return _("%(low)s至%(high)s岁") % {"low": card.age_min, "high": card.age_max}
    if card.age_max:
        return _("不超过%(high)s岁") % {"high": card.age_max}
    return _("不小于%(low)s岁") % {"low": card.age_min}


# --- what stands against it -------------------------------------------------------------------------------------------

#: Engine bits in the order in which a posting that fails several is counted.
FAILURES: tuple[tuple[Failure, Hindrance], ...] = (
    (Failure.AGE_UNKNOWN, Hindrance.AGE_UNKNOWN),
    (Failure.UNDER_AGE, Hindrance.UNDER_AGE),
    (Failure.MINOR_HAZARD, Hindrance.MINOR_HAZARD),
    (Failure.CERTIFICATE, Hindrance.CERTIFICATE),
    (Failure.ELIGIBILITY, Hindrance.ELIGIBILITY),
    (Failure.AGE_LIMIT, Hindrance.AGE_LIMIT),
    (Failure.PLACES, Hindrance.PLACES),
    (Failure.DATED_TIMES, Hindrance.TIMES),
    (Failure.WEEKLY_TIMES, Hindrance.TIMES),
    (Failure.DISTANCE, Hindrance.DISTANCE),
    (Failure.PAY, Hindrance.PAY),
    (Failure.OCCUPATION, Hindrance.OCCUPATION),
)


def failure_reasons(pair: PairFacts) -> list[Reason]:
    """Return a sentence for every hard constraint that fails, not just for the first."""
    said = [
        Reason(hindrance.value, _failure_words(failure, pair))
        for failure, hindrance in FAILURES
        if failure in pair.said.failures
    ]
    if pair.busy and _needs_named_days(pair):
        said.append(Reason(Hindrance.BUSY.value, _("本人 %(when)s 已经答应了别的活。") % {"when": pair.busy}))
    return said


def _needs_named_days(pair: PairFacts) -> bool:
    return pair.shift.ends_at is not None and not pair.weekly


def _failure_words(failure: Failure, pair: PairFacts) -> str:
    said, row = pair.said, pair.row
    match failure:
        case Failure.AGE_UNKNOWN:
            return _("年龄没有凭证件核实，不能证明已满16周岁。请先凭证件确认年龄。")
        case Failure.UNDER_AGE:
            return _("开工那天未满16周岁，任何单位都不得招用（劳动法第15条）。")
        case Failure.MINOR_HAZARD:
            return _("开工那天未满18周岁，这个岗位有夜班或未成年工禁忌的危害。")
        case Failure.CERTIFICATE:
            return _("缺少有效的证书：%(names)s。") % {"names": listed(_bit_names(said.missing_certificates))}
        case Failure.ELIGIBILITY:
            return _("不符合岗位依法设定的条件。")
        case Failure.AGE_LIMIT:
            words = {"ages": _ages_words(pair.card), "age": said.age}
            return _("岗位要求%(ages)s，依据已经审核认可；本人开工那天%(age)s岁。") % words
        case Failure.PLACES:
            return _("要 %(need)s 个名额，只剩 %(left)s 个。") % {"need": row.party_size, "left": pair.shift.left}
        case Failure.DATED_TIMES:
            return _("本人这些时间来不了：%(times)s。") % {"times": _dated_words(said.missing_dated, pair.day)}
        case Failure.WEEKLY_TIMES:
            return _("岗位每周要来而本人来不了的时间：%(times)s。") % {"times": week_words(said.missing_weekly)}
        case Failure.DISTANCE:
            words = {"distance": distance_text(said.distance_m), "most": distance_text(row.max_distance_m)}
            return _("距离%(distance)s，超过本人说的%(most)s。") % words
        case Failure.PAY:
            short, least = money_text(-(said.pay_gain_fen or 0), "day"), money_text(row.pay_min_daily_fen, "day")
            return _("报酬比本人最低要求%(least)s少%(short)s。") % {"short": short, "least": least}
        case _:
            return _("工种与本人想做的相差太远。")


@lru_cache(maxsize=1)
def _certificate_names() -> dict[str, str]:
    return {each.code: each.name for each in all_certificates()}


def _bit_names(bits: Iterable[int]) -> list[str]:
    by_bit = {each.bit: each.name for each in all_certificates()}
    return [by_bit.get(bit, str(bit)) for bit in bits]


def _part_of_day(part: int) -> str:
    return (_("上午"), _("下午"), _("晚上"), _("夜里"))[part]


def _dated_words(missing: Iterable[tuple[int, int]], day: dt.date, most: int = 4) -> str:
    ordered = sorted(missing)
    texts = [f"{day_text(day + dt.timedelta(days=ahead), 'short')} {_part_of_day(part)}" for ahead, part in ordered]
    return listed(texts[:most]) + (_("等") if len(texts) > most else "")


def week_words(mask: int) -> str:
    """Write the parts of a week: `周六上午、周六下午`."""
    texts = []
    for weekday in range(7):
        parts = [_part_of_day(part) for part in range(4) if mask >> (weekday * 4 + part) & 1]
        if len(parts) == 4:
            texts.append(_("%(day)s全天") % {"day": WEEKDAYS[weekday]})
        elif parts:
            texts.append(f"{WEEKDAYS[weekday]}{'、'.join(parts)}")
    return "；".join(texts)
