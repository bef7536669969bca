"""Second factors: confirmed by a first code, stood in for by codes on paper, taken away by an administrator."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.models import RecoveryCode, SecondFactor, User
from yizhan.accounts.second_factor import clean_code, new_recovery_codes, step_of_code
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.crypto.keyring import ring
from yizhan.shared.db import lock
from yizhan.shared.errors import Refused

RECOVERY = "recovery_code"


class WrongCode(Refused):
    """The first code does not fit the secret."""

    code = "wrong_code"
    sentence = _("验证码不对，还没有开通。请看手机上现在显示的 6 位数字再输一次；手机时间要准。")


def hash_of(code: str) -> str:
    """Return the keyed hash under which a recovery code is kept."""
    return ring().keyed_hash(RECOVERY, clean_code(code))


@transaction.atomic
def confirm_second_factor(*, user: User, secret: str, code: str, at: dt.datetime) -> list[str]:
    """Bind a phone to the account once it shows the right code; a phone that was bound before is replaced.

    Every session that began before `at` ends.

    :param secret: base32, as it was shown as a QR code.
    :return: ten fresh recovery codes; only their hashes are kept.
    :raises WrongCode: the code is not the one of the moment.
    """
    user = lock(User.objects.all(), pk=user.pk)
    step = step_of_code(secret, clean_code(code), at=at, after_step=0)
    if step is None:
        raise WrongCode
    SecondFactor.objects.filter(user=user).delete()
    SecondFactor.objects.create(user=user, secret=secret, last_step=step, confirmed_at=at)
    # A session that began with the password alone must not outlive it and bind another phone.
    user.sessions_from = at
    user.save(update_fields=["sessions_from"])
    codes = _fresh_codes(user)
    write_audit(action="user.second_factor_set", by=user, at=at, obj=user, fields=["second_factor"])
    return codes


@transaction.atomic
def renew_recovery_codes(*, user: User, at: dt.datetime) -> list[str]:
    """Replace the codes on paper; the old sheet is worth nothing from now on."""
    user = lock(User.objects.all(), pk=user.pk)
    codes = _fresh_codes(user)
    write_audit(action="user.recovery_codes_renewed", by=user, at=at, obj=user, fields=["recovery_codes"])
    return codes


@transaction.atomic
def reset_second_factor(*, user: User, by: User | None, at: dt.datetime) -> User:
    """Forget a lost phone and its paper; all sessions end, the next sign-in sets a new phone up."""
    user = lock(User.objects.all(), pk=user.pk)
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    user.sessions_from = at
    user.save(update_fields=["sessions_from"])
    write_audit(action="user.second_factor_reset", by=by, at=at, obj=user, fields=["second_factor"])
    return user


def _fresh_codes(user: User) -> list[str]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = new_recovery_codes()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, code_hash=hash_of(code)) for code in codes)
    return codes


def take_code(*, user: User, code: str, at: dt.datetime) -> bool:
    """Take a code of the phone or of the paper, once. Runs in the caller's transaction, user row under lock."""
    typed = clean_code(code)
    factor = SecondFactor.objects.filter(user=user).first()
    step = step_of_code(factor.secret, typed, at=at, after_step=factor.last_step) if factor else None
    if factor is not None and step is not None:
        factor.last_step = step
        factor.save(update_fields=["last_step"])
        return True
    # A sheet that was printed before the index key changed is still good.
    hashes = ring().keyed_hashes(RECOVERY, typed)
    unused = RecoveryCode.objects.filter(user=user, code_hash__in=hashes, used_at=None)
    return unused.update(used_at=at) == 1
