"""People who do anything at any time: each act by a number, so that the same numbers play the same story."""

from collections.abc import Callable
from datetime import timedelta

from tests.memory import Trade, World, instant
from tradeward.domain import needs, rows
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.refusals import Refusal
from tradeward.domain.vocabulary import Actor, Role

OPERATOR = Actor(Role.OPERATOR, None, None)
BANK = Actor(Role.REACTION)
AMOUNTS = ("100.00", "400.00", "1000.00", "3000.00", "7000.00", "10000.00")
CONTRACTS = (
    {},
    {"release": "on_capture"},
    {"coverage": "post_delivery"},
    {"coverage": "none"},
    {"release": "on_shipment", "inspection_fee": "200.00"},
    {"plan": [
        (2000, "signing", 7, "on_capture"), (5000, "inspection", 14, "on_shipment"), (3000, "received", 14, "on_acceptance"),
    ]},
    {"plan": [(5000, "ready", 7, "on_capture"), (5000, "shipped", 7, "on_acceptance")], "coverage": "post_delivery",
     "late_ld": {"pct_per_day": "1", "cap_pct": "10"}},
    {"lots": [{"ship_date": "2027-04-01", "value": "4000.00"}, {"ship_date": "2027-05-01", "value": "6000.00"}],
     "late_ld": {"pct_per_day": "0.5", "cap_pct": "5"}},
    {"plan": [(10000, "inspection", 14, "on_acceptance")], "inspection_fee": "200.00", "inspection_fee_rule": "split"},
    {"coverage": "post_delivery", "plan": [(10000, "signing", 7, "on_capture")]},
)  # fmt: skip


def _credit(trade: Trade, n: int) -> None:
    instalments = trade.bundle.instalments
    if not instalments:
        raise Refusal("nothing is signed")
    part = instalments[n % len(instalments)]
    left = part.amount_minor - part.paid_minor - part.early_minor
    if part.state != "open" and n % 5:
        raise Refusal("not due yet")
    left = max(1, left)
    amount = trade.amount(left) if n % 7 else AMOUNTS[n % len(AMOUNTS)]
    trade.credit(amount, part.number, payer="stranger" if n % 11 == 3 else "", currency="EUR" if n % 13 == 5 else "")


def _no() -> None:
    raise Refusal("not today")


def _pay_debt(trade: Trade, n: int) -> None:
    debt = trade.last(rows.Recovery)
    trade.credit(AMOUNTS[n % len(AMOUNTS)], debt=debt)


def _pay_fee(trade: Trade, n: int) -> None:
    trade.credit("200.00", reference=trade.last(rows.Inspection).reference)


def _recall(trade: Trade, n: int) -> None:
    credits = trade.bundle.of(rows.Credit)
    if not credits:
        raise Refusal("there is no credit")
    trade.move(credits[n % len(credits)], "recall", BANK, recall_id=f"R-{n}")


def _bounce(trade: Trade, n: int) -> None:
    """The bank returns a payment that was sent."""
    bundles = (trade.bundle, trade.bundle.supplier) if trade.world.bank_works else ()
    sent = [(bundle, one) for bundle in bundles for one in bundle.tables["payment_out"] if one.state == "sent"]
    if not sent:
        raise Refusal("nothing was sent")
    bundle, payment = sent[n % len(sent)]
    trade.world.move(bundle, payment, "return", BANK, returned="R")


