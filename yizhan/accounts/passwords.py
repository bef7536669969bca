"""What a password must be: long enough, and none of the last five. Named in AUTH_PASSWORD_VALIDATORS."""

from __future__ import annotations

import secrets
import unicodedata
from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from yizhan.accounts.models import PasswordUsed

LONG = 12
SHORT = 8
CLASSES_OF_A_SHORT_ONE = 3
REMEMBERED = 5

#: Read aloud without doubt: no 0/O, 1/l/I.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def classes_in(password: str) -> int:
    """Count the classes of signs in it: lower case, upper case, digits, everything else (Chinese too)."""

    def class_of(sign: str) -> str:
        category = unicodedata.category(sign)
        return {"Ll": "lower", "Lu": "upper", "Nd": "digit"}.get(category, "other")

    return len({class_of(sign) for sign in password})


def temporary_password() -> str:
    """Return a random password to be read aloud once and changed at the first sign-in (74 bits)."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(3))


class LengthAndClasses:
    """At least 12 signs, or 8 of three classes."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password that is too easily tried out.

        :raises ValidationError: with the sentence for the person.
        """
        if len(password) >= LONG:
            return
        if len(password) < SHORT or classes_in(password) < CLASSES_OF_A_SHORT_ONE:
            raise ValidationError(self.get_help_text(), code="password_too_weak")

    def get_help_text(self) -> str:
        """Say the rule."""
        return _("密码至少 12 位；或者至少 8 位，并包含大写字母、小写字母、数字、符号中的三种。")


class NotUsedBefore:
    """None of the last five, the present one included."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password that the user had.

        :raises ValidationError: with the sentence for the person.
        """
        if user is None or user.pk is None:
            return
        used = PasswordUsed.objects.filter(user=user).order_by("-pk").values_list("password", flat=True)
        if any(check_password(password, earlier) for earlier in used[:REMEMBERED]):
            raise ValidationError(_("这个密码最近用过，请换一个（最近 5 次用过的都不能再用）。"), code="password_used")

    def get_help_text(self) -> str:
        """Say the rule."""
        return _("最近 5 次用过的密码不能再用。")
