"""Audit rows: ids, field names and keyed hashes; never a value of a person's record.

There are no foreign keys: a row must outlive whatever it speaks of. The database itself refuses to change or delete
rows (triggers, `migrations/0002_audit_is_append_only`).
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from yizhan.shared.audit.enums import AuditKind


class AuditEntry(models.Model):
    """One act or one look."""

    at = models.DateTimeField()
    #: when the row reached the database, by the database's clock: `at` is what the act says of itself.
    written_at = models.DateTimeField(db_default=Now(), editable=False)
    kind = models.CharField(max_length=8, choices=AuditKind.choices)
    #: dotted name of what was done, `noun.verb`, such as `referral.issued`.
    action = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    #: 0 where no office is concerned (the installation itself), so that it has a chain of its own.
    office_id = models.BigIntegerField(default=0)
    #: what it was done to: model label and primary key.
    object_kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    #: names of the fields written or shown, never their content.
    fields = models.JSONField(default=list)
    #: coded reason where one is asked (unmasking, opening a foreign record), free text never.
    reason = models.CharField(max_length=40, blank=True)
    #: HMAC of the state before and after, so that a copy can be checked without being readable.
    before_hash = models.CharField(max_length=32, blank=True)
    after_hash = models.CharField(max_length=32, blank=True)
    request_id = models.CharField(max_length=36, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=AuditKind.values), name="auditentry_kind_known"),
        ]
        indexes = [
            # "Who looked at this person's record": shown to the person on request (PIPL art. 44).
            models.Index(fields=["person_id", "id"], name="auditentry_of_person"),
            # The sealer reads an office's rows in order.
            models.Index(fields=["office_id", "id"], name="auditentry_of_office"),
        ]

    def __str__(self) -> str:
        """Show the action, not its subject."""
        return f"{self.action} {self.pk}"


class AuditSeal(models.Model):
    """A link of an office's hash chain: covers the entries with ids in (`after_id`, `last_id`]."""

    office_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    after_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office_id", "number"], name="auditseal_one_chain_an_office"),
            models.CheckConstraint(condition=models.Q(last_id__gte=models.F("after_id")), name="auditseal_forward"),
        ]

    def __str__(self) -> str:
        """Show where in which chain it stands."""
        return f"seal {self.office_id}/{self.number}"
