"""The wiring and nothing else: settings, urls, wsgi, logging."""
