"""What a move needs: named predicates over a bundle. A refusal, the diagram and the button's "why not" print the sentences.

A predicate takes the bundle, the row that would move, and the act. Those `of_input` judge what is said with the move and are
left out where only the state is asked for. What a predicate reads off a bundle, others may read too.
"""

from tradeward.domain.needs import amendments, disputes, goods, money, signing
from tradeward.domain.needs.disputes import standing_offer
from tradeward.domain.needs.goods import DOCUMENT, gate_is_open, inspected
from tradeward.domain.needs.money import (
    FRAUD,
    buyer_debt,
    buyer_debts,
    debt_named,
    inspection_named,
    instalment_named,
    owed,
    reference_of,
    releasable_minor,
    set_off_parts,
)
from tradeward.domain.needs.registry import NEEDS, Need, need, unmet
from tradeward.domain.needs.signing import signature

__all__ = [
    "DOCUMENT", "FRAUD", "NEEDS", "Need", "amendments", "buyer_debt", "buyer_debts", "debt_named", "disputes", "gate_is_open",
    "goods", "inspected", "inspection_named", "instalment_named", "money", "need", "owed", "reference_of", "releasable_minor",
    "set_off_parts", "signature", "signing", "standing_offer", "unmet",
]  # fmt: skip
