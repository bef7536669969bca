"""Offices: hung into the tree, described, closed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.enums import PARENT_KINDS, OfficeKind
from yizhan.accounts.models import PATH_STEP, Office, User
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version, constraint_speaks, lock
from yizhan.shared.errors import Refused
from yizhan.shared.submissions import remember_submission


class WrongParent(Refused):
    """The office cannot hang there in the tree."""

    code = "wrong_parent"
    sentence = _("这个级别的机构不能放在所选上级下面，没有建立。请重新选择上级。")


class OfficeNeighbour(Refused):
    """Somebody else hung an office at the same place at the same moment."""

    code = "office_neighbour"
    sentence = _("刚好有人也在这里建立机构，这一个没有建立，内容还在。请再按一次保存。")


@transaction.atomic
def create_office(
    *,
    name: str,
    kind: OfficeKind,
    parent: Office | None,
    area_code: str,
    by: User | None,
    at: dt.datetime,
    address: str = "",
    phone: str = "",
    point_e6: tuple[int, int] | None = None,
    submission: str | None = None,
) -> Office:
    """Hang a new office into the tree.

    :param point_e6: latitude and longitude in micro-degrees (GCJ-02), or None when unknown.
    :param submission: key of the form, so that a form sent twice makes one office.
    :raises WrongParent: the kind does not fit under the parent.
    :raises OfficeNeighbour: two roots were made at the same moment.
    """
    allowed = PARENT_KINDS[kind]
    # A county that works alone has no province in its own tree: any kind but a station may be a root.
    if parent is None and kind is OfficeKind.STATION:
        raise WrongParent
    if parent is not None:
        parent = lock(Office.objects.all(), pk=parent.pk)
        if OfficeKind(parent.kind) not in allowed:
            raise WrongParent
    prefix = parent.path if parent else ""
    siblings = Office.objects.filter(parent=parent).order_by("-path").values_list("path", flat=True)
    last = siblings.first()
    number = int(last[len(prefix) : len(prefix) + PATH_STEP - 1]) + 1 if last else 1
    office = Office(
        name=name,
        kind=kind,
        parent=parent,
        path=f"{prefix}{number:04d}/",
        area_code=area_code,
        address=address,
        phone=phone,
        lat_e6=point_e6[0] if point_e6 else None,
        lng_e6=point_e6[1] if point_e6 else None,
    )
    with constraint_speaks(Office, path=OfficeNeighbour):
        office.save(force_insert=True)
    if by is not None:
        remember_submission(submission, by=by, led_to="/accounts/offices/", at=at)
    write_audit(action="office.created", by=by, at=at, obj=office, fields=["name", "kind", "parent"])
    return office


@transaction.atomic
def change_office(
    *,
    office: Office,
    name: str,
    area_code: str,
    address: str,
    phone: str,
    point_e6: tuple[int, int] | None,
    is_active: bool,
    seen_version: int | None,
    by: User | None,
    at: dt.datetime,
) -> Office:
    """Describe an office anew; its place in the tree stays.

    :param point_e6: latitude and longitude in micro-degrees (GCJ-02), or None when unknown.
    :raises ChangedMeanwhile: somebody saved it since the form was opened.
    """
    office = lock(Office.objects.all(), pk=office.pk)
    check_version(office, seen_version)
    wanted = {
        "name": name,
        "area_code": area_code,
        "address": address,
        "phone": phone,
        "lat_e6": point_e6[0] if point_e6 else None,
        "lng_e6": point_e6[1] if point_e6 else None,
        "is_active": is_active,
    }
    changed = [field for field, value in wanted.items() if getattr(office, field) != value]
    for field, value in wanted.items():
        setattr(office, field, value)
    office.version += 1
    office.save(update_fields=[*wanted, "version"])
    write_audit(action="office.changed", by=by, at=at, obj=office, fields=changed)
    return office
