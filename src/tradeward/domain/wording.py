"""A contract in plain sentences: what is bought, and every term as its kind says it (RULES §6)."""

from tradeward.domain import money
from tradeward.domain.contract import Contract, Line


def sentences(agreed: Contract) -> tuple[str, ...]:
    """One sentence an item line, then the order's own terms, then those of the goods."""
    lines = (_line(n, line, agreed.currency) for n, line in enumerate(agreed.lines, 1))
    return (*lines, *(term.text for term in (*agreed.of_order, *agreed.terms)))


def text(agreed: Contract) -> str:
    """The sentences as numbered paragraphs."""
    return "\n\n".join(f"{n}. {one}" for n, one in enumerate(sentences(agreed), 1)) + "\n"


def _line(n: int, line: Line, currency: str) -> str:
    return f"Item line {n}: {line.quantity} {line.unit} of {line.goods}, at {money.Money(line.price_minor, currency)} for the line."
