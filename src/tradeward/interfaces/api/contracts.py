"""Contracts in requests: by the domain's own table of what a contract says, whole or as far as it is drafted."""

from typing import Annotated, Any

from pydantic import WithJsonSchema

from tradeward.domain.saying.forms import CONTRACT
from tradeward.interfaces.api import forms
from tradeward.usecases.drafts import DRAFTED

Partial = Annotated[dict[str, Any], WithJsonSchema(forms.schema(DRAFTED))]
"""A contract of which anything may still be missing."""
Whole = Annotated[dict[str, Any], WithJsonSchema(forms.schema(CONTRACT))]


def plain(told: dict[str, Any]) -> dict[str, Any]:
    """A contract as it is hashed: the ids of its parties without their prefix."""
    return forms.plain_ids(CONTRACT, told)
