"""Each carrier's adapter against the stand-in: what it sends, and what it makes of every answer."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import Any

import pytest
from django.core import mail

from tests.shared.notifications.factories import FACTS, PHONE, SECRETS
from tests.shared.notifications.stand_in import StandIn
from yizhan.shared.notifications.adapters import Later, Letter, Refusal, send
from yizhan.shared.notifications.enums import ROBOTS, WAY_OF, Carrier
from yizhan.shared.notifications.transport import HOSTS, ForeignHost, NoAnswer, NotReached, https_post, post

BY_HTTP = [carrier for carrier in Carrier if carrier != Carrier.EMAIL]
#: What a carrier's own refusal looks like, and its "too many at once".
SAYS_NO: dict[Carrier, tuple[dict[str, Any], dict[str, Any]]] = {
    Carrier.ALIYUN: ({"Code": "isv.BUSINESS_LIMIT_CONTROL"}, {"Code": "Throttling.User"}),
    Carrier.TENCENT: (
        {"Response": {"SendStatusSet": [{"Code": "FailedOperation.InsufficientBalanceInSmsPackage"}]}},
        {"Response": {"Error": {"Code": "RequestLimitExceeded"}}},
    ),
    Carrier.WECHAT: ({"errcode": 43004}, {"errcode": -1}),
    Carrier.WECOM: ({"errcode": 93000}, {"errcode": 45009}),
    Carrier.DINGTALK: ({"errcode": 310000}, {"errcode": 410100}),
    Carrier.FEISHU: ({"code": 19021}, {"code": 11232}),
}


def letter(carrier: Carrier, **other: Any) -> Letter:
    to = "" if WAY_OF[carrier] in ROBOTS else "openid-1" if carrier == Carrier.WECHAT else PHONE
    return dataclasses.replace(
        Letter(
            to=to,
            title="班次取消",
            body="明早6点的活取消了：东关桥头",
            template="T1",
            parameters={"when": "明早6点", "where": "东关 桥头&+"},
            reference="0a1b2c",
            facts=FACTS.get(carrier, {}),
            secrets=SECRETS.get(carrier, {}),
            at=dt.datetime(2026, 11, 23, 1, tzinfo=dt.UTC),
        ),
        **other,
    )


@pytest.mark.parametrize(
    ("which", "number", "holds"),
    [
        (
            Carrier.ALIYUN,
            "biz1",
            {
                "PhoneNumbers": PHONE,
                "SignName": "阳谷驿站",
                "TemplateCode": "T1",
                "TemplateParam": '{"when":"明早6点","where":"东关 桥头&+"}',
                "OutId": "0a1b2c",
            },
        ),
        (
            Carrier.TENCENT,
            "serial1",
            {"PhoneNumberSet": [f"+86{PHONE}"], "TemplateParamSet": ["明早6点", "东关 桥头&+"], "SmsSdkAppId": "1400"},
        ),
        (Carrier.WECHAT, "4711", {"touser": "openid-1", "template_id": "T1", "client_msg_id": "0a1b2c"}),
        (Carrier.WECOM, "", {"text": {"content": "班次取消：明早6点的活取消了：东关桥头"}}),
        (Carrier.DINGTALK, "", {"text": {"content": "班次取消：明早6点的活取消了：东关桥头"}}),
        (Carrier.FEISHU, "", {"content": {"text": "班次取消：明早6点的活取消了：东关桥头"}}),
    ],
)
def test_a_carrier_takes_what_is_signed_right(
    which: Carrier, number: str, holds: dict[str, Any], carrier: StandIn
) -> None:
    assert send(which, letter(which)) == number
    assert len(carrier.taken) == 1
    assert {key: carrier.taken[0].get(key) for key in holds} == holds


@pytest.mark.parametrize("which", BY_HTTP)
def test_a_wrong_key_is_a_refusal(which: Carrier, carrier: StandIn) -> None:
    wrong = {name: f"wrong{value}" for name, value in SECRETS[which].items()}
    with pytest.raises(Refusal) as refusal:
        send(which, letter(which, secrets=wrong))
    assert refusal.value.code != "unknown"
    assert carrier.taken == []


@pytest.mark.parametrize("which", BY_HTTP)
@pytest.mark.parametrize("busy", [False, True])
def test_a_carriers_no_is_final_and_its_busy_is_not(which: Carrier, busy: bool, carrier: StandIn) -> None:
    carrier.next = [(200, json.dumps(SAYS_NO[which][busy]).encode())]
    with pytest.raises(Later if busy else Refusal):
        send(which, letter(which))


@pytest.mark.parametrize("which", BY_HTTP)
@pytest.mark.parametrize(
    ("told", "means"),
    [
        ("hang up", NoAnswer),
        ((200, b"<html>"), NoAnswer),
        ((500, b"oops"), NoAnswer),
        ((500, b"{}"), NoAnswer),
        ((200, b"[" * 70_000), NoAnswer),
        ((404, b"nothing here"), Refusal),
        ((429, b""), Later),
        ((503, b"{}"), Later),
    ],
)
def test_what_is_not_known_is_not_taken_for_a_no(
    which: Carrier, told: Any, means: type[Exception], carrier: StandIn
) -> None:
    carrier.next = [told]
    with pytest.raises(means):
        send(which, letter(which))


def test_a_fault_inside_of_the_cloud_may_have_sent_it(carrier: StandIn) -> None:
    for said in (
        {"Error": {"Code": "InternalError.Timeout"}},
        {"SendStatusSet": [{"Code": "InternalError.SendAndRecvFail"}]},
    ):
        carrier.next = [(200, json.dumps({"Response": said}).encode())]
        with pytest.raises(NoAnswer):
            send(Carrier.TENCENT, letter(Carrier.TENCENT))


def test_an_answer_without_a_code_is_not_taken_for_a_yes(carrier: StandIn) -> None:
    carrier.next = [(200, b'{"access_token": "token1", "expires_in": 7200}'), (200, b'{"msgid": 1}')]
    with pytest.raises(NoAnswer):
        send(Carrier.WECHAT, letter(Carrier.WECHAT))


def test_what_did_not_leave_may_be_tried_again(settings: Any) -> None:
    settings.YIZHAN_NOTIFICATION_TRANSPORT = f"{__name__}.nobody_listens"
    with pytest.raises(NotReached):
        send(Carrier.WECOM, letter(Carrier.WECOM))


def nobody_listens(_host: str, path: str, headers: Any, body: bytes) -> Any:
    import http.client

    from yizhan.shared.notifications.transport import exchange

    return exchange(http.client.HTTPConnection("127.0.0.1", 1, timeout=2), path, headers, body)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "169.254.169.254", "evil.example", "OAPI.dingtalk.com", ""])
def test_no_other_host_is_ever_asked(host: str, carrier: StandIn) -> None:
    with pytest.raises(ForeignHost):
        post(host, "/", {}, b"")
    assert not any(host == one for one in HOSTS)


def test_production_goes_by_https(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from yizhan.config.settings import base

    assert base.YIZHAN_NOTIFICATION_TRANSPORT == "yizhan.shared.notifications.transport.https_post"
    asked: list[Any] = []
    monkeypatch.setattr(
        "yizhan.shared.notifications.transport.exchange", lambda connection, *_: asked.append(connection)
    )
    https_post("oapi.dingtalk.com", "/", {}, b"")

    assert asked[0].default_port == 443
    assert asked[0]._context.check_hostname
    assert asked[0]._context.verify_mode.name == "CERT_REQUIRED"


def test_a_mail_goes_from_the_installations_address(settings: Any) -> None:
    settings.YIZHAN_EMAIL_FROM = "驿站 <yizhan@example.gov.cn>"
    assert send(Carrier.EMAIL, letter(Carrier.EMAIL, to="boss@example.com", title="请\n答复")) == ""

    assert [(one.to, one.subject, one.body) for one in mail.outbox] == [
        (["boss@example.com"], "请 答复", "明早6点的活取消了：东关桥头")
    ]


def test_without_a_server_a_mail_is_refused(settings: Any) -> None:
    settings.YIZHAN_EMAIL_FROM = ""
    with pytest.raises(Refusal):
        send(Carrier.EMAIL, letter(Carrier.EMAIL, to="boss@example.com"))


def test_what_a_carrier_says_is_kept_as_a_code_only() -> None:
    assert Refusal("isv.MOBILE_NUMBER_ILLEGAL: 199 0000\n0001").code == "isv.MOBILE_NUMBER_ILLEGAL:19900000001"[:64]
    assert Refusal("").code == "unknown"
    assert len(Refusal("x" * 500).code) == 64
