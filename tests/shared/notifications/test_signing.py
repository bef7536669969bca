"""Signatures against the vectors that the carriers publish in their documentation."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac

from yizhan.shared.notifications.signing import (
    acs3_headers,
    canonical_query,
    dingtalk_sign,
    feishu_sign,
    tc3_headers,
)


def test_alibaba_clouds_own_example() -> None:
    """The example with fixed parameters of "V3 request structure and signature"."""
    headers = acs3_headers(
        host="ecs.cn-shanghai.aliyuncs.com",
        action="RunInstances",
        version="2014-05-26",
        parameters={
            "RegionId": "cn-shanghai",
            "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
        },
        key_id="YourAccessKeyId",
        key_secret="YourAccessKeySecret",
        at=dt.datetime(2023, 10, 26, 10, 22, 32, tzinfo=dt.UTC),
        nonce="3156853299f313e23d1673dc12e1703d",
    )

    assert headers["Authorization"] == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;"
        "x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_tencent_clouds_own_example() -> None:
    """The example of "signature method v3"; its key is published as 32 asterisks, and signs as such."""
    headers = tc3_headers(
        host="cvm.tencentcloudapi.com",
        service="cvm",
        action="DescribeInstances",
        version="2017-03-12",
        region="ap-guangzhou",
        body=b'{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
        secret_id="AKID" + "*" * 32,
        secret_key="*" * 32,
        at=dt.datetime.fromtimestamp(1551113065, dt.UTC),
    )

    assert headers["Authorization"] == (
        f"TC3-HMAC-SHA256 Credential=AKID{'*' * 32}/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host;x-tc-action, "
        "Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"
    )
    assert headers["X-TC-Timestamp"] == "1551113065"


def test_robots_sign_as_their_pages_say() -> None:
    ding = hmac.new(b"SECtest", b"1551113065000\nSECtest", hashlib.sha256).digest()
    fei = hmac.new(b"1551113065\nsecret", b"", hashlib.sha256).digest()

    assert dingtalk_sign("SECtest", 1551113065000) == base64.b64encode(ding).decode()
    assert feishu_sign("secret", 1551113065) == base64.b64encode(fei).decode()


def test_a_query_is_in_order_and_encoded_by_rfc_3986() -> None:
    assert canonical_query({"b": "a b*~/", "A": "阳", "a": "+"}) == "A=%E9%98%B3&a=%2B&b=a%20b%2A~%2F"
