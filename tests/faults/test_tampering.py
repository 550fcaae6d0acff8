"""Check-books notices what a superuser did behind the product's back, and names the row (RULES §7, §9; DESIGN §3, §4)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests import databases
from tradeward.domain import entries, evidence, postings
from tradeward.gateways import files
from tradeward.interfaces.cli import main
from tradeward.interfaces.cli.stage import Stage, instant

BUYER, SUPPLIER, INSPECTOR = "Nordlicht GmbH (fictional)", "Lantern Works (fictional)", "Plumb Inspect (fictional)"
COPY = "SELECT (jsonb_populate_record(NULL::{0}, to_jsonb(t) || jsonb_build_object('id', gen_random_uuid(){1}))).* FROM {0} t"
JOURNAL = "journal = rows"


@dataclass(frozen=True, slots=True)
class Tampering:
    """What a superuser does, returning the id of the row; the table that is named; every check that notices."""

    name: str
    does: str
    table: str
    notice: frozenset[str]


def tampering(name: str, table: str, does: str, *notice: str) -> Tampering:
    """A row of the table."""
    return Tampering(name, does, table, frozenset(notice))


TAMPERINGS = [
    # --- the ten of the issue
    tampering(
        "changed amount", "ledger",
        "UPDATE ledger.posting p SET minor = minor + 1 FROM ledger.entry e WHERE e.id = p.entry_id AND e.recipe = 'refunded'"
        " RETURNING e.key",
        "ledger: content hash", "ledger: balance = postings", "refund = ledger", "refund = payment",
    ),
    tampering(
        "deleted posting", "ledger",
        "DELETE FROM ledger.posting p USING ledger.entry e WHERE e.id = p.entry_id AND e.recipe = 'debt_set_off' RETURNING e.key",
        "ledger: content hash", "ledger: balance = postings", "ledger: entry whole",
    ),
    tampering(
        "second refund", "refunds",
        "INSERT INTO refunds " + COPY.format("refunds", "") + " WHERE fund_minor > 0 RETURNING id::text",
        JOURNAL, "refund = ledger", "refunds within the award", "advance within cover",
    ),
    tampering(
        "freed reservation", "reservations",
        "UPDATE reservations SET state = 'freed', freed_at = now() WHERE freed_at IS NULL RETURNING id::text",
        JOURNAL, "counters = sums", "pot",
    ),
    tampering(
        "edited journal line", "journal",
        "UPDATE journal SET content = jsonb_set(content, '{said,text}', '\"I never said so\"') WHERE noun = 'message'"
        " RETURNING subject_id || ' line ' || seq",
        "journal chain",
    ),
    tampering(
        "moved deadline", "deadlines",
        "UPDATE deadlines SET due_at = due_at + interval '1 day' WHERE subject = 'order' RETURNING id::text",
        "deadline = rows",
    ),
    tampering(
        "orphan payout", "payments_out",
        "INSERT INTO payments_out " + COPY.format("payments_out", "") + " WHERE purpose = 'payout' LIMIT 1 RETURNING id::text",
        JOURNAL, "payment = ledger", "bank = statement",
    ),
    tampering(
        "changed evidence byte", "evidence", "SELECT sha256 FROM evidence",
        "evidence bytes",
    ),
    tampering(
        "second final ruling", "disputes",
        "DROP INDEX one_final_ruling; INSERT INTO rulings " + COPY.format("rulings", ", 'number', 2") +
        " RETURNING dispute_id::text",
        JOURNAL, "one final ruling", "guard in place",
    ),
    tampering(
        "limit counter", "suppliers",
        "UPDATE suppliers SET reserved_minor = reserved_minor - 1 RETURNING id::text",
        "counters = sums",
    ),
    # --- and more
    tampering(
        "deleted refund", "refunds", "DELETE FROM refunds WHERE fund_minor > 0 RETURNING id::text",
        JOURNAL, "refund = ledger", "advance within cover",
    ),
    tampering(
        "cut journal", "orders",
        "DELETE FROM journal j USING orders o WHERE j.subject_id = o.id AND o.state = 'cancelled'"
        " AND j.seq > 5 RETURNING o.id::text",
        JOURNAL, "ledger = journal", "no cover twice",
    ),
    tampering(
        "missing deadline", "deadlines", "DELETE FROM deadlines WHERE subject = 'order' RETURNING subject_id::text || ' ' || verb",
        "deadline = rows",
    ),
    tampering(
        "deadline of nobody", "deadlines",
        "INSERT INTO deadlines " + COPY.format("deadlines", ", 'verb', 'dance'") + " LIMIT 1 RETURNING id::text",
        "deadline = rows",
    ),
    tampering(
        "fund's cash", "pots", "UPDATE pots SET cash_minor = cash_minor + 1 RETURNING currency", "pot",
    ),
    tampering(
        "fund movement never booked", "fund_movements",
        "INSERT INTO fund_movements " + COPY.format("fund_movements", "") + " RETURNING id::text",
        "booked", "bank = statement",
    ),
    tampering(
        "payment nobody owns", "payments_out",
        "UPDATE payments_out SET supplier_id = NULL WHERE purpose = 'payout' RETURNING id::text",
        JOURNAL, "payment with a home",
    ),
    tampering(
        "changed contract", "versions",
        "UPDATE versions SET body = jsonb_set(body, '{currency}', '\"EUR\"') RETURNING id::text",
        JOURNAL, "version = its hash",
    ),
    tampering(
        "changed statement", "statements",
        "UPDATE statements SET closing_minor = closing_minor + 1 RETURNING currency || ' ' || through", "bank = statement",
    ),
    tampering(
        "changed signature", "signatures", "UPDATE signatures SET cover_minor = 1 WHERE party = 'buyer' RETURNING order_id::text",
        JOURNAL, "both signed the same",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def market(template) -> Iterator[databases.Database]:
    """One order ruled on, refunded by the fund and partly recovered; one open, with money held, cover, a file and a message."""
    made = databases.clone(template)
    play()
    databases.let_go()
    yield made
    databases.drop(made)


def play() -> None:
    """The story behind the tamperings."""
    stage = Stage(at=instant("2026-03-02"))
    stage.buyer(BUYER)
    stage.supplier(SUPPLIER, limit="20000.00")
    stage.inspector(INSPECTOR)
    stage.fund("20000.00")
    plan = [
        {"bp": "3000", "anchor": "signing", "days": "7", "release": "on_capture"},
        {"bp": "7000", "anchor": "inspection", "days": "14", "release": "on_capture"},
    ]
    first = stage.offer(buyer=BUYER, supplier=SUPPLIER, plan=plan)
    stage.sign(first, BUYER)
    stage.sign(first, SUPPLIER)
    stage.on("2026-03-04")
    stage.pay(first, instalment=1)
    stage.on("2026-04-20")
    stage.move(first, SUPPLIER, "declare_ready")
    stage.on("2026-04-22")
    stage.inspect(first, inspector=INSPECTOR, buyer=BUYER, readings=["50.0", "50.1", "49.9"])
    stage.on("2026-04-24")
    stage.pay(first, instalment=2)
    stage.on("2026-05-01")
    second = stage.offer(buyer=BUYER, supplier=SUPPLIER, plan=[plan[0] | {"release": "on_shipment"}, plan[1]])
    stage.sign(second, BUYER)
    stage.sign(second, SUPPLIER)
    stage.on("2026-05-02")
    stage.pay(second, instalment=1)
    stage.add_file(second, BUYER, b"a photograph of one lamp", name="lamp.jpg")
    stage.write(second, BUYER, "Please send the packing list.")
    dispute = stage.dispute(first, BUYER, "ship_date", remedy="cancel")
    stage.on(stage.at + timedelta(hours=168))
    stage.on("2026-05-11")
    stage.rule(dispute)
    third = stage.offer(buyer=BUYER, supplier=SUPPLIER, value="2040.82", plan=[plan[0] | {"bp": "10000"}])
    stage.sign(third, BUYER)
    stage.sign(third, SUPPLIER)
    stage.pay(third, instalment=1)
    stage.on("2026-05-20")
    stage.statement_day()


@pytest.fixture
def fresh(market) -> Iterator[databases.Database]:
    """A copy of that market for one tampering."""
    made = databases.clone(market)
    yield made
    databases.drop(made)


def tamper(database: databases.Database, does: str) -> str:
    """Do it as superuser with every trigger and foreign key off; returns the id of the row."""
    *before, last = does.split("; ")
    with database.superuser() as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in before:
            connection.execute(statement)
        return str(connection.execute(last).fetchall()[0][0])


@contextmanager
def changed_byte(digest: str) -> Iterator[None]:
    """The file's first byte is another one, for as long as this lasts."""
    path = Path(files.here()._root / digest[:2] / digest)
    kept = path.read_bytes()
    path.write_bytes(bytes([kept[0] ^ 1]) + kept[1:])
    yield
    path.write_bytes(kept)


