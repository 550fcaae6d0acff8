"""A ruling as a paper: the claim, the findings with their reasons, what the officer changed and why, the money (RULES §5, §7)."""

from datetime import datetime

from tradeward.domain import money, rows, vocabulary
from tradeward.domain.bundle import OrderBundle
from tradeward.gateways.paper import blocks
from tradeward.gateways.paper.blocks import Block, Paper, instant
from tradeward.gateways.paper.contract import Names
from tradeward.gateways.paper.words import Language, Words

AMOUNTS = ("award", "refund", "from_held", "from_security", "advance", "not_covered")


def paper(bundle: OrderBundle, *, ruling: rows.Ruling, names: Names, language: Language) -> Paper:
    """The ruling as it stands. Its date is that of its issue, or of the draft."""
    words = Words(language)
    dispute = bundle.row(rows.Dispute, ruling.dispute_id)
    assert dispute is not None, "a ruling decides a dispute"
    own = vocabulary.shown("ruling", ruling.id)
    found = [
        _head(bundle, ruling, words, names),
        _decision(bundle, ruling, words),
        blocks.heading(words("ruling.claim")),
        _claim(bundle, dispute, words),
        *([blocks.text(words("ruling.story")), blocks.quote(dispute.story)] if dispute.story else []),
        blocks.heading(words("ruling.findings")),
        _findings(bundle, ruling, words),
        blocks.heading(words("ruling.why")),
        blocks.listed(ruling.reasons),
        *_departures(ruling, words),
        *([blocks.text(words("ruling.appeal", days=bundle.policy.appeal_days))] if ruling.number == 1 else []),
        blocks.text(words("ruling.recompute")),
    ]
    title = words("ruling.title" if ruling.number == 1 else "ruling.appeal_title")
    return Paper(
        language=language, title=title, mark=vocabulary.shown("order", bundle.order.id), foot=own,
        at=ruling.issued_at or ruling.drafted_at, blocks=found,
    )  # fmt: skip


def _head(bundle: OrderBundle, ruling: rows.Ruling, words: Words, names: Names) -> Block:
    state = [words("ruling.issued", at=instant(ruling.issued_at)) if ruling.issued_at else words("ruling.draft")]
    state += [words(f"ruling.{name}", at=instant(at)) for name, at in _later(ruling) if at]
    officers = [vocabulary.shown("person", one) for one in (ruling.officer_id, ruling.second_officer_id) if one]
    return blocks.facts(
        (words("paper.order"), vocabulary.shown("order", bundle.order.id)),
        (words("ruling.dispute"), vocabulary.shown("dispute", ruling.dispute_id)),
        (words("ruling.ruling"), f"{ruling.number} · {vocabulary.shown('ruling', ruling.id)}"),
        (words("ruling.status"), words.then(state)),
        (words("paper.buyer"), str(names[bundle.order.buyer_id])),
        (words("paper.supplier"), str(names[bundle.order.supplier_id])),
        (words("ruling.officers"), words.listed(officers) or words("paper.clock")),
    )


def _later(ruling: rows.Ruling) -> tuple[tuple[str, datetime | None], ...]:
    return ("final", ruling.final_at), ("reversed", ruling.reversed_at)


def _decision(bundle: OrderBundle, ruling: rows.Ruling, words: Words) -> Block:
    minor = {
        "award": ruling.award_minor, "refund": ruling.refund_minor, "from_held": ruling.held_minor,
        "from_security": ruling.security_minor, "advance": ruling.advance_minor, "not_covered": ruling.not_covered_minor,
    }  # fmt: skip
    fee = words.one_of("by", ruling.fee_borne_by) if ruling.fee_borne_by else words("paper.none")
    return blocks.box(
        words("ruling.decision"),
        rows=[
            (words("ruling.outcome"), [words.one_of("ruling", ruling.outcome)]),
            *((words(f"ruling.{name}"), [str(money.Money(minor[name], bundle.order.currency))]) for name in AMOUNTS),
            (words("ruling.fee_borne_by"), [fee]),
        ],
        sentence=words("cover.sentence"),
    )


def _claim(bundle: OrderBundle, dispute: rows.Dispute, words: Words) -> Block:
    asked = dispute.asked_minor
    amount = words("ruling.asked_all") if asked is None else str(money.Money(asked, bundle.order.currency))
    return blocks.facts(
        (words("ruling.opened"), instant(dispute.opened_at)),
        (words("ruling.grounds"), words.listed([words.one_of("ground", one) for one in dispute.grounds])),
        (words("ruling.remedy"), words.one_of("remedy", dispute.remedy)),
        (words("ruling.asked"), amount),
    )


def _findings(bundle: OrderBundle, ruling: rows.Ruling, words: Words) -> Block:
    def terms(found: dict[str, str]) -> str:
        return words.then([f"{id}: {words.one_of('ruling', result)}" for id, result in sorted(found.items())]) or "–"

    said = [
        [
            words.one_of("ground", ground),
            terms(one["terms"]),
            words.one_of("ruling", one["result"]),
            str(money.Money.parse(one["amount"], currency=bundle.order.currency)),
        ]
        for ground, one in sorted(ruling.findings.items())
    ]
    head = [words("ruling.ground"), words("contract.terms_of"), words("ruling.result"), words("ruling.worth")]
    return blocks.table(head, rows=said, wide=(1,), right=(3,))


def _departures(ruling: rows.Ruling, words: Words) -> list[Block]:
    if not ruling.departures:
        return []
    said = [[words.one_of("ruling", name), str(reason)] for name, reason in sorted(ruling.departures.items())]
    head = [words("ruling.figure"), words("ruling.reason")]
    return [blocks.heading(words("ruling.departures")), blocks.table(head, rows=said, wide=(1,))]
