"""Offices as a tree and the people who sign in."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yizhan.accounts.enums import OfficeKind, Role
from yizhan.shared.byte_order import ByteOrderField
from yizhan.shared.crypto.fields import EncryptedTextField, GuardedModel

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

#: One step of `Office.path`: four digits and a slash. Fixed width keeps a subtree one range of the index.
PATH_STEP = 5
#: The names of accounts by which other systems act; a person's name may begin like them.
PROGRAM = re.compile(r"api-[0-9a-f]{24}")


class OfficeQuerySet(models.QuerySet["Office"]):
    """Offices by their place in the tree."""

    def under(self, office: Office) -> OfficeQuerySet:
        """Return the office itself and all below it."""
        # A range instead of LIKE: SQLite scans on LIKE and uses the index on a range. "0" follows "/" in ASCII.
        return self.filter(path__gte=office.path, path__lt=office.path_until)


class Office(models.Model):
    """A province, city, county or station."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(_("级别"), max_length=10, choices=OfficeKind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = ByteOrderField(max_length=60, unique=True, editable=False)
    area_code = models.CharField(_("行政区划"), max_length=12)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    phone = models.CharField(_("服务电话"), max_length=30, blank=True)
    lat_e6 = models.IntegerField(null=True, blank=True)
    lng_e6 = models.IntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=OfficeKind.values),
                name="office_kind_known",
                violation_error_message=_("不认识的机构级别。"),
            ),
            models.CheckConstraint(
                condition=models.Q(kind=OfficeKind.PROVINCE, parent=None) | ~models.Q(kind=OfficeKind.PROVINCE),
                name="office_province_is_a_root",
                violation_error_message=_("省级机构没有上级。"),
            ),
            models.CheckConstraint(
                condition=models.Q(lat_e6=None, lng_e6=None) | models.Q(lat_e6__isnull=False, lng_e6__isnull=False),
                name="office_point_whole",
                violation_error_message=_("坐标要么都填，要么都不填。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the name."""
        return self.name

    @property
    def path_until(self) -> str:
        """Behind the paths of everything below the office: `"0"` follows `"/"`."""
        return self.path[:-1] + "0"


class UserManager(BaseUserManager["User"]):
    """Finds users for Django; accounts are made by `operations.create_user`."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find by sign-in name."""
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person who signs in. Role and office are columns of this row: a right that is taken away is gone at once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(_("登录名"), max_length=30, unique=True)
    name = models.CharField(_("姓名"), max_length=50)
    # A station without internet has no mail, so it is never required.
    email = models.EmailField(_("邮箱"), blank=True)
    role = models.CharField(pgettext_lazy("role", "岗位"), max_length=10, choices=Role.choices)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="users", verbose_name=_("单位"))
    is_active = models.BooleanField(_("在用"), default=True)
    #: Sessions signed in before this moment are over ("sign out everywhere").
    sessions_from = models.DateTimeField(null=True, blank=True)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    #: Somebody else chose the password (an administrator): the first page after signing in asks for another.
    must_change_password = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="user_role_known",
                violation_error_message=_("不认识的岗位。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the sign-in name, which is no personal name."""
        return self.username

    @property
    def is_program(self) -> bool:
        """Whether it acts for somebody's system, with keys; nobody signs in with it."""
        return PROGRAM.fullmatch(self.username) is not None


class Session(AbstractBaseSession):
    """A sign-in in one browser, or the way into one. The columns beside Django's are filled by `store`."""

    #: By what a page names it; the key itself is the secret of the session.
    public_id = models.UUIDField(null=True, unique=True, editable=False)
    user = models.ForeignKey(
        User, null=True, on_delete=models.CASCADE, related_name="sessions"
    )  # nothing without the user
    device = models.CharField(max_length=30, blank=True, default="")
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta(AbstractBaseSession.Meta):
        pass

    def __str__(self) -> str:
        """Show whose it is, never the key."""
        return f"session of {self.user_id}"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """Return the store that writes these rows."""
        from yizhan.accounts.store import SessionStore

        return SessionStore


class PasswordUsed(models.Model):
    """The hash of a password that a user has or had, so that it is not taken again."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passwords_used")  # nothing without the user
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="passwordused_newest")]

    def __str__(self) -> str:
        """Show whose it was, never the hash."""
        return f"password of {self.user_id}"


class SecondFactor(GuardedModel):
    """A phone that shows one-time codes (TOTP, RFC 6238), confirmed by a first code."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="second_factor"
    )  # nothing without the user
    secret = EncryptedTextField(max_length=64)
    #: 30-second step of the last code that was taken: a code that was seen over the shoulder is worth nothing.
    last_step = models.BigIntegerField()
    confirmed_at = models.DateTimeField()

    def __str__(self) -> str:
        """Show whose it is."""
        return f"second factor of {self.user_id}"


class RecoveryCode(models.Model):
    """A code on paper that stands in for the phone once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")  # nothing without the user
    code_hash = models.CharField(max_length=32)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "code_hash"],
                name="recoverycode_once_a_user",
                violation_error_message=_("恢复码重复。"),
            ),
        ]

    def __str__(self) -> str:
        """Show whose it is, never the hash."""
        return f"recovery code of {self.user_id}"


class SignInGuard(models.Model):
    """Failures of one sign-in name or one network address; the name itself is kept as a keyed hash only.

    A table and not the cache: a cache drops entries when it is full, and whoever fills it would unlock every door.
    """

    key = models.CharField(max_length=32, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        """Show the count."""
        return f"{self.failures} failures"
