"""Alibaba Cloud SMS: `SendSms` of Dysmsapi, version 2017-05-25, signed with ACS3-HMAC-SHA256."""

from __future__ import annotations

import json
import uuid

from yizhan.shared.notifications.adapters.port import Later, Letter, Refusal, read
from yizhan.shared.notifications.signing import acs3_headers, canonical_query
from yizhan.shared.notifications.transport import ALIYUN, NoAnswer, post

#: Codes after which nothing was sent and another try may work.
BUSY = frozenset({"isp.SYSTEM_ERROR", "isv.SYSTEM_ERROR", "Throttling", "Throttling.User", "ServiceUnavailable"})


def send_aliyun(letter: Letter) -> str:
    """Send one SMS by template and return its `BizId`."""
    parameters = {
        "PhoneNumbers": letter.to,
        "SignName": str(letter.facts["sign_name"]),
        "TemplateCode": letter.template,
        "TemplateParam": json.dumps(dict(letter.parameters), ensure_ascii=False, separators=(",", ":")),
        "OutId": letter.reference,
    }
    headers = acs3_headers(
        host=ALIYUN,
        action="SendSms",
        version="2017-05-25",
        parameters=parameters,
        key_id=str(letter.facts["key_id"]),
        key_secret=letter.secrets["key_secret"],
        at=letter.at,
        nonce=uuid.uuid4().hex,
    )
    said = read(post(ALIYUN, f"/?{canonical_query(parameters)}", headers, b""))
    code = said.get("Code")
    if code == "OK":
        return str(said.get("BizId", ""))
    if code is None:
        raise NoAnswer
    raise Later(code) if code in BUSY else Refusal(code)