def check(capsys, *words: str) -> tuple[int, str]:
    """What `tradeward check-books` answers and prints."""
    code = main.main(["check-books", *words])
    return code, capsys.readouterr().out


def assert_red(capsys, *, table: str, id: str, notice: frozenset[str]) -> None:
    """Red by exactly these checks; the row is named by table and id, for people and for programs."""
    code, text = check(capsys)
    assert code == 1
    assert any(f" {table} " in line and id in line for line in text.splitlines()), text
    code, text = check(capsys, "--json")
    told = json.loads(text)
    assert (code, told["red"]) == (1, True)
    assert {one["check"] for one in told["findings"]} == notice, text
    assert [one for one in told["findings"] if one["table"] == table and id in one["id"]]


@pytest.mark.parametrize("one", TAMPERINGS, ids=lambda one: one.name)
def test_check_books_names_the_row_that_was_tampered_with(fresh, capsys, one):
    """RULES §7, §9: green before, red after, by exactly these checks."""
    code, text = check(capsys)
    assert (code, text.split(" (")[0]) == (0, "books green")
    id = tamper(fresh, one.does)
    if one.table == "evidence":
        with changed_byte(id):
            assert_red(capsys, table=one.table, id=id, notice=one.notice)
    else:
        assert_red(capsys, table=one.table, id=id, notice=one.notice)


