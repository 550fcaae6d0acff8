"""Check-books: whether ledger, journals, tables, deadlines, bank and files say the same; red stops supplier payouts (RULES §9)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from tradeward.domain import evidence, folding, postings, rows, vocabulary
from tradeward.domain.bundle import Bundle, OrderBundle, Purse
from tradeward.domain.folding import Difference, Folded
from tradeward.domain.merkle import Peaks
from tradeward.domain.refusals import NotFound
from tradeward.gateways import files
from tradeward.ledger import statements as ledger
from tradeward.store import checking, custody, seals, statements
from tradeward.store.checking import Chain, Finding, State
from tradeward.store.models import TABLES
from tradeward.usecases import payouts

Tell = Callable[[str, int, int], None]
"""Hears what is being checked, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found: nothing is green. `subjects` and `lines` say how many journals were read, and how many lines they have.

    `states` are no faults: what is as it may be, and somebody's due all the same, such as a fund below zero.
    """

    findings: tuple[Finding, ...]
    subjects: int
    lines: int
    states: tuple[State, ...] = ()

    @property
    def red(self) -> bool:
        """Whether anything was found."""
        return bool(self.findings)


def check(*, at: datetime, tell: Tell = lambda what, done, whole: None) -> Outcome:
    """Check everything in one snapshot, while the product works on, and write the outcome down.

    Red stops payouts to suppliers (RULES §9); the first green run after it pays out what waited. Refuses nothing.
    """
    read = _Reading(at=at, tell=tell)
    with checking.snapshot():
        findings = tuple(read.everything())
        states = tuple(checking.states())
    was_red, key = checking.record(at=at, findings=findings)
    if was_red and not findings:
        payouts.resume(at=at, key=key)
    return Outcome(findings, read.subjects, read.lines, states)


class _Reading:
    """One run: what it has read so far."""

    def __init__(self, *, at: datetime, tell: Tell) -> None:
        self.at = at
        self.tell = tell
        self.subjects = 0
        self.lines = 0
        self.market = checking.Remembered(at=at)

    def everything(self) -> Iterator[Finding]:
        yield from _ledger()
        yield from self._tables()
        yield from self._orders()
        yield from self._suppliers()
        yield from self._credits()
        yield from _named("no cover twice", folding.shared_cover(checking.cover_steps()))
        yield from _bank()
        yield from _files()
        yield from _tree()

    def _tables(self) -> Iterator[Finding]:
        known = checking.statements()
        for done, statement in enumerate(known, 1):
            yield from checking.run(statement)
            self.tell("tables", done, len(known))

    def _orders(self) -> Iterator[Finding]:
        after, whole = None, checking.count()
        while page := checking.orders(after=after):
            after = page[-1][0]
            suppliers = checking.supplier_page(sorted({its for _, its in page}), purse=_purse(page), market=self.market)
            bundles = checking.order_page([id for id, _ in page], suppliers=suppliers)
            chains = checking.chains(list(bundles))
            for id, bundle in bundles.items():
                journaled = folding.still_of(folding.fold(_contents(chains[id]), onto={}), order_id=id)
                yield from self._subject(chains[id], bundle, journaled)
                yield from _versions(bundle)
            self.tell("journals", self.subjects, whole)

    def _suppliers(self) -> Iterator[Finding]:
        after, whole = None, checking.count()
        while ids := checking.suppliers(after=after):
            after = ids[-1]
            chains, purse = checking.chains(ids), _purse([(id, id) for id in ids])
            for id, bundle in checking.supplier_page(ids, purse=purse, market=self.market).items():
                folded = folding.fold(_contents(chains[id]), onto=folding.born(id))
                yield from self._subject(chains[id], bundle, folding.still_of_supplier(folded, supplier_id=id))
            self.tell("journals", self.subjects, whole)

    def _credits(self) -> Iterator[Finding]:
        """Credits that no order owns have journals of their own; one that an order owns by now is compared there (RULES §9)."""
        after = None
        while ids := checking.others(after=after):
            after = ids[-1]
            chains, gone = checking.chains(ids), checking.owned_credits(ids)
            for id, bundle in checking.credit_page(ids, market=self.market).items():
                folded = folding.fold(_contents(chains[id]), onto={})
                journaled = {one: said for one, said in folded.items() if one not in gone}
                yield from self._subject(chains[id], bundle, journaled)

    def _subject(self, chain: Chain, bundle: Bundle, journaled: Folded) -> Iterator[Finding]:
        """One journal: its chain, the rows against it, the deadlines against the rows."""
        self.subjects += 1
        self.lines += len(chain.links)
        for fault in evidence.verify(subject=str(chain.subject_id), links=chain.links):
            place = f"{chain.subject_id} line {fault.seq}"
            yield Finding("journal chain", "journal", place, "the line that was hashed and chained", fault.says)
        there = [row for row in bundle.every() if row.noun not in bundle.SHADOWED]
        yield from _named("journal = rows", folding.differences(journaled, there=there))
        yield from self._deadlines(chain, bundle)

    def _deadlines(self, chain: Chain, bundle: Bundle) -> Iterator[Finding]:
        """Deadlines as one of the policies calls for that were in force since the subject's last line."""
        there: Sequence[rows.Deadline] = bundle.tables.get("deadline", [])
        found = list(folding.deadlines_apart(bundle, there=there))
        today, since = self.market.policy, chain.links[-1].at if chain.links else self.at
        for policy in checking.policies(since=since, until=self.at) if found else ():
            self.market.policy = policy
            vars(bundle).pop("policy", None) if isinstance(bundle, OrderBundle) else None
            found = found and list(folding.deadlines_apart(bundle, there=there)) and found
        self.market.policy = today
        yield from _named("deadline = rows", found)


