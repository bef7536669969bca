"""Accounts with carriers, and a text of the tests' own."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from yizhan.accounts.models import Office, User
from yizhan.shared.notifications.codes import TEXT as CODE
from yizhan.shared.notifications.enums import WAY_OF, Carrier, Purpose
from yizhan.shared.notifications.models import Message, MessageCarrier
from yizhan.shared.notifications.operations import notify
from yizhan.shared.notifications.recipients import Recipient
from yizhan.shared.notifications.texts import MessageText, register_text

PHONE = "19900000001"
SHIFT = "tests.shift"
TEXT = MessageText(SHIFT, Purpose.SHIFT, "班次取消", "%(when)s的活取消了：%(where)s", ("when", "where"))
WORDS = {"when": "明早6点", "where": "东关桥头"}

FACTS: dict[Carrier, dict[str, Any]] = {
    Carrier.ALIYUN: {"key_id": "key", "sign_name": "阳谷驿站"},
    Carrier.TENCENT: {"secret_id": "key", "app_id": "1400", "region": "ap-guangzhou", "sign_name": "阳谷驿站"},
    Carrier.WECHAT: {"app_id": "wx1"},
}
SECRETS: dict[Carrier, dict[str, str]] = {
    Carrier.ALIYUN: {"key_secret": "secret"},
    Carrier.TENCENT: {"secret_key": "secret"},
    Carrier.WECHAT: {"app_secret": "secret"},
    Carrier.WECOM: {"token": "0a1b2c3d-robot"},
    Carrier.DINGTALK: {"token": "0a1b2c3d", "sign_secret": "SECtest"},
    Carrier.FEISHU: {"token": "0a1b2c3d-robot", "sign_secret": "secret"},
}


def an_account(
    office: Office, by: User, at: dt.datetime, carrier: Carrier = Carrier.ALIYUN, *, templates: tuple[str, ...] = ()
) -> MessageCarrier:
    """Give an office an account that can send codes and the tests' text (or only `templates`)."""
    codes = {key: f"SMS_{number}" for number, key in enumerate(templates or (CODE, SHIFT), start=100)}
    return MessageCarrier.objects.create(
        office=office,
        carrier=carrier,
        way=WAY_OF[carrier],
        facts={**FACTS.get(carrier, {}), "templates": codes},
        secret=json.dumps(SECRETS.get(carrier, {})),
        changed_at=at,
        changed_by=by,
    )


def say(office: Office, recipient: Recipient, at: dt.datetime, **other: Any) -> list[Message]:
    """Tell somebody that a shift was called off."""
    register_text(TEXT)
    given: dict[str, Any] = {"event": "tests.shift", "event_key": "1", "purpose": Purpose.SHIFT, "text": SHIFT}
    return notify(office=office, recipient=recipient, parameters=WORDS, at=at, **{**given, **other})
