"""The shell as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class WorkerConfig(AppConfig):
    """Floor 12: the worker's own pages."""

    name = "yizhan.portals.worker"
    label = "worker"
