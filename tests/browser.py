"""A real Chromium for tests of pages: what every room's `conftest.py` takes from here.

    from tests.browser import base_url, browser_context_args, browser_type_launch_args, desk

`desk` opens pages of the live server as a user of the station, looks at them with axe and keeps pictures where
`YIZHAN_SCREENSHOTS` names a folder.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from tests.conftest import seen_before, sign_in
from tests.shared.conftest import base_url, browser_context_args, browser_type_launch_args
from yizhan.accounts.models import User

__all__ = ["Desk", "base_url", "browser_context_args", "browser_type_launch_args", "desk"]

SCREENS = {"desk": (1366, 768), "phone": (360, 740)}


@dataclass
class Desk:
    """One window of the desk."""

    page: Page
    address: str

    def sign_in(self, user: User) -> None:
        """Take over a session of the test client: the sign-in form has tests of its own."""
        client = Client()
        sign_in(client, user)
        name = settings.SESSION_COOKIE_NAME
        self.page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.address}])

    def open(self, path: str) -> Page:
        """Go to a page of the live server."""
        self.page.goto(f"{self.address}{path}")
        return self.page

    def look(self, name: str, *, whole: bool = True) -> None:
        """Keep a picture where the one who runs the tests asks for it."""
        if folder := os.environ.get("YIZHAN_SCREENSHOTS"):
            self.page.screenshot(path=f"{folder}/{name}.png", full_page=whole)

    def faults(self) -> list[str]:
        """Return what axe finds on the page, in short, and whether it is wider than the screen.

        A page looks the same on both databases: what the run on SQLite has looked at is not looked at again.
        """
        if seen_before():
            return []
        found = Axe().run(self.page).response["violations"]
        lines = [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if self.page.viewport_size and width > self.page.viewport_size["width"]:
            lines.append(f"the page is {width} px wide")
        return lines

    def faults_on_every_screen(self, name: str) -> list[str]:
        """Look at the page as a desk's screen and as a phone shows it."""
        lines: list[str] = []
        if seen_before():
            return lines
        for screen, (width, height) in SCREENS.items():
            self.page.set_viewport_size({"width": width, "height": height})
            self.look(f"{name}-{screen}")
            lines += [f"{screen}: {line}" for line in self.faults()]
        self.page.set_viewport_size({"width": SCREENS["desk"][0], "height": SCREENS["desk"][1]})
        return lines


@pytest.fixture
def desk(page: Page, live_server: Any) -> Desk:
    """A window in which nobody has signed in yet."""
    page.set_default_timeout(10_000)
    return Desk(page, str(live_server))
