"""Who gets what answer from the shells' URLs."""

from __future__ import annotations

from tests.access import Row, expect

STAFF = ("clerk", "head", "reviewer", "officer", "auditor", "sysadmin")
ACCESS = {"desk:home": [Row(expect(*STAFF, otherwise=302, foreign=None))]}
