"""Words and lines of the room's pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from yizhan.shared.display import listed
from yizhan.vocabularies.queries import occupation_name
from yizhan.workers.enums import ALL_WEEK, DAYTIME_WEEK, DayPart, SeekerStatus, SettleWish, WorkMode
from yizhan.workers.models import WishedOccupation

WEEKDAY_WORDS: tuple[StrOrPromise, ...] = (
    _("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"),
)  # fmt: skip
PART_WORDS: tuple[tuple[int, StrOrPromise], ...] = tuple((part.value, part.label) for part in DayPart)

#: State -> kind of badge.
STATUS_KIND = {
    SeekerStatus.AVAILABLE: "good",
    SeekerStatus.WORKING: "done",
    SeekerStatus.DORMANT: "off",
    SeekerStatus.RESTRICTED: "bad",
    SeekerStatus.LEFT: "off",
}
TIER_KIND = {"A": "warn", "B": "info", "C": "plain"}

#: What the button for a step says. A step that is not here is taken by other pages (hiring).
STEP_WORDS: dict[SeekerStatus, StrOrPromise] = {
    SeekerStatus.AVAILABLE: _("改为待业可派"),
    SeekerStatus.WORKING: _("已找到活"),
    SeekerStatus.DORMANT: _("暂时不找"),
    SeekerStatus.RESTRICTED: _("限制介绍"),
    SeekerStatus.LEFT: _("注销求职"),
}
#: Questions before a step that shuts somebody out.
STEP_QUESTIONS: dict[SeekerStatus, StrOrPromise] = {
    SeekerStatus.RESTRICTED: _("确定限制介绍吗？此人不再出现在推荐里，直到改回。"),
    SeekerStatus.LEFT: _("确定注销求职吗？此人不再出现在推荐里；以后来站可以重新登记。"),
}


def work_lines(rows: Iterable[WishedOccupation]) -> list[dict[str, Any]]:
    """Return the wished kinds of work: in the person's words, with the official name."""
    lines = []
    for row in rows:
        name = occupation_name(row.occupation_code) or row.occupation_code
        lines.append({"said": row.said_as or name, "name": name, "code": row.occupation_code})
    return lines


def labels(values: Iterable[str], choices: type[WorkMode] | type[SettleWish]) -> list[StrOrPromise]:
    """Return the labels of stored codes, unknown ones as they are."""
    known = dict(choices.choices)
    return [known.get(value, value) for value in values]


def parts_words(parts: int) -> str:
    """Return `上午、下午` for 4 bits of a day; 0 is "cannot"."""
    words = [str(label) for part, label in PART_WORDS if parts >> part & 1]
    return listed(words) if words else str(_("不能来"))


def week_words(mask: int) -> list[dict[str, Any]]:
    """Return a week in few lines: days with the same parts together, such as 周一至周日 上午、下午."""
    if mask == ALL_WEEK:
        return [{"days": _("每天"), "parts": _("白天晚上都行")}]
    if mask == DAYTIME_WEEK:
        return [{"days": _("每天"), "parts": _("白天")}]
    lines: list[dict[str, Any]] = []
    start = 0
    while start < 7:
        parts = mask >> (4 * start) & 15
        end = start
        while end + 1 < 7 and mask >> (4 * (end + 1)) & 15 == parts:
            end += 1
        if parts:
            days = WEEKDAY_WORDS[start] if start == end else f"{WEEKDAY_WORDS[start]}—{WEEKDAY_WORDS[end]}"
            lines.append({"days": days, "parts": parts_words(parts)})
        start = end + 1
    return lines


def waiting_days(since: dt.date | None, today: dt.date) -> int | None:
    """Return for how many days somebody has been waiting; None while they are not."""
    return max(0, (today - since).days) if since else None
