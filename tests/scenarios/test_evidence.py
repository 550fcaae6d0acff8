"""Evidence and messages (RULES §5, §6): who added what when, hashed into the order's chain, erased without breaking it."""

import hashlib
import threading

import psycopg
import pytest
from django.db import connections

from tests.world import BUYER, INSPECTOR, SUPPLIER, World
from tradeward.domain import evidence as chain
from tradeward.domain import vocabulary
from tradeward.domain.refusals import NotAllowed, NotFound, OutOfTurn, RuleBroken
from tradeward.domain.vocabulary import Actor, Role
from tradeward.gateways import files
from tradeward.queries import evidence as seen
from tradeward.queries import messages as read
from tradeward.queries import orders
from tradeward.usecases import evidence

PHOTO = b"a photo of lamp 17, taken at the factory gate"


@pytest.fixture
def order(world):
    """An order that is paid, inspected, and never ships."""
    made = world.signed(ship_date="2026-05-01")
    made.pay(1)
    world.after(days=20)
    made.ready()
    made.inspect("50.0")
    made.pay(2)
    return made


def listed(order, who=BUYER):
    return seen.listed(order.stage.people[who], order_id=order.id, at=order.world.now)


def taken_dispute(order, *, officer="officer A"):
    """Escalated by itself, and an officer has the case."""
    order.world.on("2026-05-02")
    dispute = order.disputed("ship_date", remedy="cancel")
    order.world.after(days=7)
    dispute.say(officer, "take", tie="none")
    return dispute


def test_a_file_is_kept_by_its_content_and_listed_to_everybody_in_the_order(order):
    """RULES §6, R6.10: content-addressed, who added what when."""
    id = order.stage.add_file(order.id, SUPPLIER, PHOTO, name="lamp 17.jpg")
    for who in (BUYER, SUPPLIER, INSPECTOR, "officer A", "operator"):
        (file,) = listed(order, who)
        assert (file.id, file.name, file.by, file.at, file.size, file.late) == (
            id, "lamp 17.jpg", "supplier", order.world.now, len(PHOTO), False,
        )  # fmt: skip
        told, content = seen.content(order.stage.people[who], evidence_id=id, at=order.world.now)
        assert (told, content, file.sha256) == (file, PHOTO, hashlib.sha256(PHOTO).hexdigest())


def test_the_hash_of_a_file_is_in_the_orders_chain(order, market):
    """RULES §6: hash chain per order."""
    order.stage.add_file(order.id, BUYER, PHOTO)
    with market.superuser() as connection:
        ((content, hash),) = connection.execute(
            "SELECT content, hash FROM journal WHERE subject_id = %s AND noun = 'evidence'", [order.id]
        ).fetchall()
        links = connection.execute(
            "SELECT seq, at, by, verb, noun, content, previous, hash FROM journal WHERE subject_id = %s ORDER BY seq",
            [order.id],
        ).fetchall()
    assert content["said"]["sha256"] == content["changes"][0]["set"]["sha256"] == hashlib.sha256(PHOTO).hexdigest()
    names = ("seq", "at", "by", "verb", "noun", "content", "previous", "hash")
    read_back = [chain.Link(**dict(zip(names, link, strict=True))) for link in links]
    assert chain.verify(subject=str(order.id), links=read_back) == []
    assert hash in {link.hash for link in read_back}


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (BUYER, True),
        (SUPPLIER, True),
        (INSPECTOR, True),
        ("officer A", True),
        ("officer B", False),
        ("operator", False),
    ],
)
def test_parties_the_inspector_and_the_officer_of_the_case_add_files(order, who, may):
    """RULES §5, §6: private contact is barred, so an officer without the case adds nothing."""
    taken_dispute(order)
    if may:
        order.stage.add_file(order.id, who, PHOTO)
        assert [one.by for one in listed(order)] == [order.stage.people[who].role]
    else:
        with pytest.raises(NotAllowed, match="the officer of its case"):
            order.stage.add_file(order.id, who, PHOTO)
        assert listed(order) == []


