"""Django's settings, read from the environment; the README lists every variable."""

from datetime import timedelta

import pghistory
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import clock, environment
from config.launcher import postgres

# What runs

BASE_DIR = environment.ROOT
HOSHIN_DATA = environment.data_folder()
HOSHIN_DEMO = environment.demo()
HOSHIN_DEMO_PUBLIC = environment.flag("HOSHIN_DEMO_PUBLIC", default=False)
WHY_NO_DEMO = environment.why_no_demo()
HOSHIN_TODAY = environment.day("HOSHIN_TODAY", default="2026-05-15" if HOSHIN_DEMO else "")
CLOCK = clock.today  # apps may not import config: they ask settings.CLOCK(zone) what day it is

HOST = environment.host(demo=HOSHIN_DEMO)
HTTPS = environment.flag("HTTPS", default=False)
DEBUG = environment.flag("DEBUG", default=False)
SECRET_KEY = environment.secret_key(HOSHIN_DATA, host=HOST, demo=HOSHIN_DEMO)
ALLOWED_HOSTS = environment.allowed_hosts(HOST)
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")

# Applications

INSTALLED_APPS = [
    "indicators",
    "measures",
    "plans",
    "plans.apps.PlanningAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "pghistory",
    "pgtrigger",
    "rest_framework",
]

MIGRATION_MODULES = {"knox": None}  # tokens are plans.ApiToken; its own table would only stand about

MIDDLEWARE = [
    "config.busy.BusyMiddleware",
    "plans.middleware.PublicReading",
    "plans.caching.strangers.CachedResponses",  # what it keeps has been through all the others
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.health.HealthMiddleware",
    "plans.middleware.CleanAddresses",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "plans.middleware.LanguageMiddleware",
    "plans.middleware.ConditionalReads",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "plans.access.demo_accounts.DemoAwareAuthentication",
    "plans.middleware.PrivateAnswers",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES_FROM = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("plans.text.template_lines.Loader", TEMPLATES_FROM)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Database: hoshin_app serves, hoshin_owner changes the schema; with DATABASE_URL alone one role does both

DATABASES = {
    "default": postgres.within_limits(environment.database(postgres.url_for_this_command(HOSHIN_DATA))),
}
APP_ROLE = environment.database(postgres.known_urls(HOSHIN_DATA)[0])["USER"]  # whom `grant_access` gives its rights
if environment.text("DATABASE_REPLICA_URL"):  # a second connection; no reads are sent there by themselves yet
    replica = environment.database(environment.text("DATABASE_REPLICA_URL"), "DATABASE_REPLICA_URL")
    DATABASES["replica"] = postgres.within_limits(replica) | {"TEST": {"MIRROR": "default"}}

# History: each event row carries its own context (who, why), so that it stays whole and append-only

PGHISTORY_LEVEL = pghistory.Statement
PGHISTORY_CREATED_AT_FUNCTION = "(SELECT plans_stamp())"
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField()
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="events", related_query_name="event", db_index=True)
PGHISTORY_ADMIN_ALL_EVENTS = False

# Who signs in, and how

AUTH_USER_MODEL = "plans.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
AUTH_PASSWORD_VALIDATORS.append({"NAME": "plans.access.passwords.NotMadeOfTheAccount"})
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # a stranger elsewhere cannot lock an owner out
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"

# Cookies, headers, content

SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes come over plain HTTP
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # the entry grid of a whole office is one form

# Languages and time

LANGUAGE_CODE = environment.text("LANGUAGE_CODE", "ja")
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = environment.text("TIME_ZONE", "Asia/Tokyo")
USE_TZ = True

# What one process keeps for itself, and what all processes count together

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
REQUESTS_COUNTED, LINKS_COUNTED = HOSHIN_DATA / "requests", HOSHIN_DATA / "links"

KEPT_ANSWERS = environment.whole_number("KEPT_ANSWERS_MB", 128, top=100_000) * 1_000_000  # bytes in each web process

# Files and mail

STATIC_URL = "static/"
STATIC_ROOT = HOSHIN_DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "plans.database.stored_files.ShortNames",
        "OPTIONS": {
            "location": HOSHIN_DATA / "files",
            "file_permissions_mode": 0o600,  # other accounts of the machine read neither evidence nor letters
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if environment.text("EMAIL_URL"):
    globals().update(environment.mail(environment.text("EMAIL_URL")))
else:
    EMAIL_BACKEND = "config.outbox.PrivateOutbox"
    EMAIL_FILE_PATH = HOSHIN_DATA / "outbox"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.sender()

# What goes wrong is told on standard error; a page that is not there is not an error

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "in_one_line": {"()": "config.log.InOneLine"},
        "with_reference": {"()": "config.log.WithReference"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["in_one_line", "with_reference"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}, "waitress.queue": {"level": "ERROR"}},
}

# REST

THROTTLE_ANON = environment.whole_number("THROTTLE_ANON", 600, top=1_000_000)
THROTTLE_TOKEN = environment.whole_number("THROTTLE_TOKEN", 6000, top=1_000_000)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "plans.access.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["plans.rest.access.ReadersAndWriters"],
    "DEFAULT_THROTTLE_CLASSES": ["plans.access.throttling.PerMinute"],
    "DEFAULT_RENDERER_CLASSES": ["plans.rest.exact_json.ExactJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["plans.rest.exact_json.ExactJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "plans.rest.formats.FormatNegotiation",
    "DEFAULT_SCHEMA_CLASS": "plans.rest.schema.CollectionSchema",
    "EXCEPTION_HANDLER": "plans.rest.problems.problem_handler",
    "COERCE_DECIMAL_TO_STRING": False,
    "NUM_PROXIES": 0,  # who asks is what the server says, which knows whom to believe (TRUSTED_PROXY)
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
KNOX_TOKEN_MODEL = "plans.ApiToken"  # noqa: S105  a model, no secret
REST_KNOX = {"TOKEN_MODEL": KNOX_TOKEN_MODEL, "AUTH_HEADER_PREFIX": "Token", "TOKEN_TTL": None}
SPECTACULAR_SETTINGS = {
    "TITLE": "Hoshin",
    "DESCRIPTION": "A university's strategic plans: promises, measures, indicators, and what they say.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "POSTPROCESSING_HOOKS": ["plans.rest.schema.add_problems"],
    "COMPONENT_NO_READ_ONLY_REQUIRED": True,  # ?fields= may leave any field out
}
