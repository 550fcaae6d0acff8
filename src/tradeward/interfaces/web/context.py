"""What every page knows without being told: who looks, where one can go from here, whether this is a demo."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

PLACES = (
    ("/desk", _("Desk"), ""),
    ("/orders", _("Orders"), ""),
    ("/drafts", _("Drafts"), "buyer supplier"),
    ("/standing", _("Standing"), "supplier"),
    ("/office/suppliers", _("Suppliers"), "operator"),
    ("/office/inspectors", _("Inspectors"), "operator"),
    ("/office/money", _("Money and books"), "operator"),
    ("/office/tables", _("Tables"), "operator"),
    ("/people", _("People"), ""),
)
"""The places of the main navigation, with the roles that they are for; empty: all."""


def page(request: HttpRequest) -> dict[str, Any]:
    """A context processor."""
    looking = getattr(request, "looking", None)
    places = [
        {"address": address, "told": told, "here": request.path == address}
        for address, told, roles in PLACES
        if looking and (not roles or looking.actor.role in roles.split())
    ]
    here = translation.get_language()
    languages = [{"tag": tag, "name": name, "here": tag == here} for tag, name in settings.LANGUAGES]
    return {"looking": looking, "places": places, "demo": settings.DEMO, "languages": languages}
