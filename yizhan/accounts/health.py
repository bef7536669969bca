"""What `yizhan doctor` asks of this room."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yizhan.accounts.breached import ListDamaged, list_facts
from yizhan.accounts.queries import active_offices
from yizhan.shared.display import listed
from yizhan.shared.health.checks import Finding

#: Named in the finding; of more it says how many.
MOST_NAMED = 5


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


def check_telephones() -> Finding:
    """Every office in use has a telephone: letters, messages and pages tell people to call it."""
    title = _("驿站电话")
    names = list(active_offices().filter(phone="").order_by("path").values_list("name", flat=True))
    if not names:
        return Finding("telephones", title, "ok", _("都有电话"))
    words = {"n": len(names), "names": listed(names[:MOST_NAMED])}
    fact = _("%(n)s 个单位没有电话：%(names)s") % words
    return Finding("telephones", title, "warn", fact, _("在“单位”里填上电话：介绍信、短信和网页都让人打这个电话。"))
