"""Words of the room: periods."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Period(models.TextChoices):
    """How long a period is; each ends with the day that is asked for."""

    DAY = "day", _("当天")
    WEEK = "week", _("近 7 天")
    MONTH = "month", _("近 30 天")


DAYS: dict[Period, int] = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 30}
