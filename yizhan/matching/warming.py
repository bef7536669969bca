"""What a process gets ready beside its first requests, and what the task worker keeps ready for the next one."""

from __future__ import annotations

import datetime as dt

import structlog
from django.db import connections
from django.utils import timezone

from yizhan.accounts.queries import counties
from yizhan.engine import machine
from yizhan.matching import column_file, kernels, offers
from yizhan.matching.columns import local_day, mobility
from yizhan.matching.exposure import looks_of, shares_of
from yizhan.matching.snapshot import Snapshot
from yizhan.shared.changes.cursor import changes_since
from yizhan.vocabularies.queries import all_certificates

log = structlog.get_logger("yizhan.matching")


def before_serving() -> None:
    """Let no request of this process compile anything: NumPy answers until `warm` is through."""
    machine.never_wait()


def warm() -> None:
    """Map or read the open postings, then load the kernels; for a thread beside the first requests."""
    try:
        mobility()
        all_certificates()
        with offers.reading():
            offers.current(local_day(timezone.now()))
    except Exception:  # a request does the same and says what is wrong
        log.exception("matching.not_warm")
    finally:
        connections.close_all()  # of this thread, which ends
    kernels.make_ready_apart()


def keep_column_file(at: dt.datetime) -> bool:
    """Bring the column file up to date for processes that start; say whether one was written.

    The task worker does it. Nothing is written while nothing changed.
    """
    day, newest = local_day(at), column_file.open_newest()
    if newest is None:
        _write(offers.read_anew(day), at)
        return True
    look = changes_since(newest.cursor)
    # A cursor may move without a change: on PostgreSQL when somebody else's long transaction ends.
    if look is not None and not look.rows and day == newest.day:
        return False
    _write(offers.brought_up(newest, day), at)
    return True


def _write(snapshot: Snapshot, at: dt.datetime) -> None:
    """Write a snapshot with the shares of looks as they are now: a process that maps it has few of its own to set."""
    snapshot.set_exposure(shares_of(snapshot, looks_of(local_day(at)), counties(), at))
    column_file.write(snapshot)
