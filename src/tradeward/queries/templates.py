"""Contracts to begin from, by trade; everybody may read them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tradeward.domain import templates
from tradeward.domain.vocabulary import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template at an instant: `contract` lacks the parties alone, `text` says it in plain sentences."""

    name: str
    title: str
    says: str
    contract: dict[str, Any]
    text: str


def listed(viewer: Actor, *, at: datetime, name: str = "") -> list[Template]:
    """All templates, or the one of this name. Refuses: NotFound."""
    found = [templates.named(name=one) for one in ((name,) if name else templates.names())]
    return [
        Template(
            name=one.name, title=one.title, says=one.says, contract=one.contract(at=at), text=templates.text(one, at=at)
        )
        for one in found
    ]  # fmt: skip
