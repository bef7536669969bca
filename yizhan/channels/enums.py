"""Words of the room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """How a posting stands in the eyes of the public; derived at the moment of reading."""

    OPEN = "open", _("招人中")
    FULL = "full", _("已招满")
    PAUSED = "paused", _("暂停招人")
    ENDED = "ended", _("已结束")


class ChannelKind(models.TextChoices):
    """In what shape postings leave by a channel."""

    XLSX = "xlsx", _("Excel 表格")
    CSV = "csv", _("CSV 表格")
    TEXT = "text", _("文字（复制粘贴）")
    MANUAL = "manual", _("在对方页面手工录入")


#: Kinds that are files with columns.
FILES = frozenset({ChannelKind.XLSX, ChannelKind.CSV})


class Encoding(models.TextChoices):
    """How the characters of a CSV file are written."""

    UTF8_BOM = "utf-8-sig", _("UTF-8（带签名，Excel 和 WPS 可直接打开）")
    UTF8 = "utf-8", "UTF-8"
    GB18030 = "gb18030", "GB 18030"


class Outcome(models.TextChoices):
    """What a line of the log says about a posting and a channel."""

    SENT = "sent", _("已发出")
    TAKEN_DOWN = "taken_down", _("已撤下")


class Way(models.TextChoices):
    """How it went out."""

    FILE = "file", _("导出文件")
    BY_HAND = "by_hand", _("手工登记")


class Staleness(models.TextChoices):
    """Why what is out there is no longer true."""

    ENDED = "ended", _("已不在招人，请撤下")
    CHANGED = "changed", _("内容已改，请更新")


class NearOrder(models.TextChoices):
    """In which order somebody who looks by themselves gets the list."""

    NEAR = "near", _("近的在前")
    NEW = "new", _("新的在前")
