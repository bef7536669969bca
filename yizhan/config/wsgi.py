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

# The words for work and the open postings are read into memory now, beside the first requests, not in the middle of the
# first registration; and nothing is compiled while somebody waits.
import_string("yizhan.matching.warming.before_serving")()
for warm in ("yizhan.vocabularies.queries.warm", "yizhan.matching.warming.warm"):
    threading.Thread(target=import_string(warm), daemon=True, name=warm).start()
