"""What `yizhan doctor` asks of this room."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yizhan.accounts.breached import ListDamaged, list_facts
from yizhan.shared.health.checks import Finding


def check_passwords() -> Finding:
    """A list of breached passwords, where one was loaded, can be read."""
    title = _("泄露密码清单")
    try:
        facts = list_facts()
    except (ListDamaged, OSError):
        fact, mend = _("读不了，改密码时没有用它"), _("运行 yizhan passwords load 清单文件，重新装入。")
        return Finding("passwords", title, "bad", fact, mend)
    if facts is None:
        return Finding("passwords", title, "ok", _("没有装入，只查最常见的两万个"))
    return Finding("passwords", title, "ok", _("%(count)d 个密码") % {"count": facts.count})
