"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PostingsConfig(AppConfig):
    """Floor 5: work on offer."""

    name = "yizhan.postings"
    label = "postings"