def test_a_second_refund_through_the_ledgers_own_door_is_in_no_journal(fresh, capsys):
    """Booked with a true hash, paid out and noted as a refund: everything sums up, and no journal knows of it (RULES §5, §7)."""
    with fresh.superuser() as connection:
        connection.execute("SET session_replication_role = replica")
        refund, order_id = connection.execute(
            "INSERT INTO refunds " + COPY.format("refunds", "") + " WHERE fund_minor > 0 RETURNING id, order_id"
        ).fetchone()
        (at,) = connection.execute("SELECT now()").fetchone()
        rows = (entries.Row("fund", postings.refund_due(order_id), "USD", 5),)
        content = entries.content(entries.Entry("refunded", f"refunded:{refund}:x", rows), at=at, subject=str(order_id))
        item = {**content, "hash": entries.hashed(content)}
        connection.execute("SELECT ledger.post(%s::jsonb)", [json.dumps([item])])
    code, text = check(capsys, "--json")
    named = {(one["check"], one["table"]) for one in json.loads(text)["findings"] if str(refund) in one["id"]}
    assert code == 1
    assert named == {
        ("journal = rows", "refunds"),
        ("ledger = journal", "ledger.entry"),
        ("refund = ledger", "refunds"),
    }


def test_an_amount_that_was_hashed_again_is_not_what_the_journal_lists(fresh, capsys):
    """A forger who mends hash and balances too meets the journal, which lists every entry with its hash (DESIGN §4)."""
    with fresh.superuser() as connection:
        connection.execute("SET session_replication_role = replica")
        key, subject, at, debit, credit, minor, entry_id = connection.execute(
            "SELECT e.key, e.subject, e.at, d.name, c.name, p.minor, e.id FROM ledger.entry e"
            " JOIN ledger.posting p ON p.entry_id = e.id JOIN ledger.account d ON d.id = p.debit_id"
            " JOIN ledger.account c ON c.id = p.credit_id WHERE e.recipe = 'debt_set_off'"
        ).fetchone()
        forged = entries.Entry("debt_set_off", key, (entries.Row(debit, credit, "USD", minor - 1),))
        hash = entries.hashed(entries.content(forged, at=at, subject=subject))
        connection.execute("UPDATE ledger.posting SET minor = minor - 1 WHERE entry_id = %s", [entry_id])
        connection.execute("UPDATE ledger.entry SET content_hash = decode(%s, 'hex') WHERE id = %s", [hash, entry_id])
        connection.execute(
            "UPDATE ledger.cold c SET minor = c.minor + CASE a.name WHEN %s THEN -1 ELSE 1 END FROM ledger.account a"
            " WHERE a.id = c.account_id AND a.name IN (%s, %s)",
            [debit, debit, credit],
        )
    code, text = check(capsys, "--json")
    found = {(one["check"], one["id"]) for one in json.loads(text)["findings"]}
    assert (code, ("journal = ledger", key) in found) == (1, True)
    assert {check for check, _ in found} == {"journal = ledger", "balance = rows", "deadline = rows", "pot"}


def test_a_line_that_was_hashed_again_breaks_the_chain_after_it(fresh, capsys):
    """RULES §6: the next line is chained to the hash that was."""
    with fresh.superuser() as connection:
        subject, seq, at, by, verb, noun, content, previous = connection.execute(
            "SELECT subject_id, seq, at, by, verb, noun, content, previous FROM journal WHERE verb = 'sign' ORDER BY id LIMIT 1"
        ).fetchone()
        content["said"]["cover"] = "1.00"
        forged = evidence.link(previous=previous, seq=seq, at=at, by=by, verb=verb, noun=noun, content=content)
        connection.execute(
            "UPDATE journal SET content = %s::jsonb, hash = %s WHERE subject_id = %s AND seq = %s",
            [json.dumps(content), forged.hash, subject, seq],
        )
    code, text = check(capsys, "--json")
    assert code == 1
    assert [(one["check"], one["id"]) for one in json.loads(text)["findings"]] == [
        ("journal chain", f"{subject} line {seq + 1}")
    ]
