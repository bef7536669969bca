"""What other rooms ask about words, certificates, days and minimum wages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.shared.errors import Refused
from yizhan.vocabularies.catalogue.certificates import (
    Certificate,
    CourseKind,
    certificates_by_code,
    course_kinds_by_code,
    mask_of,
    permitted_by,
)
from yizhan.vocabularies.catalogue.days import is_week_working_day, noticed_days, noticed_years
from yizhan.vocabularies.catalogue.mobility import MobilityPair, closeness, pairs
from yizhan.vocabularies.catalogue.occupations import Alias, Occupation, occupations_by_code, shipped_aliases
from yizhan.vocabularies.catalogue.search import OccupationHit, index_of, search, shipped_index
from yizhan.vocabularies.catalogue.statutory import FIRST_YEAR, LAST_YEAR, statutory_days
from yizhan.vocabularies.catalogue.wages import MinimumWageFact, shipped_wages
from yizhan.vocabularies.enums import CertificateKind, Ethnicity, SourceMark
from yizhan.vocabularies.models import Holiday, LocalAlias, MinimumWage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

__all__ = [
    "Certificate",
    "CertificateUnknown",
    "CourseKind",
    "MinimumWageFact",
    "MobilityPair",
    "Occupation",
    "OccupationHit",
    "WorkingCalendar",
    "YearUnknown",
]

#: An office's own word is said at that office every day.
OWN_WEIGHT = 9


class YearUnknown(Refused):
    """Nobody has entered the holiday notice of that year."""

    code = "year_unknown"
    sentence = _("这一年的放假安排还没有录入，无法按工作日计算，没有改变任何记录。请系统管理员先录入国务院的放假通知。")


class CertificateUnknown(Refused):
    """A code that the certificate list does not have."""

    code = "certificate_unknown"
    sentence = _("证书种类不在证书目录里，没有保存。请从列表中重新选择证书。")


# Occupations ----------------------------------------------------------------------------------------------------


def occupation(code: str) -> Occupation | None:
    """Return the occupation with that code (`X-XX-XX-XX`), or None."""
    return occupations_by_code().get(code)


def occupation_name(code: str) -> str:
    """Return the official name, or "" for an unknown code."""
    found = occupations_by_code().get(code)
    return found.name if found else ""


def is_occupation(code: str) -> bool:
    """Say whether the code is in the shipped list."""
    return code in occupations_by_code()


def all_occupations() -> tuple[Occupation, ...]:
    """Return all occupations in the order of their codes."""
    return tuple(occupations_by_code().values())


def find_occupations(text: str, limit: int = 8, office: Any = None) -> list[OccupationHit]:
    """Return the occupations that somebody may mean, best first.

    By everyday word, official name, pinyin, initials, part, overlap and near sound; deterministic.

    :param office: an `Office` or its primary key whose own words count too (one query); None asks no database.
    """
    own = None
    if office is not None:
        rows = local_aliases(office).values_list("word", "occupation_code")
        known = occupations_by_code()
        own = index_of(Alias(word, (code,), OWN_WEIGHT) for word, code in rows if code in known)
    return search(text, limit=limit, own=own)


def occupations_said(text: str, limit: int = 8) -> list[OccupationHit]:
    """Return what `find_occupations` does, but no guesses beside what is said exactly: 看大门 is 保安员 alone.

    Several words with blanks between them each count where they are exact: 焊工 电工.
    """
    whole = find_occupations(text, limit=limit)
    for hits in (whole, [hit for word in text.split() for hit in find_occupations(word, limit=limit)]):
        exact = list({hit.code: hit for hit in hits if hit.is_exact}.values())
        if exact:
            return exact[:limit]
    return whole


@cache
def work_words() -> frozenset[str]:
    """Return the everyday words for work that are shipped, two signs and longer; no question of an office's own."""
    return frozenset(alias.word for alias in shipped_aliases() if len(alias.word) > 1)


def warm() -> None:
    """Build the search index now (about half a second) rather than at the first question; for server start."""
    shipped_index()


def local_aliases(office: Any) -> QuerySet[LocalAlias]:
    """Return the words that an office (or its primary key) has added, in the order they came."""
    return LocalAlias.objects.filter(office_id=getattr(office, "pk", office), retired_at=None).order_by("pk")


def mobility_pairs() -> tuple[MobilityPair, ...]:
    """Return the named pairs of near occupations (symmetric, `a < b`), ordered."""
    return pairs()


def closeness_bp(a: str, b: str) -> int:
    """Return how near two occupations stand, 0 … 10 000 basis points; see `catalogue.mobility`."""
    return closeness(a, b)


# Certificates ---------------------------------------------------------------------------------------------------


def certificate(code: str) -> Certificate | None:
    """Return the certificate with that code, or None."""
    return certificates_by_code().get(code)


def all_certificates() -> tuple[Certificate, ...]:
    """Return all certificates in the order of their bits."""
    return tuple(certificates_by_code().values())


