"""Contracts to begin from, by trade: whole but for the parties, executable, and clean under our own linter (RULES §6)."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any
from uuid import UUID

from tradeward.domain import contract, days, decidability, decision, money, wording
from tradeward.domain.contract import Contract
from tradeward.domain.policy import Policy
from tradeward.domain.refusals import NotFound, RuleBroken

_NOBODY = {"buyer": str(UUID(int=1)), "supplier": str(UUID(int=2))}
"""In the place of the parties, which a template leaves to its user."""
_KEYS = {"title", "says", "lead_days", "contract"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template: `body` is a contract without parties and ship date, which lies `lead_days` ahead."""

    name: str
    title: str
    says: str
    lead_days: int
    body: dict[str, Any]

    def contract(self, *, at: datetime) -> dict[str, Any]:
        """The contract to begin from at `at`, with a ship date and without parties."""
        today = days.day_of(at=at, zone=days.zone(self.body["ship_zone"]))
        return {**self.body, "ship_date": (today + timedelta(days=self.lead_days)).isoformat()}


@cache
def names() -> tuple[str, ...]:
    """The templates there are, by the names of their files."""
    folder = resources.files("tradeward.domain").joinpath("data", "templates")
    return tuple(sorted(one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml")))


@cache
def named(*, name: str) -> Template:
    """The template of this name. Refuses: NotFound (none), RuleBroken (a file that is no executable contract)."""
    if name not in names():
        raise NotFound(f"There is no template {name!r}; there are {', '.join(names())}.")
    file = resources.files("tradeward.domain").joinpath("data", "templates", f"{name}.toml")
    return read(name=name, text=file.read_text(encoding="utf-8"))


def read(*, name: str, text: str) -> Template:
    """The template that `text` writes down. Refuses: RuleBroken (what is missing, strange, or keeps it from being signed)."""
    told = tomllib.loads(text)
    if told.keys() != _KEYS:
        raise RuleBroken(f"{name}: a template has the keys {', '.join(sorted(_KEYS))}", field=name)
    found = Template(
        name=name, title=told["title"], says=told["says"], lead_days=told["lead_days"], body=told["contract"]
    )
    agreed = as_contract(found, body={**found.body, "ship_date": date(2027, 1, 4).isoformat()})
    if faults := contract.not_executable(agreed):
        raise RuleBroken(*(f"{name}: {fault}" for fault in faults), field=name)
    if (bp := decidability.basis_points(agreed)) < money.BASIS:
        raise RuleBroken(f"{name}: only {bp} basis points of its value can be decided", field=name)
    return found


def as_contract(found: Template, *, body: dict[str, Any]) -> Contract:
    """The template's contract, read between two nobodies. Refuses: RuleBroken (what is not of its form)."""
    whole = {**body, **_NOBODY}
    agreed = contract.read(body=whole, policy=Policy.load("standard"))
    decision.agreed(body=whole, currency=agreed.currency, value_minor=agreed.value_minor)
    return agreed


def text(found: Template, *, at: datetime) -> str:
    """The template's contract in plain sentences."""
    return wording.text(as_contract(found, body=found.contract(at=at)))
