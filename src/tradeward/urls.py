"""Where everything is: the API under /api/v1/, its pages under /api/, what watches the service, and the web application."""

from django.urls import path

from tradeward.interfaces.api import pages
from tradeward.interfaces.api.app import api
from tradeward.interfaces.watch import health
from tradeward.interfaces.web import urls as web

urlpatterns = [
    path("api/v1/", api.urls),
    path("api/docs", pages.docs, name="docs"),
    path("api/docs/<str:name>", pages.asset),
    path("api/problems/", pages.problems_listed),
    path("api/problems/<str:name>", pages.problem),
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("metrics", health.metrics),
    *web.urlpatterns,
    *web.account_patterns,
]
handler400 = "tradeward.interfaces.web.door.unreadable"
handler404 = "tradeward.interfaces.web.door.lost"
