"""What a ruling's figures are reckoned from, and the reckoning: pure arithmetic in minor units of one currency (RULES §7)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Literal

from tradeward.domain import coverage
from tradeward.domain.coverage import Sources
from tradeward.domain.refusals import RuleBroken

CAPS: tuple[Literal["advance"], Literal["refund"]] = ("advance", "refund")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Every amount of a ruling beside its award: where the refund comes from, and what of the award nobody pays."""

    refund: int
    held: int
    security: int
    advance: int
    not_covered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How the order's money stood when a ruling was reckoned.

    `asked` is what the claim asks for, None for all; `refunded` and `returned` went back before, by claims and outside them.
    What this dispute has paid so far is `own` in all, and out of what `own_held`, `own_security`, `own_advance`.
    """

    asked: int | None
    paid: int
    held: int
    security: int
    cover: int
    advanced: int
    refunded: int
    returned: int
    own: int
    own_held: int
    own_security: int
    own_advance: int
    cap: Literal["advance", "refund"]

    def sources(self, *, award: int) -> Sources:
        """Where what is still due of an award comes from (RULES §7)."""
        return coverage.refund(
            asked=None if self.asked is None else self.asked - self.own,
            award=award,
            refunded=self.refunded,
            returned=self.returned,
            paid=self.paid,
            held=self.held,
            security=self.security,
            cover=self.cover,
            advanced=self.advanced,
            cap=self.cap,
        )

    def still_due(self, *, award: int) -> int:
        """What of an award, as far as it was asked for, has not gone back to the buyer yet, by claim or outside it."""
        due = award - self.refunded - self.returned
        if self.asked is not None:
            due = min(due, self.asked - self.own)
        return max(0, due)

    def figures(self, *, award: int, outcome: str) -> Figures:
        """The figures of a ruling: for a second one, with what the first has paid already (RULES §5, table; §7)."""
        found = self.sources(award=award)
        rest = max(0, self.held - found.held) if outcome in ("cancel", "refuse") else 0
        if outcome == "refuse":
            rest = min(rest, self.still_due(award=award) - found.total)
        back = self.refunded + self.returned + found.total + rest
        return Figures(
            refund=found.total + self.own,
            held=found.held + self.own_held,
            security=found.security + self.own_security,
            advance=found.fund + self.own_advance,
            not_covered=max(0, award - back),
        )

    def written(self) -> dict[str, str | None]:
        """The same in strings, as a ruling keeps it."""
        return {name: None if value is None else str(value) for name, value in asdict(self).items()}

    @classmethod
    def read(cls, said: Mapping[str, str | None]) -> "Room":
        """The room that `written` wrote. Refuses, by name: a figure that is missing, unknown or no whole number."""
        names = {one.name for one in fields(cls)}
        for name in sorted(names ^ set(said)):
            raise RuleBroken(f"room.{name} is {'missing' if name in names else 'unknown'}", field=f"room.{name}")
        cap = next((one for one in CAPS if one == said["cap"]), None)
        if cap is None:
            raise RuleBroken(f"room.cap is not one of {', '.join(CAPS)}", field="room.cap")
        return cls(**{name: _whole(name, said[name]) for name in names - {"cap"}}, cap=cap)  # type: ignore[arg-type]


def _whole(name: str, text: str | None) -> int | None:
    if text is None and name == "asked":
        return None
    if not isinstance(text, str) or not text.removeprefix("-").isdecimal():
        raise RuleBroken(f"room.{name} is no whole number of minor units", field=f"room.{name}")
    return int(text)
