"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Floor 7: introduction letters and receipts."""

    name = "yizhan.referrals"
    label = "referrals"
