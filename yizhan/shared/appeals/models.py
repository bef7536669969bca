"""What every room's appeals have in common. Each room has tables of its own, so that foreign keys hold the subject."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yizhan.shared.appeals.enums import APPEAL_DECIDED, AppealState, CameBy, Speaker
from yizhan.shared.crypto.fields import EncryptedTextField, GuardedModel

#: Signs of a ground and of an answer.
MOST_SIGNS = 500


class AppealBase(GuardedModel):
    """Somebody asks that a decision be looked at again, by another person than the one who decided.

    A room adds the foreign key to what was decided, says how often one may appeal, and keeps steps in a model of its
    own (`AppealStepBase`) under `changes`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=AppealState.choices, default=AppealState.WAITING)
    ground = EncryptedTextField(_("申诉理由"), max_length=MOST_SIGNS)
    speaker = models.CharField(_("谁提出"), max_length=10, choices=Speaker.choices, default=Speaker.EMPLOYER)
    came_by = models.CharField(_("怎样提出"), max_length=10, choices=CameBy.choices, default=CameBy.UNSTATED)
    lodged_at = models.DateTimeField()
    lodged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    #: copied from what was decided, so that the database itself keeps the two people apart; empty: a rule decided.
    first_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = EncryptedTextField(_("复核意见"), blank=True, default="", max_length=MOST_SIGNS)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    changes: Any

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AppealState.values), name="%(class)s_state_known"),
            models.CheckConstraint(
                condition=Q(speaker__in=Speaker.values, came_by__in=CameBy.values), name="%(class)s_voice_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(APPEAL_DECIDED), decided_at__isnull=False, decided_by__isnull=False)
                | (~Q(state__in=sorted(APPEAL_DECIDED)) & Q(decided_at=None, decided_by=None)),
                name="%(class)s_decided_by_somebody",
                violation_error_message=_("复核结果必须记有复核人和时间。"),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(first_decided_by=None) | ~Q(decided_by=F("first_decided_by")),
                name="%(class)s_decided_by_another",
                violation_error_message=_("申诉要由原决定人以外的人复核。"),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("lodged_by")),
                name="%(class)s_not_by_who_lodged",
                violation_error_message=_("登记申诉的人不能自己复核。"),
            ),
        ]
        indexes = [models.Index(fields=["state", "lodged_at"], name="%(class)s_queue")]

    def __str__(self) -> str:
        """Show the state."""
        return self.state

    @property
    def is_waiting(self) -> bool:
        """Nobody has decided, and it was not withdrawn."""
        return self.state == AppealState.WAITING

    @property
    def is_decided(self) -> bool:
        """Somebody looked at it anew and answered."""
        return self.state in APPEAL_DECIDED

    def is_closed_to(self, user_id: int | None) -> bool:
        """Say whether the user decided first or wrote the appeal down, and so must leave it to somebody else."""
        return user_id in (self.first_decided_by_id, self.lodged_by_id)


class AppealStepBase(models.Model):
    """A dated step of an appeal; a room adds `appeal` with `related_name="changes"` and a trigger against changing."""

    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10, choices=AppealState.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(after__in=AppealState.values), name="%(class)s_state_known"),
        ]

    def __str__(self) -> str:
        """Show the step."""
        return f"{self.before}>{self.after}"
