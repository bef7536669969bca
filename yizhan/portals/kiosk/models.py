"""What a kiosk leaves behind: that somebody pressed the button. Not who."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Machine(models.Model):
    """A machine that was set up as a kiosk of an office. Rows of one office are alike: the mark lies on the machine.

    Where an office has one, the pages of its desk ask whether somebody calls.
    """

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("since_at")), name="machine_ends_after_it_began"
            ),
        ]
        # Which offices have one now: asked with the menu of every page of a desk.
        indexes = [models.Index(fields=["office"], condition=Q(ended_at=None), name="machine_in_use")]

    def __str__(self) -> str:
        """Show whether it is in use."""
        return "ended" if self.ended_at else "in use"


class HelpCall(models.Model):
    """Somebody at the kiosk asked for help. One open call a station: pressing again calls nobody twice."""

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office"], condition=Q(answered_at=None), name="helpcall_one_open_an_office"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__gte=F("at"), answered_by__isnull=False),
                name="helpcall_answered_by_somebody",
                violation_error_message=_("应答的时间和应答人要一起写。"),
            ),
        ]
        # The calls of an office, the newest first.
        indexes = [models.Index(fields=["office", "-at"], name="helpcall_office_at")]

    def __str__(self) -> str:
        """Show whether it waits."""
        return "answered" if self.answered_at else "open"
