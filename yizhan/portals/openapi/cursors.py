"""Where a page ended, as a word that means nothing to anybody else."""

from __future__ import annotations

import base64
import binascii
from typing import cast

from django.utils.translation import gettext_lazy as _

from yizhan.portals.openapi.contract import FieldError
from yizhan.portals.openapi.problems import Unprocessable

MOST = 2**63 - 1
#: Said where the problem is written: public answers are made in one language, problems speak the caller's.
UNKNOWN = _("没有这个游标。请从第一页开始，用回答里的 next。")


def write_cursor(key: int) -> str:
    """Return the cursor behind a row."""
    return base64.urlsafe_b64encode(f"after:{key}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> int:
    """Return the row's key.

    :raises Unprocessable: nobody gave out this cursor.
    """
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        name, colon, key = text.partition(":")
        if (name, colon) == ("after", ":") and key.isdigit() and int(key) <= MOST and write_cursor(int(key)) == cursor:
            return int(key)
    except (ValueError, binascii.Error):
        pass
    raise Unprocessable(errors=(FieldError("cursor", cast(str, UNKNOWN)),))
