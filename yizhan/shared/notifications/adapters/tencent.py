"""Tencent Cloud SMS: `SendSms`, version 2021-01-11, signed with TC3-HMAC-SHA256."""

from __future__ import annotations

from yizhan.shared.notifications.adapters.port import Later, Letter, Refusal, as_json, read
from yizhan.shared.notifications.signing import tc3_headers
from yizhan.shared.notifications.transport import TENCENT, NoAnswer, post

#: Beginnings of codes after which nothing was sent and another try may work.
BUSY = ("RequestLimitExceeded", "LimitExceeded.DeliveryFrequencyLimit")
#: A fault or a time-out inside of the cloud: the SMS may be on its way.
UNSURE = "InternalError"


def send_tencent(letter: Letter) -> str:
    """Send one SMS by template and return its `SerialNo`."""
    body = as_json(
        {
            "PhoneNumberSet": [f"+86{letter.to}"],
            "SmsSdkAppId": letter.facts["app_id"],
            "SignName": letter.facts["sign_name"],
            "TemplateId": letter.template,
            "TemplateParamSet": list(letter.parameters.values()),
            "SessionContext": letter.reference,
        }
    )
    headers = tc3_headers(
        host=TENCENT,
        service="sms",
        action="SendSms",
        version="2021-01-11",
        region=str(letter.facts["region"]),
        body=body,
        secret_id=str(letter.facts["secret_id"]),
        secret_key=letter.secrets["secret_key"],
        at=letter.at,
    )
    said = read(post(TENCENT, "/", headers, body)).get("Response")
    if not isinstance(said, dict):
        raise NoAnswer
    status = said.get("SendStatusSet") or [{}]
    code = said["Error"].get("Code") if isinstance(said.get("Error"), dict) else status[0].get("Code")
    if code == "Ok":
        return str(status[0].get("SerialNo", ""))
    if code is None or str(code).startswith(UNSURE):
        raise NoAnswer
    raise Later(code) if str(code).startswith(BUSY) else Refusal(code)
