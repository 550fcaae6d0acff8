"""A ruling as a document: it is computed again from itself alone, and one changed byte is told (RULES §5, R5.10)."""

import json

import pytest

from tests.domain.orders_in_memory import HELD
from tests.domain.test_mended_fees import failed
from tests.domain.test_rules_of_rulings import escalated, late
from tests.memory import World
from tradeward.domain import rows, vocabulary
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.rulings import recomputing, writing
from tradeward.domain.rulings.recomputing import Check
from tradeward.store import recording

REASON = "The bill of lading was in the file."
KEPT = {
    "outcome": "keep",
    "award": "2500.00",
    "reasons": {"outcome": "They can be used.", "award": "A quarter is bad."},
}


def document(trade, ruling=None):
    """The document of a ruling of an order in memory."""
    id = (ruling or trade.last(rows.Ruling)).id
    return writing.document(ruling_id=id, links=recording.links(trade.bundle), product="tradeward 0")


def told_of(content):
    return [(one.what, one.verdict) for one in recomputing.checks(content)]


def not_agreeing(content):
    return [one for one in recomputing.checks(content) if one.verdict != "agrees"]


def sealed(told):
    """The bytes of a document after somebody changed it and hashed it anew."""
    told = {part: value for part, value in told.items() if part != "sha256"}
    return vocabulary.canonical({**told, "sha256": vocabulary.digest(told)})


def ruled(**departure):
    trade = escalated(World())
    trade.ruled(**departure)
    return trade


def appealed():
    trade = ruled()
    trade.appeal("supplier")
    trade.appeal_ruled(award="100.00", reasons={"award": "It was the buyer who was late."})
    return trade


def left_to_the_clock():
    trade = escalated(World())
    trade.world.after(days=40)
    return trade


def refused_goods():
    trade = failed(World())
    trade.world.after(days=8)
    trade.ruled()
    return trade


def counted():
    """The report counts defects by class, and unit by unit what does not conform."""
    world = World()
    trade = world.signed(world.supplier(limit="20000.00"), plan=HELD)
    trade.credit("3000.00", 1)
    trade.ready()
    trade.book()
    said = {"sample_size": 2, "measurements": {"size": ["9.0", "10.0"]}, "nonconforming_units": 1}
    trade.move(trade.inspection(), "report", "inspector", report=said | {"defects": {"major": 1, "minor": 0}})
    trade.move(trade.inspection(), "reject", "buyer")
    trade.world.after(days=8)
    trade.ruled()
    return trade


def asked_for_a_part():
    trade = escalated(World(), remedy="keep", asked="400.00")
    trade.ruled(award="300.00", reasons={"award": "Part of it."})
    return trade


