"""What every page knows without being told: who looks, where one can go from here, whether this is a demo."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

PLACES = (("/desk", _("Desk")), ("/orders", _("Orders")), ("/people", _("People")))
"""The places of the main navigation."""


def page(request: HttpRequest) -> dict[str, Any]:
    """A context processor."""
    looking = getattr(request, "looking", None)
    places = [
        {"address": address, "told": told, "here": request.path == address} for address, told in PLACES if looking
    ]
    return {"looking": looking, "places": places, "demo": settings.DEMO}
