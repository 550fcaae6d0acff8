"""A PostgreSQL of the operator's own, named by DATABASE_URL: what is read, what is refused, and whose rights count."""

import os

import psycopg
import pytest

from tests import databases
from tradeward.domain.refusals import RuleBroken
from tradeward.gateways import postgres
from tradeward.gateways.postgres import choice

REFUSED = {
    "": "DATABASE_OWNER_URL is set and DATABASE_URL is not: set both, or neither.",
    "nonsense": "DATABASE_URL is no PostgreSQL URL.",
    "mysql://u:secret@h/d": "DATABASE_URL is no PostgreSQL URL.",
    "host=h dbname=d password=secret": "DATABASE_URL is no PostgreSQL URL.",
    "postgresql://u:secret@[h/d": "DATABASE_URL is no PostgreSQL URL.",
    "postgresql://u:secret@h/d?colour=red": "DATABASE_URL is no PostgreSQL URL.",
    "postgresql://u:secret@h": "DATABASE_URL names no database.",
}
POOLED = choice.PREPARED | {"pool": {"min_size": 1, "max_size": 16, "timeout": 30.0}}
READ = {
    "postgresql://u:p%40ss@h:6543/d?sslmode=require": {
        "NAME": "d",
        "USER": "u",
        "PASSWORD": "p@ss",
        "HOST": "h",
        "PORT": "6543",
        "OPTIONS": {"connect_timeout": 10, "sslmode": "require"},
    },
    "postgres://u@/d?host=/run/postgresql&connect_timeout=3": {
        "NAME": "d",
        "USER": "u",
        "HOST": "/run/postgresql",
        "OPTIONS": {"connect_timeout": "3"},
    },
}


@pytest.fixture
def named(monkeypatch, tmp_path):
    """Set DATABASE_URL and DATABASE_OWNER_URL."""

    def name(application: str, owner: str = ""):
        monkeypatch.setenv("DATABASE_URL", application)
        monkeypatch.setenv("DATABASE_OWNER_URL", owner)
        return tmp_path

    return name


@pytest.mark.parametrize("url", REFUSED)
def test_a_url_that_is_none_is_refused_without_repeating_it(named, url):
    home = named(url, owner="postgresql://o@h/d")
    with pytest.raises(RuleBroken) as refused:
        postgres.databases(home=home)
    assert (str(refused.value).startswith(REFUSED[url]), refused.value.field) == (True, "DATABASE_URL")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("url", READ)
def test_the_parts_of_a_url_reach_django(named, url):
    """Two URLs: the application's is pooled, the owner's is not; nobody is asked anything."""
    home = named("postgresql://app@h/d", owner=url)
    found = postgres.databases(home=home)
    common = {"ENGINE": "tradeward.store.engine", "CONN_MAX_AGE": 0}
    assert found["owner"] == common | {"CONN_HEALTH_CHECKS": False} | READ[url]
    options = {"connect_timeout": 10, "options": choice.PATIENCE} | POOLED
    application = {"NAME": "d", "USER": "app", "HOST": "h", "OPTIONS": options}
    assert found["default"] == common | {"CONN_HEALTH_CHECKS": True} | application


def test_without_a_url_the_embedded_server_is_used_and_not_started(tmp_path):
    found = postgres.databases(home=tmp_path)
    assert [found[alias]["USER"] for alias in ("default", "owner")] == ["tradeward_app", "tradeward_owner"]
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_does_not_answer_is_told_in_one_line(named):
    home = named("postgresql://u:secret@127.0.0.1:1/d")
    with pytest.raises(postgres.Unavailable) as refused:
        postgres.ready(home=home)
    assert str(refused.value) == (
        "database: the server that DATABASE_URL names cannot be used: connection failed: connection to server at "
        '"127.0.0.1", port 1 failed: Connection refused. Check that it runs and that the URL is right, or unset it to '
        "use the embedded database."
    )


def test_an_old_server_is_refused(database, named, monkeypatch):
    monkeypatch.setattr(choice, "OLDEST", 99)
    with pytest.raises(postgres.Unavailable, match=r"names is PostgreSQL 18\. Use PostgreSQL 99 or newer, or unset"):
        postgres.ready(home=named(database.url()))


@pytest.mark.parametrize(("may", "role"), [(False, ""), (True, " -c role=tradeward_app")], ids=["may not", "may"])
def test_with_one_url_the_application_gives_up_the_logins_rights_when_it_may(database, named, may, role):
    with database.superuser() as connection:
        connection.execute("GRANT tradeward_app TO tradeward_owner" if may else "SELECT 1")
    try:
        found = postgres.databases(home=named(database.url(role=postgres.OWNER)))
        assert found["default"]["OPTIONS"] == {"connect_timeout": 10, "options": f"{choice.PATIENCE}{role}"} | POOLED
        assert found["owner"]["OPTIONS"] == {"connect_timeout": 10}
    finally:
        with database.superuser() as connection:
            connection.execute("REVOKE tradeward_app FROM tradeward_owner")


def test_an_operators_own_database_from_nothing_to_ready(database, template):
    """One URL, by the commands an operator types: refused until migrated, then every check of the doctor is green."""
    fresh = databases.Database(f"test_{os.getpid()}_own", database.address)
    with database.superuser() as connection:
        connection.execute(f"CREATE DATABASE {fresh.name} OWNER tradeward_owner")
        connection.execute("GRANT tradeward_app TO tradeward_owner")
    environment = os.environ | {"DATABASE_URL": fresh.url(role=postgres.OWNER)}
    try:
        before = databases.command("doctor", "--json", environment=environment)
        migrated = databases.command("db", "migrate", "--json", environment=environment)
        again = databases.command("db", "migrate", "--json", environment=environment)
        after = databases.command("doctor", "--json", environment=environment)
        assert [before.code, migrated.code, again.code, after.code] == [1, 0, 0, 0]
        assert [each["check"] for each in before.told["checks"] if not each["ok"]] == ["migrations"]
        assert again.told == {"applied": []}
        roles = next(each["told"] for each in after.told["checks"] if each["check"] == "roles")
        assert roles == "the application works as tradeward_app, migrations as tradeward_owner"
        refused = databases.command("db", "stop", environment=environment)
        assert (refused.code, refused.error.splitlines()) == (2, [refused.error.rstrip("\n")])
    finally:
        with database.superuser() as connection:
            connection.execute(f"DROP DATABASE {fresh.name} WITH (FORCE)")
            connection.execute("REVOKE tradeward_app FROM tradeward_owner")


def test_a_login_that_may_not_make_the_role_is_told_what_to_run(database, monkeypatch):
    """The role is there in this server, so its name is changed for the test."""
    from django.db import connections

    from tradeward.interfaces import boot

    monkeypatch.setattr(postgres, "APPLICATION", "tradeward_elsewhere")
    with connections["owner"].cursor() as cursor, pytest.raises(postgres.Unavailable, match="CREATE ROLE"):
        boot._make_application_role(cursor)
    with psycopg.connect(database.url(role=postgres.OWNER)) as connection:
        assert connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'tradeward_elsewhere'").fetchone() is None
