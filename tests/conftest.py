"""Strictness for the whole suite; fixtures that every room needs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs an event loop beside the ORM


def pytest_configure() -> None:
    """Make the key file of this run before anything is encrypted."""
    from yizhan.shared.crypto.keyring import create_keys

    path = Path(settings.YIZHAN_KEYS_FILE)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        create_keys(path)


@pytest.fixture(autouse=True)
def _clear_cache_between_tests() -> Iterator[None]:
    """Let no in-process registry of one test show in another."""
    yield


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Real material for measurement, present in CI; tests that need it skip elsewhere."""
    named = os.environ.get("YIZHAN_SHARED")
    path = Path(named) if named else Path(settings.PACKAGE_DIR).parents[1] / "shared"
    if not (path / "data").is_dir():
        pytest.skip("the measurement data (../shared/data) is not on this machine")
    return path / "data"


class StrictClient(Client):
    """Looks at every HTML answer: nothing inline, no unfinished template, a token in every posting form."""

    def request(self, **request: object):  # type: ignore[no-untyped-def]  # noqa: ANN201
        """Send and look."""
        response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            check_html(response.content.decode())
        return response


def check_html(html: str) -> None:
    """Fail on what the house forbids in any page."""
    import re

    assert not re.search(r"<[^>]+\son[a-z]+\s*=", html), "inline handler"
    assert not re.search(r"<script(?![^>]*\b(src|type=\"application/(ld\+)?json\"))[^>]*>", html), "inline script"
    assert not re.search(r"<style\b|<[^>]+\sstyle\s*=", html), "inline style"
    assert "{{" not in html, "unrendered variable"
    assert "{%" not in html, "unrendered tag"
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", html, re.S | re.I):
        assert "csrfmiddlewaretoken" in form or "hx-post" in form, "form without a token"


@pytest.fixture
def client() -> StrictClient:
    """A browser without JavaScript that complains."""
    return StrictClient()


@pytest.fixture(autouse=True, scope="session")
def _flush_lifts_triggers() -> Iterator[None]:
    """Let transactional tests (live server) flush; within a test the triggers stand."""
    from django.test import TransactionTestCase

    from tests.triggers import triggers_lifted

    original = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def teardown(self: TransactionTestCase) -> None:
        with triggers_lifted():
            original(self)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[attr-defined]
    yield
    TransactionTestCase._fixture_teardown = original  # type: ignore[attr-defined]
