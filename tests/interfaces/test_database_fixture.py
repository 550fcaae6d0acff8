"""The databases that tests get are real, migrated, apart, and as restricted as in production (RULES §7)."""

import psycopg
import pytest
from django.db import connection, connections

from tests import databases
from tradeward.interfaces import boot


def test_django_works_as_the_application_role_in_a_clone_of_its_own(database):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        assert cursor.fetchone() == ("tradeward_app", database.name)


def test_every_migration_is_applied(database):
    assert boot.pending() == []


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE t (a int)",
        "CREATE TEMPORARY TABLE t (a int)",
        "CREATE SCHEMA s",
        "CREATE ROLE r",
        "CREATE DATABASE d",
    ],
)
def test_the_application_makes_nothing_in_the_schema(database, statement):
    with psycopg.connect(database.url(), autocommit=True) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement)


def test_durability_is_as_postgresql_ships_it(template):
    """What PostgreSQL says it would be without any configuration is what it is; only a story's own database waits for no disk."""
    names = ["fsync", "full_page_writes", "synchronous_commit", "wal_sync_method"]
    with template.superuser() as connection:
        rows = connection.execute("SELECT name, setting = boot_val FROM pg_settings WHERE name = ANY(%s)", [names])
        assert dict(rows.fetchall()) == dict.fromkeys(names, True)


def test_two_clones_are_apart(database, template):
    with database.superuser() as first:
        first.execute("CREATE TABLE only_here ()")
    other = databases.clone(template)
    try:
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT current_database(), to_regclass('only_here')")
            assert cursor.fetchone() == (other.name, None)
    finally:
        databases.drop(other)
        databases.point_django_at(database)
