"""Where the staff's record of an employer leads for a hire: the referral whose receipt says so."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yizhan.employers.queries import SourceKind, register_source
from yizhan.referrals.queries import referrals_visible_to

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def pages(user: User, public_ids: list[UUID]) -> dict[UUID, str]:
    """Return the pages of those referrals that the user may see; one query."""
    seen = referrals_visible_to(user).filter(public_id__in=public_ids).order_by().values_list("public_id", flat=True)
    return {public_id: reverse("referrals:show", args=[public_id]) for public_id in seen}


def register() -> None:
    """Name our receipts as a source of facts."""
    register_source(SourceKind("referral", _("介绍信回执"), pages))