def certificates_by_kind() -> dict[CertificateKind, list[Certificate]]:
    """Return the certificates of each kind, for a grouped list."""
    grouped: dict[CertificateKind, list[Certificate]] = {kind: [] for kind in CertificateKind}
    for each in certificates_by_code().values():
        grouped[each.kind].append(each)
    return grouped


def course_kinds() -> tuple[CourseKind, ...]:
    """Return the kinds of courses and what they lead to."""
    return tuple(course_kinds_by_code().values())


def required_mask(codes: Iterable[str]) -> int:
    """Return the bitset of certificates that a posting asks for.

    :raises CertificateUnknown: a code is not in the list.
    """
    try:
        return mask_of(codes)
    except KeyError as error:
        raise CertificateUnknown from error


def held_mask(codes: Iterable[str]) -> int:
    """Return the bitset of what a person's certificates permit, implied ones included (C1 permits what C2 does).

    A required mask is covered when `required & ~held == 0`. Validity is the caller's question: pass only codes of
    certificates that are valid on the day.

    :raises CertificateUnknown: a code is not in the list.
    """
    try:
        return mask_of(permitted for code in codes for permitted in permitted_by(code))
    except KeyError as error:
        raise CertificateUnknown from error


def covers(held: Iterable[str], required: Iterable[str]) -> bool:
    """Say whether somebody with these certificates has all that is required.

    :raises CertificateUnknown: a code is not in the list.
    """
    return required_mask(required) & ~held_mask(held) == 0


# Days -----------------------------------------------------------------------------------------------------------


def working_day_years() -> frozenset[int]:
    """Return the years for which working days can be counted."""
    entered = {day.year for day in Holiday.objects.dates("day", "year")}
    return noticed_years() | entered


def _entered(from_on: dt.date, until_on: dt.date) -> dict[dt.date, bool]:
    """Return what this installation entered for [from_on, until_on)."""
    return dict(Holiday.objects.filter(day__gte=from_on, day__lt=until_on).values_list("day", "is_working"))


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are worked, read once for many questions.

    :param years: the years whose notice is known. :param departs: days that depart from the week.
    """

    years: frozenset[int]
    departs: Mapping[dt.date, bool]

    def is_working(self, day: dt.date) -> bool | None:
        """Say whether the day is worked; None for a year without a notice."""
        return self.departs.get(day, is_week_working_day(day)) if day.year in self.years else None


def working_calendar() -> WorkingCalendar:
    """Return the calendar as shipped and entered; one query."""
    entered = dict(Holiday.objects.values_list("day", "is_working"))
    years = noticed_years() | {day.year for day in entered}
    return WorkingCalendar(years, {**noticed_days(), **entered})


@dataclass(frozen=True)
class HolidayYear:
    """A year's notice in words: `off` and `worked` as spans such as `1.1–1.3`; `sources` of what was entered here."""

    year: int
    is_known: bool
    off: tuple[str, ...] = ()
    worked: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def holiday_years(first: int, count: int = 4) -> list[HolidayYear]:
    """Return so many years from `first` on as they are counted with; one query."""
    rows = Holiday.objects.filter(day__year__gte=first, day__year__lt=first + count).order_by("day")
    entered = {row.day: row for row in rows}
    found = []
    for year in range(first, first + count):
        own = {day: row.is_working for day, row in entered.items() if day.year == year}
        days = {day: working for day, working in noticed_days().items() if day.year == year} | own
        sources = dict.fromkeys(row.source for day, row in entered.items() if day.year == year)
        found.append(
            HolidayYear(
                year, bool(days), _spans(day for day, works in days.items() if not works),
                _spans(day for day, works in days.items() if works and not is_week_working_day(day)), tuple(sources),
            )
        )  # fmt: skip
    return found


def _spans(days: Iterable[dt.date]) -> tuple[str, ...]:
    """Write days that follow one another as one span."""
    spans: list[list[dt.date]] = []
    for day in sorted(days):
        if spans and day - spans[-1][-1] == dt.timedelta(days=1):
            spans[-1].append(day)
        else:
            spans.append([day])
    return tuple(
        f"{one[0].month}.{one[0].day}" + (f"–{one[-1].month}.{one[-1].day}" if len(one) > 1 else "") for one in spans
    )


def is_working_day(day: dt.date) -> bool:
    """Say whether the law counts the day as a working day.

    :raises YearUnknown: the notice of that year is neither shipped nor entered.
    """
    if day.year not in working_day_years():
        raise YearUnknown
    own = _entered(day, day + dt.timedelta(days=1))
    return own.get(day, noticed_days().get(day, is_week_working_day(day)))


