"""The audit log as a hash chain: sealed per office in batches, verified from end to end.

A seal covers the rows of one office with ids in (`after_id`, `last_id`]. Its digest is a keyed hash (HMAC, the
installation's audit key) over the digest before it and every column of every row, ids included, as canonical JSON. So
a changed, a missing and an added row all show, and so does a seal taken out of the middle. What a chain cannot show by
itself is that its newest part was cut off: for that the newest seal is printed and kept on paper (`check_printed`).

Rows are sealed only when they have been in the database for ten minutes and nothing older is still being written: ids
are given out when a row is inserted, not when its transaction commits, and a row that commits late must not slip
behind a seal.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.db import IntegrityError, connection, transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from yizhan.shared.audit.models import AuditEntry, AuditSeal
from yizhan.shared.crypto.keyring import ring

log = structlog.get_logger("yizhan.audit")

SETTLED_AFTER = dt.timedelta(minutes=10)
ROWS_A_SEAL = 1000
LABEL = "audit_seal"
#: Signs of a digest that a printed seal must give at least.
PRINTED_AT_LEAST = 16

_COLUMNS = [column.attname for column in AuditEntry._meta.concrete_fields]


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was sealed."""

    code: str
    office_id: int
    number: int
    #: when the batch was sealed; None when the seal itself is gone.
    sealed_at: dt.datetime | None = None
    after_id: int = 0
    last_id: int = 0

    def __str__(self) -> str:
        """Say it in one sentence."""
        where = {
            "office": self.office_id,
            "number": self.number,
            "after": self.after_id,
            "last": self.last_id,
        }
        return {
            "changed": _("单位 %(office)s 的第 %(number)s 次封存：编号 %(after)s 之后至 %(last)s 的记录被改过"),
            "missing": _("单位 %(office)s 的第 %(number)s 次封存：编号 %(after)s 之后至 %(last)s 的记录少了"),
            "inserted": _("单位 %(office)s 的第 %(number)s 次封存：编号 %(after)s 之后至 %(last)s 的记录多了"),
            "seal_missing": _("单位 %(office)s 的第 %(number)s 次封存不见了"),
            "seal_changed": _("单位 %(office)s 的第 %(number)s 次封存本身被改过"),
            "not_as_printed": _("单位 %(office)s 的第 %(number)s 次封存与纸上打印的不同"),
        }[self.code] % where


@dataclass
class Report:
    """What a verification found."""

    seals: int = 0
    rows: int = 0
    #: rows that no seal covers yet (the last minutes).
    unsealed: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Say whether everything is as it was sealed."""
        return not self.faults


# --- sealing ----------------------------------------------------------------------------------------------------


def seal_all(*, at: dt.datetime) -> int:
    """Seal every office's settled rows; return how many seals were made.

    Safe to run twice at once: the second finds the number taken and leaves the office to the first.
    """
    until = at - SETTLED_AFTER
    oldest = _oldest_open_transaction()
    if oldest is not None:
        until = min(until, oldest)
    made = 0
    for office_id in _offices_with_rows():
        while _seal_next(office_id, until=until, at=at):
            made += 1
    return made


def _seal_next(office_id: int, *, until: dt.datetime, at: dt.datetime) -> bool:
    """Make one seal if there is something to seal."""
    newest = newest_seal(office_id)
    after_id = newest.last_id if newest else 0
    batch = []
    for row in _rows(office_id, after_id=after_id)[:ROWS_A_SEAL]:
        if row["written_at"] > until:
            break
        batch.append(row)
    if not batch:
        return False
    seal = AuditSeal(
        office_id=office_id,
        number=newest.number + 1 if newest else 1,
        after_id=after_id,
        last_id=batch[-1]["id"],
        count=len(batch),
        previous_digest=newest.digest if newest else "",
        sealed_at=at,
    )
    seal.digest = ring().keyed_hash(LABEL, _canonical(seal, batch))
    try:
        with transaction.atomic():
            seal.save(force_insert=True)
    except IntegrityError:
        return False
    log.info("audit.sealed", office=office_id, number=seal.number, rows=seal.count, digest=seal.digest)
    return True


def _oldest_open_transaction() -> dt.datetime | None:
    """Return when the oldest transaction began that may still bring rows; SQLite writes one at a time and has none."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # within a transaction the first look would be kept
        cursor.execute(
            "SELECT min(xact_start) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL"
        )
        found: dt.datetime | None = cursor.fetchone()[0]
        return found


