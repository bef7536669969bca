"""Where sessions lie: Django's own store, with the columns by which somebody sees and ends their own sign-ins.

The key of a session is its secret: it stands in the cookie and in the table, on no page and in no address. What a page
names is `public_id`, which opens nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from yizhan.accounts.models import Session
from yizhan.shared.standing import Slot, Standing

PUBLIC_ID = "public_id"
DEVICE = "device"
SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"

_SESSION = Standing(
    lambda: Session.objects.filter(
        session_key=Slot("key", CharField()), expire_date__gt=Slot("now", DateTimeField())
    ).only("session_data")
)


class SessionStore(DatabaseStore):
    """Keeps beside the data of a session whose it is, on what, since when, and when it was last used."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        """Return the row of the key, if it has not run out; asked on every page."""
        row = _SESSION.first(key=self.session_key, now=timezone.now())
        if row is None:
            self._session_key = None
        return row

    def cycle_key(self) -> None:
        """Change the secret. For a moment the new row stands beside the old one: it has a name of its own.

        With the old one's name the row could never be written, and Django would draw new secrets for ever.
        """
        if self.get(PUBLIC_ID):
            self[PUBLIC_ID] = str(uuid.uuid4())
        super().cycle_key()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row for this data; the columns follow it whenever the session is written."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)  # noqa: S101 - what `get_model_class` says
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.public_id = uuid.UUID(data[PUBLIC_ID]) if data.get(PUBLIC_ID) else None
        row.device = data.get(DEVICE, "")
        row.began_at = _moment(data.get(SIGNED_IN_AT))
        row.seen_at = _moment(data.get(SEEN_AT))
        return row


def _moment(stamp: float | None) -> dt.datetime | None:
    return dt.datetime.fromtimestamp(stamp, tz=dt.UTC) if stamp else None
