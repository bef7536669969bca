"""The table of changes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from yizhan.shared.changes.enums import Topic
from yizhan.shared.changes.expressions import TransactionNumber


class Change(models.Model):
    """One row of another table was written, in the transaction that wrote it. No foreign key: nothing is locked.

    SQLite gives ids in the order of commits and never gives one twice (AUTOINCREMENT). PostgreSQL gives them in the
    order of asking, so there `xact` says which transaction a line came with.
    """

    topic = models.CharField(max_length=8, choices=Topic.choices)
    row_id = models.BigIntegerField()
    xact = models.BigIntegerField(db_default=TransactionNumber(), editable=False)
    #: by the database's own clock; lines are kept for `operations.KEPT`.
    written_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        app_label = "shared"
        constraints = [
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="change_topic_known"),
            models.CheckConstraint(condition=Q(row_id__gte=0), name="change_row_is_an_id"),
        ]
        # What a reader on PostgreSQL has not seen (`cursor.changes_since`).
        indexes = [models.Index(fields=["xact"], name="change_xact")]

    def __str__(self) -> str:
        """Show what changed."""
        return f"{self.topic} {self.row_id}"
