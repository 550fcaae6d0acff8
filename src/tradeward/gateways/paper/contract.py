"""A contract version as a paper: parties, coverage box, goods, terms, plan, amendments, both signatures (RULES §1 S10, §4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from tradeward.domain import contract, coverage, money, rows, vocabulary
from tradeward.domain.bundle import OrderBundle
from tradeward.gateways.paper import blocks, terms
from tradeward.gateways.paper.blocks import Block, Paper, instant
from tradeward.gateways.paper.words import Language, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An organisation as a paper names it."""

    name: str
    country: str

    def __str__(self) -> str:
        return f"{self.name} ({self.country})"


Names = Mapping[UUID, Named]
"""The organisations of an order by their id."""


def paper(bundle: OrderBundle, *, names: Names, language: Language) -> Paper:
    """The version on offer or in force. Its date is that of the last signature, or of the offer."""
    words, agreed = Words(language), bundle.contract
    order, version = vocabulary.shown("order", bundle.order.id), bundle.version
    signed = _signatures(bundle)
    found = [
        _head(bundle, words, signed),
        blocks.heading(words("contract.parties")),
        blocks.facts(
            (words("paper.buyer"), str(names[bundle.order.buyer_id])),
            ("", vocabulary.shown("organisation", bundle.order.buyer_id)),
            (words("paper.supplier"), str(names[bundle.order.supplier_id])),
            ("", vocabulary.shown("organisation", bundle.order.supplier_id)),
        ),
        _cover(bundle, words, signed),
        blocks.heading(words("contract.goods")),
        _goods(agreed, words),
        blocks.heading(words("contract.shipment")),
        *_shipment(bundle, words),
        blocks.heading(words("contract.terms")),
        _terms(agreed, words),
        blocks.heading(words("contract.plan")),
        _plan(agreed, words),
        blocks.heading(words("contract.remedies")),
        _remedies(agreed, words),
        *_free_text(version.body.get("free_text"), words),
        *_amendments(bundle, words),
        blocks.heading(words("contract.signatures")),
        _signed(bundle, words, names, signed),
        blocks.text(words("contract.language")),
    ]
    return Paper(
        language=language, title=words("contract.title"), mark=f"{order} · {words('contract.version')} {version.number}",
        foot=f"{words('paper.hash')} {version.hash}", at=max([version.at, *(one.at for one in signed)]), blocks=found,
    )  # fmt: skip


def _signatures(bundle: OrderBundle) -> list[rows.Signature]:
    return [one for one in bundle.of(rows.Signature) if one.version_id == bundle.version.id]


def _head(bundle: OrderBundle, words: Words, signed: list[rows.Signature]) -> Block:
    version = bundle.version
    state = {0: "offer", 1: "half"}.get(len(signed), "signed")
    by = words.one_of("by", version.offered_by)
    return blocks.facts(
        (words("paper.order"), vocabulary.shown("order", bundle.order.id)),
        (words("contract.version"), str(version.number)),
        (words("contract.offered"), words("contract.offered_by", by=by, at=instant(version.at))),
        (words("contract.status"), words(f"contract.{state}", at=instant(bundle.order.signed_at))),
        (words("paper.hash"), version.hash),
    )


def _cover(bundle: OrderBundle, words: Words, signed: list[rows.Signature]) -> Block:
    """What is covered and what is not, with the one sentence (RULES §1 S10)."""
    agreed, policy = bundle.contract, bundle.policy
    windows = {"quality": policy.examine_days, "late": policy.late_claim_days}
    grounds = words.listed([words.one_of("ground", one) for one in policy.covered_grounds])
    claims = [words(f"cover.claims_{agreed.coverage}", **windows)]
    if agreed.coverage != "none":
        claims.append(words("cover.grounds", grounds=grounds))
    cover = money.Money(signed[-1].cover_minor, agreed.currency) if len(signed) == 2 else None
    return blocks.box(
        words("cover.title"),
        rows=[
            (words("cover.type"), [words(f"cover.{agreed.coverage}")]),
            (words("cover.reaches"), claims),
            (words("cover.amount"), [words("cover.amount_of", cover=cover) if cover else words("cover.not_yet")]),
            (words("cover.not"), _not_covered(bundle, words, cover)),
        ],
        sentence=words("cover.sentence"),
    )


def _not_covered(bundle: OrderBundle, words: Words, cover: money.Money | None) -> list[str]:
    agreed = bundle.contract
    if agreed.coverage == "none":
        return [words("cover.all_released")]
    exposed = coverage.exposure(
        plan=agreed.plan, coverage=agreed.coverage, value_minor=agreed.value_minor, measure=bundle.policy.exposure
    )
    rest = max(0, exposed - (cover.minor if cover else 0))
    found = [words("cover.rest", amount=money.Money(rest, agreed.currency)) if rest else words("cover.no_rest")]
    for out in agreed.not_assured:
        line = out.removeprefix("line:")
        found.append(words("cover.line", n=line) if line != out else words("cover.term", id=out))
    return [*found, *([words("cover.free_text")] if bundle.version.body.get("free_text") else [])]


