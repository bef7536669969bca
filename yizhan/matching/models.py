"""How often postings were shown. No person stands in it, and nothing that leads to one."""

from __future__ import annotations

from django.db import models


class Looks(models.Model):
    """In how many lists of people who look for work a posting stood on one day.

    No foreign key: writing a count would otherwise wait for whoever holds the posting's row.
    """

    posting_id = models.BigIntegerField()
    #: the local date on which the count was written, at most some seconds after the look.
    day = models.DateField()
    looks = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["posting_id", "day"], name="looks_once_a_posting_and_day")]
        # The sums of the last days, and what is old enough to go.
        indexes = [models.Index(fields=["day"], name="looks_day")]

    def __str__(self) -> str:
        """Show the day and the count."""
        return f"{self.day} {self.looks}"
