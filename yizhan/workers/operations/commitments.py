"""Promises of time. The database refuses two at once; staff may override with a reason."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks, lock
from yizhan.shared.errors import Refused
from yizhan.workers.models import Commitment

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person


class AlreadyPromised(Refused):
    """The person is promised elsewhere at an overlapping time."""

    code = "already_promised"
    sentence = _("此人在这段时间已经约定了别的活，没有再约。请换个时间，或写明原因后由工作人员确认照约。")


@transaction.atomic
def add_commitment(
    *,
    person: Person,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    source_kind: str,
    source_public_id: UUID,
    by: User | None,
    at: dt.datetime,
    overridden_reason: str = "",
) -> Commitment:
    """Promise somebody's time, `[starts_at, ends_at)`.

    :param overridden_reason: why it is promised although it overlaps another promise; empty means it must not.
    :raises AlreadyPromised: it overlaps, and nobody said why it should stand all the same.
    """
    with constraint_speaks(Commitment, commitment_no_overlap=AlreadyPromised, commitment_once_a_source=AlreadyPromised):
        commitment = Commitment.objects.create(
            person=person,
            starts_at=starts_at,
            ends_at=ends_at,
            source_kind=source_kind,
            source_public_id=source_public_id,
            overridden_reason=overridden_reason,
            made_at=at,
        )
    write_audit(
        action="commitment.made", by=by, at=at, obj=commitment, person_id=person.pk,
        reason="overridden" if overridden_reason else "",
    )  # fmt: skip
    return commitment


@transaction.atomic
def release_commitment(*, commitment: Commitment, by: User | None, at: dt.datetime) -> Commitment:
    """Give one promise up; any other stands. Releasing twice is the same as once."""
    commitment = lock(Commitment.objects.all(), pk=commitment.pk)
    if commitment.released_at is None:
        commitment.released_at = at
        commitment.save(update_fields=["released_at"])
        write_audit(action="commitment.released", by=by, at=at, obj=commitment, person_id=commitment.person_id)
    return commitment


@transaction.atomic
def release_commitments_of(*, source_kind: str, source_public_id: UUID, by: User | None, at: dt.datetime) -> int:
    """Give up every promise made for one source; return how many there were."""
    standing = Commitment.objects.filter(
        source_kind=source_kind, source_public_id=source_public_id, released_at=None
    ).order_by("pk")
    count = 0
    for commitment in standing:
        release_commitment(commitment=commitment, by=by, at=at)
        count += 1
    return count
