"""Reading the files that are shipped beside the code."""

from __future__ import annotations

import csv
from pathlib import Path

DATA_DIR = Path(__file__).resolve().parents[1] / "data"


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a shipped CSV file (UTF-8, with a header) as dictionaries of text."""
    with (DATA_DIR / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
