"""Everything that can be set, with values that run at once on one machine. docs/running.md lists them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from . import secrets, sqlite
from .logs import LOGGING as LOGGING
from .origins import origins
from .rooms import ROOMS

HERE = Path(__file__).resolve().parents[2]
PACKAGE = Path(__file__).resolve().parents[1]


def _yes(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(default)).lower() in {"1", "true", "yes", "on"}


DATA = Path(os.environ.get("BEDSIDE_DATA", HERE / "var"))
DEMO = _yes("BEDSIDE_DEMO")
PUBLIC_URL = os.environ.get("BEDSIDE_URL", "http://localhost:8000").rstrip("/")
SECURE = PUBLIC_URL.startswith("https://")

_secrets = secrets.keep(DATA)
SECRET_KEY = _secrets["django"]
JOURNAL_KEY = _secrets["journal"].encode()
DEBUG = False
ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname or "localhost", *os.environ.get("BEDSIDE_HOSTS", "").split()]
if not SECURE:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "bedside.ui.errors.out_of_date"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    *(f"bedside.{room}" for room in ROOMS),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "django_htmx",
]

MIDDLEWARE = [
    "bedside.access.requests.GiveARequestNumber",
    "bedside.ui.camera.CameraShut",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "bedside.ui.framing.LetChatsBeFramed",
    "bedside.ui.pages.SayRefusals",
    "bedside.access.doors.Doorkeeper",
    "bedside.access.once.OnlyOnce",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "bedside.config.urls"
AUTH_USER_MODEL = "access.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _database(address: str) -> dict[str, Any]:
    """`sqlite:///path/to/file` or `postgresql://name:password@host:port/database?option=value`."""
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "bedside.config.sqlite",
            "NAME": unquote(parts.path),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "cached_statements": 1000,  # a few hundred are asked again and again
                "init_command": (
                    f"PRAGMA journal_mode={sqlite.journal_mode()};PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                    "PRAGMA trusted_schema=OFF;PRAGMA cache_size=-65536;PRAGMA temp_store=MEMORY;"
                ),
            },
            "TEST": {"NAME": str(DATA / f"test-{os.getpid()}.sqlite3")},
        }
    if parts.scheme in {"postgresql", "postgres"}:
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "bedside.config.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    raise ValueError(f"BEDSIDE_DATABASE must begin with sqlite:// or postgresql://, not {parts.scheme!r}.")


DATABASES = {"default": _database(os.environ.get("BEDSIDE_DATABASE", f"sqlite://{DATA / 'bedside.sqlite3'}"))}
ON_SQLITE = DATABASES["default"]["ENGINE"] == "bedside.config.sqlite"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "bedside.config.jinja.environment",
            "context_processors": ["bedside.ui.pages.frame"],
        },
    },
    {  # only for what libraries render themselves (mail bodies of the sign-in library)
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

# Language and time. Instants are UTC; each place of the clinic has its own zone.
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español"), ("fr", "Français"), ("pl", "Polski"), ("ar", "العربية")]
LOCALE_PATHS = [PACKAGE / "locale"]
if _yes("BEDSIDE_PSEUDO_LOCALE", DEMO):
    LANGUAGES.append(("ar-xb", "Pseudo (right to left)"))
LANGUAGES_BIDI = ["ar", "ar-xb", "fa", "he", "ur"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"

# Files.
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # empty until something is gathered; its absence is a warning
STATIC_BUILT = HERE / "var" / "static-src"  # made at set-up by assets.py, whichever clinic's data is served
STATICFILES_DIRS = [STATIC_BUILT] if STATIC_BUILT.exists() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Cookies, sessions, headers.
_prefix = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{_prefix}session"
CSRF_COOKIE_NAME = f"{_prefix}csrf"
DEVICE_COOKIE_NAME = f"{_prefix}device"
SCREEN_COOKIE_NAME = f"{_prefix}screen"  # and its kind: a paired screen of ours
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_ENGINE = "django.contrib.sessions.backends.db"
OVERBOOKING_ALPHA = float(os.environ.get("BEDSIDE_OVERBOOKING_ALPHA", "0.15"))
IDLE_STAFF_MINUTES = int(os.environ.get("BEDSIDE_IDLE_STAFF_MINUTES", "15"))
IDLE_PATIENT_MINUTES = int(os.environ.get("BEDSIDE_IDLE_PATIENT_MINUTES", "20"))
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_SSL_REDIRECT = False  # the proxy in front does that; docs/running.md
PROXIES = os.environ.get("BEDSIDE_PROXIES", "").split()  # whose word about the visitor's address and https is believed
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

# Sign-in. The library's own rooms; the pages are ours (access/jinja2). docs/decisions tells which limit fires when.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["bedside.access.passwords.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "bedside.access.passwords.LongEnough"},
    {"NAME": "bedside.access.passwords.NotEasyToGuess"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
STEP_UP_MINUTES = 5

ACCOUNT_ADAPTER = "bedside.access.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = STEP_UP_MINUTES * 60
ACCOUNT_FORMS = {
    "login": "bedside.access.forms.SignIn",
    "signup": "bedside.access.forms.Join",
    "confirm_email_verification_code": "bedside.access.forms.JoinCode",
    "add_email": "bedside.access.forms.NewAddress",
    "reset_password": "bedside.access.forms.ForgottenPassword",
    "confirm_password_reset_code": "bedside.access.forms.ForgottenPasswordCode",
    "reset_password_from_key": "bedside.access.forms.NewPassword",
    "change_password": "bedside.access.forms.OtherPassword",
    "set_password": "bedside.access.forms.FirstPassword",
    "reauthenticate": "bedside.access.forms.PasswordAgain",
}
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "10/15m/key",  # codes of the second step only; passwords are access/throttle.py
    "signup": "30/m/ip",
    "reset_password": "30/m/ip,5/15m/key",
    "reset_password_from_key": "30/m/ip",
    "reauthenticate": "10/m/user",
}
USERSESSIONS_ADAPTER = "bedside.access.adapter.SessionsAdapter"
MFA_ADAPTER = "bedside.access.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "bedside.access.forms.SecondStep",
    "reauthenticate": "bedside.access.forms.SecondStepAgain",
    "login_webauthn": "bedside.access.forms.PasskeySignIn",
    "authenticate_webauthn": "bedside.access.forms.PasskeyStep",
    "reauthenticate_webauthn": "bedside.access.forms.PasskeyAgain",
    "add_webauthn": "bedside.access.forms.NewPasskey",
    "edit_webauthn": "bedside.access.forms.PasskeyName",
    "activate_totp": "bedside.access.forms.AppCode",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE and urlsplit(PUBLIC_URL).hostname in {"localhost", "127.0.0.1"}
MFA_TOTP_TOLERANCE = 1  # a code may be one step old or early; forms.SecondStep still takes each only once
ALLAUTH_TRUSTED_PROXY_COUNT = 0  # the server itself has put the visitor's address in the place of a proxy's
AXES_HANDLER = "bedside.access.throttle.Throttle"
AXES_LOCKOUT_CALLABLE = "bedside.access.views.please_wait"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "bedside.access.throttle.network_of"
AXES_VERBOSE = AXES_ENABLE_ADMIN = False

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if ON_SQLITE
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "access_remembered"}
}
INCOMING_SECRET = os.environ.get("BEDSIDE_INCOMING_SECRET", "")  # with it providers hand in messages; empty: no door
CHAT_SITES = origins(os.environ.get("BEDSIDE_CHAT_SITES", ""))  # the clinic's own: a chat may stand there in a frame
QUIET_HOURS = tuple(os.environ.get("BEDSIDE_QUIET_HOURS", "21:00 08:00").split())
# Hours before a visit at which a patient is reminded; and, where it is true, what a missed visit costs ("£30").
REMINDERS = [int(hours) for hours in os.environ.get("BEDSIDE_REMINDERS", "72 24").split()]
MISSED_VISIT_COSTS = os.environ.get("BEDSIDE_MISSED_VISIT_COSTS", "")
# Messages to patients leave through this (smtp://name:password@host:587?starttls), or stay in the built-in outbox.
MAIL_GATEWAY = os.environ.get("BEDSIDE_MAIL_GATEWAY", "")
MAILBOX = os.environ.get("BEDSIDE_MAILBOX", "")  # e-mails come in here: imaps://name:password@host/INBOX
MAIL_REPLY_TO = os.environ.get("BEDSIDE_MAIL_REPLY_TO", "")  # answers go to name+token@host of it
ANSWERS_IN_FULL = _yes("BEDSIDE_ANSWERS_IN_FULL")  # an answer without a word about health may stand in a message
FILE_SCANNER = os.environ.get("BEDSIDE_FILE_SCANNER", "")  # ClamAV: clamd://host:3310, clamd:///run/clamav/clamd.ctl
MAIL_CHECKED_BY = os.environ.get("BEDSIDE_MAIL_CHECKED_BY", "")  # whose Authentication-Results count
# twilio://ACCOUNT:TOKEN@api.twilio.com?from=+44…, or any provider's own address with the names of its fields behind #.
SMS_GATEWAY = os.environ.get("BEDSIDE_SMS_GATEWAY", "")
VOICE_GATEWAY = os.environ.get("BEDSIDE_VOICE_GATEWAY", "")
DESK_PHONE = os.environ.get("BEDSIDE_DESK_PHONE", "")  # where calls to the provider's number ring: +44… or sip:…
GATEWAY_SECONDS = float(os.environ.get("BEDSIDE_GATEWAY_SECONDS", "20"))
WRITER_URL = os.environ.get("BEDSIDE_WRITER_URL", "")  # OpenAI's chat completions (https://…/v1) make a draft easier
WRITER_MODEL = os.environ.get("BEDSIDE_WRITER_MODEL", "")
WRITER_KEY = os.environ.get("BEDSIDE_WRITER_KEY", "")
WRITER_SECONDS = float(os.environ.get("BEDSIDE_WRITER_SECONDS", "15"))
DICTATION = os.environ.get("BEDSIDE_DICTATION", "")  # the clinic's own speech-to-text: a command, or unix:/a/socket
STUN = os.environ.get("BEDSIDE_STUN", "")  # how two browsers find each other, and the secret shared with the relay
TURN = os.environ.get("BEDSIDE_TURN", "")
TURN_SECRET = os.environ.get("BEDSIDE_TURN_SECRET", "")
# Letters about signing in go the same way; without a gateway they are kept as files, for whoever runs the house.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "letters"
if MAIL_GATEWAY:
    EMAIL_BACKEND = "bedside.inbox.gateways.mail.ThroughTheGateway"
DEFAULT_FROM_EMAIL = os.environ.get("BEDSIDE_MAIL_FROM", "clinic@localhost")
