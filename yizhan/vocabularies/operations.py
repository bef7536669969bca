"""Writes of the room: a year's holiday notice, a minimum wage, an office's own word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks, lock
from yizhan.shared.errors import Refused
from yizhan.vocabularies.catalogue.search import normalise
from yizhan.vocabularies.enums import SourceMark
from yizhan.vocabularies.models import Holiday, LocalAlias, MinimumWage
from yizhan.vocabularies.queries import YearUnknown, is_occupation, working_day_years
from yizhan.vocabularies.rules import latest_wage_start, may_set_wage

__all__ = [
    "AreaForeign",
    "NoticeIncomplete",
    "OccupationUnknown",
    "WageHolds",
    "WageNotForward",
    "WageTooFar",
    "WordEmpty",
    "WordTaken",
    "YearUnknown",
    "add_local_alias",
    "publish_year",
    "retire_local_alias",
    "set_day",
    "set_minimum_wage",
    "take_back_wage",
]


class NoticeIncomplete(Refused):
    """Too few or foreign days for a year's notice."""

    code = "notice_incomplete"
    sentence = _("放假通知不完整：至少要有 11 天法定节假日，且都在同一年。没有保存，请对照通知补全后再录入。")


class WageNotForward(Refused):
    """The new figure does not begin after the one in force."""

    code = "wage_not_forward"
    sentence = _("新标准的起始日必须晚于现行标准的起始日，没有保存。请核对文件上的执行日期。")


class WageTooFar(Refused):
    """The new figure begins more than a year from now."""

    code = "wage_too_far"
    sentence = _("起始日超过一年以后，没有保存。请核对年份是不是写错了。")


class WageHolds(Refused):
    """The figure has begun: what was reckoned by it stands."""

    code = "wage_holds"
    sentence = _("这条标准已经开始执行，不能撤回，记录没有改变。写错了请录入一条更晚起始的标准。")


class AreaForeign(Refused):
    """The area is not one that the user's office answers for."""

    code = "area_foreign"
    sentence = _("这个地区不归本单位管，没有保存。只能录入和撤回本单位辖区的标准。")
    status = 403


class OccupationUnknown(Refused):
    """No such code in the shipped occupations."""

    code = "occupation_unknown"
    sentence = _("职业编码不在职业分类大典里，没有保存。请从列表中选择职业。")


class WordEmpty(Refused):
    """Nothing is left of the word after cleaning."""

    code = "word_empty"
    sentence = _("俗称里没有可用的字，没有保存。请用汉字或字母写 2 到 20 个字。")


class WordTaken(Refused):
    """The office already uses the word."""

    code = "word_taken"
    sentence = _("本单位已经有这个俗称，没有重复保存。要改它的含义，请先停用原来的那条。")


#: Statutory holidays of a year since 2025 are 13, before 11: fewer means that something was forgotten.
FEWEST_HOLIDAYS = 11


@transaction.atomic
def publish_year(*, year: int, days: Mapping[dt.date, bool], source: str, by: Any, at: dt.datetime) -> int:
    """Enter a year's holiday notice: days off (False) and worked weekend days (True). Returns how many were kept.

    Replaces what was entered for the year before.

    :raises NoticeIncomplete: fewer than 11 days off, or a day of another year.
    """
    if any(day.year != year for day in days) or sum(not working for working in days.values()) < FEWEST_HOLIDAYS:
        raise NoticeIncomplete
    Holiday.objects.filter(day__year=year).delete()
    Holiday.objects.bulk_create(
        Holiday(day=day, is_working=working, source=source) for day, working in sorted(days.items())
    )
    write_audit(action="holiday.published", by=by, at=at, fields=["day", "is_working", "source"])
    return len(days)


@transaction.atomic
def set_day(*, day: dt.date, is_working: bool, source: str, by: Any, at: dt.datetime) -> Holiday:
    """Correct a single day of a year whose notice is known.

    :raises YearUnknown: the year has no notice; enter the whole notice first.
    """
    if day.year not in working_day_years():
        raise YearUnknown
    row, _created = Holiday.objects.update_or_create(day=day, defaults={"is_working": is_working, "source": source})
    write_audit(action="holiday.set", by=by, at=at, obj=row, fields=["is_working", "source"])
    return row


