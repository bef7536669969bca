"""Accounts: made, changed, put out of use, signed out."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, PasswordUsed, Session, User
from yizhan.accounts.operations.passwords import demand_person, insist_on_a_good_one
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version, constraint_speaks, lock
from yizhan.shared.errors import Refused
from yizhan.shared.submissions import remember_submission


class UsernameTaken(Refused):
    """Somebody has the sign-in name."""

    code = "username_taken"
    sentence = _("这个登录名已经有人用了，没有保存，内容还在。请换一个登录名。")


class SessionOver(Refused):
    """The sign-in ended before, or is somebody else's."""

    code = "session_over"
    sentence = _("这个登录已经退出了，没有改变。")
    status = 404


class NotOneself(Refused):
    """An administrator cannot take the own rights away: nobody might be left to give them back."""

    code = "not_oneself"
    sentence = _("不能停用自己的账号，也不能改自己的岗位和单位，没有改变。请让另一位系统管理员来做。")


def program_username(public_id: uuid.UUID) -> str:
    """Return the name of a system's account, by which `User.is_program` knows it."""
    return f"api-{public_id.hex[:24]}"


@transaction.atomic
def create_user(
    *,
    username: str,
    name: str,
    role: Role,
    office: Office,
    password: str | None,
    by: User | None,
    at: dt.datetime,
    must_change: bool = False,
    submission: str | None = None,
) -> User:
    """Make an account.

    :param password: None makes an account that cannot sign in until an administrator sets one.
    :param must_change: somebody else chose the password, so the first page asks for another.
    :param submission: key of the form, so that a form sent twice makes one account.
    :raises UsernameTaken: the sign-in name is in use.
    :raises WeakPassword: the password does not meet the rule; the sentence says which part.
    """
    user = User(username=username, name=name, role=role, office=office, created_at=at)
    if password is not None:
        insist_on_a_good_one(password, user)
    user.password = make_password(password)
    user.password_changed_at = at if password is not None else None
    user.must_change_password = must_change
    with constraint_speaks(User, username=UsernameTaken):
        user.save(force_insert=True)
    if password is not None:
        PasswordUsed.objects.create(user=user, password=user.password, set_at=at)
    if by is not None:
        remember_submission(submission, by=by, led_to=f"/accounts/users/{user.public_id}/", at=at)
    write_audit(action="user.created", by=by, at=at, obj=user, fields=["username", "role", "office"])
    return user


@transaction.atomic
def change_user(
    *, user: User, name: str, role: Role, office: Office, seen_version: int | None, by: User | None, at: dt.datetime
) -> User:
    """Change name, role and office. The new rights hold from the next request on.

    :raises NotOneself: role or office of one's own account.
    :raises ChangedMeanwhile: somebody saved it since the form was opened.
    """
    user = lock(User.objects.all(), pk=user.pk)
    check_version(user, seen_version)
    wanted = {"name": name, "role": role.value, "office_id": office.pk}
    changed = [field for field, value in wanted.items() if getattr(user, field) != value]
    if by is not None and by.pk == user.pk and {"role", "office_id"} & set(changed):
        raise NotOneself
    for field, value in wanted.items():
        setattr(user, field, value)
    user.version += 1
    user.save(update_fields=["name", "role", "office", "version"])
    write_audit(action="user.changed", by=by, at=at, obj=user, fields=changed)
    return user


def change_role(*, user: User, role: Role, by: User | None, at: dt.datetime) -> User:
    """Give the user another role in the same office.

    :raises NotOneself: one's own role.
    """
    return change_user(user=user, name=user.name, role=role, office=user.office, seen_version=None, by=by, at=at)


@transaction.atomic
def deactivate_user(*, user: User, by: User | None, at: dt.datetime) -> User:
    """Put an account out of use; its sessions end at once, its history stays.

    :raises NotOneself: one's own account.
    """
    if by is not None and by.pk == user.pk:
        raise NotOneself
    user = lock(User.objects.all(), pk=user.pk)
    user.is_active = False
    user.sessions_from = at
    user.version += 1
    user.save(update_fields=["is_active", "sessions_from", "version"])
    write_audit(action="user.deactivated", by=by, at=at, obj=user, fields=["is_active"])
    return user


@transaction.atomic
def reactivate_user(*, user: User, by: User | None, at: dt.datetime) -> User:
    """Put an account back into use, password and second factor as they were.

    :raises ActsByKeyOnly: the account is a program's.
    """
    user = lock(User.objects.all(), pk=user.pk)
    demand_person(user)
    user.is_active = True
    user.version += 1
    user.save(update_fields=["is_active", "version"])
    write_audit(action="user.reactivated", by=by, at=at, obj=user, fields=["is_active"])
    return user


@transaction.atomic
def sign_out_everywhere(*, user: User, by: User | None, at: dt.datetime) -> User:
    """End every session of the user that began before `at`."""
    user = lock(User.objects.all(), pk=user.pk)
    user.sessions_from = at
    user.save(update_fields=["sessions_from"])
    write_audit(action="user.signed_out_everywhere", by=by, at=at, obj=user)
    return user


@transaction.atomic
def end_session(*, user: User, public_id: uuid.UUID, at: dt.datetime) -> None:
    """End one of one's own sign-ins, in another browser; its next request finds nobody.

    :raises SessionOver: there is no such sign-in of this user.
    """
    gone, _rows = Session.objects.filter(user=user, public_id=public_id).delete()
    if not gone:
        raise SessionOver
    write_audit(action="user.session_ended", by=user, at=at, obj=user)
