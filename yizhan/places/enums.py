"""Words of the room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DivisionLevel(models.TextChoices):
    """How high a division stands."""

    PROVINCE = "province", _("省级")
    CITY = "city", _("地级")
    COUNTY = "county", _("县级")
    STREET = "street", _("乡级")


class DivisionStatus(models.TextChoices):
    """Whether a code is in use."""

    CURRENT = "current", _("现行")
    ABOLISHED = "abolished", _("已撤销")
    #: codes of development zones that only the statistical list knows.
    STATISTICAL = "statistical", _("统计用")
