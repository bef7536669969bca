"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Floor 2: who signs in."""

    name = "yizhan.accounts"
    label = "accounts"
