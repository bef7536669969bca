"""What `yizhan doctor` asks of this room."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yizhan.matching import kernels
from yizhan.shared.health.checks import Finding


def check_kernels() -> Finding:
    """Ranking is compiled for this machine; without it pages answer the same, a little later."""
    title = _("推荐内核")
    match kernels.state():
        case kernels.READY:
            return Finding("kernels", title, "ok", _("已为本机编译"))
        case kernels.DUE:
            fact = _("还没有为本机编译，暂用 NumPy，结果相同，只是慢一些")
            return Finding("kernels", title, "warn", fact, _("运行 yizhan init，约半分钟。"))
        case _:
            return Finding("kernels", title, "ok", _("本机没有 numba 或已关闭，用 NumPy，结果相同"))
