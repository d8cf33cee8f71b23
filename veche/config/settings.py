"""Django settings: read from the environment by `env`, composed here and nowhere else."""

from __future__ import annotations

import sys
from pathlib import Path

from csp.constants import NONE, SELF
from psycopg import conninfo

from veche import __version__
from veche.config import env, messengers, sign_in, static_policy
from veche.config.domains import ENABLED
from veche.config.running import first_steps
from veche.config.running.command import as_typed

PRODUCTION = env.is_production()
DEMO = not PRODUCTION
DEBUG = False
VERSION = __version__
SECRET_KEY = env.secret_key()
STATE_DIR = env.state_dir()
VAULT_KEY = env.vault_key()

# Hosts are checked against the list of municipalities, so Django's own list stays open.
ALLOWED_HOSTS = ["*"]
TRUSTED_PROXIES = env.words("VECHE_TRUSTED_PROXIES")

COMMONS = [
    "towns",
    "audit",
    "channels",
    "norms",
    "files",
    "places",
    "identity",
    "organisations",
    "documents",
    "workload",
    "webhooks",
    "datasets",
    "ballots",
    "moderation",
    "discussion",
    "matching",
    "commitments",
    "points",
    "hall",
    "pages",
    "privacy",
    "notifications",
]
INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "veche.kernel",
    *[f"veche.commons.{name}" for name in COMMONS],
    *ENABLED,
    "veche.portal",
    "veche.config",
]
MIDDLEWARE = [
    "veche.kernel.web.proxies.TrustedProxyMiddleware",
    "veche.kernel.web.measured.MetricsMiddleware",
    "veche.kernel.web.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "veche.kernel.web.sending.SendingMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "veche.portal.pages.PageMiddleware",
    "veche.commons.towns.middleware.TownMiddleware",
    "veche.portal.services.ServiceMiddleware",
    "veche.portal.language.LanguageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "veche.commons.identity.middleware.PersonMiddleware",
    "veche.kernel.web.problems.ProblemMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "veche.kernel.web.once.OnceMiddleware",
]
ROOT_URLCONF = "veche.config.urls"
WSGI_APPLICATION = "veche.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "veche.portal.context.shell",
            ],
        },
    }
]
PROBLEM_TEMPLATE = "portal/problem.html"
NO_TOWN_TEMPLATE = "portal/no_town.html"
ADD_TOWN = as_typed(first_steps.ADD_TOWN)
# Whoever tries it out on this machine may have removed the fictional town.
LOAD_DEMO = "" if env.is_production() else as_typed(first_steps.LOAD_DEMO)
LOGIN_URL = "/sign-in/"
CSRF_FAILURE_VIEW = "veche.kernel.web.problems.csrf_failure"

_dsn = conninfo.conninfo_to_dict(env.dsn())
ROLE_PREFIX = env.role_prefix(env.dsn())
DATABASES = {
    "default": {
        "ENGINE": "veche.kernel.database",
        "NAME": _dsn.pop("dbname"),
        "USER": _dsn.pop("user", ""),
        "PASSWORD": _dsn.pop("password", ""),
        "HOST": _dsn.pop("host", ""),
        "PORT": _dsn.pop("port", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        # Only what says so itself (run_prepared) is kept prepared.
        "OPTIONS": {**_dsn, "application_name": "veche", "prepare_threshold": sys.maxsize},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский"), ("tt", "Татарча"), ("en", "English")]
LOCALE_PATHS = [env.ROOT / "veche" / "locale"]
FORMAT_MODULE_PATH = ["veche.config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
# The build puts the hash of its content into each name, so such a file never changes.
WHITENOISE_IMMUTABLE_FILE_TEST = r"/static/dist/.+-[A-Z0-9]{8}\.\w+$"
WHITENOISE_ADD_HEADERS_FUNCTION = static_policy.add_headers
MEDIA_ROOT = STATE_DIR / "files"
FILES_STORE = env.text("VECHE_FILES", "folder")
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "veche.commons.files.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

SERVED_PORT = env.number("PORT", 8000)
HTTPS = env.text("VECHE_HTTPS", "yes" if PRODUCTION else "no") == "yes"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SECURE_SSL_REDIRECT = False  # the proxy's work; Granian speaks HTTP behind it
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if HTTPS else None
X_FRAME_OPTIONS = "DENY"
TILE_URL = env.text("VECHE_TILE_URL")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *env.words("VECHE_TILE_HOSTS")],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

CODE_CHANNELS = {
    "phone": env.text("VECHE_SMS", "inbox" if DEMO else ""),
    "email": env.text("VECHE_EMAIL", "inbox" if DEMO else ""),
}
SMTP_HOST = env.text("VECHE_SMTP_HOST", "localhost")
SMTP_PORT = env.number("VECHE_SMTP_PORT", 25)
SMTP_USER = env.text("VECHE_SMTP_USER")
SMTP_PASSWORD = env.text("VECHE_SMTP_PASSWORD")
SMTP_TLS = env.text("VECHE_SMTP_TLS", "starttls")
MAIL_FROM = env.text("VECHE_MAIL_FROM", "veche@localhost")
SMS_URL = env.text("VECHE_SMS_URL")
SMS_TOKEN = env.text("VECHE_SMS_TOKEN")

NOTICES_BY_SMS = env.text("VECHE_NOTICES_BY_SMS", "no") == "yes"
NOTICES_BY_PUSH = env.text("VECHE_NOTICES_BY_PUSH", "yes") == "yes"
MESSENGERS = messengers.of_town()

WEBHOOK_WAITS = env.numbers("VECHE_WEBHOOK_WAITS", "60,300,1800,7200,18000,36000,36000")
WEBHOOK_STOP_AFTER = env.number("VECHE_WEBHOOK_STOP_AFTER", 3)
WEBHOOK_STOP_DAYS = env.number("VECHE_WEBHOOK_STOP_DAYS", 3)
WEBHOOKS_LOCAL = env.local_webhooks()

SIGN_IN_PROVIDERS = sign_in.providers()

S3_ENDPOINT = env.text("VECHE_S3_ENDPOINT")
S3_BUCKET = env.text("VECHE_S3_BUCKET")
S3_REGION = env.text("VECHE_S3_REGION", "ru-central1")
S3_ACCESS_KEY = env.text("VECHE_S3_ACCESS_KEY")
S3_SECRET_KEY = env.text("VECHE_S3_SECRET_KEY")

SIGNER_SOCKET = Path(env.text("VECHE_SIGNER_SOCKET") or STATE_DIR / "signer" / "socket")
# Where voters and we reach the box of secret polls; its host begins the names of their logs.
BOX_URL = env.text("BOX_URL", f"http://127.0.0.1:{SERVED_PORT + 1}").rstrip("/")

METRICS_DIR = STATE_DIR / "metrics"
METRICS_FROM = env.words("VECHE_METRICS_FROM")
METRICS_TOKEN = env.text("VECHE_METRICS_TOKEN")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "veche.kernel.logs.JsonLines"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": env.log_form()}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Request lines would carry addresses of pages a person opened; errors are logged by us.
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
        "procrastinate": {"level": "WARNING"},
        "pymorphy3": {"level": "WARNING"},
        # It tells the name of each key that signs in.
        "fido2": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        "_granian": {"level": "WARNING"},
    },
}
