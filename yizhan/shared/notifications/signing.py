"""How the carriers want requests signed: pure functions of text, keys and a moment.

Written against the public specifications: Alibaba Cloud "V3 request structure and signature" (ACS3-HMAC-SHA256),
Tencent Cloud "signature method v3" (TC3-HMAC-SHA256), DingTalk "custom robot: sign", Feishu "custom bot: signature".
The tests hold the first two to the vectors that the carriers publish.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote


def sha256_hex(data: bytes) -> str:
    """Return the hash of a body as both carriers write it."""
    return hashlib.sha256(data).hexdigest()


def canonical_query(parameters: Mapping[str, str]) -> str:
    """Return parameters in order of their names, encoded by RFC 3986."""
    return "&".join(f"{quote(name, safe='~')}={quote(parameters[name], safe='~')}" for name in sorted(parameters))


def _canonical(query: str, headers: Mapping[str, str], payload_hash: str) -> tuple[str, str]:
    """Return the canonical request of a POST to `/`, and the names of the headers that are signed."""
    names = sorted(headers)
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    signed = ";".join(names)
    return "\n".join(["POST", "/", query, lines, signed, payload_hash]), signed


def acs3_headers(
    *,
    host: str,
    action: str,
    version: str,
    parameters: Mapping[str, str],
    key_id: str,
    key_secret: str,
    at: dt.datetime,
    nonce: str,
) -> dict[str, str]:
    """Return the headers of a signed request to Alibaba Cloud: parameters in the query, no body."""
    payload = sha256_hex(b"")
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": payload,
        "x-acs-date": at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
    }
    request, signed = _canonical(canonical_query(parameters), headers, payload)
    to_sign = f"ACS3-HMAC-SHA256\n{sha256_hex(request.encode())}"
    signature = hmac.new(key_secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    headers["Authorization"] = f"ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={signed},Signature={signature}"
    return headers


def tc3_headers(
    *,
    host: str,
    service: str,
    action: str,
    version: str,
    region: str,
    body: bytes,
    secret_id: str,
    secret_key: str,
    at: dt.datetime,
) -> dict[str, str]:
    """Return the headers of a signed JSON request to Tencent Cloud."""
    signed_headers = {
        "content-type": "application/json; charset=utf-8",
        "host": host,
        "x-tc-action": action.lower(),
    }
    request, signed = _canonical("", signed_headers, sha256_hex(body))
    seconds = int(at.timestamp())
    day = dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%d")
    scope = f"{day}/{service}/tc3_request"
    to_sign = f"TC3-HMAC-SHA256\n{seconds}\n{scope}\n{sha256_hex(request.encode())}"
    key = f"TC3{secret_key}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    return {
        "Content-Type": signed_headers["content-type"],
        "Host": host,
        "X-TC-Action": action,
        "X-TC-Version": version,
        "X-TC-Region": region,
        "X-TC-Timestamp": str(seconds),
        "Authorization": (
            f"TC3-HMAC-SHA256 Credential={secret_id}/{scope}, SignedHeaders={signed}, Signature={signature}"
        ),
    }


def dingtalk_sign(secret: str, milliseconds: int) -> str:
    """Return the robot's signature: the secret signs moment and secret."""
    return _base64(secret.encode(), f"{milliseconds}\n{secret}".encode())


def feishu_sign(secret: str, seconds: int) -> str:
    """Return the bot's signature: moment and secret are the key, and nothing is signed."""
    return _base64(f"{seconds}\n{secret}".encode(), b"")


def _base64(key: bytes, text: bytes) -> str:
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
