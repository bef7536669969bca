"""Which carrier and which rules serve an office: its own, or the nearest above it."""

from __future__ import annotations

import json
from typing import Any

from yizhan.shared.notifications.enums import Carrier, Way
from yizhan.shared.notifications.models import MessageCarrier, MessageRules
from yizhan.shared.notifications.quiet import Hours

#: What an account is made of: facts that are shown, and secrets that are not.
FACTS: dict[Carrier, tuple[str, ...]] = {
    Carrier.ALIYUN: ("key_id", "sign_name"),
    Carrier.TENCENT: ("secret_id", "app_id", "region", "sign_name"),
    Carrier.WECHAT: ("app_id",),
    Carrier.EMAIL: (),
    Carrier.WECOM: (),
    Carrier.DINGTALK: (),
    Carrier.FEISHU: (),
}
SECRETS: dict[Carrier, tuple[str, ...]] = {
    Carrier.ALIYUN: ("key_secret",),
    Carrier.TENCENT: ("secret_key",),
    Carrier.WECHAT: ("app_secret",),
    Carrier.EMAIL: (),
    Carrier.WECOM: ("token",),
    Carrier.DINGTALK: ("token", "sign_secret"),
    Carrier.FEISHU: ("token", "sign_secret"),
}
#: Carriers that send only what they have approved before, each text under a code of theirs.
BY_TEMPLATE = frozenset({Carrier.ALIYUN, Carrier.TENCENT, Carrier.WECHAT})


def paths_above(path: str) -> list[str]:
    """Return the paths of an office and of all above it, nearest first: `0001/0007/` gives itself and `0001/`."""
    steps = path.rstrip("/").split("/")
    return ["/".join(steps[:length]) + "/" for length in range(len(steps), 0, -1)]


def carriers_of(office: Any) -> dict[Way, MessageCarrier]:
    """Return the account in use for each way, the nearest one up the tree; one query."""
    rows = MessageCarrier.objects.filter(is_active=True, office__path__in=paths_above(office.path))
    found: dict[Way, MessageCarrier] = {}
    for row in sorted(rows.select_related("office").order_by("pk"), key=lambda row: len(row.office.path)):
        found[Way(row.way)] = row
    return found


def hours_of(office: Any) -> Hours:
    """Return quiet hours and daily cap that hold for an office; one query."""
    rows = MessageRules.objects.filter(office__path__in=paths_above(office.path)).select_related("office")
    nearest = max(rows.order_by("pk"), key=lambda row: len(row.office.path), default=None)
    return Hours(nearest.quiet_from, nearest.quiet_until, nearest.daily_most) if nearest else Hours()


def carries(carrier: MessageCarrier | None, text_key: str) -> bool:
    """Say whether an account can send this text: carriers by template need a code for it."""
    if carrier is None:
        return False
    if Carrier(carrier.carrier) not in BY_TEMPLATE:
        return True
    return bool(carrier.facts.get("templates", {}).get(text_key))


def secrets_of(carrier: MessageCarrier) -> dict[str, str]:
    """Return keys and tokens in the clear, for the adapter alone."""
    return dict(json.loads(carrier.secret)) if carrier.secret else {}
