"""Money on pages is the ledger's: each figure says which one it is, and is reckoned again from the postings (RULES §7)."""

import re
from collections import defaultdict
from decimal import Decimal

import pytest
from django.db import connection

from tests.web.test_pages import addresses

_MONEY = re.compile(
    r'<data class="money" value="([^"]*)" data-query="([^"]*)" data-of="([^"]*)" data-currency="([^"]*)"'
)
_MOVED = (
    "SELECT coalesce(sum(p.minor), 0) FROM ledger.posting p JOIN ledger.entry e ON e.id = p.entry_id"
    " JOIN ledger.account d ON d.id = p.debit_id JOIN ledger.account c ON c.id = p.credit_id"
    " WHERE p.currency = %(currency)s AND "
)
_STANDS = "SELECT coalesce(sum(minor), 0) FROM ledger.balance WHERE currency = %(currency)s AND "
FIGURES = {
    "held": f"SELECT -({_STANDS} name = 'held:' || %(of)s)",
    "paid": f"{_MOVED} c.name = 'held:' || %(of)s",
    "released": f"{_MOVED} e.recipe = 'released' AND d.name = 'held:' || %(of)s",
    "refunded": f"{_MOVED} e.recipe = 'refunded' AND c.name = 'refund_due:' || %(of)s",
    "advanced": f"{_MOVED} e.recipe = 'refunded' AND c.name = 'refund_due:' || %(of)s AND d.name LIKE 'debt_supplier:%%'",
    "owed": (
        f"SELECT ({_MOVED} e.subject = %(of)s AND d.name LIKE 'debt_%%')"
        f" - ({_MOVED} e.subject = %(of)s AND c.name LIKE 'debt_%%')"
    ),
    "payable": f"SELECT -({_STANDS} name = 'payable:' || %(of)s)",
    "security": f"SELECT -({_STANDS} name = 'security:' || %(of)s)",
    "debt": f"{_STANDS} name = 'debt_supplier:' || %(of)s",
    "fund_cash": f"SELECT -({_STANDS} (name = 'fund' OR name LIKE 'debt_%%'))",
}
"""What a page's figure is in the ledger, in minor units; a page may show it in parts, which add up."""


@pytest.fixture(scope="module")
def shown(house, pages) -> dict[tuple[str, str, str, str], Decimal]:
    """Every figure of the ledger that some page shows: by page, query, whose and currency."""
    house.world.after(seconds=1)
    found: dict[tuple[str, str, str, str], Decimal] = defaultdict(Decimal)
    for name, (role, path) in addresses(pages).items():
        for value, query, of, currency in _MONEY.findall(pages.get(role, path).text):
            found[name, query, of, currency] += Decimal(value)
    return found


def test_every_figure_is_what_the_ledger_has(shown) -> None:
    """RULES §7: what a page says is there, is there."""
    for (page, query, of, currency), amount in shown.items():
        with connection.cursor() as cursor:
            cursor.execute(FIGURES[query], {"of": of, "currency": currency})
            (minor,) = cursor.fetchone()
        assert amount * 100 == minor, (page, query, of)


def test_every_figure_is_shown_somewhere(shown) -> None:
    """No query of the table is without a page, and no page names another."""
    assert {query for _, query, _, _ in shown} == set(FIGURES)
