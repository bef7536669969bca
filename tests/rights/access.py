"""Who gets what from the room's addresses. No person stands on them and nothing is kept."""

from __future__ import annotations

from tests.access import Row, expect

SEES = ("clerk", "head", "officer", "auditor")

ARREARS = {"promised": "3000", "paid": "1000", "basis": "none"}

ACCESS = {
    "rights:limits": [
        Row(expect(*SEES, foreign=None)),
        Row(
            expect(*SEES, foreign=None), method="post", only_reads=True,
            data={"kind": "arrears", "relation": "labour", "happened_on": "2026-09-30"},
        ),
    ],
    "rights:reckon": [
        Row(expect(*SEES, foreign=None), make=lambda _world: {"slug": "severance"}),
        Row(
            expect(*SEES, foreign=None), make=lambda _world: {"slug": "arrears"}, method="post", only_reads=True,
            data=ARREARS,
        ),
    ],
}  # fmt: skip
