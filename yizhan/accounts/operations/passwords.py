"""Passwords: set, changed by their owner, replaced by an administrator."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.models import PasswordUsed, SignInGuard, User
from yizhan.accounts.passwords import REMEMBERED, temporary_password
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.crypto.keyring import ring
from yizhan.shared.db import lock
from yizhan.shared.errors import Refused


class WeakPassword(Refused):
    """The password does not meet the rule; the sentence says which part."""

    code = "weak_password"


class WrongPassword(Refused):
    """The present password was not given rightly."""

    code = "wrong_password"
    sentence = _("当前密码不对，什么都没有改。请再输一次；连续 5 次不对会锁定 15 分钟。")
    status = 422


class ActsByKeyOnly(Refused):
    """The account belongs to a program: nobody signs in with it."""

    code = "acts_by_key_only"
    sentence = _("这是开放接口对接方的账号，谁也不能用它登录，没有改变。对接方和密钥请到“开放接口”办理。")


def demand_person(user: User) -> None:
    """Refuse what would let somebody sign in with a program's account.

    :raises ActsByKeyOnly: it is one.
    """
    if user.is_program:
        raise ActsByKeyOnly


def insist_on_a_good_one(password: str, user: User) -> None:
    """Hold a password against the rules.

    :raises WeakPassword: with the sentences of all rules that it breaks.
    """
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword("".join(error.messages)) from error


def set_password(*, user: User, password: str, must_change: bool, at: dt.datetime) -> None:
    """Give a saved user a password and remember it. Runs in the caller's transaction; all sessions end with it."""
    user.password = make_password(password)
    user.password_changed_at = at
    user.must_change_password = must_change
    user.sessions_from = at
    user.save(update_fields=["password", "password_changed_at", "must_change_password", "sessions_from"])
    PasswordUsed.objects.create(user=user, password=user.password, set_at=at)
    kept = PasswordUsed.objects.filter(user=user).order_by("-pk").values_list("pk", flat=True)[:REMEMBERED]
    PasswordUsed.objects.filter(user=user).exclude(pk__in=list(kept)).delete()


def guard_key(*, name: str = "", address: str = "") -> str:
    """Return under which key the failures of a sign-in name or an address are counted.

    Keyed, because people type passwords into the field for the name.
    """
    return ring().keyed_hash("sign_in_guard", f"name:{name.strip().casefold()}" if name else f"address:{address}")


@transaction.atomic
def change_password(*, user: User, wanted: str, at: dt.datetime) -> User:
    """Take a new password from its owner, who has just given the present one (`confirm_password`).

    Every session that began before `at` ends.

    :raises WeakPassword: the wanted one does not meet the rule.
    """
    user = lock(User.objects.all(), pk=user.pk)
    insist_on_a_good_one(wanted, user)
    set_password(user=user, password=wanted, must_change=False, at=at)
    write_audit(action="user.password_changed", by=user, at=at, obj=user, fields=["password"])
    return user


@transaction.atomic
def reset_password(*, user: User, by: User | None, at: dt.datetime) -> str:
    """Replace a forgotten password by a random one, to be said once and changed at the next sign-in.

    A lock on the sign-in name ends with it: whoever guessed has to begin anew.

    :return: the temporary password; it is kept nowhere.
    :raises ActsByKeyOnly: the account is a program's.
    """
    user = lock(User.objects.all(), pk=user.pk)
    demand_person(user)
    password = temporary_password()
    set_password(user=user, password=password, must_change=True, at=at)
    SignInGuard.objects.filter(key=guard_key(name=user.username)).update(failures=0)
    write_audit(action="user.password_reset", by=by, at=at, obj=user, fields=["password"])
    return password
