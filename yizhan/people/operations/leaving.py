"""A copy of everything held, and taking the identity away."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yizhan.people.enums import NoIdReason, Sex
from yizhan.people.events import PersonAnonymised
from yizhan.people.models import MergeRecord, Person
from yizhan.people.operations._common import fingerprint
from yizhan.people.operations.register import PersonGone, lock_present
from yizhan.people.queries import lapsed_people, people_visible_to
from yizhan.people.rules import may_anonymise, may_hand_copy
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import lock
from yizhan.shared.display import listed, when_text
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.events import publish
from yizhan.shared.person_rows import Amount, Coded, all_person_rows

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: Why an identity is taken away: coded for the audit line.
GROUNDS = {"request": _("本人要求删除"), "lapsed": _("超过保存期限"), "mistaken": _("误登记")}

#: What a heading says of how the file writes its value; a page writes it in words.
_UNIT = re.compile(r"（[^（）]*）$|\s*\([^()]*\)$|代码$")
#: How rooms write a moment into a copy; a bare day stands as it is.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*(?:Z|[+-]\d\d:\d\d)")


class GroundUnknown(Refused):
    """Anonymising needs one of the coded grounds."""

    code = "ground_unknown"
    sentence = _("请选择匿名化的原因，记录没有改动。")


@transaction.atomic
def export_person(*, person: Person, by: User, at: dt.datetime) -> dict[str, list[dict[str, Any]]]:
    """Return everything held about one person, for that person (PIPL art. 45): table -> rows of readable values.

    The copy is whole, numbers included: it is handed to nobody else. Empty tables are left out.

    :raises NotAllowed: the role may not.
    :raises PersonGone: merged, anonymised, or not for these eyes.
    """
    if not may_hand_copy(by):
        raise NotAllowed
    if not people_visible_to(by).filter(pk=person.pk).exists():
        raise PersonGone
    held = _held(person)
    write_audit(
        action="person.exported", by=by, at=at, obj=person, person_id=person.pk, fields=sorted(held),
        kind=AuditKind.EXPORT,
    )  # fmt: skip
    return held


@transaction.atomic
def export_own(*, person: Person, at: dt.datetime) -> dict[str, list[dict[str, Any]]]:
    """Return the same to the person themselves, who signed in on their own phone.

    :raises PersonGone: merged or anonymised meanwhile.
    """
    held = _held(lock_present(person))
    write_audit(
        action="person.exported", by=None, at=at, obj=person, person_id=person.pk, fields=sorted(held), reason="self",
        kind=AuditKind.EXPORT,
    )  # fmt: skip
    return held


def _held(person: Person) -> dict[str, list[dict[str, Any]]]:
    found = {rows.model: rows.export(person.pk) for rows in all_person_rows()}
    return {model: rows for model, rows in found.items() if rows}


@transaction.atomic
def anonymise_person(*, person: Person, ground: str, by: User | None, at: dt.datetime) -> Person:
    """Take the identity away for good (PIPL art. 47). It cannot be undone.

    Every room deletes its rows or cuts them loose; ledgers that the law wants kept (service ledger two years, 条例 art.
    33; wages three) stay as rows that no longer say who. What remains of the person is a shell: sex and the county,
    which statistics need, and a new key, so that papers and addresses of before lead nowhere. Times are rounded to the
    month, so that rows of different tables cannot be joined again by the moment.

    :param ground: a key of `GROUNDS`.
    :param by: None for the installation itself, when the time has run out.
    :raises NotAllowed: the role may not.
    :raises GroundUnknown: not one of the grounds.
    :raises PersonGone: merged or anonymised meanwhile, or not for these eyes.
    """
    if by is not None and not may_anonymise(by):
        raise NotAllowed
    if ground not in GROUNDS:
        raise GroundUnknown
    if by is not None and not people_visible_to(by).filter(pk=person.pk).exists():
        raise PersonGone
    person = lock_present(person)
    before_hash = fingerprint(person)
    _anonymise(person, at)
    write_audit(
        action="person.anonymised", by=by, at=at, obj=person, person_id=person.pk, fields=["identity"], reason=ground,
        before_hash=before_hash,
    )  # fmt: skip
    publish(PersonAnonymised(person_id=person.pk, at=at))
    return person


def _anonymise(person: Person, at: dt.datetime) -> None:
    """Empty one record, after those that were merged into it: they hold the same person's name."""
    for absorbed in Person.objects.filter(merged_into=person).order_by("pk"):
        _anonymise(lock(Person.objects.all(), pk=absorbed.pk), at)
    for rows in reversed(all_person_rows()):
        rows.anonymise(person.pk, at)
    MergeRecord.objects.filter(kept=person).update(before="", journal={})
    MergeRecord.objects.filter(absorbed=person).update(before="", journal={})
    person.name = person.name_pinyin = person.name_initials = person.id_no = ""
    person.no_id_reason = NoIdReason.ERASED
    person.birth_on, person.birth_basis = None, ""
    person.ethnicity = person.education = person.huji_code = person.resid_place = ""
    person.resid_code = person.resid_code[:6]
    person.sex = person.sex or Sex.UNKNOWN
    person.id_checked_at = person.id_checked_by = None
    person.public_id = uuid.uuid4()
    person.number = f"X{person.pk}"
    person.registered_at = _month_of(person.registered_at)
    person.last_contact_on = person.last_contact_on.replace(day=1)
    person.anonymised_at = _month_of(at)
    person.version += 1
    person.save()


