"""Settings. Everything that differs between installations comes from the environment; see docs/running.md.

JIANYAN_SECRET_KEY, JIANYAN_DATA_DIR, JIANYAN_DEBUG, JIANYAN_ALLOWED_HOSTS, JIANYAN_TRUSTED_ORIGINS, JIANYAN_HTTPS,
JIANYAN_PROXIES, DATABASE_URL; for attachments JIANYAN_FILE_MAX_MB, JIANYAN_FILE_MEGAPIXELS, JIANYAN_FILES_MAX,
JIANYAN_FILES_BACKEND, JIANYAN_FILES_OPTIONS, JIANYAN_CLAMD, JIANYAN_SCAN_REQUIRED, JIANYAN_DRAFT_DAYS;
JIANYAN_ROOM_MIN_MB.
"""

from __future__ import annotations

import json
import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parents[1]
DATA_DIR = Path(os.environ.get("JIANYAN_DATA_DIR") or PACKAGE.parent / "var")
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in ("1", "true", "yes", "on")


def _list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def _count(name: str, default: int, least: int = 1) -> int:
    """A whole number, mostly above nothing; a wrong one stops the start instead of meaning something else."""
    text = os.environ.get(name) or str(default)
    if not text.isdecimal() or int(text) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least}, not {text!r}")
    return int(text)


def _secret() -> str:
    """The key from the environment, or one made once and kept readable by its owner only."""
    if key := os.environ.get("JIANYAN_SECRET_KEY"):
        return key
    path = DATA_DIR / "secret_key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = _secret()
DEBUG = _flag("JIANYAN_DEBUG")
ALLOWED_HOSTS = _list("JIANYAN_ALLOWED_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = _list("JIANYAN_TRUSTED_ORIGINS")
HTTPS = _flag("JIANYAN_HTTPS")
# Proxies of ours in front, each of which adds the address it saw to X-Forwarded-For; nothing further left is believed.
PROXIES = _count("JIANYAN_PROXIES", int(HTTPS), least=0)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "axes",
    "csp",
    "jianyan.ui",
    "jianyan.accounts",
    "jianyan.files",
    "jianyan.ledger",
    "jianyan.rules",
    "jianyan.notify",
    "jianyan.people",
    "jianyan.recruit",
    "jianyan.leads",
    "jianyan.tasks",
    "jianyan.meetings",
    "jianyan.studies",
    "jianyan.duties",
    "jianyan.reports",
    "jianyan.awards",
    "jianyan.insight",
    "jianyan.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "jianyan.web.middleware.Bounded",
    "jianyan.web.middleware.Busy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "jianyan.web.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jianyan.accounts.middleware.Enter",
    "jianyan.people.middleware.Promise",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "jianyan.web.urls"
WSGI_APPLICATION = "jianyan.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "jianyan.web.context.frame",
            ],
        },
    }
]

FORM_RENDERER = "jianyan.ui.inputs.Inputs"

DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{DATA_DIR / 'jianyan.sqlite3'}", conn_max_age=600)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its turn at the start of the transaction, so that what it read under the lock still holds.
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        " PRAGMA cache_size=-3000; PRAGMA temp_store=MEMORY;",
    }

# Sign-in. The numbers are those that assessors of 等保 2.0 usually ask for (practice.md).
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "jianyan.accounts.backends.Passwords"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "phone")},
    },
    {"NAME": "jianyan.accounts.passwords.ThreeClasses"},
    {"NAME": "jianyan.accounts.passwords.NotTheSame"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
PASSWORD_LASTS = timedelta(days=90)
IDLE_LIMIT = timedelta(minutes=30)
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=10)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_LOCKOUT_CALLABLE = "jianyan.accounts.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# By account only: a whole office signs in from behind one address, and five slips there must not lock it out.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]

SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "jianyan_session", "jianyan_csrf", "jianyan_language"
LANGUAGE_COOKIE_AGE = 365 * 86400
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # whatever watches the machine asks it directly
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler", "jianyan.web.uploads.RoomOrNot"]

# Attachments: bytes of one, megapixels of an image, how many at one time (of a lead, a reply, a supplement).
FILE_SIZE_MAX = _count("JIANYAN_FILE_MAX_MB", 20) * 1_000_000
FILE_MEGAPIXELS_MAX = _count("JIANYAN_FILE_MEGAPIXELS", 50)
FILES_MAX = _count("JIANYAN_FILES_MAX", 9)
# A body with more than this is not read at all: as many files as one may send at once, and the texts.
BODY_MAX = FILE_SIZE_MAX * min(FILES_MAX, 5) + DATA_UPLOAD_MAX_MEMORY_SIZE
# Free bytes on the disks of data and temporary files below which the machine says that it is not ready.
ROOM_MIN = _count("JIANYAN_ROOM_MIN_MB", 500) * 1_000_000
# The virus scanner: unix:/run/clamav/clamd.ctl or tcp:host:3310. When required, nothing is taken in without it.
CLAMD = os.environ.get("JIANYAN_CLAMD", "")
SCAN_REQUIRED = _flag("JIANYAN_SCAN_REQUIRED")
# How long a file stays that was uploaded and then not sent, and a draft that nobody touches any more.
FILES_LOOSE_LAST = timedelta(days=2)
DRAFTS_LAST = timedelta(days=_count("JIANYAN_DRAFT_DAYS", 90))

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [("handbook", PACKAGE / "web" / "handbook" / "pictures")]
# The store of attachments has no address of its own: a file is served by the view that asks who may read it.
_FILES_HERE = {"location": str(DATA_DIR / "files"), "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
_FILES_ELSEWHERE = os.environ.get("JIANYAN_FILES_BACKEND", "")
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "attachments": {
        "BACKEND": _FILES_ELSEWHERE or "django.core.files.storage.FileSystemStorage",
        "OPTIONS": json.loads(os.environ.get("JIANYAN_FILES_OPTIONS") or "{}") if _FILES_ELSEWHERE else _FILES_HERE,
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "files"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"jianyan": {"level": "INFO"}, "axes": {"level": "ERROR"}},
}
