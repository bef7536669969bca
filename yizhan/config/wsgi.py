"""The web process: `gunicorn yizhan.config.wsgi` or `yizhan serve`."""

from __future__ import annotations

import os
import threading

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from yizhan.config.logs import start_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizhan.config.settings.prod")
start_logging()
application = get_wsgi_application()

# The words for work are read into memory now, beside the first requests, not in the middle of the first registration.
threading.Thread(target=import_string("yizhan.vocabularies.queries.warm"), daemon=True, name="warm").start()