def test_what_comes_after_the_file_has_closed_is_marked_and_kept(order):
    """RULES §5, R5.9: late items are marked, never dropped."""
    dispute = taken_dispute(order)  # taking the case closes the file, unless an item is asked for
    at_closing = order.stage.add_file(order.id, BUYER, b"at the closing instant")
    order.world.after(minutes=1)
    late = order.stage.add_file(order.id, BUYER, b"a minute later")
    dispute.say("officer A", "ask", item="the packing list", of="supplier")
    asked = order.stage.add_file(order.id, SUPPLIER, b"while an item is awaited")
    assert [(one.id, one.late) for one in listed(order)] == [(at_closing, False), (late, True), (asked, False)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"content": b""}, "file"),
        ({"name": ""}, "name"),
        ({"name": " "}, "name"),
        ({"name": "../../etc/passwd"}, "name"),
        ({"name": "a\\b"}, "name"),
        ({"name": "tab\tinside"}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"media_type": "jpeg"}, "media_type"),
        ({"media_type": "text/html; charset=x"}, "media_type"),
    ],
)
def test_a_file_that_is_none_is_refused_by_name(order, changes, field):
    """RULES §6; one clear message for bad input."""
    said = {"content": PHOTO, "name": "photo.jpg", "media_type": "image/jpeg", **changes}
    with pytest.raises(RuleBroken) as refused:
        evidence.add(order_id=order.id, **said, **order.stage.by(BUYER))
    assert refused.value.field == field
    assert listed(order) == []


def test_the_largest_file_and_the_most_files_are_policy(market):
    """RULES §6, R6.10: at most 25 MB a file and 200 a case, by policy."""
    world = World(evidence_file_megabytes=1, evidence_files_count=2)
    order = world.signed()
    order.stage.add_file(order.id, BUYER, b"x" * 1_000_000)
    with pytest.raises(RuleBroken, match="at most 1 MB"):
        order.stage.add_file(order.id, BUYER, b"x" * 1_000_001)
    second = order.stage.add_file(order.id, BUYER, b"two")
    with pytest.raises(RuleBroken, match="there may be 2"):
        order.stage.add_file(order.id, BUYER, b"three")
    evidence.erase(evidence_id=second, why="names a private person", **order.stage.by("operator"))
    order.stage.add_file(order.id, BUYER, b"three")


@pytest.mark.tampers
def test_a_changed_byte_is_found_on_download_and_by_the_books(order):
    """RULES §6: hashed again on the way out."""
    viewer = order.stage.people["operator"]
    id = order.stage.add_file(order.id, SUPPLIER, b"the true packing list")
    lost = order.stage.add_file(order.id, SUPPLIER, b"a file that will be lost")
    kept = {one.id: one.sha256 for one in listed(order)}
    root = files.here()._root
    assert [one for one in seen.damaged(viewer) if one.order_id == order.id] == []
    (root / kept[id][:2] / kept[id]).write_bytes(b"the forged packing list")
    (root / kept[lost][:2] / kept[lost]).unlink()
    with pytest.raises(files.Corrupt):
        seen.content(viewer, evidence_id=id, at=order.world.now)
    with pytest.raises(NotFound):
        seen.content(viewer, evidence_id=lost, at=order.world.now)
    found = {one.sha256 for one in seen.damaged(viewer) if one.order_id == order.id}
    assert found == set(kept.values())
    with pytest.raises(NotAllowed):
        seen.damaged(order.stage.people[BUYER])


@pytest.mark.tampers
def test_a_changed_size_in_the_row_is_found_too(order, market):
    """RULES §6."""
    order.stage.add_file(order.id, SUPPLIER, b"twelve bytes")
    with market.superuser() as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE evidence SET size = 11 WHERE order_id = %s", [order.id])
    (found,) = seen.damaged(order.stage.people["operator"])
    assert found.says.endswith("has 12 bytes, and 11 are written down")


def test_erased_bytes_leave_hash_and_reason(order):
    """RULES §6, R6.10: personal bytes can be erased, hash and reason stay."""
    id = order.stage.add_file(order.id, BUYER, b"a passport, by mistake", name="scan.jpg")
    digest = listed(order)[0].sha256
    evidence.erase(evidence_id=id, why="shows a private passport", **order.stage.by("operator"))
    (file,) = listed(order)
    assert (file.sha256, file.erased_at, file.erased_why) == (digest, order.world.now, "shows a private passport")
    with pytest.raises(NotFound, match="shows a private passport"):
        seen.content(order.stage.people[BUYER], evidence_id=id, at=order.world.now)
    with pytest.raises(NotFound):
        files.here().get(digest)
    with pytest.raises(OutOfTurn, match="erased on"):
        evidence.erase(evidence_id=id, why="again", **order.stage.by("operator"))


