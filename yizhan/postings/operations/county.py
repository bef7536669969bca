"""Writes of a county's tables: words and tighter limits with reason and date, and announced weather."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.postings.county_tables import LocalLimit, LocalStamp, LocalWord, WeatherAlert
from yizhan.postings.enums import LimitName, WeatherKind, WeatherLevel, WordRule
from yizhan.postings.rulebook.limits import BOUNDS
from yizhan.postings.rulebook.local import LEAST_LETTERS, MOST_LETTERS, folded_word
from yizhan.postings.rules import can_keep_county_tables
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks, lock
from yizhan.shared.errors import NotAllowed, Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User

MOST_REASON = 200


class WordTooShort(Refused):
    """Nothing is left of the word, or a single letter."""

    code = "local_word_short"
    sentence = _("词语要有 2 到 20 个汉字或字母，没有保存。")
    status = 422


class WordKnown(Refused):
    """The rule has the word already at this office."""

    code = "local_word_known"
    sentence = _("这条规则已有这个词，没有重复保存。")


class LimitWeaker(Refused):
    """Looser than what the product ships, or stricter than makes sense."""

    code = "local_limit_weaker"
    sentence = _("本地阈值只能比全国标准更严，没有保存。请按表中给出的范围填写。")
    status = 422


class LimitNotForward(Refused):
    """The new value does not begin after the one in force."""

    code = "local_limit_not_forward"
    sentence = _("新阈值的起始日必须晚于现行那条的起始日，没有保存。请改起始日。")


class BeginsInThePast(Refused):
    """What was judged yesterday was judged by yesterday's tables."""

    code = "local_begins_in_the_past"
    sentence = _("起始日不能早于今天，没有保存：以前的审核按当时的规则算数。")
    status = 422


class ReasonMissing(Refused):
    """Nobody changes a rule without saying why."""

    code = "local_reason_missing"
    sentence = _("没有写理由，没有保存。请写明依据的文件或原因。")
    status = 422


class RetiredAlready(Refused):
    """Somebody took it out of use meanwhile."""

    code = "local_retired"
    sentence = _("这一条已经停用，可能刚被别人处理过。记录没有改变，请刷新。")


class WeatherBackwards(Refused):
    """The end is not after the beginning, or over already."""

    code = "weather_backwards"
    sentence = _("结束时间要晚于开始和现在，没有保存。请改时间。")
    status = 422


@transaction.atomic
def add_local_word(
    *, rule: WordRule, word: str, reason: str, from_on: dt.date, by: User, at: dt.datetime, today: dt.date
) -> LocalWord:
    """Let a text rule object to one more word in the own county from a day on.

    :raises WordTooShort, ReasonMissing, BeginsInThePast, WordKnown: as their sentences say.
    """
    office, reason = _may_write(by, reason, from_on, today)
    folded = folded_word(word)
    if not LEAST_LETTERS <= len(folded) <= MOST_LETTERS:
        raise WordTooShort
    with constraint_speaks(LocalWord, localword_once_while_in_force=WordKnown):
        row = LocalWord.objects.create(
            office=office, rule=rule, word=word.strip()[:MOST_LETTERS], folded=folded, reason=reason, from_on=from_on,
            added_at=at, added_by=by,
        )  # fmt: skip
    _stamp(office)
    write_audit(action="local_word.added", by=by, at=at, obj=row, fields=["rule", "word", "from_on"], reason=rule)
    return row


@transaction.atomic
def set_local_limit(
    *, name: LimitName, value: int, reason: str, from_on: dt.date, by: User, at: dt.datetime, today: dt.date
) -> LocalLimit:
    """Tighten a threshold in the own county from a day on; the one in force ends on that day.

    :raises LimitWeaker: outside of what `rulebook.limits.BOUNDS` allows; the database holds it too.
    :raises ReasonMissing, BeginsInThePast, LimitNotForward: as their sentences say.
    """
    office, reason = _may_write(by, reason, from_on, today)
    if not BOUNDS[name].allows(value):
        raise LimitWeaker
    earlier = LocalLimit.objects.select_for_update().filter(office=office, name=name, until_on=None).first()
    if earlier is not None:
        if earlier.from_on >= from_on:
            raise LimitNotForward
        _end(earlier, from_on, reason, by=by, at=at)
    with constraint_speaks(LocalLimit, locallimit_one_in_force=LimitNotForward):
        row = LocalLimit.objects.create(
            office=office, name=name, value=value, reason=reason, from_on=from_on, added_at=at, added_by=by
        )
    _stamp(office)
    write_audit(action="local_limit.set", by=by, at=at, obj=row, fields=["name", "value", "from_on"], reason=name)
    return row


