"""The background door of the room: the scan of the whole market, called by housekeeping."""

from __future__ import annotations

from django.utils import timezone

from yizhan.postings.lookalikes import last_scan, queued_scan, scan_is_due
from yizhan.postings.operations import ScanRunning, ask_for_scan, run_scan


def scan_when_due() -> None:
    """Carry out the scan that somebody asked for, or the night's when it is time."""
    now = timezone.now()
    last = last_scan()
    if scan_is_due(last.asked_at if last else None, now):
        try:
            ask_for_scan(by=None, at=now)
        except ScanRunning:
            return
    scan = queued_scan()
    if scan is not None:
        run_scan(scan=scan, at=now)
