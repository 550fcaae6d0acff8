"""A story on its stage: each act of a story file becomes one thing somebody does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tradeward.domain.refusals import Refusal, RuleBroken
from tradeward.interfaces.cli import stage, story_file

Said = dict[str, Any]


@dataclass(slots=True)
class Story:
    """A story as it is played: its stage, its orders and disputes by the names the file gives them."""

    title: str
    stage: stage.Stage
    acts: list[Said]
    orders: dict[str, UUID] = field(default_factory=dict)
    disputes: dict[str, UUID] = field(default_factory=dict)
    buyers: dict[str, str] = field(default_factory=dict)
    suppliers: dict[str, str] = field(default_factory=dict)

    def play(self) -> Iterator[Said]:
        """Play act by act; each is handed out when it is done. Refuses: an act that the product refuses, told with its number."""
        for number, said in enumerate(self.acts, 1):
            try:
                self._play(said)
            except Refusal as refusal:
                raise RuleBroken(
                    f"act {number} ({said.get('does', '?')}): {refusal}", field=f"act[{number}]"
                ) from refusal
            yield said

    def _play(self, said: Said) -> None:
        rest = dict(said)
        if "on" in rest:
            self.stage.on(story_file.day_or_instant(rest.pop("on"), "on"))
        does = rest.pop("does", "")
        act = ACTS.get(does)
        if act is None:
            raise RuleBroken(f"does = {does!r} is not one of {', '.join(sorted(ACTS))}", field="does")
        who, order = rest.pop("who", ""), rest.pop("order", "")
        if who and who not in self.stage.people:
            raise RuleBroken(f"who = {who!r} is not in the cast", field="who")
        if does != "offer" and order not in self.orders:
            raise RuleBroken(f"order = {order!r} was never offered", field="order")
        try:
            act(self, who, order, **rest)
        except TypeError as wrong:
            raise RuleBroken(f"{does}: {_keys(wrong)}", field=does) from None


def _keys(wrong: TypeError) -> str:
    """What is missing or unknown, without Python's own words around it."""
    return str(wrong).split("() ")[-1].replace("argument", "key")


def open_on_stage(told: Said, *, name: str) -> Story:
    """Put the cast of a story on a fresh stage."""
    on = stage.Stage(at=stage.instant(story_file.day_or_instant(told["start"], "start")), name=name)
    cast = told["cast"]
    for buyer in cast.get("buyers", []):
        on.buyer(buyer)
    for supplier in cast.get("suppliers", []):
        on.supplier(supplier["name"], limit=supplier.get("limit"))
    for inspector in cast.get("inspectors", []):
        on.inspector(inspector)
    if told.get("fund"):
        on.fund(told["fund"])
    return Story(told["title"], on, told["act"])


def _offer(story: Story, who: str, order: str, *, buyer: str, **changes: Any) -> None:
    made = story.stage.offer(buyer=buyer, supplier=who, **changes)
    story.orders[order], story.buyers[order], story.suppliers[order] = made, buyer, who


def _sign(story: Story, who: str, order: str, *, cover: str | None = None) -> None:
    story.stage.sign(story.orders[order], who, cover=cover)


def _pay(story: Story, who: str, order: str, *, instalment: int, amount: str | None = None, bank_id: str = "",
         value_on: str | None = None) -> None:  # fmt: skip
    day = date.fromisoformat(value_on) if value_on else None
    story.stage.pay(story.orders[order], instalment=instalment, amount=amount, bank_id=bank_id, payer=who, value_on=day)


def _inspect(story: Story, who: str, order: str, *, readings: list[str]) -> None:
    story.stage.inspect(story.orders[order], inspector=who, buyer=story.buyers[order], readings=readings)


def _ship(story: Story, who: str, order: str, *, kind: str = "on_board", day: str | None = None, lot: int = 1) -> None:
    shown = date.fromisoformat(day) if day else None
    story.stage.ship(story.orders[order], who, kind=kind, day=shown, lot=lot)


def _receive(story: Story, who: str, order: str) -> None:
    story.stage.move(story.orders[order], who, "receive", document="customs declaration", cleared_at=story.stage.at)


def _dispute(story: Story, who: str, order: str, *, grounds: list[str], remedy: str, amount: str | None = None) -> None:
    story.disputes[order] = story.stage.dispute(story.orders[order], who, *grounds, remedy=remedy, amount=amount)


def _rule(story: Story, who: str, order: str, **departures: Any) -> None:
    story.stage.rule(story.disputes[order], officer=who, second=None, **departures)


def _countersign(story: Story, who: str, order: str) -> None:
    story.stage.say(story.disputes[order], who, "countersign", tie="none")


def _offer_settlement(story: Story, who: str, order: str, *, amount: str) -> None:
    story.stage.offer_settlement(story.disputes[order], who, amount=amount)


def _rule_appeal(story: Story, who: str, order: str, **departures: Any) -> None:
    story.stage.say(story.disputes[order], who, "take_appeal", tie="none")
    story.stage.say(story.disputes[order], who, "rule_appeal", **departures)


def _pay_debt(story: Story, who: str, order: str, *, amount: str) -> None:
    story.stage.pay_debt(story.orders[order], supplier=who, amount=amount)


def _wait(story: Story, who: str, order: str) -> None:
    story.stage.on(story.stage.at + timedelta())


def _of_order(verb: str) -> Callable[..., None]:
    def act(story: Story, who: str, order: str, **said: Any) -> None:
        story.stage.move(story.orders[order], who, verb, **said)

    return act


def _of_dispute(verb: str) -> Callable[..., None]:
    def act(story: Story, who: str, order: str, **said: Any) -> None:
        story.stage.say(story.disputes[order], who, verb, **said)

    return act


ACTS: dict[str, Callable[..., None]] = {
    "offer": _offer,
    "sign": _sign,
    "pay": _pay,
    "inspect": _inspect,
    "ship": _ship,
    "receive": _receive,
    "dispute": _dispute,
    "offer_settlement": _offer_settlement,
    "rule": _rule,
    "countersign": _countersign,
    "rule_appeal": _rule_appeal,
    "pay_debt": _pay_debt,
    "wait": _wait,
    **{verb: _of_order(verb) for verb in ("declare_ready", "approve", "waive", "accept", "withdraw")},
    **{verb: _of_order(verb) for verb in ("walk_away", "give_up", "call_off")},
    **{verb: _of_dispute(verb) for verb in ("answer", "settle", "escalate", "appeal")},
    "withdraw_claim": _of_dispute("withdraw"),
}
"""What a story can tell: the words for `does`."""
