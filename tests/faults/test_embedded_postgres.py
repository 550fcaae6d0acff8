"""The embedded server outlives every death and misuse without a hand: what was committed is there, once (RULES §7)."""

import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests import databases
from tradeward.gateways import postgres
from tradeward.gateways.postgres import binaries, place, server

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def home():
    """A home of this module's own, whose server may be killed."""
    folder = databases.fresh_folder()
    postgres.ensure_started(home=folder)
    with superuser(folder) as connection:
        connection.execute("CREATE TABLE kept (n int PRIMARY KEY)")
    yield folder
    databases.finish(home=folder)


@pytest.fixture
def empty():
    """A folder for a home that has no database yet."""
    folder = databases.fresh_folder()
    yield folder
    databases.finish(home=folder)


def superuser(home: Path) -> closing[psycopg.Connection]:
    """A connection whose end asks nothing of a server that may be dead."""
    url = postgres.ensure_started(home=home).url(role=postgres.SUPERUSER)
    return closing(psycopg.connect(url, autocommit=True))


def pid(home: Path) -> int:
    found = postgres.status(home=home).pid
    assert found is not None
    return found


def kill(home: Path) -> None:
    """kill -9, and wait until it is no more."""
    victim = pid(home)
    os.kill(victim, signal.SIGKILL)
    until = time.monotonic() + 10
    while postgres.status(home=home).pid == victim and time.monotonic() < until:
        time.sleep(0.01)


def kept(home: Path) -> list[int]:
    with superuser(home) as connection:
        return [n for (n,) in connection.execute("SELECT n FROM kept ORDER BY n").fetchall()]


def test_kill_9_loses_nothing_that_was_committed_and_keeps_nothing_else(home):
    """RULES §7: every movement once. Five deaths; each time one row is committed and one is not."""
    before = kept(home)
    for n in range(100, 105):
        with superuser(home) as connection, superuser(home) as open_one:
            connection.execute("INSERT INTO kept VALUES (%s)", [n])
            open_one.execute("BEGIN")
            open_one.execute("INSERT INTO kept VALUES (%s)", [-n])
            kill(home)
        assert kept(home) == [*before, *range(100, n + 1)]


def test_a_backend_that_did_not_notice_the_death_is_ended(home):
    """A busy backend keeps the dead server's shared memory, which would stop every start."""
    with superuser(home) as busy:
        busy.execute("BEGIN")
        backend = busy.info.backend_pid
        asked = "SELECT count(*) FROM generate_series(1, 1000000000000)"
        busy.pgconn.send_query(asked.encode())
        kill(home)
        postgres.ensure_started(home=home)
        assert not Path(f"/proc/{backend}").exists() or "Z" in Path(f"/proc/{backend}/stat").read_text()


@pytest.mark.parametrize("zombie", [True, False], ids=["a zombie", "another program"])
def test_a_number_that_is_taken_does_not_stop_the_start(home, zombie):
    """postmaster.pid survives a kill -9; its number may by then be a zombie's, or any program's of the account."""
    account = place.existing(home=home).account
    switch = {} if os.geteuid() == account.uid else {"user": account.uid, "group": account.gid, "extra_groups": []}
    other = subprocess.Popen(["/bin/sleep", "0" if zombie else "60"], cwd="/", **switch)
    try:
        if zombie:
            os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)
        kill(home)
        left = postgres.status(home=home).data / "postmaster.pid"
        left.write_text("\n".join([str(other.pid), *left.read_text().split("\n")[1:]]))
        assert postgres.status(home=home).state == "stopped"
        postgres.ensure_started(home=home)
        assert pid(home) != other.pid
    finally:
        other.kill()
        other.wait()


def test_an_empty_postmaster_pid_does_not_stop_the_start(home):
    """A disk that was full can leave one."""
    kill(home)
    (postgres.status(home=home).data / "postmaster.pid").write_text("")
    assert isinstance(kept(home), list)


def test_a_crash_of_one_backend_is_waited_for(home):
    with superuser(home) as connection:
        backend = connection.info.backend_pid
        server_pid = pid(home)
        os.kill(backend, signal.SIGKILL)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT pg_sleep(5)")
    assert isinstance(kept(home), list)
    assert pid(home) == server_pid


def test_starting_and_stopping_twice_is_as_once(home):
    postgres.ensure_started(home=home)
    first = pid(home)
    postgres.ensure_started(home=home)
    assert pid(home) == first
    assert [postgres.stop(home=home), postgres.stop(home=home)] == [True, False]
    assert postgres.status(home=home).state == "stopped"


def test_many_processes_at_once_start_one_server(empty):
    code = (
        "from pathlib import Path; from tradeward.gateways import postgres; import sys; h = Path(sys.argv[1]);"
        "print(postgres.ensure_started(home=h).url(), postgres.status(home=h).pid)"
    )
    command = [sys.executable, "-c", code, empty / "var"]
    racers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    told = {racer.communicate(timeout=120)[0] for racer in racers}
    assert [racer.returncode for racer in racers] == [0, 0, 0, 0]
    assert told == {f"{postgres.address(home=empty / 'var').url()} {pid(empty / 'var')}\n"}
    postgres.remove(home=empty / "var")


def test_all_folders_are_private_and_those_above_are_left_alone(home):
    before = stat.S_IMODE(home.stat().st_mode)
    found = postgres.status(home=home)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (found.data.parent, found.data, found.socket)}
    assert modes == {"postgres": 0o700, "data": 0o700, "run": 0o700}
    assert before == 0o711


def test_no_login_but_ours_and_no_network(home):
    with superuser(home) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        methods = connection.execute("SELECT DISTINCT type, auth_method FROM pg_hba_file_rules").fetchall()
        assert methods == [("local", "peer")]
        connection.execute("CREATE ROLE stranger LOGIN")
    with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
        psycopg.connect(postgres.address(home=home).url(role="stranger"))


