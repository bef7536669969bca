"""The real Chromium of the suite, and the carrier on this machine."""

from __future__ import annotations

from tests.browser import base_url, browser_context_args, browser_type_launch_args, desk
from tests.shared.notifications.conftest import _listening, carrier

__all__ = ["_listening", "base_url", "browser_context_args", "browser_type_launch_args", "carrier", "desk"]
