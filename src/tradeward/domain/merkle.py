"""One tree head over many chains, with short proofs: the Merkle tree of RFC 9162 §2.1, with SHA-256."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from tradeward.domain import vocabulary


def sealed_head(*, subject: str, seq: int, head: str) -> bytes:
    """The leaf that says: the chain of `subject` ends with line `seq`, whose hash is `head`."""
    return vocabulary.canonical({"subject": subject, "seq": str(seq), "head": head})


@dataclass(frozen=True, slots=True)
class Peaks:
    """A growing tree, in as many hashes as its size has binary ones: enough to add leaves and to tell the head."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def grown(self, leaves: Iterable[bytes]) -> Self:
        """This tree with `leaves` appended."""
        size, hashes = self.size, list(self.hashes)
        for leaf in leaves:
            hashes.append(_leaf(leaf))
            size += 1
            twins = size
            while twins % 2 == 0:
                right = hashes.pop()
                hashes.append(_node(hashes.pop(), right))
                twins //= 2
        return type(self)(size, tuple(hashes))

    @property
    def head(self) -> bytes:
        """The tree head; that of the empty tree is the hash of nothing (RFC 9162 §2.1.1)."""
        if not self.hashes:
            return hashlib.sha256().digest()
        *rest, found = self.hashes
        for left in reversed(rest):
            found = _node(left, found)
        return found


def head(leaves: Iterable[bytes]) -> bytes:
    """The head of the tree of `leaves` (RFC 9162 §2.1.1)."""
    return Peaks().grown(leaves).head


def inclusion(*, leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The proof that leaf `index`, from 0, is in the tree of `leaves` (RFC 9162 §2.1.3.1)."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"there is no leaf {index} among {len(leaves)}")
    if len(leaves) == 1:
        return []
    half = _half(len(leaves))
    if index < half:
        return [*inclusion(leaves=leaves[:half], index=index), head(leaves[half:])]
    return [*inclusion(leaves=leaves[half:], index=index - half), head(leaves[:half])]


def includes(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], head: bytes) -> bool:
    """Whether `proof` shows that `leaf` is number `index` of the tree of `size` leaves with this `head` (§2.1.3.2)."""
    if not 0 <= index < size:
        return False
    found, place, last = _leaf(leaf), index, size - 1
    for other in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = _node(other, found)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            found = _node(found, other)
        place, last = place // 2, last // 2
    return last == 0 and found == head


def consistency(*, leaves: Sequence[bytes], first: int) -> list[bytes]:
    """The proof that the tree of the `first` leaves was only appended to (RFC 9162 §2.1.4.1)."""
    if not 0 < first <= len(leaves):
        raise IndexError(f"there is no tree of {first} among {len(leaves)} leaves")
    return _subproof(leaves, first, whole=True)


def extends(*, first: int, first_head: bytes, size: int, head: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the tree of `size` begins with the tree of `first` leaves (RFC 9162 §2.1.4.2)."""
    if first == size:
        return not proof and first_head == head
    if not 0 < first < size or not proof:
        return False
    path = [first_head, *proof] if first & (first - 1) == 0 else list(proof)
    place, last = first - 1, size - 1
    while place % 2:
        place, last = place // 2, last // 2
    old = new = path[0]
    for other in path[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            old, new = _node(other, old), _node(other, new)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            new = _node(new, other)
        place, last = place // 2, last // 2
    return last == 0 and old == first_head and new == head


def _subproof(leaves: Sequence[bytes], first: int, *, whole: bool) -> list[bytes]:
    if first == len(leaves):
        return [] if whole else [head(leaves)]
    half = _half(len(leaves))
    if first <= half:
        return [*_subproof(leaves[:half], first, whole=whole), head(leaves[half:])]
    return [*_subproof(leaves[half:], first - half, whole=False), head(leaves[:half])]


def _leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\0" + data).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def _half(size: int) -> int:
    """The greatest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
