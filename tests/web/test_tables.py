"""The operator looks at every table, and nobody does anything to a row there (docs/decisions/tables-shown.md)."""

import pytest
from django.apps import apps
from django.db import connection

from tests.interfaces.house import ROLES
from tradeward.queries import tables


@pytest.fixture(scope="module")
def names(house) -> list[str]:
    """What is listed."""
    return [one.name for one in tables.tables(house.world.stage.people["operator"])]


def test_every_table_is_listed(names) -> None:
    """Those of all models, and those that only SQL knows."""
    assert {one._meta.db_table for one in apps.get_models()} - set(names) == set()
    assert {"ledger.entry", "ledger.posting", "webhooks", "counters"} - set(names) == set()


def test_every_table_opens_for_the_operator_and_for_nobody_else(house, pages, names) -> None:
    """All tables × all roles; what is read is read by SELECT alone."""
    browsers = {role: pages.client(role) for role in ROLES}
    for name in names:
        found = {role: pages.get(role, f"/office/tables/{name}", browsers[role]).status for role in ROLES}
        assert found == {**dict.fromkeys(ROLES, 404), "operator": 200, "nobody": 302}, name


def test_nothing_is_added_changed_or_deleted(pages, names) -> None:
    """All tables × all methods that could."""
    operator = pages.client("operator")
    for name in names:
        path = f"/office/tables/{name}"
        told = [getattr(operator, method)(path).status_code for method in ("post", "put", "patch", "delete")]
        assert told == [405] * 4, name


def test_what_lets_somebody_in_is_not_shown(house, names) -> None:
    """Passwords, hashes of secrets, keys of sessions, seeds of second factors."""
    operator = house.world.stage.people["operator"]
    shown = {(name, column) for name in names for column in tables.rows(operator, table=name, page=0).columns}
    hidden = {
        ("accounts", "password"), ("django_session", "session_key"), ("django_session", "session_data"), ("tokens", "hash"),
        ("usersessions_usersession", "session_key"), ("mfa_authenticator", "data"), ("invitations", "secret_hash"),
        ("sign_ups", "secret_hash"), ("email_proofs", "token_hash"), ("account_emailconfirmation", "key"), ("counters", "value"),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
        there = set(cursor.fetchall())
    assert (hidden - there, hidden & shown) == (set(), set())


@pytest.mark.parametrize(
    "path", ["nothing", "orders?page=-1", "orders?page=x", "orders?page=99999", "pg_authid", 'orders"; --']
)
def test_what_is_no_table_is_not_there(pages, path: str) -> None:
    """Bad input: 404, and nothing that was asked stands in a statement."""
    assert pages.get("operator", f"/office/tables/{path}").status == 404
