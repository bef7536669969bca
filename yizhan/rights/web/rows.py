"""How a limit is shown."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from yizhan.rights.deadlines.timers import Standing, Timer, unit_words


def timer_row(timer: Timer, *, is_extended: bool) -> dict[str, Any]:
    """Return what a line of the table of limits needs.

    :param is_extended: a longer time was granted.
    """
    badge = {
        Standing.OVER: (_("已过期"), "bad"),
        Standing.WARN: (_("快到期"), "warn"),
        Standing.RUNNING: (_("进行中"), "info"),
        Standing.KEPT: (_("已办"), "done"),
        Standing.OPEN: (_("现在不受限"), "good"),
    }[timer.standing]
    return {
        "timer": timer,
        "length": unit_words(timer.rule, is_extended=is_extended),
        "badge": badge,
        "late": -timer.days_left if timer.days_left is not None and timer.days_left < 0 else 0,
    }
