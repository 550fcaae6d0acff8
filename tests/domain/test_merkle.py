"""The Merkle tree over all chains, against RFC 9162's own words and known heads (RULES §6: hash chain per order)."""

from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradeward.domain import merkle

# The eight leaves and the heads of their first trees that Certificate Transparency implementations test against.
LEAVES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
HEADS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
TREES = st.lists(st.binary(max_size=3), min_size=1, max_size=40)


def mth(d: list[bytes]) -> bytes:
    """RFC 9162 §2.1.1, word for word."""
    if len(d) == 0:
        return sha256(b"").digest()
    if len(d) == 1:
        return sha256(b"\x00" + d[0]).digest()
    k = max(2**n for n in range(10) if 2**n < len(d))
    return sha256(b"\x01" + mth(d[:k]) + mth(d[k:])).digest()


@pytest.mark.parametrize("size", sorted(HEADS))
def test_the_known_heads(size: int) -> None:
    """RFC 9162 §2.1.1."""
    assert merkle.head(LEAVES[:size]).hex() == HEADS[size]


@given(st.lists(st.binary(max_size=3), max_size=70), st.integers(0, 70))
def test_a_tree_grown_leaf_by_leaf_is_the_tree(leaves: list[bytes], cut: int) -> None:
    """RFC 9162 §2.1.1: at once, or grown from what was kept of a smaller one."""
    grown = merkle.Peaks().grown(leaves[:cut]).grown(leaves[cut:])
    assert grown.head == merkle.head(leaves) == mth(leaves)
    assert (grown.size, len(grown.hashes)) == (len(leaves), len(leaves).bit_count())


@given(TREES)
def test_every_leaf_has_a_proof_and_no_other_leaf_place_or_head_passes(leaves: list[bytes]) -> None:
    """RFC 9162 §2.1.3."""
    size, head = len(leaves), mth(leaves)
    for index, leaf in enumerate(leaves):
        proof = merkle.inclusion(leaves=leaves, index=index)
        assert len(proof) <= (size - 1).bit_length()
        assert merkle.includes(leaf=leaf, index=index, size=size, proof=proof, head=head)
        assert not merkle.includes(leaf=leaf + b"!", index=index, size=size, proof=proof, head=head)
        assert not merkle.includes(leaf=leaf, index=index, size=size, proof=[*proof, head], head=head)
        assert not merkle.includes(leaf=leaf, index=index, size=size, proof=proof, head=sha256(head).digest())
        if proof:
            assert not merkle.includes(leaf=leaf, index=index, size=size, proof=proof[:-1], head=head)
        for wrong in (-1, size, size + 7):
            assert not merkle.includes(leaf=leaf, index=wrong, size=size, proof=proof, head=head)


@pytest.mark.parametrize("size", range(1, 34))
def test_every_smaller_tree_is_shown_to_be_the_beginning(size: int) -> None:
    """RFC 9162 §2.1.4: all pairs of sizes; a tree that was changed has no proof."""
    leaves = [bytes([n]) for n in range(size)]
    head = mth(leaves)
    for first in range(1, size + 1):
        proof = merkle.consistency(leaves=leaves, first=first)
        began = mth(leaves[:first])
        assert merkle.extends(first=first, first_head=began, size=size, head=head, proof=proof)
        other = mth([b"changed", *leaves[1:first]])
        assert not merkle.extends(first=first, first_head=other, size=size, head=head, proof=proof)
        assert not merkle.extends(first=first, first_head=began, size=size, head=other, proof=proof) or other == head
        assert not merkle.extends(first=first, first_head=began, size=size, head=head, proof=[*proof, head])
        if proof:
            assert not merkle.extends(first=first, first_head=began, size=size, head=head, proof=proof[:-1])
    assert not merkle.extends(first=0, first_head=mth([]), size=size, head=head, proof=[])
    assert not merkle.extends(first=size + 1, first_head=head, size=size, head=head, proof=[head])


def test_the_proofs_of_the_rfcs_example() -> None:
    """RFC 9162 §2.1.5: the tree of seven leaves, by its letters."""
    a, b, c, d, e, f, j = (sha256(b"\x00" + leaf).digest() for leaf in LEAVES[:7])
    g, h, i = (sha256(b"\x01" + left + right).digest() for left, right in ((a, b), (c, d), (e, f)))
    k, l = sha256(b"\x01" + g + h).digest(), sha256(b"\x01" + i + j).digest()  # noqa: E741
    seven = LEAVES[:7]
    assert merkle.inclusion(leaves=seven, index=0) == [b, h, l]
    assert merkle.inclusion(leaves=seven, index=3) == [c, g, l]
    assert merkle.inclusion(leaves=seven, index=4) == [f, j, k]
    assert merkle.inclusion(leaves=seven, index=6) == [i, k]
    assert merkle.consistency(leaves=seven, first=3) == [c, d, g, l]
    assert merkle.consistency(leaves=seven, first=4) == [l]
    assert merkle.consistency(leaves=seven, first=6) == [i, j, k]


@pytest.mark.parametrize("index", [-1, 3, 4])
def test_there_is_no_proof_of_what_is_not_there(index: int) -> None:
    """RFC 9162 §2.1.3, §2.1.4: a bug of the caller."""
    with pytest.raises(IndexError, match=f"there is no leaf {index} among 3"):
        merkle.inclusion(leaves=LEAVES[:3], index=index)
    for first in (0, 4):
        with pytest.raises(IndexError, match=f"there is no tree of {first} among 3 leaves"):
            merkle.consistency(leaves=LEAVES[:3], first=first)


def test_a_sealed_head_says_whose_chain_ends_where() -> None:
    """RULES §6: no two chains, lengths or heads make the same leaf."""
    made = [
        merkle.sealed_head(subject=subject, seq=seq, head=head)
        for subject in "ab"
        for seq in (1, 11)
        for head in ("1", "x")
    ]
    assert made[0] == b'{"head":"1","seq":"1","subject":"a"}'
    assert [one == other for one, other in pairwise(sorted(made))] == [False] * 7