def _ledger() -> Iterator[Finding]:
    """The ledger's own checks and the hashes of all its entries."""
    for one in ledger.checks():
        yield Finding(f"ledger: {one.check}", "ledger", one.subject, "sound books", one.detail)


def _purse(page: Sequence[tuple[UUID, UUID]]) -> Purse:
    """The balances of orders and of their suppliers."""
    of_order = (postings.held, postings.early, postings.refund_due, postings.inspector_fee, postings.buyer_debt)
    of_supplier = (postings.payable, postings.security, postings.supplier_debt)
    names = [name(id) for id, _ in page for name in of_order]
    return Purse(ledger.balances(names + [name(its) for its in {its for _, its in page} for name in of_supplier]))


def _contents(chain: Chain) -> Iterator[Mapping[str, object]]:
    return (link.content for link in chain.links)


def _versions(bundle: OrderBundle) -> Iterator[Finding]:
    """What was signed is what was hashed (RULES §4)."""
    for version in bundle.of(rows.Version):
        if (hash := vocabulary.digest(version.body)) != version.hash:
            yield Finding(
                "version = its hash", "versions", str(version.id), version.hash, f"a body whose hash is {hash}"
            )


def _bank() -> Iterator[Finding]:
    """The bank account = last imported statement + listed items in transit (RULES §7)."""
    for currency in statements.currencies():
        bank, coming, leaving = (
            ledger.balance(name, currency) for name in (postings.BANK, postings.BANK_IN, postings.BANK_OUT)
        )
        found = statements.reconciliation(
            currency=currency, bank_minor=bank, bank_in_minor=coming, bank_out_minor=leaving
        )
        if not found.fits:
            says = (
                f"the statement has {found.difference_minor} more than the account bank; beyond the listed items "
                f"bank_in has {found.unlisted_in_minor}, bank_out {found.unlisted_out_minor}"
            )
            yield Finding("bank = statement", "statements", f"{currency} {found.through}", "no difference", says)


def _files() -> Iterator[Finding]:
    """The bytes of every file that is not erased, hashed again (RULES §6)."""
    folder = files.here()
    for digest, size, order_id in custody.all_wanted():
        try:
            found = f"{len(folder.get(digest))} bytes"
        except (NotFound, files.Corrupt) as fault:
            found = str(fault)
        if found != f"{size} bytes":
            yield Finding(
                "evidence bytes", "evidence", f"{digest} of order {order_id}", f"{size} bytes with that hash", found
            )


def _tree() -> Iterator[Finding]:
    """Every head of the tree over all journals, reckoned again from its leaves (DESIGN §4)."""
    leaves, grown = seals.leaves(), Peaks()
    for size, head in seals.heads():
        grown = grown.grown(one.data for one in islice(leaves, size - grown.size))
        if (grown.size, grown.head.hex()) != (size, head):
            found = f"{grown.size} leaves, {grown.head.hex()[:12]}"
            yield Finding("tree head", "tree_heads", str(size), f"{size} leaves, {head[:12]}", found)
            return
    if left := sum(1 for _ in leaves):
        yield Finding("tree head", "sealed_heads", str(grown.size), "no leaf that is in no tree", f"{left} of them")


def _named(check: str, differences: Iterable[Difference]) -> Iterator[Finding]:
    for one in differences:
        yield Finding(check, TABLES.get(one.noun, one.noun), one.id, one.expected, one.found)
