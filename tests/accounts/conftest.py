"""The real Chromium of the suite, for the sign-in dialog."""

from __future__ import annotations

from tests.shared.conftest import base_url, browser_context_args, browser_type_launch_args

__all__ = ["base_url", "browser_context_args", "browser_type_launch_args"]
