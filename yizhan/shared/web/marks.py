"""Marks on views that the middleware reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.views.decorators.http import require_safe

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


def for_anybody(view: V) -> V:
    """Mark a public page: read without a sign-in, and the same for everybody, so that caches may keep it.

    The middleware does not even look at who asks; such a view must not either.
    """
    marked = login_not_required(require_safe(view))
    marked.for_anybody = True  # type: ignore[attr-defined]
    return marked


def is_for_anybody(view: Callable[..., Any]) -> bool:
    """Say whether the view is marked."""
    return bool(getattr(view, "for_anybody", False))
