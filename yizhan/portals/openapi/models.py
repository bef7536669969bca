"""Partners, their keys, what they sent, and what is sent to them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.portals.openapi.enums import DeliveryState, NewsKind, Scope, WhyNotSent
from yizhan.shared.crypto.fields import EncryptedTextField, GuardedModel, GuardedQuerySet

if TYPE_CHECKING:
    from yizhan.employers.models import Employer

MOST_CALLS = 6000
MOST_URL = 300


class Partner(models.Model):
    """Somebody whose system talks to ours: a platform, an agency, a company. It acts through an account of its own.

    The account is a clerk's of the station that answers, out of use from the beginning: nobody can sign in with it, no
    colleague is offered it, and what came by the API carries its name in every record.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("对接方名称"), max_length=40)
    account = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="+")
    #: for whom it may submit postings.
    employers: models.ManyToManyField[Employer, Any] = models.ManyToManyField("employers.Employer", related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""), name="partner_named", violation_error_message=_("对接方要有名称。")
            ),
            models.UniqueConstraint(
                fields=["office", "name"],
                condition=Q(ended_at=None),
                name="partner_once_a_name",
                violation_error_message=_("这个单位已有同名的对接方。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the name."""
        return self.name


class ApiKey(models.Model):
    """One key of a partner. Only its hash is kept: whoever reads the database cannot call with it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="keys")
    label = models.CharField(_("用途"), max_length=40)
    #: the part of the key that may be shown, by which it is found.
    prefix = models.CharField(max_length=10, unique=True)
    #: sha-256 of the whole key, in hex. The key is 256 random bits: nothing is gained by a slow hash.
    key_hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    calls_a_minute = models.PositiveIntegerField(default=60)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    #: the key that this one takes the place of.
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    #: first moment at which it is no longer taken.
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(calls_a_minute__gte=1, calls_a_minute__lte=MOST_CALLS),
                name="apikey_calls_of_1_to_6000",
                violation_error_message=_("每分钟次数应在 1 到 6000 之间。"),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="apikey_revoked_by_somebody",
                violation_error_message=_("停用密钥要记下经办人。"),
            ),
            models.CheckConstraint(
                condition=~Q(key_hash="") & ~Q(prefix=""),
                name="apikey_hash_kept",
                violation_error_message=_("密钥没有生成。"),
            ),
        ]

    def __str__(self) -> str:
        """Show what may be shown."""
        return self.prefix

    @property
    def scope_labels(self) -> list[str]:
        """What it may do, in words."""
        return [str(Scope(code).label) for code in self.scopes]


class KeyUse(models.Model):
    """How often a key was used on a day (Beijing time), and within the running minute."""

    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="uses")
    day = models.DateField()
    calls = models.PositiveIntegerField(default=0)
    #: of them beyond the limit, answered 429.
    refused = models.PositiveIntegerField(default=0)
    #: minutes since 1970, and the calls within that one.
    minute = models.BigIntegerField(default=0)
    in_minute = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "day"], name="keyuse_once_a_day")]

    def __str__(self) -> str:
        """Show how often."""
        return f"{self.day} {self.calls}"


class SentPosting(models.Model):
    """A posting that came by the API, with the idempotency key under which it came."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="sent")
    #: an order sent again with the same key is answered again, not done again.
    idempotency_key = models.UUIDField()
    #: sha-256 of the body, in hex: the same key with another body is refused.
    body_hash = models.CharField(max_length=64)
    posting = models.OneToOneField("postings.Posting", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "idempotency_key"], name="sentposting_once_a_key"),
        ]

    def __str__(self) -> str:
        """Show which."""
        return f"{self.partner_id} {self.posting_id}"


class Webhook(GuardedModel):
    """Where a partner wants to be told, and of what. The secrets are ours and theirs: encrypted."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="webhooks")
    url = models.CharField(_("推送地址"), max_length=MOST_URL)
    news = models.JSONField(default=list)
    secret = EncryptedTextField(max_length=60)
    #: still signed with until then, so that the other side has time to change.
    old_secret = EncryptedTextField(max_length=60, blank=True)
    old_until_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "url"],
                condition=Q(ended_at=None),
                name="webhook_once_an_address",
                violation_error_message=_("这个推送地址已经登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(url__startswith="https://"),
                name="webhook_over_tls",
                violation_error_message=_("推送地址必须以 https:// 开头。"),
            ),
            models.CheckConstraint(
                condition=Q(old_secret="", old_until_at=None) | (~Q(old_secret="") & Q(old_until_at__isnull=False)),
                name="webhook_old_secret_ends",
                violation_error_message=_("旧签名密钥要有截止时间。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the row, not the address: it may hold a token."""
        return f"webhook {self.pk}"


class Delivery(models.Model):
    """One message for one address: written in the transaction of what it tells, sent by the task worker."""

    #: the id of the message; the same however often it is sent.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    news = models.CharField(max_length=20, choices=NewsKind.choices)
    #: the very text that is signed and sent.
    body = models.TextField()
    created_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)
    #: HTTP status of the last answer; None where there was none.
    last_status = models.PositiveSmallIntegerField(null=True, blank=True)
    #: code of what stood in the way; empty when nothing did.
    last_problem = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            # The words of old messages go before their lines do.
            models.CheckConstraint(
                condition=~Q(body="") | ~Q(state=DeliveryState.WAITING),
                name="delivery_waits_with_its_words",
                violation_error_message=_("待发送的推送要有内容。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values) & Q(news__in=NewsKind.values),
                name="delivery_words_known",
                violation_error_message=_("不认识的推送状态。"),
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.WAITING, next_at__isnull=False)
                | (~Q(state=DeliveryState.WAITING) & Q(next_at=None)),
                name="delivery_next_while_waiting",
                violation_error_message=_("待发送的推送要有下次发送时间。"),
            ),
        ]
        indexes = [
            # What is due: the sweep of housekeeping.
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="delivery_due"),
            # What is old enough to lose its words, and then its line.
            models.Index(fields=["created_at"], name="delivery_old"),
            # What an address was sent, newest first.
            models.Index(fields=["webhook", "-id"], name="delivery_newest"),
        ]

    def __str__(self) -> str:
        """Show what and where it stands."""
        return f"{self.news} {self.state}"

    @property
    def badge(self) -> str:
        """Kind of `status_badge` for the state."""
        return {"waiting": "wait", "delivered": "good"}.get(self.state, "bad")

    @property
    def problem_words(self) -> str:
        """What stood in the way, in words."""
        return str(WhyNotSent(self.last_problem).label) if self.last_problem else ""


class DeliveryCount(models.Model):
    """What stays of messages whose time is over: how many a partner was sent in a month, by kind and end."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    #: the first day of the month in which they were written (Beijing time).
    month = models.DateField()
    news = models.CharField(max_length=20, choices=NewsKind.choices)
    state = models.CharField(max_length=9, choices=DeliveryState.choices)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "month", "news", "state"], name="deliverycount_once_a_kind"),
            models.CheckConstraint(condition=Q(count__gte=1), name="deliverycount_counts_something"),
        ]

    def __str__(self) -> str:
        """Show how many."""
        return f"{self.month} {self.count}"
