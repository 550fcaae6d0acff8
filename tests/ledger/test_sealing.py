"""Nothing written is ever changed, by the application or by the owner, and nothing is added to it (RULES §7)."""

import pytest
from django.db import DatabaseError, connections, transaction

TABLES = ["plan", "account", "cold", "entry", "posting", "rollup"]
WRITES = {
    "insert": "INSERT INTO ledger.{0} OVERRIDING SYSTEM VALUE SELECT * FROM ledger.{0}",
    "update": "UPDATE ledger.{0} SET {1} = {1}",
    "delete": "DELETE FROM ledger.{0}",
    "truncate": "TRUNCATE ledger.{0} CASCADE",
}
FIRST = {"plan": "hot", "account": "hot", "cold": "minor", "entry": "recipe", "posting": "minor", "rollup": "minor"}
ADD = (
    "INSERT INTO ledger.posting (entry_id, line, debit_id, credit_id, minor, currency) VALUES (%s, %s, 1, 2, 5, 'USD')"
)


def told(statement, parameters=None, *, using):
    """What the database answers; the statement must fail."""
    with pytest.raises(DatabaseError) as refused, transaction.atomic(using=using):
        connections[using].cursor().execute(statement, parameters)
    return str(refused.value).splitlines()[0]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("write", WRITES)
def test_the_application_writes_nothing_around_the_function(books, table, write):
    """RULES §7: the application's role reads tables and calls `post`; it has no right to any table."""
    answer = told(WRITES[write].format(table, FIRST[table]), using="default")
    assert answer == f"permission denied for table {table}"


@pytest.mark.parametrize("table", ["plan", "account", "entry", "posting"])
@pytest.mark.parametrize("write", ["update", "delete", "truncate"])
def test_not_even_the_owner_changes_what_is_written(books, table, write):
    """RULES §7, R7.12: append-only for everybody but a superuser, who is found by the hashes."""
    books.post("bank", books.fresh("held:"), 1)
    answer = told(WRITES[write].format(table, FIRST[table]), using="owner")
    # A truncation that cascades may be refused by the table it reaches first.
    assert answer.startswith("ledger.")
    assert answer.endswith(f"is append-only: {write.upper()} refused")


@pytest.mark.parametrize("write", ["delete", "truncate"])
def test_a_kept_balance_stays(books, write):
    """RULES §7: the row of a cold balance is never taken away."""
    books.post("bank", books.fresh("held:"), 1)
    assert told(WRITES[write].format("cold", "minor"), using="owner") == (
        f"ledger.cold is append-only: {write.upper()} refused"
    )


def test_a_balance_written_by_hand_still_has_its_floor(books):
    """RULES §7: the floor is the table's own."""
    held = books.fresh("held:")
    books.post("bank", held, 1)
    answer = told(
        "UPDATE ledger.cold SET minor = 1 WHERE account_id = (SELECT id FROM ledger.account WHERE name = %s)",
        [held],
        using="owner",
    )
    assert "never_overdrawn" in answer


def test_an_entry_is_sealed_with_its_transaction(books):
    """RULES §7: a posting is written with its entry; later, nobody adds one, not even the owner."""
    key = books.post("bank", books.fresh("held:"), 1)
    ((entry,),) = books.rows("SELECT id FROM ledger.entry WHERE key = %s", [key])
    sealed = f"entry {entry} is sealed: a posting is written with its entry, by one transaction"
    assert told(ADD, [entry, 2], using="owner") == sealed
    forged = ADD.replace("currency)", "currency, writer)").replace("'USD')", "'USD', '5')")
    assert told(forged, [entry, 2], using="owner") == sealed
    borrowed = "SELECT writer FROM ledger.entry WHERE id = %s"
    ((writer,),) = books.rows(borrowed, [entry])
    assert told(forged.replace("'5'", f"'{writer}'"), [entry, 2], using="owner") == sealed
    assert told(ADD, [10**9, 1], using="owner") == sealed.replace(str(entry), str(10**9))


@pytest.mark.parametrize(
    ("minor", "debit", "credit"), [(0, 1, 2), (-5, 1, 2), (5, 1, 1)], ids=["nothing", "negative", "to itself"]
)
def test_a_posting_moves_money(books, minor, debit, credit):
    """RULES §7: balanced by its form, whoever writes it."""
    books.post("bank", books.fresh("held:"), 1)
    entry = "INSERT INTO ledger.entry (key, recipe, at, content_hash) VALUES ('hand', 'hand', now(), '')"
    posting = (
        "INSERT INTO ledger.posting (entry_id, line, debit_id, credit_id, minor, currency)"
        " SELECT id, 1, %s, %s, %s, 'USD' FROM ledger.entry WHERE key = 'hand'"
    )
    assert "moves_money" in told(f"{entry}; {posting}", [debit, credit, minor], using="owner")


def test_the_function_is_nobody_elses(books):
    """RULES §7: a role without the grant neither posts nor reads."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT p.proname, has_function_privilege('tradeward_app', p.oid, 'EXECUTE'), p.prosecdef,"
            " 'search_path=pg_catalog, pg_temp' = ANY(p.proconfig),"
            " EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0)"
            " FROM pg_proc p WHERE p.pronamespace = 'ledger'::regnamespace ORDER BY 1"
        )
        assert cursor.fetchall() == [
            ("open_account", False, False, True, False),
            ("overdrawn", False, False, True, False),
            ("post", True, True, True, False),
            ("refuse", False, False, None, False),
            ("roll_up", True, True, True, False),
            ("seal", False, False, None, False),
        ]
