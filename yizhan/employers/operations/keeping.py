"""How long requests for the console and its codes are kept: while somebody may ask about them (PIPL art. 19)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from yizhan.employers.enums import SignUpState
from yizhan.employers.models import Invitation, Paper, SignUp
from yizhan.employers.operations.papers import destroy_papers
from yizhan.employers.rules import (
    CODE_KEPT_DAYS,
    DECIDED_KEPT_DAYS,
    PAPER_KEPT_DAYS,
    PAPER_UNDECIDED_DAYS,
    UNDECIDED_KEPT_DAYS,
)

#: Somebody said yes or no; the rest of it stands in the employer's record.
DECIDED = (SignUpState.ADMITTED, SignUpState.REFUSED)


@transaction.atomic
def forget_old_requests(*, at: dt.datetime) -> int:
    """Delete requests, papers and codes whose time is over; return how many. Agents and employers stay."""
    decided = Q(state__in=DECIDED, decided_at__lte=at - dt.timedelta(days=DECIDED_KEPT_DAYS))
    left = ~Q(state__in=DECIDED) & Q(made_at__lte=at - dt.timedelta(days=UNDECIDED_KEPT_DAYS))
    over = SignUp.objects.filter(decided | left)
    looked_at = Q(decided_at__lte=at - dt.timedelta(days=PAPER_KEPT_DAYS))
    lies = Q(decided_at=None, made_at__lte=at - dt.timedelta(days=PAPER_UNDECIDED_DAYS))
    papers = destroy_papers(Paper.objects.filter(looked_at | lies | Q(sign_up__in=over)))
    requests, _by_model = over.delete()
    ended = at - dt.timedelta(days=CODE_KEPT_DAYS)
    codes, _by_model = Invitation.objects.filter(expires_at__lte=ended).delete()
    return requests + papers + codes
