"""Whether there are people enough to judge: officers, or a named outside arbiter (RULES §5)."""

from dataclasses import dataclass
from datetime import datetime

from tradeward.domain.vocabulary import Actor
from tradeward.store import market, people


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """How many officers there are and must be, and the outside arbiters by name. Public, as the rules are."""

    officers: int
    needed: int
    arbiters: tuple[str, ...]
    founded: bool

    @property
    def complete(self) -> bool:
        """Whether new orders may be taken."""
        return bool(self.arbiters) or self.officers >= self.needed


def bench(viewer: Actor, *, at: datetime) -> Bench:
    """Who can rule and hear an appeal; `founded` says whether this installation has its operator already."""
    return Bench(
        officers=people.officers(), needed=market.policy_at(at=at).officers_min_count,
        arbiters=tuple(people.arbiters()), founded=people.operator_exists(),
    )  # fmt: skip
