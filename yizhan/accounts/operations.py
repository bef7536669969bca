"""Writes of the room: offices and accounts."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.enums import PARENT_KINDS, OfficeKind, Role
from yizhan.accounts.models import PATH_STEP, Office, User
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks
from yizhan.shared.errors import Refused


class WrongParent(Refused):
    """The office cannot hang there in the tree."""

    code = "wrong_parent"
    sentence = _("这个级别的机构不能放在所选上级下面，没有建立。请重新选择上级。")


class UsernameTaken(Refused):
    """Somebody has the sign-in name."""

    code = "username_taken"
    sentence = _("这个登录名已经有人用了，账号没有建立。请换一个登录名。")


class WeakPassword(Refused):
    """The password does not meet the rule."""

    code = "weak_password"


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
) -> Office:
    """Hang a new office into the tree.

    :param point_e6: latitude and longitude in micro-degrees (GCJ-02), or None when unknown.
    :raises WrongParent: the kind does not fit under the parent.
    """
    allowed = PARENT_KINDS[kind]
    # A county that works alone has no province in its own tree: any kind but a station may be a root.
    if parent is None and kind is OfficeKind.STATION:
        raise WrongParent
    if parent is not None:
        parent = Office.objects.select_for_update().get(pk=parent.pk)
        if OfficeKind(parent.kind) not in allowed:
            raise WrongParent
    prefix = parent.path if parent else ""
    siblings = Office.objects.filter(parent=parent).order_by("-path").values_list("path", flat=True)
    last = siblings.first()
    number = int(last[len(prefix) : len(prefix) + PATH_STEP - 1]) + 1 if last else 1
    office = Office.objects.create(
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
    write_audit(action="office.created", by=by, at=at, obj=office, fields=["name", "kind", "parent"])
    return office


@transaction.atomic
def create_user(
    *, username: str, name: str, role: Role, office: Office, password: str | None, by: User | None, at: dt.datetime
) -> User:
    """Make an account.

    :param password: None makes an account that cannot sign in until an administrator sets one.
    :raises UsernameTaken: the sign-in name is in use.
    :raises WeakPassword: the password does not meet the rule; the sentence says which part.
    """
    user = User(username=username, name=name, role=role, office=office, created_at=at)
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise WeakPassword(" ".join(error.messages)) from error
    user.password = make_password(password)
    user.password_changed_at = at if password is not None else None
    with constraint_speaks(User, username=UsernameTaken):
        user.save(force_insert=True)
    write_audit(action="user.created", by=by, at=at, obj=user, fields=["username", "role", "office"])
    return user
