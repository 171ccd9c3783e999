"""Settings of the site that Hoshin is measured beside: no middleware at all, Django REST framework nearly as it comes."""

from config import settings as served

globals().update({name: getattr(served, name) for name in dir(served) if name.isupper()})

ROOT_URLCONF = "benchmarks.peers.views"
MIDDLEWARE = []
REST_FRAMEWORK = {
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "COERCE_DECIMAL_TO_STRING": False,
}
