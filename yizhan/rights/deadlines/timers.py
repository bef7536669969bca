"""Which limits run in a matter, where each ends, and how it stands today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from yizhan.rights.deadlines.counting import Due, IsWorking, Span, Unit, due, held_back
from yizhan.rights.deadlines.rulebook import RULES, Rule
from yizhan.rights.enums import CaseKind, Channel, Event, Relation, Who

#: Turning to one of these asks for help against the employer and starts the year of arbitration anew (27).
ASKS_FOR_HELP = frozenset({Channel.INSPECTION, Channel.MEDIATION, Channel.PAYMENT_ORDER, Channel.COURT})


class Standing(StrEnum):
    """How a limit stands on a day."""

    OVER = "over"
    WARN = "warn"
    RUNNING = "running"
    KEPT = "kept"
    OPEN = "open"


@dataclass(frozen=True)
class Way:
    """One channel that was turned to, with its days.

    :param is_extended: a longer time was granted. :param is_plain: the shorter time for a plain matter holds.
    """

    channel: Channel
    filed_on: dt.date | None = None
    accepted_on: dt.date | None = None
    decided_on: dt.date | None = None
    served_on: dt.date | None = None
    perform_by_on: dt.date | None = None
    is_extended: bool = False
    is_plain: bool = False

    def day_of(self, event: Event) -> dt.date | None:
        """Return the day of an event of this channel."""
        days = {
            Event.FILED: self.filed_on,
            Event.ACCEPTED: self.accepted_on,
            Event.DECIDED: self.decided_on,
            Event.SERVED: self.served_on,
            Event.PERFORM_BY: self.perform_by_on,
        }
        return days.get(event)


@dataclass(frozen=True)
class Matter:
    """The days of a matter.

    :param province: the first two digits of the area code of the place of work.
    :param claimed_on: days on which the person claimed their right or the other side promised (时效中断).
    :param still: days in which the time stood still (中止).
    """

    kind: CaseKind
    relation: Relation
    province: str
    happened_on: dt.date
    known_on: dt.date | None = None
    ended_on: dt.date | None = None
    claimed_on: tuple[dt.date, ...] = ()
    still: tuple[Span, ...] = ()
    ways: tuple[Way, ...] = ()

    def way(self, channel: Channel) -> Way | None:
        """Return the channel as it was turned to, or None."""
        return next((way for way in self.ways if way.channel == channel), None)

    def day_of(self, event: Event, channel: Channel) -> dt.date | None:
        """Return the day of an event, the channel's own or the matter's."""
        own = {Event.HAPPENED: self.happened_on, Event.KNOWN: self.known_on, Event.ENDED: self.ended_on}
        if event in own:
            return own[event]
        way = self.way(channel)
        return way.day_of(event) if way else None


@dataclass(frozen=True)
class Timer:
    """One limit of a matter.

    :param starts_on: the day that it is counted from, not counted itself.
    :param due: None where no limit runs (`Standing.OPEN`); then `note` says why.
    :param days_left: calendar days to the end, negative when it is over; None without an end.
    """

    rule: Rule
    starts_on: dt.date
    due: Due | None
    standing: Standing
    days_left: int | None
    note: StrOrPromise = ""

    @property
    def on(self) -> dt.date | None:
        """The last day in time."""
        return self.due.on if self.due else None


WAGE_EXCEPTION = _("劳动关系还在，欠薪申请仲裁不受一年限制；离开后一年内要提出（第27条第4款）。")
RESTARTED = _("时效中断过，从最近一次主张权利、求助或对方同意履行那天起重新计算。")
CALENDAR_UNKNOWN = _("后一年的放假安排还没有公布或录入，工作日数不到头，这里不估算。")
NOT_MOVED = _("最后一天所在年份的放假安排还不知道，没有顺延；实际最后一天只会更晚，不会更早。")


def timers(matter: Matter, is_working: IsWorking, today: dt.date) -> list[Timer]:
    """Return the limits that run or ran in a matter, the most urgent first, those that were kept last."""
    found = [timer for rule in RULES if (timer := _timer(rule, matter, is_working, today)) is not None]
    order = {Standing.OVER: 1, Standing.WARN: 0, Standing.RUNNING: 2, Standing.OPEN: 3, Standing.KEPT: 4}
    return sorted(found, key=lambda timer: (order[timer.standing], timer.on or dt.date.max, timer.rule.key))


def _timer(rule: Rule, matter: Matter, is_working: IsWorking, today: dt.date) -> Timer | None:
    starts_on = _start(rule, matter)
    if starts_on is None or not _applies(rule, matter, starts_on):
        return None
    kept_on = matter.day_of(rule.ends_with, rule.channel) if rule.ends_with else None
    if _is_wage_exception(rule, matter):
        standing = Standing.KEPT if kept_on else Standing.OPEN
        return Timer(rule, starts_on, None, standing, None, WAGE_EXCEPTION)
    count, restarted = _count(rule, matter, starts_on, is_working, kept_on)
    note: StrOrPromise = RESTARTED if restarted != starts_on else ""
    if count.on is None:
        return Timer(rule, restarted, count, Standing.KEPT if kept_on else Standing.RUNNING, None, CALENDAR_UNKNOWN)
    if not count.is_certain:
        note = NOT_MOVED
    left = (count.on - today).days
    return Timer(rule, restarted, count, _standing(rule, count.on, kept_on, left), left, note)


def _start(rule: Rule, matter: Matter) -> dt.date | None:
    if rule.key == "arbitration.file" and matter.kind == CaseKind.ARREARS and matter.ended_on:
        return matter.ended_on
    days = (matter.day_of(event, rule.channel) for event in rule.starts_with)
    return next((day for day in days if day is not None), None)


def _applies(rule: Rule, matter: Matter, starts_on: dt.date) -> bool:
    return (
        matter.kind in rule.kinds
        and matter.relation in rule.relations
        and (not rule.provinces or matter.province in rule.provinces)
        and rule.law.holds_on(starts_on)
    )


def _is_wage_exception(rule: Rule, matter: Matter) -> bool:
    """Say whether wages are owed while the labour relation stands (劳动争议调解仲裁法 27, fourth paragraph)."""
    return (
        rule.key == "arbitration.file"
        and matter.kind == CaseKind.ARREARS
        and matter.relation == Relation.LABOUR
        and matter.ended_on is None
    )


def _count(
    rule: Rule, matter: Matter, starts_on: dt.date, is_working: IsWorking, kept_on: dt.date | None
) -> tuple[Due, dt.date]:
    """Count from the start, and anew from each claim that came in time; return the end and the start that counts."""
    way = matter.way(rule.channel)
    length = rule.length + (rule.more if way and way.is_extended else 0)
    if rule.shorter and way and way.is_plain:
        length = rule.shorter
    still = matter.still if rule.stands_still else ()

    def counted(day: dt.date) -> Due:
        end = due(day, length, rule.unit, is_working, still)
        return held_back(end, rule.last_months, is_working, matter.still) if rule.last_months else end

    end = counted(starts_on)
    for day in _interruptions(rule, matter):
        if starts_on < day and (end.on is None or day <= end.on) and (kept_on is None or day <= kept_on):
            starts_on = day
            end = counted(starts_on)
    return end, starts_on


def _interruptions(rule: Rule, matter: Matter) -> Iterable[dt.date]:
    if not rule.restarts:
        return ()
    asked = (
        way.filed_on
        for way in matter.ways
        if way.channel in ASKS_FOR_HELP and way.channel != rule.channel and way.filed_on is not None
    )
    return sorted({*matter.claimed_on, *asked})


def _standing(rule: Rule, on: dt.date, kept_on: dt.date | None, left: int) -> Standing:
    if kept_on is not None and (kept_on <= on or rule.who != Who.PERSON):
        return Standing.KEPT
    if left < 0 or kept_on is not None:
        return Standing.OVER
    return Standing.WARN if left <= rule.warn_days else Standing.RUNNING


def unit_words(rule: Rule, *, is_extended: bool = False) -> str:
    """Say how long a limit is, such as 60+30 个工作日."""
    words = {
        Unit.DAYS: _("%(n)s 日"),
        Unit.WORKING_DAYS: _("%(n)s 个工作日"),
        Unit.MONTHS: _("%(n)s 个月"),
        Unit.YEARS: _("%(n)s 年"),
    }
    length = f"{rule.length}+{rule.more}" if is_extended and rule.more else str(rule.length)
    return str(words[rule.unit]) % {"n": length}


#: Since when platforms take part, by the first two digits of the area code. Provinces that are not named joined at the
#: latest on 1 January 2026; whether one of them joined earlier has to be asked locally.
PLATFORM_SINCE = {
    **dict.fromkeys(("11", "31", "32", "44", "46", "50", "51"), dt.date(2022, 7, 1)),
    **dict.fromkeys(("21", "33", "37"), dt.date(2025, 7, 1)),
}
PLATFORM_EVERYWHERE = dt.date(2026, 1, 1)


def platform_is_covered(province: str, on: dt.date) -> bool | None:
    """Say whether 职业伤害保障 held in a province on a day; None: not known, ask 12333."""
    since = PLATFORM_SINCE.get(province)
    if on >= PLATFORM_EVERYWHERE or (since and on >= since):
        return True
    if since or on < dt.date(2025, 7, 1):
        return False
    return None