def test_bytes_stay_as_long_as_another_order_has_the_same_content(order):
    """RULES §6: content-addressed, so the bytes of two files may be one."""
    other = order.world.signed("shades", value="USD 100.00")
    certificate = b"the same certificate for two orders"
    mine = order.stage.add_file(order.id, SUPPLIER, certificate)
    theirs = order.stage.add_file(other.id, SUPPLIER, certificate)
    evidence.erase(evidence_id=mine, why="not of this order", **order.stage.by("operator"))
    assert seen.content(order.stage.people[BUYER], evidence_id=theirs, at=order.world.now)[1] == certificate
    evidence.erase(evidence_id=theirs, why="nor of this one", **order.stage.by("operator"))
    with pytest.raises(NotFound):
        files.here().get(hashlib.sha256(certificate).hexdigest())


def test_an_erasure_that_crashed_before_the_bytes_went_is_finished_by_asking_again(order):
    """DESIGN §3: the same key twice has one effect, and the second time mends what is left."""
    id = order.stage.add_file(order.id, BUYER, b"left behind by a crash")
    digest = listed(order)[0].sha256
    said = {"evidence_id": id, "why": "private", **order.stage.by("operator")}
    first = evidence.erase(**said)
    files.here().put(content=b"left behind by a crash", most_bytes=100)
    assert evidence.erase(**said) == first
    with pytest.raises(NotFound):
        files.here().get(digest)


def test_erasing_and_adding_the_same_content_at_once_never_loses_wanted_bytes(order):
    """RULES §6, raced 20 times: either the bytes are there or nobody wants them."""
    for n in range(20):
        content = f"raced content {n}".encode()
        first = order.stage.add_file(order.id, BUYER, content)
        erased = {"evidence_id": first, "why": "private", **order.stage.by("operator")}
        added = {
            "order_id": order.id,
            "content": content,
            "name": "again.jpg",
            "media_type": "image/jpeg",
            **order.stage.by(SUPPLIER),
        }
        _at_once(lambda erased=erased: evidence.erase(**erased), lambda added=added: evidence.add(**added))
        assert files.here().get(hashlib.sha256(content).hexdigest()) == content
    assert seen.damaged(order.stage.people["operator"]) == []


def _at_once(*acts):
    start = threading.Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            act()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize(("why", "who", "refusal"), [("", "operator", RuleBroken), ("private", BUYER, NotAllowed)])
def test_only_the_operator_erases_and_says_why(order, why, who, refusal):
    """RULES §6: the reason stays."""
    id = order.stage.add_file(order.id, BUYER, PHOTO)
    with pytest.raises(refusal):
        evidence.erase(evidence_id=id, why=why, **order.stage.by(who))
    assert listed(order)[0].erased_at is None


def test_the_same_command_twice_adds_one_file(order):
    """DESIGN §5: an idempotency key has one effect; with other bytes it is refused."""
    said = {"order_id": order.id, "name": "a.jpg", "media_type": "image/jpeg", **order.stage.by(BUYER)}
    assert evidence.add(content=PHOTO, **said) == evidence.add(content=PHOTO, **said)
    with pytest.raises(RuleBroken, match="key was used"):
        evidence.add(content=b"other bytes", **said)
    assert len(listed(order)) == 1


def test_messages_are_appended_and_read_by_all_in_the_order(order):
    """RULES §6, R6.11: messages per order are append-only and part of the chain."""
    file = order.stage.add_file(order.id, SUPPLIER, PHOTO)
    order.stage.write(order.id, BUYER, "Where are the lamps? ")
    order.world.after(minutes=1)
    order.stage.write(order.id, SUPPLIER, "Packed: see the photo.", file)
    order.world.after(minutes=1)
    order.stage.write(order.id, "operator", "We remind both sides of the ship date.")
    told = [(one.by, one.text, one.evidence) for one in _messages(order)]
    assert told == [
        ("buyer", "Where are the lamps?", ()),
        ("supplier", "Packed: see the photo.", (file,)),
        ("operator", "We remind both sides of the ship date.", ()),
    ]
    lines = orders.journal(order.stage.people[BUYER], order_id=order.id, at=order.world.now)
    assert [one.by for one in lines if one.noun == "message"] == ["buyer", "supplier", "operator"]


