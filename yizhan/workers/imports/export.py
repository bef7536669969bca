"""The list of job seekers as a sheet: masked, unless somebody who may gives a coded reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.queries import can_export_people, can_unmask, subtree_of
from yizhan.people.enums import Sex, UnmaskReason
from yizhan.people.queries import age_on, current_contacts, masked_id, masked_phone
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_read
from yizhan.shared.display import pay_text
from yizhan.shared.documents.xlsx import Column
from yizhan.shared.errors import NotAllowed
from yizhan.shared.sheets.export import ExportFile, export_list
from yizhan.vocabularies.queries import occupation_name
from yizhan.workers.enums import SeekerStatus, ServiceTier
from yizhan.workers.queries import seekers_visible_to

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User
    from yizhan.workers.models import JobSeeker

COLUMNS = (
    Column(_("登记号")), Column(_("姓名"), width=12), Column(_("性别"), width=8), Column(_("年龄"), "number", 8),
    Column(_("身份证号"), width=22), Column(_("联系电话"), width=18), Column(_("常住地址"), width=26),
    Column(_("意向工种"), width=30), Column(_("最低报酬"), width=14), Column(_("最远路程（公里）"), "number", 12),
    Column(_("状态"), width=10), Column(_("服务等级"), width=10), Column(_("登记时间"), "time", 17),
)  # fmt: skip
FIELDS = ("number", "name", "sex", "age", "id_no", "contacts", "resid_place", "wish", "status")
FETCH = 500


@transaction.atomic
def export_people(
    *, office: Office, shape: str, purpose: str, by: User, at: dt.datetime, unmask: str = ""
) -> ExportFile:
    """Export the job seekers of an office and all below it that the user may see, newest first.

    :param unmask: an `UnmaskReason`; then numbers are whole, and every person's record says who saw them and why.
    :raises NotAllowed: the user may not take lists of people out, or not see whole numbers.
    :raises yizhan.shared.sheets.export.PurposeMissing: no purpose was chosen.
    :raises yizhan.shared.sheets.export.OutsidePurpose: whole numbers for a purpose that does not need them (CR-080).
    """
    if not can_export_people(by) or (unmask and (not can_unmask(by) or unmask not in UnmaskReason.values)):
        raise NotAllowed
    fields = [f"{name}_whole" if unmask and name in ("id_no", "contacts") else name for name in FIELDS]
    return export_list(
        action="people.exported", columns=COLUMNS, rows=_rows(office, by, at, unmask), shape=shape, fields=fields,
        purpose=purpose, by=by, office_id=office.pk, at=at,
    )  # fmt: skip


def _rows(office: Office, by: User, at: dt.datetime, unmask: str) -> Iterator[tuple[Any, ...]]:
    seekers = (
        seekers_visible_to(by)
        .filter(office__in=subtree_of(office))
        .select_related("person", "wish")
        .prefetch_related("person__contacts", "wish__occupations")
        .order_by("-registered_at", "-pk")
    )
    today = at.date()
    for seeker in seekers.iterator(chunk_size=FETCH):
        if unmask:
            write_read(
                action="person.exported_whole", by=by, at=at, person_id=seeker.person_id, fields=["id_no", "contacts"],
                reason=unmask, kind=AuditKind.REVEAL,
            )  # fmt: skip
        yield _row(seeker, today, whole=bool(unmask))


def _row(seeker: JobSeeker, today: dt.date, *, whole: bool) -> tuple[Any, ...]:
    person, wish = seeker.person, getattr(seeker, "wish", None)
    person.current_contacts = sorted(  # type: ignore[attr-defined]
        (contact for contact in person.contacts.all() if contact.is_current), key=lambda contact: contact.pk
    )
    contacts = current_contacts(person)
    phone = contacts[0].number if contacts else ""
    works = sorted(wish.occupations.all(), key=lambda work: work.place) if wish else []
    return (
        person.number,
        person.name,
        Sex(person.sex).label,
        age_on(person, today),
        person.id_no if whole else masked_id(person),
        phone if whole else masked_phone(person),
        person.resid_place,
        "、".join(occupation_name(work.occupation_code) for work in works),
        pay_text(wish.pay_min_fen, None, wish.pay_unit) if wish and wish.pay_min_fen else "",
        wish.max_distance_m / 1000 if wish and wish.max_distance_m else None,
        SeekerStatus(seeker.status).label,
        ServiceTier(seeker.service_tier).label,
        seeker.registered_at,
    )
