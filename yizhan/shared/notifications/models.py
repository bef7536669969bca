"""Tables of messages: the outbox that is also the ledger, carriers, rules, what people want, codes, counts."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yizhan.shared.crypto.fields import BlindIndexField, EncryptedTextField, GuardedModel, GuardedQuerySet
from yizhan.shared.notifications.enums import (
    OPTIONAL,
    WAY_OF,
    Carrier,
    CodePurpose,
    MessageState,
    Purpose,
    Way,
    Why,
)

#: Tries at a one-time code.
MOST_TRIES = 5


class Message(GuardedModel):
    """One message to one recipient by one way: written with its event, sent by the worker, kept as the ledger.

    `content` holds the words' parameters and is emptied as soon as nobody needs them; what stays is who was told what
    kind of thing, when, how and why.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    #: what happened (`referrals.letter`) and to which thing (an id): with recipient and way they are said once.
    event = models.CharField(max_length=40)
    event_key = models.CharField(max_length=60)
    #: `person:12`, or a keyed hash of the telephone or address, or `office:3`.
    recipient_key = models.CharField(max_length=45)
    way = models.CharField(max_length=10, choices=Way.choices)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    #: telephone, openid or address it goes to; "" for in-app and for groups.
    recipient = EncryptedTextField(blank=True, default="", max_length=200)
    recipient_index = BlindIndexField(source="recipient", normalise="phone")
    #: who that is, where it is nobody on record (an employer's telephone).
    recipient_name = EncryptedTextField(blank=True, default="", max_length=100)
    text_key = models.CharField(max_length=40)
    #: JSON of the words' parameters.
    content = EncryptedTextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=MessageState.choices)
    why = models.CharField(max_length=12, choices=Why.choices, blank=True)
    #: may be sent in quiet hours, and before others.
    urgent = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    #: not before; the next allowed moment, looked at again when it comes.
    due_at = models.DateTimeField()
    #: after this it would only confuse.
    useful_until = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    #: by whom on the telephone.
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    #: the carrier's own number of the message, or its code of refusal; never words.
    carrier_said = models.CharField(max_length=64, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        app_label = "shared"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "event_key", "recipient_key", "way"],
                name="message_once_an_event_recipient_way",
                violation_error_message=_("这件事已经通知过，没有重复。"),
            ),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="message_way_known"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="message_purpose_known"),
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state_known"),
            models.CheckConstraint(condition=Q(why__in=["", *Why.values]), name="message_why_known"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending", "due"], settled_at=None)
                | Q(~Q(state__in=["waiting", "sending", "due"]), settled_at__isnull=False),
                name="message_settled_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="sending", claimed_at__isnull=False) | Q(~Q(state="sending"), claimed_at=None),
                name="message_claimed_while_sending",
            ),
            # Words are kept while somebody needs them: until sent or called, and in the person's own list.
            models.CheckConstraint(
                condition=Q(content="") | Q(way="in_app") | Q(state__in=["waiting", "sending", "due"]),
                name="message_keeps_no_words",
            ),
            models.CheckConstraint(
                condition=~Q(way="call") | Q(state__in=["due", "called", "closed"]), name="message_calls_are_made"
            ),
        ]
        indexes = [
            # The worker's question, every few seconds.
            models.Index(fields=["due_at"], name="message_to_send", condition=Q(state="waiting")),
            models.Index(fields=["claimed_at"], name="message_claimed", condition=Q(state="sending")),
            models.Index(fields=["office", "due_at"], name="message_calls", condition=Q(state="due")),
            models.Index(fields=["office", "-made_at"], name="message_ledger"),
            models.Index(fields=["person", "-made_at"], name="message_of_person"),
        ]

    def __str__(self) -> str:
        """Show no recipient."""
        return f"{self.event} {self.way} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Still to be sent or called."""
        return self.settled_at is None


class MessageCount(models.Model):
    """What stays of messages whose time in the ledger is over: how many of an office, a month and a kind."""

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    #: the first day of the month in which they were made (Beijing time).
    month = models.DateField()
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    way = models.CharField(max_length=10, choices=Way.choices)
    state = models.CharField(max_length=10, choices=MessageState.choices)
    count = models.PositiveIntegerField()

    class Meta:
        app_label = "shared"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "month", "purpose", "way", "state"], name="messagecount_once_a_kind"
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="messagecount_counts_something"),
        ]

    def __str__(self) -> str:
        """Show how many."""
        return f"{self.month} {self.count}"


