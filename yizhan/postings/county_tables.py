"""What a county adds to the shipped rule book: words, tighter limits, and what weather is announced.

Rows are versions: one begins on a day and ends on a day, nothing is written over. The database holds that a limit is
never looser than the shipped one. `LocalStamp` changes with every write, so that a process knows what it has read.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yizhan.postings.enums import LimitName, WeatherKind, WeatherLevel, WordRule
from yizhan.postings.rulebook.limits import BOUNDS
from yizhan.postings.rulebook.local import MOST_LETTERS


def _between() -> Q:
    """Return the condition "no limit is looser than shipped": one term a threshold."""
    condition = Q()
    for name, bound in sorted(BOUNDS.items()):
        condition |= Q(name=name, value__gte=bound.least, value__lte=bound.most)
    return condition


class Dated(models.Model):
    """A row of a county's table: since when, why, by whom; until when, why, by whom. `[from_on, until_on)`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("理由"), max_length=200)
    from_on = models.DateField(_("起始日"))
    until_on = models.DateField(_("截止日"), null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    retire_reason = models.CharField(_("停用理由"), max_length=200, blank=True)

    class Meta:
        abstract = True


class LocalWord(Dated):
    """A word that a text rule objects to in this county as well."""

    rule = models.CharField(_("规则"), max_length=8, choices=WordRule.choices)
    #: as it was typed; `folded` is what is looked for.
    word = models.CharField(_("词语"), max_length=MOST_LETTERS)
    folded = models.CharField(max_length=MOST_LETTERS)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rule__in=WordRule.values), name="localword_rule_takes_words"),
            models.CheckConstraint(condition=~Q(folded="") & ~Q(reason=""), name="localword_said_and_reasoned"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on"), retired_by__isnull=False),
                name="localword_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["office", "rule", "folded"],
                condition=Q(until_on=None),
                name="localword_once_while_in_force",
                violation_error_message=_("这条规则已有这个词。"),
            ),
        ]

    def __str__(self) -> str:
        """Show rule and word."""
        return f"{self.rule} {self.word}"


class LocalLimit(Dated):
    """A threshold of a rule, tightened in this county."""

    name = models.CharField(_("阈值"), max_length=20, choices=LimitName.choices)
    value = models.PositiveIntegerField(_("数值"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=_between(),
                name="locallimit_never_looser_than_shipped",
                violation_error_message=_("本地阈值只能比全国标准更严。"),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="locallimit_reasoned"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on"), retired_by__isnull=False),
                name="locallimit_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["office", "name"],
                condition=Q(until_on=None),
                name="locallimit_one_in_force",
                violation_error_message=_("这个阈值已有一条在用。"),
            ),
        ]

    def __str__(self) -> str:
        """Show name and value."""
        return f"{self.name}={self.value}"


class LocalStamp(models.Model):
    """A value that is never used twice, written anew with every change of an office's words and limits."""

    office = models.OneToOneField("accounts.Office", on_delete=models.PROTECT, related_name="+")
    stamp = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        """Show the value."""
        return str(self.stamp)


class WeatherAlert(models.Model):
    """Weather that the county's observatory announced, `[from_at, until_at)` (CR-047)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("天气"), max_length=10, choices=WeatherKind.choices)
    level = models.CharField(_("预警等级"), max_length=6, choices=WeatherLevel.choices)
    from_at = models.DateTimeField(_("开始"))
    until_at = models.DateTimeField(_("结束"))
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=WeatherKind.values), name="weatheralert_kind_known"),
            models.CheckConstraint(condition=Q(level__in=WeatherLevel.values), name="weatheralert_level_known"),
            models.CheckConstraint(
                condition=Q(until_at__gt=F("from_at")),
                name="weatheralert_ends_after_it_begins",
                violation_error_message=_("结束要晚于开始。"),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="weatheralert_lifted_by_somebody",
            ),
        ]
        # What is announced now for an office and those above it.
        indexes = [models.Index(fields=["office", "until_at"], name="weatheralert_now")]

    def __str__(self) -> str:
        """Show kind and level."""
        return f"{self.kind} {self.level}"
