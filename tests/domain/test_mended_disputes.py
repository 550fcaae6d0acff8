"""The same facts are not disputed twice, whatever the remedy and however the claim is made (RULES §5)."""

import pytest

from tests.memory import World
from tradeward.domain.refusals import OutOfTurn, RuleBroken

PLAN = [(3000, "signing", 7, "on_capture"), (7000, "shipped", 14, "on_acceptance")]
NOTHING = {"outcome": "dismissed", "reasons": {"outcome": "Nothing of it."}}


def late(world, **more):
    """Paid for, and not shipped by 1 May."""
    trade = world.signed(world.supplier(limit="20000.00"), plan=PLAN, **more)
    trade.credit("3000.00", 1)
    world.on("2027-05-03")
    return trade


def failed(world):
    """Inspected and found bad."""
    trade = world.signed(world.supplier(limit="20000.00"), plan=PLAN)
    trade.credit("3000.00", 1)
    trade.failed()
    return trade


def dismissed(trade, ground, remedy):
    trade.dispute(ground, remedy=remedy)
    trade.world.after(days=8)
    trade.ruled(**NOTHING)
    trade.world.after(days=8)
    assert trade.dispute_row.outcome == "dismissed"


@pytest.mark.parametrize("after", ["cancel", "keep", "refuse"])
@pytest.mark.parametrize("before", ["cancel", "keep"])
def test_a_dismissal_counts_for_every_remedy(before, after):
    """R5.2: asking for something else does not make the same facts new."""
    trade = late(World())
    dismissed(trade, "ship_date", before)
    with pytest.raises(OutOfTurn, match="ship_date was decided before on the same facts"):
        trade.dispute("ship_date", remedy=after)


def test_an_added_ground_is_looked_at_as_one_that_opens():
    """R5.2: what was dismissed does not come back through another claim."""
    trade = late(World())
    dismissed(trade, "ship_date", "cancel")
    trade.ready()
    trade.book()
    trade.report("9.0", "10.0")
    trade.dispute("quality", remedy="keep")
    with pytest.raises(OutOfTurn, match="ship_date was decided before on the same facts"):
        trade.says("add_ground", "buyer", ground="ship_date")
    assert trade.dispute_row.grounds == ["quality"]


@pytest.mark.parametrize("ground", ["packaging", "documents", "colour", None, ""])
def test_only_a_ground_that_the_policy_covers_is_added(ground):
    """R5.1, S3: packaging and documents are covered where policy says so."""
    world = World(covered_grounds=("ship_date", "quality", "quantity"))
    trade = late(world)
    trade.dispute("ship_date")
    with pytest.raises(RuleBroken, match="is not one of ship_date, quality, quantity") as refused:
        trade.says("add_ground", "buyer", ground=ground)
    assert (refused.value.field, trade.dispute_row.grounds) == ("ground", ["ship_date"])


def test_what_was_withdrawn_rests_a_week_without_news():
    """R5.2: a claim that is opened and withdrawn by turns would keep the money frozen."""
    world = World()
    trade = late(world)
    trade.dispute("ship_date", remedy="cancel")
    trade.says("withdraw", "buyer")
    for remedy in ("cancel", "keep"):
        with pytest.raises(OutOfTurn, match="claim it again on news, or from 2027-05-10 08:00 UTC"):
            trade.dispute("ship_date", remedy=remedy)
    world.on("2027-05-10")
    assert trade.dispute("ship_date", remedy="cancel").state == "open"


def test_what_was_withdrawn_is_claimed_again_on_a_new_report():
    """R5.2: the facts changed, so nothing waits."""
    world = World()
    trade = failed(world)
    trade.dispute("quality", remedy="keep")
    trade.says("withdraw", "buyer")
    with pytest.raises(OutOfTurn, match="quality was claimed and withdrawn"):
        trade.dispute("quality", remedy="refuse")
    trade.move(trade.inspection(), "rework", "buyer")
    world.after(hours=1)
    trade.failed()
    assert trade.dispute("quality", remedy="refuse").state == "open"


def test_another_ship_date_that_is_missed_is_news():
    """R5.2, R4.12: a storm moved the day after the claim was given up, and the later day passed too."""
    world = World()
    trade = late(world, force_majeure={"notice_days": "7"})
    trade.dispute("ship_date", remedy="cancel")
    trade.says("withdraw", "buyer")
    trade.fact("force_majeure", start="2027-05-01", end="2027-05-03", certificate="true", notice="2027-05-03")
    world.on("2027-05-06")
    assert trade.dispute("ship_date", remedy="cancel").state == "open"


def test_who_withdrew_may_still_reject_goods_that_failed():
    """R4.16: in silence the clock rejects too, and a claim given up before does not stop it."""
    world = World(rework_count=0)
    trade = failed(world)
    world.after(days=1)
    trade.dispute("quality", remedy="keep")
    trade.says("withdraw", "buyer")
    world.after(days=6)
    assert (trade.inspection().state, trade.dispute_row.remedy, trade.dispute_row.state) == (
        "rejected",
        "refuse",
        "open",
    )
