"""Under which address the public pages are reached: the installation's own, else the one that the reader used."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from yizhan.shared.web.public_address import is_reachable, paper_url, public_base

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = [
    "is_reachable",
    "office_path",
    "paper_url",
    "posting_path",
    "posting_url",
    "public_base",
    "screen_path",
]


def posting_path(public_id: uuid.UUID) -> str:
    """Return the path of a posting's public page, which stands in print and must never change."""
    return f"/jobs/{public_id}/"


def office_path(public_id: uuid.UUID) -> str:
    """Return the path of an office's public list."""
    return f"/jobs/at/{public_id}/"


def screen_path(public_id: uuid.UUID) -> str:
    """Return the path of an office's big screen."""
    return f"/screen/{public_id}/"


def posting_url(request: HttpRequest, public_id: uuid.UUID) -> str:
    """Return the whole address of a posting's public page."""
    return public_base(request) + posting_path(public_id)
