"""Two records of one person become one, through every room's handlers in one transaction; and back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.people.enums import BirthBasis, Sex
from yizhan.people.events import PersonMerged
from yizhan.people.models import MergeRecord, Person
from yizhan.people.operations._common import IDENTITY, fingerprint, refresh_search_keys
from yizhan.people.operations.households import SamePerson
from yizhan.people.operations.register import PersonGone, lock_present
from yizhan.people.queries import people_visible_to
from yizhan.people.rules import may_merge
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version, constraint_speaks, lock
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.events import publish
from yizhan.shared.person_rows import all_person_rows
from yizhan.shared.text.pinyin import name_keys

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: Fields that only make sense together: taken from one record or the other, never mixed.
TOGETHER: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "id_no": ("id_kind", "id_no", "no_id_reason"),
    "sex": ("sex",),
    "birth_on": ("birth_on", "birth_basis"),
    "ethnicity": ("ethnicity",),
    "education": ("education",),
    "huji_code": ("huji_code",),
    "resid_code": ("resid_code", "resid_place"),
}


class MergeCannotBeUndone(Refused):
    """What came after stands in the way."""

    code = "merge_cannot_be_undone"
    sentence = _("这次合并之后记录又被合并或匿名化，不能撤销，没有改动。请先撤销后来的合并。")


class MergeUndone(Refused):
    """It was taken back before."""

    code = "merge_undone"
    sentence = _("这次合并已经撤销过，没有再做什么。")


class AlreadyAbsorbed(Refused):
    """Somebody else merged it at the same moment."""

    code = "already_absorbed"
    sentence = _("这条记录刚刚被别人合并了，没有再合并。请重新查找此人。")


class TwoIdNumbers(Refused):
    """Two valid, different ID numbers are two people until somebody corrects one of them."""

    code = "two_id_numbers"
    sentence = _("两条记录都有身份证号码而且不同，没有合并。确属同一人时，请先在“更正”里改正错误的号码。")


def _is_blank(person: Person, part: str) -> bool:
    """Whether a record says nothing about a part of the identity."""
    if part == "sex":
        return person.sex in (Sex.UNKNOWN, Sex.UNSTATED)
    return not getattr(person, part)


def parts_to_take(keep: Person, absorb: Person, chosen: Collection[str]) -> list[str]:
    """Return the parts that the kept record takes over: those chosen, and those about which it says nothing."""
    taken = [
        part for part in TOGETHER
        if not _is_blank(absorb, part) and (part in chosen or _is_blank(keep, part))
    ]  # fmt: skip
    if "id_no" in taken and absorb.birth_basis == BirthBasis.ID_CARD:
        # The number brings the date of birth and the sex that it states.
        taken += [part for part in ("birth_on", "sex") if part not in taken]
    elif keep.birth_basis == BirthBasis.ID_CARD and "id_no" not in taken:
        taken = [part for part in taken if part not in ("birth_on", "sex")]
    return taken


def _values(person: Person, parts: Collection[str]) -> dict[str, str | None]:
    names = [name for part in parts for name in TOGETHER[part]]
    found = {}
    for name in names:
        value = getattr(person, name)
        found[name] = value.isoformat() if isinstance(value, dt.date) else value
    return found


def _set_values(person: Person, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(person, name, dt.date.fromisoformat(value) if name == "birth_on" and value else value)
    if "name" in values:
        keys = name_keys(person.name)
        person.name_pinyin, person.name_initials = keys.full[:300], keys.initials[:50]


@transaction.atomic
def merge_people(
    *,
    keep: Person,
    absorb: Person,
    by: User,
    at: dt.datetime,
    take: Collection[str] = (),
    seen_versions: tuple[int, int] | None = None,
) -> MergeRecord:
    """Make `absorb` part of `keep`: every room moves its rows, and a journal says how to take it back.

    :param take: parts of the identity (keys of `TOGETHER`) that are right on the absorbed record; what the kept one
        does not say is taken over anyway.
    :param seen_versions: of kept and absorbed, as the page showed them.
    :raises NotAllowed: the role may not merge.
    :raises SamePerson: the two are one record.
    :raises TwoIdNumbers: both have ID numbers, and different ones.
    :raises ChangedMeanwhile: somebody saved one of them since.
    :raises PersonGone: one was merged or anonymised meanwhile, or is not for these eyes.
    :raises AlreadyAbsorbed: a merge at the same moment was first.
    """
    if not may_merge(by):
        raise NotAllowed
    if keep.pk == absorb.pk:
        raise SamePerson
    if people_visible_to(by).filter(pk__in=[keep.pk, absorb.pk]).count() != 2:
        raise PersonGone
    locked = {one.pk: lock_present(one) for one in sorted((keep, absorb), key=lambda one: one.pk)}
    keep, absorb = locked[keep.pk], locked[absorb.pk]
    if seen_versions is not None:
        check_version(keep, seen_versions[0])
        check_version(absorb, seen_versions[1])
    if keep.id_no and absorb.id_no and keep.id_no != absorb.id_no:
        raise TwoIdNumbers
    before_hash = fingerprint(keep)
    taken = parts_to_take(keep, absorb, take)
    old, new = _values(keep, taken), _values(absorb, taken)

    journal = {rows.model: rows.merge(keep.pk, absorb.pk, at) for rows in all_person_rows()}
    with constraint_speaks(MergeRecord, mergerecord_absorbed_once=AlreadyAbsorbed):
        record = MergeRecord.objects.create(
            kept=keep, absorbed=absorb, journal=journal, merged_at=at, merged_by=by, office=by.office,
            before=json.dumps({"old": old, "new": new}, ensure_ascii=False),
        )  # fmt: skip
    # The absorbed one first: its number is free only once it no longer counts as a record of its own.
    absorb.merged_into, absorb.version = keep, absorb.version + 1
    absorb.save(update_fields=["merged_into", "version"])
    _set_values(keep, new)
    keep.last_contact_on = max(keep.last_contact_on, absorb.last_contact_on)
    keep.version += 1
    keep.save()
    refresh_search_keys(absorb)
    refresh_search_keys(keep)
    write_audit(
        action="person.merged", by=by, at=at, obj=record, person_id=keep.pk, fields=[*old], before_hash=before_hash,
        after_hash=fingerprint(keep),
    )  # fmt: skip
    write_audit(action="person.absorbed", by=by, at=at, obj=record, person_id=absorb.pk, fields=["merged_into"])
    publish(PersonMerged(kept_id=keep.pk, absorbed_id=absorb.pk, undone=False, at=at))
    return record


@transaction.atomic
def undo_merge(*, record: MergeRecord, by: User, at: dt.datetime) -> MergeRecord:
    """Take a merge back: both records stand as before, and what was added to the kept one since stays with it.

    A part of the identity that somebody corrected after the merge keeps the correction.

    :raises NotAllowed: the role may not merge.
    :raises MergeUndone: it was taken back before.
    :raises MergeCannotBeUndone: the kept record was merged or anonymised since.
    """
    if not may_merge(by):
        raise NotAllowed
    record = lock(MergeRecord.objects.all(), pk=record.pk)
    if record.undone_at is not None:
        raise MergeUndone
    people = {pk: lock(Person.objects.all(), pk=pk) for pk in sorted((record.kept_id, record.absorbed_id))}
    keep, absorb = people[record.kept_id], people[record.absorbed_id]
    if keep.merged_into_id is not None or keep.anonymised_at is not None or absorb.anonymised_at is not None:
        raise MergeCannotBeUndone
    before_hash = fingerprint(keep)
    values = json.loads(record.before)
    now = {name: _values(keep, TOGETHER)[name] for name in values["new"]}
    restored = {
        name: value
        for names in TOGETHER.values()
        if all(now.get(name) == values["new"].get(name) for name in names)
        for name, value in values["old"].items()
        if name in names
    }
    _set_values(keep, restored)
    keep.version += 1
    keep.save()
    absorb.merged_into, absorb.version = None, absorb.version + 1
    absorb.save(update_fields=["merged_into", "version"])
    for rows in reversed(all_person_rows()):
        if rows.model in record.journal:
            rows.unmerge(keep.pk, absorb.pk, record.journal[rows.model], at)
    record.undone_at, record.undone_by = at, by
    record.save(update_fields=["undone_at", "undone_by"])
    refresh_search_keys(absorb)
    refresh_search_keys(keep)
    write_audit(
        action="person.merge_undone", by=by, at=at, obj=record, person_id=keep.pk, fields=[*restored],
        before_hash=before_hash, after_hash=fingerprint(keep),
    )  # fmt: skip
    write_audit(action="person.merge_undone", by=by, at=at, obj=record, person_id=absorb.pk, fields=["merged_into"])
    publish(PersonMerged(kept_id=keep.pk, absorbed_id=absorb.pk, undone=True, at=at))
    return record


#: Every field of the identity belongs to exactly one part; a new field that does not would be lost in a merge.
assert sorted(name for names in TOGETHER.values() for name in names) == sorted(IDENTITY)  # noqa: S101
