"""Where the short numbers count."""

from __future__ import annotations

from django.db import models


class NumberSequence(models.Model):
    """The last sequence taken for one letter in one month.

    :param period: year and month as in the number, `2611`.
    """

    prefix = models.CharField(max_length=1)
    period = models.CharField(max_length=4)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prefix", "period"], name="numbersequence_one_a_letter_and_month"),
        ]

    def __str__(self) -> str:
        """Show which one it is."""
        return f"{self.prefix}{self.period}"
