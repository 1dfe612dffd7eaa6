"""One settings file: the environment decides, and every default is the safe one.

| variable | meaning | default |
|---|---|---|
| ZHIHENG_VAR | folder for the database, the secret key and collected static files | ./var |
| ZHIHENG_SECRET_KEY | signing key; without it one is made once and kept in the var folder | – |
| ZHIHENG_HOSTS | host names that may be asked for, by comma | 127.0.0.1,localhost,[::1] |
| ZHIHENG_HTTPS | 1 behind a TLS proxy: secure cookies, HSTS, redirect | 0 |
| ZHIHENG_PROXIES | how many proxies of ours stand in front and append to X-Forwarded-For | 0 |
| ZHIHENG_IDLE_MINUTES | minutes without a request until a session ends | 30 |
| ZHIHENG_OIDC_ISSUER | turns on sign-in by a provider of OpenID Connect: its issuer; needs the next five | – |
| ZHIHENG_OIDC_CLIENT_ID, ZHIHENG_OIDC_CLIENT_SECRET | who we are to it | – |
| ZHIHENG_OIDC_AUTHORIZE, ZHIHENG_OIDC_TOKEN, ZHIHENG_OIDC_JWKS | its three addresses | – |
| ZHIHENG_OIDC_CLAIM | the claim that holds the user name here | sub |
| ZHIHENG_DEBUG | 1 shows tracebacks and serves static files from the sources | 0 |
| ZHIHENG_PRIVACY_KEYS | the keyring of personal data; without it one is made once and kept in the var folder | – |
| ZHIHENG_CIPHER | what seals personal data: sm4-gcm or aes-gcm; either opens what the other sealed | sm4-gcm |
| DATABASE_URL | postgres://… for PostgreSQL; otherwise SQLite (WAL) in the var folder | – |
| ZHIHENG_DATABASE_ROLE | the role of PostgreSQL that every connection works as (`manage.py database_roles`) | – |
| ANALYTICS_URL | where numbers are computed: duckdb:// in this process, sc://host:port by Spark Connect | duckdb:// |
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent
VAR_DIR = Path(os.environ.get("ZHIHENG_VAR", BASE_DIR.parent / "var"))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def flag(name: str) -> bool:
    """An environment switch: 1, true, yes or on."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def secret_key() -> str:
    """The signing key from the environment, or the one kept in the var folder (made on first use, mode 600)."""
    if given := os.environ.get("ZHIHENG_SECRET_KEY"):
        return given
    kept = VAR_DIR / "secret_key"
    try:
        with open(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(get_random_secret_key())
    except FileExistsError:
        pass
    return kept.read_text().strip()


SECRET_KEY = secret_key()
DEBUG = flag("ZHIHENG_DEBUG")
ALLOWED_HOSTS = os.environ.get("ZHIHENG_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "ninja",
    "zhiheng.mechanisms.journal",
    "zhiheng.mechanisms.idempotency",
    "zhiheng.mechanisms.evidence",
    "zhiheng.mechanisms.listing",
    "zhiheng.mechanisms.calendar",
    "zhiheng.mechanisms.privacy",
    "zhiheng.mechanisms.cases",
    "zhiheng.mechanisms.registers",
    "zhiheng.mechanisms.intake",
    "zhiheng.directory",
    "zhiheng.ledger",
    "zhiheng.division",
    "zhiheng.systems.registers",
    "zhiheng.systems.complaints",
    "zhiheng.systems.sampling",
    "zhiheng.indicators",
    "zhiheng.reporting",
    "zhiheng.web",
    "zhiheng.cli",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "zhiheng.directory.timeouts.TimeOut",
    "zhiheng.directory.passwords.FirstPassword",
    "zhiheng.directory.tokens.ByToken",
    "zhiheng.directory.scope.AtDesk",
    "zhiheng.web.keeping.KeepTyped",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    # The last one, as its makers ask: it turns a refusal by lock-out into an answer.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "zhiheng.urls"
WSGI_APPLICATION = "zhiheng.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhiheng.web.frame.frame",
            ],
        },
    },
]

