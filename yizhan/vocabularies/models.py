"""What an installation adds to the shipped files: days, minimum wages, an office's own words.

The shipped files are not copied into the database; a row here stands before the file.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yizhan.vocabularies.enums import SourceMark


class Holiday(models.Model):
    """A day on which the law's count of working days departs from the shipped calendar."""

    day = models.DateField(_("日期"), unique=True)
    is_working = models.BooleanField(_("是否工作日"))
    source = models.CharField(_("依据"), max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(source=""),
                name="holiday_has_source",
                violation_error_message=_("请写明依据的通知文号。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the day."""
        return self.day.isoformat()


class MinimumWage(models.Model):
    """The minimum wage of an area and tier in a period [valid_from_on, valid_to_on)."""

    area_code = models.CharField(_("行政区划"), max_length=12)
    tier = models.PositiveSmallIntegerField(_("档次"))
    month_fen = models.BigIntegerField(_("月最低工资（分）"))
    hour_fen = models.BigIntegerField(_("小时最低工资（分）"))
    valid_from_on = models.DateField(_("起始日"))
    valid_to_on = models.DateField(_("截止日"), null=True, blank=True)
    doc_no = models.CharField(_("文号"), max_length=60)
    mark = models.CharField(_("核实程度"), max_length=1, choices=SourceMark.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "tier", "valid_from_on"],
                name="minimumwage_one_a_start",
                violation_error_message=_("这个地区、档次和起始日已经有一条。"),
            ),
            models.UniqueConstraint(
                fields=["area_code", "tier"],
                condition=models.Q(valid_to_on=None),
                name="minimumwage_one_open",
                violation_error_message=_("这个地区和档次已有一条没有截止日的标准。"),
            ),
            models.CheckConstraint(
                condition=models.Q(month_fen__gt=0, hour_fen__gt=0),
                name="minimumwage_positive",
                violation_error_message=_("最低工资必须大于零。"),
            ),
            models.CheckConstraint(
                condition=models.Q(tier__gte=1, tier__lte=9),
                name="minimumwage_tier_known",
                violation_error_message=_("档次是 1 到 9。"),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to_on=None) | models.Q(valid_to_on__gt=models.F("valid_from_on")),
                name="minimumwage_period_forward",
                violation_error_message=_("截止日必须晚于起始日。"),
            ),
            models.CheckConstraint(
                condition=models.Q(mark__in=SourceMark.values),
                name="minimumwage_mark_known",
                violation_error_message=_("不认识的核实程度。"),
            ),
        ]

    def __str__(self) -> str:
        """Show area, tier and start."""
        return f"{self.area_code}/{self.tier} {self.valid_from_on}"


class LocalAlias(models.Model):
    """An office's own everyday word for an occupation."""

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+", verbose_name=_("单位"))
    word = models.CharField(_("俗称"), max_length=20)
    occupation_code = models.CharField(_("职业编码"), max_length=12)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "word"],
                condition=models.Q(retired_at=None),
                name="localalias_one_meaning_an_office",
                violation_error_message=_("本单位已经有这个俗称。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(word=""),
                name="localalias_word_given",
                violation_error_message=_("请写俗称。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the word."""
        return self.word