def add_working_days(day: dt.date, n: int) -> dt.date:
    """Return the n-th working day after `day`; the day itself is not counted, n = 0 gives it back.

    :raises ValueError: n is negative.
    :raises YearUnknown: the count runs into a year without a notice.
    """
    if n < 0:
        raise ValueError("working days are counted forward")
    if n == 0:
        return day
    years = working_day_years()
    # Longer than any run of n working days: at most two of three days are free around the longest holidays.
    own = _entered(day, day + dt.timedelta(days=3 * n + 30))
    noticed = noticed_days()
    while n:
        day += dt.timedelta(days=1)
        if day.year not in years:
            raise YearUnknown
        if own.get(day, noticed.get(day, is_week_working_day(day))):
            n -= 1
    return day


def is_statutory_holiday(day: dt.date) -> bool:
    """Say whether work on the day is paid threefold (劳动法 art. 44 no. 3): one of the year's thirteen days.

    :raises YearUnknown: the table of the lunar days does not have the year.
    """
    try:
        return day in statutory_days(day.year)
    except KeyError as error:
        raise YearUnknown from error


def free_days(from_on: dt.date, until_on: dt.date) -> frozenset[dt.date]:
    """Return the days of `[from_on, until_on)` on which offices and banks rest: one query.

    Where no notice is known yet, weekends and statutory holidays: what can be said before the notice comes.
    """
    own, noticed, years = _entered(from_on, until_on), noticed_days(), noticed_years()
    found = set()
    for offset in range((until_on - from_on).days):
        day = from_on + dt.timedelta(days=offset)
        works = is_week_working_day(day)
        if day.year not in years and FIRST_YEAR <= day.year <= LAST_YEAR:
            works = works and day not in statutory_days(day.year)
        if not own.get(day, noticed.get(day, works)):
            found.add(day)
    return frozenset(found)


# Minimum wages --------------------------------------------------------------------------------------------------


def _areas_upward(area_code: str) -> list[str]:
    """Return the county, its city and its province, without repetition."""
    county = area_code[:6]
    return list(dict.fromkeys([county, county[:4] + "00", county[:2] + "0000"]))


def _as_fact(row: MinimumWage) -> MinimumWageFact:
    return MinimumWageFact(
        area_code=row.area_code,
        tier=row.tier,
        month_fen=row.month_fen,
        hour_fen=row.hour_fen,
        valid_from_on=row.valid_from_on,
        valid_to_on=row.valid_to_on,
        doc_no=row.doc_no,
        mark=SourceMark(row.mark),
    )


def minimum_wage(area_code: str, on: dt.date) -> MinimumWageFact | None:
    """Return the minimum wage at a place of work on the day of work, or None where nothing is known.

    The county's own row counts first, then the city's, then the province's; what this installation entered stands
    before what is shipped. Where only several tiers of a province are known, the lowest is returned with
    `tier_known=False`.
    """
    areas = _areas_upward(area_code)
    rows = MinimumWage.objects.filter(
        Q(valid_to_on=None) | Q(valid_to_on__gt=on), area_code__in=areas, valid_from_on__lte=on
    ).order_by("area_code", "tier", "pk")
    return _lowest(areas, [_as_fact(row) for row in rows], on)


def shipped_minimum_wage(area_code: str, on: dt.date) -> MinimumWageFact | None:
    """Return the same by what is shipped alone, for where there is no database."""
    return _lowest(_areas_upward(area_code), [], on)


def _lowest(areas: Sequence[str], entered: Sequence[MinimumWageFact], on: dt.date) -> MinimumWageFact | None:
    for area in areas:
        for source in (entered, shipped_wages()):
            found = [fact for fact in source if fact.area_code == area and fact.holds_on(on)]
            if found:
                lowest = min(found, key=lambda fact: (fact.month_fen, fact.hour_fen, fact.tier))
                return lowest if len(found) == 1 else replace(lowest, tier_known=False)
    return None


def wages_known(area_code: str) -> tuple[Sequence[tuple[int, MinimumWageFact]], Sequence[MinimumWageFact]]:
    """Return what was entered, by its row's id, and what is shipped for a county, its city and its province; one query.

    The nearest area first, then by tier, the newest first: as they stand on the page.
    """
    areas = _areas_upward(area_code)

    def place(fact: MinimumWageFact) -> tuple[int, int, int]:
        return areas.index(fact.area_code), fact.tier, -fact.valid_from_on.toordinal()

    entered = [(row.pk, _as_fact(row)) for row in entered_wages(area_code).order_by("pk")]
    shipped = (fact for fact in shipped_wages() if fact.area_code in areas)
    return sorted(entered, key=lambda one: place(one[1])), sorted(shipped, key=place)


def entered_wages(area_code: str) -> QuerySet[MinimumWage]:
    """Return what was entered for a county, its city and its province."""
    return MinimumWage.objects.filter(area_code__in=_areas_upward(area_code))


def areas_upward(area_code: str) -> list[str]:
    """Return a county, its city and its province: whose figures hold for it."""
    return _areas_upward(area_code)


# Code lists -----------------------------------------------------------------------------------------------------


def ethnicity_name(code: str) -> str:
    """Return the name for a GB/T 3304 code, or "" for an unknown one."""
    return str(Ethnicity(code).label) if code in Ethnicity.values else ""
