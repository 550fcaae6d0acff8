"""Where everything is: the API under /api/v1/."""

from django.urls import path

from tradeward.interfaces.api.app import api

urlpatterns = [path("api/v1/", api.urls)]
