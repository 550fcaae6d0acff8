"""A story told: what happened to its orders, line by line, with the buyer's money at risk and what comes next."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tradeward.domain.money import Money
from tradeward.interfaces.cli.story import Story
from tradeward.queries import orders as seen

SAID = {
    ("order", "offer"): "offers a contract",
    ("order", "propose"): "proposes another version",
    ("order", "conclude"): "both have signed; the cover is reserved",
    ("order", "start"): "the deposit is there; making begins",
    ("order", "lapse"): "lets the order lapse",
    ("order", "declare_ready"): "declares the goods ready",
    ("order", "approve"): "approves the shipment",
    ("order", "waive"): "waives the inspection; quality cover ends",
    ("order", "receive"): "has the goods received",
    ("order", "accept"): "accepts; the order is closed",
    ("order", "walk_away"): "walks away",
    ("order", "give_up"): "gives the order up",
    ("order", "default"): "ends the order: the balance never came, buyer default",
    ("order", "forgo"): "ends the order: no inspection in thirty days, buyer default",
    ("order", "fail"): "ends the order: never shipped, non-delivery",
    ("order", "cancel"): "the order is cancelled",
    ("order", "refuse"): "the goods are refused",
    ("credit", "arrive"): "{currency} {amount} arrive at the bank",
    ("credit", "recall"): "the bank takes a credit back",
    ("instalment", "release"): "the instalment is released to the supplier",
    ("inspection", "report"): "reports the inspection",
    ("inspection", "pass"): "the inspection is passed; the gate is open",
    ("inspection", "fail"): "the inspection is failed; the gate stays shut",
    ("inspection", "rework"): "sends the goods back for rework",
    ("inspection", "reject"): "rejects the goods",
    ("shipment", "ship"): "ships, with the document that proves it",
    ("dispute", "open"): "opens a dispute",
    ("dispute", "answer"): "answers",
    ("dispute", "offer"): "offers a settlement",
    ("dispute", "settle"): "accepts the offer: settled",
    ("dispute", "withdraw"): "withdraws the dispute",
    ("dispute", "escalate"): "escalates the dispute",
    ("dispute", "rule"): "rules on the computed findings",
    ("dispute", "issue"): "the ruling is issued; paid first",
    ("dispute", "countersign"): "countersigns; paid first",
    ("dispute", "compute"): "issues the computed findings; paid first",
    ("dispute", "appeal"): "appeals",
    ("dispute", "rule_appeal"): "rules on the appeal",
    ("dispute", "stand"): "makes the ruling final",
    ("payment_out", "send"): "sends the money",
    ("recovery", "set_off"): "sets what the supplier has coming off his debt",
    ("recovery", "collect"): "the debt is collected",
    ("recovery", "write_off"): "writes the debt off",
    ("reservation", "free"): "frees the cover",
}
"""The words for a journal line; what is not here is not told."""
NEXT = {
    "lapse": "it lapses", "escalate": "it escalates by itself", "stand": "the ruling is final", "fall_due": "the debt is set off",
    "write_off": "the debt is written off", "fail": "non-delivery", "default": "buyer default", "accept": "it is accepted",
    "receive": "it counts as received", "release": "the instalment is released", "free": "the cover is freed",
    "forgo": "buyer default", "compute": "the computed findings are the ruling", "set_off": "the debt is set off",
}  # fmt: skip


RULED = {("dispute", "issue"), ("dispute", "countersign"), ("dispute", "compute")}
HEAD = f"{'when (UTC)':14}{'order':8}{'what happens':62}{'held':>10}{'covered':>10}{'not covered':>13}  next, if nobody acts"


class Teller:
    """Tells what is new in each order of a story since it was last asked."""

    def __init__(self, playing: Story) -> None:
        self.playing = playing
        self.told: dict[str, int] = {}

    def news(self) -> Iterator[str]:
        """One line for each new event worth telling; the last line of an order says where the money stands and what comes next."""
        for name, order_id in self.playing.orders.items():
            viewer, at = self.playing.stage.people[self.playing.buyers[name]], self.playing.stage.at
            events = seen.journal(viewer, order_id=order_id, at=at)
            fresh = [one for one in events[self.told.get(name, 0) :] if (one.noun, one.verb) in SAID]
            self.told[name] = len(events)
            lines = [self._line(name, one) for one in fresh]
            if lines:
                lines[-1] += self._standing(name)
            yield from lines

    def _line(self, name: str, event: Any) -> str:
        people = {str(actor.person_id): label.split(" (")[0] for label, actor in self.playing.stage.people.items()}
        who = people.get(event.person, "the clock" if event.by == "clock" else "")
        told = f"{who} {SAID[event.noun, event.verb].format(**event.said)}".strip()
        if (event.noun, event.verb) in RULED:
            ends = self.ends()
            told += f": {ends['refund']} back, {ends['not_covered']} not covered"
        return f"{event.at:%d %b %H:%M}  {name:7} {told:62}"

    def _standing(self, name: str) -> str:
        viewer, order_id, at = self._view(name)
        risk = seen.at_risk(viewer, order_id=order_id, at=at)
        currency = seen.currency(viewer, order_id=order_id, at=at)
        told = f"{_plain(risk.held, currency):>10}{_plain(risk.covered, currency):>10}{_plain(risk.not_covered, currency):>13}"
        for one in seen.deadlines(viewer, order_id=order_id, at=at):
            if one.verb in NEXT:
                return f"{told}  {one.at:%d %b %H:%M} {NEXT[one.verb]}"
        return told

    def _view(self, name: str) -> tuple[Any, Any, datetime]:
        return self.playing.stage.people[self.playing.buyers[name]], self.playing.orders[name], self.playing.stage.at

    def ledger(self) -> str:
        """The ledger of the first order, with the names of the story for its ids."""
        labels = {str(id): name for name, id in self.playing.orders.items()}
        labels |= {
            str(actor.organisation_id): name.split(" (")[0] for name, actor in self.playing.stage.people.items()
            if name in self.playing.suppliers.values()
        }  # fmt: skip
        first = str(next(iter(self.playing.orders.values())))
        return seen.ledger(self.playing.stage.people["operator"], labels=labels, subjects=[first])

    def ends(self) -> dict[str, str]:
        """How the first order ends: refund, what was not covered, debt, held and reserved."""
        return seen.ends(*self._view(next(iter(self.playing.orders))))


def _plain(minor: int, currency: str) -> str:
    return str(Money(minor, currency)).removeprefix(f"{currency} ")
