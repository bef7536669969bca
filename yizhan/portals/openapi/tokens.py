"""The form of keys and of signing secrets. Pure but for the randomness of the system."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets

#: A recognisable beginning, so that a scanner of repositories finds a key that was committed by mistake.
KEY = re.compile(r"yz_([a-z2-7]{10})_[A-Za-z0-9_-]{43}", re.ASCII)
BEARER = re.compile(r"bearer +(\S{1,100})", re.I | re.ASCII)


def new_key() -> tuple[str, str]:
    """Return a whole key (shown once) and its prefix."""
    prefix = base64.b32encode(secrets.token_bytes(7)).decode().lower()[:10]
    return f"yz_{prefix}_{secrets.token_urlsafe(32)}", prefix


def hash_of_key(key: str) -> str:
    """Return what is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def key_in(header: str) -> tuple[str, str] | None:
    """Return the key of an Authorization header and its prefix, or None."""
    bearer = BEARER.fullmatch(header.strip())
    found = KEY.fullmatch(bearer.group(1)) if bearer else None
    return (found.group(0), found.group(1)) if found else None


def same_hash(a: str, b: str) -> bool:
    """Compare without telling by the time where they differ."""
    return hmac.compare_digest(a, b)


def new_secret() -> str:
    """Return a fresh signing secret as Standard Webhooks writes it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
