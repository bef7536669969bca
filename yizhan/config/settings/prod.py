"""A station at work. Secrets come from the data directory that `yizhan init` made, or from the environment."""

from __future__ import annotations

from yizhan.config.settings.base import *  # noqa: F403
from yizhan.config.settings.base import SECRET_KEY, YIZHAN_HOME, env

if not SECRET_KEY:
    secret_file = YIZHAN_HOME / "secret_key"
    # Without the file only the commands that create it may run: `yizhan init` and `--help`.
    SECRET_KEY = secret_file.read_text().strip() if secret_file.exists() else "unset-run-yizhan-init"

# A station without TLS (a single PC, 127.0.0.1) must still be able to sign in; behind a proxy this is on.
BEHIND_TLS = env.bool("YIZHAN_TLS", default=False)
SESSION_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_SECURE = BEHIND_TLS
LANGUAGE_COOKIE_SECURE = BEHIND_TLS
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
if BEHIND_TLS:
    # Browsers take cookies of these names from this host alone, over TLS alone.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