class MessageCarrier(GuardedModel):
    """An office's account with a carrier. Offices below use it unless they have one of their own."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    carrier = models.CharField(max_length=10, choices=Carrier.choices)
    way = models.CharField(max_length=10, choices=Way.choices)
    #: what is no secret: key id, signature, region, and the carrier's template code for each text.
    facts = models.JSONField(default=dict)
    #: JSON of keys and tokens.
    secret = EncryptedTextField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    tested_at = models.DateTimeField(null=True, blank=True)
    #: "" after a test that the carrier took, or its code of refusal.
    test_said = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        app_label = "shared"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    *(Q(carrier=carrier.value, way=way.value) for carrier, way in WAY_OF.items()), _connector=Q.OR
                ),
                name="messagecarrier_serves_its_way",
            ),
            models.UniqueConstraint(
                fields=["office", "way"],
                condition=Q(is_active=True),
                name="messagecarrier_one_active_a_way",
                violation_error_message=_("这个单位的这种渠道已有一个在用，先停用原来的。"),
            ),
        ]

    def __str__(self) -> str:
        """Show whose."""
        return f"{self.carrier} {self.pk}"


class MessageRules(models.Model):
    """Quiet hours and daily cap of an office; offices below follow unless they have their own."""

    office = models.OneToOneField("accounts.Office", on_delete=models.PROTECT, related_name="+")
    #: local time; equal means that no hour is quiet.
    quiet_from = models.TimeField()
    quiet_until = models.TimeField()
    #: messages a person or a telephone gets in a day, codes apart.
    daily_most = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "shared"
        constraints = [
            models.CheckConstraint(
                condition=Q(daily_most__gte=1, daily_most__lte=20), name="messagerules_cap_within_reason"
            ),
        ]

    def __str__(self) -> str:
        """Show whose."""
        return f"rules of office {self.office_id}"


class MessageRefusal(models.Model):
    """A person does not want messages for a purpose. No row: they do."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    since = models.DateTimeField()

    class Meta:
        app_label = "shared"
        constraints = [
            models.UniqueConstraint(fields=["person", "purpose"], name="messagerefusal_once_a_purpose"),
            models.CheckConstraint(
                condition=Q(purpose__in=[purpose.value for purpose in OPTIONAL]), name="messagerefusal_purpose_optional"
            ),
        ]

    def __str__(self) -> str:
        """Show ids."""
        return f"person {self.person_id} {self.purpose}"


class MessageAddress(GuardedModel):
    """Where else a person is reached: an openid of the office's WeChat account, an e-mail address."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=10, choices=Way.choices)
    address = EncryptedTextField(max_length=200)
    confirmed_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        app_label = "shared"
        constraints = [
            models.UniqueConstraint(fields=["person", "way"], name="messageaddress_once_a_way"),
            models.CheckConstraint(condition=Q(way__in=["wechat", "email"]), name="messageaddress_way_has_addresses"),
        ]

    def __str__(self) -> str:
        """Show no address."""
        return f"person {self.person_id} {self.way}"


class OneTimeCode(models.Model):
    """Six digits that prove that somebody holds a telephone, for five minutes and five tries."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=CodePurpose.choices)
    #: keyed hash of the telephone, and of the code with the row's own id: six digits alone would be found by trying.
    phone_key = models.CharField(max_length=32)
    code_hash = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "shared"
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=CodePurpose.values), name="onetimecode_purpose_known"),
            models.CheckConstraint(condition=Q(tries__lte=MOST_TRIES), name="onetimecode_tries_limited"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="onetimecode_ends"),
        ]
        indexes = [models.Index(fields=["phone_key", "purpose", "-made_at"], name="onetimecode_newest")]

    def __str__(self) -> str:
        """Show nothing of it."""
        return f"code {self.pk}"


class Tally(models.Model):
    """How often something was done in a stretch of time, counted where two at once cannot both be the last."""

    scope = models.CharField(max_length=20)
    #: keyed hash, never the number itself.
    key = models.CharField(max_length=32)
    window_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        app_label = "shared"
        constraints = [
            models.UniqueConstraint(fields=["scope", "key", "window_at"], name="tally_once_a_window"),
            models.CheckConstraint(condition=Q(count__gte=1), name="tally_counts_something"),
        ]
        indexes = [models.Index(fields=["window_at"], name="tally_over")]

    def __str__(self) -> str:
        """Show the scope."""
        return f"{self.scope} {self.count}"
