"""For the test suite: the same house on a throw-away database, stricter where it can be."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# Set before base is read: the tests never touch a real data directory or a real key file.
os.environ.setdefault("YIZHAN_HOME", tempfile.mkdtemp(prefix="yizhan-test-"))

from yizhan.config.settings.base import *  # noqa: F403
from yizhan.config.settings.base import DATABASES, STORAGES, TEMPLATES, YIZHAN_HOME

SECRET_KEY = "only-for-tests"  # noqa: S105
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: live-server tests read it from a second thread, and WAL is what production runs.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(YIZHAN_HOME) / "test.sqlite3")}
    # Durability costs an fsync a commit and is tested by the kill tests, which use production settings.
    DATABASES["default"]["OPTIONS"]["init_command"] = DATABASES["default"]["OPTIONS"]["init_command"].replace(
        "synchronous=FULL", "synchronous=OFF"
    )
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "UNKNOWN TEMPLATE VARIABLE %s"  # type: ignore[index]
WHITENOISE_AUTOREFRESH = True
# Tests write behind the back of the pages; tests/shared/pages/test_menu_counts.py sets what is served.
YIZHAN_MENU_COUNTS_S = 0
YIZHAN_WEB_THREADS = 8
YIZHAN_SECURITY_CONTACT = "mailto:security@station.example.cn"
