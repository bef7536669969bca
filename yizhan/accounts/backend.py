"""Finds the person of a session together with their office, which nearly every page needs."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import BigAutoField

from yizhan.accounts.models import User
from yizhan.shared.standing import Slot, Standing

_USER = Standing(
    lambda: User.objects.select_related("office").filter(pk=Slot("pk", BigAutoField()), is_active=True).order_by("pk")
)


class OfficeBackend(ModelBackend):
    """Checks passwords as Django does; one query fetches user and office."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the user in use with this primary key, or None."""
        return _USER.first(pk=user_id)