STORIES = {
    "ruled": ruled, "appealed": appealed, "counted": counted,
    "by the clock": left_to_the_clock, "refused": refused_goods, "a part": asked_for_a_part,
    "dismissed": lambda: ruled(outcome="dismissed", reasons={"outcome": REASON}), "kept": lambda: ruled(**KEPT),
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_every_ruling_is_computed_again_from_its_document(story):
    """RULES §5: what an officer changed is a departure with its reason; all else agrees."""
    trade = STORIES[story]()
    for ruling in trade.bundle.of(rows.Ruling):
        content = vocabulary.canonical(document(trade, ruling))
        assert [one for one in not_agreeing(content) if one.verdict != "departs"] == []
        departed = {one.what: one.reason for one in not_agreeing(content)}
        assert set(ruling.departures) <= set(departed)
        assert all(departed.values())


def test_what_is_compared():
    """RULES §5, §7: the contract both signed, each finding, the award, and every figure of the refund."""
    content = vocabulary.canonical(document(ruled()))
    assert told_of(content) == [(what, "agrees") for what in (
        "hash", "bytes", "contract", "signature of the buyer", "signature of the supplier", "finding on ship_date", "reasons",
        "outcome", "award", "fee_borne_by", "what the cover caps", "refund", "from held", "from security", "advance",
        "not covered",
    )]  # fmt: skip


def test_a_departure_is_no_mismatch_and_stands_with_its_reason():
    """RULES §5: a departure needs a written reason."""
    trade = ruled(**KEPT)
    assert not_agreeing(vocabulary.canonical(document(trade))) == [
        Check(what="outcome", verdict="departs", said="keep", computed="cancel", reason="They can be used."),
        Check(what="award", verdict="departs", said="USD 2,500.00", computed="USD 10,000.00", reason="A quarter is bad."),
    ]  # fmt: skip


def test_a_dismissal_departs_in_the_award_and_in_who_bears_the_fee_too():
    """RULES §5, §7: nothing is awarded, and the loser pays the inspection."""
    trade = failed(World())
    trade.world.after(days=8)
    trade.ruled(outcome="dismissed", reasons={"outcome": REASON})
    assert not_agreeing(vocabulary.canonical(document(trade))) == [
        Check(what="outcome", verdict="departs", said="dismissed", computed="cancel", reason=REASON),
        Check(what="award", verdict="departs", said="USD 0.00", computed="USD 3,000.00", reason=REASON),
        Check(what="fee_borne_by", verdict="departs", said="buyer", computed="supplier", reason=REASON),
    ]


def test_a_departure_without_a_reason_differs():
    """RULES §5: a figure that is not the computed one and has no reason is told, whoever hashed the document."""
    told = document(ruled(**KEPT))
    for reasons in ({}, {"award": " ", "outcome": "They can be used."}):
        told["ruling"]["departures"] = reasons
        assert "differs" in {one.verdict for one in recomputing.checks(sealed(told)) if one.what == "award"}


def test_one_changed_byte_anywhere_is_told():
    """RULES §5, R5.10: each byte of an export in turn, and each cut of its ends."""
    content = vocabulary.canonical(document(ruled()))
    assert not_agreeing(content) == []
    for place in range(len(content)):
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        try:
            found = not_agreeing(changed)
        except RuleBroken:
            continue
        assert found, (place, content[place - 20 : place + 20])
    for cut in (content[:-1], content[1:], content + b"\n", b" " + content):
        try:
            found = not_agreeing(cut)
        except RuleBroken:
            continue
        assert [one.what for one in found] == ["bytes"]


@pytest.mark.parametrize("part", ["award", "refund", "from_held", "from_security", "advance", "not_covered"])
def test_a_figure_that_was_changed_and_hashed_anew_differs(part):
    """RULES §7: whoever forges the hash too has still to forge the arithmetic."""
    told = document(ruled())
    told["ruling"][part] = "0.01"
    assert part.replace("_", " ") in {one.what for one in not_agreeing(sealed(told))}


@pytest.mark.parametrize("outcome", ["dismissed", "keep", "refuse"])
def test_an_outcome_that_was_changed_differs(outcome):
    told = document(ruled())
    told["ruling"]["outcome"] = outcome
    assert "outcome" in {one.what for one in not_agreeing(sealed(told))}


def test_what_was_found_is_compared_with_what_the_file_says():
    """RULES §5: a document with another report, another payment or another contract finds something else."""
    for part, change in (
        ("award", lambda told: told["file"]["instalment"][0].update(paid_minor="0")),
        ("contract", lambda told: told["contract"]["body"].update(ship_date="2028-05-01")),
        ("signature of the buyer", lambda told: told["contract"]["signatures"].clear()),
        ("finding on quality", lambda told: told["ruling"]["findings"].update(quality=told["ruling"]["findings"]["ship_date"])),
        ("finding on ship_date", lambda told: told["ruling"]["findings"].clear()),
        ("reasons", lambda told: told["ruling"]["reasons"].pop()),
        ("what the cover caps", lambda told: told["policy"].update(coverage_cap="refund")),
        ("refund", lambda told: told["room"].update(held="0")),
    ):  # fmt: skip
        told = document(ruled())
        change(told)
        assert part in {one.what for one in not_agreeing(sealed(told))}, part


NO_RULING = {
    b"": "not JSON", b"[]": "is no exported ruling", b"{}": "is no exported ruling", b'{"format":1}': "is no exported ruling",
    b'{"format":"tradeward-ruling-1"}': "product is missing", b"\xff": "not UTF-8", b'{"a":1.5}': "not whole",
    b"[" * 100_000: "nested too deeply", b'"' + b"x" * (64 << 20) + b'"': "more than 64 MB",
}  # fmt: skip


@pytest.mark.parametrize("content", NO_RULING, ids=lambda content: repr(content[:32]))
def test_what_is_no_ruling_is_refused_by_what_it_lacks(content):
    with pytest.raises(RuleBroken, match=NO_RULING[content]):
        recomputing.checks(content)


HAND_MADE = {
    "more": (lambda told: told.update(more="x"), "'more' is no part of a ruling"),
    "number": (lambda told: told.update(product=1), "holds a number"),
    "no order": (lambda told: told["file"]["order"].clear(), "a ruling is about one order"),
    "other order": (lambda told: told["ruling"].update(order="x"), "not in its file"),
    "no dispute": (lambda told: told["file"]["dispute"].clear(), "not in its file"),
    "no rows": (lambda told: told["file"].pop("fact"), "the rows are those of"),
    "field": (lambda told: told["file"]["order"][0].update(colour="red"), "has no field 'colour'"),
    "missing": (lambda told: told["file"]["order"][0].pop("state"), "file.order.state is missing"),
    "instant": (lambda told: told["file"]["order"][0].update(offered_at="2027-01-01"), "file.order.offered_at is not of its"),
    "whole": (lambda told: told["file"]["order"][0].update(value_minor="1e3"), "file.order.value_minor is not of its form"),
    "list": (lambda told: told["file"]["dispute"][0].update(grounds="x"), "file.dispute.grounds is not of its form"),
    "null": (lambda told: told["file"]["order"][0].update(state=None), "file.order.state is not of its form"),
    "policy": (lambda told: told["policy"].update(colour="red"), "policy key colour is unknown"),
    "room": (lambda told: told["room"].pop("held"), "room.held is missing"),
    "more room": (lambda told: told["room"].update(more="1"), "room.more is unknown"),
    "no figure": (lambda told: told["room"].update(held="x"), "room.held is no whole number"),
    "no cap": (lambda told: told["room"].update(cap="x"), "room.cap is not one of"),
    "drafted": (lambda told: told["ruling"].update(drafted_at="soon"), "do not fit each other"),
    "a list for an object": (lambda told: told.update(contract=[]), "do not fit each other"),
    "award": (lambda told: told["ruling"].update(award="-5", departures={"award": "x"}), "award"),
}  # fmt: skip


@pytest.mark.parametrize("change", HAND_MADE)
def test_what_was_made_by_hand_is_refused_by_name(change):
    """DESIGN §4: never a traceback, whatever stands in the document."""
    told = document(ruled())
    make, says = HAND_MADE[change]
    make(told)
    content = json.dumps(told).encode() if change == "number" else sealed(told)
    with pytest.raises(RuleBroken, match=says):
        recomputing.checks(content)


def test_a_field_younger_than_the_document_has_its_default():
    """A ruling of an older version is still read: policy keys and fields that it does not know are the defaults."""
    told = document(ruled())
    del told["file"]["inspection"][0]["drawn"], told["policy"]["screening_match_bp"]
    assert not_agreeing(sealed(told)) == []


def test_a_hash_that_is_no_text_differs():
    told = {**document(ruled()), "sha256": None}
    assert told_of(vocabulary.canonical(told)) == [("hash", "differs")]


def test_a_draft_has_no_issuing_line_and_a_ruling_has_both():
    """RULES §6: the document names the links of the order's chain that drafted and issued it."""
    trade = late(World(), limit="50000.00")
    trade.world.after(days=8)
    trade.take()
    trade.rule()
    links = recording.links(trade.bundle)
    assert trade.dispute_row.state == "drafted"
    assert document(trade)["journal"] == {
        "drafted": {"seq": str(links[-1].seq), "hash": links[-1].hash, "previous": links[-2].hash}, "issued": None,
    }  # fmt: skip
    trade.countersign()
    (issued,) = [one for one in recording.links(trade.bundle) if (one.noun, one.verb) == ("dispute", "countersign")]
    assert document(trade)["journal"]["issued"] == {
        "seq": str(issued.seq),
        "hash": issued.hash,
        "previous": issued.previous,
    }
