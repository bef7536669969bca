"""Channels of an office and the log of what went out by them. Rows of the log are only ever added."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.channels.enums import FILES, ChannelKind, Encoding, Outcome, Way

MOST_COLUMNS = 40


class Channel(models.Model):
    """Another place where an office shows its postings, and the shape that place takes."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("渠道名称"), max_length=40)
    kind = models.CharField(_("形式"), max_length=6, choices=ChannelKind.choices)
    #: [{"title": heading, "field": key of `columns.FIELDS`, "value": text of a fixed column}], in order.
    columns = models.JSONField(_("列"), default=list, blank=True)
    encoding = models.CharField(_("编码"), max_length=10, choices=Encoding.choices, default=Encoding.UTF8_BOM)
    #: somebody has held the columns against a file that the other side took.
    is_checked = models.BooleanField(_("已用对方的真实模板核对"), default=False)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ChannelKind.values),
                name="channel_kind_known",
                violation_error_message=_("不认识的渠道形式。"),
            ),
            models.CheckConstraint(
                condition=Q(encoding__in=Encoding.values),
                name="channel_encoding_known",
                violation_error_message=_("不认识的编码。"),
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="channel_named", violation_error_message=_("渠道要有名称。")
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(FILES)) | ~Q(columns=[]),
                name="channel_file_has_columns",
                violation_error_message=_("表格渠道至少要有一列。"),
            ),
            models.UniqueConstraint(
                fields=["office", "name"],
                condition=Q(retired_at=None),
                name="channel_once_a_name",
                violation_error_message=_("已有同名渠道。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the name."""
        return self.name

    @property
    def is_file(self) -> bool:
        """Whether it takes a sheet with columns."""
        return self.kind in FILES


class Outgoing(models.Model):
    """One posting that went out by a channel, or was taken down there, in one version of its terms."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="outgoing")
    #: the lines of one file have the same batch.
    batch = models.UUIDField()
    posting = models.ForeignKey("postings.Posting", on_delete=models.PROTECT, related_name="+")
    terms = models.ForeignKey("postings.PostingTerms", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    way = models.CharField(max_length=8, choices=Way.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    #: sha-256 of the file's bytes, in hex.
    file_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values) & Q(way__in=Way.values),
                name="outgoing_words_known",
                violation_error_message=_("不认识的登记方式。"),
            ),
            models.CheckConstraint(
                condition=(Q(way=Way.FILE, outcome=Outcome.SENT) & ~Q(file_hash="")) | Q(way=Way.BY_HAND, file_hash=""),
                name="outgoing_file_has_hash",
                violation_error_message=_("导出的文件要留下指纹，手工登记没有文件。"),
            ),
            models.UniqueConstraint(fields=["batch", "posting"], name="outgoing_once_a_batch"),
        ]
        indexes = [
            # What is out there: the newest line of each posting in a channel.
            models.Index(fields=["channel", "posting", "-id"], name="outgoing_newest"),
            # The log of a channel, newest first.
            models.Index(fields=["channel", "-at", "-id"], name="outgoing_log"),
        ]

    def __str__(self) -> str:
        """Show what happened."""
        return f"{self.outcome} {self.posting_id}"
