"""The entry point for the web, ours or another one."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
gc.freeze()  # what is there by now stays: it need not be looked through each time that an answer makes many objects
