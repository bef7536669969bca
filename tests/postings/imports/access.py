"""Who may do what with sheets of postings."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access import Row, World, expect
from tests.postings.imports.sheets import line, sheet_of, staged

SERVING = ("clerk", "head")
HTMX = {"HX-Request": "true"}


def a_batch(world: World) -> dict[str, object]:
    """Stage a sheet of two rows, one of them with a question."""
    batch = staged(sheet_of(line(1), line(2, 报酬="面议")), by=world.clerk, at=world.now)
    return {"public_id": batch.public_id}


def a_row(world: World) -> dict[str, object]:
    """Stage a sheet and name the row with the question."""
    return a_batch(world) | {"number": 3}


def a_file(world: World) -> dict[str, Any]:
    """Return a file to upload."""
    return {"file": SimpleUploadedFile("a.csv", sheet_of(line(1)))}


ACCESS = {
    "postings:imports": [
        Row(expect(*SERVING, foreign=None)),
        Row(expect(*SERVING, status=422, foreign=None), method="post", data={}),
    ],
    "postings:import_template": Row(expect(*SERVING, foreign=None)),
    "postings:import_batch": [
        Row(expect(*SERVING), make=a_batch),
        Row(expect(*SERVING, status=302), make=a_batch, method="post", data={"action": "start"}),
    ],
    "postings:import_status": Row(expect(*SERVING, anonymous=401), make=a_batch, headers=HTMX),
    "postings:import_row": [
        Row(expect(*SERVING, anonymous=401), make=a_row, headers=HTMX),
        Row(
            expect(*SERVING, anonymous=401),
            make=a_row,
            headers=HTMX,
            method="post",
            data={"version": "1", "action": "edit", "field_pay": "180元/天"},
        ),
    ],
    "postings:export": [
        Row(expect("head", "officer", foreign=None)),
        Row(
            expect("head", "officer", foreign=None),
            method="post",
            data={"purpose": "report", "shape": "csv"},
        ),
    ],
}
