"""Addresses of pages, many of one kind."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.urls import reverse


def address_of(url_name: str, ids: int) -> Callable[..., str]:
    """Return what makes a page's address from its ids: a list has sixty, and Django looks each up anew."""
    stand_ins = [uuid.UUID(int=n + 1) for n in range(ids)]
    shape = reverse(url_name, args=stand_ins)
    for n, each in enumerate(stand_ins):
        shape = shape.replace(str(each), f"{{{n}}}")
    return shape.format
