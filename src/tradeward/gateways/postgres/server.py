"""The embedded server: made, started, stopped, and started again after any kind of death, without a hand."""

import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from tradeward.gateways.postgres import binaries, place
from tradeward.gateways.postgres.faults import Unavailable, unavailable
from tradeward.gateways.postgres.place import Place

OWNER = "tradeward_owner"
APPLICATION = "tradeward_app"
SUPERUSER = "postgres"
DATABASE = "tradeward"
PORT = 5432
MAX_CONNECTIONS = 200
FRESH_BYTES = 256 << 20
_FULL_BYTES = 32 << 20
_MEGABYTES_OF_LOG = 8
_SECONDS_OF_RETRY = 20
_SECONDS_OF_RECOVERY = 600


@dataclass(frozen=True, slots=True)
class Address:
    """Where a running embedded server listens: a socket in this folder, no network."""

    folder: Path

    def url(self, *, role: str = APPLICATION, database: str = DATABASE) -> str:
        """The connection URL of `role` in `database`."""
        return f"postgresql://{quote(role)}@/{quote(database)}?host={quote(str(self.folder), safe='')}&port={PORT}"


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of the embedded server: `running`, `stopped` or `absent`, and where its parts lie."""

    state: str
    data: Path
    socket: Path
    log: Path
    account: str | None
    pid: int | None


def address(*, home: Path) -> Address:
    """Where the server of `home` listens when it runs; starts nothing."""
    return Address(place.socket_folder(home=home))


def ensure_started(*, home: Path) -> Address:
    """The address of the running server of `home`: made on the first call, started when it is down, left alone when up.

    Any number of processes may call at once: one starts it and the others wait. Refuses (Unavailable, one line): a
    folder that is not ours or of another PostgreSQL, a full disk, a machine without the programs.
    """
    where = place.made(home=home)
    if not (where.bootstrapped.exists() and _ready(home=home)):
        with _locked(where):
            if _pid(where) is None:
                _make(where)
                _start(where, home=home)
            _await(where, home=home)
            if not where.bootstrapped.exists():
                _bootstrap(where, home=home)
    return address(home=home)


def stop(*, home: Path) -> bool:
    """Stop the server of `home` (fast shutdown: open transactions are rolled back); False when none ran."""
    where = place.existing(home=home)
    if where is None:
        return False
    with _locked(where):
        if _pid(where) is None:
            return False
        done = _pg_ctl(where, "stop", "-m", "fast", "-t", "600", "-w")
        if done.returncode != 0 and _pid(where) is not None:
            unavailable(f"the server did not stop: {_last(done.stderr)}", way_out=f"See {where.log}.")
    return True


def status(*, home: Path) -> Status:
    """What runs for `home`, and where it lies; starts nothing."""
    where = place.existing(home=home)
    folder = place.folder(home=home)
    pid = _pid(where) if where else None
    made = where is not None and where.data.is_dir()
    return Status(
        state="running" if pid else "stopped" if made else "absent", data=folder / "data", log=folder / "log",
        socket=place.socket_folder(home=home), account=where.account.name if where else None, pid=pid,
    )  # fmt: skip


def remove(*, home: Path) -> bool:
    """Stop the server of `home` and delete its database with everything in it; False when there was none."""
    where = place.existing(home=home)
    if where is None:
        return False
    stop(home=home)
    socket = place.socket_folder(home=home)
    shutil.rmtree(where.folder)
    shutil.rmtree(socket, ignore_errors=True)  # it lies elsewhere when the place's own path is too long
    link = home / "postgres"
    if link.is_symlink():
        link.unlink()
    return True


@contextmanager
def _locked(where: Place) -> Iterator[None]:
    """Hold the lock of this place; it ends with the process, however that dies, and the server does not inherit it."""
    handle = os.open(where.lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        os.fchown(handle, where.account.uid, where.account.gid)
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _pg_ctl(where: Place, *words: str) -> subprocess.CompletedProcess[str]:
    program = binaries.program("pg_ctl", account=where.account)
    return where.account.run([program, "-D", where.data, *words], timeout=660)


def _ready(*, home: Path) -> bool:
    program = binaries.installed() / "bin" / "pg_isready"
    asked: list[str | Path] = [program, "-q", "-h", place.socket_folder(home=home), "-p", str(PORT), "-t", "5"]
    return place.ourselves().run(asked).returncode == 0


def _await(where: Place, *, home: Path) -> None:
    """Wait for a server that lives and does not answer: it recovers from a crash of one of its own processes."""
    until = time.monotonic() + _SECONDS_OF_RECOVERY
    while not _ready(home=home):
        if time.monotonic() > until:
            unavailable(f"the server of {where.folder} runs and does not answer", way_out=f"See {where.log}.")
        time.sleep(0.1)


def _pid(where: Place) -> int | None:
    """The process id of the living server of this place.

    The number in postmaster.pid proves nothing: after a kill -9 it may be a zombie's, or, after a reboot, that of any
    other process. Where /proc can be asked, the server is the process that works in the data folder.
    """
    try:
        pid = int((where.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    if Path("/proc/self/cwd").exists():
        return pid if _works_in(pid, where.data) else None
    return pid if _alive(pid) else None


def _works_in(pid: int, data: Path) -> bool:
    """Whether `pid` lives with `data` as its working folder; a zombie has none, another account's cannot be read."""
    try:
        return Path(os.readlink(f"/proc/{pid}/cwd")) == data
    except OSError:
        return False


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _make(where: Place) -> None:
    """Make the data folder, whole or not at all: under another name first, so that a kill leaves nothing half made."""
    if where.data.exists():
        return _ours(where)
    place.room(path=where.folder, needs=FRESH_BYTES)
    fresh = where.folder / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    done = where.account.run(
        [binaries.program("initdb", account=where.account), "--pgdata", fresh, f"--username={SUPERUSER}", "--auth=peer",
         "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions"],
        timeout=600,
    )  # fmt: skip
    if done.returncode != 0:
        _explain(done.stderr, where=where, doing="could not be made")
    configuration = fresh / "postgresql.conf"
    where.account.write(configuration, f"{configuration.read_text()}\ninclude 'tradeward.conf'\n")
    fresh.rename(where.data)
    return None


