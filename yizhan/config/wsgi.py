"""The web process: `gunicorn yizhan.config.wsgi` (without `--preload`: see `web.warm_up`) or `yizhan serve`."""

from __future__ import annotations

from yizhan.config.web import load, warm_up

application = load()
warm_up()