@pytest.mark.parametrize("name", ["x" * 90, "it's, a place", "房子"], ids=["long", "odd", "not ASCII"])
def test_a_home_of_any_name_gets_a_socket_that_works(empty, name):
    """The kernel takes about 100 bytes, and lists of sockets are separated by commas."""
    home = empty / name
    address = postgres.ensure_started(home=home)
    assert len(os.fsencode(address.folder / ".s.PGSQL.5432")) < 100
    assert stat.S_IMODE(address.folder.stat().st_mode) == 0o700
    with psycopg.connect(address.url()) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("tradeward_app",)
    postgres.remove(home=home)
    assert not address.folder.exists()


def test_a_home_that_only_we_may_enter_works(empty):
    """A clone under /root: the server's account cannot enter it, and nobody's permissions are changed for it."""
    private = empty / "private"
    private.mkdir(mode=0o700)
    home = private / "clone" / "var"
    with superuser(home) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    data = postgres.status(home=home).data
    assert data.is_relative_to(place.SYSTEM_FOLDER if os.geteuid() == 0 else home)
    assert postgres.orphans() == []
    postgres.remove(home=home)
    assert [data.exists(), os.path.lexists(home / "postgres")] == [False, False]


def test_programs_that_the_account_cannot_reach_are_copied(empty, monkeypatch):
    """The programs lie in a virtual environment under /root; any account but root's own must be able to run them."""
    monkeypatch.setattr(place.Account, "reaches", lambda self, path: False)
    monkeypatch.setattr(binaries, "system_folder", lambda: empty)
    monkeypatch.setattr(binaries, "SYSTEM_FOLDER", empty)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    account = place.Account("somebody", 12345, 12345)
    found = {name: binaries.program(name, account=account) for name in ("initdb", "pg_ctl", "postgres", "pg_isready")}
    for name, path in found.items():
        told = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
        assert (told.startswith(f"{name} (PostgreSQL) 18."), path.is_relative_to(empty)) == (True, True)
    assert binaries.program("initdb", account=account) == found["initdb"]
    assert [path.name for path in empty.iterdir()] == [found["initdb"].parents[3].name]


def made_by(*, version: str | None = None, configuration: str = ""):
    """A data folder that is not ours, or no data folder at all."""

    def plant(home: Path) -> None:
        account = place.made(home=home).account
        data = home / "postgres" / "data"
        data.mkdir()
        if version is not None:
            (data / "PG_VERSION").write_text(f"{version}\n")
            (data / "postgresql.conf").write_text(configuration)
        shutil.chown(data, account.uid, account.gid)

    return plant


PLANTED = {
    "another version": (made_by(version="17"), "was made by PostgreSQL 17, and the embedded one is 18"),
    "no data folder": (made_by(), "is not a PostgreSQL data folder"),
    "not ours": (made_by(version="18"), "was not made by Tradeward"),
    "a file": (lambda home: (home / "postgres").write_text(""), "is not a folder"),
    "a dead link": (lambda home: (home / "postgres").symlink_to("/nowhere"), "points to /nowhere, which is gone"),
}


@pytest.mark.parametrize("case", PLANTED)
def test_what_is_in_the_way_is_told_in_one_line_and_left_alone(empty, case):
    plant, told = PLANTED[case]
    plant(empty)
    before = sorted(str(path) for path in empty.rglob("*") if path.name != "lock")
    with pytest.raises(postgres.Unavailable) as refused:
        postgres.ensure_started(home=empty)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
    assert sorted(str(path) for path in empty.rglob("*") if path.name != "lock") == before


def test_a_home_that_is_a_file_is_refused(empty):
    (empty / "home").write_text("")
    with pytest.raises(postgres.Unavailable, match="home is not a folder. Set TRADEWARD_HOME to a folder."):
        postgres.ensure_started(home=empty / "home")


def test_somebody_elses_database_is_refused(home, monkeypatch):
    owner = place.existing(home=home).account.name
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    with pytest.raises(postgres.Unavailable, match=f"belongs to the account {owner}. Work as that account, or as root"):
        postgres.ensure_started(home=home)


def test_a_machine_without_the_programs_is_told_so(empty, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(postgres.Unavailable, match="no embedded PostgreSQL 18 for .* set DATABASE_URL"):
        postgres.ensure_started(home=empty)


def test_a_disk_that_is_nearly_full_is_told_before_anything_is_made(empty, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 10, 5 << 20))
    with pytest.raises(postgres.Unavailable, match="has 5 MB free and 256 MB are needed. Free some space, or set"):
        postgres.ensure_started(home=empty)
    assert not (empty / "postgres" / "data").exists()


def test_a_disk_that_fills_up_is_told_in_one_line(empty):
    """The words are PostgreSQL's own, from initdb and from a start on a full file system."""
    where = place.made(home=empty)
    said = 'LOG:  x\n2026 FATAL:  could not write lock file "postmaster.pid": No space left on device\n'
    with pytest.raises(postgres.Unavailable) as refused:
        server._explain(said, where=where, doing="did not start")
    assert str(refused.value) == (
        f"database: the embedded server in {where.folder} did not start: could not write lock file "
        '"postmaster.pid": No space left on device. The disk is full: free some space, or set TRADEWARD_HOME to a '
        "folder with room."
    )


def test_a_making_that_was_killed_is_made_again(empty):
    """initdb works under another name, so a half-made data folder is never taken for a whole one."""
    where = place.made(home=empty)
    half = where.folder / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    postgres.ensure_started(home=empty)
    assert postgres.status(home=empty).state == "running"
