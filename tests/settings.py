"""What tests change: a fast hasher, local mail, no throttling, a fixed secret and a fixed day; they run as the database's owner."""

from datetime import date

from config import environment
from config import settings as served
from config.launcher import postgres

globals().update({name: getattr(served, name) for name in dir(served) if name.isupper()})

SECRET_KEY = "only-for-tests"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = served.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
THROTTLE_ANON = THROTTLE_TOKEN = 0
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # static files as they lie, nothing collected
AXES_ENABLED = False
LANGUAGE_CODE = "en"
HOSHIN_TODAY = date(2026, 5, 15)
WHY_NO_DEMO = ""  # the database that tests are given is no sign of a site

APP_ROLE_URL, OWNER_URL = postgres.known_urls(served.HOSHIN_DATA)  # as hoshin_app: what the web may not do
DATABASES = served.DATABASES | {"default": environment.database(OWNER_URL)}
