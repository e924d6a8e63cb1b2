"""One settings file. What varies comes from the environment: docs/operating.md lists every name.

With nothing set this is somebody's own machine: SQLite beside this package, loopback addresses, plain
HTTP. Setting any of DEBUG, SECRET_KEY or ALLOWED_HOSTS says that a person has made decisions; then
all that production needs must be there, and what is missing is named.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Whose machine is this? -------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
DECIDED = {"DEBUG", "SECRET_KEY", "ALLOWED_HOSTS"} & os.environ.keys()
IS_LOCAL = DEBUG or not DECIDED

SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
if IS_LOCAL:
    # A known key is harmless only while nobody but this machine can reach the site.
    SECRET_KEY = SECRET_KEY or "known-to-everybody-and-good-for-loopback-only"
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
elif not SECRET_KEY or not ALLOWED_HOSTS:
    missing = " and ".join(
        name for name in ("SECRET_KEY", "ALLOWED_HOSTS") if not env.str(name, "")
    )
    given = ", ".join(sorted(DECIDED))
    raise ImproperlyConfigured(
        f"{missing} must be set, because {given} is. ALLOWED_HOSTS is a comma-separated list of host "
        "names, SECRET_KEY at least 50 random characters; unset all three to work on this machine only."
    )

# --- What it is made of -----------------------------------------------------------------------

INSTALLED_APPS = [
    "editorial.apps.EditorialConfig",
    "kb.apps.KbConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "simple_history",
    "taggit",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kb.http.permissions_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "kb.search.index.indexing",
    # Last: it turns a lockout during login into its answer.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "kb.urls"
WSGI_APPLICATION = "kb.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Database ---------------------------------------------------------------------------------

SQLITE_OPTIONS: dict[str, Any] = {
    # Writers queue up at BEGIN and wait; with DEFERRED every second write failed under load.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,  # seconds
    # secure_delete: a sealed text must not survive in free pages. cache_size: -n is n KiB.
    "init_command": (
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; "
        "PRAGMA mmap_size = 2147418112; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY"
    ),
}
POSTGRESQL_OPTIONS: dict[str, Any] = {
    # psycopg.IsolationLevel.READ_COMMITTED: what the triggers are proven for, whatever the server's default.
    "isolation_level": 2,
}

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url("DATABASE_URL")
    if env.str("DATABASE_URL", default="")
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}
}
match DATABASES["default"]["ENGINE"]:
    case "django.db.backends.sqlite3":
        DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    case "django.db.backends.postgresql":
        DATABASES["default"]["OPTIONS"] = POSTGRESQL_OPTIONS | DATABASES["default"].get(
            "OPTIONS", {}
        )
        DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)  # seconds
        DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    case other:
        raise ImproperlyConfigured(f"DATABASE_URL names {other!r}: use postgres://… or sqlite:///…")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People -----------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "admin:login"

# Name and address together: a stranger cannot lock an editor out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)  # templates/429.html says it in words
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # who logged in from where, and when, is nobody's business
AXES_VERBOSE = False
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])

# --- Language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "kb" / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Berlin")
USE_TZ = True

TAGGIT_CASE_INSENSITIVE = True

# --- Who runs it ------------------------------------------------------------------------------

# Plain text; imprint.en.txt beside imprint.txt is shown on English pages.
IMPRINT_FILE = env.str("IMPRINT_FILE", default="")
PRIVACY_FILE = env.str("PRIVACY_FILE", default="")
# Where readers report errors; with none they have a form, and its reports reach the desk.
REPORT_URL = env.str("REPORT_URL", default="")
if REPORT_URL and not REPORT_URL.startswith(("https://", "mailto:")):
    raise ImproperlyConfigured(
        f"REPORT_URL is {REPORT_URL!r}: begin it with https:// or mailto:, or leave it out."
    )

# --- Static files -----------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# On one's own machine files are served from where they are edited, without collectstatic.
WHITENOISE_USE_FINDERS = IS_LOCAL
WHITENOISE_AUTOREFRESH = IS_LOCAL

# --- Security ---------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# HTTPS=false is for a server inside a newsroom's own network that speaks plain HTTP.
HTTPS = env.bool("HTTPS", default=not IS_LOCAL)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 3600) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=HTTPS)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = int(timedelta(hours=env.int("SESSION_HOURS", default=12)).total_seconds())
LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SILENCED_SYSTEM_CHECKS = [
    # Entering the browsers' preload lists is for the owner of the domain to decide (HSTS_PRELOAD).
    "security.W021",
]

# A text of 2 MB travels as up to three times as much in a form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024  # bytes

# --- Logging ----------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "kb": {"level": env.str("LOG_LEVEL", default="INFO")},
        "editorial": {"level": env.str("LOG_LEVEL", default="INFO")},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # Strangers who try host names fill logs and say nothing.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
