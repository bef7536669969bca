"""Real Chromium for the screens; streams that end with their test."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tests.browser import base_url, browser_context_args, browser_type_launch_args, desk
from yizhan.portals.screen import watch

__all__ = ["base_url", "browser_context_args", "browser_type_launch_args", "desk", "streams"]


@pytest.fixture(autouse=True)
def streams(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Places and marks of its own for every test; what the live server still streams ends with the test."""
    ending = threading.Event()
    monkeypatch.setattr(watch, "slots", threading.BoundedSemaphore(2))
    monkeypatch.setattr(watch, "watch", watch.Watch())
    monkeypatch.setattr(watch, "ending", ending)
    yield
    ending.set()
