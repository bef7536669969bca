"""Phones that are signed in, the counter's one-time codes, and what people ask the station to do with their data."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yizhan.portals.worker.enums import Door, Hours, RequestKind
from yizhan.postings.enums import PostingKind
from yizhan.shared.crypto.fields import EncryptedTextField, GuardedModel

#: Searches that one person may keep.
MOST_SEARCHES = 3


class Device(models.Model):
    """A phone on which a person signed in. Its cookie holds a random token; here is only the token's hash.

    It is no account of the staff and can become none: no `User`, no session of Django's.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    door = models.CharField(max_length=8, choices=Door.choices)
    opened_at = models.DateTimeField()
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(door__in=Door.values),
                name="device_door_known",
                violation_error_message=_("不认识的登录方式。"),
            ),
            models.CheckConstraint(
                condition=Q(until_at__gt=F("opened_at")),
                name="device_ends_after_it_began",
                violation_error_message=_("到期时间要晚于登录时间。"),
            ),
        ]
        indexes = [models.Index(fields=["person", "ended_at"], name="device_of_person")]

    def __str__(self) -> str:
        """Show the key only."""
        return f"device {self.pk}"


class CounterPass(models.Model):
    """A code that the counter shows as a QR: it signs one phone in, once, within minutes."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    good_until = models.DateTimeField()
    #: When it was used, or replaced by a newer one.
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(good_until__gt=F("made_at")),
                name="counterpass_good_for_a_while",
                violation_error_message=_("二维码的有效期不对。"),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(closed_at=None),
                name="counterpass_one_open_a_person",
                violation_error_message=_("这个人已经有一个没用过的登录二维码。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the key only."""
        return f"pass {self.pk}"


class SavedSearch(GuardedModel):
    """What somebody looks for again and again: once a day they are told when something new fits."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    #: 1, 2 or 3: nobody has more than three.
    slot = models.PositiveSmallIntegerField()
    #: as typed: a place may be where somebody lives.
    words = EncryptedTextField(blank=True, default="", max_length=40)
    near = EncryptedTextField(blank=True, default="", max_length=40)
    #: six digits of the county that was chosen among places of that name, or "".
    area = models.CharField(max_length=6, blank=True, default="")
    #: kilometres; 0 is "however far"; None where the place has no point.
    km = models.PositiveSmallIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=6, choices=PostingKind.choices, blank=True)
    #: what a day must bring at least; 0 is "any".
    least_daily_fen = models.PositiveIntegerField(default=0)
    #: the only days of the week, Monday 1; "" is "any".
    weekdays = models.CharField(max_length=7, blank=True, default="")
    hours = models.CharField(max_length=5, choices=Hours.choices, blank=True, default="")
    #: keyed hash of what is looked for, so that the same is not kept twice.
    search_key = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    until_at = models.DateTimeField()
    #: what was published up to this moment was told, or did not fit.
    seen_at = models.DateTimeField()
    #: when it is looked at next.
    look_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(slot__gte=1, slot__lte=MOST_SEARCHES),
                name="savedsearch_slot_known",
                violation_error_message=_("保存的查找已满。"),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["", *PostingKind.values]),
                name="savedsearch_kind_known",
                violation_error_message=_("不认识的用工期限。"),
            ),
            models.CheckConstraint(
                condition=Q(hours__in=["", *Hours.values]),
                name="savedsearch_hours_known",
                violation_error_message=_("不认识的班次。"),
            ),
            models.CheckConstraint(
                condition=Q(until_at__gt=F("made_at")),
                name="savedsearch_ends_after_it_began",
                violation_error_message=_("到期时间要晚于保存时间。"),
            ),
            models.UniqueConstraint(
                fields=["person", "slot"],
                name="savedsearch_once_a_slot",
                violation_error_message=_("保存的查找已满。"),
            ),
            models.UniqueConstraint(
                fields=["person", "search_key"],
                name="savedsearch_same_once",
                violation_error_message=_("同样的查找已经保存。"),
            ),
        ]
        indexes = [models.Index(fields=["look_at"], name="savedsearch_to_look")]

    def __str__(self) -> str:
        """Show the key only."""
        return f"search {self.pk}"


class ToldFreeAgain(models.Model):
    """Somebody was told that a full posting had a place again: once a posting, however often it fills."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    posting = models.ForeignKey("postings.Posting", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "posting"],
                name="toldfreeagain_once",
                violation_error_message=_("这个活又有名额，已经告诉过本人。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the key only."""
        return f"told {self.pk}"


class DataRequest(GuardedModel):
    """Somebody asks on their phone to have their record corrected or deleted; the counter checks who asks."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=RequestKind.choices)
    words = EncryptedTextField(_("要改什么"), blank=True, default="", max_length=300)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RequestKind.values),
                name="datarequest_kind_known",
                violation_error_message=_("不认识的申请。"),
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="datarequest_settled_whole",
                violation_error_message=_("办结要有时间和经办人。"),
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(settled_at=None),
                name="datarequest_one_open_a_kind",
                violation_error_message=_("同样的申请还没有办完。"),
            ),
        ]
        indexes = [models.Index(fields=["office", "settled_at"], name="datarequest_of_office")]

    def __str__(self) -> str:
        """Show the kind."""
        return f"{self.kind} {self.pk}"
