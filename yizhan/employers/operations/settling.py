"""What becomes of uploaded papers when their employer, or their request, is decided about: none goes on waiting.

Locks are taken in one order everywhere: request, employer, paper.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Q

from yizhan.employers.enums import PaperState
from yizhan.employers.events import PapersAnswered
from yizhan.employers.models import Paper
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.events import publish

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def settle_all(whose: Q, *, to: PaperState, reason: str = "", by: User, at: dt.datetime) -> list[Paper]:
    """Settle every paper that waits, in the caller's transaction, and return them; nobody is told."""
    waiting = Paper.objects.filter(whose, state=PaperState.WAITING).select_for_update(of=("self",)).order_by("pk")
    return [settle(row, to, reason, by, at) for row in list(waiting)]


def settle_and_tell(
    whose: Q, *, to: PaperState, reason: str = "", words: str = "", by: User, at: dt.datetime
) -> list[Paper]:
    """Settle every paper that waits, as `settle_all`; whoever sent them is told once.

    :param words: what is said as the reason.
    """
    rows = settle_all(whose, to=to, reason=reason, by=by, at=at)
    for row in {one.sign_up_id: one for one in reversed(rows)}.values():
        answer(row, to, words, at)
    return rows


def settle(row: Paper, to: PaperState, reason: str, by: User, at: dt.datetime) -> Paper:
    """Write down what was decided about a locked row that waits."""
    row.state, row.reason, row.decided_at, row.decided_by = to, reason, at, by
    row.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    write_audit(action=f"paper.{to.value}", by=by, at=at, obj=row, fields=["state"], reason=reason)
    return row


def answer(row: Paper, to: PaperState, words: str, at: dt.datetime) -> None:
    """Say to whoever sent a paper what came of it."""
    publish(PapersAnswered(str(row.public_id), row.employer_id, row.sign_up_id, to, words, at))
