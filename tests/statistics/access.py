"""Who gets what answer from the room's URLs."""

from __future__ import annotations

from tests.access import Row, expect

ACCESS = {"statistics:numbers": Row(expect("head", "officer", "auditor", foreign=None))}
