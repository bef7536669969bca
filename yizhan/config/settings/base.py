"""Settings that hold everywhere. What differs is in dev, test and prod; business knobs live in the rooms."""

from __future__ import annotations

from pathlib import Path

import environ

from yizhan.config.home import home
from yizhan.config.logs import LOGGING_CONFIG_DICT, configure_structlog

PACKAGE_DIR = Path(__file__).resolve().parents[2]
YIZHAN_HOME = home()

env = environ.Env()

YIZHAN_KEYS_FILE = Path(env.str("YIZHAN_KEYS_FILE", default=str(YIZHAN_HOME / "keys.json")))
# After so many days `yizhan doctor` asks for a new key (docs/operations.md says why); 0: never.
YIZHAN_KEY_DAYS: int = env.int("YIZHAN_KEY_DAYS", default=365)
# Employers' agents must bind a phone before they do anything, as staff do; without it they may.
YIZHAN_AGENTS_NEED_PHONE: bool = env.bool("YIZHAN_AGENTS_NEED_PHONE", default=False)
# A demo has generated people and does not demand a second factor. The mark is a file: nobody forgets it switched on.
YIZHAN_DEMO: bool = env.bool("YIZHAN_DEMO", default=(YIZHAN_HOME / "DEMO").exists())
_installation = YIZHAN_HOME / "installation_id"
YIZHAN_INSTALLATION: str = _installation.read_text().strip() if _installation.exists() else "unset"
SECRET_KEY = env.str("YIZHAN_SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("YIZHAN_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
# Where the public pages are reached from outside, such as https://lg.example.gov.cn; "" where there is none.
YIZHAN_PUBLIC_URL: str = env.str("YIZHAN_PUBLIC_URL", default="").rstrip("/")
# Calls of the open API that one address without a key may make within a minute, over all web processes.
YIZHAN_API_CALLS_A_MINUTE: int = env.int("YIZHAN_API_CALLS_A_MINUTE", default=300)
# Where messages to partners may go beside the public internet: networks of the government's own, such as 10.8.0.0/16,
# and the authority that signs their certificates.
YIZHAN_WEBHOOK_NETWORKS: list[str] = env.list("YIZHAN_WEBHOOK_NETWORKS", default=[])
YIZHAN_WEBHOOK_CA: str = env.str("YIZHAN_WEBHOOK_CA", default="")
# Where finders of a fault may write, such as mailto:…; shown in /.well-known/security.txt. Empty: no such page.
YIZHAN_SECURITY_CONTACT: str = env.str("YIZHAN_SECURITY_CONTACT", default="")
# Threads of each web process; `yizhan serve` says it. Of few or unknown ones none is held by a stream to a big screen.
YIZHAN_WEB_THREADS: int = env.int("YIZHAN_WEB_THREADS", default=0)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("YIZHAN_ORIGINS", default=[])

# One line a room, in floor order. A room that is not here does not exist.
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",  # for its command; the rows lie in a table of the accounts
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "yizhan.shared",
    "yizhan.places",
    "yizhan.accounts",
    "yizhan.vocabularies",
    "yizhan.people",
    "yizhan.workers",
    "yizhan.employers",
    "yizhan.postings",
    "yizhan.matching",
    "yizhan.followups",
    "yizhan.channels",
    "yizhan.referrals",
    "yizhan.gigs",
    "yizhan.rights",
    "yizhan.plans",
    "yizhan.notices",
    "yizhan.statistics",
    "yizhan.portals.desk",
    "yizhan.portals.employer",
    "yizhan.portals.public",
    "yizhan.portals.screen",
    "yizhan.portals.kiosk",
    "yizhan.portals.openapi",
    "yizhan.portals.worker",
]

MIDDLEWARE = [
    "yizhan.shared.web.middleware.request_context",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yizhan.shared.web.middleware.known_methods",
    "yizhan.shared.web.middleware.no_store",
    "yizhan.shared.web.middleware.not_too_much",
    "yizhan.shared.web.keep.keep_typed",
    "yizhan.shared.web.middleware.read_only_get",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yizhan.accounts.web.middleware.SignedIn",
    "yizhan.shared.web.context.menu_counted_anew",
    "yizhan.shared.web.middleware.refusals",
]
#: How long the numbers beside the menu's entries may be old, in seconds, for what others do.
YIZHAN_MENU_COUNTS_S = 15

ROOT_URLCONF = "yizhan.config.urls"
WSGI_APPLICATION = "yizhan.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "yizhan.shared.web.context.page",
            ],
            "builtins": ["yizhan.shared.templatetags.yizhan"],
        },
    }
]

# SQLite is the default: WAL so that readers never wait, IMMEDIATE so that two writers queue instead of failing
# at commit, FULL so that what was acknowledged survives a power cut.
DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{YIZHAN_HOME / 'yizhan.sqlite3'}"),
}
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-20000;PRAGMA recursive_triggers=ON"
    ),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"].setdefault("OPTIONS", {}).update(SQLITE_OPTIONS)
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        # Shared by all processes and kept over restarts: the lock-out counts live here.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["yizhan.accounts.backend.OfficeBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "yizhan.accounts.passwords.LengthAndClasses"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "yizhan.accounts.passwords.NotBreached"},
    {"NAME": "yizhan.accounts.passwords.NoWordOfThePlace"},
    {"NAME": "yizhan.accounts.passwords.NotUsedBefore"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"
# Idle for half an hour, or the browser closed, and the counter's PC is nobody's.
SESSION_COOKIE_AGE = 30 * 60
SESSION_ENGINE = "yizhan.accounts.store"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = YIZHAN_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "yizhan.shared.web.messages.storage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# Uploaded sheets hold people: up to the size that is taken they never touch the disk.
FILE_UPLOAD_MAX_MEMORY_SIZE = 21 * 1024 * 1024
# Larger ones (up to what a request may have) are refused in words; until then they stay in memory, too.
FILE_UPLOAD_HANDLERS = ["yizhan.shared.web.uploads.InMemory"]
# Reads a file from its standard input, ends with 0 for clean and 1 for a virus; empty: files are not scanned.
YIZHAN_SCAN_COMMAND: str = env.str("YIZHAN_SCAN_COMMAND", default="")
FORM_RENDERER = "yizhan.shared.forms.DeskRenderer"

# How messages leave: by https to the carriers' hosts. Tests put a transport of their own here.
YIZHAN_NOTIFICATION_TRANSPORT = "yizhan.shared.notifications.transport.https_post"
# E-mail: smtp+tls://user:password@host:587, and who writes. Only here, never on a page: a page must not name a host.
EMAIL_CONFIG = env.email_url("YIZHAN_EMAIL_URL", default="dummymail://")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_HOST") or "localhost", EMAIL_CONFIG.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = EMAIL_CONFIG.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_TLS", False), EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
YIZHAN_EMAIL_FROM: str = env.str("YIZHAN_EMAIL_FROM", default="")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LOGGING_CONFIG = None
configure_structlog()
LOGGING = LOGGING_CONFIG_DICT