def _dispute(trade: Trade, n: int) -> None:
    grounds = [("ship_date",), ("quality",), ("quantity",), ("ship_date", "quality")][n % 4]
    trade.dispute(
        *grounds, remedy=("cancel", "refuse", "keep")[n // 4 % 3], asked=(None, "400.00", "2500.00")[n // 12 % 3]
    )


def _suspend(trade: Trade, n: int) -> None:
    supplier = trade.bundle.supplier
    verb = "restore" if supplier.supplier.state == "suspended" else "suspend"
    cause = ("", "fraud")[n % 2]
    trade.world.move(supplier, supplier.supplier, verb, OPERATOR, reason="Seen.", cause=cause)


def _inspection(verb: str, side: str, **said) -> Callable[[Trade, int], None]:
    return lambda trade, n: trade.move(trade.last(rows.Inspection), verb, side, **said)


def _rule(trade: Trade, n: int) -> None:
    outcome = (None, "dismissed", "keep", "cancel")[n % 4]
    departure = {"outcome": outcome, "reasons": {"outcome": "Read the file."}} if outcome else {}
    if outcome == "keep":
        departure |= {"award": "700.00", "reasons": {"outcome": "Read.", "award": "Reckoned."}}
    verb = "rule_appeal" if trade.dispute_row.state == "appealed" else "rule"
    trade.says(verb, trade.officer(2 if verb == "rule_appeal" else 0), **departure)


def _amend(trade: Trade, n: int) -> None:
    dispute = trade.bundle.dispute
    settles = {"settles": str(dispute.id)} if dispute else {}
    kind, content = [
        ("ship_date", {"ship_date": "2027-06-15"}), ("price", {"value": "8000.00"}), ("price", {"value": "12000.00"}),
        ("split", {"to_supplier": "500.00"}),
    ][n % 4]  # fmt: skip
    trade.amended(kind, **content, **settles)


def _plan(trade: Trade, n: int) -> None:
    debt = trade.last(rows.Recovery)
    parts = [needs.owed(debt) // 2, needs.owed(debt) - needs.owed(debt) // 2]
    day = trade.world.now.date()
    plan = [{"due": (day + timedelta(days=30 * k)).isoformat(), "minor": part} for k, part in enumerate(parts, 1)]
    trade.move(debt, "plan", OPERATOR, approved_by="somebody", plan=plan)


def _renew(trade: Trade, n: int) -> None:
    trade.move(trade.last(rows.PaymentOut), "renew", OPERATOR)


ACTS: dict[str, Callable[[Trade, int], None]] = {
    "sign buyer": lambda trade, n: trade.sign("buyer"),
    "sign supplier": lambda trade, n: trade.sign("supplier"),
    "credit": _credit,
    "credit again": _credit,
    "credit more": _credit,
    "ready": lambda trade, n: trade.ready(),
    "book": lambda trade, n: trade.book(),
    "report good": lambda trade, n: trade.report(),
    "report bad": lambda trade, n: trade.report("9.0", "10.0"),
    "pay fee": _pay_fee,
    "report nothing": lambda trade, n: trade.move(trade.inspection(), "report", "inspector", report={"sample_size": 1}),
    "decline": _inspection("decline", "inspector"),
    "object": _inspection("object", "supplier", reason="He is my cousin."),
    "not presented": _inspection("not_presented", "inspector"),
    "rework": _inspection("rework", "buyer"),
    "reject": _inspection("reject", "buyer"),
    "waive": lambda trade, n: trade.waive() if n % 8 == 0 else _no(),
    "approve": lambda trade, n: trade.move(trade.order, "approve", "buyer") if n % 3 == 0 else _no(),
    "ship": lambda trade, n: trade.ship(lot=1 + n % len(trade.bundle.of(rows.Shipment) or [1])),
    "ship all": lambda trade, n: [trade.ship(lot=one.lot) for one in trade.bundle.of(rows.Shipment)] and None,
    "receive": lambda trade, n: trade.receive(),
    "contest": lambda trade, n: trade.move(trade.order, "contest", "supplier", reason="Another document."),
    "accept": lambda trade, n: trade.accept(),
    "count": lambda trade, n: trade.fact("count", quantity=("1000", "900")[n % 2]) if n % 6 == 0 else _no(),
    "dispute": _dispute,
    "dispute again": _dispute,
    "add ground": lambda trade, n: trade.says(
        "add_ground", "buyer", ground=("quality", "ship_date", "quantity")[n % 3]
    ),
    "answer": lambda trade, n: trade.answer(("contest", "accept", "cure")[n % 3]),
    "offer": lambda trade, n: trade.offer_settlement(("buyer", "supplier")[n % 2], AMOUNTS[n // 2 % len(AMOUNTS)]),
    "settle": lambda trade, n: trade.settle(("buyer", "supplier")[n % 2]),
    "inspect claim": lambda trade, n: trade.says("inspect", "buyer"),
    "withdraw claim": lambda trade, n: trade.says("withdraw", "buyer") if n % 3 == 0 else _no(),
    "escalate": lambda trade, n: trade.escalate(),
    "take": lambda trade, n: trade.take(),
    "ask": lambda trade, n: trade.says("ask", trade.officer(0), item="The log book", of="supplier"),
    "rule": _rule,
    "countersign": lambda trade, n: trade.countersign(),
    "send back": lambda trade, n: trade.says("send_back", trade.officer(1), tie="none", reason="Look again."),
    "appeal": lambda trade, n: trade.appeal(("buyer", "supplier")[n % 2]),
    "take appeal": lambda trade, n: trade.says("take_appeal", trade.officer(2), tie="none"),
    "rule appeal": _rule,
    "pay debt": _pay_debt,
    "recall": lambda trade, n: _recall(trade, n) if n % 5 == 0 else _no(),
    "bounce": _bounce,
    "renew": _renew,
    "amend": _amend,
    "withdraw amendment": lambda trade, n: trade.move(trade.last(rows.Amendment), "withdraw", "supplier"),
    "propose amendment": lambda trade, n: trade.amend("ship_date", "supplier", ship_date="2027-05-20"),
    "propose": lambda trade, n: trade.propose(("buyer", "supplier")[n % 2], value="9000.00"),
    "withdraw offer": lambda trade, n: trade.move(trade.order, "withdraw", "supplier") if n % 5 == 0 else _no(),
    "assign": lambda trade, n: trade.move(
        trade.inspection(), "assign", OPERATOR, inspector_id=trade.inspector.organisation_id
    ),
    "call": _inspection("call", "supplier"),
    "extend": lambda trade, n: trade.says("extend", trade.officer(0), item="The log book"),
    "close file": lambda trade, n: trade.says("close_file", trade.officer(0)),
    "plan": _plan,
    "match": lambda trade, n: trade.move(
        trade.last(rows.Credit),
        "match",
        OPERATOR,
        approved_by="somebody",
        reference=trade.bundle.instalments[0].reference,
    ),
    "send credit back": lambda trade, n: trade.move(trade.last(rows.Credit), "send_back", OPERATOR),
    "return early": lambda trade, n: trade.move(trade.last(rows.Instalment), "return_early", "buyer"),
    "walk away": lambda trade, n: trade.move(trade.order, "walk_away", "buyer") if n % 9 == 0 else _no(),
    "give up": lambda trade, n: trade.move(trade.order, "give_up", "supplier") if n % 9 == 0 else _no(),
    "call off": lambda trade, n: trade.move(trade.order, "call_off", "buyer") if n % 9 == 0 else _no(),
    "suspend": lambda trade, n: _suspend(trade, n) if n % 7 == 0 else _no(),
}
NAMES = tuple(ACTS)
DISPUTE_ACTS = tuple(
    "answer, offer, settle, settle, inspect claim, escalate, take, ask, extend, close file, rule, countersign, send back, appeal,"
    " take appeal, rule appeal, book, report bad, ship all, amend, credit, pay debt".split(", ")
)
TRIES = 8
"""How many acts somebody tries until one is not refused."""


def play(world: World, step: tuple[int, int, int, int]) -> bool:
    """Let the time of one step pass, then somebody tries something. False: it was refused."""
    hours, who, what, how = step
    world.on(world.now + timedelta(hours=hours))
    if not world.trades or (what == 0 and len(world.trades) < 3):
        supplier = (
            world.supplier(limit=("7500.00", "20000.00")[how % 2]) if not world.suppliers or how % 3 == 0 else None
        )
        supplier = supplier or list(world.suppliers.values())[0]
        trade = world.offer(supplier, **CONTRACTS[how % len(CONTRACTS)])
        for act in _prelude(trade)[: 2 + (how // 3 + who) % 12]:
            _try(act)
        return True
    trade = world.trades[who % len(world.trades)]
    world.catch_up(at=world.now, supplier_id=trade.order.supplier_id)  # who looks at an order sees it caught up
    if trade.bundle.dispute and how % 3:
        return any(
            _try(lambda name=name: ACTS[name](trade, how)) for name in _rotated(DISPUTE_ACTS, what)[: TRIES // 2]
        )
    names = [NAMES[(what + n * (1 + how)) % len(NAMES)] for n in range(TRIES)]
    return any(_try(lambda name=name: ACTS[name](trade, how)) for name in names)


def _prelude(trade: Trade) -> list[Callable[[], object]]:
    """How an order usually goes, up to a claim."""

    def paid() -> None:
        for one in [one for one in trade.bundle.instalments if one.state == "open"]:
            trade.credit(trade.amount(one.amount_minor), one.number)

    def later() -> None:
        trade.world.on(max(trade.world.now, instant("2027-05-03")))

    return [
        lambda: trade.sign("buyer"), lambda: trade.sign("supplier"), paid, trade.ready, trade.book,
        lambda: ACTS["pay fee"](trade, 0), lambda: trade.report(*(("10.0",), ("9.0", "10.0"))[trade.world.count % 2]), paid, later,
        lambda: trade.dispute("ship_date", remedy="cancel"), lambda: ACTS["ship all"](trade, 0),
        paid, trade.receive,
    ]  # fmt: skip


def _rotated(names: tuple[str, ...], start: int) -> list[str]:
    start %= len(names)
    return [*names[start:], *names[:start]]


def _try(act: Callable[[], object]) -> bool:
    try:
        act()
    except Refusal:
        return False
    return True


def orders(world: World) -> list[OrderBundle]:
    return [trade.bundle for trade in world.trades]
