"""Django's settings: the few that the environment decides, and the database that gateways.postgres chose.

Reading this file starts no server: every entry point calls `gateways.postgres.ready` first.
"""

import os
import secrets
from pathlib import Path

from tradeward.domain.refusals import RuleBroken
from tradeward.gateways import postgres

HOME = postgres.home()


def _own_secret(home: Path) -> str:
    """The key of this installation, made once and readable by its account only."""
    path = home / "secret_key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"secret_key.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()


def _mode() -> str:
    """What this installation is: `production`, unless TRADEWARD_MODE says `demo`."""
    told = os.environ.get("TRADEWARD_MODE") or "production"
    if told not in ("demo", "production"):
        raise RuleBroken(f"TRADEWARD_MODE is {told!r}: write demo or production.", field="TRADEWARD_MODE")
    return told


def _number(variable: str, default: int, *, least: int = 1) -> int:
    told = os.environ.get(variable) or str(default)
    if not told.isascii() or not told.isdigit() or int(told) < least:
        raise RuleBroken(f"{variable} is {told!r}: write a whole number from {least} on.", field=variable)
    return int(told)


MODE = _mode()
DEMO = MODE == "demo"
"""Whether the sandbox bank and the movable clock are there, and demo tokens can be told again."""
SECRET_KEY = os.environ.get("TRADEWARD_SECRET_KEY") or _own_secret(HOME)
DEBUG = False
USE_TZ = True
TIME_ZONE = "UTC"
INSTALLED_APPS = [
    "tradeward.ledger",
    "tradeward.store",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
DATABASES = postgres.databases(home=HOME)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "tradeward.urls"
APPEND_SLASH = False
MIDDLEWARE = [
    "tradeward.interfaces.watch.requests.told",
    "tradeward.interfaces.watch.headers.safe",
    "tradeward.interfaces.api.edges.only_problems",
    "tradeward.interfaces.watch.headers.ours",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tradeward.interfaces.watch.headers.OwnForms",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tradeward.interfaces.web.door.account_pages",
]
_WEB = Path(__file__).parent / "interfaces/web"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "tradeward.interfaces.web.context.page",
            ],
            "libraries": {"tradeward": "tradeward.interfaces.web.templatetags.tradeward"},
        },
    }
]
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
"""The languages whose catalogue is whole."""
LOCALE_PATHS = [_WEB / "locale"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "counters"}}
"""What all web processes have to know of each other: how often a sign-in was tried, by account and by network."""

AUTH_USER_MODEL = "store.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
ACCOUNT_ADAPTER = "tradeward.interfaces.web.accounts.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"signup": "20/m/ip,5/h/key"}
"""Beside the library's own for signing in: how often somebody signs up, from one network and with one address."""
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/desk"
MFA_ADAPTER = "tradeward.interfaces.web.accounts.SecondFactor"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"authenticate": "tradeward.interfaces.web.codes.Code"}
MFA_TOTP_ISSUER = "Tradeward"
SITE = (os.environ.get("TRADEWARD_SITE") or "http://127.0.0.1:8000").rstrip("/")
"""Where people reach these pages: what links in letters begin with."""
EMAIL_BACKEND = "tradeward.interfaces.web.letters.Outbox"
LETTERS = "tradeward.interfaces.web.letters.written"
"""What writes the letters that the worker sends."""
EMAIL_HOST = os.environ.get("TRADEWARD_SMTP_HOST", "")
EMAIL_PORT = _number("TRADEWARD_SMTP_PORT", 587)
EMAIL_HOST_USER = os.environ.get("TRADEWARD_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TRADEWARD_SMTP_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = not EMAIL_USE_SSL and os.environ.get("TRADEWARD_SMTP_TLS") != "0"
EMAIL_TIMEOUT = 30
EMAIL_FILE_PATH = HOME / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("TRADEWARD_MAIL_FROM") or "Tradeward <tradeward@localhost>"
_WAYS_OUT = {"demo": "dummy", "smtp": "smtp", "files": "filebased"}
MAIL_TRANSPORT = (
    f"django.core.mail.backends.{_WAYS_OUT['demo' if DEMO else 'smtp' if EMAIL_HOST else 'files']}.EmailBackend"
)
"""How letters leave: by no way in a demo, which shows them; by SMTP where a host is named; else as files in the home."""
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "tradeward.interfaces.web.door.forged"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGGING_CONFIG = None  # interfaces.logs does it, for every process alike
DATA_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
REQUESTS_A_MINUTE = _number("TRADEWARD_REQUESTS_A_MINUTE", 600)
"""How often one token may ask in a minute."""

ALLOWED_HOSTS = [one.strip() for one in os.environ.get("TRADEWARD_HOSTS", "127.0.0.1,localhost,[::1]").split(",")]
BEHIND_TLS = os.environ.get("TRADEWARD_BEHIND_TLS") == "1"
"""A proxy in front speaks TLS and says so in X-Forwarded-Proto: answers carry Strict-Transport-Security."""
HSTS_SECONDS = _number("TRADEWARD_HSTS_SECONDS", 31_536_000, least=0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
METRICS_TOKEN = os.environ.get("TRADEWARD_METRICS_TOKEN", "")
"""Who shows it may read /metrics from anywhere; without one only this machine may."""