def _messages(order):
    return read.listed(order.stage.people["officer A"], order_id=order.id, at=order.world.now)


def test_a_message_cannot_be_changed_or_taken_away(order, market):
    """RULES §6, R6.11: append-only, in the database itself too."""
    order.stage.write(order.id, BUYER, "first")
    with psycopg.connect(market.url(), autocommit=True) as connection:
        for sql in (
            "UPDATE messages SET text = 'other'",
            "DELETE FROM messages",
            "UPDATE facts SET kind = 'x'",
            "DELETE FROM evidence",
        ):
            with pytest.raises(psycopg.Error):
                connection.execute(sql)
    assert [one.text for one in _messages(order)] == ["first"]


@pytest.mark.parametrize(("text", "field"), [("", "text"), ("  ", "text"), ("x" * 10_001, "text")])
def test_a_message_says_something_and_not_too_much(order, text, field):
    """RULES §6."""
    with pytest.raises(RuleBroken) as refused:
        order.stage.write(order.id, BUYER, text)
    assert (refused.value.field, _messages(order)) == (field, [])


def test_a_message_names_files_of_its_own_order_only(order):
    """RULES §6."""
    other = order.world.signed("shades", value="USD 100.00")
    theirs = order.stage.add_file(other.id, SUPPLIER, PHOTO)
    with pytest.raises(RuleBroken, match="add it first"):
        order.stage.write(order.id, BUYER, "see", theirs)


def test_an_officer_writes_only_in_his_case(order):
    """RULES §5, R5.9: private contact is barred; what the officer of the case says, both sides read."""
    with pytest.raises(NotAllowed):
        order.stage.write(order.id, "officer A", "a word before there is a case")
    taken_dispute(order)
    order.stage.write(order.id, "officer A", "Please show the packing list.")
    with pytest.raises(NotAllowed):
        order.stage.write(order.id, "officer B", "me too")
    assert [one.text for one in _messages(order)] == ["Please show the packing list."]


def test_an_unknown_file_and_a_file_of_strangers_look_the_same(order):
    """DESIGN §4: who may not know of a thing is told that there is none."""
    id = order.stage.add_file(order.id, BUYER, PHOTO)
    stranger = order.stage.buyer("Fremd GmbH (fictional)")
    nowhere = vocabulary.new_id(noun="evidence", key="never", at=order.world.now)
    told = []
    for file in (id, nowhere):
        with pytest.raises(NotFound) as refused:
            seen.content(stranger, evidence_id=file, at=order.world.now)
        told.append(str(refused.value).replace("evidence", "order"))
    assert told[0] == told[1]
    assert Actor(Role.BUYER, stranger.organisation_id, stranger.person_id) == stranger


def test_a_file_from_elsewhere_says_by_which_channel_and_what_proves_it(world):
    """R5.9: listed with both; without proof of origin it is refused by name, and what was made here needs none."""
    order = world.signed()

    def add(content, **said):
        told = {"name": "chat.pdf", "media_type": "application/pdf", **said}
        return evidence.add(order_id=order.id, content=content, **told, **world.stage.by(BUYER))

    with pytest.raises(
        RuleBroken, match="origin is missing: say what proves where it comes from, as it came by messenger"
    ):
        add(b"one", channel="messenger")
    with pytest.raises(RuleBroken, match="channel"):
        add(b"one", channel="pigeon", origin="feathers")
    add(b"one", channel="messenger", origin="the export of both telephones, with their times")
    add(b"two")
    found = seen.listed(world.stage.people[SUPPLIER], order_id=order.id, at=world.now)
    assert [(one.channel, one.origin) for one in found] == [
        ("messenger", "the export of both telephones, with their times"), ("here", ""),
    ]  # fmt: skip
