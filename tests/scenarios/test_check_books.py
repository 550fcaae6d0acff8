"""Check-books at work: beside the product, before a payday, after a change of policy (RULES §7, §9)."""

import io
import sys
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import plan
from tradeward.interfaces.cli import check_books
from tradeward.store import checking, models
from tradeward.usecases import books

DEPOSIT = plan((3000, "signing", "on_capture"), (7000, "inspection", "on_acceptance"))


def checked(world, at=None):
    """The outcome of a run at the story's instant."""
    return books.check(at=at or world.now)


def as_superuser(market, statement):
    with market.superuser() as database:
        database.execute("SET session_replication_role = replica")
        database.execute(statement)


def test_an_empty_market_is_green(world):
    """RULES §7: with the fund paid in and nothing traded, one supplier's journal is all there is."""
    found = checked(world)
    assert (found.findings, found.subjects, found.red) == ((), 1, False)


def test_a_market_with_everything_under_way_is_green(world):
    """RULES §9: an order on offer, one with money held, one paid out, a dispute, money nobody knows, a statement."""
    world.offered("offer")
    order = world.signed("lamps", plan=DEPOSIT, value="USD 4,000.00")
    order.pay(1)
    other = world.signed("chairs", plan=DEPOSIT, value="USD 2,000.00")
    other.pay(1, "USD 500.00")
    world.stage.credit(reference="no reference here", amount="12.34", currency="USD", payer=order.buyer)
    world.after(days=80)
    order.disputed("ship_date", remedy="cancel")
    world.stage.statement_day()
    found = checked(world)
    assert found.findings == ()
    assert found.subjects == len({"offer", "lamps", "chairs", "supplier", "credit"})


def test_red_stops_a_payout_and_the_next_green_run_makes_it(world, market):
    """RULES §9, R9.9: one payout batch a day; none while check-books is red. It goes when the books are green again."""
    order = world.signed(plan=DEPOSIT)
    order.pay(1)
    as_superuser(market, "UPDATE suppliers SET reserved_minor = reserved_minor + 1")
    (found,) = checked(world).findings
    assert (found.check, found.table) == ("counters = sums", "suppliers")
    world.after(days=3)
    assert world.balance("bank_out") == "USD 0.00"
    as_superuser(market, "UPDATE suppliers SET reserved_minor = reserved_minor - 1")
    assert checked(world).findings == ()
    world.after(hours=1)
    assert world.balance("bank_out") == "USD -2,940.00"
    assert checked(world).findings == ()


def test_a_new_policy_moves_no_deadline_behind_the_books_back(world):
    """RULES §3, §10: an order on offer keeps the deadline it was recorded with until somebody touches it."""
    world.offered()
    world.after(hours=1)
    world.stage.policy(offer_open_days=3)
    world.after(hours=1)
    assert checked(world).findings == ()


def test_it_runs_while_the_product_works(world):
    """DESIGN §4: one snapshot; whoever trades meanwhile is not in its way, and half of nothing is seen."""
    orders = [world.signed(f"lot {n}", plan=DEPOSIT, value="USD 300.00") for n in range(5)]
    found = []
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            found.extend(checked(world).findings)
        connection.close()

    auditor = threading.Thread(target=look)
    auditor.start()
    for order in orders:
        order.pay(1)
        order.ready()
    over.set()
    auditor.join()
    assert found == []


def test_the_number_of_statements_does_not_grow_with_the_orders(world):
    """DESIGN §3: orders are read by the page; only what is in an order's own journal costs more."""

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert checked(world).findings == ()
        return len(seen)

    world.signed("first", plan=DEPOSIT, value="USD 100.00")
    few = statements()
    for n in range(4):
        world.signed(f"order {n}", plan=DEPOSIT, value="USD 100.00")
    assert statements() == few


def test_progress_is_shown_on_a_terminal_only(world, monkeypatch):
    """Long work shows progress, and nothing where nobody looks."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", Terminal())
    with check_books._progress(quiet=False) as tell:
        books.check(at=world.now, tell=tell)
    assert "journals" in sys.stderr.getvalue()
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with check_books._progress(quiet=False) as tell:
        books.check(at=world.now, tell=tell)
    assert sys.stderr.getvalue() == ""


@pytest.mark.parametrize("findings", [0, 1001])
def test_a_run_is_written_down_with_its_first_thousand_findings(world, findings):
    """RULES §9: whoever asks why nothing was paid out finds the reasons."""
    one = checking.Finding("pot", "pots", "USD", "1", "2")
    checking.record(at=world.now, findings=[one] * findings)
    kept = models.BooksCheck.objects.latest("id")
    assert (kept.red, len(kept.findings), kept.at) == (findings > 0, min(findings, checking.KEPT), world.now)
