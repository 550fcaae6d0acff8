"""The web server's entry point. Its settings are production's, unless TRADEWARD_MODE says demo."""

import importlib
import os
import signal

from django.core.wsgi import get_wsgi_application

from tradeward.interfaces import boot, parts

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradeward.settings")
os.environ.setdefault("TRADEWARD_MODE", "production")
parts.end_with_parent(by=signal.SIGKILL)
boot.ready()
importlib.import_module("tradeward.urls")  # what cannot be imported is told now, not to the first who asks
application = get_wsgi_application()
