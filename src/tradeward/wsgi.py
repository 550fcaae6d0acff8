"""The web server's entry point."""

import os

from django.core.wsgi import get_wsgi_application

from tradeward.interfaces import boot

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradeward.settings")
boot.ready()
application = get_wsgi_application()