def _goods(agreed: contract.Contract, words: Words) -> Block:
    def quality(n: int, line: contract.Line) -> str:
        return words("contract.opted_out") if f"line:{n}" in agreed.not_assured else words.listed(list(line.terms))

    lines = [
        [
            str(n),
            one.goods,
            f"{one.quantity} {one.unit}",
            quality(n, one),
            str(money.Money(one.price_minor, agreed.currency)),
        ]
        for n, one in enumerate(agreed.lines, 1)
    ]
    total = ["", words("contract.total"), "", "", str(money.Money(agreed.value_minor, agreed.currency))]
    head = [words(f"contract.{name}") for name in ("line", "what", "quantity", "terms_of", "price")]
    return blocks.table(head, rows=[*lines, total], wide=(1,), right=(4,))


def _shipment(bundle: OrderBundle, words: Words) -> list[Block]:
    agreed = bundle.contract
    day = words("contract.ship_date_of", day=agreed.ship_on, zone=agreed.ship_zone)
    found = [
        blocks.facts(
            (words("contract.incoterm"), str(bundle.version.body["incoterm"])),
            (words("contract.ship_date"), day),
            (words("contract.proof"), words.one_of("proof", agreed.ship_event)),
            (words("contract.transport"), words.one_of("transport", agreed.transport)),
        )
    ]
    if agreed.lots:
        lots = [
            [str(n), str(one.ship_on), str(money.Money(one.value_minor, agreed.currency))]
            for n, one in enumerate(agreed.lots, 1)
        ]
        head = [words(f"contract.{name}") for name in ("lot", "ship_date", "value")]
        found.append(blocks.table(head, rows=lots, wide=(1,), right=(2,)))
    return found


def _terms(agreed: contract.Contract, words: Words) -> Block:
    said = [
        [one.id, terms.said(one, words=words), words("paper.no" if one.id in agreed.not_assured else "paper.yes")]
        for one in agreed.terms
    ]
    head = [words(f"contract.{name}") for name in ("term", "agreed", "assured")]
    return blocks.table(head, rows=said, wide=(1,))


def _plan(agreed: contract.Contract, words: Words) -> Block:
    amounts = money.split(minor=agreed.value_minor, bps=tuple(part.bp for part in agreed.plan))
    parts = [
        [
            str(n),
            f"{part.bp // 100}.{part.bp % 100:02} %",
            words("contract.due", anchor=words.one_of("anchor", part.anchor), days=part.days),
            words.one_of("release", part.release),
            str(money.Money(minor, agreed.currency)),
        ]
        for n, (part, minor) in enumerate(zip(agreed.plan, amounts, strict=True), 1)
    ]
    head = [words(f"contract.{name}") for name in ("line", "share", "opens", "released", "amount")]
    return blocks.table(head, rows=parts, wide=(2,), right=(1, 4))


def _remedies(agreed: contract.Contract, words: Words) -> Block:
    none, late, force = words("paper.none"), agreed.late_ld, agreed.force_majeure
    fee = money.Money(agreed.inspection_fee_minor, agreed.currency)
    rule = words.one_of("fee", agreed.inspection_fee_rule)
    damages = words("contract.late_of", pct=late["pct_per_day"], cap=late["cap_pct"]) if late else none
    noticed = words("contract.force_of", days=force["notice_days"]) if force else none
    return blocks.facts(
        (words("contract.late"), damages),
        (words("contract.force"), noticed),
        (words("contract.fee"), words("contract.fee_of", amount=fee, rule=rule)),
    )


def _free_text(text: str | None, words: Words) -> list[Block]:
    return [blocks.heading(words("contract.free_text")), blocks.quote(text)] if text else []


def _amendments(bundle: OrderBundle, words: Words) -> list[Block]:
    signed = [
        [str(one.number), words(f"amendment.{one.kind}", **one.content), instant(one.ended_at)]
        for one in bundle.of(rows.Amendment)
        if one.state == "signed"
    ]
    if not signed:
        return []
    head = [words("contract.line"), words("contract.amendment"), words("contract.signed_at")]
    return [blocks.heading(words("contract.amendments")), blocks.table(head, rows=signed, wide=(1,))]


def _signed(bundle: OrderBundle, words: Words, names: Names, signed: list[rows.Signature]) -> Block:
    def cell(party: str, id: UUID) -> tuple[str, str, list[tuple[str, str]]]:
        own = next((one for one in signed if one.party == party), None)
        if own is None:
            return (
                words.one_of("paper", party),
                str(names[id]),
                [(words("contract.signed_at"), words("contract.unsigned"))],
            )
        cover = str(money.Money(own.cover_minor, bundle.contract.currency))
        person = vocabulary.shown("person", own.person_id) if own.person_id else ""
        told = [
            (words("contract.signed_at"), instant(own.at)),
            (words("contract.person"), person),
            (words("contract.on_cover"), cover),
            (words("contract.of_hash"), own.hash),
        ]
        return words.one_of("paper", party), str(names[id]), told

    return blocks.signatures(cell("buyer", bundle.order.buyer_id), cell("supplier", bundle.order.supplier_id))
