"""The carrier on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.shared.notifications.stand_in import StandIn


@pytest.fixture(scope="session")
def _listening() -> Iterator[StandIn]:
    """One server for the run and each folder that asks for it."""
    stand_in = StandIn()
    yield stand_in
    stand_in.stop()


@pytest.fixture
def carrier(_listening: StandIn, settings: Any) -> StandIn:
    """A carrier that has heard nothing yet."""
    settings.YIZHAN_NOTIFICATION_TRANSPORT = "tests.shared.notifications.stand_in.transport"
    _listening.listen()
    return _listening
