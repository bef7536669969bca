"""Words of the audit log."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditKind(models.TextChoices):
    """What sort of line it is."""

    WRITE = "write", _("写入")
    READ = "read", _("查看")
    REVEAL = "reveal", _("查看完整号码")
    EXPORT = "export", _("导出")
    SIGN_IN = "sign_in", _("登录")
    REFUSED = "refused", _("被拒绝")
