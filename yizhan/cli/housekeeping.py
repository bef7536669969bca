"""What a station must do without being asked.

Seal the audit log, send messages, put back tasks whose worker died, look through the market for postings that are
alike every night, and once a day let lapsed wishes rest, anonymise records whose time has run out, destroy old
evidence, and clear sessions, workers' phones, messages to people and to partners, requests for the employers' console
and notes of changes that are over.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import structlog
from django.db import close_old_connections
from django.utils import timezone

log = structlog.get_logger("yizhan.housekeeping")

SEAL_EVERY_S = 600
REAP_EVERY_S = 120
DAILY_S = 24 * 3600
IMPORTS_EVERY_S = 45
PLANS_EVERY_S = 60
PARTNERS_EVERY_S = 60
CALLS_EVERY_S = 600
COLUMNS_EVERY_S = 600
#: Whoever keeps a search hears of new work within some minutes, by day.
SEARCHES_EVERY_S = 300
#: Somebody waits before a field for six digits.
MESSAGES_EVERY_S = 3
#: Rounds of a turn, so that the thread looks at the clock now and then.
MESSAGE_ROUNDS = 50
#: How long somebody waits at most who asked for a scan.
SCAN_EVERY_S = 15
#: A task that has been running longer than this has lost its worker: the longest one here takes minutes.
TASK_DEADLINE = dt.timedelta(hours=1)


def seal_audit_log() -> None:
    """Seal what is old enough into each office's chain."""
    from yizhan.shared.audit.sealing import seal_all

    seal_all(at=timezone.now())


def reap_lost_tasks() -> None:
    """Mark tasks as failed that a dead worker left running, so that the person who waits is told."""
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    limit = timezone.now() - TASK_DEADLINE
    lost = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=limit)
    count = lost.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())
    if count:
        log.warning("task.lost", count=count)


def take_up_imports() -> None:
    """Queue sheets again whose worker died in the middle; forget staged lists that nobody finished."""
    from yizhan.shared.sheets.tasks import take_up_stalled

    take_up_stalled()


def take_up_plans() -> None:
    """Begin plans again whose worker died, and go on with rows that wait to be carried out."""
    from yizhan.plans.background import take_up_stalled

    take_up_stalled()


def send_messages_to_partners() -> None:
    """Send what partners wait for and no worker sent."""
    from yizhan.portals.openapi.background import send_due

    send_due()


def forget_old_calls() -> None:
    """Remove counts of calls without a key whose minute is over."""
    from yizhan.portals.openapi.rates import forget_old_calls as forget

    forget(at=timezone.now())


def rest_lapsed_wishes() -> None:
    """Make people dormant whose wish ran out 30 days ago."""
    from yizhan.workers.operations import let_lapsed_rest

    let_lapsed_rest(timezone.now())


def look_at_tiers_again() -> None:
    """Work out anew the service tiers whose 90 days are over (domain 6.1)."""
    from yizhan.workers.operations import review_due_tiers

    review_due_tiers(timezone.now())


def anonymise_whose_time_is_over() -> None:
    """Anonymise records 24 months after the last contact (domain 9.1, PIPL art. 19, 47)."""
    from yizhan.people.operations import anonymise_lapsed

    now = timezone.now()
    anonymise_lapsed(today=timezone.localdate(now), at=now)


def forget_old_changes() -> None:
    """Remove lines of the change table that every reader has long seen."""
    from yizhan.shared.changes.operations import forget_old_changes as forget

    forget(at=timezone.now())


def forget_old_looks() -> None:
    """Remove counts of looks that weigh no more."""
    from yizhan.matching.operations import forget_old_looks as forget

    forget(today=timezone.localdate())


def destroy_old_evidence() -> None:
    """Destroy the evidence of rights cases that ended three years ago."""
    from yizhan.rights.operations import destroy_lapsed_evidence

    now = timezone.now()
    destroy_lapsed_evidence(today=timezone.localdate(now), at=now)


def destroy_old_vouchers() -> None:
    """Destroy pictures of vouchers when the wage ledger's three years are over."""
    from yizhan.gigs.operations import destroy_old_vouchers as destroy

    now = timezone.now()
    destroy(today=timezone.localdate(now), at=now)


