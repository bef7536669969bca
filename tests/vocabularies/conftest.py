"""The real Chromium of the suite."""

from __future__ import annotations

from tests.browser import base_url, browser_context_args, browser_type_launch_args, desk

__all__ = ["base_url", "browser_context_args", "browser_type_launch_args", "desk"]
