"""Templates over HTTP: contracts to begin a draft from."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from tradeward.interfaces.api import calling, shapes, telling
from tradeward.queries import templates as seen

router = Router(tags=["drafts"])


class Template(shapes.Told):
    """A contract by trade, executable as it stands: fill in the parties and what you agree on, and begin a draft with it."""

    name: str
    title: str
    says: str
    contract: dict[str, Any]
    text: str


class Templates(shapes.Told):
    """The templates there are."""

    items: list[Template]


@router.get("/templates", response=Templates, summary="List contract templates")
def listed(request: HttpRequest, name: Annotated[str, Field(pattern="^[a-z_]*$", max_length=40)] = ""):
    """All templates, or the one of a name, with the ship date that their lead time gives today."""
    viewer, at = calling.viewing(request)
    return {"items": [telling.told(one) for one in seen.listed(viewer, at=at, name=name)]}
