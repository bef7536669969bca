"""Words of the worker's pages: how somebody came in, what they ask the station for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Door(models.TextChoices):
    """How a phone was signed in."""

    SLIP = "slip", _("凭条上的字")
    COUNTER = "counter", _("窗口的二维码")
    SMS = "sms", _("短信验证码")


class Hours(models.TextChoices):
    """At what time of the day somebody looks for work."""

    DAY = "day", _("白天的班")
    NIGHT = "night", _("晚上、夜里的班")


class RequestKind(models.TextChoices):
    """What somebody asks for that only the counter can do: it touches who they are."""

    CORRECT = "correct", _("更正登记内容")
    DELETE = "delete", _("删除登记")
