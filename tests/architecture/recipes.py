"""docs/reference/recipes.md, written from domain/postings.py; `python -m tests.architecture.recipes` writes it."""

import inspect
from pathlib import Path
from typing import Any
from uuid import UUID

from tradeward.domain import postings
from tradeward.domain.entries import Entry

PAGE = Path(__file__).parents[2] / "docs/reference/recipes.md"
_ORDER, _SUPPLIER = UUID(int=1), UUID(int=2)
_HEAD = """# Recipes: every movement of money

Written from `src/tradeward/domain/postings.py`; a test compares the two. Each recipe writes one entry of one or more rows; a
row debits its first account and credits its second by the same amount, and a row of 0 is left out. What the accounts are for
and how to audit them: [ledger.md](ledger.md).

| recipe | when | rows (debit → credit) |
|---|---|---|
"""


def page() -> str:
    """The page as it should be."""
    lines = [_line(function) for name, function in vars(postings).items() if _is_recipe(name, function)]
    return _HEAD + "\n".join(lines) + "\n"


def _is_recipe(name: str, function: Any) -> bool:
    return (
        inspect.isfunction(function) and not name.startswith("_") and "cause" in inspect.signature(function).parameters
    )


def _line(function: Any) -> str:
    entry: Entry = function(**{name: _sample(name) for name in inspect.signature(function).parameters})
    rows = "<br>".join(f"`{_shown(row.debit)}` → `{_shown(row.credit)}`" for row in entry.rows)
    return f"| `{entry.recipe}` | {' '.join((function.__doc__ or '').split())} | {rows} |"


def _sample(name: str) -> Any:
    fixed = {
        "cause": "x",
        "currency": "USD",
        "order_id": _ORDER,
        "supplier_id": _SUPPLIER,
        "owed_by": None,
        "booked": True,
    }
    if name == "source":
        return "source"
    return fixed[name] if name in fixed else {"minor": 100, "fee_minor": 2}.get(name, 7)


def _shown(account: str) -> str:
    return account.replace(f":{_ORDER}", ":order").replace(f":{_SUPPLIER}", ":supplier")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.name} is written")
