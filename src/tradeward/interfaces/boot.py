"""Bring the product up before a command, a worker or a web process uses it: the database first, then Django."""

import gc
import os
from contextlib import closing

import django
from django.conf import settings
from django.core import management
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ProgrammingError

from tradeward.gateways import postgres
from tradeward.interfaces import clock, logs


def ready(*, migrated: bool = True) -> None:
    """Start or try the database, set Django up and see to the schema: the embedded one is brought up to date here.

    Refuses: a wrong DATABASE_URL (RuleBroken), a database that cannot be used, and, on a server of the operator's own,
    a schema that is not up to date (Unavailable): when that is changed is the operator's choice.
    """
    postgres.ready(home=postgres.home())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradeward.settings")
    django.setup()
    logs.begin()
    gc.freeze()  # what is loaded by now stays: the collector need not walk it again, at a tenth of a movement's cost
    if not migrated:
        return
    if due := pending():
        if not postgres.embedded():
            raise postgres.Unavailable(f"database: the schema lacks {', '.join(due)}. Run `tradeward db migrate`.")
        migrate()
    connections["owner"].close()
    _tell_the_time()


def _tell_the_time() -> None:
    """A demo market has a clock of its own. Refuses: one under settings that say production (Unavailable)."""
    from tradeward.usecases import sandbox  # tables are there only once Django is set up

    if sandbox.market() is not None and os.environ.get("TRADEWARD_MODE") == "production":
        raise postgres.Unavailable(
            "database: this one holds a demo market, whose clock is not the world's. Name another (TRADEWARD_HOME or "
            "DATABASE_URL), or set TRADEWARD_MODE=demo."
        )
    clock.follow(sandbox.ahead if settings.DEMO or sandbox.market() is not None else None)


def pending(*, using: str = "owner") -> list[str]:
    """The migrations that the database still lacks, as `app.name`, in their order; `using` is the connection that asks."""
    executor = MigrationExecutor(connections[using])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{step.app_label}.{step.name}" for step, _ in plan]


def migrate() -> None:
    """Apply what is pending as the owner's role, one process at a time.

    The application's role is made first where the server has none, because migrations grant it its rights.
    """
    connection = connections["owner"]
    with closing(connection), connection.cursor() as cursor:  # the lock ends with the connection
        cursor.execute("SELECT pg_advisory_lock(hashtext('tradeward.migrate'))")
        _make_application_role(cursor)
        MigrationRecorder(connection).ensure_schema()
        cursor.execute(f"GRANT SELECT ON django_migrations TO {postgres.APPLICATION}")
        management.call_command("migrate", database="owner", interactive=False, verbosity=0)


def _make_application_role(cursor) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [postgres.APPLICATION])
    if cursor.fetchone():
        return
    try:
        cursor.execute(f"CREATE ROLE {postgres.APPLICATION} NOLOGIN")
        cursor.execute(f"GRANT {postgres.APPLICATION} TO CURRENT_USER")
    except ProgrammingError as exc:
        raise postgres.Unavailable(
            "database: the role tradeward_app is missing and this login may not make it. Let an administrator "
            "run: CREATE ROLE tradeward_app NOLOGIN; GRANT tradeward_app TO the application's login."
        ) from exc