@transaction.atomic
def retire_local_word(*, word: LocalWord, reason: str, by: User, at: dt.datetime, today: dt.date) -> LocalWord:
    """Take an own word out of use from today on; its row stays. What the product ships cannot be taken out.

    :raises RetiredAlready, ReasonMissing: as their sentences say.
    """
    office, reason = _may_write(by, reason, today, today)
    row = lock(LocalWord.objects.filter(office=office), pk=word.pk)
    if row.until_on is not None:
        raise RetiredAlready
    _end(row, max(today, row.from_on), reason, by=by, at=at)
    _stamp(office)
    write_audit(action="local_word.retired", by=by, at=at, obj=row, fields=["until_on"], reason=row.rule)
    return row


@transaction.atomic
def retire_local_limit(*, limit: LocalLimit, reason: str, by: User, at: dt.datetime, today: dt.date) -> LocalLimit:
    """Go back to the shipped threshold from today on; the row stays.

    :raises RetiredAlready, ReasonMissing: as their sentences say.
    """
    office, reason = _may_write(by, reason, today, today)
    row = lock(LocalLimit.objects.filter(office=office), pk=limit.pk)
    if row.until_on is not None:
        raise RetiredAlready
    _end(row, max(today, row.from_on), reason, by=by, at=at)
    _stamp(office)
    write_audit(action="local_limit.retired", by=by, at=at, obj=row, fields=["until_on"], reason=row.name)
    return row


@transaction.atomic
def announce_weather(
    *, kind: WeatherKind, level: WeatherLevel, from_at: dt.datetime, until_at: dt.datetime, by: User, at: dt.datetime
) -> WeatherAlert:
    """Write down what the observatory announced; postings outdoors in that time are warned about (CR-047).

    :raises WeatherBackwards: it ends before it begins, or is over.
    """
    if not can_keep_county_tables(by):
        raise NotAllowed
    if until_at <= at:
        raise WeatherBackwards
    with constraint_speaks(WeatherAlert, weatheralert_ends_after_it_begins=WeatherBackwards):
        row = WeatherAlert.objects.create(
            office=by.office, kind=kind, level=level, from_at=from_at, until_at=until_at, added_at=at, added_by=by
        )
    write_audit(action="weather.announced", by=by, at=at, obj=row, fields=["kind", "level"], reason=kind)
    return row


@transaction.atomic
def lift_weather(*, alert: WeatherAlert, by: User, at: dt.datetime) -> WeatherAlert:
    """Take an announcement back before its end.

    :raises RetiredAlready: somebody lifted it meanwhile.
    """
    if not can_keep_county_tables(by):
        raise NotAllowed
    row = lock(WeatherAlert.objects.filter(office=by.office), pk=alert.pk)
    if row.ended_at is not None:
        raise RetiredAlready
    row.ended_at, row.ended_by = at, by
    row.save(update_fields=["ended_at", "ended_by"])
    write_audit(action="weather.lifted", by=by, at=at, obj=row, fields=["ended_at"], reason=row.kind)
    return row


def _may_write(by: User, reason: str, from_on: dt.date, today: dt.date) -> tuple[Office, str]:
    """Return the office whose tables are written and the reason, cleaned."""
    if not can_keep_county_tables(by):
        raise NotAllowed
    reason = " ".join(reason.replace("\0", " ").split())[:MOST_REASON]
    if not reason:
        raise ReasonMissing
    if from_on < today:
        raise BeginsInThePast
    return by.office, reason


def _end(row: LocalWord | LocalLimit, on: dt.date, reason: str, *, by: User, at: dt.datetime) -> None:
    row.until_on, row.retired_at, row.retired_by, row.retire_reason = on, at, by, reason
    row.save(update_fields=["until_on", "retired_at", "retired_by", "retire_reason"])


def _stamp(office: Office) -> None:
    """Tell every process that what it has read of this office is old."""
    LocalStamp.objects.update_or_create(office=office, defaults={"stamp": uuid.uuid4()})
