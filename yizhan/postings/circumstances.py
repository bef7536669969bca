"""How the work is done and how one gets there: the part of the terms that protection of people asks for.

An abstract model, so that `PostingTerms` keeps these columns with all others and its file stays short.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

#: Nobody rests longer between two halves of a day, and nobody lifts more in one go.
MOST_BREAK_MINUTES = 6 * 60
MOST_LOAD_KG = 100
MOST_LOADS_AN_HOUR = 200


class Circumstances(models.Model):
    """Where one meets, the break, what is lifted how often, whether it is done outdoors or on a building site."""

    meeting_place = models.CharField(_("集合地点"), max_length=100, blank=True, default="")
    meeting_lat_e6 = models.IntegerField(null=True, blank=True)
    meeting_lng_e6 = models.IntegerField(null=True, blank=True)
    meeting_time = models.TimeField(_("集合时间"), null=True, blank=True)
    #: unpaid rest between start and end; it is no working time (CR-059).
    break_minutes = models.PositiveSmallIntegerField(_("中间休息（分钟）"), null=True, blank=True)
    #: the heaviest piece, and how often an hour one is lifted (GBZ 2.2, 女职工劳动保护特别规定 annex).
    load_kg = models.PositiveSmallIntegerField(_("最重一件（公斤）"), null=True, blank=True)
    loads_per_hour = models.PositiveSmallIntegerField(_("每小时搬运次数"), null=True, blank=True)
    is_outdoors = models.BooleanField(_("露天作业"), default=False)
    is_site = models.BooleanField(_("建筑施工现场作业"), default=False)
    fare_paid = models.BooleanField(_("报销路费"), default=False)
    #: codes of `enums.Protection`.
    protection = models.JSONField(_("提供的防护用品"), default=list, blank=True)

    class Meta:
        abstract = True


CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(meeting_lat_e6=None, meeting_lng_e6=None)
        | Q(meeting_lat_e6__isnull=False, meeting_lng_e6__isnull=False) & ~Q(meeting_place=""),
        name="postingterms_meeting_point_whole",
        violation_error_message=_("集合地点的坐标要成对，并写明地点。"),
    ),
    models.CheckConstraint(
        condition=Q(break_minutes=None) | Q(break_minutes__gte=1, break_minutes__lte=MOST_BREAK_MINUTES),
        name="postingterms_break_in_range",
        violation_error_message=_("中间休息是 1 到 360 分钟。"),
    ),
    models.CheckConstraint(
        condition=Q(load_kg=None) | Q(load_kg__gte=1, load_kg__lte=MOST_LOAD_KG),
        name="postingterms_load_in_range",
        violation_error_message=_("最重一件是 1 到 100 公斤。"),
    ),
    models.CheckConstraint(
        condition=Q(loads_per_hour=None) | Q(loads_per_hour__gte=1, loads_per_hour__lte=MOST_LOADS_AN_HOUR),
        name="postingterms_loads_in_range",
        violation_error_message=_("每小时搬运次数是 1 到 200。"),
    ),
]
