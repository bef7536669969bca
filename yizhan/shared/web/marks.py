"""Marks on views that the middleware reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])


def only_reads(view: V) -> V:
    """Mark a view whose POST writes nothing of the station's records: a search, one's own language or password.

    Whoever reads and never writes (the auditor) may use it; every other POST of theirs is refused.
    """
    view.only_reads = True  # type: ignore[attr-defined]
    return view


def is_only_reads(view: Callable[..., Any]) -> bool:
    """Say whether the view is marked."""
    return bool(getattr(view, "only_reads", False))
