"""The web process: `gunicorn yizhan.config.wsgi` or `yizhan serve`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from yizhan.config.logs import start_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizhan.config.settings.prod")
start_logging()
application = get_wsgi_application()
