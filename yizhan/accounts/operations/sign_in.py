"""Attempts to sign in: counted before they are tried, so that many at once are no way around the limit."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.models import SignInGuard, User
from yizhan.accounts.operations.passwords import WrongPassword, guard_key
from yizhan.accounts.operations.second_factors import take_code
from yizhan.accounts.passwords import is_on_the_list
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import lock
from yizhan.shared.errors import Refused

FAILURES_OF_A_NAME = 5
#: A whole station signs in from one address; a guessing machine does, too.
FAILURES_OF_AN_ADDRESS = 30
LOCKED_FOR = dt.timedelta(minutes=15)
FORGOTTEN_AFTER = dt.timedelta(days=1)


class SignInRefused(Refused):
    """Name or password is wrong; which of the two is not said."""

    code = "sign_in_refused"
    sentence = _("登录名或密码不对，没有登录。请核对后再试；连续 5 次不对会锁定 15 分钟。")
    status = 422


class CodeRefused(Refused):
    """The one-time code is wrong or was used before."""

    code = "code_refused"
    sentence = _("验证码不对或已经用过，没有登录。请等手机显示下一个数字再输；连续 5 次不对会锁定 15 分钟。")
    status = 422


class SignInLocked(Refused):
    """Too many failures: not even the right password is taken for a while."""

    code = "sign_in_locked"
    sentence = _("连续多次不对，已暂时锁定，这次没有核对密码。请 15 分钟后再试，或请系统管理员重设密码。")
    status = 429


def check_name_and_password(*, username: str, password: str, address: str, at: dt.datetime) -> User:
    """Find the user whose name and password these are. Not yet a sign-in: a second factor may be due.

    :param address: network address of the browser; counted together with the name, kept as keyed hashes only.
    :raises SignInLocked: too many failures of this name or address within the last quarter of an hour.
    :raises SignInRefused: wrong, or the account is not in use.
    """
    _count(username=username, address=address, at=at)
    user = authenticate(username=username, password=password)
    if not isinstance(user, User):
        known = User.objects.filter(username=username).first()
        _note("sign_in.failed", user=known, reason="password", at=at)
        raise SignInRefused
    _give_back(username=username, address=address)
    if not user.must_change_password and is_on_the_list(password):
        _demand_another(user, at)
    return user


@transaction.atomic
def _demand_another(user: User, at: dt.datetime) -> None:
    """Let the first page ask for another password: this one was taken before the list of breached ones was loaded."""
    user.must_change_password = True
    user.save(update_fields=["must_change_password"])
    write_audit(action="user.password_breached", by=None, at=at, obj=user, fields=["must_change_password"])


def confirm_password(*, user: User, password: str, address: str, at: dt.datetime) -> None:
    """Ask whoever sits at an open session for the password once more. Failures count like those of a sign-in.

    :raises SignInLocked: too many failures. :raises WrongPassword: it is not right.
    """
    _count(username=user.username, address=address, at=at)
    if not check_password(password, user.password):
        _note("sign_in.failed", user=user, reason="password", at=at)
        raise WrongPassword
    _give_back(username=user.username, address=address)


def check_code(*, user: User, code: str, address: str, at: dt.datetime) -> None:
    """Take the one-time code of a user whose password was right. Failures count like those of the password.

    :raises SignInLocked: too many failures.
    :raises CodeRefused: wrong, too old, or used before.
    """
    _count(username=user.username, address=address, at=at)
    with transaction.atomic():
        taken = take_code(user=lock(User.objects.all(), pk=user.pk), code=code, at=at)
    if not taken:
        _note("sign_in.failed", user=user, reason="code", at=at)
        raise CodeRefused
    _give_back(username=user.username, address=address)


@transaction.atomic
def note_sign_in(*, user: User, at: dt.datetime) -> None:
    """Write down that the user is in, and forget the failures before."""
    SignInGuard.objects.filter(key=guard_key(name=user.username)).update(failures=0)
    SignInGuard.objects.filter(last_at__lt=at - FORGOTTEN_AFTER).delete()
    write_audit(action="sign_in.succeeded", by=user, at=at, obj=user, kind=AuditKind.SIGN_IN)


def note_sign_out(*, user: User, at: dt.datetime) -> None:
    """Write down that the user went."""
    write_audit(action="sign_in.ended", by=user, at=at, obj=user, kind=AuditKind.SIGN_IN)


def _count(*, username: str, address: str, at: dt.datetime) -> None:
    limits = {guard_key(name=username): FAILURES_OF_A_NAME, guard_key(address=address): FAILURES_OF_AN_ADDRESS}
    with transaction.atomic():
        guards = []
        for key in sorted(limits):  # always in the same order: two attempts never wait for each other in a ring
            SignInGuard.objects.get_or_create(key=key, defaults={"last_at": at})
            guard = lock(SignInGuard.objects.all(), key=key)
            if guard.last_at + LOCKED_FOR <= at:
                guard.failures = 0
            guards.append(guard)
        locked = any(guard.failures >= limits[guard.key] for guard in guards)
        for guard in [] if locked else guards:  # what is not tried does not count, so a lock ends by itself
            guard.failures += 1
            guard.last_at = at
            guard.save(update_fields=["failures", "last_at"])
    if locked:
        _note("sign_in.failed", user=User.objects.filter(username=username).first(), reason="locked", at=at)
        raise SignInLocked


def _give_back(*, username: str, address: str) -> None:
    """The attempt was no failure after all; earlier failures stay until the sign-in is complete."""
    counted = SignInGuard.objects.filter(key__in=[guard_key(name=username), guard_key(address=address)], failures__gt=0)
    counted.update(failures=models.F("failures") - 1)


def _note(action: str, *, user: User | None, reason: str, at: dt.datetime) -> None:
    office_id = user.office_id if user else 0
    write_audit(action=action, by=None, at=at, obj=user, reason=reason, kind=AuditKind.SIGN_IN, office_id=office_id)
