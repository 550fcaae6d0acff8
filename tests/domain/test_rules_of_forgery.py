"""Where a file comes from, and what is asked back when it was forged (RULES §5)."""

import pytest

from tests.domain.orders_in_memory import late
from tests.memory import World
from tradeward.domain import evidence, postings, rows
from tradeward.domain.refusals import OutOfTurn, RuleBroken

WON = {"outcome": "dismissed", "reasons": {"outcome": "It was shipped."}}


@pytest.mark.parametrize("channel", evidence.CHANNELS)
@pytest.mark.parametrize("origin", ["", " ", "the mail with its headers"])
def test_every_channel_is_admissible_with_proof_of_origin(channel, origin):
    """R5.9: what was made here needs none."""
    if channel == "here" or origin.strip():
        evidence.admit_origin(channel=channel, origin=origin)
    else:
        with pytest.raises(RuleBroken, match="say what proves where it comes from"):
            evidence.admit_origin(channel=channel, origin=origin)


def test_an_unknown_channel_is_named():
    """R5.9: the list is closed, and has `other`."""
    with pytest.raises(RuleBroken, match="channel 'pigeon' is not one of here, e-mail"):
        evidence.admit_origin(channel="pigeon", origin="feathers")


def appealed(world):
    """10,000 released and 7,500 of it refunded by the fund; the supplier appeals. Each side has added a file."""
    trade = world.signed(world.supplier(limit="7500.00"), release="on_capture")
    trade.credit("3000.00", 1)
    trade.passed()
    trade.credit("7000.00", 2)
    late(world, trade)
    for n, side in enumerate(("buyer", "supplier")):
        trade.bundle.add(
            rows.Evidence(
                id=world.id("evidence"), order_id=trade.order.id, sha256=f"{n}" * 64, name="paper.pdf", media_type="a/b",
                size=1, by=side, organisation_id=trade.by(side).organisation_id, at=world.now,
            )
        )  # fmt: skip
    world.after(days=8)
    trade.ruled()
    trade.appeal("supplier")
    return trade


def forged(trade, n=0, reason="The stamp is another port's."):
    return {"forged": {str(trade.bundle.of(rows.Evidence)[n].id): reason}}


def test_the_buyer_keeps_what_a_reversal_finds_too_much():
    """R5.15: nobody forged anything."""
    trade = appealed(World())
    trade.appeal_ruled(**WON)
    assert [one.kind for one in trade.bundle.of(rows.Recovery)] == ["advance"]


def test_the_buyer_repays_what_forged_evidence_has_won():
    """R5.15: 7,500 are his debt to the fund; it neither freezes the order nor is the supplier's, and paying it mends the fund."""
    world = World()
    trade = appealed(world)
    before = world.market.pot("USD").cash_minor
    trade.appeal_ruled(**WON, **forged(trade))
    advance, repay = trade.bundle.of(rows.Recovery)
    owed = world.purse.balance(postings.buyer_debt(trade.order.id), "USD")
    assert (advance.state, repay.kind, repay.debt_minor, repay.state, owed) == (
        "cancelled", "forged", 750000, "noticed", 750000,
    )  # fmt: skip
    assert list(trade.ruling.forged.values()) == ["The stamp is another port's."]
    assert (world.market.pot("USD").cash_minor, trade.bundle.supplier.supplier.overdue_count) == (before, 0)
    trade.credit("7500.00", debt=repay)
    assert (repay.state, world.market.pot("USD").cash_minor) == ("collected", before + 750000)


def test_forged_evidence_that_won_nothing_is_no_debt():
    """R5.15: without it the goods were as late, and the award is the same."""
    world = World()
    trade = appealed(world)
    trade.appeal_ruled(**forged(trade))
    assert [(one.kind, one.debt_minor) for one in trade.bundle.of(rows.Recovery)] == [("advance", 750000)]
    assert list(trade.ruling.forged.values()) == ["The stamp is another port's."]


def test_what_the_buyer_never_repays_is_the_funds_loss():
    """R5.15, R7.9: at 180 days, as any debt; cash stays what it was."""
    world = World()
    trade = appealed(world)
    trade.appeal_ruled(**WON, **forged(trade))
    repay, cash = trade.debt, world.market.pot("USD").cash_minor
    world.after(days=179)
    assert repay.state == "noticed"
    world.after(days=2)
    assert (repay.state, repay.written_off_minor, world.market.pot("USD").cash_minor) == ("written_off", 750000, cash)
    assert world.purse.balance(postings.buyer_debt(trade.order.id), "USD") == 0


@pytest.mark.parametrize(("n", "reason"), [(0, " "), (1, "The stamp is another port's.")])
def test_forged_is_a_file_of_the_buyers_with_a_reason(n, reason):
    """R5.15: neither the supplier's own file, nor without a reason."""
    trade = appealed(World())
    with pytest.raises(OutOfTurn, match="What is found forged are files that the buyer added"):
        trade.appeal_ruled(**WON, **forged(trade, n, reason))
