"""Every setting, read once from the environment; docs/configuration.md lists the variables."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from psycopg.conninfo import conninfo_to_dict

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("CINNABAR_HOME") or ROOT / ".state" / "demo").absolute()

DEMO = os.environ.get("CINNABAR_DEMO") == "1"
DEBUG = os.environ.get("CINNABAR_DEBUG") == "1"

SIMULATION = float(os.environ.get("CINNABAR_SIMULATION") or "0") if DEMO else 0.0  # deeds of the town in an hour

SERVICE_WORKER = os.environ.get("CINNABAR_SERVICE_WORKER") != "0"  # 0 lets it clear up and leave every browser

ADDRESS = (os.environ.get("CINNABAR_ADDRESS") or "http://127.0.0.1:8000").rstrip("/")
LIVE_ADDRESS = (os.environ.get("CINNABAR_LIVE_ADDRESS") or "http://127.0.0.1:8001").rstrip("/")
SECURE = ADDRESS.startswith("https://")
ALLOWED_HOSTS = [urlsplit(ADDRESS).hostname or "127.0.0.1"]
if not SECURE:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]
if DEMO and ALLOWED_HOSTS[0] in ("127.0.0.1", "localhost"):
    ALLOWED_HOSTS = ["*"]  # a demo on one's own machine, looked at through whatever tunnel leads there
PROXIES = int(os.environ.get("CINNABAR_PROXIES") or "0")


def _secret_key() -> str:
    """The key from the environment, else one drawn once and kept in the home folder."""
    if key := os.environ.get("CINNABAR_SECRET_KEY"):
        return key
    file = HOME / "secret-key"
    if not file.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(48))
    return file.read_text()


SECRET_KEY = _secret_key()

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "cinnabar.kit",
    "cinnabar.design",
    "cinnabar.activity",
    "cinnabar.media",
    "cinnabar.people",
    "cinnabar.shop",
    "cinnabar.payments",
    "cinnabar.notes",
    "cinnabar.orders",
    "cinnabar.moderation",
    "cinnabar.feed",
    "cinnabar.search",
    "cinnabar.trends",
    "cinnabar.notifications",
    "cinnabar.desks",
    "cinnabar.front",
    "cinnabar.town",
]

MIDDLEWARE = [
    "cinnabar.kit.middleware.request_costs",
    "cinnabar.kit.middleware.security_headers",
    "cinnabar.kit.middleware.clean_cookies",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cinnabar.people.middleware.know_the_reader",
    "cinnabar.people.middleware.remember_the_browser",
    "cinnabar.people.middleware.language_of_the_reader",
    "cinnabar.kit.middleware.RequestSafety",
    "cinnabar.kit.middleware.cache_rules",
    "cinnabar.people.middleware.keep_what_was_typed",
    "allauth.account.middleware.AccountMiddleware",
    "cinnabar.kit.middleware.own_host",
    "cinnabar.kit.middleware.clean_addresses",
    "cinnabar.kit.middleware.explain_methods",
    "cinnabar.kit.middleware.refuse_too_many",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
REACTIONS = "config.reactions"
EXPORTS = "config.exports"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            ROOT / "cinnabar" / app.split(".")[1] / "templates" for app in INSTALLED_APPS if app.startswith("cinnabar.")
        ],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "cinnabar.design.jinja.environment",
            "context_processors": ["cinnabar.design.jinja.frame"],
        },
    },
    {
        # Mails of allauth only.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]


def _database(url: str) -> dict[str, Any]:
    """Django's settings for a `postgresql://…` URL, whatever its query string says."""
    parts = conninfo_to_dict(url)
    known = {name: parts.pop(name, "") for name in ("dbname", "user", "password", "host", "port")}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": known["dbname"],
        "USER": known["user"],
        "PASSWORD": known["password"],
        "HOST": known["host"],
        "PORT": known["port"],
        "OPTIONS": {
            **parts,
            "server_side_binding": True,
            "prepare_threshold": 3,
            "pool": {"min_size": 1, "max_size": int(os.environ.get("CINNABAR_POOL") or "8"), "timeout": 10},
        },
        "TEST": {"NAME": os.environ.get("CINNABAR_TEST_DATABASE") or "test_cinnabar"},
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL") or "postgresql:///cinnabar")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kit_cache",
        "TIMEOUT": 3600,
    },
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "cinnabar.kit.jobs.defer_with_the_rows"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["cinnabar.people.accounts.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("handle", "name", "email")},
    },
    {"NAME": "cinnabar.people.passwords.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
SESSION_ENGINE = "cinnabar.people.sessions"
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "token"
CSRF_TRUSTED_ORIGINS = [ADDRESS]

ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_ADAPTER = "cinnabar.people.accounts.Accounts"
ACCOUNT_PREVENT_ENUMERATION = "strict"  # not even a sign-up tells who has an account
ACCOUNT_RATE_LIMITS = False  # kit/limits.py instead: exact waits, one statement each
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True  # one address each; a new one counts once it is confirmed
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
PASSWORD_RESET_TIMEOUT = 3600

EMAIL_BACKEND = "cinnabar.notifications.outbox.Outbox"
EMAIL_HOST = os.environ.get("SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("SMTP_PORT") or "587")
EMAIL_HOST_USER = os.environ.get("SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SMTP_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465  # there the encryption begins with the connection, elsewhere by STARTTLS
EMAIL_USE_TLS = not EMAIL_USE_SSL
DEFAULT_FROM_EMAIL = os.environ.get("CINNABAR_MAIL_FROM") or "Cinnabar <no-reply@localhost>"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_FOLDER = ROOT / "build" / "static"
MEDIA_URL = "/media/"
MEDIA_FOLDER = HOME / "media"  # public/ is served as it is; originals/, private/ and incoming/ never are

FEED_FOLDER = HOME / "feed"  # what the feed learned: one file a snapshot, mapped by every web worker
FEED_WORTH: dict[str, Any] = {}  # what counts how much on home, other than `feed/engine/valuing.py` says

FILE_UPLOAD_HANDLERS = ["cinnabar.kit.uploads.NoFiles"]

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Refusals are answers, not faults: only what broke is told.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "propagate": True},
    },
}

# Limits of the product; FEATURES marks them as settings.
PICTURES_A_NOTE = 18
PICTURE_BYTES = 32 * 1024 * 1024
PICTURE_PIXELS = 80_000_000
VIDEO_BYTES = int(os.environ.get("CINNABAR_VIDEO_MEGABYTES") or "2048") * 1024 * 1024
VIDEO_SECONDS = int(os.environ.get("CINNABAR_VIDEO_MINUTES") or "15") * 60
TITLE_UNITS = 20
BODY_LENGTH = 1000
TOPICS_A_NOTE = 10
TAGS_A_NOTE = 20
HOLD_MINUTES = 15
AUTO_DELIVERY_DAYS = 10
UNDO_DAYS = 30
HISTORY_DAYS = int(
    os.environ.get("CINNABAR_HISTORY_DAYS") or "90"
)  # how long a viewing history and searches reach back
BASKET_LINE_MOST = 99
MOST_BOARDS = 500  # of one person
EXPORT_KEPT_DAYS = 7
EXPORT_EVERY_HOURS = 24  # a person may ask for one copy of their data

PAYMENT_PROVIDER = os.environ.get("CINNABAR_PAYMENT_PROVIDER", "test" if DEMO else "")
PAYMENT_WEBHOOK_SECRET = os.environ.get("CINNABAR_PAYMENT_WEBHOOK_SECRET") or SECRET_KEY

SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # handles are unique in any case (people_handle_any_case)
