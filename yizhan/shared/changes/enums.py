"""What changes are about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """The tables whose readers keep something between requests."""

    #: the first line of an installation, so that every reader has one to hold on to.
    BEGINNING = "begin", _("开始")
    POSTING = "posting", _("招聘岗位")
    EMPLOYER = "employer", _("用工单位")
