"""What a password must be: long enough, not of words that anybody here would try, none of the last five.

Named in AUTH_PASSWORD_VALIDATORS, beside Django's list of 20,000 common ones; a list of breached ones is asked where
the office loaded it (`yizhan passwords load`).
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from typing import Any

import structlog
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from yizhan.accounts.breached import ListDamaged, is_breached
from yizhan.accounts.models import PATH_STEP, Office, PasswordUsed, User
from yizhan.places.queries import division_words
from yizhan.shared.text.pinyin import name_keys, text_keys

log = structlog.get_logger("yizhan.accounts")

LONG = 12
SHORT = 8
CLASSES_OF_A_SHORT_ONE = 3
REMEMBERED = 5

#: Words shorter than this stand in too many innocent passwords: letters, and Chinese characters.
SHORTEST_LATIN, SHORTEST_HAN = 4, 2
#: What every house of this kind is called.
_OF_THE_HOUSE = ("驿站", "零工", "工会", "yizhan", "linggong", "gonghui")
#: What the name of an office consists of, beside that of the place.
_KINDS = re.compile(r"零工市场|零工驿站|驿站|零工|服务中心|服务站|市场|总工会|工会")
#: A remark behind a name, such as （试点）.
_REMARK = re.compile(r"[（(].*?[）)]")
#: Digits and signs that people write for letters; 1 is read both ways.
_SPELT = [str.maketrans("0134579@$!", f"o{one}eastgas{one}") for one in "il"]

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


def is_on_the_list(password: str) -> bool:
    """Say whether the list of breached passwords holds it.

    A list that cannot be read stops nobody: `yizhan doctor` tells of it, and the other rules hold.
    """
    try:
        return is_breached(password)
    except (ListDamaged, OSError) as error:
        log.error("passwords.list_unreadable", error=type(error).__name__)
        return False


class NotBreached:
    """None of the list of breached ones that the office loaded; without a list nothing is asked."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password that stands in the list.

        :raises ValidationError: with the sentence for the person.
        """
        if is_on_the_list(password):
            raise ValidationError(self.get_help_text(), code="password_breached")

    def get_help_text(self) -> str:
        """Say the rule."""
        return _("这个密码在别处泄露过，猜密码的人会先试它，请换一个。")


class NoWordOfThePlace:
    """None that holds the own name, the sign-in name, an office above, a place above, or the pinyin of these."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse what somebody who knows the person and the office would try first.

        :raises ValidationError: with the one sentence for all of it; it does not say which word.
        """
        if not isinstance(user, User):
            return
        spelt = {_bare(password), *(_bare(password.casefold().translate(table)) for table in _SPELT)}
        if any(word in text for word in words_of_the_place(user) for text in spelt):
            raise ValidationError(self.get_help_text(), code="password_of_the_place")
        try:
            UserAttributeSimilarityValidator(user_attributes=("username", "name")).validate(password, user)
        except ValidationError as error:
            raise ValidationError(self.get_help_text(), code="password_of_the_place") from error

    def get_help_text(self) -> str:
        """Say the rule."""
        return _("密码里不要有本人姓名、登录名、单位名和地名，也不要有它们的拼音。")


def words_of_the_place(user: User) -> set[str]:
    """Return what a password of the user may not hold, bare; two queries at most."""
    found = {*_OF_THE_HOUSE, user.username, user.name, *name_keys(user.name).all_full}
    steps = [user.office.path[:end] for end in range(PATH_STEP, len(user.office.path) + 1, PATH_STEP)]
    for name, code in Office.objects.filter(path__in=steps).order_by("path").values_list("name", "area_code"):
        bare_name = _REMARK.sub("", name)
        for word in {bare_name, *_KINDS.split(bare_name), *division_words(code)}:
            found |= {word, text_keys(word).full}
    return {word for word in map(_bare, found) if _is_a_word(word)}


def _bare(text: str) -> str:
    """Return letters, digits and Chinese characters alone, half-width and lower case."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def _is_a_word(bare: str) -> bool:
    return len(bare) >= (SHORTEST_LATIN if bare.isascii() else SHORTEST_HAN)


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
