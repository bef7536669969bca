"""The real Chromium of the suite, and what a flush takes away."""

from __future__ import annotations

import pytest

from tests.browser import base_url, browser_context_args, browser_type_launch_args, desk
from yizhan.people.enums import ConsentPurpose
from yizhan.people.models import ConsentText

__all__ = ["base_url", "browser_context_args", "browser_type_launch_args", "consent_texts", "desk"]


@pytest.fixture
def consent_texts(db: None) -> None:
    """Put back the wordings of the migration, which the flush of a transactional test drops."""
    for purpose in ConsentPurpose:
        ConsentText.objects.get_or_create(
            purpose=purpose, version=1, defaults={"text": f"{purpose.label}：可以随时撤回，不影响找工作。"}
        )