def _month_of(moment: dt.datetime) -> dt.datetime:
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def anonymise_lapsed(*, today: dt.date, at: dt.datetime, limit: int = 200) -> int:
    """Anonymise records whose time has run out, each in a transaction of its own; return how many.

    A record that a room still needs with its name (its handler refuses) stays for the next run.
    """
    done = 0
    for person in lapsed_people(today=today)[:limit]:
        try:
            anonymise_person(person=person, ground="lapsed", by=None, at=at)
        except Refused:
            continue
        done += 1
    return done


def readable(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return a row of the copy as a person reads it, item by item, "" for none.

    Moments in the station's time, truth, codes and amounts in words, lists one after the other.
    """
    return [(_heading(item, value), _words(value)) for item, value in row.items()]


def _heading(item: str, value: Any) -> str:
    return _UNIT.sub("", item) if value is None or isinstance(value, Coded | Amount) else item


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, Coded | Amount):
        return value.words
    if isinstance(value, list | tuple):
        return listed(_words(one) for one in value)
    text = "" if value is None else str(value)
    return _MOMENT.sub(lambda found: when_text(dt.datetime.fromisoformat(found[0])), text)


def table_title(model: str) -> str:
    """Return what people call a table of the export."""
    titles = {
        "people.Person": gettext("身份信息"),
        "people.Contact": gettext("联系方式"),
        "people.Served": gettext("服务单位"),
        "people.Consent": gettext("同意记录"),
        "people.PersonGroup": gettext("人员类别"),
        "people.HouseholdLink": gettext("家庭关系"),
        "people.ReclaimSlip": gettext("找回凭条"),
        "people.MergeRecord": gettext("合并记录"),
        "workers.JobSeeker": gettext("求职登记"),
        "workers.Wish": gettext("求职意向"),
        "workers.Visit": gettext("到站记录"),
        "workers.Skill": gettext("技能"),
        "workers.CertificateHeld": gettext("证书"),
        "workers.Commitment": gettext("已安排的时间"),
        "referrals.Referral": gettext("推荐记录"),
        "referrals.Application": gettext("报名记录"),
        "followups.FollowUp": gettext("回访记录"),
        "gigs.Order": gettext("零工班次"),
        "gigs.LedgerEntry": gettext("工资台账"),
        "plans.PlanRow": gettext("用工安排"),
        "rights.Case": gettext("维权事项"),
        "shared.Message": gettext("发给您的消息"),
        "shared.MessageRefusal": gettext("不接收的消息"),
        "shared.MessageAddress": gettext("接收消息的地址"),
        "worker.Device": gettext("登录过的手机"),
        "worker.DataRequest": gettext("更正和删除的申请"),
        "worker.SavedSearch": gettext("保存的查找"),
        "worker.ToldFreeAgain": gettext("告诉过的空出名额"),
    }
    return titles.get(model, model)