def keep_column_file() -> None:
    """Write the open postings to the file that web processes map, when something changed."""
    from yizhan.matching.warming import keep_column_file as keep

    keep(timezone.now())


def look_for_alike_postings() -> None:
    """Look through the market for postings that are alike: once a night, and when somebody asked (CR-020)."""
    from yizhan.postings.operations import scan_when_due

    scan_when_due(at=timezone.now())


def send_messages() -> None:
    """Send the messages that are due; a full round is followed by another at once."""
    from yizhan.shared.notifications.sending import AT_ONCE, send_due

    for _round in range(MESSAGE_ROUNDS):
        if send_due(now=timezone.now) < AT_ONCE:
            return


def tell_of_pay_days() -> None:
    """Tell workers whose pay day has passed without a confirmed payment (CR-061)."""
    from yizhan.notices.operations import tell_of_pay_days as tell

    now = timezone.now()
    tell(today=timezone.localdate(now), at=now)


def tell_of_new_work() -> None:
    """Tell people who keep a search that something new fits."""
    from yizhan.portals.worker.saved import tell_of_new_work as tell

    tell(at=timezone.now())


def forget_old_searches() -> None:
    """Remove searches that nobody renewed."""
    from yizhan.portals.worker.saved import forget_old_searches as forget

    forget(at=timezone.now())


def forget_old_messages() -> None:
    """Remove codes and counts that are over, and what the ledger of messages has kept long enough."""
    from yizhan.shared.notifications.keeping import forget_old_messages as forget

    forget(at=timezone.now())


def forget_old_deliveries() -> None:
    """Remove words and lines of messages to partners whose time is over; their counts stay."""
    from yizhan.portals.openapi.operations import forget_old_deliveries as forget

    forget(at=timezone.now())


def forget_old_phones() -> None:
    """Remove phones of workers and counter's codes that ended a month ago."""
    from yizhan.portals.worker.operations import forget_old_phones as forget

    forget(at=timezone.now())


def forget_old_requests() -> None:
    """Remove requests for the employers' console, and its codes, whose time is over."""
    from yizhan.employers.operations import forget_old_requests as forget

    forget(at=timezone.now())


def clear_sessions() -> None:
    """Remove sessions that are over."""
    from django.core.management import call_command

    call_command("clearsessions", verbosity=0)


DUTIES: tuple[tuple[float, Callable[[], None]], ...] = (
    (SEAL_EVERY_S, seal_audit_log),
    (REAP_EVERY_S, reap_lost_tasks),
    (IMPORTS_EVERY_S, take_up_imports),
    (PLANS_EVERY_S, take_up_plans),
    (PARTNERS_EVERY_S, send_messages_to_partners),
    (CALLS_EVERY_S, forget_old_calls),
    (COLUMNS_EVERY_S, keep_column_file),
    (MESSAGES_EVERY_S, send_messages),
    (SCAN_EVERY_S, look_for_alike_postings),
    (SEARCHES_EVERY_S, tell_of_new_work),
    (DAILY_S, rest_lapsed_wishes),
    (DAILY_S, look_at_tiers_again),
    (DAILY_S, anonymise_whose_time_is_over),
    (DAILY_S, forget_old_changes),
    (DAILY_S, forget_old_looks),
    (DAILY_S, destroy_old_evidence),
    (DAILY_S, destroy_old_vouchers),
    (DAILY_S, tell_of_pay_days),
    (DAILY_S, forget_old_messages),
    (DAILY_S, forget_old_deliveries),
    (DAILY_S, forget_old_phones),
    (DAILY_S, forget_old_requests),
    (DAILY_S, forget_old_searches),
    (DAILY_S, clear_sessions),
)


def start_housekeeping() -> None:
    """Start one thread for each duty; they end with the process."""
    for every, duty in DUTIES:
        threading.Thread(target=_repeat, args=(every, duty), daemon=True, name=duty.__name__).start()


def _repeat(every_s: float, duty: Callable[[], None]) -> None:
    waiting = threading.Event()
    while True:
        try:
            duty()
        except Exception:
            # A duty that fails today is tried again; the line tells the administrator.
            log.exception("housekeeping.failed", duty=duty.__name__)
        finally:
            close_old_connections()
        waiting.wait(every_s)
