"""Bring the product up before a command, a worker or a web process uses it: the database first, then Django."""

import os

import django
from django.core import management
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ProgrammingError

from tradeward.gateways import postgres


def ready(*, migrated: bool = True) -> None:
    """Start or try the database and set Django up; with `migrated`, bring the schema up to date too.

    Refuses: a wrong DATABASE_URL (RuleBroken), a database that cannot be used (Unavailable).
    """
    postgres.ready(home=postgres.home())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradeward.settings")
    django.setup()
    if migrated and pending():
        migrate()


def pending() -> list[str]:
    """The migrations that the database still lacks, as `app.name`, in their order."""
    executor = MigrationExecutor(connections["owner"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{step.app_label}.{step.name}" for step, _ in plan]


def migrate() -> None:
    """Apply what is pending as the owner's role, one process at a time.

    The application's role is made first where the server has none, because migrations grant it its rights.
    """
    connection = connections["owner"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('tradeward.migrate'))")
        try:
            _make_application_role(cursor)
            MigrationRecorder(connection).ensure_schema()
            cursor.execute(f"GRANT SELECT ON django_migrations TO {postgres.APPLICATION}")
            management.call_command("migrate", database="owner", interactive=False, verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('tradeward.migrate'))")


def _make_application_role(cursor) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [postgres.APPLICATION])
    if cursor.fetchone():
        return
    try:
        cursor.execute(f"CREATE ROLE {postgres.APPLICATION} NOLOGIN")
        cursor.execute(f"GRANT {postgres.APPLICATION} TO CURRENT_USER")
    except ProgrammingError as exc:
        raise postgres.Unavailable(
            f"database: the role {postgres.APPLICATION} is missing and this login may not make it. Let an "
            f"administrator run: CREATE ROLE {postgres.APPLICATION} NOLOGIN; GRANT {postgres.APPLICATION} TO the application's login."
        ) from exc
