"""Who may do what with sheets of people; every look at staged people leaves a line."""

from __future__ import annotations

from tests.access import Row, World, expect
from tests.workers.imports.sheets import line, sheet_of, staged

SERVING = ("clerk", "head")
HTMX = {"HX-Request": "true"}


def a_batch(world: World) -> dict[str, object]:
    """Stage a sheet of two rows, one of them with a question."""
    batch = staged(sheet_of(line(1), line(2, 身份证号="")), by=world.clerk, at=world.now)
    return {"public_id": batch.public_id}


def a_row(world: World) -> dict[str, object]:
    """Stage a sheet and name the row with the question."""
    return a_batch(world) | {"number": 3}


ACCESS = {
    "workers:imports": [
        Row(expect(*SERVING, foreign=None)),
        Row(expect(*SERVING, status=422, foreign=None), method="post", data={}),
    ],
    "workers:import_template": Row(expect(*SERVING, foreign=None)),
    "workers:import_batch": [
        Row(expect(*SERVING), make=a_batch, reads=1),
        Row(expect(*SERVING, status=302), make=a_batch, method="post", data={"action": "start"}),
    ],
    "workers:import_status": Row(expect(*SERVING, anonymous=401), make=a_batch, headers=HTMX),
    "workers:import_row": [
        Row(expect(*SERVING, anonymous=401), make=a_row, headers=HTMX, reads=1),
        Row(
            expect(*SERVING, anonymous=401),
            make=a_row,
            headers=HTMX,
            method="post",
            data={"version": "1", "code": "id_missing", "choice": "lost"},
        ),
    ],
    "workers:export": [
        Row(expect("head", "officer", foreign=None)),
        Row(
            expect("head", "officer", foreign=None),
            method="post",
            data={"purpose": "report", "shape": "xlsx"},
        ),
    ],
}
