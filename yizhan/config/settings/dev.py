"""For writing code: debug pages, static files straight from the tree."""

from __future__ import annotations

from yizhan.config.settings.prod import *  # noqa: F403
from yizhan.config.settings.prod import STORAGES

DEBUG = True
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
