"""Databases for tests: one embedded server a session, one migrated template, one clone of it for each test module.

Real commits, on a real server: nothing is rolled back after a test. Nothing here starts before a test asks for it.
"""

import contextlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections
from psycopg import sql

from tradeward.gateways import postgres
from tradeward.interfaces import boot

_PREFIX = "tradeward-test-"
_DISK, _MEMORY = Path("/tmp"), Path("/dev/shm")
_ROOM = 8 << 30
_count = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Database:
    """A database of a test's own, and the ways into it."""

    name: str
    address: postgres.Address

    def url(self, *, role: str = postgres.APPLICATION) -> str:
        """The URL of a role in it, for threads, other processes and psql."""
        return self.address.url(role=role, database=self.name)

    def superuser(self) -> psycopg.Connection:
        """A connection that may do anything, triggers off included: for tests that tamper. Each statement commits."""
        return psycopg.connect(self.url(role=postgres.SUPERUSER), autocommit=True)


def choose_home() -> Path:
    """The home of this session, also for processes that tests start: $TRADEWARD_TEST_HOME, else a temporary one."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ.pop(name, None)
    os.environ |= {"TRADEWARD_MODE": "demo", "TRADEWARD_HOSTS": "testserver,127.0.0.1,localhost"}
    given = os.environ.get("TRADEWARD_TEST_HOME")
    home = Path(given).absolute() if given else fresh_folder(quick=True)
    os.environ["TRADEWARD_HOME"] = str(home)
    return home


def fresh_folder(*, quick: bool = False) -> Path:
    """A folder that other accounts may pass through: as root, the server's account must.

    A `quick` one is in memory where there is room: three sessions that make a database for each story wait longer for one disk
    than for all else. What proves durability asks for the disk.
    """
    in_memory = quick and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ROOM
    path = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=_MEMORY if in_memory else _DISK))
    path.chmod(0o711)
    return path


def template(*, home: Path) -> Database:
    """A migrated database that nobody is connected to."""
    address = postgres.ensure_started(home=home)
    made = Database(f"template_{os.getpid()}", address)
    with _superuser(address) as connection:
        _sweep(connection)
        postgres.make_database(connection, name=made.name)
    point_django_at(made)
    boot.migrate()
    let_go()
    return made


def clone(template: Database) -> Database:
    """A copy of the template, to which Django's connections are pointed: about 60 ms.

    Its commits do not wait for the disk: nobody needs a story after a power cut, and waiting was most of the suite's time. What
    kills servers brings up a home of its own, with PostgreSQL's own settings (tests/faults).
    """
    made = Database(f"test_{os.getpid()}_{next(_count)}", template.address)
    let_go()
    with _superuser(template.address) as connection:
        postgres.make_database(connection, name=made.name, template=template.name)
        connection.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(made.name)))
    point_django_at(made)
    return made


@contextlib.contextmanager
def lent(template: Database, *, tampered: bool = False) -> Iterator[Database]:
    """A clone for as long as it is needed; unless it is tampered with, each ruling made in it is computed again from its export."""
    from tests import recomputed  # here, as it needs Django set up

    made = clone(template)
    try:
        yield made
        point_django_at(made)  # a test may have had a database of its own since
        assert tampered or recomputed.differing() == []
    finally:
        drop(made)


def drop(database: Database) -> None:
    """Drop it, whoever is still connected."""
    let_go()
    with _superuser(database.address) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database.name)))


def point_django_at(database: Database) -> None:
    """Let both of Django's aliases use this database from now on, in every thread."""
    let_go()
    for alias in ("default", "owner"):
        connections.databases[alias]["NAME"] = database.name
        connections.databases[alias]["HOST"] = str(database.address.folder)


def let_go() -> None:
    """Close this thread's connections and the pool."""
    connections.close_all()
    connections["default"].close_pool()


def finish(*, home: Path) -> None:
    """End what the session has started; a home that was given stays, with its server."""
    if home.name.startswith(_PREFIX):
        let_go()
        with contextlib.suppress(postgres.Unavailable, OSError):  # an orphan of the session may still be writing there
            postgres.remove(home=home)
        shutil.rmtree(home, ignore_errors=True)


def sweep_homes() -> None:
    """Remove homes of sessions that were killed."""
    for left in (*_DISK.glob(f"{_PREFIX}*"), *_MEMORY.glob(f"{_PREFIX}*")):
        pid = left.name.removeprefix(_PREFIX).split("-")[0]
        if pid.isdigit() and not _alive(int(pid)):
            finish(home=left)


def _superuser(address: postgres.Address) -> psycopg.Connection:
    url = address.url(role=postgres.SUPERUSER, database="postgres")
    return psycopg.connect(url, autocommit=True)


def _sweep(connection: psycopg.Connection) -> None:
    """Drop the databases of sessions that are no more, in a home that is used again."""
    names = connection.execute(r"SELECT datname FROM pg_database WHERE datname ~ '^(template|test)_\d+'").fetchall()
    for (name,) in names:
        if not _alive(int(name.split("_")[1])) or name == f"template_{os.getpid()}":
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answered: its exit code, its JSON (None when it printed none), all it printed, its standard error."""

    code: int
    told: Any
    text: str
    error: str


def command(*words: str, environment: Mapping[str, str] | None = None, typed: str = "") -> Answer:
    """Run `tradeward` as a process of its own."""
    run = "import sys; from tradeward.interfaces.cli.main import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", run, *words], env=environment, input=typed, capture_output=True, text=True, timeout=300
    )
    told = json.loads(done.stdout) if "--json" in words and done.stdout else None
    return Answer(code=done.returncode, told=told, text=done.stdout, error=done.stderr)
