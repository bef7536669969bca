"""Signatures of messages as Standard Webhooks 1.0 has them: HMAC-SHA256 over id, time and body. Pure.

webhook-id: msg_… · webhook-timestamp: seconds since 1970 · webhook-signature: v1,<base64>, several with spaces between
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable

PREFIX = "whsec_"


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return one signature.

    :param secret: `whsec_` and the key in base64.
    """
    key = base64.b64decode(secret.removeprefix(PREFIX))
    content = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def signed_headers(secrets: Iterable[str], message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the headers of a message; while a secret is being changed it is signed with both."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(one, message_id, timestamp, body) for one in secrets),
    }
