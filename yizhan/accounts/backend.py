"""Finds the person of a session together with their office, which nearly every page needs."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from yizhan.accounts.models import User


class OfficeBackend(ModelBackend):
    """Checks passwords as Django does; one query fetches user and office."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the user in use with this primary key, or None."""
        return User.objects.select_related("office").filter(pk=user_id, is_active=True).first()
