"""How long requests for the console and its codes are kept: while somebody may ask about them (PIPL art. 19)."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from yizhan.employers.enums import SignUpState
from yizhan.employers.models import Invitation, SignUp
from yizhan.employers.rules import CODE_KEPT_DAYS, DECIDED_KEPT_DAYS, UNDECIDED_KEPT_DAYS

#: Somebody said yes or no; the rest of it stands in the employer's record.
DECIDED = (SignUpState.ADMITTED, SignUpState.REFUSED)


def forget_old_requests(*, at: dt.datetime) -> int:
    """Delete requests and codes whose time is over; return how many. Agents and employers stay."""
    decided = Q(state__in=DECIDED, decided_at__lte=at - dt.timedelta(days=DECIDED_KEPT_DAYS))
    left = ~Q(state__in=DECIDED) & Q(made_at__lte=at - dt.timedelta(days=UNDECIDED_KEPT_DAYS))
    requests, _by_model = SignUp.objects.filter(decided | left).delete()
    over = at - dt.timedelta(days=CODE_KEPT_DAYS)
    codes, _by_model = Invitation.objects.filter(expires_at__lte=over).delete()
    return requests + codes
