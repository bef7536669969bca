"""What each carrier wants. `send` is the port: one message in, the carrier's number of it out, or why not."""

from __future__ import annotations

from collections.abc import Callable

from yizhan.shared.notifications.adapters.aliyun import send_aliyun
from yizhan.shared.notifications.adapters.email import send_email
from yizhan.shared.notifications.adapters.port import Later, Letter, Refusal
from yizhan.shared.notifications.adapters.robots import send_dingtalk, send_feishu, send_wecom
from yizhan.shared.notifications.adapters.tencent import send_tencent
from yizhan.shared.notifications.adapters.wechat import send_wechat
from yizhan.shared.notifications.enums import Carrier

__all__ = ["Later", "Letter", "Refusal", "send"]

_SEND: dict[Carrier, Callable[[Letter], str]] = {
    Carrier.ALIYUN: send_aliyun,
    Carrier.TENCENT: send_tencent,
    Carrier.WECHAT: send_wechat,
    Carrier.EMAIL: send_email,
    Carrier.WECOM: send_wecom,
    Carrier.DINGTALK: send_dingtalk,
    Carrier.FEISHU: send_feishu,
}


def send(carrier: Carrier, letter: Letter) -> str:
    """Hand a letter to a carrier and return its number of it, "" where it gives none.

    :raises Later: not taken now; try again. :raises Refusal: not taken, and never will be.
    :raises transport.NotReached: :raises transport.NoAnswer: as `transport.post` does.
    """
    return _SEND[carrier](letter)