@transaction.atomic
def set_minimum_wage(
    *,
    area_code: str,
    tier: int,
    month_fen: int,
    hour_fen: int,
    valid_from_on: dt.date,
    doc_no: str,
    mark: SourceMark = SourceMark.LAW,
    by: Any,
    at: dt.datetime,
) -> MinimumWage:
    """Enter a new minimum wage; the open one of the same area and tier ends on the day the new one begins.

    :param month_fen: fen per month; `hour_fen` fen per hour of part-time work.
    :raises AreaForeign: the area is not of the office of `by`. :raises WageTooFar: it begins more than a year from now.
    :raises WageNotForward: it does not begin after the one in force.
    """
    if not may_set_wage(by, area_code):
        raise AreaForeign
    if valid_from_on > latest_wage_start(timezone.localdate(at)):
        raise WageTooFar
    earlier = (
        MinimumWage.objects.select_for_update(of=("self",))
        .filter(area_code=area_code, tier=tier, valid_to_on=None)
        .order_by("pk")
        .first()
    )
    if earlier is not None:
        if earlier.valid_from_on >= valid_from_on:
            raise WageNotForward
        earlier.valid_to_on = valid_from_on
        earlier.save(update_fields=["valid_to_on"])
    with constraint_speaks(MinimumWage, minimumwage_one_a_start=WageNotForward, minimumwage_one_open=WageNotForward):
        row = MinimumWage.objects.create(
            area_code=area_code,
            tier=tier,
            month_fen=month_fen,
            hour_fen=hour_fen,
            valid_from_on=valid_from_on,
            doc_no=doc_no,
            mark=mark,
        )
    write_audit(action="minimum_wage.set", by=by, at=at, obj=row, fields=["month_fen", "hour_fen", "valid_from_on"])
    return row


@transaction.atomic
def take_back_wage(*, wage: MinimumWage, by: Any, at: dt.datetime) -> None:
    """Take back a figure that has not begun; the one before it holds on as if this one had never been entered.

    :raises AreaForeign: the area is not of the office of `by`. :raises WageHolds: it has begun.
    """
    same = MinimumWage.objects.filter(area_code=wage.area_code, tier=wage.tier)
    # All of the area in one order: whoever enters a figure meanwhile waits.
    rows = {row.pk: row for row in same.select_for_update(of=("self",)).order_by("pk")}
    row = rows.get(wage.pk)
    if row is None:  # taken back meanwhile: it is as was wanted
        return
    if not may_set_wage(by, row.area_code):
        raise AreaForeign
    if row.valid_from_on <= timezone.localdate(at):
        raise WageHolds
    write_audit(
        action="minimum_wage.taken_back", by=by, at=at, obj=row, fields=["month_fen", "hour_fen", "valid_from_on"],
        reason=f"{row.area_code}/{row.tier} {row.valid_from_on}",
    )  # fmt: skip
    row.delete()
    same.filter(valid_to_on=row.valid_from_on).update(valid_to_on=row.valid_to_on)


@transaction.atomic
def add_local_alias(*, office: Any, word: str, occupation_code: str, by: Any, at: dt.datetime) -> LocalAlias:
    """Teach an office's search a word of its own.

    :raises WordEmpty: nothing usable in the word.
    :raises OccupationUnknown: no such occupation.
    :raises WordTaken: the office has the word already.
    """
    if not normalise(word):
        raise WordEmpty
    if not is_occupation(occupation_code):
        raise OccupationUnknown
    with constraint_speaks(LocalAlias, localalias_one_meaning_an_office=WordTaken):
        row = LocalAlias.objects.create(office=office, word=word.strip()[:20], occupation_code=occupation_code)
    write_audit(action="local_alias.added", by=by, at=at, obj=row, fields=["word", "occupation_code"])
    return row


@transaction.atomic
def retire_local_alias(*, alias: LocalAlias, by: Any, at: dt.datetime) -> LocalAlias:
    """Take an office's word out of use; the row stays."""
    alias = lock(LocalAlias.objects.all(), pk=alias.pk)
    if alias.retired_at is None:
        alias.retired_at = at
        alias.save(update_fields=["retired_at"])
        write_audit(action="local_alias.retired", by=by, at=at, obj=alias, fields=["retired_at"])
    return alias
