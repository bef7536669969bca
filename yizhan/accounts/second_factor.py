"""One-time codes of a phone (TOTP, RFC 6238) and recovery codes on paper: pure, no table."""

from __future__ import annotations

import base64
import datetime as dt
import secrets
import unicodedata

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

#: What every authenticator app understands: SHA-1, six digits, thirty seconds.
DIGITS = 6
STEP_S = 30
#: A phone's clock may be one step early or late.
TOLERANCE = 1
SECRET_BYTES = 20

RECOVERY_CODES = 10
_RECOVERY_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def new_secret() -> str:
    """Return a random secret in base32, as apps take it."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")


def _totp(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_S)  # noqa: S303 - RFC 6238, HMAC


def provisioning_uri(secret: str, account: str) -> str:
    """Return what the QR code says: `otpauth://totp/…`."""
    return _totp(secret).get_provisioning_uri(account, "Yizhan")


def code_at(secret: str, at: dt.datetime) -> str:
    """Return the code that a phone shows at that moment."""
    return _totp(secret).generate(int(at.timestamp())).decode("ascii")


def step_of_code(secret: str, code: str, *, at: dt.datetime, after_step: int) -> int | None:
    """Return the 30-second step to which `code` belongs, or None when it is wrong or too old.

    :param after_step: step of the last code taken; only later ones count, so a code is good once.
    """
    now = int(at.timestamp()) // STEP_S
    for step in range(max(now - TOLERANCE, after_step + 1), now + TOLERANCE + 1):
        try:
            _totp(secret).verify(code.encode(), step * STEP_S)
        except InvalidToken:
            continue
        return step
    return None


def new_recovery_codes() -> list[str]:
    """Return ten codes such as `K7QM-2XWB-9RTD` (58 bits each)."""
    return [
        "-".join("".join(secrets.choice(_RECOVERY_ALPHABET) for _ in range(4)) for _ in range(3))
        for _ in range(RECOVERY_CODES)
    ]


def clean_code(typed: str) -> str:
    """Return what was typed as it is compared: half-width, upper case, without spaces and dashes."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign.isalnum())