# An empty variable means the same as none: `make run DATABASE_URL=` asks for SQLite.
DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'zhiheng.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # FULL, not NORMAL: an answer given is on disk. IMMEDIATE: a writer waits its turn instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
elif DATABASE_ROLE := os.environ.get("ZHIHENG_DATABASE_ROLE"):
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = f"-c role={DATABASE_ROLE}"
ANALYTICS_URL = os.environ.get("ANALYTICS_URL") or "duckdb://"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "directory.Officer"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "mine"
LOGOUT_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "zhiheng.directory.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# 等级保护 asks that repeated failures lock; five and fifteen minutes since November 2026: enough for a mistyped input
# method, and 480 guesses a day against ten characters. By account alone: whole offices share one address, and five
# slips of one person must not lock out the others. axes.W006 warns of exactly that choice.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
# Asking during the lock does not prolong it, so that the time told is true.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "zhiheng.web.views.login.refused"
AXES_CLIENT_IP_CALLABLE = "zhiheng.directory.sign_ins.address_of"
AXES_USERNAME_CALLABLE = "zhiheng.directory.sign_ins.account_of"
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
# The sign-in log (登录日志) is ours; one is enough.
AXES_DISABLE_ACCESS_LOG = True
if OIDC_ISSUER := os.environ.get("ZHIHENG_OIDC_ISSUER"):
    AUTHENTICATION_BACKENDS.append("zhiheng.web.sso.Provider")
    OIDC_RP_CLIENT_ID = os.environ["ZHIHENG_OIDC_CLIENT_ID"]
    OIDC_RP_CLIENT_SECRET = os.environ["ZHIHENG_OIDC_CLIENT_SECRET"]
    OIDC_OP_AUTHORIZATION_ENDPOINT = os.environ["ZHIHENG_OIDC_AUTHORIZE"]
    OIDC_OP_TOKEN_ENDPOINT = os.environ["ZHIHENG_OIDC_TOKEN"]
    OIDC_OP_JWKS_ENDPOINT = os.environ["ZHIHENG_OIDC_JWKS"]
OIDC_CLAIM = os.environ.get("ZHIHENG_OIDC_CLAIM") or "sub"
# The library insists on this address; what the signed token says is enough, so it is never asked.
OIDC_OP_USER_ENDPOINT = ""
OIDC_RP_SCOPES, OIDC_RP_SIGN_ALGO, OIDC_USE_PKCE, OIDC_CREATE_USER = "openid", "RS256", True, False
OIDC_TIMEOUT = 10
TRUSTED_PROXIES = int(os.environ.get("ZHIHENG_PROXIES") or 0)
CSRF_FAILURE_VIEW = "zhiheng.web.keeping.csrf_failed"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

FILE_UPLOAD_HANDLERS = ["zhiheng.mechanisms.capped_upload.CappedUpload"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

PRIVACY_CIPHER = os.environ.get("ZHIHENG_CIPHER") or "sm4-gcm"

# No request leaves the host, and no inline script or style runs.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# 等级保护 asks for an exit when nobody is at the screen; the hard end keeps a forgotten screen from staying open.
IDLE_TIME = timedelta(minutes=int(os.environ.get("ZHIHENG_IDLE_MINUTES") or 30))
LONGEST_SESSION = timedelta(hours=12)
WARNED_BEFORE = timedelta(minutes=2)
SESSION_COOKIE_AGE = int(LONGEST_SESSION.total_seconds())
CSRF_COOKIE_HTTPONLY = True
if flag("ZHIHENG_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

# Every handler goes without numbers of people; Django's own, which would not, are put out of use.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"hide_personal": {"()": "zhiheng.mechanisms.privacy.logs.HidePersonal"}},
    "formatters": {
        "django.server": {
            "()": "django.utils.log.ServerFormatter",
            "format": "[{server_time}] {message}",
            "style": "{",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["hide_personal"]},
        "django.server": {
            "class": "logging.StreamHandler",
            "filters": ["hide_personal"],
            "formatter": "django.server",
        },
    },
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": ["django.server"], "level": "INFO", "propagate": False},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
