"""A sheet on its way in: the batch and its rows, which hold what the sheet says, encrypted, until it is carried out."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from yizhan.shared.crypto.fields import EncryptedTextField, GuardedModel, GuardedQuerySet
from yizhan.shared.sheets.enums import BatchState, RowState

#: Sheets that an employer's agent brings: all rows are that employer's.
OWN_JOBS = "own_jobs"
KINDS = ("postings", "people", OWN_JOBS)


class ImportBatch(GuardedModel):
    """One file. The same bytes uploaded again at the same office lead to the same batch.

    Where a sheet is about one record of a room (`about`), the same bytes about another are another batch.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    #: public id of the one record that all rows belong to; none where the rows themselves say whose they are.
    about = models.UUIDField(null=True, blank=True)
    #: names of files name people ("王某某花名册.xlsx"), so it is kept like a name.
    file_name = EncryptedTextField(blank=True, max_length=120)
    #: keyed hash of the bytes (and of the sheet's number where one was chosen, and of what they are about).
    digest = models.CharField(max_length=32)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.LOADING)
    #: headings as written, in order; empty texts where the sheet has none.
    columns = models.JSONField(default=list)
    has_header = models.BooleanField(default=True)
    #: column number (as text) -> field of the kind.
    mapping = models.JSONField(default=dict)
    #: values for the whole sheet where a row says nothing, and the reasons that were accepted for all rows.
    defaults = models.JSONField(default=dict)
    accepted = models.JSONField(default=list)
    rows_read = models.PositiveIntegerField(default=0)
    #: which worksheet of how many with anything in them; 0 of 0 for a file that has none.
    page = models.PositiveSmallIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    #: what was noticed on reading: `{"left_out": [line], "failed": [cell], "uncalculated": [cell], "told": [field]}`.
    notes = models.JSONField(default=dict)
    #: why it stopped: the code of a refusal, or empty.
    stopped_code = models.CharField(max_length=40, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    #: last sign of life of whoever works on it; a batch at work without one is taken up again.
    touched_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        app_label = "shared"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="importbatch_kind_known"),
            models.CheckConstraint(condition=Q(state__in=BatchState.values), name="importbatch_state_known"),
            models.CheckConstraint(
                condition=Q(kind=OWN_JOBS, about__isnull=False) | (~Q(kind=OWN_JOBS) & Q(about=None)),
                name="importbatch_own_is_about_one",
            ),
            models.UniqueConstraint(fields=["office", "kind", "digest"], name="importbatch_once_a_file"),
        ]
        indexes = [
            models.Index(fields=["office", "kind", "made_at"], name="importbatch_newest"),
            # The sheets of one employer.
            models.Index(fields=["about", "made_at"], name="importbatch_about", condition=Q(about__isnull=False)),
        ]

    def __str__(self) -> str:
        """Show no name."""
        return f"{self.kind} {self.pk}"


class ColumnMemory(models.Model):
    """What the columns of one source mean, once somebody has corrected them.

    A source is known by its headings: whoever sends a sheet every week sends the same ones. Sheets without headings
    have none, so nothing is remembered of them.
    """

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    #: keyed hash of the headings in their order.
    source = models.CharField(max_length=32)
    #: column number (as text) -> field of the kind.
    mapping = models.JSONField(default=dict)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        app_label = "shared"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="columnmemory_kind_known"),
            models.UniqueConstraint(fields=["office", "kind", "source"], name="columnmemory_once_a_source"),
        ]

    def __str__(self) -> str:
        """Show no heading: it may name somebody."""
        return f"{self.kind} {self.pk}"


class ImportRow(GuardedModel):
    """One line of the sheet, what is to be decided about it, and what became of it."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    #: line of the sheet, counted from 1 as the spreadsheet shows it.
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=14, choices=RowState.choices, default=RowState.UNREAD)
    #: `[{"code", "field", "choices"}]`, perhaps with `proposal` and, once that was confirmed, `taken`: codes, ids,
    #: days and counts only; the words of the cell stay in `cells`.
    reasons = models.JSONField(default=list)
    #: the same codes as text " a b ", so that rows can be counted and filtered by them on both databases.
    codes = models.CharField(max_length=300, blank=True)
    #: JSON: `{"cells": [...], "edits": {field: text}, "choices": {code: value}}`; emptied once it is not needed.
    content = EncryptedTextField(blank=True)
    #: keyed hash of what the mapped columns said on arrival: the same row twice, in this file or another.
    key = models.CharField(max_length=32)
    edited = models.BooleanField(default=False)
    #: what it became, or what it is the same as.
    result_public_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        app_label = "shared"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RowState.values), name="importrow_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[RowState.IMPORTED]) | Q(result_public_id__isnull=False),
                name="importrow_imported_became_something",
            ),
            models.UniqueConstraint(fields=["batch", "number"], name="importrow_once_a_line"),
        ]
        indexes = [
            models.Index(fields=["batch", "state", "number"], name="importrow_by_state"),
            models.Index(fields=["batch", "key", "number"], name="importrow_by_key"),
        ]

    def __str__(self) -> str:
        """Show the line."""
        return f"{self.batch_id}/{self.number}"