def _offices_with_rows() -> Iterator[int]:
    """Go from office to office along the index; a DISTINCT would read every row."""
    rows = AuditEntry.objects.all()
    office_id = rows.aggregate(first=Min("office_id"))["first"]
    while office_id is not None:
        yield office_id
        office_id = rows.filter(office_id__gt=office_id).aggregate(first=Min("office_id"))["first"]


def _rows(office_id: int, *, after_id: int) -> Any:
    return AuditEntry.objects.filter(office_id=office_id, id__gt=after_id).order_by("id").values(*_COLUMNS)


def _canonical(seal: AuditSeal, batch: Iterable[dict[str, Any]]) -> str:
    """Return the one text that the digest speaks of."""
    head = [seal.office_id, seal.number, seal.after_id, seal.last_id, seal.count, seal.previous_digest]
    return json.dumps(
        {"seal": head, "rows": [{name: _plain(value) for name, value in row.items()} for row in batch]},
        sort_keys=True,
        ensure_ascii=True,
        separators=(",", ":"),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return value


# --- verifying --------------------------------------------------------------------------------------------------


def verify_all() -> Report:
    """Verify every chain, the rows of every seal included."""
    report = Report()
    offices = sorted({*_offices_with_rows(), *AuditSeal.objects.values_list("office_id", flat=True).distinct()})
    for office_id in offices:
        verify_office(office_id, report)
    return report


def verify_office(office_id: int, report: Report, *, until_number: int | None = None) -> None:
    """Verify one office's chain into `report`, up to and including seal `until_number`."""
    number, after_id, digest = 0, 0, ""
    if AuditEntry.objects.filter(office_id=office_id, id__lte=0).exists():
        report.faults.append(Fault("inserted", office_id, 1))  # the database gives out no such number
    seals = AuditSeal.objects.filter(office_id=office_id).order_by("number")
    if until_number is not None:
        seals = seals.filter(number__lte=until_number)
    for seal in seals:
        for gone in range(number + 1, seal.number):
            report.faults.append(Fault("seal_missing", office_id, gone))
        follows = seal.number > number + 1 or (seal.after_id == after_id and seal.previous_digest == digest)
        _verify_seal(seal, report, follows=follows)
        number, after_id, digest = seal.number, seal.last_id, seal.digest
    if until_number is None:
        report.unsealed += AuditEntry.objects.filter(office_id=office_id, id__gt=after_id).count()


def _verify_seal(seal: AuditSeal, report: Report, *, follows: bool) -> None:
    batch = list(_rows(seal.office_id, after_id=seal.after_id).filter(id__lte=seal.last_id))
    report.seals += 1
    report.rows += len(batch)
    fits = ring().keyed_matches(LABEL, _canonical(seal, batch), seal.digest)
    if fits and follows:
        return
    if fits or not follows:
        code = "seal_changed"
    elif len(batch) < seal.count:
        code = "missing"
    elif len(batch) > seal.count:
        code = "inserted"
    else:
        code = "changed"
    report.faults.append(Fault(code, seal.office_id, seal.number, seal.sealed_at, seal.after_id, seal.last_id))


def newest_seal(office_id: int) -> AuditSeal | None:
    """Return the end of an office's chain."""
    return AuditSeal.objects.filter(office_id=office_id).order_by("-number").first()


def check_printed(*, office_id: int, number: int, digest: str) -> Report:
    """Hold the chain against a seal on paper: the chain up to it is whole, and it ends in that digest.

    :param digest: as printed, at least 16 hexadecimal signs of it, lower case, without blanks.
    """
    report = Report()
    seal = AuditSeal.objects.filter(office_id=office_id, number=number).first()
    if seal is None:
        report.faults.append(Fault("seal_missing", office_id, number))
    elif len(digest) < PRINTED_AT_LEAST or not seal.digest.startswith(digest):
        report.faults.append(Fault("not_as_printed", office_id, number, seal.sealed_at))
    verify_office(office_id, report, until_number=number)
    return report


def printed(digest: str) -> str:
    """Return a digest in groups of four, as it stands on paper."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))