def _ours(where: Place) -> None:
    """Refuse a data folder that this program cannot run."""
    try:
        version = (where.data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        unavailable(f"{where.data} is not a PostgreSQL data folder", way_out="Move it away, or set TRADEWARD_HOME.")
    if version != str(binaries.MAJOR):
        unavailable(
            f"{where.data} was made by PostgreSQL {version}, and the embedded one is {binaries.MAJOR}",
            way_out="Dump it with the Tradeward that made it, or run that PostgreSQL and name it in DATABASE_URL.",
        )
    if "include 'tradeward.conf'" not in (where.data / "postgresql.conf").read_text():
        unavailable(f"{where.data} was not made by Tradeward", way_out="Set TRADEWARD_HOME to another folder.")


def _start(where: Place, *, home: Path) -> None:
    """Start the server; what a killed one left behind is cleared, and the start retried while it still dies."""
    _configure(where, home=home)
    _trim(where.log)
    until = time.monotonic() + _SECONDS_OF_RETRY
    while _pid(where) is None:
        _clear_the_dead(where, home=home)
        written = where.log.stat().st_size if where.log.exists() else 0
        done = _pg_ctl(where, "start", "-l", str(where.log), "-t", "600", "-w")
        if done.returncode == 0:
            return
        said = _since(where.log, written) or done.stderr
        if not re.search(r"already exists|still in use", said) or time.monotonic() > until:
            _explain(said, where=where, doing="did not start")
        time.sleep(0.2)


def _configure(where: Place, *, home: Path) -> None:
    """Write our settings; those of durability keep PostgreSQL's own defaults."""
    socket = place.socket_folder(home=home)
    place.private_folder(socket, account=where.account)
    where.account.write(where.folder / "home", f"{home}\n")  # it may have been moved since
    logins = sorted({where.account.name, "root"})
    settings = f"""# Written by Tradeward at every start. For settings of your own use ALTER SYSTEM.
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
port = {PORT}
max_connections = {MAX_CONNECTIONS}
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %u@%d '
"""
    rules = "local all all peer map=tradeward\nlocal replication all peer map=tradeward\n"
    maps = "".join(f'tradeward "{login}" {role}\n' for login in logins for role in (SUPERUSER, OWNER, APPLICATION))
    for name, text in {"tradeward.conf": settings, "pg_hba.conf": rules, "pg_ident.conf": maps}.items():
        where.account.write(where.data / name, text)


def _clear_the_dead(where: Place, *, home: Path) -> None:
    """Clear what a killed server left: its orphaned backends, its socket's lock, and its number in postmaster.pid.

    postmaster.pid itself stays, because PostgreSQL finds in it the shared memory of backends that still live; but a
    number in it that is a zombie's, or by now another program's, would stop every start. Ours in its place does not:
    PostgreSQL knows that who starts it is no server. One without a number, from a full disk, tells nothing and goes.
    """
    for pid in _orphans(where.data):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    (place.socket_folder(home=home) / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
    left = where.data / "postmaster.pid"
    first, *rest = left.read_text().split("\n") if left.exists() else [""]
    if not first.isdigit():
        left.unlink(missing_ok=True)
    elif sys.platform == "linux":
        where.account.write(left, "\n".join([str(os.getpid()), *rest]))


def _orphans(data: Path) -> list[int]:
    """Backends that still work in a data folder whose server is dead: a long query may not have noticed."""
    found = [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if _works_in(int(entry.name), data)]
    return [pid for pid in found if "/bin/postgres" in _program_of(pid)]


def _program_of(pid: int) -> str:
    try:
        return os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return ""


def _trim(log: Path) -> None:
    """Keep the log of the last starts only."""
    if log.exists() and log.stat().st_size > _MEGABYTES_OF_LOG << 20:
        log.replace(log.with_suffix(".old"))


def _since(log: Path, start: int) -> str:
    with open(log, "rb") as file:
        file.seek(start)
        return file.read().decode(errors="replace")


def _last(text: str) -> str:
    """The last line that says why."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"FATAL|PANIC|error:", line)]
    return re.sub(r"^.*?(FATAL|PANIC|error): +", "", (telling or lines or ["no reason given"])[-1]).rstrip(".")


def _explain(said: str, *, where: Place, doing: str) -> None:
    full = shutil.disk_usage(where.folder).free < _FULL_BYTES  # then the log's last lines may be missing, too
    if full or "No space left on device" in said or "Disk quota exceeded" in said:
        way_out = "The disk is full: free some space, or set TRADEWARD_HOME to a folder with room."
    elif "Permission denied" in said:
        way_out = f"Let the account {where.account.name} pass through every folder above it, or set TRADEWARD_HOME."
    else:
        way_out = f"See {where.log}, or set DATABASE_URL to a PostgreSQL of yours."
    unavailable(f"the embedded server in {where.folder} {doing}: {_last(said)}", way_out=way_out)


def _bootstrap(where: Place, *, home: Path) -> None:
    """Make the roles and the database; what exists is left as it is."""
    at = address(home=home)
    try:
        with psycopg.connect(at.url(role=SUPERUSER, database="postgres"), autocommit=True) as connection:
            for role in (OWNER, APPLICATION):
                if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                make_database(connection, name=DATABASE)
    except psycopg.Error as exc:
        raise Unavailable(f"database: the roles could not be made: {_last(str(exc))}. See {where.log}.") from exc
    where.account.write(where.bootstrapped, f"PostgreSQL {binaries.MAJOR}\n")


def make_database(connection: psycopg.Connection, *, name: str, template: str = "template1") -> None:
    """Make a database of the owner's, in which the application may not make tables, not even temporary ones."""
    words = {"name": name, "owner": OWNER, "app": APPLICATION, "template": template}
    # STRATEGY wal_log, PostgreSQL's default, copies a small template in a third of file_copy's time.
    create = "CREATE DATABASE {name} OWNER {owner} TEMPLATE {template}"
    for statement in (create, "REVOKE ALL ON DATABASE {name} FROM PUBLIC", "GRANT CONNECT ON DATABASE {name} TO {app}"):
        connection.execute(sql.SQL(statement).format(**{key: sql.Identifier(word) for key, word in words.items()}))
