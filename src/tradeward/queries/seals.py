"""The head of the tree over all journals, and the proof that an order's journal is in it (DESIGN §4)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tradeward.domain import merkle
from tradeward.domain.refusals import NotFound
from tradeward.domain.vocabulary import Actor
from tradeward.queries import reading
from tradeward.store import seals


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest head of the tree, in hexadecimal; of how many leaves, and since when."""

    size: int
    head: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Inclusion:
    """That leaf `number` says where the journal of a subject ended, and by which hashes the tree's head follows from it."""

    subject_id: UUID
    seq: int
    hash: str
    number: int
    size: int
    head: str
    proof: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the proof shows what it says; whoever has the head can reckon it again."""
        return merkle.includes(
            leaf=merkle.sealed_head(subject=str(self.subject_id), seq=self.seq, head=self.hash), index=self.number,
            size=self.size, proof=[bytes.fromhex(one) for one in self.proof], head=bytes.fromhex(self.head),
        )  # fmt: skip


def head(viewer: Actor) -> Head | None:
    """The newest head, for everybody to keep; None while nothing is sealed."""
    last = seals.last()
    return Head(size=last.size, head=last.head, at=last.at) if last else None


def inclusion(viewer: Actor, *, order_id: UUID, at: datetime) -> Inclusion:
    """The proof that an order's journal, as it was last sealed, is in the newest tree. Refuses: NotFound (also: not sealed yet)."""
    reading.order(viewer, order_id=order_id, at=at)
    last = seals.last()
    leaf = seals.leaf_of(subject_id=order_id, size=last.size) if last else None
    if last is None or leaf is None:
        raise NotFound("The order's journal is not sealed yet: it will be within a minute.")
    leaves = [one.data for one in seals.leaves(size=last.size)]
    proof = merkle.inclusion(leaves=leaves, index=leaf.number)
    return Inclusion(
        subject_id=order_id, seq=leaf.seq, hash=leaf.hash, number=leaf.number, size=last.size, head=last.head,
        proof=tuple(one.hex() for one in proof),
    )  # fmt: skip
