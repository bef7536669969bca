"""A form that is sent twice is carried out once.

A clerk whose connection broke after the commit presses the button again. Each form carries a random key; the first
operation writes it in its own transaction together with where it led; the second finds it and goes there.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models

from yizhan.shared.standing import Slot, Standing, insert


class Submission(models.Model):
    """One form that has been carried out."""

    key = models.UUIDField()
    actor_id = models.BigIntegerField()
    #: the page that the first answer led to; a path without personal data.
    led_to = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        app_label = "shared"
        constraints = [
            models.UniqueConstraint(fields=["actor_id", "key"], name="submission_once_an_actor"),
        ]

    def __str__(self) -> str:
        """Show where it led."""
        return self.led_to


def new_submission_key() -> str:
    """Return a fresh key for a hidden field `submission`."""
    return str(uuid.uuid4())


def earlier_submission(key: str | None, *, by: models.Model) -> str | None:
    """Return where the form with this key led when it was carried out before, or None."""
    try:
        parsed = uuid.UUID(key or "")
    except ValueError:
        return None
    return _LED_TO.first(actor=by.pk, key=parsed)


_LED_TO = Standing(
    lambda: Submission.objects.filter(
        actor_id=Slot("actor", models.BigAutoField()), key=Slot("key", models.UUIDField())
    ).values_list("led_to", flat=True)
)


def remember_submission(key: str | None, *, by: models.Model, led_to: str, at: dt.datetime) -> None:
    """Write the key down, inside the operation's transaction. Without a key (the command line) nothing is kept.

    :raises django.db.IntegrityError: when the same form is being carried out at the same moment; the whole
        transaction rolls back and the caller asks `earlier_submission` again.
    """
    if key:
        insert(Submission(key=uuid.UUID(key), actor_id=by.pk, led_to=led_to, at=at))
