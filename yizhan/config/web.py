"""What a web process does before its first request, in two steps: what a fork may inherit, and what it may not."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

#: Done before a process is forked: nothing of it asks the database, nothing of it runs on.
BEFORE_SERVING = ("yizhan.matching.warming.before_serving", "yizhan.shared.web.ready.before_serving")
#: Read into memory beside the first requests, not in the middle of the first registration.
WARMED = ("yizhan.vocabularies.queries.warm", "yizhan.postings.market.warm", "yizhan.matching.warming.warm")
#: Runs as long as the process: counts of what was shown are written by the process that shows it.
KEPT_RUNNING = "yizhan.matching.exposure.keep_counting"
#: Streams hold threads, and the process waits for its threads: they end when it is asked to.
ENDS_STREAMS = "yizhan.portals.screen.watch.end_with_the_process"


def load() -> WSGIHandler:
    """Load the program; nothing is read from the database and no thread runs yet."""
    from django.core.wsgi import get_wsgi_application
    from django.urls import get_resolver

    from yizhan.config.logs import start_logging

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yizhan.config.settings.prod")
    start_logging()
    application = get_wsgi_application()
    # Every room's pages are read now: two thirds of a second that the first visitor would wait otherwise.
    _ = get_resolver().url_patterns
    for name in BEFORE_SERVING:
        import_string(name)()
    return application


def warm_up() -> None:
    """Read the words for work and the open postings, and hear the signals; only in the process that answers.

    A fork in the middle of it would inherit locks that nobody gives back and lines to the database that belong to
    another process.
    """
    import_string(ENDS_STREAMS)()
    for name in (*WARMED, KEPT_RUNNING):
        threading.Thread(target=import_string(name), daemon=True, name=name).start()
